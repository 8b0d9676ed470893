"""Loading the county yearbooks of 2020 and 2023 and publishing their boards."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import DataSource, Indicator
from leitai.apps.indicators.services import register_source, set_import_check
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit
from leitai.apps.units.services import register_unit, register_units
from leitai.demo.counties import (
    COUNTY_INDICATORS,
    YEARS,
    check_counties,
    load_counties,
    load_scope_changes,
)
from leitai.demo.load.facts import Fact, define, import_facts
from leitai.demo.load.rounds import publish_rounds, publish_scheme
from leitai.demo.places import COUNTIES_ROOT, SCHEMES_ROOT

MONEY = {"万元"}


def load_counties_area(progress: Callable[[str, float], None]) -> None:
    """Load provinces, counties and two yearbooks, then score both years."""
    act = Act(actor=None)
    progress("县域年鉴：单位", 0.0)
    area = register_unit(
        act.within(), name="全国县域", name_en="Counties of China", kind="country", position=900
    )
    units = _register(act, area)
    source = register_source(
        act.within(),
        name="国家统计局《中国县域统计年鉴》",
        code="nbs-county-yearbook",
        public=True,
        statistical=True,
        citation="国家统计局《中国县域统计年鉴》，2020年、2023年数据；事实重述，标签经修正",
    )
    series = {
        indicator.id: define(
            act,
            area=area,
            source=source,
            flow="stock" if indicator.id not in FLOWS else "year_to_date",
            price="current" if indicator.unit in MONEY else "none",
            code=indicator.id,
            name=indicator.name,
            measure=indicator.unit,
            direction="none",
            decimals=indicator.decimals,
            actionable=False,
            text=f"《中国县域统计年鉴》“{indicator.name}”，单位{indicator.unit}。",
            valid_from=dt.date(2020, 1, 1),
            position=number,
        ).pk
        for number, indicator in enumerate(COUNTY_INDICATORS)
    }
    set_import_check(
        act.within(),
        area=area,
        kind="parts_whole",
        indicator=Indicator.objects.get(area=area, code="gdp"),
        parts=["primary_industry", "secondary_industry", "tertiary_industry"],
        tolerance=TOLERANCE,
    )
    for number, year in enumerate(YEARS):
        progress(f"县域年鉴：{year}年数值", 0.2 + 0.2 * number)
        path = COUNTIES_ROOT / f"counties_{year}.csv"
        import_facts(
            act,
            area=area,
            source=source,
            name=f"县域统计年鉴{year}.csv",
            content=path.read_bytes(),
            sheet=f"县域统计年鉴{year}",
            measures={series[i.id]: i.unit for i in COUNTY_INDICATORS},
            facts=_facts(path, units, series, ensure_period("year", year)),
            reason=f"县域统计年鉴{year}年数据，标签修正见修正表",
            warnings=_checked(year),
        )
    _import_base(act, area, source, units)
    progress("县域年鉴：计分", 0.6)
    scheme = publish_scheme(
        act, area=area, path=SCHEMES_ROOT / "counties.yaml", public=True, position=50
    )
    publish_rounds(act, scheme, [ensure_period("year", year) for year in YEARS])
    progress("县域年鉴", 1.0)


#: By how much GDP may differ from the sum of its sectors before the import says so.
TOLERANCE = 0.02
#: Findings kept with a file one by one; the others are counted.
KEPT = 20


def _checked(year: int) -> list[dict[str, object]]:
    """Return the counties whose GDP differs from the sum of its sectors, as warnings."""
    rows = load_counties(year)
    line = {row.division_code: number for number, row in enumerate(rows, start=2)}
    found: list[dict[str, object]] = [
        {
            "code": "parts_differ",
            "sheet": f"县域统计年鉴{year}",
            "row": line[finding.division_code],
            "label": finding.name,
            "indicator": "地区生产总值",
            "measure": "万元",
            "decimals": 0,
            "whole": finding.found,
            "parts": finding.expected,
        }
        for finding in check_counties(rows, TOLERANCE)
        if finding.check == "sector_sum"
    ]
    more = len(found) - KEPT
    if more > 0:
        found = [*found[:KEPT], {"code": "more", "of": "parts_differ", "count": more}]
    return found


FLOWS = {
    "gdp",
    "primary_industry",
    "secondary_industry",
    "tertiary_industry",
    "fiscal_revenue",
    "fiscal_expenditure",
}


def _import_base(act: Act, area: Unit, source: DataSource, units: dict[str, Unit]) -> None:
    """Enter the GDP of 2020 once more as the base of 2023, for counties of unchanged territory."""
    series = define(
        act,
        area=area,
        source=source,
        flow="year_to_date",
        price="current",
        code="gdp_base",
        name="2020年地区生产总值（辖区可比）",
        measure="万元",
        direction="none",
        decimals=0,
        actionable=False,
        text="2020年地区生产总值，只列2020年与2023年辖区可比的县，作三年增长的基数。",
        valid_from=dt.date(2023, 1, 1),
        position=len(COUNTY_INDICATORS),
    ).pk
    path = COUNTIES_ROOT / "counties_2020.csv"
    changed = {change.division_code for change in load_scope_changes()}
    today = {row.division_code for row in load_counties(2023)} - changed
    base = _facts(path, units, {"gdp": series}, ensure_period("year", 2023))
    codes = {unit.pk: code for code, unit in units.items()}
    import_facts(
        act,
        area=area,
        source=source,
        name="县域统计年鉴2020.csv",
        content=path.read_bytes(),
        sheet="县域统计年鉴2020",
        measures={series: "万元"},
        facts=(fact for fact in base if codes[fact[1]] in today),
        reason="三年增长的基数，辖区有变的县不列",
    )


def _register(act: Act, area: Unit) -> dict[str, Unit]:
    counties = {row.division_code: row for year in YEARS for row in load_counties(year)}
    provinces = list(dict.fromkeys(row.province for row in counties.values()))
    rows: list[dict[str, object]] = [
        {"name": province, "kind": "province", "position": number}
        for number, province in enumerate(provinces)
    ]
    place = {province: number for number, province in enumerate(provinces)}
    for code, row in sorted(counties.items()):
        kind = "banner" if row.type == "banner" else row.type
        rows.append(
            {
                "name": row.name,
                "kind": kind,
                "division_code": code,
                "parent": place[row.province],
                "attributes": {"province": row.province, "prefecture": row.prefecture},
                "position": int(code),
            }
        )
    register_units(act.within(), root=area, rows=rows, note="县域统计年鉴 2020、2023")
    return {
        unit.division_code: unit
        for unit in Unit.objects.filter(above__ancestor=area, above__depth=2)
    }


def _facts(
    path: Path, units: dict[str, Unit], series: dict[str, int], period: Period
) -> Iterator[Fact]:
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            unit = units[row["division_code"]]
            for column, (name, raw) in enumerate(row.items()):
                if name in series and raw != "":
                    yield series[name], unit.pk, period, float(raw), line - 1, column, raw
