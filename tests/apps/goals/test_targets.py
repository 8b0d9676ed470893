"""Targets: revisions with a reason, what a period plans and the words for it, pace and quarters."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors import (
    TargetNow,
    figure,
    pace,
    planned,
    quarters,
    story,
    targets,
    targets_for,
)
from leitai.apps.goals.services import NewTarget, import_targets, set_target
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import watermark
from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.models import Period
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def investment(district: District) -> Series:
    """A cumulative series of the area."""
    indicator = factories.make_indicator(district.area, "fai", "固定资产投资", "亿元")
    return factories.make_series(indicator, district.source, "year_to_date")


def setting(district: District, series: Series, **fields: Any) -> Target:
    fields.setdefault("floor", 18.6)
    return set_target(Act(), series=series, unit=district.town("白沙镇"), year=2026, **fields)


def now(district: District, series: Series, upto: int | None = None) -> TargetNow:
    return targets([series], district.towns, 2026, upto=upto)[series.pk, district.town("白沙镇").pk]


def test_even_months(district: District, investment: Series) -> None:
    setting(district, investment)
    found = planned(now(district, investment), factories.month(2026, 10))
    assert found is not None
    assert found.number == 15.5
    assert found.words == "floor target 18.60亿元 × 10 ÷ 12, even months"


def test_shares_by_hand(district: District, investment: Series) -> None:
    shares = [0.02, 0.05, 0.15, 0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.88, 0.95, 1]
    setting(district, investment, shape="by_hand", shares=shares, stretch=20.0)
    found = figure(now(district, investment), "stretch", True, factories.month(2026, 9))
    assert found is not None
    assert found.number == 16.0
    assert found.words == "stretch target 20.00亿元 × 80%, shares set by hand"


def test_last_years_shape(district: District, investment: Series) -> None:
    for number in range(1, 13):
        month = factories.month(2025, number)
        factories.store(investment, district.town("白沙镇"), month, number * number / 10)
    setting(district, investment, shape="last_year", floor=28.8)
    found = planned(now(district, investment), factories.month(2026, 6))
    assert found is not None
    assert found.number == pytest.approx(28.8 * 3.6 / 14.4)
    assert found.words == "floor target 28.80亿元 × 3.60 ÷ 14.40, by last year's shape"


def test_without_last_year_there_is_no_shape_to_follow(
    district: District, investment: Series
) -> None:
    setting(district, investment, shape="last_year")
    assert planned(now(district, investment), factories.month(2026, 6)) is None


def test_the_same_all_year(district: District, investment: Series) -> None:
    setting(district, investment, shape="whole", floor=6.5)
    found = planned(now(district, investment), factories.month(2026, 2))
    assert found is not None
    assert found.number == 6.5


def test_a_series_of_single_months_plans_the_month_alone(district: District) -> None:
    setting(district, district.funds, floor=12.0)
    found = planned(now(district, district.funds), factories.month(2026, 10))
    assert found is not None
    assert found.number == pytest.approx(1.0)


def test_a_stock_grows_from_where_last_year_ended(district: District) -> None:
    indicator = factories.make_indicator(district.area, "firms", "规上企业", "家", decimals=0)
    series = factories.make_series(indicator, district.source, "stock")
    setting(district, series, floor=112)
    assert planned(now(district, series), factories.month(2026, 6)) is None
    factories.store(series, district.town("白沙镇"), factories.month(2025, 12), 100)
    found = planned(now(district, series), factories.month(2026, 6))
    assert found is not None
    assert found.number == 106


def test_another_year_plans_nothing(district: District, investment: Series) -> None:
    setting(district, investment)
    assert planned(now(district, investment), factories.month(2025, 10)) is None


@given(floor=st.floats(0.01, 1e6), months=st.integers(1, 11))
def test_a_cumulative_plan_never_falls_and_ends_at_the_target(floor: float, months: int) -> None:
    target = TargetNow(
        1, 1, 1, 2026, 1, floor, None, "even", (), 1, "x", "亿元", 2, "year_to_date", {}
    )
    period = Period(kind="month", year=2026, number=months)
    later = Period(kind="month", year=2026, number=months + 1)
    first, second = planned(target, period), planned(target, later)
    assert first is not None
    assert second is not None
    assert first.number <= second.number
    whole = planned(target, Period(kind="month", year=2026, number=12))
    assert whole is not None
    assert whole.number == pytest.approx(floor)


def test_a_correction_needs_a_reason_and_keeps_the_old_one(
    district: District, investment: Series
) -> None:
    setting(district, investment)
    mark = watermark()
    with pytest.raises(RefusedError, match="reason"):
        setting(district, investment, floor=19.0)
    with pytest.raises(RefusedError, match="like this already"):
        setting(district, investment, reason="none")
    target = setting(district, investment, floor=19.0, reason="年中调整")
    assert (target.revision, now(district, investment).floor) == (2, 19.0)
    assert now(district, investment, upto=mark).floor == 18.6
    told = story(target.pk)
    assert told is not None
    assert [(s.revision, s.floor, s.reason) for s in told.sayings] == [
        (1, 18.6, ""), (2, 19.0, "年中调整"),
    ]  # fmt: skip
    entry = Entry.objects.filter(verb="target.set").latest("id")
    assert (entry.detail["old"]["floor"], entry.detail["new"]["floor"]) == (18.6, 19.0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"floor": float("inf")}, "not finite"),
        ({"shape": "bumpy"}, "unknown shape"),
        ({"shape": "by_hand", "shares": [1.0]}, "1 shares instead of twelve"),
        ({"shape": "by_hand", "shares": [0.5] * 11 + [0.9]}, "December"),
        ({"shape": "by_hand", "shares": [0.5, 0.4] + [1.0] * 10}, "fall"),
        ({"shares": [1.0] * 12}, "not by hand"),
    ],
)
def test_targets_that_cannot_be_are_refused(
    district: District, investment: Series, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        setting(district, investment, **fields)
    assert not Target.objects.exists()


def test_many_targets_at_one_place(district: District, investment: Series) -> None:
    rows = [
        NewTarget(investment.pk, town.pk, 2026, floor=float(town.position))
        for town in district.towns
    ]
    import_targets(Act(), area=district.area, rows=rows, reason="2026年计划")
    assert set(Target.objects.values_list("sequence", flat=True)) == {watermark()}
    changed = [NewTarget(investment.pk, district.towns[0].pk, 2026, floor=9.0), *rows[1:]]
    import_targets(Act(), area=district.area, rows=changed, reason="调整")
    assert Target.objects.count() == 7
    with pytest.raises(RefusedError, match="Two targets"):
        import_targets(Act(), area=district.area, rows=[rows[0], rows[0]], reason="x")
    foreign = NewTarget(investment.pk, district.town("临江镇").pk, 2026, floor=1.0)
    with pytest.raises(RefusedError, match="does not belong"):
        import_targets(Act(), area=district.area, rows=[foreign], reason="x")


@pytest.mark.parametrize(
    "role", ["reporting_unit", "town", "approver", "analyst", "auditor", "principal_leader"]
)
def test_only_the_office_sets_targets(
    district: District, people: People, investment: Series, role: str
) -> None:
    with pytest.raises(PermissionDenied):
        set_target(
            Act(actor=people[role]), series=investment, unit=district.town("白沙镇"), year=2026,
            floor=1.0,
        )  # fmt: skip


def test_everyone_sees_the_targets_under_their_roles(
    district: District, people: People, investment: Series
) -> None:
    for town in district.towns:
        set_target(Act(), series=investment, unit=town, year=2026, floor=1.0)
    assert len(targets_for(people["assessment_office"], [investment], None, 2026)) == 6
    assert len(targets_for(people["town"], [investment], None, 2026)) == 1
    assert targets_for(people.outsider, [investment], None, 2026) == {}


def test_pace_is_read_beside_what_was_due(
    district: District, people: People, investment: Series
) -> None:
    when = factories.month(2026, 10)
    for town, reached in zip(district.towns[:2], (14.0, 16.0), strict=True):
        set_target(Act(), series=investment, unit=town, year=2026, floor=18.6, stretch=20.0)
        factories.store(investment, town, when, reached)
    lines = pace(people["assessment_office"], district.area, when)
    assert [(line.unit.name, line.behind) for line in lines] == [
        ("云溪街道", True), ("松桥街道", False),
    ]  # fmt: skip
    assert lines[0].ratio == pytest.approx(14 / 15.5 * 100)
    assert lines[0].of_floor == pytest.approx(14 / 18.6 * 100)
    assert pace(people["town"], district.area, when) == []


def test_less_is_ahead_where_lower_is_better(district: District, people: People) -> None:
    indicator = factories.make_indicator(
        district.area, "energy", "能耗", "吨标准煤", direction="lower_is_better"
    )
    series = factories.make_series(indicator, district.source, "year_to_date")
    setting(district, series, floor=12.0)
    when = factories.month(2026, 6)
    factories.store(series, district.town("白沙镇"), when, 5.0)
    (line,) = pace(people["assessment_office"], district.area, when)
    assert (line.behind, line.ratio) == (False, pytest.approx(120.0))


def test_quarters_are_red_steady_or_short(
    district: District, people: People, investment: Series
) -> None:
    set_target(Act(), series=investment, unit=district.area, year=2026, floor=12.0, stretch=16.0)
    for number, reached in ((3, 4.5), (6, 6.5), (9, 8.0)):
        factories.store(investment, district.area, factories.month(2026, number), reached)
    (row,) = quarters(people["assessment_office"], district.area, 2026, factories.month(2026, 10))
    assert [quarter.state for quarter in row.quarters] == ["red", "steady", "short", ""]
    assert row.unit == district.area
    assert not row.every_quarter_met
