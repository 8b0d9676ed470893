"""Bulletins on their way over HTTP: one person drafts, another signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.models import Period
from leitai.apps.publishing.api_bulletins import (
    BulletinOut,
    ReasonIn,
    WordingIn,
    bulletin_out,
    may_issue,
    unit_for,
)
from leitai.apps.publishing.composing import SupervisionPeriod
from leitai.apps.publishing.composing.kept import kept_draft, seen_digest
from leitai.apps.publishing.models import Bulletin, BulletinDraft, BulletinKind
from leitai.apps.publishing.selectors import draft_for, drafts_for
from leitai.apps.publishing.services import (
    drop_draft,
    edit_draft,
    keep_draft,
    return_draft,
    sign_draft,
    submit_draft,
)
from leitai.apps.standings.models import Standing
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope
from leitai.bulletins import to_dict

router = Router(tags=["bulletins"])
T = TypeVar("T")


class DraftOut(Schema):
    """A draft of a bulletin; the document itself is put together at each look."""

    id: int
    kind: str
    unit_id: int
    unit: str
    title: str
    state: str
    revision: int
    wording: dict[str, Any]
    made_by: str
    made_at: dt.datetime
    submitted_by: str
    decision: str
    bulletin_id: int | None


class DraftPageOut(Schema):
    page: PageInfo
    items: list[DraftOut]


class DraftShownOut(DraftOut):
    """With the document as it would be issued now, and the digest that its signer names.

    Where it cannot be issued any more, ``why_not`` says why.
    """

    document: dict[str, Any] | None
    seen: str
    why_not: str


class SupervisionIn(WordingIn):
    """The days in which matters were due; ``to_all`` opens the bulletin to all units."""

    area: int
    start: dt.date
    end: dt.date
    to_all: bool = False


class EditIn(WordingIn):
    """The words anew; ``revision`` is the one that the editor has seen."""

    revision: int
    to_all: bool | None = None


class SignIn(Schema):
    """The digest of the document that the signer saw."""

    seen: Annotated[str, Field(min_length=64, max_length=64)]


@router.post(
    "/boards/{slug:slug}/{period}/{slug:group}/bulletin",
    response={201: DraftOut},
    summary="Draft the bulletin of a board",
)
def draft_board(
    request: HttpRequest, slug: str, period: str, group: str, data: WordingIn
) -> Status[DraftOut]:
    """Keep a draft of the bulletin of one group of a published board; needs the scope ``issue``."""
    need_scope(request, Scope.ISSUE)
    standing = _standing(request, slug, period)
    may_issue(request, BulletinKind.STANDING, standing.round.scheme.area)
    topic, words = (standing, group), data.wording()
    return Status(201, _kept(lambda: keep_draft(act_of(request), topic=topic, wording=words)))


@router.post(
    "/bulletins/supervision", response={201: DraftOut}, summary="Draft a bulletin of supervision"
)
def draft_supervision(request: HttpRequest, data: SupervisionIn) -> Status[DraftOut]:
    """Keep a draft of the bulletin of an area's supervision for matters due in a span of days;
    needs the scope ``issue``."""
    need_scope(request, Scope.ISSUE)
    area = unit_for(request, data.area)
    may_issue(request, BulletinKind.SUPERVISION, area)
    topic, words = SupervisionPeriod(area, data.start, data.end), data.wording()
    return Status(
        201,
        _kept(lambda: keep_draft(act_of(request), topic=topic, wording=words, to_all=data.to_all)),
    )


@router.get("/bulletin-drafts", response=DraftPageOut, summary="Bulletins on their way")
def list_drafts(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the drafts that the person's office writes, or that were sent to them for signature."""
    return cut(drafts_for(request.user), limit, offset, _out)


@router.get(
    "/bulletin-drafts/{int:draft_id}", response=DraftShownOut, summary="A draft with its figures"
)
def get_draft(request: HttpRequest, draft_id: int) -> DraftShownOut:
    """Show a draft with the document as it would be issued now."""
    row = _draft(request, draft_id)
    document, seen, why_not = None, "", ""
    try:
        made = kept_draft(request.user, row, timezone.localdate())
    except ValidationError as error:
        why_not = " ".join(error.messages)
    else:
        document, seen = to_dict(made.document), seen_digest(made)
    return DraftShownOut(**_out(row).dict(), document=document, seen=seen, why_not=why_not)


@router.post("/bulletin-drafts/{int:draft_id}/edit", response=DraftOut, summary="Edit its words")
def edit(request: HttpRequest, draft_id: int, data: EditIn) -> DraftOut:
    """Edit the words of a draft; figures cannot be edited. Needs the scope ``issue``."""
    need_scope(request, Scope.ISSUE)
    row, words = _draft(request, draft_id), data.wording()
    return _kept(
        lambda: edit_draft(
            act_of(request), draft=row, revision=data.revision, wording=words, to_all=data.to_all
        )
    )


@router.post(
    "/bulletin-drafts/{int:draft_id}/submit", response=DraftOut, summary="Send for signature"
)
def submit(request: HttpRequest, draft_id: int) -> DraftOut:
    """Send a draft for signature; needs the scope ``issue``."""
    need_scope(request, Scope.ISSUE)
    row = _draft(request, draft_id)
    return _kept(lambda: submit_draft(act_of(request), draft=row))


@router.post("/bulletin-drafts/{int:draft_id}/sign", response=BulletinOut, summary="Sign and issue")
def sign(request: HttpRequest, draft_id: int, data: SignIn) -> BulletinOut:
    """Sign a draft of somebody else as it was seen, which issues it; needs the scope ``issue``."""
    need_scope(request, Scope.ISSUE)
    row = _draft(request, draft_id)
    made: Bulletin = _tried(lambda: sign_draft(act_of(request), draft=row, seen=data.seen))
    return bulletin_out(made)


@router.post("/bulletin-drafts/{int:draft_id}/return", response=DraftOut, summary="Send it back")
def send_back(request: HttpRequest, draft_id: int, data: ReasonIn) -> DraftOut:
    """Send a draft of somebody else back, with the reason; needs the scope ``issue``."""
    need_scope(request, Scope.ISSUE)
    row = _draft(request, draft_id)
    return _kept(lambda: return_draft(act_of(request), draft=row, decision=data.reason))


@router.post("/bulletin-drafts/{int:draft_id}/drop", response=DraftOut, summary="Drop a draft")
def drop(request: HttpRequest, draft_id: int, data: ReasonIn) -> DraftOut:
    """Drop a draft before it is signed, with the reason; needs the scope ``issue``."""
    need_scope(request, Scope.ISSUE)
    row = _draft(request, draft_id)
    return _kept(lambda: drop_draft(act_of(request), draft=row, reason=data.reason))


def _kept(write: Callable[[], BulletinDraft]) -> DraftOut:
    return _out(_tried(write))


def _tried(write: Callable[[], T]) -> T:
    try:
        return write()
    except KeyError:
        raise Http404 from None
    except ValidationError as error:
        raise HttpError(422, " ".join(error.messages)) from error


def _draft(request: HttpRequest, pk: int) -> BulletinDraft:
    found = draft_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _standing(request: HttpRequest, slug: str, code: str) -> Standing:
    scheme = visible_schemes(request.user).filter(slug=slug).first()
    period = Period.objects.filter(code=code).first()
    found = find_standing(request.user, scheme, period) if scheme and period else None
    if found is None:
        raise Http404
    return found


def _out(row: BulletinDraft) -> DraftOut:
    return DraftOut(
        id=row.pk,
        kind=row.kind,
        unit_id=row.unit_id,
        unit=row.unit.name,
        title=row.title,
        state=row.state,
        revision=row.revision,
        wording=row.wording,
        made_by=str(row.made_by or ""),
        made_at=row.made_at,
        submitted_by=str(row.submitted_by or ""),
        decision=row.decision,
        bulletin_id=row.bulletin_id,
    )
