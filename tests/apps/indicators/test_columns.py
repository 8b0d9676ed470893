"""Columns say what the revisions say: the same values, to the same readers, at every moment."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, DataSource, PackedColumn, Series
from leitai.apps.indicators.packing import (
    REASONS,
    Column,
    overlaid,
    packed,
    unpacked_numbers,
    unpacked_reasons,
    unpacked_units,
)
from leitai.apps.indicators.selectors.columns import Reader, columns_for, read_columns, reported_for
from leitai.apps.indicators.selectors.values import current_values, values_for, watermark
from leitai.apps.indicators.services import NewValue, accept_upload, discard_upload, import_values
from leitai.apps.indicators.services.batches import claim_batch, stage
from tests import factories
from tests.apps.indicators.conftest import Uploading
from tests.people import District, People

#: (series, unit, period) → number or the reason why there is none
Said = dict[tuple[int, int, int], float | str]


def of_columns(columns: dict[tuple[int, int], Column]) -> Said:
    found: Said = {}
    for (series, period), column in columns.items():
        assert np.all(np.diff(column.units.astype(np.int64)) > 0)
        for unit, number, reason in zip(
            column.units.tolist(), column.numbers.tolist(), column.reasons.tolist(), strict=True
        ):
            assert math.isnan(number) == (reason > 0)
            found[series, unit, period] = REASONS[reason] if reason else number
    return found


def of_values(values: dict[Any, Any]) -> Said:
    return {
        key: value.missing if value.number is None else value.number
        for key, value in values.items()
    }


#: Batches: by which source, and for (series, unit, period) a number or a reason.
BATCHES = st.lists(
    st.tuples(
        st.booleans(),
        st.dictionaries(
            st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 1)),
            st.one_of(st.floats(-1e12, 1e12, allow_nan=False), st.sampled_from([*REASONS[1:]])),
            min_size=1,
            max_size=8,
        ),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.django_db
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(batches=BATCHES)
def test_columns_and_revisions_say_the_same(
    district: District, people: People, batches: list[tuple[bool, dict[Any, Any]]]
) -> None:
    other = DataSource.objects.filter(code="tongji").first() or factories.make_source(
        "tongji", name="区统计局", unit=district.bureau
    )
    series = [district.funds, district.projects]
    months = [factories.month(2026, n) for n in (9, 10)]
    marks = [watermark()]
    for authoritative, said in batches:
        rows = [
            NewValue(
                series[s].pk, district.towns[u].pk, months[p].pk,
                number=None if isinstance(what, str) else what,
                missing=what if isinstance(what, str) else "",
            )
            for (s, u, p), what in said.items()
        ]  # fmt: skip
        source = series[0].authority if authoritative else other
        import_values(Act(), source=source, rows=rows, reason="as reported")
        marks.append(watermark())
    ids = [row.pk for row in series]
    of = {row.pk: row.authority_id for row in series}
    at = [month.pk for month in months]
    for mark in [None, *marks]:
        columns = read_columns(ids, at, source_of=of, upto=mark)
        assert of_columns(columns) == of_values(current_values(series, None, months, upto=mark))
    for user in (
        people["assessment_office"], people["reporting_unit"], people["town"], people.outsider,
        people.nobody,
    ):  # fmt: skip
        reader = Reader.of(user)
        seen = of_values(values_for(user, series, None, months))
        assert of_columns(columns_for(reader, ids, at)) == seen
        named = {
            (s, unit, p)
            for (s, p), units in reported_for(reader, ids, at)
            for unit in units.tolist()
        }
        assert named == set(seen)
        filled = {
            (s, unit, p)
            for (s, p), units in reported_for(reader, ids, at, blank=False)
            for unit in units.tolist()
        }
        assert {key for key, what in seen.items() if what != "not_reported"} <= filled <= set(seen)


@pytest.mark.django_db
def test_published_columns_are_open_to_all_others_only_to_who_may(
    district: District, people: People
) -> None:
    when = factories.month(2026, 10)
    for place, town in enumerate(district.towns):
        factories.store(district.funds, town, when, float(place))
    series: Series = district.funds
    town = people["town"]
    own = columns_for(Reader.of(town), [series.pk], [when.pk])
    assert [len(column.units) for column in own.values()] == [1]
    DataSource.objects.filter(pk=series.authority_id).update(public=True)
    whole = columns_for(Reader.of(town), [series.pk], [when.pk])
    assert [len(column.units) for column in whole.values()] == [len(district.towns)]


@pytest.mark.django_db
def test_what_is_staged_or_thrown_away_has_no_column_that_counts(
    district: District, upload_form: Uploading
) -> None:
    when, town = factories.month(2026, 10), district.town("白沙镇")
    act = Act()
    row = NewValue(district.funds.pk, town.pk, when.pk, number=5.0)
    batch, claim = claim_batch(act, kind=Batch.Kind.IMPORT)
    stage(batch, claim, district.source, [row])
    of = {district.funds.pk: district.source.pk}
    assert PackedColumn.objects.filter(batch=batch).count() == 1
    assert read_columns([district.funds.pk], [when.pk], source_of=of) == {}
    claim_batch(act, kind=Batch.Kind.IMPORT)  # a retry takes over and begins afresh
    assert not PackedColumn.objects.filter(batch=batch).exists()
    discard_upload(Act(), upload=upload_form())
    assert not PackedColumn.objects.exclude(batch__state=Batch.State.ACCEPTED).exists()
    accepted = accept_upload(Act(), upload=upload_form(D6=94801))
    said = {(r.series_id, r.unit_id, r.period_id) for r in accepted.revisions.all()}
    columns = PackedColumn.objects.filter(batch=accepted)
    assert {
        (c.series_id, unit, c.period_id) for c in columns for unit in unpacked_units(c.units)
    } == said


ROWS = st.dictionaries(
    st.tuples(st.integers(1, 3), st.integers(1, 9), st.integers(1, 2)),
    st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(REASONS[1:])),
)


@given(said=ROWS)
def test_what_is_packed_can_be_read_again(said: Said) -> None:
    rows = [
        (*key, None, what) if isinstance(what, str) else (*key, what, "")
        for key, what in said.items()
    ]
    columns = {
        (series, period): Column(
            unpacked_units(units), unpacked_numbers(numbers), unpacked_reasons(reasons)
        )
        for series, period, reasons, units, numbers in packed(rows)  # type: ignore[arg-type]
    }
    assert of_columns(columns) == said


@given(layers=st.lists(st.dictionaries(st.integers(1, 9), st.floats(-9, 9)), min_size=1))
def test_the_later_column_covers_the_earlier(layers: list[dict[int, float]]) -> None:
    columns = []
    for layer in layers:
        units = np.array(sorted(layer), dtype=np.uint32)
        numbers = np.array([layer[unit] for unit in sorted(layer)], dtype=np.float64)
        columns.append(Column(units, numbers, np.zeros(len(units), dtype=np.uint8)))
    found = overlaid(columns)
    wanted: dict[int, float] = {}
    for layer in layers:
        wanted |= layer
    assert dict(zip(found.units.tolist(), found.numbers.tolist(), strict=True)) == wanted
