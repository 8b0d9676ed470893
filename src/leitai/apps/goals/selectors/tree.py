"""The goal tree as a page shows it: every goal with who answers for it and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from leitai.apps.goals.models import CompoundTarget, GoalNode, NodeKind, Phase
from leitai.apps.goals.selectors.compounds import CompoundNow, evaluate, with_conditions
from leitai.apps.goals.selectors.naming import NOBODY, Parts, parts_of_nodes
from leitai.apps.goals.selectors.progress import PaceLine
from leitai.apps.goals.selectors.targets import targets_for
from leitai.apps.indicators.selectors.values import values_for, visible_units
from leitai.apps.language import listed
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit


@dataclass(frozen=True)
class Roll:
    """How the leaves under a goal stand: ``kept`` and ``behind`` of ``of``, the rest untold."""

    of: int = 0
    kept: int = 0
    behind: int = 0

    def __add__(self, other: Roll) -> Roll:
        return Roll(self.of + other.of, self.kept + other.kept, self.behind + other.behind)

    @property
    def untold(self) -> int:
        return self.of - self.kept - self.behind

    @property
    def light(self) -> str:
        """The light of the worst: yellow for anything behind, green for all kept, else grey."""
        if self.behind:
            return "yellow"
        return "green" if self.of and self.kept == self.of else "grey"

    @property
    def words(self) -> str:
        """The pace in words: 3 of 5 on pace, 1 behind."""
        if not self.of:
            return ""
        parts = [
            ngettext("%(kept)d of %(of)d on pace", "%(kept)d of %(of)d on pace", self.of)
            % {"kept": self.kept, "of": self.of}
        ]
        if self.behind:
            parts.append(
                ngettext("%(count)d behind", "%(count)d behind", self.behind)
                % {"count": self.behind}
            )
        if self.untold:
            parts.append(
                ngettext("%(count)d not told yet", "%(count)d not told yet", self.untold)
                % {"count": self.untold}
            )
        return listed(parts)


@dataclass(frozen=True)
class TreeRow:
    """A goal in the order of the tree with its depth (0 at the root).

    ``line`` is a target goal's target with what was reached, ``compound`` a compound one's; both
    None for others, and where the reader may not see the target. ``roll`` counts the leaves below
    and the goal itself where it is one. ``first`` and ``last`` tell whether it can move up or down.
    """

    node: GoalNode
    depth: int
    parts: Parts
    line: PaceLine | None
    compound: CompoundNow | None
    roll: Roll
    first: bool
    last: bool

    @property
    def pace(self) -> str:
        """ "kept", "behind" or "" of the goal itself."""
        return _state(self.node, self.line, self.compound, None)


@dataclass(frozen=True)
class Tree:
    """An area's goals for some years, and the phases of all years."""

    area: Unit
    phases: tuple[Phase, ...]
    years: tuple[int, ...]
    rows: tuple[TreeRow, ...]

    @property
    def roll(self) -> Roll:
        """All leaves of the tree."""
        return sum((row.roll for row in self.rows if row.depth == 0), Roll())

    def phase_of(self, year: int) -> Phase | None:
        """The phase that a year lies in."""
        return next((p for p in self.phases if p.first_year <= year <= p.last_year), None)


def goal_tree(
    user: Any,
    area: Unit,
    first_year: int,
    last_year: int,
    period: Period | None,
    today: dt.date,
    *,
    closed: bool = False,
) -> Tree:
    """Return the goals of some years that the user may see, with pace as of a period.

    Dropped and reached goals come along when ``closed`` is true; reached ones count as kept either
    way. The number of queries does not depend on the number of goals.
    """
    every = list(
        GoalNode.objects.visible_to(user)
        .filter(area=area)
        .select_related("area", "series__indicator", "series__extent", "unit", "compound__unit")
    )
    phases = tuple(Phase.objects.filter(area=area))
    years = _years(every, phases)
    nodes = {
        node.pk: node
        for node in every
        if node.first_year <= last_year and node.last_year >= first_year
        and (closed or node.state != GoalNode.State.DROPPED)
    }  # fmt: skip
    parts = parts_of_nodes({node.pk: node for node in every}, today, nodes)
    lines = _lines(user, nodes.values(), period)
    compounds = _compounds(user, nodes.values(), period)
    children: dict[int | None, list[GoalNode]] = {}
    for node in nodes.values():
        children.setdefault(node.parent_id, []).append(node)
    rows: list[TreeRow] = []

    def walk(parent: int | None, depth: int) -> Roll:
        total = Roll()
        here = children.get(parent, [])
        for at, node in enumerate(here):
            place = len(rows)
            rows.append(None)  # type: ignore[arg-type]  # its sum is known after its children
            line, compound = lines.get(node.pk), compounds.get(node.compound_id or 0)
            roll = walk(node.pk, depth + 1)
            if node.kind in (NodeKind.TARGET, NodeKind.TASK):
                state = _state(node, line, compound, today)
                roll += Roll(1, int(state == "kept"), int(state == "behind"))
            rows[place] = TreeRow(
                node, depth, parts.get(node.pk, NOBODY), line, compound, roll, at == 0,
                at == len(here) - 1,
            )  # fmt: skip
            total += roll
        return total

    walk(None, 0)
    return Tree(area, phases, years, tuple(rows))


def _years(nodes: Iterable[GoalNode], phases: Iterable[Phase]) -> tuple[int, ...]:
    spans = [(node.first_year, node.last_year) for node in nodes]
    spans += [(phase.first_year, phase.last_year) for phase in phases]
    if not spans:
        return ()
    return tuple(range(min(s[0] for s in spans), max(s[1] for s in spans) + 1))


def _state(
    node: GoalNode, line: PaceLine | None, compound: CompoundNow | None, today: dt.date | None
) -> str:
    """Return "kept", "behind" or "" of a leaf by itself."""
    if node.state == GoalNode.State.REACHED:
        return "kept"
    if node.kind == NodeKind.TASK:
        return "behind" if today is not None and node.due is not None and node.due < today else ""
    if line is not None:
        if line.behind:
            return "behind"
        told = line.value is not None and line.value.number is not None and line.due is not None
        return "kept" if told else ""
    if compound is not None and compound.held is not None:
        return "kept" if compound.held else "behind"
    return ""


def _lines(user: Any, nodes: Iterable[GoalNode], period: Period | None) -> Mapping[int, PaceLine]:
    """Return the targets of target goals beside what was reached by a period, by goal."""
    standing = [node for node in nodes if node.series is not None]
    if not standing or period is None:
        return {}
    series = {node.series_id for node in standing if node.series_id is not None}
    units = {node.unit_id for node in standing if node.unit_id is not None}
    held = targets_for(user, series, units, period.year)
    values = values_for(user, series, units, [period])
    found = {}
    for node in standing:
        assert node.series is not None
        assert node.unit is not None
        target = held.get((node.series.pk, node.unit.pk))
        if target is not None:
            key = (node.series.pk, node.unit.pk, period.pk)
            found[node.pk] = PaceLine(node.unit, node.series, target, period, values.get(key))
    return found


def _compounds(
    user: Any, nodes: Iterable[GoalNode], period: Period | None
) -> Mapping[int, CompoundNow]:
    """Return the compound targets of target goals as they stand, by compound target."""
    wanted = {node.compound_id for node in nodes if node.compound_id is not None}
    if not wanted or period is None:
        return {}
    own = visible_units(user)
    rows = with_conditions(
        CompoundTarget.objects.filter(
            pk__in=wanted, year=period.year, withdrawn_at=None
        ).select_related("unit")
    )
    return evaluate(user, [row for row in rows if row.unit_id in own], period)
