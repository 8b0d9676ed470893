"""What the lines above a table say: title, unit, period, who reports."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.periods import PeriodText, find_period
from leitai.workbooks.shapes import META
from leitai.workbooks.texts import chinese_part, clean_text, has_han, squeeze, strip_spaces
from leitai.workbooks.units import declared_units, find_unit, strip_unit


@dataclass(slots=True)
class Heading:
    """What the lines above a table say: title, unit of all figures, period, reporting unit.

    ``number`` is what stands for a title where there is none: 表三.
    """

    title: str = ""
    number: str = ""
    units: tuple[str, ...] = ()
    title_unit: str = ""
    subject: str = ""
    subject_unit: str = ""
    reporting_unit: str = ""
    about: str = ""
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
    about = re.match(r"(?:地区|区域|行政区划)(?:名称)?[:：](.+)$", plain)
    if about:
        heading.about = heading.about or clean_text(about[1])
        return
    subject = re.match(r"指标(?:名称)?[:：](.+)$", plain)
    if subject:
        heading.subject_unit = find_unit(subject[1])
        heading.subject = clean_text(strip_unit(subject[1]))
        return
    if not heading.number and re.fullmatch(r"表[一二三四五六七八九十0-9]+", plain):
        heading.number = clean_text(text)
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
