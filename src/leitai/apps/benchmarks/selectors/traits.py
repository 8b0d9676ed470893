"""Terrain and changes of territory, as the office of an area holds them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from leitai.apps.benchmarks.models import (
    BenchmarkField,
    NamedLadder,
    TerritoryChange,
    UnitTerrain,
)
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import unit_roots
from leitai.engine.scheme.problems import Words

TERRAIN: dict[str, Words] = {
    UnitTerrain.Terrain.PLAIN.value: Words("平原", "plain"),
    UnitTerrain.Terrain.HILLS.value: Words("丘陵", "hills"),
    UnitTerrain.Terrain.MOUNTAINS.value: Words("山区", "mountains"),
}


def units_of_interest(area: Unit) -> Any:
    """Return the units that an area looks at: those below it, its candidates, its ladders'."""
    roots = {area.pk}
    roots |= set(BenchmarkField.objects.filter(area=area).values_list("candidates_id", flat=True))
    ladders = NamedLadder.objects.filter(area=area, ended_at__isnull=True)
    roots |= set(ladders.values_list("pool_id", flat=True))
    below = Ancestry.objects.filter(ancestor__in=roots).values("descendant_id")
    named = NamedLadder.members.through.objects.filter(namedladder__in=ladders).values("unit_id")
    return Unit.objects.filter(Q(pk__in=below) | Q(pk__in=named))


def named_in(area: Unit, ids: Collection[int]) -> frozenset[int]:
    """Return those of the units that an area looks at."""
    return frozenset(units_of_interest(area).filter(pk__in=ids).values_list("pk", flat=True))


def terrain_of(area: Unit) -> dict[int, str]:
    """Return unit → terrain class, units of unknown terrain left out. One query."""
    return dict(
        UnitTerrain.objects.filter(area=area, ended_at__isnull=True).values_list(
            "unit_id", "terrain"
        )
    )


def terrain_code(word: str) -> str:
    """Return the class that a word means, in either language or as a code; empty for none."""
    return next(
        (code for code, said in TERRAIN.items() if word.lower() in (code, str(said), said.en)), ""
    )


def terrains_for(area: Unit) -> list[UnitTerrain]:
    """Return the terrain classes that stand, in customary order of units. One query."""
    return list(
        UnitTerrain.objects.filter(area=area, ended_at__isnull=True).select_related(
            "unit", "entered_by"
        )
    )


def changes_for(area: Unit) -> list[TerritoryChange]:
    """Return the noted changes of territory, in customary order of units. One query."""
    return list(
        TerritoryChange.objects.filter(area=area, withdrawn_at__isnull=True).select_related(
            "unit", "entered_by"
        )
    )


def changed_between(area: Unit, first: int, last: int) -> dict[int, TerritoryChange]:
    """Return unit → its change of territory between the figures of two years. One query."""
    rows = TerritoryChange.objects.filter(
        area=area, withdrawn_at__isnull=True, since_year__lt=last, by_year__gt=first
    ).order_by("unit_id", "-by_year")
    return {row.unit_id: row for row in rows}


def areas_defined_by(user: Any) -> list[Unit]:
    """Return the areas whose comparisons the user defines, in customary order."""
    units = Unit.objects.filter(pk__in=unit_roots(user))
    return [unit for unit in units if user.has_perm("benchmarks.define", unit)]
