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
from leitai.apps.paging import PageInfo, cut
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
    source_note: str


class LaddersOut(Schema):
    page: PageInfo
    items: list[LadderOut]


class RungOut(Schema):
    """A place; distances are sizes without sign, ``places`` counts up as positive."""

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


class ClimbOut(Schema):
    """What a wished-for place takes; ``required_growth`` is in percent a year."""

    unit_id: int
    unit: str
    place: int
    wished: int
    holder: str
    distance: float
    years: int
    holder_growth: float | None
    required_growth: float | None


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
    )


def _climb_out(view: LadderView) -> ClimbOut | None:
    focus = view.focus
    if focus is None or focus.climb is None:
        return None
    return ClimbOut(
        unit_id=focus.unit.pk,
        unit=focus.unit.name,
        place=focus.place,
        wished=focus.wished,
        holder=view.units[focus.climb.holder].name,
        distance=focus.climb.distance,
        years=focus.years,
        holder_growth=focus.holder_growth,
        required_growth=focus.climb.required_growth.number,
    )
