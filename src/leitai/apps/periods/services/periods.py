"""Writes of the periods room."""

from __future__ import annotations

from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PER_YEAR, PeriodKind, period_bounds, period_code


def ensure_period(kind: str, year: int, number: int = 1) -> Period:
    """Return the period, creating its row on first use.

    A period is a fact of the calendar, so making its row is no change that anyone answers for
    and leaves no audit entry.
    """
    start, end = period_bounds(kind, year, number)
    period, _created = Period.objects.get_or_create(
        kind=kind,
        year=year,
        number=number,
        defaults={"code": period_code(kind, year, number), "start": start, "end": end},
    )
    return period


def shift_period(period: Period, steps: int) -> Period:
    """Return the period ``steps`` places later (negative: earlier) of the same kind."""
    count = PER_YEAR[PeriodKind(period.kind)]
    index = period.year * count + (period.number - 1) + steps
    return ensure_period(period.kind, index // count, index % count + 1)


def year_ago(period: Period) -> Period:
    """Return the same period of the year before (上年同期)."""
    return ensure_period(period.kind, period.year - 1, period.number)
