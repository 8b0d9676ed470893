"""The HTTP interface at ``/api/v1``: the rooms' routers, who may call, and how often."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.throttling import AuthRateThrottle

from leitai import __version__
from leitai.apps.audit.api import router as audit
from leitai.apps.audit.services import OperationConflictError
from leitai.apps.goals.api import router as goals
from leitai.apps.indicators.api import router as indicators
from leitai.apps.standings.api import router as standings
from leitai.apps.units.access import PersonAuth, TokenAuth
from leitai.apps.units.api import router as units

#: Requests a person or token may make a minute.
RATE = "600/m"

api = NinjaAPI(
    title="Leitai",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    auth=[TokenAuth(), PersonAuth(csrf=True)],
    throttle=[AuthRateThrottle(RATE)],
    description=(
        "What the pages show, for programs. Authorise with an access token "
        "(`Authorization: Bearer lt_…`). Writes take an `Idempotency-Key`; sending the same one "
        "again does nothing twice."
    ),
)
api.add_router("/units", units)
api.add_router("/audit", audit)
api.add_router("/", standings)
api.add_router("/", indicators)
api.add_router("/", goals)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": "Not open to you, or not there."}, status=404)


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": "Not open to you, or not there."}, status=404)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Exception) -> HttpResponse:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    return api.create_response(request, {"detail": messages}, status=422)


@api.exception_handler(OperationConflictError)
def conflict(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=409)
