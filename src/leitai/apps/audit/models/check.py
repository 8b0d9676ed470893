"""What the last check of each kind found, and when."""

from __future__ import annotations

from django.db import models


class Check(models.Model):
    """The outcome of a check that compares what is stored twice, or with its seal.

    One row a kind: a check that runs again replaces it. It is no record of the house but a note of
    the machine, so it is not chained.
    """

    name = models.CharField(max_length=20, unique=True)
    ran_at = models.DateTimeField()
    looked_at = models.PositiveBigIntegerField()
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.fault
