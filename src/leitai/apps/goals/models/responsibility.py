"""Who answers for a goal or a target, for which time, and who stands in for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leitai.apps.goals.models.tree import GoalNode, areas_open_to
from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class ResponsibilityRole(models.TextChoices):
    """The five columns of the responsibility matrix, in their order."""

    RESPONSIBLE_LEADER = "responsible_leader", _("responsible leader")
    LEAD_UNIT = "lead_unit", _("lead unit")
    RESPONSIBLE_UNIT = "responsible_unit", _("responsible unit")
    SUPPORTING_UNIT = "supporting_unit", _("supporting unit")
    RESPONSIBLE_PERSON = "responsible_person", _("responsible person")


#: Roles that persons hold; the others are held by units.
OF_PERSONS = frozenset(
    {ResponsibilityRole.RESPONSIBLE_LEADER, ResponsibilityRole.RESPONSIBLE_PERSON}
)


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold from a day to a day; an open end is none."""

    def in_force(self, day: dt.date) -> Self:
        """Keep what holds on the day."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class DelegationQuerySet(DatedQuerySet["Delegation"]):
    def visible_to(self, user: Any) -> DelegationQuerySet:
        """Keep those of the areas that the user watches over, and the user's own."""
        return self.filter(
            Q(area__in=subtree_ids(list(unit_roots(user)))) | Q(person=user) | Q(delegate=user)
        )


class Delegation(models.Model):
    """A person stands in for another from a day to a day (委托): what one answers for, both see."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="delegations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_given"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_held"
    )
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=300)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("delegate")), name="nobody_stands_in_for_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.delegate}"

    @property
    def governing_unit(self) -> Unit:
        return self.area


class ResponsibilityQuerySet(DatedQuerySet["Responsibility"]):
    def visible_to(self, user: Any) -> ResponsibilityQuerySet:
        """Keep those on the goals of the user's areas, on targets under the user's roles, and what
        the user, a unit of the user's, or a person the user stands in for is named for."""
        own = subtree_ids(list(unit_roots(user)))
        today = timezone.localdate()
        stood_in = Delegation.objects.in_force(today).filter(delegate=user).values("person_id")
        return self.filter(
            Q(node__in=GoalNode.objects.filter(areas_open_to(user)).values("pk"))
            | Q(unit__in=own)
            | Q(holder_unit__in=own)
            | Q(holder=user)
            | Q(holder__in=stood_in)
        )


class Responsibility(models.Model):
    """Somebody's part in a goal node, or in a unit's target of a series for a year.

    Targets have revisions; responsibility stays with the target, whichever revision counts. Who is
    named for a node answers for what lies below it, unless somebody else is named there.
    """

    node = models.ForeignKey(
        GoalNode, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    role = models.CharField(max_length=20, choices=ResponsibilityRole)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT,
        related_name="responsibilities",
    )  # fmt: skip
    holder_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities_held"
    )
    holder_name = models.CharField(
        max_length=40, blank=True, help_text=_("a person without an account")
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=300, blank=True, help_text=_("why it ended"))

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "responsibilities"
        indexes = [models.Index(fields=["unit", "year"], name="responsibility_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    node__isnull=False, series__isnull=True, unit__isnull=True, year__isnull=True
                )
                | Q(node__isnull=True, series__isnull=False, unit__isnull=False,
                    year__isnull=False),
                name="responsibility_is_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=["responsible_leader", "responsible_person"],
                    holder_unit__isnull=True, holder__isnull=False, holder_name="",
                )
                | Q(
                    role__in=["responsible_leader", "responsible_person"],
                    holder_unit__isnull=True, holder__isnull=True,
                ) & ~Q(holder_name="")
                | Q(
                    role__in=["lead_unit", "responsible_unit", "supporting_unit"],
                    holder_unit__isnull=False, holder__isnull=True, holder_name="",
                ),
                name="responsibility_has_its_holder",
            ),
            models.UniqueConstraint(
                fields=["node"],
                condition=Q(role="lead_unit", valid_to__isnull=True, node__isnull=False),
                name="one_lead_unit_of_a_goal",
            ),
            models.UniqueConstraint(
                fields=["series", "unit", "year"],
                condition=Q(role="lead_unit", valid_to__isnull=True, node__isnull=True),
                name="one_lead_unit_of_a_target",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.thing} {self.who}"

    @property
    def who(self) -> str:
        """The name of the person or unit."""
        return str(self.holder or self.holder_unit or self.holder_name)

    @property
    def thing(self) -> str:
        """What it is for: the goal, or the unit's indicator and year."""
        if self.node is not None:
            return str(self.node)
        assert self.series is not None
        return f"{self.unit} {self.series.indicator} {self.year}"

    @property
    def governing_unit(self) -> Unit:
        if self.node is not None:
            return self.node.area
        assert self.unit is not None
        return self.unit


class TaskForceQuerySet(DatedQuerySet["TaskForce"]):
    def visible_to(self, user: Any) -> TaskForceQuerySet:
        """Keep the task forces of the user's areas."""
        return self.filter(areas_open_to(user))


class TaskForce(models.Model):
    """People of several units under one head for one goal (专班)."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="task_forces")
    node = models.ForeignKey(
        GoalNode, null=True, blank=True, on_delete=models.PROTECT, related_name="task_forces"
    )
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    meets = models.CharField(max_length=60, blank=True, help_text=_("how often it meets"))
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="task_forces_headed"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=300, blank=True, help_text=_("why it ended"))

    objects = TaskForceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=Q(valid_to__isnull=True),
                name="task_force_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area


class TaskForceMember(models.Model):
    """A person in a task force, with what they do there."""

    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="task_forces_joined"
    )
    duty = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "person"],
                condition=Q(valid_to__isnull=True),
                name="task_force_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_force} {self.person}"

    @property
    def governing_unit(self) -> Unit:
        return self.task_force.area


class ContactLeader(models.Model):
    """The leader who keeps contact with a unit (联系领导)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contact_leaders")
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "leader"],
                condition=Q(valid_to__isnull=True),
                name="contact_leader_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.leader}"

    @property
    def governing_unit(self) -> Unit:
        return self.unit
