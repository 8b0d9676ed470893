"""Parts of the editor asked for by themselves: the curve, the trial of one item, indicators."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leitai.apps.periods.selectors import period_name
from leitai.engine.scheme.addresses import resolve
from leitai.engine.scheme.editing import EditError, apply, readable
from leitai.engine.scheme.splice import AbsentError
from leitai.web.lookups import draft_or_404
from leitai.web.scheme_curve import curve_of, item_trial
from leitai.web.scheme_detail import find
from leitai.web.scheme_editor import published_standing
from leitai.web.scheme_figures import figure_offers
from leitai.web.scheme_typed import TypedError, edit_of


@require_GET
@login_required
def preview(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show the curve of an item as it would be with what is being typed; nothing is stored."""
    _scheme, version = draft_or_404(request, slug, number)
    group, item = request.GET.get("group", ""), request.GET.get("item", "")
    text = version.text
    problem = ""
    if "op" in request.GET:
        try:
            plain = readable(text)
            operation = json.loads(request.GET["op"])
            at = operation["at"]
            made = edit_of(plain, at, resolve(plain, at), request.GET.get("raw", ""))
            text = apply(text, [made]).text
        except (TypedError, EditError, AbsentError, KeyError, TypeError, ValueError) as error:
            problem = str(error) if isinstance(error, TypedError) else ""
    plain = readable(text)
    found = find(plain, group, item)
    if found is None:
        raise Http404
    standing = published_standing(request, version.scheme)
    return render(
        request,
        "schemes/_curve.html",
        {
            "curve": curve_of(plain, group, found, standing) if found.get("rule") else None,
            "problem": problem,
            "detail_name": found.get("name") or "",
            "trial_period_name": period_name(standing.round.period) if standing else "",
        },
    )


@require_GET
@login_required
def item_trial_part(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show who moves when only this item of the published rules changes."""
    scheme, version = draft_or_404(request, slug, number)
    standing = published_standing(request, scheme)
    plain = readable(version.text)
    found = find(plain, request.GET.get("group", ""), request.GET.get("item", ""))
    if found is None:
        raise Http404
    outcome = None
    if standing is not None:
        outcome = item_trial(plain, request.GET.get("group", ""), found, standing)
    return render(
        request,
        "schemes/_item_trial.html",
        {
            "trial": outcome,
            "standing": standing,
            "period_name": period_name(standing.round.period) if standing is not None else "",
        },
    )


@require_GET
@login_required
def figures(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Find indicators of the site for a rule to read, by name, pinyin or code."""
    scheme, _version = draft_or_404(request, slug, number)
    found = figure_offers(
        request.user,
        scheme,
        request.GET.get("q", ""),
        request.GET.get("at", "[]"),
        request.GET.get("beside", ""),
    )
    return render(request, "schemes/_figures.html", {"found": found})
