"""Label repair on a small invented code table: what is repaired and what is not."""

from __future__ import annotations

import csv

import pytest

from leitai.demo.counties import UnmatchedRow, load_counties
from leitai.demo.county_repair import Matched, RawCounty, match_table
from leitai.demo.places import COUNTIES_ROOT
from leitai.divisions import Division, History, Written, history, resolve_all


def division(
    code: str,
    province: str,
    name: str,
    years: tuple[int, int] = (1990, 9999),
    *successors: tuple[str, int],
) -> Division:
    return Division(code, name, "county", province, "", *years, tuple(successors))


HISTORY = History(
    [
        Division("990000", "甲省", "province", "甲省", "", 1981, 9999),
        Division("980000", "乙省", "province", "乙省", "", 1981, 9999),
        division("990101", "甲省", "东山县"),
        division("980101", "乙省", "东山县"),
        division("980102", "乙省", "西岭县", (1990, 2021), ("980182", 2021)),
        division("980182", "乙省", "西岭市", (2021, 9999)),
        division("980103", "乙省", "北河县", (1990, 2022), ("980183", 2022), ("980104", 2022)),
        division("980183", "乙省", "北河区", (2022, 9999)),
        division("980104", "乙省", "南浦县"),
        division("980105", "乙省", "中川县", (1990, 2022), ("980104", 2022), ("980183", 2022)),
        division("980106", "乙省", "柳泉县"),
        division("980107", "乙省", "柳浪县"),
    ]
)
AREAS = {"990101": 500.0, "980101": 900.0, "980106": 321.0, "980107": 777.0}


def raw(year: int, name: str, province: str, area: float = 100.0) -> RawCounty:
    return RawCounty(year, name, province, {"area": area, "gdp": 1.0})


def match(row: RawCounty) -> Matched | UnmatchedRow:
    [found] = match_table([row], HISTORY, AREAS)
    return found


def matched(result: Matched | UnmatchedRow) -> Matched:
    assert isinstance(result, Matched), result
    return result


def kinds(result: Matched) -> list[str]:
    return [repair.kind for repair in result.repairs]


def test_a_blank_and_a_page_of_two_provinces() -> None:
    result = matched(match(raw(2020, "西 岭 县", "甲省、乙省")))
    assert result.division.code == "980182"
    assert kinds(result) == ["blank_in_name", "two_provinces", "renamed"]


def test_a_divided_county_is_followed_to_the_heir_of_its_name() -> None:
    assert matched(match(raw(2020, "北河县", "乙省"))).division.name == "北河区"


def test_a_divided_county_without_an_heir_of_its_name_is_left_open() -> None:
    result = match(raw(2020, "中川县", "乙省"))
    assert isinstance(result, UnmatchedRow)
    assert "分属多个代码" in result.reason


def test_the_only_county_of_a_name_gets_its_province() -> None:
    result = matched(match(raw(2023, "南浦县", "甲省")))
    assert result.division.province == "乙省"
    assert kinds(result) == ["wrong_province"]


@pytest.mark.parametrize(("area", "code"), [(505.0, "990101"), (910.0, "980101")])
def test_area_decides_between_counties_of_one_name(area: float, code: str) -> None:
    result = matched(match(raw(2020, "东山县", "甲省、乙省", area)))
    assert result.division.code == code


def test_a_shared_name_without_witness_is_left_open() -> None:
    result = match(raw(2023, "东山县", "甲省、乙省", 9_000.0))
    assert isinstance(result, UnmatchedRow)
    assert "东山县" in result.reason


def test_a_misread_name_needs_the_area_as_witness() -> None:
    result = matched(match(raw(2023, "柳良县", "乙省", 320.0)))
    assert result.division.name == "柳泉县"
    assert kinds(result) == ["misread_name"]
    assert isinstance(match(raw(2023, "柳良县", "乙省", 555.0)), UnmatchedRow)


def test_a_row_without_figures_is_left_out_with_the_reason() -> None:
    empty = RawCounty(2020, "东山县", "甲省", {"area": None, "gdp": None})
    assert isinstance(match(empty), UnmatchedRow)


@pytest.mark.parametrize("year", [2020, 2023])
def test_the_printed_labels_of_the_yearbooks_resolve_to_their_codes(year: int) -> None:
    """The labels as printed, put together again from the record of repairs."""
    printed: dict[tuple[str, str], str] = {}
    left = set()
    with (COUNTIES_ROOT / "repairs.csv").open(encoding="utf-8", newline="") as stream:
        for repair in csv.DictReader(stream):
            if int(repair["year"]) == year:
                key = (repair["division_code"], repair["field"])
                order = {"blank_in_name": 0, "footnote_mark": 1}.get(repair["kind"], 2)
                if key not in printed or order == 0:
                    printed[key] = repair["printed"]
                if repair["kind"] == "misread_name":
                    left.add(repair["division_code"])
    rows = load_counties(year)
    found = resolve_all(
        [
            Written(
                printed.get((row.division_code, "name"), row.name),
                province=printed.get((row.division_code, "province"), row.province),
                year=year,
                level="county",
            )
            for row in rows
        ]
    )
    waiting = set()
    for row, resolution in zip(rows, found, strict=True):
        if resolution.division is None:
            waiting.add(row.division_code)
            continue
        now = history().follow(resolution.division, 2023)
        ends = (now.end,) if now.end else now.heirs
        assert row.division_code in {end.code for end in ends}, (row, resolution)
    assert len(waiting) == {2020: 0, 2023: 5}[year]
    assert left <= waiting
