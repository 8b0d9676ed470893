"""Periods: a type with arithmetic."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.periods.models.period import PER_YEAR, PeriodKind, period_bounds, period_code
from leitai.apps.periods.selectors import period_by_code, period_name
from leitai.apps.periods.services import ensure_period, shift_period, year_ago

kinds = st.sampled_from(list(PeriodKind))


@given(kind=kinds, year=st.integers(1950, 2100))
def test_the_periods_of_a_kind_tile_the_year(kind: PeriodKind, year: int) -> None:
    bounds = [period_bounds(kind, year, n) for n in range(1, PER_YEAR[kind] + 1)]
    assert bounds[0][0] == dt.date(year, 1, 1)
    assert bounds[-1][1] == dt.date(year, 12, 31)
    for (_start, end), (start, _end) in pairwise(bounds):
        assert start - end == dt.timedelta(days=1)


@pytest.mark.parametrize(("kind", "number"), [("month", 13), ("quarter", 0), ("year", 2)])
def test_a_number_beyond_the_year_is_refused(kind: str, number: int) -> None:
    with pytest.raises(ValueError, match="a year has"):
        period_bounds(kind, 2026, number)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=kinds, steps=st.integers(-40, 40))
def test_there_and_back_is_the_same_period(db: None, kind: PeriodKind, steps: int) -> None:
    period = ensure_period(kind, 2026, 1)
    there = shift_period(period, steps)
    assert shift_period(there, -steps) == period
    assert (there.start < period.start) == (steps < 0)
    assert shift_period(period, -PER_YEAR[kind]) == year_ago(period)


@pytest.mark.django_db
def test_a_period_has_one_row_and_an_address() -> None:
    assert ensure_period("month", 2026, 10) == ensure_period("month", 2026, 10)
    assert period_by_code("2026-10") == ensure_period("month", 2026, 10)
    assert period_by_code("2026-13") is None
    assert [period_code(k, 2026, 1) for k in PeriodKind] == ["2026-01", "2026Q1", "2026H1", "2026"]


@pytest.mark.django_db
def test_names_as_a_reader_says_them() -> None:
    month = ensure_period("month", 2026, 10)
    with translation.override("zh-hans"):
        assert period_name(month) == "2026年10月"
        assert period_name(month, cumulative=True) == "2026年1—10月累计"
        assert period_name(ensure_period("quarter", 2026, 3)) == "2026年三季度"
        assert period_name(ensure_period("half", 2026, 2)) == "2026年下半年"
    with translation.override("en"):
        assert period_name(month) == "Oct 2026"
