"""What a target plans for a period, and how that came about in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.goals.models import MonthShape
from leitai.apps.goals.selectors.targets import FLOOR, TargetNow
from leitai.apps.indicators.models.definitions import FlowBasis
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.periods.models.period import PER_YEAR
from leitai.engine.pace import planned_value
from leitai.engine.quantity import Quantity
from leitai.engine.rounding import format_number


@dataclass(frozen=True)
class Figure:
    """A figure that a target gives: its number, and how it came about in words."""

    target_id: int
    number: float
    label: str
    words: str


def amount(number: float, measure: str, decimals: int) -> str:
    """Return a number as printed with its measure: 18.60亿元."""
    return f"{format_number(number, decimals)}{measure}"


def kind_name(kind: str) -> str:
    """Return the name of a kind of target."""
    return _("floor target") if kind == FLOOR else _("stretch target")


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
    words = _("%(kind)s %(amount)s for %(year)d") % {
        "kind": kind_name(kind),
        "amount": amount(number, target.measure, target.decimals),
        "year": target.year,
    }
    return Figure(target.target_id, number, _label(target, kind), words)


def _label(target: TargetNow, kind: str) -> str:
    return f"{target.year} {target.indicator} {kind_name(kind)}"


def planned(target: TargetNow, period: Period, kind: str = FLOOR) -> Figure | None:
    """Return what a target plans for the end of a period, with the words how it came about.

    Cumulative series and stocks plan the level reached by then. A series of single periods plans
    what the period alone must bring: the level reached less the level before.
    """
    year = target.amount(kind)
    if year is None or period.year != target.year:
        return None
    if target.shape == MonthShape.WHOLE:
        words = _("%(kind)s %(amount)s, the same all year") % {
            "kind": kind_name(kind),
            "amount": amount(year, target.measure, target.decimals),
        }
        return Figure(target.target_id, year, _label(target, kind), words)
    reached = _reached(target, year, period, period.number, kind)
    if reached is None:
        return None
    number, words = reached
    if target.flow == FlowBasis.CURRENT and period.number > 1:
        earlier = _reached(target, year, period, period.number - 1, kind)
        if earlier is None:
            return None
        number -= earlier[0]
        words = _("%(words)s, less what was planned up to the period before: %(before)s") % {
            "words": words,
            "before": amount(earlier[0], target.measure, target.decimals),
        }
    return Figure(target.target_id, number, _label(target, kind), words)


def _reached(
    target: TargetNow, year: float, period: Period, number: int, kind: str
) -> tuple[float, str] | None:
    """Return the level planned for the end of the year's ``number``-th period, and the words."""
    periods = PER_YEAR[PeriodKind(period.kind)]
    named = {
        "kind": kind_name(kind),
        "amount": amount(year, target.measure, target.decimals),
        "number": number,
        "periods": periods,
    }
    if target.shape == MonthShape.BY_HAND:
        share = target.shares[number * period.months - 1]
        words = _("%(kind)s %(amount)s × %(share)s%%, shares set by hand") % {
            **named,
            "share": format_number(share * 100, 2).rstrip("0").rstrip("."),
        }
        return year * share, words
    if target.shape == MonthShape.LAST_YEAR:
        return _by_last_year(target, year, period, number, named)
    start = 0.0
    words = _("%(kind)s %(amount)s × %(number)d ÷ %(periods)d, even months") % named
    if target.flow == FlowBasis.STOCK:
        ended = target.before.get((period.kind, periods))
        if ended is None:
            return None
        start = ended
        words = _(
            "%(start)s at the end of last year, evenly to %(kind)s %(amount)s, "
            "%(number)d ÷ %(periods)d of the way"
        ) % {**named, "start": amount(start, target.measure, target.decimals)}
    outcome = planned_value(year, number, periods=periods, start=start)
    return (outcome.number, words) if isinstance(outcome, Quantity) else None


def _by_last_year(
    target: TargetNow, year: float, period: Period, number: int, named: dict[str, Any]
) -> tuple[float, str] | None:
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
    words = _("%(kind)s %(amount)s × %(then)s ÷ %(whole)s, by last year's shape") % {
        **named,
        "then": format_number(then, target.decimals),
        "whole": format_number(whole, target.decimals),
    }
    return outcome.number, words
