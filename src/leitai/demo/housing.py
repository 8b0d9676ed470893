"""Monthly price indices of dwellings in 70 cities, 2011-01 to 2026-07, month on month.

Published by the National Bureau of Statistics, collected and cleaned by Chang Gao (MIT, licence
text beside the data). A price index has no direction: a rise is neither merit nor fault, so
nothing here ranks cities; there is movement only.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from leitai.demo.places import HOUSING_ROOT

HOUSING_INDICES: Final[Mapping[str, str]] = {
    "new_home": "新建商品住宅",
    "existing_home": "二手住宅",
    "new_small": "新建商品住宅，90平方米及以下",
    "new_medium": "新建商品住宅，90至144平方米",
    "new_large": "新建商品住宅，144平方米以上",
    "existing_small": "二手住宅，90平方米及以下",
    "existing_medium": "二手住宅，90至144平方米",
    "existing_large": "二手住宅，144平方米以上",
}
"""Index identifiers with their names; every value is 100 for "unchanged on last month"."""


@dataclass(frozen=True)
class HousingCity:
    """One of the 70 cities."""

    division_code: str
    name: str
    province: str
    name_en: str
    note: str


@dataclass(frozen=True)
class HousingMonth:
    """The indices of one city in one month (previous month = 100); None where not published."""

    division_code: str
    year: int
    month: int
    indices: Mapping[str, float | None]


@dataclass(frozen=True)
class HousingFinding:
    """A gap, a double or a figure outside the plausible range."""

    division_code: str
    year: int
    month: int
    kind: str
    message: str
    message_en: str


def load_cities(root: Path = HOUSING_ROOT) -> tuple[HousingCity, ...]:
    """Read the 70 cities in order of division code."""
    with (root / "cities.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            HousingCity(
                row["division_code"], row["name"], row["province"], row["name_en"], row["note"]
            )
            for row in csv.DictReader(stream)
        )


def load_housing(root: Path = HOUSING_ROOT) -> tuple[HousingMonth, ...]:
    """Read every city and month, in order of division code and month."""
    packed = (root / "housing70.csv.gz").read_bytes()
    text = gzip.decompress(packed).decode("utf-8")
    return tuple(
        HousingMonth(
            row["division_code"],
            int(row["year"]),
            int(row["month"]),
            {key: float(row[key]) if row[key] else None for key in HOUSING_INDICES},
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def check_housing(
    months: Iterable[HousingMonth], plausible: tuple[float, float] = (90.0, 112.0)
) -> tuple[HousingFinding, ...]:
    """List doubled months, gaps inside a city's run, and indices outside ``plausible``."""
    by_city: dict[str, list[HousingMonth]] = {}
    for month in months:
        by_city.setdefault(month.division_code, []).append(month)
    findings: list[HousingFinding] = []
    for run in by_city.values():
        previous: HousingMonth | None = None
        for month in sorted(run, key=_serial):
            step = 1 if previous is None else _serial(month) - _serial(previous)
            if step == 0:
                findings.append(_finding(month, "double", "同一月份有两行", "month occurs twice"))
            elif step > 1:
                findings.append(
                    _finding(
                        month, "gap", f"之前缺 {step - 1} 个月", f"{step - 1} months missing before"
                    )
                )
            for key, value in month.indices.items():
                if value is not None and not plausible[0] <= value <= plausible[1]:
                    findings.append(
                        _finding(
                            month,
                            "range",
                            f"{HOUSING_INDICES[key]}指数 {value} 超出常见范围",
                            f"{key} index {value} outside the plausible range",
                        )
                    )
            previous = month
    return tuple(findings)


def cumulative_movement(
    months: Iterable[HousingMonth], division_code: str, index: str
) -> tuple[tuple[int, int, float], ...]:
    """Chain one city's monthly indices from its first month: (year, month, level).

    The level is 100 before the first month. The run stops at a month without a figure, because
    a chain cannot be carried over it.
    """
    level = 100.0
    chain: list[tuple[int, int, float]] = []
    run = (month for month in months if month.division_code == division_code)
    for month in sorted(run, key=_serial):
        value = month.indices[index]
        if value is None:
            break
        level *= value / 100
        chain.append((month.year, month.month, level))
    return tuple(chain)


def _serial(month: HousingMonth) -> int:
    return month.year * 12 + month.month - 1


def _finding(month: HousingMonth, kind: str, message: str, message_en: str) -> HousingFinding:
    return HousingFinding(
        month.division_code,
        month.year,
        month.month,
        kind,
        f"{month.year}年{month.month}月 {month.division_code}：{message}。",
        f"{month.year}-{month.month:02d} {month.division_code}: {message_en}.",
    )
