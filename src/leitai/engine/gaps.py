"""The gap table: a unit beside its benchmark, indicator by indicator, in value, ratio and rank.

Positive always means ahead in ``gap`` and ``lead``; ``difference`` is own less benchmark as a
reader of the table subtracts it, so it keeps its sign when lower is better. An indicator without
direction is mere size (体量): it is shown for reference and gets no verdict.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from leitai.engine.benchmark import gap, ratio, relative_lead
from leitai.engine.formula.functions import FUNCTION_TABLE
from leitai.engine.formula.values import Values
from leitai.engine.quantity import Missing, Outcome, Quantity
from leitai.engine.ranking import UNRANKED, rank
from leitai.engine.rounding import half_up
from leitai.engine.scheme.problems import Words
from leitai.engine.table import Table

__all__ = [
    "GapIndicator",
    "GapRow",
    "Intensity",
    "compare",
    "gap_table",
    "judge",
    "place_among",
    "with_intensities",
]

GapVerdict = Literal["leading", "lagging", "level", "size", "open", "missing"]
VERDICTS: Final[Mapping[str, Words]] = {
    "leading": Words("领先", "leading"),
    "lagging": Words("落后", "lagging"),
    "level": Words("持平", "level"),
    "size": Words("体量，只作参照", "size, for reference only"),
    "open": Words("约数，难分先后", "too inexact to tell"),
    "missing": Words("缺数，不能比", "no figure to compare"),
}
"""The word for each verdict."""


@dataclass(frozen=True, kw_only=True)
class GapIndicator:
    """An indicator to compare. ``id`` is its column in the table.

    ``direction`` is ``higher_is_better``, ``lower_is_better`` or ``none`` (mere size).
    ``tolerance`` is the distance, in percent of the benchmark, within which both stand level.
    ``decimals`` are those in which figures are printed; None prints them in full. ``scope`` is the
    statistical scope in words, printed beside the values. ``part_of`` names the indicator of which
    this is a part, such as a sector of GDP.
    """

    id: str
    name: str
    unit: str = ""
    direction: str = "higher_is_better"
    decimals: int | None = None
    tolerance: float = 0.0
    scope: str = ""
    part_of: str = ""

    def __post_init__(self) -> None:
        if self.direction not in ("higher_is_better", "lower_is_better", "none"):
            raise ValueError(f"unknown direction {self.direction!r} of {self.id!r}")
        if not (math.isfinite(self.tolerance) and self.tolerance >= 0):
            raise ValueError(f"the tolerance of {self.id!r} must be 0 or more percent")


@dataclass(frozen=True)
class GapRow:
    """One line of the gap table.

    ``own`` and ``benchmark`` are unrounded; ``difference`` is own less benchmark after both were
    rounded as printed, so that the printed line subtracts. ``ratio`` is plain (0.7024), ``gap`` has
    its sign turned when lower is better, ``lead`` is that gap in percent of the benchmark; the
    three come from unrounded figures. Ranks are places among ``ranked`` units, 0 for none.
    """

    indicator: GapIndicator
    own: Quantity | None
    benchmark: Quantity | None
    difference: float | None
    ratio: Outcome
    gap: Outcome
    lead: Outcome
    verdict: GapVerdict
    own_rank: int = UNRANKED
    benchmark_rank: int = UNRANKED
    ranked: int = 0
    missing: tuple[str, str] = ("", "")
    """Why own and benchmark have no figure; empty where they have one."""

    @property
    def word(self) -> Words:
        """The verdict in words."""
        return VERDICTS[self.verdict]


_NO_FIGURE: Final = Missing("missing", "缺数", "no figure")


def compare(
    indicator: GapIndicator,
    own: float | Quantity | None,
    benchmark: float | Quantity | None,
    *,
    missing: tuple[str, str] = ("", ""),
) -> GapRow:
    """One line of the gap table from two figures, without ranks."""
    a, b = _quantity(own), _quantity(benchmark)
    if a is None or b is None:
        return GapRow(
            indicator, a, b, None, _NO_FIGURE, _NO_FIGURE, _NO_FIGURE, "missing", missing=missing
        )
    direction = indicator.direction
    turned = "higher_is_better" if direction == "none" else direction
    lead: Outcome = relative_lead(a, b, direction=turned)
    decimals = indicator.decimals
    difference = half_up(
        half_up(a.number, decimals) - half_up(b.number, decimals),
        9 if decimals is None else decimals,
    )
    verdict = judge(a, b, direction=direction, tolerance=indicator.tolerance)
    return GapRow(
        indicator, a, b, difference, ratio(a, b), gap(a, b, direction=turned), lead, verdict
    )


def judge(
    own: float | Quantity, benchmark: float | Quantity, *, direction: str, tolerance: float = 0.0
) -> GapVerdict:
    """Leading, lagging or level; ``size`` without a direction, ``open`` where an inexact figure
    (超, 约, ≥) leaves it open.

    Level is a distance of at most ``tolerance`` percent of the benchmark's size.
    """
    if direction == "none":
        return "size"
    a, b = _exactly(own), _exactly(benchmark)
    if a.exact and b.exact:
        away = a.number - b.number
        # Rounded so that a distance of exactly the tolerance is level whatever its binary noise.
        if half_up(abs(away), 12) <= half_up(abs(b.number) * tolerance / 100, 12):
            return "level"
        return "leading" if (away > 0) == (direction == "higher_is_better") else "lagging"
    margin = abs(b.number) * tolerance / 100
    lower = (a + margin).span.below(b.span)
    higher = (b + margin).span.below(a.span)
    if direction == "lower_is_better":
        lower, higher = higher, lower
    if higher:
        return "leading"
    return "lagging" if lower else "open"


def gap_table(
    table: Table,
    unit: str,
    benchmark: str,
    indicators: Sequence[GapIndicator],
    *,
    among: Sequence[str] | None = None,
) -> tuple[GapRow, ...]:
    """The gap table of two units, with their ranks among ``among`` (all units of the table).

    A unit that is not in ``among`` is placed as a guest: 1 plus the number of units that are
    better. Ranks need a direction; sizes are ranked by size, the largest first.

    Raises ``KeyError`` for a unit or column that the table lacks.
    """
    names = table.units if among is None else tuple(among)
    places = np.array([table.index(name) for name in names], dtype=np.intp)
    rows = []
    for indicator in indicators:
        left, right = table.cell(unit, indicator.id), table.cell(benchmark, indicator.id)
        row = compare(
            indicator,
            left.quantity,
            right.quantity,
            missing=(left.missing_reason or "", right.missing_reason or ""),
        )
        column = table.column(indicator.id)[places]
        known = column[~np.isnan(column)].tolist()
        turned = "higher_is_better" if indicator.direction == "none" else indicator.direction
        rows.append(
            GapRow(
                **{
                    **{name: getattr(row, name) for name in row.__dataclass_fields__},
                    "own_rank": place_among(known, left.number, direction=turned),
                    "benchmark_rank": place_among(known, right.number, direction=turned),
                    "ranked": len(known),
                }
            )
        )
    return tuple(rows)


def place_among(
    values: Sequence[float], value: float | None, *, direction: str = "higher_is_better"
) -> int:
    """Place of a figure among others: 1 plus how many of them are better; 0 for a missing one.

    The figure may be one of them or a guest from outside.
    """
    if value is None or math.isnan(value):
        return UNRANKED
    return int(rank([value, *values], direction=direction)[0])


# -- intensities -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Intensity:
    """A figure for each unit of size: GDP per head, output per km².

    ``amount`` and ``size`` are columns; the quotient times ``factor`` is the new column ``id``
    (万元 over 人 with factor 1 is 万元 a head; 亿元 over 万人 with factor 1 is 万元 a head too).
    """

    id: str
    name: str
    amount: str
    size: str
    unit: str = ""
    factor: float = 1.0
    decimals: int | None = None

    def indicator(self, *, direction: str = "higher_is_better", scope: str = "") -> GapIndicator:
        """The indicator under which the new column is compared."""
        return GapIndicator(
            id=self.id,
            name=self.name,
            unit=self.unit,
            direction=direction,
            decimals=self.decimals,
            scope=scope,
        )


def with_intensities(table: Table, intensities: Sequence[Intensity]) -> Table:
    """The table with a column for each intensity; where it cannot be had, the reason why.

    Inexact figures stay inexact. Raises ``KeyError`` for a column that the table lacks.
    """
    for each in intensities:
        values: list[Quantity | None] = []
        reasons: dict[str, str] = {}
        for unit in table.units:
            amount, size = table.cell(unit, each.amount), table.cell(unit, each.size)
            found = _intensity(amount.quantity, size.quantity, each.factor)
            if isinstance(found, Missing):
                values.append(None)
                reasons[unit] = amount.missing_reason or size.missing_reason or found.zh
            else:
                values.append(found)
        table = table.with_column(each.id, values, missing=reasons)
    return table


def _intensity(amount: Quantity | None, size: Quantity | None, factor: float) -> Outcome:
    if amount is None or size is None:
        return _NO_FIGURE
    found = FUNCTION_TABLE["per"](Values.of(amount), Values.of(size)).outcome()
    return found if isinstance(found, Missing) else found * factor


def _quantity(value: float | Quantity | None) -> Quantity | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return _exactly(value)


def _exactly(value: float | Quantity) -> Quantity:
    return value if isinstance(value, Quantity) else Quantity(value)
