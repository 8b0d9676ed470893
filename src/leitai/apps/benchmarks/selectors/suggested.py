"""The page of suggestions: what was picked, and the candidates by distance with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.selectors.figures import (
    Frame,
    crowd,
    frame,
    lead_history,
    own_figures,
    their_figures,
)
from leitai.apps.benchmarks.selectors.page import Candidate, described
from leitai.apps.benchmarks.selectors.pairs import Choice, choice_of
from leitai.apps.benchmarks.selectors.suggestions import (
    NOTHING,
    Asked,
    Terrain,
    asked_for,
    reach_of,
    suggestions,
    terrain_known,
    unit_of,
)
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.engine.scheme.problems import Words
from leitai.engine.suggestion import Excluded, Reachable

#: Candidates of each distance on the page.
SHOWN = 6


@dataclass(frozen=True)
class SuggestionsPage:
    """Candidates for a unit's benchmark, and how they were found."""

    unit: Unit
    field: BenchmarkField
    frame: Frame
    choice: Choice
    period: Period | None
    extent: int
    asked: Asked
    candidates: tuple[Candidate, ...]
    reach: Reachable | None
    considered: int
    better: int
    excluded: tuple[Excluded, ...]
    notes: tuple[Words, ...]
    missing: tuple[BenchmarkItem, ...]
    terrain: Terrain = NOTHING

    @property
    def judged(self) -> tuple[BenchmarkItem, ...]:
        """Items that one may care for."""
        return tuple(item for item in self.frame.items if item.judged)

    @property
    def traits(self) -> tuple[BenchmarkItem, ...]:
        return tuple(item for item in self.frame.items if item.trait)


def suggestions_page(
    user: Any,
    unit: Unit,
    field: BenchmarkField,
    year: int,
    *,
    cares: Sequence[str] = (),
    likes: Sequence[str] | None = None,
    extent: int | None = None,
) -> SuggestionsPage | None:
    """Return suggestions for what was picked, or None for an unknown extent."""
    base = frame(field, unit)
    choice = choice_of(user, unit, field, year)
    known = [pk for pk, _name in base.extents]
    if extent is not None and extent not in known:
        return None
    chosen = extent if extent is not None else (known[0] if known else 0)
    seen = visible_units(user)
    periods = lead_history(user, base, seen=seen).periods
    if not periods:
        asked = asked_for(base, cares, likes)
        return SuggestionsPage(
            unit, field, base, choice, None, chosen, asked, (), None, 0, 0, (), (), ()
        )
    period = periods[0]
    own = own_figures(user, base, period, [chosen], seen=seen).get(chosen, {})
    everyone = crowd(user, base, period)
    terrain = terrain_known(base, everyone)
    asked = asked_for(base, cares, likes, terrain)
    missing = tuple(
        item for item in asked.cares if own.get(item.pk) is None or own[item.pk].number is None
    )
    found = suggestions(base, own, everyone, asked, terrain)
    pairs = {
        pair.benchmark_id: pair
        for pair in (choice.main, choice.waiting, *choice.references)
        if pair is not None
    }
    candidates: tuple[Candidate, ...] = ()
    if found is not None:
        shown = (*found.near[:SHOWN], *found.middle[:SHOWN], *found.far[:SHOWN])
        by_unit = {unit_of(one): one for one in shown}
        units = Unit.objects.in_bulk(list(by_unit))
        figures = their_figures(user, base, list(by_unit), period, seen=seen)
        described_ones = described(base, own, everyone, units, figures, pairs, by_unit)
        place = {pk: at for at, pk in enumerate(by_unit)}
        candidates = tuple(sorted(described_ones, key=lambda one: place[one.unit.pk]))
    return SuggestionsPage(
        unit,
        field,
        base,
        choice,
        period,
        chosen,
        asked,
        candidates,
        reach_of(base, everyone),
        found.considered if found else 0,
        found.better if found else 0,
        found.excluded if found else (),
        found.notes if found else (),
        missing,
        terrain,
    )
