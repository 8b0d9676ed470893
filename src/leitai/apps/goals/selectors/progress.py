"""How far each target has come: beside what was due, month by month and quarter by quarter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors.pace_rules import Thresholds, thresholds
from leitai.apps.goals.selectors.planned import Figure, planned
from leitai.apps.goals.selectors.targets import FLOOR, STRETCH, TargetNow, targets_for
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.values import Key, Value, values_for
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.units.models import Unit
from leitai.engine.pace import completion_rate
from leitai.engine.quantity import Quantity


@dataclass(frozen=True)
class PaceLine:
    """A target beside what was due and reached; rates in percent, None where they cannot be told.

    What a list does not ask for is not computed.
    """

    unit: Unit
    series: Series
    target: TargetNow
    period: Period
    value: Value | None

    @cached_property
    def due(self) -> Figure | None:
        """What the floor target plans for the period, with the words how it came about."""
        return planned(self.target, self.period, FLOOR)

    @property
    def of_floor(self) -> float | None:
        """What was reached of the year's floor."""
        return rate(self.value, self.target.floor)

    @property
    def of_stretch(self) -> float | None:
        """What was reached of the year's stretch."""
        return rate(self.value, self.target.stretch)

    @property
    def behind(self) -> bool:
        """Whether the floor's plan is not kept, seen in the indicator's direction."""
        reached = self.value.number if self.value is not None else None
        if reached is None or self.due is None:
            return False
        return kept(reached, self.due.number, self.series.indicator.direction) is False

    @property
    def planned(self) -> float | None:
        """What the floor target plans for the period."""
        return self.due.number if self.due is not None else None

    @property
    def ratio(self) -> float | None:
        """What was reached of what was due, in percent; over 100 is ahead in any direction."""
        found = rate(self.value, self.planned)
        if self.series.indicator.direction == Direction.LOWER:
            return 1e4 / found if found else None
        return found


@dataclass(frozen=True)
class QuarterState:
    """A quarter of a series' targets (季季红).

    ``state``: "red" or "steady" when all units are, by the area's thresholds; "short" otherwise, ""
    while it cannot be told. ``kept`` of ``of`` units are steady at least.
    """

    quarter: int
    state: str
    kept: int
    of: int


@dataclass(frozen=True)
class QuarterRow:
    """The quarters of one series: of the area's own target, or of all its units together.

    ``unit`` is set when the area has a target of its own. ``ratio`` is what was reached now of what
    was due, in percent; None for many units.
    """

    series: Series
    unit: Unit | None
    quarters: tuple[QuarterState, ...]
    ratio: float | None

    rule: Thresholds

    @property
    def every_quarter_met(self) -> bool:
        """Whether all quarters that can be told are what the area's rule asks for (季季红)."""
        told = [quarter.state for quarter in self.quarters if quarter.state]
        wanted = ("red",) if self.rule.every_quarter == "red" else ("red", "steady")
        return bool(told) and all(state in wanted for state in told)

    @property
    def full_year_met(self) -> bool:
        """Whether the year ended red (全年红): the last quarter counts from January."""
        return self.quarters[3].state == "red"


def rate(value: Value | None, plan: float | None) -> float | None:
    """Return value ÷ plan in percent, or None without one or with a plan of zero or less."""
    if value is None or value.number is None or plan is None:
        return None
    return _percent(value.number, plan)


@lru_cache(maxsize=65536)
def _percent(number: float, plan: float) -> float | None:
    found = completion_rate(number, plan)
    return found.number if isinstance(found, Quantity) else None


def kept(number: float, plan: float, direction: str, percent: float = 100.0) -> bool | None:
    """Tell whether a plan was kept in the indicator's direction; None without a direction.

    Kept to 95 percent means short by at most 5 percent of the plan, whatever its sign.
    """
    if direction == Direction.NONE:
        return None
    allowed = abs(plan) * (100.0 - percent) / 100.0
    return number <= plan + allowed if direction == Direction.LOWER else number >= plan - allowed


@dataclass(frozen=True)
class YearTargets:
    """The targets of an area for a year that a user may see; read once for all lists of a page."""

    area: Unit
    year: int
    series: tuple[Series, ...]
    held: Mapping[tuple[int, int], TargetNow]


def year_targets(
    user: Any,
    area: Unit,
    year: int,
    *,
    units: Iterable[Unit] | None = None,
    series: Collection[int] | None = None,
) -> YearTargets:
    """Return an area's targets for a year in the order of the indicators: all of them, or those of
    some units and series."""
    wanted = Target.objects.filter(year=year)
    if series is not None:
        wanted = wanted.filter(series__in=series)
    rows = tuple(
        Series.objects.filter(indicator__area=area, pk__in=wanted.values("series_id"))
        .select_related("indicator", "extent", "authority")
        .order_by("indicator__position", "pk")
    )
    return YearTargets(area, year, rows, targets_for(user, rows, units, year))


def pace(
    user: Any,
    area: Unit,
    period: Period,
    *,
    units: Iterable[Unit] | None = None,
    of: YearTargets | None = None,
) -> list[PaceLine]:
    """Return all targets of an area that the user may see, beside what a period was to reach."""
    of = of or year_targets(user, area, period.year, units=units)
    series = {row.pk: row for row in of.series}
    rows = {unit.pk: unit for unit in Unit.objects.filter(pk__in={unit for _s, unit in of.held})}
    values = values_for(user, series, rows, [period])
    lines = [
        PaceLine(
            rows[unit_id],
            series[series_id],
            target,
            period,
            values.get((series_id, unit_id, period.pk)),
        )
        for (series_id, unit_id), target in of.held.items()
    ]
    order = {pk: at for at, pk in enumerate(series)}
    lines.sort(key=lambda line: (order[line.series.pk], line.unit.position, line.unit.pk))
    return lines


def quarters(
    user: Any,
    area: Unit,
    year: int,
    period: Period | None = None,
    *,
    limit: int | None = None,
    of: YearTargets | None = None,
) -> list[QuarterRow]:
    """Return the quarters of a year's targets that the user may see, one row a series.

    Quarters that end after ``period`` are not told yet. ``limit`` keeps the first series only.
    """
    of = of or year_targets(user, area, year)
    rule = thresholds(area, year)
    months = [
        month
        for month in Period.objects.filter(kind=PeriodKind.MONTH, year=year).order_by("number")
        if month.number % 3 == 0 and (period is None or month.end <= period.end)
    ]
    series = of.series[:limit]
    by_series: dict[int, list[TargetNow]] = {row.pk: [] for row in series}
    for target in of.held.values():
        if target.series_id in by_series:
            by_series[target.series_id].append(target)
    units = {target.unit_id for mine in by_series.values() for target in mine}
    values = values_for(user, series, units, [*months, *([period] if period else [])])
    rows = []
    for row in series:
        mine = by_series[row.pk]
        own = [target for target in mine if target.unit_id == area.pk]
        chosen = own or mine
        if not chosen:
            continue
        states = {month.number // 3: _quarter(month, row, chosen, values, rule) for month in months}
        rows.append(
            QuarterRow(
                row,
                area if own else None,
                tuple(
                    states.get(quarter) or QuarterState(quarter, "", 0, len(chosen))
                    for quarter in range(1, 5)
                ),
                _ratio_now(row, own, period, values),
                rule,
            )
        )
    return rows


def _quarter(
    month: Period,
    series: Series,
    held: list[TargetNow],
    values: dict[Key, Value],
    rule: Thresholds,
) -> QuarterState:
    states = []
    for target in held:
        value = values.get((series.pk, target.unit_id, month.pk))
        state = quarter_state(value, target, month, series.indicator.direction, rule)
        if state:
            states.append(state)
    whole = ""
    if "short" in states:
        whole = "short"
    elif len(states) == len(held):
        whole = "steady" if "steady" in states else "red"
    return QuarterState(month.number // 3, whole, len(states) - states.count("short"), len(held))


def quarter_state(
    value: Value | None, target: TargetNow, month: Period, direction: str, rule: Thresholds
) -> str:
    """Return "red", "steady" or "short" for a target at the end of a quarter, "" if untold.

    A target without a stretch is measured by its floor.
    """
    floor = planned(target, month, FLOOR)
    if value is None or value.number is None or floor is None:
        return ""
    plans = {FLOOR: floor, STRETCH: planned(target, month, STRETCH) or floor}
    red = kept(value.number, plans[rule.red_of].number, direction, rule.red_percent)
    steady = kept(value.number, plans[rule.steady_of].number, direction, rule.steady_percent)
    if red is None:
        return ""
    return "red" if red else "steady" if steady else "short"


def _ratio_now(
    series: Series, own: list[TargetNow], period: Period | None, values: dict[Key, Value]
) -> float | None:
    if not own or period is None:
        return None
    due = planned(own[0], period, FLOOR)
    value = values.get((series.pk, own[0].unit_id, period.pk))
    return rate(value, due.number) if due is not None else None
