"""Official documents that were issued: letters of responsibility, report cards, bulletins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leitai.apps.language import chinese
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Standing
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.policies import OVERSEEING
from leitai.apps.units.selectors import subtree_ids, unit_roots


class BulletinKind(models.TextChoices):
    LETTER = "responsibility_letter", _("responsibility letter")
    CARD = "report_card", _("report card")
    STANDING = "standing", _("bulletin of a standing")
    SUPERVISION = "supervision", _("bulletin of supervision")


#: What concerns one unit alone; the others concern an area.
OF_ONE_UNIT = (BulletinKind.LETTER, BulletinKind.CARD)


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, user: Any) -> BulletinQuerySet:
        """Keep what a reader may know of.

        All of an area for those who watch over it; letters and cards of a unit for its people; what
        is addressed to the whole area for everybody who holds a role in it.
        """
        if not user.is_authenticated:
            return self.none()
        watched = subtree_ids(list(unit_roots(user, *OVERSEEING)))
        held = list(unit_roots(user))
        around = Ancestry.objects.filter(descendant_id__in=held).values("ancestor_id")
        of_unit = Q(kind__in=OF_ONE_UNIT)
        return self.filter(
            Q(unit__in=watched)
            | Q(of_unit, unit__in=subtree_ids(held))
            | Q(~of_unit, audience=Bulletin.Audience.AREA, unit__in=around)
        )


class Bulletin(models.Model):
    """A document as it left the house: its content, its file, and what it was made of.

    Nothing of it changes afterwards; a wrong one is withdrawn with a reason and issued anew.
    ``unit`` is whom a letter or card is for, and the area that every other bulletin speaks to.
    ``facts`` are the figures it prints, so that they can be compared with those of later.
    """

    class Audience(models.TextChoices):
        AREA = "area", _("all units of the area")
        OVERSEERS = "overseers", _("leaders and offices")

    kind = models.CharField(max_length=24, choices=BulletinKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bulletins")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.OVERSEERS)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text=_("1 for the first of its kind in the year"))
    period = models.ForeignKey(
        Period, null=True, on_delete=models.PROTECT, related_name="bulletins"
    )
    standing = models.ForeignKey(
        Standing, null=True, on_delete=models.PROTECT, related_name="bulletins"
    )
    group = models.SlugField(max_length=60, blank=True)
    answers = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="answered_by",
        help_text=_("the letter that a report card answers"),
    )  # fmt: skip
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=60, blank=True)
    content = models.JSONField(help_text=_("the document, as plain data"))
    facts = models.JSONField(default=dict)
    content_sha256 = models.CharField(max_length=64)
    file = models.BinaryField(help_text=_("the Word file as it was issued"))
    file_sha256 = models.CharField(max_length=64)
    renderer = models.CharField(max_length=20)
    chain_height = models.BigIntegerField(help_text=_("link of the audit chain printed on it"))
    chain_hash = models.CharField(max_length=64)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "audience", "year", "number"], name="bulletin_number_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="withdrawn_bulletin_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="standing") | Q(standing__isnull=False),
                name="bulletin_of_a_standing_has_it",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-issued_at"], name="bulletin_by_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def governing_unit(self) -> Unit:
        return self.unit

    @property
    def place(self) -> str:
        """Which of its kind in the year it is."""
        if chinese():
            return f"{self.year}年第{self.number}件"
        return f"No. {self.number} of {self.year}"
