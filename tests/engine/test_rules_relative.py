"""Efficacy, min–max, goalposts, five grades, z-score, ratio to first, distance (rules 1.2, 1.3)."""

from __future__ import annotations

import math
import statistics

import pytest

from leitai.engine import Scheme, ScoreError, score
from leitai.engine.rounding import half_up
from tests.engine.builders import one_item, run, table

VALUES = {"v": [120, 95, 80, 60]}


def test_published_efficacy_gives_100_83_33_73_33_60() -> None:
    values = run({"kind": "efficacy", "value": "v"}, VALUES, marks=100)
    assert [half_up(v, 2) for v in values if v is not None] == [100, 83.33, 73.33, 60]


def test_reverse_efficacy_swaps_the_ends() -> None:
    values = run({"kind": "efficacy", "value": "v", "reverse": True}, VALUES, marks=100)
    assert [half_up(v, 2) for v in values if v is not None] == [60, 76.67, 86.67, 100]


def test_efficacy_with_fixed_standards_is_clipped() -> None:
    rule = {"kind": "efficacy", "value": "v", "low": 50, "high": 100}
    assert run(rule, {"v": [120, 100, 75, 50, 40]}, marks=100) == [100, 100, 80, 60, 60]
    free = {**rule, "clip": False}
    assert run(free, {"v": [125, 25]}, marks=100) == [120, 40]


def test_exponential_efficacy_has_the_same_ends() -> None:
    rule = {"kind": "efficacy", "value": "v", "form": "exponential"}
    values = run(rule, {"v": [0, 5, 10]}, marks=100)
    assert values == pytest.approx([60, 60 * math.sqrt(100 / 60), 100])


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("full", 10.0), ("middle", 8.0), ("lowest", 6.0), ("missing", 0.0)],
)
def test_constant_column_by_policy(policy: str, expected: float) -> None:
    rule = {"kind": "efficacy", "value": "v", "degenerate": policy}
    assert run(rule, {"v": [7, 7, 7]}) == [expected] * 3


def test_constant_column_refused_where_the_scheme_says_so() -> None:
    rule = {"kind": "min_max", "value": "v", "degenerate": "refuse"}
    with pytest.raises(ScoreError, match="degenerate"):
        score(Scheme.from_dict(one_item(rule, ["v"])), table({"v": [1, 1]}))


def test_five_grades_of_the_finance_ministry() -> None:
    """Standards 12, 8, 5, 2, −1; 6.5 lies half way from 5 (0.6) to 8 (0.8)."""
    rule = {"kind": "five_grade", "value": "v", "standards": [12, 8, 5, 2, -1]}
    values = run(rule, {"v": [15, 12, 8, 6.5, 5, 2, -1, -2]})
    assert values == pytest.approx([10, 10, 8, 7, 6, 4, 2, 0])


def test_five_grades_reverse() -> None:
    rule = {"kind": "five_grade", "value": "v", "standards": [1, 2, 3, 4, 5], "reverse": True}
    assert run(rule, {"v": [0.5, 1.5, 5, 6]}) == pytest.approx([10, 9, 2, 0])


def test_min_max_spans_the_marks() -> None:
    assert run({"kind": "min_max", "value": "v"}, {"v": [1, 2, 5]}) == [0, 2.5, 10]
    lifted = {"kind": "min_max", "value": "v", "lowest": 0.2, "reverse": True}
    assert run(lifted, {"v": [1, 3, 5]}) == pytest.approx([10, 6, 2])


def test_goalposts_plain_and_on_logarithms() -> None:
    plain = {"kind": "goalposts", "value": "v", "low": 20, "high": 85}
    assert run(plain, {"v": [20, 52.5, 90]}) == [0, 5, 10]
    income = {"kind": "goalposts", "value": "v", "low": 100, "high": 75000, "log": True}
    values = run(income, {"v": [16732]}, marks=1)
    assert values == pytest.approx([(math.log(16732) - math.log(100)) / (math.log(750))])


def test_reversed_goalposts_by_swapping_the_posts() -> None:
    rule = {"kind": "goalposts", "value": "v", "low": 100, "high": 0}
    assert run(rule, {"v": [0, 25, 100]}) == [10, 7.5, 0]


def test_z_score() -> None:
    values = [1.0, 2.0, 3.0, 6.0]
    rule = {"kind": "z_score", "value": "v", "centre": 50, "low": None, "high": None}
    mean, sd = statistics.fmean(values), statistics.pstdev(values)
    expected = [50 + 10 * (v - mean) / sd for v in values]
    assert run(rule, {"v": values}, marks=100) == pytest.approx(expected)
    assert run({**rule, "centre": 60}, {"v": [4, 4]}, marks=10) == [6, 6]


def test_ratio_to_first_and_its_reverse() -> None:
    assert run({"kind": "ratio_to_first", "value": "v"}, {"v": [6, 3, 0]}) == [10, 5, 0]
    rule = {"kind": "ratio_to_first", "value": "v", "reverse": True, "zero_base": "full"}
    assert run(rule, {"v": [4, 8]}) == [10, 5]
    assert run(rule, {"v": [0, 8]}) == [10, 0]


def test_first_with_zero_is_refused() -> None:
    scheme = Scheme.from_dict(one_item({"kind": "ratio_to_first", "value": "v"}, ["v"]))
    with pytest.raises(ScoreError, match="第一名的值为零"):
        score(scheme, table({"v": [0, 0]}))


def test_distance_to_an_interval_aim() -> None:
    rule = {"kind": "distance", "value": "v", "aim": 50, "span": 20}
    assert run(rule, {"v": [50, 40, 65, 90]}) == [10, 5, 2.5, 0]
    best = {"kind": "distance", "value": "v"}
    assert run(best, {"v": [10, 6, 2]}) == [10, 5, 0]


def test_statistics_leave_out_missing_and_not_applicable_units() -> None:
    rule = {"kind": "efficacy", "value": "v"}
    item = {"not_applicable": {"units": ["丁"], "policy": "full"}, "marks": 100}
    assert run(rule, {"v": [10, None, 20, 1000]}, **item) == [60, 0, 100, 100]
