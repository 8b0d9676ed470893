"""Reading periods out of labels, headers and titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.workbooks.periods import find_period, read_period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020Q1", (2020, "quarter", 1, None)),
        ("2018年", (2018, "year", None, None)),
        ("2017 ", (2017, "year", None, None)),
        ("2024年1-10月", (2024, "month", 10, "year_to_date")),
        ("2024年10月", (2024, "month", 10, None)),
        ("2024-10", (2024, "month", 10, None)),
        ("202410", (2024, "month", 10, None)),
        ("2023年上半年", (2023, "half", 1, None)),
        ("一季度", (None, "quarter", 1, None)),
        ("前三季度", (None, "quarter", 3, "year_to_date")),
        ("1—10月累计", (None, "month", 10, "year_to_date")),
        ("2022年末", (2022, "year", None, "stock")),
        ("10月末", (None, "month", 10, "stock")),
        ("二〇二四年十月", (2024, "month", 10, None)),
        ("2024年4-6月", (2024, "quarter", 2, "current")),
        ("24年10月", (2024, "month", 10, None)),
    ],
)
def test_periods(text: str, expected: tuple[object, ...]) -> None:
    period = read_period(text)
    assert period is not None
    assert (period.year, period.kind, period.number, period.flow) == expected
    assert period.raw == text
    assert period.relative == ""


@pytest.mark.parametrize(
    ("text", "relative"),
    [("本月", "this"), ("上年同期", "year_ago"), ("去年同期", "year_ago"), ("同比", "growth"),
     ("同比±%", "growth"), ("比上年增长\n(%)", "growth"), ("环比", "growth_previous"),
     ("上月", "previous"), ("年初", "year_start")],
)  # fmt: skip
def test_relative_periods_are_marked(text: str, relative: str) -> None:
    period = read_period(text)
    assert period is not None
    assert period.relative == relative
    assert not period.is_complete or relative == "this"


@pytest.mark.parametrize(
    "text", ["", "地区", "第一产业", "1979-1982", "100", "基期", "乡", "35岁以下", "3-5"]
)
def test_other_texts_are_no_periods(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("云溪区2026年10月招商引资情况表", "2026-10"),
        ("2018年1-10月固定资产投资", "2018-10"),
        ("2023年上半年经济运行", "2023H1"),
        ("2024年前三季度地区生产总值", "2024Q3"),
        ("2012年度调查表（一）", "2012"),
    ],
)
def test_the_period_of_a_title(title: str, key: str) -> None:
    period = find_period(title)
    assert period is not None
    assert period.key == key


def test_an_open_period_is_completed_from_a_title() -> None:
    header, title = read_period("1-10月"), find_period("云溪区2026年经济指标")
    assert header is not None
    assert header.filled(title).key == "2026-10"
    assert header.filled(title).flow == "year_to_date"


@given(st.integers(1990, 2099), st.integers(1, 12))
def test_every_month_in_every_writing(year: int, month: int) -> None:
    for text in (
        f"{year}年{month}月",
        f"{year}-{month:02d}",
        f"{year}.{month:02d}",
        f"{year}{month:02d}",
    ):
        period = read_period(text)
        assert period is not None
        assert period.key == f"{year}-{month:02d}"


@given(st.text(max_size=30))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read_period(text)
    find_period(text)
