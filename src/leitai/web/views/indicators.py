"""Indicators: the list by theme with what is complete, and one indicator with its values."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from leitai.apps.indicators.models import Batch, Indicator, Revision, Series
from leitai.apps.indicators.selectors import indicator_page, indicators_for
from leitai.apps.indicators.selectors.indicators import IndicatorPage, Part
from leitai.apps.indicators.selectors.missing import completeness, due_date
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.periods.selectors import period_by_code, period_name
from leitai.apps.publishing.store import can_export, exporting_area
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.web.context import home_area
from leitai.web.indicator_shapes import (
    HEAT_UNITS,
    PLACES,
    STRIP_POINTS,
    bins,
    heat,
    places,
    short,
    spread_chart,
    spread_words,
    trend_chart,
)
from leitai.web.page_tables import indicator_table, indicators_table
from leitai.web.sentences.indicators import indicator_sentence
from leitai.web.tables import table_file, wanted_format

#: Periods across the heat map and the trend.
PERIODS = 13
MISSING_LISTED = 60


@dataclass(frozen=True)
class Row:
    """An indicator of the list with how complete its newest period is."""

    indicator: Indicator
    series: Series | None
    period: str
    have: int
    expected: int
    late_days: int

    @property
    def missing(self) -> int:
        return max(self.expected - self.have, 0)


def _periods_with_values(user: Any, series: Sequence[int], limit: int) -> list[Period]:
    """Return the newest periods with values of the series that the reader may see, newest first."""
    some = Revision.objects.visible_to(user).filter(
        series_id__in=series, period_id=OuterRef("pk"), batch__state=Batch.State.ACCEPTED
    )
    return list(Period.objects.filter(Exists(some)).order_by("-start", "end")[:limit])


def _has_values(user: Any, series: Series, period: Period) -> bool:
    """Tell whether the reader sees a value of the month; what others do there must not show."""
    values = Revision.objects.visible_to(user).filter(series=series, period=period)
    return values.filter(batch__state=Batch.State.ACCEPTED).exists()


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the indicators of an area by theme; what is late stands out."""
    held = list(indicators_for(request.user).order_by("area__position", "position", "code"))
    areas = {indicator.area_id: indicator.area for indicator in held}
    home = home_area(request.user)
    wanted = request.GET.get("area", "")
    chosen = next(
        (area for area in areas.values() if str(area.pk) == wanted),
        areas.get(home.pk) if home is not None else None,
    ) or next(iter(areas.values()), None)
    if wanted and (chosen is None or str(chosen.pk) != wanted):
        raise Http404
    mine = [one for one in held if chosen is not None and one.area_id == chosen.pk]
    rows = _rows(request.user, mine, timezone.localdate())
    late = [row for row in rows if row.late_days]
    only_late = request.GET.get("late") == "1"
    if file := table_file(request, lambda: indicators_table(late if only_late else rows, chosen)):
        return file
    themes: dict[str, list[Row]] = {}
    for row in late if only_late else rows:
        themes.setdefault(row.indicator.theme or _("Other"), []).append(row)
    return render(
        request,
        "indicators/index.html",
        {
            "areas": [(area.pk, named(area), f"?area={area.pk}") for area in areas.values()],
            "area": chosen,
            "themes": list(themes.items()),
            "count": len(rows),
            "late": len(late),
            "only_late": only_late,
            "period_name": next((row.period for row in rows if row.period), ""),
            "tab": "indicators",
            "exports": can_export() and exporting_area(request.user) is not None,
        },
    )


def _rows(user: Any, indicators: Sequence[Indicator], today: dt.date) -> list[Row]:
    series = list(
        Series.objects.filter(indicator__in=[one.pk for one in indicators])
        .select_related("authority", "extent")
        .order_by("pk")
    )
    first: dict[int, Series] = {}
    for one in series:
        first.setdefault(one.indicator_id, one)
    shown = [one.pk for one in first.values()]
    periods = _periods_with_values(user, shown, PERIODS)
    known = completeness(user, shown, periods)
    rows = []
    for indicator in indicators:
        row = first.get(indicator.pk)
        found = known.get(row.pk) if row is not None else None
        at = found.period if found is not None else None
        count, expected = (found.have, found.expected) if found is not None else (0, 0)
        overdue = 0
        if at is not None and count < expected and not indicator.formula:
            overdue = max((today - due_date(indicator, at)).days, 0)
        rows.append(
            Row(indicator, row, period_name(at) if at is not None else "", count, expected, overdue)
        )
    return rows


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an indicator: definition, spread, heat map, trend, and what is missing."""
    indicator = indicators_for(request.user).filter(pk=pk).first()
    if indicator is None:
        raise Http404
    rows = list(indicator.series.select_related("authority", "extent").order_by("pk"))
    wanted = request.GET.get("series", "")
    series = next((row for row in rows if str(row.pk) == wanted), rows[0] if rows else None)
    if wanted and (series is None or str(series.pk) != wanted):
        raise Http404
    every = _periods_with_values(request.user, [series.pk], 60) if series is not None else []
    code = request.GET.get("period", "")
    period = period_by_code(code) if code else (every[0] if every else None)
    if code and (period is None or series is None or not _has_values(request.user, series, period)):
        raise Http404
    kind = period.kind if period is not None else PeriodKind.MONTH
    same = [one for one in every if one.kind == kind]
    shown = [one for one in same if period is not None and one.start <= period.start][:PERIODS]
    periods = list(reversed(shown))
    if period is not None and period not in periods:
        periods.append(period)
    if series is None and wanted_format(request):
        raise Http404
    if series is not None and (
        file := table_file(
            request, lambda: indicator_table(request.user, indicator, series, periods)
        )
    ):
        return file
    own = _own_units(request.user)
    page = indicator_page(
        request.user,
        indicator,
        periods=periods,
        before=same,
        series_id=series.pk if series is not None else None,
        own=own,
        places=_part(request, "places", PLACES, whole=STRIP_POINTS),
        heat=_part(request, "page", HEAT_UNITS),
    )
    if page is None:
        raise Http404
    return render(
        request,
        "indicators/indicator.html",
        _context(request, page, period, same, own),
    )


def _newer(
    user: Any, page: IndicatorPage, period: Period | None, series: str
) -> tuple[str, str, str] | None:
    """Return code, name and address of a later period that the area's other indicators have."""
    if period is None:
        return None
    held = Series.objects.filter(indicator__area=page.indicator.area_id).values_list(
        "pk", flat=True
    )
    later = [one for one in _periods_with_values(user, list(held), 1) if one.start > period.start]
    if not later or later[0].kind != period.kind:
        return None
    found = later[0]
    url = f"{reverse('indicator', args=[page.indicator.pk])}?period={found.code}{series}"
    return found.code, period_name(found), f"{url}#missing"


def _own_units(user: Any) -> frozenset[int]:
    """Return the units a reporting person answers for; empty for those who oversee all."""
    roots = unit_roots(user, "reporting_unit", "approver")
    return frozenset(subtree_ids(tuple(roots))) if roots else frozenset()


def _part(request: HttpRequest, name: str, length: int, whole: int = 0) -> Part:
    """Return the part of a long table that the address asks for, as Django's paginator takes it."""
    try:
        number = int(request.GET.get(name, "1"))
    except ValueError:
        number = 1
    return Part((number - 1) * length if number > 0 else sys.maxsize, length, whole)


def _context(
    request: HttpRequest,
    page: IndicatorPage,
    period: Period | None,
    same: Sequence[Period],
    own: frozenset[int],
) -> dict[str, Any]:
    codes = [one.code for one in same]
    at = codes.index(period.code) if period is not None and period.code in codes else -1

    series = f"&series={page.shown.id}" if page.shown is not None else ""

    def address(code: str) -> str:
        return f"{reverse('indicator', args=[page.indicator.pk])}?period={code}{series}"

    name = period_name(period) if period is not None else ""
    names = {one.pk: period_name(one) for one in same}
    columns = {one.pk: short(one) for one in same}
    late = sum(gap.late_days > 0 for gap in page.missing)
    spread = spread_chart(page, own)
    return {
        "page": page,
        "indicator": page.indicator,
        "period": period,
        "period_name": name,
        "periods": [(one.code, names[one.pk], address(one.code)) for one in same],
        "earlier": address(codes[at + 1]) if 0 <= at < len(codes) - 1 else "",
        "later": address(codes[at - 1]) if at > 0 else "",
        "sentence": indicator_sentence(page.indicator, page.distribution, name, own, late),
        "own": own,
        "newer": _newer(request.user, page, period, series) if at == 0 else None,
        "ranked": page.indicator.direction != "none"
        and page.distribution is not None
        and len(page.distribution.order) > 2,
        "spread": spread,
        "bins": bins(spread),
        "spread_words": spread_words(page),
        "places": places(request, page, own),
        "heat": heat(request, page.heat, columns, own, page.indicator.decimals),
        "heat_periods": [(ref.code, columns.get(ref.id, ref.code)) for ref in page.heat.periods]
        if page.heat is not None
        else [],
        "trend": trend_chart(page, columns),
        "gaps": page.missing[:MISSING_LISTED],
        "gaps_more": max(len(page.missing) - MISSING_LISTED, 0),
        "may_define": request.user.has_perm("indicators.define", page.indicator),
        "tab": "indicators",
    }
