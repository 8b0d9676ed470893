"""The header texts of each column from top to bottom, merges spread out."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid


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
