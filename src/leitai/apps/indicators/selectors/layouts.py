"""What the page for correcting a reading shows, and what is remembered of a source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from leitai.apps.indicators.models import SourceLayout, Upload
from leitai.apps.indicators.selectors.uploads import may_view
from leitai.apps.indicators.selectors.windows import Window, sheet_size
from leitai.apps.indicators.storage import sheet_grid, stored_file
from leitai.apps.indicators.wording import either
from leitai.workbooks import (
    Layout,
    Limits,
    SheetForm,
    SheetGrid,
    SheetTable,
    form_from_dict,
    layout_from_dict,
    read_workbook,
)
from leitai.workbooks.model import ROW_ROLE_NAMES, RowRole

#: Remembered forms that are tried.
TRIED = 60


@dataclass(frozen=True)
class RememberedLayout:
    """A form that the source's files are read by."""

    id: int
    sheet: str
    key: str
    made_by: str
    made_at: dt.datetime
    applied: bool


@dataclass(frozen=True)
class TableLayout:
    """A table as it was read: its layout, the use of each row, and the columns' header words."""

    position: int
    range: str
    layout: Layout
    roles: dict[int, RowRole]
    names: dict[int, str]
    units: dict[int, str]


@dataclass(frozen=True)
class LayoutPage:
    """A sheet with how its tables were read, for a person to correct."""

    upload: Upload
    sheet: str
    sheets: tuple[str, ...]
    window: Window
    grid: SheetGrid | None
    tables: tuple[TableLayout, ...]
    remembered: tuple[RememberedLayout, ...]
    corrected: bool
    notices: tuple[str, ...]
    may_decide: bool

    @property
    def roles(self) -> dict[int, RowRole]:
        """The use of each row over all tables."""
        return {row: role for table in self.tables for row, role in table.roles.items()}


def layouts_for(upload: Upload) -> QuerySet[SourceLayout]:
    """Return what is remembered of an upload's source in its area, the newest first."""
    return SourceLayout.objects.filter(
        source=upload.source_id, area=upload.area_id, dropped_at__isnull=True
    )


def remembered_forms(upload: Upload) -> list[SheetForm]:
    """Return the forms that an upload is read by, the newest first."""
    found = []
    for row in layouts_for(upload)[:TRIED]:
        try:
            found.append(form_from_dict(row.form))
        except (KeyError, TypeError, ValueError):
            # Written by a version that kept forms otherwise: the sheet is read afresh.
            continue
    return found


def layouts_of(upload: Upload) -> dict[str, list[Layout]]:
    """Return, by sheet, the layouts that a person gave an upload."""
    return {
        sheet: [layout_from_dict(layout) for layout in layouts]
        for sheet, layouts in upload.layouts.items()
    }


def remembered_layouts(upload: Upload, user: Any) -> tuple[RememberedLayout, ...]:
    """Return what is remembered of an upload's source; nothing without the right."""
    if not may_view(user, upload):
        return ()
    used = {sheet.get("form", "") for sheet in upload.reading.get("sheets", [])}
    rows = layouts_for(upload).select_related("made_by")
    return tuple(
        RememberedLayout(
            row.pk, row.sheet, row.key, str(row.made_by or ""), row.made_at, row.key in used
        )
        for row in rows[:TRIED]
    )


def layout_page(
    upload: Upload, user: Any, sheet: str, first: int = 1, left: int = 1
) -> LayoutPage | None:
    """Return what the page for correcting a sheet's reading shows; None without the right."""
    if not may_view(user, upload):
        return None
    reading: dict[str, Any] = upload.reading
    names = [one["name"] for one in reading.get("sheets", []) if one["range"]]
    if not names:
        return None
    chosen = sheet if sheet in names else _first_with_tables(reading, names)
    height, width = sheet_size(upload, chosen)
    window = Window(max(1, min(first, height)), max(1, min(left, width)), height, width)
    return LayoutPage(
        upload=upload,
        sheet=chosen,
        sheets=tuple(names),
        window=window,
        grid=sheet_grid(upload, chosen, first=window.first, left=window.left),
        tables=tables_read(reading, chosen),
        remembered=remembered_layouts(upload, user),
        corrected=bool(upload.layouts.get(chosen)),
        notices=tuple(
            either(notice)
            for notice in reading.get("notices", [])
            if notice["sheet"] == chosen and notice["kind"] in ("layout_applied", "layout_changed")
        ),
        may_decide=upload.state == Upload.State.STAGED
        and bool(user.has_perm("indicators.decide_upload", upload)),
    )


def _first_with_tables(reading: dict[str, Any], names: Sequence[str]) -> str:
    found = (one["name"] for one in reading["sheets"] if one["tables"] and one["name"] in names)
    return next(found, names[0])


def tables_read(reading: dict[str, Any], sheet: str) -> tuple[TableLayout, ...]:
    """Return the tables of a sheet with the layouts by which they were read."""
    found = []
    for position, table in enumerate(reading.get("tables", [])):
        if table["sheet"] != sheet or "layout" not in table:
            continue
        layout = layout_from_dict(table["layout"])
        left = layout.columns[0]
        columns = table["columns"]
        found.append(
            TableLayout(
                position=position,
                range=table["range"],
                layout=layout,
                roles={
                    int(row): role
                    for row, role in table["rows"]
                    if role in ROW_ROLE_NAMES and role != "blank"
                },
                names={left + at: column["name"] for at, column in enumerate(columns)},
                units={left + at: column["unit"] for at, column in enumerate(columns)},
            )
        )
    return tuple(found)


def preview_reading(
    upload: Upload, user: Any, sheet: str, layouts: Sequence[Layout]
) -> tuple[SheetTable, ...]:
    """Read a sheet by layouts that are not kept yet; empty without the right.

    Raises ``WorkbookError`` when the file cannot be read.
    """
    if not may_view(user, upload):
        return ()
    path = stored_file(upload.sha256)
    limits = Limits(max_bytes=settings.LEITAI_MAX_UPLOAD_BYTES)
    reading = read_workbook(path, limits=limits, layouts={sheet: list(layouts)}, name=upload.name)
    return tuple(table for table in reading.tables if table.sheet == sheet)
