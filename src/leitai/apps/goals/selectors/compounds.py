"""Whether compound targets hold: each condition with the values it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from leitai.apps.goals.models import CompoundTarget, Condition, ConditionKind
from leitai.apps.goals.selectors.planned import amount
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.values import (
    Key,
    Value,
    current_values,
    open_series,
    values_for,
    visible_units,
)
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.units.models import ParentLink, Unit, UnitKind
from leitai.apps.units.selectors import unit_roots
from leitai.engine.rounding import format_number

#: Kinds that stand on one list: towns and subdistricts are ranked together.
TOGETHER = (
    frozenset({UnitKind.TOWNSHIP.value, UnitKind.SUBDISTRICT.value}),
    frozenset({UnitKind.VILLAGE.value, UnitKind.COMMUNITY.value}),
    frozenset(
        {
            UnitKind.COUNTY.value, UnitKind.COUNTY_CITY.value, UnitKind.DISTRICT.value,
            UnitKind.BANNER.value, UnitKind.AUTONOMOUS_COUNTY.value,
        }
    ),
)  # fmt: skip


@dataclass(frozen=True)
class FigureUsed:
    """A value that a condition rests on, with the revision that the trace opens."""

    label: str
    text: str
    revision_id: int


@dataclass(frozen=True)
class ConditionNow:
    """A condition at a period: ``held`` is None while it cannot be told; ``words`` is the sum."""

    kind: str
    indicator: str
    scope: tuple[str, ...]
    wanted: str
    held: bool | None
    words: str
    figures: tuple[FigureUsed, ...]


@dataclass(frozen=True)
class CompoundNow:
    """A compound target at a period.

    It holds when all conditions hold; one that fails decides even while others cannot be told.
    """

    target_id: int
    unit_id: int
    unit: str
    year: int
    name: str
    sentence: str
    conditions: tuple[ConditionNow, ...]

    @property
    def held(self) -> bool | None:
        told = [one.held for one in self.conditions]
        if False in told:
            return False
        return None if None in told else True

    @property
    def kind(self) -> str:
        """ "rank" or "ratio" for a single condition of the kind, else "compound"."""
        if len(self.conditions) == 1:
            kind = self.conditions[0].kind
            if kind == ConditionKind.RANK_WITHIN:
                return "rank"
            if kind in (ConditionKind.RATIO_AT_LEAST, ConditionKind.RATIO_AT_MOST):
                return "ratio"
        return "compound"

    @property
    def kept(self) -> int:
        """How many conditions hold."""
        return sum(one.held is True for one in self.conditions)


@dataclass(frozen=True)
class _Frame:
    """What all conditions of a page share: values now and a year ago, and who is ranked."""

    values: Mapping[Key, Value]
    period: Period
    before: Period | None
    peers: Mapping[int, tuple[int, ...]]
    opened: frozenset[int]
    own: frozenset[int] | None

    def at(self, series: Series, unit: int, period: Period | None) -> Value | None:
        if period is None:
            return None
        value = self.values.get((series.pk, unit, period.pk))
        return value if value is not None and value.number is not None else None


def compounds_for(
    user: Any, area: Unit, year: int, *, units: Iterable[Unit | int] | None = None
) -> list[CompoundTarget]:
    """Return the compound targets of an area's units for a year that the user may see; three
    queries with their conditions. ``user`` None is the house itself."""
    rows = CompoundTarget.objects.filter(
        year=year, withdrawn_at=None, unit__above__ancestor=area
    ).select_related("unit")
    if user is not None:
        rows = rows.filter(unit__above__ancestor__in=unit_roots(user)).distinct()
    if units is not None:
        rows = rows.filter(unit__in=units)
    return list(with_conditions(rows).order_by("unit__position", "unit_id", "id"))


def with_conditions(rows: Any) -> Any:
    """Bring conditions with their series along."""
    return rows.prefetch_related(
        "conditions__series__indicator", "conditions__series__extent",
        "conditions__divisor__indicator",
    )  # fmt: skip


def conditions_in_words(target: CompoundTarget) -> tuple[str, ...]:
    """Return what must hold, one clause a condition."""
    return tuple(_wanted(one) for one in target.conditions.all())


def evaluate(
    user: Any, targets: Sequence[CompoundTarget], period: Period, *, upto: int | None = None
) -> dict[int, CompoundNow]:
    """Tell for each target which conditions hold at a period, by target id.

    Only values open to the user take part; a rank is told only to who sees all that are ranked, so
    that nobody learns from it what they may not see. ``user`` None is the house itself. The number
    of queries does not depend on the targets.
    """
    pairs = [(target, one) for target in targets for one in target.conditions.all()]
    if not pairs:
        return {target.pk: _now(target, ()) for target in targets}
    ranked = {target.unit for target, one in pairs if one.kind == ConditionKind.RANK_WITHIN}
    peers = peers_of(ranked) if ranked else {}
    series = {s for _t, one in pairs for s in (one.series, one.divisor) if s is not None}
    units = {target.unit_id for target, _one in pairs} | {p for row in peers.values() for p in row}
    before = Period.objects.filter(
        kind=period.kind, year=period.year - 1, number=period.number
    ).first()
    periods = [period, *([before] if before is not None else [])]
    ids = [one.pk for one in series]
    if user is None:
        values = current_values(ids, sorted(units), periods, upto=upto)
        own, opened = None, frozenset(ids)
    else:
        own, opened = visible_units(user), open_series(user, ids)
        values = values_for(user, ids, sorted(units), periods, upto=upto, own=own)
    frame = _Frame(values, period, before, peers, opened, own)
    told: dict[int, list[ConditionNow]] = {target.pk: [] for target in targets}
    for target, one in pairs:
        told[target.pk].append(_condition(one, target.unit, frame))
    return {target.pk: _now(target, tuple(told[target.pk])) for target in targets}


def _now(target: CompoundTarget, conditions: tuple[ConditionNow, ...]) -> CompoundNow:
    return CompoundNow(
        target.pk, target.unit_id, named(target.unit), target.year, named(target),
        target.sentence, conditions,
    )  # fmt: skip


def peers_of(units: Iterable[Unit]) -> dict[int, tuple[int, ...]]:
    """Return, for each unit, the units on one list with it: of its kinds, under its parent."""
    wanted = list(units)
    parents = dict(
        ParentLink.objects.filter(
            child__in=wanted, relation=ParentLink.Relation.TERRITORIAL, valid_to=None
        ).values_list("child_id", "parent_id")
    )
    below: dict[int, list[tuple[int, str]]] = {}
    for parent, child, kind in ParentLink.objects.filter(
        Q(parent__in=set(parents.values())),
        relation=ParentLink.Relation.TERRITORIAL,
        valid_to=None,
        child__valid_to=None,
    ).values_list("parent_id", "child_id", "child__kind"):
        below.setdefault(parent, []).append((child, kind))
    found = {}
    for unit in wanted:
        kinds = next((group for group in TOGETHER if unit.kind in group), frozenset({unit.kind}))
        found[unit.pk] = tuple(
            child for child, kind in below.get(parents.get(unit.pk, 0), []) if kind in kinds
        )
    return found


def _printed(value: Value, series: Series) -> str:
    assert value.number is not None
    return amount(value.number, series.indicator.measure, series.indicator.decimals)


def _used(value: Value, series: Series, unit: Unit | None, when: str) -> FigureUsed:
    label = " ".join(part for part in (named(series.indicator), when) if part)
    return FigureUsed(label, _printed(value, series), value.revision_id)


def _wanted(one: Condition) -> str:
    """Say what a condition asks for."""
    name = named(one.series.indicator)
    measure, decimals = one.series.indicator.measure, one.series.indicator.decimals
    kind = one.kind
    if kind == ConditionKind.UP:
        return _("%(name)s above last year") % {"name": name}
    if kind == ConditionKind.DOWN:
        return _("%(name)s below last year") % {"name": name}
    assert one.amount is not None
    if kind == ConditionKind.RANK_WITHIN:
        if one.start:
            return _("%(name)s from place %(start)d into the first %(places)d") % {
                "name": name, "start": one.start, "places": int(one.amount),
            }  # fmt: skip
        return _("%(name)s among the first %(places)d") % {"name": name, "places": int(one.amount)}
    if one.divisor is not None:
        share = format_number(one.amount, 2).rstrip("0").rstrip(".")
        pattern = (
            _("%(name)s at least %(share)s%% of %(other)s")
            if kind == ConditionKind.RATIO_AT_LEAST
            else _("%(name)s at most %(share)s%% of %(other)s")
        )
        return pattern % {"name": name, "share": share, "other": named(one.divisor.indicator)}
    pattern = (
        _("%(name)s at least %(amount)s")
        if kind == ConditionKind.AT_LEAST
        else _("%(name)s at most %(amount)s")
    )
    return pattern % {"name": name, "amount": amount(one.amount, measure, decimals)}


def _condition(one: Condition, unit: Unit, frame: _Frame) -> ConditionNow:
    value = frame.at(one.series, unit.pk, frame.period)
    held: bool | None = None
    words = _("no value yet")
    figures: tuple[FigureUsed, ...] = ()
    if value is not None:
        figures = (_used(value, one.series, None, ""),)
        if one.kind in (ConditionKind.UP, ConditionKind.DOWN):
            held, words, more = _moved(one, unit, value, frame)
        elif one.kind == ConditionKind.RANK_WITHIN:
            held, words, more = _ranked(one, unit, value, frame)
        elif one.divisor is not None:
            held, words, more = _ratio(one, one.divisor, unit, value, frame)
        else:
            held, words, more = _reached(one, value)
        figures += more
    return ConditionNow(
        one.kind, named(one.series.indicator), one.series.scope, _wanted(one), held, words, figures
    )


_Outcome = tuple[bool | None, str, tuple[FigureUsed, ...]]


def _moved(one: Condition, unit: Unit, value: Value, frame: _Frame) -> _Outcome:
    before = frame.at(one.series, unit.pk, frame.before)
    if before is None:
        return None, _("no value of last year"), ()
    assert value.number is not None
    assert before.number is not None
    change = value.number - before.number
    indicator = one.series.indicator
    words = _("%(now)s − %(before)s = %(change)s") % {
        "now": _printed(value, one.series),
        "before": _printed(before, one.series),
        "change": amount(change, indicator.measure, indicator.decimals),
    }
    held = change > 0 if one.kind == ConditionKind.UP else change < 0
    return held, words, (_used(before, one.series, unit, _("last year")),)


def _ranked(one: Condition, unit: Unit, value: Value, frame: _Frame) -> _Outcome:
    peers = frame.peers.get(unit.pk, ())
    if len(peers) < 2:
        return None, _("there is nobody to be ranked with"), ()
    if one.series_id not in frame.opened and not (frame.own or frozenset()).issuperset(peers):
        return None, _("not all that are ranked are open to you"), ()
    numbers = [
        other.number
        for peer in peers
        if (other := frame.at(one.series, peer, frame.period)) is not None
        and other.number is not None
    ]
    assert value.number is not None
    assert one.amount is not None
    lower = one.series.indicator.direction == Direction.LOWER
    better = sum(n < value.number if lower else n > value.number for n in numbers)
    words = _("place %(place)d of %(of)d with a value, wanted %(places)d") % {
        "place": better + 1, "of": len(numbers), "places": int(one.amount),
    }  # fmt: skip
    return better + 1 <= one.amount, words, ()


def _ratio(one: Condition, divisor: Series, unit: Unit, value: Value, frame: _Frame) -> _Outcome:
    below = frame.at(divisor, unit.pk, frame.period)
    if below is None:
        return None, _("no value to divide by yet"), ()
    assert value.number is not None
    assert below.number is not None
    assert one.amount is not None
    figures = (_used(below, divisor, unit, ""),)
    if below.number <= 0:
        return None, _("nothing can be divided by %(amount)s") % {
            "amount": _printed(below, divisor)
        }, figures  # fmt: skip
    share = value.number * 100 / below.number
    words = _("%(own)s ÷ %(other)s = %(share)s%%") % {
        "own": _printed(value, one.series), "other": _printed(below, divisor),
        "share": format_number(share, 2),
    }  # fmt: skip
    least = one.kind == ConditionKind.RATIO_AT_LEAST
    return (share >= one.amount if least else share <= one.amount), words, figures


def _reached(one: Condition, value: Value) -> _Outcome:
    assert value.number is not None
    assert one.amount is not None
    indicator = one.series.indicator
    least = one.kind == ConditionKind.AT_LEAST
    held = value.number >= one.amount if least else value.number <= one.amount
    words = _("%(now)s, wanted %(amount)s") % {
        "now": _printed(value, one.series),
        "amount": amount(one.amount, indicator.measure, indicator.decimals),
    }
    return held, words, ()
