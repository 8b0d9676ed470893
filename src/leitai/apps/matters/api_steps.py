"""What the interface takes to register a matter and for each step, and the services behind it."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError

from leitai.apps.matters import life, services
from leitai.apps.matters.models import Matter
from leitai.apps.matters.naming import person_in
from leitai.apps.matters.services import File, Measure, Source
from leitai.apps.units.access import act_of
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import subtree_ids, unit_roots


class RegisterIn(Schema):
    """A matter to register; with ``draft`` it is only written down.

    ``source_room`` and ``source_key`` name an object of another room: the same one opens a matter
    once, and a second call answers with that matter.
    """

    area: int
    title: str
    kind: str
    draft: bool = False
    source_kind: str = "other"
    source_name: str = ""
    source_words: str = ""
    source_room: str = ""
    source_key: str = ""
    measure_name: str = ""
    measure_unit: str = ""
    measure_total: float | None = None
    contact: int | None = None
    parent: int | None = None


class FileIn(Schema):
    """A file; ``content`` is Base64."""

    name: str
    content: str


class SourceIn(Schema):
    """What a draft follows from."""

    kind: str = "other"
    name: str = ""
    words: str = ""


class MeasureIn(Schema):
    """What is counted towards completion."""

    name: str = ""
    total: float
    unit: str = ""


class StepIn(Schema):
    """What a step may be given; each verb takes the fields that it needs.

    From ``title`` on they are a draft's, for ``revise``; ``measure`` and ``contact`` of null take
    them away.
    """

    words: str = ""
    due: dt.date | None = None
    until: dt.date | None = None
    lead_unit: int | None = None
    supporting: list[int] | None = None
    responsible_person: str = ""
    level: str = ""
    checks: dict[str, bool] = {}
    into: int | None = None
    progress: int | None = None
    measure_done: float | None = None
    files: list[FileIn] = []
    title: str | None = None
    kind: str | None = None
    source: SourceIn | None = None
    measure: MeasureIn | None = None
    contact: int | None = None


def register_matter(request: HttpRequest, area: Unit, data: RegisterIn) -> Matter:
    """Register or draft a matter as asked."""
    act = act_of(request)
    act.require("matters.manage", area)
    measure = (
        Measure(data.measure_name, data.measure_total, data.measure_unit)
        if data.measure_total is not None
        else None
    )
    source = Source(
        data.source_kind,
        data.source_name,
        data.source_words,
        data.source_room,
        data.source_key,
    )
    more: dict[str, Any] = {
        "area": area,
        "title": data.title,
        "kind": data.kind,
        "source": source,
        "measure": measure,
        "contact": _contact(area, data.contact),
        "parent": _matter(request, data.parent),
    }
    if data.draft:
        return services.draft_matter(act, **more)
    if source.room and source.key:
        return services.open_from_source(act, **more)
    return services.register_matter(act, **more)


def _contact(area: Unit, user_id: int | None) -> User | None:
    if user_id is None:
        return None
    contact = person_in(area, pk=user_id)
    if contact is None:
        raise HttpError(422, _("There is no such person in the area."))
    return contact


def _matter(request: HttpRequest, matter_id: int | None) -> Matter | None:
    if matter_id is None:
        return None
    found = Matter.objects.visible_to(request.user).filter(pk=matter_id).first()
    if found is None:
        raise HttpError(422, _("There is no such matter."))
    return found


def units_of(request: HttpRequest, ids: list[int]) -> list[Unit]:
    """Return units by id, in order.

    Raises:
        HttpError: 422 for one that is not there or not below the caller's own.
    """
    below = subtree_ids(tuple(unit_roots(request.user)))
    found = {unit.pk: unit for unit in Unit.objects.filter(pk__in=below).filter(pk__in=ids)}
    if any(pk not in found for pk in ids):
        raise HttpError(422, _("There is no such unit or period."))
    return [found[pk] for pk in ids]


def _files(data: StepIn) -> list[File]:
    try:
        return [File(one.name, base64.b64decode(one.content, validate=True)) for one in data.files]
    except binascii.Error:
        raise HttpError(422, _("The evidence is not Base64.")) from None


def take_step(request: HttpRequest, matter: Matter, verb: str, data: StepIn) -> Matter:
    """Take a step by the verb of its address.

    Raises:
        Http404: for a verb that is none.
    """
    if verb not in services.TAKEN:
        raise Http404
    act = act_of(request)
    # Before what was sent is judged: its faults are not for others to learn.
    act.require(f"matters.{life.STEPS[verb].who}", matter)
    given = _given(request, matter, verb, data)
    lacking = services.missing(verb, given)
    if lacking:
        raise HttpError(422, lacking)
    return services.take_step(act, verb, matter, given)


def _given(request: HttpRequest, matter: Matter, verb: str, data: StepIn) -> dict[str, Any]:
    """Return what the verb takes of what was sent, ids and files as what they stand for."""
    if verb == "revise":
        return {"changes": _changes(matter, data)}
    given: dict[str, Any] = {}
    for name in services.fields_of(verb):
        value = getattr(data, name)
        if name not in data.model_fields_set or value is None:
            continue
        if name == "lead_unit":
            value = units_of(request, [value])[0]
        elif name == "supporting":
            value = units_of(request, value)
        elif name == "into":
            value = _matter(request, value)
        elif name == "files":
            value = _files(data)
        given[name] = value
    return given


def _changes(matter: Matter, data: StepIn) -> dict[str, Any]:
    """Return what is changed of a draft, each as its service takes it."""
    sent = data.model_fields_set
    changes: dict[str, Any] = {
        name: getattr(data, name) for name in ("title", "kind") if getattr(data, name) is not None
    }
    if data.source is not None:
        opened_by = (matter.source_room, matter.source_key)
        changes["source"] = Source(
            data.source.kind, data.source.name, data.source.words, *opened_by
        )
    if "measure" in sent:
        changes["measure"] = Measure(**data.measure.dict()) if data.measure else None
    if "contact" in sent:
        changes["contact"] = _contact(matter.area, data.contact)
    return changes
