"""Search from the bar: units, indicators and boards by name or pinyin, matters by their text."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from leitai.apps.indicators.models import Indicator
from leitai.apps.indicators.selectors import indicators_for
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import MatterRow, matters_for, rows_of
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import search_units

#: Matters of an answer, the newest; the page of matters searches them all.
MATTERS = 10


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Show what matches, units with a board page first."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    units: list[Unit] = []
    indicators: list[Indicator] = []
    schemes: list[Any] = []
    matters: list[MatterRow] = []
    if text:
        open_schemes = visible_schemes(request.user)
        on_boards = Place.objects.filter(
            standing__round__scheme__in=open_schemes, standing__state=Standing.State.PUBLISHED
        ).values("unit_id")
        units = search_units(text, Unit.objects.filter(id__in=on_boards), 20)
        low = text.lower()
        indicators = list(
            indicators_for(request.user).filter(
                Q(name__icontains=text)
                | Q(pinyin__startswith=low)
                | Q(initials__startswith=low)
                | Q(code__icontains=low)
            )[:20]
        )
        schemes = list(open_schemes.filter(name__icontains=text)[:10])
        today = timezone.localdate()
        found = matters_for(request.user, Filter(text=text), today, everything=True)
        matters = rows_of(list(found.order_by("-pk")[:MATTERS]), today)
    return render(
        request,
        "search.html",
        {
            "q": text,
            "units": [(unit, reverse("unit", args=[unit.pk])) for unit in units],
            "indicators": [(i, reverse("indicator", args=[i.pk])) for i in indicators],
            "schemes": [(s, reverse("board", args=[s.slug])) for s in schemes],
            "matters": [(row, reverse("matter", args=[row.id])) for row in matters],
            "nothing": bool(text) and not (units or indicators or schemes or matters),
        },
    )
