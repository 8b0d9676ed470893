"""Words on stated comparisons that stored values contradict, and questions that wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from leitai.apps.benchmarks.models import Settlement, StatedComparison
from leitai.apps.units.selectors import subtree_ids, unit_roots


def settlements_of(rows: Sequence[StatedComparison]) -> dict[int, Settlement]:
    """Return comparison → the word that stands on it. One query, none without comparisons."""
    if not rows:
        return {}
    return {
        one.stated_id: one
        for one in Settlement.objects.filter(
            stated__in=[row.pk for row in rows], ended_at__isnull=True
        ).select_related("asked", "made_by", "answered_by")
    }


def questions_for(user: Any) -> list[Settlement]:
    """Return the questions that wait for an answer of the user's units, the oldest first."""
    mine = subtree_ids(list(unit_roots(user, *ANSWERING)))
    return list(
        Settlement.objects.filter(
            asked__in=mine, word=Settlement.Word.ASKED, answered_at__isnull=True,
            ended_at__isnull=True, stated__withdrawn_at__isnull=True,
        )
        .select_related("asked", "stated__unit", "stated__other", "made_by")
        .order_by("id")
    )  # fmt: skip


#: Who answers for a unit.
ANSWERING = ("reporting_unit", "approver", "assessment_office")


def settlement_for(user: Any, pk: int) -> Settlement | None:
    """Return a word that stands on a comparison open to the user, or on a unit of theirs asked."""
    found = Settlement.objects.filter(pk=pk).select_related("stated__unit", "asked").first()
    if found is None:
        return None
    seen = StatedComparison.objects.visible_to(user).filter(pk=found.stated_id).exists()
    return found if seen else None
