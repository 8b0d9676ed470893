"""Whom a unit measures itself against: one main benchmark a year, and references."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.apps.benchmarks.models.fields import BenchmarkField
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class BenchmarkPairQuerySet(models.QuerySet["BenchmarkPair"]):
    def visible_to(self, user: Any) -> BenchmarkPairQuerySet:
        """Keep what concerns the user: confirmed choices of units above, below and their own.

        What is only proposed, returned or withdrawn is seen by the unit and those above it.
        """
        roots = list(unit_roots(user))
        over = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
        return self.filter(
            models.Q(unit__in=subtree_ids(roots))
            | models.Q(unit__in=over, state__in=BenchmarkPair.SETTLED)
        )


class BenchmarkPair(models.Model):
    """A benchmark of a unit for a year, chosen with a reason (对标关系).

    The main benchmark is proposed by the unit and confirmed, or returned with a reason, by the
    assessment office. Another choice never overwrites it: the new one, once confirmed, supersedes
    the old. References need no confirmation; ``distance`` says near, middle or far.
    """

    class Role(models.TextChoices):
        MAIN = "main", _("main benchmark")
        REFERENCE = "reference", _("reference")

    class Distance(models.TextChoices):
        NEAR = "near", pgettext_lazy("distance", "near")
        MIDDLE = "middle", pgettext_lazy("distance", "middle")
        FAR = "far", pgettext_lazy("distance", "far")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        SUPERSEDED = "superseded", _("superseded")

    #: States that readers beside those concerned may know of.
    SETTLED = (State.CONFIRMED, State.SUPERSEDED)

    field = models.ForeignKey(BenchmarkField, on_delete=models.PROTECT, related_name="pairs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="benchmark_pairs")
    benchmark = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text=_("for which it is chosen"))
    role = models.CharField(max_length=10, choices=Role)
    distance = models.CharField(max_length=8, choices=Distance, blank=True)
    state = models.CharField(max_length=12, choices=State)
    reason = models.CharField(max_length=500, help_text=_("why this one"))
    topic = models.CharField(max_length=80, blank=True, help_text=_("what is to be learned there"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True, help_text=_("what the office says"))
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    objects = BenchmarkPairQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "unit__position", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=models.Q(role="main", state="confirmed"),
                name="one_main_benchmark_a_year",
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=models.Q(role="main", state="proposed"),
                name="one_proposed_benchmark_a_year",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "benchmark"],
                condition=models.Q(role="reference", state="confirmed"),
                name="benchmark_reference_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("benchmark")), name="no_benchmark_of_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(role="main") | ~models.Q(distance=""),
                name="reference_has_its_distance",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="benchmark_chosen_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="benchmark_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit} → {self.benchmark} {self.year}"

    @property
    def governing_unit(self) -> Unit:
        return self.unit
