"""The working-day calendar over HTTP."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.periods.models import CalendarYear
from leitai.apps.periods.reading import read_days
from leitai.apps.periods.selectors.calendars import calendar_for, years_for
from leitai.apps.periods.services import NewDay, import_calendar
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots

router = Router(tags=["calendar"])


class YearOut(Schema):
    """An arrangement in force; without an area it is the country's."""

    id: int
    area_id: int | None
    area: str
    year: int
    number: int
    source: str
    holidays: int
    workdays: int


class DayOut(Schema):
    """A day that differs from the plain week: a ``holiday`` or a shifted ``workday``."""

    day: dt.date
    working: bool
    name: str


class CalendarOut(Schema):
    """The calendar of an area in a year; provisional while the year is not announced."""

    area: int
    year: int
    provisional: bool
    days: list[DayOut]


class DayIn(Schema):
    day: dt.date
    kind: str
    name: str = ""


class ImportIn(Schema):
    """The days themselves, or a file with them (.xlsx, .csv, .json) in Base64."""

    area: int
    year: int
    source: str
    days: list[DayIn] = []
    content: str = ""


def _area(request: HttpRequest, area_id: int) -> Unit:
    roots = tuple(unit_roots(request.user))
    area = (
        Unit.objects.filter(pk=area_id, below__descendant_id__in=roots).first()
        or Unit.objects.filter(pk=area_id, pk__in=subtree_ids(roots)).first()
    )
    if area is None:
        raise Http404
    return area


@router.get("/calendar/years", response=list[YearOut], summary="Years on record")
def list_years(request: HttpRequest) -> Any:
    """List the holiday arrangements in force that the person may see."""
    return years_for(request.user)


@router.get(
    "/calendar/{int:area}/{int:year}",
    response=CalendarOut,
    summary="The calendar of an area in a year",
)
def show_calendar(request: HttpRequest, area: int, year: int) -> dict[str, Any]:
    """Return the days of a year that differ from the plain week."""
    if not 1 <= year <= 9999:
        raise Http404
    calendar = calendar_for(_area(request, area).pk)
    named = calendar.days_named(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return {
        "area": area,
        "year": year,
        "provisional": year not in calendar.announced,
        "days": [
            {"day": day, "working": calendar.is_working_day(day), "name": name}
            for day, name in named
        ],
    }


@router.post("/calendar", response=YearOut, summary="Import the calendar of a year")
def bring_calendar(request: HttpRequest, data: ImportIn) -> dict[str, Any]:
    """Put the holiday arrangement of a year on record for an area; it replaces the one before."""
    need_scope(request, Scope.MATTERS)
    area = _area(request, data.area)
    act = act_of(request)
    act.require("periods.import_calendar", area)
    days = [NewDay(one.day, one.kind, one.name) for one in data.days]
    if data.content:
        try:
            days += read_days(base64.b64decode(data.content, validate=True))
        except binascii.Error:
            raise HttpError(422, _("The file is not Base64.")) from None
    made = import_calendar(act, area=area, year=data.year, days=days, source=data.source)
    return _year(made)


def _year(made: CalendarYear) -> dict[str, Any]:
    kinds = list(made.days.values_list("kind", flat=True))
    return {
        "id": made.pk,
        "area_id": made.area_id,
        "area": str(made.area) if made.area is not None else "",
        "year": made.year,
        "number": made.number,
        "source": made.source,
        "holidays": kinds.count("holiday"),
        "workdays": kinds.count("workday"),
    }
