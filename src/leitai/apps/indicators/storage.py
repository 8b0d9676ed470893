"""Where uploaded files are kept: under their digest, so that the same content is kept once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings

from leitai.apps.indicators.models import Upload
from leitai.workbooks import SheetGrid, WorkbookError, read_sheet

#: Rows of a sheet that a page shows.
SHOWN_ROWS = 500


def stored_file(sha256: str) -> Path:
    """Return where a file with this digest is kept."""
    return Path(settings.MEDIA_ROOT) / "uploads" / sha256[:2] / sha256


def sheet_grid(
    upload: Upload, sheet: str, rows: int = SHOWN_ROWS, *, first: int = 1
) -> SheetGrid | None:
    """Return a sheet of an uploaded file as it shows itself, or None if it cannot be opened.

    ``first`` is the number of the first row wanted. The uses of the rows are those of the upload's
    reading, which a person may have corrected.
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
        return read_sheet(path, sheet, max_rows=rows, first_row=first, uses=uses)
    except WorkbookError:
        # A file kept by a program need not be a workbook that we can open.
        return None


def keep_content(sha256: str, content: bytes) -> None:
    """Write the file under its digest, complete or not at all, before anything refers to it."""
    target = stored_file(sha256)
    if target.exists() and target.stat().st_size == len(content):
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
