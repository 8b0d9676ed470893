"""Setting and withdrawing compound, rank and ratio targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.goals.models import (
    RATIOS,
    WITH_AMOUNT,
    CompoundTarget,
    Condition,
    ConditionKind,
    GoalNode,
)
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import area_of


@dataclass(frozen=True)
class NewCondition:
    """A condition to be set; see :class:`Condition` for what each kind needs."""

    kind: str
    series: Series
    amount: float | None = None
    divisor: Series | None = None
    start: int | None = None


@verb("compound.set")
def set_compound(
    act: Act,
    *,
    unit: Unit,
    year: int,
    name: str,
    conditions: Sequence[NewCondition],
    name_en: str = "",
    sentence: str = "",
) -> CompoundTarget:
    """Set a target of a unit for a year that holds when all its conditions hold.

    Raises:
        RefusedError: without a name or conditions, for a name already used, or conditions that lack
            their numbers, repeat each other or come from another area.
    """
    act.require("goals.set_target", unit)
    if not name.strip() or not conditions:
        raise RefusedError(_("A compound target needs a name and at least one condition."))
    if CompoundTarget.objects.filter(
        unit=unit, year=year, name=name.strip(), withdrawn_at=None
    ).exists():
        raise RefusedError(
            _("%(unit)s has a target “%(name)s” for %(year)d already.")
            % {"unit": unit, "name": name.strip(), "year": year}
        )
    area = area_of(unit)
    seen: set[tuple[str, int]] = set()
    for at, one in enumerate(conditions, start=1):
        fault = _fault(one, area)
        if not fault and (one.kind, one.series.pk) in seen:
            fault = _("it stands there twice")
        if fault:
            raise RefusedError(
                _("Condition %(number)d: %(fault)s. Nothing was stored.")
                % {"number": at, "fault": fault}
            )
        seen.add((one.kind, one.series.pk))
    target = CompoundTarget.objects.create(
        unit=unit, year=year, name=name.strip(), name_en=name_en.strip(),
        sentence=sentence.strip(), set_by=act.actor, set_at=act.at,
    )  # fmt: skip
    Condition.objects.bulk_create(
        Condition(
            target=target, position=at, kind=one.kind, series=one.series, divisor=one.divisor,
            amount=one.amount, start=one.start,
        )
        for at, one in enumerate(conditions, start=1)
    )  # fmt: skip
    act.note(
        name=target.name,
        year=year,
        conditions=[f"{one.series} {one.kind} {one.amount or ''}".strip() for one in conditions],
    )
    return target


def _fault(one: NewCondition, area: Unit) -> str:
    """Say what is wrong with a condition; "" if nothing is."""
    if one.kind not in ConditionKind.values:
        return _("unknown kind “%(kind)s”") % {"kind": one.kind}
    if any(s.indicator.area_id != area.pk for s in (one.series, one.divisor) if s is not None):
        return _("a series of another area")
    if (one.kind in WITH_AMOUNT) != (one.amount is not None):
        return _("it needs a number") if one.amount is None else _("it takes no number")
    if one.amount is not None and not math.isfinite(one.amount):
        return _("a number is not finite")
    if (one.kind in RATIOS) != (one.divisor is not None):
        return _("a ratio needs the series to divide by, and nothing else does")
    if one.divisor is not None and one.divisor.pk == one.series.pk:
        return _("a series divided by itself is always 100 %")
    if one.kind == ConditionKind.RANK_WITHIN:
        if one.amount is None or one.amount < 1 or one.amount != int(one.amount):
            return _("a rank is a whole number from 1 on")
        if one.series.indicator.direction == Direction.NONE:
            return _("an indicator without a direction has no ranking")
    return ""


@verb("compound.withdraw")
def withdraw_compound(act: Act, *, target: CompoundTarget, reason: str) -> CompoundTarget:
    """Withdraw a compound target; it stays on record with the reason.

    Raises:
        RefusedError: without a reason, when it is withdrawn already, or an open goal stands for it.
    """
    act.require("goals.set_target", target.unit)
    row = CompoundTarget.objects.select_for_update().get(pk=target.pk)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if row.withdrawn_at is not None:
        raise RefusedError(_("“%(target)s” is withdrawn already.") % {"target": row})
    node = row.goal_nodes.filter(state=GoalNode.State.OPEN).first()
    if node is not None:
        raise RefusedError(_("The goal “%(goal)s” stands for it; close it first.") % {"goal": node})
    row.withdrawn_at, row.withdrawn_by, row.withdrawal = act.at, act.actor, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal"])
    act.note(name=row.name, reason=reason)
    return row
