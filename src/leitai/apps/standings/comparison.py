"""Two results side by side: who moves, by how much, and through which items."""

from __future__ import annotations

from typing import Any

from leitai.apps.standings.models import Standing
from leitai.apps.standings.scoring import Scored


def compare_with(standing: Standing, groups: list[Scored]) -> list[dict[str, Any]]:
    """Compare a stored standing with a fresh computation, row by row.

    Each row: group, unit, name, score and rank before and after, the items whose score differs
    (``[item, before, after]``), and ``changed``.
    """
    stored = {
        (place.group, place.unit_id): place
        for place in standing.places.select_related("unit").defer("working")
    }
    rows = []
    for part in groups:
        for row in part.places:
            place = stored.get((part.table.group, row.unit_id))
            old_items = place.items if place else {}
            items = [
                [node, old_items.get(node, [None])[0], new[0]]
                for node, new in row.items.items()
                if old_items.get(node, [None])[0] != new[0]
            ]
            rows.append(
                {
                    "group": part.table.group,
                    "unit": row.unit_id,
                    "name": row.key,
                    "score": [place.score if place else None, row.score],
                    "rank": [place.rank if place else None, row.rank],
                    "items": items,
                    "changed": place is None or place.score != row.score or place.rank != row.rank,
                }
            )
    return rows
