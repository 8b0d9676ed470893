"""The sheets of an upload: tables with what their columns mean, and the grid with its marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leitai.apps.indicators.models import Question, Series, Upload
from leitai.apps.indicators.reading.periods import unpack
from leitai.apps.indicators.selectors.uploads import may_view
from leitai.apps.indicators.selectors.windows import Window, sheet_size
from leitai.apps.indicators.storage import sheet_grid
from leitai.apps.indicators.wording import (
    either,
    why_skipped,
)
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.workbooks import SheetGrid


@dataclass(frozen=True)
class ColumnRead:
    """A column with what was made of it; ``skipped`` says in words why it was left out."""

    letter: str
    name: str
    role: str
    unit: str
    series: str
    skipped: str


@dataclass(frozen=True)
class TableRead:
    """A table of a sheet: where it lies, what its rows are, what its columns mean."""

    position: int
    range: str
    title: str
    orientation: str
    period: str
    rows: tuple[tuple[int, str], ...]
    columns: tuple[ColumnRead, ...]
    unrelated: bool


@dataclass(frozen=True)
class SheetRead:
    """A sheet of the file; ``words`` says what was found, or why it was not read."""

    name: str
    state: str
    range: str
    words: str
    tables: tuple[TableRead, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Marked:
    """A staged cell for marking the sheet's grid."""

    address: str
    row: int
    column: int
    state: str
    raw: str
    rewritten: str
    value: float | None
    before: float | None
    measure: str


def sheets_read(upload: Upload, by_sheet: dict[str, dict[str, int]]) -> tuple[SheetRead, ...]:
    reading: dict[str, Any] = upload.reading
    meant = _meanings(upload)
    tables = reading.get("tables", [])
    return tuple(
        SheetRead(
            name=sheet["name"],
            state=sheet["state"],
            range=sheet["range"],
            words=either(sheet),
            tables=tuple(_table(place, tables[place], meant) for place in sheet["tables"]),
            counts=by_sheet.get(sheet["name"], {}),
        )
        for sheet in reading.get("sheets", [])
    )


def _meanings(upload: Upload) -> dict[str, str]:
    """Return heading → series name, by matching or by an answer."""
    meant: dict[str, int] = {
        text: meaning["series"] for text, meaning in upload.reading.get("headings", {}).items()
    }
    answered = upload.questions.filter(kind=Question.Kind.COLUMN).exclude(answer__isnull=True)
    for key, answer in answered.values_list("key", "answer"):
        if answer and answer.get("series"):
            meant[key] = answer["series"]
    rows = Series.objects.filter(pk__in=set(meant.values())).select_related("indicator", "extent")
    names = {row.pk: str(row) for row in rows}
    return {text: names.get(series, "") for text, series in meant.items()}


def _table(position: int, table: dict[str, Any], meant: dict[str, str]) -> TableRead:
    said = unpack(table.get("period", ""))
    return TableRead(
        position=position,
        range=table["range"],
        title=table["title"],
        orientation=table["orientation"],
        period=_said_period(said.key) if said is not None else "",
        rows=tuple((number, role) for number, role in table["rows"]),
        columns=tuple(
            ColumnRead(
                letter=column["letter"],
                name=column["name"],
                role=column["role"],
                unit=column["unit"],
                series=meant.get(column["heading"], ""),
                skipped=why_skipped(column["skipped"]),
            )
            for column in table["columns"]
        ),
        unrelated=table["unrelated"],
    )


def _said_period(code: str) -> str:
    row = Period.objects.filter(code=code).first() if code else None
    return period_name(row) if row is not None else code


@dataclass(frozen=True)
class MarkedSheet:
    """A sheet of an upload as it stands, with its staged cells and questions by address."""

    grid: SheetGrid
    cells: dict[str, Marked]
    asked: dict[str, int]
    window: Window


def sheet_page(
    upload: Upload, user: Any, sheet: str, first: int = 1, left: int = 1
) -> MarkedSheet | None:
    """Return a window of a sheet with its marks; None without the right or such a sheet.

    ``asked`` gives the question at an address, for jumping between the two.
    """
    if not may_view(user, upload):
        return None
    grid = sheet_grid(upload, sheet, first=first, left=left)
    if grid is None:
        return None
    questions = upload.questions.filter(sheet=sheet).values_list("address", "pk")
    height, width = sheet_size(upload, sheet)
    return MarkedSheet(
        grid,
        marked_cells(upload, user, sheet, grid),
        dict(questions),
        window=Window(first, left, height, width),
    )


def marked_cells(
    upload: Upload, user: Any, sheet: str, within: SheetGrid | None = None
) -> dict[str, Marked]:
    """Return the staged cells of a sheet, or of a window of it, by address.

    They mark the grid; there are none without the right.
    """
    if not may_view(user, upload):
        return {}
    found = upload.cells.filter(sheet=sheet)
    if within is not None:
        numbers = [row.number for row in within.rows] or [0]
        found = found.filter(row__range=(min(numbers), max(numbers)))
    rows = found.values_list(
        "address", "row", "column", "state", "raw", "rewritten", "value", "before", "measure"
    )
    return {row[0]: Marked(*row) for row in rows}
