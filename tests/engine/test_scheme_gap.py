"""The split of a scheme's gap adds up at every node, to the printed digit, for any scheme."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leitai.engine import GapError, Result, Scheme, SchemeGap, ScoreError, decompose_gap, score
from leitai.engine.rounding import plain
from tests.engine.builders import table


def item(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"i_{name}",
        "name": name,
        "missing": "exclude_and_reweight",
        "rule": {"kind": "direct", "value": name},
        **more,
    }


def scheme(tree: list[dict[str, Any]], columns: list[str], **group: Any) -> Scheme:
    return Scheme.from_dict(
        {
            "leitai": "scheme/1",
            "id": "s",
            "name": "s",
            "inputs": [{"id": each, "name": each} for each in columns],
            "groups": [{"id": "g", "name": "g", "members": "all", "tree": tree, **group}],
        }
    )


def hundred(parts: list[int]) -> list[float]:
    """Weights in these proportions, as near as whole numbers that make 100 come."""
    ends = [round(sum(parts[: i + 1]) * 100 / sum(parts)) for i in range(len(parts))]
    return [float(b - a) for a, b in pairwise([0, *ends])]


def split(how: str, columns: dict[str, list[float | None]], **group: Any) -> SchemeGap:
    """甲 against 乙 in one node that combines the columns with equal weights."""
    weights = hundred([1] * len(columns))
    tree = [item(name, weight=w) for name, w in zip(columns, weights, strict=True)]
    rules = scheme(tree, list(columns), combine=how, **group)
    return decompose_gap(score(rules, table(columns)), "甲", "乙")


def effects(found: SchemeGap) -> dict[str, float]:
    return {each.id: each.effect for each in found.children()}


def adds_up(found: SchemeGap) -> None:
    for node in found.nodes:
        parts = found.children(node.id)
        if parts:
            whole = sum(Decimal(plain(part.effect)) for part in parts)
            assert whole == Decimal(plain(node.effect)), node.id
            exact = math.fsum(part.exact for part in parts)
            assert exact == pytest.approx(node.exact, abs=1e-7)
    assert Decimal(plain(found.gap)) == Decimal(plain(found.own)) - Decimal(
        plain(found.benchmark_score)
    )
    assert found.nodes[0].effect == found.gap


# -- worked by hand --------------------------------------------------------------------------------


def test_a_sum_gives_each_item_its_difference() -> None:
    tree = [item("a", marks=60), item("b", marks=40)]
    rules = scheme(tree, ["a", "b"])
    found = decompose_gap(score(rules, table({"a": [50, 41.5], "b": [20, 33]})), "甲", "乙")
    assert (found.gap, effects(found)) == (-4.5, {"i_a": 8.5, "i_b": -13.0})
    assert [each.id for each in found.leaves()] == ["i_b", "i_a"]


def test_a_geometric_mean_is_shared_by_logarithms() -> None:
    """√(80·45) = 60, √(20·45) = 30: all of it from a. √(90·10) = 30, √(40·40) = 40:
    L = 10 ÷ ln(4/3) = 34.761; a: L·½·ln(90/40) = 14.09, b: L·½·ln(10/40) = −24.09."""
    assert effects(split("geometric", {"a": [80, 20], "b": [45, 45]})) == {"i_a": 30, "i_b": 0}
    found = split("geometric", {"a": [90, 40], "b": [10, 40]})
    assert found.gap == -10
    assert effects(found) == {"i_a": 14.09, "i_b": -24.09}
    assert found.node("i_a").method == "log_mean"


def test_a_zero_that_decides_takes_the_whole_gap() -> None:
    found = split("geometric", {"a": [0, 40], "b": [90, 90]}, on_zero="zero")
    assert (found.gap, effects(found)) == (-60, {"i_a": -60, "i_b": 0})
    assert found.node("i_a").method == "zero_decides"
    both = split("geometric", {"a": [0, 40], "b": [90, 0]}, on_zero="zero")
    assert (both.gap, effects(both)) == (0, {"i_a": 0, "i_b": 0})


def test_comparing_in_pairs_is_shared_by_shapley_values() -> None:
    """甲 beats 乙 in a and b, loses c: two of three votes, so it wins the pair; a and b decide."""
    found = split("copeland", {"a": [9, 1], "b": [9, 1], "c": [1, 9]})
    assert (found.gap, found.node("i_a").method) == (100, "shapley")
    assert effects(found) == {"i_a": 66.66, "i_b": 66.67, "i_c": -33.33}


def test_an_item_that_does_not_apply_has_no_part_where_rates_are_equal() -> None:
    """甲 has no b and 80 % of the rest; 乙 80 % of everything: nothing separates them."""
    tree = [item("a", marks=60), item("b", marks=40)]
    result = score(scheme(tree, ["a", "b"]), table({"a": [48, 48], "b": [None, 32]}))
    found = decompose_gap(result, "甲", "乙")
    assert (found.gap, effects(found)) == (0, {"i_a": 0, "i_b": 0})
    assert found.node("i_b").absent == ("own",)


def test_offsetting_children_keep_their_parts_where_the_node_is_level() -> None:
    tree = [
        {"id": "n", "name": "n", "weight": 50, "combine": "geometric",
         "items": [item("a", weight=50), item("b", weight=50)]},
        item("c", weight=50),
    ]  # fmt: skip
    columns: dict[str, list[float | None]] = {"a": [90, 40], "b": [40, 90], "c": [50, 50]}
    found = decompose_gap(score(scheme(tree, list(columns)), table(columns)), "甲", "乙")
    assert found.gap == 0
    (a, b) = found.children("n")
    # The slope of the geometric mean at 60, half of it in the total: 60·½·ln(90/40)·½.
    assert (a.effect, b.effect) == (12.16, -12.16)


def test_what_is_no_items_doing_stands_in_lines_of_its_own() -> None:
    columns: dict[str, list[float | None]] = {
        "a": [80, 60, 70], "p": [6, 1, 0], "q": [7, 1, 0], "v": [0, 1, 0]
    }  # fmt: skip
    rules = scheme(
        [item("a", marks=100)],
        ["a", "p", "q", "v"],
        difficulty={"甲": 1.1},
        bonus={
            "cap": 10,
            "items": [
                {"id": name, "name": name, "rule": {"kind": "direct", "value": name}}
                for name in ("p", "q")
            ],
        },
        vetoes=[
            {"id": "v", "name": "v", "input": "v", "effect": "zero_total", "legal_basis": "法"}
        ],
    )
    result = score(rules, table(columns))
    found = decompose_gap(result, "甲", "丙")
    assert (found.own, found.benchmark_score) == (98, 70)
    assert effects(found) == {"i_a": 10.5, "difficulty": 7.5, "bonus": 10.0}
    assert [each.effect for each in found.children("bonus")] == [6, 7, -3]
    struck = decompose_gap(result, "甲", "乙")
    assert (struck.gap, struck.node("veto").effect) == (98, 62)
    adds_up(struck)


def test_units_of_two_groups_and_without_a_total_are_refused() -> None:
    rules = scheme([item("a", marks=10)], ["a"])
    result = score(rules, table({"a": [5, None, 3]}))
    with pytest.raises(GapError, match="没有总分"):
        decompose_gap(result, "甲", "乙")
    with pytest.raises(GapError, match="自己"):
        decompose_gap(result, "甲", "甲")
    with pytest.raises(KeyError):
        decompose_gap(result, "甲", "无")
    two = {
        "leitai": "scheme/1", "id": "s", "name": "s", "inputs": [{"id": "a", "name": "a"}],
        "groups": [
            {"id": unit, "name": unit, "members": {"units": [name]},
             "tree": [{**item("a", marks=10), "id": f"i_{unit}"}]}
            for unit, name in (("g1", "甲"), ("g2", "乙"))
        ],
    }  # fmt: skip
    with pytest.raises(GapError, match="不能相比") as caught:
        decompose_gap(score(Scheme.from_dict(two), table({"a": [5, 3]})), "甲", "乙")
    assert "groups" not in str(caught.value)
    assert "trees differ" in caught.value.words.en


# -- for any scheme --------------------------------------------------------------------------------

HOWS = ("sum", "arithmetic", "geometric", "harmonic", "power", "copeland")
SCORES = st.one_of(st.none(), st.integers(0, 1000).map(lambda n: n / 10))


@st.composite
def cases(draw: st.DrawFn) -> Result:
    """A result of a random scheme of two levels with everything beside the tree."""
    size = draw(st.integers(2, 5))
    count = draw(st.integers(2, 7))
    names = [f"c{i}" for i in range(count)]
    column = st.lists(SCORES, min_size=size, max_size=size)
    columns = {name: draw(column) for name in names}
    cut = draw(st.integers(1, count - 1))

    def weights(count: int, outer: str) -> list[dict[str, float]]:
        drawn = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
        if outer == "sum":
            return [{"marks": float(each)} for each in drawn]
        return [{"weight": each} for each in hundred(drawn)]

    def how() -> dict[str, Any]:
        return {
            "combine": draw(st.sampled_from(HOWS)),
            "on_zero": "zero",
            "power": draw(st.sampled_from([-2.0, 0.5, 1.0, 2.0, 3.0])),
        }

    inner, outer = how(), how()
    within = weights(cut, inner["combine"])
    first, *others = weights(1 + count - cut, outer["combine"])
    if inner["combine"] == outer["combine"] == "sum":
        first = {"marks": sum(each["marks"] for each in within)}
    items = [item(n, **w) for n, w in zip(names[:cut], within, strict=True)]
    tree = [
        {"id": "n", "name": "n", **first, "items": items, **inner},
        *(item(n, **w) for n, w in zip(names[cut:], others, strict=True)),
    ]
    group: dict[str, Any] = {**outer}
    small = st.lists(st.integers(0, 50).map(lambda n: n / 10), min_size=size, max_size=size)
    extra = []
    if draw(st.booleans()):
        extra = ["p", "q", "v"]
        columns |= {"p": draw(small), "q": draw(small)}
        columns["v"] = draw(st.lists(st.sampled_from([0, 0, 1]), min_size=size, max_size=size))
        group["difficulty"] = {"甲": 1.05}
        group["bonus"] = {
            "cap": 3,
            "items": [{"id": "p", "name": "p", "rule": {"kind": "direct", "value": "p"}}],
        }
        group["penalty"] = {
            "items": [{"id": "q", "name": "q", "rule": {"kind": "direct", "value": "q"}}]
        }
        group["vetoes"] = [
            {"id": "v", "name": "v", "input": "v", "effect": "zero_total", "legal_basis": "法"}
        ]
    try:
        return score(scheme(tree, [*names, *extra], **group), table(columns))
    except ScoreError:
        assume(False)
        raise


@settings(max_examples=300, deadline=None)
@given(result=cases())
def test_the_split_adds_up_at_every_node_and_turns_round(result: Result) -> None:
    units = [place.unit for place in result.groups[0].standings if place.score is not None]
    assume(len(units) > 1)
    for other in units[1:]:
        found = decompose_gap(result, units[0], other)
        adds_up(found)
        for node in found.nodes:
            assert abs(node.effect - node.exact) < 0.05
        back = decompose_gap(result, other, units[0])
        assert back.gap == -found.gap
        mirrored = {each.id: each.exact for each in back.nodes}
        assert all(
            mirrored[each.id] == pytest.approx(-each.exact, abs=1e-7) for each in found.nodes
        )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=11, max_size=13))
def test_many_children_compared_in_pairs_still_add_up(pairs: list[tuple[int, int]]) -> None:
    columns: dict[str, list[float | None]] = {
        f"c{i}": [float(a), float(b), 4.5] for i, (a, b) in enumerate(pairs)
    }
    found = split("copeland", columns)
    adds_up(found)
    if sum(a != b for a, b in pairs) > 10:
        assert found.children()[0].method == "sampled"
