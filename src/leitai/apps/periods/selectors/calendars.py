"""The working-day calendar that holds for an area."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from leitai.apps.periods.calendar import Calendar, make_calendar
from leitai.apps.periods.models import CalendarDay, CalendarYear
from leitai.apps.units.models import Ancestry

Kind = CalendarDay.Kind


def calendar_for(area_id: int | None) -> Calendar:
    """Return the calendar of an area: for each year its own arrangement, or the nearest above.

    Three queries whatever the number of years; without an area it is the country's.
    """
    depths = dict(
        Ancestry.objects.filter(descendant_id=area_id).values_list("ancestor_id", "depth")
        if area_id is not None
        else ()
    )
    years = CalendarYear.objects.filter(Q(area__isnull=True) | Q(area_id__in=depths)).values_list(
        "pk", "year", "area_id", "number"
    )
    best: dict[int, tuple[tuple[int, int], int]] = {}
    for pk, year, of, number in years:
        nearness = -depths[of] if of is not None else -1_000_000
        if year not in best or (nearness, number) > best[year][0]:
            best[year] = ((nearness, number), pk)
    rows = list(
        CalendarDay.objects.filter(
            calendar_year_id__in=[pk for _place, pk in best.values()]
        ).values_list("day", "kind", "name")
    )
    return make_calendar(
        ((day, name) for day, kind, name in rows if kind == Kind.HOLIDAY),
        ((day, name) for day, kind, name in rows if kind == Kind.WORKDAY),
        best,
    )


@dataclass(frozen=True)
class YearOnRecord:
    """An arrangement in force, for a list."""

    id: int
    area_id: int | None
    area: str
    year: int
    number: int
    source: str
    holidays: int
    workdays: int
    imported_at: dt.datetime


def years_for(user: Any) -> list[YearOnRecord]:
    """Return the arrangements in force that the person may see, latest year first."""
    visible = CalendarYear.objects.visible_to(user)
    latest = visible.values("area_id", "year").annotate(last=Max("number"))
    wanted = {(row["area_id"], row["year"], row["last"]) for row in latest}
    rows = visible.values(
        "pk", "area_id", "area__name", "year", "number", "source", "imported_at"
    ).annotate(
        holidays=Count("days", filter=Q(days__kind=Kind.HOLIDAY)),
        workdays=Count("days", filter=Q(days__kind=Kind.WORKDAY)),
    )
    return [
        YearOnRecord(
            row["pk"],
            row["area_id"],
            row["area__name"] or "",
            row["year"],
            row["number"],
            row["source"],
            row["holidays"],
            row["workdays"],
            row["imported_at"],
        )
        for row in rows
        if (row["area_id"], row["year"], row["number"]) in wanted
    ]
