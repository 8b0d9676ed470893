"""The time line of a matter: every step, never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.audit.models.entry import AppendOnlyError, AppendOnlyQuerySet
from leitai.apps.matters.models.matter import Matter
from leitai.apps.units.models import Unit


class MatterEvent(models.Model):
    """One step: when, by whom or by which rule, the verb, the words, and what it changed."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="events")
    place = models.PositiveIntegerField(help_text=_("1 is the first step"))
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(max_length=40, blank=True, help_text=_("where no person acted"))
    unit = models.ForeignKey(
        Unit,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("the unit for which the person acted"),
    )
    verb = models.CharField(max_length=24)
    words = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, help_text=_("after the step"))
    detail = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["matter", "place"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "place"], name="matter_event_once")
        ]
        indexes = [
            models.Index(fields=["verb", "at"], name="matter_event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}.{self.place} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError("steps of a matter are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("steps of a matter are never deleted")


class Evidence(models.Model):
    """A file that a step brought; the content is kept under its digest."""

    event = models.ForeignKey(MatterEvent, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.event.matter.area
