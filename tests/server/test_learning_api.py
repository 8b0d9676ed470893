"""Ladders, cards, trips and settlements over HTTP: scopes, one effect a key, what a page may."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import NamedLadder, Practice, StudyTrip, UnitTerrain
from leitai.apps.benchmarks.services import state_comparison
from leitai.apps.units.services import issue_token
from tests.apps.benchmarks.world import Field, make_field, year
from tests.people import District, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(district: District) -> Field:
    return make_field(district)


def token(person: Any, *scopes: str) -> Client:
    secret = issue_token(Act(actor=person), name="program", scopes=["read", *scopes]).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, body: dict[str, Any], key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def ladder(field: Field, **more: Any) -> dict[str, Any]:
    return {
        "area_id": field.unit.pk, "name": "五县", "series_id": field.their_series["gdp"].pk,
        "pool_id": field.counties.pk, "measure": "亿元", **more,
    }  # fmt: skip


def test_a_ladder_is_named_once_revised_and_climbed(field: Field, people: People) -> None:
    office = token(people["assessment_office"], "compute", "upload")
    key = str(uuid.uuid4())
    made = [post(office, "/ladders", ladder(field), key).json() for _twice in range(2)]
    assert made[0] == made[1]
    assert NamedLadder.objects.count() == 1
    first = made[0]["id"]
    members = [field.county(name).pk for name in ("昆山市", "江阴市", "博罗县")]
    new = post(
        office, f"/ladders/{first}/revise", ladder(field, member_ids=members, reason="只看三县")
    ).json()
    assert (new["version"], new["in_use"]) == (2, True)
    goal = post(
        office, f"/ladders/{new['id']}/goals/{members[2]}",
        {"place": 1, "by_year": 2030, "reason": "规划"},
    )  # fmt: skip
    assert goal.status_code == 404, "the county is not one of ours"
    climb = office.get(f"/api/v1/ladders/{new['id']}?unit={members[2]}&place=1").json()["climb"]
    assert climb["holder"] == "昆山市"
    assert climb["compared_with"] == 0, "five counties are no experience"
    ended = post(office, f"/ladders/{new['id']}/retire", {"reason": "不再看"})
    assert ended.status_code == 200
    assert office.get("/api/v1/ladders").json()["items"] == []


def test_scopes_and_roles_are_asked(field: Field, people: People) -> None:
    reader = token(people["assessment_office"])
    assert post(reader, "/ladders", ladder(field)).status_code == 403
    uploader = token(people["assessment_office"], "upload")
    assert post(uploader, "/ladders", ladder(field)).status_code == 403
    analyst = token(people["analyst"], "compute")
    assert post(analyst, "/ladders", ladder(field)).status_code == 404
    office = token(people["assessment_office"], "compute")
    assert post(office, "/ladders", ladder(field, pool_id=987654)).status_code == 404
    assert post(office, "/ladders", ladder(field, cuts=[3, 2])).status_code == 409
    assert not NamedLadder.objects.exists()


def test_a_card_is_noted_revised_decided(field: Field, people: People) -> None:
    town = token(people["town"], "upload")
    unit = people["town"].assignments.get().unit
    body = {
        "unit_id": unit.pk, "title": "一站式", "source_name": "外地", "done_there": "并联审批",
        "source_text": "报告",
    }  # fmt: skip
    key = str(uuid.uuid4())
    made = [post(town, "/practices", body, key).json() for _twice in range(2)]
    assert made[0] == made[1]
    card = Practice.objects.get()
    leader = token(people["principal_leader"], "compute", "upload")
    adopt = {"adopt": True, "decision": "同意"}
    assert post(leader, f"/practices/{card.pk}/decide", adopt).status_code == 409
    changed = post(
        town, f"/practices/{card.pk}/revise",
        {"reason": "定人", "adaptation": "全镇试行", "responsible_id": unit.pk},
    )  # fmt: skip
    assert changed.json()["responsible"] == unit.name
    assert post(town, f"/practices/{card.pk}/decide", adopt).status_code in (403, 404)
    assert post(leader, f"/practices/{card.pk}/decide", adopt).json()["state"] == "adopted"


def test_a_trip_is_planned_reported_and_its_measure_closed(field: Field, people: People) -> None:
    town = token(people["town"], "upload")
    unit = people["town"].assignments.get().unit
    today = dt.date.today()
    body = {
        "unit_id": unit.pk, "title": "学习", "host_name": "外地", "begins": today.isoformat(),
        "ends": today.isoformat(), "led_by": "张三", "questions": "怎么办",
    }  # fmt: skip
    trip = post(town, "/trips", body).json()["id"]
    nothing = post(town, f"/trips/{trip}/report", {"findings": "有"})
    assert nothing.status_code == 409, "neither a measure nor why none follows"
    measure = {
        "text": "摸底", "unit_id": unit.pk, "person": "张三",
        "due": (today + dt.timedelta(days=30)).isoformat(),
    }  # fmt: skip
    done = post(town, f"/trips/{trip}/report", {"findings": "有", "measures": [measure]}).json()
    assert done["state"] == "reported"
    number = done["measures"][0]["id"]
    closed = post(town, f"/trips/measures/{number}/close", {"done": True, "result": "已印发"})
    assert closed.json()["measures"][0]["state"] == "done"
    assert StudyTrip.objects.count() == 1


def test_terrain_and_settlements(field: Field, people: People) -> None:
    office = token(people["assessment_office"], "compute")
    county = field.county("龙海区")
    rows = [{"unit_id": county.pk, "terrain": "plain", "source": "县志"}]
    answer = post(
        office, "/benchmarks/traits/terrain", {"area_id": field.unit.pk, "rows": rows}
    ).json()
    assert answer["terrain"][0]["terrain"] == "plain"
    wrong = post(
        office, "/benchmarks/traits/terrain",
        {"area_id": field.unit.pk, "rows": [{**rows[0], "terrain": "sea"}]},
    )  # fmt: skip
    assert wrong.status_code == 409
    assert UnitTerrain.objects.count() == 1
    stated = state_comparison(
        Act(), unit=field.unit, other=county, item=field.items["gdp"], period=year(2023),
        quote="占龙海区93.10%", share=93.10, decimals=2, own_value=589.23,
    )  # fmt: skip
    settle = f"/benchmarks/comparisons/{stated.pk}/settle"
    bureau = people["reporting_unit"]
    unit = bureau.assignments.get().unit
    asked = post(office, settle, {"word": "asked", "asked_id": unit.pk, "reason": "口径？"}).json()
    answered = post(
        token(bureau, "upload"), f"/benchmarks/settlements/{asked['id']}/answer", {"answer": "不含"}
    ).json()
    assert answered["answer"] == "不含"
    assert post(office, settle, {"word": "stored", "reason": "按答复"}).json()["word"] == "stored"
    assert post(office, settle, {"word": "both", "reason": "按答复"}).status_code == 409
