"""Who answers for goals and targets: naming, ending, standing in."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.goals.models import Delegation, GoalNode, Responsibility
from leitai.apps.goals.services import (
    TargetOf,
    delegate,
    end_delegation,
    end_responsibility,
    name_responsible,
    set_target,
)
from leitai.apps.indicators.services import RefusedError
from tests.people import District, People

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


@pytest.fixture
def goal(district: District) -> GoalNode:
    return GoalNode.objects.create(
        area=district.area, kind="direction", name="强产争先", first_year=2026, last_year=2028
    )


@pytest.fixture
def target(district: District) -> TargetOf:
    town = district.town("白沙镇")
    set_target(Act(), series=district.projects, unit=town, year=2026, floor=10)
    return TargetOf(district.projects, town, 2026)


def test_naming_is_recorded_and_repeated_without_harm(
    district: District, people: People, goal: GoalNode
) -> None:
    key = uuid.uuid4()
    for _again in range(2):
        row = name_responsible(
            Act(actor=people["assessment_office"], operation_id=key), thing=goal,
            role="responsible_leader", who=people["leader_in_charge"], valid_from=DAY,
        )  # fmt: skip
    assert Responsibility.objects.get() == row
    entry = Entry.objects.get(verb="responsibility.name")
    assert (entry.detail["role"], entry.detail["name"], entry.unit_id) == (
        "responsible_leader", "leader_in_charge", district.area.pk,
    )  # fmt: skip
    with pytest.raises(RefusedError, match="named for this already"):
        name_responsible(
            Act(), thing=goal, role="responsible_leader", who=people["leader_in_charge"]
        )


def test_another_lead_unit_ends_the_one_before(district: District, goal: GoalNode) -> None:
    for unit, day in ((district.bureau, DAY), (district.town("白沙镇"), dt.date(2026, 7, 1))):
        name_responsible(Act(), thing=goal, role="lead_unit", who=unit, valid_from=day)
    first, second = Responsibility.objects.all()
    assert (first.valid_to, bool(first.ending)) == (dt.date(2026, 6, 30), True)
    assert second.valid_to is None
    in_june = Responsibility.objects.in_force(dt.date(2026, 6, 30))
    assert [row.who for row in in_june] == ["区招商局"]


def test_persons_and_units_keep_to_their_roles_and_their_area(
    district: District, people: People, goal: GoalNode
) -> None:
    for role, who, said in (
        ("responsible_leader", district.bureau, "is a person"),
        ("lead_unit", people["leader_in_charge"], "is a unit"),
        ("lead_unit", "招商局", "is a unit"),
        ("lead_unit", district.town("临江镇"), "is not of 云溪区"),
        ("responsible_leader", people.outsider, "is not of 云溪区"),
        ("responsible_person", " ", "Give a name"),
        ("chief", district.bureau, "Unknown role"),
    ):
        with pytest.raises(RefusedError, match=said):
            name_responsible(Act(), thing=goal, role=role, who=who)  # type: ignore[arg-type]
    assert not Responsibility.objects.exists()


def test_nobody_answers_for_a_target_that_is_not_set(district: District) -> None:
    thing = TargetOf(district.projects, district.town("白沙镇"), 2026)
    with pytest.raises(RefusedError, match="has no target"):
        name_responsible(Act(), thing=thing, role="lead_unit", who=district.bureau)


def test_a_unit_names_its_own_person_and_nobody_else(
    district: District, people: People, target: TargetOf, goal: GoalNode
) -> None:
    act = Act(actor=people["town"])
    row = name_responsible(act, thing=target, role="responsible_person", who="李春和")
    for thing, role, who in (
        (target, "lead_unit", district.bureau),
        (goal, "responsible_person", "李春和"),
        (TargetOf(district.projects, district.town("青石镇"), 2026), "responsible_person", "某"),
    ):
        with pytest.raises(PermissionDenied):
            name_responsible(Act(actor=people["town"]), thing=thing, role=role, who=who)
    with pytest.raises(RefusedError, match="reason"):
        end_responsibility(Act(actor=people["town"]), responsibility=row, reason=" ")
    end_responsibility(Act(actor=people["town"]), responsibility=row, reason="调离")
    with pytest.raises(RefusedError, match="ended on"):
        end_responsibility(Act(actor=people["town"]), responsibility=row, reason="调离")
    assert Responsibility.objects.get().ending == "调离"


def test_who_sees_which_responsibilities(
    district: District, people: People, target: TargetOf, goal: GoalNode
) -> None:
    name_responsible(Act(), thing=goal, role="responsible_leader", who=people["principal_leader"])
    name_responsible(Act(), thing=target, role="supporting_unit", who=district.bureau)
    seen = {
        who: Responsibility.objects.visible_to(user).count()
        for who, user in (
            ("office", people["assessment_office"]),
            ("town", people["town"]),
            ("bureau", people["reporting_unit"]),
            ("outsider", people.outsider),
            ("nobody", people.nobody),
        )
    }
    assert seen == {"office": 2, "town": 2, "bureau": 2, "outsider": 0, "nobody": 0}
    set_target(Act(), series=district.funds, unit=target.unit, year=2026, floor=5)
    other = TargetOf(district.funds, target.unit, 2026)
    name_responsible(Act(), thing=other, role="responsible_person", who="李春和")
    assert Responsibility.objects.visible_to(people["reporting_unit"]).count() == 2


def test_standing_in_has_days_and_nobody_twice(district: District, people: People) -> None:
    person, other = people["leader_in_charge"], people["principal_leader"]
    span = {"valid_from": dt.date(2026, 5, 1), "valid_to": dt.date(2026, 5, 20)}
    fields = {"area": district.area, "person": person, "reason": "外出学习"} | span
    row = delegate(Act(actor=person), to=other, **fields)
    with pytest.raises(RefusedError, match="stands in"):
        delegate(Act(actor=person), to=people["analyst"], **fields)
    with pytest.raises(RefusedError, match="themselves"):
        delegate(Act(actor=person), to=person, **fields)
    with pytest.raises(RefusedError, match="before the first"):
        delegate(Act(), to=other, **(fields | {"valid_to": dt.date(2026, 4, 1)}))
    with pytest.raises(RefusedError, match="is not of"):
        delegate(Act(), to=people.outsider, **fields)
    with pytest.raises(PermissionDenied):
        delegate(Act(actor=people["town"]), to=other, **fields)
    assert list(Delegation.objects.in_force(dt.date(2026, 5, 20))) == [row]
    assert not Delegation.objects.in_force(dt.date(2026, 5, 21)).exists()
    assert Entry.objects.get(verb="delegation.give").unit_id == district.area.pk


def test_a_delegation_is_taken_back(district: District, people: People) -> None:
    person = people["leader_in_charge"]
    row = delegate(
        Act(actor=person), area=district.area, person=person, to=people["principal_leader"],
        valid_from=dt.date(2030, 5, 1), valid_to=dt.date(2030, 5, 20), reason="外出学习",
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        end_delegation(Act(actor=people["town"]), delegation=row)
    end_delegation(Act(actor=person), delegation=row)
    assert not Delegation.objects.in_force(dt.date(2030, 5, 10)).exists()
