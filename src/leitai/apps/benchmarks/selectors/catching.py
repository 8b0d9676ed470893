"""Catching up: the growth it takes, whether it comes, and whether anybody ever had such growth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from leitai.apps.benchmarks.measures import in_measure
from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.figures import Crowd, Figure, Frame, LeadHistory
from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors import targets_for
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.periods.models import Period
from leitai.engine.benchmark import CatchUp, catch_up, required_growth
from leitai.engine.experience import Experience, GrowthPlace, growth_experience
from leitai.engine.quantity import Missing

#: With fewer units no percentile is shown: each would be one unit's own history.
FEW = 30


@dataclass(frozen=True)
class Growth:
    """Growth a year in percent, and over how many years it is the mean."""

    rate: float
    years: int


@dataclass(frozen=True)
class Wanted:
    """A growth that would be needed: for what, from which figure, and where it stands.

    ``kind`` is ``level`` (draw level with the benchmark where it stands), ``moving`` (while it
    grows on) or ``target`` (a target of the unit).
    """

    kind: str
    rate: float
    place: GrowthPlace | None
    years: int
    amount: float
    extent: str = ""
    own: float | None = None
    target_id: int | None = None
    year: int | None = None

    @property
    def unheard_of(self) -> bool:
        """Whether the rate lies beyond all experience."""
        return self.place is not None and self.place.reach == "out_of_experience"


@dataclass(frozen=True)
class Catching:
    """What it takes to draw level in the leading item.

    ``still`` and ``moving`` follow the unit's present growth, with the benchmark standing and
    growing on as it does; None where a rate is unknown.
    """

    item: BenchmarkItem
    own: Figure
    theirs: Figure
    ahead: bool
    term: int
    own_growth: Growth | None
    their_growth: Growth | None
    wanted: tuple[Wanted, ...]
    still: CatchUp | None
    moving: CatchUp | None
    path_still: CatchUp | None
    path_moving: CatchUp | None
    experience: Experience | None
    own_place: GrowthPlace | None

    def of(self, kind: str) -> list[Wanted]:
        return [one for one in self.wanted if one.kind == kind]


def experience_of(everyone: Crowd, item: BenchmarkItem) -> Experience | None:
    """Return the growth that all candidates had in the leading item, or None for too few."""
    if not everyone.before or everyone.years < 1:
        return None
    found = _experience(everyone, item)
    return found if len(found) >= FEW else None


@lru_cache(maxsize=8)
def _experience(everyone: Crowd, item: BenchmarkItem) -> Experience:
    """Compute the history once for a crowd."""
    known = everyone.of(item)
    early: dict[str, float | None] = {str(u): number for u, number in everyone.before.items()}
    late: dict[str, float | None] = {unit: known.get(int(unit)) for unit in early}
    return growth_experience(early, late, years=everyone.years)


def catching(
    user: Any,
    base: Frame,
    extent: int,
    own: Mapping[int, Mapping[int, Figure]],
    theirs: tuple[int, Mapping[int, Figure]],
    everyone: Crowd,
    period: Period,
    history: LeadHistory,
) -> Catching | None:
    """Return the catch-up of the leading item, or None where either figure is missing."""
    lead = base.lead
    if lead is None:
        return None
    benchmark_id, figures = theirs
    mine, other = own.get(extent, {}).get(lead.pk), figures.get(lead.pk)
    if mine is None or other is None or mine.number is None or other.number is None:
        return None
    a, b = mine.number, other.number
    direction = "lower_is_better" if lead.direction == Direction.LOWER else "higher_is_better"
    ahead = a >= b if direction == "higher_is_better" else a <= b
    own_growth = _own_growth(base, extent, mine, period, history)
    their_growth = _their_growth(everyone, lead, benchmark_id)
    known = experience_of(everyone, lead)
    term = base.field.term

    def place(rate: float) -> GrowthPlace | None:
        return known.place(rate) if known is not None else None

    wanted: list[Wanted] = []
    if not ahead:
        rates = {"level": 0.0} | ({"moving": their_growth.rate} if their_growth else {})
        for kind, growth in rates.items():
            needed = required_growth(a, b, term, benchmark_growth=growth)
            if not isinstance(needed, Missing):
                amount = b * (1 + growth / 100) ** term
                wanted.append(
                    Wanted(kind, needed.number, place(needed.number), term, amount, own=a)
                )
    wanted += _targets(user, base, own, period, place)

    def follow(moving: bool, *, needed: bool = False) -> CatchUp | None:
        theirs_rate = their_growth.rate if moving and their_growth else 0.0
        if moving and their_growth is None:
            return None
        if needed:
            found = catch_up(a, b, within=term, benchmark_growth=theirs_rate, direction=direction)
        elif own_growth is not None:
            found = catch_up(
                a,
                b,
                own_growth=own_growth.rate,
                benchmark_growth=theirs_rate,
                direction=direction,
            )
        else:
            return None
        return None if isinstance(found, Missing) else found

    return Catching(
        item=lead,
        own=mine,
        theirs=other,
        ahead=ahead,
        term=term,
        own_growth=own_growth,
        their_growth=their_growth,
        wanted=tuple(wanted),
        still=follow(False),
        moving=follow(True),
        path_still=None if ahead else follow(False, needed=True),
        path_moving=None if ahead else follow(True, needed=True),
        experience=known,
        own_place=place(own_growth.rate) if own_growth else None,
    )


def _own_growth(
    base: Frame, extent: int, mine: Figure, period: Period, history: LeadHistory
) -> Growth | None:
    """Return the unit's growth on the year before, under the same extent."""
    lead = base.lead
    series = base.own.get((lead.pk, extent)) if lead is not None else None
    year, number = period.year - 1, period.number
    earlier = next((p for p in history.calendar if (p.year, p.number) == (year, number)), None)
    if series is None or lead is None or earlier is None or mine.number is None:
        return None
    value = history.values.get((series.pk, base.unit.pk, earlier.pk))
    if value is None or value.number is None:
        return None
    before = in_measure(value.number, series.indicator.measure, lead.measure)
    rate = required_growth(before, mine.number, 1)
    return None if isinstance(rate, Missing) else Growth(rate.number, 1)


def _their_growth(everyone: Crowd, lead: BenchmarkItem, benchmark_id: int) -> Growth | None:
    """Return the benchmark's mean growth a year since its earlier figure."""
    before, after = everyone.before.get(benchmark_id), everyone.of(lead).get(benchmark_id)
    if before is None or after is None or everyone.years < 1:
        return None
    rate = required_growth(before, after, everyone.years)
    return None if isinstance(rate, Missing) else Growth(rate.number, everyone.years)


def _targets(
    user: Any,
    base: Frame,
    own: Mapping[int, Mapping[int, Figure]],
    period: Period,
    place: Any,
) -> list[Wanted]:
    """Return the growth that the unit's own later targets need, from each extent's figure.

    A plan seldom says which extent its target means, so every one is told.
    """
    lead = base.lead
    if lead is None:
        return []
    rows = {row.pk: row for (item, _extent), row in base.own.items() if item == lead.pk}
    years = sorted(
        set(
            Target.objects.filter(
                series__in=rows, unit=base.unit, year__gt=period.year
            ).values_list("year", flat=True)
        )
    )
    found: list[Wanted] = []
    for year in years:
        for (series_id, _unit), target in sorted(
            targets_for(user, rows, [base.unit.pk], year).items()
        ):
            amount = in_measure(target.floor, rows[series_id].indicator.measure, lead.measure)
            for extent, name in base.extents:
                mine = own.get(extent, {}).get(lead.pk)
                if mine is None or mine.number is None:
                    continue
                needed = required_growth(mine.number, amount, year - period.year)
                if isinstance(needed, Missing):
                    continue
                found.append(
                    Wanted(
                        "target",
                        needed.number,
                        place(needed.number),
                        year - period.year,
                        amount,
                        name,
                        mine.number,
                        target.target_id,
                        year,
                    )
                )
    return found
