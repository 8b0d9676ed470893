"""The desk of matters: what lies on it for whom, one matter beside it, and its steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leitai.apps.matters.models import Matter
from leitai.apps.matters.services import File, ask_extension, report_progress, return_for_rework
from tests.apps.matters.world import Desk, make_desk, on
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """The supervision office, a lead unit and a supporting one."""
    return make_desk(district, people)


def today() -> dt.date:
    return timezone.localdate()


def open_desk(user: Any, query: str = "") -> str:
    return assert_sound(english(user).get(f"/matters/{query}"))


def step(client: Client, matter: Matter, verb: str, query: str = "", **given: Any) -> Any:
    return client.post(f"/matters/{matter.pk}/steps/{verb}{query}", given)


def overdue(desk: Desk, title: str = "逾期的事") -> Matter:
    return desk.in_hand(title=title, day=today() - 20 * DAY, due=today() - 7 * DAY)


def test_the_office_finds_what_waits_for_it_first_and_in_piles(desk: Desk) -> None:
    desk.reported(title="已复命的事", day=today() - 2 * DAY, due=today() + 30 * DAY)
    desk.registered(title="未交办的事", day=today())
    asked = desk.in_hand(title="要延期的事", day=today() - 2 * DAY, due=today() + 20 * DAY)
    later = today() + 40 * DAY
    ask_extension(on(today(), desk.reporter), matter=asked, due=later, words="征地")
    overdue(desk)
    desk.in_hand(title="正常的事", day=today(), due=today() + 60 * DAY)
    page = open_desk(desk.office)
    text = words(page)
    piles = [
        "For me to verify", "For me to decide on an extension", "For me to assign", "Overdue",
    ]  # fmt: skip
    places = [text.index(pile + " 1 ") for pile in piles]
    assert places == sorted(places)
    assert "正常的事" not in text, "it is not the office's to do"
    assert "4 matters are yours to do, 1 is overdue" in text
    everything = words(open_desk(desk.office, "?scope=all"))
    assert "正常的事" in everything
    assert "All 5" in everything


def test_a_unit_finds_what_it_owes(desk: Desk) -> None:
    desk.assigned(title="待签收的事", day=today() - 3 * DAY, due=today() + 30 * DAY)
    back = desk.reported(title="退回的事", day=today() - 3 * DAY, due=today() + 30 * DAY)
    return_for_rework(on(today(), desk.office), matter=back, words="两户未通")
    text = words(open_desk(desk.reporter))
    assert text.index("For me to sign for 1") < text.index("Returned, to be reported again 1")
    assert "returned 1 time, to be reported again: 两户未通" in text
    assert "Assigned by me" not in text
    assert "2 matters are yours to do" in text


def test_who_has_no_part_in_it_learns_nothing(desk: Desk) -> None:
    matter = overdue(desk)
    for user in (desk.stranger, desk.outsider):
        text = words(open_desk(user, "?scope=all"))
        assert matter.title not in text
        assert "All 0" in text
        assert_closed(signed_in(user), f"/matters/{matter.pk}/")


def test_filters_are_links_and_unknown_ones_are_refused(desk: Desk) -> None:
    overdue(desk)
    desk.in_hand(title="正常的事", day=today(), due=today() + 60 * DAY)
    client = english(desk.office)
    red = words(text_of(client.get("/matters/?scope=all&light=red")))
    assert "逾期的事" in red
    assert "正常的事" not in red
    assert "1 matter found" in red
    week = f"?scope=all&due_from={today()}&due_to={today() + 90 * DAY}"
    assert "逾期的事" not in words(text_of(client.get(f"/matters/{week}")))
    for query in ("light=pink", "scope=mine", "state=gone", "due_from=soon", "lead=x", "view=3d"):
        assert client.get(f"/matters/?{query}").status_code == 404, query


def test_one_matter_tells_its_story(desk: Desk) -> None:
    matter = overdue(desk)
    report_progress(
        on(today() - 9 * DAY, desk.reporter), matter=matter, words="3户征地未签", progress=72,
        files=[File("现场.jpg", b"x")],
    )  # fmt: skip
    page = assert_sound(english(desk.office).get(f"/matters/{matter.pk}/"))
    text = words(page)
    assert "working days overdue" in text
    assert "“确保供水。”" in text
    assert text.index("register") < text.index("progress 72%") < text.index("by the calendar")
    assert "lead unit 区招商局; supporting 白沙镇" in text
    assert "Nothing is closed out without an accepted completion report." in text
    link = next(part for part in page.split('"') if part.startswith("/matters/evidence/"))
    assert signed_in(desk.reporter).get(link).getvalue() == b"x"
    assert signed_in(desk.stranger).get(link).status_code == 404


def test_a_step_without_script_is_a_page_and_a_form(desk: Desk) -> None:
    matter = overdue(desk)
    client = english(desk.office)
    form = text_of(client.get(f"/matters/{matter.pk}/?scope=all&do=urge"))
    assert f'action="/matters/{matter.pk}/steps/urge?scope=all"' in form
    assert "Please get it done by the due day." in form
    answer = step(client, matter, "urge", "?scope=all", words="抓紧")
    assert answer.status_code == 302
    assert answer["Location"] == f"/matters/{matter.pk}/?scope=all"
    matter.refresh_from_db()
    assert (matter.urges, matter.latest_words) == (1, "抓紧")
    again = step(client, matter, "urge", words="抓紧")
    assert again.status_code == 422
    assert "It was urged today already." in text_of(again)


def test_a_script_gets_the_pane_and_what_else_changed(desk: Desk) -> None:
    matter = desk.reported(day=today() - DAY, due=today() + 30 * DAY)
    client = english(desk.office)
    head = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "matter-detail"}
    pane = text_of(client.get(f"/matters/{matter.pk}/?do=verify", **head))
    assert "<html" not in pane
    assert 'name="checks"' in pane
    to = f"/matters/{matter.pk}/steps/verify"
    short = client.post(to, {"checks": ["facts"]}, **head)
    assert short.status_code == 422
    assert "Return it with the reason" in text_of(short)
    every = ["facts", "solved", "done", "conclusion", "lawful", "form"]
    done = text_of(client.post(to, {"checks": every}, **head))
    assert 'id="matter-list" hx-swap-oob' in done
    assert "For me to close out" in done
    matter.refresh_from_db()
    assert matter.state == "verified"


def test_who_may_not_is_refused_and_nothing_changes(desk: Desk) -> None:
    matter = desk.in_hand(day=today(), due=today() + 30 * DAY)
    answer = step(signed_in(desk.reporter), matter, "urge", words="抓紧")
    assert answer.status_code == 403
    assert step(signed_in(desk.stranger), matter, "urge", words="x").status_code == 404
    assert step(signed_in(desk.office), matter, "vanish", words="x").status_code == 404
    matter.refresh_from_db()
    assert matter.urges == 0


def test_the_whole_way_over_forms(desk: Desk) -> None:
    matter = desk.registered(day=today())
    office, unit = signed_in(desk.office), signed_in(desk.reporter)
    due = (today() + 20 * DAY).isoformat()
    given = {"lead_unit": desk.lead.pk, "supporting": [desk.helper.pk], "due": due}
    step(office, matter, "assign", **given, responsible_person="何志远")
    step(unit, matter, "sign_for")
    step(unit, matter, "report_progress", words="铺设 7.2 公里", progress="60")
    step(unit, matter, "ask_extension", words="征地", due=(today() + 30 * DAY).isoformat())
    step(office, matter, "grant_extension")
    step(unit, matter, "report_completion", words="已通水")
    step(office, matter, "return_for_rework", words="两户未通")
    step(unit, matter, "report_completion", words="全部通水")
    every = ["facts", "solved", "done", "conclusion", "lawful", "form"]
    step(office, matter, "verify", checks=every)
    step(office, matter, "close_out")
    step(office, matter, "recheck", words="回访三户")
    matter.refresh_from_db()
    assert (matter.state, matter.returns, matter.extensions) == ("closed", 1, 1)
    assert matter.rechecked_on == today()
    text = words(assert_sound(english(desk.office).get(f"/matters/{matter.pk}/")))
    assert "closed out" in text


def test_merging_asks_for_the_number_of_a_matter_that_one_sees(desk: Desk) -> None:
    one, other = desk.registered("一件", today()), desk.registered("另一件", today())
    client = english(desk.office)
    wrong = step(client, one, "merge", into="YX-1999-0001", words="同一件事")
    assert wrong.status_code == 422
    assert "There is no matter of the number YX-1999-0001." in text_of(wrong)
    assert step(client, one, "merge", into=other.number, words="同一件事").status_code == 302
    one.refresh_from_db()
    assert one.merged_into_id == other.pk


def test_the_bar_counts_what_lies_on_the_desk(desk: Desk) -> None:
    desk.registered(day=today())
    overdue(desk)
    home = words(text_of(english(desk.office).get("/boards/")))
    assert "Matters 2 waiting for you" in home


def test_the_desk_takes_as_many_queries_for_many_as_for_few(desk: Desk) -> None:
    def queries(url: str) -> int:
        client = signed_in(desk.office)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(url).status_code == 200
        return len(found)

    overdue(desk)
    few = {url: queries(url) for url in ("/matters/", "/matters/?scope=all")}
    for n in range(6):
        overdue(desk, f"逾期{n}")
        desk.reported(title=f"复命{n}", day=today() - DAY, due=today() + 30 * DAY)
    assert {url: queries(url) for url in few} == few


def test_the_list_goes_into_a_file_with_its_filter(desk: Desk) -> None:
    overdue(desk, "=逾期")
    desk.in_hand(title="正常的事", day=today(), due=today() + 60 * DAY)
    answer = english(desk.office).get("/matters/?scope=all&light=red&format=csv")
    text = answer.content.decode("utf-8-sig")
    assert "'=逾期" in text
    assert "正常的事" not in text
