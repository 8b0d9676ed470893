"""Drafts of schemes: begun, taken back to an earlier state, replaced by a file, thrown away."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.services import (
    discard_draft,
    open_scheme,
    replace_draft,
    restore_draft,
    start_draft,
)
from leitai.apps.standings.services.openings import empty_text
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.lookups import ranked_version_or_404, scheme_or_404, version_or_404
from leitai.web.scheme_posts import attempt, file_text, to_version, whole


@require_POST
@login_required
def restore(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Go back to an earlier saved state."""
    _scheme, version = ranked_version_or_404(request, slug, number)
    return attempt(
        request,
        version,
        lambda: restore_draft(
            act_from(request),
            version=version,
            revision=whole(request.POST.get("revision")),
            to=whole(request.POST.get("to")),
        ),
    )


@require_POST
@login_required
def replace(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Put an uploaded or pasted file in the place of the draft's text."""
    _scheme, version = ranked_version_or_404(request, slug, number)
    return attempt(
        request,
        version,
        lambda: replace_draft(
            act_from(request),
            version=version,
            revision=whole(request.POST.get("revision")),
            text=file_text(request),
        ),
    )


@require_POST
@login_required
def discard(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Throw a draft away."""
    _scheme, version = ranked_version_or_404(request, slug, number)
    try:
        discard_draft(
            act_from(request), version=version, revision=whole(request.POST.get("revision"))
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return to_version(version)
    return HttpResponseRedirect(reverse("schemes"))


@require_POST
@login_required
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft: a copy of a version of this or another scheme, empty, or a file."""
    scheme = scheme_or_404(request, slug)
    number = request.POST.get("number", "").strip()[:20]
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        day = timezone.localdate()
    base: SchemeVersion | None = None
    try:
        if request.FILES.get("file") is not None or request.POST.get("text", "").strip():
            text = file_text(request)
            made = start_draft(act_from(request), scheme=scheme, text=text, number=number)
        else:
            source = request.POST.get("source", "")
            if source:
                other, _colon, at = source.partition(":")
                _owner, base, _versions = version_or_404(request, other, at)
                text = base.text
            else:
                text = empty_text(scheme, number or "1.0", day.isoformat())
            made = start_draft(
                act_from(request),
                scheme=scheme,
                text=text,
                number=number,
                valid_from=day,
                base=base if base is not None and base.scheme_id == scheme.pk else None,
            )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("scheme", args=[scheme.slug]))
    return to_version(made)


@require_POST
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Open a scheme with an empty first draft."""
    area = Unit.objects.filter(pk=whole(request.POST.get("area"))).first()
    if area is None or not request.user.has_perm("standings.write_scheme", area):
        raise PermissionDenied
    post = request.POST
    try:
        made = open_scheme(
            act_from(request),
            area=area,
            name=post.get("name", ""),
            period_kind=post.get("period", ""),
            slug=post.get("slug", ""),
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("schemes"))
    return to_version(made)
