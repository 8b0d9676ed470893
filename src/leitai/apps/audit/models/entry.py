"""Audit entries: who did what to which object, when, with what detail."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.language import chinese

#: Key in an entry's detail for what the subject is called in English, where that differs.
SUBJECT_IN_ENGLISH = "subject_en"


class AppendOnlyError(RuntimeError):
    """Raised when code tries to change or delete a record that may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A queryset that refuses every way of changing rows in place."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError("audit records are never updated")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("audit records are never deleted")


class Entry(models.Model):
    """One change, written in the transaction of the change itself.

    ``digest`` covers every field but the personal payload, which stands beside its own digest so
    that it can be erased without breaking the chain.
    """

    operation_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=80, help_text=_("as it stood at the time"))
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=200)
    # A number and no foreign key: units stand above this room.
    unit_id = models.BigIntegerField(
        null=True, help_text=_("the unit whose affair this is; empty for the site itself")
    )
    detail = models.JSONField(default=dict)
    personal = models.JSONField(null=True)
    personal_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="entry_subject"),
            models.Index(fields=["unit_id", "id"], name="entry_unit"),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError("audit records are never updated")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("audit records are never deleted")

    @property
    def subject(self) -> str:
        """What was changed, as it was called then, in the reader's language."""
        in_english = None if chinese() else self.detail.get(SUBJECT_IN_ENGLISH)
        return str(in_english or self.subject_label)
