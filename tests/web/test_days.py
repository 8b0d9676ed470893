"""Days as clerks type them."""

from __future__ import annotations

import datetime as dt

import pytest

from leitai.web.days import day_said

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "20261122", "11月22日",
        "11-22", "11/22", "11月22号", " 2026 年 11 月 22 日 ", "２０２６－１１－２２",
    ],
)  # fmt: skip
def test_one_day_in_many_writings(text: str) -> None:
    assert day_said(text, TODAY) == TODAY


def test_without_a_year_it_is_the_last_such_day() -> None:
    assert day_said("11月23日", TODAY) == dt.date(2025, 11, 23)
    assert day_said("2月29日", TODAY) == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["", "昨天", "2026-02-30", "2026-13-01", "22", "2026-11", "2月30日"]
)
def test_what_is_no_day(text: str) -> None:
    assert day_said(text, TODAY) is None
