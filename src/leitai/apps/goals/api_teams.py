"""Task forces and contact leaders over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from leitai.apps.goals.api_shapes import (
    IdOut,
    Name,
    ReasonIn,
    Text,
    areas_for,
    node_for,
    person_for,
    unit_for,
)
from leitai.apps.goals.models import ContactLeader, TaskForce, TaskForceMember
from leitai.apps.goals.selectors.mine import contacts_for, members_of, task_forces_for
from leitai.apps.goals.services import (
    dissolve_task_force,
    end_contact_leader,
    form_task_force,
    join_task_force,
    leave_task_force,
    set_contact_leader,
)
from leitai.apps.language import named
from leitai.apps.paging import PageInfo, cut
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope
from leitai.apps.units.selectors import area_of, subtree_ids, unit_roots

router = Router(tags=["goals"])


class MemberOut(Schema):
    id: int
    person: str
    duty: str
    valid_from: dt.date


class TaskForceOut(Schema):
    """A task force that stands, with whoever is in it today."""

    id: int
    name: str
    head: str
    node_id: int | None
    purpose: str
    meets: str
    valid_from: dt.date
    members: list[MemberOut]


class TaskForcePageOut(Schema):
    page: PageInfo
    items: list[TaskForceOut]


class TaskForceIn(Schema):
    """A task force to be formed: ``head`` is a user name, ``node`` the goal it is for."""

    area: int
    name: Annotated[str, Field(max_length=80)]
    head: str
    node: int | None = None
    name_en: Name = ""
    purpose: Text = ""
    meets: Annotated[str, Field(max_length=60)] = ""
    valid_from: dt.date | None = None


class MemberIn(Schema):
    """Who joins, by user name, and what they do there."""

    person: str
    duty: Annotated[str, Field(max_length=80)] = ""
    valid_from: dt.date | None = None


class ContactIn(Schema):
    """The leader (a user name) who keeps contact with a unit."""

    unit: int
    leader: str
    valid_from: dt.date | None = None


class ContactOut(Schema):
    id: int
    unit_id: int
    unit: str
    leader: str
    valid_from: dt.date


class ContactPageOut(Schema):
    page: PageInfo
    items: list[ContactOut]


@router.get("/task-forces", response=TaskForcePageOut, summary="Task forces")
def list_forces(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the task forces that stand today, with their members."""
    today = timezone.localdate()
    rows = [
        row for area in areas_for(request) for row in task_forces_for(request.user, area, today)
    ]
    return cut(rows, limit, offset, _force_out)


@router.post("/task-forces", response={201: IdOut}, summary="Form a task force")
def form(request: HttpRequest, data: TaskForceIn) -> Status[IdOut]:
    """Form a task force under a head; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    area = unit_for(request, data.area)
    given = data.dict()
    given["area"], given["head"] = area, person_for(area, data.head)
    given["node"] = node_for(request, data.node) if data.node is not None else None
    return Status(201, IdOut(id=form_task_force(act_of(request), **given).pk))


@router.post(
    "/task-forces/{int:force_id}/members", response={201: IdOut}, summary="Join a task force"
)
def join(request: HttpRequest, force_id: int, data: MemberIn) -> Status[IdOut]:
    """Put a person into a task force, as its head or the office; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    force = _force(request, force_id)
    member = join_task_force(
        act_of(request), task_force=force, person=person_for(force.area, data.person),
        duty=data.duty, valid_from=data.valid_from,
    )  # fmt: skip
    return Status(201, IdOut(id=member.pk))


@router.post(
    "/task-forces/members/{int:member_id}/leave", response=IdOut, summary="Leave a task force"
)
def leave(request: HttpRequest, member_id: int) -> IdOut:
    """Take a person out of a task force as of today; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    member = (
        TaskForceMember.objects.filter(
            pk=member_id, task_force__in=TaskForce.objects.visible_to(request.user)
        )
        .select_related("task_force__area", "person")
        .first()
    )
    if member is None:
        raise Http404
    return IdOut(id=leave_task_force(act_of(request), member=member).pk)


@router.post(
    "/task-forces/{int:force_id}/dissolve", response=IdOut, summary="Dissolve a task force"
)
def dissolve(request: HttpRequest, force_id: int, data: ReasonIn) -> IdOut:
    """End a task force as of today, with the reason; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    force = _force(request, force_id)
    return IdOut(id=dissolve_task_force(act_of(request), task_force=force, reason=data.reason).pk)


@router.get("/contact-leaders", response=ContactPageOut, summary="Contact leaders")
def list_contacts(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List which leader keeps contact with which unit."""
    today = timezone.localdate()
    rows = [row for area in areas_for(request) for row in contacts_for(request.user, area, today)]
    return cut(rows, limit, offset, _contact_out)


@router.post("/contact-leaders", response={201: IdOut}, summary="Set a contact leader")
def set_contact(request: HttpRequest, data: ContactIn) -> Status[IdOut]:
    """Say which leader keeps contact with a unit; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    unit = unit_for(request, data.unit)
    row = set_contact_leader(
        act_of(request), unit=unit, leader=person_for(area_of(unit), data.leader),
        valid_from=data.valid_from,
    )  # fmt: skip
    return Status(201, IdOut(id=row.pk))


@router.post("/contact-leaders/{int:contact_id}/end", response=IdOut, summary="End a contact")
def end_contact(request: HttpRequest, contact_id: int) -> IdOut:
    """End a leader's contact with a unit as of today; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    row = (
        ContactLeader.objects.filter(
            pk=contact_id, unit__in=subtree_ids(list(unit_roots(request.user)))
        )
        .select_related("unit", "leader")
        .first()
    )
    if row is None:
        raise Http404
    return IdOut(id=end_contact_leader(act_of(request), contact=row).pk)


def _force(request: HttpRequest, pk: int) -> TaskForce:
    row = TaskForce.objects.visible_to(request.user).filter(pk=pk).select_related("area").first()
    if row is None:
        raise Http404
    return row


def _force_out(row: TaskForce) -> TaskForceOut:
    return TaskForceOut(
        id=row.pk,
        name=named(row),
        head=str(row.head),
        node_id=row.node_id,
        purpose=row.purpose,
        meets=row.meets,
        valid_from=row.valid_from,
        members=[
            MemberOut(id=one.pk, person=str(one.person), duty=one.duty, valid_from=one.valid_from)
            for one in members_of(row)
        ],
    )


def _contact_out(row: ContactLeader) -> ContactOut:
    return ContactOut(
        id=row.pk,
        unit_id=row.unit_id,
        unit=named(row.unit),
        leader=str(row.leader),
        valid_from=row.valid_from,
    )
