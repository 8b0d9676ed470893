"""What is missing: figures that are owed for a period, and how complete indicators are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from django.utils import timezone

from leitai.apps.indicators.models import Indicator, Series
from leitai.apps.indicators.packing import EMPTY, NOT_REPORTED, Units
from leitai.apps.indicators.selectors.columns import (
    Reader,
    UnitSet,
    as_units,
    columns_for,
    reported_for,
)
from leitai.apps.indicators.selectors.spread import UnitRef, unit_ref, unit_refs
from leitai.apps.indicators.selectors.values import open_series
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit

#: Periods before in which a unit must have said something to be expected again.
YEAR_BEFORE = 13


@dataclass(frozen=True)
class Gap:
    """A value that is not there: ``reason`` empty when nothing was ever said of it.

    ``reporter`` is the office that owes it.
    """

    indicator_id: int
    indicator: str
    series_id: int
    unit: UnitRef
    reason: str
    due: dt.date
    late_days: int
    reporter_id: int | None
    reporter: str


def due_date(indicator: Indicator, period: Period) -> dt.date:
    """Return the day by which a period's value is due: a day of the month after it ends.

    A due day past the end of that month means its last day.
    """
    first = period.end + dt.timedelta(days=1)
    after = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    last = (after - dt.timedelta(days=1)).day
    return first.replace(day=min(indicator.due_day, last))


def missing_table(
    user: Any,
    area: Unit,
    period: Period,
    *,
    units: Iterable[Unit | UnitRef] | None = None,
    indicators: Iterable[Indicator] | None = None,
    today: dt.date | None = None,
    reader: Reader | None = None,
) -> list[Gap]:
    """Return which indicator has no figure of which unit for a period, the latest first.

    A value said to be absent by nature, below the unit or masked is not missing. Without
    ``units``, those that an indicator had a value of within the periods before are expected.
    """
    day = today or timezone.localdate()
    reader = reader or Reader.of(user)
    series = list(
        Series.objects.filter(indicator__area=area, indicator__formula="")
        .select_related("indicator__responsible", "authority__unit")
        .order_by("indicator__position", "pk")
    )
    if indicators is not None:
        wanted = {indicator.pk for indicator in indicators}
        series = [row for row in series if row.indicator_id in wanted]
    expected = _expected(reader, series, period, units)
    columns = columns_for(reader, [row.pk for row in series], [period.pk])
    absent: dict[int, tuple[list[int], set[int]]] = {}
    for row in series:
        column = columns.get((row.pk, period.pk), EMPTY)
        said = column.reasons == NOT_REPORTED
        there = column.units[~said]
        gone = np.setdiff1d(expected.get(row.pk, EMPTY.units), there, assume_unique=True)
        absent[row.pk] = gone.tolist(), set(column.units[said].tolist())
    refs: Iterable[UnitRef] = (
        (unit_ref(one) for one in units)
        if units is not None
        else unit_refs({unit for gone, _said in absent.values() for unit in gone})
    )
    place = {ref.id: (at, ref) for at, ref in enumerate(refs)}
    found: list[Gap] = []
    for row in series:
        due = due_date(row.indicator, period)
        late = max((day - due).days, 0)
        units_gone, stated = absent[row.pk]
        reporter_id = row.indicator.responsible_id or row.authority.unit_id
        reporter = str(row.indicator.responsible or row.authority.unit or row.authority)
        for _at, ref in sorted((place[unit] for unit in units_gone), key=itemgetter(0)):
            found.append(
                Gap(
                    indicator_id=row.indicator_id,
                    indicator=row.indicator.name,
                    series_id=row.pk,
                    unit=ref,
                    reason="not_reported" if ref.id in stated else "",
                    due=due,
                    late_days=late,
                    reporter_id=reporter_id,
                    reporter=reporter,
                )
            )
    found.sort(key=lambda cell: -cell.late_days)
    return found


def late_values(user: Any, area: Unit, period: Period, today: dt.date) -> list[Gap]:
    """Return the values of a period that are overdue, the latest first."""
    return [gap for gap in missing_table(user, area, period, today=today) if gap.late_days > 0]


def _expected(
    reader: Reader,
    series: Sequence[Series],
    period: Period,
    units: Iterable[Unit | UnitRef] | None,
) -> dict[int, Units]:
    """Return series id → units of which a value is expected and that the reader may see."""
    if units is not None:
        named = as_units({one.id for one in units})
        opened = open_series(reader.user, [row.pk for row in series])
        own = named if len(opened) == len(series) else np.intersect1d(named, reader.units)
        return {row.pk: named if row.pk in opened else own for row in series}
    year_before = list(
        Period.objects.filter(kind=period.kind, start__lt=period.end)
        .order_by("-start")
        .values_list("pk", flat=True)[:YEAR_BEFORE]
    )
    expected: dict[int, UnitSet] = defaultdict(UnitSet)
    for (series_id, _period), seen in reported_for(reader, [row.pk for row in series], year_before):
        expected[series_id].add(seen)
    return {series_id: held.units() for series_id, held in expected.items()}


@dataclass(frozen=True)
class Completeness:
    """How complete a series is: units with a figure in ``period`` of those that ever had one.

    ``period`` is the newest of its kind among those looked at; None where nothing is known.
    """

    period: Period | None
    have: int
    expected: int


def completeness(
    user: Any, series_ids: Collection[int], periods: Sequence[Period]
) -> dict[int, Completeness]:
    """Return how complete each series is, as far as the user may see it.

    ``periods`` run new to old; a series is judged by the newest of the kind that it comes in.
    """
    newest: dict[str, Period] = {}
    for period in periods:
        newest.setdefault(period.kind, period)
    kind_of = {period.pk: period.kind for period in periods}
    fresh = {period.pk for period in newest.values()}
    now: dict[int, UnitSet] = defaultdict(UnitSet)
    ever: dict[int, UnitSet] = defaultdict(UnitSet)
    kinds: dict[int, str] = {}
    for (series_id, period_id), units in reported_for(
        Reader.of(user), series_ids, list(kind_of), blank=False
    ):
        if not len(units):
            continue
        kinds.setdefault(series_id, kind_of[period_id])
        ever[series_id].add(units)
        if period_id in fresh:
            now[series_id].add(units)
    return {
        series_id: Completeness(
            newest.get(kinds.get(series_id, "")),
            len(now[series_id]),
            len(ever[series_id]),
        )
        for series_id in series_ids
    }
