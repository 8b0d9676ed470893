"""Places in a group: ranks with ties, zones, neighbours, changes, and grades by quota."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leitai.engine.rounding import half_up

__all__ = [
    "UNRANKED",
    "Neighbours",
    "ZoneBounds",
    "grade_by_quota",
    "grade_by_threshold",
    "neighbours",
    "percentile",
    "quota_places",
    "rank",
    "rank_change",
    "zone_bounds",
    "zones",
]

Direction = Literal["higher_is_better", "lower_is_better"]
Ties = Literal["same", "dense"]
QuotaRounding = Literal["half_up", "floor", "ceiling"]
Share = int | float | str | Fraction
SecondaryKey = ArrayLike | tuple[ArrayLike, str]

UNRANKED: Final = 0
"""Rank of a unit without a value. Places count from 1, so 0 cannot be mistaken for one."""


def rank(
    values: ArrayLike,
    *,
    direction: str = "higher_is_better",
    ties: str = "same",
    then: Sequence[SecondaryKey] = (),
) -> NDArray[np.int64]:
    """Places of the units, 1 the best; units with a missing value get :data:`UNRANKED`.

    Parameters
    ----------
    values
        One number a unit, nan for missing. Compared exactly: round them first if the rule ranks on
        rounded scores.
    ties
        ``same`` gives equal values the same place and leaves the following places out (1, 1, 3);
        ``dense`` leaves none out (1, 1, 2).
    then
        Keys that part equal values, tried in order: an array (higher is better) or
        ``(array, direction)``. A missing key stands behind every present one.

    Raises
    ------
    ValueError
        Unknown direction or ties, an infinite value, or a key of another length.
    """
    if ties not in ("same", "dense"):
        raise ValueError(f"ties must be 'same' or 'dense', not {ties!r}")
    keys = [_key(values, direction)]
    for secondary in then:
        array, way = (
            secondary
            if isinstance(secondary, tuple)
            and len(secondary) == 2
            and isinstance(secondary[1], str)
            else (secondary, "higher_is_better")
        )
        key = _key(array, way)
        if key.shape != keys[0].shape:
            raise ValueError(f"a tie-break key has {key.size} values for {keys[0].size} units")
        keys.append(key)
    result = np.full(keys[0].shape, UNRANKED, dtype=np.int64)
    present = np.flatnonzero(~np.isnan(keys[0]))
    if present.size == 0:
        return result
    # A missing secondary key sorts behind: keys are "smaller is better" here.
    columns = [np.where(np.isnan(key[present]), math.inf, key[present]) for key in keys]
    order = np.lexsort(columns[::-1])
    differs = np.zeros(order.size, dtype=bool)
    for column in columns:
        ordered = column[order]
        differs[1:] |= ordered[1:] != ordered[:-1]
    if ties == "dense":
        places = np.cumsum(differs) + 1
    else:
        places = np.maximum.accumulate(np.where(differs, np.arange(order.size), 0)) + 1
    result[present[order]] = places
    return result


def _key(values: ArrayLike, direction: str) -> NDArray[np.float64]:
    """The values as a key to sort by, smallest first."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError("one number a unit is needed")
    if bool(np.isinf(array).any()):
        raise ValueError("an infinite value cannot be ranked")
    if direction == "higher_is_better":
        return -array
    if direction == "lower_is_better":
        return array
    raise ValueError(
        f"direction must be 'higher_is_better' or 'lower_is_better', not {direction!r}"
    )


def rank_change(before: ArrayLike, after: ArrayLike) -> list[int | None]:
    """Places gained (positive = up) from ``before`` to ``after``; None if unranked in either."""
    old, new = np.asarray(before, dtype=np.int64), np.asarray(after, dtype=np.int64)
    if old.shape != new.shape:
        raise ValueError("both rankings must have the same units in the same order")
    return [
        None if UNRANKED in (a, b) else int(a) - int(b)
        for a, b in zip(old.tolist(), new.tolist(), strict=True)
    ]


def percentile(place: int, ranked: int) -> float:
    """Share (0–100) of the *other* ranked units that stand behind a place: 100 first, 0 last.

    A unit alone in its group is first, so it gets 100.
    """
    if not 1 <= place <= ranked:
        raise ValueError(f"place {place} is not among {ranked} ranked units")
    return 100.0 if ranked == 1 else (ranked - place) * 100 / (ranked - 1)


# -- zones -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ZoneBounds:
    """Last place of the leading zone (0: none) and first place of the lagging zone."""

    leading_to: int
    lagging_from: int
    ranked: int

    def zone(self, place: int) -> str:
        """``leading`` 先进, ``middle`` 中间, ``lagging`` 后进, or ``""`` for an unranked unit."""
        if place == UNRANKED:
            return ""
        if place <= self.leading_to:
            return "leading"
        return "lagging" if place >= self.lagging_from else "middle"


def quota_places(share: Share, of: int, rounding: str = "half_up") -> int:
    """Number of places that a count or a share of ``of`` units is, between 0 and ``of``.

    A whole number (``4``) is a count. A fraction (``"1/3"``, ``0.25``, ``"25%"``) is a share in
    0–1, taken exactly and rounded ``half_up``, ``floor`` or ``ceiling``; ``1.0`` is everybody.
    """
    if isinstance(share, bool):
        raise TypeError("a share is a number")
    if isinstance(share, int):
        if share < 0:
            raise ValueError(f"a count of places cannot be negative: {share}")
        return min(share, of)
    exact = _fraction(share)
    if not 0 <= exact <= 1:
        raise ValueError(f"a share must lie between 0 and 1: {share}")
    places = exact * of
    if rounding == "floor":
        return math.floor(places)
    if rounding == "ceiling":
        return math.ceil(places)
    if rounding == "half_up":
        return math.floor(places + Fraction(1, 2))
    raise ValueError(f"rounding must be 'half_up', 'floor' or 'ceiling', not {rounding!r}")


def _fraction(share: float | str | Fraction) -> Fraction:
    """A share as people mean it: 0.15 is 15/100, not the binary number beside it."""
    if isinstance(share, Fraction):
        return share
    text = share.strip() if isinstance(share, str) else repr(float(share))
    try:
        if text.endswith("%"):
            return Fraction(text[:-1].strip()) / 100
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"not a share: {share!r}; write 1/3, 0.25 or 25%") from None


def zone_bounds(
    ranked: int, *, leading: Share = 0, lagging: Share = 0, rounding: str = "half_up"
) -> ZoneBounds:
    """Where the zones begin among ``ranked`` units; see :func:`quota_places` for the sizes.

    In a small group the zones may meet: the leading zone is filled first, the lagging zone gets
    what is left. With 23 units and a lagging third rounded ``floor`` it has 7 places and begins at
    place 17.
    """
    first = quota_places(leading, ranked, rounding)
    last = min(quota_places(lagging, ranked, rounding), ranked - first)
    return ZoneBounds(first, ranked - last + 1, ranked)


def zones(
    ranks: ArrayLike, *, leading: Share = 0, lagging: Share = 0, rounding: str = "half_up"
) -> list[str]:
    """Zone of each unit by its place. Units that tie across a boundary all get the better zone."""
    places = np.asarray(ranks, dtype=np.int64)
    bounds = zone_bounds(
        int(np.count_nonzero(places)), leading=leading, lagging=lagging, rounding=rounding
    )
    return [bounds.zone(place) for place in places.tolist()]


# -- neighbours --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The unit just above (标兵) and just below (追兵) by index, and how far each is."""

    above: int | None
    distance_above: float | None
    below: int | None
    distance_below: float | None


def neighbours(
    values: ArrayLike, ranks: ArrayLike, *, decimals: int | None = None
) -> list[Neighbours]:
    """Neighbours of each unit: the nearest better and the nearest worse place.

    Units that tie with it are not neighbours. Of several units on the neighbouring place, the one
    that comes first in the table stands for them. Distances are sizes without sign; give the
    ``decimals`` of the scores to keep them free of binary noise.
    """
    scores = np.asarray(values, dtype=np.float64)
    places = np.asarray(ranks, dtype=np.int64)
    first_at: dict[int, int] = {}
    for index, place in enumerate(places.tolist()):
        if place != UNRANKED:
            first_at.setdefault(place, index)
    ladder = sorted(first_at)
    step = {place: position for position, place in enumerate(ladder)}

    def distance(a: int, b: int) -> float:
        return half_up(abs(float(scores[a]) - float(scores[b])), decimals)

    found: list[Neighbours] = []
    for index, place in enumerate(places.tolist()):
        if place == UNRANKED:
            found.append(Neighbours(None, None, None, None))
            continue
        at = step[place]
        above = first_at[ladder[at - 1]] if at > 0 else None
        below = first_at[ladder[at + 1]] if at + 1 < len(ladder) else None
        found.append(
            Neighbours(
                above,
                None if above is None else distance(index, above),
                below,
                None if below is None else distance(index, below),
            )
        )
    return found


# -- grades ------------------------------------------------------------------------------------


def grade_by_quota(
    ranks: ArrayLike,
    quotas: Sequence[tuple[str, Share]],
    *,
    rounding: str = "half_up",
    ties: str = "better",
    rest: str = "",
) -> list[str]:
    """Grade by place: the first quota takes the best places, the next those after it, and so on.

    Boundaries are computed from the shares added up (25 %, then 25 + 45 = 70 %), so rounding never
    pushes the sum past the group; counts are added as they are. Units beyond all quotas get
    ``rest``; unranked ones ``""``.

    ``ties`` says what happens to units on one place that lies across a boundary: ``better`` gives
    them all the better grade (the quota may be exceeded), ``worse`` gives them all the next grade
    (the quota is never exceeded).
    """
    if ties not in ("better", "worse"):
        raise ValueError(f"ties must be 'better' or 'worse', not {ties!r}")
    places = np.asarray(ranks, dtype=np.int64)
    ranked = int(np.count_nonzero(places))
    order = np.sort(places[places != UNRANKED])
    boundaries = _boundaries(quotas, ranked, rounding)

    def grade(place: int) -> str:
        if place == UNRANKED:
            return ""
        # How many units stand on this place or before it, and how many strictly before.
        through = int(np.searchsorted(order, place, side="right"))
        before = int(np.searchsorted(order, place, side="left"))
        position = before + 1 if ties == "better" else through
        for name, boundary in boundaries:
            if position <= boundary:
                return name
        return rest

    return [grade(place) for place in places.tolist()]


def _boundaries(
    quotas: Sequence[tuple[str, Share]], ranked: int, rounding: str
) -> list[tuple[str, int]]:
    shares, counts = Fraction(0), 0
    boundaries: list[tuple[str, int]] = []
    for name, quota in quotas:
        if isinstance(quota, int) and not isinstance(quota, bool):
            counts += quota_places(quota, ranked)
        else:
            shares += _fraction(quota)
            if shares > 1:
                raise ValueError(f"the shares of the grades add up to more than 1 at {name!r}")
        places = quota_places(shares, ranked, rounding) + counts
        boundaries.append((name, min(places, ranked)))
    return boundaries


def grade_by_threshold(
    scores: ArrayLike, thresholds: Mapping[str, float], *, rest: str = ""
) -> list[str]:
    """Grade by score: the highest threshold that is reached (≥). Missing scores get ``""``."""
    ladder = sorted(thresholds.items(), key=lambda item: -item[1])
    return [
        "" if math.isnan(score) else next((name for name, bound in ladder if score >= bound), rest)
        for score in np.asarray(scores, dtype=np.float64).tolist()
    ]
