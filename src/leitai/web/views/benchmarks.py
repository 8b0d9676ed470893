"""Benchmarks: who measures itself against whom, and the choices that wait."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from leitai.apps.benchmarks.selectors.pairs import choices, open_units, waiting_for
from leitai.web.sentences.benchmarks import index_sentence


def year_of(request: HttpRequest) -> int:
    """Return the year asked for, this year by default.

    Raises:
        Http404: for what is no year.
    """
    asked = request.GET.get("year", "")
    if not asked:
        return timezone.localdate().year
    if not (asked.isdigit() and 1990 <= int(asked) <= 2200):
        raise Http404
    return int(asked)


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the units open to the reader with what they chose, and what waits for the reader."""
    year = year_of(request)
    found = choices(request.user, year, open_units(request.user))
    waiting = [pair for pair in waiting_for(request.user) if pair.year == year]
    return render(
        request,
        "benchmarks/index.html",
        {
            "year": year,
            "choices": found,
            "waiting": waiting,
            "sentence": index_sentence(year, found, waiting),
        },
    )
