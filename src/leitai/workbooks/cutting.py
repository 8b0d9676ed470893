"""Finding the tables of a sheet: where header, body, preamble and footnotes begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Layout, RowRole
from leitai.workbooks.shapes import META, TITLE, RowShape, row_shapes, total_kind
from leitai.workbooks.texts import squeeze, strip_spaces

MAX_HEADER_ROWS = 8
_SECTION = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|[IVX]+[、.．]|第[一二三四五六七八九十]+[类组部分]"
    r"|其中[:：]?$|.*[:：]$|.{1,10}(?:类|组|片区|板块)$)"
)


@dataclass(slots=True)
class Cut:
    """One table found: 0-based rows by use, columns ``left`` to ``right``."""

    left: int
    right: int
    preamble: list[int] = field(default_factory=list)
    header: list[int] = field(default_factory=list)
    unit_rows: list[int] = field(default_factory=list)
    quiet: list[int] = field(default_factory=list)
    """Rows of the header that name nothing: column numbers, an empty remark row."""
    body: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    footnotes: list[int] = field(default_factory=list)

    @property
    def top(self) -> int:
        """First row of the header or body."""
        return min([*self.header, *self.unit_rows, *self.quiet, *self.body])


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


class Cutter:
    """Cuts the tables of one region of a sheet, from top to bottom."""

    def __init__(self, grid: Grid, left: int, right: int) -> None:
        self.grid = grid
        self.left, self.right = left, right
        self.shapes = row_shapes(grid, left, right)
        self.width_at = {(top, at): last for top, at, _b, last in grid.marks.merges}

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

    def next_data(self, position: int) -> int | None:
        for shape in self.shapes[position:]:
            if shape.shape == "data":
                return shape.row
        return None

    # -- header ---------------------------------------------------------------------------------

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

    def figure_columns(self, data: int) -> set[int]:
        """Columns with figures, missing marks or spoiled figures in the first data rows."""
        votes: dict[int, int] = {}
        rows = [s for s in self.shapes[data : data + 12] if s.shape == "data"][:6]
        for shape in rows:
            for offset, letter in enumerate(shape.classes):
                if letter in ("n", "m", "x", "w"):
                    votes[self.left + offset] = votes.get(self.left + offset, 0) + 1
        return {column for column, count in votes.items() if count * 2 >= len(rows)} or set(votes)

    def find_header(self, cut: Cut, data: int, position: int, columns: set[int]) -> int:
        """Collect the header rows above ``data`` into ``cut``; return the first body row."""
        body_top = pending = data
        row = data - 1
        while row >= position and len(cut.header) < MAX_HEADER_ROWS:
            shape = self.shapes[row]
            named = bool(cut.header or cut.unit_rows or cut.quiet)
            kind = shape.shape
            if kind == "numbering":
                cut.quiet.append(row)
            elif kind == "units":
                cut.unit_rows.append(row)
            elif kind == "cover":
                if self.is_header_cover(row):
                    cut.header.append(row)
                elif named:
                    break
                else:
                    pending = row
            elif kind == "text":
                over = any(column in columns for column in shape.filled)
                if not cut.header and not over:
                    pending = row
                else:
                    if cut.header and self.is_title(shape):
                        break
                    cut.header.append(row)
            elif kind == "single":
                if not cut.header and not named:
                    if not self.words_above(row, position):
                        break
                    pending = row
                elif self.is_group_header(shape, cut.header):
                    cut.header.append(row)
                else:
                    break
            elif (
                kind == "note"
                and not cut.header
                and squeeze(shape.first).rstrip("：:").lower()
                in (
                    "备注",
                    "说明",
                    "remark",
                    "remarks",
                    "note",
                    "notes",
                )
            ):
                cut.quiet.append(row)
            elif (
                kind == "blank"
                and not named
                and row == data - 1
                and self.words_above(row, position)
            ) or (kind == "blank" and cut.quiet and not cut.header):
                pass
            else:
                break
            if cut.header and not body_top < data:
                body_top = pending
            row -= 1
        for rows in (cut.header, cut.unit_rows, cut.quiet):
            rows.sort()
        if not cut.header and cut.unit_rows and not cut.quiet:
            cut.header, cut.unit_rows = cut.unit_rows, []
        if not cut.header:
            return self.header_in_data(cut, data)
        while cut.header and self.shapes[cut.header[0]].shape == "cover":
            cut.header.pop(0)
        top_of_body = max([*cut.header, *cut.unit_rows, *cut.quiet]) + 1
        return max(body_top, top_of_body) if body_top < data else top_of_body

    def is_header_cover(self, row: int) -> bool:
        """Whether a blank row lies inside merges of header cells (not of a label in the body)."""
        return any(
            top < row <= bottom
            and self.left <= at <= self.right
            and self.shapes[top].shape != "data"
            for top, at, bottom, _last in self.grid.marks.merges
        )

    def words_above(self, row: int, position: int) -> bool:
        """Whether a row of words stands within three rows above, with nothing else between."""
        for shape in reversed(self.shapes[max(position, row - 3) : row]):
            if shape.shape in ("text", "units", "numbering"):
                return len(shape.filled) >= 2
            if shape.shape not in ("single", "blank", "cover", "note"):
                return False
        return False

    def is_title(self, shape: RowShape) -> bool:
        """Whether a row of few texts above a header is a title line rather than a header row."""
        if len(shape.filled) > 3:
            return False
        texts = [self.grid.text(shape.row, column) for column in shape.filled]
        return any(META.match(text) for text in texts) or (
            len(shape.filled) == 1 and TITLE.search(squeeze(texts[0])) is not None
        )

    def is_group_header(self, shape: RowShape, header: list[int]) -> bool:
        """Whether a lone text above a header names a group of columns rather than the table."""
        column = shape.filled[0]
        last = self.width_at.get((shape.row, column), column)
        if (
            not header
            or META.match(shape.first)
            or (TITLE.search(squeeze(shape.first)) and column == last)
        ):
            return False
        below = self.shapes[min(header)].filled
        if column == self.left or (last >= self.right and column <= self.left + 1):
            return False
        return column > below[0] if below else False

    def header_in_data(self, cut: Cut, data: int) -> int:
        """Without a header: a first row that differs in kind from all rows below is one."""
        first = self.shapes[data]
        below = [s for s in self.shapes[data + 1 : data + 12] if s.filled][:8]
        words = sum(letter in ("t", "p") for letter in first.classes)
        if len(below) >= 2 and words >= 1:
            odd = sum(
                (letter in ("n", "y") and _share(below, offset, "t") > 0.5)
                or (letter in ("t", "p") and _share(below, offset, "nmx") > 0.5)
                for offset, letter in enumerate(first.classes)
            )
            same = sum(
                letter == "n" and _share(below, offset, "nmx") > 0.5
                for offset, letter in enumerate(first.classes)
            )
            if odd and not same:
                cut.header = [data]
                return data + 1
        return data

    # -- body -----------------------------------------------------------------------------------

    def find_body(self, cut: Cut, top: int, columns: set[int]) -> int:
        """Collect the body rows from ``top``; return the row where the table ends."""
        header_texts = {self.row_key(row) for row in cut.header}
        row = top
        blank_before = False
        total = len(self.shapes)
        while row < total:
            shape = self.shapes[row]
            kind = shape.shape
            if kind in ("blank", "cover"):
                blank_before = blank_before or kind == "blank"
            elif kind == "data":
                cut.body.append(row)
                blank_before = False
            elif kind == "note":
                return row
            elif kind in ("numbering", "units"):
                if self.leads_to_table(row) and blank_before:
                    return row
                cut.repeated.append(row)
            elif kind == "text":
                if self.row_key(row) in header_texts:
                    if blank_before:
                        return row
                    cut.repeated.append(row)
                elif self.starts_table(shape, columns, blank_before) or (
                    blank_before and not self.data_follows(row)
                ):
                    return row
                else:
                    cut.body.append(row)
            elif kind == "meta" or self.ends_body(shape, blank_before):
                return row
            else:
                cut.body.append(row)
            row += 1
        return row

    def row_key(self, row: int) -> str:
        return "|".join(
            squeeze(self.grid.text(row, column)) for column in range(self.left, self.right + 1)
        )

    def starts_table(self, shape: RowShape, columns: set[int], blank_before: bool) -> bool:
        """Whether a row of words inside the body is the header of the next table."""
        words = sum(shape.classes[column - self.left] in ("t", "p", "y") for column in columns)
        figures = sum(shape.classes[column - self.left] in ("m", "x", "w") for column in columns)
        if words == 0 or figures > words or not columns:
            return False
        if words * 10 < 6 * len(columns) and not (blank_before and words * 2 >= len(shape.filled)):
            return False
        following = [s.shape for s in self.shapes[shape.row + 1 : shape.row + 5]]
        return (blank_before and "data" in following) or (
            words == len(columns) >= 2 and "data" in following
        )

    def data_follows(self, row: int) -> bool:
        return any(s.shape == "data" for s in self.shapes[row + 1 : row + 4])

    def ends_body(self, shape: RowShape, blank_before: bool) -> bool:
        """Whether a lone text ends the table: the title of the next, or a closing remark."""
        more = self.next_data(shape.row)
        if more is None:
            long = len(shape.first) > 14 or "。" in shape.first or shape.filled[0] > self.left + 1
            return blank_before or long
        if self.leads_to_table(shape.row):
            return blank_before or TITLE.search(squeeze(shape.first)) is not None
        return False

    def leads_to_table(self, row: int) -> bool:
        """Whether only titles, remarks and blanks lie before a header with figures below."""
        for shape in self.shapes[row : row + 14]:
            if shape.shape in ("text", "units"):
                return any(s.shape == "data" for s in self.shapes[shape.row : shape.row + 8])
            if shape.shape == "data":
                return False
        return False

    def find_footnotes(self, cut: Cut, row: int) -> int:
        """Collect closing remarks from ``row``; return the first row that is none of them."""
        start = row
        while row < len(self.shapes):
            shape = self.shapes[row]
            if shape.shape in ("blank", "cover"):
                row += 1
                continue
            loose = shape.shape in ("single", "meta")
            if (
                shape.shape == "note"
                or (loose and not self.leads_to_table(row))
                or (
                    loose
                    and cut.footnotes
                    and cut.footnotes[-1] == row - 1
                    and not TITLE.search(squeeze(shape.first))
                )
                or (shape.shape == "text" and cut.footnotes and not self.leads_to_table(row))
            ):
                cut.footnotes.append(row)
            else:
                break
            row += 1
        return max(row, start)

    # -- tables of words ------------------------------------------------------------------------

    def word_tables(self, position: int, least_rows: int = 1) -> list[Cut]:
        """Tables without a single figure: lists of names, and forms not yet filled in."""
        tables: list[Cut] = []
        row = position
        preamble: list[int] = []
        while row < len(self.shapes):
            run = self.word_run(row)
            if run and len(run) >= least_rows and self.is_word_table(run):
                cut = Cut(self.left, self.right, preamble=preamble)
                self.split_words(cut, run)
                row = self.find_footnotes(cut, run[-1] + 1)
                tables.append(cut)
                preamble = []
                continue
            if self.shapes[row].filled:
                preamble.append(row)
            row += 1
        if tables and preamble:
            tables[-1].footnotes += preamble
        return tables

    def word_run(self, row: int) -> list[int]:
        """Rows from ``row`` on that are words, numberings or covered by merges, without a gap."""
        run: list[int] = []
        for shape in self.shapes[row:]:
            inner = shape.shape in ("cover", "single", "note") and run
            if shape.shape in ("text", "numbering", "units") or inner:
                run.append(shape.row)
            else:
                break
        while run and self.shapes[run[-1]].shape in ("cover", "single", "note"):
            run.pop()
        return run

    def is_word_table(self, run: list[int]) -> bool:
        widest = max(len(self.shapes[row].filled) for row in run)
        return widest >= 3 or (widest == 2 and len(run) >= 3)

    def split_words(self, cut: Cut, run: list[int]) -> None:
        """Part a run of words into header and body."""
        numbering = [row for row in run if self.shapes[row].shape == "numbering"]
        merged = any(
            run[0] <= top <= run[-1]
            and (bottom > top or last > at)
            and self.left <= at <= self.right
            for top, at, bottom, last in self.grid.marks.merges
        )
        if numbering:
            cut.header = [row for row in run if row < numbering[0]]
            cut.quiet = numbering[:1]
            cut.body = [row for row in run if row > numbering[0]]
        elif len(run) == 1 or (merged and len(run) <= 6):
            cut.header = run
        else:
            repeated = any(
                squeeze(self.grid.text(run[0], column))
                and any(
                    self.grid.text(run[0], column) == self.grid.text(row, column) for row in run[1:]
                )
                for column in range(self.left, self.right + 1)
            )
            cut.header = [] if repeated else run[:1]
            cut.body = run if repeated else run[1:]
        if not cut.header and not cut.body:
            cut.body = run


def _share(shapes: list[RowShape], offset: int, letters: str) -> float:
    filled = [s.classes[offset] for s in shapes if s.classes[offset]]
    return sum(letter in letters for letter in filled) / len(filled) if filled else 0.0


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


def find_cuts(grid: Grid) -> list[Cut]:
    """All tables of a sheet, left to right, then top to bottom."""
    return [cut for left, right in regions(grid) for cut in Cutter(grid, left, right).cut()]


def body_role(grid: Grid, cut: Cut, row: int, labels: list[int]) -> RowRole:
    """Whether a body row is data, a total or the heading of a group of rows."""
    first_label = labels[0] if labels else cut.left
    looked = 0
    for column in range(cut.left, cut.right + 1):
        if column > first_label and column not in labels:
            continue
        if grid.is_blank(row, column):
            continue
        if total_kind(grid.text(row, column)):
            return "total"
        looked += 1
        if looked == 3 or column in labels:
            break
    filled: list[int] = []
    for column in range(cut.left, cut.right + 1):
        if not grid.is_blank(row, column):
            filled.append(column)
            if len(filled) > 1:
                return "data"
    if filled and cut.right > cut.left:
        at = filled[0]
        spans = (last - at for top, left, _b, last in grid.marks.merges if (top, left) == (row, at))
        if _SECTION.match(grid.text(row, at)) or next(spans, 0) >= 2:
            return "section"
    return "data"


def cut_end(cut: Cut) -> int:
    """Last row of a table, footnotes included."""
    return max([*cut.body, *cut.header, *cut.footnotes, *cut.unit_rows, *cut.quiet])
