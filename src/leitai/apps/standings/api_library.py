"""Ready schemes over HTTP: list them, read one, begin a draft with one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.paging import PageInfo, cut
from leitai.apps.standings.api import scheme_of
from leitai.apps.standings.api_drafts import DraftOut, draft_out
from leitai.apps.standings.services import draft_from_library
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit
from leitai.engine.library import ReadyScheme, library, ready_scheme

router = Router(tags=["drafts"])


class ReadyOut(Schema):
    """A ready scheme: what it is for, and where its rules come from, in both languages."""

    name: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    source: str
    source_en: str
    period: str


class ReadyPageOut(Schema):
    page: PageInfo
    items: list[ReadyOut]


class ReadyTextOut(ReadyOut):
    """A ready scheme with its file and its example table as CSV."""

    text: str
    data: str


class CopyIn(Schema):
    """Where the draft goes: under a scheme, or under a new scheme of an area."""

    scheme: str = ""
    area: int | None = None


def _out(each: ReadyScheme) -> ReadyOut:
    return ReadyOut(**_told(each))


def _told(each: ReadyScheme) -> dict[str, Any]:
    return {
        "name": each.name,
        "title": each.title("zh"),
        "title_en": each.title("en"),
        "summary": each.summary("zh"),
        "summary_en": each.summary("en"),
        "source": each.source("zh"),
        "source_en": each.source("en"),
        "period": each.scheme.period,
    }


def _ready(name: str) -> ReadyScheme:
    try:
        return ready_scheme(name)
    except KeyError:
        raise Http404 from None


@router.get("/scheme-library", response=ReadyPageOut, summary="Ready schemes")
def list_ready(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the ready schemes with their sources."""
    return cut(library(), limit, offset, _out)


@router.get("/scheme-library/{slug:name}", response=ReadyTextOut, summary="A ready scheme")
def show_ready(request: HttpRequest, name: str) -> ReadyTextOut:
    """Return a ready scheme with its file and its example table."""
    each = _ready(name)
    return ReadyTextOut(**_told(each), text=each.text, data=each.data)


@router.post(
    "/scheme-library/{slug:name}/draft", response=DraftOut, summary="Begin a draft with it"
)
def copy_ready(request: HttpRequest, name: str, body: CopyIn) -> dict[str, Any]:
    """Begin a draft with a ready scheme: of a scheme that is there, or of a new one."""
    need_scope(request, Scope.RULES)
    _ready(name)
    scheme = scheme_of(request, body.scheme) if body.scheme else None
    area = Unit.objects.filter(pk=body.area).first() if body.area is not None else None
    if scheme is None and area is None:
        raise HttpError(422, _("Say for which scheme or area the draft is."))
    return draft_out(draft_from_library(act_of(request), name=name, scheme=scheme, area=area))
