"""One line a unit: how its leading item stands to its main benchmark, for lists and home pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leitai.apps.benchmarks.measures import in_measure
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem, BenchmarkPair
from leitai.apps.benchmarks.selectors.pairs import Choice, choices, open_units
from leitai.apps.benchmarks.selectors.released import open_values
from leitai.apps.indicators.models import Series
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit


@dataclass(frozen=True)
class Share:
    """The own figure under one extent in percent of the benchmark's."""

    extent: int
    name: str
    percent: float


@dataclass(frozen=True)
class Headline:
    """How a unit stands to its main benchmark in the newest period that both have."""

    pair: BenchmarkPair
    item: BenchmarkItem
    period: Period
    shares: tuple[Share, ...]


def headlines(user: Any, rows: Sequence[Choice]) -> dict[int, Headline]:
    """Return unit → headline, as far as the user sees both figures.

    The number of queries depends on the fields concerned, not on the units.
    """
    found: dict[int, Headline] = {}
    by_field: dict[int, list[Choice]] = {}
    for row in rows:
        if row.main is not None:
            by_field.setdefault(row.field.pk, []).append(row)
    for held in by_field.values():
        found |= _of_field(user, held[0].field, held)
    return found


def _of_field(user: Any, field: BenchmarkField, rows: Sequence[Choice]) -> dict[int, Headline]:
    item = (
        field.items.filter(role=BenchmarkItem.Role.LEVEL)
        .select_related("own", "theirs")
        .order_by("position", "id")
        .first()
    )
    if item is None or item.own is None or item.theirs is None:
        return {}
    series = list(
        Series.objects.filter(indicator__in={item.own_id, item.theirs_id})
        .select_related("indicator", "extent", "authority")
        .order_by("pk")
    )
    theirs = next(
        (s for s in series if s.indicator_id == item.theirs_id and s.extent_id is None), None
    )
    if theirs is None:
        return {}
    own = [
        s
        for s in series
        if s.indicator_id == item.own_id and (s.flow, s.price) == (theirs.flow, theirs.price)
    ]
    calendar = list(Period.objects.filter(kind=field.period_kind).order_by("-start"))
    pairs = [row.main for row in rows if row.main is not None]
    units = {unit for pair in pairs for unit in (pair.unit_id, pair.benchmark_id)}
    values = open_values(user, [theirs, *own], units, calendar).values
    found: dict[int, Headline] = {}
    for pair in pairs:
        for period in calendar:
            other = values.get((theirs.pk, pair.benchmark_id, period.pk))
            if other is None or other.number is None or other.number <= 0:
                continue
            whole = in_measure(other.number, theirs.indicator.measure, item.measure)
            shares = []
            for one in own:
                value = values.get((one.pk, pair.unit_id, period.pk))
                if value is not None and value.number is not None:
                    number = in_measure(value.number, one.indicator.measure, item.measure)
                    name = str(one.extent) if one.extent else ""
                    shares.append(Share(one.extent_id or 0, name, number / whole * 100))
            if shares:
                found[pair.unit_id] = Headline(pair, item, period, tuple(shares))
                break
    return found


def headline_of(
    user: Any, unit_ids: Sequence[int], year: int
) -> tuple[Unit, Headline | None] | None:
    """Return the first of the units that may compare itself, with its headline if it has one."""
    opened = [pair for pair in open_units(user) if pair[0].pk in unit_ids]
    if not opened:
        return None
    rows = choices(user, year, opened[:1])
    return opened[0][0], headlines(user, rows).get(opened[0][0].pk)
