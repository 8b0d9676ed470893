"""What left the house: one row a person, way out, day and occasion, so nothing leaves twice."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.apps.notices.models.notice import Notice
from leitai.apps.units.models import Unit


class Channel(models.TextChoices):
    """The ways out of the house; the site itself always tells."""

    EMAIL = "email", _("e-mail")
    WEBHOOK = "webhook", _("group chat")


class Delivery(models.Model):
    """A message on its way, without its words: they are made when it is sent.

    ``id`` goes along, so that a receiver knows a message that it has. What may have arrived is
    never sent again: a message whose sending was cut off ends as ``failed``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "waiting")
        SENDING = "sending", pgettext_lazy("delivery", "being sent")
        SENT = "sent", pgettext_lazy("delivery", "sent")
        EMPTY = "empty", pgettext_lazy("delivery", "nothing left to tell")
        FAILED = "failed", pgettext_lazy("delivery", "failed")

    #: Of the day's digest; what is urgent has the hour instead.
    DIGEST = "digest"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(max_length=8, choices=Channel)
    day = models.DateField()
    occasion = models.CharField(max_length=8, help_text=_("digest, or the hour of an urgent one"))
    notices = models.ManyToManyField(Notice, related_name="deliveries")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(help_text=_("not before; or since when it is being sent"))
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel", "day", "occasion"], name="delivery_once"
            )
        ]
        indexes = [models.Index(fields=["state", "try_at"], name="delivery_due")]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.person} {self.channel} {self.day} {self.occasion}"

    @property
    def governing_unit(self) -> Unit | None:
        """The area of the person."""
        return self.person.governing_unit
