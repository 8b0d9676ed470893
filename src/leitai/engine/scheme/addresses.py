"""Where things stand in the plain values of a scheme file: addresses by ids, and items by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from leitai.engine.scheme.checks_group import RESERVED
from leitai.engine.scheme.splice import AbsentError, Address, place_in

ID: Final = re.compile(r"[^\W\d]\w{0,79}")


def at(root: Any, address: Address) -> Any:
    """Return the value at an address. Raises ``AbsentError``."""
    here = root
    for part in address:
        if isinstance(here, list):
            here = here[place_in(here, part)]
        elif isinstance(here, dict) and part in here:
            here = here[part]
        else:
            raise AbsentError(str(part))
    return here


def resolve(plain: Any, given: Iterable[Any]) -> Address:
    """Return an address with ``@`` replaced by the item's present way. Raises AbsentError."""
    parts = list(given)
    if not parts or not all(isinstance(each, str | int) for each in parts):
        raise AbsentError("address")
    if any(isinstance(each, bool) for each in parts):
        raise AbsentError("address")
    if "@" in parts:
        place = parts.index("@")
        group = tuple(parts[:place])
        way = item_address(at(plain, group), str(parts[place + 1]))
        parts = [*group, *way, *parts[place + 2 :]]
    return tuple(parts)


def item_address(group: Any, item: str) -> Address:
    """Return the way from a group to an item, node, bonus or penalty by its id."""
    for way, each in walk(group.get("tree"), ("tree",)):
        if each.get("id") == item:
            return way
    for part in ("bonus", "penalty"):
        found = group.get(part)
        for each in (found or {}).get("items") or () if isinstance(found, dict) else ():
            if isinstance(each, dict) and each.get("id") == item:
                return (part, "items", item)
    raise AbsentError(item)


def walk(children: Any, way: Address) -> Iterator[tuple[Address, dict[str, Any]]]:
    for place, each in enumerate(children if isinstance(children, list) else ()):
        if isinstance(each, dict):
            here = (*way, each["id"] if isinstance(each.get("id"), str) else place)
            yield here, each
            yield from walk(each.get("items"), (*here, "items"))


def ids_of(group: Mapping[str, Any]) -> set[str]:
    """Return every id that a new item of a group may not have."""
    taken = {str(each.get("id")) for _, each in walk(group.get("tree"), ("tree",))}
    for part in ("bonus", "penalty"):
        found = group.get(part)
        items = found.get("items") if isinstance(found, dict) else None
        taken |= {str(each.get("id")) for each in items or () if isinstance(each, dict)}
    return taken | set(RESERVED)


def fresh_id(taken: set[str], stem: str) -> str:
    """Return the first free id of the form stem_1."""
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
