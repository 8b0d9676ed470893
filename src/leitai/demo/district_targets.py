"""The anchor month of 云溪区 and the yearly targets that follow from it.

``october_2026.csv`` states, for the towns, what the board measures by in 2026 (the aim) and the
value of October 2026, chosen so that the scheme gives the board its intended order and distances.
The board measures by the stretch target, which few reach; the floor lies below it, and most keep
to it. Investment alone is measured by its floor. Aims of earlier years lie below those of 2026 by
a fixed growth.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Final

from leitai.demo.district_indicators import indicators
from leitai.demo.district_model import DemoIndicator, DemoTarget, DemoUnit, audience_of
from leitai.demo.district_units import UNITS
from leitai.demo.places import DISTRICT_ROOT

YEARS: Final = (2023, 2024, 2025, 2026)
ANCHOR_YEAR: Final = 2026
_GROWTH: Final = 1.08
#: The floor as a part of the stretch: 80 of 100, and nearer where the measure ends at 100.
_FLOOR: Final = 0.8
_RATE_FLOORS: Final = {
    "good_air_days_rate": 0.85,
    "satisfaction": 0.85,
    "waste_sorting_rate": 0.85,
    "on_time_completion_rate": 0.85,
    "hotline_resolution_rate": 0.95,
    "key_task_completion_rate": 0.95,
    "budget_execution_rate": 0.95,
    "proposal_reply_rate": 0.95,
    "data_timeliness_rate": 0.95,
    "service_online_rate": 0.95,
    "service_rating": 0.95,
}
#: What is measured by its floor, and the stretch above it.
_BY_FLOOR: Final = "fixed_asset_investment"
_STRETCH: Final = 1.08
#: Rates that must stay below: at most so much, and aimed at so much.
_CEILINGS: Final = {"return_rate": (5.0, 2.0), "overdue_rate": (5.0, 2.0)}

# Aims of units outside the towns, per unit of size for amounts and counts.
_PARK_AIMS: Final = {
    "industrial_output_growth": 9.0,
    "tax_revenue": 4.2,
    "fixed_asset_investment": 14.0,
    "project_starts": 10.0,
    "project_production_rate": 88.0,
    "project_signings": 9.0,
    "funds_in_place": 11.0,
    "industrial_investment": 11.5,
    "tax_per_mu": 22.0,
    "rd_investment_growth": 12.0,
    "energy_intensity_reduction": 3.2,
    "foreign_trade": 9_000.0,
}
_DEPARTMENT_AIMS: Final = {
    "on_time_completion_rate": 100.0,
    "return_rate": 0.0,
    "overdue_rate": 0.0,
    "key_task_completion_rate": 95.0,
    "budget_execution_rate": 83.0,
    "superior_funds": 1.8,
    "proposal_reply_rate": 100.0,
    "data_timeliness_rate": 100.0,
    "service_online_rate": 92.0,
    "service_rating": 98.0,
}
_TOWN_AIMS: Final = {
    "general_budget_revenue": 1.75,
    "hotline_resolution_rate": 98.0,
    "above_scale_firms": 34.0,
    "new_urban_jobs": 640.0,
    "foreign_trade": 2_400.0,
    "rural_sewage_treatment_rate": 78.0,
}


@cache
def anchors() -> dict[tuple[str, str], tuple[float, float]]:
    """Aim of 2026 and value of 2026-10 by (town name, indicator id)."""
    with (DISTRICT_ROOT / "october_2026.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["unit"], row["indicator"]): (float(row["aim_2026"]), float(row["value_2026_10"]))
            for row in csv.DictReader(stream)
        }


def aim_of(indicator: DemoIndicator, unit: DemoUnit, year: int) -> float | None:
    """Amount that the board measures a unit's year by, or None where none is set."""
    anchor = anchors().get((unit.name, indicator.id))
    if anchor is not None:
        aim = anchor[0]
    else:
        base = {
            "towns": _TOWN_AIMS,
            "departments": _DEPARTMENT_AIMS,
            "parks": _PARK_AIMS,
        }[audience_of(unit) or "towns"].get(indicator.id)
        if base is None:
            return None
        scaled = indicator.shape == "even" or indicator.id == "above_scale_firms"
        aim = base * (unit.size or 1.0) if scaled else base
    if year == ANCHOR_YEAR and anchor is not None:
        return aim
    if indicator.shape == "even":
        aim *= _GROWTH ** (year - ANCHOR_YEAR)
    return _rounded(indicator, aim)


def pace(indicator: DemoIndicator, month: int) -> float:
    """Share of the year's target due by the end of ``month``."""
    return month / 12 if indicator.shape == "even" else 1.0


def build_targets() -> tuple[DemoTarget, ...]:
    """All targets of all years, floor and stretch."""
    targets: list[DemoTarget] = []
    for year in YEARS:
        for indicator in indicators():
            for unit in UNITS:
                if audience_of(unit) not in indicator.audiences:
                    continue
                aim = aim_of(indicator, unit, year)
                if aim is not None:
                    floor, stretch = _tiers(indicator, aim)
                    targets.append(
                        DemoTarget(indicator.id, unit.name, year, floor, stretch, indicator.shape)
                    )
    return tuple(targets)


def _tiers(indicator: DemoIndicator, aim: float) -> tuple[float, float]:
    """Floor and stretch of what the board measures by ``aim``."""
    if indicator.id in _CEILINGS:
        return _CEILINGS[indicator.id]
    if indicator.id == _BY_FLOOR:
        return aim, _rounded(indicator, aim * _STRETCH)
    return _rounded(indicator, aim * _RATE_FLOORS.get(indicator.id, _FLOOR)), aim


def _rounded(indicator: DemoIndicator, aim: float) -> float:
    if indicator.decimals == 0:
        return float(max(1, round(aim)))
    return round(aim, 2 if indicator.measure == "亿元" else 1)
