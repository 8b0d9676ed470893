"""What the matters room does when something happens in rooms below it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from leitai.apps.periods.events import calendar_imported


@receiver(calendar_imported, dispatch_uid="matters.turn_again")
def on_calendar_imported(sender: Any, area_id: int | None, year: int, **kwargs: Any) -> None:
    """Compute the turning days of open matters again once the calendar is another."""
    from leitai.apps.matters.services.turning import turn_again

    turn_again(area_id)
