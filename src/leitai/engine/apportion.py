"""Giving a whole out in parts that add up to it to the last digit.

Parts by weight hardly ever come out round. Largest remainders (Hamilton's method): every part is
cut down to the step, and what is left goes step by step to the parts that lost most; among equal
losses the earlier part comes first. The sum of the parts is then the whole itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

__all__ = ["adds_up", "apportion"]


def _exact(number: float) -> Decimal:
    """The number as printed in its shortest form, so that 0.1 counts as a tenth."""
    return Decimal(repr(float(number)))


def apportion(whole: float, weights: Sequence[float], decimals: int) -> tuple[float, ...]:
    """Give ``whole`` out in proportion to ``weights``, each part a multiple of 10^−decimals.

    A whole finer than the step keeps its last bit in the first part with a weight. Returns one part
    for each weight, 0 where the weight is 0.

    Raises:
        ValueError: for negative weights, or when none is positive.
    """
    exact = [_exact(weight) for weight in weights]
    total = sum(exact, Decimal(0))
    if any(weight < 0 for weight in exact) or total <= 0:
        raise ValueError("weights are zero or more, and one is positive")
    step = Decimal(1).scaleb(-decimals)
    goal = _exact(whole)
    sign = -1 if goal < 0 else 1
    goal = abs(goal)
    steps = (goal / step).to_integral_value(ROUND_HALF_UP)
    raw = [steps * weight / total for weight in exact]
    parts = [share.to_integral_value(ROUND_DOWN) for share in raw]
    lost = sorted(range(len(raw)), key=lambda at: (parts[at] - raw[at], at))
    lost = [at for at in lost if exact[at] > 0]
    left = int(steps - sum(parts))
    for at in lost[:left]:
        parts[at] += 1
    found = [part * step for part in parts]
    found[next(at for at, weight in enumerate(exact) if weight > 0)] += goal - steps * step
    return tuple(float(sign * part) for part in found)


def adds_up(parts: Sequence[float], whole: float) -> float:
    """Return what is left of the whole after the parts: 0 when they add up, exactly counted."""
    return float(_exact(whole) - sum((_exact(part) for part in parts), Decimal(0)))
