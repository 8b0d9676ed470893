"""The holiday arrangements of years, as announced and imported (节假日安排)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class CalendarYearQuerySet(models.QuerySet["CalendarYear"]):
    def visible_to(self, user: Any) -> CalendarYearQuerySet:
        """Keep the country's arrangements and those of areas over or under the person's units."""
        roots = tuple(unit_roots(user))
        over = Unit.objects.filter(below__descendant_id__in=roots).values("pk")
        return self.filter(
            models.Q(area__isnull=True)
            | models.Q(area__in=over)
            | models.Q(area__in=subtree_ids(roots))
        )


class CalendarYear(models.Model):
    """One version of a year's arrangement; a corrected one comes beside it with the next number.

    Without an area it is the country's. An area's own (壮族三月三, a day off after a storm) stands
    before the country's for the area and everything below it.
    """

    area = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="calendar_years"
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=300, help_text=_("the announcement, with its number"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "year", "number"], name="calendar_year_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def governing_unit(self) -> Unit | None:
        return self.area


class CalendarDay(models.Model):
    """A day that differs from the plain week."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        WORKDAY = "workday", _("shifted workday")

    calendar_year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=40, blank=True, help_text=_("the festival"))

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar_year", "day"], name="calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
