"""The HTTP interface at ``/api/v1``: the rooms' routers, who may call, and how often."""

from __future__ import annotations

import logging

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from leitai import __version__
from leitai.apps.audit.api import router as audit
from leitai.apps.audit.services import OperationConflictError
from leitai.apps.benchmarks.api import router as benchmarks
from leitai.apps.benchmarks.api_ladders import router as ladders
from leitai.apps.benchmarks.api_learning_writes import router as learning
from leitai.apps.benchmarks.api_traits import router as traits
from leitai.apps.goals.api import router as targets
from leitai.apps.goals.api_compounds import router as compounds
from leitai.apps.goals.api_proposals import router as proposals
from leitai.apps.goals.api_responsibility import router as responsibility
from leitai.apps.goals.api_teams import router as teams
from leitai.apps.goals.api_tree import router as goals
from leitai.apps.indicators.api import router as indicators
from leitai.apps.indicators.api_uploads import router as uploads
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.api import router as matters
from leitai.apps.matters.api_filters import router as matter_filters
from leitai.apps.matters.api_map import router as battle_map
from leitai.apps.matters.api_rules import router as matter_rules
from leitai.apps.matters.api_sheets import router as matter_sheets
from leitai.apps.matters.api_statistics import router as matter_statistics
from leitai.apps.notices.api import router as notices
from leitai.apps.periods.api import router as calendar
from leitai.apps.publishing.api import router as store
from leitai.apps.publishing.api_bulletins import router as bulletins
from leitai.apps.publishing.api_drafts import router as bulletin_drafts
from leitai.apps.standings.api import router as boards
from leitai.apps.standings.api_drafts import router as drafts
from leitai.apps.standings.api_library import router as library
from leitai.apps.standings.api_monitors import router as monitors
from leitai.apps.standings.api_records import router as records
from leitai.apps.standings.api_schemes import router as schemes
from leitai.apps.standings.api_trials import router as trials
from leitai.apps.units.access import CallerThrottle, PersonAuth, TokenAuth
from leitai.apps.units.api import router as units
from leitai.apps.units.api_people import router as people
from leitai.engine import SchemeError

#: Requests that each token, and each signed-in person, may make a minute.
RATE = "600/m"

log = logging.getLogger("leitai.api")
throttle = CallerThrottle(RATE)
api = NinjaAPI(
    title="Leitai",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    auth=[TokenAuth(), PersonAuth(csrf=True)],
    throttle=[throttle],
    description=(
        "What the pages show, for programs. Authorise with an access token "
        "(`Authorization: Bearer lt_…`). Writes take an `Idempotency-Key` (a UUID); sending the "
        "same one again gives the same answer and does nothing twice. Lists are paged by `limit` "
        'and `offset`. Errors are `{"detail": …}`; what is not there and what is not open to '
        "you are both 404. Beyond the rate limit the answer is 429 with `Retry-After`."
    ),
)
api.add_router("/units", units)
api.add_router("/audit", audit)
ROUTERS = (
    people,
    boards,
    monitors,
    drafts,
    library,
    schemes,
    trials,
    records,
    indicators,
    uploads,
    targets,
    compounds,
    proposals,
    goals,
    responsibility,
    teams,
    matters,
    matter_filters,
    battle_map,
    matter_statistics,
    matter_rules,
    matter_sheets,
    calendar,
    notices,
    ladders,
    learning,
    bulletins,
    bulletin_drafts,
    traits,
    store,
    benchmarks,
)
for router in ROUTERS:
    # Each of these names the whole of its addresses: /boards, /schemes, /values, /uploads …
    api.add_router("", router)


def _closed(request: HttpRequest) -> HttpResponse:
    """Answer alike for what is not there and for what is not open, so neither can be told."""
    return api.create_response(request, {"detail": _("Not there, or not open to you.")}, status=404)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return _closed(request)


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: Exception) -> HttpResponse:
    return _closed(request)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Exception) -> HttpResponse:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    return api.create_response(request, {"detail": " ".join(messages)}, status=422)


@api.exception_handler(SchemeError)
def incomplete(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer who asks for results of a draft with open problems."""
    return api.create_response(request, {"detail": str(error)}, status=422)


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": _("The file is too large.")}, status=413)


@api.exception_handler(SuspiciousOperation)
def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    words = _("The request could not be read.")
    return api.create_response(request, {"detail": words}, status=400)


@api.exception_handler(RefusedError)
def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=409)


@api.exception_handler(OperationConflictError)
def conflict(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=409)


@api.exception_handler(DataError)
def unstorable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer text with NUL and numbers beyond all, which databases refuse."""
    words = _("The request could not be read.")
    return api.create_response(request, {"detail": words}, status=422)


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say nothing of what went wrong inside; the log has it."""
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    words = _("The server could not do this. Nothing was changed.")
    return api.create_response(request, {"detail": words}, status=500)
