"""Scoring one item over a group: the rule, then missing, not applicable, corrections, rounding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from leitai.engine.phrases import phrase
from leitai.engine.rounding import half_up_array
from leitai.engine.rules.base import Bench, columns_of
from leitai.engine.rules.terms import Floats, Term, clip, term
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.tree import Item
from leitai.engine.scoring.columns import Columns
from leitai.engine.scoring.problems import ScoreProblem

#: What happened to an item of a unit.
STATES: Final = (
    "scored",
    "missing_zero",
    "missing_excluded",
    "missing_group_mean",
    "not_applicable",
    "not_applicable_mean",
    "not_applicable_full",
    "off",
)
SCORED, MISSING_ZERO, EXCLUDED, MISSING_MEAN, NOT_APPLICABLE, APPLIES_MEAN, APPLIES_FULL, OFF = (
    range(8)
)


@dataclass(eq=False)
class ItemRun:
    """One item over all units: marks before and after rounding (nan where left out), and why."""

    item: Item
    full: float
    columns: frozenset[str]
    raw: Floats
    rounded: Floats
    states: NDArray[np.int8]
    bench: Bench | None = None
    marks: Term | None = None
    mean: float = math.nan


def item_columns(item: Item) -> tuple[str, ...]:
    """Ids of the columns that the item reads."""
    own = list(columns_of(item.rule))
    own += [each.input for each in item.corrections]
    if item.not_applicable is not None and item.not_applicable.when is not None:
        own.append(item.not_applicable.when)
    return tuple(dict.fromkeys(own))


def new_bench(scheme: Scheme, columns: Columns, full: float, applies: NDArray[np.bool_]) -> Bench:
    """A bench over the group's columns."""
    return Bench(
        len(columns.table),
        term(full, phrase("full_marks")),
        columns.array,
        columns.label,
        applies,
        columns.table.units,
        reserved=frozenset(columns.names),
    )


def run_item(scheme: Scheme, columns: Columns, item: Item, group_name: str) -> ItemRun:
    """Score an item. Problems go to ``columns.problems``."""
    size = len(columns.table)
    full = full_of(item)
    used = frozenset(item_columns(item))
    if item.off is not None:
        nothing = np.full(size, np.nan)
        return ItemRun(item, full, frozenset(), nothing, nothing, np.full(size, OFF, np.int8))
    applies = _applies(columns, item)
    bench = new_bench(scheme, columns, full, applies)
    marks = item.rule.score(bench)
    for each in item.corrections:
        change = bench.input(each.input) * term(each.factor, phrase("factor"))
        bound = each.bound
        marks = marks + (change if bound is None else clip(change, -bound, bound))
    marks = _difficulty(bench, columns.table.units, item.difficulty, marks)
    raw = np.array(np.broadcast_to(np.asarray(marks.values, dtype=np.float64), (size,)))
    run = ItemRun(item, full, used, raw, raw, np.zeros(size, np.int8), bench, marks)
    _settle(scheme, columns, run, applies, group_name)
    return run


def full_of(item: Item) -> float:
    """Full marks of an item: its marks, or 100 where it has a weight only."""
    return 100.0 if item.marks is None else float(item.marks)


def _applies(columns: Columns, item: Item) -> NDArray[np.bool_]:
    units = columns.table.units
    applies = np.ones(len(units), dtype=np.bool_)
    if item.not_applicable is not None:
        left_out = set(item.not_applicable.units)
        applies &= np.array([unit not in left_out for unit in units], dtype=np.bool_)
        if item.not_applicable.when is not None:
            flag = columns.array(item.not_applicable.when)
            applies &= np.isnan(flag) | (flag == 0)
        if item.not_applicable.reason is not None:
            for column in columns_of(item.rule):
                name = columns.in_table(column) if column in columns.inputs else None
                reasons = columns.table.missing(name) if name is not None else {}
                for place, reason in reasons.items():
                    applies[place] &= reason != item.not_applicable.reason
    return applies


def _difficulty(
    bench: Bench, units: Sequence[str], coefficients: tuple[tuple[str, float], ...], marks: Term
) -> Term:
    if not coefficients:
        return marks
    by_unit = dict(coefficients)
    values = np.array([by_unit.get(unit, 1.0) for unit in units], dtype=np.float64)
    return marks * bench.fact("difficulty", phrase("difficulty"), values)


def _settle(
    scheme: Scheme, columns: Columns, run: ItemRun, applies: NDArray[np.bool_], group_name: str
) -> None:
    """Give every unit its marks and state by the item's policies, then round."""
    assert run.bench is not None
    item, units = run.item, columns.table.units
    policy = item.missing or scheme.missing
    missing = run.bench.missing & applies
    _report_refusals(columns, run, applies & ~missing, group_name)
    broken = applies & ~missing & ~np.isfinite(run.raw)
    if broken.any():
        columns.problems.append(
            ScoreProblem(
                Words("算出来的不是有限的数。", "The result is not a finite number."),
                Words("查这些单位的数据和计分方法的参数。", "Check the data and the rule."),
                group_name,
                item.name,
                units=_names(units, broken),
            )
        )
    scored = applies & ~missing
    good = run.raw[scored & ~broken]
    run.mean = math.fsum(good.tolist()) / good.size if good.size else math.nan
    way = policy.policy if scored.any() else policy.when_all_missing()
    if missing.any():
        if way == "refuse":
            columns.problems.append(
                ScoreProblem(
                    Words(
                        "缺报，方案规定缺报不计分。", "Figures are missing, and the scheme refuses."
                    ),
                    Words("补报数据，或改方案的 missing。", "Supply them, or change missing."),
                    group_name,
                    item.name,
                    units=_names(units, missing),
                )
            )
        state, value = {
            "exclude_and_reweight": (EXCLUDED, math.nan),
            "group_mean": (MISSING_MEAN, run.mean),
        }.get(way, (MISSING_ZERO, 0.0))
        run.raw[missing], run.states[missing] = value, state
    if not applies.all():
        assert item.not_applicable is not None
        state, value = {
            "group_mean": (APPLIES_MEAN, run.mean),
            "full": (APPLIES_FULL, run.full),
        }.get(item.not_applicable.policy, (NOT_APPLICABLE, math.nan))
        if math.isnan(value):
            state = NOT_APPLICABLE
        run.raw[~applies], run.states[~applies] = value, state
    finite = np.where(np.isfinite(run.raw), run.raw, np.nan)
    run.raw = finite
    run.rounded = half_up_array(finite, scheme.rounding.items)


def _report_refusals(
    columns: Columns, run: ItemRun, scored: NDArray[np.bool_], group_name: str
) -> None:
    assert run.bench is not None
    for refusal in run.bench.refusals:
        struck = refusal.units & scored
        if struck.any():
            columns.problems.append(
                ScoreProblem(
                    refusal.message,
                    refusal.hint,
                    group_name,
                    run.item.name,
                    units=_names(columns.table.units, struck),
                )
            )


def _names(units: Sequence[str], chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(units[int(place)] for place in np.flatnonzero(chosen))
