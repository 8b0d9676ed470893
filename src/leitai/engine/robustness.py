"""How solid a rank is: the interval in which it stays when the weights move a little."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leitai.engine.ranking import UNRANKED
from leitai.engine.result import Result
from leitai.engine.rounding import half_up_array
from leitai.engine.scoring.combine import Child, combine
from leitai.engine.scoring.group import GroupRun

#: Scores worked on at once, so that memory stays small for large groups.
AT_ONCE = 1_000_000


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
    factors = np.array(
        [[1 + spread * (2 * generator.random() - 1) for _ in children] for _ in range(draws)]
    )
    if run.tree.how == "copeland":
        # Comparing in pairs looks across units, so draws cannot be laid side by side.
        places = np.stack([_places(run, factors[draw : draw + 1])[0] for draw in range(draws)])
    else:
        step = max(1, AT_ONCE // size)
        places = np.concatenate(
            [_places(run, factors[start : start + step]) for start in range(0, draws, step)]
        )
    places.sort(axis=0)
    cut = math.floor((1 - level) / 2 * draws)
    low, high = places[cut].tolist(), places[draws - 1 - cut].tolist()
    return {unit: (low[i], high[i]) for i, unit in enumerate(run.table.units)}


def _varied(run: GroupRun, factors: NDArray[np.float64]) -> tuple[Child, ...]:
    """The children with other weights of the same sum, one draw after the other in one long row."""
    children = run.tree.children
    size = len(run.table)
    by_sum = run.tree.how == "sum"
    own = np.array([each.full if by_sum else each.weight for each in children])
    total = np.zeros(len(factors))
    for column in range(len(children)):
        total = total + own[column] * factors[:, column]
    scale = np.where(total > 0, own.sum() / np.where(total > 0, total, 1.0), 1.0)
    varied = []
    for column, each in enumerate(children):
        times = np.repeat(factors[:, column] * scale, size)
        scores = np.tile(each.scores, len(factors))
        if by_sum:
            # Combining takes one full mark a child or one for each score alike.
            full = each.full * times
            varied.append(replace(each, scores=scores * times, full=full))  # type: ignore[arg-type]
        else:
            weight = each.weight * times
            varied.append(replace(each, scores=scores, weight=weight))  # type: ignore[arg-type]
    return tuple(varied)


def _places(run: GroupRun, factors: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places of the group, one row a draw."""
    draws, size = len(factors), len(run.table)
    node = run.tree.node
    tree = combine(
        run.tree.how,
        _varied(run, factors),
        run.tree.full,
        draws * size,
        power=node.power,
        on_zero=node.on_zero,
    )
    total = tree.raw.reshape(draws, size)
    if run.difficulty is not None:
        total = total * run.difficulty
    if run.bonus is not None:
        total = total + run.bonus.rounded
    if run.penalty is not None:
        total = total - run.penalty.rounded
    zeroed = [place for place, effects in run.struck.items() if "zero_total" in effects]
    total[:, zeroed] = np.where(np.isnan(total[:, zeroed]), np.nan, 0.0)
    ranking = run.scheme.ranking
    if ranking.on == "rounded":
        total = half_up_array(total.ravel(), run.scheme.rounding.total).reshape(draws, size)
    published = run.published
    then = [published[name] for name in ranking.then if name in published]
    # Ranks within draws: the draw is the first key, so one sort ranks them all.
    which = np.repeat(np.arange(draws, dtype=np.float64), size)
    flat = total.ravel()
    keys = [
        np.where(np.isnan(key), np.inf, -key) for key in (flat, *(np.tile(k, draws) for k in then))
    ]
    order = np.lexsort([*reversed(keys), which])
    differs = np.zeros(flat.size, dtype=np.bool_)
    for ordered in (which[order], *(key[order] for key in keys)):
        differs[1:] |= ordered[1:] != ordered[:-1]
    starts = np.arange(flat.size) // size * size
    if ranking.ties == "dense":
        steps: NDArray[np.int64] = np.cumsum(differs)
        within = steps - steps[starts] + 1
    else:
        within = np.maximum.accumulate(np.where(differs, np.arange(flat.size), 0)) - starts + 1
    places = np.empty(flat.size, dtype=np.int64)
    places[order] = within
    places[np.isnan(flat)] = UNRANKED
    return places.reshape(draws, size)
