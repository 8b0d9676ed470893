"""Boards, rows and workings over HTTP: what the pages show, no more and no less."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.standings.models import Place, Restatement, Scheme, Standing
from leitai.apps.standings.selectors import (
    audience_of,
    board,
    board_periods,
    unit_page,
    visible_schemes,
)
from leitai.apps.standings.selectors.audience import visible_standings
from leitai.apps.standings.selectors.board import Board, BoardRow, Neighbour, find_standing
from leitai.apps.standings.selectors.words import told
from leitai.apps.standings.selectors.workings import (
    without_inputs,
    without_ranks,
    working_of,
)
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["boards"])


class BoardEntryOut(Schema):
    """A board as the list shows it; ``period`` is the newest that is open."""

    scheme: str
    name: str
    name_en: str
    period_kind: str
    monitor: bool
    period: str


class BoardEntryPageOut(Schema):
    page: PageInfo
    items: list[BoardEntryOut]


class PartOut(Schema):
    node: str
    name: str
    marks: float
    score: float | None


class NeighbourOut(Schema):
    unit_id: int
    name: str
    distance: float | None


class RowOut(Schema):
    """One unit's line; withheld figures are null."""

    place_id: int | None
    unit_id: int
    name: str
    rank: int | None
    change: int | None
    zone: str
    grade: str
    score: float | None
    parts: list[PartOut]
    above: NeighbourOut | None
    below: NeighbourOut | None
    rank_low: int | None
    rank_high: int | None


class StandingOut(Schema):
    """A result with its seal; drafts are shown to those who may see them."""

    scheme: str
    version: str
    period: str
    number: int
    state: str
    computed_at: str
    published_at: str | None
    snapshot_sha256: str
    result_sha256: str
    engine_version: str
    seal_hash: str


class BoardOut(StandingOut):
    """A board of one group with its facts and seal."""

    group: str
    groups: list[str]
    facts: dict[str, Any]
    page: PageInfo
    rows: list[RowOut]


class ItemOut(Schema):
    """A line of the report card."""

    node: str
    name: str
    marks: float | None
    score: float | None
    rank: int | None
    zone: str


class HistoryOut(Schema):
    period: str
    rank: int | None
    score: float | None
    units: int


class CardOut(Schema):
    """A unit's report card on a board; ``items`` is empty where inputs are not open."""

    row: RowOut
    items: list[ItemOut]
    history: list[HistoryOut]


class RestatementOut(Schema):
    """A published result that a later revision touches; ``difference`` is the whole table."""

    id: int
    scheme: str
    period: str
    cause: str
    found_at: str
    settled: bool
    difference: list[dict[str, Any]]


class RestatementPageOut(Schema):
    page: PageInfo
    items: list[RestatementOut]


def scheme_of(request: HttpRequest, slug: str) -> Scheme:
    """Return a scheme that is open to the caller.

    Raises:
        Http404: when it is not, or not there.
    """
    scheme = visible_schemes(request.user).filter(slug=slug).first()
    if scheme is None:
        raise Http404
    return scheme


def standing_of(request: HttpRequest, slug: str, code: str) -> Standing:
    """Return the standing of a period that exists for the caller.

    Raises:
        Http404: when there is none.
    """
    period = period_by_code(code)
    standing = find_standing(request.user, scheme_of(request, slug), period) if period else None
    if standing is None:
        raise Http404
    return standing


@router.get("/boards", response=BoardEntryPageOut, summary="Boards open to the person")
def list_boards(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the schemes whose boards the person may open, each with its newest period."""

    def entry(scheme: Scheme) -> BoardEntryOut:
        standing = find_standing(request.user, scheme, None)
        return BoardEntryOut(
            scheme=scheme.slug,
            name=scheme.name,
            name_en=scheme.name_en,
            period_kind=scheme.period_kind,
            monitor=scheme.monitor,
            period=standing.round.period.code if standing else "",
        )

    return cut(visible_schemes(request.user), limit, offset, entry)


@router.get("/boards/{slug:slug}", response=list[str], summary="Periods with a board")
def list_periods(request: HttpRequest, slug: str) -> list[str]:
    """Return the periods for which the person finds a board, newest first."""
    return [period.code for period in board_periods(request.user, scheme_of(request, slug))]


@router.get("/boards/{slug:slug}/{period}", response=BoardOut, summary="A board")
def show_board(
    request: HttpRequest,
    slug: str,
    period: str,
    group: str | None = None,
    zone: str = "",
    limit: int = 200,
    offset: int = 0,
) -> dict[str, Any]:
    """Return a board of one group (the first by default), filtered by zone."""
    page = board(request.user, standing_of(request, slug, period), group)
    if page is None:
        raise Http404
    ids = _place_ids(page)
    rows = [row for row in page.rows if not zone or row.zone == zone]
    part = cut(rows, limit, offset, lambda row: _row_out(row, ids))
    return {
        **_standing_fields(page.standing),
        "group": page.group,
        "groups": [code for code, _name in page.groups],
        "facts": {key: value for key, value in page.facts.items() if key != "gaps"},
        "page": part["page"],
        "rows": part["items"],
    }


@router.get(
    "/boards/{slug:slug}/{period}/units/{int:unit}", response=CardOut, summary="A report card"
)
def show_card(request: HttpRequest, slug: str, period: str, unit: int) -> dict[str, Any]:
    """Return a unit's row, its items where they are open, and its last twelve places."""
    page = unit_page(request.user, standing_of(request, slug, period), unit)
    if page is None:
        raise Http404
    return {
        "row": _row_out(page.row, _place_ids(page.board)),
        "items": [
            ItemOut(
                node=item.node,
                name=item.name,
                marks=item.marks,
                score=item.score,
                rank=item.rank,
                zone=item.zone,
            )
            for part in page.parts
            for item in part.items
        ],
        "history": [
            {"period": code, "rank": rank, "score": score, "units": units}
            for code, rank, score, units in page.history
        ],
    }


def _place_ids(page: Board) -> dict[int, int]:
    places = Place.objects.filter(standing=page.standing, group=page.group)
    return dict(places.values_list("unit_id", "id"))


def _standing_fields(standing: Standing) -> dict[str, Any]:
    published = standing.published_at
    return {
        "scheme": standing.round.scheme.slug,
        "version": standing.version.number,
        "period": standing.round.period.code,
        "number": standing.number,
        "state": standing.state,
        "computed_at": standing.computed_at.isoformat(),
        "published_at": published.isoformat() if published else None,
        "snapshot_sha256": standing.snapshot_sha256,
        "result_sha256": standing.result_sha256,
        "engine_version": standing.engine_version,
        "seal_hash": standing.seal_hash,
    }


def _row_out(row: BoardRow, ids: dict[int, int]) -> dict[str, Any]:
    def beside(other: Neighbour | None) -> dict[str, Any] | None:
        if other is None:
            return None
        return {"unit_id": other.unit_id, "name": other.name, "distance": other.distance}

    return {
        "place_id": None if row.withheld else ids.get(row.unit_id),
        "unit_id": row.unit_id,
        "name": row.name,
        "rank": row.rank,
        "change": row.change,
        "zone": row.zone,
        "grade": row.grade,
        "score": row.score,
        "parts": [
            {"node": p.node, "name": p.name, "marks": p.marks, "score": p.score} for p in row.parts
        ],
        "above": beside(row.above),
        "below": beside(row.below),
        "rank_low": row.rank_low,
        "rank_high": row.rank_high,
    }


@router.post(
    "/boards/{slug:slug}/{period}/compute", response=StandingOut, summary="Compute a draft"
)
def compute(request: HttpRequest, slug: str, period: str) -> dict[str, Any]:
    """Score the round from the values accepted so far; replaces the round's draft."""
    need_scope(request, Scope.COMPUTE)
    scheme = scheme_of(request, slug)
    when = period_by_code(period)
    if when is None or not request.user.has_perm("standings.compute", scheme):
        raise Http404
    act = act_of(request)
    played = open_round(act.within(), scheme=scheme, period=when)
    return _standing_fields(compute_standing(act, played=played))


@router.post(
    "/boards/{slug:slug}/{period}/publish", response=StandingOut, summary="Publish the draft"
)
def publish(request: HttpRequest, slug: str, period: str) -> dict[str, Any]:
    """Freeze the round's draft and show it to its audience."""
    need_scope(request, Scope.COMPUTE)
    scheme = scheme_of(request, slug)
    if not request.user.has_perm("standings.publish", scheme):
        raise Http404
    standings = Standing.objects.filter(round__scheme=scheme, round__period__code=period)
    act = act_of(request)
    # A repeated request finds its draft published; the service answers it as before.
    draft = (
        standings.filter(state=Standing.State.DRAFT).first()
        or standings.filter(state=Standing.State.PUBLISHED).first()
    )
    if draft is None:
        raise HttpError(409, _("There is no draft to publish; compute one first."))
    published = publish_standing(act, standing=draft)
    published.refresh_from_db()
    return _standing_fields(published)


@router.get(
    "/places/{int:place_id}/working", response=dict[str, Any], summary="How a score came about"
)
def show_working(request: HttpRequest, place_id: int) -> dict[str, Any]:
    """Return the working of a unit's score as a tree, with the inputs where they are released."""
    place = (
        Place.objects.filter(pk=place_id)
        .select_related("standing__version", "standing__round__scheme__area")
        .first()
    )
    if place is None:
        raise Http404
    scheme = place.standing.round.scheme
    known = visible_schemes(request.user).filter(pk=scheme.pk).exists()
    if (
        not known
        or not visible_standings(request.user, scheme).filter(pk=place.standing_id).exists()
    ):
        raise Http404
    audience = audience_of(request.user, place.standing)
    if not audience.sees("scores", place.unit_id):
        raise Http404
    tree = working_of(place)
    if not audience.sees("ranks", place.unit_id):
        tree = without_ranks(tree)
    if not audience.sees("inputs", place.unit_id):
        tree = without_inputs(tree)
    return told(place.standing, tree).to_dict()


@router.get("/restatements", response=RestatementPageOut, summary="Late revisions")
def list_restatements(
    request: HttpRequest,
    scheme: str = "",
    settled: bool | None = None,
    limit: int = 20,
    offset: int = 0,
) -> dict[str, Any]:
    """List the published results that a later revision touches, for those who see all inputs."""
    open_to = [
        one.pk
        for one in visible_schemes(request.user)
        if request.user.has_perm("standings.view_inputs", one)
    ]
    rows = Restatement.objects.filter(
        standing__round__scheme__in=open_to, standing__state=Standing.State.PUBLISHED
    ).select_related(
        "standing__round__scheme", "standing__round__period", "batch__upload", "record__unit"
    )
    if scheme:
        rows = rows.filter(standing__round__scheme__slug=scheme)
    if settled is not None:
        rows = rows.filter(settled_by__isnull=not settled)
    return cut(rows.defer("standing__snapshot"), limit, offset, _restatement_out)


def _restatement_out(row: Restatement) -> RestatementOut:
    return RestatementOut(
        id=row.pk,
        scheme=row.standing.round.scheme.slug,
        period=row.standing.round.period.code,
        cause=row.cause,
        found_at=row.found_at.isoformat(),
        settled=row.settled_by_id is not None,
        difference=row.difference,
    )
