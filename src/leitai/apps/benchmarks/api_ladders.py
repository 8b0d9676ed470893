"""Ladders over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.benchmarks.models import NamedLadder
from leitai.apps.benchmarks.selectors.ladders import (
    LadderView,
    ladder_for,
    ladder_view,
    ladders_for,
)
from leitai.apps.benchmarks.selectors.traits import areas_defined_by, units_of_interest
from leitai.apps.benchmarks.services import (
    LadderSetup,
    end_ladder,
    name_ladder,
    revise_ladder,
    set_rank_goal,
)
from leitai.apps.indicators.models import Series
from leitai.apps.paging import PageInfo, cut
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit
from leitai.engine.ladder import Rung

router = Router(tags=["ladders"])


class LadderOut(Schema):
    """A ladder: what it ranks by and who stands on it."""

    id: int
    name: str
    area_id: int
    indicator: str
    scope: list[str]
    measure: str
    direction: str
    pool: str
    top: int | None
    cuts: list[int]
    years: list[int]
    version: int
    in_use: bool
    source_note: str


class LaddersOut(Schema):
    page: PageInfo
    items: list[LadderOut]


class RungOut(Schema):
    """A place; distances are sizes without sign, ``places`` counts up as positive.

    Where ``territory_changed``, the movement is that of the territory and no growth. A ``stranger``
    stands on the list from outside it.
    """

    unit_id: int
    unit: str
    place: int
    zone: int
    value: float
    revision_id: int
    above: str | None
    distance_above: float | None
    below: str | None
    distance_below: float | None
    place_before: int | None
    places: int | None
    moved: str | None
    territory_changed: bool
    stranger: bool


class ClimbOut(Schema):
    """What a wished-for place takes; ``required_growth`` is in percent a year.

    ``share_below`` is the percent of all units of unchanged territory that grew more slowly,
    ``out_of_experience`` that more than 99 in 100 did; null for too few units.
    """

    unit_id: int
    unit: str
    place: int
    wished: int
    holder: str
    distance: float
    years: int
    holder_growth: float | None
    required_growth: float | None
    own_growth: float | None
    share_below: float | None
    out_of_experience: bool | None
    compared_with: int


class LadderPageOut(Schema):
    ladder: LadderOut
    year: int | None
    years: list[int]
    page: PageInfo
    items: list[RungOut]
    climb: ClimbOut | None


@router.get("/ladders", response=LaddersOut, summary="Named ladders")
def list_ladders(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the ladders in use that the person may open."""
    return cut(ladders_for(request.user), limit, offset, _ladder_out)


@router.get("/ladders/{int:ladder_id}", response=LadderPageOut, summary="Places, distances, movers")
def get_ladder(
    request: HttpRequest,
    ladder_id: int,
    year: int | None = None,
    unit: str = "",
    place: int | None = None,
    years: int | None = None,
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """Give the ladder of a year; ``unit`` (id or name) and ``place`` ask what it takes to climb."""
    ladder = ladder_for(request.user, ladder_id)
    if ladder is None or (place is not None and place < 1) or (years is not None and years < 1):
        raise Http404
    view = ladder_view(request.user, ladder, year=year, focus=unit, wished=place, years=years)
    if view is None:
        raise Http404
    rungs = [rung for rung in view.now.listed.rungs if rung.place] if view.now else []
    return {
        "ladder": _ladder_out(ladder),
        "year": view.now.year if view.now else None,
        "years": list(view.years),
        "climb": _climb_out(view),
        **cut(rungs, limit, offset, lambda rung: _rung_out(view, rung)),
    }


def _ladder_out(ladder: NamedLadder) -> LadderOut:
    return LadderOut(
        id=ladder.pk,
        name=ladder.name,
        area_id=ladder.area_id,
        indicator=ladder.series.indicator.code,
        scope=list(ladder.series.scope),
        measure=ladder.measure,
        direction=ladder.direction,
        pool=ladder.pool.name,
        top=ladder.top,
        cuts=list(ladder.cuts),
        years=list(ladder.years),
        version=ladder.version,
        in_use=ladder.ended_at is None,
        source_note=ladder.source_note,
    )


def _rung_out(view: LadderView, rung: Rung) -> RungOut:
    assert view.now is not None
    assert rung.value is not None
    move = view.moves.get(rung.unit)

    def named(key: str | None) -> str | None:
        return view.units[key].name if key else None

    return RungOut(
        unit_id=int(rung.unit),
        unit=view.units[rung.unit].name,
        place=rung.place,
        zone=rung.zone,
        value=rung.value,
        revision_id=view.now.revisions[rung.unit],
        above=named(rung.above),
        distance_above=rung.distance_above,
        below=named(rung.below),
        distance_below=rung.distance_below,
        place_before=move.place_before or None if move else None,
        places=move.places if move else None,
        moved=move.zone_kind if move else None,
        territory_changed=rung.unit in view.changed,
        stranger=rung.unit in view.strangers,
    )


def _climb_out(view: LadderView) -> ClimbOut | None:
    focus = view.focus
    if focus is None or focus.climb is None:
        return None
    growths = focus.growths
    return ClimbOut(
        unit_id=focus.unit.pk,
        unit=focus.unit.name,
        place=focus.place,
        wished=focus.wished,
        holder=view.units[focus.climb.holder].name,
        distance=focus.climb.distance,
        years=focus.years,
        holder_growth=growths.holder,
        required_growth=focus.climb.required_growth.number,
        own_growth=growths.own,
        share_below=growths.needed_place.share_below if growths.needed_place else None,
        out_of_experience=growths.unheard_of if growths.needed_place else None,
        compared_with=len(growths.experience) if growths.experience else 0,
    )


class LadderIn(Schema):
    """What makes a ladder; with ``member_ids`` these units alone stand on it."""

    name: str
    series_id: int
    pool_id: int
    kinds: list[str] = []
    top: int | None = None
    member_ids: list[int] = []
    direction: str = "higher_is_better"
    measure: str = ""
    decimals: int = 2
    cuts: list[int] = []
    years: list[int] = []
    guest_id: int | None = None
    guest_series_id: int | None = None
    source_note: str = ""


class NewLadderIn(LadderIn):
    area_id: int


class RevisionIn(LadderIn):
    reason: str


class ReasonIn(Schema):
    reason: str


class GoalIn(Schema):
    place: int
    by_year: int
    reason: str


class GoalOut(Schema):
    """The place that a unit wants by a year; a later goal ends it."""

    id: int
    unit_id: int
    place: int
    by_year: int
    reason: str


def _area(request: HttpRequest, pk: int) -> Unit:
    area = next((one for one in areas_defined_by(request.user) if one.pk == pk), None)
    if area is None:
        raise Http404
    return area


def _own(request: HttpRequest, pk: int) -> NamedLadder:
    ladder = ladder_for(request.user, pk)
    if ladder is None or not request.user.has_perm("benchmarks.define", ladder.area):
        raise Http404
    return ladder


def _setup(area: Unit, body: LadderIn, position: int = 0) -> LadderSetup:
    """Return what the body names; what the area does not look at is not there.

    Raises:
        Http404: for a unit or series of which that holds.
    """
    known = units_of_interest(area)
    named = {pk for pk in (body.pool_id, body.guest_id, *body.member_ids) if pk is not None}
    units = known.in_bulk(list(named))
    wanted = {pk for pk in (body.series_id, body.guest_series_id) if pk is not None}
    series = (
        Series.objects.filter(indicator__area__in=known)
        .select_related("indicator", "extent", "authority")
        .in_bulk(list(wanted))
    )
    if len(units) < len(named) or len(series) < len(wanted):
        raise Http404
    return LadderSetup(
        name=body.name[:80], series=series[body.series_id], pool=units[body.pool_id],
        kinds=body.kinds, top=body.top,
        members=[units[pk] for pk in dict.fromkeys(body.member_ids)],
        direction=body.direction, measure=body.measure[:20], decimals=min(max(body.decimals, 0), 6),
        cuts=body.cuts, years=body.years,
        guest=units[body.guest_id] if body.guest_id is not None else None,
        guest_series=series[body.guest_series_id] if body.guest_series_id is not None else None,
        source_note=body.source_note[:300], position=position,
    )  # fmt: skip


@router.post("/ladders", response=LadderOut, summary="Name a ladder")
def new_ladder(request: HttpRequest, body: NewLadderIn) -> LadderOut:
    """Name a ladder of an area."""
    need_scope(request, Scope.COMPUTE)
    area = _area(request, body.area_id)
    return _ladder_out(name_ladder(act_of(request), area=area, setup=_setup(area, body)))


@router.post(
    "/ladders/{int:ladder_id}/revise", response=LadderOut, summary="Put another version in force"
)
def revise(request: HttpRequest, ladder_id: int, body: RevisionIn) -> LadderOut:
    """Put another version in a ladder's place; the one before stays readable."""
    need_scope(request, Scope.COMPUTE)
    ladder = _own(request, ladder_id)
    setup = _setup(ladder.area, body, ladder.position)
    new = revise_ladder(act_of(request), ladder=ladder, setup=setup, reason=body.reason[:300])
    return _ladder_out(new)


@router.post("/ladders/{int:ladder_id}/retire", response=LadderOut, summary="Take out of use")
def retire(request: HttpRequest, ladder_id: int, body: ReasonIn) -> LadderOut:
    """Take a ladder out of use, with a reason."""
    need_scope(request, Scope.COMPUTE)
    ladder = _own(request, ladder_id)
    end_ladder(act_of(request), ladder=ladder, reason=body.reason[:300])
    return _ladder_out(ladder)


@router.post(
    "/ladders/{int:ladder_id}/goals/{int:unit}", response=GoalOut, summary="Set a wished-for place"
)
def set_goal(request: HttpRequest, ladder_id: int, unit: int, body: GoalIn) -> GoalOut:
    """Set the place that a unit of the ladder wants by a year; the goal before is ended."""
    need_scope(request, Scope.UPLOAD)
    ladder = ladder_for(request.user, ladder_id)
    view = ladder_view(request.user, ladder, focus=str(unit)) if ladder is not None else None
    focus = view.focus if view is not None else None
    if ladder is None or focus is None or focus.unit.pk != unit:
        raise Http404
    if not request.user.has_perm("benchmarks.propose", focus.unit):
        raise Http404
    goal = set_rank_goal(
        act_of(request), ladder=ladder, unit=focus.unit, place=body.place, by_year=body.by_year,
        reason=body.reason[:300],
    )  # fmt: skip
    return GoalOut(
        id=goal.pk, unit_id=goal.unit_id, place=goal.place, by_year=goal.by_year,
        reason=goal.reason,
    )  # fmt: skip
