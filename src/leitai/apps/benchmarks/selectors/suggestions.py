"""Suggested benchmarks: better in what counts, alike in the traits picked, and in reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.catching import experience_of
from leitai.apps.benchmarks.selectors.figures import Crowd, Figure, Frame
from leitai.apps.benchmarks.selectors.gaps import indicator_of
from leitai.apps.indicators.models.definitions import Direction
from leitai.engine.experience import Experience
from leitai.engine.rounding import format_number
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
    base: Frame,
    own: Mapping[int, Figure],
    everyone: Crowd,
    asked: Asked,
    *,
    limit: int = 5,
    leave_out: Sequence[int] = (),
) -> Suggestions | None:
    """Return suggested benchmarks by tier, or None where the unit's own figure is missing.

    Units are named by their id as text.
    """
    reach = reach_of(base, everyone)
    lead = base.lead
    if reach is None or lead is None:
        return None
    missing = [item for item in asked.cares if own.get(item.pk, Figure(None)).number is None]
    if missing or (own[lead.pk].number or 0) <= 0:
        return None
    columns = tuple(dict.fromkeys((*asked.cares, *asked.likes)))
    table = _table(
        str(base.unit.pk),
        tuple((item.code, own.get(item.pk, Figure(None)).number) for item in columns),
        tuple((item.code, tuple(sorted(everyone.of(item).items()))) for item in columns),
    )
    return suggest_benchmarks(
        table,
        str(base.unit.pk),
        reach,
        better=[indicator_of(item) for item in asked.cares],
        alike=[_trait(item) for item in asked.likes],
        limit=limit,
        leave_out=[str(pk) for pk in leave_out],
    )


@lru_cache(maxsize=8)
def _table(
    unit: str,
    own: tuple[tuple[str, float | None], ...],
    others: tuple[tuple[str, tuple[tuple[int, float], ...]], ...],
) -> Table:
    names = sorted({pk for _code, rows in others for pk, _number in rows} - {int(unit)})
    columns = {}
    mine = dict(own)
    for code, rows in others:
        known = dict(rows)
        columns[code] = [mine.get(code), *(known.get(pk) for pk in names)]
    return Table.from_columns([unit, *map(str, names)], columns)


def _trait(item: BenchmarkItem) -> Trait:
    linear = item.measure in LINEAR
    return Trait(
        id=item.code,
        name=item.name,
        scale="linear" if linear else "log",
        unit=item.measure,
        decimals=item.decimals,
    )


def judged_one(
    base: Frame, own: Mapping[int, Figure], everyone: Crowd, unit_id: int, asked: Asked
) -> Suggestion | None:
    """Return what would be said of one candidate, or None where it is not better."""
    lead = base.lead
    if lead is None or unit_id not in everyone.of(lead):
        return None
    others = [pk for pk in everyone.of(lead) if pk != unit_id]
    only = Asked((lead,), asked.likes)
    found = suggestions(base, own, everyone, only, limit=1, leave_out=others)
    return found.all[0] if found is not None and found.all else None


def no_reach(own: float, other: float, lead: BenchmarkItem) -> Words:
    """Return what is said of a unit that is no better."""
    percent = format_number(other / own * 100, 1) if own > 0 else "—"
    behind = other < own if lead.direction != Direction.LOWER else other > own
    if behind:
        return Words(
            f"{lead.name}为本单位的 {percent}%，并不领先。",
            f"{percent} % of the unit's own: not ahead.",
        )
    return Words(f"{lead.name}为本单位的 {percent}%，领先不多。", f"{percent} % of the unit's own.")


def unit_of(one: Suggestion) -> int:
    """Return the id of a suggested unit."""
    return int(one.unit)
