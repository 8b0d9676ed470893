"""The anchor month of 云溪区 and the yearly targets that follow from it.

``october_2026.csv`` states, for the towns, the floor target of 2026 and the value of October
2026, chosen so that the scheme gives the board its intended order and distances. Targets of
earlier years lie below those of 2026 by a fixed growth.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Final

import numpy as np

from leitai.demo.district_indicators import indicators
from leitai.demo.district_model import DemoIndicator, DemoTarget, DemoUnit, audience_of
from leitai.demo.district_units import UNITS
from leitai.demo.places import DISTRICT_ROOT

YEARS: Final = (2023, 2024, 2025, 2026)
ANCHOR_YEAR: Final = 2026
_GROWTH: Final = 1.08
_STRETCH: Final = 1.08
_RATE_STRETCH: Final = 0.8

# Floors of units outside the towns, per unit of size for amounts and counts.
_PARK_FLOORS: Final = {
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
_DEPARTMENT_FLOORS: Final = {
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
_TOWN_FLOORS: Final = {
    "general_budget_revenue": 2.1,
    "hotline_resolution_rate": 98.0,
    "above_scale_firms": 34.0,
    "new_urban_jobs": 640.0,
    "foreign_trade": 2_400.0,
    "rural_sewage_treatment_rate": 78.0,
}


@cache
def anchors() -> dict[tuple[str, str], tuple[float, float]]:
    """Floor of 2026 and value of 2026-10 by (town name, indicator id)."""
    with (DISTRICT_ROOT / "october_2026.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["unit"], row["indicator"]): (float(row["floor_2026"]), float(row["value_2026_10"]))
            for row in csv.DictReader(stream)
        }


def floor_of(indicator: DemoIndicator, unit: DemoUnit, year: int) -> float | None:
    """Floor target of a unit for a year, or None where none is set."""
    anchor = anchors().get((unit.name, indicator.id))
    if anchor is not None:
        floor = anchor[0]
    else:
        base = {
            "towns": _TOWN_FLOORS,
            "departments": _DEPARTMENT_FLOORS,
            "parks": _PARK_FLOORS,
        }[audience_of(unit) or "towns"].get(indicator.id)
        if base is None:
            return None
        scaled = indicator.shape == "even" or indicator.id == "above_scale_firms"
        floor = base * (unit.size or 1.0) if scaled else base
    if year == ANCHOR_YEAR and anchor is not None:
        return floor
    if indicator.shape == "even":
        floor *= _GROWTH ** (year - ANCHOR_YEAR)
    return _rounded(indicator, floor)


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
                floor = floor_of(indicator, unit, year)
                if floor is not None:
                    targets.append(
                        DemoTarget(
                            indicator.id,
                            unit.name,
                            year,
                            floor,
                            _stretch(indicator, floor),
                            indicator.shape,
                        )
                    )
    return tuple(targets)


def _stretch(indicator: DemoIndicator, floor: float) -> float:
    if indicator.direction == "lower_is_better":
        return floor
    if indicator.shape == "even":
        return _rounded(indicator, floor * _STRETCH)
    top = 100.0 if indicator.id.endswith("_rate") else np.inf
    return float(min(top, round(floor + _RATE_STRETCH, 1)))


def _rounded(indicator: DemoIndicator, floor: float) -> float:
    if indicator.decimals == 0:
        return float(max(1, round(floor)))
    return round(floor, 2 if indicator.measure == "亿元" else 1)
