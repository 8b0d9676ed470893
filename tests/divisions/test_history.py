"""What became of a code: renamed, upgraded, merged and divided places over the years."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from leitai.divisions import Division, history


def one(name: str, year: int, province: str = "") -> Division:
    [found] = [d for d in history().named(name, year) if province in ("", d.province)]
    return found


@pytest.mark.parametrize(
    ("name", "year", "later", "code"),
    [
        ("龙海市", 2020, "龙海区", "350604"),
        ("横县", 2020, "横州市", "450181"),
        ("襄樊市", 2009, "襄阳市", "420600"),
        ("芜湖县", 2019, "湾沚区", "340210"),
        ("安西县", 2005, "瓜州县", "620922"),
        ("江源县", 2005, "江源区", "220605"),
        ("居巢区", 2005, "巢湖市", "340181"),
    ],
)
def test_a_renamed_or_upgraded_place_is_followed_and_found_again(
    name: str, year: int, later: str, code: str
) -> None:
    start = one(name, year)
    way = history().follow(start, 2023)
    assert way.end is not None
    assert (way.end.name, way.end.code) == (later, code)
    assert all(change.goes_on for change in way.changes)
    assert history().follow(way.end, year).end == start


@pytest.mark.parametrize(
    ("name", "year", "kind", "heirs"),
    [
        ("港闸区", 2019, "merged", {"崇川区"}),
        ("崇文区", 2009, "merged", {"东城区"}),
        ("邯郸县", 2015, "split", {"邯山区", "丛台区"}),
        ("孟津县", 2020, "merged", {"孟津区"}),
        # 綦江区 took over 万盛区's code, but had mostly been 綦江县: neither goes on alone.
        ("万盛区", 2010, "merged", {"綦江区"}),
    ],
)
def test_what_was_merged_or_divided_ends_with_its_heirs(
    name: str, year: int, kind: str, heirs: set[str]
) -> None:
    way = history().follow(one(name, year), 2023)
    assert way.end is None
    assert way.changes[-1].kind == kind
    assert {heir.name for heir in way.heirs} == heirs


def test_a_part_of_a_new_namesake_does_not_become_it() -> None:
    """庐山市 was mostly 星子县; 庐山区 only gave it a part and its name."""
    way = history().follow(one("庐山区", 2015), 2023)
    assert way.end is None


def test_a_place_knows_what_came_into_it() -> None:
    into = {change.old.name for change in history().origins(one("东城区", 2023))}
    assert "崇文区" in into


def test_lines_part_the_history_and_hold_one_code_a_year() -> None:
    codes = history()
    for division in codes.divisions:
        line = codes.line(division)
        assert division in line
        assert {codes.line(other) for other in line} == {line}
        for before, after in pairwise(line):
            assert before.last_year == after.first_year
            assert before.level == after.level


def test_a_place_is_the_heir_of_one_place_at_most() -> None:
    heirs = Counter(c.heirs[0] for c in history().changes.values() if c.goes_on)
    assert max(heirs.values()) == 1


def test_every_year_has_each_code_once() -> None:
    for year in range(1981, 2025):
        codes = [d.code for d in history().divisions if d.in_force(year)]
        assert len(codes) == len(set(codes))


def test_2_844_counties_stood_in_the_civil_list_at_the_end_of_2023() -> None:
    counties = [d for d in history().in_force(2023) if not d.listed_only]
    assert len(counties) == 2844
    assert len(history().in_force(2023, "prefecture")) == 333
