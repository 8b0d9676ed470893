"""Bringing figures of two tables to one measure."""

from __future__ import annotations

from decimal import Decimal

from leitai.workbooks.units import convert, parse_unit

#: Counts anything: a table may say 个 where another says 家, 户 or 人.
GENERAL = "个"


def same_kind(stored: str, shown: str) -> bool:
    """Tell whether figures in one measure can be shown in another."""
    if stored == shown:
        return True
    a, b = parse_unit(stored), parse_unit(shown)
    return a is not None and b is not None and (a.base == b.base or _both_count(stored, shown))


def _both_count(stored: str, shown: str) -> bool:
    a, b = parse_unit(stored), parse_unit(shown)
    return (
        a is not None
        and b is not None
        and a.dimension.startswith("count:")
        and b.dimension.startswith("count:")
        and GENERAL in (a.base, b.base)
        and a.factor == b.factor
    )


def in_measure(number: float, stored: str, shown: str) -> float:
    """Return a stored number in the measure in which it is shown; exact where a decimal can be.

    Raises:
        ValueError: when the measures are of different kinds.
    """
    if stored == shown or _both_count(stored, shown):
        return number
    return float(convert(Decimal(repr(number)), stored, shown))
