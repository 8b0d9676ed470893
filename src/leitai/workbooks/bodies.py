"""Where the body of a table ends, and which remarks below belong to it."""

from __future__ import annotations

from leitai.workbooks.cuts import Cut
from leitai.workbooks.regions import Region
from leitai.workbooks.shapes import TITLE, RowShape
from leitai.workbooks.texts import squeeze


class BodyFinder(Region):
    """Finds body and footnotes below a header."""

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

    def ends_body(self, shape: RowShape, blank_before: bool) -> bool:
        """Whether a lone text ends the table: the title of the next, or a closing remark."""
        more = self.next_data(shape.row)
        if more is None:
            long = len(shape.first) > 14 or "。" in shape.first or shape.filled[0] > self.left + 1
            return blank_before or long
        if self.leads_to_table(shape.row):
            return blank_before or TITLE.search(squeeze(shape.first)) is not None
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
