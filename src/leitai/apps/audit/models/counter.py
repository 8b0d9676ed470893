"""Gapless counters whose order is the order of commit."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """A named counter; whoever draws from it holds its row until commit.

    Database sequences hand out numbers before commit, so a lower number may appear later. Here
    the row lock makes the order of numbers the order in which transactions become visible.
    """

    name = models.CharField(max_length=32, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
