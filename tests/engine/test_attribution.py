"""A total and its change, split over the items so that it adds up."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine import Result, Scheme, score
from leitai.engine.attribution import (
    ROUNDING,
    VETO,
    contributions,
    difference_parts,
    split_change,
)
from leitai.engine.scheme.tree import COMBINES
from tests.engine.builders import table

UNITS = 6


def scheme(**group: Any) -> Scheme:
    """Two nodes, one of them inside the other's neighbour, a bonus, a penalty and a veto."""
    tree = [
        {
            "id": "n1",
            "name": "一",
            "weight": 60,
            "items": [
                {"id": "a", "name": "甲", "weight": 50, "rule": {"kind": "direct", "value": "a"}},
                {"id": "b", "name": "乙", "weight": 50, "rule": {"kind": "direct", "value": "b"}},
            ],
        },
        {"id": "c", "name": "丙", "weight": 40, "rule": {"kind": "direct", "value": "c"}},
    ]
    return Scheme.from_dict(
        {
            "leitai": "scheme/1",
            "id": "s",
            "name": "方案",
            "missing": "exclude_and_reweight",
            "inputs": [{"id": each, "name": each} for each in ("a", "b", "c", "e", "f", "v")],
            "groups": [
                {
                    "id": "g",
                    "name": "组",
                    "tree": tree,
                    "bonus": {
                        "cap": 3,
                        "items": [
                            {
                                "id": "e1",
                                "name": "加",
                                "rule": {"kind": "events", "events": [{"input": "e", "points": 2}]},
                            },
                            {
                                "id": "e2",
                                "name": "加二",
                                "rule": {"kind": "events", "events": [{"input": "f", "points": 1}]},
                            },
                        ],
                    },
                    "penalty": {
                        "items": [
                            {
                                "id": "p1",
                                "name": "扣",
                                "rule": {"kind": "events", "events": [{"input": "f", "points": 1}]},
                            }
                        ]
                    },
                    "vetoes": [
                        {
                            "id": "z",
                            "name": "否决",
                            "input": "v",
                            "effect": "zero_total",
                            "legal_basis": "某法",
                        }
                    ],
                    **group,
                }
            ],
        }
    )


figures = st.lists(
    st.tuples(
        *[st.one_of(st.none(), st.integers(1, 10000).map(lambda n: n / 100)) for _ in range(3)],
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from([0, 0, 0, 1]),
    ),
    min_size=UNITS,
    max_size=UNITS,
)


def result(rows: list[tuple[Any, ...]], rules: Scheme) -> Result:
    columns = dict(zip("abcefv", (list(each) for each in zip(*rows, strict=True)), strict=True))
    return score(rules, table(columns))


@settings(max_examples=60, deadline=None)
@given(rows=figures, how=st.sampled_from(sorted(COMBINES)), inner=st.sampled_from(sorted(COMBINES)))
def test_contributions_add_up_to_every_total(
    rows: list[tuple[Any, ...]], how: str, inner: str
) -> None:
    data = scheme().to_dict()
    data["groups"][0] |= {"combine": how, "on_zero": "zero"}
    data["groups"][0]["tree"][0] |= {"combine": inner, "on_zero": "zero"}
    if how == "sum":
        for child, marks in zip(data["groups"][0]["tree"], (60, 40), strict=True):
            child["marks"] = marks
            child.pop("weight")
    if inner == "sum":
        for child in data["groups"][0]["tree"][0]["items"]:
            child["marks"] = 30 if how == "sum" else 50
            del child["weight"]
    found = result(rows, Scheme.from_dict(data))
    run = found.groups[0].run
    parts = contributions(run)
    for at, total in enumerate(run.rounded.tolist()):
        values = [float(each[at]) for each in parts.values()]
        if math.isnan(total):
            assert all(math.isnan(value) for value in values)
        else:
            assert math.fsum(values) == pytest.approx(total, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(rows=figures, later=figures, decimals=st.integers(0, 4))
def test_the_split_of_a_change_adds_up_at_the_printed_digits(
    rows: list[tuple[Any, ...]], later: list[tuple[Any, ...]], decimals: int
) -> None:
    rules = scheme()
    for one in split_change(result(rows, rules), result(later, rules), decimals):
        if one.change is None:
            assert one.parts == ()
            continue
        printed = sum(round(change * 10**decimals) for _name, change in one.parts)
        assert abs(printed - one.change * 10**decimals) <= 0.5 + 1e-6
        assert all(change for _name, change in one.parts)


def test_a_sum_is_split_into_the_items_scores_themselves() -> None:
    rules = Scheme.from_dict(
        {
            "leitai": "scheme/1",
            "id": "s",
            "name": "方案",
            "inputs": [{"id": "a", "name": "a"}, {"id": "b", "name": "b"}],
            "groups": [
                {
                    "id": "g",
                    "name": "组",
                    "tree": [
                        {"id": i, "name": i, "marks": 50, "rule": {"kind": "direct", "value": v}}
                        for i, v in (("x", "a"), ("y", "b"))
                    ],
                }
            ],
        }
    )
    before = score(rules, table({"a": [40.0, 30.0], "b": [10.0, 19.0]}))
    after = score(rules, table({"a": [40.0, 33.5], "b": [10.0, 18.0]}))
    other, one = split_change(before, after)
    assert (one.unit, one.parts, one.rank) == ("甲", (), (1, 2))
    assert (other.unit, other.parts, other.rank) == ("乙", (("x", 3.5), ("y", -1.0)), (2, 1))
    assert other.moved


def test_an_item_that_only_one_version_has_counts_as_zero_in_the_other() -> None:
    before = score(scheme(), table({k: [50.0, 40.0] for k in "abc"} | {k: [0, 0] for k in "efv"}))
    data = scheme().to_dict()
    tree = data["groups"][0]["tree"]
    tree[1]["off"] = {"reason": "停用"}
    tree[0]["weight"] = 100
    after = score(
        Scheme.from_dict(data),
        table({k: [50.0, 40.0] for k in "abc"} | {k: [0, 0] for k in "efv"}),
    )
    one = split_change(before, after)[0]
    # 60 × 50 % and 40 × 50 % before; all of it through the two items of the node afterwards.
    assert dict(one.parts) == {"c": -20.0, "a": 10.0, "b": 10.0}
    assert one.change == 0


def test_a_veto_that_empties_the_total_stands_on_its_own_line() -> None:
    rows = [(50, 50, 50, 0, 0, 1), (40, 40, 40, 0, 0, 0)]
    run = result([*rows, *rows, *rows], scheme()).groups[0].run
    parts = contributions(run)
    assert parts[VETO][0] == -50
    assert parts[VETO][1] == 0
    assert parts[ROUNDING][0] == 0


def test_a_capped_bonus_is_dealt_out_over_its_items() -> None:
    rows = [(50, 50, 50, 2, 2, 0), (40, 40, 40, 1, 0, 0)]
    run = result([*rows, *rows, *rows], scheme()).groups[0].run
    parts = contributions(run)
    # 4 and 2 marks were earned, 3 of them count.
    assert (parts["e1"][0], parts["e2"][0], parts["p1"][0]) == (2.0, 1.0, -2.0)


def test_what_rounding_leaves_is_said() -> None:
    assert difference_parts({"a": 1.004}, {"a": 1.008}, (1.0, 1.01)) == {ROUNDING: 0.01}
