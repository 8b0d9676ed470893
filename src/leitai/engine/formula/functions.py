"""The functions of the language over :class:`Values`. Every one says where it does not exist."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from leitai.engine.formula.values import Fault, Floats, Values, lift
from leitai.engine.quantity import EVERYTHING, Missing, Span
from leitai.engine.ranking import rank
from leitai.engine.rounding import half_up, half_up_array

__all__ = ["BINARY", "FUNCTION_TABLE", "compare", "negative", "power"]

ZERO_DIVISOR: Final = Missing("zero_divisor", "除数为零", "division by zero")
ZERO_BASE: Final = Missing(
    "zero_base", "基数为零，增速没有意义", "the base is zero: no growth rate"
)
NEGATIVE_BASE: Final = Missing(
    "negative_base", "基数为负，增速没有意义", "the base is negative: no growth rate"
)
ZERO_WHOLE: Final = Missing("zero_whole", "整体为零，占比没有意义", "the whole is zero: no share")
NEGATIVE_WHOLE: Final = Missing(
    "negative_whole", "整体为负，占比没有意义", "the whole is negative: no share"
)
ZERO_INCREMENT: Final = Missing(
    "zero_increment",
    "整体没有增量，贡献率没有意义",
    "the whole did not change: no contribution rate",
)
NEGATIVE_INCREMENT: Final = Missing(
    "negative_increment",
    "整体增量为负，贡献率没有意义",
    "the whole decreased: a contribution rate would mislead",
)
ZERO_HEADS: Final = Missing(
    "zero_heads", "分母为零，强度没有意义", "the divisor is zero: no intensity"
)
NEGATIVE_HEADS: Final = Missing(
    "negative_heads", "分母为负，强度没有意义", "the divisor is negative: no intensity"
)
NO_POWER: Final = Missing("no_power", "这个乘方没有实数结果", "this power is not a real number")
NO_ROOT: Final = Missing("no_root", "负数没有平方根", "a negative number has no square root")
NO_LOGARITHM: Final = Missing(
    "no_logarithm", "零或负数没有对数", "zero and negative numbers have no logarithm"
)
CROSSED_LIMITS: Final = Missing(
    "crossed_limits", "下限高于上限", "the lower limit lies above the upper one"
)
EMPTY_GROUP: Final = Missing(
    "empty_group", "组内没有一个单位有数值", "no unit of the group has a value"
)

_NEAR: Final = 1e-14
"""Numbers that agree to this relative difference are equal, so 0.3 - 0.1 >= 0.2 holds."""


# -- arithmetic ----------------------------------------------------------------------------------


def _add(a: Values, b: Values) -> Values:
    return lift(lambda x, y: x + y, lambda x, y: x + y, a, b)


def _subtract(a: Values, b: Values) -> Values:
    return lift(lambda x, y: x - y, lambda x, y: x - y, a, b)


def _multiply(a: Values, b: Values) -> Values:
    return lift(lambda x, y: x * y, lambda x, y: x * y, a, b)


def _divide(a: Values, b: Values) -> Values:
    return lift(
        lambda x, y: x / y,
        lambda x, y: x / y,
        a,
        b,
        faults=lambda x, y: [(y == 0, ZERO_DIVISOR)],
    )


BINARY: Final[dict[str, Callable[[Values, Values], Values]]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
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


def _truth(a: Values) -> Values:
    """1 for anything but zero."""

    def span(x: Span) -> Span:
        zero_possible = x.low <= 0 <= x.high
        return _UNDECIDED if zero_possible else Span(1.0, 1.0)

    return lift(lambda x: (x != 0).astype(np.float64), span, a)


def _choose(condition: Values, then: Values, otherwise: Values) -> Values:
    """``if``: only the branch that is taken needs to exist."""
    truth = _truth(condition)
    units = max(len(truth), len(then), len(otherwise))
    truth, then, otherwise = truth.spread(units), then.spread(units), otherwise.spread(units)
    taken = truth.numbers == 1
    numbers = np.where(taken, then.numbers, otherwise.numbers)
    numbers[np.isnan(truth.numbers)] = math.nan
    spans: dict[int, Span] = {}
    reasons: dict[int, Missing] = dict(truth.reasons)
    for place in np.flatnonzero(np.isnan(numbers) & ~np.isnan(truth.numbers)).tolist():
        reason = (then if taken[place] else otherwise).reason(place)
        if reason is not None:
            reasons[place] = reason
    for place in sorted({*truth.spans, *then.spans, *otherwise.spans}):
        if math.isnan(numbers[place]):
            continue
        branch, other = (then, otherwise) if taken[place] else (otherwise, then)
        span = branch.span(place)
        if place in truth.spans:
            span = span.hull(other.span(place)) if other.reason(place) is None else EVERYTHING
        if not span.exact:
            spans[place] = span
    return Values(numbers, spans, reasons)


def _if_missing(a: Values, otherwise: Values) -> Values:
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


def _all(*conditions: Values) -> Values:
    return _minimum(*(_truth(condition) for condition in conditions))


def _any(*conditions: Values) -> Values:
    return _maximum(*(_truth(condition) for condition in conditions))


def _not(condition: Values) -> Values:
    return lift(lambda x: 1 - x, lambda x: Span(1.0, 1.0) - x, _truth(condition))


# -- elementwise ---------------------------------------------------------------------------------


def _maximum(*arguments: Values) -> Values:
    def largest(*arrays: Floats) -> Floats:
        return reduce(np.maximum, arrays)

    return lift(largest, lambda *spans: reduce(Span.maximum, spans), *arguments)


def _minimum(*arguments: Values) -> Values:
    def smallest(*arrays: Floats) -> Floats:
        return reduce(np.minimum, arrays)

    return lift(smallest, lambda *spans: reduce(Span.minimum, spans), *arguments)


def _sum(*arguments: Values) -> Values:
    return reduce(_add, arguments)


def _mean(*arguments: Values) -> Values:
    return _divide(_sum(*arguments), Values.of(float(len(arguments))))


def _clip(x: Values, low: Values, high: Values) -> Values:
    return lift(
        lambda v, a, b: np.minimum(np.maximum(v, a), b),
        lambda v, a, b: v.maximum(a).minimum(b),
        x,
        low,
        high,
        faults=lambda v, a, b: [(a > b, CROSSED_LIMITS)],
    )


def _round(x: Values, decimals: Values | None = None) -> Values:
    places = 0 if decimals is None else int(decimals.numbers[0])

    def span(v: Span) -> Span:
        return v.monotone(lambda end: half_up(end, places), keeps_openness=False)

    return lift(lambda v: half_up_array(v, places), span, x)


def _absolute(x: Values) -> Values:
    return lift(np.abs, Span.absolute, x)


def _rising(
    function: Callable[[float], float],
    x: Values,
    domain: Callable[[Floats], Sequence[Fault]] | None = None,
) -> Values:
    """A rising function, computed one number at a time to be the same on every processor."""

    def at(v: float) -> float:
        try:
            return function(v)
        except OverflowError:
            return math.inf
        except ValueError:  # outside the domain
            return math.nan

    def numbers(array: Floats) -> Floats:
        return np.array([at(v) for v in array.tolist()])

    return lift(numbers, lambda v: v.monotone(at), x, faults=domain)


def _sqrt(x: Values) -> Values:
    return _rising(math.sqrt, x, lambda v: [(v < 0, NO_ROOT)])


def _exp(x: Values) -> Values:
    return _rising(math.exp, x)


def _ln(x: Values) -> Values:
    return _rising(math.log, x, lambda v: [(v <= 0, NO_LOGARITHM)])


# -- statistics ----------------------------------------------------------------------------------


def _growth(x: Values, base: Values) -> Values:
    """(x − base) ÷ base in percent; the base must be positive."""
    return lift(
        lambda v, b: (v - b) * 100 / b,
        _growth_span,
        x,
        base,
        faults=lambda v, b: [(b == 0, ZERO_BASE), (b < 0, NEGATIVE_BASE)],
    )


def _growth_span(x: Span, base: Span) -> Span:
    """Growth rises with ``x`` and, for positive ``x``, falls with a positive base."""
    if base.low < 0 or (base.exact and base.low == 0):
        return EVERYTHING

    def at(v: float, b: float, limit: float) -> float:
        if math.isinf(b):
            return -100.0
        if b == 0 or math.isinf(v):
            return limit
        return (v - b) * 100 / b

    low_base, low_open = (base.high, base.high_open) if x.low >= 0 else (base.low, base.low_open)
    high_base, high_open = (base.low, base.low_open) if x.high >= 0 else (base.high, base.high_open)
    low, high = at(x.low, low_base, -math.inf), at(x.high, high_base, math.inf)
    # From nothing the growth is -100 % whatever the base, so there the base does not open the end.
    return Span(
        low,
        high,
        x.low_open or (low_open and x.low != 0) or math.isinf(low),
        x.high_open or (high_open and x.high != 0) or math.isinf(high),
    )


def _share(part: Values, whole: Values) -> Values:
    """part ÷ whole in percent; the whole must be positive."""
    return lift(
        lambda p, w: p * 100 / w,
        lambda p, w: p * _HUNDRED / w,
        part,
        whole,
        faults=lambda p, w: [(w == 0, ZERO_WHOLE), (w < 0, NEGATIVE_WHOLE)],
    )


_HUNDRED: Final = Span(100.0, 100.0)


def _share_change(part: Values, whole: Values, part_base: Values, whole_base: Values) -> Values:
    return _subtract(_share(part, whole), _share(part_base, whole_base))


def _contribution(part: Values, part_base: Values, whole: Values, whole_base: Values) -> Values:
    """Increment of the part ÷ increment of the whole, in percent; the whole must have grown."""
    return lift(
        lambda p, w: p * 100 / w,
        lambda p, w: p * _HUNDRED / w,
        _subtract(part, part_base),
        _subtract(whole, whole_base),
        faults=lambda p, w: [(w == 0, ZERO_INCREMENT), (w < 0, NEGATIVE_INCREMENT)],
    )


def _pull(part: Values, part_base: Values, whole_base: Values) -> Values:
    """Increment of the part ÷ base of the whole, in percentage points."""
    return lift(
        lambda p, w: p * 100 / w,
        lambda p, w: p * _HUNDRED / w,
        _subtract(part, part_base),
        whole_base,
        faults=lambda p, w: [(w == 0, ZERO_BASE), (w < 0, NEGATIVE_BASE)],
    )


def _per(x: Values, n: Values) -> Values:
    return lift(
        lambda v, d: v / d,
        lambda v, d: v / d,
        x,
        n,
        faults=lambda v, d: [(d == 0, ZERO_HEADS), (d < 0, NEGATIVE_HEADS)],
    )


# -- over the group ------------------------------------------------------------------------------


def _rank(x: Values) -> Values:
    """Competition rank, largest first; missing units stay missing with their reason."""
    places = rank(x.numbers)
    numbers = np.where(places == 0, math.nan, places.astype(np.float64))
    spans: dict[int, Span] = {}
    if x.spans:
        present = np.flatnonzero(~np.isnan(x.numbers))
        ends = [x.span(int(place)) for place in present]
        lows = np.array([span.low for span in ends])
        highs = np.array([span.high for span in ends])
        for i, place in enumerate(present.tolist()):
            best = 1 + sum(ends[i].below(ends[j]) is True for j in np.flatnonzero(lows >= highs[i]))
            possibly_better = highs > lows[i]
            possibly_better[i] = False
            worst = 1 + int(np.count_nonzero(possibly_better))
            if best != worst:
                spans[place] = Span(float(best), float(worst))
            else:
                numbers[place] = float(best)
    return Values(numbers, spans, x.reasons)


def _group(
    numbers: Callable[[list[float]], float], spans: Callable[[Sequence[Span]], Span], x: Values
) -> Values:
    """One value from the units that have one; it stands for all units."""
    present = np.flatnonzero(~np.isnan(x.numbers)).tolist()
    if not present:
        return Values.of(EMPTY_GROUP)
    result = numbers([float(x.numbers[place]) for place in present])
    if not math.isfinite(result):
        return Values.of(Missing("too_large", "结果太大，无法表示", "the result is too large"))
    if not x.spans:
        return Values.of(result)
    span = spans([x.span(place) for place in present])
    return Values(np.array([result]), {} if span.exact else {0: span})


def _fsum(numbers: Sequence[float]) -> float:
    try:
        return math.fsum(numbers)
    except OverflowError:
        return math.inf


def _span_sum(spans: Sequence[Span]) -> Span:
    # Summed as the numbers are, so that a bound of the sum equals the sum of the bounds.
    return Span(
        _fsum([span.low for span in spans]),
        _fsum([span.high for span in spans]),
        any(span.low_open for span in spans),
        any(span.high_open for span in spans),
    )


def _group_sum(x: Values) -> Values:
    return _group(_fsum, _span_sum, x)


def _group_mean(x: Values) -> Values:
    return _group(
        lambda numbers: _fsum(numbers) / len(numbers),
        lambda spans: _span_sum(spans) / Span(float(len(spans)), float(len(spans))),
        x,
    )


def _group_max(x: Values) -> Values:
    return _group(max, lambda spans: reduce(Span.maximum, spans), x)


def _group_min(x: Values) -> Values:
    return _group(min, lambda spans: reduce(Span.minimum, spans), x)


FUNCTION_TABLE: Final[dict[str, Callable[..., Values]]] = {
    "growth": _growth,
    "share": _share,
    "share_change": _share_change,
    "contribution": _contribution,
    "pull": _pull,
    "per": _per,
    "rank": _rank,
    "max": _maximum,
    "min": _minimum,
    "sum": _sum,
    "mean": _mean,
    "abs": _absolute,
    "round": _round,
    "clip": _clip,
    "if": _choose,
    "and": _all,
    "or": _any,
    "not": _not,
    "if_missing": _if_missing,
    "sqrt": _sqrt,
    "exp": _exp,
    "ln": _ln,
    "group_sum": _group_sum,
    "group_mean": _group_mean,
    "group_max": _group_max,
    "group_min": _group_min,
}
"""Functions that work on values; the time functions change what a name means instead."""
