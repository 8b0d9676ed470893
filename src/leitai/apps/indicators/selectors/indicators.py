"""What the pages of indicators show: definition, spread, heat map, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from leitai.apps.indicators.models import Indicator, IndicatorVersion, Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.values import (
    Value,
    open_series,
    values_for,
    visible_units,
)
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import unit_roots

#: Steps of the sequential colour scale, light to dark.
STEPS = 7


@dataclass(frozen=True)
class UnitRef:
    """A unit as pages name it."""

    id: int
    name: str


@dataclass(frozen=True)
class PeriodRef:
    """A period as pages name it."""

    id: int
    code: str


@dataclass(frozen=True)
class HeatCell:
    """One cell of a heat map; ``step`` 0 (least) to 6 (most) within its period, None if missing."""

    value: Value | None
    step: int | None


@dataclass(frozen=True)
class HeatMap:
    """Units by periods; only what the reader may see."""

    units: tuple[UnitRef, ...]
    periods: tuple[PeriodRef, ...]
    rows: tuple[tuple[HeatCell, ...], ...]


@dataclass(frozen=True)
class Distribution:
    """The values of a period among the units that the reader may see, best first by direction."""

    values: tuple[tuple[UnitRef, Value], ...]
    missing: tuple[tuple[UnitRef, str], ...]
    least: float | None
    lower: float | None
    middle: float | None
    upper: float | None
    most: float | None


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


@dataclass(frozen=True)
class SeriesFacts:
    """A series of the indicator with its scope and the source that counts."""

    id: int
    scope: tuple[str, ...]
    source: str
    public: bool
    statistical: bool
    citation: str


@dataclass(frozen=True)
class IndicatorPage:
    """What the page of an indicator shows for one of its series and a period."""

    indicator: Indicator
    versions: tuple[IndicatorVersion, ...]
    in_force: IndicatorVersion | None
    series: tuple[SeriesFacts, ...]
    shown: SeriesFacts | None
    period: PeriodRef | None
    distribution: Distribution | None
    heat: HeatMap | None
    missing: tuple[Gap, ...]


def indicators_for(user: Any) -> QuerySet[Indicator]:
    """Return the indicators of areas that the user belongs to, and those with published values."""
    above = Ancestry.objects.filter(descendant_id__in=unit_roots(user)).values("ancestor_id")
    below = Ancestry.objects.filter(ancestor_id__in=unit_roots(user)).values("descendant_id")
    own = Indicator.objects.filter(area__in=above) | Indicator.objects.filter(area__in=below)
    opened = Indicator.objects.filter(
        pk__in=Series.objects.filter(authority__public=True).values("indicator_id")
    )
    return (own | opened).distinct().select_related("area", "responsible")


def _facts(row: Series) -> SeriesFacts:
    return SeriesFacts(
        row.pk,
        row.scope,
        row.authority.name,
        row.authority.public,
        row.authority.statistical,
        row.authority.citation,
    )


def _refs(units: Iterable[Unit]) -> list[UnitRef]:
    return [UnitRef(unit.pk, unit.name) for unit in units]


def heat_map(
    user: Any, series: Series, units: Sequence[Unit], periods: Sequence[Period]
) -> HeatMap:
    """Return the values of a series by unit and period with a step of colour within each period."""
    values = values_for(user, [series], units, periods)
    if series.authority.public:
        shown = list(units)
    else:
        own = visible_units(user)
        shown = [unit for unit in units if unit.pk in own]
    steps: dict[tuple[int, int], int] = {}
    for period in periods:
        numbers = sorted(
            {
                value.number
                for unit in shown
                if (value := values.get((series.pk, unit.pk, period.pk))) is not None
                and value.number is not None
            }
        )
        place = {number: at for at, number in enumerate(numbers)}
        last = max(len(numbers) - 1, 1)
        for unit in shown:
            found = values.get((series.pk, unit.pk, period.pk))
            if found is not None and found.number is not None:
                steps[unit.pk, period.pk] = place[found.number] * (STEPS - 1) // last
    return HeatMap(
        units=tuple(_refs(shown)),
        periods=tuple(PeriodRef(period.pk, period.code) for period in periods),
        rows=tuple(
            tuple(
                HeatCell(
                    values.get((series.pk, unit.pk, period.pk)),
                    steps.get((unit.pk, period.pk)),
                )
                for period in periods
            )
            for unit in shown
        ),
    )


def distribution(user: Any, series: Series, units: Sequence[Unit], period: Period) -> Distribution:
    """Return how the values of a period spread among the units that the user may see."""
    values = values_for(user, [series], units, [period])
    known: list[tuple[UnitRef, Value, float]] = []
    absent: list[tuple[UnitRef, str]] = []
    own = None if series.authority.public else visible_units(user)
    for unit in units:
        if own is not None and unit.pk not in own:
            continue
        ref = UnitRef(unit.pk, unit.name)
        value = values.get((series.pk, unit.pk, period.pk))
        if value is None or value.number is None:
            absent.append((ref, value.missing if value is not None else ""))
        else:
            known.append((ref, value, value.number))
    lower_is_better = series.indicator.direction == Direction.LOWER
    known.sort(key=lambda item: item[2], reverse=not lower_is_better)
    numbers = sorted(number for _ref, _value, number in known)
    half = len(numbers) // 2
    return Distribution(
        values=tuple((ref, value) for ref, value, _number in known),
        missing=tuple(absent),
        least=numbers[0] if numbers else None,
        lower=median(numbers[:half]) if half else None,
        middle=median(numbers) if numbers else None,
        upper=median(numbers[-half:]) if half else None,
        most=numbers[-1] if numbers else None,
    )


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
    units: Sequence[Unit] | None = None,
    indicators: Iterable[Indicator] | None = None,
    today: dt.date | None = None,
) -> list[Gap]:
    """Return which indicator has no figure of which unit for a period, the latest first.

    A value said to be absent by nature, below the unit or masked is not missing. Without
    ``units``, those that an indicator ever had a value of are expected. Seven queries.
    """
    day = today or timezone.localdate()
    series = list(
        Series.objects.filter(indicator__area=area, indicator__formula="")
        .select_related("indicator__responsible", "authority__unit")
        .order_by("indicator__position", "pk")
    )
    if indicators is not None:
        wanted = {indicator.pk for indicator in indicators}
        series = [row for row in series if row.indicator_id in wanted]
    expected = _expected(user, series, period, units)
    names = {
        unit.pk: unit
        for unit in Unit.objects.filter(
            pk__in={unit for held in expected.values() for unit in held}
        )
    }
    values = values_for(user, series, names, [period])
    found: list[Gap] = []
    for row in series:
        due = due_date(row.indicator, period)
        for unit_id in sorted(expected.get(row.pk, ()), key=lambda u: (names[u].position, u)):
            value = values.get((row.pk, unit_id, period.pk))
            if value is not None and (value.number is not None or value.missing != "not_reported"):
                continue
            found.append(
                Gap(
                    indicator_id=row.indicator_id,
                    indicator=row.indicator.name,
                    series_id=row.pk,
                    unit=UnitRef(unit_id, names[unit_id].name),
                    reason=value.missing if value is not None else "",
                    due=due,
                    late_days=max((day - due).days, 0),
                    reporter_id=row.indicator.responsible_id or row.authority.unit_id,
                    reporter=str(row.indicator.responsible or row.authority.unit or row.authority),
                )
            )
    found.sort(key=lambda cell: -cell.late_days)
    return found


def late_values(user: Any, area: Unit, period: Period, today: dt.date) -> list[Gap]:
    """Return the values of a period that are overdue, the latest first."""
    return [gap for gap in missing_table(user, area, period, today=today) if gap.late_days > 0]


def _expected(
    user: Any, series: Sequence[Series], period: Period, units: Sequence[Unit] | None
) -> dict[int, set[int]]:
    """Return series id → units of which a value is expected and that the user may see."""
    own = visible_units(user)
    opened = open_series(user, [row.pk for row in series])
    if units is not None:
        named = {unit.pk for unit in units}
        return {row.pk: named if row.pk in opened else named & own for row in series}
    year_before = list(
        Period.objects.filter(kind=period.kind, start__lt=period.end).order_by("-start")[:13]
    )
    seen = values_for(user, series, None, year_before)
    expected: dict[int, set[int]] = {}
    for series_id, unit_id, _period in seen:
        expected.setdefault(series_id, set()).add(unit_id)
    return expected


def indicator_page(
    user: Any,
    indicator: Indicator,
    *,
    units: Sequence[Unit],
    periods: Sequence[Period],
    series_id: int | None = None,
) -> IndicatorPage | None:
    """Return the page of an indicator, or None if it is not open to the user.

    ``periods`` run old to new; the last one is the page's own.
    """
    if not indicators_for(user).filter(pk=indicator.pk).exists():
        return None
    versions = tuple(indicator.versions.all())
    rows = list(indicator.series.select_related("indicator", "extent", "authority").order_by("pk"))
    shown = next((row for row in rows if row.pk == series_id), rows[0] if rows else None)
    period = periods[-1] if periods else None
    day = period.end if period is not None else timezone.localdate()
    in_force = next((version for version in versions if version.valid_from <= day), None)
    complete = shown is not None and period is not None
    return IndicatorPage(
        indicator=indicator,
        versions=versions,
        in_force=in_force or (versions[-1] if versions else None),
        series=tuple(_facts(row) for row in rows),
        shown=_facts(shown) if shown is not None else None,
        period=PeriodRef(period.pk, period.code) if period is not None else None,
        distribution=distribution(user, shown, units, period)
        if complete and shown is not None and period is not None
        else None,
        heat=heat_map(user, shown, units, periods) if shown is not None and periods else None,
        missing=tuple(
            missing_table(user, indicator.area, period, units=units, indicators=[indicator])
        )
        if period is not None
        else (),
    )
