"""Reads of the audit room."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from leitai.apps.audit.models import Entry, Link


def chain_head() -> Link | None:
    """Return the last sealed link, or None before the first change."""
    return Link.objects.order_by("-height").first()


def short_hash(text: str) -> str:
    """Return the first eight digits in two groups of four, as printed on pages: 9f3a 71c2."""
    return f"{text[:4]} {text[4:8]}" if text else ""


def entries_for(user: Any) -> QuerySet[Entry]:
    """Return the audit entries that the user may read, newest first."""
    entries = Entry.objects.select_related("actor").order_by("-id")
    if user.has_perm("audit.read_all"):
        return entries
    return entries.filter(actor=user)
