"""Missing figures and later corrections, each with the reason that a clerk would write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from leitai.demo.district_indicators import indicators
from leitai.demo.district_model import MissingKind, audience_of
from leitai.demo.district_paths import BOARD_MARKS
from leitai.demo.district_units import TOWNS, UNITS

RECENT_MONTHS: Final = 6
"""Months that come as one form a department and month; earlier ones as yearly books."""


@dataclass(frozen=True)
class Missing:
    """A figure that was not reported, or does not exist."""

    kind: MissingKind
    remark: str


@dataclass(frozen=True)
class Correction:
    """What was reported first, and why it was corrected."""

    first: float
    remark: str


_MISSING_REMARKS: Final = (
    "系统切换，当月未报",
    "经办人调岗，逾期未报",
    "原始台账有误，核实后未补报",
)
_CORRECTION_REMARKS: Final = (
    "与银行回单核对后更正",
    "重复入统项目剔除",
    "小数点录入错误",
    "月末补录一笔",
)

# The story of October: two forms sent again, one figure of July never sent, an indicator that
# two towns cannot have.
FIXED_MISSING: Final = {
    ("waste_sorting_rate", "双塘镇", "2026-07"): Missing(
        "not_reported", "抽查样本未按时上报，逾期未补"
    ),
}
FIXED_CORRECTIONS: Final = {
    ("fixed_asset_investment", "青石镇", "2026-10"): Correction(13.87, "补录续建项目1个"),
    ("funds_in_place", "白沙镇", "2026-10"): Correction(9.48, "核对银行回单后更正"),
    ("funds_in_place", "双塘镇", "2026-10"): Correction(6.31, "核对银行回单后更正"),
}


def draw_missing(
    periods: tuple[str, ...], rng: np.random.Generator
) -> dict[tuple[str, str, str], Missing]:
    """Choose the missing figures; none on the board of the last twelve months but the fixed."""
    found = dict(FIXED_MISSING)
    board_free = periods[:-12]
    for _ in range(14):
        indicator = _pick(sorted(BOARD_MARKS), rng)
        town = TOWNS[int(rng.integers(len(TOWNS)))]
        remark = _pick(list(_MISSING_REMARKS), rng)
        found[indicator, town.name, _pick(list(board_free), rng)] = Missing("not_reported", remark)
    others = [i for i in indicators() if i.id not in BOARD_MARKS]
    for _ in range(16):
        chosen = others[int(rng.integers(len(others)))]
        units = [unit for unit in UNITS if audience_of(unit) in chosen.audiences]
        unit = units[int(rng.integers(len(units)))]
        remark = _pick(list(_MISSING_REMARKS), rng)
        # The last month is complete, as its board is published without a gap.
        found[chosen.id, unit.name, _pick(list(periods[:-1]), rng)] = Missing(
            "not_reported", remark
        )
    return found


def draw_corrections(
    periods: tuple[str, ...],
    values: dict[tuple[str, str, str], float],
    rng: np.random.Generator,
) -> dict[tuple[str, str, str], Correction]:
    """Choose the corrected figures among the amounts of the recent months."""
    found = dict(FIXED_CORRECTIONS)
    amounts = [i for i in indicators() if i.measure == "亿元" and "towns" in i.audiences]
    for period in periods[-RECENT_MONTHS:-1]:
        for _ in range(2):
            indicator = amounts[int(rng.integers(len(amounts)))]
            town = TOWNS[int(rng.integers(len(TOWNS)))]
            true = values[indicator.id, town.name, period]
            first = round(true * (1 + float(rng.choice([-0.03, -0.018, 0.012, 0.022]))), 4)
            remark = _CORRECTION_REMARKS[int(rng.integers(len(_CORRECTION_REMARKS)))]
            found[indicator.id, town.name, period] = Correction(first, remark)
    return found


def _pick(options: list[str], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]
