"""A leader's morning on the first page: what is red, whose, what was decided; one step to act."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from leitai.apps.matters.models import Matter, MatterEvent
from leitai.apps.matters.selectors.morning import changes_since, last_working_day
from leitai.apps.matters.services import ask_extension, grant_extension
from leitai.apps.periods.calendar import PLAIN, make_calendar
from tests.apps.matters.world import Desk, make_desk, on
from tests.people import District, People
from tests.web.scenes import assert_sound, english, text_of, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """The supervision office, a lead unit and a supporting one."""
    return make_desk(district, people)


def today() -> dt.date:
    return timezone.localdate()


def red(desk: Desk, title: str = "逾期的事") -> Matter:
    return desk.in_hand(title=title, day=today() - 20 * DAY, due=today() - 7 * DAY)


def extended(desk: Desk) -> Matter:
    matter = desk.in_hand(title="延期的事", day=today() - 2 * DAY, due=today() + 20 * DAY)
    later = today() + 40 * DAY
    ask_extension(on(today(), desk.reporter), matter=matter, due=later, words="征地")
    return grant_extension(on(today(), desk.office), matter=matter, words="同意")


def test_the_page_tells_what_is_red_whose_and_what_was_decided(desk: Desk) -> None:
    red(desk)
    extended(desk)
    desk.in_hand(title="临期的事", day=today() - 20 * DAY, due=today() + 3 * DAY)
    text = words(assert_sound(english(desk.leader).get("/")))
    parts = ["Red today", "逾期的事", "何志远", "Due within a week", "临期的事", "Decided since",
             "grant the extension", "延期的事"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "turned red" in text


def test_a_leader_urges_and_instructs_from_the_page_and_stays_on_it(desk: Desk) -> None:
    matter = red(desk)
    client = english(desk.leader)
    forms = re.findall(
        rf'action="/matters/{matter.pk}/steps/(\w+)".*?</form>', text_of(client.get("/")), re.S
    )
    assert forms == ["instruct", "urge"]
    for verb, said in (("urge", "请抓紧"), ("instruct", "本周通水")):
        answer = client.post(f"/matters/{matter.pk}/steps/{verb}", {"words": said, "next": "/"})
        assert answer.status_code == 302
        assert answer["Location"] == "/"
        event = MatterEvent.objects.filter(matter=matter).latest("place")
        assert (event.verb, event.words, event.actor) == (verb, said, desk.leader)
    assert "urged 1 time" in words(text_of(client.get("/")))
    away = {"words": "再催", "next": "https://elsewhere.example/"}
    answer = client.post(f"/matters/{matter.pk}/steps/instruct", away)
    assert answer["Location"].startswith(f"/matters/{matter.pk}/"), "not to another site"


def test_only_what_the_reader_sees_counts_as_changed(desk: Desk) -> None:
    extended(desk)
    desk.closed(title="办结的事", day=today() - DAY, due=today() + 20 * DAY)
    red(desk)
    start = today() - 10 * DAY
    seen = changes_since(desk.leader, start, today(), 6)
    assert (seen.turned_red, seen.closed) == (1, 1)
    assert {one.verb for one in seen.decided} == {"grant_extension", "close_out"}
    assert changes_since(desk.leader, today() + DAY, today(), 6).closed == 0
    blind = changes_since(desk.stranger, start, today(), 6)
    assert (blind.turned_red, blind.closed, blind.decided) == (0, 0, ())


def test_yesterday_is_the_last_day_on_which_offices_were_open() -> None:
    sunday = dt.date(2026, 11, 22)
    assert last_working_day(PLAIN, sunday) == dt.date(2026, 11, 20)
    exchanged = make_calendar([], [(dt.date(2026, 11, 21), "区庆")], [2026])
    assert last_working_day(exchanged, sunday) == dt.date(2026, 11, 21)
