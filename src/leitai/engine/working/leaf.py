"""Working of a leaf: the inputs, group facts, steps and conditions behind one rule."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from leitai.engine.formula import NOW
from leitai.engine.quantity import Missing, Quantity
from leitai.engine.rounding import format_number, half_up, plain
from leitai.engine.rules.base import Bench, GroupFact, StepRecord
from leitai.engine.rules.terms import (
    Call,
    Choice,
    Expr,
    Op,
    Var,
    at,
    conditions,
    evaluate,
    figure,
    in_figures,
    in_formula,
    in_words,
)
from leitai.engine.scoring.columns import Columns
from leitai.engine.table import Source
from leitai.engine.working.model import Input, Step

_GROUP_FUNCTIONS = ("rank", "group_sum", "group_mean", "group_max", "group_min")
#: Relative difference between the arrays and the formula language that powers may show.
TOLERANCE = 1e-12


class Leaf:
    """Collects what one unit's expression rests on."""

    def __init__(self, columns: Columns, bench: Bench, unit: int) -> None:
        self.columns = columns
        self.bench = bench
        self.unit = unit
        self.facts = {each.name: each for each in bench.facts}
        self.steps = {each.name: each for each in bench.steps}

    def inputs(self, used: Iterable[str]) -> tuple[Input, ...]:
        """Every column that the item reads, then the facts of the group in use."""
        found: dict[str, Input] = {}
        for column in self.bench.inputs:
            for each in self._column(column):
                found.setdefault(each.id, each)
        for name in used:
            if name in self.facts:
                found[name] = self._fact(self.facts[name])
        return tuple(found.values())

    def _column(self, column: str) -> list[Input]:
        """An input; for a derived column the inputs behind it (the column itself is a step)."""
        if column not in self.columns.formulas:
            return [self.figure_of(column)]
        formula = self.columns.formula(column)
        plain_names = all(shift == NOW for _, shift in formula.references)
        if formula.over_group or not plain_names or self._number(column) is None:
            own = [self.figure_of(column)]
        else:
            own = []
        for name in formula.names:
            own.extend(self._column(name))
        return own

    def _number(self, column: str) -> float | None:
        value = float(self.columns.values(column).numbers[self.unit])
        return None if math.isnan(value) else value

    def figure_of(self, column: str) -> Input:
        """One figure with its source."""
        columns, unit = self.columns, self.columns.table.units[self.unit]
        if column in columns.formulas:
            spec = columns.formulas[column]
            outcome = columns.values(column).outcome(self.unit)
            source = Source("derived", column, f"计算：{spec.formula}")
            number = self._number(column)
            if isinstance(outcome, Missing) or number is None:
                reason = outcome.zh if isinstance(outcome, Missing) else "没有数值"
                return Input(column, spec.name, None, "—", spec.unit, "exact", source, reason)
            shown = Quantity(number, outcome.qualifier)
            text = shown.text(spec.decimals)
            return Input(column, spec.name, number, text, spec.unit, shown.qualifier, source)
        given = columns.inputs[column]
        name = columns.in_table(column)
        if name is None:
            return Input(column, given.name, None, "—", given.unit, missing_reason="没有这一列")
        cell = columns.table.cell(unit, name)
        if cell.number is None or cell.quantity is None:
            return Input(
                column, given.name, None, "—", given.unit, "exact", cell.source, cell.missing_reason
            )
        # The figure is shown as given where the declared decimals would hide a digit.
        number = cell.number
        exact = given.decimals is not None and half_up(number, given.decimals) == number
        text = cell.quantity.text(given.decimals if exact else None)
        return Input(column, given.name, number, text, given.unit, cell.qualifier, cell.source)

    def _fact(self, fact: GroupFact) -> Input:
        value = at(fact.values, self.unit)
        label = f"{fact.label}（{fact.who}）" if fact.who else fact.label
        source = Source("derived", f"group:{fact.name}", label)
        number = None if math.isnan(value) else value
        text = "—" if number is None else figure_text(number)
        return Input(
            fact.name,
            fact.label,
            number,
            text,
            source=source,
            missing_reason="组内没有数值" if number is None else None,
        )

    def used(self, *exprs: Expr) -> list[str]:
        """Names of facts, steps and columns on the branches taken, in order of recording."""
        found: set[str] = set()
        waiting = list(exprs)
        while waiting:
            expr = waiting.pop()
            if isinstance(expr, Var):
                if expr.name not in found:
                    found.add(expr.name)
                    if expr.name in self.steps:
                        waiting.append(self.steps[expr.name].expr)
            elif isinstance(expr, Op):
                waiting += [expr.left, expr.right]
            elif isinstance(expr, Call):
                waiting += list(expr.args)
            elif isinstance(expr, Choice):
                held = bool(at(expr.holds, self.unit))
                waiting.append(expr.then if held else expr.other)
                if held or not expr.guard:
                    waiting += [expr.left, expr.right]
        order = [*self.bench.inputs, *self.facts, *self.steps]
        return [name for name in order if name in found]

    def records(self, used: Iterable[str], expr: Expr) -> tuple[Step, ...]:
        """Derived columns, the steps in use with their conditions, then those of the result."""
        names = list(used)
        found: list[Step] = []
        for name in self.bench.inputs:
            if name in self.columns.formulas:
                found += self._derived(name, {each.name for each in found})
        for name in names:
            if name in self.steps:
                found += self._step(self.steps[name])
        found += self._conditions(expr)
        return tuple(dict.fromkeys(found))

    def _derived(self, column: str, done: set[str]) -> list[Step]:
        formula = self.columns.formula(column)
        own = self._number(column)
        if (
            own is None
            or formula.over_group
            or any(shift != NOW for _, shift in formula.references)
        ):
            return []
        found: list[Step] = []
        for name in formula.names:
            if name in self.columns.formulas and name not in done:
                found += self._derived(name, done)
        spec = self.columns.formulas[column]
        text = spec.formula
        if spec.decimals is not None:
            text = f"round({text}, {spec.decimals})"
        return [*found, Step(spec.name, text, own, column, words=spec.formula)]

    def _step(self, record: StepRecord) -> list[Step]:
        value = evaluate(record.expr, self.unit)
        own = Step(
            record.label,
            in_formula(record.expr, self.unit),
            value,
            record.name,
            words=in_words(record.expr, self.unit),
            figures=in_figures(record.expr, self.unit),
        )
        return [*self._conditions(record.expr), own]

    def _conditions(self, expr: Expr) -> list[Step]:
        return [
            Step(label, text, value, condition=sign)
            for label, text, sign, value in conditions(expr, self.unit)
        ]

    def notes(self) -> list[str]:
        """Remarks that the rule made about this unit."""
        return [text for units, text in self.bench.notes if bool(np.asarray(units)[self.unit])]

    def inlined(self, expr: Expr) -> Expr:
        """The expression with simple steps (one sign between two leaves) written out."""
        if isinstance(expr, Var) and expr.name in self.steps:
            inner = self.steps[expr.name].expr
            leaves = isinstance(inner, Op) and not (_compound(inner.left) or _compound(inner.right))
            return inner if leaves else expr
        if isinstance(expr, Op):
            return Op(expr.sign, self.inlined(expr.left), self.inlined(expr.right))
        if isinstance(expr, Call):
            return Call(expr.name, tuple(self.inlined(each) for each in expr.args))
        if isinstance(expr, Choice):
            return self.inlined(expr.then if bool(at(expr.holds, self.unit)) else expr.other)
        return expr


def _compound(expr: Expr) -> bool:
    return isinstance(expr, Op | Call | Choice)


def figure_text(number: float) -> str:
    """A figure of the group for reading: at most six decimals."""
    text = format_number(number, None)
    return text if len(text) <= 12 else plain(half_up(number, 6))


def shown(expr: Expr, unit: int) -> str:
    """Figures of an expression; a bare number stays a number."""
    return figure(evaluate(expr, unit)) if isinstance(expr, Var) else in_figures(expr, unit)
