"""Which benchmarks to choose from: better in what counts, alike in the traits picked, in reach.

Every suggestion carries its reasons as data and in words. The order depends neither on the order of
the units nor on the units of measure: distances are ratios to the robust spread of each trait.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from leitai.engine.benchmark import years_to_catch_up
from leitai.engine.gaps import GapIndicator, place_among
from leitai.engine.quantity import Missing
from leitai.engine.rounding import format_number, half_up
from leitai.engine.scheme.problems import Words
from leitai.engine.suggestion import (
    TIERS,
    Excluded,
    Merit,
    Reachable,
    Suggestion,
    Suggestions,
    Tier,
    Trait,
    TraitDistance,
)
from leitai.engine.table import Table

__all__ = ["suggest_benchmarks"]

_IQR_OF_NORMAL: Final = 1.3489795003921634
OTHER_LABEL: Final = 2.0
"""Distance of two units that differ in a trait which is a label, such as terrain."""


def suggest_benchmarks(
    table: Table,
    unit: str,
    reach: Reachable,
    *,
    better: Sequence[GapIndicator] = (),
    alike: Sequence[Trait] = (),
    labels: Mapping[str, Mapping[str, str]] | None = None,
    limit: int = 5,
    leave_out: Sequence[str] = (),
) -> Suggestions:
    """Candidates of the table for benchmarks of ``unit``, by tier, the most alike first.

    A candidate must be better than the unit in the reach indicator and in every indicator of
    ``better``. A candidate without one of the figures or traits asked for is listed as excluded,
    with the reason; a trait that the unit itself lacks is not counted, and a note says so.
    ``labels[trait][unit]`` holds the words of label traits. ``limit`` is for each tier.

    Raises ``KeyError`` for an unknown unit or column and ``ValueError`` when the unit's own figure
    in an indicator asked for is missing or (for the reach indicator) not positive.
    """
    if limit < 1:
        raise ValueError("limit must be 1 or more")
    search = _Search(table, unit, reach, better, alike, labels or {})
    barred = {unit, *leave_out}
    others = sorted(name for name in table.units if name not in barred)
    found: list[Suggestion] = []
    for name in others:
        each = search.candidate(name)
        if each is not None:
            found.append(each)
    tiers: dict[Tier, tuple[Suggestion, ...]] = {}
    for tier in TIERS:
        tiers[tier] = _ordered([each for each in found if each.tier == tier])[:limit]
    return Suggestions(
        tiers["near"], tiers["middle"], tiers["far"],
        len(others), len(found), tuple(search.excluded), tuple(search.notes),
    )  # fmt: skip


def _ordered(found: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """By distance and name, each knowing the others at its distance."""
    groups: dict[float, list[Suggestion]] = {}
    for each in found:
        groups.setdefault(each.distance, []).append(each)
    ordered = []
    for distance in sorted(groups):
        same = sorted(groups[distance], key=lambda each: each.unit)
        for each in same:
            tied = tuple(other.unit for other in same if other is not each)
            ordered.append(Suggestion(**{**each.__dict__, "tied": tied}) if tied else each)
    return tuple(ordered)


class _Search:
    """Judges one candidate after the other."""

    def __init__(
        self,
        table: Table,
        unit: str,
        reach: Reachable,
        better: Sequence[GapIndicator],
        alike: Sequence[Trait],
        labels: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.table, self.unit, self.reach, self.labels = table, unit, reach, labels
        self.excluded: list[Excluded] = []
        self.notes: list[Words] = []
        seen = {reach.indicator.id: reach.indicator}
        for indicator in better:
            if indicator.direction == "none":
                raise ValueError(f"{indicator.id!r} has no better side")
            seen.setdefault(indicator.id, indicator)
        self.better = tuple(seen.values())
        self.own: dict[str, float] = {}
        for indicator in self.better:
            number = table.cell(unit, indicator.id).number
            if number is None:
                raise ValueError(f"{unit} has no figure of {indicator.name}")
            self.own[indicator.id] = number
        if self.own[reach.indicator.id] <= 0:
            raise ValueError(f"{reach.indicator.name} of {unit} is not positive")
        column = table.column(reach.indicator.id)
        self.all = column[~np.isnan(column)].tolist()
        self.traits: list[tuple[Trait, float | str, float]] = []
        for trait in alike:
            self._add(trait)

    def _add(self, trait: Trait) -> None:
        """Take a trait with the unit's own figure and its robust spread over all units."""
        own = self._of(self.unit, trait)
        if own is None:
            self.notes.append(
                Words(
                    f"本单位没有{trait.name}，未按它比较。",
                    f"The unit itself has no {_en(trait.name)}: not compared.",
                )
            )
            return
        if trait.scale == "label":
            self.traits.append((trait, own, 1.0))
            return
        figures = [self._of(name, trait) for name in sorted(self.table.units)]
        spread = _spread([_scaled(x, trait) for x in figures if x is not None])
        if spread == 0:
            self.notes.append(
                Words(
                    f"各单位的{trait.name}几乎一样，未按它比较。",
                    f"All units are nearly the same in {_en(trait.name)}: not compared.",
                )
            )
            return
        self.traits.append((trait, own, spread))

    def _of(self, name: str, trait: Trait) -> float | str | None:
        """A unit's figure or word for a trait; None where it has none that the scale can use."""
        if trait.scale == "label":
            return self.labels.get(trait.id, {}).get(name) or None
        number = self.table.cell(name, trait.id).number
        return None if number is None or (trait.scale == "log" and number <= 0) else number

    def candidate(self, name: str) -> Suggestion | None:
        """The suggestion, or None for a unit that is not better or cannot be judged."""
        merits = []
        for indicator in self.better:
            own, other = self.own[indicator.id], self.table.cell(name, indicator.id).number
            if other is None:
                self._exclude(name, indicator.name)
                return None
            if not (other > own if indicator.direction == "higher_is_better" else other < own):
                return None
            if indicator is self.reach.indicator and not self._far_enough(name, own, other):
                return None
            merits.append(Merit(indicator, own, other, other / own * 100 if own > 0 else None))
        traits = []
        for trait, mine, spread in self.traits:
            theirs = self._of(name, trait)
            if theirs is None:
                self._exclude(name, trait.name)
                return None
            traits.append(TraitDistance(trait, mine, theirs, _apart(trait, mine, theirs, spread)))
        return self._suggestion(name, tuple(merits), tuple(traits))

    def _far_enough(self, name: str, own: float, other: float) -> bool:
        """Whether the lead in the reach indicator is worth the name; else it is excluded."""
        lead, least = abs(other - own) / own * 100, self.reach.least_lead
        if half_up(lead, 9) >= least:
            return True
        shown = format_number(lead, 2), format_number(least, None)
        reason = Words(
            f"只领先 {shown[0]}%，不足 {shown[1]}%",
            f"only {shown[0]} % ahead, less than {shown[1]} %",
        )
        self.excluded.append(Excluded(name, reason))
        return False

    def _exclude(self, name: str, what: str) -> None:
        self.excluded.append(Excluded(name, Words(f"缺{what}", f"no {_en(what)}")))

    def _suggestion(
        self, name: str, merits: tuple[Merit, ...], traits: tuple[TraitDistance, ...]
    ) -> Suggestion | None:
        reach = self.reach
        own, value = merits[0].own, merits[0].candidate
        found = years_to_catch_up(
            own,
            value,
            own_growth=reach.growth,
            benchmark_growth=reach.benchmark_growth,
            direction=reach.indicator.direction,
        )
        if isinstance(found, Missing):
            self.excluded.append(Excluded(name, Words(found.zh, found.en)))
            return None
        years = found[1]
        tier: Tier = "far"
        if years is not None and half_up(years, 9) <= reach.middle:
            tier = "near" if half_up(years, 9) <= reach.near else "middle"
        weight = sum(each.trait.weight for each in traits)
        distance = sum(each.distance * each.trait.weight for each in traits) / (weight or 1.0)
        place = place_among(self.all, value, direction=reach.indicator.direction)
        percent = value / own * 100
        reasons = (*_trait_words(traits), _reach_words(reach, tier, years, percent))
        return Suggestion(
            name, tier, half_up(distance, 6), own, value, percent, years, place, tier != "far",
            merits, traits, (), reasons,
        )  # fmt: skip


def _scaled(figure: float | str, trait: Trait) -> float:
    number = float(figure)
    return math.log(number) if trait.scale == "log" else number


def _spread(numbers: Sequence[float]) -> float:
    """Robust standard deviation: the quartile distance over that of a normal distribution.

    Where half of the units are the same, the standard deviation takes its place.
    """
    if len(numbers) < 2:
        return 0.0
    array = np.sort(np.asarray(numbers, dtype=np.float64))
    low, high = np.percentile(array, [25, 75])
    scale = float(max(abs(array[0]), abs(array[-1]), 1e-300))
    for spread in (float(high - low) / _IQR_OF_NORMAL, float(array.std())):
        if spread > 1e-9 * scale:
            return spread
    return 0.0


def _apart(trait: Trait, own: float | str, other: float | str, spread: float) -> float:
    if trait.scale == "label":
        return 0.0 if own == other else OTHER_LABEL
    # Rounded, so that another unit of measure cannot change the order by binary noise.
    return half_up(abs(_scaled(own, trait) - _scaled(other, trait)) / spread, 9)


# -- in words --------------------------------------------------------------------------------------


def _en(name: str) -> str:
    """The English name where the name knows one (:class:`Words`)."""
    return name.en if isinstance(name, Words) else name


def _both(each: TraitDistance, between: str, *, english: bool = False) -> str:
    """Both sides of a trait, with the unit of measure."""

    def shown(figure: float | str) -> str:
        if isinstance(figure, str):
            return _en(figure) if english else str(figure)
        return format_number(figure, each.trait.decimals)

    return f"{shown(each.own)}{between}{shown(each.candidate)}{each.trait.unit}"


def _trait_words(traits: Sequence[TraitDistance]) -> list[Words]:
    """Which traits are alike and which are not, each with both figures."""
    found = []
    for good, zh, en in ((True, "相近", "alike in"), (False, "不同", "unlike in")):
        same = [each for each in traits if each.alike is good]
        if same:
            chinese = "，".join(f"{each.trait.name}{zh}（{_both(each, '、')}）" for each in same)
            english = ", ".join(
                f"{_en(each.trait.name)} ({_both(each, ' and ', english=True)})" for each in same
            )
            found.append(Words(chinese, f"{en} {english}"))
    return found


def _reach_words(reach: Reachable, tier: Tier, years: float | None, percent: float) -> Words:
    name = reach.growth_name
    growth = format_number(reach.growth, 2)
    if years is None:
        return Words(
            f"按{name('zh')} {growth}% 永远追不上，只作经验参照，不设赶超目标",
            f"never caught up at {name('en')} of {growth} %: experience only, no target",
        )
    if tier == "far":
        if percent >= 200 and reach.indicator.direction == "higher_is_better":
            times = math.floor(percent / 100)
            return Words(
                f"{reach.indicator.name}为本单位 {times} 倍以上，只作经验参照，不设赶超目标",
                f"{_en(reach.indicator.name)} {times} times ours or more: "
                "experience only, no target",
            )
        return Words(
            f"须 {format_number(years, 0)} 年以上，只作经验参照，不设赶超目标",
            f"out of reach for {format_number(years, 0)} years: experience only, no target",
        )
    standing = (
        Words("标杆不动", "with the benchmark standing still")
        if reach.benchmark_growth == 0
        else Words(
            f"标杆年增 {format_number(reach.benchmark_growth, 2)}%",
            f"with the benchmark growing by {format_number(reach.benchmark_growth, 2)} %",
        )
    )
    shown = format_number(years, 1 if years < 2 else 0)
    return Words(
        f"按{name('zh')} {growth}%，{standing('zh')}，约 {shown} 年可及",
        f"in reach in about {shown} years at {name('en')} of {growth} %, {standing('en')}",
    )
