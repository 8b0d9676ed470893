"""The battle map (挂图作战): where tiles lie, the office's own map image, and places on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots

#: Rows and columns of the grid, counted from 1.
ROWS, COLUMNS = 12, 12


class TilePlace(models.Model):
    """The cell in which a unit's tile lies; a unit without one follows behind the placed ones."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["row", "column"]
        constraints = [
            models.UniqueConstraint(fields=["area", "unit"], name="tile_of_a_unit_once"),
            models.CheckConstraint(
                condition=Q(row__gte=1, row__lte=ROWS, column__gte=1, column__lte=COLUMNS),
                name="tile_lies_on_the_grid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.row}.{self.column}"

    @property
    def governing_unit(self) -> Unit:
        return self.area


class MapImageQuerySet(models.QuerySet["MapImage"]):
    def visible_to(self, user: Any) -> MapImageQuerySet:
        """Keep the maps of areas over or under the person's units: a unit sees its area's map."""
        roots = tuple(unit_roots(user))
        over = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
        return self.filter(Q(area__in=over) | Q(area__in=subtree_ids(roots)))

    def in_force(self) -> MapImageQuerySet:
        """Keep what was not withdrawn, the newest first."""
        return self.filter(withdrawn=False).order_by("-pk")


class MapImage(models.Model):
    """An approved map that the office brought; the content is kept under its digest."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="map_images")
    name = models.CharField(max_length=200)
    approval_number = models.CharField(max_length=40, help_text=_("printed beneath the map"))
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=4, help_text=_("png or jpeg"))
    width = models.PositiveIntegerField(help_text=_("pixels"))
    height = models.PositiveIntegerField(help_text=_("pixels"))
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    objects = MapImageQuerySet.as_manager()

    class Meta:
        ordering = ["area", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(approval_number=""), name="map_with_an_approval_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.approval_number}"

    @property
    def governing_unit(self) -> Unit:
        return self.area


class MapSpot(models.Model):
    """Where a unit lies on a map image, in percent of its width and height from the upper left."""

    image = models.ForeignKey(MapImage, on_delete=models.CASCADE, related_name="spots")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        ordering = ["image", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["image", "unit"], name="spot_of_a_unit_once"),
            models.CheckConstraint(
                condition=Q(x__gte=0, x__lte=100, y__gte=0, y__lte=100), name="spot_on_the_map"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.x} {self.y}"
