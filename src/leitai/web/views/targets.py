"""Targets: floor and stretch of every unit beside what was due and what was reached."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors import PaceLine, QuarterRow, pace, quarters, year_targets
from leitai.apps.indicators.models import Batch, Revision
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.periods.selectors import period_by_code, period_name
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.web.context import home_area
from leitai.web.page_tables import targets_table
from leitai.web.sentences import Figure, Segment, listed, sentence
from leitai.web.tables import table_file

#: Indicators on one page.
PAGE = 5
#: Months offered in the switch.
MONTHS = 24


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the targets the reader may see for a month, by indicator; filter those behind."""
    area = home_area(request.user)
    if area is None:
        raise Http404
    months = _months(request.user, area)
    code = request.GET.get("period")
    period = period_by_code(code) if code else (months[0] if months else None)
    if code and period not in months:
        # Whether others work on a month that the reader sees nothing of must not show.
        raise Http404
    of = year_targets(request.user, area, period.year) if period else None
    every = pace(request.user, area, period, of=of) if period else []
    units = {line.unit.pk: named(line.unit) for line in every}
    wanted = request.GET.get("unit", "")
    if wanted and wanted not in {str(pk) for pk in units}:
        raise Http404
    lines = [line for line in every if not wanted or str(line.unit.pk) == wanted]
    behind = sum(line.behind for line in lines)
    only_behind = request.GET.get("behind") == "1"
    groups: dict[int, list[PaceLine]] = {}
    for line in lines:
        if line.behind or not only_behind:
            groups.setdefault(line.series.pk, []).append(line)
    if file := table_file(
        request,
        lambda: targets_table(
            [line for group in groups.values() for line in group],
            area,
            period_name(period, cumulative=True) if period else "",
        ),
    ):
        return file
    page = Paginator(list(groups.values()), PAGE).get_page(request.GET.get("page"))
    strips = quarters(request.user, area, period.year, period, of=of) if period else []
    own = subtree_ids(tuple(unit_roots(request.user, "reporting_unit", "approver")))
    context = {
        "tab": "targets",
        "area": area,
        "period": period,
        "period_name": period_name(period, cumulative=True) if period else "",
        "page": page,
        "groups": [(rows[0], rows, _strip_of(strips, rows[0])) for rows in page.object_list],
        "units": sorted(units.items(), key=lambda row: row[0]),
        "unit": wanted,
        "total": len(lines),
        "behind": behind,
        "only_behind": only_behind,
        "quarters": strips,
        "own": set(own),
        "sentence": _sentence(lines, behind, strips, period),
    }
    return render(request, "targets/index.html", context | _switch(request, months, period))


def _months(user: Any, area: Unit) -> list[Period]:
    """Return the months with values of an area's targets that the reader may see, newest first."""
    held = Target.objects.filter(series__indicator__area=area)
    years = set(held.order_by().values_list("year", flat=True).distinct())
    series = list(held.order_by().values_list("series_id", flat=True).distinct())
    some = Revision.objects.visible_to(user).filter(
        series_id__in=series, period_id=OuterRef("pk"), batch__state=Batch.State.ACCEPTED
    )
    return list(
        Period.objects.filter(Exists(some), kind=PeriodKind.MONTH, year__in=years).order_by(
            "-start"
        )
    )


def _switch(request: HttpRequest, months: list[Period], period: Period | None) -> dict[str, object]:
    kept = {key: request.GET[key] for key in ("unit", "behind") if request.GET.get(key)}

    def address(code: str) -> str:
        return f"{reverse('targets')}?{urlencode({'period': code, **kept})}"

    codes = [month.code for month in months]
    at = codes.index(period.code) if period is not None and period.code in codes else -1
    return {
        "periods": [(m.code, period_name(m), address(m.code)) for m in months[:MONTHS]],
        "period_short": period_name(period) if period is not None else "",
        "earlier": address(codes[at + 1]) if 0 <= at < len(codes) - 1 else "",
        "later": address(codes[at - 1]) if at > 0 else "",
    }


def _strip_of(strips: list[QuarterRow], line: PaceLine) -> QuarterRow | None:
    return next((row for row in strips if row.series.pk == line.series.pk), None)


def _sentence(
    lines: list[PaceLine], behind: int, strips: list[QuarterRow], period: Period | None
) -> tuple[Segment, ...]:
    """Say how many targets are behind what was due, and which indicators kept every quarter."""
    if not lines or period is None:
        return ()
    said = list(
        sentence(
            ngettext(
                "{total} target; {behind} behind what was due. ",
                "{total} targets; {behind} behind what was due. ",
                len(lines),
            ),
            total=str(len(lines)),
            behind=Figure(str(behind), f"?period={period.code}&behind=1"),
        )
    )
    met = [named(row.series.indicator) for row in strips if row.every_quarter_met]
    if met:
        count = len(met)
        said += sentence(
            ngettext(
                "{n} indicator kept every quarter so far: {names}.",
                "{n} indicators kept every quarter so far: {names}.",
                count,
            ),
            n=str(count),
            names=listed(met[:4]) + ("…" if count > 4 else ""),
        )
    return tuple(said)
