"""Dates, markers and lines of titles as official documents write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.bulletins import Heading, Paragraph, balanced, clean, marker, markers, official_date
from leitai.bulletins.wording import chinese_number, width


def test_a_date_has_its_full_year_and_no_leading_zeros() -> None:
    assert official_date(dt.date(2026, 11, 5)) == "2026年11月5日"


def test_chinese_numbers_of_headings() -> None:
    told = [chinese_number(n) for n in (1, 9, 10, 11, 20, 21, 99)]
    assert told == ["一", "九", "十", "十一", "二十", "二十一", "九十九"]
    with pytest.raises(ValueError):
        chinese_number(0)


def test_the_four_levels_have_their_markers() -> None:
    assert [marker(level, 3) for level in (1, 2, 3, 4)] == ["三、", "（三）", "3.", "（3）"]


def test_numbers_of_lower_levels_begin_anew_below_each_higher_one() -> None:
    blocks = [
        Heading("甲"), Heading("子", 2), Heading("丑", 2), Paragraph("文"),
        Heading("乙"), Heading("寅", 2), Heading("项", 3), Heading("目", 4), Heading("目", 4),
    ]  # fmt: skip
    told = ["一、", "（一）", "（二）", "", "二、", "（一）", "1.", "（1）", "（2）"]
    assert markers(blocks) == told


def test_a_heading_has_one_of_four_levels() -> None:
    with pytest.raises(ValueError, match="level"):
        Heading("五级", 5)


def test_a_title_of_two_lines_breaks_behind_a_joint_of_the_phrase() -> None:
    lines = balanced("关于2026年1—10月招商引资擂台排名情况的通报")
    assert lines == ["关于2026年1—10月", "招商引资擂台排名情况的通报"]


def test_a_title_may_say_where_its_lines_end() -> None:
    assert balanced("云溪区人民政府\n目标责任书") == ["云溪区人民政府", "目标责任书"]


@given(st.text(alphabet="关于的通报年月2026云溪区擂台、和", max_size=90))
def test_lines_of_a_title_lose_nothing_and_fit(title: str) -> None:
    lines = balanced(title)
    assert "".join(lines) == clean(title)
    assert all(width(line) <= 19 or line.isascii() for line in lines)


@given(st.text(max_size=60))
def test_cleaned_text_is_one_line_that_xml_can_hold(text: str) -> None:
    found = clean(text)
    assert "\n" not in found
    assert all(ord(sign) >= 0x20 and not 0xD800 <= ord(sign) <= 0xDFFF for sign in found)
    assert clean(found) == found


def test_signs_that_turn_the_direction_of_text_are_left_out() -> None:
    assert clean("得分\u202e02.98") == "得分02.98"
