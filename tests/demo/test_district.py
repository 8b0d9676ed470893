"""The invented district: determinism, completeness, and that it stays invented."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from leitai.demo.district import SEED, build_district, district_digest, month_names, seeded
from leitai.demo.district_model import District, audience_of, year_month
from leitai.demo.district_paths import BOARD_MARKS
from leitai.demo.district_people import PEOPLE, reporter_of
from leitai.demo.district_targets import pace
from leitai.demo.notice import FICTION_NOTICE_EN, FICTION_NOTICE_ZH


def test_one_seed_makes_one_district(district: District) -> None:
    again = build_district(np.random.default_rng(SEED))
    assert district_digest(again) == district_digest(district)
    assert district_digest(seeded(SEED + 1)) != district_digest(district)


def test_counts(district: District) -> None:
    assert Counter(map(audience_of, district.units)) == {
        "towns": 12,
        "departments": 14,
        "parks": 3,
        None: 2,
    }
    assert len(district.indicators) == 40
    assert len({indicator.id for indicator in district.indicators}) == 40
    assert (len(district.periods), district.periods[0], district.periods[-1]) == (
        36,
        "2023-11",
        "2026-10",
    )
    assert sum(BOARD_MARKS.values()) == 100
    assert len(BOARD_MARKS) == 19


def test_months_follow_each_other() -> None:
    serial = [year * 12 + month for year, month in map(year_month, month_names())]
    assert serial == list(range(serial[0], serial[0] + 36))


def test_every_value_is_there_for_every_month(district: District) -> None:
    first = Counter(
        (value.indicator, value.unit) for value in district.values if value.revision == 1
    )
    expected = {
        (indicator.id, unit.name)
        for indicator in district.indicators
        for unit in district.units
        if audience_of(unit) in indicator.audiences
    }
    assert set(first) == expected
    assert set(first.values()) == {36}


def test_codes_are_of_no_real_province(district: District) -> None:
    assert {unit.code[:2] for unit in district.units} == {"99"}
    assert len({unit.code for unit in district.units}) == len(district.units)


def test_the_notice_says_invented() -> None:
    assert "虚构" in FICTION_NOTICE_ZH
    assert "invented" in FICTION_NOTICE_EN


def test_missing_and_corrected_values_have_reasons(district: District) -> None:
    missing = [value for value in district.values if value.number is None]
    corrected = [value for value in district.values if value.revision > 1]
    assert len(missing) > 20
    assert len(corrected) > 8
    assert all(value.missing and value.remark for value in missing)
    assert all(value.remark and value.number is not None for value in corrected)
    assert all(value.period != "2026-10" for value in missing)


def test_correction_of_the_anchor_month(district: District) -> None:
    sayings = [
        (value.revision, value.number, value.remark)
        for value in district.values
        if (value.indicator, value.unit, value.period)
        == ("fixed_asset_investment", "青石镇", "2026-10")
    ]
    assert sayings == [(1, 13.87, ""), (2, 14.2108, "补录续建项目1个")]


def test_cumulative_amounts_do_not_fall_within_a_year(district: District) -> None:
    amounts = {
        indicator.id: indicator
        for indicator in district.indicators
        if indicator.flow == "year_to_date" and indicator.shape == "even"
    }
    latest = {
        (value.indicator, value.unit, value.period): value.number for value in district.values
    }
    for (identifier, unit, period), number in latest.items():
        year, month = year_month(period)
        before = latest.get((identifier, unit, f"{year}-{month - 1:02d}"))
        if identifier in amounts and number is not None and before is not None:
            assert number >= before, (identifier, unit, period)


def test_parts_do_not_exceed_the_whole(district: District) -> None:
    now = district.latest("2026-10")
    for town in district.units_of("towns"):
        whole = now["fixed_asset_investment", town.name].number
        for part in ("industrial_investment", "private_investment"):
            number = now[part, town.name].number
            assert number is not None
            assert whole is not None
            assert 0 < number < whole


def test_quarterly_results_stand_for_three_months(district: District) -> None:
    for months in (("2026-07", "2026-08", "2026-09"), ("2026-01", "2026-02", "2026-03")):
        for identifier in ("rural_income_growth", "satisfaction"):
            seen = [district.latest(period)[identifier, "青石镇"].number for period in months]
            assert len(set(seen)) == 1


def test_targets_have_floor_and_stretch(district: District) -> None:
    keys = {(t.indicator, t.unit, t.year) for t in district.targets}
    assert len(keys) == len(district.targets)
    for target in district.targets:
        if district.indicator(target.indicator).direction == "higher_is_better":
            assert target.stretch >= target.floor > 0
    tiers = {
        (t.indicator, t.unit): (t.floor, t.stretch) for t in district.targets if t.year == 2026
    }
    assert tiers["fixed_asset_investment", "青石镇"] == (18.6, 20.09)
    assert tiers["project_signings", "青石镇"] == (10, 12)
    assert {year for _, _, year in keys} == {2023, 2024, 2025, 2026}


def test_most_targets_are_on_pace_and_few_far_behind(district: District) -> None:
    now = district.latest("2026-10")
    ratios = []
    for target in (one for one in district.targets if one.year == 2026):
        indicator = district.indicator(target.indicator)
        number = now[target.indicator, target.unit].number
        assert number is not None
        due = target.floor * pace(indicator, 10)
        lower = indicator.direction == "lower_is_better"
        ratios.append((due / number if number else 1.0) if lower else number / due)
    behind, far = (sum(ratio < limit for ratio in ratios) / len(ratios) for limit in (1.0, 0.8))
    assert 0.15 < behind < 0.35
    assert 0.01 < far < 0.05


def test_every_role_has_an_account_and_every_unit_a_reporter(district: District) -> None:
    assert len({person.username for person in PEOPLE}) == len(PEOPLE)
    assert len({person.name for person in PEOPLE}) == len(PEOPLE)
    assert {person.role for person in PEOPLE if person.account} == {
        "principal_leader",
        "leader_in_charge",
        "assessment_office",
        "supervision_office",
        "reporting_unit",
        "approver",
        "analyst",
        "auditor",
        "administrator",
    }
    for unit in district.units:
        if audience_of(unit) is not None:
            assert reporter_of(unit.name).unit == unit.name
    with pytest.raises(KeyError):
        reporter_of("云溪区")
