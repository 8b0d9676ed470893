"""Monitors: movement computed by hand, gaps that end a chain, and no ranks anywhere."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Series
from leitai.apps.standings.models import Scheme
from leitai.apps.standings.monitors import (
    Movement,
    chained,
    monitor_page,
    read_monitor,
    same_direction,
    since_peak,
)
from leitai.apps.standings.services import add_version, create_scheme, publish_version
from tests import factories
from tests.people import District

FILE = """\
leitai: monitor/1
id: housing
name: 住宅价格变动
version: "1.0"
effective: 2020-01-01
reasons: 涨落没有好坏。
inputs:
  - {id: new_home, name: 新建住宅, indicator: housing_new, unit: 上月＝100}
  - {id: old_home, name: 二手住宅, indicator: housing_old, unit: 上月＝100}
"""

INDICES = st.one_of(st.none(), st.floats(90, 110, allow_nan=False))


@pytest.mark.parametrize(
    ("levels", "months", "change"),
    [
        ([100.5, 99.8, 101.0], 3, 1.3),  # 1.005 × 0.998 × 1.01 = 1.01302…
        ([90.0, 100.5, 99.8, 101.0], 3, 1.3),  # only the last three count
        ([102.0, 102.0], 2, 4.0),  # 4.04
        ([98.0, 98.0], 2, -4.0),  # −3.96
        ([110.0, 110.0], 3, None),  # too short
        ([110.0, None, 110.0], 3, None),  # a month was not published
        ([None, 101.0, 101.0], 2, 2.0),  # the gap lies before
    ],
)
def test_indices_chain_over_whole_spans_only(
    levels: list[float | None], months: int, change: float | None
) -> None:
    assert chained(levels, months) == change


@pytest.mark.parametrize(
    ("levels", "distance"),
    [
        ([101.0, 102.0], 0.0),  # at its peak
        ([110.0, 95.0, 100.0], -5.0),
        ([110.0, 90.0, 105.0], -5.5),  # 0.9 × 1.05 = 0.945
        ([99.0], -1.0),  # the month before the first index was the peak
        ([99.0, 98.0], -3.0),  # 0.99 × 0.98 = 0.9702
        ([120.0, None, 99.0], -1.0),  # what lies before a gap is another chain
        ([120.0, None], None),
        ([], None),
    ],
)
def test_the_distance_from_the_own_peak(levels: list[float | None], distance: float | None) -> None:
    assert since_peak(levels) == distance


@pytest.mark.parametrize(
    ("levels", "run"),
    [
        ([99.0, 100.1, 100.2, 100.3], 3),
        ([101.0, 99.9, 99.8], -2),
        ([101.0, 100.0], 0),
        ([101.0, 100.0, 101.0], 1),
        ([101.0, None, 101.0, 101.0], 2),
        ([101.0, None], 0),
        ([], 0),
    ],
)
def test_months_in_the_same_direction(levels: list[float | None], run: int) -> None:
    assert same_direction(levels) == run


@given(levels=st.lists(INDICES, max_size=20))
def test_nobody_stands_above_the_own_peak_and_no_run_passes_a_gap(
    levels: list[float | None],
) -> None:
    distance = since_peak(levels)
    assert (distance is None) == (not levels or levels[-1] is None)
    assert distance is None or distance <= 0
    run = same_direction(levels)
    assert all(level is not None for level in levels[len(levels) - abs(run) :])
    if run > 0:
        assert chained(levels, run) is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("leitai: scheme/1", "leitai: monitor/1"),
        ("- 1", "leitai: monitor/1"),
        ("leitai: monitor/1\nname: x\n", "version, effective, inputs"),
    ],
)
@pytest.mark.usefixtures("_english")
def test_a_wrong_file_says_what_is_missing(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read_monitor(text)


@pytest.fixture
def monitor(district: District) -> tuple[Scheme, Series]:
    """Prices of six towns: nobody published March, 白沙镇 did not publish February either."""
    area = district.area
    indicator = factories.make_indicator(area, "housing_new", "新建住宅环比指数", "上月＝100")
    series = factories.make_series(indicator, district.source)
    for number, index in ((1, 101.0), (2, 102.0), (4, 99.0), (5, 99.5)):
        for town in district.towns:
            if number != 2 or town.name != "白沙镇":
                factories.store(series, town, factories.month(2026, number), index)
    scheme = create_scheme(
        Act(), area=area, slug="housing", name="住宅价格变动", period_kind="month", monitor=True
    )
    publish_version(Act(), version=add_version(Act(), scheme=scheme, text=FILE))
    return scheme, series


def moved(page: Any, name: str) -> Movement:
    return next(row for row in page.rows if row.unit.name == name)


@pytest.mark.django_db
def test_a_month_that_nobody_published_ends_every_chain(
    monitor: tuple[Scheme, Series],
) -> None:
    scheme, _series = monitor
    page = monitor_page(scheme)
    assert page is not None
    assert page.period.code == "2026-05"
    assert [one.code for one in page.periods] == ["2026-05", "2026-04", "2026-02", "2026-01"]
    town = moved(page, "青石镇")
    assert town.trail == (101.0, 102.0, None, 99.0, 99.5)
    assert town.month == -0.5
    assert town.run == -2
    assert town.since_peak == -1.5  # 0.99 × 0.995 = 0.98505, since March alone
    assert town.year is None
    assert moved(page, "白沙镇").trail == (101.0, None, None, 99.0, 99.5)


@pytest.mark.django_db
def test_an_earlier_month_is_shown_as_it_was(monitor: tuple[Scheme, Series]) -> None:
    scheme, _series = monitor
    page = monitor_page(scheme, factories.month(2026, 2))
    assert page is not None
    assert moved(page, "青石镇").month == 2.0
    assert moved(page, "青石镇").trail == (101.0, 102.0)
    absent = moved(page, "白沙镇")
    assert (absent.value, absent.month, absent.since_peak, absent.run) == (None, None, None, 0)
    assert absent.revision_id is None


@pytest.mark.django_db
def test_a_full_year_is_chained(district: District, monitor: tuple[Scheme, Series]) -> None:
    scheme, series = monitor
    town = district.town("青石镇")
    factories.store(series, town, factories.month(2026, 3), 100.0)
    for number in range(6, 13):
        factories.store(series, town, factories.month(2026, number), 100.0)
    page = monitor_page(scheme)
    assert page is not None
    # 1.01 × 1.02 × 0.99 × 0.995 = 1.014798…
    assert moved(page, "青石镇").year == 1.5
    assert moved(page, "安平镇").year is None


@pytest.mark.django_db
def test_units_keep_their_customary_order_and_have_no_rank(
    district: District, monitor: tuple[Scheme, Series]
) -> None:
    scheme, _series = monitor
    page = monitor_page(scheme)
    assert page is not None
    # The bureau belongs to the district too, but has no prices.
    assert [row.unit.name for row in page.rows] == [town.name for town in district.towns]
    fields = {field.name for field in dataclasses.fields(Movement)}
    assert not fields & {"rank", "score", "zone", "grade"}


@pytest.mark.django_db
def test_what_was_not_published_has_no_page(monitor: tuple[Scheme, Series]) -> None:
    scheme, _series = monitor
    assert monitor_page(scheme, factories.month(2026, 3)) is None
    assert monitor_page(scheme, factories.month(2030, 1)) is None
    assert monitor_page(scheme, None, "old_home") is None  # no series of it is kept
    assert monitor_page(scheme, None, "other") is None
