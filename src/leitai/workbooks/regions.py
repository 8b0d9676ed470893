"""Parts of a sheet where tables stand one below the other, and what is asked of their rows."""

from __future__ import annotations

from leitai.workbooks.grid import Grid
from leitai.workbooks.shapes import row_shapes
from leitai.workbooks.texts import squeeze, strip_spaces


def regions(grid: Grid) -> list[tuple[int, int]]:
    """Column ranges of tables standing side by side; the whole width when there is one table.

    A wholly empty column parts two tables only when what follows begins with a column of words,
    so that an empty spacer between columns of figures does not.
    """
    if grid.width == 0:
        return []
    used = [False] * grid.width
    for values in grid.values:
        for column, value in enumerate(values):
            if (
                not used[column]
                and value != ""
                and (not isinstance(value, str) or strip_spaces(value))
            ):
                used[column] = True
    for key in grid.marks.errors:
        used[key % 16384] = True
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for column, flag in enumerate([*used, False]):
        if flag and start is None:
            start = column
        elif not flag and start is not None:
            spans.append((start, column - 1))
            start = None
    if len(spans) < 2:
        return [(spans[0][0], spans[-1][1])] if spans else []
    merged = [spans[0]]
    for span in spans[1:]:
        if _stands_alone(grid, span) and _stands_alone(grid, merged[-1]):
            merged.append(span)
        else:
            merged[-1] = (merged[-1][0], span[1])
    return merged


def _stands_alone(grid: Grid, span: tuple[int, int]) -> bool:
    """Whether columns look like a table of their own: two or more, the first mostly words."""
    left, right = span
    if right == left:
        return False
    words = figures = rows = 0
    for row in range(grid.height):
        if all(grid.is_blank(row, column) for column in range(left, right + 1)):
            continue
        rows += 1
        if grid.is_blank(row, left):
            continue
        if isinstance(grid.values[row][left], str):
            words += 1
        else:
            figures += 1
    if rows < 3:
        return False
    spanning = any(top_left < left <= last for _top, top_left, _bottom, last in grid.marks.merges)
    return not spanning and (words > figures or left == 0)


class Region:
    """The columns ``left`` to ``right`` of a sheet with the shape of every row."""

    def __init__(self, grid: Grid, left: int, right: int) -> None:
        self.grid = grid
        self.left, self.right = left, right
        self.shapes = row_shapes(grid, left, right)
        self.width_at = {(top, at): last for top, at, _b, last in grid.marks.merges}

    def next_data(self, position: int) -> int | None:
        for shape in self.shapes[position:]:
            if shape.shape == "data":
                return shape.row
        return None

    def data_follows(self, row: int) -> bool:
        return any(s.shape == "data" for s in self.shapes[row + 1 : row + 4])

    def leads_to_table(self, row: int) -> bool:
        """Whether only titles, remarks and blanks lie before a header with figures below.

        A header that ends in a row of column numbers is one even where nothing is filled in yet.
        """
        for shape in self.shapes[row : row + 14]:
            if shape.shape in ("text", "units"):
                below = self.shapes[shape.row : shape.row + 12]
                return any(s.shape == "data" for s in below[:8]) or any(
                    s.shape == "numbering" for s in below
                )
            if shape.shape == "data":
                return False
        return False

    def row_key(self, row: int) -> str:
        return "|".join(
            squeeze(self.grid.text(row, column)) for column in range(self.left, self.right + 1)
        )

    def words_above(self, row: int, position: int) -> bool:
        """Whether a row of words stands within three rows above, with nothing else between."""
        for shape in reversed(self.shapes[max(position, row - 3) : row]):
            if shape.shape in ("text", "units", "numbering"):
                return len(shape.filled) >= 2
            if shape.shape not in ("single", "blank", "cover", "note"):
                return False
        return False
