"""What each row of a sheet looks like before anything is decided about tables.

Cells are classed by one letter: "n" a figure, "y" a bare year, "p" a period, "m" a missing mark,
"w" a figure with words around it, "x" a spoiled figure, "t" text, "" nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from leitai.workbooks.grid import Grid
from leitai.workbooks.numbers import is_missing_mark, read_number
from leitai.workbooks.periods import read_period
from leitai.workbooks.texts import squeeze, strip_spaces
from leitai.workbooks.units import parse_unit

NOTE = re.compile(
    r"\s*[(（【\[*]?(?:注|备注|附注|说明|备考|补充资料|(?:数据|资料)?来源|填报说明|填表说明|制表说明|指标解释|"
    r"Notes?|Sources?|Data sources?|Remarks?)\s*"
    r"(?:[0-9０-９一二三四五]{0,2}\s*[:：、.．)）】\]]|$|[a-z]\))",
    re.I,
)
_SIGNING = re.compile(
    r"\s*(?:单位)?(?:负责人|填表人|制表人?|审核人?|复核人?|填报人|统计负责人|联系电话|联系人|报出日期|填报日期|分管领导|签字|经办人)"
    r"(?:[（(][^）)]*[)）])?\s*[:：]"
)
META = re.compile(
    r"\s*[(（]?(?:填报单位|填表单位|报送单位|报表单位|编制单位|制表单位|制表机关|批准机关|批准文号|有效期至?|表\s*号|文\s*号|"
    r"综合机关名称|计量单位|金额单位|货币单位|单\s*位|统计时间|数据时间|报告期|时\s*间|日\s*期|地\s*区|指\s*标|数据库|频度|口径|"
    r"数据截止|截至时间|Unit|Units)(?:名称)?\s*(?:[:：]|[（(]盖章[）)])|.*[（(](?:公章|盖章)[）)]\s*[:：]?\s*\S*\s*$",
    re.I,
)
TITLE = re.compile(
    r"(?:表\s*[一二三四五六七八九十0-9]+|附[件表]\s*[0-9一二三四五六七八九十]*|[0-9]+[-—][0-9]+(?:[-—][0-9]+)*)(?:\s|$|[：:、])"
    r"|续\s*表|(?:表|情况|一览|汇总|统计|排名|台账|清单|进度|通报)(?:[（(].{0,12}[)）])?\s*$"
)
TOTAL = re.compile(
    r"(?:总计|合计|共计|累计合计|全(?:国|省|市|区|县|镇|乡|旗|州|盟)(?:合计|总计|平均|汇总)?|合计数|total|grandtotal|nationaltotal|sum)",
    re.I,
)
SUBTOTAL = re.compile(r".{0,12}(?:小计|合计|总计)|subtotal", re.I)
AVERAGE = re.compile(r"(?:总?平均(?:值|数)?|均值|average|mean|最大值|最小值|中位数)", re.I)
_NUMBERING_WORDS = "甲乙丙丁戊己庚辛"


_DIGITS = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,12})?")


@lru_cache(maxsize=65536)
def class_of_text(text: str) -> str:
    """The class letter of a written text."""
    if _DIGITS.fullmatch(text):
        return "y" if len(text) == 4 and "1900" <= text <= "2100" else "n"
    stripped = strip_spaces(text)
    if not stripped:
        return ""
    if not any(c.isdigit() or c in "—–-－−/\\…*×.·●■?⋯" for c in stripped):
        return "m" if is_missing_mark(stripped) else "t"
    period = read_period(stripped)
    if period is not None and period.kind == "year" and squeeze(stripped).isdigit():
        return "y"
    reading = read_number(text)
    if reading.kind == "number" and not reading.unit and reading.qualifier == "exact":
        if period is not None and len(squeeze(stripped)) == 6 and squeeze(stripped).isdigit():
            return "n"
        if period is None or not period.is_complete:
            return "n"
    if period is not None:
        return "p"
    return {"number": "w", "missing": "m", "unreadable": "x", "empty": ""}.get(reading.kind, "t")


def class_of(value: object) -> str:
    """The class letter of a stored value."""
    if isinstance(value, str):
        return class_of_text(value) if value else ""
    if isinstance(value, bool):
        return "t"
    if isinstance(value, int | float):
        return "y" if 1949 <= value <= 2100 and value == int(value) else "n"
    if isinstance(value, datetime.date):
        return "p"
    return "t"


@dataclass(slots=True)
class RowShape:
    """One row: its shape and the classes of its cells within the region's columns.

    ``shape``: "blank", "cover" (blank but inside a merge from above), "note", "meta", "single",
    "numbering", "units", "data", "text".
    """

    row: int
    shape: str
    classes: list[str]
    filled: list[int] = field(default_factory=list)
    first: str = ""


def row_shapes(grid: Grid, left: int, right: int) -> list[RowShape]:
    """The shapes of all rows of a grid, looking only at columns ``left`` to ``right``."""
    covered = _covered_rows(grid, left, right)
    shapes: list[RowShape] = []
    errors = grid.marks.errors
    for row, values in enumerate(grid.values):
        classes = [class_of(value) for value in values[left : right + 1]]
        if errors:
            for offset in range(len(classes)):
                if not classes[offset] and not grid.is_blank(row, left + offset):
                    classes[offset] = "x"
        filled = [left + offset for offset, letter in enumerate(classes) if letter]
        shape = RowShape(row, "", classes, filled)
        if filled:
            shape.first = strip_spaces(grid.text(row, filled[0]))
            shape.shape = _shape(grid, shape, right - left + 1)
        else:
            shape.shape = "cover" if row in covered else "blank"
        shapes.append(shape)
    return shapes


def _covered_rows(grid: Grid, left: int, right: int) -> set[int]:
    """Rows below the first of a vertical merge that has text, within the region."""
    rows: set[int] = set()
    for top, at, bottom, _last in grid.marks.merges:
        inside = left <= at <= min(right, grid.width - 1) and top < grid.height
        if inside and 0 < bottom - top < 60 and not grid.is_blank(top, at):
            rows.update(range(top + 1, bottom + 1))
    return rows


def _shape(grid: Grid, row: RowShape, width: int) -> str:
    count = len(row.filled)
    figures = sum(letter == "n" for letter in row.classes)
    if count >= 3 and len(row.first) <= 4 and is_numbering(_texts(grid, row)):
        return "numbering"
    if count > 3 and figures:
        return "data"
    texts = list(_texts(grid, row))
    remark = NOTE.match(row.first) or _SIGNING.match(row.first)
    # "备注" alone at the head of a column of a header row is no footnote.
    if count <= 3 and remark and (count == 1 or not figures):
        return "note"
    if not figures and all(META.match(text) or _SIGNING.match(text) for text in texts):
        return "meta"
    if not figures and META.match(texts[0]) and count <= 3:
        return "meta"
    if count == 1:
        return "data" if figures and width == 1 else "single"
    if figures:
        return "data"
    units = sum(parse_unit(text) is not None for text in texts)
    if units >= 2 and units * 10 >= 6 * (count - 1):
        return "units"
    return "text"


def _texts(grid: Grid, row: RowShape) -> Iterator[str]:
    return (grid.text(row.row, column) for column in row.filled)


def is_numbering(texts: Iterable[str]) -> bool:
    """Whether cells number the columns: 甲 乙 （1）（2）（3） or 1 2 3 4.

    Numbers in brackets may go on from the table before: 甲 乙 （23）（24）（25）.
    """
    expected = 1
    numbered = seen = 0
    for text in texts:
        seen += 1
        whole = squeeze(text)
        plain = whole.strip("()[]【】〔〕")
        if plain in _NUMBERING_WORDS and len(plain) == 1:
            continue
        if len(plain) == 1 and "①" <= plain <= "⑳":
            plain = str(ord(plain) - 0x2460 + 1)
        plain = plain.removesuffix(".0")
        if not numbered and plain != whole and plain.isdecimal() and len(plain) <= 3:
            expected = int(plain)
        if not plain.isdecimal() or int(plain) < expected or int(plain) > expected + 3:
            return False
        expected = int(plain) + 1
        numbered += 1
    return numbered >= 2 and numbered + 3 >= seen


def total_kind(label: str) -> str:
    """ "total", "subtotal", "average" or "" by the label of a row."""
    plain = squeeze(label).strip("：:*#")
    if not plain or len(plain) > 16:
        return ""
    if TOTAL.fullmatch(plain):
        return "total"
    if AVERAGE.fullmatch(plain):
        return "average"
    return "subtotal" if SUBTOTAL.fullmatch(plain) else ""
