"""Work of the standings room that needs nobody waiting."""

from __future__ import annotations

from django_tasks import task

from leitai.apps.indicators.models import Batch
from leitai.apps.standings.services import note_restatements


@task()
def look_for_restatements(batch_id: int) -> int:
    """Find the published standings that an accepted batch changes; return how many."""
    return len(note_restatements(Batch.objects.get(pk=batch_id)))
