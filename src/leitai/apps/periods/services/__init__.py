"""Writes of the periods room."""

from leitai.apps.periods.services.calendars import (
    NewDay,
    fill_from_library,
    import_calendar,
)
from leitai.apps.periods.services.periods import ensure_period, shift_period, year_ago

__all__ = [
    "NewDay",
    "ensure_period",
    "fill_from_library",
    "import_calendar",
    "shift_period",
    "year_ago",
]
