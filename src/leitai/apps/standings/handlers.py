"""What the standings room does when something happens in rooms below it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from leitai.apps.indicators.events import values_accepted
from leitai.apps.standings.models import Standing


@receiver(values_accepted, dispatch_uid="standings.look_for_restatements")
def on_values_accepted(sender: Any, batch_id: int, **kwargs: Any) -> None:
    """Look for published standings that the accepted values touch, if there are any."""
    from leitai.apps.standings.tasks import look_for_restatements

    if Standing.objects.filter(state=Standing.State.PUBLISHED).exists():
        look_for_restatements.enqueue(batch_id)
