"""What an office holds of units beside figures: their terrain, and changes of their territory."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit


class UnitTerrain(models.Model):
    """The terrain class (地形) of a unit as the office of an area holds it, with its source.

    A unit without a row is of unknown terrain. Another word ends the one before, which stays.
    """

    class Terrain(models.TextChoices):
        PLAIN = "plain", _("plain")
        HILLS = "hills", _("hills")
        MOUNTAINS = "mountains", _("mountains")

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="terrains")
    terrain = models.CharField(max_length=10, choices=Terrain)
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["unit__position", "unit_id", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="one_terrain_of_a_unit",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="terrain_has_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}：{self.get_terrain_display()}"


class TerritoryChange(models.Model):
    """A change of a unit's territory (辖区调整): figures before and after cannot be compared.

    Figures of ``since_year`` and earlier are of the old territory, those of ``by_year`` and later
    of the new one; between them either may be.
    """

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="territory_changes")
    since_year = models.PositiveSmallIntegerField()
    by_year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, help_text=_("what tells of the change"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["unit__position", "unit_id", "by_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "unit", "since_year", "by_year"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="territory_change_once",
            ),
            models.CheckConstraint(
                condition=models.Q(by_year__gt=models.F("since_year")),
                name="territory_changed_between_years",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="territory_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.since_year}–{self.by_year}"

    @property
    def governing_unit(self) -> Unit:
        return self.area
