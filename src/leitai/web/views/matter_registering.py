"""Registering matters: the form, drafts, and many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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

from leitai.apps.benchmarks.selectors.learning import measure_for
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.life import State
from leitai.apps.matters.models import Matter
from leitai.apps.matters.models.matter import SourceKind
from leitai.apps.matters.selectors.lists import rows_of
from leitai.apps.matters.selectors.page import matter_for
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services import draft_matter, revise_matter
from leitai.apps.matters.services.bulk import Outcome, assign_many, urge_many
from leitai.apps.matters.services.opening import open_matter
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import unit_roots
from leitai.web.acts import act_from
from leitai.web.matter_desk import desk_area
from leitai.web.matter_many import AssignManyForm, UrgeManyForm
from leitai.web.matter_register import RegisterForm, term_words

#: Matters of one call for many.
MOST = 200


def _area_or_404(request: HttpRequest) -> Unit:
    area: Unit | None = desk_area(request)
    if area is None:
        raise Http404
    return area


@require_GET
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new matter; ``measure`` names one of a study trip that it begins with."""
    area = _area_or_404(request)
    return _form(request, RegisterForm(area, initial=_of_measure(request)))


def _of_measure(request: HttpRequest) -> dict[str, Any]:
    """Return what a matter takes over from a measure of a study trip."""
    asked = request.GET.get("measure", "")
    if not asked:
        return {}
    measure = measure_for(request.user, int(asked)) if asked.isdecimal() else None
    if measure is None:
        raise Http404
    return {
        "title": measure.text[:120],
        "source_kind": SourceKind.OTHER,
        "source_name": measure.trip.title[:200],
        "source_words": measure.text,
        "lead_unit": measure.unit_id,
        "due": measure.due if measure.due >= timezone.localdate() else None,
    }


@require_POST
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Register a matter: as a draft, on the list, or on the list and assigned at once."""
    area = _area_or_404(request)
    form = RegisterForm(area, request.POST)
    if form.is_valid():
        try:
            return _done(request, _register(request, form, None))
        except RefusedError as error:
            form.add_error(None, str(error))
    return _form(request, form, status=422)


def _draft_or_404(request: HttpRequest, pk: int) -> Matter:
    draft = matter_for(request.user, pk)
    if draft is None or draft.state != State.DRAFT:
        raise Http404
    return draft


@require_GET
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of a draft."""
    draft = _draft_or_404(request, pk)
    return _form(request, RegisterForm(draft.area, draft=draft), draft)


@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or put it on the list."""
    draft = _draft_or_404(request, pk)
    form = RegisterForm(draft.area, request.POST, draft=draft)
    if form.is_valid():
        try:
            return _done(request, _register(request, form, draft))
        except RefusedError as error:
            form.add_error(None, str(error))
    return _form(request, form, draft, status=422)


def _register(request: HttpRequest, form: RegisterForm, draft: Matter | None) -> Matter:
    """Do what the button says: keep the draft, register, or register and assign."""
    act, do = act_from(request), request.POST.get("do", "")
    given = form.matter()
    if do == "draft":
        if draft is None:
            return draft_matter(act, area=form.area, **given)
        return revise_matter(act, matter=draft, changes=given)
    if draft is not None:
        revise_matter(act.within(), matter=draft, changes=given)
    return open_matter(
        act,
        assignment=form.assignment() if do == "assign" else None,
        parts=form.cleaned_data["parts"],
        draft=draft,
        area=form.area,
        **given,
    )


def _done(request: HttpRequest, matter: Matter) -> HttpResponse:
    if matter.number:
        said = _("%(number)s is registered.") % {"number": matter.number}
    else:
        said = _("The draft is kept; only the supervision office knows of it.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("matter", args=[matter.pk]) + "?scope=all")


def _form(
    request: HttpRequest, form: RegisterForm, draft: Matter | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "draft": draft, "area": form.area}
    return render(request, "matters/register.html", context, status=status)


@require_GET
@login_required
def term(request: HttpRequest) -> HttpResponse:
    """Say the due day of a kind, or how far a chosen day is; what the form asks while typed."""
    area = _area_or_404(request)
    try:
        due = dt.date.fromisoformat(request.GET.get("due", ""))
    except ValueError:
        due = None
    words = term_words(rules_for(area.pk), request.GET.get("kind", ""), due, timezone.localdate())
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@require_GET
@login_required
def many(request: HttpRequest) -> HttpResponse:
    """Show what was ticked, and what can be done to all of it."""
    return _many(request, _ticked(request), [])


@require_POST
@login_required
def act_on_many(request: HttpRequest) -> HttpResponse:
    """Urge or assign what was ticked, and tell of each what became of it."""
    matters = _ticked(request)
    do = request.POST.get("do")
    if do == "urge":
        urging = UrgeManyForm(request.POST)
        if urging.is_valid():
            words = urging.cleaned_data["words"]
            return _many(request, matters, urge_many(act_from(request), matters=matters,
                                                     words=words))  # fmt: skip
        return _many(request, matters, [], urging=urging, status=422)
    if do != "assign" or not matters:
        raise Http404
    if not unit_roots(request.user, "supervision_office"):
        raise PermissionDenied(_("This page is not open to you."))
    assigning = AssignManyForm(matters[0].area, request.POST)
    if assigning.is_valid():
        given = dict(assigning.cleaned_data)
        return _many(request, matters, assign_many(act_from(request), matters=matters, **given))
    return _many(request, matters, [], assigning=assigning, status=422)


def _ticked(request: HttpRequest) -> list[Matter]:
    sent = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in sent.getlist("ids") if one.isdecimal() and len(one) < 18][:MOST]
    seen = Matter.objects.visible_to(request.user).filter(pk__in=ids)
    return list(seen.select_related("area", "lead_unit").order_by("due", "pk"))


def _many(
    request: HttpRequest,
    matters: list[Matter],
    outcomes: Sequence[Outcome],
    *,
    urging: UrgeManyForm | None = None,
    assigning: AssignManyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    told = {outcome.matter_id: outcome for outcome in outcomes}
    fresh = list(
        Matter.objects.visible_to(request.user)
        .filter(pk__in=[matter.pk for matter in matters])
        .select_related("area", "lead_unit")
        .order_by("due", "pk")
    )
    rows = rows_of(fresh, timezone.localdate())
    areas = {matter.area_id for matter in matters}
    office = bool(unit_roots(request.user, "supervision_office")) and len(areas) == 1
    context: dict[str, Any] = {
        "rows": [(row, told.get(row.id)) for row in rows],
        "outcomes": bool(outcomes),
        "done": sum(one.done for one in outcomes),
        "refused": sum(not one.done for one in outcomes),
        "urging": urging or UrgeManyForm(),
        "assigning": (assigning or AssignManyForm(matters[0].area)) if office else None,
        "may_urge": request.user.has_perm("matters.instruct"),
    }
    return render(request, "matters/many.html", context, status=status)
