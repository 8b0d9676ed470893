"""One table cut out of a sheet: its rows by use, and what a row of its body is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from leitai.workbooks.grid import Grid
from leitai.workbooks.model import ColumnUse, Orientation, RowRole
from leitai.workbooks.shapes import total_kind

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
    shifted: list[int] = field(default_factory=list)
    """Body rows that stand one or more cells too far right; nothing of them is read."""
    footnotes: list[int] = field(default_factory=list)
    roles: dict[int, RowRole] = field(default_factory=dict)
    """Body rows whose use a person has said."""
    uses: dict[int, ColumnUse] = field(default_factory=dict)
    """What columns are for, where a layout says so."""
    orientation: Orientation | None = None

    @property
    def top(self) -> int:
        """First row of the header or body."""
        return min([*self.header, *self.unit_rows, *self.quiet, *self.body, *self.shifted])

    @property
    def last(self) -> int:
        """Last row, footnotes included."""
        heads = (*self.header, *self.unit_rows, *self.quiet)
        return max([*heads, *self.body, *self.shifted, *self.footnotes])


def body_role(grid: Grid, cut: Cut, row: int, labels: list[int]) -> RowRole:
    """Whether a body row is data, a total or the heading of a group of rows.

    ``labels`` are the columns of names, without those of codes.
    """
    if row in cut.roles:
        return cut.roles[row]
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
