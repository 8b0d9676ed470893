"""The end of a number's way: its revisions, and the cell in its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leitai.apps.indicators.derivation import DerivationError, derive
from leitai.apps.indicators.models import Batch, Revision
from leitai.apps.indicators.selectors.values import Saying, Value, revision_detail, value_history
from leitai.apps.indicators.storage import sheet_grid, stored_file, window_at
from leitai.apps.language import named
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under, unit_roots
from leitai.engine.formula import FormulaError
from leitai.workbooks import SheetGrid, SheetWindow, WorkbookError, open_sheet_window

#: Rows and columns shown around a marked cell.
AROUND = 3


@dataclass(frozen=True)
class DerivedInput:
    """A value from which a computed one came."""

    name: str
    scope: tuple[str, ...]
    period_id: int
    period: str
    number: float | None
    missing: str
    qualifier: str
    measure: str
    decimals: int
    revision_id: int


@dataclass(frozen=True)
class ValueHistory:
    """A value with all its revisions that the reader may see, old to new.

    ``shown`` is the revision that was asked for; ``window`` the cut of its sheet with the cell
    marked, None for typed and computed values or when the file is closed to the reader.
    """

    revision_id: int
    indicator_id: int
    indicator: str
    scope: tuple[str, ...]
    series_id: int
    unit_id: int
    unit: str
    period_id: int
    period_code: str
    measure: str
    decimals: int
    shown: Saying
    sayings: tuple[Saying, ...]
    number: int
    window: SheetWindow | None
    formula: str
    inputs: tuple[DerivedInput, ...]

    @property
    def title(self) -> str:
        return f"{self.unit} {self.indicator}"

    @property
    def before(self) -> Saying | None:
        """The revision before the one shown, if there is one: old → new."""
        at = self.number - 2
        return self.sayings[at] if at >= 0 else None

    @property
    def overtaken(self) -> bool:
        """Whether a later revision counts by now."""
        return self.sayings[-1].revision_id != self.shown.revision_id


@dataclass(frozen=True)
class SheetView:
    """A whole sheet as it was uploaded, with one cell marked."""

    upload_id: int
    file: str
    sheet: str
    address: str
    grid: SheetGrid


def may_open_file(user: Any, revision: Revision) -> bool:
    """Tell whether the reader may look into the file behind a revision.

    A sheet shows the neighbours' figures too, so it opens only to those who may read the source's
    own uploads, or for published sources.
    """
    upload = revision.batch.upload
    if upload is None:
        return False
    if revision.source.public:
        return True
    unit: Unit = upload.governing_unit
    return is_under(unit.pk, unit_roots(user))


def cell_window(revision: Revision, around: int = AROUND) -> SheetWindow | None:
    """Return the cut of the sheet around a revision's cell, or None if there is no such cell.

    The caller has checked :func:`may_open_file`.
    """
    upload = revision.batch.upload
    if upload is None or not revision.address:
        return None
    path = stored_file(upload.sha256)
    if not path.exists():
        return None
    try:
        return open_sheet_window(path, revision.sheet, revision.address, around=around)
    except WorkbookError:
        # A file kept by a program need not be a workbook that we can open.
        return None


def revision_trail(
    user: Any, revision_id: int, *, upto: int | None = None, released: bool = False
) -> ValueHistory | None:
    """Return how a value came about, or None if the reader may not see the revision.

    ``released`` says that a published standing shows the value to this reader; the sheet it stands
    in opens only to those who may open the file. ``upto`` leaves later revisions out.
    """
    found = revision_detail(user, revision_id, released=released)
    if found is None:
        return None
    row, saying = found
    sayings = tuple(
        each
        for each in value_history(
            user, row.series, row.unit, row.period, upto=upto, released=released
        )
        if each.source_id == row.source_id
    )
    indicator = row.series.indicator
    number = next((at for at, each in enumerate(sayings, start=1) if each.revision_id == row.pk), 1)
    return ValueHistory(
        revision_id=row.pk,
        indicator_id=indicator.pk,
        indicator=named(indicator),
        scope=row.series.scope,
        series_id=row.series_id,
        unit_id=row.unit_id,
        unit=named(row.unit),
        period_id=row.period_id,
        period_code=row.period.code,
        measure=indicator.measure,
        decimals=indicator.decimals,
        shown=saying,
        sayings=sayings,
        number=number,
        window=cell_window(row) if may_open_file(user, row) else None,
        formula=indicator.formula if row.batch.kind == Batch.Kind.DERIVED else "",
        inputs=_derived_inputs(user, row),
    )


def _derived_inputs(user: Any, row: Revision) -> tuple[DerivedInput, ...]:
    """Return the values behind a computed one, as they stood when it was computed."""
    if row.batch.kind != Batch.Kind.DERIVED or row.batch.sequence is None:
        return ()
    try:
        derivation = derive(row.series, [row.period], [row.unit_id], upto=row.batch.sequence)
    except (DerivationError, FormulaError):
        return ()
    values: list[Value] = derivation[row.period_id].inputs(row.unit_id)
    open_rows = {
        revision.pk: revision
        for revision in Revision.objects.visible_to(user)
        .filter(pk__in=[value.revision_id for value in values])
        .select_related("series__indicator", "series__extent", "period")
    }
    return tuple(
        DerivedInput(
            name=named(revision.series.indicator),
            scope=revision.series.scope,
            period_id=revision.period_id,
            period=revision.period.code,
            number=revision.number,
            missing=revision.missing,
            qualifier=revision.qualifier,
            measure=revision.series.indicator.measure,
            decimals=revision.series.indicator.decimals,
            revision_id=revision.pk,
        )
        for revision in (open_rows.get(value.revision_id) for value in values)
        if revision is not None
    )


def sheet_view(user: Any, revision_id: int) -> SheetView | None:
    """Return the sheet a value came from, or None if it is not open to the reader."""
    found = revision_detail(user, revision_id)
    if found is None or not may_open_file(user, found[0]):
        return None
    row = found[0]
    upload = row.batch.upload
    if upload is None:
        return None
    first, left = window_at(row.address)
    grid = sheet_grid(upload, row.sheet, first=first, left=left)
    if grid is None:
        return None
    return SheetView(upload.pk, upload.name, row.sheet, row.address, grid)
