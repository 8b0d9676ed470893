"""Practice cards (做法卡): what others did, and what we make of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.benchmarks.models.trips import StudyTrip
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, user: Any) -> PracticeQuerySet:
        """Keep the cards of the user's units and those below them, and what is adopted above."""
        roots = list(unit_roots(user))
        over = Unit.objects.filter(below__descendant_id__in=roots)
        return self.filter(
            models.Q(unit__in=subtree_ids(roots))
            | models.Q(unit__in=over.values("pk"), state=Practice.State.ADOPTED)
        )


class Practice(models.Model):
    """A practice of another place (标杆经验), noted by a unit and adopted, or not, with a reason.

    ``figures`` are the printed words with their numbers, one a line, as the source has them.
    """

    class State(models.TextChoices):
        NOTED = "noted", _("noted")
        ADOPTED = "adopted", _("adopted")
        DECLINED = "declined", _("not adopted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="practices")
    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=40, blank=True)
    source_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_name = models.CharField(max_length=80, help_text=_("whose practice it is"))
    done_there = models.TextField(max_length=2000, help_text=_("what they did"))
    figures = models.JSONField(default=list, blank=True)
    adaptation = models.TextField(max_length=2000, blank=True, help_text=_("how we adapt it"))
    responsible = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    responsible_person = models.CharField(max_length=40, blank=True)
    source_text = models.CharField(max_length=300, help_text=_("where it is told"))
    trip = models.ForeignKey(
        StudyTrip, null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )
    state = models.CharField(max_length=10, choices=State, default=State.NOTED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="adopted")
                | (models.Q(responsible__isnull=False) & ~models.Q(adaptation="")),
                name="adopted_practice_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def governing_unit(self) -> Unit:
        return self.unit
