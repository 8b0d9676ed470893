"""Schemes, boards and workings over HTTP: what the pages show, no more and no less."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.periods.selectors import period_by_code
from leitai.apps.standings.models import Place, Scheme, SchemeVersion, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import audience_of, board, board_periods, visible_schemes
from leitai.apps.standings.selectors.audience import visible_standings
from leitai.apps.standings.selectors.board import Board, find_standing
from leitai.apps.standings.selectors.workings import working_of
from leitai.apps.units.paging import PageInfo, cut

router = Router(tags=["standings"])


class SchemeOut(Schema):
    """A scheme and its published versions."""

    slug: str
    name: str
    period_kind: str
    monitor: bool
    versions: list[str]


class SchemePageOut(Schema):
    page: PageInfo
    items: list[SchemeOut]


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


class BoardOut(Schema):
    """A board with its facts and seal."""

    scheme: str
    version: str
    period: str
    group: str
    state: str
    published_at: str | None
    seal_hash: str
    facts: dict[str, Any]
    page: PageInfo
    rows: list[RowOut]


def _scheme(request: HttpRequest, slug: str) -> Scheme:
    scheme = visible_schemes(request.user).filter(slug=slug).first()
    if scheme is None:
        raise Http404
    return scheme


def _standing(request: HttpRequest, slug: str, code: str) -> Standing:
    period = period_by_code(code)
    standing = find_standing(request.user, _scheme(request, slug), period) if period else None
    if standing is None:
        raise Http404
    return standing


@router.get("/schemes", response=SchemePageOut, summary="Schemes open to the person")
def list_schemes(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List schemes with the numbers of their published versions, newest first."""
    schemes = visible_schemes(request.user).prefetch_related("versions")
    return cut(
        schemes,
        limit,
        offset,
        lambda s: SchemeOut(
            slug=s.slug,
            name=s.name,
            period_kind=s.period_kind,
            monitor=s.monitor,
            versions=[v.number for v in s.versions.all() if v.state == "published"],
        ),
    )


@router.get("/schemes/{slug}/{number}", response=dict[str, Any], summary="Rules of a version")
def scheme_version(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    """Return a version's rules as the scheme file says them."""
    scheme = _scheme(request, slug)
    version = SchemeVersion.objects.filter(scheme=scheme, number=number).first()
    drafts = request.user.has_perm("standings.view_draft", scheme)
    if version is None or (version.state != "published" and not drafts):
        raise Http404
    return rules_of(version).to_dict()


@router.get("/boards/{slug}", response=list[str], summary="Periods with a board")
def list_periods(request: HttpRequest, slug: str) -> list[str]:
    """Return the periods for which the person finds a board, newest first."""
    return [period.code for period in board_periods(request.user, _scheme(request, slug))]


@router.get("/boards/{slug}/{period}", response=BoardOut, summary="A board")
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
    standing = _standing(request, slug, period)
    page = board(request.user, standing, group)
    if page is None:
        raise Http404
    ids = dict(
        Place.objects.filter(standing=standing, group=page.group).values_list("unit_id", "id")
    )
    rows = [row for row in page.rows if not zone or row.zone == zone]
    part = cut(rows, limit, offset, lambda row: _row_out(row, ids))
    return {**_head(page), "page": part["page"], "rows": part["items"]}


def _head(page: Board) -> dict[str, Any]:
    published = page.standing.published_at
    return {
        "scheme": page.scheme.slug,
        "version": page.standing.version.number,
        "period": page.period.code,
        "group": page.group,
        "state": page.standing.state,
        "published_at": published.isoformat() if published else None,
        "seal_hash": page.standing.seal_hash,
        "facts": {key: value for key, value in page.facts.items() if key != "gaps"},
    }


def _row_out(row: Any, ids: dict[int, int]) -> dict[str, Any]:
    def beside(other: Any) -> dict[str, Any] | None:
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


@router.get("/places/{place_id}/working", response=dict[str, Any], summary="How a score came about")
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
    tree = working_of(place).to_dict()
    if not audience.sees("inputs", place.unit_id):
        _close_inputs(tree)
    return tree


def _close_inputs(node: dict[str, Any]) -> None:
    """Take out everything from which an input could be read; scores and structure stay."""
    for key in ("inputs", "steps", "notes"):
        node[key] = []
    for key in ("words", "figures", "expression", "raw"):
        node[key] = None
    for child in node.get("children", []):
        _close_inputs(child)
