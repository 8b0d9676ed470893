"""What a reader may take away of a standing: the only door between the store and the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.audience import Audience, audience_of
from leitai.apps.standings.selectors.words import told, veto_words
from leitai.apps.standings.selectors.workings import working_of
from leitai.engine import Scheme as Rules
from leitai.engine import ToldNode
from leitai.engine.scheme.model import Group


@dataclass(frozen=True)
class UnitRow:
    """One unit of the group, cut down to what the reader may see.

    ``working`` is there where scores are open; ``inputs_open`` tells whether the figures in it may
    go into the file too. ``key`` is the unit's name in the workings of the group.
    """

    key: str
    ranks_open: bool
    scores_open: bool
    inputs_open: bool
    rank: int | None
    before: int | None
    zone: str
    grade: str
    vetoed: str
    score: float | None
    working: ToldNode | None


@dataclass(frozen=True)
class Content:
    """A group of a standing as one reader sees it."""

    standing: Standing
    rules: Rules
    group: Group
    rows: tuple[UnitRow, ...]

    @property
    def all_scores(self) -> bool:
        """Whether every unit's score is open, so that a place can be computed in the file."""
        return all(row.scores_open for row in self.rows)

    @property
    def all_inputs(self) -> bool:
        """Whether every unit's figures are open, so that statistics of the group can be."""
        return all(row.inputs_open for row in self.rows)


def content_for(user: Any, standing: Standing, group_id: str) -> Content:
    """Return what the reader may see of a group.

    Units whose rank is open come first, by rank; the others follow in their customary order, so
    that the order tells nothing.

    Raises:
        KeyError: when the scheme has no such group.
    """
    rules = rules_of(standing.version)
    group = rules.group(group_id)
    audience = audience_of(user, standing)
    places = Place.objects.filter(standing=standing, group=group.id).select_related("unit")
    listed = sorted(places, key=lambda place: _order(place, audience))
    names = [place.unit.name for place in listed]
    return Content(
        standing,
        rules,
        group,
        tuple(_row(place, standing, audience, names) for place in listed),
    )


def _order(place: Place, audience: Audience) -> tuple[bool, int, int, int]:
    shown = audience.sees("ranks", place.unit_id) and place.rank is not None
    return not shown, (place.rank or 0) if shown else 0, place.unit.position, place.unit_id


def _row(place: Place, standing: Standing, audience: Audience, names: list[str]) -> UnitRow:
    place.standing = standing
    ranked = audience.sees("ranks", place.unit_id)
    scored = audience.sees("scores", place.unit_id)
    unit = place.unit
    return UnitRow(
        key=unit.name if names.count(unit.name) == 1 else f"{unit.name}（{unit.division_code}）",
        ranks_open=ranked,
        scores_open=scored,
        inputs_open=scored and audience.sees("inputs", place.unit_id),
        rank=place.rank if ranked else None,
        before=place.before if ranked else None,
        zone=place.zone if ranked else "",
        grade=place.grade if ranked else "",
        vetoed=veto_words(place.vetoed) if ranked else "",
        score=place.score if scored else None,
        working=told(standing, working_of(place)) if scored else None,
    )
