"""Rank ladders, percentile, places gained; composed and judged rules (rules 1.3, 1.4)."""

from __future__ import annotations

import pytest

from tests.engine.builders import run


def test_five_percent_a_place() -> None:
    rule = {"kind": "rank_ladder", "form": "step", "value": "v", "step": 0.05}
    values = run(rule, {"v": [5, 4, 3, 2, 1]}, marks=100)
    assert values == pytest.approx([100, 95, 90, 85, 80])


def test_two_percent_a_place_of_200() -> None:
    rule = {"kind": "rank_ladder", "form": "step", "value": "v", "step": "2%"}
    assert run(rule, {"v": [5, 4, 3]}, marks=200) == pytest.approx([200, 196, 192])


def test_steps_never_go_below_the_floor() -> None:
    rule = {"kind": "rank_ladder", "form": "step", "value": "v", "step": 0.5}
    assert run(rule, {"v": [5, 4, 3, 2]}) == [10, 5, 0, 0]


@pytest.mark.parametrize("marks", [[60, 57, 54, 51, 48], [20, 19, 18, 17, 16]])
def test_fixed_lists(marks: list[float]) -> None:
    rule = {"kind": "rank_ladder", "form": "list", "value": "v", "list": marks}
    assert run(rule, {"v": [9, 8, 7, 6, 5, 4]}) == [*marks, 0]


def test_linear_from_600_to_500() -> None:
    rule = {"kind": "rank_ladder", "form": "linear", "value": "v", "high": 600, "low": 500}
    assert run(rule, {"v": [1, 2, 3, 4, 5]}) == [500, 525, 550, 575, 600]


def test_linear_with_difficulty_coefficient() -> None:
    rule = {"kind": "rank_ladder", "form": "linear", "value": "v", "high": 600, "low": 500}
    values = run(rule, {"v": [2, 1]}, difficulty={"乙": 1.1})
    assert values == pytest.approx([600, 550])


def test_linear_alone_gets_the_high_end() -> None:
    rule = {"kind": "rank_ladder", "form": "linear", "value": "v", "high": 600, "low": 500}
    assert run(rule, {"v": [3]}) == [600]


def test_ties_get_the_same_score() -> None:
    rule = {"kind": "rank_ladder", "form": "list", "value": "v", "list": [10, 8, 6]}
    assert run(rule, {"v": [7, 7, 5]}) == [10, 10, 6]
    assert run({**rule, "ties": "average"}, {"v": [7, 7, 5]}) == [9, 9, 6]


def test_lower_is_better_ladder() -> None:
    rule = {"kind": "rank_ladder", "form": "list", "value": "v", "list": [3, 2], "reverse": True}
    assert run(rule, {"v": [9, 1, 5]}) == [0, 3, 2]


def test_percentile() -> None:
    assert run({"kind": "percentile", "value": "v"}, {"v": [1, 3, 2]}) == [0, 10, 5]
    assert run({"kind": "percentile", "value": "v"}, {"v": [1]}) == [10]


def test_places_gained_and_lost_within_bounds() -> None:
    rule = {
        "kind": "rank_change",
        "before": "old",
        "value": "v",
        "per_gain": 0.5,
        "per_loss": 0.2,
        "most_gain": 0.8,
    }
    assert run(rule, {"old": [3, 1, 2], "v": [9, 8, 7]}) == pytest.approx([0.8, -0.2, -0.2])


def test_threshold_part_and_contest_part_in_one_item() -> None:
    """GDP: meets 8 % → 4 marks; above 8 % a further rank score up to 6."""
    rule = {
        "kind": "parts",
        "parts": [
            {
                "name": "达标",
                "marks": 4,
                "rule": {"kind": "all_or_nothing", "actual": "gdp", "target": 8},
            },
            {
                "name": "比拼",
                "marks": 6,
                "rule": {
                    "kind": "contest",
                    "value": "gdp",
                    "above": 8,
                    "rule": {
                        "kind": "rank_ladder",
                        "form": "linear",
                        "value": "gdp",
                        "low": 2,
                    },
                },
            },
        ],
    }
    assert run(rule, {"gdp": [10, 9, 8.5, 8, 7]}) == [10, 8, 6, 4, 0]


def test_level_growth_and_per_head() -> None:
    rule = {
        "kind": "level_growth",
        "level": {"share": 0.5, "rule": {"kind": "ratio_to_first", "value": "level"}},
        "growth": {"share": 0.3, "rule": {"kind": "min_max", "value": "growth"}},
        "per_head": {"share": 0.2, "rule": {"kind": "percentile", "value": "head"}},
    }
    columns = {"level": [100, 50], "growth": [4, 8], "head": [2, 1]}
    assert run(rule, columns) == pytest.approx([5 + 0 + 2, 2.5 + 3 + 0])


def test_bounded_corrections_of_the_score() -> None:
    """Growth gap × 1.5, at most ±5 points."""
    corrections = [{"input": "gap", "factor": 1.5, "bound": 5}]
    values = run(
        {"kind": "direct", "value": "v"},
        {"v": [10, 10, 10], "gap": [2, 10, -10]},
        corrections=corrections,
    )
    assert values == [13, 15, 5]


def test_direct_score_is_converted() -> None:
    assert run({"kind": "direct", "value": "v"}, {"v": [7.5]}) == [7.5]
    assert run({"kind": "direct", "value": "v", "of": 100}, {"v": [85]}) == [8.5]


def test_judges_trimmed_from_five_on_and_weighted_by_class() -> None:
    rule = {
        "kind": "judged",
        "classes": [
            {"name": "领导", "judges": ["a", "b", "c", "d", "e"], "weight": 0.6},
            {"name": "代表", "judges": ["f", "g"], "weight": 0.4},
        ],
    }
    columns = {
        "a": [100, 80], "b": [90, 90], "c": [80, None], "d": [70, 70], "e": [0, 60],
        "f": [50, 50], "g": [70, 70],
    }  # fmt: skip
    values = run(rule, columns, marks=100)
    assert values == pytest.approx([0.6 * 80 + 0.4 * 60, 0.6 * 75 + 0.4 * 60])
