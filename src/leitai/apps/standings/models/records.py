"""Records of what earns a bonus, costs marks or vetoes (加分、扣分、一票否决)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.periods.models import Period
from leitai.apps.standings.models.schemes import Scheme
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.policies import OVERSEEING
from leitai.apps.units.selectors import subtree_ids, unit_roots

#: Roles that work on records and see those that nobody has signed yet.
RECORDERS = ("assessment_office", "supervision_office", "leader_in_charge")


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, user: Any) -> RecordQuerySet:
        """Keep what a reader may know of.

        All records for those who enter and sign them in the area; signed ones (withdrawn later or
        not) for all who oversee the area, and for the people of the unit concerned.
        """
        if not user.is_authenticated:
            return self.none()
        working = self._areas(unit_roots(user, *RECORDERS))
        overseen = self._areas(unit_roots(user, *OVERSEEING))
        own = subtree_ids(tuple(unit_roots(user, "reporting_unit", "approver")))
        return self.filter(
            Q(scheme__area__in=working)
            | Q(signed_at__isnull=False, scheme__area__in=overseen)
            | Q(signed_at__isnull=False, unit__in=own)
        )

    def _areas(self, roots: frozenset[int]) -> Any:
        return Ancestry.objects.filter(ancestor_id__in=roots).values("descendant_id")

    def counting(self, upto: int | None = None) -> RecordQuerySet:
        """Keep what counts after accepted change ``upto`` (now unless given)."""
        signed = self.filter(sequence__isnull=False)
        if upto is None:
            return signed.filter(withdrawn_sequence__isnull=True)
        return signed.filter(sequence__lte=upto).exclude(withdrawn_sequence__lte=upto)


class Record(models.Model):
    """One event of a unit under a bonus, penalty or veto item; it counts once a second signs.

    Nothing of a record is changed: a wrong one is withdrawn with a reason and entered anew.
    """

    class State(models.TextChoices):
        ENTERED = "entered", _("waits for the second signature")
        SIGNED = "signed", _("signed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Part(models.TextChoices):
        BONUS = "bonus", _("bonus")
        PENALTY = "penalty", _("penalty")
        VETO = "veto", _("veto")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="records")
    part = models.CharField(max_length=8, choices=Part)
    item = models.CharField(max_length=60, help_text=_("id of the item in the scheme"))
    item_name = models.CharField(max_length=120)
    column = models.CharField(max_length=60, help_text=_("column that counts it: the level"))
    column_name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="records")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="records")
    matter = models.CharField(max_length=200, help_text=_("what it is about, the same words each"))
    reference = models.CharField(max_length=200, blank=True, help_text=_("document, number, date"))
    legal_basis = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.ENTERED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    sequence = models.BigIntegerField(
        null=True, unique=True, help_text=_("place in the order of accepted changes")
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_sequence = models.BigIntegerField(null=True, unique=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("entered_by")),
                name="record_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True, sequence__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False, sequence__isnull=False),
                name="record_signature_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="entered", signed_by__isnull=True, withdrawn_by__isnull=True)
                | Q(state="signed", signed_by__isnull=False, withdrawn_by__isnull=True)
                | (Q(state="withdrawn", withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="record_state_as_signed",
            ),
            models.CheckConstraint(
                condition=~Q(reference="") | ~Q(file_sha256=""), name="record_has_evidence"
            ),
            models.CheckConstraint(
                condition=~Q(part="veto") | ~Q(legal_basis=""), name="record_veto_has_basis"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "period"], name="record_by_period")]

    def __str__(self) -> str:
        return f"{self.unit} {self.item_name}: {self.matter}"

    @property
    def governing_unit(self) -> Unit:
        return self.scheme.area

    @property
    def counts(self) -> bool:
        """Whether it counts now."""
        return self.state == self.State.SIGNED
