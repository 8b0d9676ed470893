"""Year-to-date and back, with gaps and with January and February published together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.quantity import Missing, Quantity
from leitai.engine.series import current_periods, falling_periods, year_to_date

amounts = st.lists(st.integers(-(10**6), 10**6).map(float), max_size=12)


def numbers(outcomes: object) -> list[float | None]:
    assert isinstance(outcomes, tuple)
    return [outcome.number for outcome in outcomes]


@given(amounts)
def test_there_and_back(current: list[float]) -> None:
    to_date = year_to_date(current)
    back = current_periods([outcome.number for outcome in to_date])
    assert [figure.outcome for figure in back] == [Quantity(x) for x in current]
    assert [figure.covers for figure in back] == [(m,) for m in range(1, len(current) + 1)]


@given(amounts.filter(len), st.data())
def test_nothing_after_a_gap_is_invented(current: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(current) - 1))
    holed: list[float | None] = [*current]
    holed[at] = None
    found = numbers(year_to_date(holed))
    assert found[:at] == numbers(year_to_date(current))[:at]
    assert found[at:] == [None] * (len(current) - at)


def test_a_gap_names_every_absent_period() -> None:
    found = year_to_date([1, None, 3, None])
    assert found[2] == Missing("gap", "缺第 2 期的数据", "figures of period 2 are absent")
    assert found[3].text() == "缺第 2、4 期的数据"
    assert found[3].text(language="en") == "figures of period 2, 4 are absent"


def test_differences_across_a_gap() -> None:
    to_date = [10, None, 45, 60]
    strict = current_periods(to_date)
    assert numbers(tuple(f.outcome for f in strict)) == [10, None, None, 15]
    joined = current_periods(to_date, gaps="combined")
    assert [(f.outcome.number, f.covers) for f in joined] == [
        (10, (1,)),
        (None, (2,)),
        (35, (2, 3)),
        (15, (4,)),
    ]


def test_january_and_february_together() -> None:
    found = year_to_date([None, 30, 20, 10], combined_start=True)
    assert numbers(found) == [None, 30, 50, 60]
    assert isinstance(found[0], Missing)
    assert found[0].code == "combined"
    back = current_periods([None, 30, 50, 60], combined_start=True)
    assert [(f.outcome.number, f.covers) for f in back] == [
        (None, (1,)),
        (30, (1, 2)),
        (20, (3,)),
        (10, (4,)),
    ]
    # The same figures without the declaration: February alone is unknown.
    assert current_periods([None, 30, 50, 60])[1].outcome.number is None
    for function in (year_to_date, current_periods):
        with pytest.raises(ValueError, match="combined"):
            function([1, 2], combined_start=True)


def test_qualifiers_are_carried() -> None:
    found = year_to_date([1, Quantity(2, "more_than"), 3])
    assert found == (Quantity(1), Quantity(3, "more_than"), Quantity(6, "more_than"))


def test_falling_periods() -> None:
    assert falling_periods([10, 20, 15, None, 18, 30]) == (3, 5)
    assert falling_periods([]) == ()
