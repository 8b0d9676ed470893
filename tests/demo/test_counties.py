"""County figures: published numbers, repaired labels, checks."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from pathlib import Path

import pytest

from leitai.demo.counties import (
    COUNTY_INDICATORS,
    COUNTY_TYPES,
    CountyRow,
    check_counties,
    load_counties,
    load_repairs,
    load_scope_changes,
    load_unmatched,
    scheme_columns,
)
from leitai.demo.places import COUNTIES_ROOT
from leitai.demo.prepare_counties import county_type, main
from tests.shared import SHARED, needs_shared

COUNTS = {2020: 2071, 2023: 2089}


@pytest.fixture(scope="module")
def by_name() -> dict[int, dict[str, CountyRow]]:
    return {year: {row.name: row for row in load_counties(year)} for year in COUNTS}


@pytest.mark.parametrize("year", COUNTS)
def test_every_county_has_one_code_and_one_name(year: int) -> None:
    rows = load_counties(year)
    assert len(rows) == COUNTS[year]
    assert len({row.division_code for row in rows}) == len(rows)
    assert len({row.name for row in rows}) == len(rows)
    assert all(re.fullmatch(r"\d{6}", row.division_code) for row in rows)
    assert all(row.type in COUNTY_TYPES for row in rows)
    assert {row.year for row in rows} == {year}


def test_a_year_without_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="2007"):
        load_counties(2007)


@pytest.mark.parametrize(
    ("name", "code", "province", "gdp"),
    [
        ("博罗县", "441322", "广东省", 838.89),
        ("龙海区", "350604", "福建省", 1348.37),
        ("通州区", "320612", "江苏省", 1701.32),
        ("江阴市", "320281", "江苏省", 4960.51),
        ("昆山市", "320583", "江苏省", 5140.60),
    ],
)
def test_published_gdp_of_2023(
    by_name: dict[int, dict[str, CountyRow]], name: str, code: str, province: str, gdp: float
) -> None:
    row = by_name[2023][name]
    assert (row.division_code, row.province) == (code, province)
    assert row.values["gdp"] == pytest.approx(gdp * 10_000, abs=51)


def test_published_figures_of_boluo(by_name: dict[int, dict[str, CountyRow]]) -> None:
    row = by_name[2023]["博罗县"]
    published = {
        "primary_industry": 94.24,
        "secondary_industry": 466.46,
        "tertiary_industry": 278.20,
        "fiscal_revenue": 77.64,
        "loans": 1109.91,
    }
    for key, number in published.items():
        assert row.values[key] == pytest.approx(number * 10_000, abs=51), key
    assert row.values["above_scale_firms"] == 1133
    assert row.values["area"] == 2855
    assert row.values["population"] == 980_000


@pytest.mark.parametrize(
    ("name", "place"),
    [("昆山市", 1), ("江阴市", 2), ("通州区", 30), ("龙海区", 59), ("博罗县", 131)],
)
def test_places_by_gdp_of_2023(name: str, place: int) -> None:
    rows = sorted(load_counties(2023), key=lambda row: -(row.values["gdp"] or 0))
    assert rows[place - 1].name == name


@pytest.mark.parametrize(
    ("year", "code", "printed", "repaired", "kind"),
    [
        (2023, "232721", "上海市", "黑龙江省", "wrong_province"),
        (2023, "331181", "安徽省", "浙江省", "wrong_province"),
        (2023, "640521", "新疆维吾尔自治区", "宁夏回族自治区", "wrong_province"),
        (2023, "540521", "陕西省", "西藏自治区", "wrong_province"),
        (2023, "532922", "漾濞舞族自治县", "漾濞彝族自治县", "misread_name"),
        (2023, "540521", "扎襄县", "扎囊县", "misread_name"),
        (2020, "350604", "龙海市", "龙海区", "renamed"),
        (2020, "340210", "芜湖县", "湾沚区", "renamed"),
        (2020, "520204", "水城县", "水城区", "renamed"),
        (2020, "500118", "永川区1", "永川区", "footnote_mark"),
        (2020, "450181", "横 县", "横县", "blank_in_name"),
        (2020, "110116", "e", "", "not_a_number"),
    ],
)
def test_known_repairs(year: int, code: str, printed: str, repaired: str, kind: str) -> None:
    found = {
        (repair.printed, repair.repaired)
        for repair in load_repairs()
        if (repair.year, repair.division_code, repair.kind) == (year, code, kind)
    }
    assert (printed, repaired) in found


def test_repairs_are_counted_and_explained() -> None:
    repairs = load_repairs()
    assert Counter((repair.year, repair.kind) for repair in repairs) == {
        (2020, "blank_in_name"): 96,
        (2020, "cell_shift"): 1,
        (2020, "footnote_mark"): 1,
        (2020, "not_a_number"): 1,
        (2020, "renamed"): 21,
        (2020, "two_provinces"): 115,
        (2023, "misread_name"): 2,
        (2023, "wrong_province"): 105,
    }
    assert all(repair.reason for repair in repairs)


def test_repaired_labels_stand_in_the_tables(by_name: dict[int, dict[str, CountyRow]]) -> None:
    provinces = {
        (repair.year, repair.division_code): repair.repaired
        for repair in load_repairs()
        if repair.field == "province"
    }
    assert provinces
    for rows in by_name.values():
        for row in rows.values():
            assert provinces.get((row.year, row.division_code), row.province) == row.province
            assert " " not in row.name


def test_a_row_pushed_aside_is_put_back(by_name: dict[int, dict[str, CountyRow]]) -> None:
    row = by_name[2020]["长宁县"]
    assert row.values["fiscal_expenditure"] == 369_079
    assert row.values["household_savings"] == 1_147_460
    assert row.values["hospital_beds"] == 2313


def test_nothing_is_guessed() -> None:
    unmatched = load_unmatched()
    assert {row.printed_name for row in unmatched} == {
        "西沙群岛",
        "南沙群岛",
        "中沙群岛的岛礁及其海域",
        "金门县",
    }
    assert all(row.reason for row in unmatched)
    with (COUNTIES_ROOT / "unmatched.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["division_code"] for row in csv.DictReader(stream)} == {""}


def test_sector_sum_uses_the_tolerance_it_is_given(
    by_name: dict[int, dict[str, CountyRow]],
) -> None:
    row = by_name[2023]["博罗县"]
    gdp = row.values["gdp"]
    assert gdp is not None
    wrong = dataclasses.replace(row, values={**row.values, "gdp": gdp * 1.02})
    assert check_counties([wrong], 0.03) == ()
    (finding,) = check_counties([wrong], 0.01)
    assert finding.check == "sector_sum"
    assert finding.expected == pytest.approx(gdp, rel=1e-6)
    assert finding.difference == pytest.approx(1 / 1.02 - 1, abs=1e-6)
    assert "博罗县" in finding.message
    assert "Boluo" not in finding.message_en
    missing = dataclasses.replace(wrong, values={**wrong.values, "primary_industry": None})
    assert check_counties([missing], 0.01) == ()


@pytest.mark.parametrize("year", COUNTS)
def test_published_tables_pass_their_checks(year: int) -> None:
    assert check_counties(load_counties(year), 0.005) == ()


def test_an_implausible_density_is_found(by_name: dict[int, dict[str, CountyRow]]) -> None:
    row = by_name[2023]["博罗县"]
    crowded = dataclasses.replace(row, values={**row.values, "area": 1.0})
    assert [finding.check for finding in check_counties([crowded], 0.01)] == ["density"]


def test_growth_is_not_computed_over_a_changed_scope() -> None:
    changed = {change.name for change in load_scope_changes()}
    assert {"余杭区", "惠阳区", "满洲里市", "大兴区"} <= changed
    assert "博罗县" not in changed
    units, columns = scheme_columns(load_counties(2023), load_counties(2020))
    base = dict(zip(units, columns["gdp_base"], strict=True))
    assert base["惠阳区"] is None
    assert base["博罗县"] == 6_190_442
    assert base["石河子市"] is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("博罗县", "county"),
        ("昆山市", "county_city"),
        ("通州区", "district"),
        ("石林彝族自治县", "autonomous_county"),
        ("鄂伦春自治旗", "banner"),
        ("神农架林区", "county"),
    ],
)
def test_type_follows_from_the_name(name: str, kind: str) -> None:
    assert county_type(name) == kind


def test_columns_of_the_files_are_ours() -> None:
    with (COUNTIES_ROOT / "counties_2023.csv").open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    ids = [indicator.id for indicator in COUNTY_INDICATORS]
    assert header == [
        "division_code",
        "name",
        "province",
        "prefecture",
        "type",
        "year",
        *ids,
        "source",
    ]


@needs_shared
def test_the_tables_are_what_the_command_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--shared", str(SHARED), "--out", str(tmp_path)]) == 0
    for made in sorted(tmp_path.iterdir()):
        assert made.read_bytes() == (COUNTIES_ROOT / made.name).read_bytes(), made.name
    assert "2023: 2089 counties matched, 0 rows unmatched" in capsys.readouterr().out
