"""Finding the tables of a sheet: where header, body, preamble and footnotes begin and end."""

from __future__ import annotations

from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.headers import HeaderFinder
from leitai.workbooks.regions import regions
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
    return [cut for left, right in regions(grid) for cut in Cutter(grid, left, right).cut()]
