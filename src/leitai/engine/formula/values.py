"""What a formula computes with: a number a unit, spans of inexact ones, reasons of absent ones.

Exact numbers, the usual case, stay in one float64 array; only the few inexact or missing units
carry more, in dictionaries keyed by the place of the unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from leitai.engine.quantity import Missing, Outcome, Quantity, Span
from leitai.engine.rounding import half_up, half_up_array

__all__ = ["NO_VALUE", "TOO_LARGE", "Fault", "Floats", "Values", "lift"]

Floats = NDArray[np.float64]
Fault = tuple[NDArray[np.bool_], Missing]
NO_VALUE: Final = Missing("no_value", "没有数值", "no value")
TOO_LARGE: Final = Missing("too_large", "结果太大，无法表示", "the result is too large")


@dataclass(frozen=True, slots=True)
class Values:
    """Results for the units: ``numbers`` of shape (n,), nan where missing; never infinite.

    ``spans`` holds the possible values of inexact units, ``reasons`` why a unit has none; both are
    keyed by place. A single value stands for all units.
    """

    numbers: Floats
    spans: Mapping[int, Span] = field(default_factory=dict)
    reasons: Mapping[int, Missing] = field(default_factory=dict)

    @classmethod
    def of(cls, given: object, *, reason: Missing = NO_VALUE) -> Values:
        """From whatever a resolver returns; ``reason`` explains nan and None.

        Raises ``TypeError`` for other things and ``ValueError`` for infinite numbers.
        """
        if isinstance(given, Values):
            return given
        if isinstance(given, np.ndarray):
            numbers = given.astype(np.float64)
            if numbers.ndim != 1:
                raise ValueError("one number a unit is needed")
            spans: dict[int, Span] = {}
            reasons = {int(i): reason for i in np.flatnonzero(np.isnan(numbers))}
        else:
            items = given if isinstance(given, list | tuple) else [given]
            numbers = np.empty(len(items), dtype=np.float64)
            spans, reasons = {}, {}
            for place, item in enumerate(items):
                if isinstance(item, Quantity):
                    numbers[place] = item.number
                    if not item.exact:
                        spans[place] = item.span
                elif isinstance(item, Missing) or item is None:
                    numbers[place] = math.nan
                    reasons[place] = reason if item is None else item
                elif isinstance(item, int | float | np.integer | np.floating):
                    numbers[place] = float(item)
                    if math.isnan(numbers[place]):
                        reasons[place] = reason
                else:
                    raise TypeError(f"not a number: {item!r}")
        if bool(np.isinf(numbers).any()):
            raise ValueError("infinite numbers are not values")
        return cls(numbers, spans, reasons)

    def __len__(self) -> int:
        return int(self.numbers.size)

    def outcome(self, place: int = 0) -> Outcome:
        """The value of one unit, or the reason why it has none."""
        at = 0 if len(self) == 1 else place
        number = float(self.numbers[at])
        if math.isnan(number):
            return self.reasons.get(at, NO_VALUE)
        span = self.spans.get(at)
        return Quantity(number) if span is None else Quantity.from_span(number, span)

    def outcomes(self) -> list[Outcome]:
        """All values in the order of the units."""
        return [self.outcome(place) for place in range(len(self))]

    def spread(self, units: int) -> Values:
        """The same with exactly ``units`` places: a single value is repeated."""
        if len(self) == units:
            return self
        if len(self) != 1:
            raise ValueError(f"{len(self)} values for {units} units")
        return Values(
            np.repeat(self.numbers, units),
            {place: self.spans[0] for place in range(units) if 0 in self.spans},
            {place: self.reasons[0] for place in range(units) if 0 in self.reasons},
        )

    def rounded(self, decimals: int | None) -> Values:
        """Rounded half up; spans are rounded with the numbers, so qualifiers survive."""
        if decimals is None:
            return self
        return Values(
            half_up_array(self.numbers, decimals),
            {
                place: span.monotone(lambda end: half_up(end, decimals), keeps_openness=False)
                for place, span in self.spans.items()
            },
            self.reasons,
        )

    def span(self, place: int) -> Span:
        """Possible values of a unit that is not missing."""
        at = 0 if len(self) == 1 else place
        found = self.spans.get(at)
        if found is not None:
            return found
        number = float(self.numbers[at])
        return Span(number, number)

    def reason(self, place: int) -> Missing | None:
        """Why a unit is missing, or None if it is not."""
        at = 0 if len(self) == 1 else place
        return self.reasons.get(at, NO_VALUE) if math.isnan(self.numbers[at]) else None


def lift(
    numbers: Callable[..., Floats],
    spans: Callable[..., Span],
    *arguments: Values,
    faults: Callable[..., Sequence[Fault]] | None = None,
) -> Values:
    """Apply an elementwise function to values.

    ``numbers`` maps arrays, ``spans`` maps the spans of one unit, ``faults`` names the units for
    which the function does not exist, with the reason. A unit missing in any argument is missing in
    the result, for the reason of the first such argument. All arguments have one length or 1.
    """
    units = max(len(argument) for argument in arguments)
    arrays = [
        argument.numbers if len(argument) == units else np.broadcast_to(argument.numbers, units)
        for argument in arguments
    ]
    with np.errstate(all="ignore"):
        result = np.array(np.broadcast_to(numbers(*arrays), units), dtype=np.float64) + 0.0
        found = faults(*arrays) if faults is not None else ()
    reasons: dict[int, Missing] = {}
    missing = np.zeros(units, dtype=bool)
    for argument, array in zip(arguments, arrays, strict=True):
        absent = np.isnan(array)
        for place in np.flatnonzero(absent & ~missing).tolist():
            reasons[place] = argument.reason(place) or NO_VALUE
        missing |= absent
    for mask, reason in (*found, (~np.isfinite(result), TOO_LARGE)):
        for place in np.flatnonzero(mask & ~missing).tolist():
            reasons[place] = reason
        missing |= mask
    result[missing] = math.nan
    inexact = _inexact(arguments, units)
    results: dict[int, Span] = {}
    for place in inexact:
        if not missing[place]:
            span = spans(*(argument.span(place) for argument in arguments))
            if span.low != result[place] or span.high != result[place]:
                results[place] = span
    return Values(result, results, reasons)


def _inexact(arguments: Sequence[Values], units: int) -> list[int]:
    places: set[int] = set()
    for argument in arguments:
        if argument.spans:
            places.update(range(units) if len(argument) == 1 else argument.spans)
    return sorted(places)
