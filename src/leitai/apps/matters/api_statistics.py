"""How matters went, over HTTP: counts, the lists behind them, and storing them as values."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from leitai.apps.matters.api_shapes import FilterIn, RowPageOut, area_seen, today
from leitai.apps.matters.selectors.lists import rows_of
from leitai.apps.matters.selectors.statistics import (
    COUNTED,
    GROUPINGS,
    counted_list,
    statistics_by,
)
from leitai.apps.matters.services import store_statistics
from leitai.apps.paging import cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["matters"])


class StatisticsOut(Schema):
    """Counts of what was due in the period, and rates in percent of it."""

    key: str
    name: str
    due: int
    closed: int
    on_time: int
    overdue: int
    returned: int
    mean_days: float | None
    closing_rate: float | None
    on_time_rate: float | None
    overdue_rate: float | None
    return_rate: float | None


class StatisticsPageOut(Schema):
    start: dt.date
    end: dt.date
    all: StatisticsOut
    groups: list[StatisticsOut]


class StoreIn(Schema):
    area: int
    period: str


class StoredOut(Schema):
    batch: int
    period: str


@router.get("/matters/statistics", response=StatisticsPageOut, summary="How matters went")
def show_statistics(
    request: HttpRequest,
    start: dt.date,
    end: dt.date,
    by: str = "unit",
    area: int | None = None,
) -> dict[str, Any]:
    """Count what was due from a day to another, in all and by ``unit``, ``kind``, ``source``."""
    if by not in GROUPINGS:
        raise HttpError(422, _("Count by unit, kind or source."))
    whole, groups = statistics_by(request.user, by, start, end, today(), area)
    return {
        "start": start,
        "end": end,
        "all": whole.figures(),
        "groups": [one.figures() for one in groups],
    }


@router.get(
    "/matters/statistics/{counted}", response=RowPageOut, summary="The matters behind a count"
)
def list_counted(
    request: HttpRequest,
    counted: str,
    start: dt.date,
    end: dt.date,
    wanted: Query[FilterIn],
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List what a figure counts: ``due``, ``closed``, ``on_time``, ``overdue``, ``returned``."""
    if counted not in COUNTED:
        raise Http404
    rows = counted_list(request.user, counted, start, end, today(), wanted.wanted())
    found = cut(rows, limit, offset, lambda m: m)
    return {**found, "items": rows_of(found["items"], today())}


@router.post("/matters/statistics", response=StoredOut, summary="Store statistics as values")
def store(request: HttpRequest, data: StoreIn) -> dict[str, Any]:
    """Store the figures of a period by lead unit as values of indicators."""
    need_scope(request, Scope.MATTERS)
    area = area_seen(request, data.area)
    act = act_of(request)
    act.require("matters.store_statistics", area)
    period = period_by_code(data.period)
    if period is None:
        raise HttpError(422, _("There is no such unit or period."))
    batch = store_statistics(act, area=area, period=period)
    return {"batch": batch.pk, "period": period.code}
