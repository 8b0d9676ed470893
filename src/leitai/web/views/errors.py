"""Error pages: they say what happened and what to do, and give nothing away."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _answer(request: HttpRequest, status: int, template: str, words: str) -> HttpResponse:
    """Answer programs in JSON and people with a page; neither learns what went wrong inside."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": words}, status=status)
    return render(request, template, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what could not be read: a broken form, too many fields, a body beyond the limit."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    words = _("The request could not be read.")
    return _answer(request, 400, "errors/400.html", words)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer more than the site takes in one request."""
    return _answer(request, 413, "errors/413.html", _("The file is too large."))


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer who asks too often: sign-in attempts, codes of the second factor."""
    words = _("Too many requests in a short time.")
    return _answer(request, 429, "errors/429.html", words)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a refusal in the words of what is not there, so that the two look alike."""
    words = _("Not there, or not open to you.")
    return _answer(request, 403, "errors/403.html", words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what is not there or not open."""
    words = _("Not there, or not open to you.")
    return _answer(request, 404, "errors/404.html", words)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours; the log has the details."""
    words = _("The server could not do this. Nothing was changed.")
    return _answer(request, 500, "errors/500.html", words)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our page, or from one of an older sign-in."""
    return render(request, "errors/403.html", status=403)
