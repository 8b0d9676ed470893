"""How solid a rank is: the interval in which it stays when the weights move a little."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leitai.engine.ranking import rank
from leitai.engine.result import Result
from leitai.engine.rounding import half_up_array
from leitai.engine.scoring.combine import Child, combine
from leitai.engine.scoring.group import GroupRun


def rank_range(
    result: Result,
    group: str,
    *,
    spread: float = 0.10,
    draws: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> dict[str, tuple[int, int]]:
    """Best and worst place of each unit when the weights of the top-level parts vary.

    In each draw every weight (or the marks) of a top-level part is multiplied by a factor between
    ``1 − spread`` and ``1 + spread``, all weights are brought back to their sum, and the group is
    ranked again; bonus, penalty and vetoes stay as they are. The interval holds the middle
    ``level`` of the draws. Units without a score get (0, 0). The same seed gives the same intervals
    on any machine.

    Raises ``KeyError`` for an unknown group and ``ValueError`` for a parameter out of range.
    """
    if not (0 <= spread < 1 and draws >= 1 and 0 < level <= 1):
        raise ValueError("0 ≤ spread < 1, draws ≥ 1 and 0 < level ≤ 1 are needed")
    run = result.group(group).run
    size = len(run.table)
    children = run.tree.children
    if not size or not children:
        return dict.fromkeys(run.table.units, (0, 0))
    # The standard library's generator keeps its stream across versions; this is no secret.
    generator = random.Random(seed)  # noqa: S311
    places = np.empty((draws, size), dtype=np.int64)
    published = run.published
    then = [published[name] for name in run.scheme.ranking.then if name in published]
    for draw in range(draws):
        factors = [1 + spread * (2 * generator.random() - 1) for _ in children]
        places[draw] = _ranked(run, _varied(run, factors), then)
    places.sort(axis=0)
    cut = math.floor((1 - level) / 2 * draws)
    low, high = places[cut].tolist(), places[draws - 1 - cut].tolist()
    return {unit: (low[i], high[i]) for i, unit in enumerate(run.table.units)}


def _varied(run: GroupRun, factors: list[float]) -> tuple[Child, ...]:
    """The children with other weights of the same sum."""
    children = run.tree.children
    by_sum = run.tree.how == "sum"
    own = [each.full if by_sum else each.weight for each in children]
    total = sum(weight * factor for weight, factor in zip(own, factors, strict=True))
    scale = sum(own) / total if total else 1.0
    varied = []
    for each, factor in zip(children, factors, strict=True):
        times = factor * scale
        if by_sum:
            varied.append(replace(each, scores=each.scores * times, full=each.full * times))
        else:
            varied.append(replace(each, weight=each.weight * times))
    return tuple(varied)


def _ranked(
    run: GroupRun, children: tuple[Child, ...], then: list[NDArray[np.float64]]
) -> NDArray[np.int64]:
    """Places of the group with these children."""
    node = run.tree.node
    tree = combine(
        run.tree.how,
        children,
        run.tree.full,
        len(run.table),
        power=node.power,
        on_zero=node.on_zero,
    )
    total = tree.raw if run.difficulty is None else tree.raw * run.difficulty
    if run.bonus is not None:
        total = total + run.bonus.rounded
    if run.penalty is not None:
        total = total - run.penalty.rounded
    zeroed = [place for place, effects in run.struck.items() if "zero_total" in effects]
    total[zeroed] = np.where(np.isnan(total[zeroed]), np.nan, 0.0)
    ranking = run.scheme.ranking
    if ranking.on == "rounded":
        total = half_up_array(total, run.scheme.rounding.total)
    if then or ranking.ties != "same" or bool(np.isnan(total).any()):
        return rank(total, ties=ranking.ties, then=then)
    # The same places, faster: one more than the number of units with a higher score.
    places: NDArray[np.int64] = total.size + 1 - np.searchsorted(np.sort(total), total, "right")
    return places
