"""Rule sets as data: kinds with their terms and checks, lights, and ladders of tickets. Pure.

The sets shipped in ``data/rules.yaml`` are published by offices or suggested. An area's choice is a
copy (:class:`~leitai.apps.matters.models.RuleChoice`), parsed by the same functions.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from typing import Any

import yaml

from leitai.apps.matters.lights import Light
from leitai.apps.periods.deadlines import Deadline


class Category(StrEnum):
    """What a set rules; the value is its place in the data file."""

    KINDS = "kinds"
    LIGHTS = "lights"
    LADDER = "ladder"


#: What holds for an area that has chosen nothing.
DEFAULTS = {Category.KINDS: "county", Category.LIGHTS: "five_lights", Category.LADDER: ""}


@dataclass(frozen=True)
class Check:
    """A question to answer before a matter is closed out."""

    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of matter.

    Attributes:
        deadline: the term from the day of assignment.
        extension_limit: extensions at most.
        evidence_share: share of its matters whose completion report must bring evidence, 0 to 1.
        urge_before: working days before the due day on which it is urged by rule.
    """

    code: str
    name: str
    name_en: str = ""
    deadline: Deadline = field(default_factory=Deadline)
    extension_limit: int = 1
    evidence_share: float = 0.0
    urge_before: tuple[int, ...] = (3,)


@dataclass(frozen=True)
class KindSet:
    """Kinds and the checks before closing out."""

    kinds: tuple[Kind, ...]
    checks: tuple[Check, ...]

    def kind(self, code: str) -> Kind | None:
        """Return the kind with this code."""
        return next((kind for kind in self.kinds if kind.code == code), None)


@dataclass(frozen=True)
class Level:
    """A ticket level of a ladder.

    Attributes:
        place: 1 is the lowest.
        level: colour.
        near, behind, late, after: when a rule raises to it: the due day is near; progress is
            behind; more than ``late`` working days past due; ``after`` working days since the
            ticket before, still not done. None where it does not look at that.
        goes_to: who gets it beside the lead unit.
        marks: added to the year's score from the ``marks_from``-th ticket of this level.
    """

    place: int
    level: Light
    name: str
    name_en: str = ""
    consequence: str = ""
    consequence_en: str = ""
    goes_to: str = ""
    near: bool = False
    behind: bool = False
    late: int | None = None
    after: int | None = None
    marks: float = 0.0
    marks_from: int = 1


@dataclass(frozen=True)
class Ladder:
    """The levels from lowest to highest; empty where no rule issues tickets."""

    levels: tuple[Level, ...] = ()

    def at(self, place: int) -> Level | None:
        """Return the level at a place, 1 is the lowest."""
        return self.levels[place - 1] if 1 <= place <= len(self.levels) else None

    def place_of(self, level: str) -> int:
        """Return the place of a colour, 0 where the ladder has none such."""
        return next((one.place for one in self.levels if one.level == level), 0)


def read_kinds(content: Mapping[str, Any]) -> KindSet:
    """Read a set of kinds.

    Raises:
        ValueError, KeyError, TypeError: for what is no such set.
    """
    kinds = tuple(
        Kind(
            code=row["code"],
            name=row["name"],
            name_en=row.get("name_en", ""),
            deadline=Deadline.from_dict(row.get("deadline") or {}),
            extension_limit=int(row.get("extension_limit", 1)),
            evidence_share=float(row.get("evidence_share", 0)),
            urge_before=tuple(int(n) for n in row.get("urge_before", (3,))),
        )
        for row in content["kinds"]
    )
    codes = [kind.code for kind in kinds]
    if not codes or len(set(codes)) != len(codes):
        raise ValueError("a set needs kinds, each code once")
    return KindSet(kinds, tuple(Check(**row) for row in content.get("checks", ())))


def read_ladder(content: Mapping[str, Any]) -> Ladder:
    """Read a ladder.

    Raises:
        ValueError, KeyError, TypeError: for what is no ladder.
    """
    levels = []
    for place, row in enumerate(content["levels"], start=1):
        given = {key: value for key, value in row.items() if key != "raise_when"}
        given |= row.get("raise_when") or {}
        levels.append(Level(place=place, **{**given, "level": Light(row["level"])}))
    return Ladder(tuple(levels))


@functools.cache
def shipped() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the sets of the data file: (category, slug) → the set as written."""
    text = resources.files("leitai.apps.matters").joinpath("data/rules.yaml").read_text("utf-8")
    found = yaml.safe_load(text)
    return {(category, row["slug"]): row for category in Category for row in found[category]}
