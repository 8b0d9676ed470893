"""Where the gap of an aggregate lies: its parts, each with its share, and what rounding leaves.

The parts are printed as they are, not adjusted: where the printed gaps of the parts do not add up
to the printed gap of the whole, the remainder is told, and whether rounding can explain it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from leitai.engine.rounding import half_up, plain

__all__ = ["AmountGap", "PartGap", "decompose_amount"]


@dataclass(frozen=True)
class PartGap:
    """A part, or the whole: both figures and their difference as printed.

    ``share`` is the part of the whole gap in percent, from unrounded figures; None where the whole
    gap is zero. Shares add up to 100 when the parts add up to the whole; a part in which the unit
    leads while it is behind on the whole has a negative share.
    """

    name: str
    own: float
    benchmark: float
    gap: float
    share: float | None


@dataclass(frozen=True)
class AmountGap:
    """The gap of a whole split into its parts.

    ``shown_sum`` is the sum of the printed gaps of the parts, ``remainder`` the printed whole gap
    less that sum. ``cause`` is ``none``, ``rounding`` where the rounding of the printed figures can
    make such a remainder, else ``unexplained``: then the parts do not add up in the source.
    """

    whole: PartGap
    parts: tuple[PartGap, ...]
    shown_sum: float
    remainder: float
    cause: Literal["none", "rounding", "unexplained"]

    @property
    def largest(self) -> PartGap:
        """The part that pulls most in the direction of the whole gap; the first of equals."""
        sign = -1 if self.whole.gap < 0 else 1
        return max(self.parts, key=lambda part: sign * part.gap)


def decompose_amount(
    whole: tuple[float, float],
    parts: Sequence[tuple[str, float, float]],
    *,
    name: str = "",
    decimals: int = 2,
) -> AmountGap:
    """Split the gap of ``whole`` (own, benchmark) into ``parts`` (name, own, benchmark).

    ``decimals`` are those in which all figures are printed; printed gaps are differences of printed
    figures, computed exactly. Raises ``ValueError`` without parts.
    """
    if not parts:
        raise ValueError("an aggregate without parts cannot be split")
    total = whole[0] - whole[1]
    head = _part(name, *whole, total, decimals)
    found = tuple(_part(each, own, other, total, decimals) for each, own, other in parts)
    shown = sum((_exact(part.gap) for part in found), Decimal(0))
    remainder = _exact(head.gap) - shown
    cause: Literal["none", "rounding", "unexplained"] = "none"
    if remainder:
        # Each printed figure is off by at most half a last digit: two figures a part, two the whole
        # (and the sources behind them are themselves rounded no coarser than they are printed).
        slack = Decimal(len(found) + 1).scaleb(-decimals)
        cause = "rounding" if abs(remainder) <= slack else "unexplained"
    return AmountGap(head, found, float(shown), float(remainder) + 0.0, cause)


def _part(name: str, own: float, benchmark: float, total: float, decimals: int) -> PartGap:
    printed = _exact(half_up(own, decimals)) - _exact(half_up(benchmark, decimals))
    share = (own - benchmark) / total * 100 if total else None
    return PartGap(name, own, benchmark, float(printed) + 0.0, share)


def _exact(x: float) -> Decimal:
    return Decimal(plain(x))
