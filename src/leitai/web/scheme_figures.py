"""Indicators of the site that a rule may read, as a search finds them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors import indicators_for
from leitai.apps.standings.models import Scheme

#: Indicators that one search offers.
FOUND = 12


@dataclass(frozen=True)
class Offers:
    """What a search found: (name, scope in words, operation that chooses it)."""

    text: str
    offers: tuple[tuple[str, str, str], ...]
    more: bool


def figure_offers(user: Any, scheme: Scheme, text: str, at: str, beside: str) -> Offers:
    """Find indicators by name, pinyin or code.

    Args:
        at: address of the field that is to read it, as JSON.
        beside: key of the field that holds its plan, empty where the rule has none.
    """
    text = text.replace("\x00", "").strip()[:60]
    low = text.lower()
    series = Series.objects.filter(
        indicator__in=indicators_for(user).filter(area=scheme.area)
    ).select_related("indicator", "extent", "authority")
    if text:
        series = series.filter(
            Q(indicator__name__icontains=text)
            | Q(indicator__pinyin__startswith=low)
            | Q(indicator__initials__startswith=low)
            | Q(indicator__code__icontains=low)
        )
    listed = list(series.order_by("indicator__position", "indicator__code", "id")[: FOUND + 1])
    return Offers(
        text, tuple(_offer(one, at, beside) for one in listed[:FOUND]), len(listed) > FOUND
    )


def _offer(series: Series, at: str, beside: str) -> tuple[str, str, str]:
    indicator = series.indicator
    chosen = {
        "indicator": indicator.code,
        "name": indicator.name,
        "flow": series.flow,
        "price": series.price,
        "extent": series.extent.name if series.extent is not None else None,
        "unit": indicator.measure,
        "decimals": indicator.decimals,
        "direction": indicator.direction,
        "actionable": indicator.actionable,
        "statutory": bool(series.authority is not None and series.authority.statistical),
    }
    words = [series.get_flow_display()]
    if series.price != "none":
        words.append(series.get_price_display())
    if series.extent is not None:
        words.append(series.extent.name)
    words.append(indicator.measure)
    try:
        address = json.loads(at)
    except ValueError:
        address = []
    operation: dict[str, Any] = {"do": "choose_figure", "at": address, "input": chosen}
    if beside:
        operation["beside"] = beside
    return indicator.name, "，".join(words), json.dumps(operation, ensure_ascii=False)
