"""Pages of ladders, practice cards and study trips: what a person does there, and few queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from leitai.apps.benchmarks.models import Practice, RankGoal, StudyTrip
from tests.web.world import Site

pytestmark = pytest.mark.django_db


def test_a_town_reports_its_trip_with_a_measure_and_closes_it(site: Site) -> None:
    client, trip = site.client("town"), site.planned["own"]
    empty = client.post(f"/benchmarks/trips/{trip.pk}/report", {"findings": "有收获"})
    assert empty.status_code == 422
    assert StudyTrip.objects.get(pk=trip.pk).state == StudyTrip.State.PLANNED
    sent = {
        "findings": "有收获", "m0-text": "拟定办法", "m0-owner": site.units["own"].pk,
        "m0-person": "张三", "m0-due": "2026-12-30",
    }  # fmt: skip
    assert client.post(f"/benchmarks/trips/{trip.pk}/report", sent).status_code == 302
    measure = trip.measures.get()
    page = client.get(f"/benchmarks/trips/{trip.pk}/").content.decode()
    assert "拟定办法" in page
    closed = {"result": "已印发", "outcome": "done"}
    assert client.post(f"/benchmarks/measures/{measure.pk}/close", closed).status_code == 302
    measure.refresh_from_db()
    assert (measure.state, measure.result) == ("done", "已印发")


def test_the_office_adopts_a_card_and_the_list_says_so(site: Site) -> None:
    card = site.cards["own"]
    client = site.client("assessment_office")
    sent = {"adopt": "yes", "decision": "同意"}
    assert client.post(f"/benchmarks/practices/{card.pk}/decide", sent).status_code == 302
    assert Practice.objects.get(pk=card.pk).state == Practice.State.ADOPTED
    page = client.get("/benchmarks/practices/?state=adopted").content.decode()
    assert card.title in page
    assert client.get("/benchmarks/practices/?state=none").status_code == 404


def test_a_goal_is_set_on_the_page_and_a_wrong_one_is_told(site: Site) -> None:
    ladder, unit = site.ladders["own"], site.units["own"]
    client = site.client("assessment_office")
    address = f"/benchmarks/ladders/{ladder.pk}/goal/{unit.pk}"
    wrong = client.post(address, {"place": 1, "by_year": 2000, "reason": "规划"})
    assert wrong.status_code == 422
    assert not RankGoal.objects.exists()
    assert client.post(address, {"place": 1, "by_year": 2030, "reason": "规划"}).status_code == 302
    page = client.get(f"/benchmarks/ladders/{ladder.pk}/?unit={unit.pk}").content.decode()
    assert "规划" in page
    for asked in ("year=1999", "year=x", "place=0", "years=x"):
        assert client.get(f"/benchmarks/ladders/{ladder.pk}/?{asked}").status_code == 404


@pytest.mark.parametrize(
    ("address", "most"),
    [("/benchmarks/ladders/", 25), ("/benchmarks/practices/", 35), ("/benchmarks/trips/", 30)],
)
def test_lists_take_few_queries(
    site: Site, address: str, most: int, django_assert_max_num_queries: object
) -> None:
    client = site.client("assessment_office")
    client.get(address)
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        assert client.get(address).status_code == 200


def test_a_measure_becomes_a_matter(site: Site) -> None:
    trip, due = site.planned["own"], timezone.localdate() + dt.timedelta(days=40)
    sent = {
        "findings": "有收获", "m0-text": "拟定分档办法", "m0-owner": site.units["own"].pk,
        "m0-person": "张三", "m0-due": due.isoformat(),
    }  # fmt: skip
    site.client("town").post(f"/benchmarks/trips/{trip.pk}/report", sent)
    measure = trip.measures.get()
    way = f"/matters/new/?measure={measure.pk}"
    assert way not in site.client("town").get(f"/benchmarks/trips/{trip.pk}/").content.decode()
    office = site.client("supervision_office")
    assert way in office.get(f"/benchmarks/trips/{trip.pk}/").content.decode()
    form = office.get(way).context["form"]
    begun = {name: form[name].value() for name in ("title", "source_name", "lead_unit", "due")}
    assert begun == {
        "title": "拟定分档办法", "source_name": trip.title, "lead_unit": site.units["own"].pk,
        "due": due,
    }  # fmt: skip
    for wrong in ("987654321", "x"):
        assert office.get(f"/matters/new/?measure={wrong}").status_code == 404
