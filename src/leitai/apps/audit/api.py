"""The record of changes and the chain's head over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from leitai.apps.audit.selectors import chain_head, entries_for

router = Router(tags=["audit"])
LONGEST_PAGE = 500


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
    count: int
    items: list[EntryOut]


class HeadOut(Schema):
    """The last sealed link of the chain."""

    height: int
    hash: str


@router.get("/entries", response=EntryPageOut, summary="Changes, newest first")
def list_entries(
    request: HttpRequest, verb: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the changes that the person may read."""
    entries = entries_for(request.user)
    if verb:
        entries = entries.filter(verb=verb)
    limit, offset = max(1, min(limit, LONGEST_PAGE)), max(0, offset)
    return {
        "count": entries.count(),
        "items": [EntryOut.from_orm(entry) for entry in entries[offset : offset + limit]],
    }


@router.get("/head", response=HeadOut, summary="Head of the chain")
def head(request: HttpRequest) -> dict[str, Any]:
    """Return the chain's head, to be kept outside the house."""
    link = chain_head()
    return {"height": link.height if link else 0, "hash": link.hash if link else ""}
