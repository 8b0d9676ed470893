"""One unit on a ladder: what a wished-for place takes, held against the growth that all had."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from leitai.apps.benchmarks.models import NamedLadder, RankGoal
from leitai.apps.benchmarks.selectors.catching import FEW
from leitai.apps.benchmarks.selectors.figures import last_change
from leitai.apps.benchmarks.selectors.ladder_years import YearOfLadder, place_of
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.values import current_values, values_for
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import descendants
from leitai.engine.benchmark import required_growth
from leitai.engine.experience import Experience, GrowthPlace, growth_experience
from leitai.engine.ladder import Climb, Rung, build_ladder, to_place
from leitai.engine.quantity import Missing

#: Years to climb in where nobody asks for another number.
TERM = 2


@dataclass(frozen=True)
class Growths:
    """The growth a year that a climb takes and that there was, each with its place among all.

    ``own`` and ``holder`` are since the year before, None where a figure is missing or the
    territory changed. ``experience`` is of every unit with the ladder's series whose territory
    stayed, told as falls where less is better; None for too few.
    """

    own: float | None = None
    holder: float | None = None
    experience: Experience | None = None
    needed_place: GrowthPlace | None = None
    own_place: GrowthPlace | None = None

    @property
    def unheard_of(self) -> bool:
        """Whether the growth needed lies beyond all experience."""
        return self.needed_place is not None and self.needed_place.reach == "out_of_experience"


@dataclass(frozen=True)
class Focus:
    """One unit on the ladder: its rung among all, its way since the year before, its climb."""

    unit: Unit
    rung: Rung
    listed: bool
    place: int
    before: int
    climb: Climb | None
    wished: int
    years: int
    growths: Growths
    holder_changed: bool


def focus_on(
    user: Any,
    ladder: NamedLadder,
    key: str,
    units: Mapping[str, Unit],
    now: YearOfLadder,
    before: YearOfLadder | None,
    goal: RankGoal | None,
    changed: Collection[int],
    *,
    wished: int | None,
    years: int | None,
) -> Focus | None:
    """Look at one unit, or return None where it has no figure."""
    rung = next((r for r in now.whole.rungs if r.unit == key and r.value is not None), None)
    if rung is None:
        return None
    size, place = now.listed.ranked, place_of(now, key)
    if years is None:
        years = max(1, goal.by_year - now.year) if goal is not None else TERM
    if wished is None:
        wished = goal.place if goal is not None else max(1, min(place - 1, size))
    own = _growth(now, before, key, changed)
    climb, growths = None, Growths(own=own)
    if size and wished <= size:
        climb, holder = _climb(ladder, key, wished, years, now, before, changed)
        known = None
        if before is not None:
            known = growth_of_all(user, ladder.series, ladder.kinds, before.period, now.period,
                                  frozenset(changed))  # fmt: skip
        if known is not None and ladder.direction == Direction.LOWER:
            known = known.falls
        needed = climb.required_growth.number if climb.places else None
        growths = Growths(own, holder, known, _placed(known, needed), _placed(known, own))
    return Focus(
        units[key],
        rung,
        any(r.unit == key and r.place for r in now.listed.rungs),
        place,
        place_of(before, key) if before is not None else 0,
        climb,
        wished,
        years,
        growths,
        climb is not None and int(climb.holder) in changed,
    )


def _placed(known: Experience | None, rate: float | None) -> GrowthPlace | None:
    if known is None or rate is None:
        return None
    return known.place(-rate if known.falling else rate)


def _growth(
    now: YearOfLadder, before: YearOfLadder | None, key: str, changed: Collection[int]
) -> float | None:
    """Return the mean growth a year since the year before, None where it cannot be told."""
    if before is None or int(key) in changed:
        return None
    old, new = before.value_of(key), now.value_of(key)
    if old is None or new is None:
        return None
    rate = required_growth(old, new, now.year - before.year)
    return None if isinstance(rate, Missing) else rate.number


def _climb(
    ladder: NamedLadder,
    key: str,
    wished: int,
    years: int,
    now: YearOfLadder,
    before: YearOfLadder | None,
    changed: Collection[int],
) -> tuple[Climb, float | None]:
    """Return the climb with the holder moving on as it did since the year before."""
    others = {
        rung.unit: rung.value
        for rung in now.listed.rungs
        if rung.value is not None and rung.unit != key
    }
    rungs = build_ladder({**others, key: now.value_of(key)}, direction=ladder.direction, cuts=())
    wished = min(wished, rungs.ranked)
    still = to_place(rungs, key, wished, years=years)
    growth = _growth(now, before, still.holder, changed) if still.places else None
    if growth is None:
        return still, None
    return to_place(rungs, key, wished, years=years, holder_growth=growth), growth


def growth_of_all(
    user: Any,
    series: Series,
    kinds: Collection[str],
    before: Period,
    now: Period,
    changed: frozenset[int],
) -> Experience | None:
    """Return the growth a year that all units of a series had, or None for too few.

    Published figures are the same for all readers: what follows from them is kept until a value
    changes.
    """
    if series.authority.public:
        found = _published(series.pk, tuple(kinds), before.pk, now.pk, changed, last_change())
    else:
        found = _experience(user, series, kinds, before, now, changed)
    return found if len(found) >= FEW else None


@lru_cache(maxsize=8)
def _published(
    series_id: int,
    kinds: tuple[str, ...],
    before: int,
    now: int,
    changed: frozenset[int],
    _seen: Any,
) -> Experience:
    series = Series.objects.select_related("indicator__area").get(pk=series_id)
    periods = Period.objects.in_bulk([before, now])
    return _experience(None, series, kinds, periods[before], periods[now], changed)


def _experience(
    user: Any,
    series: Series,
    kinds: Collection[str],
    before: Period,
    now: Period,
    changed: frozenset[int],
) -> Experience:
    """Read both years of all units below the indicator's area; without a user, the published."""
    units = descendants(series.indicator.area, list(kinds) or None).values_list("pk", flat=True)
    ids = [pk for pk in units if pk not in changed]
    if user is None:
        values = current_values([series], ids, [before, now])
    else:
        values = values_for(user, [series], ids, [before, now])
    early, late = (
        {
            str(unit): value.number
            for (_series, unit, period), value in values.items()
            if period == each.pk and value.number is not None
        }
        for each in (before, now)
    )
    both = early.keys() & late.keys()
    return growth_experience(
        {key: early[key] for key in sorted(both)},
        {key: late[key] for key in both},
        years=now.year - before.year,
    )
