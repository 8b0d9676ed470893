"""Targets: floor and stretch of every unit beside what was due and what was reached."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors import pace, quarters
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_by_code, period_name
from leitai.web.context import home_area


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the targets the reader may see for a month, by indicator; filter those behind."""
    area = home_area(request.user)
    if area is None:
        raise Http404
    years = Target.objects.filter(unit__above__ancestor=area).values_list("year", flat=True)
    months = list(
        Period.objects.filter(
            kind="month",
            year__in=set(years),
            revisions__series__indicator__area=area,
        )
        .distinct()
        .order_by("-start")[:24]
    )
    code = request.GET.get("period")
    period = period_by_code(code) if code else (months[0] if months else None)
    if code and period is None:
        raise Http404
    lines = pace(request.user, area, period) if period else []
    only_behind = request.GET.get("behind") == "1"
    shown = [line for line in lines if line.behind] if only_behind else lines
    groups: dict[int, list[object]] = {}
    for line in shown:
        groups.setdefault(line.series.pk, []).append(line)
    return render(
        request,
        "targets/index.html",
        {
            "area": area,
            "period": period,
            "period_name": period_name(period, cumulative=True) if period else "",
            "periods": [(m.code, period_name(m)) for m in months],
            "groups": list(groups.values()),
            "total": len(lines),
            "behind": sum(line.behind for line in lines),
            "only_behind": only_behind,
            "quarters": quarters(request.user, area, period.year, period) if period else [],
        },
    )
