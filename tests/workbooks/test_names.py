"""Matching unit names: what is settled, and what waits for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.workbooks import Candidate, match_names

UNITS = [
    Candidate("1", "青石镇", "330101"),
    Candidate("2", "南浦镇", "330102"),
    Candidate("3", "南浦村", "330102201"),
    Candidate("4", "白沙镇", "330103", ("白沙",)),
    Candidate("5", "双塘镇", "330104"),
]


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("青石镇", "exact", "1"),
        ("330101", "code", "1"),
        ("白沙", "alias", "4"),
        (" 青石镇 ", "exact", "1"),
    ],
)
def test_name_code_and_alias_are_settled(name: str, kind: str, key: str) -> None:
    [match] = match_names([name], UNITS)
    assert (match.kind, match.key, match.settled) == (kind, key, True)


@pytest.mark.parametrize(
    ("name", "kind", "first"),
    [
        ("青石 镇", "spaces", "青石镇"),
        ("青　石镇", "spaces", "青石镇"),
        ("南浦", "suffix", "南浦镇"),
        ("双塘乡", "suffix", "双塘镇"),
        ("白砂镇", "near", "白沙镇"),
        ("云溪区白沙镇人民政府", "near", "白沙镇"),
    ],
)
def test_a_doubtful_name_is_proposed_and_never_settled(name: str, kind: str, first: str) -> None:
    [match] = match_names([name], UNITS)
    assert (match.kind, match.key, match.settled) == (kind, None, False)
    assert match.alternatives[0].name == first
    assert match.message
    assert match.message_en


def test_both_units_of_a_stem_are_offered() -> None:
    [match] = match_names(["南浦"], UNITS)
    assert [a.name for a in match.alternatives] == ["南浦镇", "南浦村"]
    assert match.message == "像“南浦镇”，也可能是南浦村。"


def test_a_unit_that_the_sheet_already_has_is_the_less_likely_one() -> None:
    matches = match_names(["南浦镇", "南浦"], UNITS)
    assert [a.name for a in matches[1].alternatives] == ["南浦村", "南浦镇"]


def test_two_units_of_one_name_wait_for_a_person() -> None:
    twins = [Candidate("a", "朝阳区", "110105"), Candidate("b", "朝阳区", "220104")]
    [match] = match_names(["朝阳区"], twins)
    assert match.key is None
    assert len(match.alternatives) == 2
    [settled] = match_names(["朝阳区"], twins, codes=["220104"])
    assert settled.key == "b"


def test_a_code_and_a_name_of_different_units_wait_for_a_person() -> None:
    [match] = match_names(["青石镇"], UNITS, codes=["330103"])
    assert match.key is None
    assert {a.key for a in match.alternatives} == {"1", "4"}


def test_unknown_and_blank_names() -> None:
    unknown, blank = match_names(["火星", ""], UNITS)
    assert (unknown.kind, blank.kind) == ("none", "none")


@given(st.lists(st.text(max_size=12), max_size=8))
def test_only_names_codes_and_aliases_on_record_are_ever_settled(names: list[str]) -> None:
    known = {t for u in UNITS for t in (u.name, u.code, *u.aliases)}
    for name, match in zip(names, match_names(names, UNITS), strict=True):
        if match.settled:
            assert name.strip() in known
