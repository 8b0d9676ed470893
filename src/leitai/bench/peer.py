"""The same scoring in pandas, as an analyst would write it: what we are measured beside."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from leitai.bench.made import PARTS


def available() -> bool:
    """Whether pandas is installed (extra ``bench``)."""
    return find_spec("pandas") is not None


def pandas() -> Any:
    """The library, typed as nothing in particular: it comes without types and may be absent."""
    return import_module("pandas")


def frame(numbers: np.ndarray) -> Any:
    """The figures as a frame."""
    return pandas().DataFrame(numbers)


def half_up(values: Any) -> Any:
    """Two decimals, half up, after binary noise is rounded away."""
    return np.floor((values * 100).round(9) + 0.5) / 100


def score(data: Any) -> tuple[Any, Any]:
    """Totals and places, one a row, by the rules of :func:`leitai.bench.made.scheme`."""
    columns = data.shape[1]
    items = {}
    for n in range(columns):
        x = data[n]
        if n % 5 == 0:
            item = ((x - x.min()) / (x.max() - x.min()) * 40 + 60) / 100
        elif n % 5 == 1:
            item = (x - x.min()) / (x.max() - x.min())
        elif n % 5 == 2:
            item = ((x - x.mean()) / x.std(ddof=0) * 8 + 80).clip(50, 100) / 100
        elif n % 5 == 3:
            item = (x / 200).clip(0, 1)
        else:
            place, last = x.rank(ascending=False, method="min"), x.count()
            item = 1 - (place - 1) / (last - 1)
        items[n] = half_up(item.fillna(0.0))
    parts = min(PARTS, columns)
    sums = [half_up(sum(items[n] for n in range(part, columns, parts))) for part in range(parts)]
    total = half_up(sum(sums))
    return total, total.rank(ascending=False, method="min")
