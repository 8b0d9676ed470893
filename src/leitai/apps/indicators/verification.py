"""Do the packed columns, which pages over thousands of units read, repeat the revisions?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from leitai.apps.indicators.models import Batch, PackedColumn, Revision, Series
from leitai.apps.indicators.packing import (
    REASONS,
    packed,
    unpacked_numbers,
    unpacked_reasons,
    unpacked_units,
)
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit

#: (series, period, source) → packed units, numbers and reasons
Columns = dict[tuple[int, int, int], tuple[bytes, bytes, bytes]]


@dataclass(frozen=True)
class ColumnReport:
    """Outcome of a check: how many columns were compared, and the first difference, if any."""

    columns: int
    fault: str | None = None


def verify_columns() -> ColumnReport:
    """Compare what every accepted batch keeps in columns with its revisions, oldest batch first.

    One batch is held in memory at a time.
    """
    compared = 0
    batches = Batch.objects.filter(state=Batch.State.ACCEPTED).order_by("sequence")
    for batch, sequence in list(batches.values_list("pk", "sequence")):
        stored, expected = _stored(batch), _expected(batch)
        for at in sorted(stored.keys() | expected.keys()):
            if stored.get(at) != expected.get(at):
                return ColumnReport(compared, _told(sequence, at, stored, expected))
            compared += 1
    return ColumnReport(compared)


def _stored(batch: int) -> Columns:
    rows = PackedColumn.objects.filter(batch=batch).values_list(
        "series_id", "period_id", "source_id", "units", "numbers", "reasons"
    )
    return {
        (series, period, source): (bytes(units), bytes(numbers), bytes(reasons))
        for series, period, source, units, numbers, reasons in rows.iterator()
    }


def _expected(batch: int) -> Columns:
    sayings = Revision.objects.filter(batch=batch).order_by("source_id", "id")
    by_source: dict[int, list[tuple[int, int, int, float | None, str]]] = {}
    rows = sayings.values_list(
        F("source_id"), "series_id", "unit_id", "period_id", "number", "missing"
    )
    for source, *row in rows.iterator(chunk_size=5000):
        by_source.setdefault(source, []).append(tuple(row))
    return {
        (series, period, source): (units, numbers, reasons)
        for source, held in by_source.items()
        for series, period, reasons, units, numbers in packed(held)
    }


def _told(
    sequence: int | None, at: tuple[int, int, int], stored: Columns, expected: Columns
) -> str:
    """Name the first unit in which a column and the revisions differ."""
    place = {
        "batch": sequence,
        "series": str(Series.objects.select_related("indicator", "extent").get(pk=at[0])),
        "period": Period.objects.get(pk=at[1]).code,
    }
    if at not in expected:
        return _("Change %(batch)s: %(series)s %(period)s has a column but no value.") % place
    if at not in stored:
        return _("Change %(batch)s: the column of %(series)s %(period)s is missing.") % place
    try:
        held = _by_unit(stored[at])
    except ValueError:
        return _("Change %(batch)s: the column of %(series)s %(period)s is broken.") % place
    wanted = _by_unit(expected[at])
    unit = min(
        (each for each in held.keys() | wanted.keys() if held.get(each) != wanted.get(each)),
        default=None,
    )
    if unit is None:
        return _("Change %(batch)s: the column of %(series)s %(period)s is broken.") % place
    name = Unit.objects.filter(pk=unit).values_list("name", flat=True).first() or unit
    return _(
        "Change %(batch)s: for %(unit)s %(series)s %(period)s the column has %(held)s, the "
        "revision has %(wanted)s."
    ) % {**place, "unit": name, "held": held.get(unit, "—"), "wanted": wanted.get(unit, "—")}


def _by_unit(column: tuple[bytes, bytes, bytes]) -> dict[int, str]:
    """Return each unit's figure, or why it has none, as text.

    Raises:
        ValueError: when the three do not fit together.
    """
    units = unpacked_units(column[0]).tolist()
    numbers = unpacked_numbers(column[1]).tolist()
    reasons = unpacked_reasons(column[2]).tolist()
    if max(reasons, default=0) >= len(REASONS):
        raise ValueError("no such reason")
    return {
        unit: REASONS[reason] or repr(number)
        for unit, number, reason in zip(units, numbers, reasons, strict=True)
    }
