"""Who answers for what: my own page, the matrix, naming and ending, standing in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.goals.models import Delegation, GoalNode, Responsibility, Target
from leitai.apps.goals.selectors.mine import delegations_for, matrix, mine
from leitai.apps.goals.services import (
    TargetOf,
    delegate,
    end_delegation,
    end_responsibility,
    name_responsible,
)
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import named
from leitai.apps.periods.selectors import period_name
from leitai.apps.units.selectors import area_of
from leitai.web.acts import act_from
from leitai.web.goal_forms import DelegateForm, NameForm
from leitai.web.goal_frame import Span, area_for, asked_span, tried
from leitai.web.goal_tables import matrix_table, mine_table
from leitai.web.sentences.goals import matrix_sentence, mine_sentence
from leitai.web.tables import table_file
from leitai.web.views.goals import show_node, tree_of

#: Rows on one page of the matrix.
PAGE = 20


@require_GET
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Show what the reader answers for."""
    return _own(request, None)


def _own(request: HttpRequest, form: DelegateForm | None, status: int = 200) -> HttpResponse:
    area = area_for(request)
    user: Any = request.user
    today = timezone.localdate()
    tree, period = tree_of(request, area, Span(today.year, today.year))
    found = mine(request.user, tree, period, today)
    if file := table_file(request, lambda: mine_table([*found.answers, *found.of_units])):
        return file
    may = request.user.has_perm("goals.delegate")
    return render(
        request,
        "goals/mine.html",
        {
            "tab": "mine",
            "area": area,
            "found": found,
            "today": today,
            "when": period_name(period, cumulative=True) if period is not None else "",
            "sentence": mine_sentence(found),
            "delegate": (form or DelegateForm(area, user)) if may else None,
        },
        status=status,
    )


@require_POST
@login_required
def give(request: HttpRequest) -> HttpResponse:
    """Let somebody stand in for the reader."""
    area = area_for(request)
    user: Any = request.user
    if not user.has_perm("goals.delegate"):
        raise PermissionDenied
    form = DelegateForm(area, user, request.POST)
    if form.is_valid():
        try:
            delegate(act_from(request), area=area, person=user, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("goal_mine"))
    return _own(request, form, status=422)


@require_POST
@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    row = Delegation.objects.visible_to(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    tried(
        request,
        lambda: end_delegation(act_from(request), delegation=row),
        _("The delegation is taken back."),
    )
    return HttpResponseRedirect(reverse("goal_mine"))


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show the responsibility matrix of a year: every target with its five columns."""
    area = area_for(request)
    if not request.user.has_perm("goals.view_matrix", area):
        raise PermissionDenied
    span = asked_span(request)
    if span.first != span.last:
        raise Http404
    today = timezone.localdate()
    every = matrix(request.user, area, span.first, today)
    units = {row.unit.pk: named(row.unit) for row in every}
    wanted = request.GET.get("unit", "")
    if wanted and wanted not in {str(pk) for pk in units}:
        raise Http404
    gaps = request.GET.get("gaps") == "1"
    rows = [
        row
        for row in every
        if (not wanted or str(row.unit.pk) == wanted) and (not gaps or row.gaps)
    ]
    if file := table_file(request, lambda: matrix_table(rows, area, span.first)):
        return file
    return render(
        request,
        "goals/matrix.html",
        {
            "tab": "matrix",
            "area": area,
            "year": span.first,
            "years": _years(area),
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "units": list(units.items()),
            "unit": wanted,
            "gaps": gaps,
            "total": len(rows),
            "sentence": matrix_sentence(every, span.first),
            "delegations": delegations_for(request.user, area, today),
            "today": today,
        },
    )


def _years(area: Any) -> list[int]:
    return sorted(
        set(
            Target.objects.filter(series__indicator__area=area)
            .order_by()
            .values_list("year", flat=True)
            .distinct()
        ),
        reverse=True,
    )


@require_POST
@login_required
def name_for_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who answers for a goal."""
    node = GoalNode.objects.visible_to(request.user).filter(pk=pk).select_related("area").first()
    if node is None:
        raise Http404
    if not request.user.has_perm("goals.assign", node):
        raise PermissionDenied
    form = NameForm(node.area, request.POST)
    if _named(request, form, node):
        return HttpResponseRedirect(reverse("goal", args=[pk]))
    return show_node(request, node, name=form, status=422)


@require_POST
@login_required
def name_for_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who answers for a unit's target."""
    from leitai.web.views.target_setting import show_target, target_of

    target = target_of(request, pk)
    if not request.user.has_perm("goals.name_person", target.unit):
        raise PermissionDenied
    assigns = request.user.has_perm("goals.assign", target.unit)
    form = NameForm(area_of(target.unit), request.POST, own_person=not assigns)
    if _named(request, form, TargetOf(target.series, target.unit, target.year)):
        return HttpResponseRedirect(reverse("target", args=[pk]))
    return show_target(request, target, name=form, status=422)


def _named(request: HttpRequest, form: NameForm, thing: GoalNode | TargetOf) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        name_responsible(
            act_from(request), thing=thing, role=given["role"], who=given["who"],
            valid_from=given["valid_from"],
        )  # fmt: skip
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's part, with the reason."""
    row = (
        Responsibility.objects.visible_to(request.user)
        .filter(pk=pk)
        .select_related("node__area", "unit")
        .first()
    )
    if row is None:
        raise Http404
    tried(
        request,
        lambda: end_responsibility(
            act_from(request), responsibility=row, reason=request.POST.get("reason", "")[:300]
        ),
        _("The responsibility is ended."),
    )
    if row.node_id is not None:
        return HttpResponseRedirect(reverse("goal", args=[row.node_id]))
    assert row.year is not None
    target = Target.objects.filter(series=row.series_id, unit=row.unit_id, year=row.year).latest(
        "revision"
    )
    return HttpResponseRedirect(reverse("target", args=[target.pk]))
