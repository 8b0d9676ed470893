"""A target of a unit for a year: floor, stretch, and how it spreads over the months."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Unit


class MonthShape(models.TextChoices):
    EVEN = "even", _("even months")
    LAST_YEAR = "last_year", _("by last year's shape")
    BY_HAND = "by_hand", _("by hand")
    WHOLE = "whole", _("the same all year")


class Target(models.Model):
    """Floor and stretch of a unit's series for a year (保底目标、冲刺目标).

    Corrections are new revisions with a reason; the highest revision counts.
    """

    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="targets", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    floor = models.FloatField(help_text=_("in the indicator's unit of measure"))
    stretch = models.FloatField(null=True, blank=True)
    shape = models.CharField(max_length=10, choices=MonthShape, default=MonthShape.EVEN)
    shares = models.JSONField(
        default=list, blank=True, help_text=_("twelve cumulative shares of the year, 0 to 1")
    )
    sentence = models.TextField(blank=True, help_text=_("where the plan says so, word for word"))
    reason = models.CharField(max_length=300, blank=True)
    sequence = models.BigIntegerField(help_text=_("order among all accepted changes"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "unit", "year", "revision"], name="target_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.unit} {self.year}"

    @property
    def governing_unit(self) -> Unit:
        return self.unit
