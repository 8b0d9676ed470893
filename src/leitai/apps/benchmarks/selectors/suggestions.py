"""Suggested benchmarks: better in what counts, alike in the traits picked, and in reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.catching import experience_of
from leitai.apps.benchmarks.selectors.figures import Crowd, Figure, Frame
from leitai.apps.benchmarks.selectors.gaps import indicator_of
from leitai.engine.experience import Experience
from leitai.engine.scheme.problems import Words
from leitai.engine.suggest import Reachable, Suggestion, Suggestions, Trait, suggest_benchmarks
from leitai.engine.table import Table

Role = BenchmarkItem.Role
#: A share or rate is alike by difference, a size by ratio.
LINEAR = ("%", "")


@dataclass(frozen=True)
class Asked:
    """What a reader asked for: items to be better in, and traits to be alike in."""

    cares: tuple[BenchmarkItem, ...]
    likes: tuple[BenchmarkItem, ...]

    def has(self, item: BenchmarkItem) -> bool:
        return item in self.cares or item in self.likes


def asked_for(base: Frame, cares: Sequence[str], likes: Sequence[str] | None) -> Asked:
    """Return the items meant by codes; without any word the leading item and all traits."""
    lead = base.lead
    wanted = {item.code: item for item in base.items}
    chosen = [wanted[code] for code in cares if code in wanted and wanted[code].judged]
    if lead is not None and lead not in chosen:
        chosen.insert(0, lead)
    if likes is None:
        alike = [item for item in base.items if item.trait]
    else:
        alike = [wanted[code] for code in likes if code in wanted and wanted[code].trait]
    return Asked(tuple(chosen), tuple(alike))


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
    base: Frame, own: Mapping[int, Figure], everyone: Crowd, asked: Asked
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
    return _search(everyone, base.unit.pk, reach, asked, figures)


@lru_cache(maxsize=32)
def _search(
    everyone: Crowd,
    unit: int,
    reach: Reachable,
    asked: Asked,
    own: tuple[tuple[BenchmarkItem, float | None], ...],
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
        alike=[_trait(item) for item in asked.likes],
        limit=max(1, len(names)),
    )


def _trait(item: BenchmarkItem) -> Trait:
    linear = item.measure in LINEAR
    return Trait(
        id=item.code,
        name=item.name,
        scale="linear" if linear else "log",
        unit=item.measure,
        decimals=item.decimals,
    )


def unit_of(one: Suggestion) -> int:
    """Return the id of a suggested unit."""
    return int(one.unit)
