"""The formula language: what it computes, what it refuses, and that nothing else ever escapes."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine.formula import (
    FUNCTIONS,
    FormulaError,
    MappingResolver,
    SeriesResolver,
    Shift,
    TableResolver,
    Values,
    parse,
)
from leitai.engine.formula.lexer import MAX_LENGTH
from leitai.engine.quantity import QUALIFIERS, Missing, Quantity
from leitai.engine.rounding import half_up
from leitai.engine.table import Table


def number(text: str, names: Mapping[str, object] | None = None) -> float:
    found = parse(text).value(names)
    assert isinstance(found, Quantity), found
    return found.number


def reason(text: str, names: Mapping[str, object] | None = None) -> str:
    found = parse(text).value(names)
    assert isinstance(found, Missing), found
    assert found.zh
    assert found.en
    return found.code


# -- arithmetic ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("24 / 4 / 2", 3),
        ("2 ^ 10", 1024),
        ("2 ^ -1", 0.5),
        ("-(2 ^ 2)", -4),
        ("(-2) ^ 2", 4),
        ("(2 ^ 2) - 1", 3),
        ("- 3 + 5", 2),
        ("--3", 3),
        ("8%", 0.08),
        ("1e-9999999999999999999%", 0),
        ("growth(110, 100) >= 8", 1),
        ("12.5% * 200", 25),
        ("6 × （14.2108 ÷ 15.5）", 6 * (14.2108 / 15.5)),
        ("１２ ＋ ３", 15),
        ("1e3 + .5", 1000.5),
        ("3 > 2", 1),
        ("3 ≤ 2", 0),
        ("0.3 - 0.1 >= 0.2", 1),
        ("0.1 + 0.2 = 0.3", 1),
        ("1 <> 1", 0),
        ("if(2 > 1, 10, 20)", 10),
        ("if(2 > 1, 10, 1 / 0)", 10),
        ("如果(2 < 1, 10, 20)", 20),
        ("IF(and(1 < 2, or(2 < 1, 3 = 3)), 1, 2)", 1),
        ("not(1 > 2)", 1),
        ("max(1, 5, 3) - min(4, 2)", 3),
        ("sum(1, 2, 3) + mean(2, 4)", 9),
        ("abs(-3) + round(2.675, 2) + round(2.5)", 8.68),
        ("round(1250, -2)", 1300),
        ("clip(140, 0, 120)", 120),
        ("sqrt(16) + exp(0) + ln(1)", 5),
        ("growth(110, 100)", 10),
        ("增速(589.23, 571.33)", (589.23 - 571.33) / 571.33 * 100),
        ("share(1, 8)", 12.5),
        ("share_change(30, 100, 20, 80)", 5),
        ("contribution(30, 20, 150, 130)", 50),
        ("pull(30, 20, 200)", 5),
        ("per(100, 8)", 12.5),
        ("if_missing(1 / 0, 7)", 7),
        ("if_missing(3, 7)", 3),
    ],
)
def test_values(text: str, expected: float) -> None:
    assert number(text) == pytest.approx(expected, rel=1e-14)


def _expressions() -> st.SearchStrategy[str]:
    leaves = st.one_of(
        st.integers(0, 1000).map(str),
        st.floats(0.01, 1000).map(lambda x: format(x, ".4f")),
        st.sampled_from(["a", "b", "产值", "x.y"]),
    )

    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        two = st.tuples(inner, inner)
        return st.one_of(
            two.flatmap(
                lambda p: st.sampled_from(["+", "-", "*", "/"]).map(lambda o: f"{p[0]} {o} {p[1]}")
            ),
            inner.map(lambda e: f"({e})"),
            inner.map(lambda e: f"-({e})"),
            two.map(lambda p: f"max({p[0]}, {p[1]})"),
            two.map(lambda p: f"min({p[0]},{p[1]})"),
            inner.map(lambda e: f"abs({e})"),
        )

    return st.recursive(leaves, extend, max_leaves=20)


@given(_expressions())
@settings(max_examples=200)
def test_agrees_with_python_to_the_last_bit(text: str) -> None:
    names = {"a": 3.7, "b": -2.5, "产值": 589.23, "x.y": 0.125}
    python = text.replace("x.y", "x_y")
    try:
        expected: float | None = float(
            eval(
                python,
                {"__builtins__": {}},
                {
                    "a": 3.7,
                    "b": -2.5,
                    "产值": 589.23,
                    "x_y": 0.125,
                    "max": max,
                    "min": min,
                    "abs": abs,
                },
            )
        )
    except (ZeroDivisionError, OverflowError):
        expected = None
    found = parse(text).value(names)
    if expected is None or not math.isfinite(expected):
        assert isinstance(found, Missing)
    else:
        assert isinstance(found, Quantity)
        assert found.number == expected
        assert found.exact


# -- what does not exist -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 / 0", "zero_divisor"),
        ("1 / (2 - 2) + 5", "zero_divisor"),
        ("0 ^ -1", "zero_divisor"),
        ("(-8) ^ 0.5", "no_power"),
        ("10 ^ 400", "too_large"),
        ("1e308 * 10", "too_large"),
        ("exp(1000)", "too_large"),
        ("ln(0)", "no_logarithm"),
        ("sqrt(-1)", "no_root"),
        ("growth(5, 0)", "zero_base"),
        ("growth(5, -2)", "negative_base"),
        ("share(5, 0)", "zero_whole"),
        ("share(5, -1)", "negative_whole"),
        ("contribution(5, 4, 10, 10)", "zero_increment"),
        ("contribution(5, 4, 9, 10)", "negative_increment"),
        ("pull(5, 4, 0)", "zero_base"),
        ("per(5, 0)", "zero_heads"),
        ("per(5, -1)", "negative_heads"),
        ("clip(5, 3, 2)", "crossed_limits"),
        ("max(1, 1 / 0)", "zero_divisor"),
        ("if(1 / 0 > 1, 1, 2)", "zero_divisor"),
        ("group_sum(1 / 0)", "empty_group"),
    ],
)
def test_missing_has_a_reason(text: str, code: str) -> None:
    assert reason(text) == code
    assert math.isnan(parse(text).number())


def test_missing_inputs_keep_their_own_reason() -> None:
    assert reason("gdp + 1", {"gdp": None}) == "no_value"
    refused = Missing("refused", "未报", "not reported")
    assert parse("a / b").value({"a": 1, "b": refused}) == refused


# -- vectors -------------------------------------------------------------------------------------


def test_vectors_with_missing_and_zero_base() -> None:
    found = parse("growth(x, base)").evaluate(
        {"x": np.array([110.0, 5.0, math.nan, 3.0]), "base": np.array([100.0, 0.0, 1.0, -1.0])}
    )
    np.testing.assert_array_equal(found.numbers, [10.0, math.nan, math.nan, math.nan])
    codes = {place: missing.code for place, missing in found.reasons.items()}
    assert codes == {1: "zero_base", 2: "no_value", 3: "negative_base"}


def test_if_takes_each_branch_where_it_holds() -> None:
    found = parse("if(x > 0, 1 / x, 0)").evaluate({"x": np.array([4.0, 0.0, -2.0])})
    assert found.numbers.tolist() == [0.25, 0, 0]
    assert not found.reasons


def test_rank_and_group_totals() -> None:
    names = {"x": [30.0, 50.0, None, 30.0, 10.0]}
    found = parse("rank(x)").evaluate(names)
    np.testing.assert_array_equal(found.numbers, [2, 1, math.nan, 2, 4])
    shares = parse("share(x, group_sum(x))").evaluate(names)
    np.testing.assert_allclose(shares.numbers, [25, 50 / 1.2, math.nan, 25, 10 / 1.2])
    assert parse("x - group_mean(x)").evaluate(names).numbers[0] == 0
    assert parse("group_max(x) - group_min(x)").evaluate(names).numbers.tolist() == [40]
    assert parse("rank(x)").over_group
    assert not parse("x / 2").over_group


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12), st.data())
def test_a_vector_is_its_units_one_by_one(xs: list[float], data: st.DataObject) -> None:
    ys = data.draw(st.lists(st.floats(-3, 3), min_size=len(xs), max_size=len(xs)))
    formula = parse("if(y >= 1, growth(x, y), per(x, y) ^ 2) + max(x, y) - round(x, 1)")
    together = formula.evaluate({"x": np.array(xs), "y": np.array(ys)}).outcomes()
    apart = [formula.value({"x": x, "y": y}) for x, y in zip(xs, ys, strict=True)]
    assert together == apart


# -- inexact values ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("revenue / people", Quantity(2.5, "about")),
        ("revenue / land", Quantity(10, "more_than")),
        ("per(people, land)", Quantity(4, "more_than")),
        ("share(land, people)", Quantity(25, "less_than")),
        ("growth(people, land)", Quantity(300, "more_than")),
        ("revenue > 5", Quantity(1)),
        ("revenue > 6", Quantity(0, "at_least")),
        ("if(revenue > 6, 1, 1)", Quantity(1)),
        ("if(revenue > 6, 1, 2)", Quantity(2, "at_most")),
        ("revenue >= 5", Quantity(1)),
        ("revenue <= 5", Quantity(0)),
        ("revenue < 5", Quantity(0)),
        ("revenue <= 7", Quantity(1, "at_most")),
        ("people = 1", Quantity(0)),
        ("people != 1", Quantity(1)),
        ("people = 3", Quantity(0, "at_least")),
        ("if(people, 1, 2)", Quantity(1)),
        ("not(revenue > 6)", Quantity(1, "at_most")),
        ("max(revenue, 7)", Quantity(7, "at_least")),
        ("min(revenue, 4)", Quantity(4)),
        ("clip(revenue, 0, 4)", Quantity(4)),
        ("abs(0 - people)", Quantity(2, "more_than")),
        ("round(people * 1.004, 2)", Quantity(2.01, "at_least")),
        ("people ^ 2", Quantity(4, "more_than")),
        ("people * 0", Quantity(0)),
        ("sqrt(revenue - 1)", Quantity(2, "more_than")),
        ("1 / (1 / people)", Quantity(2, "more_than")),
        ("group_sum(people)", Quantity(2, "more_than")),
    ],
)
def test_qualifiers_are_carried(text: str, expected: Quantity) -> None:
    names = {
        "revenue": Quantity(5, "more_than"),
        "people": Quantity(2, "more_than"),
        "land": Quantity(0.5),
    }
    assert parse(text).value(names) == expected


def test_rank_among_inexact_values() -> None:
    x = [Quantity(10, "more_than"), 8.0, 12.0, 3.0]
    assert parse("rank(x)").evaluate({"x": x}).outcomes() == [
        Quantity(2, "at_most"),
        Quantity(3),
        Quantity(1, "at_least"),
        Quantity(4),
    ]


def test_rank_of_stated_ties_that_are_none() -> None:
    x = [Quantity(5, "less_than"), 5.0, Quantity(9, "less_than")]
    assert parse("rank(x)").evaluate({"x": x}).outcomes() == [
        Quantity(2, "at_least"),
        Quantity(2, "at_most"),
        Quantity(1, "at_least"),
    ]


def _possible(quantity: Quantity, at: float) -> float:
    """A true value that the statement allows, chosen by a number in 0–1."""
    span = quantity.span
    low = span.low if math.isfinite(span.low) else min(span.high, 0) - 20
    high = span.high if math.isfinite(span.high) else max(span.low, 0) + 20
    return low + (high - low) * (0.05 + 0.9 * at)


@given(
    st.sampled_from(
        [
            "growth(x, y)",
            "share(x, y)",
            "pull(x, y, 4)",
            "contribution(x, 1, y, 0)",
            "per(x, y)",
            "x ^ 2",
            "x ^ y",
            "2 ^ x",
            "clip(x, -1, 2) * y",
            "if(x > y, x, 2 * y)",
            "abs(x - y)",
            "max(x, y) / min(x, 5)",
            "round(x / 3, 1)",
            "and(x > 1, y < 2)",
            "sqrt(x) - ln(y)",
            "rank(x)",
            "group_sum(x) - group_max(y)",
            "group_mean(x) * y",
        ]
    ),
    st.data(),
)
@settings(max_examples=300)
def test_every_possible_truth_lies_in_the_span_of_the_result(
    text: str, data: st.DataObject
) -> None:
    stated = st.lists(
        st.builds(Quantity, st.integers(-3, 3).map(float), st.sampled_from(QUALIFIERS)),
        min_size=3,
        max_size=3,
    )
    names = {"x": data.draw(stated), "y": data.draw(stated)}
    result = parse(text).evaluate(names)
    at = st.floats(0, 1)
    truth = parse(text).evaluate(
        {name: [_possible(q, data.draw(at)) for q in column] for name, column in names.items()}
    )
    for place in range(len(result)):
        said, true = result.outcome(place), truth.outcome(place)
        if isinstance(said, Quantity) and isinstance(true, Quantity):
            slack = 1e-9 * (1 + abs(true.number))
            assert said.span.low - slack <= true.number <= said.span.high + slack


# -- names, shifts, resolvers --------------------------------------------------------------------


def test_names_and_references() -> None:
    formula = parse("growth(ytd(工业.产值), year_ago(ytd(工业.产值))) + [GDP（亿元） 现价] - b")
    assert formula.names == ("工业.产值", "GDP（亿元） 现价", "b")
    assert formula.references == (
        ("工业.产值", Shift(flow="year_to_date")),
        ("工业.产值", Shift(years=1, flow="year_to_date")),
        ("GDP（亿元） 现价", Shift()),
        ("b", Shift()),
    )
    assert parse("share").names == ("share",)  # a function's name alone is an indicator


def test_shifts_reach_the_resolver() -> None:
    resolver = MappingResolver(
        {"x": 110.0}, {("x", Shift(years=1)): 100.0, ("x", Shift(years=1, periods=1)): 90.0}
    )
    assert parse("growth(x, year_ago(x))").number(resolver) == 10
    assert parse("previous(year_ago(x))").number(resolver) == 90
    with pytest.raises(FormulaError, match="“x”没有前 1 期的数据"):
        parse("previous(x)").value(resolver)


def _months(values: Mapping[tuple[int, int], float | None]) -> dict[tuple[int, int], Table]:
    return {
        month: Table.from_columns(["甲", "乙"], {"x": [value, 2.0]})
        for month, value in values.items()
    }


def test_series_of_tables() -> None:
    tables = _months({(2023, 12): 9, (2024, 1): 1, (2024, 2): 3, (2024, 3): 6, (2023, 3): 5})
    at_march = SeriesResolver(tables, (2024, 3))
    assert parse("ytd(x)").evaluate(at_march).numbers.tolist() == [10, 6]
    assert parse("current(x)").evaluate(at_march).numbers.tolist() == [3, 0]
    assert parse("growth(x, year_ago(x))").evaluate(at_march).numbers.tolist() == [20, 0]
    assert parse("x - previous(previous(previous(x)))").evaluate(at_march).numbers[0] == -3
    gap = parse("year_ago(ytd(x))").evaluate(at_march)
    assert gap.outcome(0) == Missing(
        "no_period", "“x”没有 2023-01 的数据", "'x' has no figures for 2023-01"
    )
    january = SeriesResolver(tables, (2024, 1))
    assert parse("current(x)").evaluate(january).numbers.tolist() == [1, 2]


def test_series_with_january_and_february_together() -> None:
    tables = _months({(2024, 2): 30, (2024, 3): 20, (2024, 4): 10})
    resolver = SeriesResolver(tables, (2024, 4), combined_start=True)
    assert parse("ytd(x)").evaluate(resolver).numbers[0] == 60
    february = SeriesResolver(tables, (2024, 2), combined_start=True)
    assert parse("ytd(x)").evaluate(february).numbers[0] == 30
    assert parse("current(x)").evaluate(february).numbers[0] == 30
    assert (
        parse("ytd(x)").evaluate(SeriesResolver(tables, (2024, 4))).reasons[0].code == "no_period"
    )


def test_table_resolver_carries_reasons_and_qualifiers() -> None:
    table = Table.from_columns(
        ["甲", "乙"],
        {"x": [Quantity(5, "more_than"), None], "x_before": [2.0, 1.0]},
        missing={("乙", "x"): "未报"},
    )
    resolver = TableResolver(table, {("x", Shift(years=1)): "x_before"})
    found = parse("x / year_ago(x)").evaluate(resolver)
    assert found.outcome(0) == Quantity(2.5, "more_than")
    assert found.outcome(1) == Missing("no_value", "“x”：未报", "'x': not reported")


def test_unknown_names_and_unusable_figures() -> None:
    with pytest.raises(FormulaError, match="是不是“population”") as refused:
        parse("gdp / popluation").value({"gdp": 1.0, "population": 2.0})
    assert refused.value.position == 6
    with pytest.raises(FormulaError, match="有 3 个值"):
        parse("a + b").evaluate({"a": [1.0, 2.0], "b": [1.0, 2.0, 3.0]})
    with pytest.raises(FormulaError, match="不是可用的数值"):
        parse("a").value({"a": math.inf})
    with pytest.raises(FormulaError, match="不是可用的数值"):
        parse("a").value({"a": "12"})
    with pytest.raises(FormulaError, match="没有“a”这个指标"):
        parse("a").value()


# -- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position", "message", "hint"),
    [
        ("", 0, "空的", ""),
        ("   ", 0, "空的", ""),
        ("1 +", 3, "没有写完", "补上"),
        ("(1 + 2", 0, "没有对应的右括号", "补上"),
        ("1 + 2)", 5, "多了一个右括号", ""),
        ("1 2", 2, "缺少运算符", "写 *"),
        ("1,000 + 2", 1, "逗号", "1000"),
        ("max(1,000, 2) 3", 14, "缺少运算符", ""),
        ("2(a)", 1, "缺少运算符", "写 *"),
        ("2a", 1, "缺少运算符", "2 * …"),
        ("12万 * 3", 2, "不能写单位“万”", "120000"),
        ("a & b", 2, "不认识的符号“&”", "and("),
        ("a > 1 and b > 2", 6, "写成函数", "and("),
        ("a ** 2", 3, "乘方不写", "a ^ b"),
        ("-2 ^ 2", 0, "先后不明确", "(-a) ^ b"),
        ("2 ^ 3 ^ 2", 6, "先后不明确", "括号"),
        ("1 < a < 3", 6, "不能连写", "and("),
        ("a%", 1, "百分号只能", "/ 100"),
        ("growht(a, b)", 0, "没有“growht”", "growth(x, base)"),
        ("日志(a)", 0, "没有“日志”", "可用的有"),
        ("growth(a)", 0, "参数有 1 个", "growth(x, base)"),
        ("sum(a)", 0, "参数有 1 个", "group_sum(x)"),
        ("round(a, b)", 9, "整数", "round(x, 2)"),
        ("round(a, 99)", 9, "整数", ""),
        ("ytd(a / b)", 4, "不能用于算式", "ytd(甲) / ytd(乙)"),
        ("growth(a, b) > 8%", 13, "已经以 % 为单位", "去掉百分号"),
        ("5% + share(a, b)", 3, "已经以 % 为单位", ""),
        ("-growth(a, b) < -8%", 14, "已经以 % 为单位", ""),
        ("round(growth(a, b), 1) + 1 >= 8%", 27, "已经以 % 为单位", ""),
        ("a; b", 1, "不认识的符号", "逗号"),
        ("__import__('os')", 11, "不认识的符号", ""),
        ("a.__class__.b(1)", 0, "没有“a.__class__.b”这个函数", ""),
        ("[]", 0, "不认识的符号", "方括号"),
        ("1.2.3", 3, "小数点", "1.5"),
        ("1e999", 0, "太大", ""),
        ("(" * 60 + "1" + ")" * 60, 40, "太深", "派生指标"),
        ("-" * 60 + "1", 40, "太深", "派生指标"),
        ("+".join(["1"] * 1200), 1000, "太大", "派生指标"),
        ("1" * (MAX_LENGTH + 1), MAX_LENGTH, "太长", "派生指标"),
    ],
)
def test_refusals_say_where_and_what_instead(
    text: str, position: int, message: str, hint: str
) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    error = refused.value
    assert message in error.zh
    assert hint in error.hint_zh
    assert error.position == position
    assert error.en
    assert bool(error.hint_en) == bool(error.hint_zh)
    assert str(position + 1) in error.text("en")


def test_a_long_chain_is_fine() -> None:
    assert number("+".join(["1"] * 500)) == 500


@given(
    st.one_of(
        st.text(max_size=60),
        st.text("0123456789.,()+-*/^%<>=≥[]（），× aifbx", max_size=60),
        st.lists(
            st.sampled_from(
                [*FUNCTIONS, "(", ")", ",", "+", "-", "*", "/", "^", "%", "1", "x", "<"]
            ),
            max_size=30,
        ).map(" ".join),
    )
)
@settings(max_examples=600)
def test_only_formula_errors_ever_come_out(text: str) -> None:
    refused: FormulaError | None = None
    try:
        formula = parse(text)
        found = formula.evaluate({name: [1.5, 0.0, None] for name in formula.names})
    except FormulaError as error:
        refused = error
    if refused is not None:
        assert 0 <= refused.position <= len(text)
        return
    assert not np.isinf(found.numbers).any()
    assert set(np.flatnonzero(np.isnan(found.numbers)).tolist()) == set(found.reasons)


def test_parse_takes_text_only() -> None:
    with pytest.raises(TypeError):
        parse(3)  # type: ignore[arg-type]


def test_catalogue_is_complete() -> None:
    from leitai.engine.formula.catalogue import TIME_FUNCTIONS
    from leitai.engine.formula.functions import FUNCTION_TABLE

    assert set(FUNCTIONS) == set(FUNCTION_TABLE) | TIME_FUNCTIONS


# -- published figures ---------------------------------------------------------------------------


def test_contribution_of_guangdong_2009() -> None:
    """Increment of the whole 3390.64; the shares need not add up to 100."""
    whole = {"whole": 39081.59, "base": 39081.59 / 1.095}
    assert half_up(number("whole - base", whole), 2) == 3390.64
    for increment, expected in ((93.70, 2.76), (1542.35, 45.49), (1764.46, 52.04)):
        found = number("contribution(part, 0, whole, base)", {**whole, "part": increment})
        assert half_up(found, 2) == expected


def test_values_rounded_keep_their_qualifiers() -> None:
    found = Values.of([Quantity(2.456, "more_than"), 1.005, None]).rounded(2)
    assert found.outcomes()[:2] == [Quantity(2.46, "at_least"), Quantity(1.01)]
    assert found.outcome(2).number is None


def test_values_spread() -> None:
    one = Values.of(Quantity(2, "about")).spread(3)
    assert one.outcomes() == [Quantity(2, "about")] * 3
    with pytest.raises(ValueError, match="2 values for 3"):
        Values.of([1.0, 2.0]).spread(3)
