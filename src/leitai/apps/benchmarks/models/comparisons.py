"""Comparisons that somebody stated, kept word for word and checked against stored values."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.benchmarks.models.fields import BenchmarkItem
from leitai.apps.indicators.models import Extent
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class StatedComparisonQuerySet(models.QuerySet["StatedComparison"]):
    def visible_to(self, user: Any) -> StatedComparisonQuerySet:
        """Keep comparisons of units that the user stands over, in, or below."""
        roots = list(unit_roots(user))
        over = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
        return self.filter(models.Q(unit__in=subtree_ids(roots)) | models.Q(unit__in=over))


class StatedComparison(models.Model):
    """A sentence such as “占龙海区93.10%” with what it says in figures.

    Either ``share`` is stated (own is so many percent of the other's), with the decimals it was
    printed with, or ``value``, the other's figure itself in the item's measure. ``own_value`` is
    the own figure that the sentence goes out from; without it the stored value of ``extent``
    counts. Nothing is corrected here: a mistake is withdrawn with a reason and entered anew.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stated_comparisons")
    other = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(BenchmarkItem, on_delete=models.PROTECT, related_name="stated")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    extent = models.ForeignKey(
        Extent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    quote = models.CharField(max_length=300, help_text=_("word for word"))
    place = models.CharField(max_length=200, blank=True, help_text=_("where it stands"))
    share = models.FloatField(null=True, blank=True, help_text=_("percent of the other's"))
    decimals = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("with which the share or the figure is printed")
    )
    value = models.FloatField(null=True, blank=True, help_text=_("the other's figure as stated"))
    own_value = models.FloatField(null=True, blank=True)
    own_decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = StatedComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share__isnull=False, value__isnull=True)
                | models.Q(share__isnull=True, value__isnull=False),
                name="a_share_or_a_value",
            ),
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("other")), name="no_comparison_with_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}：{self.quote}"

    @property
    def governing_unit(self) -> Unit:
        return self.unit
