"""The board (擂台榜): one scheme, one period, one group, every row with its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.audience import (
    Audience,
    audience_before,
    audience_of,
    visible_standings,
)
from leitai.apps.standings.selectors.words import veto_words
from leitai.engine.rounding import half_up
from leitai.engine.scheme.tree import Item, Node


@dataclass(frozen=True)
class Part:
    """A top-level part of the score: node, name, full marks, and the unit's marks."""

    node: str
    name: str
    marks: float
    score: float | None


@dataclass(frozen=True)
class Neighbour:
    """The unit just above (标兵) or below (追兵) and the distance in points."""

    unit_id: int
    name: str
    name_en: str
    distance: float | None


@dataclass(frozen=True)
class BoardRow:
    """One unit's line; hidden figures are None and ``withheld`` says so."""

    place_id: int
    unit_id: int
    name: str
    name_en: str
    pinyin: str
    initials: str
    rank: int | None
    before: int | None
    change: int | None
    zone: str
    grade: str
    score: float | None
    parts: tuple[Part, ...]
    above: Neighbour | None
    below: Neighbour | None
    rank_low: int | None
    rank_high: int | None
    vetoed: str
    mine: bool
    withheld: bool

    @property
    def spelling(self) -> str:
        """What the filter of a page looks in: whole pinyin and initials."""
        return f"{self.pinyin} {self.initials}"


@dataclass(frozen=True)
class Board:
    """A board as a reader sees it; ``absent`` are members by the list that are no units here."""

    scheme: Scheme
    standing: Standing
    period: Period
    group: str
    group_name: str
    groups: tuple[tuple[str, str], ...]
    decimals: int
    full_marks: float
    parts: tuple[Part, ...]
    rows: tuple[BoardRow, ...]
    facts: dict[str, Any]
    audience: Audience
    audience_before: Audience | None
    draft: bool
    absent: tuple[str, ...]

    @property
    def explains_change(self) -> bool:
        """Whether the reader sees all scores of this round and the last: why somebody moved."""
        before = self.audience_before
        return self.audience.compares and before is not None and before.compares

    def steps_between(self) -> dict[int, tuple[str, float | None]]:
        """Return where zones begin: unit id of the first row → zone, distance to the row above."""
        found: dict[int, tuple[str, float | None]] = {}
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            if after.zone and before.zone and after.zone != before.zone:
                found[after.unit_id] = (after.zone, after.above.distance if after.above else None)
        return found


def board_periods(user: Any, scheme: Scheme, unit_id: int | None = None) -> list[Period]:
    """Return the periods for which the reader finds a board, newest first.

    With ``unit_id`` only those on whose board the unit stands.
    """
    standings = visible_standings(user, scheme)
    if unit_id is not None:
        standings = standings.filter(places__unit_id=unit_id)
    ids = standings.values("round__period_id")
    return list(Period.objects.filter(id__in=ids).order_by("-start"))


def find_standing(
    user: Any, scheme: Scheme, period: Period | None, *, draft: bool = False
) -> Standing | None:
    """Return the reader's standing of a period (the newest period by default).

    A published result stands before a draft of the same round, unless the draft is asked for and
    open to the reader.
    """
    standings = visible_standings(user, scheme).select_related(
        "round__scheme__area", "round__period", "version"
    )
    if period is not None:
        standings = standings.filter(round__period=period)
    if draft:
        drafts = standings.filter(state=Standing.State.DRAFT)
        standings = drafts if drafts.exists() else standings
    return (
        standings.defer("snapshot").order_by("-round__period__start", "-state", "-number").first()
    )


def board(user: Any, standing: Standing, group: str | None = None) -> Board | None:
    """Return the board of a standing for one group; None when the group is unknown."""
    rules = rules_of(standing.version)
    chosen = next((g for g in rules.groups if group is None or g.id == group), None)
    if chosen is None:
        return None
    audience = audience_of(user, standing)
    before = audience_before(audience, standing)
    decimals = rules.rounding.total if rules.rounding.total is not None else 4
    parts = part_heads(chosen.tree)
    weighed = any(node.marks is None for node in chosen.tree)
    places = list(
        Place.objects.filter(standing=standing, group=chosen.id)
        .select_related("unit")
        .defer("working")
    )
    places.sort(key=lambda p: (p.rank is None, p.rank or 0, p.unit.position, p.unit_id))
    grades = dict(chosen.grades.names) if chosen.grades else {}
    heads = {part.node: part for part in parts}
    rows = [
        _row(
            place, places, index, _shares(place, heads, weighed), audience, before, decimals, grades
        )
        for index, place in enumerate(places)
    ]
    if not audience.orders:
        # Neighbours were found in the true order; that of the lines must not tell closed places.
        position = {place.unit_id: place.unit.position for place in places}
        rows.sort(key=lambda r: (r.rank is None, r.rank or 0, position[r.unit_id], r.unit_id))
    return Board(
        scheme=standing.round.scheme,
        standing=standing,
        period=standing.round.period,
        group=chosen.id,
        group_name=chosen.name,
        groups=tuple((g.id, g.name) for g in rules.groups),
        decimals=decimals,
        full_marks=sum(part.marks for part in parts),
        parts=parts,
        rows=tuple(rows),
        facts=standing.facts.get(chosen.id, {}),
        audience=audience,
        audience_before=before,
        draft=standing.state == Standing.State.DRAFT,
        absent=chosen.listed_but_absent({place.unit.name for place in places}),
    )


def part_heads(tree: Sequence[Item | Node]) -> tuple[Part, ...]:
    """Return the top-level parts with their full marks; weights count as shares of 100."""
    shown = [node for node in tree if not (isinstance(node, Item) and node.off is not None)]
    weights = sum(float(node.weight or 0) for node in shown)
    return tuple(
        Part(
            node.id,
            node.name,
            float(node.marks)
            if node.marks is not None
            else half_up(float(node.weight or 0) / weights * 100 if weights else 0.0, 2),
            None,
        )
        for node in shown
    )


def _shares(place: Place, heads: Mapping[str, Part], weighed: bool) -> tuple[Part, ...]:
    """Return what each part brings to the total, so that the parts lie end to end.

    Where the tree adds marks that is the part's score. Where it weighs, it is score times weight,
    brought to the total when parts without a score left their weight to the others.
    """
    found = [
        Part(node, heads[node].name, heads[node].marks, score)
        for node, score in place.parts
        if node in heads
    ]
    if not weighed or place.score is None:
        return tuple(found)
    brought = [(part.score or 0.0) * part.marks / 100 for part in found]
    scale = place.score / sum(brought) if sum(brought) > 0 else 0.0
    return tuple(
        Part(part.node, part.name, part.marks, half_up(amount * scale, 2))
        for part, amount in zip(found, brought, strict=True)
    )


def _row(
    place: Place,
    places: list[Place],
    index: int,
    parts: tuple[Part, ...],
    audience: Audience,
    before: Audience | None,
    decimals: int,
    grades: Mapping[str, str],
) -> BoardRow:
    ranked = audience.sees("ranks", place.unit_id)
    moved = ranked and before is not None and before.sees("ranks", place.unit_id)
    scored = audience.sees("scores", place.unit_id)
    above = places[index - 1] if index > 0 and ranked and place.rank is not None else None
    below = places[index + 1] if index + 1 < len(places) and ranked else None
    if below is not None and below.rank is None:
        below = None

    def neighbour(other: Place | None) -> Neighbour | None:
        if other is None or not audience.sees("ranks", other.unit_id):
            return None
        distance = None
        open_scores = scored and audience.sees("scores", other.unit_id)
        if open_scores and other.score is not None and place.score is not None:
            distance = half_up(abs(other.score - place.score), decimals)
        return Neighbour(other.unit_id, other.unit.name, other.unit.name_en, distance)

    return BoardRow(
        place_id=place.pk,
        unit_id=place.unit_id,
        name=place.unit.name,
        name_en=place.unit.name_en,
        pinyin=place.unit.pinyin,
        initials=place.unit.initials,
        rank=place.rank if ranked else None,
        before=place.before if moved else None,
        change=place.change if moved else None,
        zone=place.zone if ranked else "",
        grade=grades.get(place.grade, place.grade) if ranked else "",
        score=place.score if scored else None,
        parts=parts if scored else (),
        above=neighbour(above),
        below=neighbour(below),
        rank_low=place.rank_low if ranked else None,
        rank_high=place.rank_high if ranked else None,
        vetoed=veto_words(place.vetoed) if ranked else "",
        mine=place.unit_id in audience.own,
        withheld=not (ranked and scored),
    )
