"""The 70-city price indices: completeness, known figures, no ranking."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml

from leitai.demo.housing import (
    HOUSING_INDICES,
    HousingMonth,
    check_housing,
    cumulative_movement,
    load_cities,
    load_housing,
)
from leitai.demo.places import HOUSING_ROOT, SCHEMES_ROOT
from leitai.demo.prepare_housing import main
from tests.shared import SHARED, needs_shared


@pytest.fixture(scope="module")
def months() -> tuple[HousingMonth, ...]:
    return load_housing()


def test_seventy_cities_with_names_provinces_and_codes() -> None:
    cities = load_cities()
    assert len(cities) == 70
    assert len({city.division_code for city in cities}) == 70
    known = {city.name_en: (city.name, city.province, city.division_code) for city in cities}
    assert known["Xi'an"] == ("西安市", "陕西省", "610100")
    assert known["Fuzhou"] == ("福州市", "福建省", "350100")
    assert known["Jinzhou"] == ("锦州市", "辽宁省", "210700")
    assert known["Dali"] == ("大理市", "云南省", "532901")


def test_every_city_has_every_month(months: tuple[HousingMonth, ...]) -> None:
    assert len(months) == 70 * 187
    assert check_housing(months) == ()
    assert (months[0].year, months[0].month) == (2011, 1)
    assert max((month.year, month.month) for month in months) == (2026, 7)


def test_known_values(months: tuple[HousingMonth, ...]) -> None:
    by_key = {(m.division_code, m.year, m.month): m.indices for m in months}
    assert by_key["460200", 2011, 1]["new_home"] == 100.4
    assert by_key["310000", 2011, 1]["existing_home"] == 100.5
    assert by_key["340800", 2019, 2]["new_small"] is None


@pytest.mark.parametrize(
    ("code", "index", "peak", "percent"),
    [("440300", "new_home", (2022, 6), 149.42), ("440300", "existing_home", (2021, 3), 178.88)],
)
def test_chained_growth_at_the_peak(
    months: tuple[HousingMonth, ...],
    code: str,
    index: str,
    peak: tuple[int, int],
    percent: float,
) -> None:
    year, month, level = max(cumulative_movement(months, code, index), key=lambda step: step[2])
    assert (year, month) == peak
    assert level - 100 == pytest.approx(percent, abs=0.005)


def test_a_chain_stops_where_no_figure_was_published(months: tuple[HousingMonth, ...]) -> None:
    chain = cumulative_movement(months, "340800", "new_small")
    assert chain[-1][:2] == (2019, 1)


def test_gaps_doubles_and_slips_are_found(months: tuple[HousingMonth, ...]) -> None:
    run = [month for month in months if month.division_code == "440300"]
    slip = dataclasses.replace(run[5], indices={**run[5].indices, "new_home": 10.1})
    findings = check_housing([*run[:3], run[2], slip, *run[6:]])
    assert [finding.kind for finding in findings] == ["double", "gap", "range"]


def test_the_monitor_knows_no_merit() -> None:
    monitor = yaml.safe_load((SCHEMES_ROOT / "housing70.yaml").read_text(encoding="utf-8"))
    assert monitor["merit"] == "none"
    assert {spec["direction"] for spec in monitor["inputs"]} == {"none"}
    assert [spec["id"] for spec in monitor["inputs"]] == list(HOUSING_INDICES)
    assert not {"ranking", "zones", "grades", "groups"} & set(monitor)


def test_the_licence_stands_beside_the_data() -> None:
    text = (HOUSING_ROOT / "LICENSE.txt").read_text(encoding="utf-8")
    assert "MIT License" in text
    assert "Chang Gao" in text


@needs_shared
def test_the_table_is_what_the_command_makes(tmp_path: Path) -> None:
    assert main(["--shared", str(SHARED), "--out", str(tmp_path)]) == 0
    made = (tmp_path / "housing70.csv.gz").read_bytes()
    assert made == (HOUSING_ROOT / "housing70.csv.gz").read_bytes()
