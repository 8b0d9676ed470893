"""The sheet itself, for pages that show it with marks: cut-outs and whole grids of cell texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from leitai.workbooks.addresses import address as cell_address
from leitai.workbooks.addresses import column_letter, parse_address
from leitai.workbooks.cutting import find_cuts
from leitai.workbooks.forms import SheetForm, form_of
from leitai.workbooks.grid import Grid
from leitai.workbooks.limits import Limits, WorkbookError
from leitai.workbooks.model import Layout, RowRole
from leitai.workbooks.opening import Source, open_workbook
from leitai.workbooks.reading import read_table

#: Roles of the rows that head the columns.
HEADS: tuple[RowRole, ...] = ("header", "units", "numbering")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the sheet shows it. ``across`` and ``down`` are its span when it heads a merge;
    a cell covered by a merge has both 0 and no text."""

    address: str
    text: str
    across: int = 1
    down: int = 1
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the sheet with its number and the use that the reader made of it."""

    number: int
    role: RowRole
    cells: tuple[GridCell, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """A sheet, or a window of it. ``more_rows`` and ``more_columns`` come after what is shown.

    ``columns`` are the 0-based places of ``letters``: where a window begins further right, the
    first column comes along, so that the rows can be told.
    """

    sheet: str
    letters: tuple[str, ...]
    rows: tuple[GridRow, ...]
    more_rows: int = 0
    columns: tuple[int, ...] = ()
    more_columns: int = 0

    @property
    def heads(self) -> tuple[tuple[int, str], ...]:
        """Place and letter of each column shown."""
        return tuple(zip(self.columns, self.letters, strict=True))

    def shows(self, address: str) -> bool:
        """Tell whether a cell lies in the window."""
        row, column = parse_address(address)
        return column in self.columns and any(one.number == row + 1 for one in self.rows)


@dataclass(frozen=True, slots=True)
class SheetWindow:
    """A cut of a sheet around one cell; ``address`` is the marked cell.

    ``header`` holds the header rows of the table that the cell stands in, when they lie outside
    the cut, so that the columns can be named above it.
    """

    sheet: str
    address: str
    letters: tuple[str, ...]
    rows: tuple[GridRow, ...]
    header: tuple[GridRow, ...] = ()

    @property
    def marked(self) -> GridCell | None:
        """The marked cell."""
        for row in self.rows:
            for cell in row.cells:
                if cell.address == self.address:
                    return cell
        return None


def _find_grid(source: Source, sheet: str, limits: Limits | None, password: str | None) -> Grid:
    opened = open_workbook(source, limits=limits, password=password)
    for grid in opened.grids:
        if grid.name == sheet or (opened.kind == "csv" and len(opened.grids) == 1):
            return grid
    raise WorkbookError("no_sheet", f"文件里没有“{sheet}”表。", f"The file has no sheet “{sheet}”.")


def row_roles(grid: Grid) -> dict[int, RowRole]:
    """The role of each row by its 0-based index, over all tables of the sheet."""
    roles: dict[int, RowRole] = {}
    for cut in find_cuts(grid):
        for number, role in read_table(grid, cut).row_roles:
            roles.setdefault(number - 1, role)
    return roles


def _grid_rows(
    grid: Grid, roles: dict[int, RowRole], rows: range, columns: range
) -> tuple[GridRow, ...]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in grid.marks.merges:
        if bottom < rows.start or top >= rows.stop or right < columns.start or left >= columns.stop:
            continue
        # A merge that begins outside the cut is shown at the first of its cells inside.
        head = (max(top, rows.start), max(left, columns.start))
        last = (min(bottom, rows.stop - 1), min(right, columns.stop - 1))
        spans[head] = (last[1] - head[1] + 1, last[0] - head[0] + 1)
        for row in range(head[0], last[0] + 1):
            covered.update((row, column) for column in range(head[1], last[1] + 1))
        covered.discard(head)
        if head != (top, left) and top < grid.height and left < grid.width:
            spans[head] = spans[head]
    origins = {
        (max(top, rows.start), max(left, columns.start)): (top, left)
        for top, left, _bottom, _right in grid.marks.merges
    }
    result: list[GridRow] = []
    for row in rows:
        cells: list[GridCell] = []
        for column in columns:
            place = (row, column)
            if place in covered:
                cells.append(GridCell(cell_address(row, column), "", 0, 0))
                continue
            source = origins.get(place, place) if place in spans else place
            value = grid.values[source[0]][source[1]]
            number = isinstance(value, int | float) and not isinstance(value, bool)
            across, down = spans.get(place, (1, 1))
            cells.append(
                GridCell(cell_address(row, column), grid.text(*source), across, down, number)
            )
        blank = all(grid.is_blank(row, column) for column in range(grid.width))
        role: RowRole = roles.get(row, "blank" if blank else "outside")
        result.append(GridRow(row + 1, role, tuple(cells), row in grid.marks.hidden_rows))
    return tuple(result)


def sheet_form(
    source: Source,
    sheet: str,
    layouts: Sequence[Layout],
    *,
    limits: Limits | None = None,
    password: str | None = None,
) -> SheetForm:
    """What to remember of a sheet whose tables a person has set right with ``layouts``.

    Raises ``WorkbookError`` when the file cannot be read or has no such sheet.
    """
    return form_of(_find_grid(source, sheet, limits, password), layouts)


def read_sheet(
    source: Source,
    sheet: str,
    *,
    limits: Limits | None = None,
    password: str | None = None,
    max_rows: int = 500,
    max_columns: int = 100,
    first_row: int = 1,
    first_column: int = 1,
    uses: Mapping[int, RowRole] | None = None,
    roles: bool = True,
) -> SheetGrid:
    """The texts of a sheet as it shows them, with the role of each row; at most ``max_rows``.

    ``first_row`` and ``first_column`` count from 1; a window that begins further right has the
    first column besides, one that begins further down the rows that head its table. ``uses`` gives
    the roles by row number where they are known, so that the sheet need not be read again. Raises
    ``WorkbookError`` when the file cannot be read or has no such sheet.
    """
    grid = _find_grid(source, sheet, limits, password)
    left = min(max(first_column - 1, 0), max(grid.width - 1, 0))
    right = min(grid.width, left + max_columns)
    top = min(max(first_row - 1, 0), max(grid.height - 1, 0))
    last = min(grid.height, top + max_rows)
    if uses is not None:
        found = {number - 1: role for number, role in uses.items()}
    else:
        found = row_roles(grid) if roles else {}
    rows: list[GridRow] = []
    for part in (_heads_above(found, top), range(top, last)):
        cut = _grid_rows(grid, found, part, range(left, right))
        if left:
            firsts = _grid_rows(grid, found, part, range(1))
            pairs = zip(firsts, cut, strict=True)
            cut = tuple(replace(row, cells=(*first.cells, *row.cells)) for first, row in pairs)
        rows += cut
    columns = (0, *range(left, right)) if left else tuple(range(right))
    return SheetGrid(
        grid.name,
        tuple(column_letter(column) for column in columns),
        tuple(rows),
        grid.height - last,
        columns,
        grid.width - right,
    )


def _heads_above(roles: Mapping[int, RowRole], top: int) -> range:
    """The nearest run of rows above ``top`` that head columns; empty where there is none."""
    last = max((row for row, role in roles.items() if role in HEADS and row < top), default=-1)
    first = last
    while roles.get(first - 1) in HEADS:
        first -= 1
    return range(first, last + 1) if last >= 0 else range(0)


def open_sheet_window(
    source: Source,
    sheet: str,
    address: str,
    around: int = 3,
    *,
    limits: Limits | None = None,
    password: str | None = None,
    roles: bool = True,
) -> SheetWindow:
    """The cells within ``around`` rows and columns of one cell, as the sheet shows them.

    The first column of the sheet and the header rows of its table come along even when they lie
    outside, so that row and column can be told. Raises ``WorkbookError`` when the file has no such
    sheet or cell.
    """
    grid = _find_grid(source, sheet, limits, password)
    try:
        row, column = parse_address(address)
    except ValueError as error:
        raise WorkbookError(
            "no_cell", f"“{address}”不是格子的地址。", f"“{address}” is no cell address."
        ) from error
    if row >= grid.height or column >= grid.width:
        raise WorkbookError(
            "no_cell", f"“{sheet}”表没有 {address} 格。", f"Sheet “{sheet}” has no cell {address}."
        )
    found = row_roles(grid) if roles else {}
    rows = range(max(row - around, 0), min(row + around + 1, grid.height))
    columns = range(max(column - around, 0), min(column + around + 1, grid.width))
    if 0 < columns.start <= 2:
        columns = range(columns.stop)
    head_rows = _grid_rows(grid, found, _heads_above(found, rows.start), columns)
    return SheetWindow(
        grid.name,
        cell_address(row, column),
        tuple(column_letter(c) for c in columns),
        _grid_rows(grid, found, rows, columns),
        head_rows,
    )
