"""Which place a written name means: never a wrong one, and a doubt is left to a person."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.divisions import Division, Resolver, Written, history, resolve, resolve_all, stem
from leitai.divisions.resolution import RemarkKind

RESOLVER = Resolver(history())
PROVINCES = [province.name for province in history().provinces]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (Written("龙海市", province="福建省", year=2020), "350681"),
        (Written("龙海区", province="福建", year=2023), "350604"),
        (Written("龙海市", province="福建省", year=2023), "350604"),
        (Written("龙海区", province="福建省", year=2015), "350681"),
        (Written("龙海", province="福建省", year=2023), "350604"),
        (Written("龙　海 市", year=2020), "350681"),
        (Written("福建省漳州市龙海区", year=2023), "350604"),
        (Written("漳州市龙海区", province="福建省", year=2023), "350604"),
        (Written(code="350604", year=2023), "350604"),
        (Written(code="350604000000", year=2023), "350604"),
        (Written(code="350681", year=2023), "350604"),
        (Written("龙海", code="350604", year=2023), "350604"),
        (Written("龙海市", code="350604", year=2020), "350681"),
        (Written("三都", province="贵州省", year=2020), "522732"),
        (Written("沙 县", province="福建省", year=2020), "350427"),
        (Written("通州区", province="江苏省", year=2020), "320612"),
        (Written("鼓楼区", province="江苏省", prefecture="徐州市", year=2020), "320302"),
        (Written("萧山区2", province="江苏省、浙江省", year=2020), "330109"),
        (Written("海门市", province="江苏省", year=2020), "320614"),
        (Written("港闸区", code="320611", province="江苏省", year=2020), "320611"),
        (Written("襄阳市", year=2020), "420600"),
        (Written("惠水县", province="云南省", year=2023), "522731"),
        (Written("江北区", province="四川省", year=1998), "500105"),
    ],
)
def test_a_plain_case_is_settled(written: Written, code: str) -> None:
    found = resolve(written)
    assert found.division is not None, found
    assert found.division.code == code


@pytest.mark.parametrize(
    ("written", "doubt", "offered"),
    [
        (Written("鼓楼区", province="江苏省", year=2020), "several", {"南京市", "徐州市"}),
        (Written("朝阳区", year=2020), "several", {"", "长春市"}),
        (Written("龙海", year=2023), "short", {"漳州市"}),
        (Written("沐阳县", province="江苏省", year=2009), "near", {"宿迁市"}),
        (Written("港闸区", province="江苏省", year=2023), "changed", {"南通市"}),
        (Written("龙海区", code="350602", year=2023), "code_and_name", {"漳州市"}),
        (Written("五台山风景名胜区", code="170971", province="山西省", prefecture="忻州市",
                 year=2023), "code_unknown", {"忻州市"}),
        (Written("永定区", province="云南省", year=2023), "context", {"龙岩市", "张家界市"}),
        (Written("惠水县", province="某某省", year=2023), "context", {"黔南布依族苗族自治州"}),
        (Written("市辖区", province="北京市"), "group", set()),
        (Written("合 计", province="北京市"), "group", set()),
        (Written("", province="北京市"), "blank", set()),
        (Written("不在其列县", province="北京市"), "none", set()),
    ],
)  # fmt: skip
def test_a_doubt_waits_for_a_person_with_what_to_offer(
    written: Written, doubt: str, offered: set[str]
) -> None:
    found = resolve(written)
    assert found.division is None
    assert found.doubt == doubt
    assert offered <= {offer.prefecture for offer in found.offers}


@pytest.mark.parametrize(
    ("written", "kind", "meant"),
    [
        (Written("惠水县", province="云南省", year=2023), "wrong_province", "贵州省"),
        (Written("北 京市"), "blanks", "北京市"),
        (Written("萧山区2", year=2020), "footnote_mark", "萧山区"),
        (Written("江宁区", province="上海市、江苏省", year=2020), "two_provinces", "江苏省"),
        (Written("龙海市", year=2023), "earlier_name", "龙海区"),
        (Written("龙海区", year=2015), "later_name", "龙海市"),
        (Written("漳州市龙海区", year=2023), "above_in_name", "龙海区"),
        (Written("博罗县", province="广东省", prefecture="广州市", year=2020),
         "wrong_prefecture", "惠州市"),
    ],
)  # fmt: skip
def test_what_was_read_otherwise_than_printed_is_said(
    written: Written, kind: RemarkKind, meant: str
) -> None:
    found = resolve(written)
    assert found.settled
    remark = found.remark(kind)
    assert remark is not None
    assert remark.meant == meant


def test_provinces_once_proved_wrong_no_longer_decide() -> None:
    sure = Written("惠水县", province="云南省", year=2023)
    torn = Written("永定区", province="福建省", year=2023)
    vouched = replace(torn, prefecture="龙岩市")
    [alone] = resolve_all([torn])
    assert alone.division is not None
    assert alone.division.province == "福建省"
    together = resolve_all([torn, vouched, sure])
    assert [found.doubt for found in together] == ["province_doubted", "", ""]
    assert {offer.province for offer in together[0].offers} >= {"福建省", "湖南省"}


@st.composite
def divisions(draw: st.DrawFn) -> tuple[Division, int]:
    year = draw(st.integers(1983, 2024))
    level = draw(st.sampled_from(["county", "county", "county", "prefecture"]))
    return draw(st.sampled_from(history().in_force(year, level))), year  # type: ignore[arg-type]


def writings(division: Division, year: int) -> list[Written]:
    """Ways in which tables write a place, each true of it."""
    name, province, prefecture = division.name, division.province, division.prefecture
    above = prefecture if division.level == "county" else ""
    found = [
        Written(name, year=year),
        Written(" ".join(name), province=province, year=year),
        Written(name, province=stem(province), prefecture=stem(above) if above else "", year=year),
        Written(f"{province}{above}{name}", year=year),
        Written(f"{above}{name}", province=province, year=year),
        Written(f"{stem(above) if above else ''}{name}①", province=province, year=year),
        Written(code=division.code, year=year),
        Written(name, code=division.code, province=province, year=year),
        Written(name, province=province, year=year + 2, level=division.level),
        Written(name, province=province, year=year - 2, level=division.level),
    ]
    if not history().by_name.get(stem(name)):
        # 万县 may be short for 万县市; where it is a name of its own it is read as that.
        found += [
            Written(stem(name), province=province, year=year),
            Written(stem(name), prefecture=above, year=year),
            Written(stem(name), code=division.code, year=year),
        ]
    return found


@settings(max_examples=120, deadline=None)
@given(divisions())
def test_what_is_settled_is_the_place_that_was_written(drawn: tuple[Division, int]) -> None:
    division, year = drawn
    line = history().line(division)
    for written in writings(division, year):
        found = RESOLVER.resolve(written)
        assert found.division is None or found.division in line, (written, found)
        if found.division is None:
            assert found.doubt
        else:
            assert not found.remark("wrong_province")


@settings(max_examples=100, deadline=None)
@given(divisions())
def test_full_name_and_code_settle(drawn: tuple[Division, int]) -> None:
    division, year = drawn
    by_code = RESOLVER.resolve(Written(code=division.code, year=year))
    assert by_code.division == division
    if division.prefecture and not division.listed_only:
        full = RESOLVER.resolve(
            Written(
                division.name,
                province=division.province,
                prefecture=division.prefecture,
                year=year,
                level=division.level,
            )
        )
        assert full.division == division


@settings(max_examples=100, deadline=None)
@given(divisions(), st.sampled_from(PROVINCES))
def test_a_wrong_province_misleads_only_to_a_namesake_of_it(
    drawn: tuple[Division, int], province: str
) -> None:
    division, year = drawn
    found = RESOLVER.resolve(Written(division.name, province=province, year=year))
    if found.division is not None and found.division not in history().line(division):
        assert found.by_province
        assert found.division.province == province


def again(division: Division, year: int) -> Written:
    return Written(
        division.name, division.code, division.province, division.prefecture, year, division.level
    )


@settings(max_examples=120, deadline=None)
@given(divisions(), st.integers(0, 12))
def test_resolving_a_resolution_changes_nothing(drawn: tuple[Division, int], which: int) -> None:
    ways = writings(*drawn)
    written = ways[which % len(ways)]
    found = RESOLVER.resolve(written)
    if found.division is not None:
        year = written.year or 2024
        assert RESOLVER.resolve(again(found.division, year)).division == found.division


@settings(max_examples=30, deadline=None)
@given(st.lists(divisions(), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_order_and_repetition_of_rows_change_nothing(
    drawn: list[tuple[Division, int]], chance: random.Random
) -> None:
    rows = [
        replace(chance.choice(writings(*each)), province=chance.choice(["", *PROVINCES]))
        for each in drawn
    ]
    answers = dict(zip(rows, RESOLVER.resolve_all(rows), strict=True))
    shuffled = [*rows, *rows]
    chance.shuffle(shuffled)
    assert [answers[row] for row in shuffled] == RESOLVER.resolve_all(shuffled)
