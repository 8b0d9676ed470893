"""Which version of a scheme binds a period."""

from __future__ import annotations

from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Scheme, SchemeVersion


def version_in_force(scheme: Scheme, period: Period) -> SchemeVersion | None:
    """Return the published rules in force at the end of a period, or None."""
    return (
        SchemeVersion.objects.filter(
            scheme=scheme,
            state=SchemeVersion.State.PUBLISHED,
            valid_from__lte=period.end,
        )
        .order_by("-valid_from", "-id")
        .first()
    )
