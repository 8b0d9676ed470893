"""Growth there has been, and where a needed rate stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine import growth_experience
from leitai.engine.experience import Experience
from leitai.engine.scheme.problems import Words


def of(rates: list[float]) -> Experience:
    return growth_experience(
        {f"u{i}": 100.0 for i in range(len(rates))},
        {f"u{i}": 100 + rate for i, rate in enumerate(rates)},
        years=1,
    )


def test_units_without_a_rate_are_listed_with_the_reason() -> None:
    found = growth_experience(
        {"甲": 100, "乙": None, "丙": 0, "丁": 50, "戊": 100},
        {"甲": 121, "乙": 5, "丙": 3, "丁": None, "戊": 400},
        years=2,
        leave_out={"戊": Words("辖区变了", "territory changed")},
    )
    assert (found.units, len(found)) == (("甲",), 1)
    assert found.rates[0] == pytest.approx(10)
    reasons = {each.unit: each.reason.en for each in found.left_out}
    assert reasons == {
        "乙": "no figure in the earlier year",
        "丙": "a figure that is not positive has no growth",
        "丁": "no figure in the later year",
        "戊": "territory changed",
    }


def test_a_percentile_is_a_rate_that_somebody_had() -> None:
    found = of([float(n) for n in range(101)])
    assert [round(rate) for rate in found.marks.values()] == [10, 50, 90, 95, 99]
    assert of([3.0, 1.0]).percentile(50) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="percentile"):
        found.percentile(101)
    with pytest.raises(ValueError, match="no growth"):
        of([]).percentile(50)
    with pytest.raises(ValueError, match="years"):
        growth_experience({}, {}, years=0)


@pytest.mark.parametrize(
    ("growth", "mark", "reach"),
    [
        (-1, None, "usual"),
        (49.5, 10, "usual"),
        (60.5, 50, "ambitious"),
        (96.5, 95, "rare"),
        (99.5, 99, "out_of_experience"),
    ],
)
def test_places(growth: float, mark: int | None, reach: str) -> None:
    place = of([float(n) for n in range(101)]).place(growth)
    assert (place.mark, place.reach) == (mark, reach)
    assert place.below + place.at_least == place.of == 101
    assert str(place.word)


@given(
    rates=st.lists(st.integers(-90, 500).map(float), min_size=1, max_size=60),
    cut=st.floats(-95, 600),
)
def test_counts_agree_with_counting(rates: list[float], cut: float) -> None:
    found = of(rates)
    place = found.place(cut)
    assert place.below == sum(rate < cut for rate in found.rates)
    assert sum(found.histogram([-100, cut, 1000])) == len(rates) if cut > -100 else True
    marks = list(found.marks.values())
    assert marks == sorted(marks)
    assert set(marks) <= set(found.rates)


def test_falls_are_the_same_rates_turned_round() -> None:
    """Of figures that are better when less, a fall of 12 % a year is what few had."""
    before = dict.fromkeys("abcd", 100.0)
    known = growth_experience(before, {"a": 88.0, "b": 95.0, "c": 100.0, "d": 110.0}, years=1)
    falls = known.falls
    assert falls.units == ("d", "c", "b", "a")
    assert [round(rate, 9) for rate in falls.rates] == [-10.0, 0.0, 5.0, 12.0]
    assert falls.place(13.0).reach == "out_of_experience"
    assert (falls.place(5.0).below, falls.place(5.0).falling) == (2, True)
    assert falls.falls == known
