"""The pages of notices: what they say, what a click does, and what they never show."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from leitai.apps.audit.models import Entry
from leitai.apps.notices.models import Channel, Chat, Delivery, Notice, Wishes
from leitai.apps.units.models import User
from tests.web.scenes import words
from tests.web.world import Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_readers_of_english")]


@pytest.fixture
def _readers_of_english(site: Site) -> None:
    User.objects.update(language="en")


def bell(page: str) -> str:
    """Return what the bell says to who cannot see it."""
    found = re.search(r'class="lt-bell"[^>]*aria-label="([^"]*)"', page)
    assert found
    return found[1]


def get(client: Client, path: str = "/notices/") -> str:
    return client.get(path).content.decode()


@pytest.fixture
def town(site: Site) -> Client:
    return site.client("town")


def test_the_bell_counts_what_is_new(site: Site, town: Client) -> None:
    assert bell(get(town, "/")) == "1 new notice"
    assert bell(get(site.client("analyst"), "/")) == "Notices"


def test_a_line_opens_its_subject_and_is_read_then(site: Site, town: Client) -> None:
    page = get(town)
    assert "own事项" in page
    assert "was assigned to your unit" in words(page)
    found = site.notices["own"]
    answer = town.post(f"/notices/{found.pk}/open")
    assert answer["Location"] == f"/matters/{found.subject_id}/"
    assert town.get(answer["Location"]).status_code == 200
    assert bell(get(town)) == "Notices"
    assert "own事项" in get(town)
    assert "own事项" not in get(town, "/notices/?show=unread")


def test_one_or_all_are_counted_as_read(site: Site, town: Client) -> None:
    old = Notice.objects.create(
        person=site.people["town"], kind="matter_assigned",
        subject_id=site.matters["own"].pk, at=timezone.now(),
    )  # fmt: skip
    town.post("/notices/read", {"notice": str(old.pk)})
    # Both are about one matter: one line.
    assert bell(get(town)) == "Notices"
    Notice.objects.update(read_at=None)
    town.post("/notices/read")
    assert not Notice.objects.filter(person=site.people["town"], read_at=None).exists()
    assert Notice.objects.filter(person=site.people["reporting_unit"], read_at=None).exists()


def test_reading_is_nobodys_business(site: Site, town: Client) -> None:
    before = Entry.objects.count()
    town.post("/notices/read")
    town.post(f"/notices/{site.notices['own'].pk}/open")
    assert Entry.objects.count() == before


def test_what_a_person_may_not_see_leaves_no_trace(site: Site, town: Client) -> None:
    """Notices of hidden subjects change neither page, file, bell nor the API."""
    looks = ("/notices/", "/notices/?format=csv", "/api/v1/notices", "/api/v1/notices/count", "/")
    before = [_body(town, path) for path in looks]
    for number, hidden in enumerate(
        [site.matters["sibling"].pk, site.matters["other"].pk, site.matters["draft"].pk, 10**9]
    ):
        Notice.objects.create(
            person=site.people["town"], kind="matter_assigned", subject_id=hidden, urgent=True,
            at=timezone.now() - dt.timedelta(minutes=number),
        )  # fmt: skip
    assert [_body(town, path) for path in looks] == before
    hidden_notice = Notice.objects.filter(subject_id=site.matters["sibling"].pk).get()
    assert town.post(f"/notices/{hidden_notice.pk}/open").status_code == 404
    assert town.post(f"/notices/{uuid.uuid4()}/open").status_code == 404
    answer = town.post("/api/v1/notices/read", {}, content_type="application/json")
    assert answer.json() == {"count": 1}


def _body(client: Client, path: str) -> str:
    text = client.get(path).content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value|data-csrf|operation_id" value)="[\w-]+"', "", text)


def test_the_api_says_what_the_page_says(site: Site, town: Client) -> None:
    (one,) = town.get("/api/v1/notices?unread=true").json()["items"]
    assert (one["room"], one["subject"]) == ("matters", "matter")
    assert one["subject_id"] == site.notices["own"].subject_id
    assert one["kinds"] == ["matter_assigned"]
    read = {"ids": [one["id"], str(uuid.uuid4())]}
    for count in (1, 0):
        answer = town.post("/api/v1/notices/read", read, content_type="application/json")
        assert answer.json() == {"count": count}
    assert town.get("/api/v1/notices/count").json() == {"count": 0}


def test_wishes_are_kept_and_a_digest_in_quiet_hours_is_refused(site: Site, town: Client) -> None:
    good = {"digest_at": "09:00", "quiet_from": "21:00", "quiet_to": "07:30", "by_mail": "on"}
    bad = {**good, "digest_at": "06:00"}
    answer = town.post("/notices/settings/save", bad)
    assert answer.status_code == 422
    assert "The digest at 06:00 falls into the quiet hours" in answer.content.decode()
    assert Wishes.objects.get(person=site.people["town"]).digest_at.hour == 8
    assert town.post("/notices/settings/save", good).status_code == 302
    kept = Wishes.objects.get(person=site.people["town"])
    assert (kept.digest_at.hour, kept.at_once, kept.by_mail) == (9, False, True)
    entry = Entry.objects.get(verb="notice.set_wishes")
    assert entry.detail["quiet"] == "21:00–07:30"


def test_an_address_counts_once_its_code_came_back(
    site: Site, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.LEITAI_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    client = site.client("analyst")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/notices/settings/address", {"address": "analyst@example.cn"})
    (sent,) = mail.outbox
    assert sent.to == ["analyst@example.cn"]
    wishes = Wishes.objects.get(person=site.people["analyst"])
    assert not wishes.mailed
    assert client.post("/notices/settings/confirm", {"code": "00000000"}).status_code == 422
    again = client.post("/notices/settings/address", {"address": "other@example.cn"})
    assert again.status_code == 422, "no flood of codes"
    found = re.search(r"\b[0-9a-f]{8}\b", str(sent.body))
    assert found
    assert client.post("/notices/settings/confirm", {"code": found[0]}).status_code == 302
    wishes.refresh_from_db()
    assert (wishes.mailed, wishes.address) == (True, "analyst@example.cn")
    # Nobody else's code, and none a second time.
    assert client.post("/notices/settings/confirm", {"code": found[0]}).status_code == 422
    entry = Entry.objects.get(verb="notice.enter_address")
    assert "example.cn" not in str(entry.detail)
    assert entry.personal == {"address": "analyst@example.cn"}


@pytest.mark.parametrize("address", ["no address", "a@b", "a@example.cn\nBcc: b@example.cn"])
def test_a_bad_address_is_refused(site: Site, settings: Any, address: str) -> None:
    settings.LEITAI_MAIL = True
    client = site.client("analyst")
    answer = client.post("/notices/settings/address", {"address": address})
    assert answer.status_code == 422
    assert not Wishes.objects.filter(person=site.people["analyst"]).exists()


def test_an_administrator_joins_a_chat_and_its_key_is_never_shown(site: Site) -> None:
    client, person = site.client("administrator"), site.people["reporting_unit"]
    address = f"/people/{person.pk}/chat/"
    given = {"name": "招商群", "shape": "wecom", "url": "https://chat.example.cn/r?key=geheim"}
    assert client.post(f"{address}join", {**given, "url": "https://else.cn/"}).status_code == 422
    assert client.post(f"{address}join", given).status_code == 302
    page = get(client, address)
    assert "招商群" in page
    assert "geheim" not in page
    assert "geheim" not in get(site.client("reporting_unit"), "/notices/settings/")
    assert client.post(f"{address}leave").status_code == 302
    assert Chat.objects.get(person=person).left_at is not None


def test_who_manages_sees_what_could_not_be_sent(site: Site) -> None:
    now = timezone.now()
    for name in ("reporting_unit", "far_town"):
        Delivery.objects.create(
            person=site.people[name], channel=Channel.WEBHOOK, day=now.date(), occasion="digest",
            state=Delivery.State.FAILED, tries=5, try_at=now, made_at=now, trouble="no route",
        )  # fmt: skip
    page = get(site.client("administrator"), "/notices/failures/")
    assert page.count("no route") == 1
    assert "no route" in get(site.client("reporting_unit"), "/notices/settings/")
    assert "no route" not in get(site.client("town"), "/notices/settings/")


def test_counting_costs_one_query_and_one_more_where_something_is_new(
    site: Site, django_assert_num_queries: Any
) -> None:
    from leitai.apps.notices.selectors import unread_count

    for name, queries in (("analyst", 1), ("town", 2)):
        user = site.user(name)
        assert user.held
        with django_assert_num_queries(queries):
            unread_count(user, timezone.now())


def test_a_long_list_costs_no_more_queries(
    site: Site, town: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30) as small:
        get(town)
    for days in range(20):
        Notice.objects.create(
            person=site.people["town"], kind="matter_closed",
            subject_id=site.notices["own"].subject_id,
            at=timezone.now() - dt.timedelta(days=days),
        )  # fmt: skip
    with django_assert_max_num_queries(len(small)):
        get(town)
