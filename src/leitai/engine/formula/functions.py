"""The functions of the language over :class:`Values`. Every one says where it does not exist."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

import numpy as np

from leitai.engine.formula.operators import (
    BINARY,
    add,
    choose,
    divide,
    if_missing,
    subtract,
    truth,
)
from leitai.engine.formula.reasons import (
    CROSSED_LIMITS,
    EMPTY_GROUP,
    NEGATIVE_BASE,
    NEGATIVE_HEADS,
    NEGATIVE_INCREMENT,
    NEGATIVE_WHOLE,
    NO_LOGARITHM,
    NO_ROOT,
    ZERO_BASE,
    ZERO_HEADS,
    ZERO_INCREMENT,
    ZERO_WHOLE,
)
from leitai.engine.formula.values import TOO_LARGE, Fault, Floats, Values, lift
from leitai.engine.quantity import EVERYTHING, Span
from leitai.engine.ranking import rank
from leitai.engine.rounding import half_up, half_up_array

__all__ = ["BINARY", "FUNCTION_TABLE"]


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
    return reduce(add, arguments)


def _mean(*arguments: Values) -> Values:
    return divide(_sum(*arguments), Values.of(float(len(arguments))))


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


def _all(*conditions: Values) -> Values:
    return _minimum(*(truth(condition) for condition in conditions))


def _any(*conditions: Values) -> Values:
    return _maximum(*(truth(condition) for condition in conditions))


def _not(condition: Values) -> Values:
    return lift(lambda x: 1 - x, lambda x: Span(1.0, 1.0) - x, truth(condition))


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
    return subtract(_share(part, whole), _share(part_base, whole_base))


def _contribution(part: Values, part_base: Values, whole: Values, whole_base: Values) -> Values:
    """Increment of the part ÷ increment of the whole, in percent; the whole must have grown."""
    return lift(
        lambda p, w: p * 100 / w,
        lambda p, w: p * _HUNDRED / w,
        subtract(part, part_base),
        subtract(whole, whole_base),
        faults=lambda p, w: [(w == 0, ZERO_INCREMENT), (w < 0, NEGATIVE_INCREMENT)],
    )


def _pull(part: Values, part_base: Values, whole_base: Values) -> Values:
    """Increment of the part ÷ base of the whole, in percentage points."""
    return lift(
        lambda p, w: p * 100 / w,
        lambda p, w: p * _HUNDRED / w,
        subtract(part, part_base),
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
            surely = int(np.count_nonzero(lows > highs[i]))
            level = np.flatnonzero(lows == highs[i]).tolist()
            best = 1 + surely + sum(ends[i].below(ends[j]) is True for j in level)
            possibly_better = highs > lows[i]
            possibly_better[i] = False
            worst = 1 + int(np.count_nonzero(possibly_better))
            # The stated numbers may tie where the spans do not: 5 against less than 5.
            numbers[place] = min(max(float(numbers[place]), best), worst)
            if best != worst:
                spans[place] = Span(float(best), float(worst))
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
        return Values.of(TOO_LARGE)
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
    "if": choose,
    "and": _all,
    "or": _any,
    "not": _not,
    "if_missing": if_missing,
    "sqrt": _sqrt,
    "exp": _exp,
    "ln": _ln,
    "group_sum": _group_sum,
    "group_mean": _group_mean,
    "group_max": _group_max,
    "group_min": _group_min,
}
"""Functions that work on values; the time functions change what a name means instead."""
