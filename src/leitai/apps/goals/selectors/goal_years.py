"""A target goal year by year: its floor, its stretch, and what each year reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leitai.apps.goals.models import GoalNode, Phase
from leitai.apps.goals.selectors.progress import PaceLine
from leitai.apps.goals.selectors.targets import TargetNow, targets_for
from leitai.apps.indicators.selectors.values import values_for
from leitai.apps.periods.models import Period, PeriodKind


@dataclass(frozen=True)
class GoalYear:
    """One year of a goal: its phase, its target, and the target beside what was reached.

    ``target`` is None where none is set or the reader may not see it, ``line`` for years to come
    as well.
    """

    year: int
    phase: Phase | None
    target: TargetNow | None
    line: PaceLine | None


def years_of(user: Any, node: GoalNode, now: Period | None) -> list[GoalYear]:
    """Return the years of a goal that stands for a series of a unit; none for other goals.

    Years before that of ``now`` are told by their December, its own year by ``now``.
    """
    if node.series is None or node.unit is None:
        return []
    years = range(node.first_year, node.last_year + 1)
    phases = list(Phase.objects.filter(area=node.area))
    ended = Period.objects.filter(kind=PeriodKind.MONTH, number=12, year__in=years)
    if now is not None:
        ended = ended.filter(year__lt=now.year)
    months = {month.year: month for month in ended} if now is not None else {}
    if now is not None and now.year in years:
        months[now.year] = now
    values = values_for(user, [node.series], [node.unit], months.values())
    found = []
    for year in years:
        target = targets_for(user, [node.series], [node.unit], year).get(
            (node.series.pk, node.unit.pk)
        )
        month = months.get(year)
        line = None
        if target is not None and month is not None:
            value = values.get((node.series.pk, node.unit.pk, month.pk))
            line = PaceLine(node.unit, node.series, target, month, value)
        phase = next((p for p in phases if p.first_year <= year <= p.last_year), None)
        found.append(GoalYear(year, phase, target, line))
    return found
