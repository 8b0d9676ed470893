"""The values of a batch side by side, so that pages over thousands of units read a few rows."""

from __future__ import annotations

from django.db import models

from leitai.apps.indicators.models.definitions import DataSource, Series
from leitai.apps.indicators.models.values import Batch
from leitai.apps.periods.models import Period


class PackedColumn(models.Model):
    """What one batch says of a series and period, of all its units, as packed arrays.

    It repeats the revisions of the batch, is written with them and never changed, and counts with
    them: when the batch is accepted. Where a figure came from stands only in the revisions.
    ``units`` ascend (unsigned, 4 bytes, little endian); beside them stand ``numbers`` (doubles,
    nan where missing) and ``reasons`` (a byte each: why it is missing, 0 for a number).
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="columns")
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="columns", db_index=False
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="columns", db_index=False
    )
    source = models.ForeignKey(
        DataSource, on_delete=models.PROTECT, related_name="columns", db_index=False
    )
    # What counting needs stands before the long numbers: a database reads a row from its start.
    reasons = models.BinaryField()
    units = models.BinaryField()
    numbers = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["series", "period"], name="column_by_series")]

    def __str__(self) -> str:
        return f"{self.series_id}/{self.period_id}: {len(self.reasons)}"
