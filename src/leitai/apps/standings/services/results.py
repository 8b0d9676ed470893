"""Computing a standing and publishing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from leitai.apps.audit.digests import digest
from leitai.apps.audit.services import Act, export_head, verb
from leitai.apps.background import put_off
from leitai.apps.indicators.selectors.values import watermark
from leitai.apps.language import reader_language
from leitai.apps.standings.in_force import version_in_force
from leitai.apps.standings.models import Place, Restatement, Round, SchemeVersion, Standing
from leitai.apps.standings.scoring import Scored, result_digest, rules_of, score_round
from leitai.apps.standings.tables import to_snapshot
from leitai.engine import ScoreError
from leitai.engine.version import ENGINE_VERSION

#: A standing of more units keeps no workings: they are computed from its snapshot when opened.
KEPT_WORKINGS = 300


def binding_version(played: Round) -> SchemeVersion:
    """Return the published rules in force at the end of the round's period.

    Raises:
        ValidationError: when no version is published from a date that early.
    """
    version = version_in_force(played.scheme, played.period)
    if version is None:
        raise ValidationError(
            _("%(scheme)s has no published rules for %(period)s.")
            % {"scheme": played.scheme.name, "period": played.period.code}
        )
    return version


def lock_round(round_id: int) -> None:
    """Let nobody else compute or publish the round until the transaction ends."""
    Round.objects.select_for_update().get(pk=round_id)


def as_stored(standing: Standing) -> Standing | None:
    """Return a standing as it is now, its round locked; None when its draft was replaced."""
    lock_round(standing.round_id)
    return (
        Standing.objects.filter(pk=standing.pk)
        .select_related("round__scheme__area", "round__period", "version")
        .first()
    )


@verb("standing.compute")
def compute_standing(act: Act, *, played: Round, version: SchemeVersion | None = None) -> Standing:
    """Score a round from the values accepted so far; replaces the round's draft.

    Raises:
        ValidationError: when rules or series are missing, naming which.
    """
    act.require("standings.compute", played.scheme.area)
    version = version or binding_version(played)
    rules = rules_of(version)
    # The watermark is read before the values, so a change accepted meanwhile counts as later.
    seen = watermark()
    try:
        groups = score_round(played.scheme, rules, played.period, upto=seen)
    except ScoreError as error:
        raise ValidationError(error.text(reader_language())) from error
    snapshot = to_snapshot(part.table for part in groups)
    lock_round(played.pk)
    Standing.objects.filter(round=played, state=Standing.State.DRAFT).delete()
    last = Standing.objects.filter(round=played).order_by("-number").first()
    standing = Standing.objects.create(
        round=played,
        version=version,
        number=last.number + 1 if last else 1,
        watermark=seen,
        snapshot=snapshot,
        snapshot_sha256=digest(snapshot),
        result_sha256=result_digest(groups),
        engine_version=ENGINE_VERSION,
        facts=_facts(rules, groups),
        computed_at=act.at,
    )
    before = _ranks_before(played)
    keep = sum(len(part.places) for part in groups) <= KEPT_WORKINGS
    Place.objects.bulk_create(
        [
            Place(
                standing=standing,
                group=part.table.group,
                unit_id=row.unit_id,
                rank=row.rank,
                score=row.score,
                zone=row.zone,
                grade=row.grade,
                before=before.get((part.table.group, row.unit_id)),
                rank_low=row.rank_low,
                rank_high=row.rank_high,
                parts=row.parts,
                items=row.items,
                vetoed=row.vetoed[:120],
                working=part.result.working(row.key).to_dict() if keep else None,
            )
            for part in groups
            for row in part.places
        ],
        batch_size=500,
    )
    act.note(
        scheme=played.scheme.slug,
        period=played.period.code,
        version=version.number,
        number=standing.number,
        snapshot_sha256=standing.snapshot_sha256,
        result_sha256=standing.result_sha256,
    )
    return standing


def _facts(rules: Any, groups: list[Scored]) -> dict[str, Any]:
    facts = {}
    for part in groups:
        table = part.table.table
        used = [spec for spec in rules.inputs if spec.id in table.columns and spec.take == "value"]
        gaps = [
            [unit, spec.id]
            for spec in used
            for unit in table.units
            if table.cell(unit, spec.id).number is None
        ]
        facts[part.table.group] = {
            "units": len(table.units),
            "items": sum(item.off is None for item in rules.group(part.table.group).items()),
            "missing": len(gaps),
            "gaps": gaps[:200],
        }
    return facts


def _ranks_before(played: Round) -> dict[tuple[str, int], int]:
    """Return the ranks of the last published round before this one: (group, unit) → rank."""
    earlier = (
        Standing.objects.filter(
            round__scheme=played.scheme,
            round__period__start__lt=played.period.start,
            state=Standing.State.PUBLISHED,
        )
        .order_by("-round__period__start")
        .values_list("pk", flat=True)
        .first()
    )
    places = Place.objects.filter(standing_id=earlier or 0).values_list("group", "unit_id", "rank")
    return {(group, unit): rank for group, unit, rank in places if rank is not None}


@verb("standing.publish")
def publish_standing(act: Act, *, standing: Standing) -> Standing:
    """Freeze a draft and show it to its audience; the one published before is superseded.

    The digests of inputs and result go into the audit entry, and the head of the chain after it
    is kept with the standing and counted as exported, so a later cut is noticed.
    """
    act.require("standings.publish", standing.round.scheme.area)
    found = as_stored(standing)
    if found is None or found.state != Standing.State.DRAFT:
        raise ValidationError(_("Only a draft can be published."))
    standing = found
    Standing.objects.filter(round=standing.round, state=Standing.State.PUBLISHED).update(
        state=Standing.State.SUPERSEDED
    )
    standing.state = Standing.State.PUBLISHED
    standing.published_at = act.at
    standing.published_by = act.actor
    standing.save(update_fields=["state", "published_at", "published_by"])
    # The new result saw these later revisions, so it answers for them.
    settled = Restatement.objects.filter(
        standing__round=standing.round,
        settled_by__isnull=True,
        sequence__lte=standing.watermark,
    ).update(settled_by=standing)
    act.note(
        scheme=standing.round.scheme.slug,
        period=standing.round.period.code,
        version=standing.version.number,
        number=standing.number,
        snapshot_sha256=standing.snapshot_sha256,
        result_sha256=standing.result_sha256,
        settled=settled,
    )
    transaction.on_commit(lambda: _keep_seal(standing.pk))
    if standing.round.scheme.rank_alerts:
        _look_at_ranks(standing.pk)
    return standing


def _look_at_ranks(standing_id: int) -> None:
    """Look for items that fell into the lagging zone, in the background."""
    from leitai.apps.standings.tasks import look_for_rank_alerts

    put_off(look_for_rank_alerts, standing_id)


def keep_missing_seals() -> int:
    """Give boards their place in the chain where a kill came between publishing and keeping it.

    Returns how many there were.
    """
    missing = Standing.objects.filter(published_at__isnull=False, seal_height__isnull=True)
    ids = list(missing.values_list("pk", flat=True))
    for pk in ids:
        _keep_seal(pk)
    return len(ids)


def _keep_seal(standing_id: int) -> None:
    head = export_head(f"standing {standing_id}")
    if head is not None:
        Standing.objects.filter(pk=standing_id).update(seal_height=head.height, seal_hash=head.hash)
