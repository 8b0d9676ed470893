"""Working days: which days an office is open, and how deadlines count on them (工作日).

Pure: a :class:`Calendar` holds the days that differ from the plain week, and everything is computed
from it. A year whose arrangement (节假日安排, issued by the State Council's office each autumn for
the year after) is not on record counts its weekends only; what is computed across such a year is
provisional.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


def _weekdays_before(day: dt.date) -> int:
    """Count Mondays to Fridays from the first of year 1 (a Monday) to the day before."""
    weeks, rest = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(rest, 5)


@dataclass(frozen=True)
class Calendar:
    """The days that differ from the plain week, and the years whose arrangement is known.

    Attributes:
        holidays: days off by statute, weekends among them or not.
        workdays: Saturdays and Sundays on which offices are open in exchange (调休).
        announced: years whose arrangement is on record.
        names: holiday or shifted workday → the festival it belongs to.
    """

    holidays: frozenset[dt.date] = frozenset()
    workdays: frozenset[dt.date] = frozenset()
    announced: frozenset[int] = frozenset()
    names: tuple[tuple[dt.date, str], ...] = ()

    @cached_property
    def _closed(self) -> tuple[dt.date, ...]:
        """Mondays to Fridays that are off, in order."""
        return tuple(sorted(day for day in self.holidays if day.weekday() < SATURDAY))

    @cached_property
    def _open(self) -> tuple[dt.date, ...]:
        """Saturdays and Sundays that are worked, in order."""
        return tuple(sorted(day for day in self.workdays if day.weekday() >= SATURDAY))

    def is_working_day(self, day: dt.date) -> bool:
        """Tell whether offices are open on the day."""
        if day.weekday() >= SATURDAY:
            return day in self.workdays
        return day not in self.holidays

    def name_of(self, day: dt.date) -> str:
        """Return the festival to which the day belongs; empty for a day of the plain week."""
        return dict(self.names).get(day, "")

    def _count_before(self, day: dt.date) -> int:
        closed = bisect_left(self._closed, day)
        return _weekdays_before(day) - closed + bisect_left(self._open, day)

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """Count the working days after ``start`` up to and with ``end``; negative when reversed.

        From the due day to today this is the number of working days overdue, from today to the
        due day the number that is left.
        """
        if end < start:
            return -self.working_days_between(end, start)
        return self._count_before(end + ONE_DAY) - self._count_before(start + ONE_DAY)

    def add_working_days(self, start: dt.date, days: int) -> dt.date:
        """Return the day on which ``days`` working days after ``start`` are full.

        The day after ``start`` counts first, as terms are counted by law. A negative number goes
        back. With 0 it is ``start`` itself where that is a working day, otherwise the next one.
        """
        if days == 0:
            return self.next_working_day(start)
        full = self._count_before(start + ONE_DAY) + days
        # The longest run of days off is some ten days; a year has 250 working days of 365.
        reach = abs(days) * 8 // 5 + 40
        first = start.toordinal() - (reach if days < 0 else 0)
        span = range(first, first + reach + 1)
        at = bisect_left(
            span, full, key=lambda day: self._count_before(dt.date.fromordinal(day + 1))
        )
        return dt.date.fromordinal(span[at])

    def next_working_day(self, day: dt.date) -> dt.date:
        """Return the day, or the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def provisional(self, start: dt.date, end: dt.date) -> bool:
        """Tell whether a count from one day to another touches a year not yet announced."""
        first, last = min(start, end).year, max(start, end).year
        return any(year not in self.announced for year in range(first, last + 1))

    def days_named(self, start: dt.date, end: dt.date) -> tuple[tuple[dt.date, str], ...]:
        """Return the days from ``start`` to ``end`` that differ from the plain week, with names."""
        days = [day for day, _name in self.names]
        return self.names[bisect_left(days, start) : bisect_right(days, end)]


#: Weekends only: what a county without any imported year counts by.
PLAIN = Calendar()


def make_calendar(
    holidays: Iterable[tuple[dt.date, str]],
    workdays: Iterable[tuple[dt.date, str]],
    announced: Iterable[int],
) -> Calendar:
    """Build a calendar from named days."""
    off, on = dict(holidays), dict(workdays)
    return Calendar(
        frozenset(off), frozenset(on), frozenset(announced), tuple(sorted({**off, **on}.items()))
    )
