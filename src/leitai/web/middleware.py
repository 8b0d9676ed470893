"""What happens around every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from leitai.web.views.errors import bad_request, too_large

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


class ReadableRequestMiddleware:
    """Answer what no database can hold as unreadable: a NUL in an address, a number beyond all.

    PostgreSQL refuses NUL in text where SQLite takes it; so that both answer alike, addresses are
    looked at beforehand, and what a form or a program sends is refused when the database says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return bad_request(request) if isinstance(error, DataError) else None


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
