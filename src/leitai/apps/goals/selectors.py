"""Targets as they count, what they plan for a period, and how that came about in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.goals.models import MonthShape, Target
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import FlowBasis
from leitai.apps.indicators.selectors.values import (
    MANY_UNITS,
    Key,
    Value,
    current_values,
    ids,
    visible_units,
)
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.periods.models.period import PER_YEAR
from leitai.apps.units.models import Unit
from leitai.engine.pace import planned_value
from leitai.engine.quantity import Quantity
from leitai.engine.rounding import format_number

FLOOR, STRETCH = "floor", "stretch"


@dataclass(frozen=True)
class TargetNow:
    """A target as it counts. ``before`` has last year's values by (period kind, number).

    ``before`` is filled only for targets that need it: those by last year's shape, and stocks that
    grow evenly from where last year ended.
    """

    target_id: int
    series_id: int
    unit_id: int
    year: int
    revision: int
    floor: float
    stretch: float | None
    shape: str
    shares: tuple[float, ...]
    sequence: int
    indicator: str
    measure: str
    decimals: int
    flow: str
    before: Mapping[tuple[str, int], float | None]

    def amount(self, kind: str) -> float | None:
        """The year's target of the kind, floor or stretch."""
        return self.floor if kind == FLOOR else self.stretch


@dataclass(frozen=True)
class Figure:
    """A figure that a target gives: its number, and how it came about in words."""

    target_id: int
    number: float
    label: str
    words: str


@dataclass(frozen=True)
class TargetSaying:
    """One revision of a target."""

    revision: int
    floor: float
    stretch: float | None
    shape: str
    reason: str
    actor: str
    at: dt.datetime
    sequence: int


@dataclass(frozen=True)
class TargetStory:
    """A target with all its revisions, old to new; ``shown`` is the one that was asked for."""

    target_id: int
    unit_id: int
    unit: str
    series_id: int
    indicator_id: int
    indicator: str
    scope: tuple[str, ...]
    measure: str
    decimals: int
    year: int
    sentence: str
    shown: TargetSaying
    sayings: tuple[TargetSaying, ...]

    @property
    def title(self) -> str:
        return f"{self.unit} {self.indicator} {self.year}"


def targets(
    series: Iterable[Series | int],
    units: Iterable[Unit | int] | None,
    year: int,
    *,
    upto: int | None = None,
) -> dict[tuple[int, int], TargetNow]:
    """Return the targets that count for a year, by (series, unit).

    ``upto`` is a watermark: targets, and last year's values behind them, as they stood then.
    """
    series_ids = ids(series)
    if not series_ids:
        return {}
    rows = Target.objects.filter(series_id__in=series_ids, year=year)
    wanted: frozenset[int] | None = None
    if units is not None:
        unit_ids = ids(units)
        if len(unit_ids) <= MANY_UNITS:
            rows = rows.filter(unit_id__in=unit_ids)
        else:
            wanted = frozenset(unit_ids)
    if upto is not None:
        rows = rows.filter(sequence__lte=upto)
    latest: dict[tuple[int, int], Target] = {}
    for row in rows.select_related("series__indicator").order_by("revision"):
        if wanted is None or row.unit_id in wanted:
            latest[row.series_id, row.unit_id] = row
    before = _last_year(latest.values(), year, upto)
    return {key: _now(row, before) for key, row in latest.items()}


def targets_for(
    user: Any,
    series: Iterable[Series | int],
    units: Iterable[Unit | int] | None,
    year: int,
) -> dict[tuple[int, int], TargetNow]:
    """Return the targets that count and whose units are under the user's assignments."""
    own = visible_units(user)
    allowed = own if units is None else own.intersection(ids(units))
    return targets(series, sorted(allowed), year)


def _needs_last_year(row: Target) -> bool:
    return row.shape == MonthShape.LAST_YEAR or (
        row.shape == MonthShape.EVEN and row.series.flow == FlowBasis.STOCK
    )


def _last_year(
    rows: Iterable[Target], year: int, upto: int | None
) -> dict[tuple[int, int], dict[tuple[str, int], float | None]]:
    """Return last year's values of the targets that need them, by (series, unit)."""
    needing = [row for row in rows if _needs_last_year(row)]
    if not needing:
        return {}
    periods = {p.pk: p for p in Period.objects.filter(year=year - 1)}
    values: dict[Key, Value] = current_values(
        {row.series_id for row in needing}, {row.unit_id for row in needing}, periods, upto=upto
    )
    found: dict[tuple[int, int], dict[tuple[str, int], float | None]] = {}
    for (series_id, unit_id, period_id), value in values.items():
        period = periods[period_id]
        at = found.setdefault((series_id, unit_id), {})
        at[period.kind, period.number] = value.number
    return found


def _now(
    row: Target, before: Mapping[tuple[int, int], Mapping[tuple[str, int], float | None]]
) -> TargetNow:
    indicator = row.series.indicator
    return TargetNow(
        target_id=row.pk,
        series_id=row.series_id,
        unit_id=row.unit_id,
        year=row.year,
        revision=row.revision,
        floor=row.floor,
        stretch=row.stretch,
        shape=row.shape,
        shares=tuple(row.shares),
        sequence=row.sequence,
        indicator=indicator.name,
        measure=indicator.measure,
        decimals=indicator.decimals,
        flow=row.series.flow,
        before=before.get((row.series_id, row.unit_id), {}),
    )


def amount(number: float, measure: str, decimals: int) -> str:
    """Return a number as printed with its measure: 18.60亿元."""
    return f"{format_number(number, decimals)}{measure}"


def kind_name(kind: str) -> str:
    """Return the name of a kind of target."""
    return _("floor target") if kind == FLOOR else _("stretch target")


def figure(target: TargetNow, kind: str, planned: bool, period: Period) -> Figure | None:
    """Return the year's target, or what it plans for the end of a period; None if there is none.

    ``kind`` is "floor" or "stretch". A plan that cannot be told (no shape of last year, a period
    of another year) is None.
    """
    if planned:
        return planned_figure(target, period, kind)
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


def planned_figure(target: TargetNow, period: Period, kind: str = FLOOR) -> Figure | None:
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


def planned(target: TargetNow, period: Period, kind: str = FLOOR) -> Figure | None:
    """Return what a target plans for a period; see :func:`planned_figure`."""
    return planned_figure(target, period, kind)


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


def story(target_id: int) -> TargetStory | None:
    """Return a target with its revisions, or None; callers check who may see it."""
    found = (
        Target.objects.select_related("series__indicator", "series__extent", "unit", "set_by")
        .filter(pk=target_id)
        .first()
    )
    if found is None:
        return None
    rows = (
        Target.objects.filter(series_id=found.series_id, unit_id=found.unit_id, year=found.year)
        .select_related("set_by")
        .order_by("revision")
    )
    indicator = found.series.indicator
    return TargetStory(
        target_id=found.pk,
        unit_id=found.unit_id,
        unit=found.unit.name,
        series_id=found.series_id,
        indicator_id=indicator.pk,
        indicator=indicator.name,
        scope=found.series.scope,
        measure=indicator.measure,
        decimals=indicator.decimals,
        year=found.year,
        sentence=found.sentence,
        shown=_target_saying(found),
        sayings=tuple(_target_saying(row) for row in rows),
    )


def _target_saying(row: Target) -> TargetSaying:
    return TargetSaying(
        revision=row.revision,
        floor=row.floor,
        stretch=row.stretch,
        shape=str(MonthShape(row.shape).label),
        reason=row.reason,
        actor=str(row.set_by) if row.set_by else "",
        at=row.set_at,
        sequence=row.sequence,
    )
