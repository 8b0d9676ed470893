"""Records of the invented district: units, people, indicators, targets, values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UnitKind = Literal["district", "subdistrict", "township", "county_department", "development_zone"]
Flow = Literal["year_to_date", "current", "stock"]
Price = Literal["none", "current", "constant"]
Direction = Literal["higher_is_better", "lower_is_better", "none"]
Shape = Literal["even", "whole"]
MissingKind = Literal["not_reported", "by_nature", "below_unit"]
Audience = Literal["towns", "departments", "parks"]


@dataclass(frozen=True)
class DemoUnit:
    """A unit of the district. ``code`` is invented and stands outside the real code range."""

    code: str
    name: str
    name_en: str
    kind: UnitKind
    aliases: tuple[str, ...]
    parent: str
    """Code of the unit above it; empty for the district itself."""
    size: float
    """Size of its economy beside the middle town (1.0); 0 where it has none."""


@dataclass(frozen=True)
class DemoPerson:
    """An invented person with one role on one unit and what lies below it."""

    username: str
    name: str
    unit: str
    role: str
    title: str
    account: bool = False
    """Whether the demo prints this account at start, one for each role."""


@dataclass(frozen=True)
class DemoIndicator:
    """An indicator with everything that stands beside its value."""

    id: str
    name: str
    name_en: str
    theme: str
    measure: str
    decimals: int
    direction: Direction
    flow: Flow
    price: Price
    responsible: str
    """Name of the department that reports it."""
    audiences: tuple[Audience, ...]
    shape: Shape
    """How a year's target spreads: even months, or the same all year."""
    definition: str
    actionable: bool = True
    statutory: bool = False
    scope_note: str = ""
    form_measure: str = ""
    """Measure used in the department's form, where it differs (万元 for 亿元)."""
    due_day: int = 10

    @property
    def form_factor(self) -> int:
        """How many of the form's measure make one of the indicator's."""
        return 10_000 if (self.measure, self.form_measure) == ("亿元", "万元") else 1


@dataclass(frozen=True)
class DemoTarget:
    """A year's target of a unit, in the indicator's measure."""

    indicator: str
    unit: str
    year: int
    floor: float
    stretch: float
    shape: Shape


@dataclass(frozen=True)
class DemoValue:
    """One saying of a value. The highest revision counts.

    ``number`` is in the indicator's measure; None with a ``missing`` kind and a remark.
    """

    indicator: str
    unit: str
    period: str
    revision: int
    number: float | None
    missing: MissingKind | None
    remark: str
    """Why the figure is missing or was revised; empty otherwise."""


@dataclass(frozen=True)
class District:
    """All that a seed makes."""

    units: tuple[DemoUnit, ...]
    people: tuple[DemoPerson, ...]
    indicators: tuple[DemoIndicator, ...]
    periods: tuple[str, ...]
    targets: tuple[DemoTarget, ...]
    values: tuple[DemoValue, ...]

    def units_of(self, audience: Audience) -> tuple[DemoUnit, ...]:
        """Units that an indicator of this audience is reported for, in list order."""
        return tuple(unit for unit in self.units if audience_of(unit) == audience)

    def indicator(self, identifier: str) -> DemoIndicator:
        """Look an indicator up; raises ``KeyError`` when there is none of that id."""
        for indicator in self.indicators:
            if indicator.id == identifier:
                return indicator
        raise KeyError(identifier)

    def latest(self, period: str) -> dict[tuple[str, str], DemoValue]:
        """Highest revision of every value of a period, by (indicator id, unit name)."""
        found: dict[tuple[str, str], DemoValue] = {}
        for value in self.values:
            key = (value.indicator, value.unit)
            if value.period == period and (
                key not in found or found[key].revision < value.revision
            ):
                found[key] = value
        return found


def audience_of(unit: DemoUnit) -> Audience | None:
    """Which group of the scheme a unit belongs to; None for those that are not assessed."""
    if unit.kind in ("subdistrict", "township"):
        return "towns"
    if unit.kind == "development_zone":
        return "parks"
    if unit.kind == "county_department" and unit.name != "区考核办":
        return "departments"
    return None


def year_month(period: str) -> tuple[int, int]:
    """Split "2026-10" into its year and month."""
    year, month = period.split("-")
    return int(year), int(month)
