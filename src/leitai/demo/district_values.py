"""Month values of everything beside the towns' board: structure, departments, parks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from leitai.demo.district_indicators import indicators
from leitai.demo.district_model import DemoIndicator, DemoUnit, audience_of, year_month
from leitai.demo.district_targets import aim_of, anchors
from leitai.demo.district_units import DEPARTMENTS, PARKS, TOWNS

Values = dict[tuple[str, str, str], float]

# Monthly weight in the year (1.0 on average): festivals in winter, building from spring on.
_SEASON: Final = (0.82, 0.70, 1.02, 1.00, 1.04, 1.12, 0.98, 0.97, 1.10, 1.04, 1.06, 1.15)
_PM25_SEASON: Final = (1.55, 1.35, 1.15, 0.95, 0.80, 0.65, 0.60, 0.62, 0.75, 0.95, 1.20, 1.43)


@dataclass(frozen=True)
class _Flow:
    """A cumulative amount: so much a month for a unit of size 1 in October 2026."""

    monthly: float
    yearly_growth: float
    spread: float


@dataclass(frozen=True)
class _Rate:
    """A rate around a level of the unit, in the indicator's measure."""

    level: float
    between_units: float
    monthly: float
    yearly_drift: float
    top: float


_FLOWS: Final = {
    "industrial_electricity": _Flow(2_600.0, 0.06, 0.05),
    "new_market_entities": _Flow(46.0, 0.05, 0.12),
    "tax_revenue": _Flow(0.34, 0.07, 0.05),
    "fixed_asset_investment": _Flow(1.12, 0.08, 0.06),
    "industrial_investment": _Flow(0.90, 0.09, 0.06),
    "project_starts": _Flow(0.80, 0.05, 0.2),
    "project_signings": _Flow(0.72, 0.05, 0.2),
    "funds_in_place": _Flow(0.88, 0.08, 0.08),
    "superior_funds": _Flow(0.14, 0.10, 0.25),
    "new_urban_jobs": _Flow(52.0, 0.04, 0.10),
    "foreign_trade": _Flow(205.0, 0.06, 0.08),
}
_RATES: Final = {
    "hotline_resolution_rate": _Rate(96.2, 1.2, 0.5, 0.4, 100.0),
    "industrial_output_growth": _Rate(8.4, 0.9, 0.4, 0.2, np.inf),
    "project_production_rate": _Rate(82.0, 3.0, 1.2, 0.8, 100.0),
    "rd_investment_growth": _Rate(11.5, 2.0, 0.7, 0.3, np.inf),
    "energy_intensity_reduction": _Rate(3.1, 0.5, 0.15, 0.1, np.inf),
    "tax_per_mu": _Rate(21.0, 4.0, 0.3, 1.2, np.inf),
    "on_time_completion_rate": _Rate(94.5, 2.4, 0.8, 0.6, 100.0),
    "return_rate": _Rate(2.4, 1.2, 0.35, -0.2, 25.0),
    "overdue_rate": _Rate(2.1, 1.1, 0.35, -0.2, 25.0),
    "key_task_completion_rate": _Rate(89.0, 3.5, 0.9, 0.5, 100.0),
    "proposal_reply_rate": _Rate(97.0, 2.0, 0.6, 0.2, 100.0),
    "data_timeliness_rate": _Rate(97.2, 1.6, 0.6, 0.3, 100.0),
    "service_online_rate": _Rate(88.0, 4.0, 0.8, 1.6, 100.0),
    "service_rating": _Rate(97.4, 1.1, 0.4, 0.2, 100.0),
    "rural_sewage_treatment_rate": _Rate(75.0, 5.0, 0.1, 4.0, 100.0),
}


def other_values(periods: tuple[str, ...], board: Values, rng: np.random.Generator) -> Values:
    """Make every value that the towns' board does not hold.

    ``board`` gives the investment and tax totals of the towns, of which parts are taken.
    """
    values: Values = {}
    for indicator in indicators():
        for unit in (*TOWNS, *DEPARTMENTS, *PARKS):
            if audience_of(unit) not in indicator.audiences:
                continue
            if (indicator.id, unit.name, periods[-1]) in board:
                continue
            path = _path(indicator, unit, periods, board, rng)
            values |= {
                (indicator.id, unit.name, period): number
                for period, number in zip(periods, path, strict=True)
            }
    return values


def _path(
    indicator: DemoIndicator,
    unit: DemoUnit,
    periods: tuple[str, ...],
    board: Values,
    rng: np.random.Generator,
) -> list[float]:
    if (unit.name, indicator.id) in anchors():
        return _share(indicator, unit, periods, board, "fixed_asset_investment", rng)
    if indicator.id == "general_budget_revenue":
        return _share(indicator, unit, periods, board, "tax_revenue", rng)
    if indicator.id == "above_scale_firms":
        return _firms(unit, periods, rng)
    if indicator.id == "pm25":
        noise = rng.normal(0, 2.0, len(periods))
        level = 33.0 + rng.normal(0, 2.0)
        return [
            float(round(level * _PM25_SEASON[year_month(period)[1] - 1] + wave))
            for period, wave in zip(periods, noise, strict=True)
        ]
    if indicator.id == "budget_execution_rate":
        return _budget(periods, rng)
    if indicator.id in _FLOWS:
        return _flow(indicator, unit, periods, _FLOWS[indicator.id], rng)
    return _rate(indicator, periods, _RATES[indicator.id], rng)


def _share(
    indicator: DemoIndicator,
    unit: DemoUnit,
    periods: tuple[str, ...],
    board: Values,
    whole: str,
    rng: np.random.Generator,
) -> list[float]:
    """A part of a cumulative total whose share drifts a little and ends in the anchor."""
    anchor = anchors().get((unit.name, indicator.id))
    final = board[whole, unit.name, periods[-1]]
    share = anchor[1] / final if anchor else 0.47 + rng.normal(0, 0.02)
    waves = np.concatenate([np.cumsum(rng.normal(0, 0.006, len(periods) - 1))[::-1], [0.0]])
    path = [
        round(board[whole, unit.name, period] * float(np.clip(share + wave, 0.1, 0.95)), 4)
        for period, wave in zip(periods, waves, strict=True)
    ]
    return _within_years(path, periods)


def _firms(unit: DemoUnit, periods: tuple[str, ...], rng: np.random.Generator) -> list[float]:
    count = float(round(34 * unit.size * (1 + rng.normal(0, 0.04))))
    path = [count]
    for period in reversed(periods[1:]):
        # The register is renewed in January; within the year a few firms join.
        yearly = year_month(period)[1] == 1
        count -= float(rng.integers(1, 3) if yearly else rng.random() < 0.15)
        path.append(max(count, 1.0))
    return path[::-1]


def _budget(periods: tuple[str, ...], rng: np.random.Generator) -> list[float]:
    strength = 1 + rng.normal(0, 0.03)
    path: list[float] = []
    for period in periods:
        due = sum(_SEASON[: year_month(period)[1]]) / sum(_SEASON)
        path.append(round(float(min(99.8, 100 * due * strength * (1 + rng.normal(0, 0.01)))), 1))
    return _within_years(path, periods)


def _flow(
    indicator: DemoIndicator,
    unit: DemoUnit,
    periods: tuple[str, ...],
    flow: _Flow,
    rng: np.random.Generator,
) -> list[float]:
    strength = 1 + rng.normal(0, 0.08)
    digits = 0 if indicator.decimals == 0 else 4
    running = 0.0
    path: list[float] = []
    for period in periods:
        year, month = year_month(period)
        aim = aim_of(indicator, unit, year)
        if month == 1 or not path:
            # A path that starts inside a year brings along what came before.
            earlier = sum(_SEASON[: month - 1])
            running = earlier * _monthly(flow, unit, year, aim) * strength
        wave = 1 + rng.normal(0, flow.spread)
        running += _SEASON[month - 1] * _monthly(flow, unit, year, aim) * strength * wave
        path.append(round(running, digits))
    return path


def _monthly(flow: _Flow, unit: DemoUnit, year: int, aim: float | None) -> float:
    if aim is not None:
        return 0.95 * aim / 12
    return flow.monthly * (unit.size or 1.0) * (1 + flow.yearly_growth) ** (year - 2026)


def _rate(
    indicator: DemoIndicator, periods: tuple[str, ...], rate: _Rate, rng: np.random.Generator
) -> list[float]:
    own = rate.level + rng.normal(0, rate.between_units)
    wave = 0.0
    path: list[float] = []
    for back, _period in enumerate(reversed(periods)):
        number = own - rate.yearly_drift * back / 12 + wave
        path.append(round(float(np.clip(number, 0.0, rate.top)), indicator.decimals))
        wave = 0.7 * wave + rng.normal(0, rate.monthly)
    return path[::-1]


def _within_years(path: list[float], periods: tuple[str, ...]) -> list[float]:
    for place in range(len(path) - 2, -1, -1):
        if periods[place][:4] == periods[place + 1][:4]:
            path[place] = min(path[place], path[place + 1])
    return path
