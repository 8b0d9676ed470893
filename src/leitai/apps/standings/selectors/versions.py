"""Which versions of a scheme exist for a reader, and which saved states of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from leitai.apps.standings.models import DraftRevision, Scheme, SchemeVersion
from leitai.apps.standings.policies import APPROVING, WRITING
from leitai.apps.standings.selectors.audience import visible_schemes
from leitai.apps.units.selectors import subtree_ids, unit_roots

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


def versions_on_their_way(user: Any) -> list[SchemeVersion]:
    """Return the versions that do not bind yet and exist for a reader, newest first."""
    found = (
        SchemeVersion.objects.filter(
            state__in=(State.DRAFT, State.SUBMITTED, State.APPROVED),
            scheme__in=visible_schemes(user),
        )
        .select_related("scheme__area", "created_by")
        .order_by("-created_at", "-pk")
    )
    open_in: dict[int, frozenset[str]] = {}
    for one in found:
        if one.scheme_id not in open_in:
            open_in[one.scheme_id] = open_states(user, one.scheme)
    return [one for one in found if one.state in open_in[one.scheme_id]]


def waiting_for_approval(user: Any) -> list[SchemeVersion]:
    """Return versions that wait for a second person, for those who may approve them."""
    waiting = (
        SchemeVersion.objects.filter(state=State.SUBMITTED, scheme__in=visible_schemes(user))
        .select_related("scheme__area", "submitted_by")
        .order_by("submitted_at")
    )
    return [one for one in waiting if user.has_perm("standings.approve_scheme", one.scheme)]


def versions_to_approve(user: Any) -> QuerySet[SchemeVersion]:
    """Return versions that wait for this person's approval: never those the same helped write."""
    roots = tuple(unit_roots(user, *APPROVING))
    if not roots:
        return SchemeVersion.objects.none()
    return (
        SchemeVersion.objects.filter(state=State.SUBMITTED, scheme__area__in=subtree_ids(roots))
        .exclude(Q(created_by=user) | Q(submitted_by=user))
        .exclude(pk__in=DraftRevision.objects.filter(by=user).values("version"))
    )


def versions_sent_by(user: Any) -> QuerySet[SchemeVersion]:
    """Return the versions that this person sent for approval, while still one who writes rules."""
    roots = tuple(unit_roots(user, *WRITING))
    if not roots:
        return SchemeVersion.objects.none()
    return SchemeVersion.objects.filter(submitted_by=user, scheme__area__in=subtree_ids(roots))


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
