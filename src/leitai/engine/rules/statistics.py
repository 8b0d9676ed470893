"""Statistics of one column over the units that count, the same for any order of the rows."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Statistic = Literal["min", "max", "mean", "median", "sd", "sample_sd"]


def of(
    statistic: Statistic, values: NDArray[np.float64], live: NDArray[np.bool_]
) -> tuple[float, int | None]:
    """The statistic over ``values[live]`` and, for min and max, the place of the first that has it.

    Sums are exact (``math.fsum``), so the order of rows cannot change the last bit. Nan when no
    unit counts; a sample deviation of one unit is 0.
    """
    places = np.flatnonzero(live)
    if places.size == 0:
        return math.nan, None
    chosen = values[places]
    if statistic in ("min", "max"):
        best = int(np.argmin(chosen) if statistic == "min" else np.argmax(chosen))
        return float(chosen[best]), int(places[best])
    if statistic == "median":
        ordered = np.sort(chosen)
        low, high = ordered[(ordered.size - 1) // 2], ordered[ordered.size // 2]
        return float(low if low == high else (low + high) / 2), None
    mean = math.fsum(chosen.tolist()) / chosen.size
    if statistic == "mean":
        return mean, None
    freedom = chosen.size if statistic == "sd" else chosen.size - 1
    if chosen.size == 1 or float(chosen.max()) == float(chosen.min()):
        return 0.0, None
    return math.sqrt(math.fsum(((chosen - mean) ** 2).tolist()) / freedom), None


def same_count(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each unit, how many units have its value (1 for nan)."""
    counts = np.ones(values.shape, dtype=np.float64)
    present = ~np.isnan(values)
    _, inverse, number = np.unique(values[present], return_inverse=True, return_counts=True)
    counts[present] = number[inverse]
    return counts
