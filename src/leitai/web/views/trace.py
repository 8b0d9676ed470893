"""The trace drawer: from a number to its cell, at an address of its own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from leitai.apps.indicators.models import Revision
from leitai.apps.indicators.selectors import revision_trail, sheet_view
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.selectors import Stop, score_trace, trial_trace
from leitai.apps.units.models import Unit
from leitai.engine import SchemeError
from leitai.web.lookups import period_or_404, place_or_404, ranked_version_or_404


@require_GET
@login_required
def score(request: HttpRequest, place: int, node: str) -> HttpResponse:
    """Show how a score came about, down to the cells of its item."""
    found = place_or_404(request, place)
    stops = score_trace(request.user, found, None if node == "total" else node)
    if not stops:
        raise Http404
    standing = found.standing
    return render(
        request,
        "trace/score.html" if request.htmx else "trace/page.html",  # type: ignore[attr-defined]
        {
            "place": found,
            "stops": stops,
            "node": node,
            "title": _last_name(stops),
            "unit": found.unit,
            "way": reverse("trace_score", args=[found.pk, "total"]).removesuffix("total/"),
            "period_name": period_name(standing.round.period),
            "sheet_url": _sheet_url(request.user, stops),
            "card_url": f"{reverse('unit', args=[found.unit_id])}?"
            + urlencode(
                {"scheme": standing.round.scheme.slug, "period": standing.round.period.code}
            ),
            "body": "trace/score.html",
        },
    )


@require_GET
@login_required
def trial(
    request: HttpRequest, slug: str, number: str, period: str, unit: int, node: str
) -> HttpResponse:
    """Show how a score of a trial comes about: computed now, stored nowhere."""
    scheme, version = ranked_version_or_404(request, slug, number)
    if not request.user.has_perm("standings.view_inputs", scheme):
        raise Http404
    played = period_or_404(period)
    if played.kind != scheme.period_kind:
        raise Http404
    try:
        stops = trial_trace(
            request.user, scheme, version, played, unit, None if node == "total" else node
        )
    except (SchemeError, ValidationError):
        raise Http404 from None
    if not stops:
        raise Http404
    here = reverse("trace_trial", args=[slug, number, period, unit, "total"])
    kicker = _("%(period)s, trial of v%(number)s") % {
        "period": period_name(played),
        "number": version.number,
    }
    return render(
        request,
        "trace/score.html" if request.htmx else "trace/page.html",  # type: ignore[attr-defined]
        {
            "unit": Unit.objects.get(pk=unit),
            "way": here.removesuffix("total/"),
            "stops": stops,
            "node": node,
            "title": _last_name(stops),
            "period_name": kicker,
            "sheet_url": _sheet_url(request.user, stops),
            "card_url": "",
            "trial": True,
            "body": "trace/score.html",
        },
    )


def _sheet_url(user: Any, stops: tuple[Stop, ...]) -> str:
    """Return the address of the sheet behind the first figure that has one open to the reader.

    A board may release a figure to somebody who reads it nowhere else; its sheet stays closed then.
    """
    shown = [
        stop.history.revision_id
        for stop in stops
        if stop.history is not None and stop.history.window is not None
    ]
    known = set(Revision.objects.visible_to(user).filter(pk__in=shown).values_list("pk", flat=True))
    first = next((pk for pk in shown if pk in known), None)
    return reverse("trace_sheet", args=[first]) if first is not None else ""


def _last_name(stops: tuple[Stop, ...]) -> str:
    names = [stop.working.name for stop in stops if stop.working is not None]
    return names[-1] if names else ""


@require_GET
@login_required
def value(request: HttpRequest, revision: int) -> HttpResponse:
    """Show how a value came about: its revisions, who, why, and the cell."""
    history = revision_trail(request.user, revision)
    if history is None:
        raise Http404
    return render(
        request,
        "trace/value.html" if request.htmx else "trace/page.html",  # type: ignore[attr-defined]
        {
            "history": history,
            "body": "trace/value.html",
            "title": history.title,
            "period_name": period_name(period_or_404(history.period_code)),
        },
    )


@require_GET
@login_required
def sheet(request: HttpRequest, revision: int) -> HttpResponse:
    """Show the whole sheet a value came from, with its cell marked (打开原表)."""
    view = sheet_view(request.user, revision)
    if view is None:
        raise Http404
    return render(request, "trace/sheet.html", {"view": view})
