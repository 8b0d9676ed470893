"""Matters over HTTP: lists, one matter, its steps, and many at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from leitai.apps.indicators.storage import stored_file
from leitai.apps.matters.api_shapes import (
    CountsOut,
    FilterIn,
    MatterOut,
    RowPageOut,
    area_seen,
    matter_out,
    seen,
    today,
)
from leitai.apps.matters.api_steps import (
    RegisterIn,
    StepIn,
    register_matter,
    take_step,
    units_of,
)
from leitai.apps.matters.models import Evidence, Matter
from leitai.apps.matters.selectors.lists import counts_for, matters_for, rows_of
from leitai.apps.matters.services import assign_many, urge_many
from leitai.apps.paging import cut
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["matters"])
#: Matters of one call for many.
MOST_AT_ONCE = 500


class ManyIn(Schema):
    """Ids of the matters, and what all of them get; ``lead_unit`` and ``due`` to assign."""

    matters: list[int]
    words: str = ""
    lead_unit: int | None = None
    supporting: list[int] = []
    responsible_person: str = ""
    due: dt.date | None = None


class OutcomeOut(Schema):
    matter_id: int
    number: str
    title: str
    done: bool
    reason: str


@router.get("/matters", response=RowPageOut, summary="Matters")
def list_matters(
    request: HttpRequest, wanted: Query[FilterIn], limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the matters that the person may see, the most pressing due day first."""
    found = cut(matters_for(request.user, wanted.wanted(), today()), limit, offset, lambda m: m)
    return {**found, "items": rows_of(found["items"], today())}


@router.get("/matters/counts", response=CountsOut, summary="Counts of open matters")
def count_matters(request: HttpRequest, area: int | None = None) -> Any:
    """Count the open matters that the person may see."""
    return counts_for(request.user, today(), area)


@router.post("/matters", response=MatterOut, summary="Register a matter")
def register_one(request: HttpRequest, data: RegisterIn) -> dict[str, Any]:
    """Put a matter on the list, or write a draft; a source that opened one is answered with it."""
    need_scope(request, Scope.MATTERS)
    area = area_seen(request, data.area)
    matter = register_matter(request, area, data)
    return matter_out(request, seen(request, matter.pk))


@router.post("/matters/many/{name}", response=list[OutcomeOut], summary="Many matters at once")
def take_many(request: HttpRequest, name: str, data: ManyIn) -> Any:
    """Take a step, ``assign`` or ``urge``, on many matters; each has its own outcome.

    A retry under the same Idempotency-Key does nothing twice. Matters that the person may not see
    are not there.
    """
    need_scope(request, Scope.MATTERS)
    if name not in ("assign", "urge"):
        raise Http404
    act = act_of(request)
    act.require("matters.manage" if name == "assign" else "matters.instruct")
    if len(data.matters) > MOST_AT_ONCE:
        raise HttpError(422, _("At most %(most)d matters at once.") % {"most": MOST_AT_ONCE})
    matters = (
        Matter.objects.visible_to(request.user)
        .filter(pk__in=data.matters)
        .select_related("area")
        .order_by("pk")
    )
    if name == "urge":
        return urge_many(act, matters=matters, words=data.words)
    if data.lead_unit is None:
        raise HttpError(422, _("Name the lead unit."))
    units = units_of(request, [data.lead_unit, *data.supporting])
    return assign_many(
        act,
        matters=matters,
        lead_unit=units[0],
        supporting=units[1:],
        responsible_person=data.responsible_person,
        due=data.due,
        words=data.words,
    )


@router.get("/matters/{int:matter_id}", response=MatterOut, summary="A matter")
def show_matter(request: HttpRequest, matter_id: int) -> dict[str, Any]:
    """Return one matter with its time line and what the person may do."""
    return matter_out(request, seen(request, matter_id))


@router.get(
    "/matters/{int:matter_id}/evidence/{int:evidence_id}", summary="A file that a step brought"
)
def show_evidence(request: HttpRequest, matter_id: int, evidence_id: int) -> FileResponse:
    """Return the file as it was brought."""
    matter = seen(request, matter_id)
    found = Evidence.objects.filter(pk=evidence_id, event__matter=matter).first()
    if found is None or not stored_file(found.sha256).is_file():
        raise Http404
    return FileResponse(
        stored_file(found.sha256).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )


@router.post("/matters/{int:matter_id}/{verb}", response=MatterOut, summary="Take a step")
def step(request: HttpRequest, matter_id: int, verb: str, data: StepIn) -> dict[str, Any]:
    """Take a step of a matter's life; which verbs are open stands in ``actions`` of the matter."""
    need_scope(request, Scope.MATTERS)
    matter = seen(request, matter_id)
    take_step(request, matter, verb, data)
    return matter_out(request, seen(request, matter.pk))
