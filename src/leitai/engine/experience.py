"""What growth there has been: the yearly growth of many units, and where a needed rate stands.

A percentile here is a rate that some unit really had: of the rates in order, the one that has the
given share of the others below it, without interpolation (method ``lower``).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from leitai.engine.benchmark import required_growth
from leitai.engine.quantity import Missing
from leitai.engine.scheme.problems import Words

__all__ = ["MARKS", "Experience", "GrowthPlace", "LeftOut", "growth_experience"]

MARKS: Final = (10, 50, 90, 95, 99)
"""Percentiles that are shown."""

Reach = Literal["usual", "ambitious", "rare", "out_of_experience"]
REACHES: Final[Mapping[str, Words]] = {
    "usual": Words("多数地区做到过", "usual: half of the areas or more had it"),
    "ambitious": Words("快于多数地区，有先例", "ambitious: faster than most, with precedents"),
    "rare": Words("只有少数地区做到过", "rare: only few areas had it"),
    "out_of_experience": Words("超出 99% 地区的经验", "beyond the experience of 99 % of the areas"),
}
NO_EARLIER: Final = Words("缺早年数", "no figure in the earlier year")
NO_LATER: Final = Words("缺后年数", "no figure in the later year")
NOT_POSITIVE: Final = Words("数值不为正，没有增速", "a figure that is not positive has no growth")


@dataclass(frozen=True)
class LeftOut:
    """A unit without a growth rate, and why."""

    unit: str
    reason: Words


@dataclass(frozen=True)
class GrowthPlace:
    """Where a rate stands among the rates that there were.

    ``below`` units had a lower rate, ``at_least`` had this one or more. ``mark`` is the highest
    shown percentile that the rate exceeds, None when it exceeds none. ``reach`` is ``usual`` up to
    the median, ``ambitious`` up to P90, ``rare`` up to P99, ``out_of_experience`` beyond.
    ``falling`` tells that rates say how fast figures fell: what counts where less is better.
    """

    growth: float
    below: int
    at_least: int
    of: int
    mark: int | None
    reach: Reach
    falling: bool = False

    @property
    def share_below(self) -> float:
        """Percent of the units whose rate was lower."""
        return self.below * 100 / self.of

    @property
    def word(self) -> Words:
        """The reach in words."""
        return REACHES[self.reach]


@dataclass(frozen=True)
class Experience:
    """Yearly growth rates (percent) of many units over ``years``, in rising order.

    ``units`` are in the same order; units with equal rates by name. Where ``falling``, a rate says
    how fast a figure fell, so that a high one is again what few had.
    """

    years: float
    rates: tuple[float, ...]
    units: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    falling: bool = False

    def __len__(self) -> int:
        return len(self.rates)

    def percentile(self, share: float) -> float:
        """The rate that has ``share`` percent of the others below it; ``ValueError`` if empty."""
        if not self.rates:
            raise ValueError("there are no growth rates")
        if not 0 <= share <= 100:
            raise ValueError(f"a percentile lies between 0 and 100, not {share}")
        return self.rates[math.floor(share * (len(self.rates) - 1) / 100)]

    @property
    def falls(self) -> Experience:
        """The same experience told as falls, for figures of which less is better."""
        turned = sorted((-rate, unit) for rate, unit in zip(self.rates, self.units, strict=True))
        return replace(
            self,
            rates=tuple(rate for rate, _ in turned),
            units=tuple(unit for _, unit in turned),
            falling=not self.falling,
        )

    @property
    def marks(self) -> dict[int, float]:
        """The shown percentiles (:data:`MARKS`)."""
        return {share: self.percentile(share) for share in MARKS}

    def place(self, growth: float) -> GrowthPlace:
        """Where a needed or present rate stands; ``ValueError`` if there are no rates."""
        marks = self.marks
        exceeded = [share for share in MARKS if growth > marks[share]]
        reach: Reach = "usual"
        for share, name in ((50, "ambitious"), (90, "rare"), (99, "out_of_experience")):
            if growth > marks[share]:
                reach = name  # type: ignore[assignment]
        return GrowthPlace(
            growth,
            bisect_left(self.rates, growth),
            len(self.rates) - bisect_left(self.rates, growth),
            len(self.rates),
            exceeded[-1] if exceeded else None,
            reach,
            self.falling,
        )

    def between(self, low: float, high: float) -> int:
        """How many rates lie in ``low`` … ``high``, both included: a bar of the histogram."""
        return bisect_right(self.rates, high) - bisect_left(self.rates, low)

    def histogram(self, edges: Sequence[float]) -> tuple[int, ...]:
        """Counts between neighbouring edges, each including its lower and not its upper edge."""
        places = [bisect_left(self.rates, edge) for edge in edges]
        return tuple(b - a for a, b in pairwise(places))


def growth_experience(
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
    *,
    years: float,
    leave_out: Mapping[str, Words] | None = None,
) -> Experience:
    """Average yearly growth from ``before`` to ``after`` of every unit that has both figures.

    ``leave_out`` names units whose two figures do not measure one thing (a changed territory) and
    why. Every unit without a rate is listed with its reason. ``ValueError`` unless years > 0.
    """
    if not years > 0:
        raise ValueError("the number of years must be positive")
    found: list[tuple[float, str]] = []
    out: list[LeftOut] = []
    barred = leave_out or {}
    for unit in sorted(before.keys() | after.keys()):
        early, late = before.get(unit), after.get(unit)
        if unit in barred:
            out.append(LeftOut(unit, barred[unit]))
        elif early is None or math.isnan(early):
            out.append(LeftOut(unit, NO_EARLIER))
        elif late is None or math.isnan(late):
            out.append(LeftOut(unit, NO_LATER))
        else:
            rate = required_growth(early, late, years)
            if isinstance(rate, Missing):
                out.append(LeftOut(unit, NOT_POSITIVE))
            else:
                found.append((rate.number, unit))
    found.sort()
    return Experience(
        years, tuple(rate for rate, _ in found), tuple(unit for _, unit in found), tuple(out)
    )
