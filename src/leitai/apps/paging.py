"""Pages of lists, the same in every room's API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from ninja import Schema

LONGEST_PAGE = 500


class PageInfo(Schema):
    """Where a page stands in its list: ``count`` items in all, ``limit`` from ``offset`` here."""

    count: int
    limit: int
    offset: int


def cut(
    items: QuerySet[Any] | Sequence[Any], limit: int, offset: int, make: Callable[[Any], Any]
) -> dict[str, Any]:
    """Return one page as ``{"page": {count, limit, offset}, "items": […]}``.

    A limit beyond the longest page counts as the longest, one below 1 as 1; an offset below 0
    counts as 0 and one past the end gives an empty page.
    """
    limit = max(1, min(limit, LONGEST_PAGE))
    count = items.count() if isinstance(items, QuerySet) else len(items)
    # Databases refuse offsets beyond 64 bits; nothing lies past the end anyway.
    offset = min(max(0, offset), count)
    return {
        "page": {"count": count, "limit": limit, "offset": offset},
        "items": [make(item) for item in items[offset : offset + limit]],
    }
