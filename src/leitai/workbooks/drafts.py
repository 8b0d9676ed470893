"""Each cell of a column read by itself, and the unit that the cells agree on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from leitai.workbooks.formats import parse_format, plain_number
from leitai.workbooks.grid import COLUMN_SPAN, Grid
from leitai.workbooks.model import Column
from leitai.workbooks.numbers import NumberReading, read_number
from leitai.workbooks.units import parse_unit


@dataclass(slots=True)
class Draft:
    """A cell being read; ``plain`` is the fast path of a stored number without any trait."""

    row: int
    raw: str
    reading: NumberReading | None
    plain: float | None = None
    stored: str = ""
    stored_text: bool = False
    problem: str = ""


def read_draft(grid: Grid, column: Column, row: int) -> Draft:
    """Read one cell by itself."""
    value = grid.values[row][column.index]
    marks = grid.marks
    if isinstance(value, bool):
        return Draft(row, "TRUE" if value else "FALSE", None, problem="bool")
    if isinstance(value, int | float):
        key = row * COLUMN_SPAN + column.index
        code = marks.formats.get(key, "")
        if not code and key not in marks.percents:
            shown = marks.shown.get(key)
            if shown is None:
                return Draft(row, plain_number(value), None, plain=float(value))
            return Draft(row, shown, None, plain=float(value), stored=_stored(shown, value))
        raw = grid.text(row, column.index)
        form = parse_format(code)
        if key in marks.percents or form.kind in ("percent", "permille"):
            scale = 1000 if form.kind == "permille" else 100
            number = Decimal(format(value, ".15g")) * scale
            reading = NumberReading("number", number, percent=scale == 100, permille=scale == 1000)
            return Draft(row, raw, reading, stored=plain_number(value))
        return Draft(row, raw, None, plain=float(value), stored=_stored(raw, value))
    if isinstance(value, str):
        if not value:
            key = row * COLUMN_SPAN + column.index
            if key in marks.errors:
                return Draft(
                    row, marks.errors[key], read_number(marks.errors[key]), problem="error"
                )
            if key in marks.uncalculated:
                return Draft(row, "", None, problem="uncalculated")
            return Draft(row, "", read_number(""))
        reading = read_number(value)
        return Draft(row, value, reading, stored_text=reading.kind == "number" and not grid.textual)
    raw = grid.text(row, column.index)
    return Draft(row, raw, None, problem="date" if isinstance(value, datetime.date) else "time")


def _stored(raw: str, value: float) -> str:
    """The stored value as text, when the sheet shows it otherwise than by separators alone."""
    plain = plain_number(value)
    return "" if raw.replace(",", "") == plain else plain


def settle_unit(column: Column, drafts: Sequence[Draft], totals: Sequence[bool]) -> Column:
    """A column without a unit gets the one that all its figures carry, if they agree."""
    lent = column.unit_place in ("preamble", "title")
    if column.unit and not lent:
        return column
    carried: set[str] = set()
    for draft, total in zip(drafts, totals, strict=True):
        if draft.plain is not None and draft.plain != 0 and not total:
            return column
        reading = draft.reading
        if reading is not None and reading.kind == "number" and not total:
            carried.add(
                "%" if reading.percent else "‰" if reading.permille else _cell_unit(reading)
            )
    if lent and carried != {"%"}:
        # The line above the table speaks for all columns but those that are percents throughout.
        return column
    if len(carried) == 1 and "" not in carried:
        return replace(column, unit=carried.pop(), unit_place="cells")
    return column


def _cell_unit(reading: NumberReading) -> str:
    """The unit written in a cell, its 万 or 亿 included: "1.2亿元" carries 亿元."""
    prefix = {1: "", 1000: "千", 10**4: "万", 10**8: "亿", 10**6: "百万", 10**7: "千万"}.get(
        reading.factor, "?"
    )
    unit = parse_unit(prefix + reading.unit) if reading.unit else None
    return unit.symbol if unit is not None else (reading.unit if reading.factor == 1 else "")
