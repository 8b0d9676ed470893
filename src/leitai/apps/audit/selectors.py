"""Reads of the audit room."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from leitai.apps.audit.models import Entry, Link
from leitai.apps.audit.policies import READS_RECORD


def chain_head() -> Link | None:
    """Return the last sealed link, or None before the first change."""
    return Link.objects.order_by("-height").first()


def short_hash(text: str) -> str:
    """Return the first eight digits in two groups of four, as printed on pages: 9f3a 71c2."""
    return f"{text[:4]} {text[4:8]}" if text else ""


def entries_for(user: Any) -> QuerySet[Entry]:
    """Return the audit entries that the user may read, newest first.

    Everybody reads what they did themselves; who watches over an area, all that concerns its
    units. What concerns no unit (the site itself, accounts made for no area) is open to
    administrators.
    """
    entries = Entry.objects.select_related("actor").order_by("-id")
    open_to = Q(actor=user)
    if user.has_perm("audit.read_all"):
        open_to |= Q(unit_id__in=user.units_reached(*READS_RECORD))
        if "administrator" in user.roles_held():
            open_to |= Q(unit_id__isnull=True)
    return entries.filter(open_to)


def done_before(user: Any, operation_id: uuid.UUID) -> bool:
    """Tell whether the user did an operation already: it arrived, though the answer was lost."""
    return Entry.objects.filter(operation_id=operation_id, actor=user).exists()


def unsealed_for(user: Any) -> int:
    """Count the entries that the user may read and that wait for the sealer."""
    sealed = Exists(Link.objects.filter(entry_id=OuterRef("pk")))
    return entries_for(user).filter(~sealed).count()
