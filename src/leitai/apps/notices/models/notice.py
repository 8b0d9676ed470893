"""A notice (提醒): that something waits for a person, or happened to what is theirs."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Who is told of what: a reference and no words.

    The words are made when somebody reads, by what the reader may see at that moment and in the
    reader's language. Numbers are random, so that nobody learns from theirs how much others are
    told. The same kind about the same subject at the same moment is one notice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(
        max_length=32, help_text=_("what happened: a code of the table of kinds")
    )
    subject_id = models.BigIntegerField(help_text=_("number of the subject, of the kind's model"))
    at = models.DateTimeField(help_text=_("when it happened"))
    urgent = models.BooleanField(default=False, help_text=_("may leave the house at once"))
    # When somebody read what stands in no record of changes: that is nobody else's business.
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "kind", "subject_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_id", "at"], name="notice_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["at"], name="notice_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
