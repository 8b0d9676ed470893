"""Targets as they count, with all their revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from leitai.apps.goals.models import MonthShape, Target
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import FlowBasis
from leitai.apps.indicators.selectors.values import (
    MANY_UNITS,
    Key,
    Value,
    current_values,
    ids,
    pieces,
    visible_units,
)
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit

FLOOR, STRETCH = "floor", "stretch"


@dataclass(frozen=True)
class TargetNow:
    """A target as it counts. ``before`` has last year's values by (period kind, number).

    ``before`` is filled only for targets that need it: those by last year's shape, and stocks that
    grow evenly from where last year ended.
    """

    target_id: int
    series_id: int
    unit_id: int
    year: int
    revision: int
    floor: float
    stretch: float | None
    shape: str
    shares: tuple[float, ...]
    sequence: int
    indicator: str
    measure: str
    decimals: int
    flow: str
    before: Mapping[tuple[str, int], float | None]

    def amount(self, kind: str) -> float | None:
        """The year's target of the kind, floor or stretch."""
        return self.floor if kind == FLOOR else self.stretch


@dataclass(frozen=True)
class TargetSaying:
    """One revision of a target."""

    revision: int
    floor: float
    stretch: float | None
    shape: str
    reason: str
    actor: str
    at: dt.datetime
    sequence: int


@dataclass(frozen=True)
class TargetStory:
    """A target with all its revisions, old to new; ``shown`` is the one that was asked for."""

    target_id: int
    unit_id: int
    unit: str
    series_id: int
    indicator_id: int
    indicator: str
    scope: tuple[str, ...]
    measure: str
    decimals: int
    year: int
    sentence: str
    shown: TargetSaying
    sayings: tuple[TargetSaying, ...]

    @property
    def title(self) -> str:
        return f"{self.unit} {self.indicator} {self.year}"


def targets(
    series: Iterable[Series | int],
    units: Iterable[Unit | int] | None,
    year: int,
    *,
    upto: int | None = None,
) -> dict[tuple[int, int], TargetNow]:
    """Return the targets that count for a year, by (series, unit).

    ``upto`` is a watermark: targets, and last year's values behind them, as they stood then.
    """
    series_ids = ids(series)
    if not series_ids:
        return {}
    rows = Target.objects.filter(series_id__in=series_ids, year=year)
    wanted: frozenset[int] | None = None
    if units is not None:
        unit_ids = ids(units)
        if len(unit_ids) <= MANY_UNITS:
            rows = rows.filter(unit_id__in=unit_ids)
        else:
            wanted = frozenset(unit_ids)
    if upto is not None:
        rows = rows.filter(sequence__lte=upto)
    # Plain rows: pages ask for the targets of a whole area, and need few of their fields.
    latest: dict[tuple[int, int], _Plain] = {}
    for fields in rows.order_by("revision").values_list(*_Plain._fields):
        plain = _Plain(*fields)
        if wanted is None or plain.unit_id in wanted:
            latest[plain.series_id, plain.unit_id] = plain
    about = {
        row[0]: row
        for row in Series.objects.filter(pk__in={key[0] for key in latest}).values_list(
            "pk", "flow", "indicator__name", "indicator__measure", "indicator__decimals"
        )
    }
    by_hand = [row.pk for row in latest.values() if row.shape == MonthShape.BY_HAND]
    shares: dict[int, list[float]] = {}
    for piece in pieces(by_hand):
        shares.update(Target.objects.filter(pk__in=piece).values_list("pk", "shares"))
    flows = {series_id: row[1] for series_id, row in about.items()}
    before = _last_year(latest, flows, year, upto)
    found = {}
    for key, row in latest.items():
        _pk, flow, name, measure, decimals = about[row.series_id]
        found[key] = TargetNow(
            target_id=row.pk,
            series_id=row.series_id,
            unit_id=row.unit_id,
            year=year,
            revision=row.revision,
            floor=row.floor,
            stretch=row.stretch,
            shape=row.shape,
            shares=tuple(shares.get(row.pk, ())),
            sequence=row.sequence,
            indicator=name,
            measure=measure,
            decimals=decimals,
            flow=flow,
            before=before.get(key, {}),
        )
    return found


class _Plain(NamedTuple):
    """A target as stored, as far as it takes part in sums."""

    pk: int
    series_id: int
    unit_id: int
    revision: int
    floor: float
    stretch: float | None
    shape: str
    sequence: int


def targets_for(
    user: Any,
    series: Iterable[Series | int],
    units: Iterable[Unit | int] | None,
    year: int,
    *,
    upto: int | None = None,
) -> dict[tuple[int, int], TargetNow]:
    """Return the targets that count and whose units are under the user's assignments."""
    own = visible_units(user)
    allowed = own if units is None else own.intersection(ids(units))
    return targets(series, sorted(allowed), year, upto=upto)


def _last_year(
    rows: Mapping[tuple[int, int], _Plain], flows: Mapping[int, str], year: int, upto: int | None
) -> dict[tuple[int, int], dict[tuple[str, int], float | None]]:
    """Return last year's values of the targets that need them, by (series, unit)."""
    needing = [
        key
        for key, row in rows.items()
        if row.shape == MonthShape.LAST_YEAR
        or (row.shape == MonthShape.EVEN and flows[key[0]] == FlowBasis.STOCK)
    ]
    return last_year(needing, year, upto=upto)


def last_year(
    keys: Iterable[tuple[int, int]], year: int, *, upto: int | None = None
) -> dict[tuple[int, int], dict[tuple[str, int], float | None]]:
    """Return the figures of the year before by (series, unit), each by (period kind, number)."""
    wanted = list(keys)
    if not wanted:
        return {}
    periods = {p.pk: p for p in Period.objects.filter(year=year - 1)}
    values: dict[Key, Value] = current_values(
        {series for series, _unit in wanted}, {unit for _series, unit in wanted}, periods,
        upto=upto,
    )  # fmt: skip
    found: dict[tuple[int, int], dict[tuple[str, int], float | None]] = {}
    for (series_id, unit_id, period_id), value in values.items():
        period = periods[period_id]
        at = found.setdefault((series_id, unit_id), {})
        at[period.kind, period.number] = value.number
    return found


def story(target_id: int) -> TargetStory | None:
    """Return a target with its revisions, or None; callers check who may see it."""
    found = (
        Target.objects.select_related("series__indicator", "series__extent", "unit", "set_by")
        .filter(pk=target_id)
        .first()
    )
    if found is None:
        return None
    rows = (
        Target.objects.filter(series_id=found.series_id, unit_id=found.unit_id, year=found.year)
        .select_related("set_by")
        .order_by("revision")
    )
    indicator = found.series.indicator
    return TargetStory(
        target_id=found.pk,
        unit_id=found.unit_id,
        unit=found.unit.name,
        series_id=found.series_id,
        indicator_id=indicator.pk,
        indicator=indicator.name,
        scope=found.series.scope,
        measure=indicator.measure,
        decimals=indicator.decimals,
        year=found.year,
        sentence=found.sentence,
        shown=_target_saying(found),
        sayings=tuple(_target_saying(row) for row in rows),
    )


def _target_saying(row: Target) -> TargetSaying:
    return TargetSaying(
        revision=row.revision,
        floor=row.floor,
        stretch=row.stretch,
        shape=str(MonthShape(row.shape).label),
        reason=row.reason,
        actor=str(row.set_by) if row.set_by else "",
        at=row.set_at,
        sequence=row.sequence,
    )
