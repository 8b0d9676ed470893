"""Units of measure of a column against the indicator's: exact factors, and what cannot be."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from leitai.workbooks.units import convert, parse_unit


@lru_cache(maxsize=4096)
def factor_to(source: str, target: str) -> float | None:
    """Return what brings a number in ``source`` to ``target``, or None if nothing can.

    An indicator without a measure (an index) takes numbers without one only.
    """
    if source == target:
        return 1.0
    known, wanted = parse_unit(source), parse_unit(target)
    if known is not None and wanted is not None and known.symbol == wanted.symbol:
        return 1.0
    try:
        return float(convert(Decimal(1), source, target))
    except ValueError:
        return None


def converted(number: float, factor: float) -> float:
    """Multiply in decimals, so that 112,400 万元 are 11.24 亿元 to the digit.

    Exact where the factor is a power of ten; otherwise the nearest float to the decimal product.
    """
    if factor == 1.0:
        return number
    return float(Decimal(repr(number)) * Decimal(repr(factor)))


def offers(measure: str) -> list[str]:
    """Return usual measures of the same dimension, the indicator's own first."""
    known = parse_unit(measure)
    found = [measure] if measure else []
    if known is not None and known.dimension.startswith("money"):
        found += [prefix + known.base for prefix in ("", "万", "亿")]
    elif known is not None and known.dimension.startswith("count"):
        found += [known.base, "万" + known.base]
    elif known is not None and known.dimension == "ratio":
        found += ["%", "‰"]
    elif known is not None and known.dimension in ("mass", "volume", "energy_kwh", "power"):
        found += [known.base, "万" + known.base]
    elif known is not None and known.dimension == "area":
        found += ["亩", "万亩", "公顷", "平方公里"]
    return list(dict.fromkeys(found))
