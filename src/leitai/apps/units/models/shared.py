"""What all processes of a site count and remember together for a short while; no records."""

from __future__ import annotations

from django.db import models


class CacheRow(models.Model):
    """A row of Django's cache in the database: used one-time codes, failed sign-ins.

    The backend reads and writes it; it stands here so that migrations make the table.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "units_cache"

    def __str__(self) -> str:
        return self.cache_key


class CallerCount(models.Model):
    """How often a caller of the API asked in the newest window of time it asked in."""

    caller = models.CharField(max_length=60, primary_key=True)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.caller}: {self.count}"
