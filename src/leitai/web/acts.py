"""From a request to an :class:`Act`: who acts, and under which operation id."""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from leitai.apps.audit.services import Act


def act_from(request: HttpRequest) -> Act:
    """Return the act of a signed-in request.

    Forms carry a hidden ``operation_id`` made when the page was rendered, API clients send
    ``Idempotency-Key``; sending the same one again does nothing twice. A malformed id counts as
    absent, so it can never collide with somebody else's.
    """
    given = request.POST.get("operation_id") or request.headers.get("Idempotency-Key", "")
    try:
        operation_id = uuid.UUID(given)
    except ValueError:
        operation_id = uuid.uuid4()
    return Act(actor=request.user, operation_id=operation_id)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return the page that a form asks to go back to, if it is one of this site."""
    back = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if local else otherwise
