"""Targets over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.goals.selectors import pace
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.models import Unit
from leitai.apps.units.paging import PageInfo, cut
from leitai.apps.units.selectors import area_of, unit_roots

router = Router(tags=["goals"])


class TargetOut(Schema):
    """A target beside what was reached by the month asked for."""

    unit_id: int
    unit: str
    indicator: str
    scope: list[str]
    year: int
    floor: float
    stretch: float | None
    planned: float | None
    value: float | None
    of_floor: float | None
    of_stretch: float | None
    behind: bool


class TargetPageOut(Schema):
    page: PageInfo
    items: list[TargetOut]


@router.get("/targets/{period}", response=TargetPageOut, summary="Targets and pace of a month")
def list_targets(
    request: HttpRequest, period: str, behind: bool = False, limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the targets the person may see, with what was due and reached by the month."""
    month = period_by_code(period)
    if month is None:
        raise Http404
    roots = Unit.objects.filter(pk__in=unit_roots(request.user))
    areas = {area_of(unit) for unit in roots}
    lines = [
        line
        for area in sorted(areas, key=lambda a: a.pk)
        for line in pace(request.user, area, month)
    ]
    if behind:
        lines = [line for line in lines if line.behind]
    return cut(
        lines,
        limit,
        offset,
        lambda line: TargetOut(
            unit_id=line.unit.pk,
            unit=line.unit.name,
            indicator=line.series.indicator.code,
            scope=list(line.series.scope),
            year=line.target.year,
            floor=line.target.floor,
            stretch=line.target.stretch,
            planned=line.planned,
            value=line.value.number if line.value else None,
            of_floor=line.of_floor,
            of_stretch=line.of_stretch,
            behind=line.behind,
        ),
    )
