"""Readings that a person has set right, kept for the next file of the same form."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models.definitions import DataSource
from leitai.apps.indicators.models.uploads import Upload
from leitai.apps.units.models import Unit


class SourceLayout(models.Model):
    """The form of a sheet of one source, as corrected on an upload; the next file is read by it."""

    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="layouts")
    area = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=120, help_text=_("name of the sheet without its period"))
    key = models.CharField(max_length=16, help_text=_("fingerprint of the header words"))
    form = models.JSONField(help_text=_("tables, header words and marked rows"))
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, help_text=_("no longer applied since"))

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "area", "key"],
                condition=models.Q(dropped_at__isnull=True),
                name="form_known_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.sheet}"

    @property
    def governing_unit(self) -> Unit:
        """The unit whose people may forget it: that of the upload it was corrected on."""
        return self.upload.governing_unit
