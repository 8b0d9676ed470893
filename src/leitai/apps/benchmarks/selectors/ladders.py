"""Ladders as a reader sees them: places of every year, distances, goals, who moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leitai.apps.benchmarks.models import NamedLadder, RankGoal, TerritoryChange
from leitai.apps.benchmarks.selectors.ladder_climb import Focus, focus_on
from leitai.apps.benchmarks.selectors.ladder_years import (
    YearOfLadder,
    periods_of_ladder,
    read_years,
    units_of_ladder,
)
from leitai.apps.benchmarks.selectors.traits import changed_between
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.engine.ladder import Move, movements


@dataclass(frozen=True)
class LadderView:
    """Everything that the page of a ladder shows.

    ``strangers`` are the guest and members from outside the pool; ``changed`` are units whose
    territory changed between the two years, so that they neither moved nor grew.
    """

    ladder: NamedLadder
    years: tuple[int, ...]
    now: YearOfLadder | None
    before: YearOfLadder | None
    moves: dict[str, Move]
    units: dict[str, Unit]
    strangers: frozenset[str]
    changed: dict[str, TerritoryChange]
    goals: tuple[RankGoal, ...]
    focus: Focus | None

    def movers(self, kind: str) -> list[Move]:
        """Who moved between zones: ``up``, ``down``; onto the ladder or off: entered, left.

        ``changed`` are those with a place in either year whose territory changed: no movers.
        """
        if kind == "changed":
            return [move for move in self.moves.values() if move.unit in self.changed]
        return [
            move
            for move in self.moves.values()
            if move.zone_kind == kind and move.unit not in self.changed
        ]


def ladders_for(user: Any) -> list[NamedLadder]:
    """Return the ladders in use that the user may open, in order. One query."""
    return list(
        NamedLadder.objects.visible_to(user)
        .filter(ended_at__isnull=True)
        .select_related("area", "pool", "series__indicator", "series__extent", "guest")
    )


def ladder_for(user: Any, pk: int) -> NamedLadder | None:
    """Return a ladder that the user may open, or None; one out of use can still be read."""
    return (
        NamedLadder.objects.visible_to(user)
        .filter(pk=pk)
        .select_related(
            "area",
            "pool",
            "guest",
            "series__indicator__area",
            "series__extent",
            "series__authority",
            "supersedes",
            "named_by",
            "guest_series__indicator",
            "guest_series__extent",
        )
        .first()
    )


def ladder_view(
    user: Any,
    ladder: NamedLadder,
    *,
    year: int | None = None,
    focus: str = "",
    wished: int | None = None,
    years: int | None = None,
) -> LadderView | None:
    """Return the ladder of a year as the user may see it; None for a year it does not have.

    ``focus`` names a unit of the ladder by name or key; without it the guest or a unit with a
    goal is looked at. Units without an open figure leave no trace.
    """
    periods = periods_of_ladder(user, ladder)
    known = tuple(period.year for period in periods)
    if year is not None and year not in known:
        return None
    units, strangers = units_of_ladder(ladder)
    goals = _goals(user, ladder)
    if not periods:
        return LadderView(ladder, (), None, None, {}, units, strangers, {}, goals, None)
    at = known.index(year) if year is not None else 0
    chosen = periods[at : at + 2]
    read = read_years(user, ladder, units, chosen)
    now, before = read[0], read[1] if len(read) > 1 else None
    moves = {} if before is None else {m.unit: m for m in movements(before.listed, now.listed)}
    changed = changed_between(ladder.area, before.year, now.year) if before is not None else {}
    key = _key(ladder, units, goals, focus)
    found = None
    if key is not None:
        goal = next((goal for goal in goals if str(goal.unit_id) == key), None)
        found = focus_on(
            user, ladder, key, units, now, before, goal, changed.keys(), wished=wished, years=years
        )
    marked = {str(pk): change for pk, change in changed.items() if str(pk) in units}
    return LadderView(ladder, known, now, before, moves, units, strangers, marked, goals, found)


def _goals(user: Any, ladder: NamedLadder) -> tuple[RankGoal, ...]:
    """Return the goals in force of units that the user stands over, in, or below."""
    seen = subtree_ids(list(unit_roots(user)))
    return tuple(
        RankGoal.objects.filter(ladder=ladder, ended_at__isnull=True, unit__in=seen).select_related(
            "unit", "set_by"
        )
    )


def _key(
    ladder: NamedLadder, units: dict[str, Unit], goals: tuple[RankGoal, ...], asked: str
) -> str | None:
    """Return whom to look at: the unit asked for by key or name, else the guest or a goal's."""
    if asked:
        if asked in units:
            return asked
        return next((key for key, unit in units.items() if unit.name == asked), None)
    if ladder.guest_id is not None:
        return str(ladder.guest_id)
    return next((str(goal.unit_id) for goal in goals if str(goal.unit_id) in units), None)
