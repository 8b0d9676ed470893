"""The goals room over HTTP: what the pages write, once a key, within scope and under four eyes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import (
    CompoundTarget,
    GoalNode,
    PaceRule,
    Responsibility,
    Target,
    TargetProposal,
    TaskForce,
)
from leitai.apps.goals.services import set_target
from leitai.apps.indicators.models import Series
from leitai.apps.units.services import issue_token
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


def token(person: Any, *scopes: str) -> Client:
    secret = issue_token(Act(actor=person), name="program", scopes=["read", *scopes]).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"/api/v1{path}", body or {}, content_type="application/json", headers=headers
    )


def read(client: Client, path: str) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_breakdown_with_months_goes_through_two_persons_once(
    district: District, people: People, investment: Series, whole: Target
) -> None:
    office, leader = (
        token(people["assessment_office"], "goals"), token(people["leader_in_charge"], "goals"),
    )  # fmt: skip
    key = str(uuid.uuid4())
    made = [
        post(office, f"/targets/{whole.pk}/break-down", {"basis": "even"}, key) for _twice in "ab"
    ]
    assert [one.status_code for one in made] == [201, 201]
    assert TargetProposal.objects.count() == 1
    proposal = made[0].json()
    assert proposal["left_floor"] == 0
    assert len(proposal["months"]) == 12
    assert proposal["months_beside"][5] == pytest.approx(84.5)
    first, second = district.towns[:2]
    shares = [0.5, *[1.0] * 11]
    parts: list[dict[str, Any]] = [
        {"unit_id": first.pk, "floor": 100, "stretch": 110, "shape": "by_hand", "shares": shares},
        {"unit_id": second.pk, "floor": 60, "stretch": 70},
    ]
    here = f"/target-proposals/{proposal['proposal_id']}"
    edited = post(office, f"{here}/edit", {"revision": 1, "parts": parts}).json()
    assert (edited["left_floor"], edited["revision"]) == (9.0, 2)
    assert edited["parts"][0]["months"][0] == 50.0
    late = post(office, f"{here}/edit", {"revision": 1, "parts": parts})
    assert late.status_code == 409
    short = post(office, f"{here}/submit", {"reason": "分解"})
    assert short.status_code == 409
    assert "9" in short.json()["detail"]
    parts[1]["floor"] = 69
    post(office, f"{here}/edit", {"revision": 2, "parts": parts})
    assert post(office, f"{here}/submit", {"reason": "分解"}).json()["state"] == "submitted"
    own = post(office, f"{here}/decide", {"approve": True})
    assert own.status_code == 409
    assert Target.objects.count() == 1
    assert post(leader, f"{here}/decide", {"approve": True}).json()["state"] == "approved"
    assert Target.objects.get(unit=first).shares == shares


def test_a_target_is_set_once_and_changed_by_two(
    district: District, people: People, investment: Series
) -> None:
    office = token(people["assessment_office"], "goals")
    town = district.towns[0]
    body = {"series": investment.pk, "unit": town.pk, "year": 2026, "floor": 80, "stretch": 100}
    target = post(office, "/targets", body).json()["id"]
    again = post(office, "/targets", {**body, "reason": "改"})
    assert again.status_code == 409
    change = post(
        office, f"/targets/{target}/adjust", {"floor": 76, "stretch": 100, "reason": "受灾"}
    ).json()
    assert change["state"] == "submitted"
    back = post(office, f"/target-proposals/{change['proposal_id']}/withdraw", {"reason": "重来"})
    assert back.json()["state"] == "withdrawn"
    told = read(office, f"/targets/{target}/story")
    assert [one["floor"] for one in told["revisions"]] == [80.0]
    assert told["months"][2]["floor"] == 20.0
    year = post(office, "/targets", {**body, "year": 99999})
    assert year.status_code == 422


def test_compounds_and_thresholds(district: District, people: People, investment: Series) -> None:
    office = token(people["assessment_office"], "goals")
    town = district.towns[0]
    body = {
        "unit": town.pk, "year": 2026, "name": "进位",
        "conditions": [{"kind": "rank_within", "series": investment.pk, "amount": 3, "start": 5}],
    }  # fmt: skip
    key = str(uuid.uuid4())
    made = [post(office, "/compound-targets", body, key).json()["id"] for _twice in "ab"]
    assert made[0] == made[1] == CompoundTarget.objects.get().pk
    broken = {**body, "name": "比例", "conditions": [{"kind": "up", "series": investment.pk,
                                                    "amount": 3}]}  # fmt: skip
    assert "第1项条件" in post(office, "/compound-targets", broken).json()["detail"]
    assert post(office, f"/compound-targets/{made[0]}/withdraw", {"reason": "改设"}).json()
    assert CompoundTarget.objects.get().withdrawal == "改设"
    rule = {
        "from_year": 2026, "red_of": "floor", "red_percent": 100, "steady_of": "floor",
        "steady_percent": 95, "every_quarter": "red", "reason": "方案",
    }  # fmt: skip
    assert post(office, f"/pace-rules/{district.area.pk}", rule).json()["version"] == 1
    assert post(office, f"/pace-rules/{district.area.pk}", rule).status_code == 409
    assert read(office, f"/pace-rules/{district.area.pk}")["items"][0]["steady_percent"] == 95.0
    assert PaceRule.objects.count() == 1


def test_people_are_named_stand_in_and_see_what_they_answer_for(
    district: District, people: People, whole: Target
) -> None:
    office = token(people["assessment_office"], "goals")
    head = people["leader_in_charge"]
    named = {"role": "responsible_leader", "username": head.username}
    row = post(office, f"/targets/{whole.pk}/responsibilities", named).json()["id"]
    assert post(office, f"/targets/{whole.pk}/responsibilities", named).status_code == 409
    leader = token(head, "goals")
    mine = read(leader, "/responsibilities/mine")["items"]
    assert [(one["role"], one["through_unit"]) for one in mine] == [("responsible_leader", False)]
    second = people["supervision_office"]
    days = {"valid_from": dt.date.today().isoformat(), "valid_to": "2199-01-01"}
    given = post(leader, "/delegations", {"to": second.username, "reason": "外出", **days}).json()
    stood = read(token(second), "/responsibilities/mine")["items"]
    assert stood[0]["instead_of"] == str(head)
    assert read(leader, "/delegations")["items"][0]["id"] == given["id"]
    post(leader, f"/delegations/{given['id']}/end")
    assert read(token(second), "/responsibilities/mine")["items"] == []
    assert post(office, f"/responsibilities/{row}/end", {"reason": "调离"}).status_code == 200
    assert Responsibility.objects.get().ending == "调离"
    assert post(office, f"/targets/{whole.pk}/responsibilities",
                {**named, "username": people.outsider.username}).status_code == 404  # fmt: skip


def test_a_task_force_and_contacts(district: District, people: People) -> None:
    office = token(people["assessment_office"], "goals")
    head = people["leader_in_charge"]
    force = post(
        office, "/task-forces",
        {"area": district.area.pk, "name": "专班", "head": head.username, "meets": "每周"},
    ).json()["id"]  # fmt: skip
    as_head = token(head, "goals")
    analyst = people["analyst"].username
    member = post(as_head, f"/task-forces/{force}/members", {"person": analyst, "duty": "材料"})
    assert member.status_code == 201
    shown = read(as_head, "/task-forces")["items"][0]
    assert [one["duty"] for one in shown["members"]] == ["材料"]
    assert post(as_head, f"/task-forces/members/{member.json()['id']}/leave").status_code == 200
    assert post(as_head, f"/task-forces/{force}/dissolve", {"reason": "完"}).status_code == 404
    assert post(office, f"/task-forces/{force}/dissolve", {"reason": "完成"}).status_code == 200
    assert TaskForce.objects.get().ending == "完成"
    town = district.towns[0]
    contact = post(office, "/contact-leaders", {"unit": town.pk, "leader": head.username})
    assert read(office, "/contact-leaders")["items"][0]["unit_id"] == town.pk
    assert post(office, f"/contact-leaders/{contact.json()['id']}/end").status_code == 200
    assert read(office, "/contact-leaders")["items"] == []


def test_the_tree_is_edited(district: District, people: People, whole: Target) -> None:
    office = token(people["assessment_office"], "goals")
    years = {"area": district.area.pk, "first_year": 2026, "last_year": 2028}
    first, second = (
        post(office, "/goals", {**years, "kind": "direction", "name": name}).json()["id"]
        for name in ("强产", "兴城")
    )
    leaf = {"kind": "target", "name": "投资", "parent": second, "series": whole.series_id}
    made = post(office, "/goals", {**years, **leaf, "unit": district.area.pk}).json()["id"]
    post(office, f"/goals/{second}/move", {"step": "up"})
    assert list(GoalNode.objects.filter(parent=None).values_list("pk", flat=True)) == [
        second, first,
    ]  # fmt: skip
    post(office, f"/goals/{made}/move", {"parent": first})
    assert GoalNode.objects.get(pk=made).parent_id == first
    changed = {"name": "强产业", "sentence": None, "reason": "改名"}
    assert post(office, f"/goals/{first}/change", changed).status_code == 200
    assert post(office, f"/goals/{first}/change", changed).status_code == 409
    post(office, f"/goals/{made}/close", {"state": "dropped", "closing": "并入"})
    post(office, f"/goals/{made}/reopen", {"reason": "恢复"})
    assert GoalNode.objects.get(pk=made).state == "open"
    phases = [{"name": "开局", "first_year": 2026, "last_year": 2026}]
    post(office, f"/goals/phases/{district.area.pk}", {"phases": phases})
    assert read(office, f"/goals/phases/{district.area.pk}")["phases"][0]["name"] == "开局"


def test_scopes_are_asked_and_others_districts_are_not_there(
    district: District, people: People, whole: Target
) -> None:
    reader = token(people["assessment_office"], "matters")
    body = {"basis": "even"}
    assert post(reader, f"/targets/{whole.pk}/break-down", body).status_code == 403
    analyst = token(people["analyst"], "goals")
    assert post(analyst, f"/targets/{whole.pk}/break-down", body).status_code == 404
    outsider = token(people.outsider, "goals")
    assert post(outsider, f"/targets/{whole.pk}/break-down", body).status_code == 404
    assert outsider.get(f"/api/v1/pace-rules/{district.area.pk}").status_code == 404
    assert not TargetProposal.objects.exists()
