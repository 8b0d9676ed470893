"""The hash chain over committed audit entries, and its exported heads."""

from __future__ import annotations

from django.db import models

from leitai.apps.audit.models.entry import AppendOnlyQuerySet


class Link(models.Model):
    """One place of the chain.

    ``entry_id`` is a plain number, not a foreign key, so that a deleted entry leaves its link
    behind and is noticed.
    """

    height = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    entry_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["height"]

    def __str__(self) -> str:
        return f"{self.height} {self.hash[:8]}"


class Head(models.Model):
    """A head of the chain that left the house: printed, exported or sent."""

    height = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    exported_at = models.DateTimeField()
    purpose = models.CharField(max_length=80)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-height", "-id"]

    def __str__(self) -> str:
        return f"{self.height} {self.hash[:8]}"
