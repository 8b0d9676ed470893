"""What decides a ranking, what decides nothing, and which items say the same.

Sources: rank correlation: C. Spearman, The proof and measurement of association between two
things, 1904, with mean ranks for ties. Share of the spread: A. F. Shorrocks, Inequality
decomposition by factor components, Econometrica 50 (1982): cov(part, total) ÷ var(total), the
shares of all parts add up to one. That the share of the spread, and not the written weight, tells
how much an item decides: P. Paruolo, M. Saisana, A. Saltelli, Ratings and rankings: voodoo or
science?, J. R. Stat. Soc. A 176 (2013).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leitai.engine.attribution import ROUNDING, VETO, contributions
from leitai.engine.result import GroupResult
from leitai.engine.scheme.beside import Extras
from leitai.engine.scheme.model import Group
from leitai.engine.scheme.tree import Item, Node, Off
from leitai.engine.scoring.group import TOTAL, run_group
from leitai.engine.scoring.problems import ScoreProblem

__all__ = [
    "Alike",
    "Influence",
    "alike_pairs",
    "influences",
    "rank_correlation",
    "variance_shares",
]


@dataclass(frozen=True)
class Alike:
    """Two items whose scores order the units alike (or, below zero, the other way round).

    ``correlation`` is Spearman's, from −1 to 1, over the ``units`` that have a score in both.
    """

    first: str
    second: str
    correlation: float
    units: int


@dataclass(frozen=True)
class Influence:
    """What one item does to the ranking of its group.

    ``weight`` is the written share of the total (None for bonus and penalty), ``spread`` the share
    of the variance of totals (None where all totals are equal). ``low`` and ``high`` are the least
    and the best contribution in marks, ``different`` how many different ones there are. ``moved``
    counts units whose place differs when the item is left out, ``furthest`` the most places one of
    them moves.
    """

    id: str
    name: str
    weight: float | None
    spread: float | None
    low: float | None
    high: float | None
    different: int
    moved: int
    furthest: int

    @property
    def idle(self) -> bool:
        """Leaving the item out changes nobody's place."""
        return self.moved == 0

    @property
    def flat(self) -> bool:
        """Every unit has the same from it."""
        return self.different <= 1


def _mean_ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def _given(value: float | None) -> bool:
    return value is not None and not math.isnan(value)


def rank_correlation(first: Sequence[float | None], second: Sequence[float | None]) -> float | None:
    """Spearman's rank correlation over the places where both have a figure; ties share ranks.

    None with fewer than three such places, or where one of the two does not differ at all.
    Raises ``ValueError`` when the lengths differ.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} figures cannot be compared")
    pairs = [
        (float(a), float(b))
        for a, b in zip(first, second, strict=True)
        if a is not None and b is not None and _given(a) and _given(b)
    ]
    if len(pairs) < 3:
        return None
    x, y = _mean_ranks([a for a, _ in pairs]), _mean_ranks([b for _, b in pairs])
    middle = (len(pairs) + 1) / 2
    xx = math.fsum((a - middle) ** 2 for a in x)
    yy = math.fsum((b - middle) ** 2 for b in y)
    if not xx or not yy:
        return None
    xy = math.fsum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True))
    return max(-1.0, min(1.0, xy / math.sqrt(xx * yy)))


def variance_shares(parts: Mapping[str, Sequence[float]]) -> dict[str, float] | None:
    """Share of each part in the variance of the sum of all parts; the shares add up to 1.

    A part that runs against the total has a share below zero. None where all sums are equal, or
    with fewer than two.
    """
    names = list(parts)
    size = len(parts[names[0]]) if names else 0
    totals = [math.fsum(parts[name][at] for name in names) for at in range(size)]
    if size < 2:
        return None
    mean = math.fsum(totals) / size
    variance = math.fsum((total - mean) ** 2 for total in totals)
    # Sums that differ by rounding of the last binary digit only are equal.
    if variance <= 1e-18 * max(1.0, mean * mean) * size:
        return None
    found = {}
    for name in names:
        own = math.fsum(parts[name]) / size
        together = math.fsum((parts[name][at] - own) * (totals[at] - mean) for at in range(size))
        found[name] = together / variance
    return found


def alike_pairs(
    result: GroupResult, *, threshold: float = 0.9, least: int = 5
) -> tuple[Alike, ...]:
    """Pairs of items whose scores before rounding correlate by rank at least by ``threshold``.

    Pairs with fewer than ``least`` units in common are passed over: with four units one pair in
    twelve agrees or opposes fully by chance. Strongest first; raises ``ValueError`` for a threshold
    outside 0…1.
    """
    if not 0 <= threshold <= 1:
        raise ValueError("a threshold from 0 to 1 is needed")
    run = result.run
    items = [each for each in run.group.items() if each.off is None]
    found = []
    for at, one in enumerate(items):
        for other in items[at + 1 :]:
            x = run.items[one.id].raw.tolist()
            y = run.items[other.id].raw.tolist()
            correlation = rank_correlation(x, y)
            count = sum(_given(a) and _given(b) for a, b in zip(x, y, strict=True))
            if correlation is None or count < least or abs(correlation) < threshold:
                continue
            found.append(Alike(one.id, other.id, correlation, count))
    return tuple(sorted(found, key=lambda pair: -abs(pair.correlation)))


def influences(result: GroupResult, lang: str = "zh") -> tuple[Influence, ...]:
    """What each item, bonus and penalty item does to the ranking, in the order of the scheme."""
    run = result.run
    ranks = run.ranks(TOTAL)
    ranked = np.flatnonzero(~np.isnan(run.rounded))
    parts = {name: values[ranked].tolist() for name, values in contributions(run).items()}
    shares = variance_shares(parts)
    weights = _weights(result)
    found = []
    for node in result.nodes:
        if node.id not in parts or node.id in (ROUNDING, VETO):
            continue
        own = [round(value, 9) for value in parts[node.id]]
        places = _without(result, node.id)
        moves = [
            abs(int(places[at]) - int(ranks[at]))
            for at in ranked.tolist()
            if places[at] != ranks[at]
        ]
        found.append(
            Influence(
                node.id,
                node.title(lang),
                weights.get(node.id),
                None if shares is None else shares[node.id],
                min(own, default=None),
                max(own, default=None),
                len(set(own)),
                len(moves),
                max(moves, default=0),
            )
        )
    return tuple(found)


def _weights(result: GroupResult) -> dict[str, float]:
    """Written share of the total by node: the product of the shares down the tree."""
    found = {TOTAL: 1.0}
    for node in result.nodes:
        if node.share is not None and node.parent in found:
            found[node.id] = found[node.parent] * node.share
    return found


_LEFT_OUT = Off(reason="trial")


def _without(result: GroupResult, left_out: str) -> NDArray[np.int64]:
    """Places of the group when one item is switched off."""
    run = result.run
    group = _switched_off(run.group, left_out)
    problems: list[ScoreProblem] = []
    again = run_group(run.scheme, group, run.table, problems, before=_kept(run, left_out))
    return again.ranks(TOTAL)


def _kept(run: Any, left_out: str) -> Any:
    """The run without the item that is scored anew."""
    return replace(
        run, items={name: each for name, each in run.items.items() if name != left_out}, _ranks={}
    )


def _switched_off(group: Group, left_out: str) -> Group:
    def child(each: Item | Node) -> Item | Node:
        if isinstance(each, Node):
            return replace(each, items=tuple(child(one) for one in each.items))
        return replace(each, off=_LEFT_OUT) if each.id == left_out else each

    def extras(part: Extras | None) -> Extras | None:
        if part is None:
            return None
        items = tuple(
            replace(one, off=_LEFT_OUT) if one.id == left_out else one for one in part.items
        )
        return replace(part, items=items)

    return replace(
        group,
        tree=tuple(child(each) for each in group.tree),
        bonus=extras(group.bonus),
        penalty=extras(group.penalty),
    )
