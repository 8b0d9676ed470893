"""The result of scoring: scores, ranks, places; the working is built when asked for."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leitai.engine.grades import grades
from leitai.engine.phrases import Label, phrase, say
from leitai.engine.ranking import UNRANKED, neighbours, zones
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.tree import Node
from leitai.engine.scoring.group import TOTAL, GroupRun
from leitai.engine.version import ENGINE_VERSION

if TYPE_CHECKING:
    from leitai.engine.working.model import NodeWorking

FORMAT = "result/1"


@dataclass(frozen=True)
class NodeInfo:
    """A node of the tree as a heading: what it is and what it is worth.

    ``kind`` is total, node, item, bonus, penalty or extra; ``parent`` is empty for the total.
    ``share`` is the part of the parent's score scale that it carries (marks or weight ÷ their sum).
    """

    id: str
    name: Label
    kind: str
    parent: str
    depth: int
    full_marks: float | None
    weight: float | None = None
    share: float | None = None
    rule: str = ""
    off: str = ""

    def title(self, lang: str = "zh") -> str:
        """What the node is called; only the parts that no scheme names depend on the language."""
        return say(self.name, lang)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """JSON form; empty fields are left out."""
        from leitai.engine.working.told import rule_name

        words = {"name": self.title(lang)}
        if self.rule:
            words["rule_name"] = rule_name(self.rule, lang)
        content = {**self.__dict__, **words}
        return {key: value for key, value in content.items() if value not in (None, "")}


@dataclass(frozen=True)
class Place:
    """Where a unit stands in its group.

    ``above`` and ``below`` are the units on the neighbouring places (标兵, 追兵) with the size of
    the distance in score. ``rank`` is 0 and ``score`` None for a unit that has no score. ``vetoed``
    lists the effects of vetoes that struck. ``parts`` are the top-level nodes, bonus and penalty.
    """

    unit: str
    rank: int
    score: float | None
    zone: str
    grade: str
    above: str | None
    distance_above: float | None
    below: str | None
    distance_below: float | None
    vetoed: tuple[str, ...]
    parts: tuple[tuple[str, float | None], ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {**self.__dict__, "vetoed": list(self.vetoed), "parts": dict(self.parts)}


class LazyRanks(Mapping[str, NDArray[np.int64]]):
    """Rank arrays by node id, computed when first read."""

    def __init__(self, run: GroupRun) -> None:
        self._run = run
        self._ids = tuple(run.published)

    def __getitem__(self, node_id: str) -> NDArray[np.int64]:
        if node_id not in self._ids:
            raise KeyError(node_id)
        return self._run.ranks(node_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@dataclass(frozen=True, eq=False)
class GroupResult:
    """Scores and places of one group. Arrays are in the order of ``units``, nan for no score."""

    id: str
    name: str
    units: tuple[str, ...]
    nodes: tuple[NodeInfo, ...]
    scores: Mapping[str, NDArray[np.float64]]
    ranks: Mapping[str, NDArray[np.int64]]
    notes: tuple[Words, ...]
    run: GroupRun = field(repr=False)

    @cached_property
    def standings(self) -> tuple[Place, ...]:
        """Places from the first to the last; units without a score at the end."""
        return standings(self.run)

    def place(self, unit: str) -> Place:
        """The place of one unit; ``KeyError`` if it is not in the group."""
        for each in self.standings:
            if each.unit == unit:
                return each
        raise KeyError(unit)

    def node(self, node_id: str) -> NodeInfo:
        """The heading of a node; ``KeyError`` if there is none."""
        for each in self.nodes:
            if each.id == node_id:
                return each
        raise KeyError(node_id)


@dataclass(frozen=True, eq=False)
class Result:
    """What ``score`` returns."""

    scheme: Scheme
    groups: tuple[GroupResult, ...]
    notes: tuple[Words, ...] = ()
    engine: str = ENGINE_VERSION

    @cached_property
    def scores(self) -> dict[str, dict[str, float | None]]:
        """Rounded scores by node id and unit; None where there is none."""
        found: dict[str, dict[str, float | None]] = {}
        for group in self.groups:
            for node_id, values in group.scores.items():
                found.setdefault(node_id, {}).update(
                    zip(group.units, _numbers(values), strict=True)
                )
        return found

    @cached_property
    def ranks(self) -> dict[str, dict[str, int]]:
        """Places by node id and unit, within the unit's group; 0 where there is none."""
        found: dict[str, dict[str, int]] = {}
        for group in self.groups:
            for node_id, values in group.ranks.items():
                found.setdefault(node_id, {}).update(zip(group.units, values.tolist(), strict=True))
        return found

    def group(self, group_id: str) -> GroupResult:
        """The result of a group; ``KeyError`` if it was not scored."""
        for each in self.groups:
            if each.id == group_id:
                return each
        raise KeyError(group_id)

    def group_of(self, unit: str) -> GroupResult:
        """The group in which a unit was scored; ``KeyError`` if in none."""
        for each in self.groups:
            if unit in each.run.table.units:
                return each
        raise KeyError(unit)

    def working(self, unit: str) -> NodeWorking:
        """The whole working of one unit, from the total down to the inputs."""
        from leitai.engine.working.build import build_working

        return build_working(self.group_of(unit).run, unit)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """Plain values for JSON: the same input gives the same bytes.

        Parameters
        ----------
        lang
            Language of the remarks and of the names that the engine gives (total, bonus, rules).
        """
        return {
            "leitai": FORMAT,
            "engine": self.engine,
            "scheme": {
                "id": self.scheme.id,
                "name": self.scheme.name,
                "version": self.scheme.version,
            },
            "digest": self.digest(),
            "notes": [note(lang) for note in self.notes],
            "groups": [_group_dict(group, lang) for group in self.groups],
        }

    def digest(self) -> str:
        """sha256 (hex) of the scores and ranks of all groups, whatever the order of rows."""
        content = []
        for group in self.groups:
            order = sorted(range(len(group.units)), key=group.units.__getitem__)
            nodes = []
            for node_id in sorted(group.scores):
                scores = _numbers(group.scores[node_id][order])
                nodes.append([node_id, scores, group.ranks[node_id][order].tolist()])
            content.append([group.id, [group.units[place] for place in order], nodes])
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


def group_result(run: GroupRun) -> GroupResult:
    """The result of a group from what was computed."""
    return GroupResult(
        run.group.id,
        run.group.name,
        run.table.units,
        tuple(node_infos(run)),
        run.published,
        LazyRanks(run),
        run.notes,
        run,
    )


def standings(run: GroupRun) -> tuple[Place, ...]:
    """Places of a group, best first."""
    units = run.table.units
    ranks = run.ranks(TOTAL)
    zone_rules = run.group.zones or run.scheme.zones
    zone = zones(
        ranks,
        leading=zone_rules.leading,
        lagging=zone_rules.lagging,
        rounding=zone_rules.rounding,
    )
    grade = (
        grades(ranks, run.rounded, run.group.grades, run.struck)
        if run.group.grades is not None
        else [""] * len(units)
    )
    beside = neighbours(run.rounded, ranks, decimals=run.scheme.rounding.total)
    parts = [each.id for each in run.group.tree]
    parts += [extras.part for extras in (run.bonus, run.penalty) if extras is not None]
    published = run.published
    columns = [(name, _numbers(published[name])) for name in parts]
    totals = _numbers(run.rounded)
    order = sorted(range(len(units)), key=lambda i: (ranks[i] == UNRANKED, int(ranks[i]), i))
    found = []
    for i in order:
        near = beside[i]
        found.append(
            Place(
                units[i],
                int(ranks[i]),
                totals[i],
                zone[i],
                grade[i],
                None if near.above is None else units[near.above],
                near.distance_above,
                None if near.below is None else units[near.below],
                near.distance_below,
                run.struck.get(i, ()),
                tuple((name, values[i]) for name, values in columns),
            )
        )
    return tuple(found)


def node_infos(run: GroupRun) -> Iterator[NodeInfo]:
    """Headings in file order, the total first."""
    yield NodeInfo(TOTAL, phrase("total"), "total", "", 0, run.tree.full)

    def walk(parent: str, depth: int) -> Iterator[NodeInfo]:
        above = run.tree if parent == TOTAL else run.nodes[parent]
        listed = above.node.items if isinstance(above.node, Node) else above.node.tree
        by_sum = above.how == "sum"
        whole = sum(child.full if by_sum else child.weight for child in above.children)
        for each in listed:
            child = next((c for c in above.children if c.id == each.id), None)
            share = None
            if child is not None and whole:
                share = (child.full if by_sum else child.weight) / whole
            if isinstance(each, Node):
                full = run.nodes[each.id].full
                yield NodeInfo(each.id, each.name, "node", parent, depth, full, each.weight, share)
                yield from walk(each.id, depth + 1)
            else:
                yield NodeInfo(
                    each.id,
                    each.name,
                    "item",
                    parent,
                    depth,
                    run.items[each.id].full,
                    each.weight,
                    share,
                    each.rule.kind,
                    "" if each.off is None else each.off.reason,
                )

    yield from walk(TOTAL, 1)
    for extras in (run.bonus, run.penalty):
        if extras is not None:
            yield NodeInfo(
                extras.part, phrase(extras.part), extras.part, TOTAL, 1, extras.extras.cap
            )
            for each in extras.runs:
                yield NodeInfo(
                    each.extra.id,
                    each.extra.name,
                    "extra",
                    extras.part,
                    2,
                    each.cap,
                    rule=each.extra.rule.kind,
                    off="" if each.extra.off is None else each.extra.off.reason,
                )


def _group_dict(group: GroupResult, lang: str) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "notes": [note(lang) for note in group.notes],
        "nodes": [each.to_dict(lang) for each in group.nodes],
        "standings": [each.to_dict() for each in group.standings],
        "scores": {
            node_id: dict(zip(group.units, _numbers(values), strict=True))
            for node_id, values in group.scores.items()
        },
        "ranks": {
            node_id: dict(zip(group.units, values.tolist(), strict=True))
            for node_id, values in group.ranks.items()
        },
    }


def _numbers(values: NDArray[np.float64]) -> list[float | None]:
    """Plain floats with None for nan, and no negative zero."""
    return [None if math.isnan(x) else x + 0.0 for x in values.tolist()]
