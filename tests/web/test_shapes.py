"""Lengths of the small figures: what is drawn agrees with what is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.web import shapes

PARTS = [
    {"name": "经济运行", "marks": 30, "score": 25.66},
    {"name": "项目建设", "marks": 25, "score": 21.36},
    {"name": "招商引资", "marks": 20, "score": None},
    {"name": "民生环境", "marks": 25, "score": 13.42},
]


def number(length: str) -> float:
    return float(length.rstrip("%"))


def test_a_stacked_score_is_as_long_as_its_points_and_keeps_the_colours_of_its_parts() -> None:
    segments = shapes.stack(PARTS)
    assert [number(s.width) for s in segments] == pytest.approx([25.66, 21.36, 13.42])
    assert [s.place for s in segments] == [1, 2, 4]
    assert number(segments[-1].end) == pytest.approx(25.66 + 21.36 + 13.42)


def test_a_negative_part_has_no_length_and_no_full_marks_no_bar() -> None:
    assert shapes.stack([{"name": "扣分", "marks": 10, "score": -2.0}]) == ()
    assert shapes.stack([{"name": "甲", "score": 3.0}]) == ()


@given(
    size=st.integers(1, 300), data=st.data(), leading=st.integers(0, 40), lagging=st.integers(0, 40)
)
def test_the_own_place_stays_within_the_strip_and_moves_with_the_rank(
    size: int, data: st.DataObject, leading: int, lagging: int
) -> None:
    rank = data.draw(st.integers(1, size))
    strip = shapes.strip(rank, size, leading, lagging)
    assert float(strip.own_x) >= 0
    assert float(strip.own_x) + strip.own_width <= strip.width + 0.01 or size == 1
    if rank < size:
        after = shapes.strip(rank + 1, size, leading, lagging)
        if after.own_width == strip.own_width:
            assert float(after.own_middle) >= float(strip.own_middle)


def test_a_small_group_shows_every_place_with_its_zone() -> None:
    strip = shapes.strip(9, 12, 4, 4)
    assert [s.kind for s in strip.squares] == ["lead"] * 4 + ["mid"] * 4 + ["tail"] * 4
    assert float(strip.own_middle) == pytest.approx(13 * 8 + 6.5)


def test_a_rank_interval_says_one_place_or_two() -> None:
    assert shapes.interval(3, 4, 12).text == "3–4"
    assert shapes.interval(12, 12, 12).text == "12"
    inside = shapes.interval(12, 12, 12)
    assert float(inside.x) + float(inside.width) <= shapes.INTERVAL_WIDTH


def test_a_pace_bar_sets_floor_and_stretch_on_the_scale_of_the_figure() -> None:
    bar = shapes.pace(75, 80, 100, None)
    assert number(bar.done) == pytest.approx(75 / 110 * 100, abs=1e-3)
    assert number(bar.floor) == pytest.approx(80 / 110 * 100, abs=1e-3)
    assert shapes.pace(None, None, None, None) == shapes.Pace("0%", "", "")


def test_bars_of_difference_start_at_the_middle_and_keep_their_proportion() -> None:
    ahead, behind = shapes.deviations(
        [{"name": "甲", "difference": 3.0}, {"name": "乙", "difference": -1.5}]
    )
    assert number(ahead.x) == 50
    assert number(behind.x) + number(behind.width) == pytest.approx(50)
    assert number(ahead.width) == pytest.approx(2 * number(behind.width))


def test_a_gap_in_a_small_line_stays_a_gap() -> None:
    assert len(shapes.spark([1, 2, None, 3, 4])) == 2
    assert shapes.spark([None, None]) == ()
