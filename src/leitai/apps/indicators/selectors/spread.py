"""How the values of an indicator spread among units, and how they moved from period to period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from statistics import median
from typing import Any

import numpy as np

from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.packing import EMPTY, REASONS, Column, Units
from leitai.apps.indicators.selectors.columns import At, Reader, as_units, columns_for
from leitai.apps.indicators.selectors.values import Key, Value, ids, open_series, pieces, values_for
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit

#: Steps of the sequential colour scale, light to dark.
STEPS = 7


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as pages name it."""

    id: int
    name: str
    name_en: str


@dataclass(frozen=True)
class PeriodRef:
    """A period as pages name it."""

    id: int
    code: str


@dataclass(frozen=True)
class HeatCell:
    """One cell of a heat map; ``step`` 0 (least) to 6 (most) within its period, None if missing."""

    value: Value | None
    step: int | None


@dataclass(frozen=True)
class HeatMap:
    """Units by periods; only what the reader may see.

    ``rows`` are the cells of ``units``, the part of all ``count`` units that was asked for; ``own``
    are the reader's own first units with their cells. ``middles`` are the medians of all units, by
    period.
    """

    units: tuple[UnitRef, ...]
    periods: tuple[PeriodRef, ...]
    rows: tuple[tuple[HeatCell, ...], ...]
    own: tuple[tuple[UnitRef, tuple[HeatCell, ...]], ...]
    middles: tuple[float | None, ...]
    count: int


@dataclass(frozen=True)
class Distribution:
    """The values of a period among the units that the reader may see.

    ``order`` are the units with a number, best first by direction, and ``numbers`` stand beside
    them. ``values`` are those that were read in full, by unit.
    """

    order: tuple[UnitRef, ...]
    numbers: tuple[float, ...]
    missing: tuple[tuple[UnitRef, str], ...]
    least: float | None
    lower: float | None
    middle: float | None
    upper: float | None
    most: float | None
    values: dict[int, Value]

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The place of each unit of ``order``; equal numbers share the first of their places."""
        found: list[int] = []
        for at, number in enumerate(self.numbers):
            tied = at > 0 and self.numbers[at - 1] == number
            found.append(found[-1] if tied else at + 1)
        return tuple(found)


def unit_ref(one: Unit | UnitRef) -> UnitRef:
    """Return a unit as pages name it."""
    return one if isinstance(one, UnitRef) else UnitRef(one.pk, one.name, one.name_en)


def unit_refs(unit_ids: Collection[int]) -> list[UnitRef]:
    """Return units as pages name them, in customary order."""
    found: list[tuple[int, int, str, str]] = []
    for piece in pieces(unit_ids):
        found += Unit.objects.filter(pk__in=piece).values_list("position", "pk", "name", "name_en")
    return [UnitRef(pk, name, english) for _position, pk, name, english in sorted(found)]


def _open_to(reader: Reader, series: Series, units: Iterable[Unit | UnitRef]) -> list[UnitRef]:
    opened = bool(open_series(reader.user, [series.pk]))
    return [unit_ref(one) for one in units if opened or one.id in reader.own]


def _columns(
    reader: Reader, series: Series, periods: Sequence[Period], given: Mapping[At, Column] | None
) -> Mapping[At, Column]:
    return columns_for(reader, [series.pk], ids(periods)) if given is None else given


def heat_map(
    user: Any,
    series: Series,
    units: Iterable[Unit | UnitRef],
    periods: Sequence[Period],
    *,
    shown: Sequence[UnitRef] | None = None,
    own: Sequence[UnitRef] = (),
    reader: Reader | None = None,
    columns: Mapping[At, Column] | None = None,
    values: Mapping[Key, Value] | None = None,
) -> HeatMap:
    """Return the values of a series by unit and period with a step of colour within each period.

    All ``units`` make the steps and middles; the cells are those of ``shown``, by default all.
    ``columns`` and ``values`` are what the reader may see of them, where that is read already.
    """
    reader = reader or Reader.of(user)
    held = _open_to(reader, series, units)
    among = as_units({ref.id for ref in held})
    rows = held if shown is None else list(shown)
    wanted = np.array([ref.id for ref in (*rows, *own)], dtype=np.uint32)
    columns = _columns(reader, series, periods, columns)
    if values is None:
        values = values_for(user, [series], wanted.tolist(), periods, own=reader.own)
    steps: list[dict[int, int]] = []
    middles: list[float | None] = []
    for period in periods:
        column = columns.get((series.pk, period.pk), EMPTY).known().among(among)
        steps.append(_steps(column, wanted))
        middles.append(float(np.median(column.numbers)) if len(column.numbers) else None)

    def cells(ref: UnitRef) -> tuple[HeatCell, ...]:
        return tuple(
            HeatCell(values.get((series.pk, ref.id, period.pk)), step.get(ref.id))
            for period, step in zip(periods, steps, strict=True)
        )

    return HeatMap(
        units=tuple(rows),
        periods=tuple(PeriodRef(period.pk, period.code) for period in periods),
        rows=tuple(cells(ref) for ref in rows),
        own=tuple((ref, cells(ref)) for ref in own),
        middles=tuple(middles),
        count=len(held),
    )


def _steps(column: Column, wanted: Units) -> dict[int, int]:
    """Return the step of colour of the wanted units: the rank among the numbers there are."""
    if not len(column.numbers):
        return {}
    numbers = np.unique(column.numbers)
    kept = np.isin(column.units, wanted)
    places = np.searchsorted(numbers, column.numbers[kept]) * (STEPS - 1)
    found = places // max(len(numbers) - 1, 1)
    return dict(zip(column.units[kept].tolist(), found.tolist(), strict=True))


def distribution(
    user: Any,
    series: Series,
    units: Iterable[Unit | UnitRef],
    period: Period,
    *,
    reader: Reader | None = None,
    columns: Mapping[At, Column] | None = None,
) -> Distribution:
    """Return how the values of a period spread among the units that the user may see.

    Nothing but numbers is read: see :func:`in_full`.
    """
    reader = reader or Reader.of(user)
    held = _open_to(reader, series, units)
    columns = _columns(reader, series, [period], columns)
    column = columns.get((series.pk, period.pk), EMPTY)
    said = dict(zip(column.units.tolist(), range(len(column.units)), strict=True))
    figures, reasons = column.numbers.tolist(), column.reasons.tolist()
    known: list[tuple[UnitRef, float]] = []
    absent: list[tuple[UnitRef, str]] = []
    for ref in held:
        at = said.get(ref.id)
        if at is None:
            absent.append((ref, ""))
        elif reasons[at]:
            absent.append((ref, REASONS[reasons[at]]))
        else:
            known.append((ref, figures[at]))
    lower_is_better = series.indicator.direction == Direction.LOWER
    known.sort(key=itemgetter(1), reverse=not lower_is_better)
    ordered = tuple(number for _ref, number in known)
    numbers = ordered if lower_is_better else ordered[::-1]
    half = len(numbers) // 2
    return Distribution(
        order=tuple(ref for ref, _number in known),
        numbers=ordered,
        missing=tuple(absent),
        least=numbers[0] if numbers else None,
        lower=median(numbers[:half]) if half else None,
        middle=median(numbers) if numbers else None,
        upper=median(numbers[-half:]) if half else None,
        most=numbers[-1] if numbers else None,
        values={},
    )


def in_full(
    spread: Distribution, values: Mapping[Key, Value], series: Series, period: Period
) -> Distribution:
    """Return the distribution with those of the values that belong to it."""
    of_period = {
        key[1]: value
        for key, value in values.items()
        if key[0] == series.pk and key[2] == period.pk and value.number is not None
    }
    return replace(spread, values=of_period)
