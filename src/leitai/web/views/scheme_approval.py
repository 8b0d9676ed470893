"""Rules on their way to publication: sent, decided by a second person, published."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.services import (
    approve_version,
    publish_version,
    return_version,
    submit_version,
    withdraw_version,
)
from leitai.web.acts import act_from
from leitai.web.lookups import ranked_version_or_404
from leitai.web.scheme_posts import attempt, whole


@require_POST
@login_required
def submit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Send a draft for approval."""
    _scheme, version = ranked_version_or_404(request, slug, number)
    revision = whole(request.POST.get("revision"))
    return attempt(
        request,
        version,
        lambda: submit_version(act_from(request), version=version, revision=revision),
    )


@require_POST
@login_required
def decide(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Approve rules, or return them with a reason."""
    _scheme, version = ranked_version_or_404(request, slug, number)
    if request.POST.get("decision") == "approve":
        return attempt(
            request, version, lambda: approve_version(act_from(request), version=version)
        )
    reason = request.POST.get("reason", "").replace("\x00", "")
    answer = attempt(
        request,
        version,
        lambda: return_version(act_from(request), version=version, reason=reason),
    )
    if version.state == SchemeVersion.State.DRAFT and not request.user.has_perm(
        "standings.view_draft", version.scheme
    ):
        messages.success(request, _("The rules were returned to their writers."))
        return HttpResponseRedirect(reverse("schemes"))
    return answer


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Take rules back from approval to go on writing."""
    _scheme, version = ranked_version_or_404(request, slug, number)
    return attempt(request, version, lambda: withdraw_version(act_from(request), version=version))


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Make approved rules binding from their date on."""
    _scheme, version = ranked_version_or_404(request, slug, number)
    return attempt(request, version, lambda: publish_version(act_from(request), version=version))
