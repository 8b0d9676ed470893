"""How far each target has come: beside what was due, month by month and quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors.planned import Figure, planned
from leitai.apps.goals.selectors.targets import FLOOR, STRETCH, TargetNow, targets_for
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.values import Value, values_for
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.units.models import Unit
from leitai.engine.pace import completion_rate
from leitai.engine.quantity import Quantity


@dataclass(frozen=True)
class PaceLine:
    """A target beside what was due and reached; rates in percent, None where they cannot be told.

    ``due`` carries the words how the planned figure came about. ``behind`` is the floor's plan not
    kept, seen in the indicator's direction.
    """

    unit: Unit
    series: Series
    target: TargetNow
    due: Figure | None
    due_stretch: Figure | None
    value: Value | None
    of_floor: float | None
    of_stretch: float | None
    behind: bool

    @property
    def planned(self) -> float | None:
        """What the floor target plans for the period."""
        return self.due.number if self.due is not None else None


@dataclass(frozen=True)
class QuarterState:
    """A quarter of a target (季季红): ``met`` is None while it cannot be told."""

    quarter: int
    planned: float | None
    value: float | None
    met: bool | None


def rate(value: Value | None, plan: float | None) -> float | None:
    """Return value ÷ plan in percent, or None without one or with a plan of zero or less."""
    if value is None or value.number is None or plan is None:
        return None
    found = completion_rate(value.number, plan)
    return found.number if isinstance(found, Quantity) else None


def kept(number: float, plan: float, direction: str) -> bool | None:
    """Tell whether a plan was kept in the indicator's direction; None without a direction."""
    if direction == Direction.NONE:
        return None
    return number <= plan if direction == Direction.LOWER else number >= plan


def _series_with_targets(area: Unit, year: int) -> list[Series]:
    return list(
        Series.objects.filter(
            indicator__area=area, pk__in=Target.objects.filter(year=year).values("series_id")
        )
        .select_related("indicator", "extent", "authority")
        .order_by("indicator__position", "pk")
    )


def pace(
    user: Any, area: Unit, period: Period, *, units: Iterable[Unit] | None = None
) -> list[PaceLine]:
    """Return all targets of an area that the user may see, beside what a period was to reach."""
    series = {row.pk: row for row in _series_with_targets(area, period.year)}
    held = targets_for(user, series, units, period.year)
    rows = {unit.pk: unit for unit in Unit.objects.filter(pk__in={unit for _s, unit in held})}
    values = values_for(user, series, rows, [period])
    lines = []
    for (series_id, unit_id), target in held.items():
        value = values.get((series_id, unit_id, period.pk))
        due = planned(target, period, FLOOR)
        due_stretch = planned(target, period, STRETCH)
        row = series[series_id]
        reached = value.number if value is not None else None
        on_plan = (
            kept(reached, due.number, row.indicator.direction)
            if reached is not None and due is not None
            else None
        )
        lines.append(
            PaceLine(
                unit=rows[unit_id],
                series=row,
                target=target,
                due=due,
                due_stretch=due_stretch,
                value=value,
                of_floor=rate(value, target.floor),
                of_stretch=rate(value, target.stretch),
                behind=on_plan is False,
            )
        )
    order = {pk: at for at, pk in enumerate(series)}
    lines.sort(key=lambda line: (order[line.series.pk], line.unit.position, line.unit.pk))
    return lines


def quarters(user: Any, target: TargetNow) -> list[QuarterState]:
    """Return the four quarters of a target: what their last month planned, reached, and if kept."""
    months = {
        period.number: period
        for period in Period.objects.filter(kind=PeriodKind.MONTH, year=target.year)
        if period.number % 3 == 0
    }
    values = values_for(user, [target.series_id], [target.unit_id], months.values())
    direction = Series.objects.values_list("indicator__direction", flat=True).get(
        pk=target.series_id
    )
    states = []
    for quarter in range(1, 5):
        period = months.get(quarter * 3)
        due = planned(target, period) if period is not None else None
        value = (
            values.get((target.series_id, target.unit_id, period.pk))
            if period is not None
            else None
        )
        number = value.number if value is not None else None
        states.append(
            QuarterState(
                quarter,
                due.number if due is not None else None,
                number,
                kept(number, due.number, direction)
                if number is not None and due is not None
                else None,
            )
        )
    return states
