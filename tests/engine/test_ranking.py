"""Ranks, zones, neighbours, changes, grades."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.ranking import (
    Neighbours,
    grade_by_quota,
    grade_by_threshold,
    neighbours,
    percentile,
    quota_places,
    rank,
    rank_change,
    zone_bounds,
    zones,
)

nan = math.nan
scores = st.lists(st.one_of(st.integers(0, 6).map(float), st.just(nan)), max_size=25)


@pytest.mark.parametrize(
    ("values", "options", "expected"),
    [
        ([90, 95, 90, 80], {}, [2, 1, 2, 4]),
        ([90, 95, 90, 80], {"ties": "dense"}, [2, 1, 2, 3]),
        ([95, 95, 80], {}, [1, 1, 3]),
        ([5, 3, 4], {"direction": "lower_is_better"}, [3, 1, 2]),
        ([90, nan, 95], {}, [2, 0, 1]),
        ([90, 90, 90], {"then": [[1, 3, 2]]}, [3, 1, 2]),
        ([90, 90, 90], {"then": [([1, 3, 2], "lower_is_better")]}, [1, 3, 2]),
        ([90, 90, 90], {"then": [[1, nan, 1]]}, [1, 3, 1]),
        ([90, 90, 95], {"then": [[1, 1, 0], [7, 8, 0]]}, [3, 2, 1]),
        ([], {}, []),
        ([nan, nan], {}, [0, 0]),
        ([0.0, -0.0], {}, [1, 1]),
    ],
)
def test_rank(values: list[float], options: dict[str, object], expected: list[int]) -> None:
    assert rank(values, **options).tolist() == expected  # type: ignore[arg-type]


@given(scores)
def test_rank_is_one_more_than_the_number_of_better_units(values: list[float]) -> None:
    places = rank(values).tolist()
    dense = rank(values, ties="dense").tolist()
    for value, place, step in zip(values, places, dense, strict=True):
        if math.isnan(value):
            assert (place, step) == (0, 0)
        else:
            assert place == 1 + sum(other > value for other in values)
            assert step == 1 + len({other for other in values if other > value})


@given(scores, st.permutations(range(25)))
def test_rank_does_not_depend_on_the_order_of_units(
    values: list[float], shuffle: list[int]
) -> None:
    order = [i for i in shuffle if i < len(values)]
    places = rank(values)
    assert rank([values[i] for i in order]).tolist() == [int(places[i]) for i in order]


@given(st.lists(st.integers(-50, 50).map(float), max_size=25))
def test_reverse_direction_is_the_negative(values: list[float]) -> None:
    assert rank(values, direction="lower_is_better").tolist() == rank([-v for v in values]).tolist()


def test_rank_refuses_what_cannot_be_ordered() -> None:
    with pytest.raises(ValueError, match="infinite"):
        rank([1, math.inf])
    with pytest.raises(ValueError, match="ties"):
        rank([1], ties="average")
    with pytest.raises(ValueError, match="direction"):
        rank([1], direction="up")
    with pytest.raises(ValueError, match="tie-break"):
        rank([1, 2], then=[[1, 2, 3]])


def test_place_19_of_23() -> None:
    """The published case: 19th of 23, the lagging third begins at place 17, 10th is 9 places up."""
    bounds = zone_bounds(23, leading="1/3", lagging="1/3", rounding="floor")
    assert (bounds.leading_to, bounds.lagging_from) == (7, 17)
    assert bounds.zone(19) == "lagging"
    assert bounds.zone(16) == "middle"
    assert rank_change([19], [10]) == [9]
    assert percentile(19, 23) == pytest.approx(100 * 4 / 22)
    # The other roundings begin one place earlier, so the rounding has to be stated.
    assert zone_bounds(23, lagging="1/3").lagging_from == 16
    assert zone_bounds(23, lagging="1/3", rounding="ceiling").lagging_from == 16


@pytest.mark.parametrize(
    ("share", "of", "rounding", "places"),
    [
        (4, 12, "half_up", 4),
        (4, 3, "half_up", 3),
        (0.15, 10, "half_up", 2),  # exactly 1.5, although 0.15 is no binary number
        (0.15, 10, "floor", 1),
        (0.29, 100, "floor", 29),
        ("1/3", 12, "ceiling", 4),
        ("25%", 10, "half_up", 3),
        (1.0, 7, "floor", 7),
        (Fraction(2, 3), 23, "ceiling", 16),
    ],
)
def test_quota_places(share: float | str, of: int, rounding: str, places: int) -> None:
    assert quota_places(share, of, rounding) == places


@pytest.mark.parametrize("share", [-1, 1.2, "1/0", "third", -0.1])
def test_quota_refuses(share: float | str) -> None:
    with pytest.raises(ValueError):
        quota_places(share, 10)


def test_zones_with_counts_ties_and_missing() -> None:
    assert zones([1, 2, 2, 4, 0, 5], leading=2, lagging=1) == [
        "leading",
        "leading",
        "leading",
        "middle",
        "",
        "lagging",
    ]
    # A small group: leading first, lagging gets what is left.
    assert zones([1, 2, 3], leading=2, lagging=2) == ["leading", "leading", "lagging"]


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_zone_sizes_without_ties(n: int, leading: int, lagging: int) -> None:
    found = zones(list(range(1, n + 1)), leading=leading, lagging=lagging)
    assert found.count("leading") == min(leading, n)
    assert found.count("lagging") == min(lagging, n - min(leading, n))


def test_neighbours() -> None:
    values = [82.14, 90.0, 90.0, 75.5, nan]
    found = neighbours(values, rank(values), decimals=2)
    assert found[0] == Neighbours(1, 7.86, 3, 6.64)
    assert found[1] == Neighbours(None, None, 0, 7.86)
    assert found[2] == Neighbours(None, None, 0, 7.86)
    assert found[3] == Neighbours(0, 6.64, None, None)
    assert found[4] == Neighbours(None, None, None, None)


def test_rank_change_skips_the_unranked() -> None:
    assert rank_change([3, 1, 0, 2], [1, 4, 2, 0]) == [2, -3, None, None]
    with pytest.raises(ValueError, match="same units"):
        rank_change([1], [1, 2])


def test_grades_by_quota() -> None:
    quotas = [("A", 0.25), ("B", 0.45), ("C", 0.25)]
    ranks = list(range(1, 21))
    grades = grade_by_quota(ranks, quotas, rest="D")
    assert [grades.count(g) for g in "ABCD"] == [5, 9, 5, 1]
    # 0.25 of 10 is 2.5: the stated rounding decides between 2 and 3.
    for rounding, excellent in (("half_up", 3), ("floor", 2), ("ceiling", 3)):
        found = grade_by_quota(range(1, 11), [("excellent", 0.25)], rounding=rounding, rest="good")
        assert found.count("excellent") == excellent


def test_grades_with_a_tie_on_the_boundary() -> None:
    ranks = [1, 2, 2, 4, 0]
    assert grade_by_quota(ranks, [("A", 2)], rest="B") == ["A", "A", "A", "B", ""]
    assert grade_by_quota(ranks, [("A", 2)], ties="worse", rest="B") == ["A", "B", "B", "B", ""]
    dense = [1, 1, 2, 3]
    assert grade_by_quota(dense, [("A", 2)], rest="B") == ["A", "A", "B", "B"]


def test_grades_refuse_more_than_everybody() -> None:
    with pytest.raises(ValueError, match="more than 1"):
        grade_by_quota([1, 2], [("A", 0.6), ("B", 0.5)])


def test_grade_by_threshold() -> None:
    found = grade_by_threshold(
        np.array([95.0, 90.0, 89.99, 40.0, nan]), {"good": 80, "excellent": 90}, rest="qualified"
    )
    assert found == ["excellent", "excellent", "good", "qualified", ""]
