"""Numbers as pages print them, and the marks of what is missing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from leitai.web import shapes
from leitai.web.templatetags.figures import (
    figure,
    get,
    grouped,
    measure_place,
    minus,
    missing_mark,
    of,
    qualified,
    shortest,
    signed,
    signed_shortest,
)

MINUS = "\N{MINUS SIGN}"
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (2.675, 2, "2.68"),  # the binary number lies below the half
        (1.005, 2, "1.01"),
        (-0.125, 2, f"{MINUS}0.13"),
        (-0.004, 2, "0.00"),
        (86.2, 0, "86"),
        (0, 1, "0.0"),
        (None, 2, "—"),
        ("", 2, "—"),
    ],
)
def test_a_figure_is_rounded_half_up_with_a_true_minus(
    value: float | None, decimals: int, printed: str
) -> None:
    assert figure(value, decimals) == printed


@given(value=NUMBERS, decimals=st.integers(0, 6))
def test_no_figure_is_farther_than_half_a_unit_from_its_number(value: float, decimals: int) -> None:
    printed = figure(value, decimals)
    assert "-" not in printed
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(printed.replace(MINUS, "-")) == exact


@given(value=NUMBERS)
def test_thousands_are_separated_and_nothing_else_changes(value: float) -> None:
    assert grouped(value, 2).replace(",", "") == figure(value, 2)


def test_thousands() -> None:
    assert grouped(-1234567.891, 2) == f"{MINUS}1,234,567.89"
    assert grouped(999) == "999"
    assert grouped(None) == "—"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.5, "+0.50"),
        (-0.5, f"{MINUS}0.50"),
        (0, "0.00"),
        (0.001, "0.00"),
        (-0.001, "0.00"),
        (None, "—"),
    ],
)
def test_a_difference_has_its_sign_unless_it_rounds_to_nothing(
    value: float | None, printed: str
) -> None:
    assert signed(value, 2) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (12.0, "12"),
        (0.5, "0.5"),
        (100, "100"),
        (123456.78, "123456.78"),  # all digits of a stored figure, not six of them
        (386000.5, "386000.5"),
        (0.00005, "0.00005"),
        (-14.2108, f"{MINUS}14.2108"),
        (-0.0000001, "0"),
        (0.1 + 0.2, "0.3"),
        (None, "—"),
    ],
)
def test_a_short_figure_is_still_exact(value: float | None, printed: str) -> None:
    assert shortest(value) == printed


def test_a_short_difference_has_its_sign() -> None:
    assert signed_shortest(1.50) == "+1.5"
    assert signed_shortest(-2) == f"{MINUS}2"
    assert signed_shortest(0) == "0"
    assert signed_shortest(None) == "—"


@pytest.mark.parametrize(
    ("qualifier", "chinese", "english"),
    [
        ("exact", "500", "500"),
        ("about", "约500", "about 500"),
        ("more_than", "超500", "over 500"),
        ("at_least", "≥500", "≥ 500"),
        ("less_than", "不到500", "under 500"),
        ("at_most", "≤500", "≤ 500"),
    ],
)
def test_an_inexact_figure_says_so_in_the_readers_language(
    qualifier: str, chinese: str, english: str
) -> None:
    with translation.override("zh-hans"):
        assert qualified("500", qualifier) == chinese
    with translation.override("en"):
        assert qualified("500", qualifier) == english


@pytest.mark.parametrize(
    ("reason", "mark", "words"),
    [
        ("not_reported", "n/r", "not reported"),
        ("by_nature", "—", "no figure by nature"),
        ("below_unit", "…", "below the unit"),
        ("masked", "×", "masked in the source"),
        ("no_target", "—", "no target set"),
        ("", "—", "no figure"),
        ("<b>", "—", "&lt;b&gt;"),
    ],
)
def test_a_missing_figure_has_a_mark_of_its_own_and_says_why(
    reason: str, mark: str, words: str
) -> None:
    with translation.override("en"):
        html = missing_mark(reason)
    assert f">{mark}<" in html
    assert f'title="{words}"' in html
    assert 'tabindex="0"' in html


def test_missing_marks_are_translated() -> None:
    with translation.override("zh-hans"):
        assert "not reported" not in missing_mark("not_reported")


def test_small_helps_of_templates() -> None:
    assert get({"a": 1}, "a") == 1
    assert get(None, "a") is None
    assert of(1, 4) == 0.25
    assert of(1, 0) == 0.0
    assert minus(5, 3) == 2
    assert minus(None, 3) == -3
    with translation.override("en"):
        assert measure_place("preamble") == "above the table"
    assert measure_place("elsewhere") == "elsewhere"


SCORES = st.one_of(st.none(), st.floats(-50, 150, allow_nan=False))


@given(
    parts=st.lists(st.tuples(st.floats(0, 100, allow_nan=False), SCORES), max_size=10),
    full=st.one_of(st.none(), st.floats(1, 200)),
)
def test_stacked_parts_lie_end_to_end_and_never_exceed_the_track(
    parts: list[tuple[float, float | None]], full: float | None
) -> None:
    segments = shapes.stack([{"name": "x", "marks": m, "score": s} for m, s in parts], full)
    at = 0.0
    for segment in segments:
        start, width, end = (
            float(text.rstrip("%")) for text in (segment.start, segment.width, segment.end)
        )
        assert start == pytest.approx(at, abs=0.002)
        assert start + width == pytest.approx(end, abs=0.002)
        assert end <= 100.0
        at = end
