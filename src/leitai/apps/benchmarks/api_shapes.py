"""What programs send to and get from benchmarks."""

from __future__ import annotations

from ninja import Schema

from leitai.apps.paging import PageInfo


class PairOut(Schema):
    """A choice for a year; proposals and returns are shown to those concerned."""

    id: int
    unit_id: int
    unit: str
    benchmark_id: int
    benchmark: str
    year: int
    role: str
    distance: str
    state: str
    reason: str
    topic: str
    decision: str
    proposed_at: str
    decided_at: str | None


class PairPageOut(Schema):
    page: PageInfo
    items: list[PairOut]


class FigureOut(Schema):
    """A figure in the item's measure; an intensity has no revision of its own.

    ``place_id`` is the place on the published board that shows the figure to the reader; it has no
    revision for them then.
    """

    number: float | None
    qualifier: str
    missing: str
    revision_id: int | None
    place_id: int | None
    scope: list[str]
    source: str


class LineOut(Schema):
    """A line of the gap table; ``percent`` is own in percent of the benchmark."""

    item: str
    name: str
    role: str
    measure: str
    own: FigureOut
    benchmark: FigureOut
    difference: float | None
    percent: float | None
    verdict: str
    own_rank: int
    benchmark_rank: int
    ranked: int


class ShareOut(Schema):
    extent: int
    name: str
    percent: float | None


class PartOut(Schema):
    name: str
    own: float
    benchmark: float
    gap: float
    share: float | None


class WantedOut(Schema):
    """A growth a year that would be needed; ``share_below`` is of all units' history."""

    kind: str
    rate: float
    years: int
    amount: float
    extent: str
    share_below: float | None
    out_of_experience: bool


class CandidateOut(Schema):
    unit_id: int
    name: str
    place: str
    tier: str
    value: float | None
    percent: float | None
    rank: int
    role: str
    reasons: list[str]


class StatedOut(Schema):
    """A stated comparison with its check; ``agrees`` is null where a figure is missing."""

    id: int
    quote: str
    place: str
    other: str
    share: float | None
    value: float | None
    agrees: bool | None
    implied: float | None
    stored: float | None
    difference: float | None


class GapOut(Schema):
    """A unit beside its benchmark, as the page shows it."""

    unit_id: int
    unit: str
    benchmark_id: int | None
    benchmark: str
    year: int
    period: str
    extent: int
    extents: list[ShareOut]
    lines: list[LineOut]
    parts: list[PartOut]
    own_growth: float | None
    benchmark_growth: float | None
    years_standing: float | None
    years_growing: float | None
    wanted: list[WantedOut]
    experience: dict[str, float]
    candidates: list[CandidateOut]
    stated: list[StatedOut]


class SuggestedOut(Schema):
    period: str
    considered: int
    better: int
    candidates: list[CandidateOut]


class ChoiceIn(Schema):
    """A main benchmark, or with ``distance`` (near, middle, far) a reference."""

    benchmark_id: int
    year: int
    reason: str
    distance: str = ""
    topic: str = ""


class WordIn(Schema):
    reason: str = ""


class StatedIn(Schema):
    """A sentence with either ``share`` (percent) or ``value`` (the other's figure)."""

    other_id: int
    item: str
    period: str
    quote: str
    place: str = ""
    share: float | None = None
    value: float | None = None
    decimals: int | None = None
    own_value: float | None = None
    own_decimals: int | None = None
    extent: int | None = None
