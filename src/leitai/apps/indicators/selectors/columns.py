"""Current values as columns: what pages over thousands of units read.

The same values as :mod:`~leitai.apps.indicators.selectors.values` gives, without their origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leitai.apps.indicators.models import PackedColumn
from leitai.apps.indicators.packing import (
    EMPTY,
    NOT_REPORTED,
    Column,
    Units,
    overlaid,
    unpacked_numbers,
    unpacked_reasons,
    unpacked_units,
)
from leitai.apps.indicators.selectors.values import (
    authorities,
    open_series,
    places_of,
    visible_units,
)

#: (series id, period id)
At = tuple[int, int]


def as_units(ids: Collection[int]) -> Units:
    """Return unit ids as an ascending array."""
    return np.unique(np.fromiter(ids, dtype=np.uint32, count=len(ids)))


def _parts(
    series_ids: Collection[int],
    period_ids: Collection[int],
    source_of: Mapping[int, int] | int,
    *,
    upto: int | None,
    figures: bool,
) -> dict[At, list[Column]]:
    """Return the accepted columns by series and period, in the order of acceptance.

    Two queries for up to 900 batches. Without ``figures`` numbers are not read and stay empty.
    """
    rows = PackedColumn.objects.filter(series_id__in=series_ids, period_id__in=period_ids)
    if isinstance(source_of, int):
        rows = rows.filter(source_id=source_of)
    fields = ["series_id", "period_id", "source_id", "batch_id", "reasons", "units"]
    if figures:
        fields.append("numbers")
    found = list(rows.order_by().values_list(*fields))
    places = places_of({row[3] for row in found}, upto)
    parts: dict[At, list[tuple[int, Column]]] = defaultdict(list)
    for series, period, source, batch, reasons, units, *rest in found:
        place = places.get(batch)
        if place is None:
            continue
        if not isinstance(source_of, int) and source != source_of.get(series):
            continue
        numbers = unpacked_numbers(rest[0]) if rest else EMPTY.numbers
        column = Column(unpacked_units(units), numbers, unpacked_reasons(reasons))
        parts[series, period].append((place, column))
    return {
        at: [column for _place, column in sorted(held, key=lambda part: part[0])]
        for at, held in parts.items()
    }


def read_columns(
    series_ids: Collection[int],
    period_ids: Collection[int],
    *,
    source_of: Mapping[int, int] | int,
    upto: int | None = None,
) -> dict[At, Column]:
    """Return what counts from the given source, or from the source given for each series."""
    parts = _parts(series_ids, period_ids, source_of, upto=upto, figures=True)
    return {at: overlaid(columns) for at, columns in parts.items()}


@dataclass(frozen=True)
class Reader:
    """Who reads, and the units under their assignments; asked of the database once a page."""

    user: Any
    own: frozenset[int]

    @classmethod
    def of(cls, user: Any) -> Reader:
        """Look up a user's units."""
        return cls(user, visible_units(user))

    @cached_property
    def units(self) -> Units:
        """The reader's own units, ascending."""
        return as_units(self.own)

    @cached_property
    def _is_own(self) -> NDArray[np.bool_]:
        """Whether a unit is the reader's, by its number; the last place stands for all above."""
        table = np.zeros(int(self.units[-1]) + 2 if len(self.units) else 1, dtype=bool)
        table[self.units] = True
        return table

    def among(self, units: Units) -> Units:
        """Keep those units that are the reader's own, in their order."""
        # A look into a table costs a tenth of a search, and lists read a thousand columns.
        return units[self._is_own[np.minimum(units, len(self._is_own) - 1)]]


def columns_for(
    reader: Reader, series_ids: Collection[int], period_ids: Collection[int]
) -> dict[At, Column]:
    """Return the values that count and that the reader may see; the others leave no trace.

    Series that are open to the reader whole, the others cut to the reader's own units.
    """
    if not series_ids or not period_ids:
        return {}
    opened = open_series(reader.user, series_ids)
    found = {}
    for at, column in read_columns(
        series_ids, period_ids, source_of=authorities(series_ids)
    ).items():
        seen = column if at[0] in opened else column.among(reader.units)
        if len(seen.units):
            found[at] = seen
    return found


def reported_for(
    reader: Reader, series_ids: Collection[int], period_ids: Collection[int], *, blank: bool = True
) -> Iterator[tuple[At, Units]]:
    """Yield which units, of those the reader may see, said something of a series in a period.

    Without ``blank``, saying that it was not reported does not count. A unit may come twice.
    """
    if not series_ids or not period_ids:
        return
    opened = open_series(reader.user, series_ids)
    parts = _parts(series_ids, period_ids, authorities(series_ids), upto=None, figures=False)
    for at, columns in parts.items():
        for column in columns:
            units = column.units
            if not blank:
                units = units[column.reasons != NOT_REPORTED]
            yield at, units if at[0] in opened else reader.among(units)


class UnitSet:
    """Units gathered from many columns: adding is quick, asking comes at the end."""

    def __init__(self) -> None:
        self._parts: list[Units] = []

    def add(self, units: Units) -> None:
        """Take in units; the list that came last costs nothing again."""
        if not (self._parts and np.array_equal(self._parts[-1], units)):
            self._parts.append(units)

    def _seen(self) -> NDArray[np.bool_]:
        """Whether a unit is among them, by its number."""
        highest = max((int(part[-1]) for part in self._parts if len(part)), default=-1)
        seen = np.zeros(highest + 1, dtype=bool)
        for part in self._parts:
            seen[part] = True
        return seen

    def __len__(self) -> int:
        """How many different units there are."""
        if len(self._parts) == 1:
            return len(self._parts[0])
        return int(np.count_nonzero(self._seen()))

    def units(self) -> Units:
        """Return them ascending, each once."""
        if len(self._parts) == 1:
            return self._parts[0]
        return np.flatnonzero(self._seen()).astype(np.uint32)
