"""Running the engine for a round: tables in, places out. Pure of database writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from leitai.apps.audit.digests import digest
from leitai.apps.indicators.models import Series
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.standings.tables import GroupTable, build_table
from leitai.engine import GroupResult, Result, score
from leitai.engine import Scheme as Rules
from leitai.engine.robustness import rank_range

#: What stands between the effects of several vetoes on one place.
EFFECTS_JOINED = "、"
#: Kinds of nodes whose own score a standing keeps for every unit.
LEAVES = ("item", "bonus", "penalty", "extra")


@dataclass(frozen=True)
class Scored:
    """One group's outcome, ready to be stored or compared.

    Attributes:
        table: what was scored.
        result: the engine's result for this group alone.
        places: one row a unit, in the order of the table.
    """

    table: GroupTable
    result: Result
    places: tuple[PlaceRow, ...]


@dataclass(frozen=True)
class PlaceRow:
    """A unit's place as plain data; ``parts`` and ``items`` as the standing stores them."""

    unit_id: int
    key: str
    rank: int | None
    score: float | None
    zone: str
    grade: str
    vetoed: str
    rank_low: int | None
    rank_high: int | None
    parts: list[list[Any]]
    items: dict[str, list[Any]] = field(default_factory=dict)

    def published_content(self, group: str) -> list[Any]:
        """What the result digest covers for this place."""
        return [
            group,
            self.unit_id,
            self.rank,
            self.score,
            self.zone,
            self.grade,
            self.vetoed,
            self.parts,
            self.items,
        ]


@lru_cache(maxsize=64)
def _parsed(sha256: str, text: str) -> Rules:
    return Rules.from_yaml(text)


def rules_of(version: SchemeVersion) -> Rules:
    """Return the version's rules, parsed once a process."""
    return _parsed(version.sha256, version.text)


def score_group(rules: Rules, table: GroupTable, *, ranges: bool = True) -> Scored:
    """Score one group's table; ``ranges`` adds the interval in which each rank stays."""
    result = score(rules, table.table, group=table.group)
    outcome = next(part for part in result.groups if part.id == table.group)
    low_high: Mapping[str, tuple[int, int]] = {}
    if ranges and len(table.unit_ids) <= 500:
        low_high = rank_range(result, table.group)
    return Scored(table, result, tuple(_places(outcome, table, low_high)))


def _places(
    outcome: GroupResult, table: GroupTable, ranges: Mapping[str, tuple[int, int]]
) -> list[PlaceRow]:
    index = {unit: i for i, unit in enumerate(outcome.units)}
    leaves = [node.id for node in outcome.nodes if node.kind in LEAVES and not node.off]
    rows = []
    for place in outcome.standings:
        i = index[place.unit]
        low, high = ranges.get(place.unit, (None, None))
        rows.append(
            PlaceRow(
                unit_id=table.unit_ids[place.unit],
                key=place.unit,
                rank=place.rank or None,
                score=_plain(place.score),
                zone=place.zone or "",
                grade=place.grade or "",
                vetoed=EFFECTS_JOINED.join(place.vetoed),
                rank_low=low,
                rank_high=high,
                parts=[[node, _plain(value)] for node, value in place.parts],
                items={
                    node: [_plain(outcome.scores[node][i]), _rank(outcome, node, i)]
                    for node in leaves
                },
            )
        )
    return rows


def _plain(value: Any) -> float | None:
    number = None if value is None else float(value)
    return None if number is None or number != number else number


def _rank(outcome: GroupResult, node: str, i: int) -> int | None:
    ranks = outcome.ranks.get(node)
    if ranks is None:
        return None
    rank = int(ranks[i])
    return rank if rank > 0 else None


def score_round(
    scheme: Scheme,
    rules: Rules,
    period: Period,
    *,
    upto: int | None = None,
    ranges: bool = True,
) -> list[Scored]:
    """Build and score every group of a scheme's rules; ``ranges`` as in ``score_group``."""
    known: dict[str, Series] = {}
    return [
        score_group(
            rules, build_table(scheme, rules, group, period, upto=upto, known=known), ranges=ranges
        )
        for group in rules.groups
    ]


def result_digest(groups: list[Scored]) -> str:
    """Return the digest over all published content of a result, by group and unit."""
    content = [row.published_content(part.table.group) for part in groups for row in part.places]
    return digest(sorted(content, key=lambda row: (row[0], row[1])))
