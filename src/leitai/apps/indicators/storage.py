"""Where uploaded files are kept: under their digest, so that the same content is kept once."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from leitai.apps.indicators.models import Upload
from leitai.workbooks import SheetGrid, WorkbookError, parse_address, read_sheet
from leitai.workbooks.model import RowRole

#: Rows and columns of a sheet that a page shows at once: what opens quickly over a slow line.
SHOWN_ROWS, SHOWN_COLUMNS = 50, 30


def stored_file(sha256: str) -> Path:
    """Return where a file with this digest is kept."""
    return Path(settings.MEDIA_ROOT) / "uploads" / sha256[:2] / sha256


def sheet_grid(upload: Upload, sheet: str, *, first: int = 1, left: int = 1) -> SheetGrid | None:
    """Return a window of a sheet of an uploaded file, or None if it cannot be opened.

    ``first`` and ``left`` are the numbers of the first row and column wanted. The uses of the rows
    are those of the upload's reading, which a person may have corrected.
    """
    path = stored_file(upload.sha256)
    uses = {
        int(row): role
        for table in upload.reading.get("tables", [])
        if table["sheet"] == sheet
        for row, role in table.get("rows", [])
    }
    try:
        if not path.exists():
            return None
        return _window(path, sheet, first, left, tuple(uses.items()))
    except WorkbookError:
        # A file kept by a program need not be a workbook that we can open.
        return None


@lru_cache(maxsize=16)
def _window(
    path: Path, sheet: str, first: int, left: int, uses: tuple[tuple[int, RowRole], ...]
) -> SheetGrid:
    """Read a window once: a person who answers question after question looks at the same one.

    The path is the digest of the content, so what is remembered cannot grow stale.
    """
    return read_sheet(
        path,
        sheet,
        max_rows=SHOWN_ROWS,
        max_columns=SHOWN_COLUMNS,
        first_row=first,
        first_column=left,
        uses=dict(uses),
    )


def window_at(address: str) -> tuple[int, int]:
    """Return the first row and column of the window in which a cell is shown."""
    try:
        row, column = parse_address(address)
    except ValueError:  # what is asked of a whole table has no cell
        return 1, 1
    return (
        row // SHOWN_ROWS * SHOWN_ROWS + 1,
        column // SHOWN_COLUMNS * SHOWN_COLUMNS + 1,
    )


def keep_content(sha256: str, content: bytes) -> None:
    """Write the file under its digest, complete or not at all, before anything refers to it.

    A file that is there already is touched, so that no sweep takes it away meanwhile.
    """
    target = stored_file(sha256)
    if target.exists() and target.stat().st_size == len(content):
        target.touch()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
