"""The invented district 云溪区, made from a random generator that is passed in.

The same seed gives the same district: units and people are fixed, the monthly values are
drawn. October 2026 is anchored, so that every seed ends in the same board.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Final

import numpy as np

from leitai.demo.district_events import draw_corrections, draw_missing
from leitai.demo.district_indicators import indicators
from leitai.demo.district_model import DemoValue, District
from leitai.demo.district_paths import town_board_paths
from leitai.demo.district_people import PEOPLE
from leitai.demo.district_targets import build_targets
from leitai.demo.district_units import UNITS
from leitai.demo.district_values import other_values

SEED: Final = 20261031
FIRST_MONTH: Final = (2023, 11)
MONTHS: Final = 36


def build_district(rng: np.random.Generator) -> District:
    """Make units, people, indicators, targets and 36 months of values."""
    periods = month_names()
    board = town_board_paths(periods, rng)
    numbers = board | other_values(periods, board, rng)
    missing = draw_missing(periods, rng)
    corrections = draw_corrections(periods, numbers, rng)
    values: list[DemoValue] = []
    for indicator in indicators():
        for period in periods:
            for unit in UNITS:
                key = (indicator.id, unit.name, period)
                if key not in numbers:
                    continue
                if key in missing:
                    gap = missing[key]
                    values.append(DemoValue(*key, 1, None, gap.kind, gap.remark))
                elif key in corrections:
                    fix = corrections[key]
                    values.append(DemoValue(*key, 1, fix.first, None, ""))
                    values.append(DemoValue(*key, 2, numbers[key], None, fix.remark))
                else:
                    values.append(DemoValue(*key, 1, numbers[key], None, ""))
    return District(UNITS, PEOPLE, indicators(), periods, build_targets(), tuple(values))


def seeded(seed: int = SEED) -> District:
    """Make the district of one seed."""
    return build_district(np.random.default_rng(seed))


def month_names() -> tuple[str, ...]:
    """The 36 months as "2023-11" to "2026-10"."""
    year, month = FIRST_MONTH
    start = year * 12 + month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02d}" for n in range(start, start + MONTHS))


def district_digest(district: District) -> str:
    """SHA-256 over everything in the district, for comparing two of them."""
    text = json.dumps(asdict(district), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
