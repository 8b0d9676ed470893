"""Where an item of a draft can go, and where a new one would be put."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.engine.scheme.addresses import at as value_at
from leitai.engine.scheme.addresses import item_address
from leitai.engine.scheme.splice import place_in


@dataclass(frozen=True)
class Move:
    """A step that an item can go in its tree: operation, its name, its icon, its key."""

    way: str
    name: str
    icon: str
    key: str
    op: str


def moves_of(group: Mapping[str, Any], group_id: str, item: str) -> tuple[Move, ...]:
    """Return the steps that an item can go from where it stands."""
    way = item_address(group, item)
    listed = value_at(group, way[:-1])
    place = place_in(listed, item)
    above = listed[place - 1] if place else {}
    found = []
    if place:
        found.append(("up", _("Up"), "up", "Alt ↑"))
    if place + 1 < len(listed):
        found.append(("down", _("Down"), "down", "Alt ↓"))
    if len(way) > 2 and way[0] == "tree":
        found.append(("out", _("One level up"), "left", "["))
    if way[0] == "tree" and isinstance(above, dict) and "items" in above:
        found.append(("in", _("One level down"), "right", "]"))
    return tuple(
        Move(do, name, icon, key, _json({"do": do, "group": group_id, "item": item}))
        for do, name, icon, key in found
    )


def addition_of(
    group: Mapping[str, Any], group_id: str, item: str, found: Mapping[str, Any] | None, kind: str
) -> str:
    """Return the operation that adds an item or a heading where the chosen row stands."""
    made: dict[str, Any] = {"do": "add_item", "group": group_id, "kind": kind}
    if found is None or is_extra(group, item):
        return _json(made)
    if kind == "item" and "items" in found:
        return _json(made | {"parent": item})
    way = item_address(group, item)
    above = value_at(group, way[:-2]) if len(way) > 2 else {}
    return _json(made | {"parent": str(above.get("id") or ""), "after": item})


def is_extra(group: Mapping[str, Any], item: str) -> bool:
    return item_address(group, item)[0] in ("bonus", "penalty")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
