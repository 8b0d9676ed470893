"""The record of changes on its page, and checking it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from leitai.apps.audit.models import Check, Entry
from leitai.apps.audit.services import Act, seal
from leitai.apps.indicators.services import NewValue, import_values
from leitai.apps.publishing.checks import ANCESTRY, CHECKS, run_checks, run_nightly
from leitai.apps.standings.models import Standing
from leitai.web.audit_words import VERBS, describe
from tests import factories
from tests.people import District, People
from tests.web.scenes import (
    assert_closed,
    assert_sound,
    english,
    october,
    publish_board,
    signed_in,
    store_october,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_old_and_new_stand_beside_each_other(district: District, people: People) -> None:
    store_october(district)
    town = district.town("白沙镇")
    row = NewValue(district.funds.pk, town.pk, october().pk, number=9.7)
    act = Act(actor=people["assessment_office"])
    import_values(act, source=district.source, rows=[row], reason="bank receipts checked")
    page = assert_sound(english(people["auditor"]).get("/audit/"))
    assert "白沙镇 到位资金" in page
    assert "9.56 → <b>9.7</b>" in page
    assert "bank receipts checked" in page


def test_one_reads_all_or_only_ones_own(district: District, people: People) -> None:
    store_october(district)
    page = text_of(english(people["town"]).get("/audit/"))
    assert "your own changes" in page
    assert "imported values" not in page
    for role in ("auditor", "assessment_office", "administrator"):
        assert "imported values" in text_of(english(people[role]).get("/audit/"))


def test_filters_and_pages(district: District, people: People) -> None:
    store_october(district)
    client = english(people["auditor"])
    page = text_of(client.get("/audit/?what=白沙镇"))
    assert "白沙镇" in page
    assert "松桥街道" not in page
    assert "entered the unit" not in text_of(client.get("/audit/?room=values"))
    assert "No entry fits" in text_of(client.get("/audit/?until=1999-01-01"))
    assert client.get("/audit/?since=nonsense&page=999&room=none").status_code == 200


def test_days_are_taken_as_they_are_typed(district: District, people: People) -> None:
    """A day that is none is named, and no entry stands there as if it were the answer."""
    store_october(district)
    client = english(people["auditor"])
    now = timezone.localdate()
    for day in (
        f"{now:%Y/%m/%d}",
        f"{now.year}年{now.month}月{now.day}日",
        f"{now.month}月{now.day}日",
    ):
        page = text_of(client.get("/audit/", {"since": day, "until": day}))
        assert "imported values" in page
        assert f'name="since" value="{now.isoformat()}"' in page
    wrong = assert_sound(client.get("/audit/", {"since": "2026-02-30"}))
    assert "“2026-02-30” is no day. Write 2026-11-22" in wrong
    assert 'value="2026-02-30"' in wrong
    assert "imported values" not in wrong
    turned = text_of(client.get("/audit/", {"since": "2026-02-03", "until": "2026/2/1"}))
    assert "The first day, 2026-02-03, is after the last, 2026-02-01." in turned


def test_verification_says_sound_then_names_the_fault(district: District, people: People) -> None:
    publish_board(district)
    client = english(people["auditor"])
    page = assert_sound(client.get("/audit/verify"))
    assert "The record is whole." in page
    assert "1 of 1 sound" in page
    entry = Entry.objects.filter(verb="standing.publish").get()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_entry SET subject_label = %s WHERE id = %s", ["other", entry.pk]
        )
    page = text_of(client.get("/audit/verify"))
    assert "The record was changed." in page
    assert f"Entry {entry.pk} " in page


def test_the_page_says_when_each_check_last_ran_and_what_came_of_it(
    district: District, people: People, django_capture_on_commit_callbacks: Any
) -> None:
    publish_board(district)
    client = english(people["auditor"])
    page = assert_sound(client.get("/audit/verify"))
    assert page.count("not yet") == 4
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/audit/verify/run").status_code == 302
    now = timezone.localtime()
    page = assert_sound(client.get("/audit/verify"))
    assert "not yet" not in page
    assert page.count(f"{now:%Y-%m-%d %H:}") == 4
    assert "at fault" not in page
    with connection.cursor() as cursor:
        cursor.execute("delete from units_ancestry where depth = 1")
    run_checks((ANCESTRY,))
    page = text_of(client.get("/audit/verify"))
    assert page.count("at fault") == 1


def test_checks_run_once_a_night(district: District) -> None:
    run_nightly()
    first = dict(Check.objects.values_list("name", "ran_at"))
    assert set(first) == set(CHECKS)
    run_nightly()
    assert dict(Check.objects.values_list("name", "ran_at")) == first
    Check.objects.filter(name=ANCESTRY).update(ran_at=timezone.now() - dt.timedelta(days=1))
    run_nightly()
    again = dict(Check.objects.values_list("name", "ran_at"))
    assert [name for name in first if again[name] != first[name]] == [ANCESTRY]


def test_an_office_checks_the_boards_of_its_own_area(district: District, people: People) -> None:
    publish_board(district)
    here, there = signed_in(people["assessment_office"]), signed_in(people.outsider)
    board = str(Standing.objects.get())
    assert board in text_of(here.get("/audit/verify?all=1"))
    for query in ("", "?all=1", f"?standing={Standing.objects.get().pk}"):
        assert board not in text_of(there.get(f"/audit/verify{query}"))
    answers = [client.get("/api/v1/verification").json() for client in (here, there)]
    assert [len(answer["items"]) for answer in answers] == [1, 0]
    factories.make_unit("甲村", "village", district.area)
    waiting = [
        client.get("/api/v1/audit/verification").json()["unsealed"] for client in (here, there)
    ]
    assert waiting[0] > waiting[1]


def test_verification_is_for_those_who_read_everything(people: People) -> None:
    for user in (people["town"], people["principal_leader"], people.nobody):
        assert_closed(signed_in(user), "/audit/verify")


def test_the_list_asks_the_database_little(
    district: District, people: People, django_assert_max_num_queries: Any
) -> None:
    publish_board(district)
    seal()
    client = signed_in(people["auditor"])
    client.get("/audit/")
    with django_assert_max_num_queries(16):
        client.get("/audit/")


def test_every_verb_of_the_house_has_words(people: People, district: District) -> None:
    publish_board(district)
    assert {entry.verb for entry in Entry.objects.all()} <= set(VERBS)
    for entry in Entry.objects.all():
        line = describe(entry)
        assert line.subject
        assert all("sha256" not in name for name, _text in line.facts)
