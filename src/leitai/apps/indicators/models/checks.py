"""Checks that an import runs: parameters are data, and findings warn without refusing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models.definitions import Indicator
from leitai.apps.units.models import Unit


class ImportCheck(models.Model):
    """One check of an area.

    ``parts_whole`` compares an indicator with the sum of others (GDP with its sectors) and allows
    ``tolerance`` as a share of the whole. ``never_falls`` expects a cumulative value not to fall
    within a year by more than ``tolerance``. ``jump`` expects a change from the period before to
    stay within ``times`` the usual (median) change. Without an indicator a check holds for all
    indicators of the area.
    """

    class Kind(models.TextChoices):
        PARTS_WHOLE = "parts_whole", _("parts and whole")
        NEVER_FALLS = "never_falls", _("cumulative values do not fall")
        JUMP = "jump", _("unusual jump")

    area = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="import_checks")
    kind = models.CharField(max_length=12, choices=Kind)
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.CASCADE, related_name="checks"
    )
    parts = models.JSONField(default=list, blank=True, help_text=_("codes of the parts"))
    tolerance = models.FloatField(default=0.0, help_text=_("share of the whole, 0 to 1"))
    times = models.FloatField(null=True, blank=True, help_text=_("multiple of the usual change"))
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "indicator"],
                name="import_check_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.indicator or self.area}"

    @property
    def governing_unit(self) -> Unit:
        return self.area
