"""The tables with county names that the project was given, and witnesses of who is who in them.

The census prints the code beside the name: where a code and its name agree with the code list, that
code is the truth. The yearbooks print no code; there the witness is the area, which two of them
print for the same place within 5 %, or else the population, which agrees with the census of the
place's code within a factor that no neighbour of the same name has.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leitai.divisions import Division, Resolution, Resolver, Written, history
from leitai.workbooks import read_tables
from tests.shared import SHARED

COUNTIES = SHARED / "data" / "counties"
CENSUS = SHARED / "data" / "census" / "census_county_2020_v1.xlsx"
#: Table → year at whose end the printed names held; editions 2007 and 2010 print the year before.
PANEL_YEARS = {"panel 2007": ("2007", 2006), "panel 2010": ("2010", 2009),
               "panel 2023": ("2023", 2023)}  # fmt: skip
YEARBOOKS = {
    "yearbook 2020": "中国县域统计年鉴（县市）.csv",
    "yearbook 2020, second copy": "中国县域统计年鉴（县市）改.csv",
}
TABLES = (*YEARBOOKS, *PANEL_YEARS, "census 2020", "census 2020 without codes")
AREA_AGREES = 0.05
PEOPLE_AGREE = (0.6, 1.75)


@dataclass(frozen=True)
class Row:
    """A row with what it says of the place, and the figures that can bear witness."""

    written: Written
    code: str = ""
    area: float | None = None
    people: float | None = None


@dataclass(frozen=True)
class Judged:
    """A row with its resolution and who vouches for it: code, area, people, or nobody."""

    row: Row
    found: Resolution
    witness: str


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a table, in its order."""
    if table in YEARBOOKS:
        return tuple(_yearbook(COUNTIES / YEARBOOKS[table]))
    if table in PANEL_YEARS:
        return tuple(_panel(*PANEL_YEARS[table]))
    return tuple(_census(with_code=table == "census 2020"))


def _yearbook(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        body = list(csv.reader(stream))[3:]
    return [
        Row(
            Written(cells[0], province=cells[1], year=2020, level="county"),
            area=_number(cells[2]),
            people=_number(cells[6]),
        )
        for cells in body
    ]


def _panel(edition: str, year: int) -> list[Row]:
    path = COUNTIES / "county_panel_2007_2010_2023.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        body = [row for row in csv.DictReader(stream) if row["year"] == edition]
    return [
        Row(
            Written(row["county"], province=row["province"], year=year, level="county"),
            area=_number(row["area_km2"]),
            people=_number(row["registered_pop"]) or _number(row["total_pop"]),
        )
        for row in body
    ]


def _census(*, with_code: bool) -> list[Row]:
    [table] = read_tables(CENSUS)
    names = [column.name for column in table.columns]
    place = {name: names.index(name) for name in ("区划代码", "省", "市", "区县", "人口数_合计")}
    found = []
    for row in sorted((*table.rows, *table.totals), key=lambda row: row.number):
        text = {name: row.cells[at].raw for name, at in place.items()}
        code = re.sub(r"\.0$", "", text["区划代码"])
        found.append(
            Row(
                Written(
                    text["区县"],
                    code=code if with_code else "",
                    province=text["省"],
                    prefecture=text["市"],
                    year=2020,
                ),
                code=code,
                people=_number(text["人口数_合计"]),
            )
        )
    return found


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "")) or None
    except ValueError:
        return None


@cache
def resolved(table: str) -> tuple[Resolution, ...]:
    return tuple(Resolver(history()).resolve_all([row.written for row in rows(table)]))


def today(division: Division) -> Division:
    """The last code of the place, for meeting it again in a table of another year."""
    return history().line(division)[-1]


@cache
def _areas() -> dict[Division, list[tuple[str, float]]]:
    """Place → (source, area) from rows whose province does not contradict the name."""
    found: dict[Division, list[tuple[str, float]]] = {}
    for table in (*YEARBOOKS, *PANEL_YEARS):
        source = "yearbook 2020" if table in YEARBOOKS else table
        for row, resolution in zip(rows(table), resolved(table), strict=True):
            if resolution.division and row.area and not resolution.remark("wrong_province"):
                found.setdefault(today(resolution.division), []).append((source, row.area))
    return found


@cache
def _people() -> dict[Division, float]:
    """Place → people counted in 2020, by the census's own codes."""
    found: dict[Division, float] = {}
    for row in rows("census 2020"):
        division = history().coded(row.code, 2020) or history().coded(row.code, 2019)
        if division is not None and row.people:
            found[today(division)] = row.people
    return found


def judged(table: str) -> list[Judged]:
    """Every row of a table with its resolution and its witness."""
    source = "yearbook 2020" if table in YEARBOOKS else table
    found = []
    for row, resolution in zip(rows(table), resolved(table), strict=True):
        witness = ""
        if resolution.division is not None:
            witness = _witness(row, resolution.division, source)
        found.append(Judged(row, resolution, witness))
    return found


def _witness(row: Row, division: Division, source: str) -> str:
    if row.code and row.code == division.code:
        return "code"
    place = today(division)
    for other, area in _areas().get(place, ()):
        if other != source and row.area and abs(row.area / area - 1) <= AREA_AGREES:
            return "area"
    counted = _people().get(place)
    if row.people and counted and not row.code:
        # The yearbooks print persons or 10,000 persons; the place decides which.
        ratios = (row.people / counted, row.people * 10_000 / counted)
        if any(PEOPLE_AGREE[0] <= ratio <= PEOPLE_AGREE[1] for ratio in ratios):
            return "people"
    return ""


def refuted(each: Judged, source: str) -> bool:
    """Tell whether another place of the same name or stem fits the row's area, and this does not.

    Where a name was borne by several places at the time, the wrong one would show this way.
    """
    division, area = each.found.division, each.row.area
    if division is None or area is None or each.witness:
        return False
    codes = history()
    line = codes.line(division)
    namesakes = {*codes.by_name[division.name], *codes.by_stem[line[0].name]} - set(line)
    return any(
        other != source and abs(area / known - 1) <= AREA_AGREES
        for namesake in namesakes
        for other, known in _areas().get(today(namesake), ())
    )
