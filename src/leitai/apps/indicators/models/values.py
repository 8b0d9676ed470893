"""Values: batches that are accepted as one, and the revisions that they carry.

A value is what the last accepted revision of (series, unit, period, source) says. A batch is
accepted by drawing its place in the order of acceptance: one row changes and all its revisions
count. "As it stood when" is therefore a question for batches up to a place.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.indicators.models.definitions import DataSource, IndicatorVersion, Series
from leitai.apps.indicators.models.uploads import Upload
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class Batch(models.Model):
    """Revisions that came together: an accepted upload, a typed entry, a computation."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("upload")
        ENTRY = "entry", _("typed entry")
        IMPORT = "import", _("import")
        DERIVED = "derived", _("computed")

    class State(models.TextChoices):
        STAGED = "staged", _("staged")
        ACCEPTED = "accepted", _("accepted")
        DISCARDED = "discarded", _("thrown away")

    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    sequence = models.BigIntegerField(null=True, unique=True, help_text=_("order of acceptance"))
    upload = models.OneToOneField(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="batch"
    )
    operation_id = models.UUIDField(
        null=True, db_index=True, help_text=_("finds what a broken import left behind")
    )
    claim = models.UUIDField(
        null=True, help_text=_("who writes into the staged batch now; a later writer takes over")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="accepted", sequence__isnull=False)
                | (~models.Q(state="accepted") & models.Q(sequence__isnull=True)),
                name="accepted_batches_have_a_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sequence or '—'}"

    @property
    def governing_unit(self) -> Unit | None:
        """The unit whose people worked on the upload; a batch of another kind names none."""
        return self.upload.governing_unit if self.upload is not None else None


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: Any) -> RevisionQuerySet:
        """Keep published facts, values of the user's units, and what these units reported.

        A bureau that reports for all towns sees its own figures of the towns, and no others.
        """
        below = subtree_ids(list(unit_roots(user)))
        return self.filter(
            models.Q(source__public=True)
            | models.Q(unit__in=below)
            | models.Q(source__unit__in=below)
        )


class Revision(models.Model):
    """One saying of a value: never changed, only followed by another.

    Reads go by (series, period, unit), or by unit; the single-column indexes that Django would
    add for the foreign keys would only slow imports down.
    """

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", _("preliminary")
        FINAL = "final", _("final")
        CENSUS_REVISED = "census_revised", _("census-revised")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exact")
        ABOUT = "about", _("about")
        MORE_THAN = "more_than", _("more than")
        AT_LEAST = "at_least", _("at least")
        LESS_THAN = "less_than", _("less than")
        AT_MOST = "at_most", _("at most")

    class Missing(models.TextChoices):
        NOT_REPORTED = "not_reported", _("not reported")
        BY_NATURE = "by_nature", _("no figure by nature")
        BELOW_UNIT = "below_unit", _("below the unit")
        MASKED = "masked", _("masked in the source")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="revisions")
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    source = models.ForeignKey(
        DataSource, on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    number = models.FloatField(null=True, help_text=_("in the indicator's unit of measure"))
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    missing = models.CharField(max_length=14, choices=Missing, blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.PRELIMINARY)
    definition = models.ForeignKey(
        IndicatorVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    sheet = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=16, blank=True)
    raw = models.TextField(blank=True)
    raw_measure = models.CharField(max_length=20, blank=True)
    measure_place = models.CharField(max_length=60, blank=True)
    remark = models.CharField(max_length=200, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period", "unit", "source", "batch"], name="one_saying_per_batch"
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=False, missing="")
                | (models.Q(number__isnull=True) & ~models.Q(missing="")),
                name="a_number_or_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "series", "period"], name="revision_by_unit")]

    def __str__(self) -> str:
        return f"{self.series_id}/{self.unit_id}/{self.period_id}: {self.number}"
