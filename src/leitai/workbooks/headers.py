"""Where the header of a table begins: rows of words, of units and of numbers above its figures."""

from __future__ import annotations

from leitai.workbooks.column_roles import heads_labels
from leitai.workbooks.cuts import Cut
from leitai.workbooks.regions import Region
from leitai.workbooks.shapes import META, TITLE, RowShape
from leitai.workbooks.texts import squeeze

MAX_HEADER_ROWS = 8


class HeaderFinder(Region):
    """Finds the header rows above the first row with figures."""

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
                if not cut.header and not over and not self.heads_labels(shape):
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

    def heads_labels(self, shape: RowShape) -> bool:
        """Whether a row of words beside the figures is the lower part of a header (乡镇, 村)."""
        return all(heads_labels(self.grid.text(shape.row, column)) for column in shape.filled)

    def is_header_cover(self, row: int) -> bool:
        """Whether a blank row lies inside merges of header cells (not of a label in the body)."""
        return any(
            top < row <= bottom
            and self.left <= at <= self.right
            and self.shapes[top].shape != "data"
            for top, at, bottom, _last in self.grid.marks.merges
        )

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


def _share(shapes: list[RowShape], offset: int, letters: str) -> float:
    filled = [s.classes[offset] for s in shapes if s.classes[offset]]
    return sum(letter in letters for letter in filled) / len(filled) if filled else 0.0
