"""Saying who answers for what, and who stands in for whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.goals.models import (
    OF_PERSONS,
    Delegation,
    GoalNode,
    Responsibility,
    ResponsibilityRole,
    Target,
)
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import area_of, is_under, subtree_ids


@dataclass(frozen=True)
class TargetOf:
    """A unit's target of a series for a year, whichever revision counts."""

    series: Series
    unit: Unit
    year: int


def people_of(area: Unit) -> QuerySet[User]:
    """Return the active accounts made for the area or a unit below it, or with a role there."""
    below = subtree_ids([area.pk])
    return (
        User.objects.filter(Q(home__in=below) | Q(assignments__unit__in=below), is_active=True)
        .distinct()
        .order_by("display_name", "pk")
    )


def day_of(act: Act) -> dt.date:
    """Return the day on which an act happens."""
    return timezone.localtime(act.at).date()


@verb("responsibility.name")
def name_responsible(
    act: Act,
    *,
    thing: GoalNode | TargetOf,
    role: str,
    who: User | Unit | str,
    valid_from: dt.date | None = None,
) -> Responsibility:
    """Name who answers for a goal or target in a role, from a day on (today if none is given).

    A person is an account, or a name where there is no account. Naming another lead unit ends the
    part of the one before.

    Raises:
        RefusedError: for a unit in a person's role or the reverse, for whoever is not of the area,
            a target that is not set, a closed goal, or whoever is named already.
    """
    governing = thing.area if isinstance(thing, GoalNode) else thing.unit
    own_person = role == ResponsibilityRole.RESPONSIBLE_PERSON and isinstance(thing, TargetOf)
    act.require("goals.name_person" if own_person else "goals.assign", governing)
    area = area_of(governing)
    _check_holder(area, role, who)
    begin = valid_from or day_of(act)
    fields = _thing_fields(thing)
    held = Responsibility.objects.select_for_update().filter(**fields, role=role, valid_to=None)
    for row in held:
        if row.holder == who or row.holder_unit == who or row.holder_name == who:
            raise RefusedError(_("%(who)s is named for this already.") % {"who": row.who})
    before = held.first() if role == ResponsibilityRole.LEAD_UNIT else None
    if before is not None:
        _end(before, begin - dt.timedelta(days=1), str(_("another lead unit was named")))
    row = Responsibility.objects.create(
        **fields,
        role=role,
        holder=who if isinstance(who, User) else None,
        holder_unit=who if isinstance(who, Unit) else None,
        holder_name=who.strip() if isinstance(who, str) else "",
        valid_from=begin,
    )
    act.note(
        role=role,
        name=row.who,
        valid_from=begin.isoformat(),
        old=before.who if before is not None else None,
    )
    return row


def _thing_fields(thing: GoalNode | TargetOf) -> dict[str, Any]:
    """Return what a responsibility is for; the thing's row stays locked, so that two who name a
    lead unit at once come one after the other."""
    if isinstance(thing, GoalNode):
        node = GoalNode.objects.select_for_update().get(pk=thing.pk)
        if node.state != GoalNode.State.OPEN:
            raise RefusedError(_("“%(goal)s” is closed.") % {"goal": thing})
        return {"node": node}
    fields = {"series": thing.series, "unit": thing.unit, "year": thing.year}
    first = Target.objects.filter(**fields, revision=1)
    if first.select_for_update(of=("self",)).first() is None:
        raise RefusedError(
            _("%(unit)s has no target of %(series)s for %(year)d.")
            % {"unit": thing.unit, "series": thing.series, "year": thing.year}
        )
    return fields


def _check_holder(area: Unit, role: str, who: User | Unit | str) -> None:
    """Refuse a unit where a person is needed, the reverse, and whoever is not of the area."""
    if role not in ResponsibilityRole.values:
        raise RefusedError(_("Unknown role “%(role)s”.") % {"role": role})
    if isinstance(who, Unit) == (role in OF_PERSONS):
        raise RefusedError(
            _("“%(role)s” is a person.") % {"role": ResponsibilityRole(role).label}
            if role in OF_PERSONS
            else _("“%(role)s” is a unit.") % {"role": ResponsibilityRole(role).label}
        )
    if isinstance(who, str):
        if not who.strip():
            raise RefusedError(_("Give a name."))
        return
    known = (
        is_under(who.pk, {area.pk})
        if isinstance(who, Unit)
        else people_of(area).filter(pk=who.pk).exists()
    )
    if not known:
        raise RefusedError(_("%(who)s is not of %(area)s.") % {"who": who, "area": area})


@verb("responsibility.end")
def end_responsibility(act: Act, *, responsibility: Responsibility, reason: str) -> Responsibility:
    """End somebody's part as of today; that it was held stays on record.

    Raises:
        RefusedError: without a reason, or when it ended before.
    """
    row = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    own_person = row.role == ResponsibilityRole.RESPONSIBLE_PERSON and row.node_id is None
    act.require("goals.name_person" if own_person else "goals.assign", row)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if row.valid_to is not None:
        raise RefusedError(_("This ended on %(day)s.") % {"day": row.valid_to})
    _end(row, day_of(act) - dt.timedelta(days=1), reason.strip())
    act.note(role=row.role, name=row.who, reason=reason)
    return row


def _end(row: Responsibility, day: dt.date, why: str) -> None:
    """End a part with a day; one that began later never held."""
    row.valid_to, row.ending = day, why
    row.save(update_fields=["valid_to", "ending"])


@verb("delegation.give")
def delegate(
    act: Act,
    *,
    area: Unit,
    person: User,
    to: User,
    valid_from: dt.date,
    valid_to: dt.date,
    reason: str,
) -> Delegation:
    """Let somebody stand in for a person from a day to a day.

    Everybody may give their own; the office may for others, for instance when somebody is ill.

    Raises:
        RefusedError: without a reason, for oneself, for somebody outside the area, for days in the
            wrong order, or when somebody else stands in on one of the days.
    """
    own = act.actor is not None and act.actor.pk == person.pk
    act.require("goals.delegate" if own else "goals.assign", None if own else area)
    act.unit_id = area.pk
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if valid_to < valid_from:
        raise RefusedError(_("The last day lies before the first."))
    if person == to:
        raise RefusedError(_("Nobody stands in for themselves."))
    for one in (person, to):
        if not people_of(area).filter(pk=one.pk).exists():
            raise RefusedError(_("%(who)s is not of %(area)s.") % {"who": one, "area": area})
    User.objects.select_for_update().get(pk=person.pk)
    standing = Delegation.objects.filter(
        person=person, valid_from__lte=valid_to, valid_to__gte=valid_from
    ).first()
    if standing is not None:
        raise RefusedError(
            _("%(delegate)s stands in for %(person)s from %(first)s to %(last)s already.")
            % {
                "delegate": standing.delegate,
                "person": person,
                "first": standing.valid_from,
                "last": standing.valid_to,
            }
        )
    row = Delegation.objects.create(
        area=area, person=person, delegate=to, valid_from=valid_from, valid_to=valid_to,
        reason=reason.strip(),
    )  # fmt: skip
    act.note(
        name=str(row),
        valid_from=valid_from.isoformat(),
        valid_to=valid_to.isoformat(),
        reason=reason,
    )
    return row


@verb("delegation.end")
def end_delegation(act: Act, *, delegation: Delegation) -> Delegation:
    """Take a delegation back as of today.

    Raises:
        RefusedError: when it is over.
    """
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    own = act.actor is not None and act.actor.pk == row.person_id
    act.require("goals.delegate" if own else "goals.assign", None if own else row.area)
    act.unit_id = row.area_id
    last = day_of(act) - dt.timedelta(days=1)
    if row.valid_to <= last:
        raise RefusedError(_("This ended on %(day)s.") % {"day": row.valid_to})
    old = row.valid_to
    row.valid_from, row.valid_to = min(row.valid_from, last), last
    row.save(update_fields=["valid_from", "valid_to"])
    act.note(name=str(row), old=old.isoformat(), new=last.isoformat())
    return row
