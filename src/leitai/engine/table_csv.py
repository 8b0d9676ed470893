"""Reading a plain delimited file into a table, refusing whatever would be read wrong in silence."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from leitai.engine.quantity import Quantity, parse_quantity
from leitai.engine.table import CellProblem, Source, Table, TableError

__all__ = ["read_csv", "read_csv_text"]

_UNIT_HEADINGS: Final = frozenset(
    """单位 单位名称 地区 地区名称 区域 名称 乡镇 乡镇街道 街道 镇街 县区 区县 县市区 市县
    县名 县名称 县域 城市 省份 企业 企业名称 部门 责任单位 考核单位 被考核单位 园区 村
    unit unitname name area region county town township city department uname""".split()  # noqa: SIM905
)
_TOTALS: Final = frozenset(
    """合计 总计 小计 共计 平均 平均值 均值 全县 全区 全市 全省 全县合计 全区合计 全市合计
    total subtotal sum average mean""".split()  # noqa: SIM905
)
_EMPTY: Final = {
    "": "未填", "-": "未填（-）", "--": "未填（--）", "—": "未填（—）", "——": "未填（——）",
    "–": "未填（–）", "…": "未填（…）", "...": "未填（...）", "/": "未填（/）",
    "na": "未填（NA）", "n/a": "未填（N/A）", "nan": "未填（NaN）", "null": "未填（null）",
    "none": "未填（None）", "无": "无数据", "无数据": "无数据", "缺": "缺报", "缺报": "缺报",
    "暂缺": "暂缺", "未报": "未报", "未报送": "未报", "待定": "待定", "不适用": "不适用",
}  # fmt: skip
_MASKED: Final = re.compile(r"[XxＸｘ×*＊]{1,8}\Z")
_MEASURE_ROW: Final = frozenset(("", "单位", "计量单位", "unit", "units"))
_MAX_PROBLEMS: Final = 100


def read_csv(
    path: Path,
    *,
    unit_column: str | None = None,
    columns: Iterable[str] | None = None,
    encoding: str | None = None,
) -> Table:
    """Read a file; see :meth:`leitai.engine.table.Table.from_csv`."""
    raw = path.read_bytes()
    if raw[:4] == b"PK\x03\x04" or raw[:4] == b"\xd0\xcf\x11\xe0":
        raise _whole(
            "这是 Excel 工作簿，不是文本数据文件，请另存为 CSV 或用工作簿读取功能打开",
            "this is an Excel workbook, not a text file: save it as CSV or read it as a workbook",
        )
    return read_csv_text(
        _decode(raw, encoding), name=path.name, unit_column=unit_column, columns=columns
    )


def _whole(zh: str, en: str, *, line: int = 0, column: str = "") -> TableError:
    return TableError([CellProblem(line, column, "", zh, en)])


def _decode(raw: bytes, encoding: str | None) -> str:
    for name in (encoding,) if encoding else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    raise _whole(
        "无法识别文字编码，请存为 UTF-8",
        "the character encoding is not recognised: save the file as UTF-8",
    )


def read_csv_text(
    text: str,
    *,
    name: str = "数据",
    unit_column: str | None = None,
    columns: Iterable[str] | None = None,
) -> Table:
    """Read delimited text; ``name`` stands in the source labels."""
    lines = _lines(text)
    if not lines:
        raise _whole("文件是空的", "the file is empty")
    head_line, head = lines[0]
    headings = [_clean(cell) for cell in head]
    while headings and not headings[-1]:
        headings.pop()
    _check_headings(headings, head_line)
    unit_place = _find_unit_column(headings, unit_column, head_line, lines[1:])
    wanted = None if columns is None else set(columns)
    if wanted is not None and (unknown := sorted(wanted - set(headings))):
        raise _whole(
            f"表头中没有：{'、'.join(unknown)}", f"not among the headings: {', '.join(unknown)}"
        )
    body, measures = _take_measures(lines[1:], headings, unit_place)
    problems: list[CellProblem] = []
    rows = _rows(body, headings, unit_place, problems)
    cells: dict[str, list[Quantity | None]] = {}
    missing: dict[tuple[str, str], str] = {}
    sources: dict[tuple[str, str], Source] = {}
    texts: list[str] = []
    for place, heading in enumerate(headings):
        if place == unit_place or (wanted is not None and heading not in wanted):
            continue
        column = [(line, unit, row[place].strip()) for line, unit, row in rows]
        if wanted is None and _words_only([value for _, _, value in column]):
            texts.append(heading)
            continue
        percent = _percent_column(column, heading, problems)
        values: list[Quantity | None] = []
        for line, unit, value in column:
            quantity, reason = _number(value, percent, line, heading, problems)
            values.append(quantity)
            if reason is not None:
                missing[unit, heading] = reason
            address = f"{_letter(place)}{line}"
            sources[unit, heading] = Source("cell", f"{name}!{address}", f"{name} › {address}")
        cells[heading] = values
        if percent:
            measures.setdefault(heading, "%")
    if problems:
        problems.sort(key=lambda problem: problem.line)
        raise TableError(problems[:_MAX_PROBLEMS])
    if not cells:
        raise _whole("没有一列数值", "there is no column of numbers")
    return Table.from_columns(
        [unit for _, unit, _ in rows],
        cells,
        sources,
        missing,
        text_columns=texts,
        measures={k: v for k, v in measures.items() if k in cells},
    )


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Non-empty records with the number of the line on which each starts."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                found.append((start, record))
            start = reader.line_num + 1
    except csv.Error as error:
        raise _whole(
            f"引号或分隔符不成对（{error}）",
            f"quotes or separators do not match ({error})",
            line=start,
        ) from None
    return found


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", " ".join(cell.split()))


def _check_headings(headings: list[str], line: int) -> None:
    seen: set[str] = set()
    for place, heading in enumerate(headings):
        if not heading:
            raise _whole(
                f"{_letter(place)} 列没有表头", f"column {_letter(place)} has no heading", line=line
            )
        if heading in seen:
            raise _whole(
                "表头出现了两次，请改成不同的名称",
                "the heading appears twice: give each column its own",
                line=line,
                column=heading,
            )
        seen.add(heading)


def _plain_heading(heading: str) -> str:
    return re.sub(r"[\s（）()、/_·]", "", heading).lower()


def _find_unit_column(
    headings: list[str], wanted: str | None, line: int, records: list[tuple[int, list[str]]]
) -> int:
    """The named column, else one with a usual heading, else the first, if they hold names."""
    if wanted is not None:
        if wanted not in headings:
            raise _whole(
                f"表头中没有“{wanted}”这一列", f"there is no heading {wanted!r}", line=line
            )
        return headings.index(wanted)
    usual = [i for i, heading in enumerate(headings) if _plain_heading(heading) in _UNIT_HEADINGS]
    candidates: list[int] = [*usual, *range(len(headings))]
    for place in candidates:
        if _holds_names(place, records):
            return place
    return usual[0] if usual else 0


def _holds_names(place: int, records: list[tuple[int, list[str]]]) -> bool:
    """Whether a column can name units: an "Area" of square kilometres cannot."""
    cells = [record[place].strip() for _, record in records if place < len(record)]
    names = [cell for cell in cells if cell and cell.lower() not in _EMPTY]
    numbers = sum(_starts_like_a_number(name) for name in names)
    return 2 * len(names) > len(records) and 2 * numbers < len(names)


def _take_measures(
    lines: list[tuple[int, list[str]]], headings: list[str], unit_place: int
) -> tuple[list[tuple[int, list[str]]], dict[str, str]]:
    """Part off a second header line that states units of measurement (亿元, %, 人)."""
    if not lines:
        return lines, {}
    row = [_clean(cell) for cell in lines[0][1]]
    row += [""] * (len(headings) - len(row))
    if row[unit_place].lower() not in _MEASURE_ROW:
        return lines, {}
    others = {heading: row[i] for i, heading in enumerate(headings) if i != unit_place}
    if any(_starts_like_a_number(value) for value in others.values()):
        return lines, {}
    return lines[1:], {heading: value for heading, value in others.items() if value}


def _starts_like_a_number(value: str) -> bool:
    try:
        parse_quantity(value.rstrip("%％"))
    except ValueError:
        return False
    return True


def _rows(
    lines: list[tuple[int, list[str]]],
    headings: list[str],
    unit_place: int,
    problems: list[CellProblem],
) -> list[tuple[int, str, list[str]]]:
    rows: list[tuple[int, str, list[str]]] = []
    first_line: dict[str, int] = {}
    heading = headings[unit_place]
    for line, record in lines:
        extra = [cell for cell in record[len(headings) :] if cell.strip()]
        if extra or len(record) < len(headings):
            problems.append(
                CellProblem(
                    line,
                    "",
                    "",
                    f"这一行有 {len(record)} 格，而表头有 {len(headings)} 格",
                    f"this line has {len(record)} cells, the header has {len(headings)}",
                )
            )
            continue
        unit = _clean(record[unit_place])
        if not unit:
            problems.append(CellProblem(line, heading, "", "没有单位名称", "no name of a unit"))
        elif _plain_heading(unit) in _TOTALS:
            problems.append(
                CellProblem(
                    line,
                    heading,
                    unit,
                    f"“{unit}”看来是合计行，会被当作一个单位参加排名，请删去",
                    f"{unit!r} looks like a total and would be ranked as a unit: remove the line",
                )
            )
        elif unit in first_line:
            problems.append(
                CellProblem(
                    line,
                    heading,
                    unit,
                    f"单位“{unit}”已在第 {first_line[unit]} 行出现",
                    f"the unit {unit!r} already stands on line {first_line[unit]}",
                )
            )
        else:
            first_line[unit] = line
            rows.append((line, unit, record))
    if not rows and not problems:
        raise _whole("只有表头，没有数据行", "there is a header but no line of data")
    return rows


def _words_only(values: list[str]) -> bool:
    """Whether a column has words and no digit anywhere: a remark, not a number gone wrong."""
    filled = [v for v in values if v.lower() not in _EMPTY and not _MASKED.match(v)]
    return bool(filled) and not any(any(char.isdigit() for char in value) for value in filled)


def _percent_column(
    column: list[tuple[int, str, str]], heading: str, problems: list[CellProblem]
) -> bool:
    """Whether the column prints percent signs; a column that mixes both is refused."""
    numbers = [
        (line, value)
        for line, _, value in column
        if value.lower() not in _EMPTY and not _MASKED.match(value)
    ]
    signed = [value.endswith(("%", "％")) for _, value in numbers]
    if any(signed) and not all(signed):
        line, value = numbers[signed.index(not signed[0])]
        problems.append(
            CellProblem(
                line,
                heading,
                value,
                f"“{value}”与上面的值一个带百分号、一个不带，无法判断是否同一口径",
                f"{value!r}: some numbers of this column carry a percent sign and some do not",
            )
        )
    return any(signed)


def _number(
    value: str, percent: bool, line: int, heading: str, problems: list[CellProblem]
) -> tuple[Quantity | None, str | None]:
    reason = _EMPTY.get(value.lower())
    if reason is not None:
        return None, reason
    if _MASKED.match(value):
        return None, f"原文隐去（{value}）"
    try:
        return parse_quantity(value.rstrip("%％") if percent else value), None
    except ValueError:
        zh, en = _hint(value)
        problems.append(
            CellProblem(
                line, heading, value, f"“{value}”不是数值，{zh}", f"{value!r} is not a number: {en}"
            )
        )
        return None, None


def _hint(value: str) -> tuple[str, str]:
    """What to write instead, by the usual ways in which a number goes wrong."""
    if re.search(r"\d[eE]\+?\d", value):
        return (
            "科学记数法可能已丢失位数，请把单元格设为数值格式再导出",
            "scientific notation may have lost digits: format the cell as a number, export again",
        )
    if "," in value or "，" in value:
        return "千位分隔符的位置不对", "the thousands separators are in the wrong place"
    if re.search(r"\d\s+\d", value):
        return "数字中间有空格，请删去", "remove the space inside the number"
    if re.search(r"\d\s*(万|亿|千|百|元|亩|%|％|人|个|户)", value):
        return "请把计量单位写进表头，这里只留数", "put the unit of measurement in the heading"
    return "请填数值，或留空并在别处说明", "give a number or leave the cell empty"


def _letter(place: int) -> str:
    """Spreadsheet letters of a column counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
