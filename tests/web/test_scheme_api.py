"""Ready schemes and drafts over HTTP: what the pages do, with the same refusals."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.engine.library import library, ready_scheme
from tests.web.test_records import english
from tests.web.world import Site

pytestmark = pytest.mark.django_db

API = "/api/v1"


def post(client: Client, address: str, data: Any, key: str = "") -> Any:
    return client.post(
        f"{API}{address}",
        data,
        content_type="application/json",
        headers={"Idempotency-Key": key or str(uuid.uuid4())},
    )


@pytest.fixture
def office(site: Site) -> Client:
    return english(site, "assessment_office")


def test_ready_schemes_are_listed_and_read(site: Site) -> None:
    town = english(site, "town")
    listed = town.get(f"{API}/scheme-library?limit=3").json()
    assert listed["page"]["count"] == len(library())
    assert [each["name"] for each in listed["items"]] == [each.name for each in library()[:3]]
    one = town.get(f"{API}/scheme-library/efficacy").json()
    assert one["text"] == ready_scheme("efficacy").text
    assert one["data"] == ready_scheme("efficacy").data
    assert one["source"].startswith("高安市")
    assert town.get(f"{API}/scheme-library/none").status_code == 404


def test_a_ready_scheme_becomes_a_draft_once(site: Site, office: Client) -> None:
    key = str(uuid.uuid4())
    made = post(office, "/scheme-library/efficacy/draft", {"scheme": "towns"}, key).json()
    assert (made["scheme"], made["state"]) == ("towns", "draft")
    assert "kind: efficacy" in made["text"]
    new = post(office, "/scheme-library/efficacy/draft", {"area": site.district.area.pk}).json()
    assert new["scheme"] == "efficacy"
    assert post(office, "/scheme-library/efficacy/draft", {}).status_code == 422
    assert post(office, "/scheme-library/none/draft", {"scheme": "towns"}).status_code == 404
    assert post(office, "/scheme-library/efficacy/draft", {"scheme": "linjiang"}).status_code == 404


def test_a_scheme_is_opened_with_an_empty_draft(site: Site, office: Client) -> None:
    given = {"area": site.district.area.pk, "name": "年度考核", "period": "year", "slug": "annual"}
    made = post(office, "/schemes", given).json()
    assert made["slug"] == "annual"
    assert [each["state"] for each in made["versions"]] == ["draft"]
    assert post(office, "/schemes", given).json()["slug"] == "annual-2"
    assert post(office, "/schemes", given | {"period": "week"}).status_code == 422
    assert Scheme.objects.filter(name="年度考核").count() == 2


def test_a_draft_is_replaced_and_thrown_away_as_its_writer_saw_it(
    site: Site, office: Client
) -> None:
    made = post(office, "/scheme-library/efficacy/draft", {"scheme": "towns"}).json()
    here = f"/schemes/towns/{made['number']}"
    text = made["text"].replace("规上工业增加值", "工业增加值")
    saved = post(office, f"{here}/replace", {"revision": 1, "text": text}).json()
    assert saved["revision"] == 2
    assert "工业增加值" in saved["text"]
    late = post(office, f"{here}/replace", {"revision": 1, "text": made["text"]})
    assert late.status_code == 409
    assert post(office, f"{here}/replace", {"revision": 2, "text": "- 1"}).status_code == 422
    assert post(office, f"{here}/discard", {"revision": 1}).status_code == 409
    gone = post(office, f"{here}/discard", {"revision": 2}).json()
    assert gone["state"] == "discarded"
    assert office.get(f"{API}{here}/draft").status_code == 404


def test_rules_on_their_way_are_listed_for_whom_they_exist(site: Site, office: Client) -> None:
    before = office.get(f"{API}/drafts").json()["page"]["count"]
    made = post(office, "/scheme-library/efficacy/draft", {"scheme": "towns"}).json()
    listed = office.get(f"{API}/drafts?state=draft").json()
    assert listed["items"][0]["number"] == made["number"]
    assert office.get(f"{API}/drafts").json()["page"]["count"] == before + 1
    town = english(site, "town").get(f"{API}/drafts").json()
    assert town["page"]["count"] == 0
    assert SchemeVersion.objects.filter(state="draft").exists()


def test_the_list_of_drafts_asks_the_database_little(
    site: Site, office: Client, django_assert_max_num_queries: Any
) -> None:
    for _time in range(4):
        post(office, "/scheme-library/efficacy/draft", {"scheme": "towns"})
    with django_assert_max_num_queries(16):
        office.get(f"{API}/drafts")
