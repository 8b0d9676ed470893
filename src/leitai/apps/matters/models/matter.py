"""A matter (督办事项): what is to be done, by whom, by when, and where it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.apps.matters.life import OPEN, TERMINAL, State
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.policies import OVERSEEING
from leitai.apps.units.selectors import unit_roots

STATES = [
    (State.DRAFT, pgettext_lazy("matter state", "draft")),
    (State.REGISTERED, pgettext_lazy("matter state", "registered")),
    (State.ASSIGNED, pgettext_lazy("matter state", "assigned")),
    (State.REFUSED, pgettext_lazy("matter state", "refused")),
    (State.IN_HAND, pgettext_lazy("matter state", "in hand")),
    (State.REPORTED, pgettext_lazy("matter state", "completion reported")),
    (State.VERIFIED, pgettext_lazy("matter state", "verified")),
    (State.SUSPENDED, pgettext_lazy("matter state", "suspended")),
    (State.CLOSED, pgettext_lazy("matter state", "closed out")),
    (State.WITHDRAWN, pgettext_lazy("matter state", "withdrawn")),
    (State.MERGED, pgettext_lazy("matter state", "merged")),
]


class SourceKind(models.TextChoices):
    """Where matters come from."""

    PAPER = "paper", pgettext_lazy("matter source", "document")
    MEETING = "meeting", pgettext_lazy("matter source", "meeting")
    INSTRUCTION = "instruction", pgettext_lazy("matter source", "leader's comment")
    INSPECTION = "inspection", pgettext_lazy("matter source", "inspection")
    RANK_ALERT = "rank_alert", pgettext_lazy("matter source", "rank alert")
    BLOCKER = "blocker", pgettext_lazy("matter source", "blocker")
    PATROL = "patrol", pgettext_lazy("matter source", "patrol")
    RATING = "rating", pgettext_lazy("matter source", "public rating")
    MEDIA = "media", pgettext_lazy("matter source", "media")
    CAMPAIGN = "campaign", pgettext_lazy("matter source", "campaign")
    OTHER = "other", pgettext_lazy("matter source", "other")


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, user: Any) -> MatterQuerySet:
        """Keep what the person may see.

        Overseers see the matters of the areas they oversee and those on which a unit under them
        is a party; people of units see the matters to which their unit is a party; a contact sees
        the matter. Drafts are the supervision office's alone.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        over, roots = unit_roots(user, *OVERSEEING), unit_roots(user)
        seen = models.Q(contact=user)
        if roots - over:
            parties = Party.objects.filter(unit_id__in=_below(roots - over))
            seen |= models.Q(pk__in=parties.values("matter_id"))
        if over:
            # Nearly all that an overseer sees is of the area: a list of all its parties would
            # cost more than the page, so a matter of elsewhere is looked up by itself.
            party = Party.objects.filter(matter_id=models.OuterRef("pk"), unit_id__in=_below(over))
            seen = models.Q(area_id__in=_below(over)) | seen | models.Q(models.Exists(party))
        office = unit_roots(user, "supervision_office")
        drafts = models.Q(state=State.DRAFT, area_id__in=_below(office)) if office else None
        shown = seen & ~models.Q(state=State.DRAFT)
        return self.filter(shown | drafts if drafts is not None else shown)

    def open(self) -> MatterQuerySet:
        """Keep what is on the list and not at an end."""
        return self.filter(state__in=OPEN)


def _below(roots: frozenset[int]) -> models.QuerySet[Ancestry, int]:
    return Ancestry.objects.filter(ancestor_id__in=roots).values_list("descendant_id", flat=True)


#: Columns of the index from which lists are counted and ordered: first what nearly every list
#: names, then who sees it, what it is counted by, and what its light follows from.
FIGURED = (
    "state", "due", "area", "contact", "lead_unit", "kind", "source_kind", "reported_on",
    "overdue_from", "red_from", "orange_from", "yellow_from", "blue_from", "returns", "asked_due",
    "assigned_by", "assigned_on", "accepted_on", "closed_on",
)  # fmt: skip


class Matter(models.Model):
    """One matter, one ticket, one number.

    The row says where the matter stands; how it came there is in its events. ``version`` counts
    the steps. The ``…_from`` days are the turning days of :mod:`leitai.apps.matters.lights`; the
    light itself is computed at the moment of looking.
    """

    # No index begins with the area: most of a site's matters are of one, and SQLite, which counts
    # no rows, would take any such index for the best.
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="matters", db_index=False)
    number = models.CharField(
        max_length=24, blank=True, help_text=_("YX-2026-0087; a draft has none yet")
    )
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)

    kind = models.CharField(max_length=40, help_text=_("code of a kind of the area's rules"))
    source_kind = models.CharField(max_length=12, choices=SourceKind, default=SourceKind.OTHER)
    source_name = models.CharField(
        max_length=200, blank=True, help_text=_("document, meeting or instruction, with its place")
    )
    source_words = models.TextField(
        max_length=2000, blank=True, help_text=_("the sentence that it follows from")
    )
    source_room = models.CharField(max_length=24, blank=True)
    source_key = models.CharField(max_length=120, blank=True)

    lead_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="led_matters"
    )
    responsible_person = models.CharField(max_length=40, blank=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contact_matters",
        help_text=_("the leader who keeps an eye on it"),
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_on = models.DateField(null=True, blank=True)
    # One office assigns nearly all of them: an index of its own would only mislead.
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    assigned_on = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    first_due = models.DateField(
        null=True, blank=True, help_text=_("the due day before any extension")
    )
    blue_from = models.DateField(null=True, blank=True)
    yellow_from = models.DateField(null=True, blank=True)
    orange_from = models.DateField(null=True, blank=True)
    red_from = models.DateField(null=True, blank=True)
    overdue_from = models.DateField(null=True, blank=True)

    progress = models.PositiveSmallIntegerField(default=0, help_text=_("percent"))
    measure_name = models.CharField(
        max_length=40, blank=True, help_text=_("what is counted: villages up to standard")
    )
    measure_unit = models.CharField(max_length=12, blank=True, help_text=_("unit of count"))
    measure_total = models.FloatField(null=True, blank=True)
    measure_done = models.FloatField(null=True, blank=True)
    latest_words = models.CharField(
        max_length=200, blank=True, help_text=_("of the last step, for lists")
    )
    latest_on = models.DateField(null=True, blank=True)
    latest_verb = models.CharField(max_length=24, blank=True)

    ticket = models.PositiveSmallIntegerField(
        default=0, help_text=_("place on the ladder, 1 is the lowest; 0: none issued")
    )
    ticket_level = models.CharField(max_length=8, blank=True, help_text=_("colour of the ticket"))
    ticket_on = models.DateField(null=True, blank=True)

    asked_due = models.DateField(null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    extension_limit = models.PositiveSmallIntegerField(default=1)
    urges = models.PositiveSmallIntegerField(default=0)
    urged_on = models.DateField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    evidence_asked = models.BooleanField(
        default=False, help_text=_("the completion report must bring evidence")
    )
    report_wanted_on = models.DateField(
        null=True, blank=True, help_text=_("since when its source asks for the completion report")
    )

    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(
        null=True, blank=True, help_text=_("when the completion report was accepted")
    )
    closed_on = models.DateField(null=True, blank=True)
    rechecked_on = models.DateField(null=True, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    suspended_until = models.DateField(null=True, blank=True)
    resume_to = models.CharField(max_length=10, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="matter_number_once"
            ),
            models.UniqueConstraint(
                fields=["area", "source_room", "source_key"],
                condition=~models.Q(source_key=""),
                name="source_opens_a_matter_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | models.Q(accepted_on__isnull=False, closed_on__isnull=False),
                name="closed_with_accepted_report",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "registered", "suspended", "withdrawn", "merged"]
                )
                | models.Q(lead_unit__isnull=False),
                name="assigned_matter_has_a_lead_unit",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="merged") | models.Q(merged_into__isnull=False),
                name="merged_matter_names_the_other",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="progress_up_to_a_hundred"
            ),
        ]
        indexes = [
            # All that counts and orders of lists look at: a figure over a hundred thousand matters
            # reads this index and no row.
            models.Index(fields=FIGURED, name="matter_figures"),
            models.Index(fields=["lead_unit", "state", "due"], name="matter_of_unit"),
            models.Index(fields=["registered_on"], name="matter_registered"),
            models.Index(fields=["state", "urged_on"], name="matter_urged"),
            # For who sees matters of several kinds of places at once, which no index above serves.
            models.Index(fields=["due", "state"], name="matter_due"),
            models.Index(fields=["-closed_on", "-id"], name="matter_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def governing_unit(self) -> Unit:
        return self.area

    @property
    def is_open(self) -> bool:
        """Whether it is on the list and not at an end."""
        return self.state in OPEN

    @property
    def ended(self) -> bool:
        """Whether it is at an end: closed out, withdrawn or merged."""
        return self.state in TERMINAL

    def judged_day(self, today: dt.date) -> dt.date:
        """The day by which its light is judged: of the completion report once there is one."""
        return self.reported_on or today


class Party(models.Model):
    """A unit on a matter: one lead unit, any number of supporting ones."""

    class Part(models.TextChoices):
        LEAD = "lead", pgettext_lazy("matter party", "lead unit")
        SUPPORTING = "supporting", pgettext_lazy("matter party", "supporting unit")

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="parties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)

    class Meta:
        ordering = ["part", "id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "unit"], name="party_once"),
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(part="lead"), name="one_lead_unit"
            ),
        ]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return f"{self.unit} {self.part}"


class Numbering(models.Model):
    """The letters before an area's numbers, fixed when its first matter is registered."""

    area = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="matter_numbering")
    prefix = models.CharField(max_length=8, unique=True)

    def __str__(self) -> str:
        return self.prefix
