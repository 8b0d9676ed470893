"""The goal tree: reading it by year and phase, and writing it."""

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

from leitai.apps.goals.models import GoalNode, NodeKind, Phase
from leitai.apps.goals.selectors.goal_years import years_of
from leitai.apps.goals.selectors.tree import Tree, goal_tree
from leitai.apps.goals.services import (
    NewPhase,
    add_goal,
    change_goal,
    close_goal,
    move_goal,
    reopen_goal,
    set_phases,
)
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import named
from leitai.apps.periods.selectors import period_name
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.goal_forms import ChangeForm, CloseForm, GoalForm, NameForm
from leitai.web.goal_frame import Span, area_for, asked_span, latest_month, tried
from leitai.web.goal_tables import named_table, tree_table, years_table
from leitai.web.sentences.goals import goal_sentence, tree_sentence
from leitai.web.tables import table_file

WRITE = "goals.edit_tree"


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the goals of a year or of a phase with their pace; the office writes them here."""
    return _list(request, None)


def tree_of(
    request: HttpRequest, area: Unit, span: Span, *, closed: bool = False
) -> tuple[Tree, Any]:
    """Return the tree of a span of years with pace as of its last month with figures."""
    today = timezone.localdate()
    year = min(span.last, max(span.first, today.year))
    period = latest_month(request.user, area, year)
    tree = goal_tree(request.user, area, span.first, span.last, period, today, closed=closed)
    return tree, period


def _list(request: HttpRequest, form: GoalForm | None, status: int = 200) -> HttpResponse:
    area = area_for(request)
    span = asked_span(request)
    closed = request.GET.get("closed") == "1"
    tree, period = tree_of(request, area, span, closed=closed)
    only = request.GET.get("state", "")
    if only not in ("", "behind"):
        raise Http404
    rows = [row for row in tree.rows if not only or row.roll.behind]
    when = period_name(period, cumulative=True) if period is not None else ""
    if file := table_file(request, lambda: tree_table(rows, when)):
        return file
    may = request.user.has_perm(WRITE, area)
    if may and form is None:
        form = GoalForm(area, initial={"first_year": span.first, "last_year": span.last,
                                       "unit": area.pk})  # fmt: skip
    return render(
        request,
        "goals/index.html",
        {
            "tab": "tree",
            "area": area,
            "tree": tree,
            "rows": rows,
            "span": span,
            "spans": _spans(tree),
            "closed": closed,
            "only": only,
            "when": when,
            "sentence": tree_sentence(tree, span, period),
            "form": form if may else None,
            "phase_rows": _phase_rows(area) if may else (),
        },
        status=status,
    )


def _spans(tree: Tree) -> list[tuple[str, str, str]]:
    """Return what can be chosen: each year with the name of its phase, and longer phases."""
    found = []
    for year in tree.years:
        phase = tree.phase_of(year)
        single = phase is not None and phase.first_year == phase.last_year
        found.append((str(year), str(year), str(phase.name) if phase and single else ""))
    for phase in tree.phases:
        if phase.first_year != phase.last_year:
            code = Span(phase.first_year, phase.last_year).code
            found.append((code, phase.name, code))
    if len(tree.years) > 1:
        found.append((Span(tree.years[0], tree.years[-1]).code, _("All years"), ""))
    return found


def _phase_rows(area: Unit) -> list[Phase | None]:
    """Return the phases with room for one more, to be written on the page."""
    return [*Phase.objects.filter(area=area), None, None]


def _node(request: HttpRequest, pk: int) -> GoalNode:
    node = (
        GoalNode.objects.visible_to(request.user)
        .filter(pk=pk)
        .select_related("area", "parent", "series__indicator", "unit", "compound", "closed_by")
        .first()
    )
    if node is None:
        raise Http404
    return node


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one goal: who answers for it, how it stands, what lies below it; write it here."""
    return show_node(request, _node(request, pk))


def show_node(
    request: HttpRequest, node: GoalNode, *, change: ChangeForm | None = None,
    close: CloseForm | None = None, name: NameForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Answer with a goal's page, with forms as they were filled in."""
    span = Span(node.first_year, node.last_year)
    tree, period = tree_of(request, node.area, span, closed=True)
    place = next(at for at, row in enumerate(tree.rows) if row.node.pk == node.pk)
    row = tree.rows[place]
    below = []
    for other in tree.rows[place + 1 :]:
        if other.depth <= row.depth:
            break
        below.append(other)
    when = period_name(period, cumulative=True) if period is not None else ""
    held = node.responsibilities.filter(valid_to=None).select_related("holder", "holder_unit")
    years = years_of(request.user, node, period)
    if file := table_file(
        request,
        lambda: tree_table(below, when, under=node),
        named=lambda: named_table(named(node), held),
        years=lambda: years_table(node, years),
    ):
        return file
    writes = request.user.has_perm(WRITE, node.area)
    is_open = node.state == GoalNode.State.OPEN
    assigns = request.user.has_perm("goals.assign", node.area) and is_open
    return render(
        request,
        "goals/goal.html",
        {
            "node": node,
            "row": row,
            "below": below,
            "years": years,
            "when": when,
            "sentence": goal_sentence(row),
            "writes": writes,
            "change": (change or ChangeForm.of(node)) if writes and is_open else None,
            "close": (close or CloseForm()) if writes and is_open else None,
            "name": (name or NameForm(node.area)) if assigns else None,
            "held": held,
            "past": node.responsibilities.filter(valid_to__isnull=False).select_related(
                "holder", "holder_unit"
            ),
            "parents": _parents(node) if writes and is_open else (),
        },
        status=status,
    )


def _parents(node: GoalNode) -> list[GoalNode]:
    """Return the goals under which a goal of this kind may stand."""
    from leitai.apps.goals.services.tree import PLACES

    kinds = [kind for kind in PLACES[node.kind] if kind]
    return list(
        GoalNode.objects.filter(
            area=node.area_id, kind__in=kinds, state=GoalNode.State.OPEN,
            first_year__lte=node.first_year, last_year__gte=node.last_year,
        ).exclude(pk__in=[node.pk, node.parent_id or 0])
    )  # fmt: skip


@require_POST
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a goal."""
    area = area_for(request)
    if not request.user.has_perm(WRITE, area):
        raise PermissionDenied
    form = GoalForm(area, request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        if given["kind"] != NodeKind.TARGET:
            given["series"] = given["unit"] = given["compound"] = None
        elif given["compound"] is not None:
            given["series"] = given["unit"] = None
        if given["kind"] != NodeKind.TASK:
            given["due"] = None
        try:
            node = add_goal(act_from(request), area=area, **given)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(
                reverse("goals") + f"?year={node.first_year}#goal-{node.pk}"
            )
    return _list(request, form, status=422)


@require_POST
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a goal's words, years or due day."""
    node = _node(request, pk)
    form = ChangeForm(request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        try:
            change_goal(act_from(request), node=node, reason=reason, changes=given)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("goal", args=[pk]))
    return show_node(request, node, change=form, status=422)


@require_POST
@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a goal up, down, or under another one."""
    node = _node(request, pk)
    step = request.POST.get("step", "")
    if step in ("up", "down"):
        tried(
            request,
            lambda: move_goal(act_from(request), node=node, step=step),  # type: ignore[arg-type]
            _("“%(goal)s” was moved.") % {"goal": node},
        )
        year = request.POST.get("year", "")
        return HttpResponseRedirect(
            reverse("goals") + (f"?year={year}" if year.replace("-", "").isdigit() else "")
            + f"#goal-{pk}"
        )  # fmt: skip
    wanted = request.POST.get("parent", "")
    parent = _node(request, int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    tried(
        request,
        lambda: move_goal(act_from(request), node=node, parent=parent),
        _("“%(goal)s” was moved.") % {"goal": node},
    )
    return HttpResponseRedirect(reverse("goal", args=[pk]))


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a goal as reached or dropped."""
    node = _node(request, pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            close_goal(act_from(request), node=node, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("goal", args=[pk]))
    return show_node(request, node, close=form, status=422)


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed goal again."""
    node = _node(request, pk)
    tried(
        request,
        lambda: reopen_goal(
            act_from(request), node=node, reason=request.POST.get("reason", "")[:300]
        ),
        _("“%(goal)s” is open again.") % {"goal": node},
    )
    return HttpResponseRedirect(reverse("goal", args=[pk]))


@require_POST
@login_required
def phases(request: HttpRequest) -> HttpResponse:
    """Divide the area's years in phases; a row without a name is left out."""
    area = area_for(request)
    found = []
    given = zip(
        request.POST.getlist("name"), request.POST.getlist("first"), request.POST.getlist("last"),
        strict=False,
    )  # fmt: skip
    for name, first, last in given:
        if name.strip():
            found.append(NewPhase(name[:20], _year(first), _year(last or first)))
    tried(
        request,
        lambda: set_phases(act_from(request), area=area, phases=found),
        _("The phases are set."),
    )
    return HttpResponseRedirect(reverse("goals"))


def _year(text: str) -> int:
    """Return a year as typed; what is none becomes 0, which no phase may begin with."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
