"""How one wants to be told outside the site, and the group chats that read along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.notices.channels.mail import offered
from leitai.apps.notices.models import Chat
from leitai.apps.notices.outgoing import wishes_of
from leitai.apps.notices.selectors import failures_for
from leitai.apps.notices.services import (
    confirm_address,
    enter_address,
    join_chat,
    leave_chat,
    set_wishes,
)
from leitai.apps.units.models import User
from leitai.apps.units.people import governed_people
from leitai.web.acts import act_from

#: Of one's own messages that could not be sent, those shown.
FAILURES = 3


class Hour(forms.TimeInput):
    """A time of day, asked for by the browser's own field."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WishesForm(forms.Form):
    """When and how a person wants to be told."""

    by_mail = forms.BooleanField(required=False, label=gettext_lazy("Send me notices by e-mail"))
    digest_at = forms.TimeField(
        widget=Hour, label=gettext_lazy("The day's digest leaves at"),
        help_text=gettext_lazy("One message on working days, with everything that is new"),
    )  # fmt: skip
    at_once = forms.BooleanField(
        required=False,
        label=gettext_lazy("What is urgent does not wait for it (at most one message an hour)"),
    )
    quiet_from = forms.TimeField(widget=Hour, label=gettext_lazy("Quiet hours from"))
    quiet_to = forms.TimeField(
        widget=Hour, label=gettext_lazy("Quiet hours to"),
        help_text=gettext_lazy("In these hours nothing leaves the site, however urgent"),
    )  # fmt: skip

    field_order = ("by_mail", "digest_at", "at_once", "quiet_from", "quiet_to")


class ChatForm(forms.Form):
    """A group chat that reads along with an account."""

    name = forms.CharField(max_length=60, label=gettext_lazy("Name of the group"))
    shape = forms.ChoiceField(choices=Chat.Shape.choices, label=gettext_lazy("Kind of robot"))
    url = forms.CharField(
        max_length=500, label=gettext_lazy("Address of the robot"),
        help_text=gettext_lazy("As the chat gives it; it holds a key and is not shown again"),
    )  # fmt: skip
    secret = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("Secret for the signature"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    titles = forms.BooleanField(
        required=False,
        label=gettext_lazy("Tell titles too; without this the group gets counts only"),
    )


def _own(request: HttpRequest) -> User:
    found: User = User.objects.select_related("notice_wishes").get(pk=request.user.pk or 0)
    return found


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show what the reader chose."""
    return _page(request)


def _page(
    request: HttpRequest, form: WishesForm | None = None, trouble: str = "", status: int = 200
) -> HttpResponse:
    person = _own(request)
    wishes = wishes_of(person)
    initial = {name: getattr(wishes, name) for name in WishesForm.base_fields}
    context = {
        "form": form or WishesForm(initial=initial),
        "wishes": wishes,
        "offered": offered(),
        "chat": Chat.objects.filter(person=person, left_at__isnull=True).first(),
        "failures": failures_for([person.pk])[:FAILURES],
        "address_trouble": trouble,
    }
    return render(request, "notices/settings.html", context, status=status)


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the reader chose."""
    form = WishesForm(request.POST)
    if form.is_valid():
        try:
            set_wishes(act_from(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("digest_at", error)
    if not form.is_valid():
        return _page(request, form, status=422)
    messages.success(request, _("Your choice is kept."))
    return HttpResponseRedirect(reverse("notice_settings"))


@require_POST
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """Take an address and send a code there, or end the mail by taking it away."""
    given = request.POST.get("address", "").strip()[:254]
    words = _("A code is on its way to %(address)s.") if given else _("No mail is sent any more.")
    return _step(
        request, lambda: enter_address(act_from(request), address=given), words % {"address": given}
    )


@require_POST
@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent."""
    code = request.POST.get("code", "")[:20]
    return _step(
        request, lambda: confirm_address(act_from(request), code=code),
        _("The address is confirmed; notices go there from now on."),
    )  # fmt: skip


def _step(request: HttpRequest, do: Callable[[], Any], words: str) -> HttpResponse:
    try:
        do()
    except ValidationError as error:
        return _page(request, trouble=" ".join(error.messages), status=422)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("notice_settings"))


def _person(request: HttpRequest, pk: int) -> User:
    """Return an account that the reader looks after; to others it is not there."""
    person = governed_people(request.user).filter(pk=pk).first()
    if person is None or not request.user.has_perm("units.manage_people", person):
        raise Http404
    return person


@require_GET
@login_required
def chat(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the group chat that reads along with an account."""
    return _chat(request, _person(request, pk), ChatForm())


def _chat(request: HttpRequest, person: User, form: ChatForm, status: int = 200) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "chat": Chat.objects.filter(person=person, left_at__isnull=True).first(),
        "hosts": settings.LEITAI_WEBHOOK_HOSTS,
        "failures": failures_for([person.pk])[:FAILURES],
    }
    return render(request, "people/chat.html", context, status=status)


@require_POST
@sensitive_post_parameters("url", "secret")
@login_required
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a group chat read along with an account."""
    person = _person(request, pk)
    form = ChatForm(request.POST)
    if form.is_valid():
        try:
            join_chat(act_from(request), person=person, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
    if not form.is_valid():
        return _chat(request, person, form, 422)
    messages.success(request, _("The group gets the digest of %(person)s.") % {"person": person})
    return HttpResponseRedirect(reverse("person_chat", args=[pk]))


@require_POST
@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a group chat nothing any more."""
    person = _person(request, pk)
    found = Chat.objects.filter(person=person, left_at__isnull=True).first()
    if found is not None:
        leave_chat(act_from(request), chat=found)
        messages.success(request, _("The group gets nothing any more."))
    return HttpResponseRedirect(reverse("person_chat", args=[pk]))
