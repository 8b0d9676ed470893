"""How the gap of the leading item went: when the benchmark was chosen, since, and by the plan."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.apps.benchmarks.models import BenchmarkPair
from leitai.apps.benchmarks.selectors.catching import Catching
from leitai.apps.benchmarks.selectors.figures import Figure, Frame, LeadHistory, figure_of
from leitai.apps.periods.models import Period
from leitai.engine.quantity import Quantity

#: Periods that a page shows: a year of months and the one they began from.
MOST = 13


@dataclass(frozen=True)
class Point:
    """Both sides in one period; ``period`` is None for a year of the plan.

    ``baseline``: the last period that was over when the benchmark was confirmed. A point of the
    plan holds the unit's target beside what the benchmark has now.
    """

    year: int
    period: Period | None
    own: Figure
    theirs: Figure
    baseline: bool = False

    @property
    def percent(self) -> float:
        """The own figure in percent of the benchmark's."""
        return _number(self.own) / _number(self.theirs) * 100


def _number(figure: Figure) -> float:
    assert figure.number is not None
    return figure.number


def course(
    base: Frame,
    extent: int,
    benchmark: int,
    history: LeadHistory,
    chosen: BenchmarkPair | None,
    found: Catching | None,
) -> tuple[Point, ...]:
    """Return the points in which both sides have a figure, oldest first, then those of the plan.

    Empty where there are fewer than two: a course takes a beginning and an end.
    """
    lead = base.lead
    if lead is None:
        return ()
    own_row, their_row = base.own.get((lead.pk, extent)), base.theirs.get(lead.pk)
    if own_row is None or their_row is None:
        return ()
    points: list[Point] = []
    for period in reversed(history.periods):
        ours, others = (own_row.pk, base.unit.pk, period.pk), (their_row.pk, benchmark, period.pk)
        own, theirs = (
            figure_of(history.values.get(key), row, lead.measure, history.shown.get(key))
            for key, row in ((ours, own_row), (others, their_row))
        )
        if own.number is not None and theirs.number:
            points.append(Point(period.year, period, own, theirs))
    day = chosen.decided_at.date() if chosen is not None and chosen.decided_at else None
    over = [at for at, one in enumerate(points) if day and one.period and one.period.end < day]
    if over:
        at = over[-1]
        points[at] = Point(
            points[at].year, points[at].period, points[at].own, points[at].theirs, baseline=True
        )
        points = points[min(at, max(len(points) - MOST, 0)) :]
    else:
        points = points[-MOST:]
    if points and found is not None:
        name = dict(base.extents).get(extent, "")
        points += [
            Point(one.year, None, Figure(Quantity(one.amount)), points[-1].theirs)
            for one in found.of("target")
            if one.year is not None and (not one.extent or one.extent == name)
        ]
    return tuple(points) if len(points) > 1 else ()
