"""Import checks: they warn with place and figures, and refuse nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.indicators.checks import falls, jumps, parts_differ, steps_beyond
from leitai.apps.indicators.selectors import upload_page
from leitai.apps.indicators.services import RefusedError, accept_upload, set_import_check
from tests import factories
from tests.apps.indicators.conftest import Uploading
from tests.people import District, People

pytestmark = pytest.mark.django_db


def test_parts_and_whole() -> None:
    assert parts_differ(100, [60, 40], tolerance=0) == ""
    assert parts_differ(100, [60, 38], tolerance=0.01) == "parts_differ"
    assert parts_differ(100, [60, 38], tolerance=0.02) == ""
    assert parts_differ(100, [60, None], tolerance=0) == ""
    assert parts_differ(132.4, [166.105, None], tolerance=0) == "parts_exceed"
    # A negative part may well leave the known ones above the whole.
    assert parts_differ(100, [120, -5, None], tolerance=0) == ""


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.floats(0, 0.5))
def test_a_sum_always_agrees_with_its_parts(parts: list[int], tolerance: float) -> None:
    assert parts_differ(float(sum(parts)), [float(p) for p in parts], tolerance=tolerance) == ""


def test_a_fall_beyond_the_tolerance() -> None:
    assert falls(100, 98, tolerance=0.01)
    assert not falls(100, 99, tolerance=0.01)
    assert not falls(100, 100, tolerance=0)


def test_a_jump_needs_a_known_usual_change() -> None:
    steady = [10.0, 11, 10, 11, 10, 11]
    assert jumps(steady, 12, times=5) is None
    assert jumps(steady, 20, times=5) == (9, 1)
    assert jumps(steady[:3], 20, times=5) is None
    assert jumps([*steady, None], 20, times=5) is None


KNOWN = st.one_of(st.none(), st.floats(-1e9, 1e9), st.integers(-3, 3).map(float))


@given(
    units=st.lists(st.tuples(st.lists(KNOWN, min_size=12, max_size=12), KNOWN), min_size=1),
    times=st.sampled_from([0.5, 1.0, 5.0]),
)
def test_many_jumps_at_once_are_those_of_each_alone(
    units: list[tuple[list[float | None], float | None]], times: float
) -> None:
    history = np.array([before for before, _now in units], dtype=np.float64).T
    now = np.array([now for _before, now in units], dtype=np.float64)
    step, usual = steps_beyond(history, now, times=times)
    alone = [None if n is None else jumps(before, n, times=times) for before, n in units]
    together = [
        None if math.isnan(by) else (by, often)
        for by, often in zip(step.tolist(), usual.tolist(), strict=True)
    ]
    assert together == alone


def test_a_form_against_the_store(
    district: District, people: People, upload_rows: Uploading
) -> None:
    series = {}
    for code, name in (("gdp", "生产总值"), ("primary", "一产"), ("secondary", "二产")):
        indicator = factories.make_indicator(district.area, code, name, "万元", decimals=0)
        series[code] = factories.make_series(indicator, district.source, "year_to_date")
    set_import_check(
        Act(), area=district.area, kind="parts_whole", indicator=series["gdp"].indicator,
        parts=["primary", "secondary"], tolerance=0.01,
    )  # fmt: skip
    town = district.town("白沙镇")
    factories.store(series["gdp"], town, factories.month(2026, 9), 1200.0)
    upload = upload_rows(
        [
            ["2026年1-10月主要指标", None, None, None],
            ["乡镇", "生产总值（万元）", "一产（万元）", "二产（万元）"],
            ["云溪街道", 1000, 400, 600],
            ["松桥街道", 2000, 900, 1100],
            ["白沙镇", 1000, 300, 600],
            ["青石镇", 3000, 1000, 2000],
        ]
    )
    page = upload_page(upload, people["assessment_office"])
    assert page is not None
    assert page.open_questions == 0
    assert page.warnings == (
        "Sheet “招商引资” row 5 白沙镇: 生产总值 is 1,000万元, its parts add up to 900万元.",
        "Sheet “招商引资” row 5 白沙镇: 生产总值 counts up over the year, "
        "but falls from 1,200 to 1,000万元.",
    )
    assert accept_upload(Act(), upload=upload).state == "accepted"


def test_an_unusual_jump_is_named(
    district: District, people: People, upload_form: Uploading
) -> None:
    town = district.town("白沙镇")
    for number in range(1, 10):
        factories.store(
            district.funds, town, factories.month(2026, number), 2.0 + (number % 2) / 10
        )
    page = upload_page(upload_form(), people["assessment_office"])
    assert page is not None
    (warning,) = page.warnings
    assert "白沙镇: 到位资金 9.5600亿元 changes by 7.4600亿元, usually by 0.1000亿元" in warning


def test_a_check_can_be_switched_off(
    district: District, people: People, upload_form: Uploading
) -> None:
    town = district.town("白沙镇")
    for number in range(1, 10):
        factories.store(
            district.funds, town, factories.month(2026, number), 2.0 + (number % 2) / 10
        )
    set_import_check(Act(), area=district.area, kind="jump", active=False)
    page = upload_page(upload_form(), people["assessment_office"])
    assert page is not None
    assert page.warnings == ()


def test_parts_need_a_whole(district: District) -> None:
    with pytest.raises(RefusedError, match="whole"):
        set_import_check(Act(), area=district.area, kind="parts_whole", parts=["a"])
