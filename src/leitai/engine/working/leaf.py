"""Working of a leaf: the inputs, group facts, steps and conditions behind one rule."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from leitai.engine.formula import NOW
from leitai.engine.phrases import Label, Phrase, phrase
from leitai.engine.quantity import Missing
from leitai.engine.rounding import half_up
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
    settled,
)
from leitai.engine.scoring.columns import Columns
from leitai.engine.table import Source
from leitai.engine.working.model import Input, Step
from leitai.engine.written import AsGiven


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
            how = phrase("computed", formula=spec.formula)
            source = Source("derived", column, how)
            number = self._number(column)
            if isinstance(outcome, Missing) or number is None:
                reason = why(outcome) if isinstance(outcome, Missing) else _NO_VALUE
                return Input(
                    column, spec.name, None, spec.unit, source=source, missing_reason=reason
                )
            qualifier = outcome.qualifier
            return Input(column, spec.name, number, spec.unit, qualifier, spec.decimals, source)
        given = columns.inputs[column]
        name = columns.in_table(column)
        if name is None:
            return Input(column, given.name, None, given.unit, missing_reason=phrase("no_column"))
        cell = columns.table.cell(unit, name)
        if cell.number is None:
            return Input(
                column,
                given.name,
                None,
                given.unit,
                source=cell.source,
                missing_reason=cell.missing_reason,
            )
        # The figure is shown as given where the declared decimals would hide a digit.
        number = cell.number
        exact = given.decimals is not None and half_up(number, given.decimals) == number
        decimals = given.decimals if exact else None
        return Input(column, given.name, number, given.unit, cell.qualifier, decimals, cell.source)

    def _fact(self, fact: GroupFact) -> Input:
        value = at(fact.values, self.unit)
        label = phrase("whose", what=fact.label, who=fact.who) if fact.who else fact.label
        source = Source("derived", f"group:{fact.name}", label)
        number = None if math.isnan(value) else value
        reason = phrase("no_figure_in_group") if number is None else None
        return Input(fact.name, fact.label, number, source=source, missing_reason=reason)

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
        return [*found, Step(spec.name, AsGiven(text), own, column)]

    def _step(self, record: StepRecord) -> list[Step]:
        value = evaluate(record.expr, self.unit)
        own = Step(record.label, settled(record.expr, self.unit), value, record.name)
        return [*self._conditions(record.expr), own]

    def _conditions(self, expr: Expr) -> list[Step]:
        return [
            Step("", difference, value, condition=relation)
            for difference, relation, value in conditions(expr, self.unit)
        ]

    def notes(self) -> list[Label]:
        """Remarks that the rule made about this unit."""
        return [text for units, text in self.bench.notes if bool(np.asarray(units)[self.unit])]


_NO_VALUE = phrase("formula_no_value")


def why(missing: Missing) -> Phrase:
    """Why a formula gave nothing, as a phrase."""
    return phrase("told", zh=missing.zh, en=missing.en)
