"""Uploaded workbooks while they wait: what was read, what is doubtful, what would change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models.definitions import DataSource, Series
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Any) -> UploadQuerySet:
        """Keep uploads of the sources and areas under the user's assignments."""
        roots = unit_roots(user)
        below = subtree_ids(list(roots))
        return self.filter(
            models.Q(source__unit__in=below) | models.Q(source__unit__isnull=True, area__in=below)
        )


class Upload(models.Model):
    """A file as it came in, kept by its digest; accepted or thrown away as one."""

    class State(models.TextChoices):
        RECEIVED = "received", _("being read")
        UNREADABLE = "unreadable", _("could not be read")
        STAGED = "staged", _("staged")
        ACCEPTED = "accepted", _("accepted")
        DISCARDED = "discarded", _("thrown away")

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="uploads")
    source = models.ForeignKey(DataSource, on_delete=models.PROTECT, related_name="uploads")
    period = models.ForeignKey(
        Period,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("for tables that do not name their own period"),
    )
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    trouble = models.TextField(blank=True, help_text=_("why the file could not be read"))
    reading = models.JSONField(default=dict, help_text=_("tables as read: ranges, columns, notes"))
    layouts = models.JSONField(
        default=dict, help_text=_("by sheet, where a person said its tables stand; [] reads afresh")
    )
    kept = models.JSONField(
        default=list, help_text=_("answers to put back where they fit once it is read again")
    )
    watermark = models.BigIntegerField(
        default=0, help_text=_("last accepted change that the comparison with the store saw")
    )
    edition = models.PositiveIntegerField(
        default=0, help_text=_("grows with every answer and comparison: what a page showed")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="uploads"
    )
    uploaded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit:
        """The unit whose people may work on this upload: the source's, or else the area."""
        return self.source.unit or self.area


class StagedCell(models.Model):
    """One data cell of an upload with what it was read as.

    ``heading`` and ``label`` are the cell's own words for what it measures and of whom; answers
    are given once for all cells that share them. ``asks`` marks a cell that has a question of its
    own (a number that cannot be read, a figure that looks like another unit of measure).
    """

    class State(models.TextChoices):
        READ = "read", _("read")
        CHANGED = "changed", _("differs from what is stored")
        SAME = "same", _("as stored")
        DOUBTFUL = "doubtful", _("doubtful")
        MISSING = "missing", _("missing")
        UNREADABLE = "unreadable", _("unreadable")
        SKIPPED = "skipped", _("left out")

    upload = models.ForeignKey(
        Upload, on_delete=models.CASCADE, related_name="cells", db_index=False
    )
    table = models.PositiveSmallIntegerField()
    sheet = models.CharField(max_length=120)
    address = models.CharField(max_length=16)
    row = models.PositiveIntegerField()
    column = models.PositiveIntegerField()
    raw = models.TextField(blank=True)
    number = models.FloatField(null=True, help_text=_("in the unit of measure of the cell"))
    factor = models.FloatField(default=1.0, help_text=_("to the indicator's unit of measure"))
    measure = models.CharField(max_length=20, blank=True)
    measure_place = models.CharField(max_length=60, blank=True)
    qualifier = models.CharField(max_length=10, default="exact")
    missing = models.CharField(max_length=14, blank=True)
    rewritten = models.CharField(max_length=120, blank=True)
    asks = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State)
    label = models.CharField(max_length=120, help_text=_("unit name as written"))
    heading = models.CharField(max_length=200, help_text=_("column heading without its period"))
    period_text = models.CharField(
        max_length=40, blank=True, help_text=_("what the header or row says of the period")
    )
    value = models.FloatField(null=True, help_text=_("in the indicator's unit of measure"))
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    series = models.ForeignKey(
        Series, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    period = models.ForeignKey(
        Period, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    before = models.FloatField(null=True, help_text=_("stored value when last compared"))
    before_missing = models.CharField(
        max_length=14, blank=True, help_text=_("why the stored value has no number")
    )

    class Meta:
        indexes = [
            models.Index(fields=["upload", "state"], name="staged_by_state"),
            models.Index(fields=["upload", "label"], name="staged_by_label"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["upload", "sheet", "address"], name="cell_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}"


class Question(models.Model):
    """What only a person can decide about an upload."""

    class Kind(models.TextChoices):
        UNIT = "unit", _("which unit is meant")
        COLUMN = "column", _("which indicator a column holds")
        PERIOD = "period", _("which period is meant")
        MEASURE = "measure", _("which unit of measure is meant")
        NUMBER = "number", _("what a cell says")

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=240, help_text=_("what it concerns: label, heading, cell"))
    sheet = models.CharField(max_length=120)
    address = models.CharField(max_length=16)
    text = models.CharField(max_length=200, help_text=_("as written in the file"))
    because = models.JSONField(default=dict, help_text=_("why it is asked: code and figures"))
    options = models.JSONField(default=list, help_text=_("proposed answers, the likeliest first"))
    answer = models.JSONField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["upload", "kind", "key"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    @property
    def governing_unit(self) -> Unit:
        return self.upload.governing_unit


class ColumnMemory(models.Model):
    """How a source's column heading was once understood, so that it is not asked again."""

    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="memories")
    heading = models.CharField(max_length=200)
    series = models.ForeignKey(Series, null=True, on_delete=models.CASCADE, related_name="+")
    ignored = models.BooleanField(default=False)
    measure = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "heading"], name="heading_known_once")
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.series or '—'}"
