"""One's notices over HTTP."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from leitai.apps.notices.selectors import Line, Told, lines_of, notices_since, told, unread_count
from leitai.apps.notices.services import mark_read
from leitai.apps.paging import PageInfo, cut
from leitai.apps.units.access import need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """A subject with everything that is told of it.

    ``room``, ``subject`` and ``subject_id`` say what it is about; ``kinds`` are codes, the newest
    first, and ``words`` says the same in the person's language.
    """

    id: uuid.UUID
    room: str
    subject: str
    subject_id: int
    name: str
    kinds: list[str]
    words: list[str]
    facts: str
    at: dt.datetime
    urgent: bool
    unread: bool


class NoticePageOut(Schema):
    page: PageInfo
    items: list[NoticeOut]


class CountOut(Schema):
    """How many subjects have something new, or were counted as read."""

    count: int


class ReadIn(Schema):
    """What counts as read: numbers of notices, or everything where none is given."""

    ids: list[uuid.UUID] | None = None


def _told(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "room": line.subject.room,
        "subject": line.subject.code,
        "subject_id": line.subject_id,
        "name": line.name,
        "kinds": list(line.kinds),
        "words": [line.words, *line.also],
        "facts": line.facts,
        "at": line.at,
        "urgent": line.urgent,
        "unread": line.unread,
    }


@router.get("/notices", response=NoticePageOut, summary="One's notices")
def list_notices(
    request: HttpRequest, unread: bool = False, limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List what the person is told, by subject, the newest first; ``unread`` only what is new."""
    groups: list[list[Told]] = told(request.user, notices_since(timezone.now()))
    if unread:
        groups = [group for group in groups if any(one.unread for one in group)]
    page = cut(groups, limit, offset, list)
    return {"page": page["page"], "items": [_told(line) for line in lines_of(page["items"])]}


@router.get("/notices/count", response=CountOut, summary="How many notices are new")
def count_notices(request: HttpRequest) -> dict[str, int]:
    """Count the subjects of which something is new: the number beside the bell."""
    return {"count": unread_count(request.user, timezone.now())}


@router.post("/notices/read", response=CountOut, summary="Count notices as read")
def read_notices(request: HttpRequest, what: ReadIn) -> dict[str, int]:
    """Count notices as read, with the others of their subjects; again does nothing."""
    need_scope(request, Scope.NOTICES)
    return {"count": mark_read(request.user, what.ids)}
