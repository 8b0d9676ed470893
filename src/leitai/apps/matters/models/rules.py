"""Which rules an area has chosen for its matters, as a copy with a number."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots

CATEGORIES = [
    ("kinds", pgettext_lazy("matter rules", "kinds and terms")),
    ("lights", pgettext_lazy("matter rules", "lights")),
    ("ladder", pgettext_lazy("matter rules", "tickets")),
]


class RuleChoiceQuerySet(models.QuerySet["RuleChoice"]):
    def visible_to(self, user: Any) -> RuleChoiceQuerySet:
        """Keep the choices of areas over or under the person's units."""
        roots = tuple(unit_roots(user))
        over = Unit.objects.filter(below__descendant_id__in=roots).values("pk")
        return self.filter(models.Q(area__in=over) | models.Q(area__in=subtree_ids(roots)))


class RuleChoice(models.Model):
    """A set of rules as an area adopted it; the next choice gets the next number."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="matter_rules")
    category = models.CharField(max_length=8, choices=CATEGORIES)
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=40, blank=True, help_text=_("empty: no rules"))
    name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=300, blank=True)
    content = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(
        null=True, blank=True, help_text=_("from which day it counts; empty: at once")
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField()

    objects = RuleChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["area", "category", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["area", "category", "number"], name="rule_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.name or self.slug or self.category} v{self.number}"

    @property
    def governing_unit(self) -> Unit:
        return self.area
