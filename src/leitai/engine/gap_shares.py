"""How the children of one node share the difference of its raw scores between two units."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from leitai.engine.rules.terms import Floats
from leitai.engine.scoring.combine import Child
from leitai.engine.scoring.group import NodeRun

__all__ = ["EXACT_UP_TO", "Method", "Share", "share_gap"]

Method = Literal["linear", "log_mean", "zero_decides", "shapley", "sampled", "remainder"]
EXACT_UP_TO: Final = 10
"""Up to so many differing children, Shapley values are summed over all coalitions."""
ORDERS: Final = 400
"""Orders taken, in pairs of an order and its reverse, where there are more."""


@dataclass(frozen=True)
class Share:
    """A child's part of the node's gap, on the scale of the node's raw score.

    ``worth`` is what one mark of the child's own score is worth there: the part divided by the
    child's gap, or the limit of that where the child's gap is zero.
    """

    amount: float
    worth: float
    method: Method
    absent: tuple[str, ...] = ()


def share_gap(node: NodeRun, a: int, b: int) -> dict[str, Share]:
    """Parts of the children in raw(a) − raw(b), by child id; they add up to it.

    Switched-off children have none. A node that has no score for either unit has no parts.
    """
    raw = float(node.raw[a]), float(node.raw[b])
    if math.isnan(raw[0]) or math.isnan(raw[1]):
        return {}
    if node.how == "copeland":
        pairs, method = _copeland(node, a, b)
    else:
        pairs, method = _means(node, a, b, raw)
    return {
        child.id: Share(amount, worth, method, _absent(child, a, b))
        for child, (amount, worth) in zip(node.children, pairs, strict=True)
    }


def _absent(child: Child, a: int, b: int) -> tuple[str, ...]:
    """For which of the two the child did not count."""
    places = (("own", a), ("benchmark", b))
    return tuple(name for name, place in places if math.isnan(float(child.scores[place])))


Pairs = list[tuple[float, float]]
"""Amount and worth of each child."""

# -- sums and means --------------------------------------------------------------------------------


def _means(node: NodeRun, a: int, b: int, raw: tuple[float, float]) -> tuple[Pairs, Method]:
    """Parts in a sum or a quasi-arithmetic mean."""
    children = node.children
    own, other = _scores(node, a), _scores(node, b)
    if node.how == "sum":
        return [(x - y, 1.0) for x, y in zip(own, other, strict=True)], "linear"
    whole = sum(each.weight for each in children)
    shares = [each.weight / whole for each in children]
    exponents = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}
    exponent = exponents.get(node.how, node.node.power)
    if exponent == 1:
        slopes = [w * node.full / c.full for w, c in zip(shares, children, strict=True)]
        parts = zip(own, other, slopes, strict=True)
        return [((x - y) * slope, slope) for x, y, slope in parts], "linear"
    deciding = _deciding(children, (a, b), exponent)
    if deciding is not None:
        gap, taken = raw[0] - raw[1], sum(deciding)
        amounts = [gap * each / taken if taken else 0.0 for each in deciding]
        return _with_worth(amounts, own, other), "zero_decides"
    if raw == (0.0, 0.0):  # a positive power of nothing but zeros
        return [(0.0, 0.0)] * len(children), "log_mean"
    back = 1 / _slope(exponent, raw[0] * 100 / node.full, raw[1] * 100 / node.full)
    pairs = []
    for share, child, x, y in zip(shares, children, own, other, strict=True):
        slope = _slope(exponent, x * 100 / child.full, y * 100 / child.full)
        worth = share * slope * back * node.full / child.full
        pairs.append(((x - y) * worth, worth))
    return pairs, "log_mean"


def _scores(node: NodeRun, place: int) -> list[float]:
    """A unit's scores of the children; one left out counts at the mean rate of the others.

    Leaving out and spreading the weight is the same as that, for a sum and for every such mean.
    """
    given = [float(child.scores[place]) for child in node.children]
    if node.how == "sum":
        pairs = [(s, c.full) for s, c in zip(given, node.children, strict=True) if s == s]
        full = sum(each for _, each in pairs)
        rate = sum(score for score, _ in pairs) / full if full else 0.0
    else:
        rate = float(node.raw[place]) / node.full
    return [
        rate * child.full if math.isnan(score) else score
        for score, child in zip(given, node.children, strict=True)
    ]


def _deciding(
    children: Sequence[Child], places: tuple[int, int], exponent: float
) -> list[float] | None:
    """Weights of the children that alone set one unit's mean to zero; None where none do."""

    def bad(child: Child, place: int) -> bool:
        score = float(child.scores[place])
        return score <= 0 if exponent <= 0 else score < 0

    struck = [any(bad(child, place) for child in children) for place in places]
    if not any(struck):
        return None
    if all(struck):  # both are zero: there is no gap to share
        return [0.0] * len(children)
    which = places[0] if struck[0] else places[1]
    return [child.weight if bad(child, which) else 0.0 for child in children]


def _slope(exponent: float, x: float, y: float) -> float:
    """Divided difference of the transform (logarithm or power), its derivative where x = y.

    Of a geometric mean it is 1 over the logarithmic mean of x and y. Written so that nearly equal
    numbers lose nothing.
    """
    if exponent == 0:
        if x == y:
            return 1 / x
        return math.log1p((x - y) / y) / (x - y)
    if y == 0:  # a positive power of zero, or of two zeros
        return math.pow(x, exponent - 1) if x else 0.0
    if x == y:
        return exponent * math.pow(y, exponent - 1)
    if x == 0:
        return math.pow(y, exponent - 1)
    change = math.expm1(exponent * math.log1p((x - y) / y))
    return math.pow(y, exponent) * change / (x - y)


def _with_worth(amounts: Sequence[float], own: Sequence[float], other: Sequence[float]) -> Pairs:
    """Amounts with what a mark is worth; 0 where the scores do not differ."""
    return [
        (amount, amount / (x - y) if x != y else 0.0)
        for amount, x, y in zip(amounts, own, other, strict=True)
    ]


# -- comparing in pairs ----------------------------------------------------------------------------


def _copeland(node: NodeRun, a: int, b: int) -> tuple[Pairs, Method]:
    """Shapley values of the children in the difference of the win rates.

    A mixed unit has the scores of ``a`` in some children and of ``b`` in the others; it meets all
    other units and, in place of the second of the pair, its own mirror image. With all children of
    ``a`` it is ``a``, with none it is ``b``, so the values add up to the gap.
    """
    children = node.children
    size = children[0].scores.size
    others = np.array([place for place in range(size) if place not in (a, b)], dtype=np.intp)
    mine = [_votes(child, float(child.scores[a]), others) for child in children]
    theirs = [_votes(child, float(child.scores[b]), others) for child in children]
    duel = [_votes(child, float(child.scores[a]), np.array([b])) for child in children]
    differ = [
        i
        for i in range(len(children))
        if not np.array_equal(mine[i], theirs[i]) or bool(duel[i].any())
    ]
    scale = node.full / (size - 1)

    def worth(chosen: frozenset[int]) -> float:
        """Win rate of the mixed unit on the scale of the node."""
        margin = np.zeros(others.size)
        against = 0.0
        for i in range(len(children)):
            margin = margin + (mine[i] if i in chosen else theirs[i])
            against += float(duel[i][0]) if i in chosen else -float(duel[i][0])
        return (float(_points(margin).sum()) + float(_points(np.array([against]))[0])) * scale

    if len(differ) <= EXACT_UP_TO:
        values = _shapley(differ, worth)
        method: Method = "shapley"
    else:
        values = _sampled(differ, worth)
        method = "sampled"
    amounts = [values.get(i, 0.0) for i in range(len(children))]
    own, other = ([float(child.scores[place]) for child in children] for place in (a, b))
    return _with_worth(amounts, own, other), method


def _votes(child: Child, score: float, others: NDArray[np.intp]) -> Floats:
    """Weighted votes of one child for a score against other units; 0 where either is absent."""
    with np.errstate(invalid="ignore"):
        difference = score - child.scores[others]
    return np.asarray(np.where(np.isnan(difference), 0.0, np.sign(difference)) * child.weight)


def _points(margin: Floats) -> Floats:
    margin = np.where(np.abs(margin) < 1e-12, 0.0, margin)
    return np.asarray((np.sign(margin) + 1.0) / 2.0)


def _shapley(players: Sequence[int], worth: Callable[[frozenset[int]], float]) -> dict[int, float]:
    """Shapley values by summing over all coalitions of the players."""
    count = len(players)
    known = {
        mask: worth(frozenset(p for i, p in enumerate(players) if mask >> i & 1))
        for mask in range(1 << count)
    }
    values = {}
    for i, player in enumerate(players):
        total = []
        for mask in range(1 << count):
            if mask >> i & 1:
                continue
            size = mask.bit_count()
            times = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            total.append(times * (known[mask | 1 << i] - known[mask]))
        values[player] = math.fsum(total)
    return values


def _sampled(players: Sequence[int], worth: Callable[[frozenset[int]], float]) -> dict[int, float]:
    """Mean marginal worth over fixed orders and their reverses; it adds up whatever the orders."""
    generator = random.Random(0)  # noqa: S311  no secret: the same orders on any machine
    values = dict.fromkeys(players, 0.0)
    for _ in range(ORDERS // 2):
        order = list(players)
        generator.shuffle(order)
        for each in (order, order[::-1]):
            chosen: frozenset[int] = frozenset()
            before = worth(chosen)
            for player in each:
                chosen = chosen | {player}
                after = worth(chosen)
                values[player] += (after - before) / ORDERS
                before = after
    return values
