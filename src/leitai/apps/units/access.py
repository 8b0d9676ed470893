"""How a program proves whom it acts for: session or access token, and within which scopes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth

from leitai.apps.units.models import AccessToken
from leitai.apps.units.models.tokens import token_digest


class TokenAuth(HttpBearer):
    """``Authorization: Bearer lt_…``; the request then acts as the token's person."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = (
            AccessToken.objects.select_related("user").filter(digest=token_digest(token)).first()
        )
        if found is None or not found.usable(timezone.now()):
            return None
        request.user = found.user
        request.scopes = frozenset(found.scopes)  # type: ignore[attr-defined]
        return found.user


class PersonAuth(SessionAuth):
    """A signed-in browser session; writes need the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if not request.user.is_authenticated or not request.user.is_active:
            return None
        request.scopes = None  # type: ignore[attr-defined]
        return request.user


def need_scope(request: HttpRequest, scope: str) -> None:
    """Refuse a token that lacks the scope; a session has them all.

    Raises:
        HttpError: 403, naming the scope.
    """
    scopes = getattr(request, "scopes", None)
    if scopes is not None and scope not in scopes:
        raise HttpError(403, f"This token lacks the scope {scope!r}.")
