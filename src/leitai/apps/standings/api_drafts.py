"""Drafts of rules over HTTP: read one, apply operations, send, decide, publish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.paging import PageInfo, cut
from leitai.apps.standings.api import scheme_of
from leitai.apps.standings.api_schemes import version_of
from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.selectors.versions import saved_states, versions_on_their_way
from leitai.apps.standings.services import (
    DraftMovedError,
    approve_version,
    discard_draft,
    edit_draft,
    publish_version,
    replace_draft,
    restore_draft,
    return_version,
    start_draft,
    submit_version,
    withdraw_version,
)
from leitai.apps.standings.unit_names import draft_problems
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope
from leitai.engine.scheme.editing import readable
from leitai.engine.scheme.shares import shares_of

router = Router(tags=["drafts"])

#: Saved states that one answer lists.
LISTED = 100


class BeginIn(Schema):
    """What a draft begins with: a version to copy, or the text of a file."""

    copy_scheme: str = ""
    copy_version: str = ""
    text: str = ""
    number: str = ""
    valid_from: dt.date | None = None


class EditIn(Schema):
    """Operations on the state that the writer saw; all are done or none."""

    revision: int
    operations: list[dict[str, Any]]


class ReplaceIn(Schema):
    """A file that takes the place of the state that the writer saw."""

    revision: int
    text: str


class OnItsWayOut(Schema):
    """A version that does not bind yet."""

    scheme: str
    name: str
    number: str
    state: str
    valid_from: dt.date
    revision: int
    sha256: str
    created_by: str
    created_at: dt.datetime


class OnItsWayPageOut(Schema):
    page: PageInfo
    items: list[OnItsWayOut]


class SeenIn(Schema):
    revision: int


class RestoreIn(Schema):
    revision: int
    to: int


class ReturnIn(Schema):
    reason: str


class ProblemOut(Schema):
    """One thing wrong: where, in both languages."""

    line: int
    column: int
    path: str
    message: str
    message_en: str
    hint: str
    hint_en: str


class LeftOut(Schema):
    """What a node gives out of what it has; ``node`` is empty for the whole group."""

    group: str
    node: str
    mode: str
    whole: float | None
    given: float
    left: float | None


class StateOut(Schema):
    """A saved state of a draft."""

    number: int
    by: str
    at: dt.datetime
    restores: int | None
    operations: list[dict[str, Any]]
    sha256: str


class DraftOut(Schema):
    """A version on its way: text, problems, what is left to give, newest saved states."""

    scheme: str
    number: str
    state: str
    valid_from: dt.date
    revision: int
    sha256: str
    text: str
    return_reason: str
    problems: list[ProblemOut]
    left: list[LeftOut]
    states: list[StateOut]


def _draft(request: HttpRequest, slug: str, number: str) -> SchemeVersion:
    version = version_of(request, slug, number)
    if version.scheme.monitor:
        raise Http404
    return version


def draft_out(version: SchemeVersion) -> dict[str, Any]:
    """Return a version on its way as it is stored now."""
    version.refresh_from_db()
    return {
        "scheme": version.scheme.slug,
        "number": version.number,
        "state": version.state,
        "valid_from": version.valid_from,
        "revision": version.revision,
        "sha256": version.sha256,
        "text": version.text,
        "return_reason": version.return_reason,
        "problems": [
            problem.to_dict() for problem in draft_problems(version.scheme.area, version.text)
        ],
        "left": [
            {
                "group": str(group.get("id")),
                "node": node,
                "mode": share.mode,
                "whole": share.whole,
                "given": share.given,
                "left": share.left,
            }
            for group in readable(version.text).get("groups") or ()
            if isinstance(group, dict)
            for node, share in shares_of(group).items()
        ],
        "states": [
            {
                "number": one.number,
                "by": str(one.by or ""),
                "at": one.at,
                "restores": one.restores,
                "operations": one.operations,
                "sha256": one.sha256,
            }
            for one in saved_states(version)[:LISTED]
        ],
    }


def _moved(error: DraftMovedError) -> HttpError:
    return HttpError(409, " ".join(error.messages))


@router.get("/drafts", response=OnItsWayPageOut, summary="Rules on their way")
def list_drafts(
    request: HttpRequest, state: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List versions that are written, wait for approval or are approved, newest first."""
    found = [one for one in versions_on_their_way(request.user) if state in ("", one.state)]
    return cut(found, limit, offset, _on_its_way)


def _on_its_way(version: SchemeVersion) -> OnItsWayOut:
    return OnItsWayOut(
        scheme=version.scheme.slug,
        name=version.scheme.name,
        number=version.number,
        state=version.state,
        valid_from=version.valid_from,
        revision=version.revision,
        sha256=version.sha256,
        created_by=str(version.created_by or ""),
        created_at=version.created_at,
    )


@router.get("/schemes/{slug:slug}/{number}/draft", response=DraftOut, summary="A draft for writing")
def show_draft(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    """Return a version on its way with its problems; published ones are read as rules."""
    version = _draft(request, slug, number)
    if version.state == SchemeVersion.State.PUBLISHED:
        raise Http404
    return draft_out(version)


@router.post("/schemes/{slug:slug}/drafts", response=DraftOut, summary="Begin a draft")
def begin_draft(request: HttpRequest, slug: str, body: BeginIn) -> dict[str, Any]:
    """Begin a draft as a copy of a version, or from the text of a file."""
    need_scope(request, Scope.RULES)
    scheme = scheme_of(request, slug)
    base, text = None, body.text
    if not text:
        found = _draft(request, body.copy_scheme or slug, body.copy_version)
        text, base = found.text, found if found.scheme_id == scheme.pk else None
    return draft_out(
        start_draft(
            act_of(request),
            scheme=scheme,
            text=text,
            number=body.number,
            valid_from=body.valid_from,
            base=base,
        )
    )


@router.post("/schemes/{slug:slug}/{number}/operations", response=DraftOut, summary="Edit a draft")
def apply_operations(request: HttpRequest, slug: str, number: str, body: EditIn) -> dict[str, Any]:
    """Apply operations to the state that the writer saw; 409 when there is a later one."""
    need_scope(request, Scope.RULES)
    version = _draft(request, slug, number)
    try:
        saved = edit_draft(
            act_of(request),
            version=version,
            revision=body.revision,
            operations=body.operations,
        )
    except DraftMovedError as error:
        raise _moved(error) from error
    return draft_out(saved.version)


@router.post(
    "/schemes/{slug:slug}/{number}/restore", response=DraftOut, summary="Go back to a saved state"
)
def restore(request: HttpRequest, slug: str, number: str, body: RestoreIn) -> dict[str, Any]:
    """Make an earlier saved state the newest one, byte for byte."""
    need_scope(request, Scope.RULES)
    version = _draft(request, slug, number)
    try:
        saved = restore_draft(act_of(request), version=version, revision=body.revision, to=body.to)
    except DraftMovedError as error:
        raise _moved(error) from error
    return draft_out(saved.version)


@router.post(
    "/schemes/{slug:slug}/{number}/replace", response=DraftOut, summary="Put a file in its place"
)
def replace(request: HttpRequest, slug: str, number: str, body: ReplaceIn) -> dict[str, Any]:
    """Put a file in the place of a draft's text; what was there stays among its states."""
    need_scope(request, Scope.RULES)
    version = _draft(request, slug, number)
    try:
        saved = replace_draft(
            act_of(request), version=version, revision=body.revision, text=body.text
        )
    except DraftMovedError as error:
        raise _moved(error) from error
    return draft_out(saved.version)


@router.post(
    "/schemes/{slug:slug}/{number}/discard", response=DraftOut, summary="Throw a draft away"
)
def discard(request: HttpRequest, slug: str, number: str, body: SeenIn) -> dict[str, Any]:
    """Throw a draft away; its number becomes free, its states stay on record."""
    need_scope(request, Scope.RULES)
    version = _draft(request, slug, number)
    try:
        return draft_out(discard_draft(act_of(request), version=version, revision=body.revision))
    except DraftMovedError as error:
        raise _moved(error) from error


@router.post(
    "/schemes/{slug:slug}/{number}/submit", response=DraftOut, summary="Send a draft for approval"
)
def submit(request: HttpRequest, slug: str, number: str, body: SeenIn) -> dict[str, Any]:
    """Send a draft without open problems to a second person."""
    need_scope(request, Scope.RULES)
    version = _draft(request, slug, number)
    try:
        return draft_out(submit_version(act_of(request), version=version, revision=body.revision))
    except DraftMovedError as error:
        raise _moved(error) from error


@router.post("/schemes/{slug:slug}/{number}/approve", response=DraftOut, summary="Approve rules")
def approve(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    """Approve rules that somebody else wrote."""
    need_scope(request, Scope.RULES)
    return draft_out(approve_version(act_of(request), version=_draft(request, slug, number)))


@router.post("/schemes/{slug:slug}/{number}/return", response=DraftOut, summary="Return rules")
def send_back(request: HttpRequest, slug: str, number: str, body: ReturnIn) -> dict[str, Any]:
    """Send rules back to their writers with a reason."""
    need_scope(request, Scope.RULES)
    version = _draft(request, slug, number)
    return draft_out(return_version(act_of(request), version=version, reason=body.reason))


@router.post("/schemes/{slug:slug}/{number}/withdraw", response=DraftOut, summary="Take rules back")
def withdraw(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    """Take rules back from approval to go on writing."""
    need_scope(request, Scope.RULES)
    return draft_out(withdraw_version(act_of(request), version=_draft(request, slug, number)))


@router.post("/schemes/{slug:slug}/{number}/publish", response=DraftOut, summary="Publish rules")
def publish(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    """Make approved rules binding from their date on."""
    need_scope(request, Scope.RULES)
    return draft_out(publish_version(act_of(request), version=_draft(request, slug, number)))
