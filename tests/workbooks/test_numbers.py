"""Reading one cell as a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.workbooks.numbers import MISSING_REASONS, REWRITE_REASONS, read_number


@pytest.mark.parametrize(
    ("text", "number", "rewrites"),
    [
        ("79,200", "79200", ()),
        ("７９，２００", "79200", ("full_width",)),
        ("１２．５", "12.5", ("full_width",)),
        (" 12.5 ", "12.5", ("spaces",)),
        ("\u300012.5", "12.5", ("spaces",)),
        ("'00123", "123", ("apostrophe",)),
        ("−1.8", "-1.8", ("minus_sign",)),
        ("－1.8", "-1.8", ("minus_sign",)),
        ("(12.3)", "-12.3", ("parentheses",)),
        ("（1,234）", "-1234", ("full_width", "parentheses")),
        ("1 234 567", "1234567", ("inner_spaces",)),
        ("12.3①", "12.3", ("note_mark",)),
        ("下降3.2%", "-3.2", ("words",)),
        (".5", "0.5", ()),
        ("+3.2", "3.2", ()),
        ("1.5E3", "1500", ()),
    ],
)
def test_a_number_is_read_and_every_rewriting_named(
    text: str, number: str, rewrites: tuple[str, ...]
) -> None:
    reading = read_number(text)
    assert (reading.kind, reading.number) == ("number", Decimal(number))
    assert reading.rewrites == rewrites
    assert not reading.doubtful
    assert all(code in REWRITE_REASONS for code in reading.rewrites)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("—", "no_figure"), ("－", "no_figure"), ("-", "no_figure"), ("/", "no_figure"),
        ("／", "no_figure"), ("无", "no_figure"), ("…", "below_unit"), ("……", "below_unit"),
        ("空白", "not_reported"), ("（空白）", "not_reported"), ("缺", "not_reported"),
        ("N/A", "not_reported"), ("NA", "not_reported"), ("×", "masked"), ("XX", "masked"),
        ("**", "masked"), (" — ", "no_figure"),
    ],
)  # fmt: skip
def test_missing_marks_are_missing_for_their_own_reason_and_never_zero(
    text: str, reason: str
) -> None:
    reading = read_number(text)
    assert (reading.kind, reading.number, reading.missing_reason) == ("missing", None, reason)
    assert reason in MISSING_REASONS


def test_percent_factor_and_unit_words_are_kept_apart_from_the_number() -> None:
    percent = read_number("12.6%")
    assert (percent.number, percent.percent) == (Decimal("12.6"), True)
    large = read_number("1.2亿元")
    assert (large.number, large.factor, large.unit, large.value) == (
        Decimal("1.2"), 10**8, "元", Decimal("120000000"),
    )  # fmt: skip
    assert read_number("3.5万").value == Decimal("35000")
    assert read_number("5‰").permille


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [("约300", "about"), ("超1,000", "more_than"), ("≥95", "at_least"), ("95以上", "at_least"),
     ("不足10", "less_than"), ("≤5", "at_most"), ("300多户", "more_than"), ("近50", "about")],
)  # fmt: skip
def test_qualifiers(text: str, qualifier: str) -> None:
    reading = read_number(text)
    assert (reading.kind, reading.qualifier) == ("number", qualifier)


def test_a_letter_in_a_number_is_unreadable_with_a_proposal() -> None:
    reading = read_number("7,9l5")
    assert (reading.kind, reading.number, reading.proposal) == ("unreadable", None, Decimal("7915"))
    assert reading.reason == "含字母 l，不是数字"
    assert read_number("1O,234").proposal == Decimal("10234")


@pytest.mark.parametrize(
    ("text", "guess"), [("1,23,456", "123456"), ("1.234.567", "1234567"), ("12..5", "12.5")]
)
def test_misplaced_separators_are_doubtful(text: str, guess: str) -> None:
    reading = read_number(text)
    assert reading.doubtful
    assert reading.proposal == Decimal(guess)


@pytest.mark.parametrize("text", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "3-5", "12/15", "5~8"])
def test_errors_and_ranges_are_unreadable_with_a_reason(text: str) -> None:
    reading = read_number(text)
    assert (reading.kind, reading.number) == ("unreadable", None)
    assert reading.reason
    assert reading.reason_en


def test_more_digits_than_excel_keeps_are_doubtful() -> None:
    assert read_number("110105199001011234").doubtful


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2
    )
)
def test_what_was_formatted_is_read_back_exactly(number: Decimal) -> None:
    for text in (f"{number:f}", f"{number:,f}", f" {number:,f} ", f"{number:,f}".replace("-", "−")):
        reading = read_number(text)
        assert reading.kind == "number"
        assert reading.number == number
        assert not reading.doubtful


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_full_width_writing_reads_the_same(number: int) -> None:
    text = f"{number:,}"
    wide = "".join(chr(ord(c) + 0xFEE0) for c in text)
    assert read_number(wide).number == number
    assert read_number(wide).rewrites


@given(st.text(max_size=24))
def test_no_text_makes_the_reader_fail_and_nothing_without_a_digit_is_a_number(text: str) -> None:
    reading = read_number(text)
    if reading.kind == "number":
        assert reading.number is not None
        assert any(c.isdigit() for c in text)
    else:
        assert reading.number is None
