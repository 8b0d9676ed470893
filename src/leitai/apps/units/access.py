"""How a program proves whom it acts for: session or access token, and within which scopes."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import SimpleRateThrottle

from leitai.apps.audit.services import Act
from leitai.apps.units.models import AccessToken, Scope
from leitai.apps.units.models.tokens import token_digest
from leitai.apps.units.rates import count_request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAuth(HttpBearer):
    """``Authorization: Bearer lt_…``; the request then acts as the token's person.

    Reading needs the scope ``read``; every write names its own scope by :func:`need_scope`.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = (
            AccessToken.objects.select_related("user").filter(digest=token_digest(token)).first()
        )
        if found is None or not found.usable(timezone.now()):
            return None
        request.user = found.user
        request.scopes = frozenset(found.scopes)  # type: ignore[attr-defined]
        request.caller = f"token {found.pk}"  # type: ignore[attr-defined]
        if request.method in SAFE_METHODS:
            need_scope(request, Scope.READ)
        elif set(found.scopes) <= {Scope.READ}:
            # Before the body is looked at: what it says is not for such a token to learn.
            raise HttpError(403, _("This token has the scope “read” only."))
        return found.user


class PersonAuth(SessionAuth):
    """A signed-in browser session; writes need the CSRF token.

    A request that brings a token stands or falls with the token.
    """

    def __call__(self, request: HttpRequest) -> Any:
        user = request.user
        if "Authorization" in request.headers or not user.is_authenticated or not user.is_active:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        request.scopes = None  # type: ignore[attr-defined]
        request.caller = f"user {request.user.pk}"  # type: ignore[attr-defined]
        return request.user


class CallerThrottle(SimpleRateThrottle):
    """So many requests for each token and for each signed-in person, whatever their names.

    They are counted by whole minutes (or what the rate names), over all processes of the site.
    """

    def moment(self) -> float:
        """Return the moment in seconds; a test puts its own here."""
        return time.time()

    def allow_request(self, request: HttpRequest) -> bool:
        caller = getattr(request, "caller", None)
        if not caller or not self.num_requests or not self.duration:
            return True
        return count_request(caller, int(self.moment() // self.duration)) <= self.num_requests

    def wait(self) -> float | None:
        """Return the seconds until the next window begins."""
        return self.duration - self.moment() % self.duration if self.duration else None


def need_scope(request: HttpRequest, scope: str) -> None:
    """Refuse a token that lacks the scope; a session has them all.

    Raises:
        HttpError: 403, naming the scope.
    """
    scopes = getattr(request, "scopes", None)
    if scopes is not None and str(scope) not in scopes:
        raise HttpError(403, _("This token lacks the scope “%(scope)s”.") % {"scope": str(scope)})


def act_of(request: HttpRequest) -> Act:
    """Return the act of a request under the client's ``Idempotency-Key``.

    Raises:
        HttpError: 422 for a key that is no UUID.
    """
    key = request.headers.get("Idempotency-Key")
    if not key:
        return Act(actor=request.user)
    try:
        return Act(actor=request.user, operation_id=uuid.UUID(key))
    except ValueError:
        raise HttpError(422, _("Idempotency-Key must be a UUID.")) from None
