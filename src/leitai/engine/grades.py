"""Grades (等次): quotas, thresholds and vetoes together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leitai.engine.ranking import UNRANKED, quota_places
from leitai.engine.scheme.beside import Grades, Quota

#: Veto effects, the heaviest last.
EFFECTS = ("not_excellent", "drop_one_grade", "lowest_grade", "zero_total")


def grades(
    ranks: ArrayLike,
    scores: ArrayLike,
    rules: Grades,
    vetoes: Mapping[int, Sequence[str]] | None = None,
) -> list[str]:
    """Grade id of each unit; ``""`` for unranked units. A grade without rule takes all that come.

    Grades are given from the best down. A unit takes the best grade whose threshold it reaches and
    whose quota still has a place. Units that tie across the boundary
    of a quota all get the better grade (``boundary_ties: better``) or all the next one. ``vetoes``
    maps the place of a unit in the arrays to the effects that struck it.
    """
    places = np.asarray(ranks, dtype=np.int64)
    points = np.asarray(scores, dtype=np.float64)
    struck = {unit: effects for unit, effects in (vetoes or {}).items() if effects}
    given = _give(places, points, rules, frozenset())
    if not struck:
        return given
    names = [name for name, _ in rules.names]
    # A vetoed unit falls from the grade that it would have had; its place goes to the next.
    own = {unit: given[unit] for unit in struck}
    if not rules.vetoed_take_places:
        given = _give(places, points, rules, frozenset(struck))
    for unit, effects in struck.items():
        given[unit] = _after(own[unit], names, effects) if own[unit] else ""
    return given


def _give(
    places: NDArray[np.int64], points: NDArray[np.float64], rules: Grades, barred: frozenset[int]
) -> list[str]:
    """Grades by quota and threshold; ``barred`` units cannot take the best."""
    names = [name for name, _ in rules.names]
    ranked = int(np.count_nonzero(places != UNRANKED))
    given = [names[-1] if place != UNRANKED else "" for place in places.tolist()]
    waiting = [i for i in np.argsort(places, kind="stable").tolist() if places[i] != UNRANKED]
    taken = 0
    for grade in names[:-1]:
        bound = next((t.at_least for t in rules.thresholds if t.grade == grade), None)
        quota = next((q for q in rules.quotas if q.grade == grade), None)
        eligible = [i for i in waiting if bound is None or points[i] >= bound]
        if grade == names[0]:
            eligible = [i for i in eligible if i not in barred]
        room = None if quota is None else _room(quota, rules, ranked, taken)
        chosen = _within(eligible, places, room, rules.boundary_ties)
        for unit in chosen:
            given[unit] = grade
        taken += len(chosen)
        gone = set(chosen)
        waiting = [i for i in waiting if i not in gone]
    return given


def _room(quota: Quota, rules: Grades, ranked: int, taken: int) -> int:
    """Places that a grade still has."""
    if quota.count is not None:
        return quota.count
    if quota.up_to is not None:
        return max(0, quota_places(quota.up_to, ranked, rules.rounding) - taken)
    assert quota.share is not None
    before = [q.share for q in rules.quotas[: rules.quotas.index(quota)]]
    shares = [*before, quota.share]
    if any(isinstance(share, int) or share is None for share in shares):
        return quota_places(quota.share, ranked, rules.rounding)
    # Boundaries are rounded on the shares added up, so that rounding never adds a place.
    upper = sum((_exact(share) for share in shares), Fraction(0))
    lower = sum((_exact(share) for share in before), Fraction(0))
    through = quota_places(min(upper, Fraction(1)), ranked, rules.rounding)
    return through - quota_places(min(lower, Fraction(1)), ranked, rules.rounding)


def _exact(share: int | float | str | None) -> Fraction:
    text = share.strip() if isinstance(share, str) else repr(share)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text.replace(" ", ""))


def _within(
    eligible: Sequence[int], places: NDArray[np.int64], room: int | None, ties: str
) -> list[int]:
    """The first ``room`` of the eligible units, ties at the boundary together."""
    if room is None or room >= len(eligible):
        return list(eligible)
    if room <= 0:
        return []
    last, following = places[eligible[room - 1]], places[eligible[room]]
    if last != following:
        return list(eligible[:room])
    if ties == "better":
        return [unit for unit in eligible if places[unit] <= last]
    return [unit for unit in eligible if places[unit] < last]


def _after(grade: str, names: Sequence[str], effects: Sequence[str]) -> str:
    """The grade that is left after vetoes."""
    place = names.index(grade)
    if "lowest_grade" in effects or "zero_total" in effects:
        return names[-1]
    if "drop_one_grade" in effects:
        place += 1
    if "not_excellent" in effects:
        place = max(place, 1)
    return names[min(place, len(names) - 1)]
