"""Half up on the shortest decimal form, scalar and array."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.rounding import format_number, half_up, half_up_array, plain

finite = st.floats(allow_nan=False, allow_infinity=False)
halves = st.builds(
    lambda k, d, s: s * float(f"{k}5e-{d + 1}"),
    st.integers(0, 10**9),
    st.integers(0, 6),
    st.sampled_from([1, -1]),
)


@pytest.mark.parametrize(
    ("x", "decimals", "expected"),
    [
        (2.675, 2, 2.68),  # the binary value is below the half
        (1.005, 2, 1.01),
        (0.125, 2, 0.13),
        (-0.125, 2, -0.13),
        (-2.5, 0, -3.0),
        (1250.0, -2, 1300.0),
        (83.333333, 2, 83.33),
        (0.4999999999999999, 0, 0.0),
        (1e300, 2, 1e300),
        (5e-324, 22, 0.0),
    ],
)
def test_known_values(x: float, decimals: int, expected: float) -> None:
    assert half_up(x, decimals) == expected
    assert half_up_array([x], decimals)[0] == expected


@given(st.one_of(finite, halves), st.integers(-22, 22))
def test_scalar_follows_the_decimal_text(x: float, decimals: int) -> None:
    context = Context(prec=400)
    step = Decimal(1).scaleb(-decimals)
    expected = Decimal(repr(x)).quantize(step, rounding=ROUND_HALF_UP, context=context)
    assert half_up(x, decimals) == float(expected)


@given(st.lists(st.one_of(finite, halves, st.just(math.nan)), max_size=30), st.integers(-22, 22))
def test_array_equals_scalar_bit_by_bit(xs: list[float], decimals: int) -> None:
    expected = np.array([half_up(x, decimals) for x in xs], dtype=np.float64)
    assert half_up_array(xs, decimals).tobytes() == expected.tobytes()


@given(st.integers(-(10**7), 10**7), st.integers(0, 5), st.integers(-3, 3))
def test_array_equals_scalar_around_halves(k: int, decimals: int, ulps: int) -> None:
    x = float(f"{k}.5e-{decimals}")
    for _ in range(abs(ulps)):
        x = math.nextafter(x, math.inf if ulps > 0 else -math.inf)
    assert half_up_array([x], decimals)[0] == half_up(x, decimals)


@given(finite, finite, st.integers(-5, 10))
def test_rounding_keeps_order(a: float, b: float, decimals: int) -> None:
    low, high = sorted((a, b))
    assert half_up(low, decimals) <= half_up(high, decimals)


@given(finite, st.integers(-5, 10))
def test_rounding_twice_changes_nothing_and_signs_mirror(x: float, decimals: int) -> None:
    once = half_up(x, decimals)
    assert half_up(once, decimals) == once
    assert half_up(-x, decimals) == -once


def test_missing_stays_missing_and_infinity_is_refused() -> None:
    assert math.isnan(half_up(math.nan, 2))
    assert half_up(1.23456, None) == 1.23456
    for call in (half_up, half_up_array):
        with pytest.raises(ValueError, match="infinite"):
            call(math.inf, 2)
    with pytest.raises(ValueError, match="decimals"):
        half_up(1.0, 23)
    with pytest.raises(TypeError):
        half_up(1.0, True)


def test_no_negative_zero() -> None:
    assert math.copysign(1, half_up(-0.001, 2)) == 1
    assert math.copysign(1, float(half_up_array([-0.001], 2)[0])) == 1


def test_array_is_a_copy_with_the_same_shape() -> None:
    source = np.array([[1.005, np.nan], [2.5, -2.5]])
    result = half_up_array(source, None)
    result[0, 0] = 9
    assert source[0, 0] == 1.005
    assert half_up_array(source, 0).shape == (2, 2)


@pytest.mark.parametrize(
    ("x", "decimals", "expected"),
    [
        (70.0, 2, "70.00"),
        (2.675, 2, "2.68"),
        (-0.001, 2, "0.00"),
        (1e22, None, "1" + "0" * 22),
        (1250.0, -2, "1300"),
        (None, 2, "—"),
        (math.nan, 2, "—"),
        (14.2108, None, "14.2108"),
    ],
)
def test_format(x: float | None, decimals: int | None, expected: str) -> None:
    assert format_number(x, decimals) == expected


def test_format_options() -> None:
    assert format_number(1234567.891, 2, grouping=True) == "1,234,567.89"
    assert format_number(13.82, 1, sign=True) == "+13.8"
    assert format_number(-13.82, 1, sign=True) == "-13.8"
    assert format_number(0.0, 1, sign=True) == "0.0"
    assert (plain(6.0), plain(1e-7), plain(-0.0)) == ("6", "0.0000001", "0")
