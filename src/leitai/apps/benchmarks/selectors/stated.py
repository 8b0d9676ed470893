"""Stated comparisons held against stored values, under every extent there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from leitai.apps.benchmarks.measures import in_measure
from leitai.apps.benchmarks.models import Settlement, StatedComparison
from leitai.apps.benchmarks.selectors.figures import Figure, Frame
from leitai.apps.benchmarks.selectors.released import open_values
from leitai.apps.benchmarks.selectors.settlements import settlements_of
from leitai.apps.indicators.models import Series
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.engine.quantity import Missing, Quantity
from leitai.engine.stated import Figure as Named
from leitai.engine.stated import StatedCheck, check_stated


@dataclass(frozen=True)
class Stored:
    """A stored figure of the other unit, with the words that tell it from the others."""

    label: str
    figure: Figure
    period: str


@dataclass(frozen=True)
class Checked:
    """A stated comparison with its check.

    ``own`` are the own figures that were tried, the stated one first; ``stored`` those of the other
    unit, the authoritative one of the stated period first. ``check`` is None where a figure is
    missing or not open to the reader. ``settlement`` is the office's word that stands on it.
    """

    stated: StatedComparison
    own: tuple[Stored, ...]
    stored: tuple[Stored, ...]
    check: StatedCheck | None
    settlement: Settlement | None = None

    @property
    def settled(self) -> bool:
        """Whether the office said which figure stands."""
        return self.settlement is not None and self.settlement.decided

    @property
    def agrees(self) -> bool | None:
        return self.check.agrees if self.check is not None else None

    @property
    def against(self) -> Stored | None:
        return self.stored[0] if self.stored else None


def stated_for(user: Any, unit: Unit) -> list[StatedComparison]:
    """Return the comparisons stated of a unit that stand, the newest first."""
    return list(
        StatedComparison.objects.visible_to(user)
        .filter(unit=unit, withdrawn_at__isnull=True)
        .select_related("unit", "other", "item", "period", "extent", "entered_by")
        .order_by("-id")
    )


def checked(
    user: Any,
    base: Frame,
    rows: Sequence[StatedComparison],
    periods: Sequence[Period] | None = None,
    *,
    seen: frozenset[int] | None = None,
) -> list[Checked]:
    """Check comparisons against what is stored and open to the user.

    ``periods`` are all of the field's kind, newest first, and ``seen`` the user's visible units,
    where the caller has them already.
    """
    if not rows:
        return []
    if periods is None:
        periods = list(Period.objects.filter(kind=base.field.period_kind).order_by("-start"))
    calendar = {period.pk: period for period in periods}
    items = {row.item_id for row in rows}
    theirs = {
        item: _all_series(base, item) for item in items if item in {one.pk for one in base.items}
    }
    own = [row for (item, _extent), row in base.own.items() if item in items]
    flat = [series for held in theirs.values() for series in held]
    units = {row.other_id for row in rows}
    held = open_values(user, [*flat, *own], [base.unit.pk, *units], calendar, seen=seen)
    values = held.values
    words = settlements_of(rows)
    found = []
    for row in rows:
        measure = row.item.measure

        def figure(series: Series, unit: int, period: int, shown: str = measure) -> Figure | None:
            value = values.get((series.pk, unit, period))
            if value is None or value.number is None:
                return None
            number = in_measure(value.number, series.indicator.measure, shown)
            return Figure(
                Quantity(number, value.qualifier),
                "",
                None if value.key in held.shown else value.revision_id,
                series.scope,
                series.authority.name,
                shown=held.shown.get(value.key),
            )

        mine = _own_side(base, row, figure)
        others = [
            Stored(_label(series, period, row), found_one, period.code)
            for period in _from(row.period, calendar.values())
            for series in theirs.get(row.item_id, ())
            if (found_one := figure(series, row.other_id, period.pk)) is not None
        ]
        check = _check(row, mine, others)
        found.append(Checked(row, tuple(mine), tuple(others), check, words.get(row.pk)))
    return found


def _all_series(base: Frame, item: int) -> list[Series]:
    """Return the candidates' series of an item: whole units first, then other extents."""
    main = base.theirs.get(item)
    if main is None:
        return []
    others = (
        Series.objects.filter(indicator=main.indicator, flow=main.flow, price=main.price)
        .exclude(pk=main.pk)
        .select_related("indicator", "extent", "authority")
        .order_by("pk")
    )
    return [main, *others]


def _from(period: Period, calendar: Iterable[Period]) -> list[Period]:
    """Return the stated period first, then the others, the nearest first."""
    return sorted(calendar, key=lambda one: (abs(one.year - period.year), -one.year, one.number))


def _label(series: Series, period: Period, row: StatedComparison) -> str:
    words = [series.authority.name, period.code]
    if series.extent is not None:
        words.append(series.extent.name)
    return " ".join(words)


def _own_side(base: Frame, row: StatedComparison, figure: Any) -> list[Stored]:
    """Return the own figures: the stated one, or that of the stated extent, before the others."""
    stored = [
        (extent, Stored(name, found, row.period.code))
        for extent, name in base.extents
        if (series := base.own.get((row.item_id, extent))) is not None
        and (found := figure(series, base.unit.pk, row.period_id)) is not None
    ]
    stored.sort(key=lambda pair: (pair[0] != (row.extent_id or pair[0]), pair[0]))
    plain = [one for _extent, one in stored]
    if row.own_value is None:
        return plain
    name = row.extent.name if row.extent else ""
    said = Stored(name, Figure(Quantity(row.own_value)), row.period.code)
    same = next((one for one in plain if one.figure.number == row.own_value), None)
    if same is not None:
        return [same, *(one for one in plain if one is not same)]
    return [said, *plain]


def _check(
    row: StatedComparison, own: Sequence[Stored], stored: Sequence[Stored]
) -> StatedCheck | None:
    if not own:
        return None
    first = own[0].figure.number
    if first is None:
        return None
    figures = [
        Named(one.label, one.figure.number, row.own_decimals if at == 0 else None)
        for at, one in enumerate(own)
        if one.figure.number is not None
    ]
    theirs = [
        Named(one.label, one.figure.number) for one in stored if one.figure.number is not None
    ]
    if row.share is not None:
        found = check_stated(row.share, figures, theirs, share_decimals=row.decimals)
    else:
        assert row.value is not None
        # A stated figure is a share of one own figure, exact but for the figure's own rounding.
        half = 0.0 if row.decimals is None else 0.5 * 10.0**-row.decimals
        theirs = [
            Named(one.label, row.value if abs(one.value - row.value) <= half else one.value, 9)
            for one in theirs
        ]
        found = check_stated(first / row.value * 100, figures, theirs)
    return None if isinstance(found, Missing) else found
