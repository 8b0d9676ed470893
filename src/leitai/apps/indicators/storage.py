"""Where uploaded files are kept: under their digest, so that the same content is kept once."""

from __future__ import annotations

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
