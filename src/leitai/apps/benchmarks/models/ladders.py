"""Named ladders (名次阶梯): a list of units by one series, its zones, and wished-for places."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class NamedLadderQuerySet(models.QuerySet["NamedLadder"]):
    def visible_to(self, user: Any) -> NamedLadderQuerySet:
        """Keep ladders of areas that the user belongs to, stands over or stands below."""
        roots = list(unit_roots(user))
        over = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
        return self.filter(models.Q(area__in=subtree_ids(roots)) | models.Q(area__in=over))


class NamedLadder(models.Model):
    """A ladder that an area looks at (全国百强、二十三县): who stands on it, and by which series.

    The units of ``kinds`` below ``pool`` stand on it, of each year the first ``top`` where one is
    given; or, where ``members`` are named, these and no others. ``cuts`` are the last places of
    all zones but the last; without them the ladder is in thirds. ``guest`` is a unit that looks
    where it would stand, by its own ``guest_series``; it counts in nobody's place. ``years`` are
    the years it has, empty for all with figures.

    A change makes another version, which ``supersedes`` the one before and takes its goals over.
    """

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ladders")
    name = models.CharField(max_length=80)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=20, choices=Direction, default=Direction.HIGHER)
    measure = models.CharField(max_length=20, help_text=_("in which figures are shown"))
    decimals = models.PositiveSmallIntegerField(default=2)
    pool = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list, blank=True)
    top = models.PositiveIntegerField(null=True, blank=True)
    members = models.ManyToManyField(Unit, blank=True, related_name="+")
    cuts = models.JSONField(default=list, blank=True)
    years = models.JSONField(default=list, blank=True)
    guest = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guest_series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_note = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    version = models.PositiveIntegerField(default=1)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = NamedLadderQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="ladder_once",
            ),
            models.CheckConstraint(
                condition=models.Q(guest__isnull=True, guest_series__isnull=True)
                | models.Q(guest__isnull=False, guest_series__isnull=False),
                name="ladder_guest_with_its_series",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area


class RankGoal(models.Model):
    """A place that a unit wants on a ladder by a year (冲十进百). A new one ends the old one."""

    ladder = models.ForeignKey(NamedLadder, on_delete=models.PROTECT, related_name="goals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    by_year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="one_rank_goal",
            ),
            models.CheckConstraint(condition=models.Q(place__gte=1), name="rank_goal_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.ladder} {self.place}"

    @property
    def governing_unit(self) -> Unit:
        return self.unit
