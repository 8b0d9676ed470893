"""Indicators: the list by theme with what is complete, and one indicator with its values."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
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
from leitai.apps.indicators.selectors.indicators import (
    IndicatorPage,
    due_date,
)
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.periods.selectors import period_by_code, period_name
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.web.context import home_area
from leitai.web.indicator_shapes import (
    heat,
    places,
    short,
    spread_chart,
    spread_words,
    trend_chart,
)
from leitai.web.sentences.indicators import indicator_sentence

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
    themes: dict[str, list[Row]] = {}
    for row in late if only_late else rows:
        themes.setdefault(row.indicator.theme or _("Other"), []).append(row)
    return render(
        request,
        "indicators/index.html",
        {
            "areas": [(area.pk, area.name, f"?area={area.pk}") for area in areas.values()],
            "area": chosen,
            "themes": list(themes.items()),
            "count": len(rows),
            "late": len(late),
            "only_late": only_late,
            "period_name": next((row.period for row in rows if row.period), ""),
            "tab": "indicators",
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
    newest: dict[str, Period] = {}
    for period in periods:
        newest.setdefault(period.kind, period)
    have, ever, kinds = _completeness(user, first, periods, newest)
    rows = []
    for indicator in indicators:
        row = first.get(indicator.pk)
        at = newest.get(kinds.get(row.pk, "")) if row is not None else None
        count = have[row.pk] if row is not None else 0
        expected = len(ever.get(row.pk, ())) if row is not None else 0
        overdue = 0
        if at is not None and count < expected and not indicator.formula:
            overdue = max((today - due_date(indicator, at)).days, 0)
        rows.append(
            Row(indicator, row, period_name(at) if at is not None else "", count, expected, overdue)
        )
    return rows


def _completeness(
    user: Any,
    first: Mapping[int, Series],
    periods: Sequence[Period],
    newest: Mapping[str, Period],
) -> tuple[Counter[int], dict[int, set[int]], dict[int, str]]:
    """Return by series: units with a figure now, units that ever had one, the kind of period."""
    shown = {one.pk: one.authority_id for one in first.values()}
    kind_of = {period.pk: period.kind for period in periods}
    fresh = {period.pk for period in newest.values()}
    found = (
        Revision.objects.visible_to(user)
        .filter(
            series_id__in=list(shown),
            period_id__in=list(kind_of),
            batch__state=Batch.State.ACCEPTED,
        )
        .exclude(missing=Revision.Missing.NOT_REPORTED)
        .order_by()
        .values_list("series_id", "unit_id", "period_id", "source_id")
        .distinct()
    )
    now: set[tuple[int, int]] = set()
    ever: dict[int, set[int]] = {}
    kinds: dict[int, str] = {}
    for series_id, unit_id, period_id, source_id in found:
        if source_id != shown[series_id]:
            continue
        ever.setdefault(series_id, set()).add(unit_id)
        kinds.setdefault(series_id, kind_of[period_id])
        if period_id in fresh:
            now.add((series_id, unit_id))
    return Counter(series_id for series_id, _unit in now), ever, kinds


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
    units = _units(request.user, series, [*periods, *same]) if series is not None else []
    page = indicator_page(
        request.user,
        indicator,
        units=units,
        periods=periods,
        series_id=series.pk if series is not None else None,
    )
    if page is None:
        raise Http404
    own = _own_units(request.user)
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


def _units(user: Any, series: Series, periods: Sequence[Period]) -> list[Unit]:
    """Return the units that have a value of the series in the periods, in customary order."""
    held = Revision.objects.filter(
        series=series,
        period__in=[period.pk for period in periods],
        batch__state=Batch.State.ACCEPTED,
    ).values("unit_id")
    units = Unit.objects.filter(pk__in=held).order_by("position", "pk")
    if not series.authority.public:
        units = units.filter(pk__in=visible_units(user))
    return list(units)


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
        and len(page.distribution.values) > 2,
        "spread": spread_chart(page, own),
        "spread_words": spread_words(page),
        "places": places(page, own),
        "heat": heat(request, page.heat, columns, own),
        "heat_periods": [(ref.code, columns.get(ref.id, ref.code)) for ref in page.heat.periods]
        if page.heat is not None
        else [],
        "trend": trend_chart(page, columns, own),
        "gaps": page.missing[:MISSING_LISTED],
        "gaps_more": max(len(page.missing) - MISSING_LISTED, 0),
        "may_define": request.user.has_perm("indicators.define", page.indicator),
        "tab": "indicators",
    }
