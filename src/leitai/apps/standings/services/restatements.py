"""Late revisions: which published standings they touch, and by how much."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import Batch, Revision
from leitai.apps.standings.comparison import compare_with
from leitai.apps.standings.models import Place, Record, Restatement, Standing
from leitai.apps.standings.scoring import rules_of, score_round


def touched_standings(batch: Batch) -> list[Standing]:
    """Return published standings whose units and year a batch speaks of."""
    keys = Revision.objects.filter(batch=batch).values_list("unit_id", "period__year").distinct()
    units = {unit for unit, _year in keys}
    years = {year for _unit, year in keys}
    if not units:
        return []
    # A value feeds its own period and, through comparisons, the year after.
    near = Q(round__period__year__in=years) | Q(round__period__year__in=[y + 1 for y in years])
    with_unit = Place.objects.filter(unit_id__in=list(units)[:900]).values("standing_id")
    return list(
        Standing.objects.filter(near, state=Standing.State.PUBLISHED, id__in=with_unit)
        .filter(watermark__lt=batch.sequence or 0)
        .select_related("round__scheme__area", "round__period", "version")
    )


def note_restatements(batch: Batch) -> list[Restatement]:
    """Record, for every published standing that a batch changes, the whole-table difference."""
    assert batch.sequence is not None
    return _compare(touched_standings(batch), batch.sequence, batch=batch)


def note_record(record: Record) -> list[Restatement]:
    """Record the difference that a record signed or withdrawn makes to published standings."""
    sequence = record.withdrawn_sequence or record.sequence
    if sequence is None:
        return []
    standings = (
        Standing.objects.filter(
            round__scheme=record.scheme_id,
            round__period__year=record.period.year,
            round__period__start__gte=record.period.start,
            state=Standing.State.PUBLISHED,
            watermark__lt=sequence,
            id__in=Place.objects.filter(unit=record.unit_id).values("standing_id"),
        )
        .select_related("round__scheme__area", "round__period", "version")
        .order_by("id")
    )
    return _compare(list(standings), sequence, record=record)


def _compare(
    standings: list[Standing],
    sequence: int,
    *,
    batch: Batch | None = None,
    record: Record | None = None,
) -> list[Restatement]:
    found = []
    for standing in standings:
        groups = score_round(
            standing.round.scheme,
            rules_of(standing.version),
            standing.round.period,
            upto=sequence,
        )
        difference = compare_with(standing, groups)
        if any(row["changed"] for row in difference):
            found.append(
                _note(
                    Act(actor=None),
                    standing=standing,
                    sequence=sequence,
                    batch=batch,
                    record=record,
                    difference=difference,
                )
            )
    return found


@verb("standing.note_restatement")
def _note(
    act: Act,
    *,
    standing: Standing,
    sequence: int,
    batch: Batch | None,
    record: Record | None,
    difference: list[dict[str, object]],
) -> Restatement:
    restatement, _created = Restatement.objects.get_or_create(
        standing=standing,
        sequence=sequence,
        defaults={
            "batch": batch,
            "record": record,
            "found_at": timezone.now(),
            "difference": difference,
        },
    )
    act.note(
        standing=standing.pk,
        batch=batch.pk if batch is not None else None,
        record=record.pk if record is not None else None,
        units=sum(1 for row in difference if row["changed"]),
    )
    return restatement
