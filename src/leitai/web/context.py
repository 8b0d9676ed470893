"""What every page knows: the site, the area, the way round, the head of the chain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the page frame; lazy where it costs a query."""
    return {}
