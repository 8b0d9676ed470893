"""Layouts: where a table stands, as a person may correct it, and the fingerprint of its form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Column, ColumnUse, Layout, Orientation, RowRole
from leitai.workbooks.periods import read_period
from leitai.workbooks.shapes import RowShape, row_shapes
from leitai.workbooks.shifted import find_shifted
from leitai.workbooks.texts import squeeze


def cut_from_layout(grid: Grid, layout: Layout) -> Cut:
    """The cut that a person has set; rows outside the sheet are left out."""
    left = max(layout.columns[0], 0)
    right = max(min(layout.columns[1], grid.width - 1), left)
    cut = Cut(left, right, orientation=layout.orientation)
    shapes = row_shapes(grid, left, right)
    said = {number - 1: role for number, role in layout.rows}

    def filled(bounds: tuple[int, int] | None) -> list[int]:
        return [row for row in _span(grid, bounds) if shapes[row].filled]

    for row in _span(grid, layout.header):
        _place_in_header(cut, shapes[row], said.get(row))
    for row in filled(layout.body):
        role = said.get(row)
        if role in ("header", "units", "numbering"):
            cut.repeated.append(row)
        elif role not in ("outside", "unread", "blank"):
            cut.body.append(row)
            if role in ("data", "total", "section"):
                cut.roles[row] = role
    cut.preamble = [row for row in filled(layout.preamble) if said.get(row) != "outside"]
    cut.footnotes = [row for row in filled(layout.footnotes) if said.get(row) != "outside"]
    cut.uses = {use.index: use for use in layout.uses if left <= use.index <= right}
    cut.shifted = find_shifted(grid, _widened(grid, cut))
    cut.body = [row for row in cut.body if row not in set(cut.shifted)]
    return cut


def _span(grid: Grid, bounds: tuple[int, int] | None) -> list[int]:
    """0-based rows of bounds that count from 1, as far as the sheet has them."""
    if bounds is None:
        return []
    return list(range(max(bounds[0], 1) - 1, min(bounds[1], grid.height)))


def _place_in_header(cut: Cut, shape: RowShape, said: RowRole | None) -> None:
    """Put a row of the header where its use says, or its shape where nothing is said."""
    if said is None:
        kinds: dict[str, RowRole] = {
            "numbering": "numbering", "units": "units", "blank": "blank", "note": "numbering",
        }  # fmt: skip
        said = kinds.get(shape.shape, "header")
    if said == "header":
        cut.header.append(shape.row)
    elif said == "units":
        cut.unit_rows.append(shape.row)
    elif said == "numbering":
        cut.quiet.append(shape.row)


def _widened(grid: Grid, cut: Cut) -> Cut:
    """The same table up to the edge of the sheet, to see rows that go on beyond it."""
    return Cut(cut.left, grid.width - 1, header=cut.header, unit_rows=cut.unit_rows, body=cut.body)


def layout_of(grid: Grid, cut: Cut, columns: Sequence[Column], orientation: Orientation) -> Layout:
    """Where the table stands, with a fingerprint of its form (not of its figures or rows)."""

    def span(rows: Sequence[int]) -> tuple[int, int] | None:
        return (min(rows) + 1, max(rows) + 1) if rows else None

    rows: dict[int, RowRole] = dict.fromkeys((*cut.header, *cut.repeated), "header")
    rows |= dict.fromkeys(cut.unit_rows, "units")
    rows |= dict.fromkeys(cut.quiet, "numbering")
    rows |= cut.roles
    body = span([*cut.body, *cut.shifted]) or (cut.top + 1, cut.top)
    return Layout(
        sheet=grid.name,
        header=span([*cut.header, *cut.unit_rows, *cut.quiet]),
        body=body,
        columns=(cut.left, cut.right),
        preamble=span(cut.preamble),
        footnotes=span(cut.footnotes),
        fingerprint=_fingerprint(columns),
        rows=tuple((row + 1, role) for row, role in sorted(rows.items())),
        uses=tuple(_use_of(cut, column) for column in columns),
        orientation=orientation,
    )


def _use_of(cut: Cut, column: Column) -> ColumnUse:
    """What a column was read as, with the words of the person who set it."""
    said = cut.uses.get(column.index)
    if said is not None:
        return said
    return ColumnUse(column.index, column.role, column.label_kind)


def _fingerprint(columns: Sequence[Column]) -> str:
    form = ["|".join([c.letter, c.role, *map(without_period, c.path)]) for c in columns]
    return hashlib.sha256("\n".join(form).encode()).hexdigest()[:16]


def without_period(text: str) -> str:
    """A header text for comparing forms; any period is "period", so next month's is the same."""
    period = read_period(text)
    return squeeze(text) if period is None or period.relative else "period"
