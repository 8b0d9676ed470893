"""Values of one series and period as arrays, and the bytes in which they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leitai.apps.indicators.models import Revision

#: What a stored byte says; never reorder, only add.
REASONS: tuple[str, ...] = ("", "not_reported", "by_nature", "below_unit", "masked")
assert set(REASONS[1:]) == set(Revision.Missing.values)
NOT_REPORTED = REASONS.index(Revision.Missing.NOT_REPORTED)
_CODE = {reason: code for code, reason in enumerate(REASONS)}

Units = NDArray[np.uint32]
Numbers = NDArray[np.float64]
Reasons = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one series and period: ``units`` ascending, no unit twice.

    ``numbers`` are nan where ``reasons``, codes into :data:`REASONS`, say why one is missing.
    """

    units: Units
    numbers: Numbers
    reasons: Reasons

    def among(self, units: Units) -> Column:
        """Keep the values of these units, given in ascending order."""
        kept = np.isin(self.units, units, assume_unique=True)
        return Column(self.units[kept], self.numbers[kept], self.reasons[kept])

    def known(self) -> Column:
        """Keep what is a number."""
        kept = self.reasons == 0
        return Column(self.units[kept], self.numbers[kept], self.reasons[kept])


EMPTY = Column(
    np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.float64), np.empty(0, dtype=np.uint8)
)


def overlaid(columns: Sequence[Column]) -> Column:
    """Lay columns over each other, the later over the earlier, unit by unit."""
    if len(columns) == 1:
        return columns[0]
    units = np.concatenate([column.units for column in columns])
    order = np.argsort(units, kind="stable")
    ordered = units[order]
    last = order[np.append(ordered[1:] != ordered[:-1], True)] if len(order) else order
    return Column(
        units[last],
        np.concatenate([column.numbers for column in columns])[last],
        np.concatenate([column.reasons for column in columns])[last],
    )


def unpacked_units(data: bytes | memoryview) -> Units:
    """Read back packed units."""
    return np.frombuffer(data, dtype="<u4").astype(np.uint32, copy=False)


def unpacked_numbers(data: bytes | memoryview) -> Numbers:
    """Read back packed numbers."""
    return np.frombuffer(data, dtype="<f8").astype(np.float64, copy=False)


def unpacked_reasons(data: bytes | memoryview) -> Reasons:
    """Read back packed reasons."""
    return np.frombuffer(data, dtype=np.uint8)


#: (series, period, reasons, units, numbers), packed
Packed = tuple[int, int, bytes, bytes, bytes]


def packed(rows: Iterable[tuple[int, int, int, float | None, str]]) -> Iterator[Packed]:
    """Pack rows of (series, unit, period, number, why it is missing), by series and period.

    No value may stand twice among them.
    """
    held = list(rows)
    if not held:
        return
    series, unit, period, number, missing = zip(*held, strict=True)
    of_series, of_period = np.array(series, dtype=np.int64), np.array(period, dtype=np.int64)
    units = np.array(unit, dtype="<u4")
    numbers = np.array(number, dtype="<f8")  # None becomes nan
    reasons = np.array([_CODE[reason] for reason in missing], dtype=np.uint8)
    order = np.lexsort((units, of_period, of_series))
    of_series, of_period = of_series[order], of_period[order]
    units, numbers, reasons = units[order], numbers[order], reasons[order]
    steps = (of_series[1:] != of_series[:-1]) | (of_period[1:] != of_period[:-1])
    edges = [0, *(np.flatnonzero(steps) + 1).tolist(), len(order)]
    for start, end in pairwise(edges):
        yield (
            int(of_series[start]),
            int(of_period[start]),
            reasons[start:end].tobytes(),
            units[start:end].tobytes(),
            numbers[start:end].tobytes(),
        )
