"""The one rounding of the house: half up, away from zero, on the shortest decimal form.

A clerk who sees 2.675 expects 2.68. The binary number behind it is a little smaller, so rounding
the binary value gives 2.67, and nobody who recomputes the score by hand can follow. Here a number
*is* what ``repr`` prints for it: the shortest decimal text that reads back as the same float.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["MAX_DECIMALS", "format_number", "half_up", "half_up_array", "plain"]

MAX_DECIMALS: Final = 22
"""Largest accepted |decimals|: powers of ten are exact floats up to 10**22."""

# The longest float has 309 digits before the point; with 22 after it, 340 is always enough.
_CONTEXT: Final = Context(prec=340, rounding=ROUND_HALF_UP)
_EXACT_INTEGERS: Final = float(2**52)
# The repr of a normal float is off by at most half a unit in the last place, and so is the scaling:
# 2 * 2**-53 relative. Twice that is the margin within which the array form asks the scalar form.
_MARGIN: Final = 2.0**-51


def _check_decimals(decimals: int) -> None:
    if isinstance(decimals, bool) or not isinstance(decimals, int | np.integer):
        raise TypeError(f"decimals must be a whole number or None, not {decimals!r}")
    if abs(decimals) > MAX_DECIMALS:
        raise ValueError(
            f"decimals must lie between -{MAX_DECIMALS} and {MAX_DECIMALS}, not {decimals}"
        )


def _as_decimal(x: float, decimals: int) -> Decimal:
    """The shortest decimal form of a finite float, rounded half up to ``decimals`` places."""
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(x)).quantize(step, rounding=ROUND_HALF_UP, context=_CONTEXT)


def half_up(x: float, decimals: int | None) -> float:
    """Round ``x`` to ``decimals`` places, halves away from zero, on its shortest decimal form.

    ``decimals`` may be negative (tens, hundreds); ``None`` leaves the number alone. A nan (missing)
    stays nan. The result is the float nearest to the rounded decimal, and never a negative zero.

    Raises
    ------
    ValueError
        ``x`` is infinite, or ``decimals`` is out of range.

    Examples
    --------
    >>> half_up(2.675, 2), half_up(-0.125, 2), half_up(1250, -2)
    (2.68, -0.13, 1300.0)
    """
    x = float(x)
    if decimals is None:
        return x
    _check_decimals(decimals)
    if math.isnan(x):
        return x
    if math.isinf(x):
        raise ValueError("an infinite number cannot be rounded")
    return float(_as_decimal(x, int(decimals))) + 0.0


@overload
def half_up_array(x: ArrayLike, decimals: int) -> NDArray[np.float64]: ...
@overload
def half_up_array(x: ArrayLike, decimals: None) -> NDArray[np.float64]: ...
def half_up_array(x: ArrayLike, decimals: int | None) -> NDArray[np.float64]:
    """:func:`half_up` of every element; same shape, equal to it element by element.

    Why it is equal: with ``y = |x| * 10**decimals`` in floats, the exact scaled decimal form of
    ``x`` lies within ``2 * 2**-53 * y`` of ``y``. Where the fraction of ``y`` is farther than twice
    that from one half, both round to the same integer ``k``; ``k`` and the power of ten are exact
    floats, so ``k / 10**decimals`` is the float nearest to the decimal. All other elements take the
    scalar form.
    """
    values = np.array(x, dtype=np.float64)  # a copy: the result is the caller's own
    if decimals is None:
        return values
    _check_decimals(decimals)
    if bool(np.isinf(values).any()):
        raise ValueError("an infinite number cannot be rounded")
    power = float(10 ** abs(int(decimals)))
    size = np.abs(values)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        scaled = size * power if decimals >= 0 else size / power
        whole = np.floor(scaled)
        fraction = scaled - whole
        rounded = whole + (fraction > 0.5)
        result = np.copysign(rounded / power if decimals >= 0 else rounded * power, values) + 0.0
        doubtful = (scaled >= _EXACT_INTEGERS) | (np.abs(fraction - 0.5) <= _MARGIN * scaled)
    missing = np.isnan(values)
    result[missing] = np.nan
    for index in zip(*np.nonzero(doubtful & ~missing), strict=True):
        result[index] = half_up(float(values[index]), int(decimals))
    return result


def plain(x: float) -> str:
    """Shortest decimal text of a finite float, no exponent, no trailing zeros: ``14.2108``."""
    text = format(Decimal(repr(float(x))), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_number(
    x: float | None,
    decimals: int | None,
    *,
    grouping: bool = False,
    sign: bool = False,
    missing: str = "—",
) -> str:
    """Text of a number for people: rounded by :func:`half_up`, trailing zeros kept.

    ``decimals=None`` prints the shortest form. ``grouping`` puts a comma between thousands,
    ``sign`` a plus before positive numbers (changes, leads). ``None`` and nan print as ``missing``.

    Examples
    --------
    >>> format_number(2.675, 2), format_number(70.0, 2), format_number(None, 2)
    ('2.68', '70.00', '—')
    """
    if x is None or math.isnan(x):
        return missing
    if math.isinf(x):
        raise ValueError("an infinite number cannot be printed")
    if decimals is None:
        digits = Decimal(plain(x))
    else:
        _check_decimals(decimals)
        digits = _as_decimal(float(x), int(decimals))
        if decimals < 0:
            digits = digits.quantize(Decimal(1), context=_CONTEXT)
    if digits.is_zero():
        digits = abs(digits)
    text = format(digits, ",f" if grouping else "f")
    return "+" + text if sign and digits > 0 else text
