"""Importing the holiday arrangement of a year."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.periods.events import calendar_imported
from leitai.apps.periods.models import CalendarDay, CalendarYear
from leitai.apps.units.models import Unit

Kind = CalendarDay.Kind
SATURDAY = 5
#: The library that fills the table first; its days follow the State Council's announcements.
LIBRARY = "国务院办公厅各年节假日安排（chinesecalendar {version}）"


class NewDay(NamedTuple):
    """A day that differs from the plain week; ``kind`` is ``holiday`` or ``workday``."""

    day: dt.date
    kind: str
    name: str = ""


@verb("periods.import_calendar")
def import_calendar(
    act: Act, *, area: Unit | None, year: int, days: Sequence[NewDay], source: str
) -> CalendarYear:
    """Put the arrangement of a year on record; it replaces the one before, which stays.

    Raises:
        ValidationError: without a source or a day, for a day of another year, a day named twice,
            an unknown kind, or a weekday said to be a shifted workday.
    """
    act.require("periods.import_calendar", area)
    if area is None and act.actor is not None and not act.actor.is_superuser:
        raise PermissionDenied(_("This page is not open to you."))
    source = " ".join(source.split())
    if not source:
        raise ValidationError(_("Say which announcement the days are from."))
    if not days:
        raise ValidationError(_("There is no day in it."))
    _check(year, days)
    before = (
        CalendarYear.objects.select_for_update()
        .filter(area=area, year=year)
        .order_by("-number")
        .first()
    )
    made = CalendarYear.objects.create(
        area=area,
        year=year,
        number=before.number + 1 if before else 1,
        source=source[:300],
        imported_by=act.actor,
        imported_at=act.at,
    )
    CalendarDay.objects.bulk_create(
        [CalendarDay(calendar_year=made, day=d.day, kind=d.kind, name=d.name[:40]) for d in days]
    )
    act.note(
        year=year,
        number=made.number,
        source=made.source,
        holidays=sum(d.kind == Kind.HOLIDAY for d in days),
        workdays=sum(d.kind == Kind.WORKDAY for d in days),
        days=[[d.day.isoformat(), d.kind, d.name] for d in days],
    )
    calendar_imported.send(CalendarYear, area_id=area.pk if area else None, year=year)
    return made


def _check(year: int, days: Sequence[NewDay]) -> None:
    seen: set[dt.date] = set()
    for day, kind, _name in days:
        told = {"day": day.isoformat(), "year": year, "kind": kind}
        if day.year != year:
            raise ValidationError(_("%(day)s is no day of %(year)d.") % told)
        if kind not in Kind.values:
            raise ValidationError(
                _("%(day)s: “%(kind)s” is neither “holiday” nor “workday”.") % told
            )
        if day in seen:
            raise ValidationError(_("%(day)s is named twice.") % told)
        if kind == Kind.WORKDAY and day.weekday() < SATURDAY:
            raise ValidationError(
                _("%(day)s is no Saturday or Sunday, so it cannot be a shifted workday.") % told
            )
        seen.add(day)


@functools.cache
def library_years() -> dict[int, tuple[NewDay, ...]]:
    """Return what the library knows: year → its days. The names of festivals are Chinese."""
    from chinese_calendar import constants

    names = {one.value: one.chinese for one in constants.Holiday}
    found: dict[int, list[NewDay]] = {}
    for table, kind in ((constants.holidays, Kind.HOLIDAY), (constants.workdays, Kind.WORKDAY)):
        for day, name in table.items():
            if kind == Kind.HOLIDAY or day.weekday() >= SATURDAY:
                found.setdefault(day.year, []).append(NewDay(day, str(kind), names.get(name, name)))
    return {year: tuple(sorted(days)) for year, days in sorted(found.items())}


def fill_from_library(act: Act) -> list[CalendarYear]:
    """Put on record, for the country, every year that the library knows and the table does not."""
    from importlib.metadata import version

    have = set(CalendarYear.objects.filter(area__isnull=True).values_list("year", flat=True))
    source = LIBRARY.format(version=version("chinesecalendar"))
    return [
        import_calendar(act.within(), area=None, year=year, days=days, source=source)
        for year, days in library_years().items()
        if year not in have
    ]
