"""What a target plans for a period, and how that came about in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from leitai.apps.goals.models import MonthShape
from leitai.apps.goals.selectors.targets import FLOOR, TargetNow
from leitai.apps.indicators.models.definitions import FlowBasis
from leitai.apps.language import reader_language
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.periods.models.period import PER_YEAR
from leitai.engine.pace import planned_value
from leitai.engine.phrases import Phrase, phrase, say
from leitai.engine.quantity import Quantity
from leitai.engine.rounding import format_number


@dataclass(frozen=True)
class Figure:
    """A figure that a target gives: its number, which target it is, how the number came about.

    Both are phrases, made when asked for: lists need hundreds of figures and tell of a few.
    """

    target_id: int
    number: float
    label: Callable[[], Phrase] = field(repr=False, compare=False)
    telling: Callable[[], Phrase] = field(repr=False, compare=False)

    @property
    def words(self) -> str:
        """How the number came about, so that a reader can do the sum again."""
        return say(self.telling(), reader_language())


def amount(number: float, measure: str, decimals: int) -> str:
    """Return a number as printed with its measure: 18.60亿元."""
    return f"{format_number(number, decimals)}{measure}"


def kind_name(kind: str) -> str:
    """Return the name of a kind of target."""
    return say(_kind(kind), reader_language())


def _kind(kind: str) -> Phrase:
    return phrase("floor_target" if kind == FLOOR else "stretch_target")


def figure(target: TargetNow, kind: str, due: bool, period: Period) -> Figure | None:
    """Return the year's target, or what it plans for the end of a period; None if there is none.

    ``kind`` is "floor" or "stretch". A plan that cannot be told (no shape of last year, a period
    of another year) is None.
    """
    if due:
        return planned(target, period, kind)
    number = target.amount(kind)
    if number is None:
        return None

    def telling() -> Phrase:
        return phrase(
            "target_for_year",
            kind=_kind(kind),
            amount=amount(number, target.measure, target.decimals),
            year=target.year,
        )

    return Figure(target.target_id, number, partial(_label, target, kind), telling)


def _label(target: TargetNow, kind: str) -> Phrase:
    return phrase("target_of", year=target.year, name=target.indicator, kind=_kind(kind))


def planned(target: TargetNow, period: Period, kind: str = FLOOR) -> Figure | None:
    """Return what a target plans for the end of a period, with the words how it came about.

    Cumulative series and stocks plan the level reached by then. A series of single periods plans
    what the period alone must bring: the level reached less the level before.
    """
    year = target.amount(kind)
    if year is None or period.year != target.year:
        return None
    if target.shape == MonthShape.WHOLE:

        def same_all_year() -> Phrase:
            return phrase(
                "target_all_year",
                kind=_kind(kind),
                amount=amount(year, target.measure, target.decimals),
            )

        return Figure(target.target_id, year, partial(_label, target, kind), same_all_year)
    reached = _reached(target, year, period, period.number, kind)
    if reached is None:
        return None
    number, telling = reached
    if target.flow == FlowBasis.CURRENT and period.number > 1:
        earlier = _reached(target, year, period, period.number - 1, kind)
        if earlier is None:
            return None
        before = earlier[0]

        def less_before() -> Phrase:
            return phrase(
                "target_less_before",
                words=telling(),
                before=amount(before, target.measure, target.decimals),
            )

        return Figure(target.target_id, number - before, partial(_label, target, kind), less_before)
    return Figure(target.target_id, number, partial(_label, target, kind), telling)


def level(target: TargetNow, period: Period, kind: str = FLOOR) -> float | None:
    """Return the level that a target plans to have reached by the end of a period.

    For series of single periods that is the sum from January on.
    """
    year = target.amount(kind)
    if year is None or period.year != target.year:
        return None
    if target.shape == MonthShape.WHOLE:
        return year
    found = _reached(target, year, period, period.number, kind)
    return found[0] if found is not None else None


def _reached(
    target: TargetNow, year: float, period: Period, number: int, kind: str
) -> tuple[float, Callable[[], Phrase]] | None:
    """Return the level planned for the end of the year's ``number``-th period, and the words."""
    periods = PER_YEAR[PeriodKind(period.kind)]

    def named() -> dict[str, Any]:
        return {
            "kind": _kind(kind),
            "amount": amount(year, target.measure, target.decimals),
        }

    if target.shape == MonthShape.BY_HAND:
        share = target.shares[number * period.months - 1]

        def by_hand() -> Phrase:
            percent = format_number(share * 100, 2).rstrip("0").rstrip(".")
            return phrase("target_by_hand", **named(), share=percent)

        return year * share, by_hand
    if target.shape == MonthShape.LAST_YEAR:
        return _by_last_year(target, year, period, number, named)
    start = 0.0
    if target.flow == FlowBasis.STOCK:
        ended = target.before.get((period.kind, periods))
        if ended is None:
            return None
        start = ended

    def evenly() -> Phrase:
        if target.flow != FlowBasis.STOCK:
            return phrase("target_evenly", **named(), number=number, periods=periods)
        return phrase(
            "target_stock",
            **named(),
            number=number,
            periods=periods,
            start=amount(start, target.measure, target.decimals),
        )

    reached = _evenly(year, number, periods, start)
    return (reached, evenly) if reached is not None else None


@lru_cache(maxsize=65536)
def _evenly(year: float, number: int, periods: int, start: float) -> float | None:
    """Return the level planned by even periods; pages ask for the same ones again and again."""
    outcome = planned_value(year, number, periods=periods, start=start)
    return outcome.number if isinstance(outcome, Quantity) else None


def _by_last_year(
    target: TargetNow, year: float, period: Period, number: int, named: Callable[[], dict[str, Any]]
) -> tuple[float, Callable[[], Phrase]] | None:
    periods = PER_YEAR[PeriodKind(period.kind)]
    figures = [target.before.get((period.kind, n)) for n in range(1, periods + 1)]
    if target.flow == FlowBasis.CURRENT:
        total: float | None = 0.0
        cumulative: list[float | None] = []
        for each in figures:
            total = None if total is None or each is None else total + each
            cumulative.append(total)
        figures = cumulative
    outcome = planned_value(year, number, periods=periods, last_year=figures)
    if not isinstance(outcome, Quantity):
        return None
    then, whole = figures[number - 1], figures[-1]
    assert then is not None
    assert whole is not None

    def by_shape() -> Phrase:
        return phrase(
            "target_last_year",
            **named(),
            then=format_number(then, target.decimals),
            whole=format_number(whole, target.decimals),
        )

    return outcome.number, by_shape
