"""Rounds and standings: a published result keeps its inputs, its working and its seal."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models import Batch
from leitai.apps.periods.models import Period
from leitai.apps.standings.models.records import Record
from leitai.apps.standings.models.schemes import Scheme, SchemeVersion
from leitai.apps.units.models import Unit


class PackedJSONField(models.BinaryField):  # type: ignore[type-arg]
    """JSON kept compressed: snapshots and workings are large, read rarely, and never searched."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, bytes):
            return value
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return zlib.compress(text.encode(), 6)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(zlib.decompress(bytes(value)))


class Round(models.Model):
    """One run of a scheme for a period (轮次)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rounds")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="rounds")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-period__start"]
        constraints = [models.UniqueConstraint(fields=["scheme", "period"], name="round_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.period}"

    @property
    def governing_unit(self) -> Unit:
        return self.scheme.area


class Standing(models.Model):
    """A result of a round (榜单): a draft until published, then frozen with its seal."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="standings")
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="standings")
    number = models.PositiveSmallIntegerField(help_text=_("1 for the first result of the round"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    watermark = models.BigIntegerField(help_text=_("last accepted change that it saw"))
    snapshot = PackedJSONField(help_text=_("every input with its source"))
    snapshot_sha256 = models.CharField(max_length=64)
    result_sha256 = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    facts = models.JSONField(default=dict, help_text=_("units, items and missing cells by group"))
    computed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seal_height = models.BigIntegerField(null=True, help_text=_("link of the audit chain"))
    seal_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-round__period__start", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="standing_once"),
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(state="published"), name="one_published_result"
            ),
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(state="draft"), name="one_draft_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} #{self.number}"

    @property
    def governing_unit(self) -> Unit:
        return self.round.scheme.area


class Place(models.Model):
    """One unit's place on a standing."""

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="places")
    group = models.SlugField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    rank = models.PositiveIntegerField(null=True)
    score = models.FloatField(null=True)
    zone = models.CharField(max_length=10, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    before = models.PositiveIntegerField(null=True, help_text=_("rank in the round before"))
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    parts = models.JSONField(default=list, help_text=_("[node, score] of the top level"))
    items = models.JSONField(default=dict, help_text=_("item → [score, rank]"))
    vetoed = models.CharField(max_length=120, blank=True)
    working = PackedJSONField(null=True)

    class Meta:
        ordering = ["group", "rank", "id"]
        constraints = [
            models.UniqueConstraint(fields=["standing", "group", "unit"], name="place_once")
        ]
        indexes = [models.Index(fields=["unit", "standing"], name="place_by_unit")]

    def __str__(self) -> str:
        return f"{self.rank} {self.unit}"

    @property
    def change(self) -> int | None:
        """Places gained since the round before; positive is up."""
        return None if self.before is None or self.rank is None else self.before - self.rank


class Restatement(models.Model):
    """A published standing that a later change touches, with the whole-table difference.

    The change is a batch of values, or a record signed or withdrawn after the publication.
    """

    standing = models.ForeignKey(Standing, on_delete=models.PROTECT, related_name="restatements")
    batch = models.ForeignKey(
        Batch, null=True, on_delete=models.PROTECT, related_name="restatements"
    )
    record = models.ForeignKey(
        Record, null=True, on_delete=models.PROTECT, related_name="restatements"
    )
    sequence = models.BigIntegerField(help_text=_("place of the change in the order of acceptance"))
    found_at = models.DateTimeField()
    difference = models.JSONField(default=list)
    settled_by = models.ForeignKey(
        Standing, null=True, on_delete=models.PROTECT, related_name="settles"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["standing", "sequence"], name="restatement_once"),
            models.CheckConstraint(
                condition=models.Q(batch__isnull=False, record__isnull=True)
                | models.Q(batch__isnull=True, record__isnull=False),
                name="restatement_has_one_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing} ⟵ {self.cause}"

    @property
    def cause(self) -> str:
        """What changed, in words: the file or reason of a batch, or the record."""
        if self.record is not None:
            return str(self.record)
        assert self.batch is not None
        return self.batch.upload.name if self.batch.upload is not None else self.batch.reason

    @property
    def governing_unit(self) -> Unit:
        return self.standing.governing_unit
