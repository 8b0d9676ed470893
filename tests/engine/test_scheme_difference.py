"""Two versions as trees: what a clerk would say differs."""

from __future__ import annotations

import copy
from typing import Any

from leitai.demo.places import SCHEMES_ROOT
from leitai.engine import Scheme
from leitai.engine.scheme.difference import SchemeChange, compare_schemes


def base() -> dict[str, Any]:
    return {
        "leitai": "scheme/1",
        "id": "s",
        "name": "方案",
        "version": "1",
        "inputs": [{"id": "a", "name": "甲"}, {"id": "t", "name": "目标"}],
        "groups": [
            {
                "id": "g",
                "name": "组",
                "tree": [
                    {
                        "id": "n",
                        "name": "上",
                        "marks": 60,
                        "items": [_item("x", 20), _item("y", 40)],
                    },
                    {"id": "m", "name": "下", "marks": 40, "items": [_item("z", 40)]},
                ],
                "bonus": {"cap": 5, "items": [_bonus()]},
            }
        ],
    }


def _item(name: str, marks: float) -> dict[str, Any]:
    rule = {"kind": "completion", "actual": "a", "target": "t", "cap": 1}
    return {"id": name, "name": f"项{name}", "marks": marks, "rule": rule}


def _bonus() -> dict[str, Any]:
    return {
        "id": "e",
        "name": "表彰",
        "rule": {"kind": "events", "events": [{"input": "a", "points": 1}]},
    }


def compare(change: Any) -> list[SchemeChange]:
    data = copy.deepcopy(base())
    change(data)
    return list(compare_schemes(Scheme.from_dict(base()), Scheme.from_dict(data)))


def said(changes: list[SchemeChange]) -> list[tuple[str, str, str]]:
    return [(each.part, each.kind, each.id) for each in changes]


def tree(data: dict[str, Any]) -> list[dict[str, Any]]:
    return data["groups"][0]["tree"]  # type: ignore[no-any-return]


def test_equal_versions_do_not_differ_whatever_their_number() -> None:
    assert compare(lambda data: data.update(version="2", effective="2027-01-01")) == []


def test_an_item_added_and_one_removed() -> None:
    def change(data: dict[str, Any]) -> None:
        tree(data)[1]["items"] = [_item("w", 40)]

    added, removed = compare(change)
    assert (added.kind, added.id, added.under, added.after) == ("added", "w", "下", ("marks", 40))
    assert (removed.kind, removed.id, removed.before) == ("removed", "z", ("marks", 40))


def test_an_item_moved_keeps_its_identity() -> None:
    def change(data: dict[str, Any]) -> None:
        upper, lower = tree(data)
        lower["items"].append(upper["items"].pop(0))
        upper["marks"], lower["marks"] = 40, 60

    found = compare(change)
    assert said(found) == [
        ("tree", "worth", "n"),
        ("tree", "worth", "m"),
        ("tree", "moved", "x"),
    ]
    assert (found[2].before, found[2].after) == ("上", "下")


def test_another_order_under_the_same_parent() -> None:
    found = compare(lambda data: tree(data)[0]["items"].reverse())
    assert said(found) == [("tree", "reordered", "n")]
    assert (found[0].before, found[0].after) == (("项x", "项y"), ("项y", "项x"))


def test_worth_name_rule_and_switch() -> None:
    def change(data: dict[str, Any]) -> None:
        x, y = tree(data)[0]["items"]
        x["marks"], y["marks"] = 15, 45
        x["name"] = "改名"
        y["rule"] = {"kind": "min_max", "value": "a"}
        tree(data)[1]["items"].append({**_item("q", 0), "off": {"reason": "停"}})

    found = compare(change)
    assert said(found) == [
        ("tree", "renamed", "x"),
        ("tree", "worth", "x"),
        ("tree", "worth", "y"),
        ("tree", "rule", "y"),
        ("tree", "added", "q"),
    ]
    assert found[1].before == ("marks", 20)
    assert found[1].after == ("marks", 15)
    assert (found[3].before.name_zh, found[3].after.name_zh) == ("完成率计分", "极差标准化")


def test_switched_off_with_its_reason() -> None:
    def change(data: dict[str, Any]) -> None:
        tree(data)[0]["items"][0]["off"] = {"reason": "减负"}
        tree(data)[0]["items"][1]["marks"] = 60

    found = compare(change)
    assert said(found) == [("tree", "switched_off", "x"), ("tree", "worth", "y")]
    assert found[0].after == "减负"


def test_a_parameter_with_its_chinese_name() -> None:
    def change(data: dict[str, Any]) -> None:
        tree(data)[0]["items"][0]["rule"]["cap"] = 1.2

    (found,) = compare(change)
    assert (found.kind, found.before, found.after) == ("parameter", 1, 1.2)
    assert found.label is not None
    assert "封顶" in found.label
    assert "cap" in found.label.en


def test_the_head_the_inputs_the_bonus_and_the_groups() -> None:
    def change(data: dict[str, Any]) -> None:
        data["ranking"] = {"ties": "dense"}
        data["inputs"].append({"id": "b", "name": "乙"})
        data["groups"][0]["bonus"]["cap"] = 3
        data["groups"][0]["bonus"]["items"][0]["matter"] = "同一"
        data["groups"].append({**copy.deepcopy(data["groups"][0]), "id": "h", "name": "二组"})

    found = compare(change)
    assert said(found) == [
        ("general", "parameter", ""),
        ("input", "added", "b"),
        ("bonus", "parameter", "bonus"),
        ("bonus", "parameter", "e"),
        ("group", "added", "h"),
    ]
    assert found[0].label == "排名：并列"


def test_the_two_versions_of_the_demo() -> None:
    old = Scheme.from_yaml(SCHEMES_ROOT / "yunxi-3.1.yaml")
    new = Scheme.from_yaml(SCHEMES_ROOT / "yunxi.yaml")
    reasons, investment = compare_schemes(old, new)
    assert reasons.label == "为什么选这些指标和权重"
    assert (investment.id, investment.before, investment.after) == (
        "i_fixed_asset_investment", 0.6, 0.5,
    )  # fmt: skip
    back = compare_schemes(new, old)
    assert (back[1].before, back[1].after) == (0.5, 0.6)
