"""Floor and stretch side by side, and the thresholds of red and steady quarters."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import PaceRule
from leitai.apps.goals.selectors import pace, quarters
from leitai.apps.goals.selectors.pace_rules import Thresholds, thresholds
from leitai.apps.goals.services import set_pace_rule, set_target
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db
RULE = {
    "from_year": 2026,
    "red_of": "floor",
    "red_percent": 100.0,
    "steady_of": "floor",
    "steady_percent": 95.0,
    "every_quarter": "red",
    "reason": "年度方案",
}


@pytest.fixture
def signed(district: District) -> Series:
    indicator = factories.make_indicator(
        district.area, "big", "亿元以上项目签约", "个", direction="higher_is_better", decimals=0
    )
    return factories.make_series(indicator, district.source, "year_to_date")


def test_floor_and_stretch_side_by_side(district: District, people: People, signed: Series) -> None:
    """至少80个，全年冲刺100个: the same count read against both."""
    set_target(Act(), series=signed, unit=district.area, year=2026, floor=80.0, stretch=100.0)
    december = factories.month(2026, 12)
    read = []
    for count in (72, 80, 95, 100, 108):
        factories.store(signed, district.area, december, count)
        (line,) = pace(people["assessment_office"], district.area, december)
        read.append((line.of_floor, line.of_stretch))
    assert read == [(90.0, 72.0), (100.0, 80.0), (118.75, 95.0), (125.0, 100.0), (135.0, 108.0)]


def test_an_area_sets_its_own_thresholds_for_the_quarters(
    district: District, people: People, signed: Series
) -> None:
    set_target(Act(), series=signed, unit=district.area, year=2026, floor=80.0, stretch=100.0)
    for number, count in ((3, 20.0), (6, 38.0), (9, 57.0), (12, 80.0)):
        factories.store(signed, district.area, factories.month(2026, number), count)
    user, december = people["assessment_office"], factories.month(2026, 12)

    def states() -> list[str]:
        (row,) = quarters(user, district.area, 2026, december)
        return [quarter.state for quarter in row.quarters]

    assert states() == ["steady", "short", "short", "steady"]
    set_pace_rule(Act(), area=district.area, **RULE)
    assert states() == ["red", "steady", "steady", "red"]
    (row,) = quarters(user, district.area, 2026, december)
    assert (row.every_quarter_met, row.full_year_met) == (False, True)
    set_pace_rule(Act(), area=district.area, **(RULE | {"every_quarter": "steady"}))
    assert quarters(user, district.area, 2026, december)[0].every_quarter_met


def test_within_five_percent_holds_in_both_directions(district: District, people: People) -> None:
    indicator = factories.make_indicator(
        district.area, "energy", "能耗", "吨", direction="lower_is_better"
    )
    series = factories.make_series(indicator, district.source, "year_to_date")
    set_target(Act(), series=series, unit=district.area, year=2026, floor=120.0)
    set_pace_rule(Act(), area=district.area, **RULE)
    states = []
    for reached in (30.0, 31.5, 31.6):
        factories.store(series, district.area, factories.month(2026, 3), reached)
        (row,) = quarters(
            people["assessment_office"], district.area, 2026, factories.month(2026, 3)
        )
        states.append(row.quarters[0].state)
    assert states == ["red", "steady", "short"]


def test_a_version_holds_from_its_year_on(district: District) -> None:
    assert thresholds(district.area, 2026) == Thresholds()
    set_pace_rule(Act(), area=district.area, **RULE)
    later = RULE | {"from_year": 2027, "steady_percent": 90.0}
    set_pace_rule(Act(), area=district.area, **later)
    assert thresholds(district.area, 2025).version == 0
    assert thresholds(district.area, 2026).steady_percent == 95.0
    assert thresholds(district.area, 2030).steady_percent == 90.0
    assert thresholds(district.other_area, 2030).version == 0


def test_thresholds_that_cannot_be_are_refused(district: District, people: People) -> None:
    for wrong, said in (
        ({"red_percent": 0.0}, "above 0"),
        ({"red_percent": 201.0}, "at most 200"),
        ({"red_percent": float("nan")}, "above 0"),
        ({"red_percent": 90.0}, "less than steady"),
        ({"red_of": "sky"}, "floor or the stretch"),
        ({"every_quarter": "green"}, "red or steady"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(RefusedError, match=said):
            set_pace_rule(Act(), area=district.area, **(RULE | wrong))
    with pytest.raises(PermissionDenied):
        set_pace_rule(Act(actor=people["leader_in_charge"]), area=district.area, **RULE)
    set_pace_rule(Act(actor=people["assessment_office"]), area=district.area, **RULE)
    with pytest.raises(RefusedError, match="like this already"):
        set_pace_rule(Act(), area=district.area, **RULE)
    assert PaceRule.objects.count() == 1
