"""Deadlines from rules: so many working days, so many days, or a fixed day of each month. Pure."""

from __future__ import annotations

import calendar as months
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leitai.apps.periods.calendar import Calendar


class Count(StrEnum):
    """How a deadline counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    DAY_OF_MONTH = "day_of_month"
    NONE = "none"


@dataclass(frozen=True)
class Deadline:
    """A rule for a due day.

    Attributes:
        count: what ``number`` counts.
        number: working or calendar days after the start; or the day of the month, 1 to 31, where
            a month without that day takes its last.
        roll: a due day on which offices are closed moves to the next working day. A term in
            working days ends on one anyway.
    """

    count: Count = Count.NONE
    number: int = 0
    roll: bool = True

    def __post_init__(self) -> None:
        if self.count == Count.DAY_OF_MONTH and not 1 <= self.number <= 31:
            raise ValueError(f"{self.number} is no day of a month")
        if self.count in (Count.WORKING_DAYS, Count.CALENDAR_DAYS) and self.number < 1:
            raise ValueError(f"a deadline of {self.number} days is none")

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Deadline:
        """Read ``{count, number, roll}``; nothing means: no deadline by rule.

        Raises:
            ValueError: for an unknown way to count or an impossible number.
        """
        if not data:
            return cls()
        return cls(Count(data["count"]), int(data.get("number", 0)), bool(data.get("roll", True)))


def due_day(rule: Deadline, start: dt.date, calendar: Calendar) -> dt.date | None:
    """Return the due day of a matter that starts on a day; None where the rule sets none.

    The fixed day of a month is the first such day after the start.
    """
    if rule.count == Count.NONE:
        return None
    if rule.count == Count.WORKING_DAYS:
        return calendar.add_working_days(start, rule.number)
    if rule.count == Count.CALENDAR_DAYS:
        day = start + dt.timedelta(days=rule.number)
    else:
        day = _fixed_day(start.year, start.month, rule.number)
        if day <= start:
            after = start.replace(day=28) + dt.timedelta(days=4)
            day = _fixed_day(after.year, after.month, rule.number)
    return calendar.next_working_day(day) if rule.roll else day


def _fixed_day(year: int, month: int, number: int) -> dt.date:
    return dt.date(year, month, min(number, months.monthrange(year, month)[1]))
