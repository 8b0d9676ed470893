"""Reporting periods: a type with arithmetic, not a string."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodKind(models.TextChoices):
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF = "half", _("half-year")
    YEAR = "year", _("year")


#: Periods of each kind in a year; a period's number runs from 1 to this.
PER_YEAR = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.YEAR: 1,
}


class Period(models.Model):
    """A month, quarter, half-year or year of the calendar (报告期)."""

    kind = models.CharField(max_length=8, choices=PeriodKind)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text=_("1-based place within the year"))
    code = models.CharField(max_length=8, unique=True)
    start = models.DateField()
    end = models.DateField()
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="period_once"),
            models.CheckConstraint(
                condition=models.Q(start__lte=models.F("end")), name="period_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def frozen(self) -> bool:
        """Whether values of this period change only as approved revisions."""
        return self.frozen_at is not None

    @property
    def months(self) -> int:
        """Months that the period spans (1, 3, 6 or 12)."""
        return 12 // PER_YEAR[PeriodKind(self.kind)]

    @property
    def last_month(self) -> int:
        """Calendar month, 1 to 12, in which the period ends."""
        return self.number * self.months


def period_code(kind: str, year: int, number: int) -> str:
    """Return the stable address of a period: 2026-10, 2026Q3, 2026H1 or 2026."""
    if kind == PeriodKind.MONTH:
        return f"{year}-{number:02d}"
    if kind == PeriodKind.QUARTER:
        return f"{year}Q{number}"
    if kind == PeriodKind.HALF:
        return f"{year}H{number}"
    return str(year)


def period_bounds(kind: str, year: int, number: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a period.

    Raises:
        ValueError: when the number does not exist in a year of that kind.
    """
    count = PER_YEAR[PeriodKind(kind)]
    if not 1 <= number <= count:
        raise ValueError(f"a year has {count} periods of kind {kind}, not number {number}")
    months = 12 // count
    first = dt.date(year, (number - 1) * months + 1, 1)
    after_month = number * months + 1
    after = dt.date(year + 1, 1, 1) if after_month > 12 else dt.date(year, after_month, 1)
    return first, after - dt.timedelta(days=1)
