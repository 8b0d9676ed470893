"""The working: readable, checkable, and a forged one is caught."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leitai.engine import (
    NodeWorking,
    Quantity,
    Result,
    Scheme,
    Source,
    Step,
    Table,
    ToldStep,
    check_working,
    say,
    score,
)
from leitai.engine.phrases import phrase
from leitai.engine.written import Applied, AsGiven, Name
from tests.engine.builders import one_item, table

TOWNS = Path(__file__).parent / "schemes" / "towns.yaml"
UNITS = ["白沙镇", "青石镇", "望岭乡", "安平镇", "云山街道"]


def towns_table() -> Table:
    """Five towns with a missing figure, a zero target, an inexact figure and a veto."""
    columns: dict[str, list[Any]] = {
        "gdp": [1200, 950, 800, 600, 700],
        "gdp_growth": [5, 6, 7, 8, 3.5],
        "population": [10000, 9000, 8000, 7000, 12000],
        "fai": [14.2108, 8, 12, 9, Quantity(15.0, "more_than")],
        "fai_plan": [15.5, 15.5, 15.5, 15.5, 15.5],
        "starts": [3, 4, 5, 6, 2],
        "starts_plan": [4, 4, 4, 0, 4],
        "signings": [1, 2, 3, 4, 0],
        "air": [90, 91, 92, 92, 88.5],
        "satisfaction": [80, None, 90, 85, 78.3],
        "overdue": [1, 2, 3, 4, 0],
        "overdue_limit": [2, 2, 2, 2, 2],
        "honours_province": [1, 0, 0, 0, 1],
        "honours_city": [1, 1, 0, 0, 0],
        "criticisms": [0, 0, 1, None, 0],
        "safety_veto": [0, 0, 0, 1, None],
    }
    sources = {("白沙镇", "fai"): Source("cell", "upload:7/投资!D14", "10月报表.xlsx › 投资 › D14")}
    missing = {("青石镇", "satisfaction"): "样本不足"}
    return Table.from_columns(UNITS, columns, sources, missing)


@pytest.fixture(scope="module")
def result() -> Result:
    return score(Scheme.from_yaml(TOWNS), towns_table())


def walk(node: NodeWorking) -> Iterator[NodeWorking]:
    yield node
    for child in node.children:
        yield from walk(child)


@pytest.mark.parametrize("unit", UNITS)
def test_every_working_follows_from_its_inputs(result: Result, unit: str) -> None:
    working = result.working(unit)
    assert check_working(working) == []
    for node in walk(working):
        assert node.rounded == result.scores[node.node_id][unit]
        assert node.rank == result.ranks[node.node_id][unit]


def test_working_tells_words_figures_and_source(result: Result) -> None:
    working = result.working("白沙镇").find("i_fai")
    fai = working.told("zh")
    assert fai.rule_name == "完成率计分"
    assert fai.words == "满分 × 最大值（最小值（固定资产投资额 ÷ 应达进度，1），0）"
    assert fai.figures == "20 × 最大值（最小值（14.2108 ÷ 15.5，1），0）"
    assert fai.expression == working.expression == "20 * max(min(rate, 1), 0)"
    assert [each.id for each in fai.inputs] == ["fai", "fai_plan"]
    assert fai.inputs[0].text == "14.2108"
    assert fai.inputs[0].source is not None
    assert fai.inputs[0].source.label == "10月报表.xlsx › 投资 › D14"
    assert working.steps[0] == Step(
        phrase("rate"), Applied("/", (Name("fai"), Name("fai_plan"))), 14.2108 / 15.5, "rate"
    )
    assert fai.steps[0] == ToldStep(
        "完成率", "固定资产投资额 ÷ 应达进度", "14.2108 ÷ 15.5", "fai / fai_plan",
        14.2108 / 15.5, "rate", "",
    )  # fmt: skip


def test_the_same_working_is_told_in_english(result: Result) -> None:
    working = result.working("白沙镇").find("i_fai")
    fai = working.told("en", {"fai": "Investment", "fai_plan": "Plan"})
    assert fai.rule_name == "completion rate"
    assert fai.words == "full marks × max(min(Investment ÷ Plan, 1), 0)"
    assert fai.figures == "20 × max(min(14.2108 ÷ 15.5, 1), 0)"
    assert fai.steps[0].label == "completion rate"
    assert [each.name for each in fai.inputs] == ["Investment", "Plan"]
    total = result.working("白沙镇").told("en")
    assert (total.name, total.rule_name) == ("Total", "sum")
    veto = result.working("安平镇").told("en")
    assert "Veto: lowest grade." in veto.notes
    zero = result.working("安平镇").find("i_starts").told("en")
    assert zero.steps[-1].label.endswith(" = 0")


def test_inexact_missing_and_zero_base_are_told(result: Result) -> None:
    inexact = result.working("云山街道").find("i_fai").told().inputs[0]
    assert (inexact.qualifier, inexact.text) == ("more_than", "超15.00")
    assert result.working("云山街道").find("i_fai").told("en").inputs[0].text == "more than 15.00"
    missing = result.working("青石镇").find("i_satisfaction")
    assert missing.inputs[0].missing_reason == "样本不足"
    assert missing.state == "missing_group_mean"
    zero = result.working("安平镇").find("i_starts")
    assert zero.rounded == 16
    assert zero.steps[-1].condition == "=="
    assert "亿元以上项目应开工" in zero.told().steps[-1].label


def test_derived_figures_open_to_the_columns_behind_them(result: Result) -> None:
    working = result.working("白沙镇").find("i_gdp")
    steps = {step.name: step for step in working.steps}
    assert steps["gdp_per_head"].expression == "round(gdp * 10000 / population, 0)"
    assert steps["gdp_per_head"].value == 1200
    assert {"gdp", "population"} <= {each.id for each in working.inputs}


def test_working_survives_json(result: Result) -> None:
    for unit in UNITS:
        working = result.working(unit)
        again = NodeWorking.from_dict(json.loads(json.dumps(working.to_dict(), allow_nan=False)))
        assert again == working


def forged(node: NodeWorking, node_id: str, **changes: Any) -> NodeWorking:
    """The working with one node changed."""
    if node.node_id == node_id:
        return replace(node, **changes)
    children = tuple(forged(child, node_id, **changes) for child in node.children)
    return replace(node, children=children)


@pytest.mark.parametrize(
    ("node_id", "changes"),
    [
        ("i_fai", {"rounded": 19.99}),
        ("i_fai", {"raw": 19.0}),
        ("i_fai", {"formula": AsGiven("20 * max(min(rate, 2), 1.1)")}),
        ("i_fai", {"formula": AsGiven("20 * nonsense")}),
        ("i_fai", {"formula": None}),
        ("i_air", {"rounded": 9.99}),
        ("economy", {"rounded": 40.0}),
        ("economy", {"formula": Name("i_gdp")}),
        ("bonus", {"raw": 5.0}),
        ("total", {"rounded": 99.0}),
        ("total", {"formula": AsGiven("economy + projects + livelihood + matters + bonus")}),
    ],
)
def test_a_forged_working_is_caught(result: Result, node_id: str, changes: dict[str, Any]) -> None:
    working = result.working("白沙镇")
    assert check_working(working) == []
    found = check_working(forged(working, node_id, **changes))
    assert found
    node = working.find(node_id)
    assert any(say(node.name, "zh") in line for line in found)
    assert any(say(node.name, "en") in line("en") for line in found)


def test_forged_inputs_steps_and_conditions_are_caught(result: Result) -> None:
    working = result.working("白沙镇")
    fai = working.find("i_fai")
    better = replace(fai.inputs[0], number=15.5)
    assert check_working(forged(working, "i_fai", inputs=(better, *fai.inputs[1:])))
    step = replace(fai.steps[0], value=1.0)
    assert check_working(forged(working, "i_fai", steps=(step, *fai.steps[1:])))
    below = result.working("青石镇")
    line = below.find("i_fai")
    turned = tuple(replace(each, condition=">=") if each.condition else each for each in line.steps)
    assert turned != line.steps
    assert any("条件" in text for text in check_working(forged(below, "i_fai", steps=turned)))


def test_a_child_taken_out_of_the_tree_is_caught(result: Result) -> None:
    working = result.working("白沙镇")
    economy = working.find("economy")
    assert check_working(forged(working, "economy", children=economy.children[1:]))


@pytest.mark.parametrize(
    "combine", ["sum", "arithmetic", "geometric", "harmonic", "power", "copeland"]
)
def test_every_way_to_combine_has_a_working_that_checks(combine: str) -> None:
    data = one_item({"kind": "direct", "value": "v"}, ["v", "u", "t"])
    size = "marks" if combine == "sum" else "weight"
    data["rounding"] = {"items": 2, "nodes": 3, "total": 4}
    missing = {"missing": "exclude_and_reweight"}
    data["groups"][0].update(
        combine=combine,
        power=3,
        difficulty={"乙": 1.1},
        tree=[
            {"id": "a", "name": "甲项", size: 0.5, "rule": {"kind": "direct", "value": "v"}},
            {"id": "b", "name": "乙项", size: 0.3, "rule": {"kind": "direct", "value": "u"},
             **missing},
            {"id": "c", "name": "丙项", size: 0.2, "rule": {"kind": "direct", "value": "t"},
             **missing},
        ],
    )  # fmt: skip
    columns = {"v": [71.237, 80, 33.3], "u": [50, None, 66.667], "t": [90, None, 10.001]}
    outcome = score(Scheme.from_dict(data), table(columns))
    for unit in "甲乙丙":
        assert check_working(outcome.working(unit)) == []
