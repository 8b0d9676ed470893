"""The weighted gap of a scheme: the difference of two totals, split so that it adds up everywhere.

Each node's part of the gap goes to its children by a method that leaves nothing over:

* sums and weighted means share it by marks or weight (``linear``);
* geometric, harmonic and power means are weighted means of a transformed score; the difference of
  the transforms is shared and brought back by the divided difference. For the geometric mean this
  is the logarithmic mean Divisia index (Ang 2004, Energy Policy 32, 1131–1139) (``log_mean``);
* where one unit's mean is zero because children are zero, these take the whole gap by weight, which
  is the limit of the same formula (Ang and Liu 2007, Energy Policy 35, 238–246) (``zero_decides``);
* comparing in pairs (Copeland) is shared by Shapley values (Shapley 1953), exact for up to
  ``EXACT_UP_TO`` children that differ (``shapley``), beyond that over fixed orders (``sampled``).

A child that was left out of a unit's score, with its marks spread over the others, counts as their
mean: spreading does just that, so nothing is invented. What is no child's doing stands in lines of
its own: difficulty coefficients, caps, a veto that sets the total to zero, and roundings.

At the end the figures are rounded so that at every node the printed parts add up to the printed
gap (largest remainder).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from leitai.engine.gap_shares import Method, Share, share_gap
from leitai.engine.result import Result
from leitai.engine.rounding import half_up
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.tree import Node
from leitai.engine.scoring.extras import ExtrasRun
from leitai.engine.scoring.group import TOTAL, GroupRun, NodeRun

__all__ = ["GapError", "GapNode", "SchemeGap", "decompose_gap"]

NodeKind = Literal[
    "total", "node", "item", "bonus", "penalty", "extra", "difficulty", "cap", "veto", "rounding"
]


class GapError(ValueError):
    """Two units whose totals cannot be compared; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(str(words))


@dataclass(frozen=True)
class GapNode:
    """One line of the split: a part of the tree, or something beside it.

    ``own`` and ``benchmark`` are the published scores on the scale of the part (None where it has
    none); ``effect`` is its part of the gap of the totals, printed, and adds up with its siblings
    to the parent's; ``exact`` is the same before printing. ``share`` is the part of the whole gap
    in percent (None when that is 0). ``absent`` names the units (``own``, ``benchmark``) for which
    it did not count. ``method`` is how its effect was found.
    """

    id: str
    name: Words
    kind: NodeKind
    parent: str
    depth: int
    own: float | None
    benchmark: float | None
    full_marks: float | None
    effect: float
    exact: float
    share: float | None
    method: Method
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class SchemeGap:
    """The split gap of two units of one group; ``nodes`` in file order, the total first."""

    unit: str
    benchmark: str
    own: float
    benchmark_score: float
    gap: float
    decimals: int
    nodes: tuple[GapNode, ...]

    def children(self, node_id: str = TOTAL) -> tuple[GapNode, ...]:
        """The lines into which a node's effect is split."""
        return tuple(each for each in self.nodes if each.parent == node_id)

    def node(self, node_id: str) -> GapNode:
        """One line; ``KeyError`` if there is none."""
        for each in self.nodes:
            if each.id == node_id:
                return each
        raise KeyError(node_id)

    def leaves(self) -> tuple[GapNode, ...]:
        """The lines that are not split further, the largest effect against the unit first."""
        parents = {each.parent for each in self.nodes}
        last = [each for each in self.nodes if each.id not in parents]
        return tuple(sorted(last, key=lambda each: each.effect))


@dataclass(eq=False)
class _Part:
    """A line being made; its exact effect and its own parts."""

    id: str
    name: Words
    kind: NodeKind
    own: float | None
    benchmark: float | None
    full: float | None
    exact: float
    method: Method
    absent: tuple[str, ...] = ()
    parts: list[_Part] = field(default_factory=list)


def decompose_gap(
    result: Result, unit: str, benchmark: str, *, decimals: int | None = None
) -> SchemeGap:
    """Split the gap between the totals of two units over the whole tree of their group.

    ``decimals`` are those of the printed effects; None takes those of the total, at least 2.

    Raises ``KeyError`` for a unit that was not scored, and :class:`GapError` when the two stand in
    different groups, which have different trees, or one has no total.
    """
    if unit == benchmark:
        raise GapError(Words("单位不能与自己相比。", "A unit is not compared with itself."))
    group, other = result.group_of(unit), result.group_of(benchmark)
    if group.id != other.id:
        raise GapError(
            Words(
                f"“{unit}”在“{group.name}”组，“{benchmark}”在“{other.name}”组，"
                "两组考核项不同，总分不能相比。",
                f"{unit} is in the group {group.name}, {benchmark} in {other.name}: their trees "
                "differ, so the totals do not compare.",
            )
        )
    run = group.run
    split = _Split(run, unit, benchmark)
    total = split.total()
    if decimals is None:
        decimals = max(2, run.scheme.rounding.total or 0)
    gap = half_up(total.exact, decimals)
    nodes = tuple(_printed(total, gap, "", 0, decimals, gap))
    assert total.own is not None
    assert total.benchmark is not None
    return SchemeGap(unit, benchmark, total.own, total.benchmark, gap, decimals, nodes)


class _Split:
    """Splits the gap of one pair of units."""

    def __init__(self, run: GroupRun, unit: str, benchmark: str) -> None:
        self.run = run
        self.a, self.b = run.table.index(unit), run.table.index(benchmark)
        self.published = run.published
        self.names = (unit, benchmark)

    def _pair(self, node_id: str) -> tuple[float, float]:
        scores = self.published[node_id]
        return float(scores[self.a]), float(scores[self.b])

    def total(self) -> _Part:
        """The whole gap with all its lines."""
        run = self.run
        own, other = self._pair(TOTAL)
        for name, score in zip(self.names, (own, other), strict=True):
            if math.isnan(score):
                raise GapError(Words(f"“{name}”没有总分。", f"{name} has no total."))
        whole = _Part(
            TOTAL, Words("总分", "total"), "total", own, other, run.tree.full, own - other, "linear"
        )
        tree_own, tree_other = float(run.tree.raw[self.a]), float(run.tree.raw[self.b])
        factors = (1.0, 1.0)
        if run.difficulty is not None:
            factors = float(run.difficulty[self.a]), float(run.difficulty[self.b])
        # d·t − d'·t' = mean(d)·(t − t') + mean(t)·(d − d'), the Shapley value of two factors.
        mean = (factors[0] + factors[1]) / 2
        whole.parts = self._children(run.tree, mean)
        if factors[0] != factors[1]:
            whole.parts.append(
                _Part(
                    "difficulty",
                    Words("难度系数", "difficulty coefficient"),
                    "difficulty",
                    factors[0],
                    factors[1],
                    None,
                    (factors[0] - factors[1]) * (tree_own + tree_other) / 2,
                    "linear",
                )
            )
        for extras, sign in ((run.bonus, 1.0), (run.penalty, -1.0)):
            if extras is not None:
                whole.parts.append(self._extras(extras, sign))
        struck = self._veto(whole)
        if struck is not None:
            whole.parts.append(struck)
        self._rest(whole)
        return whole

    def _children(self, node: NodeRun, worth: float) -> list[_Part]:
        """The children of a node, one mark of which is worth ``worth`` in the total."""
        found: list[_Part] = []
        shares = share_gap(node, self.a, self.b)
        listed = node.node.items if isinstance(node.node, Node) else node.node.tree
        for each in listed:
            if each.id not in shares:
                continue
            inner = isinstance(each, Node)
            share = shares[each.id]
            part = self._line(each.id, Words(each.name, each.name), share, worth, inner)
            if inner:
                part.parts = self._children(self.run.nodes[each.id], worth * share.worth)
                self._rest(part)
            found.append(part)
        return found

    def _line(self, node_id: str, name: Words, share: Share, worth: float, inner: bool) -> _Part:
        own, other = self._pair(node_id)
        full = self.run.nodes[node_id].full if inner else self.run.items[node_id].full
        return _Part(
            node_id, name, "node" if inner else "item",
            None if math.isnan(own) else own, None if math.isnan(other) else other, full,
            share.amount * worth, share.method, share.absent,
        )  # fmt: skip

    def _extras(self, extras: ExtrasRun, sign: float) -> _Part:
        bonus = extras.part == "bonus"
        own, other = float(extras.rounded[self.a]), float(extras.rounded[self.b])
        part = _Part(
            extras.part, Words("加分", "bonus") if bonus else Words("扣分", "penalty"),
            "bonus" if bonus else "penalty", own, other, extras.extras.cap,
            sign * (own - other), "linear",
        )  # fmt: skip
        total = [0.0, 0.0]
        for run in extras.runs:
            if run.extra.off is not None:
                continue
            x, y = float(run.counted[self.a]), float(run.counted[self.b])
            total[0] += x
            total[1] += y
            name = Words(run.extra.name, run.extra.name)
            part.parts.append(
                _Part(run.extra.id, name, "extra", x, y, run.cap, sign * (x - y), "linear")
            )
        cut = float(extras.raw[self.a]) - total[0], float(extras.raw[self.b]) - total[1]
        if half_up(cut[0], 9) or half_up(cut[1], 9):
            name = Words("超出合计封顶的部分", "cut off by the common cap")
            part.parts.append(
                _Part(
                    f"{extras.part}:cap",
                    name,
                    "cap",
                    half_up(cut[0], 9),
                    half_up(cut[1], 9),
                    None,
                    sign * (cut[0] - cut[1]),
                    "linear",
                )
            )
        self._rest(part)
        return part

    def _veto(self, whole: _Part) -> _Part | None:
        """What a veto that sets the total to zero took from either."""
        zeroed = ["zero_total" in self.run.struck.get(place, ()) for place in (self.a, self.b)]
        if not any(zeroed):
            return None
        before = [self._unvetoed(place) for place in (self.a, self.b)]
        lost = [-score if struck else 0.0 for score, struck in zip(before, zeroed, strict=True)]
        return _Part(
            "veto", Words("一票否决，总分记零", "veto: the total is zero"), "veto",
            half_up(lost[0], 9), half_up(lost[1], 9), None, lost[0] - lost[1], "linear",
        )  # fmt: skip

    def _unvetoed(self, place: int) -> float:
        run = self.run
        score = float(run.tree.raw[place])
        if run.difficulty is not None:
            score *= float(run.difficulty[place])
        if run.bonus is not None:
            score += float(run.bonus.rounded[place])
        if run.penalty is not None:
            score -= float(run.penalty.rounded[place])
        return score

    def _rest(self, part: _Part) -> None:
        """Put what the parts leave over into a line of its own: the roundings of the scheme."""
        if not part.parts:
            return
        left = part.exact - math.fsum(each.exact for each in part.parts)
        if half_up(left, 9):
            name = Words("各级舍入", "roundings")
            part.parts.append(
                _Part(f"{part.id}:rounding", name, "rounding", None, None, None, left, "remainder")
            )


# -- printing --------------------------------------------------------------------------------------


def _printed(
    part: _Part, effect: float, parent: str, depth: int, decimals: int, gap: float
) -> Iterator[GapNode]:
    """The lines of a part with its parts, whose printed effects add up to ``effect``."""
    share = half_up(effect / gap * 100, 9) if gap else None
    yield GapNode(
        part.id, part.name, part.kind, parent, depth, part.own, part.benchmark, part.full,
        effect, part.exact, share, part.method, part.absent,
    )  # fmt: skip
    effects = _apportion([each.exact for each in part.parts], effect, decimals)
    for each, own in zip(part.parts, effects, strict=True):
        yield from _printed(each, own, part.id, depth + 1, decimals, gap)


def _apportion(exact: list[float], total: float, decimals: int) -> list[float]:
    """Round ``exact`` so that the rounded numbers add up to ``total`` (largest remainder).

    The number that rounding had moved most the other way gives way first, of equals the larger and
    then the first; exact zeros stay zero.
    """
    if not exact:
        return []
    scale = 10**decimals
    units = [round(half_up(each, decimals) * scale) for each in exact]
    off = round(total * scale) - sum(units)
    step = 1 if off > 0 else -1
    for _ in range(abs(off)):
        place = max(
            range(len(units)),
            key=lambda i: (
                exact[i] != 0,
                half_up(step * (exact[i] * scale - units[i]), 6),
                abs(exact[i]),
                -i,
            ),
        )
        units[place] += step
    return [half_up(each / scale, decimals) for each in units]
