"""Checking published standings: are inputs and results as sealed, and do they still follow?"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from leitai.apps.audit.digests import digest
from leitai.apps.audit.models import Entry
from leitai.apps.audit.policies import READS_RECORD
from leitai.apps.standings.models import SchemeVersion, Standing
from leitai.apps.standings.scoring import Scored, result_digest, rules_of, score_group
from leitai.apps.standings.tables import from_snapshot
from leitai.engine.version import ENGINE_VERSION


@dataclass(frozen=True)
class StandingReport:
    """Outcome for one standing: ``sound``, ``tampered`` or ``engine_changed``, with why."""

    standing_id: int
    name: str
    state: str
    message: str = ""


def verify_standings(only: Collection[int] | None = None) -> Iterator[StandingReport]:
    """Check every standing that was ever published, oldest first; ``only`` names some by id."""
    published = Standing.objects.exclude(state=Standing.State.DRAFT)
    standings = (
        (published if only is None else published.filter(pk__in=only))
        .select_related("round__scheme", "round__period", "version")
        .order_by("id")
    )
    for standing in standings.iterator(chunk_size=20):
        yield verify_standing(standing)


def watched_standings(user: Any) -> QuerySet[Standing]:
    """Return every standing ever published of the areas whose record the user reads."""
    return Standing.objects.exclude(state=Standing.State.DRAFT).filter(
        round__scheme__area__in=user.units_reached(*READS_RECORD)
    )


def verify_standing(standing: Standing) -> StandingReport:
    """Check one standing: its seal, its inputs, its rows, and the arithmetic between them."""

    def report(state: str, message: str = "") -> StandingReport:
        return StandingReport(standing.pk, str(standing), state, message)

    entry = (
        Entry.objects.filter(
            verb="standing.publish", subject_type="standings.standing", subject_id=str(standing.pk)
        )
        .order_by("id")
        .first()
    )
    if entry is None:
        return report("tampered", _("No audit entry tells of its publication."))
    sealed = entry.detail
    if _entered_digest(standing.version) != digest_text(standing.version.text):
        return report("tampered", _("The text of its scheme version was changed."))
    if digest(standing.snapshot) != sealed.get("snapshot_sha256"):
        return report("tampered", _("Its stored inputs differ from those that were sealed."))
    stored = stored_digest(standing)
    if stored != sealed.get("result_sha256"):
        return report("tampered", _("Its stored places differ from those that were sealed."))
    rules = rules_of(standing.version)
    groups = [
        score_group(rules, from_snapshot(standing.snapshot, group))
        for group in standing.snapshot["groups"]
    ]
    if result_digest(groups) == stored:
        if standing.engine_version == ENGINE_VERSION and not _workings_follow(standing, groups):
            return report(
                "tampered", _("A stored working does not follow from its inputs and rules.")
            )
        return report("sound")
    if standing.engine_version != ENGINE_VERSION:
        return report(
            "engine_changed",
            _("Computed by engine %(then)s; engine %(now)s gives other numbers.")
            % {"then": standing.engine_version, "now": ENGINE_VERSION},
        )
    return report("tampered", _("Its places do not follow from its inputs and rules."))


def _entered_digest(version: SchemeVersion) -> str | None:
    """Return the digest that the audit chain keeps of a version's text.

    That of its publication; before it, that of the newest saved state.
    """
    entries = Entry.objects.filter(
        verb__in=("scheme.add_version", "scheme.start_draft", "scheme.publish_version"),
        subject_type="standings.schemeversion",
        subject_id=str(version.pk),
    )
    published = entries.filter(verb="scheme.publish_version").order_by("id").first()
    entry = published or entries.order_by("-id").first()
    return entry.detail.get("sha256") if entry is not None else None


def _workings_follow(standing: Standing, groups: list[Scored]) -> bool:
    """Tell whether the kept workings are those that inputs and rules give."""
    kept = {
        (place.group, place.unit_id): place.working
        for place in standing.places.all()
        if place.working is not None
    }
    for part in groups:
        for row in part.places:
            working = kept.get((part.table.group, row.unit_id))
            if working is None:
                continue
            if digest(working) != digest(part.result.working(row.key).to_dict()):
                return False
    return True


def digest_text(text: str) -> str:
    """Return the SHA-256 of a scheme file as its version keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()


def stored_digest(standing: Standing) -> str:
    """Return the result digest recomputed from the stored places."""
    places = standing.places.defer("working").order_by("group", "unit_id")
    content = [
        [p.group, p.unit_id, p.rank, p.score, p.zone, p.grade, p.vetoed, p.parts, p.items]
        for p in places
    ]
    return digest(sorted(content, key=lambda row: (row[0], row[1])))
