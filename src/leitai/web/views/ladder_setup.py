"""Setting ladders up: naming one, putting another version in its place, taking it out of use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.benchmarks.models import NamedLadder
from leitai.apps.benchmarks.selectors.naming import find_units, placed
from leitai.apps.benchmarks.selectors.traits import areas_defined_by
from leitai.apps.benchmarks.services import end_ladder, name_ladder, revise_ladder
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.ladder_form import LadderForm
from leitai.web.sentences import listed
from leitai.web.views.ladders import ladder_or_404

DEFINE = "benchmarks.define"


def _area(request: HttpRequest) -> Unit:
    """Return the area for which the reader names ladders, the one asked for where they are many."""
    areas = areas_defined_by(request.user)
    asked = request.GET.get("area", "")
    area = next((one for one in areas if str(one.pk) == asked), areas[0] if areas else None)
    if area is None:
        raise Http404
    return area


@require_GET
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Show the form that names a ladder."""
    return _form(request, LadderForm(_area(request)))


@require_POST
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Name a ladder, or look at the list that was typed."""
    area = _area(request)

    def save(form: LadderForm) -> NamedLadder:
        return name_ladder(act_from(request), area=area, setup=form.setup())

    return _posted(request, LadderForm(area, _typed(request, area)), save)


def _own(request: HttpRequest, pk: int) -> NamedLadder:
    """Return a ladder that the reader may change."""
    ladder = ladder_or_404(request, pk)
    if not request.user.has_perm(DEFINE, ladder.area):
        raise PermissionDenied
    return ladder


@require_GET
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a ladder as it is set up."""
    ladder = _own(request, pk)
    return _form(request, LadderForm(ladder.area, ladder=ladder))


@require_POST
@login_required
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another version in the place of a ladder, or look at the list that was typed."""
    ladder = _own(request, pk)

    def save(form: LadderForm) -> NamedLadder:
        reason = form.cleaned_data["reason"]
        return revise_ladder(act_from(request), ladder=ladder, setup=form.setup(), reason=reason)

    return _posted(
        request, LadderForm(ladder.area, _typed(request, ladder.area), ladder=ladder), save
    )


def _typed(request: HttpRequest, area: Unit) -> QueryDict:
    """Return what was typed, with the units ticked in the search added to the list."""
    given = request.POST.copy()
    ticked = [code for code in request.POST.getlist("add") if code]
    if ticked:
        given["members"] = "\n".join([given.get("members", "").rstrip(), *ticked]).strip()
    return given


def _posted(request: HttpRequest, form: LadderForm, save: Any) -> HttpResponse:
    valid = form.is_valid()
    if request.POST.get("do") != "save":
        return _form(request, form, checked=True)
    if valid:
        try:
            ladder = save(form)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The ladder stands as set up."))
            return HttpResponseRedirect(reverse("benchmark_ladder", args=[ladder.pk]))
    return _form(request, form, status=422)


def _form(
    request: HttpRequest, form: LadderForm, *, checked: bool = False, status: int = 200
) -> HttpResponse:
    """Show the form; a look at the list of units complains of nothing else."""
    asked = request.POST.get("find", "").strip()[:40]
    resolved = form.resolved
    return render(
        request,
        "benchmarks/ladder_setup.html",
        {
            "form": form,
            "area": form.area,
            "ladder": form.ladder,
            "asked": asked,
            "matches": [(unit.division_code or unit.name, placed(unit), unit)
                        for unit in find_units(form.area, asked)] if asked else [],
            "found": list(resolved.units) if resolved else [],
            "named": listed(placed(unit) for unit in resolved.units) if resolved else "",
            "doubts": [(one.text, [(unit.division_code, placed(unit)) for unit in one.options])
                       for one in resolved.doubts] if resolved else [],
            "complain": not checked,
        },
        status=status,
    )  # fmt: skip


@require_POST
@login_required
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ladder out of use."""
    ladder = _own(request, pk)
    try:
        end_ladder(act_from(request), ladder=ladder, reason=request.POST.get("reason", "")[:300])
    except RefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("benchmark_ladder_edit", args=[pk]))
    messages.success(request, _("“%(name)s” is out of use.") % {"name": ladder})
    return HttpResponseRedirect(reverse("benchmark_ladders"))
