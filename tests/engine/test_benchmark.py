"""Benchmarking arithmetic on figures published with the plans of real districts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.benchmark import (
    CatchUp,
    Implied,
    catch_up,
    gap,
    implied_value,
    intensity,
    ratio,
    relative_lead,
    required_growth,
    years_to_catch_up,
)
from leitai.engine.quantity import Missing, Outcome, Quantity
from leitai.engine.rounding import half_up


def rounded(outcome: Outcome, decimals: int = 2) -> float:
    assert isinstance(outcome, Quantity)
    return half_up(outcome.number, decimals)


def test_district_against_its_benchmark() -> None:
    """589.23 against 838.88 (亿元): 70.24 %, 249.65 behind; to reach 1000 in two years 30.27 %."""
    own, benchmark = ratio(589.23, 838.88), gap(589.23, 838.88)
    assert isinstance(own, Quantity)
    assert half_up(own.number * 100, 2) == 70.24
    assert rounded(benchmark) == -249.65
    assert rounded(required_growth(589.23, 1000, 2)) == 30.27
    assert rounded(relative_lead(589.23, 838.88)) == -29.76


def test_the_choice_of_extent_turns_behind_into_ahead() -> None:
    """With the airport zone the same district stands at 83.58 % and 110.78 %, and needs 19.43 %."""
    wide = ratio(701.11, 838.88)
    assert isinstance(wide, Quantity)
    assert half_up(wide.number * 100, 2) == 83.58
    implied = implied_value(589.23, 93.10, share_decimals=2)
    assert isinstance(implied, Implied)
    beyond = ratio(701.11, implied.value)
    assert isinstance(beyond, Quantity)
    assert half_up(beyond.number * 100, 2) == 110.78
    assert rounded(required_growth(701.11, 1000, 2)) == 19.43


@pytest.mark.parametrize(
    ("share", "value", "low", "high"),
    [(93.10, 632.90, 632.87, 632.93), (70.24, 838.88, 838.82, 838.94)],
)
def test_what_a_printed_share_implies(share: float, value: float, low: float, high: float) -> None:
    found = implied_value(589.23, share, share_decimals=2)
    assert isinstance(found, Implied)
    assert (half_up(found.value, 2), half_up(found.low, 2), half_up(found.high, 2)) == (
        value,
        low,
        high,
    )


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.integers(0, 4))
def test_the_true_whole_lies_in_the_implied_range(part: float, whole: float, decimals: int) -> None:
    printed = half_up(part / whole * 100, decimals)
    found = implied_value(part, printed, share_decimals=decimals)
    if isinstance(found, Implied):
        assert found.low * (1 - 1e-12) <= whole <= found.high * (1 + 1e-12)
        assert found.low <= found.value <= found.high


def test_implied_value_needs_a_share_away_from_zero() -> None:
    assert isinstance(implied_value(5, 0.3, share_decimals=0), Missing)
    assert implied_value(5, 50) == Implied(10, 10, 10)


def test_several_indicators_at_once() -> None:
    """Half the firms and a fifteenth of the output: 2/15 of the output for each firm."""
    per_firm = intensity(Quantity(1 / 15, "about"), 0.5)
    assert isinstance(per_firm, Quantity)
    assert per_firm.number == pytest.approx(2 / 15)
    assert per_firm.qualifier == "about"
    # Half the land, more than twice the people, more than five times the revenue.
    people, revenue = Quantity(2, "more_than"), Quantity(5, "more_than")
    assert intensity(people, 0.5) == Quantity(4, "more_than")
    assert intensity(revenue, 0.5) == Quantity(10, "more_than")
    assert intensity(revenue, people) == Quantity(2.5, "about")


def test_reverse_indicators_turn_the_sign() -> None:
    assert gap(30, 25, direction="lower_is_better") == Quantity(-5)
    assert relative_lead(20, 25, direction="lower_is_better") == Quantity(20)
    with pytest.raises(ValueError, match="direction"):
        gap(1, 2, direction="down")


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (ratio(5, 0), "zero_heads"),
        (ratio(5, -1), "negative_heads"),
        (relative_lead(5, 0), "zero_base"),
        (required_growth(0, 10, 2), "not_positive"),
        (required_growth(5, -10, 2), "not_positive"),
        (required_growth(5, 10, 0), "no_time"),
        (required_growth(5, 10, 2, benchmark_growth=-100), "fall_below_nothing"),
        (required_growth(1e-300, 1e300, 0.5), "too_large"),
    ],
)
def test_what_does_not_exist(outcome: Outcome, code: str) -> None:
    assert isinstance(outcome, Missing)
    assert outcome.code == code


@given(st.floats(1, 1e5), st.floats(1, 1e5), st.integers(1, 30), st.floats(-20, 30))
def test_required_growth_arrives(own: float, target: float, years: int, moving: float) -> None:
    found = required_growth(own, target, years, benchmark_growth=moving)
    assert isinstance(found, Quantity)
    arrived = own * (1 + found.number / 100) ** years
    assert math.isclose(arrived, target * (1 + moving / 100) ** years, rel_tol=1e-9)


def test_years_to_catch_up() -> None:
    found = years_to_catch_up(80, 100, own_growth=8, benchmark_growth=5)
    assert not isinstance(found, Missing)
    verdict, years = found
    assert verdict == "reaches"
    assert years == pytest.approx(math.log(100 / 80) / math.log(1.08 / 1.05))
    assert years_to_catch_up(80, 100, own_growth=5, benchmark_growth=5) == ("never", None)
    assert years_to_catch_up(80, 100, own_growth=4, benchmark_growth=5) == ("never", None)
    assert years_to_catch_up(100, 100, own_growth=-4) == ("already", 0.0)
    assert isinstance(years_to_catch_up(0, 100, own_growth=4), Missing)
    assert isinstance(years_to_catch_up(1, 100, own_growth=-100), Missing)


def test_years_to_catch_up_when_lower_is_better() -> None:
    found = years_to_catch_up(40, 20, own_growth=-50, direction="lower_is_better")
    assert not isinstance(found, Missing)
    assert found[0] == "reaches"
    assert found[1] == pytest.approx(1)
    assert years_to_catch_up(40, 20, own_growth=2, direction="lower_is_better") == ("never", None)
    assert years_to_catch_up(10, 20, own_growth=2, direction="lower_is_better") == ("already", 0.0)


def test_catch_up_plan_to_a_standing_and_a_moving_benchmark() -> None:
    plan = catch_up(589.23, 1000, within=2)
    assert isinstance(plan, CatchUp)
    assert plan.required_growth is not None
    assert half_up(plan.required_growth, 2) == 30.27
    assert [p.year for p in plan.path] == [0, 1, 2]
    assert plan.path[-1].own == pytest.approx(1000)
    assert plan.path[-1].benchmark == 1000
    moving = catch_up(80, 100, within=5, benchmark_growth=5)
    assert isinstance(moving, CatchUp)
    assert moving.required_growth == pytest.approx(((100 * 1.05**5) / 80) ** (1 / 5) * 100 - 100)
    assert moving.path[-1].own == pytest.approx(moving.path[-1].benchmark)
    assert (moving.verdict, moving.years, moving.gap) == ("reaches", 5, -20)


def test_catch_up_with_a_given_growth() -> None:
    slow = catch_up(80, 100, own_growth=4, benchmark_growth=5, within=3)
    assert isinstance(slow, CatchUp)
    assert (slow.verdict, slow.years) == ("never", None)
    assert slow.path[-1].own < slow.path[-1].benchmark
    fast = catch_up(80, 100, own_growth=25)
    assert isinstance(fast, CatchUp)
    assert fast.years == pytest.approx(1)
    assert fast.required_growth is None
    assert isinstance(catch_up(-1, 100, within=3), Missing)
    with pytest.raises(ValueError, match="term"):
        catch_up(1, 2)
    with pytest.raises(ValueError, match="within"):
        catch_up(1, 2, within=0)
