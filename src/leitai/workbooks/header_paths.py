"""The header texts of each column from top to bottom, merges spread out."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.texts import squeeze
from leitai.workbooks.units import strip_unit


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
    lower = _first_below(grid, rows, depth, column)
    if not lower:
        return None
    offset = column - cut.left
    for step in range(offset - 1, -1, -1):
        source = line[step]
        if any(upper[step] != upper[offset] for upper in above):
            return None
        if source is None:
            continue
        last = widths.get(source, source[1])
        part = lower.startswith(("#", "＃", "其中"))
        if (last > source[1] and column > last and not part) or _are_siblings(
            grid.text(*source), lower
        ):
            return None
        if part:
            return source
        has_sub = any(not grid.is_blank(row, source[1]) for row in rows[depth + 1 :])
        return source if source[1] in figures or has_sub else None
    return None


def _first_below(grid: Grid, rows: Sequence[int], depth: int, column: int) -> str:
    """The first header text below a blank header cell, that of a merge above a column included."""
    for row in rows[depth + 1 :]:
        if not grid.is_blank(row, column):
            return squeeze(grid.text(row, column))
        for top, left, bottom, right in grid.marks.merges:
            if top <= row <= bottom and left < column <= right and top in rows:
                return squeeze(grid.text(top, left))
    return ""


def _are_siblings(upper: str, lower: str) -> bool:
    """Whether two headings name the same thing at other times: 上年集体收入, 预计今年集体收入.

    They share a long ending, so the lower one is no part of the upper one.
    """
    first, second = squeeze(strip_unit(upper)), squeeze(strip_unit(lower))
    common = 0
    while common < min(len(first), len(second)) and first[-1 - common] == second[-1 - common]:
        common += 1
    return common >= 4 and common * 2 >= len(first) and first != second
