"""The cells of a table: a figure or why there is none, where it came from, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from leitai.engine.quantity import Quantity

if TYPE_CHECKING:
    from leitai.engine.phrases import Label

SourceKind = Literal["cell", "revision", "target", "records", "derived", "typed"]
Number = float | int | Quantity | None
SOURCE_KINDS: Final = ("cell", "revision", "target", "records", "derived", "typed")
NO_VALUE: Final = "未填"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number came from. ``ref`` is an opaque key of the caller, ``label`` is for people."""

    kind: str
    ref: str
    label: Label
    note: Label = ""

    def __post_init__(self) -> None:
        if self.kind not in SOURCE_KINDS:
            raise ValueError(f"unknown kind of source {self.kind!r}: {', '.join(SOURCE_KINDS)}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. ``number`` is None exactly when ``missing_reason`` says why there is none."""

    number: float | None
    qualifier: str = "exact"
    missing_reason: str | None = None
    source: Source | None = None

    @property
    def quantity(self) -> Quantity | None:
        """The figure with its qualifier, or None when it is missing."""
        return None if self.number is None else Quantity(self.number, self.qualifier)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing that keeps a table from being read. Lines count from 1; 0 means the whole table."""

    line: int
    column: str
    value: str
    zh: str
    en: str

    def text(self, language: str = "zh") -> str:
        """The problem with its place, in Chinese or English."""
        if language == "zh":
            place = (f"第 {self.line} 行" if self.line else "") + (
                f"“{self.column}”列" if self.column else ""
            )
            return f"{place}：{self.zh}" if place else self.zh
        place = ", ".join(
            part
            for part in (
                f"line {self.line}" if self.line else "",
                f"column {self.column!r}" if self.column else "",
            )
            if part
        )
        return f"{place}: {self.en}" if place else self.en


class TableError(ValueError):
    """A table that cannot be used; ``problems`` lists every reason, in reading order."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))


def refuse(zh: str, en: str, *, column: str = "", value: str = "", line: int = 0) -> TableError:
    return TableError([CellProblem(line, column, value, zh, en)])


def check_units(units: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for unit in units:
        if not isinstance(unit, str) or not unit.strip():
            raise refuse("有一个单位没有名称", "a unit has no name")
        if unit in seen:
            raise refuse(f"单位“{unit}”出现了两次", f"the unit {unit!r} appears twice", value=unit)
        seen.add(unit)


def read_column(
    units: tuple[str, ...],
    column: str,
    values: Sequence[Number] | NDArray[np.float64],
    qualifiers: dict[tuple[str, str], str],
) -> NDArray[np.float64]:
    if isinstance(values, np.ndarray) and values.dtype == np.float64 and values.ndim == 1:
        result = values.copy()
        for place in np.flatnonzero(np.isinf(result)):
            raise _infinite(units[place], column)
    else:
        result = np.array(
            [
                read_cell(unit, column, value, qualifiers)
                for unit, value in zip(units, values, strict=True)
            ],
            dtype=np.float64,
        )
    result.flags.writeable = False
    return result


def read_cell(
    unit: str, column: str, value: Number, qualifiers: dict[tuple[str, str], str]
) -> float:
    if value is None:
        return math.nan
    if isinstance(value, Quantity):
        if not value.exact:
            qualifiers[unit, column] = value.qualifier
        return value.number
    if isinstance(value, bool | str | bytes):
        raise refuse(
            f"“{unit}”的值 {value!r} 不是数",
            f"the value {value!r} of {unit!r} is not a number",
            column=column,
            value=str(value),
        )
    number = float(value)
    if math.isinf(number):
        raise _infinite(unit, column)
    return number


def _infinite(unit: str, column: str) -> TableError:
    return refuse(
        f"“{unit}”的值是无穷大，请改为数值或留空",
        f"the value of {unit!r} is infinite: give a number or leave it empty",
        column=column,
        value="inf",
    )
