"""Whose doing a total is: a total, and the change of a total, split over the items so it adds up.

In one result each item has a contribution to the total of a unit. Where parts are added or
averaged arithmetically it is exact: the item's score times what one mark of it is worth in the
total. Where they are combined otherwise (geometric, harmonic, power mean, Copeland) there is no
exact share, and the score of the node is dealt out in proportion to weight × score of its children.
What rounding at nodes and total adds or takes stands on a line of its own, and so does a veto that
sets the total to zero.

Source: the split of a sum of products is arithmetic; dealing out a mean in proportion to weighted
scores is our convention, stated on the formula page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leitai.engine.result import Result
from leitai.engine.rounding import half_up
from leitai.engine.rules.terms import Floats
from leitai.engine.scoring.combine import Child
from leitai.engine.scoring.group import GroupRun, NodeRun

__all__ = ["ROUNDING", "VETO", "UnitChange", "contributions", "difference_parts", "split_change"]

#: Line for what rounding above the items adds or takes.
ROUNDING = "rounding"
#: Line for what a veto takes that sets the total to zero.
VETO = "veto"


@dataclass(frozen=True)
class UnitChange:
    """A unit's total before and after, with the change split over items.

    ``score`` and ``rank`` are pairs of before and after, None where the unit is not in one of the
    results or has no score. ``parts`` are (item id, change), largest first, without zeros; they
    add up to the change of the total at the stated decimals. It is empty where one side is absent.
    """

    unit: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]
    parts: tuple[tuple[str, float], ...]

    @property
    def change(self) -> float | None:
        """After less before; None where one of them is absent."""
        before, after = self.score
        return None if before is None or after is None else after - before

    @property
    def moved(self) -> bool:
        """Whether the place differs."""
        return self.rank[0] != self.rank[1]


def contributions(run: GroupRun) -> dict[str, Floats]:
    """What each item, bonus and penalty item adds to each unit's total (marks, nan without one).

    The arrays are in the order of the group's units and add up to the published total.
    """
    size = len(run.table)
    found: dict[str, Floats] = {}
    scale = np.ones(size) if run.difficulty is None else run.difficulty
    _spread(run, run.tree, scale, found)
    for extras, sign in ((run.bonus, 1.0), (run.penalty, -1.0)):
        if extras is None:
            continue
        counted = sum((each.counted for each in extras.runs), np.zeros(size))
        with np.errstate(divide="ignore", invalid="ignore"):
            kept = np.where(counted != 0, extras.rounded / counted, 0.0)
        for each in extras.runs:
            if each.extra.off is None:
                found[each.extra.id] = sign * each.counted * kept
    ranked = ~np.isnan(run.rounded)
    whole = np.zeros(size)
    for name, values in found.items():
        found[name] = np.where(ranked, np.where(np.isnan(values), 0.0, values), np.nan)
        whole = whole + found[name]
    struck = np.zeros(size, dtype=np.bool_)
    struck[[place for place, effects in run.struck.items() if "zero_total" in effects]] = True
    rest = run.rounded - whole
    found[VETO] = np.where(ranked, np.where(struck, rest, 0.0), np.nan)
    found[ROUNDING] = np.where(ranked, np.where(struck, 0.0, rest), np.nan)
    return found


def _spread(run: GroupRun, node: NodeRun, scale: Floats, found: dict[str, Floats]) -> None:
    """Deal out a node's raw score, times ``scale``, over the leaves below it."""
    for child, share in _shares(node):
        below = run.nodes.get(child.id)
        if below is None:
            found[child.id] = scale * share * child.scores
        else:
            _spread(run, below, scale * share, found)


def _shares(node: NodeRun) -> list[tuple[Child, Floats]]:
    """Each child with the factor by which its score stands in the node's raw score."""
    children = node.children
    size = node.raw.size
    there = [~np.isnan(each.scores) for each in children]
    with np.errstate(divide="ignore", invalid="ignore"):
        if node.how == "sum":
            whole = sum(each.full for each in children)
            present = sum(
                (
                    np.where(here, each.full, 0.0)
                    for here, each in zip(there, children, strict=True)
                ),
                np.zeros(size),
            )
            complete = np.all(there, axis=0) | (present == 0)
            spread = np.where(complete, 1.0, whole / present)
            return [(each, spread) for each in children]
        weights = [
            np.where(here, each.weight, 0.0) for here, each in zip(there, children, strict=True)
        ]
        percent = [
            np.where(here, each.scores, 0.0) * 100.0 / each.full
            for here, each in zip(there, children, strict=True)
        ]
        weighted = sum((w * p for w, p in zip(weights, percent, strict=True)), np.zeros(size))
        if node.how == "arithmetic":
            per_mark = node.full / 100.0 / sum(weights, np.zeros(size))
        else:
            per_mark = np.where(weighted != 0, node.raw / weighted, 0.0)
        return [
            (each, w * per_mark * 100.0 / each.full)
            for each, w in zip(children, weights, strict=True)
        ]


def difference_parts(
    before: Mapping[str, float],
    after: Mapping[str, float],
    total: tuple[float, float],
    decimals: int = 2,
) -> dict[str, float]:
    """The change of a total as changes of its parts that add up to it at ``decimals``.

    A part that only one side has counts as zero on the other. What is left after each part is
    rounded joins the line ``rounding``. Parts that do not change are left out.
    """
    names = list(dict.fromkeys([*before, *after]))
    changes = {
        name: half_up(after.get(name, 0.0) - before.get(name, 0.0), decimals) for name in names
    }
    whole = half_up(total[1] - total[0], decimals)
    given = sum(change for name, change in changes.items() if name != ROUNDING)
    changes[ROUNDING] = half_up(whole - given, decimals)
    ordered = sorted(changes.items(), key=lambda pair: -abs(pair[1]))
    return {name: change + 0.0 for name, change in ordered if change}


def split_change(before: Result, after: Result, decimals: int = 2) -> tuple[UnitChange, ...]:
    """Every unit of two results with its places, totals and the split of the change.

    The results may be of different schemes; items are the same where their ids are. Units come by
    their places in the second result, those that it no longer ranks after them.
    """
    old, new = _sides(before), _sides(after)
    found = []
    for unit in list(dict.fromkeys([*new, *old])):
        was, now = old.get(unit), new.get(unit)
        parts: tuple[tuple[str, float], ...] = ()
        if was is not None and now is not None and was.score is not None and now.score is not None:
            split = difference_parts(was.parts, now.parts, (was.score, now.score), decimals)
            parts = tuple(split.items())
        found.append(
            UnitChange(
                unit,
                (was.score if was else None, now.score if now else None),
                (was.rank if was else None, now.rank if now else None),
                parts,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class _Side:
    score: float | None
    rank: int | None
    parts: Mapping[str, float]


def _sides(result: Result) -> dict[str, _Side]:
    found: dict[str, _Side] = {}
    for group in result.groups:
        parts = contributions(group.run)
        for place in group.standings:
            at = group.units.index(place.unit)
            found[place.unit] = _Side(
                place.score,
                place.rank or None,
                {name: float(values[at]) for name, values in parts.items()},
            )
    return found
