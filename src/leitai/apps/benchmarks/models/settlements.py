"""How a contradiction between a stated comparison and stored values was settled, or whom to ask."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.benchmarks.models.comparisons import StatedComparison
from leitai.apps.units.models import Unit


class Settlement(models.Model):
    """A word of the office on a stated comparison that stored values contradict.

    Either it decides which figure stands, with the reason; no value is changed by that. Or it asks
    a unit, which answers. A later word ends the one before, which stays in the record.
    """

    class Word(models.TextChoices):
        STORED = "stored", _("the stored figure stands")
        STATED = "stated", _("the stated figure stands")
        ASKED = "asked", _("a unit is asked")

    stated = models.ForeignKey(
        StatedComparison, on_delete=models.PROTECT, related_name="settlements"
    )
    word = models.CharField(max_length=8, choices=Word)
    reason = models.CharField(max_length=500, help_text=_("the reason, or the question"))
    asked = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stated"],
                condition=models.Q(ended_at__isnull=True),
                name="one_settlement_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(word="asked", asked__isnull=False)
                | (~models.Q(word="asked") & models.Q(asked__isnull=True)),
                name="a_question_has_its_unit",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="settlement_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stated} {self.get_word_display()}"

    @property
    def decided(self) -> bool:
        """Whether it says which figure stands."""
        return self.word != self.Word.ASKED

    @property
    def waits(self) -> bool:
        """Whether a unit still owes its answer."""
        return self.word == self.Word.ASKED and self.answered_at is None
