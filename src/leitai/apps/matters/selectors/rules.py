"""The rules of an area's matters: its own choice, or the nearest above, or the shipped sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from leitai.apps.matters.lights import LightRule
from leitai.apps.matters.models import RuleChoice
from leitai.apps.matters.rule_sets import (
    DEFAULTS,
    Category,
    KindSet,
    Ladder,
    read_kinds,
    read_ladder,
    shipped,
)
from leitai.apps.periods.calendar import Calendar
from leitai.apps.periods.selectors.calendars import calendar_for
from leitai.apps.units.models import Ancestry


@dataclass(frozen=True)
class RuleSource:
    """Which set holds: the area's number of the choice (0: as shipped), its name and source."""

    category: str
    slug: str
    number: int
    name: str
    name_en: str
    source: str


@dataclass(frozen=True)
class AreaRules:
    """Everything by which an area's matters are judged."""

    area_id: int
    kinds: KindSet
    lights: LightRule
    ladder: Ladder
    calendar: Calendar
    sources: tuple[RuleSource, ...]
    contents: Mapping[str, Mapping[str, Any]]

    def source(self, category: str) -> RuleSource:
        """Return where the set of a category comes from."""
        return next(one for one in self.sources if one.category == category)

    def label(self, category: str) -> str:
        """Return slug and number, as steps keep it: ``suqian v2``; ``v0`` is the shipped set."""
        one = self.source(category)
        return f"{one.slug or '-'} v{one.number}"


#: The rules read so far, inside :func:`rules_kept`.
_kept: ContextVar[dict[int, AreaRules] | None] = ContextVar("kept", default=None)


@contextmanager
def rules_kept() -> Iterator[None]:
    """Read the rules of each area once within the block: for a page, or many steps in a row.

    The block chooses no rules and imports no calendar itself; where it writes, it is inside one
    transaction.
    """
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def rules_for(area_id: int) -> AreaRules:
    """Return the rules of an area; five queries, whatever was chosen."""
    kept = _kept.get()
    if kept is None:
        return _read(area_id)
    if area_id not in kept:
        kept[area_id] = _read(area_id)
    return kept[area_id]


def rule_versions(area_id: int, category: str) -> list[tuple[RuleChoice, Mapping[str, Any]]]:
    """Return the area's choices of a category, the latest first, each with the set before it."""
    chosen = list(
        RuleChoice.objects.filter(area_id=area_id, category=category)
        .select_related("chosen_by")
        .order_by("number")
    )
    first: Mapping[str, Any] = shipped().get((category, DEFAULTS[Category(category)]), {})
    before = [first, *(one.content for one in chosen)]
    return list(zip(chosen, before, strict=False))[::-1]


def _read(area_id: int) -> AreaRules:
    depths = dict(
        Ancestry.objects.filter(descendant_id=area_id).values_list("ancestor_id", "depth")
    )
    chosen: dict[str, tuple[tuple[int, int], RuleChoice]] = {}
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=timezone.localdate())
    for choice in RuleChoice.objects.filter(begun, area_id__in=depths):
        place = (-depths[choice.area_id], choice.number)
        if choice.category not in chosen or place > chosen[choice.category][0]:
            chosen[choice.category] = (place, choice)
    contents: dict[str, Mapping[str, Any]] = {}
    sources = []
    for category in Category:
        if category in chosen:
            one = chosen[category][1]
            contents[category] = one.content
            sources.append(
                RuleSource(category, one.slug, one.number, one.name, one.name_en, one.source)
            )
        else:
            slug = DEFAULTS[category]
            row = shipped().get((category, slug), {})
            contents[category] = row
            sources.append(
                RuleSource(
                    category, slug, 0,
                    row.get("name", ""), row.get("name_en", ""), row.get("source", ""),
                )
            )  # fmt: skip
    ladder = contents[Category.LADDER]
    return AreaRules(
        area_id,
        read_kinds(contents[Category.KINDS]),
        LightRule.from_dict(contents[Category.LIGHTS]),
        read_ladder(ladder) if ladder.get("levels") else Ladder(),
        calendar_for(area_id),
        tuple(sources),
        contents,
    )
