"""Restate the county yearbooks of 2020 and 2023 as tables of our own.

Run ``python -m leitai.demo.prepare_counties --shared PATH``, where PATH holds
``data/counties``. It prints what it read, repaired and left out,
and writes the CSV files under ``demo/data/counties``. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from leitai.demo.counties import (
    COUNTY_INDICATORS,
    CountyRow,
    LabelRepair,
    ScopeChange,
    UnmatchedRow,
)
from leitai.demo.county_repair import Matched, RawCounty, match_table
from leitai.demo.places import COUNTIES_ROOT
from leitai.divisions import history

TABLE_2020 = "中国县域统计年鉴（县市）改.csv"
TABLE_2020_SECOND = "中国县域统计年鉴（县市）.csv"
PANEL = "county_panel_2007_2010_2023.csv"
SOURCES = {
    2020: ("nbs_county_yearbook_2020", "国家统计局《中国县域统计年鉴》，2020年数据"),
    2023: ("nbs_county_yearbook_2023", "国家统计局《中国县域统计年鉴》，2023年数据"),
}
TEN_THOUSAND = 10_000
COLUMNS_2020 = 25
"""Labels and figures of the 2020 table; a filled cell beyond them means a row pushed aside."""

SCOPE_AREA = 0.10
"""Change of area above which population and GDP are asked whether the territory changed."""
SCOPE_POPULATION = 0.15
SCOPE_GDP = (0.8, 2.0)
SCOPE_GDP_ALONE = (0.5, 3.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, repair, write, and print the counts; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/")
    parser.add_argument("--out", type=Path, default=COUNTIES_ROOT, help="folder to write to")
    options = parser.parse_args(arguments)
    folder = options.shared / "data/counties"
    raw_2020, figure_repairs = read_2020(folder / TABLE_2020)
    cross_check(raw_2020, folder / TABLE_2020_SECOND)
    matched_2020, unmatched_2020 = split(match_table(raw_2020, history(), {}))
    areas = {
        match.division.code: area
        for match in matched_2020
        if (area := match.raw.values["area"]) is not None
    }
    raw_2023 = read_2023(folder / PANEL)
    matched_2023, unmatched_2023 = split(match_table(raw_2023, history(), areas))
    refuse_doubles(matched_2020)
    refuse_doubles(matched_2023)
    rows = {2020: county_rows(matched_2020), 2023: county_rows(matched_2023)}
    repairs = [repair for match in (*matched_2020, *matched_2023) for repair in match.repairs] + [
        LabelRepair(2020, match.division.code, *repair)
        for match in matched_2020
        for name, repair in figure_repairs
        if match.raw.name == name
    ]
    changes = scope_changes(rows[2020], rows[2023])
    write(options.out, rows, repairs, [*unmatched_2020, *unmatched_2023], changes)
    report(rows, repairs, [*unmatched_2020, *unmatched_2023], changes)
    return 0


def read_2020(
    path: Path,
) -> tuple[list[RawCounty], list[tuple[str, tuple[str, str, str, str, str]]]]:
    """Read the 2020 table (names in row 1, units in row 2, remark in row 3, then counties).

    Also returns the repairs of figures: (printed name, repair without year and code).
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, _units, _remark, *body = list(csv.reader(stream))
    counties: list[RawCounty] = []
    repairs: list[tuple[str, tuple[str, str, str, str, str]]] = []
    for cells in body:
        name = cells[0]
        while len(cells) > COLUMNS_2020 and not cells[-1]:
            cells = cells[:-1]
        if len(cells) > COLUMNS_2020:
            gap = next(place for place in range(7, len(cells)) if not cells[place])
            cells = cells[:gap] + cells[gap + 1 :]
            repairs.append(
                (
                    name,
                    (
                        "row",
                        f"第{gap + 1}格为空",
                        "其后各格左移一格",
                        "cell_shift",
                        "该行比表头多一格",
                    ),
                )
            )
        printed = dict(zip(header[:COLUMNS_2020], cells, strict=False))
        values: dict[str, float | None] = {}
        for indicator in COUNTY_INDICATORS:
            text = printed[indicator.printed_2020].strip()
            if re.fullmatch(r"\d+(\.\d+)?", text) or not text:
                values[indicator.id] = float(text) if text else None
            else:
                values[indicator.id] = None
                repairs.append(
                    (name, (indicator.id, text, "", "not_a_number", "格内不是数字，作缺"))
                )
        counties.append(RawCounty(2020, name, cells[1], values))
    return counties, repairs


def read_2023(path: Path) -> list[RawCounty]:
    """Read the rows of data year 2023 of the panel; population is printed in 10,000."""
    counties: list[RawCounty] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["year"] != "2023":
                continue
            values: dict[str, float | None] = {}
            for indicator in COUNTY_INDICATORS:
                text = row[indicator.printed_2023] if indicator.printed_2023 else ""
                number = float(text) if text else None
                if number is not None and indicator.id == "population":
                    number *= TEN_THOUSAND
                values[indicator.id] = number
            counties.append(RawCounty(2023, row["county"], row["province"], values))
    return counties


def cross_check(counties: Sequence[RawCounty], second: Path) -> None:
    """Compare with the second copy of the 2020 table; a figure that differs stops the run."""
    by_name = {re.sub(r"\s|\d+$", "", county.name): county for county in counties}
    others, _repairs = read_2020(second)
    missing = [other.name for other in others if other.name not in by_name]
    differing = [
        other.name
        for other in others
        if other.name in by_name and other.values != by_name[other.name].values
    ]
    if missing or differing:
        raise SystemExit(
            f"the two 2020 tables disagree: missing {missing[:5]}, differing {differing[:5]}"
        )
    print(f"2020: second table has {len(others)} rows, all equal to the first in every figure")


def split(
    results: Iterable[Matched | UnmatchedRow],
) -> tuple[list[Matched], list[UnmatchedRow]]:
    """Separate what was matched from what was not."""
    matched: list[Matched] = []
    unmatched: list[UnmatchedRow] = []
    for result in results:
        if isinstance(result, Matched):
            matched.append(result)
        else:
            unmatched.append(result)
    return matched, unmatched


def refuse_doubles(matches: Sequence[Matched]) -> None:
    """Stop when two printed rows claim one division code."""
    counts = Counter(match.division.code for match in matches)
    doubles = [code for code, count in counts.items() if count > 1]
    if doubles:
        raise SystemExit(f"codes claimed twice: {doubles}")


def county_rows(matches: Sequence[Matched]) -> list[CountyRow]:
    """Turn matches into rows in order of division code."""
    rows = [
        CountyRow(
            match.division.code,
            match.division.name,
            match.division.province,
            match.division.prefecture,
            county_type(match.division.name),
            match.raw.year,
            match.raw.values,
            SOURCES[match.raw.year][0],
        )
        for match in matches
    ]
    return sorted(rows, key=lambda row: row.division_code)


def county_type(name: str) -> str:
    """Tell the kind of county-level unit from the end of its name.

    Autonomous banners count as banners; the one forestry district and the special district,
    both governed as counties, count as counties.
    """
    for ending, kind in (
        ("自治县", "autonomous_county"),
        ("林区", "county"),
        ("特区", "county"),
        ("旗", "banner"),
        ("县", "county"),
        ("市", "county_city"),
        ("区", "district"),
    ):
        if name.endswith(ending):
            return kind
    raise ValueError(f"no county type for {name!r}")


def scope_changes(earlier: Sequence[CountyRow], later: Sequence[CountyRow]) -> list[ScopeChange]:
    """List the counties whose two years do not cover one territory or one account."""
    before = {row.division_code: row for row in earlier}
    changes: list[ScopeChange] = []
    for row in later:
        old = before.get(row.division_code)
        if old is None:
            continue
        area = _ratio(row, old, "area")
        people = _ratio(row, old, "population")
        gdp = _ratio(row, old, "gdp")
        rounding = 5_000 / (old.values["population"] or 1)
        jumps = [
            people is not None and abs(people - 1) > SCOPE_POPULATION + rounding,
            gdp is not None and not SCOPE_GDP[0] <= gdp <= SCOPE_GDP[1],
        ]
        alone = gdp is not None and not SCOPE_GDP_ALONE[0] <= gdp <= SCOPE_GDP_ALONE[1]
        if (area is not None and abs(area - 1) > SCOPE_AREA and any(jumps)) or alone:
            parts = [
                f"{label}为2020年的 {ratio:.2f} 倍"
                for label, ratio in (("面积", area), ("户籍人口", people), ("生产总值", gdp))
                if ratio is not None
            ]
            changes.append(ScopeChange(row.division_code, row.name, row.province, "，".join(parts)))
    return changes


def _ratio(row: CountyRow, old: CountyRow, indicator: str) -> float | None:
    now, then = row.values[indicator], old.values[indicator]
    return now / then if now is not None and then else None


def write(
    out: Path,
    rows: Mapping[int, Sequence[CountyRow]],
    repairs: Sequence[LabelRepair],
    unmatched: Sequence[UnmatchedRow],
    changes: Sequence[ScopeChange],
) -> None:
    """Write the five kinds of tables."""
    out.mkdir(parents=True, exist_ok=True)
    ids = [indicator.id for indicator in COUNTY_INDICATORS]
    head = ["division_code", "name", "province", "prefecture", "type", "year"]
    for year, counties in rows.items():
        _write_table(
            out / f"counties_{year}.csv",
            [*head, *ids, "source"],
            (
                [
                    row.division_code,
                    row.name,
                    row.province,
                    row.prefecture,
                    row.type,
                    str(row.year),
                    *(_text(row.values[key]) for key in ids),
                    row.source,
                ]
                for row in counties
            ),
        )
    _write_table(
        out / "repairs.csv",
        ["year", "division_code", "field", "printed", "repaired", "kind", "reason"],
        sorted(
            [str(r.year), r.division_code, r.field, r.printed, r.repaired, r.kind, r.reason]
            for r in repairs
        ),
    )
    _write_table(
        out / "unmatched.csv",
        ["year", "division_code", "name", "province", "reason"],
        ([str(u.year), "", u.printed_name, u.printed_province, u.reason] for u in unmatched),
    )
    _write_table(
        out / "scope_changes.csv",
        ["division_code", "name", "province", "reason"],
        ([c.division_code, c.name, c.province, c.reason] for c in changes),
    )
    _write_table(
        out / "indicators.csv",
        ["id", "name", "unit", "comparable_2020_2023"],
        ([i.id, i.name, i.unit, "yes" if i.comparable else "no"] for i in COUNTY_INDICATORS),
    )
    _write_table(
        out / "sources.csv",
        ["source", "title", "data_year"],
        ([key, title, str(year)] for year, (key, title) in SOURCES.items()),
    )


def report(
    rows: Mapping[int, Sequence[CountyRow]],
    repairs: Sequence[LabelRepair],
    unmatched: Sequence[UnmatchedRow],
    changes: Sequence[ScopeChange],
) -> None:
    """Print the counts."""
    for year, counties in rows.items():
        left = sum(1 for row in unmatched if row.year == year)
        print(f"{year}: {len(counties)} counties matched, {left} rows unmatched")
        kinds = Counter(repair.kind for repair in repairs if repair.year == year)
        for kind, count in sorted(kinds.items()):
            print(f"{year}:   {kind}: {count}")
    both = {row.division_code for row in rows[2020]} & {row.division_code for row in rows[2023]}
    print(f"both years: {len(both)} counties, {len(changes)} of them with a changed scope")


def _text(number: float | None) -> str:
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else repr(number)


def _write_table(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    raise SystemExit(main())
