"""The filled database: months that repeat a year, side by side as accepted batches have them."""

from __future__ import annotations

import pytest

from leitai.apps.indicators.models import Batch, Revision, Series
from leitai.apps.indicators.selectors.columns import read_columns
from leitai.apps.indicators.selectors.values import current_values
from leitai.apps.periods.services import ensure_period
from leitai.bench import store

pytestmark = pytest.mark.django_db


def test_earlier_years_repeat_the_newest_and_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PIECE", 7)
    store.make_large_area(5, 2)
    assert store.store_values(14) == 5 * 2 * 14 == Revision.objects.count()
    assert Batch.objects.filter(state="accepted").count() == 14
    series = list(Series.objects.filter(indicator__area__name=store.LARGE))
    months = [ensure_period("month", *at) for at in ((2026, 10), (2025, 10), (2025, 11))]
    values = current_values(series, None, months)
    assert len(values) == 5 * 2 * 3
    by_month = [
        {key[:2]: value.number for key, value in values.items() if key[2] == month.pk}
        for month in months
    ]
    assert by_month[0] == by_month[1] != by_month[2]
    columns = read_columns(
        [row.pk for row in series],
        [month.pk for month in months],
        source_of={row.pk: row.authority_id for row in series},
    )
    for (one, period), column in columns.items():
        for unit, number in zip(column.units.tolist(), column.numbers.tolist(), strict=True):
            stored = values[one, unit, period].number
            assert stored == number or (stored is None and number != number)
    order = Batch.objects.order_by("sequence").values_list("revisions__period__start", flat=True)
    assert list(order) == sorted(order)
