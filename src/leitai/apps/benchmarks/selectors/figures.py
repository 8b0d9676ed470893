"""The figures of a comparison: a unit's and the candidates', item by item, in one measure.

Own figures are kept apart by extent (含临空, 不含临空) and never mixed: an item without a figure of
the extent in question has none. An own series counts only where its flow and price basis are those
of the candidates' series.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from leitai.apps.benchmarks.measures import in_measure
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.selectors.fields import candidate_units
from leitai.apps.benchmarks.selectors.released import Shown, open_values
from leitai.apps.indicators.models import Batch, Series
from leitai.apps.indicators.selectors.values import (
    Value,
    current_values,
    values_for,
)
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.engine.benchmark import intensity
from leitai.engine.quantity import Quantity

Role = BenchmarkItem.Role


@dataclass(frozen=True)
class Figure:
    """One figure in the item's measure, with its scope and where it comes from.

    ``revision_id`` opens the trace; an intensity has none of its own and leads to its ``inputs``.
    ``shown`` says that the reader has it from a published board, which then opens instead.
    """

    quantity: Quantity | None
    missing: str = ""
    revision_id: int | None = None
    scope: tuple[str, ...] = ()
    source: str = ""
    inputs: tuple[Figure, ...] = ()
    shown: Shown | None = None

    @property
    def number(self) -> float | None:
        return None if self.quantity is None else self.quantity.number


@dataclass(frozen=True)
class Frame:
    """A field with its items and the series behind them, for one unit that compares itself.

    ``extents`` are (id or 0 for the whole unit, name) in the order in which they were defined.
    """

    field: BenchmarkField
    unit: Unit
    items: tuple[BenchmarkItem, ...]
    theirs: Mapping[int, Series]
    own: Mapping[tuple[int, int], Series]
    bases: Mapping[int, Series]
    extents: tuple[tuple[int, str], ...]

    @property
    def lead(self) -> BenchmarkItem | None:
        """The item that the page opens with: the first level."""
        return next((item for item in self.items if item.role == Role.LEVEL), None)

    def item(self, item_id: int) -> BenchmarkItem:
        return next(item for item in self.items if item.pk == item_id)

    def parts_of(self, item: BenchmarkItem) -> tuple[BenchmarkItem, ...]:
        return tuple(one for one in self.items if one.whole_id == item.pk)


def frame(field: BenchmarkField, unit: Unit) -> Frame:
    """Return the items of a field and which series they read for a unit. Two queries."""
    items = tuple(
        field.items.select_related("own", "theirs", "base", "whole").order_by("position", "id")
    )
    wanted = {pk for item in items for pk in (item.own_id, item.theirs_id, item.base_id) if pk}
    rows: dict[int, list[Series]] = {}
    for series in (
        Series.objects.filter(indicator__in=wanted)
        .select_related("indicator", "extent", "authority")
        .order_by("pk")
    ):
        rows.setdefault(series.indicator_id, []).append(series)
    theirs: dict[int, Series] = {}
    own: dict[tuple[int, int], Series] = {}
    bases: dict[int, Series] = {}
    extents: dict[int, str] = {}
    for item in items:
        main = _whole_unit(rows.get(item.theirs_id or 0, ()))
        if main is None:
            continue
        theirs[item.pk] = main
        base = _whole_unit(rows.get(item.base_id or 0, ()))
        if base is not None:
            bases[item.pk] = base
        for series in rows.get(item.own_id or 0, ()):
            if (series.flow, series.price) != (main.flow, main.price):
                continue
            if series.extent is not None and series.extent.unit_id != unit.pk:
                continue
            extents.setdefault(series.extent_id or 0, str(series.extent or ""))
            own.setdefault((item.pk, series.extent_id or 0), series)
    return Frame(field, unit, items, theirs, own, bases, tuple(sorted(extents.items())))


def _whole_unit(rows: Sequence[Series]) -> Series | None:
    """Return the series that speaks of whole units, the first of several."""
    return next((row for row in rows if row.extent_id is None), rows[0] if rows else None)


def figure_of(
    value: Value | None, series: Series | None, measure: str, shown: Shown | None = None
) -> Figure:
    """Return a stored value as a figure in a measure, or why there is none."""
    if series is None:
        return Figure(None)
    scope, source = series.scope, series.authority.name
    if value is None:
        return Figure(None, "not_reported", None, scope, source)
    if value.number is None:
        return Figure(None, value.missing, value.revision_id, scope, source)
    number = in_measure(value.number, series.indicator.measure, measure)
    revision = value.revision_id if shown is None else None
    return Figure(Quantity(number, value.qualifier), "", revision, scope, source, shown=shown)


def _with_intensities(
    items: Iterable[BenchmarkItem], figures: dict[int, Figure]
) -> dict[int, Figure]:
    for item in items:
        if item.role != Role.INTENSITY:
            continue
        above = figures.get(item.numerator_id or 0, Figure(None))
        below = figures.get(item.denominator_id or 0, Figure(None))
        figures[item.pk] = quotient(above, below, item.factor)
    return figures


def quotient(above: Figure, below: Figure, factor: float) -> Figure:
    """Return one figure by another, times a factor; without both it is missing for their reason."""
    if above.quantity is None or below.quantity is None:
        return Figure(None, above.missing or below.missing, None, above.scope, above.source)
    found = intensity(above.quantity, below.quantity)
    if not isinstance(found, Quantity):
        return Figure(None, "by_nature", None, above.scope, above.source)
    return Figure(found * factor, "", None, above.scope, above.source, (above, below))


def own_figures(
    user: Any,
    base: Frame,
    period: Period,
    extents: Iterable[int] | None = None,
    *,
    seen: frozenset[int] | None = None,
) -> dict[int, dict[int, Figure]]:
    """Return extent → item → the unit's own figure, as far as the user may see them.

    ``seen`` are the user's visible units where the caller has them already; so below.
    """
    wanted = [pk for pk, _name in base.extents] if extents is None else list(extents)
    series = [row for (_item, extent), row in base.own.items() if extent in wanted]
    values = values_for(user, series, [base.unit.pk], [period], own=seen)
    found: dict[int, dict[int, Figure]] = {}
    for extent in wanted:
        figures = {}
        for item in base.items:
            if item.role == Role.INTENSITY:
                continue
            row = base.own.get((item.pk, extent))
            value = values.get((row.pk, base.unit.pk, period.pk)) if row else None
            figures[item.pk] = figure_of(value, row, item.measure)
        found[extent] = _with_intensities(base.items, figures)
    return found


def their_figures(
    user: Any,
    base: Frame,
    units: Iterable[int],
    period: Period,
    *,
    seen: frozenset[int] | None = None,
) -> dict[int, dict[int, Figure]]:
    """Return unit → item → the figure of a candidate, as far as the user may see them."""
    ids = list(units)
    held = open_values(user, base.theirs.values(), ids, [period], seen=seen)
    found: dict[int, dict[int, Figure]] = {}
    for unit in ids:
        figures = {}
        for item in base.items:
            if item.role == Role.INTENSITY:
                continue
            row = base.theirs.get(item.pk)
            key = (row.pk if row else 0, unit, period.pk)
            figures[item.pk] = figure_of(
                held.values.get(key), row, item.measure, held.shown.get(key)
            )
        found[unit] = _with_intensities(base.items, figures)
    return found


@dataclass(frozen=True)
class LeadHistory:
    """The leading item through the calendar, as far as the user may see it.

    ``periods`` are those in which the unit, and the benchmark where there is one, have a figure,
    newest first; ``values`` are both sides' by series, unit and period.
    """

    calendar: tuple[Period, ...]
    periods: tuple[Period, ...]
    values: Mapping[tuple[int, int, int], Value]
    shown: Mapping[tuple[int, int, int], Shown] = field(default_factory=dict)


def lead_history(
    user: Any,
    base: Frame,
    benchmark: Unit | None = None,
    *,
    seen: frozenset[int] | None = None,
) -> LeadHistory:
    """Read the leading item of the unit and its benchmark in all periods. Three queries."""
    lead = base.lead
    calendar = tuple(Period.objects.filter(kind=base.field.period_kind).order_by("-start"))
    if lead is None:
        return LeadHistory(calendar, (), {})
    own = [row for (item, _extent), row in base.own.items() if item == lead.pk]
    row = base.theirs.get(lead.pk) if benchmark is not None else None
    units = [base.unit.pk] + ([benchmark.pk] if benchmark is not None else [])
    rows = {s.pk: s for s in (*own, row) if s}.values()
    opened = open_values(user, rows, units, calendar, seen=seen)
    values = opened.values
    mine = {one.pk for one in own}

    def held(series: set[int], unit: int) -> set[int]:
        return {
            period
            for (series_id, unit_id, period), value in values.items()
            if series_id in series and unit_id == unit and value.number is not None
        }

    both = held(mine, base.unit.pk)
    if benchmark is not None:
        both &= held({row.pk} if row else set(), benchmark.pk)
    return LeadHistory(calendar, tuple(p for p in calendar if p.pk in both), values, opened.shown)


# -- all candidates --------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Crowd:
    """The figures of all candidates of a period: item → unit → number in the item's measure.

    A crowd equals itself alone, so that what follows from it can be kept as long as it is.

    ``before`` holds the leading item's earlier figures on today's territory, ``years`` earlier;
    ``names`` and ``places`` (province and prefecture) are by unit.
    """

    numbers: Mapping[int, Mapping[int, float]]
    before: Mapping[int, float]
    years: int
    names: Mapping[int, str]
    places: Mapping[int, str]

    def of(self, item: BenchmarkItem) -> Mapping[int, float]:
        return self.numbers.get(item.pk, {})


EMPTY = Crowd({}, {}, 0, {}, {})


def crowd(user: Any, base: Frame, period: Period) -> Crowd:
    """Return the figures of all candidates that the user may see.

    Where every series is published they are the same for all readers and are kept between
    requests until a value changes.
    """
    rows = (*base.theirs.values(), *base.bases.values())
    if rows and all(row.authority.public for row in rows):
        return _published(base.field.pk, base.unit.pk, period.pk, last_change(), _digest(base))
    return _crowd(base, period, user)


def last_change() -> tuple[Any, ...]:
    """Return what names the last accepted change, in this database and no other."""
    row = (
        Batch.objects.filter(state=Batch.State.ACCEPTED)
        .order_by("-sequence")
        .values_list("sequence", "operation_id", "claim")
        .first()
    )
    return row or ()


def _digest(base: Frame) -> int:
    """Return what the kept figures depend on beside the values: the items and their series."""
    return hash(
        tuple(
            (item.pk, item.measure, item.factor, item.base_years, item.position)
            for item in base.items
        )
        + tuple(sorted((item, row.pk) for item, row in base.theirs.items()))
        + tuple(sorted((item, row.pk) for item, row in base.bases.items()))
    )


@lru_cache(maxsize=8)
def _published(
    field_id: int, unit_id: int, period_id: int, _seen: tuple[Any, ...], _items: int
) -> Crowd:
    field = BenchmarkField.objects.select_related("area", "candidates").get(pk=field_id)
    return _crowd(
        frame(field, Unit.objects.get(pk=unit_id)), Period.objects.get(pk=period_id), None
    )


def _crowd(base: Frame, period: Period, user: Any) -> Crowd:
    """Read the figures of all candidates; without a user, the published ones."""
    units = {unit.pk: unit for unit in candidate_units(base.field)}
    lead = base.lead
    rows = [*base.theirs.values(), *base.bases.values()]

    def read(series: Iterable[Series], periods: Iterable[Period]) -> Mapping[Any, Value]:
        if user is None:
            return current_values(series, list(units), periods)
        return open_values(user, series, list(units), periods).values

    values = read(rows, [period])
    numbers: dict[int, dict[int, float]] = {}
    for item in base.items:
        row = base.theirs.get(item.pk)
        if row is not None:
            numbers[item.pk] = _column(values, row, period.pk, item.measure)
    for item in base.items:
        if item.role == Role.INTENSITY:
            above = numbers.get(item.numerator_id or 0, {})
            below = numbers.get(item.denominator_id or 0, {})
            numbers[item.pk] = {
                unit: number / below[unit] * item.factor
                for unit, number in above.items()
                if below.get(unit, 0) > 0
            }
    before: dict[int, float] = {}
    years = 0
    if lead is not None and lead.pk in base.theirs:
        kept = base.bases.get(lead.pk)
        if kept is not None:
            before, years = _column(values, kept, period.pk, lead.measure), lead.base_years
        else:
            earlier = Period.objects.filter(
                kind=period.kind, year=period.year - 1, number=period.number
            ).first()
            if earlier is not None:
                series = base.theirs[lead.pk]
                before = _column(read([series], [earlier]), series, earlier.pk, lead.measure)
                years = 1
    return Crowd(
        numbers,
        before,
        years,
        {pk: unit.name for pk, unit in units.items()},
        {pk: place_of(unit) for pk, unit in units.items()},
    )


def _column(
    values: Mapping[Any, Value], series: Series, period_id: int, measure: str
) -> dict[int, float]:
    stored = series.indicator.measure
    # One exact conversion of 1 serves a whole column: measures differ by powers of ten.
    one = in_measure(1.0, stored, measure)
    tens = one < 1 and abs(round(1 / one) * one - 1) < 1e-12
    return {
        unit: (value.number / round(1 / one)) if tens else value.number * one
        for (series_id, unit, period), value in values.items()
        if series_id == series.pk and period == period_id and value.number is not None
    }


def place_of(unit: Unit) -> str:
    """Return where a unit lies, in short: 广东惠州; empty where that is not stored."""
    province = str(unit.attributes.get("province", ""))
    prefecture = str(unit.attributes.get("prefecture", ""))
    for ending in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        if province.endswith(ending):
            province = province.removesuffix(ending)
            break
    return province + prefecture.removesuffix("市")
