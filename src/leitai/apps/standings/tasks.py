"""Work of the standings room that needs nobody waiting."""

from __future__ import annotations

from django_tasks import task

from leitai.apps.indicators.models import Batch
from leitai.apps.standings.models import Record, Standing
from leitai.apps.standings.services import note_record, note_restatements, raise_rank_alerts


@task()
def look_for_restatements(batch_id: int) -> int:
    """Find the published standings that an accepted batch changes; return how many."""
    return len(note_restatements(Batch.objects.get(pk=batch_id)))


@task()
def look_for_record(record_id: int) -> int:
    """Find the published standings that a signed or withdrawn record changes; return how many."""
    return len(note_record(Record.objects.select_related("period").get(pk=record_id)))


@task()
def look_for_rank_alerts(standing_id: int) -> int:
    """Open matters for items of a published standing that fell; return how many."""
    standing = Standing.objects.select_related(
        "version", "round__period", "round__scheme__area"
    ).get(pk=standing_id)
    return len(raise_rank_alerts(standing))
