"""The figures of a table with their three coordinates as written: whose, what, when.

Whichever way a table lies (units, periods or indicators down the rows), every figure has a label
(whose), a heading (what) and something said of the period (when); what rows and columns leave
open comes from the table's title, its sheet, the file's name or the upload.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from leitai.apps.indicators.reading.headings import Heading, cut_heading
from leitai.workbooks.addresses import parse_address
from leitai.workbooks.model import Cell, Column, Problem, Row, SheetTable
from leitai.workbooks.periods import PeriodText, find_period
from leitai.workbooks.texts import squeeze, strip_spaces

#: Why a figure is missing: the reader's words → the words of a revision.
MISSING = {
    "no_figure": "by_nature",
    "not_reported": "not_reported",
    "below_unit": "below_unit",
    "masked": "masked",
    "blank": "not_reported",
}


#: Words at the end of a title that say what kind of paper it is.
_TABLE_WORDS = re.compile(
    r"(?:完成|进展|运行|基本)?(?:情况)?(?:统计|汇总|一览|明细|调度|通报)?"
    r"(?:月报|季报|年报|快报|报表|台账|情况|总表|表)+(?:[（(].*[)）])?$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as read, before anything about it was decided."""

    table: int
    cell: Cell
    row: int
    column: int
    label: str
    label_cell: str
    code: str
    heading: Heading
    heading_cell: str
    period: PeriodText | None
    measure: str
    measure_place: str
    doubt: Problem | None
    province: str = ""
    prefecture: str = ""
    above: tuple[str, ...] = ()

    @property
    def missing(self) -> str:
        """Why there is no number, in the words of a revision; empty for a number."""
        if self.cell.kind == "empty":
            return "not_reported"
        return MISSING.get(self.cell.missing_reason, "") if self.cell.kind == "missing" else ""

    @property
    def unreadable(self) -> bool:
        return self.cell.kind in ("unreadable", "text")


class TableFigures:
    """All figures of one table.

    ``names`` are the area's unit names without spaces, for telling unit columns from indicator
    columns; ``above`` are those of units that have others under them, for telling namesakes apart
    by the town beside them; ``fallback`` is the label of a table that names no unit at all.
    """

    def __init__(
        self,
        position: int,
        table: SheetTable,
        *,
        names: frozenset[str],
        above: frozenset[str] = frozenset(),
        fallback: str,
        around: tuple[PeriodText | None, ...],
    ) -> None:
        self.position = position
        self.table = table
        self.names = names
        self.period = _filled(table.period, *around)
        self.label = self._table_label(fallback)
        self.doubts = {p.address: p for p in table.problems if p.severity != "notice"}
        self.columns = [
            (place, column) for place, column in enumerate(table.columns) if column.role == "number"
        ]
        self.unit_columns = table.orientation != "units_down" and sum(
            squeeze(column.name) in names for _place, column in self.columns
        ) * 2 > len(self.columns)
        header = table.header_rows[-1] if table.header_rows else 0
        self.header_row = header
        self.subject = subject_of(table.subject or table.title, names)
        self._places = _names_above(table)
        self._above = _units_above(table, above)
        self._headings = {place: self._heading_of(column) for place, column in self.columns}

    def _heading_of(self, column: Column) -> Heading:
        """Cut a column's heading; one of period words alone (累计) is about the table's subject."""
        levels = column.path or (column.name,)
        period = _filled(column.period, self.period)
        heading = cut_heading(levels, period, self.table.title)
        if not heading.names and not heading.relative and self.subject:
            return cut_heading((self.subject, *levels), period)
        return heading

    def _table_label(self, fallback: str) -> str:
        """The unit that a table without unit labels is about: said above it, or by sheet or title.

        A unit said above it that is none of ours stays as written and is asked about.
        """
        if self.table.about:
            return self.table.about
        if squeeze(self.table.sheet) in self.names:
            return strip_spaces(self.table.sheet)
        title = squeeze(self.table.title)
        inside = [name for name in self.names if name in title]
        return max(inside, key=lambda name: (len(name), name)) if inside else fallback

    def heading(self, place: int) -> Heading | None:
        """The heading of a number column by its position; None for other columns."""
        return self._headings.get(place)

    def __iter__(self) -> Iterator[Figure]:
        filled_rows = {
            row.number
            for row in self.table.rows
            if any(row.cells[place].kind != "empty" for place, _column in self.columns)
        }
        filled_columns = {
            place
            for place, _column in self.columns
            if any(row.cells[place].kind != "empty" for row in self.table.rows)
        }
        for row in self.table.rows:
            if row.number not in filled_rows:
                continue
            for place, column in self.columns:
                if place in filled_columns:
                    yield self._figure(row, place, column)

    def _figure(self, row: Row, place: int, column: Column) -> Figure:
        cell = row.cells[place]
        at, across = parse_address(cell.address)
        header_cell = f"{column.letter}{self.header_row}"
        heading, heading_cell = self._headings[place], header_cell
        label, label_cell, code = strip_spaces(row.label_raw or row.label), row.label_cell, row.code
        period = _filled(column.period, row.period, self.period)
        if self.table.orientation != "units_down":
            heading, heading_cell, label, label_cell = self._turned(row, place, column, header_cell)
            code = ""
        if row.period is not None and squeeze(row.label) == squeeze(row.period.raw):
            # Years of the whole area above its parts: the row's name is a year, not a unit.
            label = self.label
        province, prefecture = self._places.get(row.number, ("", ""))
        measure = row.unit or column.unit
        where = column.unit_place if not row.unit else "row"
        if cell.percent and not measure:
            measure, where = "%", "cells"
        return Figure(
            table=self.position,
            cell=cell,
            row=at + 1,
            column=across,
            label=label[:120],
            label_cell=label_cell,
            code=code,
            heading=heading,
            heading_cell=heading_cell,
            period=period,
            measure=measure[:20],
            measure_place=where,
            doubt=self.doubts.get(cell.address),
            province=province,
            prefecture=prefecture,
            above=self._above.get(row.number, ()),
        )

    def _turned(
        self, row: Row, place: int, column: Column, header_cell: str
    ) -> tuple[Heading, str, str, str]:
        """Heading and label where indicators or periods go down the rows."""
        if self.table.orientation == "indicators_down":
            levels: tuple[str, ...] = (row.label_raw or row.label,)
            if self.unit_columns:
                label, label_cell = column.name, header_cell
            else:
                levels += column.path or (column.name,)
                label, label_cell = self.label, row.label_cell
            period = _filled(column.period, self.period)
            return cut_heading(levels, period), row.label_cell, label, label_cell
        if self.unit_columns:
            subject = self.table.subject or self.table.title
            return (
                cut_heading((subject,), _filled(row.period, self.period)),
                header_cell,
                column.name,
                header_cell,
            )
        return self._headings[place], header_cell, self.label, header_cell


#: What columns with the places above a row's own are called.
_PROVINCES = frozenset(
    {"省", "省份", "省区", "省（区、市）", "省(区、市)", "一级行政区", "province"}
)
_PREFECTURES = frozenset(
    {"市", "地市", "地级市", "市（州）", "市州", "二级行政区", "prefecture", "city"}
)


def _names_above(table: SheetTable) -> dict[int, tuple[str, str]]:
    """Row number → province and prefecture printed in columns of their own beside the name."""
    names = {
        column.letter: squeeze(column.name).lower()
        for column in table.columns
        if column.role != "number"
    }
    if table.orientation != "units_down" or not (_PROVINCES & set(names.values())):
        return {}
    found: dict[int, tuple[str, str]] = {}
    for row in table.rows:
        own = parse_address(row.label_cell)[1] if row.label_cell else -1
        said = {"": "", "p": "", "c": ""}
        for letter, text in row.labels:
            if parse_address(f"{letter}1")[1] == own:
                continue
            if names.get(letter) in _PROVINCES:
                said["p"] = strip_spaces(text)
            elif names.get(letter) in _PREFECTURES:
                said["c"] = strip_spaces(text)
        found[row.number] = (said["p"], said["c"])
    return found


def _units_above(table: SheetTable, names: frozenset[str]) -> dict[int, tuple[str, ...]]:
    """Row number → units printed beside the row's own that have others under them (乡镇 beside 村).

    Whatever the column is called: what counts is that the text is such a unit's name.
    """
    if table.orientation != "units_down" or not names:
        return {}
    found = {}
    for row in table.rows:
        own = parse_address(row.label_cell)[1] if row.label_cell else -1
        beside = tuple(
            strip_spaces(text)
            for letter, text in row.labels
            if parse_address(f"{letter}1")[1] != own and squeeze(text) in names
        )
        if beside:
            found[row.number] = beside
    return found


def subject_of(title: str, names: frozenset[str]) -> str:
    """Return what a table's title says it is about: without area, period and the word for table.

    云溪区2026年10月固定资产投资月报 is about 固定资产投资.
    """
    text = squeeze(title)
    period = find_period(text)
    if period is not None and period.raw:
        text = text.replace(squeeze(period.raw), "", 1)
    for name in sorted(names, key=len, reverse=True):
        if text.startswith(name):
            text = text[len(name) :]
            break
    return _TABLE_WORDS.sub("", text).strip("（）()：:，, ")


@lru_cache(maxsize=4096)
def _filled(*said: PeriodText | None) -> PeriodText | None:
    """The first period, with what it leaves open taken from those after it."""
    found: PeriodText | None = None
    for period in said:
        if period is not None:
            found = period if found is None else found.filled(period)
    return found
