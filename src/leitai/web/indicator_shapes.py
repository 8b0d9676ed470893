"""Shapes of an indicator's page: the table and chart of a spread, the heat map, the trend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.indicators.selectors.indicators import Distribution, HeatMap, IndicatorPage
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.engine.rounding import half_up

#: Units on one page of the heat map; points of a strip before it becomes a histogram.
HEAT_UNITS = 60
STRIP_POINTS = 60
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


def places(page: IndicatorPage, own: frozenset[int]) -> list[PlaceRow]:
    """Return the table of a distribution, best first by direction."""
    spread = page.distribution
    if spread is None:
        return []
    ranked = page.indicator.direction != "none"
    rows: list[PlaceRow] = []
    for at, (unit, value) in enumerate(spread.values, start=1):
        before = rows[-1] if rows else None
        tied = before is not None and before.number == value.number
        place = (before.place if tied and before is not None else at) if ranked else None
        rows.append(
            PlaceRow(
                place,
                unit.id,
                unit.name,
                value.number,
                value.qualifier,
                value.revision_id,
                unit.id in own,
            )
        )
    return rows


def spread_chart(page: IndicatorPage, own: frozenset[int]) -> dict[str, Any] | None:
    """Return the strip of all units, or a histogram of many; None for too few."""
    spread: Distribution | None = page.distribution
    if spread is None or len(spread.values) < 3:
        return None
    indicator = page.indicator
    if len(spread.values) > STRIP_POINTS:
        return _histogram(page, own)
    return {
        "kind": "distribution",
        "unit": indicator.measure,
        "decimals": indicator.decimals,
        "values": [
            {
                "name": unit.name,
                "value": value.number,
                "own": unit.id in own,
                "url": reverse("trace_value", args=[value.revision_id]),
            }
            for unit, value in spread.values
        ],
        "marks": [{"name": _("middle"), "value": spread.middle}],
    }


def _histogram(page: IndicatorPage, own: frozenset[int]) -> dict[str, Any]:
    spread = page.distribution
    assert spread is not None
    numbers = sorted(value.number for _unit, value in spread.values if value.number is not None)
    # Between the 1st and 99th percentile, so that one giant does not flatten the rest.
    low, high = numbers[len(numbers) // 100], numbers[-1 - len(numbers) // 100]
    step = (high - low) / 20 or 1.0
    edges = [low + step * at for at in range(21)]
    counts = [0] * 20
    for number in numbers:
        counts[min(19, max(0, int((number - low) / step)))] += 1
    mine = next(((u, v) for u, v in spread.values if u.id in own), None)
    return {
        "kind": "histogram",
        "edges": edges,
        "counts": counts,
        "own": mine[1].number if mine else None,
        "ownName": mine[0].name if mine else "",
        "unit": page.indicator.measure,
        "decimals": page.indicator.decimals,
    }


def spread_words(page: IndicatorPage) -> str:
    """Say the spread in words, for those who do not see the chart."""
    spread = page.distribution
    if spread is None or spread.middle is None:
        return ""
    return _("%(n)d units, from %(least)s to %(most)s, middle %(middle)s %(measure)s") % {
        "n": len(spread.values),
        "least": spread.least,
        "most": spread.most,
        "middle": half_up(spread.middle, page.indicator.decimals),
        "measure": page.indicator.measure,
    }


@dataclass(frozen=True)
class HeatBox:
    """A cell of the heat map as drawn: its colour, text and way down; ``missing`` says why not."""

    colour: str
    number: float | None
    missing: str
    revision_id: int | None
    label: str


def heat(
    request: HttpRequest, heat: HeatMap | None, names: Mapping[int, str], own: frozenset[int]
) -> dict[str, Any] | None:
    """Return one page of the heat map's rows, own units first in large areas."""
    if heat is None or not heat.units:
        return None
    together = list(zip(heat.units, heat.rows, strict=True))
    if len(together) > HEAT_UNITS:
        together.sort(key=lambda row: row[0].id not in own)
    part = Paginator(together, HEAT_UNITS).get_page(request.GET.get("page"))
    rows = []
    for unit, cells in part.object_list:
        boxes = []
        for cell, period in zip(cells, heat.periods, strict=True):
            value = cell.value
            boxes.append(
                HeatBox(
                    SCALE[cell.step] if cell.step is not None else "",
                    value.number if value is not None else None,
                    (value.missing if value is not None else "not_reported"),
                    value.revision_id if value is not None else None,
                    f"{unit.name} {names.get(period.id, period.code)}",
                )
            )
        rows.append((unit, unit.id in own, boxes))
    return {"rows": rows, "page": part, "scale": SCALE}


def trend_chart(
    page: IndicatorPage, names: Mapping[int, str], own: frozenset[int]
) -> dict[str, Any] | None:
    """Return the lines of the reader's own units beside the middle of all."""
    heat = page.heat
    if heat is None or len(heat.periods) < 2 or not heat.units:
        return None
    columns: list[list[float]] = [
        [row[at].value.number for row in heat.rows if _known(row[at])]  # type: ignore[union-attr,misc]
        for at in range(len(heat.periods))
    ]
    decimals = page.indicator.decimals
    middle = [half_up(median(column), decimals) if column else None for column in columns]
    mine = [(unit, row) for unit, row in zip(heat.units, heat.rows, strict=True) if unit.id in own][
        :3
    ]
    if not mine and len(heat.units) <= 3:
        mine = list(zip(heat.units, heat.rows, strict=True))
    series = [
        {
            "name": unit.name,
            "values": [cell.value.number if cell.value is not None else None for cell in row],
            "own": at == 0,
        }
        for at, (unit, row) in enumerate(mine)
    ]
    if len(heat.units) > 2:
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


def _known(cell: Any) -> bool:
    return cell.value is not None and cell.value.number is not None
