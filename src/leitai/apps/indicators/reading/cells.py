"""A cell as read, on its way to being staged: light, for tables of tens of thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from leitai.apps.indicators.models import StagedCell


@dataclass(slots=True)
class ReadCell:
    """The fields of a :class:`StagedCell` that has no row yet, in the same order."""

    upload_id: int
    table: int
    sheet: str
    address: str
    row: int
    column: int
    raw: str
    number: float | None
    factor: float
    measure: str
    measure_place: str
    qualifier: str
    missing: str
    rewritten: str
    asks: bool
    state: str
    label: str
    heading: str
    period_text: str
    value: float | None = None
    unit_id: int | None = None
    series_id: int | None = None
    period_id: int | None = None
    before: float | None = None
    before_missing: str = ""


#: What settling, comparing and checking take: a cell on its way, or one that waits as a row.
Cell = StagedCell | ReadCell

_FIELDS = tuple(field for field in StagedCell._meta.concrete_fields if not field.primary_key)
assert tuple(field.attname for field in _FIELDS) == ReadCell.__slots__

#: Names of the fields in the order of :func:`rows`.
NAMES = tuple(field.name for field in _FIELDS)
_values = attrgetter(*ReadCell.__slots__)


def rows(cells: Sequence[ReadCell]) -> Iterator[tuple[Any, ...]]:
    """Return the cells as rows to insert."""
    return map(_values, cells)
