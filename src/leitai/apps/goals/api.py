"""Targets over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from leitai.apps.goals.api_shapes import (
    IdOut,
    ShapeIn,
    Text,
    Words,
    Year,
    series_for,
    target_for,
    unit_for,
)
from leitai.apps.goals.selectors import PaceLine, pace, planned, story, targets
from leitai.apps.goals.selectors.feasibility import feasibility
from leitai.apps.goals.services import set_target
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import months_of, period_by_code
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit
from leitai.apps.units.selectors import area_of, unit_roots

router = Router(tags=["targets"])


class TargetOut(Schema):
    """A target beside what was reached by the month asked for; rates are in percent."""

    target_id: int
    unit_id: int
    unit: str
    indicator: str
    indicator_name: str
    measure: str
    scope: list[str]
    year: int
    floor: float
    stretch: float | None
    planned: float | None
    planned_words: str
    value: float | None
    revision_id: int | None
    of_floor: float | None
    of_stretch: float | None
    behind: bool


class TargetPageOut(Schema):
    page: PageInfo
    items: list[TargetOut]


class TargetIn(ShapeIn):
    """A target that is not set yet."""

    series: int
    unit: int
    year: Year
    floor: float
    stretch: float | None = None
    sentence: Words = ""
    reason: Text = ""


class RevisionOut(Schema):
    """One revision of a target: who set it, when and why."""

    revision: int
    floor: float
    stretch: float | None
    shape: str
    reason: str
    actor: str
    at: dt.datetime


class MonthOut(Schema):
    """What a target plans for a month, with the words how floor came about."""

    period: str
    floor: float | None
    stretch: float | None
    words: str


class StoryOut(Schema):
    """A target with all its revisions, the plan of its months, and whether it can be expected.

    Growth is in percent from last year's figure; ``warned`` when no unit ever grew so fast.
    """

    target_id: int
    unit_id: int
    unit: str
    indicator: str
    scope: list[str]
    measure: str
    year: int
    sentence: str
    revisions: list[RevisionOut]
    months: list[MonthOut]
    growth_needed: float | None
    growth_own_best: float | None
    growth_best: float | None
    warned: bool


@router.post("/targets", response={201: IdOut}, summary="Set a target")
def add(request: HttpRequest, data: TargetIn) -> Status[IdOut]:
    """Set a target that is missing; what is set is changed by a proposal. Needs the scope
    ``goals``."""
    need_scope(request, Scope.GOALS)
    unit = unit_for(request, data.unit)
    given = data.dict()
    given["unit"], given["series"] = unit, series_for(area_of(unit), data.series)
    return Status(201, IdOut(id=set_target(act_of(request), **given).pk))


@router.get(
    "/targets/{int:target_id}/story", response=StoryOut, summary="A target with its history"
)
def get_story(request: HttpRequest, target_id: int) -> StoryOut:
    """Show a target's revisions, the plan of its months, and the growth that it asks for."""
    target = target_for(request, target_id)
    series, unit = target.series, target.unit
    told = story(target.pk)
    assert told is not None
    now = targets([series], [unit], target.year)[series.pk, unit.pk]
    feasible = feasibility(request.user, series, target.year, {unit.pk: target.floor}).get(unit.pk)
    months = []
    for month in months_of(target.year):
        floor, stretch = planned(now, month), planned(now, month, "stretch")
        months.append(
            MonthOut(
                period=month.code,
                floor=floor.number if floor is not None else None,
                stretch=stretch.number if stretch is not None else None,
                words=floor.words if floor is not None else "",
            )
        )
    return StoryOut(
        target_id=target.pk,
        unit_id=unit.pk,
        unit=unit.name,
        indicator=series.indicator.code,
        scope=list(told.scope),
        measure=told.measure,
        year=target.year,
        sentence=told.sentence,
        revisions=[
            RevisionOut(
                revision=one.revision,
                floor=one.floor,
                stretch=one.stretch,
                shape=one.shape,
                reason=one.reason,
                actor=one.actor,
                at=one.at,
            )
            for one in told.sayings
        ],
        months=months,
        growth_needed=feasible.needed if feasible is not None else None,
        growth_own_best=feasible.own_best if feasible is not None else None,
        growth_best=feasible.peers_best if feasible is not None else None,
        warned=feasible is not None and feasible.beyond_all,
    )


@router.get("/targets/{period}", response=TargetPageOut, summary="Targets and pace of a month")
def list_targets(
    request: HttpRequest,
    period: str,
    behind: bool = False,
    unit: int | None = None,
    indicator: str = "",
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List the targets the person may see, with what was due and reached by the month.

    A month of which the person sees nothing gives an empty list, whether or not others work on it.
    """
    lines = [
        line
        for line in _lines(request, period)
        if (not behind or line.behind)
        and (unit is None or line.unit.pk == unit)
        and (not indicator or line.series.indicator.code == indicator)
    ]
    return cut(lines, limit, offset, _target_out)


def _lines(request: HttpRequest, code: str) -> list[PaceLine]:
    month = period_by_code(code)
    if month is None:
        return []
    roots = Unit.objects.filter(pk__in=unit_roots(request.user))
    areas = {area_of(unit) for unit in roots}
    lines = [
        line
        for area in sorted(areas, key=lambda a: a.pk)
        for line in pace(request.user, area, month)
    ]
    # Without a figure of the person's own, the month is as if nobody had opened it.
    return lines if any(line.value is not None for line in lines) else []


def _target_out(line: PaceLine) -> TargetOut:
    indicator = line.series.indicator
    return TargetOut(
        target_id=line.target.target_id,
        unit_id=line.unit.pk,
        unit=line.unit.name,
        indicator=indicator.code,
        indicator_name=indicator.name,
        measure=indicator.measure,
        scope=list(line.series.scope),
        year=line.target.year,
        floor=line.target.floor,
        stretch=line.target.stretch,
        planned=line.planned,
        planned_words=line.due.words if line.due else "",
        value=line.value.number if line.value else None,
        revision_id=line.value.revision_id if line.value else None,
        of_floor=line.of_floor,
        of_stretch=line.of_stretch,
        behind=line.behind,
    )
