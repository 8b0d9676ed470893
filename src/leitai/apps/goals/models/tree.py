"""The goal tree (目标树) of an area over several years, and the phases of these years."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.goals.models.compound import CompoundTarget
from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


def areas_open_to(user: Any) -> Q:
    """Return what keeps rows of the areas in, above or below which the user holds a role."""
    roots = list(unit_roots(user))
    above = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
    return Q(area__in=subtree_ids(roots)) | Q(area__in=above)


class NodeKind(models.TextChoices):
    DIRECTION = "direction", _("direction")
    PROGRAMME = "programme", _("programme")
    TARGET = "target", _("target")
    TASK = "task", _("task")


class Phase(models.Model):
    """A named span of years in an area's action (开局、攻坚、冲刺); phases never overlap."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="phases")
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, blank=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["first_year"]
        constraints = [
            models.UniqueConstraint(fields=["area", "first_year"], name="phase_begins_once"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="phase_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area


class GoalNodeQuerySet(models.QuerySet["GoalNode"]):
    def visible_to(self, user: Any) -> GoalNodeQuerySet:
        """Keep the trees of the user's areas: everybody works under the same goals."""
        return self.filter(areas_open_to(user))


class GoalNode(models.Model):
    """A direction, programme, target or task, for some years, under another one or at the root.

    A target node names the series and the unit whose targets of these years it stands for, or a
    compound target.
    """

    class State(models.TextChoices):
        OPEN = "open", _("in work")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("dropped")

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="goal_nodes")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=NodeKind)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    position = models.PositiveIntegerField(default=0)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    sentence = models.TextField(blank=True, help_text=_("where the plan says so, word for word"))
    implements = models.CharField(
        max_length=300, blank=True, help_text=_("which demand from above it carries out")
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="goal_nodes"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("whose targets a target node stands for"),
    )  # fmt: skip
    compound = models.ForeignKey(
        CompoundTarget, null=True, blank=True, on_delete=models.PROTECT, related_name="goal_nodes"
    )
    due = models.DateField(null=True, blank=True, help_text=_("day by which a task is done"))
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closing = models.CharField(max_length=300, blank=True, help_text=_("why it was closed"))

    objects = GoalNodeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["area", "parent"], name="goal_node_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="goal_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind="target")
                | Q(series__isnull=True, unit__isnull=True, compound__isnull=True),
                name="only_target_nodes_stand_for_targets",
            ),
            models.CheckConstraint(
                condition=Q(kind="target", series__isnull=False, unit__isnull=False,
                            compound__isnull=True)
                | Q(kind="target", series__isnull=True, unit__isnull=True,
                    compound__isnull=False)
                | ~Q(kind="target"),
                name="target_node_stands_for_one_target",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False) & ~Q(closing="")),
                name="closed_goal_says_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area
