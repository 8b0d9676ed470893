"""A stated comparison (占龙海区93.10%) held against stored figures, under every extent there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from leitai.engine.benchmark import Implied, implied_value
from leitai.engine.quantity import Missing

__all__ = ["Explanation", "Figure", "Reading", "StatedCheck", "check_stated"]

Side = Literal["behind", "level", "ahead"]


@dataclass(frozen=True)
class Figure:
    """A stored figure with its extent in words (不含临空, 2023年鉴) and its printed decimals."""

    label: str
    value: float
    decimals: int | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which values the unrounded figure lies."""
        half = 0.0 if self.decimals is None else 0.5 * 10.0**-self.decimals
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Reading:
    """One own figure against the whole that the statement implies and against the stored ones.

    ``share_if_stated`` is own in percent of the implied whole (110.78 with the other extent),
    ``shares`` own in percent of each stored figure, in their order; None where that is not
    positive. ``side`` and ``sides`` say the same in one word.
    """

    own: Figure
    share_if_stated: float
    side: Side
    shares: tuple[float | None, ...]
    sides: tuple[Side | None, ...]


@dataclass(frozen=True)
class Explanation:
    """A pair of figures under which the stated share would be right."""

    own: Figure
    benchmark: Figure
    share: float


@dataclass(frozen=True)
class StatedCheck:
    """What a stated share implies and whether the stored figures bear it out.

    ``implied`` comes from the share and the first own figure. ``agrees`` says whether the first
    stored figure lies in the implied range (None without a stored figure); ``difference`` is that
    stored figure less the implied one, ``own_share`` what the share would be by the stored figure.
    ``turns`` is true when another own figure stands on the other side of the implied whole: the
    choice of extent turns behind into ahead. ``explanations`` are all pairs that fit the share.
    """

    share: float
    share_decimals: int | None
    implied: Implied
    agrees: bool | None
    difference: float | None
    own_share: float | None
    readings: tuple[Reading, ...]
    turns: bool
    explanations: tuple[Explanation, ...]


def check_stated(
    share: float,
    own: Sequence[Figure],
    stored: Sequence[Figure] = (),
    *,
    share_decimals: int | None = None,
) -> StatedCheck | Missing:
    """Check "own is ``share`` percent of the benchmark" against stored figures of the benchmark.

    ``own`` holds the figure that the statement used first, then the same under other extents;
    ``stored`` the benchmark's figure in the authoritative source first, then under other extents,
    years or sources. Roundings of all figures are allowed for. Missing when a figure or the share
    is not positive; ``ValueError`` without an own figure.
    """
    if not own:
        raise ValueError("a comparison needs the own figure")
    implied = _implied(share, share_decimals, own[0])
    if isinstance(implied, Missing):
        return implied
    readings = tuple(_reading(figure, implied.value, stored) for figure in own)
    explanations = tuple(
        Explanation(figure, other, figure.value / other.value * 100)
        for figure in own
        for other in stored
        if _fits(share, share_decimals, figure, other)
    )
    agrees = difference = own_share = None
    if stored:
        agrees = _fits(share, share_decimals, own[0], stored[0])
        difference = stored[0].value - implied.value
        own_share = readings[0].shares[0]
    sides = {reading.side for reading in readings}
    turns = "behind" in sides and "ahead" in sides
    return StatedCheck(
        share, share_decimals, implied, agrees, difference, own_share,
        readings, turns, explanations,
    )  # fmt: skip


def _implied(share: float, decimals: int | None, own: Figure) -> Implied | Missing:
    return implied_value(own.value, share, share_decimals=decimals, own_decimals=own.decimals)


def _fits(share: float, decimals: int | None, own: Figure, other: Figure) -> bool:
    """Whether the ranges left open by all roundings meet."""
    implied = _implied(share, decimals, own)
    if isinstance(implied, Missing):
        return False
    low, high = other.bounds
    return low <= implied.high and high >= implied.low


def _reading(own: Figure, implied: float, stored: Sequence[Figure]) -> Reading:
    shares = tuple(own.value / each.value * 100 if each.value > 0 else None for each in stored)
    stated = own.value / implied * 100
    return Reading(
        own,
        stated,
        _side(stated),
        shares,
        tuple(None if share is None else _side(share) for share in shares),
    )


def _side(share: float) -> Side:
    if share == 100:
        return "level"
    return "behind" if share < 100 else "ahead"
