"""People who sign in, and the roles they hold on a subtree of units."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models.unit import Ancestry, Unit


class User(AbstractUser):
    """A person with an account.

    ``home`` is the area whose pages open first; what the person may see and do follows from the
    assignments alone.
    """

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("comfortable")
        COMPACT = "compact", _("compact")

    display_name = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=60, blank=True, help_text=_("as printed on pages"))
    language = models.CharField(max_length=10, default="zh-hans")
    density = models.CharField(max_length=12, choices=Density, default=Density.COMFORTABLE)
    single_keys = models.BooleanField(default=True, help_text=_("one-letter keys in lists"))
    home = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(AbstractUser.Meta):
        pass

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def held(self) -> tuple[tuple[str, int], ...]:
        """Role and unit of every assignment in force today."""
        today = timezone.localdate()
        return tuple(self.assignments.in_force(today).values_list("role", "unit_id"))

    @cached_property
    def home_area(self) -> Unit | None:
        """The area whose pages open first: above the home, else above the first unit of a role.

        Read once for a person of a request, whose every page names it.
        """
        unit = self.home_id or next((unit for _role, unit in self.held), None)
        if unit is None:
            return None
        above = Ancestry.objects.filter(descendant_id=unit).select_related("ancestor")
        highest = above.order_by("-depth").first()
        return highest.ancestor if highest is not None else None

    def roles_held(self) -> frozenset[str]:
        """Names of the roles that this person holds anywhere today."""
        return frozenset(role for role, _unit in self.held)

    @property
    def governing_unit(self) -> Unit | None:
        """The area that the account was made for."""
        return self.home

    def units_reached(self, *roles: str) -> models.QuerySet[Ancestry, int]:
        """Return, as a subquery, the ids of all units on or under which a role is held today."""
        roots = {unit for role, unit in self.held if role in roles}
        return Ancestry.objects.filter(ancestor_id__in=roots).values_list(
            "descendant_id", flat=True
        )

    @property
    def leading_role(self) -> str:
        """The role whose home page and navigation this person gets."""
        held = self.roles_held()
        return next((role for role in Role.values if role in held), "")


class Role(models.TextChoices):
    """Roles in the order in which one decides the home page."""

    PRINCIPAL_LEADER = "principal_leader", _("principal leader")
    LEADER_IN_CHARGE = "leader_in_charge", _("leader in charge")
    ASSESSMENT_OFFICE = "assessment_office", _("assessment office")
    SUPERVISION_OFFICE = "supervision_office", _("supervision office")
    APPROVER = "approver", _("approver")
    REPORTING_UNIT = "reporting_unit", _("reporting unit")
    ANALYST = "analyst", _("analyst")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, day: dt.date) -> AssignmentQuerySet:
        """Keep assignments that hold on the day."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day),
        )


class Assignment(models.Model):
    """A role held on a unit and everything below it, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=24, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="assignments")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.unit}"
