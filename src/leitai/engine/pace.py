"""How far the year has gone, what was planned for now, and how far ahead or behind that is.

Rates and progress count in percent, differences of them in percentage points. Nothing is rounded
here; in particular a lead in points is subtracted before it is rounded (97.158 − 83.333 = 13.825,
printed 13.8, while 97.2 − 83.3 would print 13.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from leitai.engine.formula.functions import FUNCTION_TABLE
from leitai.engine.formula.operators import BINARY
from leitai.engine.formula.values import Values
from leitai.engine.quantity import Missing, Outcome, Quantity

__all__ = [
    "FloorStretch",
    "against_targets",
    "campaign_day",
    "campaign_last_day",
    "completion_rate",
    "planned_value",
    "points_ahead",
    "start_rate",
    "time_progress",
]

Number = float | Quantity

ZERO_PLAN: Final = Missing(
    "zero_plan", "计划为零，完成率没有意义", "the plan is zero: no completion rate"
)
NEGATIVE_PLAN: Final = Missing(
    "negative_plan", "计划为负，完成率没有意义", "the plan is negative: no completion rate"
)
NO_SHAPE: Final = Missing(
    "no_shape",
    "上年全年数为零或为负，不能按上年进度分解",
    "last year's total is not positive: it gives no shape to follow",
)


def _check_period(period: int, periods: int) -> None:
    if not 0 <= period <= periods or periods < 1:
        raise ValueError(f"period {period} does not lie in a year of {periods} periods")


def time_progress(
    period: int, *, periods: int = 12, last_year: Sequence[float | None] | None = None
) -> Outcome:
    """Share of the year that is due by the end of a period, in percent.

    Even: ``period ÷ periods``. With ``last_year`` (year-to-date figures of last year, one a period)
    the share that last year had reached by then, so that a seasonal series gets a seasonal plan.

    Missing when last year's figure for the period or the whole year is absent or the total is not
    positive. ``ValueError`` when the period does not lie in the year.
    """
    _check_period(period, periods)
    if last_year is None:
        return Quantity(period * 100 / periods)
    if period == 0:
        return Quantity(0.0)
    if len(last_year) != periods:
        raise ValueError(f"{len(last_year)} figures of last year for {periods} periods")
    then, total = last_year[period - 1], last_year[-1]
    if then is None or total is None:
        at = period if then is None else periods
        return Missing(
            "gap", f"缺上年第 {at} 期的累计数", f"last year's figure for period {at} is absent"
        )
    if total <= 0:
        return NO_SHAPE
    return FUNCTION_TABLE["share"](Values.of(then), Values.of(total)).outcome()


def planned_value(
    annual: Number,
    period: int,
    *,
    periods: int = 12,
    last_year: Sequence[float | None] | None = None,
    start: Number = 0.0,
) -> Outcome:
    """Value planned for the end of a period: ``start + (annual − start) × time progress``.

    ``start`` is the level at the beginning of the year for stocks, 0 for amounts that add up.
    """
    begin = Values.of(start)
    distance = BINARY["-"](Values.of(annual), begin)
    if last_year is None:
        _check_period(period, periods)
        # Multiply first: 169 × 6 ÷ 12 is exact where 169 × (6 ÷ 12) need not be.
        part = BINARY["/"](
            BINARY["*"](distance, Values.of(float(period))), Values.of(float(periods))
        )
    else:
        progress = time_progress(period, periods=periods, last_year=last_year)
        part = BINARY["/"](BINARY["*"](distance, Values.of(progress)), Values.of(100.0))
    return BINARY["+"](begin, part).outcome()


def completion_rate(actual: Number, plan: Number) -> Outcome:
    """actual ÷ plan in percent; missing when the plan is zero or negative."""
    return _rate(Values.of(actual), Values.of(plan))


def _rate(done: Values, due: Values) -> Outcome:
    found = FUNCTION_TABLE["share"](done, due).outcome()
    if isinstance(found, Missing):
        return {"zero_whole": ZERO_PLAN, "negative_whole": NEGATIVE_PLAN}.get(found.code, found)
    return found


def start_rate(started: Number, planned: Number) -> Outcome:
    """Projects started ÷ projects planned to start, in percent (开工率).

    The plan is that of the year or that to date; say which beside the figure. Rates of completion,
    production and registration (竣工率, 投产率, 入库率) are the same quotient.
    """
    return completion_rate(started, planned)


def points_ahead(
    actual: Number,
    annual: Number,
    period: int,
    *,
    periods: int = 12,
    last_year: Sequence[float | None] | None = None,
    start: Number = 0.0,
) -> Outcome:
    """Completion rate minus time progress, in percentage points; positive means ahead of time.

    With ``start`` the rate is the part of the way from there: (actual − start) ÷ (annual − start).
    """
    begin = Values.of(start)
    rate = _rate(BINARY["-"](Values.of(actual), begin), BINARY["-"](Values.of(annual), begin))
    if isinstance(rate, Missing):
        return rate
    progress = time_progress(period, periods=periods, last_year=last_year)
    return BINARY["-"](Values.of(rate), Values.of(progress)).outcome()


@dataclass(frozen=True, slots=True)
class FloorStretch:
    """Rates against a floor (保底) and a stretch target (冲刺) and which of them is met."""

    floor_rate: Outcome
    stretch_rate: Outcome
    state: Literal["below_floor", "floor_met", "stretch_met"]


def against_targets(
    actual: float, floor: float, stretch: float, *, direction: str = "higher_is_better"
) -> FloorStretch:
    """Completion against both targets of a two-tier goal.

    When lower is better the rates are target ÷ actual, so that 100 % again means met. Raises
    ``ValueError`` when the stretch target is easier than the floor.
    """
    if direction == "higher_is_better":
        if stretch < floor:
            raise ValueError(f"the stretch target {stretch} is easier than the floor {floor}")
        met_floor, met_stretch = actual >= floor, actual >= stretch
        rates = completion_rate(actual, floor), completion_rate(actual, stretch)
    elif direction == "lower_is_better":
        if stretch > floor:
            raise ValueError(f"the stretch target {stretch} is easier than the floor {floor}")
        met_floor, met_stretch = actual <= floor, actual <= stretch
        rates = completion_rate(floor, actual), completion_rate(stretch, actual)
    else:
        raise ValueError(
            f"direction must be 'higher_is_better' or 'lower_is_better', not {direction!r}"
        )
    return FloorStretch(
        *rates, "stretch_met" if met_stretch else "floor_met" if met_floor else "below_floor"
    )


def campaign_last_day(start: date, days: int) -> date:
    """Last day of a campaign that counts its first day: day 100 is 99 days after the start."""
    if days < 1:
        raise ValueError(f"a campaign lasts at least a day, not {days}")
    return start + timedelta(days=days - 1)


def campaign_day(start: date, today: date) -> int:
    """Number of the day, 1 on the first; 0 or negative before the campaign begins."""
    return (today - start).days + 1
