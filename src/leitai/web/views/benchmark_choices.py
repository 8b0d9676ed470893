"""Choosing a benchmark: explained suggestions, proposals, the office's word, references."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkPair
from leitai.apps.benchmarks.selectors.fields import candidate_units
from leitai.apps.benchmarks.selectors.suggested import SuggestionsPage, suggestions_page
from leitai.apps.benchmarks.services import (
    confirm_pair,
    end_reference,
    propose_pair,
    return_pair,
    set_reference,
    withdraw_pair,
)
from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.selectors import period_name
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.benchmark_tables import suggestions_table
from leitai.web.sentences.benchmarks import suggestions_sentence
from leitai.web.tables import table_file
from leitai.web.views.benchmarks import number_of, reasons_of, said, unit_or_404, year_of


def page_of(unit: Unit, year: int, against: Unit | None = None) -> str:
    """Return the address of a unit's benchmark for a year."""
    query = f"?year={year}" + (f"&against={against.pk}" if against else "")
    return reverse("benchmark", args=[unit.pk]) + query


def allowed_unit(request: HttpRequest, pk: int, permission: str) -> tuple[Unit, BenchmarkField]:
    """Return a unit that is open to the reader and on which the reader may act.

    Raises:
        Http404: when it is not open.
        PermissionDenied: when it is, but not to be acted on.
    """
    unit, field = unit_or_404(request, pk)
    if not request.user.has_perm(permission, unit):
        raise PermissionDenied
    return unit, field


def pair_or_404(request: HttpRequest, pk: int) -> BenchmarkPair:
    """Return a pair that exists for the reader.

    Raises:
        Http404: when it does not.
    """
    pair = (
        BenchmarkPair.objects.visible_to(request.user)
        .select_related("unit", "benchmark", "field")
        .filter(pk=pk)
        .first()
    )
    if pair is None:
        raise Http404
    return pair


def named_unit(field: BenchmarkField, text: str) -> Unit:
    """Return the candidate that an id of the page, a name or a division code means.

    Raises:
        RefusedError: when it means none, or several of one name.
    """
    text = text.strip()
    units = candidate_units(field)
    found = list(units.filter(name=text)[:2]) or list(units.filter(division_code=text)[:2])
    if not found and text.isdecimal() and len(text) < 19:
        found = list(units.filter(pk=int(text)))
    if len(found) == 1:
        return found[0]
    if found:
        raise RefusedError(
            _("“%(text)s” is the name of several units; give the division code.")
            % {"text": text[:40]}
        )
    raise RefusedError(_("“%(text)s” stands in no field of comparison.") % {"text": text[:40]})


def posted_year(request: HttpRequest) -> int:
    """Return the year that a form names, this year by default.

    Raises:
        RefusedError: for what is no year.
    """
    asked = request.POST.get("year", "") or str(timezone.localdate().year)
    if not (asked.isdecimal() and len(asked) == 4):
        raise RefusedError(_("“%(text)s” is no year.") % {"text": asked[:20]})
    return int(asked)


def told(request: HttpRequest, act: Callable[[], tuple[str, str]], back: str) -> HttpResponse:
    """Do something and go where it says; on refusal go back with the reason."""
    try:
        words, address = act()
    except RefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    messages.success(request, words)
    return HttpResponseRedirect(address)


@require_GET
@login_required
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show candidates near, middle and far with reasons, for what the reader picks."""
    unit, field = unit_or_404(request, pk)
    year = year_of(request)
    asked = "picked" in request.GET
    page = suggestions_page(
        request.user,
        unit,
        field,
        year,
        cares=request.GET.getlist("care"),
        likes=request.GET.getlist("like") if asked else None,
        extent=number_of(request, "scope"),
    )
    if page is None:
        raise Http404
    if file := table_file(request, lambda: suggestions_table(page, reasons_of)):
        return file
    return render(
        request,
        "benchmarks/suggestions.html",
        {
            "page": page,
            "unit": unit,
            "year": year,
            "sentence": suggestions_sentence(page),
            "period_name": period_name(page.period) if page.period else "",
            "tiers": _tiers(page),
            "notes": [said(note) for note in page.notes],
            "may_propose": request.user.has_perm("benchmarks.propose", unit),
            "scopes": [
                (pk, name or _("whole unit"), f"?year={year}&scope={pk}")
                for pk, name in page.frame.extents
            ],
        },
    )


def _tiers(page: SuggestionsPage) -> list[dict[str, Any]]:
    return [
        {
            "tier": tier,
            "candidates": [(one, reasons_of(one)) for one in page.candidates if one.tier == tier],
        }
        for tier in ("near", "middle", "far")
    ]


@require_POST
@login_required
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a unit's main benchmark for a year."""
    unit, field = allowed_unit(request, pk, "benchmarks.propose")

    def act() -> tuple[str, str]:
        year = posted_year(request)
        pair = propose_pair(
            act_from(request),
            unit=unit,
            benchmark=named_unit(field, request.POST.get("benchmark", "")),
            year=year,
            reason=request.POST.get("reason", "")[:500],
            topic=request.POST.get("topic", "")[:80],
        )
        words = _("Proposed: %(name)s. The assessment office confirms it.")
        return words % {"name": pair.benchmark.name}, page_of(unit, year, pair.benchmark)

    return told(request, act, reverse("benchmark_suggestions", args=[unit.pk]))


@require_POST
@login_required
def reference(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a unit as a reference, near, middle or far."""
    unit, field = allowed_unit(request, pk, "benchmarks.propose")

    def act() -> tuple[str, str]:
        year = posted_year(request)
        pair = set_reference(
            act_from(request),
            unit=unit,
            benchmark=named_unit(field, request.POST.get("benchmark", "")),
            year=year,
            distance=request.POST.get("distance", ""),
            reason=request.POST.get("reason", "")[:500],
            topic=request.POST.get("topic", "")[:80],
        )
        return _("Set as reference: %(name)s.") % {"name": pair.benchmark.name}, page_of(unit, year)

    return told(request, act, page_of(unit, timezone.localdate().year))


@require_POST
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a proposed main benchmark."""
    pair = pair_or_404(request, pk)
    if not request.user.has_perm("benchmarks.confirm", pair.unit):
        raise PermissionDenied

    def act() -> tuple[str, str]:
        done = confirm_pair(
            act_from(request), pair=pair, decision=request.POST.get("decision", "")[:500]
        )
        words = _("Confirmed: %(unit)s measures itself against %(name)s in %(year)d.")
        shown = {"unit": pair.unit.name, "name": pair.benchmark.name, "year": done.year}
        return words % shown, page_of(pair.unit, pair.year)

    return told(request, act, page_of(pair.unit, pair.year))


@require_POST
@login_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a proposed main benchmark with a reason."""
    pair = pair_or_404(request, pk)
    if not request.user.has_perm("benchmarks.confirm", pair.unit):
        raise PermissionDenied

    def act() -> tuple[str, str]:
        return_pair(act_from(request), pair=pair, decision=request.POST.get("decision", "")[:500])
        return _("Returned to the unit."), reverse("benchmarks") + f"?year={pair.year}"

    return told(request, act, page_of(pair.unit, pair.year))


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a proposal, or take off a reference."""
    pair = pair_or_404(request, pk)
    if not request.user.has_perm("benchmarks.propose", pair.unit):
        raise PermissionDenied
    reason = request.POST.get("reason", "")[:500]

    def act() -> tuple[str, str]:
        if pair.role == BenchmarkPair.Role.REFERENCE:
            end_reference(act_from(request), pair=pair, reason=reason)
            words = _("Taken off the references: %(name)s.")
        else:
            withdraw_pair(act_from(request), pair=pair, reason=reason)
            words = _("Taken back: %(name)s.")
        return words % {"name": pair.benchmark.name}, page_of(pair.unit, pair.year)

    return told(request, act, page_of(pair.unit, pair.year))
