"""The table that is scored: units down, columns across, and where every cell came from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from leitai.engine.quantity import Quantity

if TYPE_CHECKING:
    pass
from leitai.engine.cells import (
    NO_VALUE,
    Cell,
    CellProblem,
    Number,
    Source,
    TableError,
    check_units,
    read_cell,
    read_column,
    refuse,
)

__all__ = ["Cell", "CellProblem", "Source", "Table", "TableError"]


@dataclass(frozen=True, eq=False)
class Table:
    """Units, columns of numbers, the source of each cell. Immutable: changes give a new table.

    Build one with :meth:`from_columns` or :meth:`from_csv`. Column arrays are float64, one element
    a unit in the order of ``units``, nan where the figure is missing; they are read-only.
    """

    units: tuple[str, ...]
    columns: tuple[str, ...]
    text_columns: tuple[str, ...] = ()
    """Columns of a file that hold words only; they are not part of the numbers."""
    measures: Mapping[str, str] = field(default_factory=dict)
    """Unit of measurement of a column where the file states one."""
    _numbers: Mapping[str, NDArray[np.float64]] = field(default_factory=dict, repr=False)
    _qualifiers: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    _missing: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    _sources: Mapping[tuple[str, str], Source] = field(default_factory=dict, repr=False)

    # -- making ---------------------------------------------------------------------------------

    @classmethod
    def from_columns(
        cls,
        units: Sequence[str],
        columns: Mapping[str, Sequence[Number] | NDArray[np.float64]],
        sources: Mapping[tuple[str, str], Source] | None = None,
        missing: Mapping[tuple[str, str], str] | None = None,
        *,
        text_columns: Sequence[str] = (),
        measures: Mapping[str, str] | None = None,
    ) -> Table:
        """Build a table from one sequence a column, each as long as ``units``.

        ``None`` and nan are missing; ``missing[(unit, column)]`` gives the reason (otherwise 未填).
        ``sources`` is keyed by ``(unit, column)`` too.

        Raises
        ------
        TableError
            A unit is named twice or not at all, a column has the wrong length, a number is
            infinite, a reason stands beside a number, or a key names no cell.
        """
        names = tuple(units)
        check_units(names)
        known = set(names)
        numbers: dict[str, NDArray[np.float64]] = {}
        qualifiers: dict[tuple[str, str], str] = {}
        for column, values in columns.items():
            if not column:
                raise refuse("有一列没有名称", "a column has no name")
            if len(values) != len(names):
                raise refuse(
                    f"有 {len(values)} 个值，而单位有 {len(names)} 个",
                    f"{len(values)} values for {len(names)} units",
                    column=column,
                )
            numbers[column] = read_column(names, column, values, qualifiers)
        reasons = dict(missing or {})
        for unit, column in (*reasons, *(sources or {})):
            if unit not in known or column not in numbers:
                raise refuse(
                    f"没有“{unit}”×“{column}”这个单元格",
                    f"there is no cell {unit!r} × {column!r}",
                    column=column,
                )
        table = cls(
            units=names,
            columns=tuple(numbers),
            text_columns=tuple(text_columns),
            measures=dict(measures or {}),
            _numbers=numbers,
            _qualifiers=qualifiers,
            _missing=reasons,
            _sources=dict(sources or {}),
        )
        for unit, column in reasons:
            if not math.isnan(numbers[column][table.index(unit)]):
                raise refuse(
                    f"“{unit}”既有数值又有缺失原因",
                    f"{unit!r} has both a number and a reason why there is none",
                    column=column,
                )
        return table

    @classmethod
    def from_csv(
        cls,
        path: str | Path,
        *,
        unit_column: str | None = None,
        columns: Iterable[str] | None = None,
        encoding: str | None = None,
    ) -> Table:
        """Read a delimited text file with one header line and one line a unit.

        Tries UTF-8, then GB 18030; finds comma, tab or semicolon. The column naming the units is
        ``unit_column``, or the one with a usual heading (单位, 地区, name …), or the first column
        that holds names instead of numbers. Numbers are plain decimals with correct thousands
        separators and, if need be, a qualifier (超5, 约2.5, ≥80); a percent sign must stand at
        every number of its column and is dropped. ``columns`` limits the reading to these headings.
        Columns without any digit are kept aside as ``text_columns``.

        Raises
        ------
        TableError
            Anything that would otherwise be read wrong without a word, each with its line and
            column: text in a number column, totals among the units, ragged lines, units or headings
            given twice.
        """
        from leitai.engine.table_csv import read_csv

        return read_csv(Path(path), unit_column=unit_column, columns=columns, encoding=encoding)

    # -- reading --------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.units)

    def __contains__(self, column: object) -> bool:
        return column in self._numbers

    def index(self, unit: str) -> int:
        """Place of a unit in ``units``; ``KeyError`` when it is not there."""
        try:
            return self._index[unit]
        except KeyError:
            raise KeyError(f"表中没有单位“{unit}” (no unit {unit!r} in the table)") from None

    @property
    def _index(self) -> dict[str, int]:
        cached: dict[str, int] | None = self.__dict__.get("_index_cache")
        if cached is None:
            cached = {unit: place for place, unit in enumerate(self.units)}
            self.__dict__["_index_cache"] = cached
        return cached

    def column(self, column: str) -> NDArray[np.float64]:
        """Read-only float64 array in the order of ``units``, nan where missing; or ``KeyError``."""
        try:
            return self._numbers[column]
        except KeyError:
            raise KeyError(
                f"表中没有“{column}”这一列 (no column {column!r} in the table)"
            ) from None

    def cell(self, unit: str, column: str) -> Cell:
        """The figure of one unit with its qualifier, reason and source."""
        number = float(self.column(column)[self.index(unit)])
        key = (unit, column)
        source = self._sources.get(key)
        if math.isnan(number):
            return Cell(None, "exact", self._missing.get(key, NO_VALUE), source)
        return Cell(number, self._qualifiers.get(key, "exact"), None, source)

    def inexact(self, column: str) -> dict[int, Quantity]:
        """Cells of a column that are not exact: place of the unit → quantity."""
        numbers = self.column(column)
        return {
            self.index(unit): Quantity(float(numbers[self.index(unit)]), qualifier)
            for (unit, name), qualifier in self._qualifiers.items()
            if name == column
        }

    def missing(self, column: str) -> dict[int, str]:
        """Missing cells of a column: place of the unit → reason."""
        return {
            int(place): self._missing.get((self.units[place], column), NO_VALUE)
            for place in np.flatnonzero(np.isnan(self.column(column)))
        }

    # -- changing -------------------------------------------------------------------------------

    def with_cell(
        self,
        unit: str,
        column: str,
        number: Number,
        *,
        source: Source | None = None,
        missing_reason: str | None = None,
    ) -> Table:
        """A new table in which one cell differs; the other columns are shared, not copied."""
        place = self.index(unit)
        key = (unit, column)
        qualifiers = _without(self._qualifiers, key)
        value = read_cell(unit, column, number, qualifiers)
        values = self.column(column).copy()
        values[place] = value
        values.flags.writeable = False
        if missing_reason is not None and not math.isnan(value):
            raise refuse(
                f"“{unit}”既有数值又有缺失原因",
                f"{unit!r} has both a number and a reason why there is none",
                column=column,
            )
        reasons = _without(self._missing, key)
        if missing_reason is not None:
            reasons[key] = missing_reason
        sources = _without(self._sources, key)
        if source is not None:
            sources[key] = source
        return self._replaced(
            columns=self.columns,
            numbers={**self._numbers, column: values},
            qualifiers=qualifiers,
            missing=reasons,
            sources=sources,
        )

    def with_column(
        self,
        column: str,
        values: Sequence[Number] | NDArray[np.float64],
        *,
        sources: Mapping[str, Source] | None = None,
        missing: Mapping[str, str] | None = None,
    ) -> Table:
        """A new table with one column added or replaced; ``sources`` and ``missing`` by unit."""
        other = Table.from_columns(
            self.units,
            {column: values},
            {(unit, column): source for unit, source in (sources or {}).items()},
            {(unit, column): reason for unit, reason in (missing or {}).items()},
        )
        return self._replaced(
            columns=self.columns if column in self else (*self.columns, column),
            numbers={**self._numbers, **other._numbers},
            qualifiers={
                **{k: v for k, v in self._qualifiers.items() if k[1] != column},
                **other._qualifiers,
            },
            missing={
                **{k: v for k, v in self._missing.items() if k[1] != column},
                **other._missing,
            },
            sources={
                **{k: v for k, v in self._sources.items() if k[1] != column},
                **other._sources,
            },
        )

    def select(self, units: Sequence[str]) -> Table:
        """A new table with these units, in this order."""
        check_units(tuple(units))
        places = np.array([self.index(unit) for unit in units], dtype=np.intp)
        chosen = set(units)
        numbers: dict[str, NDArray[np.float64]] = {}
        for column, values in self._numbers.items():
            part = values[places]
            part.flags.writeable = False
            numbers[column] = part
        return Table(
            units=tuple(units),
            columns=self.columns,
            text_columns=self.text_columns,
            measures=self.measures,
            _numbers=numbers,
            _qualifiers={k: v for k, v in self._qualifiers.items() if k[0] in chosen},
            _missing={k: v for k, v in self._missing.items() if k[0] in chosen},
            _sources={k: v for k, v in self._sources.items() if k[0] in chosen},
        )

    def renamed(self, names: Mapping[str, str]) -> Table:
        """A new table whose columns carry new ids (old id → new id); others keep theirs."""
        new = tuple(names.get(column, column) for column in self.columns)
        if len(set(new)) != len(new):
            raise refuse("改名后有两列同名", "two columns would carry the same name")

        def key(old: tuple[str, str]) -> tuple[str, str]:
            return old[0], names.get(old[1], old[1])

        return Table(
            units=self.units,
            columns=new,
            text_columns=self.text_columns,
            measures={names.get(k, k): v for k, v in self.measures.items()},
            _numbers={names.get(k, k): v for k, v in self._numbers.items()},
            _qualifiers={key(k): v for k, v in self._qualifiers.items()},
            _missing={key(k): v for k, v in self._missing.items()},
            _sources={key(k): v for k, v in self._sources.items()},
        )

    def _replaced(
        self,
        *,
        columns: tuple[str, ...],
        numbers: Mapping[str, NDArray[np.float64]],
        qualifiers: Mapping[tuple[str, str], str],
        missing: Mapping[tuple[str, str], str],
        sources: Mapping[tuple[str, str], Source],
    ) -> Table:
        return Table(
            units=self.units,
            columns=columns,
            text_columns=self.text_columns,
            measures=self.measures,
            _numbers=numbers,
            _qualifiers=qualifiers,
            _missing=missing,
            _sources=sources,
        )


_V = TypeVar("_V")


def _without(
    cells: Mapping[tuple[str, str], _V], key: tuple[str, str]
) -> dict[tuple[str, str], _V]:
    copy = dict(cells)
    copy.pop(key, None)
    return copy
