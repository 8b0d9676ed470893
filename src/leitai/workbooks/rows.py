"""Rows of a table: their labels, periods and units, merges from above included."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from leitai.workbooks.cells import ColumnReading
from leitai.workbooks.column_roles import PERIOD_NAMES
from leitai.workbooks.cuts import Cut
from leitai.workbooks.formats import parse_format
from leitai.workbooks.grid import Grid, cell_key
from leitai.workbooks.label_order import by_place
from leitai.workbooks.model import Cell, Column, Row, RowRole
from leitai.workbooks.periods import PeriodText, period_of_date, read_period
from leitai.workbooks.texts import SPACES, clean_text, squeeze
from leitai.workbooks.units import find_unit, parse_unit, strip_unit

_FORMER = ("原", "旧", "曾用")


class RowNamer:
    """Finds the label of a row: the most specific label column, merges from above included."""

    def __init__(self, grid: Grid, columns: Sequence[Column], cut: Cut) -> None:
        self.grid = grid
        self.labels = [c for c in columns if c.role == "label" and c.label_kind != "code"]
        self.codes = [c for c in columns if c.role == "label" and c.label_kind == "code"]
        self.index = [c for c in columns if c.role in ("index", "text")]
        self.lent: dict[tuple[int, int], tuple[int, int]] = {}
        span = {c.index for c in self.labels + self.codes}
        top_of_body = cut.body[0] if cut.body else 0
        for top, left, bottom, right in grid.marks.merges:
            if bottom < top_of_body or top < top_of_body:
                continue
            for row in range(top, min(bottom, grid.height - 1) + 1):
                for column in range(left, min(right, grid.width - 1) + 1):
                    if column in span and (row, column) != (top, left):
                        self.lent[row, column] = (top, left)
        self.order = self._in_order(cut)
        self.main = self.order[0] if self.order else None

    def _in_order(self, cut: Cut) -> list[Column]:
        """Label columns, the most telling first; Chinese before Latin, left before right.

        Where the most telling one is blank (no former name), the next one names the row.
        """
        named = [c for c in self.labels if c.label_kind in ("name", "indicator")]
        pool = named or self.labels or self.codes
        if not pool:
            return []
        sample = cut.body[:400]

        def rank(column: Column) -> tuple[int, int, int]:
            texts = {squeeze(self.grid.text(row, column.index)) for row in sample}
            texts.discard("")
            han = sum(not text.isascii() for text in texts)
            telling = len(texts) if han * 2 >= len(texts) else 0
            return (telling, len(texts), -column.index)

        ranked = sorted(pool, key=rank, reverse=True)
        names = {c.index: [self.text(row, c)[0] for row in sample] for c in ranked}
        ranked = by_place(ranked, names)
        if ranked[0].name.startswith(_FORMER):
            # The name of today is the row's, where most rows have one.
            today = next((c for c in ranked[1:] if not c.name.startswith(_FORMER)), ranked[0])
            if rank(today)[1] * 2 >= rank(ranked[0])[1]:
                ranked.remove(today)
                ranked.insert(0, today)
        periods = [c for c in self.labels if c.label_kind == "period"]
        if periods and ranked[0].label_kind == "name" and rank(ranked[0])[1] <= 1:
            ranked.insert(0, periods[0])
        return ranked + [c for c in self.labels if c not in ranked]

    def text(self, row: int, column: Column) -> tuple[str, bool]:
        """(raw text, whether a merge lends it) of a label cell."""
        place = self.lent.get((row, column.index))
        if place is not None and self.grid.is_blank(row, column.index):
            return self.grid.text(*place), True
        return self.grid.text(row, column.index), False

    def label(self, row: int) -> tuple[str, str, str]:
        """(cleaned label, raw label, letter of its column) of a row."""
        for column in [*self.order, *self.codes, *self.index]:
            raw, lent = self.text(row, column)
            text = clean_text(raw)
            if text and not (lent and column is not self.main and self.main is not None):
                return text, raw, column.letter
        return "", "", (self.main.letter if self.main else "")


def build_rows(
    grid: Grid,
    cut: Cut,
    namer: RowNamer,
    readings: Sequence[ColumnReading],
    roles: Mapping[int, RowRole],
    used: Sequence[int],
) -> tuple[list[Row], list[Row]]:
    """Data rows and total rows, in the order of the sheet."""
    data: list[Row] = []
    totals: list[Row] = []
    section = ""
    by_row: dict[int, tuple[Cell, ...]] = dict(
        zip(used, zip(*(reading.cells for reading in readings), strict=True), strict=True)
    )
    # Years of the whole country above its regions of the last year stand in one column of names.
    period_column = next(
        (c for c in namer.labels if c.label_kind == "period"),
        next((c for c in namer.labels if PERIOD_NAMES.fullmatch(squeeze(c.name))), None),
    )
    hidden = grid.marks.hidden_rows
    for row in cut.body:
        if roles[row] == "section":
            section = clean_text(row_text(grid, cut, row))
            continue
        label, raw, letter = namer.label(row)
        code = next((c for c in (clean_text(namer.text(row, k)[0]) for k in namer.codes) if c), "")
        pairs: list[tuple[str, str]] = []
        lent: list[str] = []
        for column in (*namer.labels, *namer.codes):
            text, borrowed = namer.text(row, column)
            pairs.append((column.letter, clean_text(text)))
            if borrowed:
                lent.append(column.letter)
        made = Row(
            row + 1, label, f"{letter}{row + 1}" if letter else "", by_row[row],
            raw, tuple(pairs), tuple(lent), code, _row_period(grid, row, period_column),
            section=section, level=_level(raw), hidden=row in hidden,
        )  # fmt: skip
        (totals if roles[row] == "total" else data).append(made)
    return data, totals


def _level(raw: str) -> int:
    """Depth of a label by the spaces before it; a wide space counts as two."""
    lead = raw[: len(raw) - len(raw.lstrip(SPACES))]
    return (len(lead) + lead.count("\u3000")) // 2


def _row_period(grid: Grid, row: int, column: Column | None) -> PeriodText | None:
    if column is None:
        return None
    value = grid.values[row][column.index]
    raw = grid.text(row, column.index)
    found = read_period(raw)
    if found is None and isinstance(value, datetime.date):
        code = grid.marks.formats.get(cell_key(row, column.index), "")
        has_day = parse_format(code).has_day if code else value.day != 1
        return period_of_date(value, raw, has_day=has_day and value.day != 1)
    return found


def row_units(columns: Sequence[Column], rows: Sequence[Row]) -> list[Row]:
    """Rows of a table with indicators down the rows, each with its own unit."""
    unit_at = next(
        (
            position
            for position, column in enumerate(columns)
            if column.role == "text" and squeeze(column.name).endswith("单位")
        ),
        None,
    )
    result: list[Row] = []
    for row in rows:
        unit = find_unit(row.label_raw)
        if unit_at is not None and not unit:
            known = parse_unit(row.cells[unit_at].text)
            unit = known.symbol if known else ""
        if unit:
            row = replace(row, unit=unit, label=clean_text(strip_unit(row.label)))
        result.append(row)
    return result


def row_text(grid: Grid, cut: Cut, row: int) -> str:
    texts = (grid.text(row, column).strip(SPACES) for column in range(cut.left, cut.right + 1))
    return "  ".join(text for text in texts if text)
