"""Ladders: places, distances, zones and who moves between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine import build_ladder, movements, to_place
from leitai.engine.ladder import cuts_of_parts
from leitai.engine.quantity import Quantity
from leitai.engine.rounding import half_up

CLASS_ONE = {f"县{n}": float(100 - n) for n in range(1, 24)}


def test_nineteenth_of_23_is_nine_places_below_the_tenth() -> None:
    """Three zones of 23: the last begins at place 17, so place 19 is in it."""
    ladder = build_ladder(CLASS_ONE)
    assert (ladder.cuts, ladder.rung("县19").zone, ladder.ranked) == ((8, 16), 3, 23)
    assert ladder.zone(3)[0].place == 17
    climb = to_place(ladder, "县19", 10)
    assert (climb.places, climb.holder, climb.distance) == (9, "县10", 9.0)


def test_distance_to_a_wished_place_in_growth() -> None:
    """571.33 with 451.80 on the tenth place would need nothing; 451.80 needs 26.46 %."""
    ladder = build_ladder({"蔡甸": 451.80, "甲": 571.33}, decimals=2, parts=1)
    climb = to_place(ladder, "蔡甸", 1)
    assert climb.distance == 119.53
    assert isinstance(climb.required_growth, Quantity)
    assert half_up(climb.required_growth.number, 2) == 26.46
    moving = to_place(ladder, "蔡甸", 1, years=2, holder_growth=5).required_growth
    assert isinstance(moving, Quantity)
    assert half_up(moving.number, 2) == 18.08
    there = to_place(ladder, "甲", 2)
    assert (there.places, there.distance) == (0, 0.0)


def test_neighbours_ties_and_missing_figures() -> None:
    ladder = build_ladder({"甲": 9, "乙": 7.004, "丙": 7.001, "丁": 5, "戊": None}, decimals=2)
    assert [(r.unit, r.place) for r in ladder.rungs] == [
        ("甲", 1), ("乙", 2), ("丙", 2), ("丁", 4), ("戊", 0)
    ]  # fmt: skip
    second = ladder.rung("丙")
    assert (second.tied, second.above, second.below) == (("乙",), "甲", "丁")
    assert (second.distance_above, second.distance_below, second.percent_below) == (2, 2, 40)
    assert ladder.rung("戊").zone == 0
    # The tie leaves place 3 free: whoever wishes for it draws level with place 2.
    assert to_place(ladder, "丁", 3).holder == "乙"
    with pytest.raises(ValueError, match="figure"):
        to_place(ladder, "戊", 1)
    with pytest.raises(ValueError, match="places 1 to 4"):
        to_place(ladder, "丁", 5)
    with pytest.raises(KeyError):
        ladder.rung("己")


def test_lower_is_better_and_given_cuts() -> None:
    ladder = build_ladder({"甲": 3, "乙": 1, "丙": 2}, direction="lower_is_better", cuts=(1,))
    assert [(r.unit, r.zone) for r in ladder.rungs] == [("乙", 1), ("丙", 2), ("甲", 2)]
    for wrong in ((0,), (2, 2), (3, 1)):
        with pytest.raises(ValueError, match="cuts"):
            build_ladder({"甲": 1}, cuts=wrong)


def test_movers_between_years_and_zones() -> None:
    before = build_ladder({"甲": 4, "乙": 3, "丙": 2, "丁": 1}, cuts=(2,))
    after = build_ladder({"甲": 4, "乙": 1, "丙": 3, "戊": 2, "己": None}, cuts=(2,))
    moves = {each.unit: each for each in movements(before, after)}
    assert list(moves) == ["甲", "丙", "戊", "乙", "丁"]
    assert (moves["丙"].places, moves["丙"].kind, moves["丙"].zone_kind) == (1, "up", "up")
    assert (moves["乙"].places, moves["乙"].zone_kind) == (-2, "down")
    assert (moves["甲"].kind, moves["甲"].zone_kind) == ("same", "same")
    assert (moves["戊"].kind, moves["丁"].kind, moves["丁"].places) == ("entered", "left", None)


@given(ranked=st.integers(1, 300), parts=st.integers(1, 9))
def test_parts_are_equal_but_for_one(ranked: int, parts: int) -> None:
    if parts > ranked:
        with pytest.raises(ValueError, match="divide"):
            cuts_of_parts(ranked, parts)
        return
    ends = [0, *cuts_of_parts(ranked, parts), ranked]
    sizes = [b - a for a, b in pairwise(ends)]
    assert len(sizes) == parts
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] - sizes[-1] <= 1


@given(values=st.lists(st.integers(1, 50).map(float), min_size=1, max_size=30), data=st.data())
def test_order_does_not_matter_and_reaching_the_place_reaches_it(
    values: list[float], data: st.DataObject
) -> None:
    named = {f"u{i}": value for i, value in enumerate(values)}
    ladder = build_ladder(named, parts=1)
    order = data.draw(st.permutations(list(named)))
    turned = build_ladder({unit: named[unit] for unit in order}, parts=1)
    assert {r.unit: (r.place, r.zone, r.distance_above) for r in ladder.rungs} == {
        r.unit: (r.place, r.zone, r.distance_above) for r in turned.rungs
    }
    unit = data.draw(st.sampled_from(order))
    wished = data.draw(st.integers(1, len(values)))
    climb = to_place(ladder, unit, wished)
    raised = build_ladder({**named, unit: named[unit] + climb.distance}, parts=1)
    assert raised.rung(unit).place <= max(wished, climb.place if climb.places == 0 else wished)
