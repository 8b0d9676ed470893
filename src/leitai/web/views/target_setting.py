"""One target with its history; setting what is missing; compound targets; thresholds."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.goals.models import CompoundTarget, Responsibility, Target
from leitai.apps.goals.selectors import pace, planned, quarters, story, targets, year_targets
from leitai.apps.goals.selectors.compounds import compounds_for, evaluate
from leitai.apps.goals.selectors.feasibility import feasibility
from leitai.apps.goals.selectors.naming import parts_of_targets
from leitai.apps.goals.selectors.pace_rules import rule_versions, thresholds
from leitai.apps.goals.selectors.proposals import proposals_for
from leitai.apps.goals.services import (
    set_compound,
    set_pace_rule,
    set_target,
    withdraw_compound,
)
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.selectors import months_of, period_name
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import area_of
from leitai.web.acts import act_from
from leitai.web.goal_forms import NameForm
from leitai.web.goal_frame import area_for, asked_span, latest_month, tried
from leitai.web.goal_tables import named_table
from leitai.web.sentences.goals import compounds_sentence, rule_sentence, target_sentence
from leitai.web.tables import table_file
from leitai.web.target_forms import (
    AdjustForm,
    BreakDownForm,
    CompoundForm,
    PaceRuleForm,
    SetForm,
    condition_rooms,
)
from leitai.web.target_tables import (
    compounds_table,
    months_table,
    quarters_table,
    revisions_table,
)


def target_of(request: HttpRequest, pk: int) -> Target:
    """Return the revision that counts of the target that an address names.

    Raises:
        Http404: when there is none or it is not open to the reader.
    """
    named = Target.objects.filter(pk=pk).first()
    if named is None or named.unit_id not in visible_units(request.user):
        raise Http404
    return (
        Target.objects.filter(series=named.series_id, unit=named.unit_id, year=named.year)
        .select_related("series__indicator", "series__extent", "unit")
        .latest("revision")
    )


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a target: pace, quarters, months, who answers, revisions; change it here."""
    return show_target(request, target_of(request, pk))


def show_target(
    request: HttpRequest, target: Target, *, adjust: AdjustForm | None = None,
    down: BreakDownForm | None = None, name: NameForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Answer with a target's page, with forms as they were filled in."""
    user, unit, series = request.user, target.unit, target.series
    area = area_of(unit)
    period = latest_month(user, area, target.year)
    of = year_targets(user, area, target.year, units=[unit], series=[series.pk])
    line = next(iter(pace(user, area, period, units=[unit], of=of)), None) if period else None
    now = targets([series], [unit], target.year)[series.pk, unit.pk]
    months = [
        (month, planned(now, month), planned(now, month, "stretch"))
        for month in months_of(target.year)
    ]
    told = story(target.pk)
    sayings = told.sayings if told is not None else ()
    held = (
        Responsibility.objects.visible_to(user)
        .filter(series=series, unit=unit, year=target.year, valid_to=None)
        .select_related("holder", "holder_unit")
    )
    if file := table_file(
        request,
        lambda: months_table(target, months),
        revisions=lambda: revisions_table(target, sayings),
        named=lambda: named_table(f"{unit} {series.indicator} {target.year}", held),
    ):
        return file
    today = timezone.localdate()
    feasible = feasibility(user, series, target.year, {unit.pk: target.floor})
    writes = user.has_perm("goals.break_down", unit)
    assigns, names = user.has_perm("goals.assign", unit), user.has_perm("goals.name_person", unit)
    strips = quarters(user, area, target.year, period, of=of) if period else []
    return render(
        request,
        "targets/target.html",
        {
            "target": target,
            "area": area,
            "line": line,
            "strip": strips[0] if strips else None,
            "months": months,
            "when": period_name(period, cumulative=True) if period else "",
            "decimals": series.indicator.decimals,
            "measure": series.indicator.measure,
            "story": told,
            "parts": parts_of_targets([(series.pk, unit.pk)], area.pk, target.year, today)[
                series.pk, unit.pk
            ],
            "held": held,
            "may_end": {"all": assigns, "person": names},
            "feasible": feasible.get(unit.pk),
            "proposals": [
                one
                for one in proposals_for(user, area)
                if (one.series_id, one.unit_id, one.year) == (series.pk, unit.pk, target.year)
            ],
            "adjust": (adjust or AdjustForm.of(target)) if writes else None,
            "down": (down or BreakDownForm()) if writes and unit.child_links.exists() else None,
            "name": (name or NameForm(area, own_person=not assigns)) if names else None,
            "sentence": target_sentence(target, line, strips[0] if strips else None),
        },
        status=status,
    )


def _may_set(request: HttpRequest) -> Unit:
    """Return the area in which the reader sets targets.

    Raises:
        PermissionDenied: for who may not.
    """
    area = area_for(request)
    if not request.user.has_perm("goals.set_target", area):
        raise PermissionDenied
    return area


@require_GET
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Show the form by which a missing target is set."""
    area = _may_set(request)
    form = SetForm(area, initial={"year": timezone.localdate().year, **_wanted(request)})
    return render(request, "targets/new.html", {"area": area, "form": form})


@require_POST
@login_required
def set_new(request: HttpRequest) -> HttpResponse:
    """Set a target that is missing."""
    area = _may_set(request)
    form = SetForm(area, request.POST)
    if form.is_valid():
        try:
            target = set_target(act_from(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("target", args=[target.pk]))
    return render(request, "targets/new.html", {"area": area, "form": form}, status=422)


def _wanted(request: HttpRequest) -> dict[str, Any]:
    """What the address fills in already: indicator, unit, year."""
    return {
        name: request.GET[name]
        for name in ("series", "unit", "year")
        if request.GET.get(name, "").isascii() and request.GET.get(name, "").isdigit()
    }


@require_GET
@login_required
def compounds(request: HttpRequest) -> HttpResponse:
    """List compound, rank and ratio targets of a year with each condition's working."""
    return _compounds(request)


def _compounds(
    request: HttpRequest, form: CompoundForm | None = None, rooms: Any = None, status: int = 200
) -> HttpResponse:
    area = area_for(request)
    year = asked_span(request).last
    period = latest_month(request.user, area, year)
    rows = compounds_for(request.user, area, year)
    told = evaluate(request.user, rows, period) if period is not None else {}
    found = [told[row.pk] for row in rows if row.pk in told]
    when = period_name(period, cumulative=True) if period is not None else ""
    if file := table_file(request, lambda: compounds_table(found, year, when)):
        return file
    may = request.user.has_perm("goals.set_target", area)
    return render(
        request,
        "targets/compounds.html",
        {
            "tab": "compounds",
            "area": area,
            "year": year,
            "found": found,
            "waiting": [row for row in rows if row.pk not in told],
            "when": when,
            "form": (form or CompoundForm(area, initial={"year": year})) if may else None,
            "rooms": (rooms or condition_rooms(area)) if may else (),
            "sentence": compounds_sentence(found),
        },
        status=status,
    )


@require_POST
@login_required
def compound_new(request: HttpRequest) -> HttpResponse:
    """Set a compound target."""
    area = area_for(request)
    if not request.user.has_perm("goals.set_target", area):
        raise PermissionDenied
    form, rooms = CompoundForm(area, request.POST), condition_rooms(area, request.POST)
    if all([form.is_valid(), *(room.is_valid() for room in rooms)]):
        conditions = [one for room in rooms if (one := room.condition()) is not None]
        try:
            set_compound(act_from(request), conditions=conditions, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(
                reverse("target_compounds") + f"?year={form.cleaned_data['year']}"
            )
    return _compounds(request, form, rooms, 422)


@require_POST
@login_required
def compound_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a compound target."""
    row = CompoundTarget.objects.filter(pk=pk).select_related("unit").first()
    if row is None or row.unit_id not in visible_units(request.user):
        raise Http404
    tried(
        request,
        lambda: withdraw_compound(
            act_from(request), target=row, reason=request.POST.get("reason", "")[:300]
        ),
        _("“%(name)s” is withdrawn.") % {"name": row},
    )
    return HttpResponseRedirect(reverse("target_compounds") + f"?year={row.year}")


@require_GET
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """Show when quarters count as red or steady, with all versions."""
    return _rules(request)


def _rules(
    request: HttpRequest, form: PaceRuleForm | None = None, status: int = 200
) -> HttpResponse:
    area = area_for(request)
    year = timezone.localdate().year
    now = thresholds(area, year)
    versions = rule_versions(area)
    if file := table_file(request, lambda: quarters_table(versions, area)):
        return file
    if form is None:
        form = PaceRuleForm(
            initial={
                "from_year": year, "red_of": now.red_of, "red_percent": now.red_percent,
                "steady_of": now.steady_of, "steady_percent": now.steady_percent,
                "every_quarter": now.every_quarter,
            }
        )  # fmt: skip
    return render(
        request,
        "targets/quarters.html",
        {
            "tab": "quarters",
            "area": area,
            "versions": versions,
            "form": form if request.user.has_perm("goals.set_pace_rule", area) else None,
            "sentence": rule_sentence(now),
        },
        status=status,
    )


@require_POST
@login_required
def set_rule(request: HttpRequest) -> HttpResponse:
    """Set the next version of the thresholds."""
    area = area_for(request)
    if not request.user.has_perm("goals.set_pace_rule", area):
        raise PermissionDenied
    form = PaceRuleForm(request.POST)
    if form.is_valid():
        try:
            set_pace_rule(act_from(request), area=area, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("target_quarters"))
    return _rules(request, form, 422)
