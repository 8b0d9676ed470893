"""Bonus and penalty: gates, one matter counted once at the highest, caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leitai.engine.rounding import half_up_array
from leitai.engine.rules.base import Bench, columns_of
from leitai.engine.rules.terms import Floats, Term
from leitai.engine.scheme.beside import Condition, Extra, Extras, Gate
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scoring.columns import Columns
from leitai.engine.scoring.items import new_bench
from leitai.engine.scoring.problems import ScoreProblem


@dataclass(eq=False)
class ExtraRun:
    """One bonus or penalty item: what its rule gave, what counts, and why it differs."""

    extra: Extra
    columns: frozenset[str]
    raw: Floats
    counted: Floats
    cap: float | None
    bench: Bench | None = None
    marks: Term | None = None
    missing: NDArray[np.bool_] | None = None
    shut: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    superseded: NDArray[np.bool_] | None = None


@dataclass(eq=False)
class ExtrasRun:
    """The bonus or the penalty of a group."""

    part: str
    extras: Extras
    runs: tuple[ExtraRun, ...]
    raw: Floats
    rounded: Floats


def run_extras(
    scheme: Scheme, columns: Columns, part: str, extras: Extras, gates: Sequence[Gate], group: str
) -> ExtrasRun:
    """Score all items of the bonus or the penalty. Nothing reported is no event, so 0."""
    runs = tuple(_run(scheme, columns, extras, each, group) for each in extras.items)
    if part == "bonus":
        for gate in gates:
            _shut(columns, gate, runs, group)
    _once(runs)
    total = np.zeros(len(columns.table))
    for run in runs:
        total = total + run.counted
    raw = total if extras.cap is None else np.minimum(total, extras.cap)
    return ExtrasRun(part, extras, runs, raw, half_up_array(raw, scheme.rounding.nodes))


def _run(scheme: Scheme, columns: Columns, extras: Extras, extra: Extra, group: str) -> ExtraRun:
    size = len(columns.table)
    caps = [each for each in (extra.cap, extras.per_event_cap) if each is not None]
    cap = min(caps) if caps else None
    if extra.off is not None:
        return ExtraRun(extra, frozenset(), np.full(size, np.nan), np.zeros(size), cap)
    everyone = np.ones(size, dtype=np.bool_)
    bench = new_bench(scheme, columns, extra.marks or 0.0, everyone)
    marks = extra.rule.score(bench)
    raw = np.array(np.broadcast_to(np.asarray(marks.values, dtype=np.float64), (size,)))
    missing = bench.missing.copy()
    raw[missing] = 0.0
    for refusal in bench.refusals:
        struck = refusal.units & ~missing
        if struck.any():
            columns.problems.append(
                ScoreProblem(
                    refusal.message,
                    refusal.hint,
                    group,
                    extra.name,
                    units=tuple(np.array(columns.table.units)[struck].tolist()),
                )
            )
    raw = np.where(np.isfinite(raw), raw, 0.0)
    counted = raw if cap is None else np.minimum(raw, cap)
    counted = half_up_array(counted, scheme.rounding.items)
    used = frozenset(columns_of(extra.rule))
    return ExtraRun(extra, used, raw, counted, cap, bench, marks, missing)


def _shut(columns: Columns, gate: Gate, runs: Sequence[ExtraRun], group: str) -> None:
    """Set the guarded items to zero where the gate's conditions do not all hold."""
    open_to = np.ones(len(columns.table), dtype=np.bool_)
    for condition in gate.all:
        values = columns.array(condition.input)
        absent = np.isnan(values)
        if condition.missing == "refuse" and absent.any():
            columns.problems.append(
                ScoreProblem(
                    Words("前提条件的数据缺报。", "The figure of a gate is missing."),
                    Words("补报，或写明 missing: fail 或 pass。", "Supply it, or say missing."),
                    group,
                    gate.name,
                    columns.label(condition.input),
                    tuple(np.array(columns.table.units)[absent].tolist()),
                )
            )
        open_to &= holds(condition, values) | (absent & (condition.missing == "pass"))
    guarded = set(gate.applies_to)
    for run in runs:
        if run.extra.id in guarded or "bonus" in guarded:
            run.shut[gate.id] = ~open_to
            run.counted = np.where(open_to, run.counted, 0.0)


def holds(condition: Condition, values: Floats) -> NDArray[np.bool_]:
    """Where all bounds of a condition hold; a missing value never does."""
    with np.errstate(invalid="ignore"):
        good = ~np.isnan(values)
        if condition.at_least is not None:
            good = good & (values >= condition.at_least)
        if condition.more_than is not None:
            good = good & (values > condition.more_than)
        if condition.at_most is not None:
            good = good & (values <= condition.at_most)
        if condition.less_than is not None:
            good = good & (values < condition.less_than)
    return np.asarray(good)


def _once(runs: Sequence[ExtraRun]) -> None:
    """Of items with the same matter only the highest counts, the first of equals (就高不重复)."""
    matters: dict[str, list[ExtraRun]] = {}
    for run in runs:
        if run.extra.matter is not None and run.extra.off is None:
            matters.setdefault(run.extra.matter, []).append(run)
    for same in matters.values():
        if len(same) < 2:
            continue
        best = np.argmax(np.vstack([run.counted for run in same]), axis=0)
        for place, run in enumerate(same):
            run.superseded = (best != place) & (run.counted != 0)
            run.counted = np.where(best == place, run.counted, 0.0)
