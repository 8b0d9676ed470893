"""What waits for one person's yes or no on their first page: records to sign, rules to approve."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from leitai.apps.language import named
from leitai.apps.standings.selectors.records import records_to_sign
from leitai.apps.standings.selectors.versions import versions_to_approve

#: Lines of the panel; the counts tell of all.
SHOWN = 5


@dataclass(frozen=True)
class Decision:
    """One thing to decide: what it is, whom it came from, when, and where it is decided."""

    name: str
    by: str
    at: dt.datetime | None
    url: str


@dataclass(frozen=True)
class Decisions:
    """How many records wait for a signature and versions for approval, and the oldest of each."""

    records: int
    versions: int
    to_sign: tuple[Decision, ...]
    to_approve: tuple[Decision, ...]


def decisions(user: Any) -> Decisions:
    """Return what waits for the person, the oldest first; no query for who neither signs nor
    approves."""
    records = list(
        records_to_sign(user).select_related("unit", "entered_by").order_by("entered_at", "id")
    )
    versions = list(
        versions_to_approve(user)
        .select_related("scheme", "submitted_by")
        .defer("text")
        .order_by("submitted_at", "id")
    )
    return Decisions(
        records=len(records),
        versions=len(versions),
        to_sign=tuple(
            Decision(
                f"{named(one.unit)} {one.item_name}",
                str(one.entered_by),
                one.entered_at,
                reverse("scheme_record", args=[one.pk]),
            )
            for one in records[:SHOWN]
        ),
        to_approve=tuple(
            Decision(
                f"{named(one.scheme)} v{one.number}",
                str(one.submitted_by or ""),
                one.submitted_at,
                reverse("scheme_version", args=[one.scheme.slug, one.number]),
            )
            for one in versions[:SHOWN]
        ),
    )
