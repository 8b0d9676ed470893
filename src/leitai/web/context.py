"""What every page knows: the site, the area, the way round, the head of the chain."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leitai.apps.audit.selectors import chain_head, short_hash
from leitai.apps.language import chinese, named
from leitai.apps.units.models import Unit
from leitai.web.navigation import navigation


def home_area(user: Any) -> Unit | None:
    """Return the area whose pages open first for a user."""
    signed_in = getattr(user, "is_authenticated", False)
    area: Unit | None = user.home_area if signed_in else None
    return area


def counted(request: HttpRequest) -> dict[str, int]:
    """Return what the page of a request has counted of what waits, by entry of the bar.

    A view that counts it writes it here, so that the bar does not ask for it again.
    """
    found: dict[str, int] = request.__dict__.setdefault("counted", {})
    return found


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the page frame; what costs a query is lazy."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    area = home_area(user) if signed_in else None
    match = getattr(request, "resolver_match", None)
    route = match.url_name if match and match.url_name else ""
    fictional = bool(area and area.fictional)
    return {
        "house": {
            "name": _("Leitai"),
            "area": named(area) if area else "",
            "fictional": fictional,
            "demo": settings.LEITAI_DEMO,
            "demo_accounts": SimpleLazyObject(_demo_accounts) if settings.LEITAI_DEMO else (),
        },
        "navigation": SimpleLazyObject(lambda: navigation(user, route, counted(request)))
        if signed_in
        else (),
        "chain_head": SimpleLazyObject(_head) if signed_in else "",
        "footer_notice": _notice(area),
        "operation_id": SimpleLazyObject(lambda: str(uuid.uuid4())),
        "density": getattr(user, "density", "comfortable"),
        "single_keys": getattr(user, "single_keys", True),
        "role_name": _role_name(user) if signed_in else "",
    }


def _demo_accounts() -> Any:
    """Return what the sign-in page of a demo offers; the demo stands above the pages."""
    return import_string(settings.LEITAI_DEMO_ACCOUNTS)(get_language() or "")


def _notice(area: Unit | None) -> str:
    """Return what an area says at the foot of every page, in the reader's language."""
    if area is None:
        return ""
    words = area.attributes.get("notice" if chinese() else "notice_en")
    return str(words or "")


def _head() -> str:
    head = chain_head()
    return short_hash(head.hash) if head else ""


def _role_name(user: Any) -> str:
    from leitai.apps.units.models import Role

    role = user.leading_role
    return str(Role(role).label) if role else ""
