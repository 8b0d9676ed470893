"""Bulletins on their way out: drafted by one person, signed by another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.periods.models import Period
from leitai.apps.publishing.models.bulletin import Bulletin, BulletinKind
from leitai.apps.standings.models import Standing
from leitai.apps.units.models import Unit
from leitai.apps.units.policies import LEADERS
from leitai.apps.units.selectors import subtree_ids, unit_roots

#: Kinds that a second person signs; letters and cards are answered by the unit itself.
SIGNED = (BulletinKind.STANDING, BulletinKind.SUPERVISION)


class BulletinDraftQuerySet(models.QuerySet["BulletinDraft"]):
    def visible_to(self, user: Any) -> BulletinDraftQuerySet:
        """Keep what the user's office drafts, and what was sent to leaders for signature."""
        if not user.is_authenticated:
            return self.none()

        def under(*roles: str) -> list[int]:
            return list(subtree_ids(list(unit_roots(user, *roles))))

        return self.filter(
            Q(kind=BulletinKind.STANDING, unit__in=under("assessment_office"))
            | Q(kind=BulletinKind.SUPERVISION, unit__in=under("supervision_office"))
            | Q(submitted_at__isnull=False, unit__in=under(*LEADERS))
        )


class BulletinDraft(models.Model):
    """What a bulletin is about and the words that its maker adds.

    It holds no figure: each look at it puts the document together anew, so its figures are those of
    the store. Whoever signs names the digest of what they saw, and that is what is issued.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for signature")
        RETURNED = "returned", _("returned")
        ISSUED = "issued", _("issued")
        DROPPED = "dropped", _("dropped")

    kind = models.CharField(max_length=24, choices=BulletinKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bulletin_drafts")
    standing = models.ForeignKey(
        Standing, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.SlugField(max_length=60, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    to_all = models.BooleanField(default=False)
    title = models.CharField(max_length=200, help_text=_("as it was when last written"))
    wording = models.JSONField(default=dict)
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
    bulletin = models.OneToOneField(
        Bulletin, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )

    objects = BulletinDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["unit", "state"], name="bulletin_draft_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="standing", standing__isnull=False, start__isnull=True)
                | Q(kind="supervision", standing__isnull=True, start__isnull=False,
                    end__isnull=False, end__gte=F("start")),
                name="bulletin_draft_has_its_topic",
            ),
            models.CheckConstraint(
                condition=Q(state="issued", bulletin__isnull=False)
                | (~Q(state="issued") & Q(bulletin__isnull=True)),
                name="issued_draft_has_its_bulletin",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(decided_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(decided_by=F("submitted_by")) & ~Q(decided_by=F("made_by")),
                name="a_second_person_signs_bulletins",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def governing_unit(self) -> Unit:
        return self.unit

    @property
    def period(self) -> Period | None:
        """The board's period."""
        return self.standing.round.period if self.standing is not None else None

    @property
    def open(self) -> bool:
        """Whether its words can still be edited."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)
