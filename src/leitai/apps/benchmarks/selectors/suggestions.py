"""Suggested benchmarks: better in what counts, alike in the traits picked, and in reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.catching import experience_of
from leitai.apps.benchmarks.selectors.figures import Crowd, Figure, Frame
from leitai.apps.benchmarks.selectors.gaps import indicator_of
from leitai.apps.benchmarks.selectors.traits import TERRAIN, terrain_of
from leitai.engine.experience import Experience
from leitai.engine.scheme.problems import Words
from leitai.engine.suggest import suggest_benchmarks
from leitai.engine.suggestion import Reachable, Suggestion, Suggestions, Trait
from leitai.engine.table import Table

Role = BenchmarkItem.Role
#: A share or rate is alike by difference, a size by ratio.
LINEAR = ("%", "")


@dataclass(frozen=True)
class Asked:
    """What a reader asked for: items to be better in, and traits to be alike in.

    ``terrain`` asks for the same class of terrain.
    """

    cares: tuple[BenchmarkItem, ...]
    likes: tuple[BenchmarkItem, ...]
    terrain: bool = False

    def has(self, item: BenchmarkItem) -> bool:
        return item in self.cares or item in self.likes


#: Asks for the same terrain, beside the codes of items.
TERRAIN_CODE = "terrain"


@dataclass(frozen=True)
class Terrain:
    """What is known of terrain in a field: the unit's own class, and how many candidates have one.

    ``classes`` are by unit; ``of`` is how many candidates there are.
    """

    own: str
    classes: tuple[tuple[int, str], ...]
    known: int
    of: int

    @property
    def usual(self) -> bool:
        """Whether it counts without being asked for: most candidates have it, and the unit too."""
        return bool(self.own) and self.known * 2 > self.of

    @property
    def useful(self) -> bool:
        """Whether anything can be found by it."""
        return bool(self.own) and self.known > 0


NOTHING = Terrain("", (), 0, 0)


def terrain_known(base: Frame, everyone: Crowd) -> Terrain:
    """Return what the office of the field's area holds of terrain. One query."""
    held = terrain_of(base.field.area)
    own = held.get(base.unit.pk, "")
    others = {pk: word for pk, word in held.items() if pk in everyone.names}
    size = len(everyone.names) - (1 if base.unit.pk in everyone.names else 0)
    known = len(others) - (1 if base.unit.pk in others else 0)
    return Terrain(own, tuple(sorted(others.items())), known, size)


def asked_for(
    base: Frame,
    cares: Sequence[str],
    likes: Sequence[str] | None,
    terrain: Terrain | None = None,
) -> Asked:
    """Return the items meant by codes; without any word the leading item and all traits.

    Terrain counts where it is asked for and known, and unasked where most candidates have it.
    """
    lead = base.lead
    wanted = {item.code: item for item in base.items}
    chosen = [wanted[code] for code in cares if code in wanted and wanted[code].judged]
    if lead is not None and lead not in chosen:
        chosen.insert(0, lead)
    if likes is None:
        alike = [item for item in base.items if item.trait]
    else:
        alike = [wanted[code] for code in likes if code in wanted and wanted[code].trait]
    level = terrain is not None and (
        terrain.usual if likes is None else TERRAIN_CODE in likes and terrain.useful
    )
    return Asked(tuple(chosen), tuple(alike), level)


def reach_of(base: Frame, everyone: Crowd) -> Reachable | None:
    """Return how reachability is judged in a field: at the growth that a tenth exceeded."""
    lead = base.lead
    if lead is None:
        return None
    known = experience_of(everyone, lead)
    growth, name = _hoped(known)
    return Reachable(
        indicator=indicator_of(lead),
        growth=growth,
        near=float(base.field.near_years),
        middle=float(base.field.middle_years),
        growth_name=name,
    )


def _hoped(known: Experience | None) -> tuple[float, Words]:
    if known is None:
        return 10.0, Words("设想增速", "supposed growth")
    return known.percentile(90), Words("P90 增速", "P90 growth")


def suggestions(
    base: Frame,
    own: Mapping[int, Figure],
    everyone: Crowd,
    asked: Asked,
    terrain: Terrain | None = None,
) -> Suggestions | None:
    """Return all suggested benchmarks by tier, or None where the unit's own figure is missing.

    Units are named by their id as text. The search runs once for the same figures and wishes.
    """
    reach = reach_of(base, everyone)
    lead = base.lead
    if reach is None or lead is None:
        return None
    figures = tuple(
        (item, own.get(item.pk, Figure(None)).number)
        for item in dict.fromkeys((*asked.cares, *asked.likes))
    )
    missing = [item for item, number in figures if number is None and item in asked.cares]
    if missing or (own[lead.pk].number or 0) <= 0:
        return None
    level = terrain if asked.terrain else None
    return _search(everyone, base.unit.pk, reach, asked, figures, level)


@lru_cache(maxsize=32)
def _search(
    everyone: Crowd,
    unit: int,
    reach: Reachable,
    asked: Asked,
    own: tuple[tuple[BenchmarkItem, float | None], ...],
    terrain: Terrain | None,
) -> Suggestions:
    names = sorted({pk for item, _number in own for pk in everyone.of(item)} - {unit})
    columns = {
        item.code: [number, *(everyone.of(item).get(pk) for pk in names)] for item, number in own
    }
    return suggest_benchmarks(
        Table.from_columns([str(unit), *map(str, names)], columns),
        str(unit),
        reach,
        better=[indicator_of(item) for item in asked.cares],
        alike=[_trait(item) for item in asked.likes] + ([LEVEL] if terrain else []),
        labels={LEVEL.id: _labels(unit, terrain)} if terrain else {},
        limit=max(1, len(names)),
    )


LEVEL = Trait(id=TERRAIN_CODE, name=Words("地形", "terrain"), scale="label")


def _labels(unit: int, terrain: Terrain) -> dict[str, str]:
    known = {str(pk): TERRAIN[word] for pk, word in terrain.classes}
    return {**known, str(unit): TERRAIN[terrain.own]}


def _trait(item: BenchmarkItem) -> Trait:
    linear = item.measure in LINEAR
    return Trait(
        id=item.code,
        name=Words(item.name, item.name_en or item.name),
        scale="linear" if linear else "log",
        unit=item.measure,
        decimals=item.decimals,
    )


def unit_of(one: Suggestion) -> int:
    """Return the id of a suggested unit."""
    return int(one.unit)
