"""What the standings room does when something happens in rooms below it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from leitai.apps.background import put_off
from leitai.apps.indicators.events import files_in_use, values_accepted
from leitai.apps.standings.models import Record, Standing


@receiver(values_accepted, dispatch_uid="standings.look_for_restatements")
def on_values_accepted(sender: Any, batch_id: int, **kwargs: Any) -> None:
    """Look for published standings that the accepted values touch, if there are any."""
    from leitai.apps.standings.tasks import look_for_restatements

    if Standing.objects.filter(state=Standing.State.PUBLISHED).exists():
        put_off(look_for_restatements, batch_id)


@receiver(files_in_use, dispatch_uid="standings.evidence")
def on_files_in_use(sender: Any, digests: frozenset[str], **kwargs: Any) -> set[str]:
    """Name the digests that are evidence of a record."""
    found = Record.objects.filter(file_sha256__in=digests)
    return set(found.values_list("file_sha256", flat=True))
