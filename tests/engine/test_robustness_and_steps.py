"""Rank intervals, steps up, and what explains a change of rank."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.engine import Scheme, closed_figures, decompose, rank_range, rank_steps, score
from tests.engine.builders import one_item, table


def two_parts(**inputs: Any) -> dict[str, Any]:
    """Two completion items of 50 marks; ``a`` can be worked on."""
    data = one_item({"kind": "direct", "value": "a"}, ["a", "b", "ta", "tb"])
    data["rounding"] = {"items": 2, "nodes": 2, "total": 2}
    data["inputs"][0].update(actionable=True, direction="higher_is_better", decimals=0, **inputs)
    data["groups"][0]["tree"] = [
        {
            "id": f"i_{name}",
            "name": name,
            "marks": 50,
            "rule": {"kind": "completion", "actual": name, "target": f"t{name}"},
        }
        for name in "ab"
    ]
    return data


COLUMNS = {"a": [90, 60, 20], "b": [50, 60, 10], "ta": [100] * 3, "tb": [100] * 3}


def test_rank_interval_of_clear_and_of_close_units() -> None:
    scheme = Scheme.from_dict(two_parts())
    close = {"a": [80, 60, 20], "b": [60, 80, 10], "ta": [100] * 3, "tb": [100] * 3}
    result = score(scheme, table(close))
    intervals = rank_range(result, "g", draws=200)
    assert intervals == {"甲": (1, 2), "乙": (1, 2), "丙": (3, 3)}
    assert rank_range(result, "g", draws=200) == intervals
    still = rank_range(result, "g", spread=0.0, draws=5)
    assert still == {"甲": (1, 1), "乙": (1, 1), "丙": (3, 3)}


def test_rank_interval_of_weighted_means_and_bad_parameters() -> None:
    data = two_parts()
    for item in data["groups"][0]["tree"]:
        del item["marks"]
    result = score(Scheme.from_dict(data), table(COLUMNS))
    assert rank_range(result, "g", draws=50)["丙"] == (3, 3)
    with pytest.raises(ValueError, match="spread"):
        rank_range(result, "g", spread=1.5)
    with pytest.raises(KeyError):
        rank_range(result, "nobody")


def test_smallest_step_that_moves_a_unit_up() -> None:
    """甲 has 70.00, 乙 60.00: with a at 80 乙 draws level on the first place."""
    scheme, given = Scheme.from_dict(two_parts()), table(COLUMNS)
    (step,) = rank_steps(scheme, given, "g", "乙")
    assert (step.before, step.after, step.change) == (60, 80, 20)
    assert (step.rank_before, step.rank_after, step.reason) == (2, 1, None)
    moved = score(scheme, given.with_cell("乙", "a", step.after))
    assert moved.ranks["total"]["乙"] == 1
    less = score(scheme, given.with_cell("乙", "a", 79))
    assert less.ranks["total"]["乙"] == 2


def test_step_that_is_capped_says_so() -> None:
    (step,) = rank_steps(Scheme.from_dict(two_parts()), table(COLUMNS), "g", "丙")
    assert (step.after, step.rank_after, step.gain) == (100, 3, 40)
    assert step.reason is not None
    assert "40" in step.reason
    full = {**COLUMNS, "a": [90, 60, 100]}
    (none,) = rank_steps(Scheme.from_dict(two_parts()), table(full), "g", "丙")
    assert (none.gain, none.change) == (0, 0)
    assert none.reason is not None
    assert "封顶" in none.reason


def test_lower_is_better_steps_go_down_and_stop_at_zero() -> None:
    data = one_item(
        {"kind": "rank_ladder", "form": "linear", "value": "v", "low": 0, "reverse": True}, ["v"]
    )
    data["inputs"][0].update(actionable=True, direction="lower_is_better", decimals=1)
    scheme = Scheme.from_dict(data)
    (step,) = rank_steps(scheme, table({"v": [3, 5, 9]}), "g", "丙")
    assert (step.after, step.rank_after) == (5, 2)
    assert rank_steps(scheme, table({"v": [3, 5, 9]}), "g", "甲") == ()


def test_statutory_figures_are_never_suggested() -> None:
    scheme = Scheme.from_dict(two_parts(statutory=True))
    assert rank_steps(scheme, table(COLUMNS), "g", "乙") == ()


def test_missing_figures_are_to_be_reported_first() -> None:
    columns = {**COLUMNS, "a": [90, None, 20]}
    (step,) = rank_steps(Scheme.from_dict(two_parts()), table(columns), "g", "丙")
    assert step.after is not None
    (step,) = rank_steps(Scheme.from_dict(two_parts()), table(columns), "g", "乙")
    assert step.after is None
    assert step.reason is not None
    assert "补报" in step.reason


def test_decompose_says_which_item_moved_the_unit() -> None:
    scheme = Scheme.from_dict(two_parts())
    before = score(scheme, table(COLUMNS))
    after = score(scheme, table({**COLUMNS, "a": [40, 60, 20], "b": [50, 62, 10]}))
    first, second = decompose(before, after, "甲")
    # a: 45 − 30 (median 乙) before, 20 − 20 (median 甲 itself) after; b: the median is 甲 twice.
    assert (first.node_id, first.effect, first.exact) == ("i_a", -15, True)
    assert (second.node_id, second.effect) == ("i_b", 0)


@pytest.mark.parametrize("ties", ["same", "dense"])
def test_without_spread_the_interval_is_the_published_place(ties: str) -> None:
    data = two_parts()
    data["ranking"] = {"ties": ties}
    columns = {"a": [90, 60, 60, 20], "b": [50, 60, 60, 10], "ta": [100] * 4, "tb": [100] * 4}
    result = score(Scheme.from_dict(data), table(columns))
    places = rank_range(result, "g", spread=0, draws=3)
    assert {unit: low for unit, (low, _) in places.items()} == result.ranks["total"]


def test_figures_that_are_not_offered_are_listed_with_the_reason() -> None:
    """A statutory figure stays closed even where it is marked as open to action."""
    data = two_parts()
    data["inputs"][1].update(actionable=True, statutory=True)
    scheme = Scheme.from_dict(data)
    closed = closed_figures(scheme, "g")
    assert [(each.input_id, each.statutory) for each in closed] == [
        ("ta", False),
        ("b", True),
        ("tb", False),
    ]
    assert "统计部门" in closed[1].reason
    offered = {step.input_id for step in rank_steps(scheme, table(COLUMNS), "g", "丙")}
    assert offered == {"a"}
    with pytest.raises(KeyError):
        closed_figures(scheme, "nobody")
