"""Task forces and contact leaders."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.goals.models import ContactLeader, TaskForce, TaskForceMember
from leitai.apps.goals.selectors.mine import contacts_for, task_forces_for
from leitai.apps.goals.services import (
    dissolve_task_force,
    end_contact_leader,
    form_task_force,
    join_task_force,
    leave_task_force,
    set_contact_leader,
)
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.web.acts import act_from
from leitai.web.goal_forms import ContactForm, MemberForm, TaskForceForm
from leitai.web.goal_frame import area_for, tried
from leitai.web.goal_tables import contacts_table, forces_table
from leitai.web.sentences.goals import teams_sentence
from leitai.web.tables import table_file


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the task forces with their people, and which leader keeps contact with which unit."""
    return _list(request)


def _list(
    request: HttpRequest,
    *,
    force: TaskForceForm | None = None,
    contact: ContactForm | None = None,
    status: int = 200,
) -> HttpResponse:
    area = area_for(request)
    today = timezone.localdate()
    forces = task_forces_for(request.user, area, today)
    contacts = contacts_for(request.user, area, today)
    if file := table_file(
        request, lambda: forces_table(forces), contacts=lambda: contacts_table(contacts)
    ):
        return file
    may = request.user.has_perm("goals.assign", area)
    return render(
        request,
        "goals/teams.html",
        {
            "tab": "teams",
            "area": area,
            "forces": [(one, may or one.head_id == request.user.pk) for one in forces],
            "contacts": contacts,
            "may": may,
            "force_form": (force or TaskForceForm(area)) if may else None,
            "contact_form": (contact or ContactForm(area)) if may else None,
            "member_form": MemberForm(area) if may or forces else None,
            "sentence": teams_sentence(forces, contacts),
        },
        status=status,
    )


def _force(request: HttpRequest, pk: int) -> TaskForce:
    row = TaskForce.objects.visible_to(request.user).filter(pk=pk).select_related("area").first()
    if row is None:
        raise Http404
    return row


@require_POST
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Form a task force."""
    area = area_for(request)
    if not request.user.has_perm("goals.assign", area):
        raise PermissionDenied
    form = TaskForceForm(area, request.POST)
    if form.is_valid():
        try:
            form_task_force(act_from(request), area=area, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("goal_teams"))
    return _list(request, force=form, status=422)


@require_POST
@login_required
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person into a task force."""
    row = _force(request, pk)
    form = MemberForm(row.area, request.POST)
    if not form.is_valid():
        # Who may not do this gets the same answer for any person.
        if row.head_id != request.user.pk and not request.user.has_perm("goals.assign", row):
            raise PermissionDenied
        return _list(request, status=422)
    tried(
        request,
        lambda: join_task_force(act_from(request), task_force=row, **form.cleaned_data),
        _("“%(name)s” has one more member.") % {"name": row},
    )
    return HttpResponseRedirect(reverse("goal_teams"))


@require_POST
@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person out of a task force."""
    member = TaskForceMember.objects.select_related("task_force__area").filter(pk=pk).first()
    if member is None:
        raise Http404
    _force(request, member.task_force_id)
    tried(
        request,
        lambda: leave_task_force(act_from(request), member=member),
        _("“%(name)s” has one member less.") % {"name": member.task_force},
    )
    return HttpResponseRedirect(reverse("goal_teams"))


@require_POST
@login_required
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """End a task force."""
    row = _force(request, pk)
    tried(
        request,
        lambda: dissolve_task_force(
            act_from(request), task_force=row, reason=request.POST.get("reason", "")[:300]
        ),
        _("“%(name)s” is dissolved.") % {"name": row},
    )
    return HttpResponseRedirect(reverse("goal_teams"))


@require_POST
@login_required
def contact(request: HttpRequest) -> HttpResponse:
    """Say which leader keeps contact with a unit."""
    area = area_for(request)
    if not request.user.has_perm("goals.assign", area):
        raise PermissionDenied
    form = ContactForm(area, request.POST)
    if form.is_valid():
        try:
            set_contact_leader(act_from(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("goal_teams") + "#contacts")
    return _list(request, contact=form, status=422)


@require_POST
@login_required
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """End a leader's contact with a unit."""
    own = subtree_ids(list(unit_roots(request.user)))
    row = ContactLeader.objects.filter(pk=pk, unit__in=own).select_related("unit").first()
    if row is None:
        raise Http404
    tried(
        request,
        lambda: end_contact_leader(act_from(request), contact=row),
        _("The contact is ended."),
    )
    return HttpResponseRedirect(reverse("goal_teams") + "#contacts")
