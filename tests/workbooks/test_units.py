"""Units in headers, exact conversion, and figures in another unit than their column."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.workbooks.units import (
    convert,
    declared_units,
    find_unit,
    find_unit_slips,
    parse_unit,
    strip_unit,
)


@pytest.mark.parametrize(
    ("header", "unit", "name"),
    [
        ("到位资金（万元）", "万元", "到位资金"),
        ("同比±%", "%", "同比"),
        ("增速 %", "%", "增速"),
        ("GDP(亿元，现价)", "亿元", "GDP(亿元，现价)"),
        ("人均地区生产总值（元/人）", "元/人", "人均地区生产总值"),
        ("人口密度(人/平方公里)", "人/平方公里", "人口密度"),
        ("耕地面积[公顷]", "公顷", "耕地面积"),
        ("性别比（女=100）", "", "性别比（女=100）"),
        ("合同（协议）", "", "合同（协议）"),
    ],
)
def test_units_in_headers(header: str, unit: str, name: str) -> None:
    assert (find_unit(header), strip_unit(header)) == (unit, name)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：万元", ("万元",)),
        ("单位:亿元人民币\n", ("亿元",)),
        ("计量单位：万元、%", ("万元", "%")),
        ("填报单位：区招商局", ()),
        ("Unit:10000 yuan", ()),
    ],
)
def test_unit_lines(line: str, units: tuple[str, ...]) -> None:
    assert declared_units(line) == units


def test_conversion_is_exact() -> None:
    assert convert(Decimal("0.1"), "万元", "元") == Decimal("1000")
    assert convert(Decimal("8.6"), "亿元", "万元") == Decimal("86000")
    assert convert(Decimal("2"), "公顷", "亩") == Decimal("30")
    assert convert(Decimal("1"), "平方公里", "公顷") == Decimal("100")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=4))
def test_there_and_back_is_the_same(number: Decimal) -> None:
    assert convert(convert(number, "亿元", "元"), "元", "亿元") == number


def test_units_that_measure_different_things_do_not_convert() -> None:
    with pytest.raises(ValueError, match="cannot be converted"):
        convert(Decimal(1), "万元", "公顷")


def test_per_units_keep_their_text() -> None:
    unit = parse_unit("元/人")
    assert unit is not None
    assert (unit.symbol, unit.dimension) == ("元/人", "per")


PAID = [
    Decimal(x) for x in (112400, 108900, 95600, 83150, 79200, 76480, 71200, 68750, 62300, 49600)
]


def test_a_figure_in_another_unit_is_named_with_the_unit_it_seems_to_be_in() -> None:
    [slip] = find_unit_slips([*PAID, Decimal("8.60")], "万元")
    assert (slip.position, slip.factor, slip.unit) == (10, Decimal(10000), "亿元")
    assert (slip.low, slip.high) == (49600, 112400)
    [other] = find_unit_slips([*PAID, Decimal("712000000")], "万元")
    assert (other.factor, other.unit) == (Decimal("0.0001"), "元")


def test_a_column_that_spreads_widely_names_nothing() -> None:
    spread = [Decimal(10) ** power for power in range(10)]
    assert find_unit_slips(spread, "万元") == []
    assert find_unit_slips([Decimal(1), Decimal(10000)], "万元") == []
    assert find_unit_slips([*PAID, Decimal(0)], "万元") == []
    assert find_unit_slips([Decimal("0.001"), *[Decimal(10)] * 9], "%") == []


@given(st.lists(st.integers(1000, 9000), min_size=5, max_size=30))
def test_a_tight_column_without_slip_is_left_alone(figures: list[int]) -> None:
    assert find_unit_slips([Decimal(f) for f in figures], "万元") == []
