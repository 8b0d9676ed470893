"""What happens around every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from leitai.web.views.errors import too_large

KNOWN = {code for code, _name in settings.LANGUAGES}


#: What a form may weigh beside its file: fields, boundaries, headers.
BESIDE_THE_FILE = 1024 * 1024


class BodySizeMiddleware:
    """Refuse a request that is larger than any upload may be, before a byte of it is kept.

    Django parses a body while it looks for the token against forgery, and writes files of any size
    to disk on the way; so this stands before that. Bodies without a length are read as empty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit: int = settings.LEITAI_MAX_UPLOAD_BYTES
        if length.isdigit() and int(length) > limit + BESIDE_THE_FILE:
            return too_large(request)
        return self.get_response(request)


class PersonalLanguageMiddleware:
    """Show pages in the language that the signed-in person chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.language in KNOWN:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "zh-hans")
        return response
