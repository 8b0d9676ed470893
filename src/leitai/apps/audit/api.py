"""The record of changes and the chain's head over HTTP."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.audit.selectors import chain_head, entries_for, unsealed_for
from leitai.apps.audit.verification import verify_chain
from leitai.apps.paging import PageInfo, cut

router = Router(tags=["audit"])


class EntryOut(Schema):
    """One change."""

    id: int
    at: dt.datetime
    actor_name: str
    verb: str
    subject_type: str
    subject_id: str
    subject_label: str
    detail: dict[str, Any]
    digest: str


class EntryPageOut(Schema):
    page: PageInfo
    items: list[EntryOut]


class HeadOut(Schema):
    """The last sealed link of the chain."""

    height: int
    hash: str


class ChainOut(Schema):
    """Outcome of a check of the chain; ``fault`` names the first bad entry."""

    height: int
    head: str
    unsealed: int
    fault: str | None
    entry_id: int | None


@router.get("/entries", response=EntryPageOut, summary="Changes, newest first")
def list_entries(
    request: HttpRequest,
    verb: str = "",
    who: str = "",
    what: str = "",
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List the changes that the person may read, by verb, actor's name and subject's words."""
    entries = entries_for(request.user)
    if verb:
        entries = entries.filter(verb=verb)
    if who:
        entries = entries.filter(actor_name__icontains=who)
    if what:
        entries = entries.filter(
            Q(subject_label__icontains=what) | Q(detail__subject_en__icontains=what)
        )
    return cut(entries, limit, offset, EntryOut.from_orm)


@router.get("/head", response=HeadOut, summary="Head of the chain")
def head(request: HttpRequest) -> dict[str, Any]:
    """Return the head that the pages print; it moves when something is published or backed up."""
    link = chain_head()
    return {"height": link.height if link else 0, "hash": link.hash if link else ""}


@router.get("/verification", response=ChainOut, summary="Check the chain now")
def verify_record(request: HttpRequest, height: int | None = None, hash: str = "") -> Any:
    """Recompute the chain of the whole site; what waits for the seal is counted as far as seen.

    ``height`` and ``hash`` of a head kept outside are checked too.
    """
    if not request.user.has_perm("audit.read_all"):
        raise Http404
    report = verify_chain((height, hash) if height is not None and hash else None)
    return replace(report, unsealed=unsealed_for(request.user))
