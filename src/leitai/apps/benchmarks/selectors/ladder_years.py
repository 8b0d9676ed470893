"""The years of a ladder: who may stand on it, their figures, and their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from leitai.apps.benchmarks.measures import in_measure
from leitai.apps.benchmarks.models import NamedLadder
from leitai.apps.indicators.models import Batch, Revision, Series
from leitai.apps.indicators.selectors import values_for
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import descendants
from leitai.engine.gaps import place_among
from leitai.engine.ladder import Ladder, build_ladder


@dataclass(frozen=True)
class YearOfLadder:
    """The ladder of one year; units are named by their keys as text.

    ``listed`` holds who stands on it, ``whole`` everybody that could and the guest beside them.
    """

    year: int
    period: Period
    listed: Ladder
    whole: Ladder
    revisions: dict[str, int]
    guest: str
    guest_place: int

    def value_of(self, key: str) -> float | None:
        """Return the figure of a unit, None where it has none."""
        return next((rung.value for rung in self.whole.rungs if rung.unit == key), None)


def periods_of_ladder(user: Any, ladder: NamedLadder) -> list[Period]:
    """Return the years with figures open to the user, the newest first."""
    some = Revision.objects.visible_to(user).filter(
        series=ladder.series_id, period_id=OuterRef("pk"), batch__state=Batch.State.ACCEPTED
    )
    periods = Period.objects.filter(Exists(some), kind=PeriodKind.YEAR).order_by("-start")
    return list(periods.filter(year__in=ladder.years) if ladder.years else periods)


def units_of_ladder(ladder: NamedLadder) -> tuple[dict[str, Unit], frozenset[str]]:
    """Return who may stand on the ladder and the guest, by key; and who of them are strangers.

    Strangers are the guest and named members that do not lie below the pool.
    """
    members = list(ladder.members.all())
    pool = descendants(ladder.pool, ladder.kinds or None)
    strangers = set()
    if members:
        inside = set(
            descendants(ladder.pool)
            .filter(pk__in=[m.pk for m in members])
            .values_list("pk", flat=True)
        )
        strangers = {str(unit.pk) for unit in members if unit.pk not in inside}
    found = members or list(pool)
    if ladder.guest is not None:
        found.append(ladder.guest)
        strangers.add(str(ladder.guest_id))
    return {str(unit.pk): unit for unit in found}, frozenset(strangers)


def read_years(
    user: Any, ladder: NamedLadder, units: dict[str, Unit], periods: list[Period]
) -> list[YearOfLadder]:
    """Read the figures of the years and build their ladders."""
    guest = str(ladder.guest_id) if ladder.guest_id else ""
    ours = [unit.pk for key, unit in units.items() if key != guest]
    values = values_for(user, [ladder.series], ours, periods)
    own = {}
    if ladder.guest is not None and ladder.guest_series is not None:
        own = values_for(user, [ladder.guest_series], [ladder.guest], periods)
    found = []
    for period in periods:
        figures: dict[str, float | None] = {}
        revisions: dict[str, int] = {}
        for key in units:
            series = ladder.guest_series if key == guest else ladder.series
            assert series is not None
            value = (own if key == guest else values).get((series.pk, int(key), period.pk))
            if value is not None and value.number is not None:
                figures[key] = _shown(ladder, series, value.number)
                revisions[key] = value.revision_id
        found.append(_year(ladder, period, figures, revisions, guest))
    return found


def _shown(ladder: NamedLadder, series: Series, number: float) -> float:
    return in_measure(number, series.indicator.measure, ladder.measure)


def _year(
    ladder: NamedLadder,
    period: Period,
    figures: dict[str, float | None],
    revisions: dict[str, int],
    guest: str,
) -> YearOfLadder:
    pool = {key: figure for key, figure in figures.items() if key != guest}
    cuts = tuple(ladder.cuts) or None
    whole = build_ladder(figures, direction=ladder.direction, cuts=())
    among = build_ladder(pool, direction=ladder.direction, cuts=())
    if ladder.top is not None:
        pool = {r.unit: r.value for r in among.rungs if 0 < r.place <= ladder.top}
    listed = build_ladder(pool, direction=ladder.direction, cuts=cuts)
    numbers = [rung.value for rung in among.rungs if rung.value is not None]
    place = place_among(numbers, figures.get(guest), direction=ladder.direction)
    return YearOfLadder(period.year, period, listed, whole, revisions, guest, place)


def place_of(year: YearOfLadder, key: str) -> int:
    """Return the place of a unit among all that could stand on the ladder, the guest not counted.

    0 where it has no figure.
    """
    if key == year.guest:
        return year.guest_place
    rung = next((each for each in year.whole.rungs if each.unit == key), None)
    if rung is None or not rung.place:
        return 0
    ahead = 0 < year.guest_place <= rung.place and any(
        each.unit == year.guest and each.place < rung.place for each in year.whole.rungs
    )
    return rung.place - (1 if ahead else 0)
