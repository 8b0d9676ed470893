"""Own unit against its benchmark: ratio, gap, lead, what a stated share implies, and catching up.

Ratios are plain (0.7024); growth, leads and shares count in percent (30.27), as tables print them.
Nothing is rounded here: round when printing, with :func:`leitai.engine.rounding.half_up`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from leitai.engine.formula.functions import FUNCTION_TABLE
from leitai.engine.formula.operators import BINARY
from leitai.engine.formula.values import Values
from leitai.engine.quantity import Missing, Outcome, Quantity

__all__ = [
    "CatchUp",
    "Implied",
    "PathPoint",
    "catch_up",
    "gap",
    "implied_value",
    "intensity",
    "ratio",
    "relative_lead",
    "required_growth",
    "years_to_catch_up",
]

Number = float | Quantity
Verdict = Literal["already", "reaches", "never"]

NOT_POSITIVE: Final = Missing(
    "not_positive", "只有正数才能计算增速和追赶年限", "growth and catching up need positive figures"
)
NO_TIME: Final = Missing("no_time", "追赶年限必须大于零", "the number of years must be positive")
FALL_BELOW_NOTHING: Final = Missing(
    "fall_below_nothing", "增速不能低于 -100%", "growth cannot be below -100 %"
)
_MAX_PATH: Final = 100


def _check_direction(direction: str) -> bool:
    """Whether higher is better; ``ValueError`` for an unknown direction."""
    if direction not in ("higher_is_better", "lower_is_better"):
        raise ValueError(
            f"direction must be 'higher_is_better' or 'lower_is_better', not {direction!r}"
        )
    return direction == "higher_is_better"


def ratio(own: Number, benchmark: Number) -> Outcome:
    """own ÷ benchmark, as a plain ratio; missing when the benchmark is zero or negative."""
    return FUNCTION_TABLE["per"](Values.of(own), Values.of(benchmark)).outcome()


def gap(own: Number, benchmark: Number, *, direction: str = "higher_is_better") -> Outcome:
    """own − benchmark, with the sign turned when lower is better: positive always means ahead."""
    a, b = Values.of(own), Values.of(benchmark)
    if not _check_direction(direction):
        a, b = b, a
    return BINARY["-"](a, b).outcome()


def relative_lead(
    own: Number, benchmark: Number, *, direction: str = "higher_is_better"
) -> Outcome:
    """The gap in percent of the benchmark: positive means ahead; the benchmark must be positive."""
    lead = FUNCTION_TABLE["growth"](Values.of(own), Values.of(benchmark))
    if not _check_direction(direction):
        lead = BINARY["-"](Values.of(0.0), lead)
    return lead.outcome()


def intensity(amount: Number, size: Number) -> Outcome:
    """amount for each unit of size (per head, per mu, per enterprise), or a ratio of ratios.

    With half the firms and a fifteenth of the output, output per firm is ``intensity(1/15, 1/2)``,
    2/15 of the benchmark's. Inexact figures stay inexact.
    """
    return FUNCTION_TABLE["per"](Values.of(amount), Values.of(size)).outcome()


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that follows from a printed share, and the range left open by its rounding."""

    value: float
    low: float
    high: float


def implied_value(
    own: float,
    share: float,
    *,
    share_decimals: int | None = None,
    own_decimals: int | None = None,
) -> Implied | Missing:
    """The whole of which ``own`` is ``share`` percent, and between which values it must lie.

    A share printed as 93.10 with two decimals lies between 93.095 and 93.105, so the whole lies
    between own ÷ 0.93105 and own ÷ 0.93095. ``own_decimals`` widens the range by the rounding of
    ``own`` too. Without decimals the figure counts as exact.
    """
    half_share = 0.0 if share_decimals is None else 0.5 * 10.0**-share_decimals
    half_own = 0.0 if own_decimals is None else 0.5 * 10.0**-own_decimals
    if share - half_share <= 0 or own - half_own <= 0:
        return NOT_POSITIVE
    return Implied(
        own * 100 / share,
        (own - half_own) * 100 / (share + half_share),
        (own + half_own) * 100 / (share - half_share),
    )


def required_growth(
    own: float, target: float, years: float, *, benchmark_growth: float = 0.0
) -> Outcome:
    """Growth a year, in percent, that brings ``own`` to ``target`` in ``years``.

    ``benchmark_growth`` (percent a year) lets the target move: then it is the benchmark's present
    value, and the growth needed is ``(target ÷ own)^(1 ÷ years) × (1 + benchmark growth) − 1``.
    """
    if own <= 0 or target <= 0:
        return NOT_POSITIVE
    if years <= 0:
        return NO_TIME
    if benchmark_growth <= -100:
        return FALL_BELOW_NOTHING
    factor = _safe_power(target / own, 1 / years) * (1 + benchmark_growth / 100)
    return _outcome((factor - 1) * 100)


def years_to_catch_up(
    own: float,
    benchmark: float,
    *,
    own_growth: float,
    benchmark_growth: float = 0.0,
    direction: str = "higher_is_better",
) -> tuple[Verdict, float | None] | Missing:
    """How many years until ``own`` draws level, with both growth rates in percent a year.

    ``("already", 0.0)`` when it stands level or ahead, ``("reaches", years)``, or ``("never",
    None)`` when it does not close the gap: equal rates keep the ratio, so they never close it.
    """
    higher = _check_direction(direction)
    if own <= 0 or benchmark <= 0:
        return NOT_POSITIVE
    if own_growth <= -100 or benchmark_growth <= -100:
        return FALL_BELOW_NOTHING
    if (own >= benchmark) if higher else (own <= benchmark):
        return "already", 0.0
    if (own_growth <= benchmark_growth) if higher else (own_growth >= benchmark_growth):
        return "never", None
    closing = math.log1p(own_growth / 100) - math.log1p(benchmark_growth / 100)
    distance = math.log(benchmark) - math.log(own)
    if closing == 0:  # rates so near that their logarithms agree
        return "never", None
    return "reaches", distance / closing


@dataclass(frozen=True, slots=True)
class PathPoint:
    """Where both stand after ``year`` years; year 0 is now."""

    year: int
    own: float
    benchmark: float


@dataclass(frozen=True, slots=True)
class CatchUp:
    """A catch-up plan: the growth it needs and where both stand at the end of each year."""

    verdict: Verdict
    gap: float
    """Present gap; negative means behind, whichever direction is better."""
    years: float | None
    """Years until level, None for never."""
    required_growth: float | None
    """Percent a year that draws level in ``within`` years; None when no term was given."""
    path: tuple[PathPoint, ...]


def catch_up(
    own: float,
    benchmark: float,
    *,
    within: int | None = None,
    own_growth: float | None = None,
    benchmark_growth: float = 0.0,
    direction: str = "higher_is_better",
) -> CatchUp | Missing:
    """Plan to draw level with a benchmark that stands still or grows.

    Give ``within`` (whole years) to learn the growth needed, or ``own_growth`` (percent a year) to
    learn whether and when it is enough; with both, the verdict is that of ``own_growth`` and
    ``required_growth`` is given beside it for comparison.

    Raises ``ValueError`` when neither is given or ``within`` is not between 1 and 100.
    """
    if within is None and own_growth is None:
        raise ValueError("give a term (within), a growth rate (own_growth), or both")
    if within is not None and not 1 <= within <= _MAX_PATH:
        raise ValueError(f"within must lie between 1 and {_MAX_PATH} years, not {within}")
    higher = _check_direction(direction)
    needed: float | None = None
    if within is not None:
        found = required_growth(own, benchmark, within, benchmark_growth=benchmark_growth)
        if isinstance(found, Missing):
            return found
        needed = found.number
    ahead = own >= benchmark if higher else own <= benchmark
    if own_growth is None:
        verdict: Verdict = "already" if ahead else "reaches"
        years: float | None = 0.0 if ahead else float(within or 0)
        growth = needed if needed is not None else 0.0
    else:
        reached = years_to_catch_up(
            own,
            benchmark,
            own_growth=own_growth,
            benchmark_growth=benchmark_growth,
            direction=direction,
        )
        if isinstance(reached, Missing):
            return reached
        verdict, years = reached
        growth = own_growth
    last = within if within is not None else min(math.ceil(years or 0), _MAX_PATH)
    path = tuple(
        PathPoint(
            year,
            own * _safe_power(1 + growth / 100, year),
            benchmark * _safe_power(1 + benchmark_growth / 100, year),
        )
        for year in range(last + 1)
    )
    return CatchUp(verdict, own - benchmark if higher else benchmark - own, years, needed, path)


def _safe_power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf


def _outcome(number: float) -> Outcome:
    if not math.isfinite(number):
        return Missing("too_large", "结果太大，无法表示", "the result is too large")
    return Quantity(number)
