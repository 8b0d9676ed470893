"""Columns of a scheme found in a table, and derived columns computed from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leitai.engine.formula import NOW, Formula, FormulaError, Shift, Values, parse
from leitai.engine.formula.resolvers import table_values
from leitai.engine.rounding import half_up_array
from leitai.engine.scheme.general import DerivedSpec, InputSpec
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Words
from leitai.engine.scoring.problems import ScoreProblem
from leitai.engine.table import Table

Floats = NDArray[np.float64]


@dataclass
class Columns:
    """The columns of one group. Arrays are float64 in the order of ``table.units``."""

    scheme: Scheme
    table: Table
    problems: list[ScoreProblem] = field(default_factory=list)
    _derived: dict[str, Values] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inputs: dict[str, InputSpec] = {each.id: each for each in self.scheme.inputs}
        self.formulas: dict[str, DerivedSpec] = {each.id: each for each in self.scheme.derived}
        self.names = self.scheme.column_names()

    def label(self, column: str) -> str:
        """The name that people read."""
        return self.names.get(column, column)

    def in_table(self, column: str) -> str | None:
        """The table's own name of an input: by id, then by name, then by indicator code.

        A target or an earlier figure (``take`` other than value) is never found by indicator code:
        that is the code of the figure itself.
        """
        spec = self.inputs[column]
        wanted = [spec.id, spec.name]
        if spec.take == "value" and spec.indicator:
            wanted.append(spec.indicator)
        return next((name for name in wanted if name in self.table), None)

    def array(self, column: str) -> Floats:
        """One number a unit, nan where missing. An absent column is a problem, and all missing."""
        if column in self.formulas:
            return self.values(column).numbers
        found = self.in_table(column)
        if found is None:
            self._absent(column)
            return np.full(len(self.table), np.nan)
        return self.table.column(found)

    def values(self, column: str) -> Values:
        """A column with qualifiers and reasons."""
        if column not in self.formulas:
            found = self.in_table(column)
            if found is None:
                self._absent(column)
                return Values(np.full(len(self.table), np.nan))
            return table_values(self.table, found)
        if column not in self._derived:
            self._derived[column] = self._compute(self.formulas[column])
        return self._derived[column]

    def _compute(self, spec: DerivedSpec) -> Values:
        try:
            values = self.formula(spec.id).evaluate(self).spread(len(self.table))
        except FormulaError as error:
            message = Words(f"{error.text('zh')}。", f"{error.text('en')}.")
            self.problems.append(ScoreProblem(message, column=spec.name))
            return Values(np.full(len(self.table), np.nan))
        return Values(half_up_array(values.numbers, spec.decimals), values.spans, values.reasons)

    def formula(self, column: str) -> Formula:
        """The parsed formula of a derived column."""
        return parse(self.formulas[column].formula)

    def resolve(self, name: str, shift: Shift) -> object:
        """Look a name of a formula up; an earlier period is an input that takes it."""
        if shift == NOW:
            if name not in self.names:
                raise KeyError(name)
            return self.values(name)
        return self.values(self.shifted(name, shift))

    def shifted(self, name: str, shift: Shift) -> str:
        """The input that holds another period's figure of the same indicator; ``KeyError``."""
        take = {Shift(years=1): "year_ago", Shift(periods=1): "previous_period"}.get(shift)
        own = self.inputs[name]
        for each in self.scheme.inputs:
            same = (each.indicator, each.flow, each.price) == (own.indicator, own.flow, own.price)
            if take is not None and own.indicator and each.take == take and same:
                return each.id
        raise KeyError(name)

    def _absent(self, column: str) -> None:
        spec = self.inputs[column]
        known = "、".join(self.table.columns[:12]) or "（没有列）"
        self.problems.append(
            ScoreProblem(
                Words(
                    f"数据里没有“{spec.name}”（{spec.id}）这一列。",
                    f'The table has no column "{spec.name}" ({spec.id}).',
                ),
                Words(
                    f"列名写 {spec.id} 或 {spec.name}。现有：{known}。",
                    f"Name the column {spec.id} or {spec.name}. There are: {known}.",
                ),
            )
        )


def needed(scheme: Scheme, columns: Iterable[str]) -> frozenset[str]:
    """These columns with all inputs behind the derived ones among them."""
    formulas = {each.id: each for each in scheme.derived}
    indicators = {each.id: each.indicator for each in scheme.inputs}
    found: set[str] = set()
    waiting = list(columns)
    while waiting:
        column = waiting.pop()
        if column in found:
            continue
        found.add(column)
        if column in formulas:
            for name, shift in parse(formulas[column].formula).references:
                waiting.append(name)
                if shift:  # any other period of the indicator may stand behind it
                    waiting.extend(k for k, v in indicators.items() if v == indicators.get(name))
    return frozenset(found)
