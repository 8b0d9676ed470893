"""Named ladders: the place of each unit in a list, its distances, and who moves between zones."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leitai.engine.benchmark import required_growth
from leitai.engine.quantity import Outcome
from leitai.engine.ranking import UNRANKED, rank
from leitai.engine.rounding import half_up

__all__ = [
    "Climb",
    "Ladder",
    "Move",
    "Rung",
    "build_ladder",
    "cuts_of_parts",
    "movements",
    "to_place",
]


@dataclass(frozen=True)
class Rung:
    """One unit on the ladder.

    ``above`` and ``below`` are the units on the neighbouring places (the first in the order given
    where several share one); distances are sizes without sign, and in percent of the neighbour's
    figure (None unless that is positive). ``zone`` counts from 1, the best; ``tied`` are the others
    on the same place. A unit without a figure has place 0, zone 0 and no neighbours.
    """

    unit: str
    place: int
    zone: int
    value: float | None
    tied: tuple[str, ...] = ()
    above: str | None = None
    distance_above: float | None = None
    percent_above: float | None = None
    below: str | None = None
    distance_below: float | None = None
    percent_below: float | None = None


@dataclass(frozen=True)
class Ladder:
    """The rungs from the first to the last, units without a figure at the end.

    ``cuts`` are the last places of all zones but the last: (10, 20) makes zones 1–10, 11–20, 21–.
    """

    rungs: tuple[Rung, ...]
    cuts: tuple[int, ...]
    direction: str
    decimals: int | None

    @property
    def ranked(self) -> int:
        """How many units have a place."""
        return sum(1 for rung in self.rungs if rung.place != UNRANKED)

    def rung(self, unit: str) -> Rung:
        """The rung of a unit; ``KeyError`` if it is not on the ladder."""
        for each in self.rungs:
            if each.unit == unit:
                return each
        raise KeyError(unit)

    def zone(self, number: int) -> tuple[Rung, ...]:
        """The rungs of a zone."""
        return tuple(rung for rung in self.rungs if rung.zone == number)


def cuts_of_parts(ranked: int, parts: int = 3) -> tuple[int, ...]:
    """Cuts that divide a ladder into equal parts; what is left over goes to the upper parts.

    23 units in thirds: 8, 8, 7, so the last third begins at place 17. ``ValueError`` unless there
    are 1 to ``ranked`` parts.
    """
    if not 1 <= parts <= max(1, ranked):
        raise ValueError(f"{ranked} units do not divide into {parts} parts")
    size, left = divmod(ranked, parts)
    return tuple(size * part + min(part, left) for part in range(1, parts))


def build_ladder(
    values: Mapping[str, float | None],
    *,
    direction: str = "higher_is_better",
    decimals: int | None = None,
    cuts: Sequence[int] | None = None,
    parts: int = 3,
) -> Ladder:
    """The ladder of one year. Figures are ranked as printed (rounded to ``decimals``).

    ``cuts`` are given places, else the ladder is divided into ``parts`` equal parts. Equal figures
    share a place and the next one is left free; a tie across a cut stands in the better zone.
    ``ValueError`` for cuts that do not rise from 1.
    """
    units = list(values)
    numbers = [_printed(values[unit], decimals) for unit in units]
    places = rank(numbers, direction=direction).tolist()
    ranked = sum(1 for place in places if place != UNRANKED)
    if cuts is None:
        cuts = cuts_of_parts(ranked, parts) if ranked >= parts else ()
    if any(b <= a for a, b in zip((0, *cuts), cuts, strict=False)):
        raise ValueError(f"cuts must be places that rise from 1, not {tuple(cuts)}")
    at: dict[int, list[int]] = {}
    for index, place in enumerate(places):
        if place != UNRANKED:
            at.setdefault(place, []).append(index)
    listed = sorted(at)
    rungs = []
    for position, place in enumerate(listed):
        better = at[listed[position - 1]][0] if position else None
        worse = at[listed[position + 1]][0] if position + 1 < len(listed) else None
        for index in at[place]:
            own = numbers[index]
            rungs.append(
                Rung(
                    units[index],
                    place,
                    1 + sum(1 for cut in cuts if place > cut),
                    own,
                    tuple(units[other] for other in at[place] if other != index),
                    *_distance(units, numbers, own, better),
                    *_distance(units, numbers, own, worse),
                )
            )
    rungs += [Rung(units[i], UNRANKED, 0, None) for i, p in enumerate(places) if p == UNRANKED]
    return Ladder(tuple(rungs), tuple(cuts), direction, decimals)


def _printed(value: float | None, decimals: int | None) -> float:
    return math.nan if value is None else half_up(value, decimals)


def _distance(
    units: Sequence[str], numbers: Sequence[float], own: float, other: int | None
) -> tuple[str | None, float | None, float | None]:
    if other is None:
        return None, None, None
    size = half_up(abs(numbers[other] - own), 9)
    return units[other], size, size / numbers[other] * 100 if numbers[other] > 0 else None


@dataclass(frozen=True)
class Climb:
    """What it takes to stand at a wished-for place.

    ``holder`` is the unit there now, ``distance`` the size of what lies between (0 when the unit
    stands there or better), ``places`` how many places lie between, ``required_growth`` the growth
    a year that draws level with the holder in the years asked for.
    """

    unit: str
    place: int
    wished: int
    places: int
    holder: str
    holder_value: float
    distance: float
    required_growth: Outcome


def to_place(
    ladder: Ladder, unit: str, wished: int, *, years: float = 1, holder_growth: float = 0.0
) -> Climb:
    """What it takes for a unit to stand level with the holder of a place.

    ``holder_growth`` (percent a year) lets the holder move on. Where a tie leaves the place free,
    the holder is the unit on the place before it. Drawing level with the holder shares its place.

    Raises ``KeyError`` for a unit that is not on the ladder, ``ValueError`` for one without a
    figure or a place that the ladder does not have.
    """
    rung = ladder.rung(unit)
    if rung.value is None:
        raise ValueError(f"{unit} has no figure")
    if not 1 <= wished <= ladder.ranked:
        raise ValueError(f"the ladder has places 1 to {ladder.ranked}, not {wished}")
    holder = next(
        each
        for each in reversed(ladder.rungs)
        if each.place != UNRANKED and each.place <= wished and each.value is not None
    )
    first = next(each for each in ladder.rungs if each.place == holder.place)
    assert first.value is not None
    there = rung.place <= wished
    return Climb(
        unit,
        rung.place,
        wished,
        0 if there else rung.place - wished,
        first.unit,
        first.value,
        0.0 if there else half_up(abs(first.value - rung.value), 9),
        required_growth(rung.value, first.value, years, benchmark_growth=holder_growth),
    )


MoveKind = Literal["entered", "left", "up", "down", "same"]


@dataclass(frozen=True)
class Move:
    """One unit from one year to a later one.

    ``places`` is positive for up, None where it has no place in either year; ``kind`` speaks of
    places, ``zone_kind`` of zones (``up`` is into a better one). ``entered`` and ``left`` are for
    units with a place in one of the two years only.
    """

    unit: str
    place_before: int
    place_after: int
    places: int | None
    kind: MoveKind
    zone_before: int
    zone_after: int
    zone_kind: MoveKind
    value_before: float | None
    value_after: float | None


def movements(before: Ladder, after: Ladder) -> tuple[Move, ...]:
    """How each unit moved, in the order of the later ladder, those that left at the end.

    Units without a place in both years are left out.
    """
    old = {rung.unit: rung for rung in before.rungs}
    new = {rung.unit: rung for rung in after.rungs}
    found = []
    for unit in (*new, *(unit for unit in old if unit not in new)):
        a = old.get(unit, Rung(unit, UNRANKED, 0, None))
        b = new.get(unit, Rung(unit, UNRANKED, 0, None))
        if a.place == b.place == UNRANKED:
            continue
        found.append(
            Move(
                unit,
                a.place,
                b.place,
                a.place - b.place if a.place and b.place else None,
                _kind(a.place, b.place),
                a.zone,
                b.zone,
                _kind(a.zone, b.zone),
                a.value,
                b.value,
            )
        )
    return tuple(found)


def _kind(before: int, after: int) -> MoveKind:
    if not before:
        return "entered"
    if not after:
        return "left"
    if before == after:
        return "same"
    return "up" if after < before else "down"
