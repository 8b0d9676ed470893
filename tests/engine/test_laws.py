"""Laws that hold for any figures: order, scale, monotony, bounds, same input same bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine import Scheme, check_working, rescore, score
from leitai.engine.ranking import rank
from tests.engine.builders import one_item, run, table

FIGURES = st.lists(
    st.integers(min_value=1, max_value=10_000).map(lambda n: n / 8), min_size=1, max_size=9
)
SCALE_FREE: list[dict[str, Any]] = [
    {"kind": "efficacy", "value": "v"},
    {"kind": "efficacy", "value": "v", "form": "exponential"},
    {"kind": "min_max", "value": "v"},
    {"kind": "z_score", "value": "v", "low": None, "high": None},
    {"kind": "ratio_to_first", "value": "v"},
    {"kind": "rank_ladder", "form": "step", "value": "v", "step": 0.05},
    {"kind": "rank_ladder", "form": "linear", "value": "v", "low": 0},
    {"kind": "rank_ladder", "form": "list", "value": "v", "list": [9, 8, 5]},
    {"kind": "percentile", "value": "v"},
    {"kind": "distance", "value": "v"},
]
FIXED: list[dict[str, Any]] = [
    {"kind": "completion", "actual": "v", "target": 500},
    {"kind": "base_level", "actual": "v", "base": 500},
    {
        "kind": "threshold",
        "value": "v",
        "levels": [{"at": 100, "marks": 3}, {"at": 600, "marks": 8}],
    },
    {"kind": "goalposts", "value": "v", "low": 100, "high": 900},
    {"kind": "five_grade", "value": "v", "standards": [900, 700, 500, 300, 100]},
    {"kind": "slope", "value": "v", "segments": [{"to": 100, "per_point": 0.1}]},
]
RULES = [*SCALE_FREE, *FIXED]


def name(rule: dict[str, Any]) -> str:
    return f"{rule['kind']}-{rule.get('form', '')}"


@pytest.mark.parametrize("rule", RULES, ids=name)
@settings(max_examples=10, deadline=None)
@given(figures=FIGURES, data=st.data())
def test_the_order_of_rows_changes_nothing(
    rule: dict[str, Any], figures: list[float], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(figures))))
    straight = run(rule, {"v": figures})
    turned = run(rule, {"v": [figures[place] for place in order]})
    assert turned == [straight[place] for place in order]


@pytest.mark.parametrize("rule", SCALE_FREE, ids=name)
@settings(max_examples=10, deadline=None)
@given(figures=FIGURES, power=st.integers(min_value=-8, max_value=8))
def test_the_unit_of_measure_changes_nothing(
    rule: dict[str, Any], figures: list[float], power: int
) -> None:
    scaled = [figure * 2.0**power for figure in figures]
    assert run(rule, {"v": scaled}) == pytest.approx(run(rule, {"v": figures}), rel=1e-12)


@pytest.mark.parametrize("rule", RULES, ids=name)
@settings(max_examples=10, deadline=None)
@given(figures=FIGURES, gain=st.integers(min_value=1, max_value=5000))
def test_a_better_figure_never_scores_less(
    rule: dict[str, Any], figures: list[float], gain: int
) -> None:
    before = run(rule, {"v": figures})
    after = run(rule, {"v": [figures[0] + gain / 8, *figures[1:]]})
    assert before[0] is not None
    assert after[0] is not None
    if rule["kind"] != "z_score":  # its spread grows with an outlier
        assert after[0] >= before[0] - 1e-9
    scores = [x for x in before if x is not None]
    better = [a >= b for a in figures for b in figures]
    higher = [a >= b - 1e-9 for a in scores for b in scores]
    assert all(h for b, h in zip(better, higher, strict=True) if b)


@pytest.mark.parametrize("rule", RULES, ids=name)
@settings(max_examples=10, deadline=None)
@given(figures=FIGURES)
def test_marks_stay_within_what_the_rule_declares(
    rule: dict[str, Any], figures: list[float]
) -> None:
    scheme = Scheme.from_dict(one_item(rule, ["v"]))
    (item,) = scheme.groups[0].items()
    most = item.rule.most(10.0)
    for value in run(rule, {"v": figures}):
        assert value is not None
        assert most is None or value <= most + 1e-9
        if rule["kind"] not in ("z_score", "slope"):
            assert value >= 0


@pytest.mark.parametrize("rule", RULES, ids=name)
@pytest.mark.parametrize("figures", [[7.0], [7.0, 7.0, 7.0], [None, None], [None, 7.0]])
def test_one_unit_constant_columns_and_missing_ones(
    rule: dict[str, Any], figures: list[float | None]
) -> None:
    values = run(rule, {"v": figures})
    assert all(value is not None for value in values)
    assert len({v for v, f in zip(values, figures, strict=True) if f is not None}) <= 1
    assert all(v == 0 for v, f in zip(values, figures, strict=True) if f is None)


@settings(max_examples=15, deadline=None)
@given(
    a=st.lists(st.integers(0, 100), min_size=2, max_size=8),
    data=st.data(),
    weight=st.integers(1, 99),
)
def test_weights_only_matter_by_their_ratio(a: list[int], data: st.DataObject, weight: int) -> None:
    b = data.draw(st.lists(st.integers(0, 100), min_size=len(a), max_size=len(a)))
    columns = {"a": [float(x) for x in a], "b": [float(x) for x in b]}

    def totals(first: float, second: float) -> list[float]:
        scheme = one_item({"kind": "direct", "value": "a"}, ["a", "b"])
        scheme["groups"][0]["tree"] = [
            {"id": "i", "name": "i", "weight": first, "rule": {"kind": "direct", "value": "a"}},
            {"id": "j", "name": "j", "weight": second, "rule": {"kind": "direct", "value": "b"}},
        ]
        result = score(Scheme.from_dict(scheme), table(columns))
        return [x for x in result.scores["total"].values() if x is not None]

    in_hundred = totals(weight, 100 - weight)
    in_one = totals(weight / 100, (100 - weight) / 100)
    assert in_hundred == pytest.approx(in_one)
    low = [min(x, y) for x, y in zip(a, b, strict=True)]
    high = [max(x, y) for x, y in zip(a, b, strict=True)]
    for value, least, most in zip(in_hundred, low, high, strict=True):
        assert least - 1e-9 <= value <= most + 1e-9


@settings(max_examples=10, deadline=None)
@given(figures=st.lists(st.integers(0, 400), min_size=3, max_size=7), changed=st.integers(0, 400))
def test_scoring_one_changed_cell_again_equals_a_full_run(figures: list[int], changed: int) -> None:
    data = one_item({"kind": "rank_ladder", "form": "linear", "value": "d", "low": 0}, ["v", "w"])
    data["derived"] = [{"id": "d", "name": "d", "formula": "v * 2 + 1"}]
    data["groups"][0]["tree"].append(
        {"id": "y", "name": "y", "marks": 5, "rule": {"kind": "min_max", "value": "w"}}
    )
    scheme = Scheme.from_dict(data)
    before = table({"v": [float(x) for x in figures], "w": [float(x) for x in figures[::-1]]})
    after = before.with_cell("甲", "v", float(changed))
    quick = rescore(score(scheme, before), after, ["v"])
    full = score(scheme, after)
    assert json.dumps(quick.to_dict()) == json.dumps(full.to_dict())
    assert quick.working("甲") == full.working("甲")
    assert quick.groups[0].run.items["y"] is not full.groups[0].run.items["y"]


@settings(max_examples=10, deadline=None)
@given(figures=FIGURES)
def test_same_input_same_bytes_and_ranks_follow_the_printed_scores(figures: list[float]) -> None:
    data = one_item({"kind": "efficacy", "value": "v"}, ["v"])
    data["rounding"] = {"items": 1, "nodes": 1, "total": 1}
    one, two = (score(Scheme.from_dict(data), table({"v": figures})) for _ in range(2))
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    totals = [x for x in one.scores["total"].values() if x is not None]
    assert list(one.ranks["total"].values()) == rank(totals).tolist()
    for unit in one.groups[0].units:
        assert check_working(one.working(unit)) == []
