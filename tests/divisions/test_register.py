"""The list of 2023: found by code, read downwards, packed without loss."""

from __future__ import annotations

import csv
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.divisions import Level, UnknownCodeError, register
from leitai.divisions.prepare import _packed
from leitai.divisions.register import unpack
from tests.shared import SHARED, needs_shared

LIST = SHARED / "data" / "division_codes" / "china-division"


def test_a_county_has_its_towns_and_villages() -> None:
    longhai = register().entry("350604")
    assert register().full_name(longhai) == "福建省漳州市龙海区"
    below = list(register().below("350604", "village"))
    towns = [entry for entry in below if entry.level == "township"]
    assert [towns[0].name, towns[0].code] == ["石码街道", "350604001"]
    assert {entry.parent for entry in below if entry.level == "village"} <= {t.code for t in towns}
    assert len(below) == 330
    assert list(register().below("350604", "township")) == towns


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("11", "北京市"),
        ("110000", "北京市"),
        ("350600", "漳州市"),
        ("350604000000", "龙海区"),
        ("350604001000", "石码街道"),
        ("320508019044", "养育巷社区居委会"),
    ],
)
def test_a_code_is_found_with_or_without_filling_zeros(code: str, name: str) -> None:
    assert register().entry(code).name == name


@pytest.mark.parametrize("code", ["170971", "999999", "35060", "350604001999", ""])
def test_an_unknown_code_is_said(code: str) -> None:
    with pytest.raises(UnknownCodeError):
        register().entry(code)


def test_a_city_without_counties_has_its_towns() -> None:
    towns = {e.name for e in register().below("4419", "township") if e.level == "township"}
    assert {"莞城街道", "虎门镇"} <= towns


def test_search_goes_by_beginning_of_code_and_part_of_name() -> None:
    assert register().search("龙海")[0].code == "350604"
    assert {e.code[:6] for e in register().search("350604")} == {"350604"}
    assert register().search("320508019044")[0].name == "养育巷社区居委会"
    assert register().search("  ") == []


@given(
    st.dictionaries(
        st.integers(0, 999), st.text("甲乙丙12三", min_size=1, max_size=6), min_size=1, max_size=30
    )
)
def test_packing_keeps_every_code_and_name(names: dict[int, str]) -> None:
    items = [(f"350604{number:03d}", name, "350604") for number, name in sorted(names.items())]
    [line] = _packed(items)
    parent, _, rest = line.partition(":")
    assert [(code, name) for code, name, _ in items] == list(unpack(rest, parent, 3))


@needs_shared
def test_the_packed_list_is_the_published_one() -> None:
    levels: tuple[tuple[str, Level], ...] = (
        ("provinces", "province"), ("cities", "prefecture"), ("areas", "county"),
        ("streets", "township"),
    )  # fmt: skip
    mine = list(register().below("", "village"))
    for file, level in levels:
        with (LIST / f"{file}.csv").open(encoding="utf-8", newline="") as stream:
            theirs = {(row["code"], row["name"]) for row in csv.DictReader(stream)}
        assert {(e.code, e.name) for e in mine if e.level == level} == theirs
    with gzip.open(LIST / "villages.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        villages = {(row["code"], row["name"]) for row in csv.DictReader(stream)}
    assert {(e.code, e.name) for e in mine if e.level == "village"} == villages
    assert len(villages) == 620_573
