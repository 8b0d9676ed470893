"""Which versions of a scheme exist for a reader, and which saved states of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from leitai.apps.standings.models import DraftRevision, Scheme, SchemeVersion
from leitai.apps.standings.selectors.audience import visible_schemes

State = SchemeVersion.State


def open_states(user: Any, scheme: Scheme) -> frozenset[str]:
    """Return the states in which versions of a scheme exist for a reader.

    Drafts are the office's; what waits for approval or is approved, also of those who approve.
    """
    states = {State.PUBLISHED.value}
    if user.has_perm("standings.view_draft", scheme):
        states |= {State.DRAFT.value, State.SUBMITTED.value, State.APPROVED.value}
    elif user.has_perm("standings.approve_scheme", scheme):
        states |= {State.SUBMITTED.value, State.APPROVED.value}
    return frozenset(states)


def visible_versions(user: Any, scheme: Scheme) -> list[SchemeVersion]:
    """Return the versions of a scheme that exist for a reader, newest first."""
    states = open_states(user, scheme)
    return [version for version in scheme.versions.all() if version.state in states]


def waiting_for_approval(user: Any) -> list[SchemeVersion]:
    """Return versions that wait for a second person, for those who may approve them."""
    waiting = (
        SchemeVersion.objects.filter(state=State.SUBMITTED, scheme__in=visible_schemes(user))
        .select_related("scheme__area", "submitted_by")
        .order_by("submitted_at")
    )
    return [one for one in waiting if user.has_perm("standings.approve_scheme", one.scheme)]


def saved_states(version: SchemeVersion) -> QuerySet[DraftRevision]:
    """Return the saved states of a draft, newest first, without their texts."""
    return version.revisions.select_related("by").defer("text")


def undo_target(states: Iterable[DraftRevision]) -> int | None:
    """Return the state that undoing the newest one goes back to, None where there is none.

    A state that went back itself stands where the state it restored stood, so undoing twice goes
    back twice.
    """
    known = {one.number: one.restores for one in states}
    if not known:
        return None
    at = known[max(known)] or max(known)
    before = at - 1
    return (known.get(before) or before) if before >= 1 else None
