"""Is the closure table, which answers "under whom" for permissions, what the links say?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from leitai.apps.units.models import Ancestry, ParentLink, Unit

#: (ancestor id, how many steps above)
Above = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class AncestryFault:
    """A unit whose rows in the closure table differ from its open territorial links."""

    unit_id: int
    name: str
    stored: Above
    expected: Above


def ancestry_faults() -> Iterator[AncestryFault]:
    """Yield the units at fault by id; the table is read in order, never as a whole."""
    parent = dict(
        ParentLink.objects.filter(
            relation=ParentLink.Relation.TERRITORIAL, valid_to__isnull=True
        ).values_list("child_id", "parent_id")
    )
    rows = Ancestry.objects.order_by("descendant_id").values_list(
        "descendant_id", "ancestor_id", "depth"
    )
    stored = groupby(rows.iterator(chunk_size=5000), key=lambda row: row[0])
    waiting = next(stored, None)
    units = Unit.objects.order_by("id").values_list("id", "name")
    for unit, name in units.iterator(chunk_size=5000):
        found: Above = frozenset()
        if waiting is not None and waiting[0] == unit:
            found = frozenset((ancestor, depth) for _unit, ancestor, depth in waiting[1])
            waiting = next(stored, None)
        expected = _above(unit, parent)
        if found != expected:
            yield AncestryFault(unit, name, found, expected)


def _above(unit: int, parent: dict[int, int]) -> Above:
    """Return a unit's own row and one for each unit above it; a ring ends where it closes."""
    chain: dict[int, int] = {}
    node: int | None = unit
    while node is not None and node not in chain:
        chain[node] = len(chain)
        node = parent.get(node)
    return frozenset(chain.items())
