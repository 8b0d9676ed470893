"""Time progress, planned values and rates, on published project bulletins."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.pace import (
    FloorStretch,
    against_targets,
    campaign_day,
    campaign_last_day,
    completion_rate,
    planned_value,
    points_ahead,
    start_rate,
    time_progress,
)
from leitai.engine.quantity import Missing, Outcome, Quantity
from leitai.engine.rounding import half_up

SHAPE = [5.0, 12.0, 25.0, 32.0, 40.0, 55.0, 60.0, 66.0, 80.0, 87.0, 93.0, 100.0]


def rounded(outcome: Outcome, decimals: int = 2) -> float:
    assert isinstance(outcome, Quantity)
    return half_up(outcome.number, decimals)


@pytest.mark.parametrize(
    ("done", "plan", "decimals", "printed"),
    [
        (77.57, 63.27, 1, 122.6),
        (28.78, 19, 2, 151.47),
        (26.4, 22.67, 2, 116.45),
        (22.39, 21.6, 2, 103.66),
        (629.0, 647.4, 1, 97.2),
    ],
)
def test_published_investment_rates(
    done: float, plan: float, decimals: int, printed: float
) -> None:
    assert rounded(completion_rate(done, plan), decimals) == printed


def test_the_parts_add_up_to_the_whole() -> None:
    assert half_up(19 + 22.67 + 21.6, 2) == 63.27
    assert half_up(28.78 + 26.4 + 22.39, 2) == 77.57


def test_october_lead_is_subtracted_before_rounding() -> None:
    lead = points_ahead(629.0, 647.4, 10)
    assert rounded(lead, 1) == 13.8
    assert rounded(lead) == 13.82
    rate, due = completion_rate(629.0, 647.4), time_progress(10)
    assert half_up(rounded(rate, 1) - rounded(due, 1), 1) == 13.9  # what must not be printed


def test_published_start_rates() -> None:
    assert rounded(start_rate(206, 255), 1) == 80.8
    assert rounded(start_rate(206, 223), 1) == 92.4


def test_project_roll_up() -> None:
    """106 projects, 669 in all, 169 this year: 6.31 and 1.59 a project, 84.5 due by June."""
    assert half_up(669 / 106, 2) == 6.31
    assert half_up(169 / 106, 2) == 1.59
    assert rounded(completion_rate(169, 669)) == 25.26
    assert planned_value(169, 6) == Quantity(84.5)
    for month in range(13):
        assert rounded(planned_value(169, month), 6) == half_up(169 * month / 12, 6)


@pytest.mark.parametrize(
    ("signed", "floor_rate", "stretch_rate", "state"),
    [
        (72, 90, 72, "below_floor"),
        (75, 93.75, 75, "below_floor"),
        (80, 100, 80, "floor_met"),
        (95, 118.75, 95, "floor_met"),
        (100, 125, 100, "stretch_met"),
        (108, 135, 108, "stretch_met"),
    ],
)
def test_floor_80_and_stretch_100(
    signed: float, floor_rate: float, stretch_rate: float, state: str
) -> None:
    found = against_targets(signed, 80, 100)
    assert found == FloorStretch(Quantity(floor_rate), Quantity(stretch_rate), found.state)
    assert found.state == state


def test_targets_when_lower_is_better() -> None:
    found = against_targets(20, 25, 16, direction="lower_is_better")
    assert (found.floor_rate, found.stretch_rate) == (Quantity(125), Quantity(80))
    assert found.state == "floor_met"
    with pytest.raises(ValueError, match="easier"):
        against_targets(1, 100, 80)
    with pytest.raises(ValueError, match="easier"):
        against_targets(1, 80, 100, direction="lower_is_better")
    with pytest.raises(ValueError, match="direction"):
        against_targets(1, 80, 100, direction="down")


def test_progress_by_last_years_shape() -> None:
    assert time_progress(6, last_year=SHAPE) == Quantity(55)
    assert planned_value(200, 6, last_year=SHAPE) == Quantity(110)
    assert points_ahead(120, 200, 6, last_year=SHAPE) == Quantity(5)
    assert time_progress(0, last_year=SHAPE) == Quantity(0)
    holed: list[float | None] = [*SHAPE]
    holed[5] = None
    assert time_progress(6, last_year=holed) == Missing(
        "gap", "缺上年第 6 期的累计数", "last year's figure for period 6 is absent"
    )
    assert isinstance(time_progress(6, last_year=[0.0] * 12), Missing)
    with pytest.raises(ValueError, match="figures of last year"):
        time_progress(6, last_year=[1.0])


def test_stocks_begin_at_the_level_of_the_year_start() -> None:
    assert planned_value(120, 6, start=100) == Quantity(110)
    assert points_ahead(115, 120, 6, start=100) == Quantity(25)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (completion_rate(5, 0), "zero_plan"),
        (completion_rate(5, -1), "negative_plan"),
        (points_ahead(5, 0, 6), "zero_plan"),
        (points_ahead(5, 10, 6, last_year=[0.0] * 12), "no_shape"),
    ],
)
def test_what_does_not_exist(outcome: Outcome, code: str) -> None:
    assert isinstance(outcome, Missing)
    assert outcome.code == code


@given(st.integers(0, 12), st.floats(0.1, 1e6))
def test_on_plan_means_no_lead(month: int, annual: float) -> None:
    plan = planned_value(annual, month)
    assert isinstance(plan, Quantity)
    lead = points_ahead(plan.number, annual, month)
    assert isinstance(lead, Quantity)
    assert lead.number == pytest.approx(0, abs=1e-9)


def test_period_must_lie_in_the_year() -> None:
    for wrong in (-1, 13):
        with pytest.raises(ValueError, match="period"):
            time_progress(wrong)
    assert time_progress(3, periods=4) == Quantity(75)


def test_inexact_figures_stay_inexact() -> None:
    assert completion_rate(Quantity(5, "more_than"), 4) == Quantity(125, "more_than")


def test_hundred_days() -> None:
    start = date(2024, 3, 1)
    assert campaign_last_day(start, 100) == date(2024, 6, 8)
    assert campaign_day(start, start) == 1
    assert campaign_day(start, date(2024, 6, 8)) == 100
    assert campaign_day(start, date(2024, 2, 29)) == 0
    with pytest.raises(ValueError, match="at least a day"):
        campaign_last_day(start, 0)
