"""Shapes of an indicator's page: the table and chart of a spread, the heat map, the trend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.indicators.selectors.indicators import IndicatorPage
from leitai.apps.indicators.selectors.spread import Distribution, HeatMap
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.engine.rounding import half_up
from leitai.web.templatetags.figures import figure

#: Units on one page of the heat map, and of a long table of places.
HEAT_UNITS = 24
PLACES = 20
#: Points of a strip before it becomes a histogram; each opens its trace, so all are read in full,
#: and the table of so many is not cut either.
STRIP_POINTS = 60
#: Stands for a number in an address that is filled in later.
SOME = 1234567890
#: Columns of a histogram.
BINS = 20
#: The sequential scale of the charts, light to dark (tokens, section 6).
SCALE = ("#EEF1F8", "#CBD4EA", "#9FAFD8", "#6F86C0", "#4860A6", "#2B3F84", "#182557")


def short(period: Period) -> str:
    """Return a period as the head of a narrow column: 26-10."""
    if period.kind == PeriodKind.MONTH:
        return f"{period.year % 100:02d}-{period.number:02d}"
    return period.code


@dataclass(frozen=True)
class PlaceRow:
    """A unit in the table of a distribution; equal figures share a place."""

    place: int | None
    unit_id: int
    unit: str
    number: float | None
    qualifier: str
    revision_id: int
    mine: bool


def _page(request: HttpRequest, name: str, count: int, length: int) -> Page[int]:
    """Return the page of a long table that the address asks for, of places 0 … count - 1."""
    return Paginator(range(count), length).get_page(request.GET.get(name))


def places(request: HttpRequest, page: IndicatorPage, own: frozenset[int]) -> dict[str, Any] | None:
    """Return one page of the table of a distribution, best first by direction."""
    spread = page.distribution
    if spread is None or not spread.order:
        return None
    ranked = page.indicator.direction != "none"
    count = len(spread.order)
    part = _page(request, "places", count, PLACES if count > STRIP_POINTS else STRIP_POINTS)
    rows = [
        PlaceRow(
            spread.places[at] if ranked else None,
            unit.id,
            named(unit),
            value.number,
            value.qualifier,
            value.revision_id,
            unit.id in own,
        )
        for at in part.object_list
        if (unit := spread.order[at]) and (value := spread.values.get(unit.id)) is not None
    ]
    return {"rows": rows, "page": part}


def spread_chart(page: IndicatorPage, own: frozenset[int]) -> dict[str, Any] | None:
    """Return the strip of all units, or a histogram of many; None for too few."""
    spread: Distribution | None = page.distribution
    if spread is None or len(spread.order) < 3:
        return None
    indicator = page.indicator
    if len(spread.order) > STRIP_POINTS:
        return _histogram(page, own)
    return {
        "kind": "distribution",
        "unit": indicator.measure,
        "decimals": indicator.decimals,
        "values": [
            {
                "name": named(unit),
                "value": value.number,
                "own": unit.id in own,
                "url": reverse("trace_value", args=[value.revision_id]),
            }
            for unit in spread.order
            if (value := spread.values.get(unit.id)) is not None
        ],
        "marks": [{"name": _("middle"), "value": spread.middle}],
    }


def _histogram(page: IndicatorPage, own: frozenset[int]) -> dict[str, Any]:
    spread = page.distribution
    assert spread is not None
    numbers = sorted(spread.numbers)
    # Between the 1st and 99th percentile, so that one giant does not flatten the rest.
    low, high = numbers[len(numbers) // 100], numbers[-1 - len(numbers) // 100]
    step = (high - low) / BINS or 1.0
    edges = [low + step * at for at in range(BINS + 1)]
    counts = [0] * BINS
    for number in numbers:
        counts[min(BINS - 1, max(0, int((number - low) / step)))] += 1
    mine = next((at for at, unit in enumerate(spread.order) if unit.id in own), None)
    return {
        "kind": "histogram",
        "edges": edges,
        "counts": counts,
        "own": spread.numbers[mine] if mine is not None else None,
        "ownName": named(spread.order[mine]) if mine is not None else "",
        "unit": page.indicator.measure,
        "decimals": page.indicator.decimals,
    }


def bins(chart: Mapping[str, Any] | None) -> list[tuple[float, float, int]]:
    """Return the table of a histogram: from, up to, how many units."""
    if chart is None or chart["kind"] != "histogram":
        return []
    edges = chart["edges"]
    return list(zip(edges[:-1], edges[1:], chart["counts"], strict=True))


def spread_words(page: IndicatorPage) -> str:
    """Say the spread in words, for those who do not see the chart."""
    spread = page.distribution
    if spread is None or spread.middle is None:
        return ""
    return _("%(n)d units, from %(least)s to %(most)s, middle %(middle)s %(measure)s") % {
        "n": len(spread.order),
        "least": spread.least,
        "most": spread.most,
        "middle": half_up(spread.middle, page.indicator.decimals),
        "measure": page.indicator.measure,
    }


@dataclass(frozen=True)
class HeatBox:
    """A cell of the heat map as drawn: its colour, text and way down; ``missing`` says why not."""

    colour: str
    text: str
    missing: str
    url: str
    label: str


def heat(
    request: HttpRequest,
    heat: HeatMap | None,
    names: Mapping[int, str],
    own: frozenset[int],
    decimals: int,
) -> dict[str, Any] | None:
    """Return one page of the heat map's rows, own units first in large areas."""
    if heat is None or not heat.units:
        return None
    part = _page(request, "page", heat.count, HEAT_UNITS)
    # Hundreds of addresses that differ in a number: resolving each would take most of the time.
    before, after = reverse("trace_value", args=[SOME]).split(str(SOME))
    heads = [names.get(period.id, period.code) for period in heat.periods]
    rows = []
    for unit, cells in zip(heat.units, heat.rows, strict=True):
        boxes = []
        for cell, head in zip(cells, heads, strict=True):
            value = cell.value
            known = value is not None and value.number is not None
            boxes.append(
                HeatBox(
                    SCALE[cell.step] if cell.step is not None else "",
                    figure(value.number, decimals) if known and value is not None else "",
                    (value.missing if value is not None else "not_reported"),
                    f"{before}{value.revision_id}{after}" if value is not None else "",
                    f"{named(unit)} {head}",
                )
            )
        rows.append((unit, unit.id in own, boxes))
    return {"rows": rows, "page": part, "scale": SCALE}


def trend_chart(page: IndicatorPage, names: Mapping[int, str]) -> dict[str, Any] | None:
    """Return the lines of the reader's own units beside the middle of all."""
    heat = page.heat
    if heat is None or len(heat.periods) < 2 or not heat.units:
        return None
    decimals = page.indicator.decimals
    middle = [half_up(each, decimals) if each is not None else None for each in heat.middles]
    mine = list(heat.own)
    if not mine and heat.count <= 3:
        mine = list(zip(heat.units, heat.rows, strict=True))
    series = [
        {
            "name": named(unit),
            "values": [cell.value.number if cell.value is not None else None for cell in row],
            "own": at == 0,
        }
        for at, (unit, row) in enumerate(mine)
    ]
    if heat.count > 2:
        series.append(
            {"name": _("middle"), "values": middle, "dashed": bool(mine), "own": not mine}
        )
    return {
        "kind": "trend",
        "periods": [names.get(ref.id, ref.code) for ref in heat.periods],
        "series": series,
        "unit": page.indicator.measure,
        "decimals": page.indicator.decimals,
    }
