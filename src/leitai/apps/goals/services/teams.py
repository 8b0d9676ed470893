"""Task forces and contact leaders."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.goals.models import ContactLeader, GoalNode, TaskForce, TaskForceMember
from leitai.apps.goals.services.responsibility import day_of, people_of
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import area_of


@verb("task_force.form")
def form_task_force(
    act: Act,
    *,
    area: Unit,
    name: str,
    head: User,
    node: GoalNode | None = None,
    name_en: str = "",
    purpose: str = "",
    meets: str = "",
    valid_from: dt.date | None = None,
) -> TaskForce:
    """Form a task force (专班) under a head, for a goal or for a purpose told in words.

    Raises:
        RefusedError: without a name, for a name in use, a head or a goal of another area.
    """
    act.require("goals.assign", area)
    Unit.objects.select_for_update().get(pk=area.pk)
    if not name.strip():
        raise RefusedError(_("Give a name."))
    if TaskForce.objects.filter(area=area, name=name.strip(), valid_to=None).exists():
        raise RefusedError(_("There is a task force “%(name)s” already.") % {"name": name.strip()})
    _check_person(area, head)
    if node is not None and node.area_id != area.pk:
        raise RefusedError(_("“%(goal)s” belongs to another area.") % {"goal": node})
    row = TaskForce.objects.create(
        area=area, node=node, name=name.strip(), name_en=name_en.strip(), purpose=purpose.strip(),
        meets=meets.strip(), head=head, valid_from=valid_from or day_of(act),
    )  # fmt: skip
    act.note(name=row.name, head=str(head), goal=str(node) if node else "")
    return row


@verb("task_force.join")
def join_task_force(
    act: Act, *, task_force: TaskForce, person: User, duty: str = "",
    valid_from: dt.date | None = None,
) -> TaskForceMember:  # fmt: skip
    """Put a person into a task force; its head may do so too.

    Raises:
        RefusedError: for somebody of another area, the head, or whoever is in it already.
    """
    row = _standing(act, task_force)
    _check_person(row.area, person)
    if person.pk == row.head_id or row.members.filter(person=person, valid_to=None).exists():
        raise RefusedError(_("%(who)s is in the task force already.") % {"who": person})
    member = TaskForceMember.objects.create(
        task_force=row, person=person, duty=duty.strip(), valid_from=valid_from or day_of(act)
    )
    act.note(name=str(person), task_force=row.name)
    return member


@verb("task_force.leave")
def leave_task_force(act: Act, *, member: TaskForceMember) -> TaskForceMember:
    """Take a person out of a task force as of today.

    Raises:
        RefusedError: when the person left before.
    """
    row = _standing(act, member.task_force)
    held = TaskForceMember.objects.get(pk=member.pk)
    if held.valid_to is not None:
        raise RefusedError(_("This ended on %(day)s.") % {"day": held.valid_to})
    held.valid_to = day_of(act) - dt.timedelta(days=1)
    held.save(update_fields=["valid_to"])
    act.note(name=str(held.person), task_force=row.name)
    return held


@verb("task_force.dissolve")
def dissolve_task_force(act: Act, *, task_force: TaskForce, reason: str) -> TaskForce:
    """End a task force as of today, with the reason; its members end with it.

    Raises:
        RefusedError: without a reason, or when it ended before.
    """
    act.require("goals.assign", task_force.area)
    row = TaskForce.objects.select_for_update().get(pk=task_force.pk)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if row.valid_to is not None:
        raise RefusedError(_("This ended on %(day)s.") % {"day": row.valid_to})
    last = day_of(act) - dt.timedelta(days=1)
    row.valid_to, row.ending = last, reason.strip()
    row.save(update_fields=["valid_to", "ending"])
    row.members.filter(valid_to=None).update(valid_to=last)
    act.note(name=row.name, reason=reason)
    return row


def _standing(act: Act, task_force: TaskForce) -> TaskForce:
    """Lock a task force whose people change; its head and the office may do that."""
    row = TaskForce.objects.select_for_update().get(pk=task_force.pk)
    if act.actor is not None and act.actor.pk == row.head_id:
        act.require("goals.view")
        act.unit_id = row.area_id
    else:
        act.require("goals.assign", row.area)
    if row.valid_to is not None:
        raise RefusedError(_("This ended on %(day)s.") % {"day": row.valid_to})
    return row


def _check_person(area: Unit, person: User) -> None:
    if not people_of(area).filter(pk=person.pk).exists():
        raise RefusedError(_("%(who)s is not of %(area)s.") % {"who": person, "area": area})


@verb("contact_leader.set")
def set_contact_leader(
    act: Act, *, unit: Unit, leader: User, valid_from: dt.date | None = None
) -> ContactLeader:
    """Say which leader keeps contact with a unit, in place of the one before.

    Raises:
        RefusedError: for a leader of another area, or the one who does so already.
    """
    act.require("goals.assign", unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    _check_person(area_of(unit), leader)
    begin = valid_from or day_of(act)
    held = ContactLeader.objects.filter(unit=unit, valid_to=None)
    before = held.select_related("leader").first()
    if before is not None and before.leader_id == leader.pk:
        raise RefusedError(_("%(who)s is named for this already.") % {"who": leader})
    held.update(valid_to=begin - dt.timedelta(days=1))
    row = ContactLeader.objects.create(unit=unit, leader=leader, valid_from=begin)
    act.note(name=str(leader), unit=str(unit), old=str(before.leader) if before else None)
    return row


@verb("contact_leader.end")
def end_contact_leader(act: Act, *, contact: ContactLeader) -> ContactLeader:
    """End a leader's contact with a unit as of today.

    Raises:
        RefusedError: when it ended before.
    """
    act.require("goals.assign", contact.unit)
    row = ContactLeader.objects.select_for_update().get(pk=contact.pk)
    if row.valid_to is not None:
        raise RefusedError(_("This ended on %(day)s.") % {"day": row.valid_to})
    row.valid_to = day_of(act) - dt.timedelta(days=1)
    row.save(update_fields=["valid_to"])
    act.note(name=str(row.leader), unit=str(row.unit))
    return row
