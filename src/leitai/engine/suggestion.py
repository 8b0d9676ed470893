"""What a search for benchmarks asks and finds: traits, reach, suggestions with their reasons."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from leitai.engine.gaps import GapIndicator
from leitai.engine.scheme.problems import Words

__all__ = [
    "ALIKE",
    "TIERS",
    "TIER_WORDS",
    "Excluded",
    "Merit",
    "Reachable",
    "Suggestion",
    "Suggestions",
    "Tier",
    "Trait",
    "TraitDistance",
]

Tier = Literal["near", "middle", "far"]
TIERS: Final[tuple[Tier, ...]] = ("near", "middle", "far")
TIER_WORDS: Final[Mapping[str, Words]] = {
    "near": Words("近", "near"),
    "middle": Words("中", "middle"),
    "far": Words("远", "far"),
}
ALIKE: Final = 1.0
"""Up to this many robust standard deviations, two units count as alike in a trait."""


@dataclass(frozen=True, kw_only=True)
class Trait:
    """What a benchmark should be alike in. ``id`` is a column, or a key of ``labels``.

    ``scale``: ``log`` for sizes (population, area; figures must be positive), ``linear`` for shares
    and rates, ``label`` for words such as terrain. ``weight`` counts it more or less.
    """

    id: str
    name: str
    scale: Literal["log", "linear", "label"] = "log"
    unit: str = ""
    decimals: int | None = None
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.scale not in ("log", "linear", "label"):
            raise ValueError(f"unknown scale {self.scale!r} of {self.id!r}")
        if not (math.isfinite(self.weight) and self.weight > 0):
            raise ValueError(f"the weight of {self.id!r} must be positive")


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """When a benchmark is near, middle or far.

    ``indicator`` is what is to be caught up in, ``growth`` the growth a year (percent, towards the
    better side) that the unit can be asked for at best, such as P90 of all counties, and
    ``benchmark_growth`` that of the benchmark. Up to ``near`` years is near, up to ``middle``
    middle, beyond or never far: a reference for experience and no target to overtake. A unit less
    than ``least_lead`` percent ahead is too close to learn from and is not offered.
    """

    indicator: GapIndicator
    growth: float
    benchmark_growth: float = 0.0
    near: float = 5.0
    middle: float = 10.0
    least_lead: float = 5.0
    growth_name: Words = field(default_factory=lambda: Words("可望增速", "hoped-for growth"))

    def __post_init__(self) -> None:
        if not 0 < self.near < self.middle:
            raise ValueError("near and middle must be rising numbers of years")
        if self.indicator.direction == "none":
            raise ValueError(f"{self.indicator.id!r} has no direction to catch up in")


@dataclass(frozen=True)
class Merit:
    """An indicator in which the candidate is better: both figures and the ratio in percent."""

    indicator: GapIndicator
    own: float
    candidate: float
    percent: float | None


@dataclass(frozen=True)
class TraitDistance:
    """How far a candidate is in one trait, in robust standard deviations of that trait."""

    trait: Trait
    own: float | str
    candidate: float | str
    distance: float

    @property
    def alike(self) -> bool:
        """Whether the two count as alike."""
        return self.distance <= ALIKE


@dataclass(frozen=True)
class Suggestion:
    """A candidate with everything that speaks for and against it.

    ``distance`` is the weighted mean over the traits (0 without traits); ``percent`` the
    candidate's figure of the reach indicator in percent of the own one, ``years`` how long catching
    up takes (None: never at these rates), ``place`` its place among all units. ``overtake`` is
    false for far ones. ``tied`` are others of the tier at the same distance, which are ordered by
    name.
    """

    unit: str
    tier: Tier
    distance: float
    own: float
    value: float
    percent: float
    years: float | None
    place: int
    overtake: bool
    merits: tuple[Merit, ...]
    traits: tuple[TraitDistance, ...]
    tied: tuple[str, ...]
    reasons: tuple[Words, ...]


@dataclass(frozen=True)
class Excluded:
    """A unit that could not be judged, and why."""

    unit: str
    reason: Words


@dataclass(frozen=True)
class Suggestions:
    """Candidates by tier, the most alike first.

    ``considered`` units were compared, ``better`` of them are better in all that was asked for;
    ``excluded`` lack a figure. ``notes`` tell what could not be taken into account.
    """

    near: tuple[Suggestion, ...]
    middle: tuple[Suggestion, ...]
    far: tuple[Suggestion, ...]
    considered: int
    better: int
    excluded: tuple[Excluded, ...]
    notes: tuple[Words, ...]

    @property
    def all(self) -> tuple[Suggestion, ...]:
        """Near, middle and far in turn."""
        return self.near + self.middle + self.far
