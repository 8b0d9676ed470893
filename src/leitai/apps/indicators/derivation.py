"""Values that a formula names, for many units at once; and which values a result came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from leitai.apps.indicators.models import Indicator, Series
from leitai.apps.indicators.models.definitions import FlowBasis
from leitai.apps.indicators.selectors.values import Key, Value, current_values
from leitai.apps.periods.models import Period
from leitai.engine.formula import Formula, FormulaError, Shift, Values, parse
from leitai.engine.formula.functions import BINARY
from leitai.engine.quantity import Missing, Outcome, Quantity

#: Why a stored value has no number, for the formula language.
_REASONS = {
    "not_reported": Missing("not_reported", "未报", "not reported"),
    "by_nature": Missing("by_nature", "无此数", "no figure by nature"),
    "below_unit": Missing("below_unit", "不足最小单位", "below the unit"),
    "masked": Missing("masked", "被遮盖", "masked"),
}
_ABSENT = Missing("no_value", "没有数值", "no value")


class DerivationError(Exception):
    """A formula that cannot be computed for this series, with a message for the office."""


@dataclass(frozen=True)
class Reference:
    """One name of a formula: the series that it means and the periods it is taken from.

    ``sign`` per period: the value is the sum of sign × stored value (to add a year up, or to take
    the period before off).
    """

    name: str
    shift: Shift
    series_id: int
    terms: tuple[tuple[int, int], ...]  # (period id, +1 or −1)


@dataclass
class Derivation:
    """A derived series at one period: its formula with the stored values behind every name."""

    formula: Formula
    references: list[Reference]
    units: list[int]
    values: Mapping[Key, Value] = field(default_factory=dict)

    def resolve(self, name: str, shift: Shift) -> list[Outcome]:
        """Figures of a name for all units, as the formula language asks for them."""
        for reference in self.references:
            if reference.name == name and reference.shift == shift:
                return [self._figure(reference, unit) for unit in self.units]
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return self.formula.names

    def _figure(self, reference: Reference, unit: int) -> Outcome:
        if not reference.terms:
            return _ABSENT
        total = Values.of(0.0)
        for period, sign in reference.terms:
            value = self.values.get((reference.series_id, unit, period))
            if value is None:
                return _ABSENT
            if value.number is None:
                return _REASONS.get(value.missing, _ABSENT)
            figure = Values.of(Quantity(value.number, value.qualifier))
            total = BINARY["+" if sign > 0 else "-"](total, figure)
        return total.outcome()

    def outcomes(self) -> list[Outcome]:
        """Results in the order of the units."""
        return self.formula.evaluate(self).spread(len(self.units)).outcomes()

    def known_units(self) -> set[int]:
        """Units with at least one stored value behind the formula."""
        wanted = {(r.series_id, period) for r in self.references for period, _sign in r.terms}
        return {key[1] for key in self.values if (key[0], key[2]) in wanted}

    def inputs(self, unit: int) -> list[Value]:
        """The stored values from which a unit's result came, in the order of the formula."""
        found = [
            self.values.get((reference.series_id, unit, period))
            for reference in self.references
            for period, _sign in reference.terms
        ]
        return [value for value in dict.fromkeys(found) if value is not None]


class _Periods:
    def __init__(self) -> None:
        self.rows = list(Period.objects.all())
        self.ids = {(p.kind, p.year, p.number): p.pk for p in self.rows}

    def at(self, period: Period, years: int, steps: int) -> Period | None:
        count = 12 // period.months
        index = (period.year - years) * count + period.number - 1 - steps
        wanted = self.ids.get((period.kind, index // count, index % count + 1))
        return next((p for p in self.rows if p.pk == wanted), None)


def read_formula(indicator: Indicator) -> Formula:
    """Parse an indicator's formula.

    Raises:
        DerivationError: when it has none or it cannot be read.
    """
    if not indicator.formula:
        raise DerivationError(_("%(name)s has no formula.") % {"name": indicator})
    try:
        return parse(indicator.formula)
    except FormulaError as error:
        raise DerivationError(
            _("The formula of %(name)s cannot be read: %(error)s")
            % {"name": indicator, "error": error}
        ) from error


def derive(
    series: Series,
    periods: Sequence[Period],
    units: Iterable[int] | None = None,
    *,
    upto: int | None = None,
) -> dict[int, Derivation]:
    """Prepare a derived series for several periods with one look at the store.

    Returns period id → derivation over the same units (those given, or all that have values).

    Raises:
        DerivationError: when a name means no series of the area, or more than one.
    """
    formula = read_formula(series.indicator)
    calendar = _Periods()
    named = _named(series, formula)
    references = {
        period.pk: [
            _reference(name, shift, named[name], period, calendar, series.flow)
            for name, shift in formula.references
        ]
        for period in periods
    }
    flat = [reference for held in references.values() for reference in held]
    values = current_values(
        {reference.series_id for reference in flat},
        list(units) if units is not None else None,
        {period for reference in flat for period, _sign in reference.terms},
        upto=upto,
    )
    everyone = list(units) if units is not None else sorted({key[1] for key in values})
    return {
        period.pk: Derivation(formula, references[period.pk], everyone, values)
        for period in periods
    }


def _named(series: Series, formula: Formula) -> dict[str, list[Series]]:
    """Return the series that each name may mean, by indicator code within the area."""
    found: dict[str, list[Series]] = {name: [] for name in formula.names}
    rows = Series.objects.filter(
        indicator__area_id=series.indicator.area_id, indicator__code__in=formula.names
    ).select_related("indicator")
    for row in rows:
        found[row.indicator.code].append(row)
    for name, held in found.items():
        scoped = [
            row
            for row in held
            if row.extent_id == series.extent_id and series.price in ("none", row.price)
        ]
        found[name] = scoped or held
        if not held:
            raise DerivationError(
                _("The formula of %(indicator)s names “%(name)s”, which is no indicator here.")
                % {"indicator": series.indicator, "name": name}
            )
    by_flow = {name: {row.flow for row in held} for name, held in found.items()}
    for name, held in found.items():
        if len(by_flow[name]) != len(held):
            raise DerivationError(
                _("“%(name)s” has several series of one flow basis; the formula cannot tell which.")
                % {"name": name}
            )
    return found


def _reference(
    name: str,
    shift: Shift,
    held: Sequence[Series],
    period: Period,
    calendar: _Periods,
    own_flow: str,
) -> Reference:
    """Choose the series and the stored periods for one name seen through one shift.

    Without a shift of flow a name means the flow basis of the derived series itself, else a stock.
    """
    by_flow = {row.flow: row.pk for row in held}
    at = calendar.at(period, shift.years, shift.periods)
    only = held[0].pk
    if shift.flow == "year_to_date" and FlowBasis.YEAR_TO_DATE not in by_flow:
        terms: list[tuple[int, int]] = []
        if at is not None:
            for step in range(at.number - 1, -1, -1):
                earlier = calendar.at(at, 0, step)
                if earlier is None:
                    return Reference(name, shift, by_flow.get("current", only), ())
                terms.append((earlier.pk, 1))
        return Reference(name, shift, by_flow.get("current", only), tuple(terms))
    if shift.flow == "current" and FlowBasis.CURRENT not in by_flow:
        series_id = by_flow.get("year_to_date", only)
        if at is None or at.number == 1:
            return Reference(name, shift, series_id, ((at.pk, 1),) if at else ())
        earlier = calendar.at(at, 0, 1)
        terms = [(at.pk, 1), (earlier.pk, -1)] if earlier is not None else []
        return Reference(name, shift, series_id, tuple(terms))
    order = (shift.flow or own_flow, "stock", "year_to_date", "current")
    series_id = next((by_flow[flow] for flow in order if flow in by_flow), only)
    return Reference(name, shift, series_id, ((at.pk, 1),) if at is not None else ())
