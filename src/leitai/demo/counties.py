"""County yearbook figures of 2020 and 2023, restated with repaired labels.

The committed tables are made by ``python -m leitai.demo.prepare_counties``; this module reads
them as typed rows and checks them. Source of every figure: National Bureau of Statistics,
county statistical yearbooks (中国县域统计年鉴).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from leitai.demo.places import COUNTIES_ROOT

YEARS: Final = (2020, 2023)

POPULATION_ROUNDED_TO: Final[Mapping[int, int]] = {2020: 1, 2023: 10_000}
"""Persons to which the printed population is rounded, by data year."""

COUNTY_TYPES: Final[Mapping[str, str]] = {
    "district": "市辖区",
    "county_city": "县级市",
    "county": "县",
    "autonomous_county": "自治县",
    "banner": "旗",
}


@dataclass(frozen=True)
class CountyIndicator:
    """A column of the county table: its identifier, Chinese name and unit."""

    id: str
    name: str
    unit: str
    decimals: int
    printed_2020: str
    """Header of the column in the 2020 tables."""
    printed_2023: str
    """Header of the column in the 2023 panel; empty when 2023 does not carry it."""
    comparable: bool
    """Whether 2020 and 2023 measure the same thing, judged from their ratios."""


COUNTY_INDICATORS: Final = (
    CountyIndicator("area", "行政区域面积", "平方公里", 0, "行政区域面积", "area_km2", True),
    CountyIndicator("townships", "乡个数", "个", 0, "乡", "", False),
    CountyIndicator("towns", "镇个数", "个", 0, "镇", "town_count", True),
    CountyIndicator("subdistricts", "街道个数", "个", 0, "街道办事处", "subdistrict_count", True),
    CountyIndicator("population", "户籍人口", "人", 0, "户籍人口", "registered_pop", True),
    CountyIndicator("gdp", "地区生产总值", "万元", 0, "地区生产总值", "gdp", True),
    CountyIndicator(
        "primary_industry",
        "第一产业增加值",
        "万元",
        0,
        "第一产业增加值",
        "primary_industry_va",
        True,
    ),
    CountyIndicator(
        "secondary_industry",
        "第二产业增加值",
        "万元",
        0,
        "第二产业增加值",
        "secondary_industry_va",
        True,
    ),
    CountyIndicator(
        "tertiary_industry",
        "第三产业增加值",
        "万元",
        0,
        "第三产业增加值",
        "tertiary_industry_va",
        True,
    ),
    CountyIndicator(
        "fiscal_revenue",
        "一般公共预算收入",
        "万元",
        0,
        "地方一般公共预算收入",
        "local_fiscal_revenue",
        True,
    ),
    CountyIndicator(
        "fiscal_expenditure",
        "一般公共预算支出",
        "万元",
        0,
        "地方一般公共预算支出",
        "local_fiscal_expenditure",
        True,
    ),
    CountyIndicator(
        "household_savings",
        "住户储蓄存款余额",
        "万元",
        0,
        "住户储蓄存款余额",
        "deposit_balance",
        True,
    ),
    CountyIndicator(
        "loans",
        "年末金融机构各项贷款余额",
        "万元",
        0,
        "年末金融机构各项贷款余额",
        "loan_balance",
        True,
    ),
    CountyIndicator(
        "above_scale_firms",
        "规模以上工业企业",
        "个",
        0,
        "规模以上工业企业",
        "above_scale_ind_firms",
        True,
    ),
    CountyIndicator(
        "middle_school_students",
        "普通中学在校学生",
        "人",
        0,
        "普通中学在校学生",
        "middle_school_students",
        True,
    ),
    CountyIndicator(
        "primary_school_students",
        "小学在校学生",
        "人",
        0,
        "小学在校学生",
        "primary_school_students",
        True,
    ),
    CountyIndicator(
        "hospital_beds", "医疗卫生机构床位", "床", 0, "医疗卫生机构床位", "hospital_beds", True
    ),
    CountyIndicator(
        "welfare_beds",
        "提供住宿的社会工作机构床位",
        "床",
        0,
        "提供住宿的社会工作机构床位",
        "welfare_beds",
        False,
    ),
)
"""Columns restated, in file order. Farm output, fixed telephones, glasshouse area and welfare
institutions are left out: their ratio 2023 to 2020 spreads over several orders of magnitude,
so the two years do not measure one thing."""


@dataclass(frozen=True)
class CountyRow:
    """One county in one data year; ``values`` holds None where nothing was printed."""

    division_code: str
    name: str
    province: str
    prefecture: str
    type: str
    year: int
    values: Mapping[str, float | None]
    source: str

    def value(self, indicator: str) -> float | None:
        """Return the figure of one indicator; raises ``KeyError`` on an unknown id."""
        return self.values[indicator]


@dataclass(frozen=True)
class LabelRepair:
    """A printed label that was read otherwise, with the reason."""

    year: int
    division_code: str
    field: str
    printed: str
    repaired: str
    kind: str
    reason: str


@dataclass(frozen=True)
class UnmatchedRow:
    """A printed row that no division code could be given safely."""

    year: int
    printed_name: str
    printed_province: str
    reason: str


@dataclass(frozen=True)
class ScopeChange:
    """A county whose figures of the two years do not cover one and the same territory."""

    division_code: str
    name: str
    province: str
    reason: str


@dataclass(frozen=True)
class CheckFinding:
    """One figure that a check could not confirm; ``difference`` is relative to ``expected``."""

    division_code: str
    name: str
    year: int
    check: str
    indicator: str
    found: float
    expected: float
    difference: float
    message: str
    message_en: str


def load_counties(year: int, root: Path = COUNTIES_ROOT) -> tuple[CountyRow, ...]:
    """Read the counties of one data year, in order of division code."""
    if year not in YEARS:
        raise ValueError(f"no county figures for {year}; there are {YEARS}")
    with (root / f"counties_{year}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(_county(row) for row in csv.DictReader(stream))


def load_repairs(root: Path = COUNTIES_ROOT) -> tuple[LabelRepair, ...]:
    """Read every label that was repaired."""
    with (root / "repairs.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            LabelRepair(
                int(row["year"]),
                row["division_code"],
                row["field"],
                row["printed"],
                row["repaired"],
                row["kind"],
                row["reason"],
            )
            for row in csv.DictReader(stream)
        )


def load_unmatched(root: Path = COUNTIES_ROOT) -> tuple[UnmatchedRow, ...]:
    """Read the printed rows that stand outside the tables."""
    with (root / "unmatched.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            UnmatchedRow(int(row["year"]), row["name"], row["province"], row["reason"])
            for row in csv.DictReader(stream)
        )


def load_scope_changes(root: Path = COUNTIES_ROOT) -> tuple[ScopeChange, ...]:
    """Read the counties whose growth 2020 to 2023 must not be computed."""
    with (root / "scope_changes.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            ScopeChange(row["division_code"], row["name"], row["province"], row["reason"])
            for row in csv.DictReader(stream)
        )


def check_counties(
    rows: Iterable[CountyRow],
    tolerance: float,
    *,
    density_range: tuple[float, float] = (0.05, 50_000.0),
) -> tuple[CheckFinding, ...]:
    """Check county rows against what must hold among their own figures.

    ``tolerance`` is the relative difference allowed between GDP and the sum of its three
    sectors. ``density_range`` is the plausible number of persons per km². Rows with a figure
    missing are left out of the checks that need it.
    """
    findings: list[CheckFinding] = []
    for row in rows:
        findings += _check_sector_sum(row, tolerance)
        findings += _check_density(row, density_range)
    return tuple(findings)


def scheme_columns(
    rows: Sequence[CountyRow], base: Sequence[CountyRow] = ()
) -> tuple[tuple[str, ...], dict[str, list[float | None]]]:
    """Lay county rows out as the columns that the county scheme reads.

    Units are the county names, unique within a data year. ``base`` gives the 2020 rows for the
    growth item; counties whose scope changed get no base, so their growth stays missing.
    """
    changed = {change.division_code for change in load_scope_changes()}
    earlier = {row.division_code: row for row in base if row.division_code not in changed}
    columns: dict[str, list[float | None]] = {
        indicator.id: [row.values[indicator.id] for row in rows] for indicator in COUNTY_INDICATORS
    }
    columns["gdp_base"] = [
        earlier[row.division_code].values["gdp"] if row.division_code in earlier else None
        for row in rows
    ]
    return tuple(row.name for row in rows), columns


def _check_sector_sum(row: CountyRow, tolerance: float) -> list[CheckFinding]:
    gdp = row.values["gdp"]
    sectors = [
        row.values[key] for key in ("primary_industry", "secondary_industry", "tertiary_industry")
    ]
    known = [sector for sector in sectors if sector is not None]
    if gdp is None or gdp <= 0 or len(known) != len(sectors):
        return []
    total = sum(known)
    difference = (total - gdp) / gdp
    if abs(difference) <= tolerance:
        return []
    return [
        CheckFinding(
            row.division_code,
            row.name,
            row.year,
            "sector_sum",
            "gdp",
            gdp,
            total,
            difference,
            f"{row.name} {row.year}年生产总值 {gdp:.0f} 万元，三次产业合计 {total:.0f} 万元，"
            f"相差 {difference:+.2%}，超过容差 {tolerance:.2%}。",
            f"{row.name} {row.year}: GDP {gdp:.0f} and the sum of its sectors {total:.0f} "
            f"(10,000 yuan) differ by {difference:+.2%}, over the tolerance {tolerance:.2%}.",
        )
    ]


def _check_density(row: CountyRow, limits: tuple[float, float]) -> list[CheckFinding]:
    population, area = row.values["population"], row.values["area"]
    if population is None or area is None or area <= 0:
        return []
    density = population / area
    low, high = limits
    if low <= density <= high:
        return []
    nearest = low if density < low else high
    return [
        CheckFinding(
            row.division_code,
            row.name,
            row.year,
            "density",
            "population",
            density,
            nearest,
            (density - nearest) / nearest,
            f"{row.name} {row.year}年每平方公里 {density:.2f} 人，不在 {low:g} 至 {high:g} 之间，"
            "请核对人口与面积。",
            f"{row.name} {row.year}: {density:.2f} persons per km², outside {low:g} to {high:g}; "
            "check population and area.",
        )
    ]


def _county(row: Mapping[str, str]) -> CountyRow:
    return CountyRow(
        division_code=row["division_code"],
        name=row["name"],
        province=row["province"],
        prefecture=row["prefecture"],
        type=row["type"],
        year=int(row["year"]),
        values={
            indicator.id: float(row[indicator.id]) if row[indicator.id] else None
            for indicator in COUNTY_INDICATORS
        },
        source=row["source"],
    )
