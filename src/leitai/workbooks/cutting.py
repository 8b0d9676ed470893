"""Finding the tables of a sheet: where header, body, preamble and footnotes begin and end."""

from __future__ import annotations

from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid, cell_key
from leitai.workbooks.headers import HeaderFinder
from leitai.workbooks.regions import regions
from leitai.workbooks.shifted import find_shifted
from leitai.workbooks.word_tables import WordTables


class Cutter(HeaderFinder, WordTables):
    """Cuts the tables of one region of a sheet, from top to bottom."""

    def cut(self) -> list[Cut]:
        """All tables of the region in order."""
        tables: list[Cut] = []
        position = 0
        while True:
            start = self.next_data(position)
            if start is None:
                break
            table, position = self.table_at(start, position)
            tables.append(table)
        if not tables:
            return self.word_tables(0)
        tables += self.word_tables(position, least_rows=3)
        return tables

    def table_at(self, data: int, position: int) -> tuple[Cut, int]:
        """The table whose first row with figures is ``data``; and the row after it."""
        cut = Cut(self.left, self.right)
        columns = self.figure_columns(data)
        body_top = self.find_header(cut, data, position, columns)
        first_header = min([*cut.header, *cut.unit_rows, *cut.quiet, body_top])
        cut.preamble = [s.row for s in self.shapes[position:first_header] if s.filled]
        end = self.find_body(cut, body_top, columns)
        end = self.find_footnotes(cut, end)
        return cut, end


def find_cuts(grid: Grid) -> list[Cut]:
    """All tables of a sheet, left to right, then top to bottom."""
    cuts = [cut for left, right in regions(grid) for cut in Cutter(grid, left, right).cut()]
    for cut in cuts:
        cut.shifted = find_shifted(grid, cut)
        cut.body = [row for row in cut.body if row not in set(cut.shifted)]
        trim_columns(grid, cut)
    return cuts


def trim_columns(grid: Grid, cut: Cut) -> None:
    """Narrow a table to the columns that its own header and body use."""
    heads = [*cut.header, *cut.unit_rows, *cut.quiet]
    used: set[int] = set()
    span = range(cut.left, cut.right + 1)
    for row in (*heads, *cut.body):
        used.update(
            column
            for column in span
            if column not in used
            and (not grid.is_blank(row, column) or cell_key(row, column) in grid.marks.uncalculated)
        )
    for top, left, _bottom, right in grid.marks.merges:
        if top in heads and left in span and grid.has_text(top, left):
            used.update(range(left, min(right, cut.right) + 1))
    if used:
        cut.left, cut.right = min(used), max(used)
