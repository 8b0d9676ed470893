"""The county scheme: made from the tables, scored for both years."""

from __future__ import annotations

import pytest

from leitai.demo.counties import load_counties, scheme_columns
from leitai.demo.county_scheme import SMALLEST_GROUP, county_groups, county_scheme_text
from leitai.demo.places import SCHEMES_ROOT
from leitai.engine import Result, Scheme, Table, score
from leitai.engine.rules.relative import Efficacy


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.from_yaml(SCHEMES_ROOT / "counties.yaml")


@pytest.fixture(scope="module")
def results(scheme: Scheme) -> dict[int, Result]:
    found = {}
    for year in (2020, 2023):
        base = load_counties(2020) if year == 2023 else ()
        units, columns = scheme_columns(load_counties(year), base)
        found[year] = score(scheme, Table.from_columns(units, columns))
    return found


def test_the_committed_file_is_what_the_tables_make() -> None:
    assert (SCHEMES_ROOT / "counties.yaml").read_text(encoding="utf-8") == county_scheme_text()


def test_groups_are_by_province_and_type_and_hold_everybody_once() -> None:
    rows = load_counties(2023)
    groups = county_groups(rows)
    members = [name for _id, _name, names in groups for name in names]
    assert sorted(members) == sorted(row.name for row in rows)
    province = {row.name: row.province for row in rows}
    for group, _name, names in groups:
        assert len({province[name] for name in names}) == 1
        if not group.endswith("other"):
            assert len(names) >= SMALLEST_GROUP


@pytest.mark.parametrize(("year", "counties"), [(2020, 2071), (2023, 2089)])
def test_every_county_is_scored(results: dict[int, Result], year: int, counties: int) -> None:
    places = [place for group in results[year].groups for place in group.standings]
    scores = [place.score for place in places if place.score is not None]
    assert len(scores) == counties
    assert 60 <= min(scores) <= max(scores) <= 100


def test_an_index_value_by_hand(results: dict[int, Result]) -> None:
    # 60 + 40 × (x − low) ÷ (high − low), with the ends that the scheme states.
    gdp = next(row for row in load_counties(2023) if row.name == "博罗县").values["gdp"]
    assert gdp is not None
    by_hand = 60 + 40 * (gdp - 200_000) / (9_700_000 - 200_000)
    assert results[2023].scores["i_gdp"]["博罗县"] == pytest.approx(by_hand, abs=0.005)


def test_growth_is_left_out_where_there_is_nothing_to_grow_from(
    results: dict[int, Result],
) -> None:
    assert results[2023].scores["growth"]["博罗县"] is not None
    assert results[2023].scores["growth"]["惠阳区"] is None
    assert results[2020].scores["growth"]["博罗县"] is None


def test_ends_are_fixed_so_that_years_can_be_compared(scheme: Scheme) -> None:
    for group in scheme.groups:
        for item in group.items():
            rule = item.rule
            assert isinstance(rule, Efficacy)
            assert isinstance(rule.low, float)
            assert isinstance(rule.high, float)
