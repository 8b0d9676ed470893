"""Targets made of conditions: places in a ranking, ratios, several indicators at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Unit


class ConditionKind(models.TextChoices):
    UP = "up", _("above last year")
    DOWN = "down", _("below last year")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    RANK_WITHIN = "rank_within", _("among the first")
    RATIO_AT_LEAST = "ratio_at_least", _("ratio of at least")
    RATIO_AT_MOST = "ratio_at_most", _("ratio of at most")


#: Kinds that compare with a number of their own.
WITH_AMOUNT = frozenset(ConditionKind.values) - {ConditionKind.UP, ConditionKind.DOWN}
#: Kinds that divide one series by another; the amount is in percent.
RATIOS = frozenset({ConditionKind.RATIO_AT_LEAST, ConditionKind.RATIO_AT_MOST})


class CompoundTarget(models.Model):
    """A target of a unit for a year that holds when each of its conditions holds (组合目标).

    With one condition on a rank it is a rank target (名次目标), with one on a ratio a ratio target
    (比例目标). Conditions never change: a correction withdraws the target and sets another.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="compound_targets")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    sentence = models.TextField(blank=True, help_text=_("where the plan says so, word for word"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal = models.CharField(max_length=300, blank=True, help_text=_("why it was withdrawn"))

    class Meta:
        ordering = ["unit", "year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "name"],
                condition=Q(withdrawn_at__isnull=True),
                name="compound_target_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal=""),
                name="withdrawn_compound_target_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.unit


class Condition(models.Model):
    """One thing that must hold: a series moves, reaches, ranks, or stands in a ratio.

    ``amount`` is in the series' measure; for ranks the last place that counts; for ratios percent.
    ``start`` is the rank from which the unit sets out, for the wording alone.
    """

    target = models.ForeignKey(CompoundTarget, on_delete=models.CASCADE, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=ConditionKind)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    divisor = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.FloatField(null=True, blank=True)
    start = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["target", "position"], name="condition_place_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["up", "down"], amount__isnull=True)
                | (~Q(kind__in=["up", "down"]) & Q(amount__isnull=False)),
                name="condition_has_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(RATIOS), divisor__isnull=False)
                | (~Q(kind__in=sorted(RATIOS)) & Q(divisor__isnull=True)),
                name="ratio_has_a_divisor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.get_kind_display()}"
