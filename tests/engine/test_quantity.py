"""Qualifiers are carried through arithmetic and never claim more than is known."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leitai.engine.quantity import QUALIFIERS, Quantity, Span, parse_quantity

Binary = Callable[[Quantity, Quantity], Quantity]
small = st.integers(-6, 6).map(float)
quantities = st.builds(Quantity, small, st.sampled_from(QUALIFIERS))


def q(number: float, qualifier: str = "exact") -> Quantity:
    return Quantity(number, qualifier)


@pytest.mark.parametrize(
    ("result", "number", "qualifier"),
    [
        # "half the land, more than twice the people, more than five times the revenue"
        (q(2, "more_than") / q(0.5), 4, "more_than"),
        (q(5, "more_than") / q(0.5), 10, "more_than"),
        (q(5, "more_than") / q(2, "more_than"), 2.5, "about"),
        # "half the firms, only about a fifteenth of the output"
        ((q(1, "about") / 15) / q(0.5), 2 / 15, "about"),
        (q(80, "at_least") / 100, 0.8, "at_least"),
        (1 / q(2, "more_than"), 0.5, "less_than"),
        (q(10) - q(3, "at_most"), 7, "at_least"),
        (-q(3, "less_than"), -3, "more_than"),
        (q(3, "more_than") + q(2, "at_least"), 5, "more_than"),
        (q(3, "more_than") + q(2, "less_than"), 5, "about"),
        (q(3, "more_than") * q(0), 0, "exact"),
        (q(-2) * q(3, "more_than"), -6, "less_than"),
        (q(2, "less_than") * q(3, "less_than"), 6, "about"),
        (8 / (4 / q(2, "more_than")), 4, "more_than"),
        (q(2.456, "more_than").rounded(2), 2.46, "at_least"),
    ],
)
def test_known_combinations(result: Quantity, number: float, qualifier: str) -> None:
    assert result.number == pytest.approx(number, abs=1e-15)
    assert result.qualifier == qualifier


def _samples(span: Span) -> list[float]:
    low = span.low if math.isfinite(span.low) else min(span.high, 0) - 50
    high = span.high if math.isfinite(span.high) else max(span.low, 0) + 50
    points = [low + (high - low) * k / 7 for k in range(8)]
    points += [low + 1e-9 * (high - low), high - 1e-9 * (high - low)]
    return [p for p in points if _holds(span, p)]


def _holds(span: Span, x: float, slack: float = 0.0) -> bool:
    above = x > span.low - slack if span.low_open and not slack else x >= span.low - slack
    below = x < span.high + slack if span.high_open and not slack else x <= span.high + slack
    return above and below


@given(
    quantities,
    quantities,
    st.sampled_from([operator.add, operator.sub, operator.mul, operator.truediv]),
)
def test_every_possible_pair_lies_in_the_result_span(a: Quantity, b: Quantity, f: Binary) -> None:
    assume(not (f is operator.truediv and b.number == 0))
    result = f(a, b)
    for x in _samples(a.span):
        for y in _samples(b.span):
            if f is operator.truediv and y == 0:
                continue
            value = f(x, y)  # type: ignore[arg-type]
            assert _holds(result.span, value, slack=1e-9 * (1 + abs(value)))  # type: ignore[arg-type]


@given(small, small, st.sampled_from([operator.add, operator.sub, operator.mul]))
def test_exact_in_exact_out(x: float, y: float, f: Binary) -> None:
    assert f(q(x), q(y)) == q(f(x, y))  # type: ignore[arg-type]


@given(quantities)
def test_qualifier_is_read_back_from_its_own_span(a: Quantity) -> None:
    assert a.span.qualifier(a.number) == a.qualifier
    negated = -a
    assert -negated == a


def test_refusals() -> None:
    with pytest.raises(ValueError, match="finite"):
        q(math.inf)
    with pytest.raises(ValueError, match="unknown qualifier"):
        q(1, "roughly")
    with pytest.raises(ZeroDivisionError):
        q(1) / 0
    with pytest.raises(OverflowError):
        q(1e308) * 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.5", q(1234.5)),
        ("超5", q(5, "more_than")),
        ("约 2.5", q(2.5, "about")),
        ("≥80", q(80, "at_least")),
        ("80以上", q(80, "at_least")),
        ("不足３", q(3, "less_than")),
        ("10以内", q(10, "at_most")),
        ("突破3500", q(3500, "more_than")),
        ("－4.25", q(-4.25)),
        ("more than 7", q(7, "more_than")),
        ("1e-05", q(1e-5)),
    ],
)
def test_parse(text: str, expected: Quantity) -> None:
    assert parse_quantity(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12万",
        "1,23,4",
        "1.2.3",
        "1 234",
        "1.23E+11",
        "nan",
        "inf",
        "1e999",
        "超",
        "5~6",
        "**",
        "٣",
    ],
)
def test_parse_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_quantity(text)


def test_text() -> None:
    assert q(2.5, "about").text() == "约2.5"
    assert q(2.456, "at_least").text(1) == "≥2.5"
    assert q(80, "at_least").text(language="en") == "at least 80"
