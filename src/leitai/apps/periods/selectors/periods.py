"""Reads of the periods room."""

from __future__ import annotations

from leitai.apps.language import chinese
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind, period_bounds, period_code


def period_by_code(code: str) -> Period | None:
    """Return the period with this address, or None."""
    return Period.objects.filter(code=code).first()


def period_name(period: Period, *, cumulative: bool = False) -> str:
    """Return the period as a reader says it, in the active language.

    ``cumulative`` names the year-to-date span of a month: 2026年1—10月累计.
    """
    year, number = period.year, period.number
    if period.kind == PeriodKind.MONTH:
        if chinese():
            if cumulative:
                return f"{year}年1月" if number == 1 else f"{year}年1—{number}月累计"
            return f"{year}年{number}月"
        name = period.start.strftime("%b")
        return f"Jan–{name} {year}" if cumulative and number > 1 else f"{name} {year}"
    if period.kind == PeriodKind.QUARTER:
        return f"{year}年{'一二三四'[number - 1]}季度" if chinese() else f"Q{number} {year}"
    if period.kind == PeriodKind.HALF:
        return f"{year}年{'上下'[number - 1]}半年" if chinese() else f"H{number} {year}"
    return f"{year}年" if chinese() else str(year)


def months_of(year: int) -> tuple[Period, ...]:
    """Return the twelve months of a year as the calendar has them, whether their rows exist or not.

    Rows come with the first value of a month; which of them exist tells what others work on.
    """
    made = []
    for number in range(1, 13):
        start, end = period_bounds(PeriodKind.MONTH, year, number)
        code = period_code(PeriodKind.MONTH, year, number)
        made.append(
            Period(kind=PeriodKind.MONTH, year=year, number=number, code=code, start=start, end=end)
        )
    return tuple(made)
