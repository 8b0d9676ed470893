"""People and their roles, for the administrator of an area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.units.models import Assignment, Role, Unit, User
from leitai.apps.units.people import governed_people, governed_units
from leitai.apps.units.services import (
    assign_role,
    end_role,
    register_user,
    switch_off,
    switch_on,
)
from leitai.web.acts import act_from
from leitai.web.list_tables import people_table
from leitai.web.tables import table_file

PAGE = 50


def unit_named(user: Any, text: str) -> Unit:
    """Return the one governed unit of this name or division code.

    Raises:
        ValidationError: when there is none, or more than one.
    """
    units = governed_units(user).filter(Q(name=text) | Q(division_code=text))
    found = list(units[:2])
    if not found:
        raise ValidationError(_("No unit of that name or code in your area."))
    if len(found) > 1:
        raise ValidationError(_("More than one unit has that name; write its division code."))
    return found[0]


class RoleForm(forms.Form):
    """A role on a unit and everything below it."""

    role = forms.ChoiceField(choices=Role.choices, label=gettext_lazy("Role"))
    unit = forms.CharField(
        max_length=80, label=gettext_lazy("Unit"), help_text=gettext_lazy("Name or division code")
    )

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_unit(self) -> Unit:
        return unit_named(self.actor, self.cleaned_data["unit"].strip())


class AccountForm(RoleForm):
    """A new account, with the role it begins with."""

    username = forms.RegexField(
        r"^[a-z][a-z0-9_.-]{2,29}$",
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("3 to 30 small letters, figures, dots; begins with a letter"),
    )
    display_name = forms.CharField(max_length=40, label=gettext_lazy("Name as printed"))
    post = forms.CharField(max_length=60, required=False, label=gettext_lazy("Post"))
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        label=gettext_lazy("First password"),
        help_text=gettext_lazy("At least ten characters, not all figures. Hand it over in person."),
    )

    field_order = ("username", "display_name", "post", "role", "unit", "password")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("This user name is taken."))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = User(
            username=self.cleaned_data.get("username", ""),
            display_name=self.cleaned_data.get("display_name", ""),
        )
        validate_password(password, person)
        return password


def _admit(request: HttpRequest) -> None:
    """Let administrators in; to others the page is not there."""
    if not request.user.has_perm("units.manage_people"):
        raise Http404


def _person(request: HttpRequest, pk: int) -> User:
    _admit(request)
    person = governed_people(request.user).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the people of one's area with the roles they hold."""
    _admit(request)
    return _list(request, AccountForm(request.user))


def _list(request: HttpRequest, form: AccountForm, status: int = 200) -> HttpResponse:
    people = governed_people(request.user)
    words = request.GET.get("q", "").strip()[:60]
    if words:
        people = people.filter(Q(username__icontains=words) | Q(display_name__icontains=words))
    if file := table_file(request, lambda: people_table(_with_roles(request.user, people))):
        return file
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/index.html",
        {
            "form": form,
            "page": page,
            "people": _with_roles(request.user, page.object_list),
            "words": words,
        },
        status=status,
    )


def _with_roles(actor: Any, people: Iterable[User]) -> list[tuple[User, list[Assignment]]]:
    rows = list(people)
    held = _held(actor, [person.pk for person in rows])
    return [(person, held.get(person.pk, [])) for person in rows]


def _held(actor: Any, people: list[int]) -> dict[int, list[Assignment]]:
    """Return the roles in force of each person within the units that the actor governs."""
    found: dict[int, list[Assignment]] = {}
    rows = (
        Assignment.objects.in_force(timezone.localdate())
        .filter(user__in=people, unit__in=governed_units(actor).values("id"))
        .select_related("unit")
        .order_by("unit__position", "unit_id", "role")
    )
    for row in rows:
        found.setdefault(row.user_id, []).append(row)
    return found


@require_POST
@sensitive_post_parameters("password")
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Make an account with its first role."""
    _admit(request)
    act = act_from(request)
    form = AccountForm(request.user, request.POST)
    if not form.is_valid():
        return _list(request, form, 422)
    given = form.cleaned_data
    person = register_user(
        act,
        username=given["username"],
        password=given["password"],
        display_name=given["display_name"],
        post=given["post"],
        home=given["unit"],
    )
    assign_role(act.within(), user=person, role=given["role"], unit=given["unit"])
    messages.success(request, _("The account “%(name)s” is ready.") % {"name": person.username})
    return HttpResponseRedirect(reverse("person", args=[person.pk]))


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with the roles held, and offer another."""
    return _show(request, _person(request, pk), RoleForm(request.user))


def _show(request: HttpRequest, person: User, form: RoleForm, status: int = 200) -> HttpResponse:
    return render(
        request,
        "people/person.html",
        {
            "person": person,
            "held": _held(request.user, [person.pk]).get(person.pk, []),
            "form": form,
            "may_switch": person.pk != request.user.pk
            and request.user.has_perm("units.manage_people", person),
        },
        status=status,
    )


@require_POST
@login_required
def off(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch an account off; the person is signed out at once."""
    person = _person(request, pk)
    try:
        switch_off(act_from(request), user=person, reason=request.POST.get("reason", "").strip())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("The account “%(name)s” is switched off.") % {"name": person.username}
        )
    return HttpResponseRedirect(reverse("person", args=[pk]))


@require_POST
@login_required
def on(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch an account on again."""
    person = _person(request, pk)
    switch_on(act_from(request), user=person)
    messages.success(
        request, _("The account “%(name)s” is switched on.") % {"name": person.username}
    )
    return HttpResponseRedirect(reverse("person", args=[pk]))


@require_POST
@login_required
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role on a unit of one's area."""
    person = _person(request, pk)
    form = RoleForm(request.user, request.POST)
    if not form.is_valid():
        return _show(request, person, form, 422)
    assign_role(
        act_from(request),
        user=person,
        role=form.cleaned_data["role"],
        unit=form.cleaned_data["unit"],
    )
    messages.success(request, _("The role holds from now on."))
    return HttpResponseRedirect(reverse("person", args=[pk]))


@require_POST
@login_required
def take_role(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """End a role of a person at once."""
    person = _person(request, pk)
    found = Assignment.objects.filter(
        pk=assignment, user=person, unit__in=governed_units(request.user).values("id")
    ).first()
    if found is None:
        raise Http404
    end_role(act_from(request), assignment=found)
    messages.success(request, _("The role is ended."))
    return HttpResponseRedirect(reverse("person", args=[pk]))
