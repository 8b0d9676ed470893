"""Parts that add up to the whole to the last digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.apportion import adds_up, apportion


def test_the_worked_example() -> None:
    """169 over three units that had 30, 50 and 40 last year; the example of the formula's page."""
    assert apportion(169, [30, 50, 40], 1) == (42.3, 70.4, 56.3)
    assert adds_up([42.3, 70.4, 56.3], 169) == 0


def test_equal_losses_go_to_the_earlier_part() -> None:
    assert apportion(10, [1, 1, 1], 0) == (4.0, 3.0, 3.0)
    assert apportion(-10, [1, 1, 1], 0) == (-4.0, -3.0, -3.0)
    assert apportion(80, [2, 0, 1], 0) == (53.0, 0.0, 27.0)


def test_a_whole_finer_than_the_step_is_given_out_in_full() -> None:
    parts = apportion(10.05, [1, 1], 1)
    assert adds_up(parts, 10.05) == 0


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_cannot_be(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        apportion(10, weights, 0)


@given(
    st.integers(0, 10**7),
    st.lists(st.integers(0, 10**5), min_size=1, max_size=30).filter(any),
    st.integers(0, 3),
)
def test_parts_add_up_and_stay_within_a_step_of_their_share(
    whole: int, weights: list[int], decimals: int
) -> None:
    number = whole / 10**decimals
    parts = apportion(number, weights, decimals)
    assert adds_up(parts, number) == 0
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - number * weight / total) <= 10**-decimals * 1.001
        assert weight > 0 or part == 0


def test_what_is_left_is_counted_exactly() -> None:
    assert adds_up([0.1, 0.2], 0.3) == 0
    assert adds_up([60, 15], 80) == 5
    assert adds_up([60, 25], 80) == -5
