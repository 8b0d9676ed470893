"""Completion and its family (rules 1.1), with the published figures."""

from __future__ import annotations

import pytest

from leitai.engine import Scheme, ScoreError, check_working, score
from leitai.engine.rounding import half_up
from tests.engine.builders import one_item, run, table


def test_published_assessment_of_six_items_gives_2_78_and_2_95() -> None:
    """The 2024 city assessment: 0.48+0.60+0.50+0.50+0.30+0.40 and the second unit's 2.95."""
    columns = {
        "out": [96, 90],
        "fdi": [120, 120],
        "signed": [28, 28],
        "signed_plan": [27, 27],
        "sum": [177.7, 177.7],
        "sum_plan": [54, 54],
        "small": [7, 7],
        "middle": [4, 4],
        "large": [1, 1],
        "incentive": [0, 1],
        "enterprise": [1, 1],
        "platform": [1, 1],
        "unstarted": [1, 1],
        "falsified": [0, 0],
    }
    items = [
        {"kind": "completion", "actual": "out", "target": 100, "cap": None},
        {"kind": "completion", "actual": "fdi", "target": 100, "cap": None},
        {
            "kind": "ratio_parts",
            "parts": [
                {"actual": "signed", "target": "signed_plan", "weight": 0.5, "cap": 1},
                {"actual": "sum", "target": "sum_plan", "weight": 0.5, "cap": 1},
            ],
        },
        {
            "kind": "shortfall",
            "counts": [
                {"actual": "small", "need": 7},
                {"actual": "middle", "need": 4},
                {"actual": "large", "need": 1},
            ],
            "per_missing": 0.1,
        },
        {
            "kind": "events",
            "events": [
                {"input": "incentive", "points": 0.2},
                {"input": "enterprise", "points": 0.2},
                {"input": "platform", "points": 0.1},
            ],
        },
        {
            "kind": "events",
            "begin": "full",
            "events": [
                {"input": "unstarted", "points": -0.1},
                {"input": "falsified", "points": -0.2},
            ],
        },
    ]
    data = one_item(items[0], list(columns))
    data["rounding"] = {"items": 2, "nodes": 2, "total": 2}
    data["groups"][0]["tree"] = [
        {"id": f"i{number}", "name": f"第{number}项", "marks": 0.5, "rule": rule}
        for number, rule in enumerate(items, 1)
    ]
    result = score(Scheme.from_dict(data), table(columns))
    first = [result.scores[f"i{number}"]["甲"] for number in range(1, 7)]
    second = [result.scores[f"i{number}"]["乙"] for number in range(1, 7)]
    assert first == [0.48, 0.60, 0.50, 0.50, 0.30, 0.40]
    assert second == [0.45, 0.60, 0.50, 0.50, 0.50, 0.40]
    assert result.scores["total"] == {"甲": 2.78, "乙": 2.95}
    assert check_working(result.working("甲")) == []


def test_uncapped_sub_ratios_would_give_1_08() -> None:
    parts = [
        {"actual": "a", "target": 27, "weight": 0.5, "cap": None},
        {"actual": "b", "target": 54, "weight": 0.5, "cap": None},
    ]
    (value,) = run({"kind": "ratio_parts", "parts": parts}, {"a": [28], "b": [177.7]}, marks=0.5)
    assert value is not None
    assert half_up(value, 2) == 1.08


def test_per_mu_scheme_gives_98_2770() -> None:
    """Huangyan 2022 (rules 7.1): ratio items uncapped, marks 30, 20, 20, 10, 10, 10."""
    bases = [24.097, 136.16, 2.694, 4929.81, 18.14, 0.0302]
    marks = [30, 20, 20, 10, 10, 10]
    values = [20, 150, 3, 4000, 20, 0.03]
    names = ["tax", "added", "energy", "emission", "labour", "rd"]
    data = one_item({"kind": "direct", "value": "tax"}, names)
    data["rounding"] = {"items": 4, "nodes": 4, "total": 4}
    data["groups"][0]["tree"] = [
        {
            "id": f"i_{name}",
            "name": name,
            "marks": mark,
            "rule": {"kind": "completion", "actual": name, "target": base, "cap": None},
        }
        for name, mark, base in zip(names, marks, bases, strict=True)
    ]
    result = score(
        Scheme.from_dict(data), table({n: [v] for n, v in zip(names, values, strict=True)})
    )
    parts = [result.scores[f"i_{name}"]["甲"] for name in names]
    assert parts == [24.8994, 22.0329, 22.2717, 8.1139, 11.0254, 9.9338]
    assert result.scores["total"]["甲"] == 98.2771  # the printed parts added up
    unrounded = {**data, "rounding": {"items": None, "nodes": None, "total": 4}}
    again = score(Scheme.from_dict(unrounded), result.groups[0].run.table)
    assert again.scores["total"]["甲"] == 98.2770


def test_cap_floor_and_start_line() -> None:
    rule = {"kind": "completion", "actual": "a", "target": "t", "cap": 1.1, "zero_below": 0.6}
    assert run(rule, {"a": [120, 100, 60, 59, -5], "t": [100] * 5}) == [11, 10, 6, 0, 0]


def test_target_reached_exactly_at_the_start_line_counts() -> None:
    rule = {"kind": "completion", "actual": "a", "target": "t", "zero_below": 0.8}
    assert run(rule, {"a": [8.0], "t": [10.0]}) == [8.0]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("target_over_actual", [20.0, 10.0, 5.0]),
        ("two_minus_ratio", [15.0, 10.0, 0.0]),
        ("two_minus_base", [15.0, 10.0, 0.0]),
    ],
)
def test_each_reverse_form(form: str, expected: list[float]) -> None:
    rule = {"kind": "completion", "actual": "a", "target": "t", "cap": None, "reverse": form}
    assert run(rule, {"a": [5, 10, 20], "t": [10, 10, 10]}) == expected


@pytest.mark.parametrize(
    ("policy", "expected"), [("full", [10.0, 5.0]), ("zero", [0.0, 5.0]), ("missing", [0.0, 5.0])]
)
def test_zero_target_by_policy(policy: str, expected: list[float]) -> None:
    rule = {"kind": "completion", "actual": "a", "target": "t", "zero_base": policy}
    assert run(rule, {"a": [3, 5], "t": [0, 10]}) == expected


def test_zero_target_refused_by_default_with_the_unit_named() -> None:
    rule = {"kind": "completion", "actual": "a", "target": "t"}
    scheme = Scheme.from_dict(one_item(rule, ["a", "t"]))
    with pytest.raises(ScoreError) as caught:
        score(scheme, table({"a": [3, 5], "t": [0, 10]}))
    (problem,) = caught.value.problems
    assert problem.units == ("甲",)
    assert "zero_base" in problem.hint
    assert "zero_base" in problem.hint("en")


def test_negative_target_refused_by_default() -> None:
    scheme = Scheme.from_dict(
        one_item({"kind": "completion", "actual": "a", "target": "t"}, ["a", "t"])
    )
    with pytest.raises(ScoreError, match="负数"):
        score(scheme, table({"a": [3], "t": [-1]}))


def test_all_or_nothing_both_ways() -> None:
    assert run(
        {"kind": "all_or_nothing", "actual": "a", "target": "t"}, {"a": [9, 10], "t": [10, 10]}
    ) == [0, 10]
    assert run(
        {"kind": "all_or_nothing", "actual": "a", "target": 10, "reverse": True}, {"a": [9, 11]}
    ) == [10, 0]


def test_base_level_of_the_development_zone() -> None:
    """Same as base year 80 %, each +5 % adds 1, bonus at most half of the marks."""
    rule = {"kind": "base_level", "actual": "a", "base": 100}
    values = run(rule, {"a": [100, 105, 110, 130, 95, 50]})
    assert values == pytest.approx([8, 9, 10, 13, 7, 0])


def test_base_level_counts_whole_steps() -> None:
    rule = {"kind": "base_level", "actual": "a", "base": 100, "count": "whole"}
    assert run(rule, {"a": [109.9, 110, 104.9]}) == [9, 10, 8]


def test_slope_of_key_projects() -> None:
    """Below 100 % −0.1 a point; 100–130 +0.2; above 130 +0.1; at most ±10."""
    rule = {
        "kind": "slope",
        "value": "rate",
        "begin": "zero",
        "bound": 10,
        "segments": [
            {"to": 100, "per_point": 0.1},
            {"from": 100, "to": 130, "per_point": 0.2},
            {"from": 130, "per_point": 0.1},
        ],
    }
    values = run(rule, {"rate": [100, 90, 110, 130, 140, 200, -50]})
    assert values == pytest.approx([0, -1, 2, 6, 7, 10, -10])


def test_slope_from_actual_and_target_in_whole_points() -> None:
    rule = {
        "kind": "slope",
        "actual": "a",
        "target": "t",
        "count": "whole",
        "segments": [{"to": 100, "per_point": 0.5}],
    }
    assert run(rule, {"a": [98.1, 100, 102], "t": [100, 100, 100]}) == [9.5, 10, 10]


def test_threshold_takes_the_best_level_reached() -> None:
    levels = [{"at": 6, "share": 0.5}, {"at": 8, "marks": 10}]
    rule = {"kind": "threshold", "value": "v", "levels": levels}
    assert run(rule, {"v": [5.9, 6, 8, 9]}) == [0, 5, 10, 10]


def test_highest_level_counts_once() -> None:
    levels = [{"input": "city", "points": 10}, {"input": "province", "points": 20}]
    rule = {"kind": "highest_level", "levels": levels}
    assert run(rule, {"province": [1, 0, 0], "city": [1, 2, 0]}) == [20, 10, 0]
