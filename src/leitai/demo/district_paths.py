"""Month paths of the 19 indicators on the towns' board.

Every path ends in the anchor month. Going back, each town keeps its strength, with noise that
remembers the month before, and the whole of a town is moved so that the board tells the story
intended: who led, who fell back, when. The rough total used for that is a shaping aid only;
published scores come from the engine.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from leitai.demo.district_indicators import QUARTERLY, indicators
from leitai.demo.district_model import DemoIndicator, year_month
from leitai.demo.district_targets import aim_of, anchors, pace
from leitai.demo.district_units import TOWNS

Array = NDArray[np.float64]

BOARD_MARKS: Final = {
    "industrial_output_growth": 8.0,
    "service_revenue_growth": 6.0,
    "retail_sales_growth": 5.0,
    "tax_revenue": 6.0,
    "farm_output_growth": 5.0,
    "fixed_asset_investment": 6.0,
    "major_project_investment": 7.0,
    "project_starts": 6.0,
    "project_production_rate": 6.0,
    "project_signings": 8.0,
    "funds_in_place": 7.0,
    "talents_introduced": 5.0,
    "good_air_days_rate": 4.0,
    "rural_income_growth": 5.0,
    "satisfaction": 3.0,
    "waste_sorting_rate": 3.0,
    "on_time_completion_rate": 6.0,
    "return_rate": 2.0,
    "overdue_rate": 2.0,
}
"""Marks of the towns' items in scheme 3.2."""

REVERSE_ZERO: Final = 25.0
"""Rate in percent at which a reverse item is worth nothing."""

# Totals intended for September 2026, in list order of the towns: Qingshi second, Baisha fifth.
_SEPTEMBER: Final = (90.4, 88.2, 85.4, 88.9, 86.2, 83.2, 80.7, 81.7, 78.0, 74.3, 76.2, 71.2)
_FOLLOWED: Final = 3
"""Position in the list of the town whose ranks of the last year are given (青石镇)."""
_FOLLOWED_RANKS: Final = (5, 5, 4, 4, 5, 4, 3, 3, 3, 2)
"""Its ranks from November 2025 to August 2026."""
_SEPTEMBER_INVESTMENT: Final = (
    19.8450, 17.6320, 12.4617, 13.0163, 10.8145, 11.8920,
    9.6210, 8.8430, 7.9655, 7.1280, 6.4120, 5.1990,
)  # fmt: skip
_APART: Final = 0.45
_ROUNDS: Final = 12


def town_board_paths(
    periods: tuple[str, ...], rng: np.random.Generator
) -> dict[tuple[str, str, str], float]:
    """Make the values of the board's indicators by (indicator, town, period).

    ``periods`` must end with the anchor month 2026-10. Values are in the indicator's measure,
    with the precision of the forms they are reported in.
    """
    board = [indicator for indicator in indicators() if indicator.id in BOARD_MARKS]
    last = len(periods) - 1
    wanted = _wanted_totals(last + 1, rng)
    ratios = _ratios(board, periods, rng)
    factor = wanted / wanted[:, last:]
    for _ in range(_ROUNDS):
        values = _values(board, periods, ratios, factor)
        difference = wanted - rough_totals(board, periods, values)
        factor = np.clip(factor * (1 + 1.2 * difference / wanted), 0.55, 1.35)
    values = _values(board, periods, ratios, factor)
    return {
        (indicator.id, town.name, period): float(values[t, i, m])
        for i, indicator in enumerate(board)
        for t, town in enumerate(TOWNS)
        for m, period in enumerate(periods)
    }


def rough_totals(board: list[DemoIndicator], periods: tuple[str, ...], values: Array) -> Array:
    """Totals (towns × months) by completion, efficacy for industry, reverse rates."""
    total = np.zeros((values.shape[0], values.shape[2]))
    for i, indicator in enumerate(board):
        marks = BOARD_MARKS[indicator.id]
        if indicator.id == "industrial_output_growth":
            low, high = values[:, i].min(axis=0), values[:, i].max(axis=0)
            share = 0.6 + 0.4 * (values[:, i] - low) / np.maximum(high - low, 1e-9)
        elif indicator.direction == "lower_is_better":
            share = (REVERSE_ZERO - values[:, i]) / REVERSE_ZERO
        else:
            share = values[:, i] / _plans(indicator, periods)
        share = np.clip(share, 0.0, 1.0)
        if indicator.id == "fixed_asset_investment":
            share = np.where(share < 0.5, 0.0, share)
        total += marks * share
    return total


def _wanted_totals(months: int, rng: np.random.Generator) -> Array:
    wanted = np.empty((len(TOWNS), months))
    wanted[:, -1] = rough_totals_of_anchor()
    wanted[:, -2] = _SEPTEMBER
    level = np.array(_SEPTEMBER)
    drift = np.zeros(len(TOWNS))
    for month in range(months - 3, -1, -1):
        drift = 0.92 * drift + rng.normal(0, 0.45, len(TOWNS))
        wanted[:, month] = level - 0.03 * (months - 2 - month) + drift
    for offset, rank in enumerate(reversed(_FOLLOWED_RANKS)):
        _place_followed(wanted[:, months - 3 - offset], rank)
    return np.clip(wanted, 60.0, 94.0)


def _place_followed(totals: Array, rank: int) -> None:
    """Give the followed town that rank, keeping a clear distance to its neighbours."""
    others = [town for town in range(len(totals)) if town != _FOLLOWED]
    others.sort(key=lambda town: -totals[town])
    above, below = others[: rank - 1], others[rank - 1 :]
    centre = (totals[above[-1]] + totals[below[0]]) / 2 if above else totals[below[0]] + 1.0
    totals[_FOLLOWED] = centre
    for town in above:
        totals[town] = max(totals[town], centre + _APART)
    for town in below:
        totals[town] = min(totals[town], centre - _APART)


def rough_totals_of_anchor() -> Array:
    """Totals of the anchor month, by the same rough sum."""
    board = [indicator for indicator in indicators() if indicator.id in BOARD_MARKS]
    values = np.array(
        [[[anchors()[town.name, indicator.id][1]] for indicator in board] for town in TOWNS]
    )
    totals: Array = rough_totals(board, ("2026-10",), values)[:, 0]
    return totals


def _plans(indicator: DemoIndicator, periods: tuple[str, ...]) -> Array:
    """What the board measures by, due by the end of each month (towns × months)."""
    rows = [
        [
            (aim_of(indicator, town, year) or 1.0) * pace(indicator, month)
            for year, month in map(year_month, periods)
        ]
        for town in TOWNS
    ]
    return np.array(rows)


def _ratios(
    board: list[DemoIndicator], periods: tuple[str, ...], rng: np.random.Generator
) -> Array:
    """Completion in the anchor month, with noise that fades towards it."""
    months = len(periods)
    ratios = np.empty((len(TOWNS), len(board), months))
    for i, indicator in enumerate(board):
        noise = np.zeros(len(TOWNS))
        spread = 0.012 if indicator.measure == "%" else 0.02
        for month in range(months - 1, -1, -1):
            ratios[:, i, month] = _anchor_ratio(indicator) * (1 + noise)
            noise = 0.8 * noise + rng.normal(0, spread, len(TOWNS))
    return ratios


def _anchor_ratio(indicator: DemoIndicator) -> Array:
    found = []
    for town in TOWNS:
        aim, value = anchors()[town.name, indicator.id]
        if indicator.direction == "lower_is_better":
            found.append(1 - value / REVERSE_ZERO)
        else:
            found.append(value / (aim * pace(indicator, 10)))
    return np.array(found)


def _values(
    board: list[DemoIndicator], periods: tuple[str, ...], ratios: Array, factor: Array
) -> Array:
    values = np.empty_like(ratios)
    for i, indicator in enumerate(board):
        plans = _plans(indicator, periods)
        moved = ratios[:, i] if indicator.id in QUARTERLY else ratios[:, i] * factor
        if indicator.direction == "lower_is_better":
            values[:, i] = np.round(REVERSE_ZERO * (1 - np.clip(moved, 0.4, 0.996)), 2)
        elif indicator.measure in ("%", "分"):
            values[:, i] = np.round(np.minimum(moved * plans, _ceiling(indicator)), 1)
        elif indicator.decimals == 0:
            values[:, i] = np.round(moved * plans)
        else:
            values[:, i] = np.round(moved * plans, 4)
        values[:, i, -1] = [anchors()[town.name, indicator.id][1] for town in TOWNS]
        if indicator.id == "fixed_asset_investment":
            values[:, i, -2] = _SEPTEMBER_INVESTMENT
        if indicator.shape == "even":
            _never_falling(values[:, i], periods)
        if indicator.id in QUARTERLY:
            _hold_through_quarters(values[:, i], periods)
    return values


def _ceiling(indicator: DemoIndicator) -> float:
    return 99.6 if indicator.id.endswith("_rate") else np.inf


def _never_falling(values: Array, periods: tuple[str, ...]) -> None:
    """Cumulative amounts grow within a year; later months bound the earlier ones."""
    for month in range(len(periods) - 2, -1, -1):
        if periods[month][:4] == periods[month + 1][:4]:
            values[:, month] = np.minimum(values[:, month], values[:, month + 1])


def _hold_through_quarters(values: Array, periods: tuple[str, ...]) -> None:
    """A quarter's result comes out in the month after it and stands for three months."""
    for month, period in enumerate(periods):
        if year_month(period)[1] % 3 != 1 and month > 0:
            values[:, month] = values[:, month - 1]
