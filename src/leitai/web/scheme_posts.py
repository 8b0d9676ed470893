"""What the forms of a draft's page post, and where their answers lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.standings.models import SchemeVersion


def whole(text: str | None) -> int:
    """Return the number of a saved state as posted, 0 for anything else."""
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


def file_text(request: HttpRequest) -> str:
    """Return the text of an uploaded scheme file, or what was pasted instead.

    Raises:
        ValidationError: when the file is no UTF-8 text.
    """
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The file is no UTF-8 text.")) from None
    return text


def to_version(version: SchemeVersion) -> HttpResponse:
    """Lead to the page of a version."""
    return HttpResponseRedirect(
        reverse("scheme_version", args=[version.scheme.slug, version.number])
    )


def attempt(request: HttpRequest, version: SchemeVersion, do: Callable[[], Any]) -> HttpResponse:
    """Do it, or say on the page why not."""
    try:
        do()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    version.refresh_from_db()
    return to_version(version)
