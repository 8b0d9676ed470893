"""Targets over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from leitai.apps.goals.selectors import PaceLine, pace
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.models import Unit
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
