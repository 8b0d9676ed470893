"""The gap table and the split of an aggregate, on published figures and as laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine import GapIndicator, Intensity, Table, decompose_amount, gap_table
from leitai.engine.gaps import compare, judge, place_among, with_intensities
from leitai.engine.quantity import Missing, Quantity
from leitai.engine.rounding import half_up, plain

GDP = GapIndicator(id="gdp", name="地区生产总值", unit="亿元", decimals=2)


def test_a_line_of_the_table() -> None:
    """589.23 beside 838.8917 (亿元): 249.66 behind, 70.24 %, whatever the digits that follow."""
    row = compare(GDP, 589.23, 838.8917)
    assert (row.verdict, row.difference) == ("lagging", -249.66)
    assert isinstance(row.ratio, Quantity)
    assert half_up(row.ratio.number * 100, 2) == 70.24
    assert isinstance(row.lead, Quantity)
    assert half_up(row.lead.number, 2) == -29.76
    assert (str(row.word), row.word.en) == ("落后", "lagging")


def test_the_printed_line_subtracts() -> None:
    """5425.69 and 2938.32 print as 5426 and 2938, so the line says +2488 and not +2487."""
    per_km2 = GapIndicator(id="x", name="地均", decimals=0)
    row = compare(per_km2, 5892300 / 1086, 8388917 / 2855)
    assert (row.difference, row.verdict) == (2488, "leading")


def test_direction_turns_the_verdict_but_not_the_difference() -> None:
    energy = GapIndicator(id="e", name="能耗", direction="lower_is_better", decimals=1)
    row = compare(energy, 30.0, 25.0)
    assert (row.difference, row.verdict, row.gap.number) == (5.0, "lagging", -5.0)
    assert compare(energy, 20.0, 25.0).verdict == "leading"


def test_size_has_no_verdict_and_a_missing_figure_says_why() -> None:
    area = GapIndicator(id="a", name="面积", direction="none")
    assert compare(area, 1086, 2855).verdict == "size"
    table = Table.from_columns(
        ["甲", "乙"], {"gdp": [5, None]}, missing={("乙", "gdp"): "年鉴未刊"}
    )
    (row,) = gap_table(table, "甲", "乙", [GDP])
    assert (row.verdict, row.difference, row.missing) == ("missing", None, ("", "年鉴未刊"))
    assert isinstance(row.ratio, Missing)
    assert (row.own_rank, row.benchmark_rank, row.ranked) == (1, 0, 1)


@pytest.mark.parametrize(
    ("own", "benchmark", "verdict"),
    [(99, 100, "level"), (101, 100, "level"), (98.9, 100, "lagging"), (101.1, 100, "leading")],
)
def test_tolerance(own: float, benchmark: float, verdict: str) -> None:
    assert judge(own, benchmark, direction="higher_is_better", tolerance=1) == verdict


def test_an_inexact_figure_is_judged_only_where_it_can_be() -> None:
    """超5 leads 5 and 4, but nobody knows whether it leads 6."""
    more = Quantity(5, "more_than")
    verdicts = [judge(more, other, direction="higher_is_better") for other in (4, 5, 6)]
    assert verdicts == ["leading", "leading", "open"]
    assert judge(more, 5, direction="lower_is_better") == "lagging"
    assert judge(6, Quantity(5, "less_than"), direction="higher_is_better") == "leading"


def test_ranks_and_a_guest_from_outside() -> None:
    table = Table.from_columns(["客", "甲", "乙", "丙"], {"gdp": [7, 9, 7, 5]})
    (row,) = gap_table(table, "客", "甲", [GDP], among=["甲", "乙", "丙"])
    assert (row.own_rank, row.benchmark_rank, row.ranked) == (2, 1, 3)
    assert place_among([9, 7, 5], 6, direction="lower_is_better") == 2
    assert place_among([9, 7], None) == 0


def test_intensities_carry_reasons_and_inexact_figures() -> None:
    table = Table.from_columns(
        ["甲", "乙", "丙"], {"gdp": [Quantity(10, "about"), 6, 3], "people": [4, 0, None]}
    )
    found = with_intensities(
        table, [Intensity(id="pc", name="人均", amount="gdp", size="people", factor=2)]
    )
    assert found.cell("甲", "pc").quantity == Quantity(5.0, "about")
    assert found.cell("乙", "pc").number is None
    assert found.cell("丙", "pc").missing_reason == "未填"


def test_unknown_directions_and_tolerances_are_refused() -> None:
    with pytest.raises(ValueError, match="direction"):
        GapIndicator(id="x", name="x", direction="up")
    with pytest.raises(ValueError, match="tolerance"):
        GapIndicator(id="x", name="x", tolerance=-1)


# -- an aggregate and its parts --------------------------------------------------------------------

SECTORS = [
    ("第一产业", 38.62, 94.2365),
    ("第二产业", 236.47, 466.4590),
    ("第三产业", 314.14, 278.1962),
]


def test_three_sectors_and_what_rounding_leaves() -> None:
    """−55.62 −229.99 +35.94 = −249.67 beside −249.66; 92 % of it in the second sector."""
    found = decompose_amount((589.23, 838.8917), SECTORS)
    assert [part.gap for part in found.parts] == [-55.62, -229.99, 35.94]
    assert (found.whole.gap, found.shown_sum, found.remainder) == (-249.66, -249.67, 0.01)
    assert found.cause == "rounding"
    assert found.largest.name == "第二产业"
    assert found.largest.share is not None
    assert half_up(found.largest.share, 0) == 92


def test_parts_that_do_not_add_up_in_the_source_are_told() -> None:
    found = decompose_amount((589.23, 838.8917), SECTORS[:2])
    assert (found.remainder, found.cause) == (35.95, "unexplained")
    level = decompose_amount((10, 10), [("a", 6, 4), ("b", 4, 6)])
    assert [part.share for part in level.parts] == [None, None]
    assert (level.remainder, level.cause) == (0, "none")
    with pytest.raises(ValueError, match="parts"):
        decompose_amount((1, 2), [])


MONEY = st.integers(-(10**9), 10**9).map(lambda n: n / 10_000)


@settings(max_examples=200, deadline=None)
@given(parts=st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=12))
def test_printed_parts_and_the_remainder_add_up(parts: list[tuple[float, float]]) -> None:
    """Whole = parts + remainder to the last printed digit; rounding explains what adds up."""
    whole = (
        float(sum(Decimal(plain(a)) for a, _ in parts)),
        float(sum(Decimal(plain(b)) for _, b in parts)),
    )
    found = decompose_amount(whole, [(str(i), a, b) for i, (a, b) in enumerate(parts)])
    shown = [Decimal(plain(part.gap)) for part in found.parts]
    assert sum(shown) + Decimal(plain(found.remainder)) == Decimal(plain(found.whole.gap))
    assert found.cause in ("none", "rounding")
    assert (found.cause == "none") == (found.remainder == 0)
    if found.whole.own != found.whole.benchmark:
        shares = [part.share for part in found.parts]
        assert all(share is not None for share in shares)
        scale = sum(abs(a) + abs(b) for a, b in parts) / abs(whole[0] - whole[1])
        assert sum(s for s in shares if s is not None) == pytest.approx(100, abs=1e-9 * scale)
