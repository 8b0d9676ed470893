"""The lines of a responsibility letter, and the report card that answers them line by line."""

from __future__ import annotations

import datetime as dt

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import ContactLeader, GoalNode
from leitai.apps.goals.selectors import report_lines, responsibility_lines
from leitai.apps.goals.services import (
    NewCondition,
    TargetOf,
    name_responsible,
    set_compound,
    set_target,
)
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import watermark
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


@pytest.fixture
def investment(district: District) -> Series:
    indicator = factories.make_indicator(
        district.area, "fai", "固定资产投资", "亿元", direction="higher_is_better", position=1
    )
    return factories.make_series(indicator, district.source, "year_to_date")


@pytest.fixture
def energy(district: District) -> Series:
    indicator = factories.make_indicator(
        district.area, "energy", "能耗", "吨", direction="lower_is_better", position=2
    )
    return factories.make_series(indicator, district.source, "year_to_date")


@pytest.fixture
def promised(district: District, investment: Series, energy: Series) -> None:
    town = district.town("白沙镇")
    set_target(Act(), series=energy, unit=town, year=2026, floor=12.0)
    set_target(
        Act(), series=investment, unit=town, year=2026, floor=12.0, stretch=18.0,
        sentence="完成固定资产投资12亿元，冲刺18亿元。",
    )  # fmt: skip


@pytest.mark.usefixtures("promised")
def test_a_letter_has_a_line_for_each_target_in_the_order_of_the_indicators(
    district: District, people: People, investment: Series
) -> None:
    town = district.town("白沙镇")
    thing = TargetOf(investment, town, 2026)
    for role, who in (
        ("responsible_leader", people["leader_in_charge"]),
        ("lead_unit", district.bureau),
        ("responsible_person", "李春和"),
        ("responsible_person", "王小满"),
    ):
        name_responsible(Act(), thing=thing, role=role, who=who, valid_from=DAY)
    first, second = responsibility_lines(town, 2026)
    assert (first.number, first.indicator, first.floor, first.stretch) == (
        1, "固定资产投资", 12.0, 18.0,
    )  # fmt: skip
    assert (first.scope, first.measure) == (("year to date",), "亿元")
    assert first.sentence == "完成固定资产投资12亿元，冲刺18亿元。"
    assert (first.responsible_leader, first.lead_unit) == ("leader_in_charge", "区招商局")
    assert first.person == "李春和、王小满"
    assert (second.number, second.indicator, second.responsible_leader) == (2, "能耗", "")


@pytest.mark.usefixtures("promised")
def test_whoever_answers_for_the_areas_goal_leads_for_its_units_too(
    district: District, people: People, investment: Series, energy: Series
) -> None:
    town = district.town("白沙镇")
    years = {"first_year": 2026, "last_year": 2028}
    root = GoalNode.objects.create(area=district.area, kind="direction", name="强产争先", **years)
    GoalNode.objects.create(
        area=district.area, parent=root, kind="target", name="投资", series=investment,
        unit=district.area, **years,
    )  # fmt: skip
    name_responsible(
        Act(), thing=root, role="responsible_leader", who=people["principal_leader"], valid_from=DAY
    )
    name_responsible(Act(), thing=root, role="supporting_unit", who=district.bureau, valid_from=DAY)
    ContactLeader.objects.create(unit=town, leader=people["leader_in_charge"], valid_from=DAY)
    first, second = responsibility_lines(town, 2026)
    assert first.responsible_leader == "principal_leader"
    assert first.supporting_units == ()
    # No goal says who leads for energy: the leader who keeps contact with the town does.
    assert second.responsible_leader == "leader_in_charge"


@pytest.mark.usefixtures("promised")
def test_a_reader_gets_the_lines_open_to_them(district: District, people: People) -> None:
    town = district.town("白沙镇")
    assert len(responsibility_lines(town, 2026, user=people["town"])) == 2
    assert len(responsibility_lines(town, 2026, user=people["leader_in_charge"])) == 2
    assert responsibility_lines(town, 2026, user=people.outsider) == ()
    assert responsibility_lines(town, 2026, user=people["reporting_unit"]) == ()


@pytest.mark.usefixtures("promised")
def test_the_card_answers_every_line_and_tells_the_outcome(
    district: District, investment: Series, energy: Series
) -> None:
    town, june = district.town("白沙镇"), factories.month(2026, 6)
    outcomes = []
    for reached in (9.0, 8.9, 5.9):
        factories.store(investment, town, june, reached)
        outcomes.append(report_lines(town, 2026, june)[0].outcome)
    assert outcomes == ["stretch", "floor", "short"]
    first, second = report_lines(town, 2026, june)
    assert (first.value, first.due_floor, first.due_stretch) == (5.9, 6.0, 9.0)
    assert first.of_floor == pytest.approx(5.9 / 12 * 100)
    assert (second.value, second.missing, second.outcome) == (None, "not_reported", "")
    factories.store(energy, town, june, 5.0)
    assert report_lines(town, 2026, june)[1].outcome == "floor"
    assert [one.line for one in report_lines(town, 2026, june)] == list(
        responsibility_lines(town, 2026)
    )
    with pytest.raises(ValueError, match="2026"):
        report_lines(town, 2026, factories.month(2025, 6))


@pytest.mark.usefixtures("promised")
def test_a_letter_can_be_read_as_it_stood(district: District, investment: Series) -> None:
    town = district.town("白沙镇")
    mark = watermark()
    set_target(
        Act(), series=investment, unit=town, year=2026, floor=13.0, stretch=18.0, reason="调整"
    )
    assert responsibility_lines(town, 2026)[0].floor == 13.0
    assert responsibility_lines(town, 2026, upto=mark)[0].floor == 12.0


@pytest.mark.usefixtures("promised")
def test_compound_targets_follow_with_their_conditions_in_words(
    district: District, people: People, investment: Series
) -> None:
    town, june = district.town("白沙镇"), factories.month(2026, 6)
    target = set_compound(
        Act(), unit=town, year=2026, name="投资增长",
        conditions=[NewCondition("up", investment)], sentence="投资比上年增长。",
    )  # fmt: skip
    line = responsibility_lines(town, 2026)[-1]
    assert (line.number, line.compound_id, line.floor) == (3, target.pk, None)
    assert line.conditions == ("固定资产投资 above last year",)
    assert report_lines(town, 2026, june)[-1].outcome == ""
    factories.store(investment, town, factories.month(2025, 6), 5.0)
    for reached, outcome in ((6.0, "floor"), (4.0, "short")):
        factories.store(investment, town, june, reached)
        assert report_lines(town, 2026, june)[-1].outcome == outcome
    assert len(responsibility_lines(town, 2026, user=people["town"])) == 3
    assert responsibility_lines(town, 2026, user=people.outsider) == ()
