"""Scoring one group: items, nodes, total, ranks. The arrays are kept for the working."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leitai.engine.ranking import rank
from leitai.engine.rounding import half_up_array
from leitai.engine.rules.base import columns_of
from leitai.engine.rules.terms import Floats
from leitai.engine.scheme.beside import Extra, Gate
from leitai.engine.scheme.model import Group, Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.tree import Item, Node
from leitai.engine.scoring.columns import Columns, needed
from leitai.engine.scoring.combine import Child, combine
from leitai.engine.scoring.extras import ExtrasRun, run_extras
from leitai.engine.scoring.items import ItemRun, full_of, item_columns, run_item
from leitai.engine.scoring.problems import ScoreProblem
from leitai.engine.table import Table

TOTAL = "total"


@dataclass(eq=False)
class NodeRun:
    """An inner node over all units, with its children as they were combined."""

    node: Node | Group
    how: str
    full: float
    children: tuple[Child, ...]
    raw: Floats
    rounded: Floats
    wins: Floats | None = None


@dataclass(eq=False)
class GroupRun:
    """Everything that was computed for a group. ``table`` holds the group's units only."""

    scheme: Scheme
    group: Group
    table: Table
    columns: Columns
    items: dict[str, ItemRun]
    nodes: dict[str, NodeRun]
    tree: NodeRun
    difficulty: Floats | None
    bonus: ExtrasRun | None
    penalty: ExtrasRun | None
    struck: dict[int, tuple[str, ...]]
    veto_missing: dict[int, tuple[str, ...]]
    raw: Floats
    rounded: Floats
    notes: tuple[Words, ...] = ()
    _ranks: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def scores(self, node_id: str) -> Floats:
        """Rounded scores of a node, item, extra, ``bonus``, ``penalty`` or ``total``."""
        return self.published[node_id]

    @property
    def published(self) -> dict[str, Floats]:
        """Rounded scores of everything that has an id, in file order, the total last."""
        found: dict[str, Floats] = {}
        for each in self.group.walk():
            run = self.nodes[each.id] if isinstance(each, Node) else self.items[each.id]
            found[each.id] = run.rounded
        for extras in (self.bonus, self.penalty):
            if extras is not None:
                found.update({run.extra.id: run.counted for run in extras.runs})
                found[extras.part] = extras.rounded
        found[TOTAL] = self.rounded
        return found

    def ranks(self, node_id: str) -> NDArray[np.int64]:
        """Places by a node's scores, computed when first asked for; 0 for no place."""
        if node_id not in self._ranks:
            ranking = self.scheme.ranking
            if node_id == TOTAL:
                published = self.published
                then = [published[name] for name in ranking.then if name in published]
                on = self.rounded if ranking.on == "rounded" else self.raw
            else:
                then, on = [], self.scores(node_id)
            self._ranks[node_id] = rank(on, ties=ranking.ties, then=then)
        return self._ranks[node_id]


def how_to_combine(children: Sequence[Item | Node], declared: str | None) -> str:
    """The declared way, or sum where marks are written and the weighted mean where they are not."""
    if declared is not None:
        return declared
    return "sum" if any(each.marks is not None for each in children) else "arithmetic"


def scored_children(children: Sequence[Item | Node]) -> Iterator[Item | Node]:
    """Children that are not switched off."""
    return (each for each in children if not (isinstance(each, Item) and each.off is not None))


def group_columns(group: Group) -> dict[str, str]:
    """Columns that the group reads, each with the name of what reads it first."""
    found: dict[str, str] = {}
    for item in group.items():
        if item.off is None:
            for column in item_columns(item):
                found.setdefault(column, item.name)
    readers: list[Extra | Gate] = [*group.extras(), *group.gates]
    for each in readers:
        if isinstance(each, Gate):
            for condition in each.all:
                found.setdefault(condition.input, each.name)
        elif each.off is None:
            for column in columns_of(each.rule):
                found.setdefault(column, each.name)
    for veto in group.vetoes:
        found.setdefault(veto.input, veto.name)
    return found


def run_group(
    scheme: Scheme,
    group: Group,
    table: Table,
    problems: list[ScoreProblem],
    *,
    notes: tuple[Words, ...] = (),
    before: GroupRun | None = None,
    changed: frozenset[str] = frozenset(),
) -> GroupRun:
    """Score a group whose units are exactly those of ``table``.

    With ``before`` (a run of the same units) only the items that read a ``changed`` column are
    scored again; the result equals a full run.
    """
    columns = Columns(scheme, table)
    items: dict[str, ItemRun] = {}
    for item in group.items():
        kept = before.items.get(item.id) if before is not None else None
        if kept is not None and not (needed(scheme, kept.columns) & changed):
            items[item.id] = kept
        else:
            items[item.id] = run_item(scheme, columns, item, group.name)
    nodes: dict[str, NodeRun] = {}
    tree = _run_node(scheme, group, group.tree, items, nodes, table.units, problems, group.name)
    bonus = penalty = None
    if group.bonus is not None:
        bonus = run_extras(scheme, columns, "bonus", group.bonus, group.gates, group.name)
    if group.penalty is not None:
        penalty = run_extras(scheme, columns, "penalty", group.penalty, (), group.name)
    struck, veto_missing = _vetoes(columns, group)
    difficulty = None
    raw = tree.raw
    if group.difficulty:
        by_unit = dict(group.difficulty)
        difficulty = np.array([by_unit.get(unit, 1.0) for unit in table.units], dtype=np.float64)
        raw = raw * difficulty
    if bonus is not None:
        raw = raw + bonus.rounded
    if penalty is not None:
        raw = raw - penalty.rounded
    zeroed = [place for place, effects in struck.items() if "zero_total" in effects]
    if zeroed:
        raw = raw.copy()
        raw[zeroed] = np.where(np.isnan(raw[zeroed]), np.nan, 0.0)
    problems.extend(columns.problems)
    rounded = half_up_array(raw, scheme.rounding.total)
    return GroupRun(
        scheme, group, table, columns, items, nodes, tree, difficulty, bonus, penalty,
        struck, veto_missing, raw, rounded, notes,
    )  # fmt: skip


def _run_node(
    scheme: Scheme,
    node: Node | Group,
    children: Sequence[Item | Node],
    items: dict[str, ItemRun],
    nodes: dict[str, NodeRun],
    units: Sequence[str],
    problems: list[ScoreProblem],
    group_name: str,
) -> NodeRun:
    """Combine the children, deepest first; inner nodes are put into ``nodes``."""
    size = len(units)
    seen: list[Child] = []
    for each in scored_children(children):
        weight = 1.0 if each.weight is None else each.weight
        if isinstance(each, Node):
            run = _run_node(scheme, each, each.items, items, nodes, units, problems, group_name)
            nodes[each.id] = run
            seen.append(Child(each.id, each.name, run.rounded, run.full, weight))
        else:
            scores = items[each.id].rounded
            seen.append(Child(each.id, each.name, scores, full_of(each), weight))
    how = how_to_combine(children, node.combine)
    full = _full(node, how, seen)
    if not seen:
        nothing = np.full(size, np.nan)
        return NodeRun(node, how, full, (), nothing, nothing)
    result = combine(how, seen, full, size, power=node.power, on_zero=node.on_zero)
    if result.broken is not None and result.broken.any():
        problems.append(
            ScoreProblem(
                Words("几何或调和平均遇到零分或负分。", "A score of zero or less in such a mean."),
                Words("改汇总方法，或写明 on_zero: zero。", "Combine otherwise, or on_zero: zero."),
                group_name,
                node.name,
                units=tuple(units[place] for place in np.flatnonzero(result.broken).tolist()),
            )
        )
    rounded = half_up_array(result.raw, scheme.rounding.nodes)
    return NodeRun(node, how, full, tuple(seen), result.raw, rounded, result.wins)


def _full(node: Node | Group, how: str, children: Sequence[Child]) -> float:
    if node.marks is not None:
        return float(node.marks)
    return float(sum(each.full for each in children)) if how == "sum" else 100.0


def _vetoes(
    columns: Columns, group: Group
) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """Effects that struck, by place of the unit, and names of vetoes without a figure."""
    struck: dict[int, tuple[str, ...]] = {}
    unknown: dict[int, tuple[str, ...]] = {}
    for veto in group.vetoes:
        values = columns.array(veto.input)
        absent = np.isnan(values)
        if veto.missing == "refuse" and absent.any():
            columns.problems.append(
                ScoreProblem(
                    Words("一票否决的数据缺报。", "The figure of a veto is missing."),
                    Words("补报，或写明 missing: not_triggered。", "Supply it, or say missing."),
                    group.name,
                    veto.name,
                    units=tuple(np.array(columns.table.units)[absent].tolist()),
                )
            )
        for place in np.flatnonzero(~absent & (values != 0)).tolist():
            struck[place] = (*struck.get(place, ()), veto.effect)
        for place in np.flatnonzero(absent).tolist():
            unknown[place] = (*unknown.get(place, ()), veto.name)
    return struck, unknown
