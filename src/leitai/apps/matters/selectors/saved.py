"""The saved filters of a person."""

from __future__ import annotations

from typing import Any

from leitai.apps.matters.models.saved import SavedFilter, SavedFilterQuerySet


def saved_filters(user: Any) -> SavedFilterQuerySet:
    """Return a person's own filters, the oldest first."""
    return SavedFilter.objects.visible_to(user).order_by("pk")
