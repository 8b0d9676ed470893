"""What is compared with whom: a field of candidates, and the items put side by side."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models import Indicator
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.units.models import Unit


class BenchmarkField(models.Model):
    """A field of comparison (对标范围): whose units look for a benchmark, and among whom.

    The units of ``area`` (itself and those below it) of the kinds named in ``own_kinds`` compare
    themselves with the units under ``candidates`` of the kinds in ``candidate_kinds`` (empty: of
    any kind). How far is near and how far is middle are parameters: the years that catching up
    takes at the growth that a tenth of the candidates exceeded.
    """

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="benchmark_fields")
    name = models.CharField(max_length=80)
    own_kinds = models.JSONField(default=list, help_text=_("kinds of units that compare"))
    candidates = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    candidate_kinds = models.JSONField(default=list, blank=True)
    period_kind = models.CharField(max_length=8, choices=PeriodKind, default=PeriodKind.YEAR)
    near_years = models.PositiveSmallIntegerField(
        default=5, help_text=_("caught up within so many years is near")
    )
    middle_years = models.PositiveSmallIntegerField(
        default=10, help_text=_("caught up within so many years is middle")
    )
    term = models.PositiveSmallIntegerField(default=2, help_text=_("years to draw level in"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="benchmark_field_once"),
            models.CheckConstraint(
                condition=models.Q(near_years__gt=0)
                & models.Q(middle_years__gt=models.F("near_years"))
                & models.Q(term__gt=0),
                name="near_before_middle",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area


class BenchmarkItem(models.Model):
    """One line of a comparison: an own indicator beside that of the candidates, in one measure.

    ``role`` says what the line is for. A level is judged. A part belongs to the level ``whole``,
    whose gap it splits. An intensity is one level by another (per head, per km²), times
    ``factor``, and is judged. A size (population, area) is for reference and never judged. The
    first level in order is the one that the page opens with.
    """

    class Role(models.TextChoices):
        LEVEL = "level", _("level")
        PART = "part", _("part of a level")
        INTENSITY = "intensity", _("intensity")
        SIZE = "size", _("size, for reference")

    field = models.ForeignKey(BenchmarkField, on_delete=models.CASCADE, related_name="items")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role)
    measure = models.CharField(max_length=20, help_text=_("in which both are shown"))
    decimals = models.PositiveSmallIntegerField(default=2)
    their_decimals = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("where the candidates' source prints fewer")
    )
    direction = models.CharField(max_length=20, choices=Direction, default=Direction.HIGHER)
    own = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    theirs = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    base = models.ForeignKey(
        Indicator,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("their earlier figure on today's territory, stored with the later period"),
    )
    base_years = models.PositiveSmallIntegerField(
        default=1, help_text=_("years between the earlier figure and the later")
    )
    whole = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    numerator = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    denominator = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    factor = models.FloatField(default=1.0, help_text=_("of numerator by denominator"))
    trait = models.BooleanField(default=False, help_text=_("offered as a trait of likeness"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["field", "code"], name="benchmark_item_once"),
            models.CheckConstraint(
                condition=models.Q(
                    role="intensity",
                    numerator__isnull=False,
                    denominator__isnull=False,
                    own__isnull=True,
                    theirs__isnull=True,
                )
                | (
                    ~models.Q(role="intensity")
                    & models.Q(
                        numerator__isnull=True,
                        denominator__isnull=True,
                        own__isnull=False,
                        theirs__isnull=False,
                    )
                ),
                name="benchmark_item_has_its_figures",
            ),
            models.CheckConstraint(
                condition=models.Q(role="part", whole__isnull=False)
                | (~models.Q(role="part") & models.Q(whole__isnull=True)),
                name="benchmark_part_has_its_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def judged(self) -> bool:
        """Whether ahead and behind are said of this line."""
        return self.role != self.Role.SIZE
