"""Arithmetic, comparison and choice over :class:`Values`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from leitai.engine.formula.reasons import NO_POWER, ZERO_DIVISOR
from leitai.engine.formula.values import Floats, Values, lift
from leitai.engine.quantity import EVERYTHING, Missing, Span

__all__ = [
    "BINARY",
    "add",
    "choose",
    "compare",
    "divide",
    "if_missing",
    "multiply",
    "negative",
    "power",
    "subtract",
    "truth",
]

_NEAR: Final = 1e-14
"""Numbers that agree to this relative difference are equal, so 0.3 - 0.1 >= 0.2 holds."""


# -- arithmetic ----------------------------------------------------------------------------------


def add(a: Values, b: Values) -> Values:
    """The sum of two values."""
    return lift(lambda x, y: x + y, lambda x, y: x + y, a, b)


def subtract(a: Values, b: Values) -> Values:
    """The difference of two values."""
    return lift(lambda x, y: x - y, lambda x, y: x - y, a, b)


def multiply(a: Values, b: Values) -> Values:
    """The product of two values."""
    return lift(lambda x, y: x * y, lambda x, y: x * y, a, b)


def divide(a: Values, b: Values) -> Values:
    """The quotient of two values; a division by zero does not exist."""
    return lift(
        lambda x, y: x / y,
        lambda x, y: x / y,
        a,
        b,
        faults=lambda x, y: [(y == 0, ZERO_DIVISOR)],
    )


BINARY: Final[dict[str, Callable[[Values, Values], Values]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
}


def negative(a: Values) -> Values:
    """The value with its sign turned."""
    return lift(lambda x: -x, lambda x: -x, a)


def power(a: Values, b: Values) -> Values:
    """``a ^ b``; 0 to a negative power and broken powers of negative numbers do not exist."""
    return lift(
        _powers,
        _power_span,
        a,
        b,
        faults=lambda x, y: [
            ((x == 0) & (y < 0), ZERO_DIVISOR),
            ((x < 0) & (y != np.floor(y)), NO_POWER),
        ],
    )


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _powers(bases: Floats, exponents: Floats) -> Floats:
    # Not np.power: its vector code differs in the last bit from processor to processor.
    return np.array([_power(x, y) for x, y in zip(bases.tolist(), exponents.tolist(), strict=True)])


def _power_span(a: Span, b: Span) -> Span:
    if b.exact and a.low >= 0 and b.low > 0:
        return a.monotone(lambda x: _power(x, b.low))
    if a.exact and a.low > 1:
        return b.monotone(lambda y: _power(a.low, y))
    if b.exact and b.low == 2:
        return a.absolute().monotone(lambda x: _power(x, 2.0))
    return EVERYTHING


# -- comparison and choice -----------------------------------------------------------------------


def _equal(x: Floats, y: Floats) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.abs(x - y) <= _NEAR * np.maximum(np.abs(x), np.abs(y))
    return near


_COMPARE: Final[dict[str, Callable[[Floats, Floats], NDArray[np.bool_]]]] = {
    "=": _equal,
    "!=": lambda x, y: ~_equal(x, y),
    "<": lambda x, y: (x < y) & ~_equal(x, y),
    "<=": lambda x, y: (x < y) | _equal(x, y),
    ">": lambda x, y: (x > y) & ~_equal(x, y),
    ">=": lambda x, y: (x > y) | _equal(x, y),
}
_UNDECIDED: Final = Span(0.0, 1.0)


def compare(operator: str, a: Values, b: Values) -> Values:
    """1 where the comparison holds, 0 where not.

    Where an inexact number leaves it open, the stated numbers decide and the result is inexact;
    where the spans settle it (超5 > 5), they do.
    """
    function = _COMPARE[operator]
    result = lift(lambda x, y: function(x, y).astype(np.float64), lambda x, y: _UNDECIDED, a, b)
    if not result.spans and not (a.spans or b.spans):
        return result
    numbers, spans = result.numbers.copy(), dict(result.spans)
    for place in range(len(result)):
        if math.isnan(numbers[place]):
            continue
        one, other = a.span(place), b.span(place)
        if one.exact and other.exact:
            spans.pop(place, None)
            continue
        settled = _settled(operator, one, other)
        if settled is None:
            spans[place] = _UNDECIDED
        else:
            numbers[place] = float(settled)
            spans.pop(place, None)
    return Values(numbers, spans, result.reasons)


def _settled(operator: str, a: Span, b: Span) -> bool | None:
    less, greater = a.below(b), b.below(a)
    match operator:
        case "<":
            return less
        case ">":
            return greater
        case "<=":
            return None if greater is None else not greater
        case ">=":
            return None if less is None else not less
    apart = less is True or greater is True
    if not apart:
        return None
    return operator == "!="


def truth(a: Values) -> Values:
    """1 for anything but zero."""

    def span(x: Span) -> Span:
        zero_possible = x.low <= 0 <= x.high
        return _UNDECIDED if zero_possible else Span(1.0, 1.0)

    return lift(lambda x: (x != 0).astype(np.float64), span, a)


def choose(condition: Values, then: Values, otherwise: Values) -> Values:
    """``if``: only the branch that is taken needs to exist."""
    decided = truth(condition)
    units = max(len(decided), len(then), len(otherwise))
    decided, then, otherwise = decided.spread(units), then.spread(units), otherwise.spread(units)
    taken = decided.numbers == 1
    numbers = np.where(taken, then.numbers, otherwise.numbers)
    numbers[np.isnan(decided.numbers)] = math.nan
    spans: dict[int, Span] = {}
    reasons: dict[int, Missing] = dict(decided.reasons)
    for place in np.flatnonzero(np.isnan(numbers) & ~np.isnan(decided.numbers)).tolist():
        reason = (then if taken[place] else otherwise).reason(place)
        if reason is not None:
            reasons[place] = reason
    for place in sorted({*decided.spans, *then.spans, *otherwise.spans}):
        if math.isnan(numbers[place]):
            continue
        branch, other = (then, otherwise) if taken[place] else (otherwise, then)
        span = branch.span(place)
        if place in decided.spans:
            span = span.hull(other.span(place)) if other.reason(place) is None else EVERYTHING
        if not span.exact:
            spans[place] = span
    return Values(numbers, spans, reasons)


def if_missing(a: Values, otherwise: Values) -> Values:
    """``otherwise`` where ``a`` is missing."""
    units = max(len(a), len(otherwise))
    a, otherwise = a.spread(units), otherwise.spread(units)
    absent = np.isnan(a.numbers)
    numbers = np.where(absent, otherwise.numbers, a.numbers)
    return Values(
        numbers,
        {
            place: span
            for source, chosen in ((a, ~absent), (otherwise, absent))
            for place, span in source.spans.items()
            if chosen[place]
        },
        {p: r for p, r in otherwise.reasons.items() if absent[p]},
    )
