"""Monitors over HTTP: movement without ranks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.standings.api import scheme_of
from leitai.apps.standings.monitors import Movement, monitor_page

router = Router(tags=["boards"])


class MovementOut(Schema):
    """One unit in the month shown: index, changes in percent, months running in one direction."""

    unit_id: int
    name: str
    value: float | None
    month: float | None
    year: float | None
    since_peak: float | None
    run: int
    revision_id: int | None
    trail: list[float | None]


class MonitorOut(Schema):
    """A monitor for a month and one of its series; units in their customary order."""

    scheme: str
    name: str
    version: str
    period: str
    series: str
    series_name: str
    every_series: list[str]
    periods: list[str]
    page: PageInfo
    rows: list[MovementOut]


@router.get("/monitors/{slug:slug}", response=MonitorOut, summary="A monitor")
def show_monitor(
    request: HttpRequest,
    slug: str,
    period: str = "",
    series: str = "",
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """Return the movement of every unit in a month (the newest by default) for one series."""
    scheme = scheme_of(request, slug)
    when = period_by_code(period) if period else None
    if not scheme.monitor or (period and when is None):
        raise Http404
    page = monitor_page(scheme, when, series or None)
    if page is None:
        raise Http404
    part = cut(page.rows, limit, offset, _movement)
    return {
        "scheme": scheme.slug,
        "name": scheme.name,
        "version": page.file.version,
        "period": page.period.code,
        "series": page.input["id"],
        "series_name": page.input["name"],
        "every_series": [one["id"] for one in page.file.inputs],
        "periods": [one.code for one in page.periods],
        "page": part["page"],
        "rows": part["items"],
    }


def _movement(row: Movement) -> MovementOut:
    return MovementOut(
        unit_id=row.unit.pk,
        name=row.unit.name,
        value=row.value,
        month=row.month,
        year=row.year,
        since_peak=row.since_peak,
        run=row.run,
        revision_id=row.revision_id,
        trail=list(row.trail),
    )
