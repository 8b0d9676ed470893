"""Around the desk: saved filters, statistics, the rules of an area, and its holidays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.selectors.saved import saved_filters
from leitai.apps.matters.selectors.statistics import (
    Statistics,
    statistics_by,
)
from leitai.apps.matters.services.saving import remove_filter, save_filter
from leitai.apps.periods.reading import read_days
from leitai.apps.periods.selectors.calendars import calendar_for, years_for
from leitai.apps.periods.services import import_calendar
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.context import home_area
from leitai.web.matter_query import asked
from leitai.web.matter_tables import statistics_table
from leitai.web.sentences.matters import statistics_sentence
from leitai.web.tables import table_file

BY = {
    "unit": ("lead", gettext_lazy("by lead unit")),
    "kind": ("kind", gettext_lazy("by kind")),
    "source": ("source", gettext_lazy("by source")),
    "month": ("", gettext_lazy("by month")),
}


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep what narrows the list under a name."""
    wanted = asked(request)
    try:
        kept = save_filter(act_from(request), name=request.POST.get("name", ""), query=wanted.saved)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” is kept at the left.") % {"name": kept.name})
    return HttpResponseRedirect(f"{reverse('matters')}?{wanted.query}")


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own filters."""
    found = saved_filters(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    remove_filter(act_from(request), saved=found)
    return HttpResponseRedirect(reverse("matters"))


def _area(request: HttpRequest) -> Unit:
    area = home_area(request.user)
    if area is None:
        raise Http404
    return area


def _span(request: HttpRequest, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days from and to of the address; without, the year so far."""
    try:
        start = dt.date.fromisoformat(request.GET.get("start") or f"{today.year}-01-01")
        end = dt.date.fromisoformat(request.GET.get("end") or today.isoformat())
    except ValueError as error:
        raise Http404 from error
    if start > end:
        raise Http404
    return start, end


def _spans(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """Return the spans that are offered: this month and the one before, quarter, year, 30 days."""
    month = today.replace(day=1)
    before = month - dt.timedelta(days=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [
        (_("last 30 days"), today - dt.timedelta(days=30), today),
        (_("this month"), month, today),
        (_("last month"), before.replace(day=1), before),
        (_("this quarter"), quarter, today),
        (_("this year"), today.replace(month=1, day=1), today),
    ]


@require_GET
@login_required
def statistics(request: HttpRequest) -> HttpResponse:
    """Count what was due in a span, by unit, kind, source or month; each figure opens its list."""
    today = timezone.localdate()
    start, end = _span(request, today)
    by = request.GET.get("by", "unit")
    if by not in BY:
        raise Http404
    area = home_area(request.user)
    of = area.pk if area is not None else None
    whole, groups = statistics_by(request.user, by, start, end, today, of)
    if file := table_file(request, lambda: statistics_table(groups, str(BY[by][1]), start, end)):
        return file
    here = reverse("matter_statistics")
    span = f"start={start}&end={end}"
    return render(
        request,
        "matters/statistics.html",
        {
            "whole": whole,
            "rows": [(one, _list_of(one, by, start, end)) for one in groups],
            "all_list": _list_of(None, by, start, end),
            "by": by,
            "by_name": str(BY[by][1]),
            "choices": [(key, name, f"{here}?{span}&by={key}") for key, (_p, name) in BY.items()],
            "spans": [
                (f"{one[1]} {one[2]}", one[0], f"{here}?start={one[1]}&end={one[2]}&by={by}")
                for one in _spans(today)
            ],
            "span": f"{start} {end}",
            "start": start,
            "end": end,
            "sentence": statistics_sentence(whole, start, end),
        },
    )


def _list_of(one: Statistics | None, by: str, start: dt.date, end: dt.date) -> str:
    """Return the address of the list behind a row, to which what is counted is added."""
    query = f"scope=all&due_from={start}&due_to={end}"
    if one is not None and by == "month":
        first = max(dt.date.fromisoformat(f"{one.key}-01"), start)
        last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        query = f"scope=all&due_from={first}&due_to={min(last - dt.timedelta(days=1), end)}"
    elif one is not None:
        query += f"&{BY[by][0]}={one.key}"
    return f"{reverse('matters')}?{query}&counted="


class YearForm(forms.Form):
    """The announcement of a year and its days in a file."""

    year = forms.IntegerField(min_value=2000, max_value=2100, label=gettext_lazy("Year"))
    source = forms.CharField(max_length=300, label=gettext_lazy("Announcement"))
    file = forms.FileField(
        label=gettext_lazy("File with the days"),
        help_text=gettext_lazy("Excel or CSV: date, holiday or workday, name; one day a row."),
    )


@require_GET
@login_required
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the days of a year that differ from the plain week."""
    area = _area(request)
    may = request.user.has_perm("periods.import_calendar", area)
    year = request.GET.get("year", "") or str(timezone.localdate().year)
    if not year.isdecimal() or not 1 <= int(year) <= 9998:
        raise Http404
    return _holidays(request, area, int(year), YearForm() if may else None)


@require_POST
@login_required
def bring_year(request: HttpRequest) -> HttpResponse:
    """Import the arrangement of a year."""
    area = _area(request)
    if not request.user.has_perm("periods.import_calendar", area):
        raise Http404
    form = YearForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            days = read_days(given["file"].read())
            import_calendar(
                act_from(request), area=area, year=given["year"], days=days, source=given["source"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The year is on record; open terms were counted anew."))
            return HttpResponseRedirect(reverse("matter_holidays") + f"?year={given['year']}")
    return _holidays(request, area, timezone.localdate().year, form, 422)


def _holidays(
    request: HttpRequest, area: Unit, year: int, form: YearForm | None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    calendar = calendar_for(area.pk)
    known = sorted({*calendar.announced, today.year, today.year + 1, year})
    here = reverse("matter_holidays")
    context: dict[str, Any] = {
        "area": area,
        "year": year,
        "provisional": year not in calendar.announced,
        "next_missing": today.year + 1 if today.year + 1 not in calendar.announced else None,
        "years": [(one, one, f"{here}?year={one}") for one in known][-8:],
        "days": [
            (day, calendar.is_working_day(day), name)
            for day, name in calendar.days_named(dt.date(year, 1, 1), dt.date(year, 12, 31))
        ],
        "sources": [one for one in years_for(request.user) if one.year == year],
        "form": form,
    }
    return render(request, "matters/holidays.html", context, status=status)
