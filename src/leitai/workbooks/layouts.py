"""Layouts: where a table stands, as a person may correct it, and the fingerprint of its form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Column, Layout
from leitai.workbooks.periods import read_period
from leitai.workbooks.shapes import row_shapes
from leitai.workbooks.texts import squeeze


def cut_from_layout(grid: Grid, layout: Layout) -> Cut:
    """The cut that a person has set; rows outside the sheet are left out."""
    left, right = max(layout.columns[0], 0), min(layout.columns[1], grid.width - 1)
    cut = Cut(left, right)
    shapes = row_shapes(grid, left, right)

    def rows(bounds: tuple[int, int] | None) -> list[int]:
        if bounds is None:
            return []
        return [r - 1 for r in range(bounds[0], bounds[1] + 1) if 1 <= r <= grid.height]

    for row in rows(layout.header):
        kind = shapes[row].shape
        (
            cut.quiet if kind == "numbering" else cut.unit_rows if kind == "units" else cut.header
        ).append(row)
    cut.body = [row for row in rows(layout.body) if shapes[row].filled]
    cut.preamble = [row for row in rows(layout.preamble) if shapes[row].filled]
    cut.footnotes = [row for row in rows(layout.footnotes) if shapes[row].filled]
    return cut


def layout_of(grid: Grid, cut: Cut, columns: Sequence[Column]) -> Layout:
    """Where the table stands, with a fingerprint of its form (not of its figures or rows)."""

    def span(rows: Sequence[int]) -> tuple[int, int] | None:
        return (min(rows) + 1, max(rows) + 1) if rows else None

    heads = [*cut.header, *cut.unit_rows, *cut.quiet]
    form = [
        "|".join([c.letter, c.role, *(_without_period(text) for text in c.path)]) for c in columns
    ]
    digest = hashlib.sha256("\n".join(form).encode()).hexdigest()[:16]
    body = span(cut.body) or (cut.top + 1, cut.top)
    return Layout(grid.name, span(heads), body, (cut.left, cut.right), span(cut.preamble),
                  span(cut.footnotes), digest)  # fmt: skip


def _without_period(text: str) -> str:
    """A header text for the fingerprint; any period is "period", so next month's is the same."""
    period = read_period(text)
    return squeeze(text) if period is None or period.relative else "period"
