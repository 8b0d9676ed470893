"""The form of a sheet that a person has set right, kept to read the next file of the same form.

A form holds the layouts of a sheet's tables together with what tells the sheet from others: the
words of its headers by place, without periods and without figures. A later sheet whose headers
say the same is read in the same way, wherever its rows stand and however many there are. A sheet
whose headers say almost the same is not read so: what moved is named, and a person decides.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from leitai.workbooks.grid import Grid
from leitai.workbooks.layouts import without_period
from leitai.workbooks.model import ColumnUse, Layout, RowRole
from leitai.workbooks.periods import find_period, read_period
from leitai.workbooks.texts import squeeze

_CLOSING = 8
#: Header rows are looked for in that many rows of a sheet.


@dataclass(frozen=True, slots=True)
class TableForm:
    """One table of a form. ``heads``: (row below the first header row, column, words);
    ``marks``: rows by the words they begin with, and their use; ``closing``: how the line after
    the last row begins, "" when nothing follows."""

    layout: Layout
    heads: tuple[tuple[int, int, str], ...]
    marks: tuple[tuple[str, RowRole], ...] = ()
    closing: str = ""


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The tables of a sheet; ``sheet`` is its name without a period: 10月 and 11月 are the same."""

    sheet: str
    tables: tuple[TableForm, ...]

    @property
    def key(self) -> str:
        """A fingerprint of the header words: the same for the same form."""
        words = "\n".join(f"{t.layout.columns}{t.heads}" for t in self.tables)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and texts, for storing as JSON."""
        return asdict(self)


def form_from_dict(data: Mapping[str, Any]) -> SheetForm:
    """What ``SheetForm.to_dict`` wrote. Raises ``KeyError`` or ``TypeError`` for anything else."""
    return SheetForm(
        data["sheet"],
        tuple(
            TableForm(
                layout_from_dict(table["layout"]),
                tuple((row, column, text) for row, column, text in table["heads"]),
                tuple((text, role) for text, role in table["marks"]),
                table["closing"],
            )
            for table in data["tables"]
        ),
    )


def layout_from_dict(data: Mapping[str, Any]) -> Layout:
    """A layout from what ``dataclasses.asdict`` made of it."""

    def pair(value: Any) -> tuple[int, int] | None:
        return None if value is None else (int(value[0]), int(value[1]))

    return Layout(
        sheet=str(data["sheet"]),
        header=pair(data["header"]),
        body=pair(data["body"]) or (1, 0),
        columns=pair(data["columns"]) or (0, 0),
        preamble=pair(data.get("preamble")),
        footnotes=pair(data.get("footnotes")),
        fingerprint=str(data.get("fingerprint", "")),
        rows=tuple((int(row), role) for row, role in data.get("rows", ())),
        uses=tuple(ColumnUse(**use) for use in data.get("uses", ())),
        orientation=data.get("orientation"),
    )


def plain_sheet_name(name: str) -> str:
    """A sheet's name without its period: 10月招商 and 11月招商 are both 招商."""
    plain = squeeze(name)
    period = find_period(plain)
    return plain.replace(squeeze(period.raw), "", 1) if period is not None and period.raw else plain


def form_of(grid: Grid, layouts: Sequence[Layout]) -> SheetForm:
    """What to remember of a sheet and the layouts that a person gave its tables."""
    return SheetForm(
        plain_sheet_name(grid.name), tuple(_table_form(grid, layout) for layout in layouts)
    )


def _table_form(grid: Grid, layout: Layout) -> TableForm:
    heads: list[tuple[int, int, str]] = []
    if layout.header is not None:
        first = layout.header[0]
        for number in range(first, layout.header[1] + 1):
            heads += [
                (number - first, column, header_words(grid, number - 1, column))
                for column in range(layout.columns[0], layout.columns[1] + 1)
                if grid.has_text(number - 1, column)
            ]
    inside = range(layout.body[0], layout.body[1] + 1)
    marks = {
        beginning(grid, number - 1, layout): role
        for number, role in layout.rows
        if number in inside and role not in ("header", "units", "numbering")
    }
    marks.pop("", None)
    kept = replace(
        layout,
        uses=tuple(replace(use, period=_lasting(use.period)) for use in layout.uses),
        rows=tuple((number, role) for number, role in layout.rows if number not in inside),
    )
    return TableForm(kept, tuple(heads), tuple(sorted(marks.items())), _closing(grid, layout))


def header_words(grid: Grid, row: int, column: int) -> str:
    """The words of a header cell without any period in them."""
    return _timeless(grid.text(row, column))


@lru_cache(maxsize=8192)
def _timeless(raw: str) -> str:
    text = without_period(raw)
    period = find_period(text) if text != "period" else None
    if period is None or period.relative or not period.raw:
        return text
    return text.replace(squeeze(period.raw), "period", 1)


def beginning(grid: Grid, row: int, layout: Layout) -> str:
    """The words a row begins with; figures tell nothing."""
    for column in range(layout.columns[0], layout.columns[1] + 1):
        if grid.has_text(row, column):
            text = squeeze(grid.text(row, column))
            if not re.fullmatch(r"[0-9.,%-]+", text):
                return text[:40]
    return ""


def _closing(grid: Grid, layout: Layout) -> str:
    """How the first line after the body begins, with its figures left out."""
    for row in range(layout.body[1], grid.height):
        text = beginning(grid, row, layout)
        if text:
            return closing_words(text)[:_CLOSING]
    return ""


def closing_words(text: str) -> str:
    """A line without its figures, for telling it again next month."""
    return re.sub(r"[0-9]+", "#", text)


def _lasting(period: str) -> str:
    """What of a column's period holds for next month too: 累计 and 上年同期, but not 2026年10月."""
    found = read_period(period) if period else None
    return "" if found is not None and found.year is not None else period
