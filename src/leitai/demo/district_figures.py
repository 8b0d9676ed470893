"""What each cell of a form of 云溪区 holds: value, plan, month alone, growth, remark."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from leitai.demo.district_drawing import CellContent
from leitai.demo.district_forms import FormColumn, FormSheet
from leitai.demo.district_model import (
    DemoIndicator,
    DemoUnit,
    DemoValue,
    District,
    audience_of,
    year_month,
)

FIRST: Final = 1
"""The form as it was sent first."""
CORRECTED: Final = 2
"""The form with corrections; the same as the first where there are none."""
RESENT: Final = 3
"""The form of the newcomer's tour, sent once more with ``TOUR_CHANGES``."""

TOUR_CHANGES: Final = {
    ("project_signings", "青石镇"): 10.0,
    ("funds_in_place", "南浦镇"): 7.26,
}
TOUR_REASON: Final = "10月末签约和到账补录"


class FormFigures:
    """Looks figures up as a form of some edition shows them."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._sayings: dict[tuple[str, str, str], list[DemoValue]] = defaultdict(list)
        for value in district.values:
            self._sayings[value.indicator, value.unit, value.period].append(value)
        self._floors = {
            (target.indicator, target.unit, target.year): target.floor
            for target in district.targets
        }

    def has(self, indicator: str, unit: str, period: str) -> bool:
        """Tell whether the indicator is reported for the unit in that month."""
        return (indicator, unit, period) in self._sayings

    def value(self, indicator: str, unit: str, period: str, edition: int) -> DemoValue:
        """The value that an edition of the form carries; ``KeyError`` when there is none."""
        if not self.has(indicator, unit, period):
            raise KeyError((indicator, unit, period))
        sayings = self._sayings[indicator, unit, period]
        if edition == RESENT and (indicator, unit) in TOUR_CHANGES:
            number = TOUR_CHANGES[indicator, unit]
            revision = len(sayings) + 1
            return DemoValue(indicator, unit, period, revision, number, None, TOUR_REASON)
        return sayings[min(edition, len(sayings)) - 1]

    def content(
        self, sheet: FormSheet, column: FormColumn, unit: DemoUnit, period: str, edition: int
    ) -> CellContent | str:
        """What the cell of a unit in a column of a monthly form shows."""
        if column.kind == "remark":
            return self._remark(sheet, unit, period)
        if column.kind == "side":
            signings = self._number("project_signings", unit, period, edition) or 0.0
            # The contract sum is told beside the count and belongs to no indicator.
            return CellContent(round(signings * (30_800 + 1_300 * unit.size)), 0)
        indicator = self._district.indicator(column.indicator)
        if audience_of(unit) not in indicator.audiences:
            return CellContent(None, 0, "by_nature")
        if column.kind == "plan":
            floor = self._floors.get((indicator.id, unit.name, year_month(period)[0]))
            return in_form(indicator, floor)
        value = self.value(indicator.id, unit.name, period, edition)
        if value.number is None or column.kind == "value":
            return in_form(indicator, value.number, value.missing or "not_reported")
        if column.kind == "month":
            before = self._before(indicator, unit, period)
            return in_form(indicator, None if before is None else value.number - before)
        earlier = self._number(indicator.id, unit, year_before(period), CORRECTED)
        growth = (value.number / earlier - 1) * 100 if earlier else None
        return CellContent(None if growth is None else round(growth, 1), 1, "by_nature")

    def _number(self, indicator: str, unit: DemoUnit, period: str, edition: int) -> float | None:
        if not self.has(indicator, unit.name, period):
            return None
        return self.value(indicator, unit.name, period, edition).number

    def _before(self, indicator: DemoIndicator, unit: DemoUnit, period: str) -> float | None:
        year, month = year_month(period)
        if month == 1:
            return 0.0
        return self._number(indicator.id, unit, f"{year}-{month - 1:02d}", CORRECTED)

    def _remark(self, sheet: FormSheet, unit: DemoUnit, period: str) -> str:
        remarks = [
            value.remark
            for column in sheet.columns
            if column.kind == "value" and self.has(column.indicator, unit.name, period)
            for value in self._sayings[column.indicator, unit.name, period]
            if value.number is None
        ]
        return "；".join(remarks)


def in_form(
    indicator: DemoIndicator, number: float | None, missing: str = "by_nature"
) -> CellContent:
    """A figure in the measure of the department's form, which may differ from the indicator's."""
    decimals = 0 if indicator.form_factor > 1 else indicator.decimals
    if number is None:
        return CellContent(None, decimals, missing)
    return CellContent(round(number * indicator.form_factor, 4), decimals)


def year_before(period: str) -> str:
    """The same month a year earlier."""
    year, month = year_month(period)
    return f"{year - 1}-{month:02d}"
