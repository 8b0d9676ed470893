"""The part of a sheet that a page shows at once."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.storage import SHOWN_COLUMNS, SHOWN_ROWS
from leitai.workbooks import parse_address


@dataclass(frozen=True)
class Window:
    """``first`` and ``left``: the first row and column shown of ``height`` × ``width``."""

    first: int
    left: int
    height: int
    width: int

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.first + SHOWN_ROWS - 1, self.height)

    @property
    def earlier(self) -> int:
        """Number of the first row of the window before, 1 at least."""
        return max(self.first - SHOWN_ROWS, 1)

    @property
    def later(self) -> int:
        """Number of the first row of the window after, 0 where there is none."""
        return self.first + SHOWN_ROWS if self.first + SHOWN_ROWS <= self.height else 0

    @property
    def right(self) -> int:
        """Number of the last column shown."""
        return min(self.left + SHOWN_COLUMNS - 1, self.width)

    @property
    def before(self) -> int:
        """Number of the first column of the window before, 1 at least."""
        return max(self.left - SHOWN_COLUMNS, 1)

    @property
    def after(self) -> int:
        """Number of the first column of the window after, 0 where there is none."""
        return self.left + SHOWN_COLUMNS if self.left + SHOWN_COLUMNS <= self.width else 0

    def shows(self, column: int) -> bool:
        """Tell whether a 0-based column is shown; the first always is."""
        return column == 0 or self.left <= column + 1 <= self.right

    @property
    def wide(self) -> bool:
        """Whether there are more columns than are shown."""
        return self.left > 1 or self.after > 0

    @property
    def long(self) -> bool:
        """Whether there are more rows than are shown."""
        return self.first > 1 or self.later > 0


def sheet_size(upload: Upload, sheet: str) -> tuple[int, int]:
    """Return (rows, columns) of a sheet as read; (0, 0) for one that was not read or is none."""
    for one in upload.reading.get("sheets", []):
        if one["name"] == sheet and one["range"]:
            row, column = parse_address(one["range"].split(":")[-1])
            return row + 1, column + 1
    return 0, 0
