"""Schemes (考核方案): rules as data, with versions that never change once published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit


class Scheme(models.Model):
    """A set of rules under one name; the rules themselves are its versions."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="schemes")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    period_kind = models.CharField(max_length=8)
    monitor = models.BooleanField(
        default=False, help_text=_("shows movement only: no ranks, no merit")
    )
    public = models.BooleanField(default=False, help_text=_("standings open to every reader"))
    rank_alerts = models.BooleanField(
        default=False, help_text=_("items that fall into the lagging zone open matters")
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        return self.area

    @property
    def board_name(self) -> str:
        """The name over its boards: 高质量发展方案 makes a 高质量发展擂台榜."""
        stem = self.name.removesuffix("擂台方案").removesuffix("方案")
        return f"{stem}擂台榜" if stem != self.name else self.name


class SchemeVersion(models.Model):
    """One version of the rules: the file as text, its digest, and from when it holds.

    A draft's text changes with every saved edit (:class:`DraftRevision` keeps each state); from
    the moment it is sent for approval it stands still, and once published it never changes.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waits for approval")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("thrown away")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=40, help_text=_("as the office numbers it: 3.2"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    text = models.TextField(help_text=_("the scheme file"))
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    base = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", help_text=_("copied from")
    )
    revision = models.PositiveIntegerField(default=1, help_text=_("of the draft's text"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.scheme} v{self.number}"

    @property
    def governing_unit(self) -> Unit:
        return self.scheme.area


class DraftRevision(models.Model):
    """One saved state of a draft: its text, who saved it, and what was done to the one before.

    ``operations`` are those of :mod:`leitai.engine.scheme.editing`; a state that goes back to an
    earlier one names it in ``restores`` and holds exactly its text.
    """

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    operations = models.JSONField(default=list)
    restores = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="draft_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} r{self.number}"

    @property
    def governing_unit(self) -> Unit:
        return self.version.scheme.area
