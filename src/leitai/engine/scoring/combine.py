"""Combining the scores of children: sum, weighted means, Copeland. No BLAS, fixed order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leitai.engine.phrases import phrase
from leitai.engine.rules.terms import Const, Expr, Floats, Op, Var

_CHUNK = 256


@dataclass(eq=False)
class Child:
    """A child as its parent sees it: rounded scores (nan where left out), its scale, its weight."""

    id: str
    name: str
    scores: Floats
    full: float
    weight: float


@dataclass(eq=False)
class Combined:
    """Scores of a node before rounding, and what was counted for Copeland."""

    raw: Floats
    wins: Floats | None = None
    broken: NDArray[np.bool_] | None = None


def combine(
    how: str, children: Sequence[Child], full: float, size: int, *, power: float, on_zero: str
) -> Combined:
    """Combine children (none of them switched off) on the scale ``full``.

    Units with no child at all get nan. ``broken`` marks the units whose geometric or harmonic mean
    met a score of zero or less under ``on_zero: refuse``.
    """
    if how == "sum":
        return Combined(_sum(children, size))
    if how == "copeland":
        wins = _copeland(children, size)
        return Combined(_on_scale(wins, full), wins)
    counted = _counted(children, size)
    if how == "arithmetic" or (how == "power" and power == 1):
        total = _weighted(children, size, lambda scores: scores)
        return Combined(_on_scale(total / counted, full))
    exponent = {"geometric": 0.0, "harmonic": -1.0}.get(how, power)
    bad = np.zeros(size, dtype=np.bool_)
    for each in children:
        with np.errstate(invalid="ignore"):
            bad |= (each.scores <= 0) if exponent <= 0 else (each.scores < 0)
    if exponent == 0:
        raw = np.ones(size)
        for each in children:
            share = _percent(each)
            raw = raw * _powers(share, each.weight / counted)
        raw = _on_scale(np.where(counted > 0, raw, np.nan), full)
    else:
        total = _weighted(children, size, lambda scores: _powers(scores, exponent))
        mean = np.where(counted > 0, total / counted, np.nan)
        raw = _on_scale(np.where(counted > 0, _powers(mean, 1.0 / exponent), np.nan), full)
    if on_zero == "zero":
        return Combined(np.where(bad, 0.0, raw))
    return Combined(np.where(bad, np.nan, raw), broken=bad)


def _on_scale(percent: Floats, full: float) -> Floats:
    return percent if full == 100.0 else percent * full / 100.0


def _percent(child: Child) -> Floats:
    return child.scores if child.full == 100.0 else child.scores * 100.0 / child.full


def _counted(children: Sequence[Child], size: int) -> Floats:
    """Sum of the weights that count for each unit; nan where none does."""
    counted = np.zeros(size)
    for each in children:
        counted = counted + np.where(np.isnan(each.scores), 0.0, each.weight)
    return np.where(counted > 0, counted, np.nan)


def _sum(children: Sequence[Child], size: int) -> Floats:
    """Sum of marks; marks of children left out are spread over the others of the same parent."""
    if not any(bool(np.isnan(each.scores).any()) for each in children):
        plain = np.zeros(size)
        for each in children:
            plain = plain + each.scores
        return plain
    total, present = np.zeros(size), np.zeros(size)
    everything = 0.0
    left_out = np.zeros(size, dtype=np.bool_)
    any_child = np.zeros(size, dtype=np.bool_)
    for each in children:
        absent = np.isnan(each.scores)
        left_out |= absent
        any_child |= ~absent
        total = total + np.where(absent, 0.0, each.scores)
        present = present + np.where(absent, 0.0, each.full)
        everything = everything + each.full
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = total * everything / present
    return np.where(any_child, np.where(left_out & (present > 0), spread, total), np.nan)


def _weighted(children: Sequence[Child], size: int, change: Callable[[Floats], Floats]) -> Floats:
    total = np.zeros(size)
    for each in children:
        part = change(_percent(each)) * each.weight
        total = total + np.where(np.isnan(each.scores), 0.0, part)
    return total


def _powers(base: Floats, exponent: Floats | float) -> Floats:
    """Element-wise power by the C library; 1 for children left out, nan where there is none."""
    exponents = np.broadcast_to(np.asarray(exponent, dtype=np.float64), base.shape)
    return np.array(
        [_power(x, y) for x, y in zip(base.tolist(), exponents.tolist(), strict=True)],
        dtype=np.float64,
    )


def _power(base: float, exponent: float) -> float:
    if math.isnan(base) or math.isnan(exponent):
        return 1.0
    try:
        return math.pow(base, exponent)
    except (ValueError, OverflowError):
        return math.nan


def _copeland(children: Sequence[Child], size: int) -> Floats:
    """Share (0–100) of the other units that a unit beats by weight of children; a tie is half.

    A child in which either unit has no score does not vote on that pair.
    """
    if size == 1:
        return np.array([100.0])
    wins = np.zeros(size)
    for start in range(0, size, _CHUNK):
        stop = min(start + _CHUNK, size)
        margin = np.zeros((stop - start, size))
        for each in children:
            with np.errstate(invalid="ignore"):
                difference = each.scores[start:stop, None] - each.scores[None, :]
                margin += np.where(np.isnan(difference), 0.0, np.sign(difference)) * each.weight
        margin = np.where(np.abs(margin) < 1e-12, 0.0, margin)
        points = (np.sign(margin) + 1.0) / 2.0
        wins[start:stop] = points.sum(axis=1) - 0.5  # a unit ties with itself
    present = np.zeros(size, dtype=np.bool_)
    for each in children:
        present |= ~np.isnan(each.scores)
    return np.where(present, wins * 100.0 / (size - 1), np.nan)


# -- how it was done, for one unit ----------------------------------------------------------------


def written(
    how: str,
    children: Sequence[Child],
    full: float,
    unit: int,
    *,
    power: float,
    on_zero: str,
    wins: Floats | None,
) -> Expr:
    """The expression that gives one unit's raw score, in the order of the array arithmetic."""
    if how == "copeland":
        assert wins is not None
        return _scaled(Var("wins", phrase("wins"), wins), full)
    here = [each for each in children if not math.isnan(float(each.scores[unit]))]
    if not here:
        return Const(math.nan)
    if how == "sum":
        total = _chain([Var(each.id, each.name, each.scores) for each in here])
        present = sum(each.full for each in here)
        if len(here) == len(children) or present == 0:
            return total
        everything = sum(each.full for each in children)
        return Op(
            "/",
            Op("*", total, Const(everything, phrase("marks_due"))),
            Const(present, phrase("marks_here")),
        )
    counted = sum(each.weight for each in here)
    shares = [_share_of(each) for each in here]
    if how == "arithmetic" or (how == "power" and power == 1):
        parts: list[Expr] = [
            Op("*", share, Const(each.weight, phrase("weight_of", name=each.name)))
            for share, each in zip(shares, here, strict=True)
        ]
        return _scaled(Op("/", _chain(parts), Const(counted, phrase("weights_here"))), full)
    exponent = {"geometric": 0.0, "harmonic": -1.0}.get(how, power)
    if on_zero == "zero" and any(float(each.scores[unit]) <= 0 for each in here):
        own: list[Expr] = [Var(each.id, each.name, each.scores) for each in here]
        return Op("*", Const(0.0, phrase("no_marks")), _chain(own))
    if exponent == 0:
        powers = [
            Op("^", share, Const(each.weight / counted, phrase("weight_of", name=each.name)))
            for share, each in zip(shares, here, strict=True)
        ]
        return _scaled(_chain(list(powers), "*"), full)
    parts = [
        Op(
            "*",
            Op("^", share, Const(exponent)),
            Const(each.weight, phrase("weight_of", name=each.name)),
        )
        for share, each in zip(shares, here, strict=True)
    ]
    mean = Op("/", _chain(parts), Const(counted, phrase("weights_here")))
    return _scaled(Op("^", mean, Const(1.0 / exponent)), full)


def _share_of(child: Child) -> Expr:
    own = Var(child.id, child.name, child.scores)
    if child.full == 100.0:
        return own
    return Op(
        "/", Op("*", own, Const(100.0)), Const(child.full, phrase("full_marks_of", name=child.name))
    )


def _chain(parts: Sequence[Expr], sign: str = "+") -> Expr:
    total = parts[0]
    for each in parts[1:]:
        total = Op(sign, total, each)
    return total


def _scaled(expr: Expr, full: float) -> Expr:
    if full == 100.0:
        return expr
    return Op("/", Op("*", expr, Const(full, phrase("full_marks"))), Const(100.0))
