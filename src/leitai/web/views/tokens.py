"""One's own access tokens: issue, see, revoke."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.units.models import AccessToken, Scope
from leitai.apps.units.services import issue_token, revoke_token
from leitai.web.acts import act_from
from leitai.web.list_tables import tokens_table
from leitai.web.tables import table_file

TERMS = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("180", gettext_lazy("180 days")),
    ("366", gettext_lazy("one year")),
)


class IssueForm(forms.Form):
    """What a new token is for, what it may do, and how long."""

    name = forms.CharField(max_length=80, label=gettext_lazy("What it is for"))
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, label=gettext_lazy("What it may do"), initial=[Scope.READ]
    )
    days = forms.ChoiceField(choices=TERMS, label=gettext_lazy("How long"), initial="90")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List one's tokens, the newest first, and offer to issue one."""
    return _page(request, IssueForm(initial={"scopes": [Scope.READ], "days": "90"}))


def _page(
    request: HttpRequest, form: IssueForm, issued: AccessToken | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    labels = dict(Scope.choices)
    chosen = form["scopes"].value() or []
    rows: list[dict[str, Any]] = [
        {
            "token": token,
            "scopes": [labels.get(scope, scope) for scope in token.scopes],
            "usable": token.usable(now),
        }
        for token in AccessToken.objects.filter(user=request.user.pk).select_related("user")
    ]
    if file := table_file(request, lambda: tokens_table(rows)):
        return file
    return render(
        request,
        "tokens/index.html",
        {
            "form": form,
            "rows": rows,
            "issued": issued,
            "scopes": [(code, label, code in chosen) for code, label in Scope.choices],
        },
        status=status,
    )


@require_POST
@never_cache
@login_required
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a token and show its secret, this once."""
    form = IssueForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    token = issue_token(
        act_from(request),
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        days=int(form.cleaned_data["days"]),
    )
    if not token.secret:
        # The form was sent twice: the first answer had the secret, nothing is left of it here.
        messages.warning(
            request, _("This token was issued already; its secret was shown then and is not kept.")
        )
        return HttpResponseRedirect(reverse("tokens"))
    return _page(request, IssueForm(initial={"scopes": [Scope.READ], "days": "90"}), token)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens at once."""
    token = AccessToken.objects.filter(pk=pk, user=request.user.pk).first()
    if token is None:
        raise Http404
    revoke_token(act_from(request), token=token)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return HttpResponseRedirect(reverse("tokens"))
