"""A sheet as a plain grid: stored values and the marks that a value alone does not tell."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from leitai.workbooks.formats import show
from leitai.workbooks.texts import strip_spaces

Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
Merge = tuple[int, int, int, int]
COLUMN_SPAN = 16384


def cell_key(row: int, column: int) -> int:
    """One integer for a 0-based cell; no sheet has more than 16,384 columns."""
    return row * COLUMN_SPAN + column


@dataclass(slots=True)
class SheetMarks:
    """What a pass over the raw file tells beside the values; keys are ``cell_key``.

    ``errors`` Excel's error words; ``formats`` number format codes other than general; ``shown``
    ready display texts (OpenDocument stores them); ``uncalculated`` formulas without a stored
    result; ``bottom`` and ``right`` the last used row and column, -1 when the sheet is empty.
    """

    errors: dict[int, str] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    percents: set[int] = field(default_factory=set)
    uncalculated: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    merges_known: bool = False
    bottom: int = -1
    right: int = -1

    def reach(self, row: int, column: int) -> None:
        """Note that a cell is used."""
        if row > self.bottom:
            self.bottom = row
        if column > self.right:
            self.right = column


@dataclass(slots=True)
class Grid:
    """One sheet: ``values[row][column]`` with "" for nothing, every row equally long."""

    name: str
    values: list[list[Value]]
    marks: SheetMarks
    textual: bool = False
    """Whether the format of the file has only text (CSV), so numbers as text are no news."""
    visible: bool = True

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.values)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.values[0]) if self.values else 0

    def text(self, row: int, column: int) -> str:
        """The text of a cell as the sheet shows it; "" for nothing, an error word for an error."""
        value = self.values[row][column]
        marks = self.marks
        if value == "":
            if not marks.errors and not marks.uncalculated:
                return ""
            return marks.errors.get(cell_key(row, column), "")
        if isinstance(value, str):
            return value
        key = cell_key(row, column)
        shown = marks.shown.get(key)
        if shown is not None:
            return shown
        return show(value, marks.formats.get(key, ""))

    def is_blank(self, row: int, column: int) -> bool:
        """Whether nothing, or nothing but spaces, stands in the cell."""
        value = self.values[row][column]
        if isinstance(value, str):
            if value and (value.isalnum() or strip_spaces(value)):
                return False
            return not self.marks.errors or cell_key(row, column) not in self.marks.errors
        return False

    def has_text(self, row: int, column: int) -> bool:
        """Whether something stands in a cell; a merge may name one outside the used rectangle."""
        return row < self.height and column < self.width and not self.is_blank(row, column)


def trimmed(grid: Grid) -> Grid:
    """The grid without empty rows and columns at its end, its rows made equally long."""
    bottom, right = -1, -1
    for row, values in enumerate(grid.values):
        for column in range(len(values) - 1, right, -1):
            if values[column] != "" and not grid.is_blank(row, column):
                right = column
                break
        if any(value != "" and not grid.is_blank(row, c) for c, value in enumerate(values)):
            bottom = row
    for key in (*grid.marks.errors, *grid.marks.uncalculated):
        bottom, right = max(bottom, key // COLUMN_SPAN), max(right, key % COLUMN_SPAN)
    width = right + 1
    rows: list[list[Value]] = []
    for values in grid.values[: bottom + 1]:
        short = values[:width] if len(values) != width else values
        rows.append(short + [""] * (width - len(short)) if len(short) < width else short)
    while len(rows) < bottom + 1:
        rows.append([""] * width)
    grid.values = rows
    return grid
