"""What would move a unit up: the smallest change of one figure, and what moved it in the past."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from leitai.engine.phrases import Label, phrase
from leitai.engine.result import Result
from leitai.engine.rounding import half_up, plain
from leitai.engine.rules.base import columns_of
from leitai.engine.rules.terms import Floats
from leitai.engine.scheme.general import InputSpec
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.tree import Item, Node
from leitai.engine.scoring.columns import needed
from leitai.engine.scoring.group import TOTAL, GroupRun, NodeRun
from leitai.engine.scoring.problems import ScoreError
from leitai.engine.scoring.run import rescore, score
from leitai.engine.table import Table

#: How far a figure is followed: this many times the largest of its column.
_REACH = 100


@dataclass(frozen=True)
class RankStep:
    """One figure that could be changed, and what it would do with all others as they are.

    ``after`` is the smallest change that moves the unit up the wanted places; where none does,
    ``reason`` says why and ``after`` is the value from which nothing more is gained (None where the
    figure is missing). ``gain`` is the change of the total.
    """

    item_id: str
    item_name: str
    input_id: str
    input_name: str
    unit: str
    before: float | None
    after: float | None
    gain: float
    rank_before: int
    rank_after: int
    reason: Words | None

    @property
    def change(self) -> float | None:
        """After less before, free of binary noise."""
        if self.before is None or self.after is None:
            return None
        return half_up(self.after - self.before, 9)


def rank_steps(
    scheme: Scheme, table: Table, group: str, unit: str, places: int = 1
) -> tuple[RankStep, ...]:
    """For each figure that the unit can work on, the smallest change that moves it up ``places``.

    Only inputs with ``actionable: true`` and not ``statutory`` are tried: nobody is told to move a
    figure that the statistics office fixes. Each answer was confirmed by a full run of the scheme.
    The first of a group, and a unit without a place, get no steps.

    Raises ``KeyError`` for an unknown group or unit and ``ScoreError`` as ``score`` does.
    """
    if places < 1:
        raise ValueError("places must be 1 or more")
    result = score(scheme, table, group=group)
    run = result.groups[0].run
    index = run.table.index(unit)
    now = int(run.ranks(TOTAL)[index])
    if now <= 1:
        return ()
    search = _Search(result, table, unit, now, max(1, now - places))
    found = []
    for item in run.group.items():
        if item.off is not None:
            continue
        reads = needed(scheme, columns_of(item.rule))
        for spec in scheme.inputs:
            if spec.id in reads and spec.actionable and not spec.statutory:
                found.append(search.step(item, spec))
    return tuple(found)


@dataclass(frozen=True)
class ClosedFigure:
    """A figure that moves the score but is nobody's to move, and why it is not offered."""

    item_id: str
    item_name: str
    input_id: str
    input_name: str
    statutory: bool
    reason: Words


def closed_figures(scheme: Scheme, group: str) -> tuple[ClosedFigure, ...]:
    """The figures of a group that :func:`rank_steps` leaves alone, each with the reason.

    Figures fixed by the statistics office (``statutory``) are never offered, whatever else is
    written of them; the others are those not marked as open to action (``actionable``).

    Raises ``KeyError`` for an unknown group.
    """
    tree = {each.id: each for each in scheme.groups}[group]
    found = []
    for item in tree.items():
        if item.off is not None:
            continue
        reads = needed(scheme, columns_of(item.rule))
        for spec in scheme.inputs:
            if spec.id in reads and (spec.statutory or not spec.actionable):
                reason = _STATUTORY if spec.statutory else _NOT_ACTIONABLE
                found.append(
                    ClosedFigure(item.id, item.name, spec.id, spec.name, spec.statutory, reason)
                )
    return tuple(found)


class _Search:
    """Tries other values of one figure of one unit."""

    def __init__(self, result: Result, table: Table, unit: str, now: int, goal: int) -> None:
        self.result, self.table, self.unit, self.now, self.goal = result, table, unit, now, goal
        self.run: GroupRun = result.groups[0].run
        self.index = self.run.table.index(unit)
        self.total = float(self.run.rounded[self.index])

    def step(self, item: Item, spec: InputSpec) -> RankStep:
        column = self.run.columns.in_table(spec.id)
        assert column is not None
        cell = self.table.cell(self.unit, column)
        if cell.number is None:
            return self._answer(item, spec, None, None, 0.0, self.now, _MISSING)
        if spec.direction not in ("higher_is_better", "lower_is_better"):
            return self._answer(item, spec, cell.number, None, 0.0, self.now, _NO_DIRECTION)
        values = _Ladder(spec, cell.number, self.table.column(column))
        top = values.last
        if top == 0:
            return self._answer(item, spec, cell.number, cell.number, 0.0, self.now, _AT_END)
        tried: dict[int, tuple[float, int]] = {}

        def at(steps: int) -> tuple[float, int]:
            """Total and rank after so many steps."""
            if steps not in tried:
                tried[steps] = self._try(column, spec.id, values.value(steps))
            return tried[steps]

        reached = _first(top, lambda steps: at(steps)[1] <= self.goal)
        if reached is not None:
            total, place = self._confirm(column, values.value(reached))
            if place <= self.goal:
                gain = half_up(total - self.total, 9)
                value = values.value(reached)
                return self._answer(item, spec, cell.number, value, gain, place, None)
        best = at(top)[0]
        enough = _first(top, lambda steps: at(steps)[0] >= best) or top
        total, place = self._confirm(column, values.value(enough))
        gain = half_up(total - self.total, 9)
        if gain <= 0:
            return self._answer(item, spec, cell.number, cell.number, 0.0, self.now, _CAPPED)
        reason = Words(
            f"此项最多再得 {plain(gain)} 分，单靠此项不进位。",
            f"At most {plain(gain)} more marks: not enough by itself.",
        )
        return self._answer(item, spec, cell.number, values.value(enough), gain, place, reason)

    def _try(self, column: str, input_id: str, value: float) -> tuple[float, int]:
        changed = self.table.with_cell(self.unit, column, value)
        try:
            run = rescore(self.result, changed, [input_id]).groups[0].run
        except ScoreError:
            return self.total, self.now  # the scheme refuses this value
        return float(run.rounded[self.index]), int(run.ranks(TOTAL)[self.index])

    def _confirm(self, column: str, value: float) -> tuple[float, int]:
        """A full run with the value in the table."""
        changed = self.table.with_cell(self.unit, column, value)
        try:
            run = score(self.run.scheme, changed, group=self.run.group.id).groups[0].run
        except ScoreError:
            return self.total, self.now
        return float(run.rounded[self.index]), int(run.ranks(TOTAL)[self.index])

    def _answer(
        self,
        item: Item,
        spec: InputSpec,
        before: float | None,
        after: float | None,
        gain: float,
        place: int,
        reason: Words | None,
    ) -> RankStep:
        return RankStep(
            item.id, item.name, spec.id, spec.name, spec.unit,
            before, after, gain, self.now, place, reason,
        )  # fmt: skip


_STATUTORY = Words("由统计部门核定，不作努力方向。", "Fixed by the statistics office.")
_NOT_ACTIONABLE = Words("方案没有标为可努力。", "The scheme does not mark it as open to action.")
_MISSING = Words("本期缺报，先补报。", "The figure is missing: report it first.")
_NO_DIRECTION = Words("指标没有写方向。", "The input has no direction.")
_AT_END = Words("已经到头，不能再改善。", "It cannot improve any further.")
_CAPPED = Words("已到封顶，再改善也不加分。", "It is capped: more gives no marks.")


class _Ladder:
    """Values that a figure can take, in steps of its last decimal, towards the better side."""

    def __init__(self, spec: InputSpec, before: float, column: Floats) -> None:
        known = [abs(x) for x in column.tolist() if not math.isnan(x)]
        decimals = spec.decimals
        if decimals is None:
            texts = [plain(x).partition(".")[2] for x in known]
            decimals = min(4, max((len(text) for text in texts), default=0))
        self.before, self.decimals = before, decimals
        self.sign = 1 if spec.direction == "higher_is_better" else -1
        step = 10.0**-decimals
        reach = max([*known, step]) * _REACH
        if self.sign > 0:
            limit = min(reach, 100.0) if spec.unit == "%" and before <= 100 else reach
            self.last = max(0, math.floor((limit - before) / step + 1e-9))
        else:
            bottom = 0.0 if before >= 0 else -reach
            self.last = max(0, math.floor((before - bottom) / step + 1e-9))

    def value(self, steps: int) -> float:
        """The figure after so many steps."""
        return half_up(self.before + self.sign * steps / 10**self.decimals, self.decimals)


def _first(top: int, good: Callable[[int], bool]) -> int | None:
    """The least steps from 1 to ``top`` at which ``good`` holds, by doubling and halving."""
    low, high = 0, 1
    while high < top and not good(high):
        low, high = high, min(high * 2, top)
    if not good(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if good(middle) else (middle, high)
    return high


@dataclass(frozen=True)
class Shift:
    """How one item moved a unit between two results, against the group's median.

    ``effect`` is (after − its median) − (before − its median) on the scale of the total, positive
    where the item lifted the unit. ``exact`` is false where a node above combines by something else
    than a sum or weighted mean: then the effect is on the scale of the item.
    """

    node_id: str
    name: Label
    before: float
    after: float
    median_before: float
    median_after: float
    effect: float
    exact: bool


def decompose(before: Result, after: Result, unit: str) -> tuple[Shift, ...]:
    """Which items explain a change of rank, the largest effect first.

    Items that either result lacks for the unit are left out. ``KeyError`` if the unit was not
    scored in both.
    """
    old, new = before.group_of(unit).run, after.group_of(unit).run
    i, j = old.table.index(unit), new.table.index(unit)
    scores_old, scores_new = old.published, new.published
    found = []
    for node_id, name, factor, exact in _leaves(new):
        if node_id not in scores_old:
            continue
        a, b = float(scores_old[node_id][i]), float(scores_new[node_id][j])
        if math.isnan(a) or math.isnan(b):
            continue
        median_a, median_b = _median(scores_old[node_id]), _median(scores_new[node_id])
        effect = half_up(((b - median_b) - (a - median_a)) * factor, 9)
        found.append(Shift(node_id, name, a, b, median_a, median_b, effect, exact))
    return tuple(sorted(found, key=lambda each: -abs(each.effect)))


def _leaves(run: GroupRun) -> list[tuple[str, Label, float, bool]]:
    """Items, bonus and penalty with the factor that brings them to the scale of the total."""
    found: list[tuple[str, Label, float, bool]] = []

    def walk(
        parent: NodeRun, children: tuple[Item | Node, ...], factor: float, exact: bool
    ) -> None:
        whole = sum(each.weight for each in parent.children)
        by_id = {each.id: each for each in parent.children}
        for each in children:
            child = by_id.get(each.id)
            if child is None:
                continue
            own, good = factor, exact
            if parent.how == "arithmetic":
                own = factor * child.weight / whole * parent.full / child.full
            elif parent.how != "sum":
                own, good = 1.0, False
            if isinstance(each, Node):
                walk(run.nodes[each.id], each.items, own, good)
            else:
                found.append((each.id, each.name, own if good else 1.0, good))

    walk(run.tree, run.group.tree, 1.0, True)
    if run.bonus is not None:
        found.append(("bonus", phrase("bonus"), 1.0, True))
    if run.penalty is not None:
        found.append(("penalty", phrase("penalty"), -1.0, True))
    return found


def _median(scores: Floats) -> float:
    present = np.sort(scores[~np.isnan(scores)])
    low, high = present[(present.size - 1) // 2], present[present.size // 2]
    return float(low if low == high else (low + high) / 2)
