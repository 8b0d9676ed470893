"""When a quarter counts as red or steady: an area's own rule, in versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit


class PaceRule(models.Model):
    """A version of an area's thresholds for the quarters (开门红、季季红、全年红).

    A quarter is red when the plan of ``red_of`` is kept to ``red_percent``, steady when that of
    ``steady_of`` is kept to ``steady_percent``. A version holds from a year on; years before keep
    the version that held then.
    """

    class Line(models.TextChoices):
        FLOOR = "floor", _("the floor")
        STRETCH = "stretch", _("the stretch")

    class Quarter(models.TextChoices):
        RED = "red", _("red")
        STEADY = "steady", _("steady")

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pace_rules")
    version = models.PositiveSmallIntegerField()
    from_year = models.PositiveSmallIntegerField()
    red_of = models.CharField(max_length=8, choices=Line)
    red_percent = models.FloatField()
    steady_of = models.CharField(max_length=8, choices=Line)
    steady_percent = models.FloatField()
    every_quarter = models.CharField(
        max_length=8, choices=Quarter, help_text=_("what every quarter must be at least")
    )
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="pace_rule_version_once"),
            models.CheckConstraint(
                condition=Q(red_percent__gt=0, red_percent__lte=200)
                & Q(steady_percent__gt=0, steady_percent__lte=200),
                name="pace_rule_percent_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} v{self.version}"

    @property
    def governing_unit(self) -> Unit:
        return self.area
