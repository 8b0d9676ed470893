"""Stated comparisons held against stored figures: one that agrees, one that does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine import Figure, StatedCheck, check_stated
from leitai.engine.quantity import Missing
from leitai.engine.rounding import half_up

OWN = (Figure("不含临空", 589.23), Figure("含临空", 701.11))


def check(share: float, *stored: Figure) -> StatedCheck:
    found = check_stated(share, OWN, stored, share_decimals=2)
    assert isinstance(found, StatedCheck)
    return found


def test_boluo_agrees() -> None:
    """占博罗县70.24% implies 838.88 (838.82–838.94); the 2023 yearbook has 838.9 (838.8917)."""
    for stored in (Figure("县域年鉴 2023", 838.8917, 4), Figure("县域年鉴 2023", 838.9, 1)):
        found = check(70.24, stored)
        assert found.agrees is True
        implied = [
            half_up(x, 2) for x in (found.implied.value, found.implied.low, found.implied.high)
        ]
        assert implied == [838.88, 838.82, 838.94]
        assert [each.own.label for each in found.explanations] == ["不含临空"]
    assert half_up(check(70.24, Figure("", 838.8917)).readings[1].shares[0] or 0, 2) == 83.58


def test_longhai_does_not_agree_and_the_extent_turns_the_sides() -> None:
    """占龙海区93.10% implies 632.90; the yearbook has 1348.37: 43.70 % or, with 临空, 52.00 %."""
    found = check(93.10, Figure("县域年鉴 2023", 1348.37, 2))
    assert (found.agrees, found.turns, found.explanations) == (False, True, ())
    assert half_up(found.implied.value, 2) == 632.90
    assert half_up(found.difference or 0, 2) == 715.47
    behind, ahead = found.readings
    assert (behind.side, ahead.side) == ("behind", "ahead")
    assert half_up(ahead.share_if_stated, 2) == 110.78
    assert [half_up(each.shares[0] or 0, 2) for each in found.readings] == [43.70, 52.00]
    assert ahead.sides == ("behind",)


def test_an_extent_that_explains_is_found() -> None:
    """Had the statement used 701.11 and another extent of the other side, it would be right."""
    other = Figure("不含开发区", 753.07, 2)
    found = check(93.10, Figure("全域", 1348.37, 2), other)
    assert found.agrees is False
    assert [(e.own.label, e.benchmark.label) for e in found.explanations] == [
        ("含临空", "不含开发区")
    ]


def test_nothing_stored_and_nothing_positive() -> None:
    found = check(70.24)
    assert (found.agrees, found.difference, found.own_share) == (None, None, None)
    assert isinstance(check_stated(0, OWN), Missing)
    assert check(70.24, Figure("", -3)).readings[0].shares == (None,)
    with pytest.raises(ValueError, match="own"):
        check_stated(50, ())


@given(
    own=st.integers(1, 10**7).map(lambda n: n / 100),
    other=st.integers(1, 10**7).map(lambda n: n / 100),
)
def test_a_true_share_always_agrees(own: float, other: float) -> None:
    share = half_up(own / other * 100, 2)
    found = check_stated(share, [Figure("", own, 2)], [Figure("", other, 2)], share_decimals=2)
    assert isinstance(found, Missing) or found.agrees
