"""Study trips (外出学习): whom, when, what was asked, and the measures that they end in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class StudyTripQuerySet(models.QuerySet["StudyTrip"]):
    def visible_to(self, user: Any) -> StudyTripQuerySet:
        """Keep trips of the user's units and those below, and trips with a measure for them."""
        mine = subtree_ids(list(unit_roots(user)))
        return self.filter(
            models.Q(unit__in=mine)
            | models.Q(pk__in=TripMeasure.objects.filter(unit__in=mine).values("trip"))
        )


class StudyTrip(models.Model):
    """A trip to learn: planned with its questions, reported with what was found.

    A report names measures with owners and due dates, or says why there are none.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        REPORTED = "reported", _("reported")
        CANCELLED = "cancelled", _("called off")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="study_trips")
    title = models.CharField(max_length=120)
    host = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    host_name = models.CharField(max_length=80, help_text=_("whom they visit"))
    begins = models.DateField()
    ends = models.DateField()
    led_by = models.CharField(max_length=40, help_text=_("who leads"))
    people = models.PositiveSmallIntegerField(default=1, help_text=_("how many go"))
    questions = models.TextField(max_length=2000, help_text=_("what they want to know"))
    findings = models.TextField(max_length=4000, blank=True)
    none_because = models.CharField(
        max_length=300, blank=True, help_text=_("why no measure follows")
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(null=True)

    objects = StudyTripQuerySet.as_manager()

    class Meta:
        ordering = ["-begins", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")), name="trip_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="reported") | ~models.Q(findings=""),
                name="reported_trip_has_findings",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def governing_unit(self) -> Unit:
        return self.unit

    def awaits_report(self, today: dt.date) -> bool:
        """Whether it is over and nobody has said what it brought."""
        return self.state == self.State.PLANNED and self.ends < today


class TripMeasure(models.Model):
    """What follows from a trip: who does what by when."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    trip = models.ForeignKey(StudyTrip, on_delete=models.PROTECT, related_name="measures")
    text = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="trip_measures")
    person = models.CharField(max_length=40)
    due = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    result = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open") | ~models.Q(result=""),
                name="closed_measure_has_its_result",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def governing_unit(self) -> Unit:
        return self.unit

    def light(self, today: dt.date) -> str:
        """Green when done, red when overdue, yellow within a week of the day, else blank."""
        if self.state == self.State.DONE:
            return "green"
        if self.state == self.State.DROPPED:
            return "grey"
        if self.due < today:
            return "red"
        return "yellow" if self.due <= today + dt.timedelta(days=7) else "blue"
