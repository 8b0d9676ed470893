"""Sheets of new matters, as they were brought; read again whenever somebody looks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class MatterSheetQuerySet(models.QuerySet["MatterSheet"]):
    def visible_to(self, user: Any) -> MatterSheetQuerySet:
        """Keep those of the areas whose list the person runs."""
        office = unit_roots(user, "supervision_office")
        return self.filter(area__in=subtree_ids(tuple(office))) if office else self.none()


class MatterSheet(models.Model):
    """The rows of a file, and what somebody said of names in doubt.

    ``rows`` are ``{"sheet", "row", "cells": {field: [address, text]}}`` with the fields of
    :mod:`leitai.apps.matters.sheets`; ``answers`` are unit ids by the name as written.
    """

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="matter_sheets")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField()
    registered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when its matters were put on the list")
    )

    objects = MatterSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["area", "sha256"], name="matter_sheet_again")]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area
