"""The tree of a parsed formula. Positions are offsets into its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "NOW",
    "Call",
    "Chain",
    "Compare",
    "Name",
    "Negative",
    "Node",
    "Number",
    "Power",
    "Shift",
]


@dataclass(frozen=True, slots=True)
class Shift:
    """Which figure of a series a name means, seen from the period that is computed.

    ``years`` and ``periods`` count back; ``flow`` is empty for the figure as it stands,
    ``year_to_date`` for current-period figures added up from the start of the year, ``current`` for
    the difference of year-to-date figures.
    """

    years: int = 0
    periods: int = 0
    flow: Literal["", "year_to_date", "current"] = ""

    def __bool__(self) -> bool:
        return self != NOW


NOW = Shift()
"""No shift: the period that is computed."""


@dataclass(frozen=True, slots=True)
class Number:
    position: int
    value: float
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    position: int
    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    position: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Power:
    position: int
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """``first`` and then operators of one level, from the left; flat, so that depth stays small."""

    position: int
    first: Node
    rest: tuple[tuple[str, int, Node], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    position: int
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    position: int
    function: str
    arguments: tuple[Node, ...]


Node = Number | Name | Negative | Power | Chain | Compare | Call
