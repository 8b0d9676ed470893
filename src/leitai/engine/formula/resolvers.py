"""Resolvers for the usual cases: a mapping, one table, and a run of tables by period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from leitai.engine.absence import gap
from leitai.engine.formula.nodes import NOW, Shift
from leitai.engine.formula.operators import BINARY
from leitai.engine.formula.values import Values
from leitai.engine.quantity import Missing
from leitai.engine.table import Table

__all__ = ["MappingResolver", "SeriesResolver", "TableResolver", "table_values"]


@dataclass(frozen=True, slots=True)
class MappingResolver:
    """Figures by name, and by name and shift for other periods."""

    figures: Mapping[str, object]
    shifted: Mapping[tuple[str, Shift], object] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names that can be used, for suggestions."""
        return tuple(self.figures)

    def resolve(self, name: str, shift: Shift) -> object:
        """The figures given for this name and shift; ``KeyError`` otherwise."""
        return self.figures[name] if shift == NOW else self.shifted[name, shift]


def table_values(table: Table, column: str) -> Values:
    """A column of a table with its spans and reasons."""
    return Values(
        np.array(table.column(column)),
        {place: quantity.span for place, quantity in table.inexact(column).items()},
        {
            place: Missing("no_value", f"“{column}”：{reason}", f"{column!r}: {gap(reason, 'en')}")
            for place, reason in table.missing(column).items()
        },
    )


@dataclass(frozen=True, slots=True)
class TableResolver:
    """Columns of one table; ``shifted`` names the columns with the figures of other periods."""

    table: Table
    shifted: Mapping[tuple[str, Shift], str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Columns of the table."""
        return self.table.columns

    def resolve(self, name: str, shift: Shift) -> Values:
        """The column, or for another period the column declared for it."""
        return table_values(self.table, name if shift == NOW else self.shifted[name, shift])


@dataclass(frozen=True, slots=True)
class SeriesResolver:
    """Columns of a run of tables, one for each (year, period), all with the same units.

    ``year_ago`` and ``previous`` step through the run; a table that is not there makes the figures
    missing. ``ytd`` adds current-period columns up from the first period of the year, ``current``
    subtracts the year-to-date column of the period before.

    ``combined_start`` declares that the first two periods of a year are published together, as
    Chinese monthly statistics do for January and February: the first period is then not needed to
    add up, and in the second the current-period figure is that of both.
    """

    tables: Mapping[tuple[int, int], Table]
    at: tuple[int, int]
    periods_a_year: int = 12
    combined_start: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Columns of the period that is computed."""
        return self.tables[self.at].columns

    def resolve(self, name: str, shift: Shift) -> Values:
        """The column seen through the shift."""
        if not any(name in table for table in self.tables.values()):
            raise KeyError(name)
        year, period = self.at
        year, period = year - shift.years, period - shift.periods
        while period < 1:
            year, period = year - 1, period + self.periods_a_year
        if shift.flow == "year_to_date":
            first = 2 if self.combined_start and period > 1 else 1
            total = self.stored(name, year, first)
            for step in range(first + 1, period + 1):
                total = BINARY["+"](total, self.stored(name, year, step))
            return total
        found = self.stored(name, year, period)
        if shift.flow == "current" and period > (2 if self.combined_start else 1):
            return BINARY["-"](found, self.stored(name, year, period - 1))
        return found

    def stored(self, name: str, year: int, period: int) -> Values:
        """The column as one table holds it; all missing if that table or column is not there."""
        table = self.tables.get((year, period))
        units = self.tables[self.at].units
        if table is None or name not in table:
            place = f"{year}-{period:02d}"
            reason = Missing(
                "no_period", f"“{name}”没有 {place} 的数据", f"{name!r} has no figures for {place}"
            )
            return Values.of([reason] * len(units))
        if table.units != units:
            raise ValueError(f"{year}-{period:02d}: 单位不一致 (other units)")
        return table_values(table, name)
