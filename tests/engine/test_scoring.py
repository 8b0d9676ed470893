"""Trees, missing values, not applicable, groups, extras, vetoes, grades, the result."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from leitai.engine import Scheme, ScoreError, Table, TableError, check_working, score
from tests.engine.builders import checked, one_item, run, table

DIRECT = {"kind": "direct", "value": "v"}


def tree_scheme(tree: list[dict[str, Any]], columns: list[str], **group: Any) -> dict[str, Any]:
    """A scheme of one group with this tree."""
    data = one_item(DIRECT, columns)
    data["groups"][0] = {"id": "g", "name": "组", "tree": tree, **group}
    return data


def leaf(name: str, **more: Any) -> dict[str, Any]:
    """An item that takes its column as its score."""
    return {"id": f"i_{name}", "name": name, "rule": {"kind": "direct", "value": name}, **more}


def total(data: dict[str, Any], columns: dict[str, list[Any]]) -> list[float | None]:
    """Totals, every working checked."""
    return checked(score(Scheme.from_dict(data), table(columns)), "total")


# -- combining ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("arithmetic", 0.25 * 40 + 0.75 * 80),
        ("geometric", 40**0.25 * 80**0.75),
        ("harmonic", 1 / (0.25 / 40 + 0.75 / 80)),
        ("power", math.sqrt(0.25 * 40**2 + 0.75 * 80**2)),
    ],
)
def test_weighted_means(how: str, expected: float) -> None:
    tree = [leaf("a", weight=0.25), leaf("b", weight=0.75)]
    data = tree_scheme(tree, ["a", "b"], combine=how, power=2)
    assert total(data, {"a": [40], "b": [80]}) == [pytest.approx(expected, rel=1e-12)]


def test_two_systems_of_their_own_marks_30_to_70() -> None:
    """党建 of 100 and 经济社会发展 of 1000 marks, combined 30:70."""
    tree = [
        {"id": "party", "name": "党建", "weight": 0.3, "items": [leaf("a", marks=100)]},
        {"id": "work", "name": "发展", "weight": 0.7, "items": [leaf("b", marks=1000)]},
    ]
    data = tree_scheme(tree, ["a", "b"], combine="arithmetic")
    assert total(data, {"a": [90], "b": [800]}) == pytest.approx([0.3 * 90 + 0.7 * 80])


def test_copeland_counts_pairs_by_weight() -> None:
    tree = [leaf("a", weight=0.5), leaf("b", weight=0.3), leaf("c", weight=0.2)]
    data = tree_scheme(tree, ["a", "b", "c"], combine="copeland")
    # 甲 beats 乙 on a (0.5 against 0.5: a tie), 甲 beats 丙 everywhere, 乙 beats 丙 on b and c.
    columns = {"a": [3.0, 1, 2], "b": [2.0, 3, 1], "c": [2.0, 3, 1]}
    assert total(data, columns) == [75, 50, 25]
    assert total(data, {"a": [1.0], "b": [1.0], "c": [1.0]}) == [100]


def test_geometric_mean_refuses_zero_unless_told() -> None:
    tree = [leaf("a", weight=0.5), leaf("b", weight=0.5)]
    data = tree_scheme(tree, ["a", "b"], combine="geometric")
    with pytest.raises(ScoreError, match="on_zero"):
        total(data, {"a": [0.0], "b": [80.0]})
    data["groups"][0]["on_zero"] = "zero"
    assert total(data, {"a": [0.0, 20], "b": [80.0, 80]}) == [0, pytest.approx(40)]


def test_nodes_add_the_printed_scores() -> None:
    tree = [leaf(name, marks=1) for name in "abc"]
    data = tree_scheme(tree, list("abc"))
    data["rounding"] = {"items": 2, "nodes": 2, "total": 2}
    assert total(data, {name: [0.005] for name in "abc"}) == [0.03]


def test_hundred_items_are_checked_too() -> None:
    names = [f"c{number}" for number in range(100)]
    data = tree_scheme([leaf(name, marks=1) for name in names], names)
    assert total(data, {name: [0.1] for name in names}) == [pytest.approx(10)]


# -- missing and not applicable -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "item", "whole"),
    [
        ("zero_and_show", 0.0, 8.0),
        ("exclude_and_reweight", None, 8.0 * 20 / 10),
        ("group_mean", 5.0, 13.0),
    ],
)
def test_missing_by_policy(policy: str, item: float | None, whole: float) -> None:
    tree = [leaf("a", marks=10, missing=policy), leaf("b", marks=10)]
    result = score(
        Scheme.from_dict(tree_scheme(tree, ["a", "b"])),
        table({"a": [None, 4, 6], "b": [8, 8, 8]}),
    )
    assert checked(result, "i_a")[0] == item
    assert checked(result, "total")[0] == pytest.approx(whole)
    working = result.working("甲").find("i_a")
    assert working.state.startswith("missing")
    assert any("缺报" in note for note in working.told().notes)


def test_missing_refused_names_the_unit() -> None:
    tree = [leaf("a", marks=10, missing="refuse")]
    with pytest.raises(ScoreError) as caught:
        total(tree_scheme(tree, ["a"]), {"a": [None, 4]})
    assert caught.value.problems[0].units == ("甲",)


def test_weighted_mean_spreads_the_weight_of_what_is_left_out() -> None:
    missing = {"missing": "exclude_and_reweight"}
    tree = [leaf("a", weight=0.5, **missing), leaf("b", weight=0.25), leaf("c", weight=0.25)]
    data = tree_scheme(tree, ["a", "b", "c"])
    assert total(data, {"a": [None], "b": [60], "c": [80]}) == [0.0 + 70]


@pytest.mark.parametrize("policy", ["zero_and_show", "exclude_and_reweight"])
def test_whole_column_missing(policy: str) -> None:
    missing = {"policy": "group_mean", "all_missing": policy}
    tree = [leaf("a", marks=10, missing=missing), leaf("b", marks=10)]
    expected = 8 if policy == "zero_and_show" else 16
    values = total(tree_scheme(tree, ["a", "b"]), {"a": [None, None], "b": [8, 8]})
    assert values == [expected, expected]


def test_everything_left_out_gives_no_score_and_no_place() -> None:
    missing = {"policy": "exclude_and_reweight", "all_missing": "exclude_and_reweight"}
    tree = [leaf("a", marks=10, missing=missing)]
    data = tree_scheme(tree, ["a"])
    result = score(Scheme.from_dict(data), table({"a": [None, 3]}))
    assert result.scores["total"] == {"甲": None, "乙": 3.0}
    assert result.ranks["total"] == {"甲": 0, "乙": 1}
    last = result.groups[0].standings[-1]
    assert (last.unit, last.rank, last.score, last.zone) == ("甲", 0, None, "")
    assert check_working(result.working("甲")) == []
    json.dumps(result.to_dict(), allow_nan=False)


def test_not_applicable_is_redistributed_within_the_parent() -> None:
    tree = [
        {
            "id": "n",
            "name": "节点",
            "marks": 20,
            "items": [
                leaf("a", marks=5, not_applicable={"when": "urban"}),
                leaf("b", marks=15),
            ],
        },
        leaf("c", marks=10),
    ]
    data = tree_scheme(tree, ["a", "b", "c", "urban"], marks=30)
    columns = {"a": [None, 4], "b": [12, 12], "c": [7, 7], "urban": [1, 0]}
    assert total(data, columns) == pytest.approx([12 * 20 / 15 + 7, 4 + 12 + 7])


def test_no_emission_data_gets_the_mean_of_the_item() -> None:
    rule = {"kind": "completion", "actual": "v", "target": 10, "cap": None}
    item = {"not_applicable": {"units": ["丙"], "policy": "group_mean"}}
    assert run(rule, {"v": [10, 5, None]}, **item) == [10, 5, 7.5]


def test_infinite_figures_never_enter_a_table() -> None:
    with pytest.raises(TableError):
        table({"v": [math.inf]})


def test_overflow_is_refused_and_named() -> None:
    rule = {"kind": "completion", "actual": "v", "target": "t", "cap": None}
    with pytest.raises(ScoreError, match="有限"):
        run(rule, {"v": [1e308], "t": [1e-10]})


def test_absent_columns_are_all_named_at_once() -> None:
    tree = [leaf("a", marks=1), leaf("b", marks=1), leaf("c", marks=1)]
    data = tree_scheme(tree, ["a", "b", "c"])
    with pytest.raises(ScoreError) as caught:
        total(data, {"b": [1]})
    assert [each.message("en") for each in caught.value.problems] == [
        'The table has no column "a" (a).',
        'The table has no column "c" (c).',
    ]


def test_columns_match_by_id_then_name_then_indicator_but_targets_not_by_indicator() -> None:
    data = one_item({"kind": "completion", "actual": "a", "target": "t"}, ["a", "t"])
    data["inputs"] = [
        {"id": "a", "name": "投资额", "indicator": "fai"},
        {"id": "t", "name": "应达", "indicator": "fai", "take": "planned_floor"},
    ]
    scheme = Scheme.from_dict(data)
    assert checked(score(scheme, table({"投资额": [5], "应达": [10]}))) == [5]
    assert checked(score(scheme, table({"fai": [5], "t": [10]}))) == [5]
    with pytest.raises(ScoreError, match="应达"):
        score(scheme, table({"fai": [5]}))


def test_derived_columns_show_their_figures_and_year_ago_is_an_input() -> None:
    data = one_item({"kind": "direct", "value": "g"}, ["x"])
    data["inputs"] = [
        {"id": "x", "name": "产值", "indicator": "out"},
        {"id": "x0", "name": "上年产值", "indicator": "out", "take": "year_ago"},
    ]
    data["derived"] = [
        {"id": "g", "name": "增速", "formula": "growth(x, year_ago(x))", "decimals": 1}
    ]
    result = score(Scheme.from_dict(data), table({"x": [112.34], "x0": [100]}))
    assert checked(result) == [12.3]


# -- groups ---------------------------------------------------------------------------------------


def two_groups(**members: Any) -> dict[str, Any]:
    data = one_item(DIRECT, ["v"])
    one = data["groups"][0]
    data["groups"] = [
        {**one, "id": "towns", "members": members.get("towns", {"kinds": ["township"]})},
        {**one, "id": "depts", "members": members.get("depts", {"kinds": ["department"]})},
    ]
    return data


def test_groups_by_kind_each_rank_their_own() -> None:
    scheme = Scheme.from_dict(two_groups())
    given = table({"v": [3, 9, 5, 7]})
    kinds = {"甲": "township", "乙": "department", "丙": "township", "丁": "park"}
    result = score(scheme, given, kinds=kinds)
    assert result.ranks["total"] == {"丙": 1, "甲": 2, "乙": 1}
    assert any("丁" in note for note in result.notes)
    assert result.group_of("乙").id == "depts"


def test_kinds_that_are_not_known_are_not_guessed() -> None:
    with pytest.raises(ScoreError, match="单位类型"):
        score(Scheme.from_dict(two_groups()), table({"v": [3]}))


def test_one_group_asked_for_takes_the_whole_table() -> None:
    result = score(Scheme.from_dict(two_groups()), table({"v": [3, 4]}), group="depts")
    assert [group.id for group in result.groups] == ["depts"]
    assert result.groups[0].units == ("甲", "乙")


def test_a_unit_in_two_groups_and_a_listed_unit_without_data_are_refused() -> None:
    data = two_groups(towns={"units": ["甲", "乙"]}, depts={"units": ["乙", "癸"]})
    with pytest.raises(ScoreError) as caught:
        score(Scheme.from_dict(data), table({"v": [3, 4]}))
    text = caught.value.text()
    assert "癸" in text
    assert "两组" in text


def test_empty_group_by_policy() -> None:
    data = two_groups(towns={"kinds": ["village"]})
    kinds = {"甲": "department"}
    result = score(Scheme.from_dict(data), table({"v": [3]}), kinds=kinds)
    assert result.group("towns").standings == ()
    data["groups"][0]["empty"] = "refuse"
    with pytest.raises(ScoreError, match="没有一个单位"):
        score(Scheme.from_dict(data), table({"v": [3]}), kinds=kinds)


# -- extras, gates, vetoes ----------------------------------------------------------------------


def with_extras() -> dict[str, Any]:
    def events(column: str, points: float) -> dict[str, Any]:
        return {"kind": "events", "events": [{"input": column, "points": points}]}

    columns = ["v", "province", "city", "visits", "growth", "fai", "bad"]
    return tree_scheme(
        [leaf("v", marks=100)],
        columns,
        bonus={
            "cap": 25,
            "per_event_cap": 20,
            "items": [
                {"id": "p", "name": "省表彰", "matter": "表彰", "rule": events("province", 20)},
                {"id": "c", "name": "市表彰", "matter": "表彰", "rule": events("city", 10)},
                {"id": "m", "name": "月度前三", "rule": events("visits", 0.5), "cap": 3},
            ],
        },
        penalty={"cap": None, "items": [{"id": "b", "name": "批评", "rule": events("bad", 10)}]},
        gates=[
            {
                "id": "growth_gate",
                "name": "增速达标",
                "applies_to": ["m"],
                "all": [
                    {"input": "growth", "at_least": 8},
                    {"input": "fai", "at_least": 8},
                ],
            }
        ],
    )


def extras_row(**figures: float | None) -> list[float | None]:
    base: dict[str, float | None] = {
        "v": 80, "province": 0, "city": 0, "visits": 0, "growth": 9, "fai": 9, "bad": 0,
    }  # fmt: skip
    return total(with_extras(), {key: [value] for key, value in {**base, **figures}.items()})


def test_same_matter_counts_once_at_the_highest_level() -> None:
    assert extras_row(province=1, city=1) == [100]
    assert extras_row(city=1) == [90]


def test_caps_of_event_item_and_sum() -> None:
    assert extras_row(province=2) == [100]
    assert extras_row(visits=10) == [83]
    assert extras_row(province=1, visits=20) == [103]


def test_gate_closes_the_guarded_bonus_only() -> None:
    assert extras_row(visits=2, city=1) == [91]
    assert extras_row(visits=2, city=1, fai=7.9) == [90]
    assert extras_row(visits=2, growth=None) == [80]


def test_penalty_without_cap_and_nothing_reported_is_no_event() -> None:
    assert extras_row(bad=12) == [-40]
    assert extras_row(bad=None, province=None) == [80]


def test_gated_bonus_shows_what_it_would_have_been() -> None:
    columns = {"v": [80], "province": [1], "city": [1], "visits": [2], "growth": [1], "fai": [9],
               "bad": [0]}  # fmt: skip
    result = score(Scheme.from_dict(with_extras()), table(columns))
    shut = result.working("甲").find("m")
    assert (shut.rounded, shut.steps[-1].value) == (0, 1)
    assert "增速达标" in shut.told().notes[0]
    assert "不重复" in result.working("甲").find("c").told().notes[0]


def graded(effect: str, **grades: Any) -> dict[str, Any]:
    rules = {
        "names": {
            "excellent": "优秀",
            "good": "良好",
            "qualified": "合格",
            "unqualified": "不合格",
        },
        "quotas": [{"grade": "excellent", "share": 0.25}],
        "thresholds": [{"grade": "good", "at_least": 70}, {"grade": "qualified", "at_least": 60}],
        **grades,
    }
    return tree_scheme(
        [leaf("v", marks=100)],
        ["v", "accident"],
        grades=rules,
        vetoes=[
            {
                "id": "safe",
                "name": "安全",
                "input": "accident",
                "effect": effect,
                "legal_basis": "《安全生产法》",
            }
        ],
    )


@pytest.mark.parametrize(
    ("effect", "first", "second"),
    [
        ("not_excellent", "good", "excellent"),
        ("drop_one_grade", "good", "excellent"),
        ("lowest_grade", "unqualified", "excellent"),
    ],
)
def test_veto_effects_on_the_grade(effect: str, first: str, second: str) -> None:
    columns = {"v": [95, 90, 75, 65], "accident": [1, 0, 0, None]}
    result = score(Scheme.from_dict(graded(effect)), table(columns))
    grades = {place.unit: place.grade for place in result.groups[0].standings}
    assert grades == {"甲": first, "乙": second, "丙": "good", "丁": "qualified"}
    assert result.groups[0].place("甲").vetoed == (effect,)
    assert any("没有报" in note for note in result.working("丁").told().notes)


def test_veto_to_zero_changes_score_and_rank() -> None:
    columns = {"v": [95, 90], "accident": [2, 0]}
    result = score(Scheme.from_dict(graded("zero_total")), table(columns))
    assert checked(result, "total") == [0, 90]
    assert result.ranks["total"] == {"甲": 2, "乙": 1}


@pytest.mark.parametrize(("rounding", "expected"), [("half_up", 3), ("ceiling", 3), ("floor", 2)])
def test_quota_rounding(rounding: str, expected: int) -> None:
    """20 % of 13 units is 2.6."""
    data = graded("not_excellent", quotas=[{"grade": "excellent", "share": 0.2}], thresholds=[],
                  rounding=rounding)  # fmt: skip
    columns: dict[str, list[Any]] = {"v": list(range(13)), "accident": [0] * 13}
    places = score(Scheme.from_dict(data), table(columns)).groups[0].standings
    assert [place.grade for place in places].count("excellent") == expected


@pytest.mark.parametrize(("ties", "expected"), [("better", 2), ("worse", 0)])
def test_ties_at_the_boundary_of_a_quota(ties: str, expected: int) -> None:
    data = graded("not_excellent", boundary_ties=ties)
    columns = {"v": [90, 90, 80, 70], "accident": [0] * 4}
    places = score(Scheme.from_dict(data), table(columns)).groups[0].standings
    assert [place.grade for place in places].count("excellent") == expected


def test_enterprise_classes_by_cumulative_share() -> None:
    """A top 25 %, B to 70 %, C to 95 %, D the rest."""
    rules = {
        "names": {"A": "A", "B": "B", "C": "C", "D": "D"},
        "quotas": [
            {"grade": "A", "up_to": 0.25},
            {"grade": "B", "up_to": 0.7},
            {"grade": "C", "up_to": 0.95},
        ],
    }
    data = tree_scheme([leaf("v", marks=100)], ["v"], grades=rules)
    result = score(Scheme.from_dict(data), table({"v": list(range(20))}))
    grades = "".join(place.grade for place in result.groups[0].standings)
    assert grades == "A" * 5 + "B" * 9 + "C" * 5 + "D"


# -- standings ----------------------------------------------------------------------------------


def test_standings_name_neighbours_zones_and_tie_breaks() -> None:
    tree = [leaf("a", marks=50), leaf("b", marks=50)]
    data = tree_scheme(tree, ["a", "b"], zones={"leading": "1/3", "lagging": "1/3"})
    data["ranking"] = {"then": ["i_b"]}
    columns = {"a": [40, 30, 20], "b": [10, 20, 15]}
    result = score(Scheme.from_dict(data), table(columns))
    first, second, third = result.groups[0].standings
    assert [first.unit, second.unit, third.unit] == ["乙", "甲", "丙"]
    assert [first.rank, second.rank, third.rank] == [1, 2, 3]
    assert (second.above, second.distance_above) == ("乙", 0)
    assert (second.below, second.distance_below) == ("丙", 15)
    assert [first.zone, second.zone, third.zone] == ["leading", "middle", "lagging"]
    assert first.parts == (("i_a", 30.0), ("i_b", 20.0))


def test_items_switched_off_are_listed_and_not_scored() -> None:
    tree = [leaf("a", marks=10), leaf("b", marks=5, off={"reason": "会议次数不得计分"})]
    data = tree_scheme(tree, ["a", "b"], marks=10)
    result = score(Scheme.from_dict(data), table({"a": [7]}))  # its column need not exist
    assert result.scores["total"]["甲"] == 7
    assert result.groups[0].node("i_b").off == "会议次数不得计分"
    working = result.working("甲").find("i_b")
    assert (working.state, working.rounded) == ("off", None)
    assert "会议次数不得计分" in working.told().notes[0]


def test_difficulty_times_the_tree_before_bonus() -> None:
    data = tree_scheme([leaf("v", marks=100)], ["v"], difficulty={"乙": 1.02})
    assert total(data, {"v": [80, 80]}) == [80, pytest.approx(81.6)]


def test_result_is_plain_json_and_digest_ignores_the_order_of_rows() -> None:
    data = tree_scheme([leaf("a", marks=1), leaf("b", marks=1)], ["a", "b"])
    scheme = Scheme.from_dict(data)
    one = Table.from_columns(["甲", "乙"], {"a": [0.1, 0.2], "b": [0.3, 0.4]})
    other = Table.from_columns(["乙", "甲"], {"a": [0.2, 0.1], "b": [0.4, 0.3]})
    first, second = score(scheme, one), score(scheme, other)
    assert first.digest() == second.digest()
    assert json.dumps(first.to_dict()) == json.dumps(score(scheme, one).to_dict())
    assert first.digest() != score(scheme, one.with_cell("甲", "a", 0.11)).digest()


def test_not_applicable_by_the_reason_of_the_missing_figure() -> None:
    rule = {"kind": "completion", "actual": "v", "target": 10}
    item = {"not_applicable": {"reason": "不适用", "policy": "group_mean"}}
    scheme = Scheme.from_dict(one_item(rule, ["v"], **item))
    missing = {("乙", "v"): "不适用", ("丙", "v"): "未报"}
    given = Table.from_columns("甲乙丙", {"v": [6, None, None]}, None, missing)
    result = score(scheme, given)
    assert checked(result) == [6, 6, 0]
    assert result.working("乙").find("x").state == "not_applicable_mean"
    assert result.working("丙").find("x").state == "missing_zero"
