"""Lists that a person asks for again and again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: Any) -> SavedFilterQuerySet:
        """Keep the person's own, without those that were removed."""
        return self.filter(owner_id=getattr(user, "pk", None), removed=False)


class SavedFilter(models.Model):
    """A filter of the list of matters under a name, for one person."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="matter_filters"
    )
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=400, help_text=_("as it stands in the address"))
    removed = models.BooleanField(default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=models.Q(removed=False),
                name="matter_filter_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit | None:
        """The area of the account."""
        unit: Unit | None = self.owner.governing_unit
        return unit
