"""Reads of the units room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Q, QuerySet

from leitai.apps.units.models import Ancestry, Unit


def subtree_ids(roots: list[int] | tuple[int, ...]) -> QuerySet[Ancestry, int]:
    """Return the ids of the roots and of every unit below them, as a subquery."""
    return Ancestry.objects.filter(ancestor_id__in=roots).values_list("descendant_id", flat=True)


#: All pairs of a unit and a unit above it, inside :func:`tree_kept`.
_tree: ContextVar[frozenset[tuple[int, int]] | None] = ContextVar("tree", default=None)


@contextmanager
def tree_kept() -> Iterator[None]:
    """Read the tree of units once for the block, which changes no unit; for many questions."""
    pairs = Ancestry.objects.values_list("descendant_id", "ancestor_id")
    token = _tree.set(frozenset(pairs))
    try:
        yield
    finally:
        _tree.reset(token)


def is_under(unit_id: int, root_ids: set[int] | frozenset[int]) -> bool:
    """Tell whether a unit is one of the roots or stands below one."""
    tree = _tree.get()
    if tree is not None:
        return any((unit_id, root) in tree for root in root_ids)
    return Ancestry.objects.filter(descendant_id=unit_id, ancestor_id__in=root_ids).exists()


def descendants(root: Unit, kinds: list[str] | None = None) -> QuerySet[Unit]:
    """Return the units below ``root`` (itself excluded), in customary order."""
    units = Unit.objects.filter(above__ancestor=root, above__depth__gt=0)
    return units.filter(kind__in=kinds) if kinds else units


def area_of(unit: Unit) -> Unit:
    """Return the highest unit above this one: the area whose boards it stands on."""
    row = (
        Ancestry.objects.filter(descendant=unit)
        .select_related("ancestor")
        .order_by("-depth")
        .first()
    )
    return row.ancestor if row else unit


def search_units(text: str, within: QuerySet[Unit], limit: int = 20) -> list[Unit]:
    """Find units by name, pinyin, initials or division code."""
    text = text.strip().lower()
    if not text:
        return []
    return list(
        within.filter(
            Q(name__icontains=text)
            | Q(pinyin__startswith=text)
            | Q(initials__startswith=text)
            | Q(division_code__startswith=text)
        )[:limit]
    )


def valid_on(units: QuerySet[Unit], day: dt.date) -> QuerySet[Unit]:
    """Keep units that exist on the day."""
    return units.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
    )


def unit_roots(user: Any, *roles: str) -> frozenset[int]:
    """Return the units on which the user holds one of the roles (any role if none is named)."""
    return frozenset(unit for role, unit in user.held if not roles or role in roles)
