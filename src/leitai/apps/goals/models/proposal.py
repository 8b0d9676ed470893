"""Targets on their way: an area's target broken down over units, or a change of targets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.goals.models.target import MonthShape, Target
from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Unit

#: Roles that see targets before they are approved, on the unit or above it.
SEES_PROPOSALS = ("assessment_office", "principal_leader", "leader_in_charge")


class TargetProposalQuerySet(models.QuerySet["TargetProposal"]):
    def visible_to(self, user: Any) -> TargetProposalQuerySet:
        """Keep those of units over which the user writes or approves targets."""
        return self.filter(unit__in=user.units_reached(*SEES_PROPOSALS))


class TargetProposal(models.Model):
    """Targets of one series and year that wait for a second person (目标分解、年中调整).

    A breakdown gives the units below ``unit`` their parts of its target ``whole``; an adjustment
    changes the target of ``unit`` itself. Approval makes the lines targets that count.
    """

    class Kind(models.TextChoices):
        BREAKDOWN = "breakdown", _("breakdown")
        ADJUSTMENT = "adjustment", _("adjustment")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for approval")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Basis(models.TextChoices):
        EVEN = "even", _("evenly over the units")
        LAST_YEAR = "last_year", _("by last year's shares")
        BY_HAND = "by_hand", _("by hand")

    kind = models.CharField(max_length=10, choices=Kind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="target_proposals")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="target_proposals")
    year = models.PositiveSmallIntegerField()
    whole = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="breakdowns",
        help_text=_("the revision of the area's target that is broken down"),
    )  # fmt: skip
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.BY_HAND)
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1, help_text=_("counts the edits of the draft"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)

    objects = TargetProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "series", "year"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="one_open_proposal",
            ),
            models.CheckConstraint(
                condition=Q(kind="breakdown", whole__isnull=False)
                | Q(kind="adjustment", whole__isnull=True),
                name="breakdown_has_a_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(decided_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(decided_by=models.F("submitted_by")),
                name="a_second_person_approves_targets",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.series.indicator} {self.year}"

    @property
    def governing_unit(self) -> Unit:
        return self.unit

    @property
    def open(self) -> bool:
        """Whether its lines can still be edited."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)


class ProposalLine(models.Model):
    """A unit's part: floor, stretch, own spread over the months, and the target it replaces.

    Without a floor the unit takes no part.
    """

    proposal = models.ForeignKey(TargetProposal, on_delete=models.CASCADE, related_name="lines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    floor = models.FloatField(null=True, blank=True)
    stretch = models.FloatField(null=True, blank=True)
    shape = models.CharField(max_length=10, choices=MonthShape, default=MonthShape.EVEN)
    shares = models.JSONField(
        default=list, blank=True, help_text=_("twelve cumulative shares of the year, 0 to 1")
    )
    before = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("the target that counted when the line was made"),
    )  # fmt: skip

    class Meta:
        ordering = ["unit__position", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "unit"], name="proposal_line_once"),
            models.CheckConstraint(
                condition=Q(floor__isnull=False) | Q(stretch__isnull=True),
                name="no_stretch_without_a_floor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.unit}"
