"""Breaking targets down and changing them: sums, a second person, and what happens meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.goals.models import Target, TargetProposal
from leitai.apps.goals.selectors.feasibility import feasibility
from leitai.apps.goals.selectors.proposals import (
    breakdown,
    proposal_for,
    proposals_for,
    proposed_parts,
    takers,
)
from leitai.apps.goals.services import (
    Part,
    approve_proposal,
    begin_adjustment,
    begin_breakdown,
    edit_proposal,
    return_proposal,
    set_target,
    submit_proposal,
    withdraw_proposal,
)
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def investment(district: District) -> Series:
    indicator = factories.make_indicator(
        district.area, "fai", "固定资产投资", "亿元", decimals=1, direction="higher_is_better"
    )
    return factories.make_series(indicator, district.source, "year_to_date")


@pytest.fixture
def whole(district: District, investment: Series) -> Target:
    return set_target(
        Act(), series=investment, unit=district.area, year=2026, floor=169.0, stretch=180.0
    )


def last_year(district: District, series: Series, *numbers: float) -> None:
    for town, number in zip(district.towns, numbers, strict=False):
        factories.store(series, town, factories.month(2025, 12), number)


def begun(district: District, people: People, whole: Target, *floors: float) -> TargetProposal:
    parts = [Part(t.pk, f) for t, f in zip(district.towns, floors, strict=False)]
    return begin_breakdown(
        Act(actor=people["assessment_office"]), whole=whole, parts=parts, basis="by_hand"
    )


def test_a_breakdown_is_proposed_by_last_years_shares_and_adds_up(
    district: District, people: People, investment: Series, whole: Target
) -> None:
    last_year(district, investment, 30.0, 50.0, 40.0)
    office = people["assessment_office"]
    units = takers(whole)
    assert [unit.name for unit in units] == [town.name for town in district.towns]
    parts = proposed_parts(office, whole, "last_year", units, 1)
    assert [part.floor for part in parts] == [42.3, 70.4, 56.3, None, None, None]
    assert [part.stretch for part in parts[:3]] == [45.0, 75.0, 60.0]
    even = proposed_parts(office, whole, "even", units, 1)
    assert [part.floor for part in even] == [28.2, 28.2, 28.2, 28.2, 28.1, 28.1]
    assert {part.floor for part in proposed_parts(office, whole, "by_hand", units, 1)} == {None}


def test_parts_that_do_not_add_up_are_not_sent(
    district: District, people: People, whole: Target
) -> None:
    office = Act(actor=people["assessment_office"])
    proposal = begun(district, people, whole, 100.0, 60.0)
    with pytest.raises(RefusedError, match="9 is left to give"):
        submit_proposal(office, proposal=proposal, reason="分解")
    parts = [
        Part(t.pk, f, s) for t, f, s in zip(district.towns, (100, 69), (110, 69), strict=False)
    ]
    proposal = edit_proposal(
        Act(actor=people["assessment_office"]), proposal=proposal, revision=1, parts=parts
    )
    with pytest.raises(RefusedError, match="1 is left to give"):
        submit_proposal(Act(actor=people["assessment_office"]), proposal=proposal, reason="分解")
    shown = breakdown(people["assessment_office"], proposal)
    assert (shown.left_floor, shown.left_stretch, shown.floor_sum) == (0, 1.0, 169.0)
    with pytest.raises(RefusedError, match="edited this meanwhile"):
        edit_proposal(Act(), proposal=proposal, revision=1, parts=parts)


def test_a_second_person_approves_and_the_parts_become_targets(
    district: District, people: People, whole: Target
) -> None:
    office, leader = people["assessment_office"], people["leader_in_charge"]
    proposal = begun(district, people, whole, 100.0, 69.0)
    submit_proposal(Act(actor=office), proposal=proposal, reason="年度分解")
    with pytest.raises(RefusedError, match="second person"):
        approve_proposal(Act(actor=office), proposal=proposal)
    with pytest.raises(PermissionDenied):
        approve_proposal(Act(actor=people["town"]), proposal=proposal)
    assert Target.objects.count() == 1
    approve_proposal(Act(actor=leader), proposal=proposal, decision="同意")
    made = Target.objects.exclude(unit=district.area)
    assert {(t.unit.name, t.floor, t.set_by, t.reason) for t in made} == {
        ("云溪街道", 100.0, office, "年度分解"), ("松桥街道", 69.0, office, "年度分解"),
    }  # fmt: skip
    entry = Entry.objects.get(verb="proposal.approve")
    assert (entry.actor, entry.detail["count"], entry.detail["decision"]) == (leader, 2, "同意")
    with pytest.raises(RefusedError, match="does not wait"):
        approve_proposal(Act(actor=leader), proposal=proposal)


def test_a_target_changed_meanwhile_stops_the_approval(
    district: District, people: People, investment: Series, whole: Target
) -> None:
    proposal = begun(district, people, whole, 100.0, 69.0)
    submit_proposal(Act(actor=people["assessment_office"]), proposal=proposal, reason="分解")
    town = district.towns[0]
    set_target(Act(), series=investment, unit=town, year=2026, floor=5.0)
    with pytest.raises(RefusedError, match="云溪街道 was changed meanwhile"):
        approve_proposal(Act(actor=people["leader_in_charge"]), proposal=proposal)
    with pytest.raises(RefusedError, match="is open already"):
        begun(district, people, whole, 169.0)
    withdraw_proposal(Act(), proposal=proposal, reason="重来")
    changed = set_target(
        Act(), series=investment, unit=district.area, year=2026, floor=170.0, reason="调整"
    )
    with pytest.raises(RefusedError, match="changed meanwhile"):
        begun(district, people, whole, 169.0)
    begun(district, people, changed, 170.0)


def test_a_returned_breakdown_is_edited_and_sent_again(
    district: District, people: People, whole: Target
) -> None:
    office, leader = people["assessment_office"], people["leader_in_charge"]
    proposal = begun(district, people, whole, 169.0)
    submit_proposal(Act(actor=office), proposal=proposal, reason="分解")
    with pytest.raises(RefusedError, match="not a draft"):
        edit_proposal(Act(actor=office), proposal=proposal, revision=1, parts=[])
    with pytest.raises(RefusedError, match="reason"):
        return_proposal(Act(actor=leader), proposal=proposal, decision="")
    return_proposal(Act(actor=leader), proposal=proposal, decision="过于集中")
    parts = [Part(t.pk, f) for t, f in zip(district.towns, (84.5, 84.5), strict=False)]
    edited = edit_proposal(Act(actor=office), proposal=proposal, revision=1, parts=parts)
    submit_proposal(Act(actor=office), proposal=edited, reason="已分散")
    assert TargetProposal.objects.get().state == "submitted"


def test_a_change_in_mid_year_needs_a_reason_and_a_second_person(
    district: District, people: People, whole: Target
) -> None:
    office = people["assessment_office"]
    with pytest.raises(RefusedError, match="second person approves"):
        set_target(
            Act(actor=office), series=whole.series, unit=whole.unit, year=2026, floor=150.0,
            reason="年中调整",
        )  # fmt: skip
    with pytest.raises(RefusedError, match="reason"):
        begin_adjustment(Act(actor=office), target=whole, floor=150.0, stretch=None, reason=" ")
    with pytest.raises(RefusedError, match="like this already"):
        begin_adjustment(Act(actor=office), target=whole, floor=169.0, stretch=180.0, reason="无")
    proposal = begin_adjustment(
        Act(actor=office), target=whole, floor=150.0, stretch=160.0, reason="受灾"
    )
    assert Target.objects.count() == 1
    approve_proposal(Act(actor=people["principal_leader"]), proposal=proposal)
    latest = Target.objects.order_by("-revision")[0]
    assert (latest.revision, latest.floor, latest.reason) == (2, 150.0, "受灾")


def test_months_by_hand_rise_to_the_whole(
    district: District, people: People, whole: Target
) -> None:
    office = people["assessment_office"]
    for shares, said in (
        ([0.5] * 11 + [0.9], "December"),
        ([0.5, 0.4] + [1.0] * 10, "fall"),
    ):
        with pytest.raises(RefusedError, match=said):
            begin_adjustment(
                Act(actor=office), target=whole, floor=169.0, stretch=180.0, reason="分月",
                shape="by_hand", shares=shares,
            )  # fmt: skip
    assert not TargetProposal.objects.exists()


def test_units_of_elsewhere_and_numbers_that_cannot_be_are_refused(
    district: District, people: People, whole: Target
) -> None:
    town = district.towns[0].pk
    for parts, said in (
        ([Part(district.town("临江镇").pk, 1.0)], "does not belong"),
        ([Part(district.area.pk, 1.0)], "does not belong"),
        ([Part(town, float("inf"))], "not finite"),
        ([Part(town, None, 3.0)], "stretch needs a floor"),
        ([Part(town, 1.0), Part(town, 2.0)], "twice"),
    ):
        with pytest.raises(RefusedError, match=said):
            begin_breakdown(Act(), whole=whole, parts=parts, basis="by_hand")
    assert not TargetProposal.objects.exists()


def test_nobody_but_office_and_leaders_sees_a_proposal(
    district: District, people: People, whole: Target
) -> None:
    proposal = begun(district, people, whole, 169.0)
    for role in ("assessment_office", "principal_leader", "leader_in_charge"):
        assert proposals_for(people[role], district.area) == [proposal]
    for user in (people["town"], people["reporting_unit"], people["analyst"], people.outsider):
        assert proposals_for(user, district.area) == []
        assert proposal_for(user, proposal.pk) is None


def test_a_ratio_is_given_to_each_unit_as_it_is(district: District, people: People) -> None:
    indicator = factories.make_indicator(district.area, "rate", "优良率", "%")
    series = factories.make_series(indicator, district.source, "year_to_date")
    whole = set_target(
        Act(), series=series, unit=district.area, year=2026, floor=90.0, shape="whole"
    )
    parts = proposed_parts(people["assessment_office"], whole, "even", district.towns, 1)
    assert {part.floor for part in parts} == {90.0}
    proposal = begin_breakdown(Act(), whole=whole, parts=parts, basis="even")
    submit_proposal(Act(), proposal=proposal, reason="分解")


def test_a_warning_where_more_is_asked_than_anybody_ever_reached(
    district: District, people: People, investment: Series
) -> None:
    own, other = district.towns[:2]
    history: dict[Any, tuple[float, ...]] = {own: (10.0, 11.0, 12.1), other: (20.0, 26.0, 26.0)}
    for town, numbers in history.items():
        for year, number in zip((2023, 2024, 2025), numbers, strict=True):
            factories.store(investment, town, factories.month(year, 12), number)
    office = people["assessment_office"]
    found = feasibility(office, investment, 2026, {own.pk: 13.0, other.pk: 40.0})
    first, second = found[own.pk], found[other.pk]
    assert first.needed == pytest.approx(100 * (13.0 / 12.1 - 1))
    assert (first.own_best, first.beyond_own) == (pytest.approx(10.0), False)
    assert (second.peers_best, second.peers, second.own_year) == (pytest.approx(30.0), 4, 2024)
    assert (second.beyond_own, second.beyond_all, first.beyond_all) == (True, True, False)
    # The town knows its own history only.
    assert feasibility(people["town"], investment, 2026, {own.pk: 13.0}) == {}
