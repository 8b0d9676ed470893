"""Columns of a table: header paths over merges, names, units, periods, and what a column is for."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from leitai.workbooks.addresses import column_letter
from leitai.workbooks.cutting import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Column, ColumnRole, LabelKind
from leitai.workbooks.periods import PeriodText, find_period, read_period
from leitai.workbooks.shapes import META, class_of
from leitai.workbooks.texts import chinese_part, clean_text, has_han, squeeze, strip_spaces
from leitai.workbooks.units import declared_units, find_unit, is_ratio_name, parse_unit, strip_unit

_INDEX_NAMES = re.compile(r"序号|编号|行次|行号|顺序|no\.?|#|排序|id", re.I)
_CODE_NAMES = re.compile(r".*(?:代码|编码|区划码|行政区划)|code|.*_code|areacode|adcode", re.I)
_PERIOD_NAMES = re.compile(
    r"年份?|年度|时间|日期|月份?|季度|报告期|期别|年月|统计时间|year|month|date|time|period|quarter|年份year|时期",
    re.I,
)
_INDICATOR_NAMES = re.compile(
    r"指标(?:名称)?|项目(?:名称)?|填表项目|统计指标|内容|考核指标|主要指标|indicators?|item", re.I
)
_UNIT_COLUMN = re.compile(r"(?:计量)?单位|unit", re.I)
_LABEL_NAMES = re.compile(
    r".*(?:名称|单位|地区|部门|企业|分类|类别|姓名|乡镇|街道|社区|园区)|[省市区县镇乡村州旗]|[区市县镇乡]?[(（][^）)]*[)）]|地名|region|area|county|province|unit_?name",
    re.I,
)
_TEXT_NAMES = re.compile(
    r"备注|说明|联系人|联系电话|电话|责任人|负责人|填报人|批准文件|变更原因|原因|存在问题|进展(?:情况)?|remarks?|notes?",
    re.I,
)
_GENERIC = re.compile(r"^(?:其中|#|＃|\*)\s*[:：]?\s*")


@dataclass(slots=True)
class Heading:
    """What the lines above a table say: title, unit of all figures, period, reporting unit."""

    title: str = ""
    units: tuple[str, ...] = ()
    title_unit: str = ""
    subject: str = ""
    subject_unit: str = ""
    reporting_unit: str = ""
    period: PeriodText | None = None
    period_place: str = ""


def read_heading(grid: Grid, cut: Cut) -> tuple[Heading, tuple[str, ...]]:
    """The heading of a table and its preamble texts as written, one a row."""
    heading = Heading()
    lines: list[str] = []
    for row in cut.preamble:
        texts = [
            grid.text(row, column)
            for column in range(cut.left, cut.right + 1)
            if not grid.is_blank(row, column)
        ]
        lines.append("  ".join(strip_spaces(text) for text in texts))
        for text in texts:
            _read_line(heading, text)
    if heading.title:
        heading.title_unit = find_unit(heading.title)
        heading.period = find_period(heading.title)
        heading.period_place = "title" if heading.period else ""
    if heading.period is None or heading.period.year is None:
        for line in lines:
            found = find_period(line)
            if found is None or "最近" in line or (found.year is None and heading.period):
                continue
            heading.period = heading.period.filled(found) if heading.period else found
            heading.period_place = "title"
            if heading.period.year is not None:
                break
    if heading.period is None or heading.period.year is None:
        sheet = find_period(grid.name)
        if sheet is not None and (sheet.year is not None or heading.period is None):
            heading.period = heading.period.filled(sheet) if heading.period else sheet
            heading.period_place = heading.period_place or "sheet"
    return heading, tuple(lines)


def _read_line(heading: Heading, text: str) -> None:
    """Take what one text above the table tells."""
    plain = squeeze(text)
    units = declared_units(text)
    if units and not heading.units:
        heading.units = units
    reporting = re.match(
        r"(?:填报|填表|报送|编制|制表|报表)单位(?:名称)?[:：](.+?)(?:单位[:：].*)?$", plain
    )
    if reporting and not heading.reporting_unit:
        heading.reporting_unit = reporting[1]
        return
    subject = re.match(r"指标(?:名称)?[:：](.+)$", plain)
    if subject:
        heading.subject_unit = find_unit(subject[1])
        heading.subject = clean_text(strip_unit(subject[1]))
        return
    if (
        not heading.title
        and not META.match(text)
        and has_han(text)
        and len(plain) >= 3
        and not units
    ) and not re.fullmatch(
        r"[(（].*[)）]|附[件表]?[0-9一二三四五六七八九十]*[:：]?|表[一二三四五六七八九十0-9]+",
        plain,
    ):
        heading.title = _title(text)


def _title(text: str) -> str:
    """A title on one line; the spaces that part "表一 投资" stay, unlike those inside names."""
    return " ".join(chinese_part(text).split())


def header_paths(grid: Grid, cut: Cut, figures: set[int]) -> list[tuple[str, ...]]:
    """For each column of the cut, its header texts from top to bottom, merges spread out.

    Where a file tells no merges, and for a sub-column standing right of its total under one
    heading, a blank takes the text to its left, as long as no group boundary lies between and
    something stands below it.
    """
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    widths: dict[tuple[int, int], int] = {}
    rows = cut.header
    if rows:
        for top, left, bottom, right in grid.marks.merges:
            if bottom < rows[0] or top > rows[-1] or right < cut.left or left > cut.right:
                continue
            widths[top, left] = right
            for row in range(max(top, rows[0]), min(bottom, rows[-1]) + 1):
                for column in range(left, min(right, cut.right) + 1):
                    origins[row, column] = (top, left)
    width = cut.right - cut.left + 1
    chosen: list[list[tuple[int, int] | None]] = []
    for depth, row in enumerate(rows):
        line: list[tuple[int, int] | None] = []
        for column in range(cut.left, cut.right + 1):
            source = origins.get((row, column), (row, column))
            if source[0] < grid.height and source[1] < grid.width and not grid.is_blank(*source):
                line.append(source)
                continue
            line.append(_borrowed(grid, cut, rows, depth, column, line, chosen, widths, figures))
        chosen.append(line)
    paths: list[tuple[str, ...]] = []
    for offset in range(width):
        seen: list[tuple[int, int]] = []
        for line in chosen:
            source_cell = line[offset]
            if source_cell is not None and source_cell not in seen:
                seen.append(source_cell)
        paths.append(tuple(grid.text(*source_cell) for source_cell in seen))
    return paths


def _borrowed(
    grid: Grid,
    cut: Cut,
    rows: Sequence[int],
    depth: int,
    column: int,
    line: Sequence[tuple[int, int] | None],
    above: Sequence[Sequence[tuple[int, int] | None]],
    widths: dict[tuple[int, int], int],
    figures: set[int],
) -> tuple[int, int] | None:
    """The header cell to the left that a blank header cell belongs to, if any."""
    if not any(not grid.is_blank(row, column) for row in rows[depth + 1 :]):
        return None
    offset = column - cut.left
    for step in range(offset - 1, -1, -1):
        source = line[step]
        if any(upper[step] != upper[offset] for upper in above):
            return None
        if source is None:
            continue
        last = widths.get(source, source[1])
        if last > source[1] and column > last:
            return None
        has_sub = any(not grid.is_blank(row, source[1]) for row in rows[depth + 1 :])
        return source if source[1] in figures or has_sub else None
    return None


@dataclass(slots=True)
class ColumnFacts:
    """Counts over the body of one column, by class letter."""

    counts: Counter[str]
    distinct: int
    filled: int
    sequence: bool
    units: int
    han: int

    @property
    def figures(self) -> int:
        return self.counts["n"] + self.counts["y"] + self.counts["w"]


def column_facts(grid: Grid, column: int, body: Sequence[int]) -> ColumnFacts:
    """Look through a column once."""
    counts: Counter[str] = Counter()
    seen: set[object] = set()
    run: list[float] = []
    units = han = 0
    for row in body:
        value = grid.values[row][column]
        if value == "":
            if not grid.is_blank(row, column):
                counts["x"] += 1
            continue
        letter = class_of(value)
        if not letter:
            continue
        counts[letter] += 1
        seen.add(value)
        if letter == "n" and len(run) < 40:
            try:
                run.append(float(value))  # type: ignore[arg-type]
            except (TypeError, ValueError):
                run.append(-1.0)
        elif letter == "t":
            text = str(value)
            units += parse_unit(text) is not None
            han += has_han(text)
    steps = [b - a for a, b in itertools.pairwise(run)]
    sequence = len(run) >= 2 and run[0] in (0.0, 1.0) and all(step == 1 for step in steps)
    return ColumnFacts(counts, len(seen), sum(counts.values()), sequence, units, han)


def column_role(
    name: str, facts: ColumnFacts, offset: int, unit: str
) -> tuple[ColumnRole, LabelKind]:
    """What a column is for, by its name and by what stands in it."""
    plain = squeeze(name).strip(":：")
    filled = facts.filled
    if _CODE_NAMES.fullmatch(plain) and "%" not in plain:
        return "label", "code"
    if _INDEX_NAMES.fullmatch(plain) and (facts.sequence or filled == 0 or facts.counts["t"] == 0):
        return "index", ""
    if offset == 0 and facts.sequence and not plain and filled >= 3:
        return "index", ""
    if filled == 0:
        if plain and not unit and _LABEL_NAMES.fullmatch(plain):
            return "label", "name"
        is_words = not plain or offset == 0 or _TEXT_NAMES.fullmatch(plain) is not None
        if _PERIOD_NAMES.fullmatch(plain):
            return "label", "period"
        return ("number", "") if unit else ("text", "") if is_words else ("number", "")
    if _TEXT_NAMES.fullmatch(plain):
        return "text", ""
    periods = facts.counts["p"] + facts.counts["y"]
    if _PERIOD_NAMES.fullmatch(plain) and periods * 10 >= filled * 6:
        return "label", "period"
    if facts.counts["p"] * 10 >= filled * 6 and facts.counts["p"] >= facts.counts["n"]:
        return "label", "period"
    if offset == 0 and facts.counts["y"] * 10 >= filled * 6 and facts.distinct * 2 > filled:
        return "label", "period"
    readable = facts.figures + facts.counts["x"]
    if facts.counts["x"] > facts.figures and not unit:
        readable = 0
    if offset == 0 and facts.counts["w"] == facts.figures and not unit:
        readable = 0
    if readable and (readable + facts.counts["m"]) * 10 >= filled * 6:
        return "number", ""
    if facts.counts["m"] == filled and (unit or not plain or offset > 0) and not facts.counts["t"]:
        return "number", ""
    if _INDICATOR_NAMES.fullmatch(plain):
        return "label", "indicator"
    return "label", "name"


def build_columns(grid: Grid, cut: Cut, body: Sequence[int], heading: Heading) -> list[Column]:
    """The columns of a table."""
    span = range(cut.left, cut.right + 1)
    facts = [column_facts(grid, column, body) for column in span]
    figures = {
        column
        for column, fact in zip(span, facts, strict=True)
        if fact.filled == 0
        or (fact.figures + fact.counts["m"] + fact.counts["x"]) * 2 > fact.filled
    }
    paths = header_paths(grid, cut, figures)
    columns: list[Column] = []
    seen_figures = False
    for offset, (column, fact, path) in enumerate(zip(span, facts, paths, strict=True)):
        name, full = column_name(path)
        unit, place = _own_unit(grid, cut, column, path)
        role, kind = column_role(name, fact, offset, unit)
        if role == "number":
            seen_figures = True
        elif role == "label" and kind in ("name", "indicator") and seen_figures:
            role, kind = "text", ""
        if (
            role == "label"
            and fact.units * 10 >= max(fact.filled, 1) * 6
            and fact.filled
            and _UNIT_COLUMN.fullmatch(squeeze(name))
        ):
            role, kind = "text", ""
        if role == "label" and not name and cut.header and any(c.role == "label" for c in columns):
            role, kind = "text", ""
        if role != "number":
            unit, place = "", ""
        elif not unit:
            unit, place = _shared_unit(name or full, heading)
        period, period_place = column_period(path, heading) if role == "number" else (None, "")
        columns.append(
            Column(column, column_letter(column), name or column_letter(column), path, unit, place,
                   role, period, period_place, kind, full or column_letter(column))
        )  # fmt: skip
    if columns and not any(column.role == "label" for column in columns):
        columns = _choose_label(columns, facts)
    return _unique_names(columns)


def _choose_label(columns: list[Column], facts: list[ColumnFacts]) -> list[Column]:
    """When nothing was taken for a label, the first column of words (or of years) is one."""
    for position, (column, fact) in enumerate(zip(columns, facts, strict=True)):
        if column.role == "text" and fact.counts["t"]:
            columns[position] = replace(column, role="label", label_kind="name")
            return columns
    for position, (column, fact) in enumerate(zip(columns, facts, strict=True)):
        if fact.counts["y"] and fact.counts["y"] * 2 > fact.filled and position == 0:
            columns[0] = replace(
                column, role="label", label_kind="period", unit="", unit_place="", period=None
            )
            return columns
    return columns


def _own_unit(grid: Grid, cut: Cut, column: int, path: Sequence[str]) -> tuple[str, str]:
    """The unit that a column's header or the unit row gives it."""
    for row in cut.unit_rows:
        unit = parse_unit(grid.text(row, column))
        if unit is not None:
            return unit.symbol, "unit_row"
    for text in reversed(path):
        symbol = find_unit(text)
        if symbol:
            return symbol, "header"
    for text in reversed(path):
        whole = parse_unit(text)
        if whole is not None and len(path) > 1:
            return whole.symbol, "header"
    return "", ""


def _shared_unit(name: str, heading: Heading) -> tuple[str, str]:
    """The unit that the lines above the table give to a column without one of its own."""
    ratio = is_ratio_name(name)
    if heading.units:
        plain = [unit for unit in heading.units if unit not in ("%", "‰")]
        if ratio:
            return (
                ("%", "preamble")
                if ("%" in heading.units and "同比" in name)
                or ("增" in name and "%" in heading.units)
                else ("", "")
            )
        return (plain[0], "preamble") if len(plain) == 1 else ("", "")
    if ratio:
        return "", ""
    if heading.subject_unit:
        return heading.subject_unit, "preamble"
    if heading.title_unit:
        return heading.title_unit, "title"
    return "", ""


def column_name(path: Sequence[str]) -> tuple[str, str]:
    """(name, full name) from a header path: cleaned, without units, the lowest non-period last."""
    parts: list[str] = []
    for text in path:
        part = clean_text(strip_unit(chinese_part(text)))
        part = _GENERIC.sub("", part).strip("：:") or part
        if parse_unit(part) is not None and parts:
            continue
        if part and (not parts or parts[-1] != part):
            parts.append(part)
    naming = [part for part in parts if _absolute_period(part) is None]
    name = (naming or parts or [""])[-1]
    return name, " › ".join(parts)


def _absolute_period(text: str) -> PeriodText | None:
    period = read_period(text)
    return period if period is not None and period.kind is not None else None


def column_period(path: Sequence[str], heading: Heading) -> tuple[PeriodText | None, str]:
    """The period of a column: from its header, completed from title or sheet name."""
    found: PeriodText | None = None
    for text in reversed(path):
        period = read_period(chinese_part(text).strip())
        if period is None and re.search(r"(?:19|20)[0-9]{2}年", squeeze(text)):
            period = find_period(text)
        if period is not None:
            found = period if found is None else found.filled(period)
    if found is None:
        return heading.period, heading.period_place
    complete = found.filled(heading.period)
    return complete, "header"


def _unique_names(columns: list[Column]) -> list[Column]:
    """Names that several columns share become their full names, unless only periods differ."""
    often = Counter(column.name for column in columns)
    result: list[Column] = []
    for column in columns:
        if often[column.name] > 1 and len(column.path) > 1:
            parts = column.full_name.split(" › ")
            naming = [part for part in parts if _absolute_period(part) is None]
            column = replace(column, name=" ".join(naming) or column.name)
        result.append(column)
    return result
