"""What a unit owes, on a phone: the list, one matter answered, and an answer that comes late."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leitai.apps.matters.models import Matter, MatterEvent
from leitai.apps.matters.services import (
    Measure,
    report_completion,
    report_progress,
    return_for_rework,
    transfer,
)
from tests.apps.matters.world import Desk, make_desk, on
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
VILLAGES = Measure("已达标的村", 15, "个")


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    return make_desk(district, people)


def today() -> dt.date:
    return timezone.localdate()


def counted(desk: Desk) -> Matter:
    """A matter in hand that counts villages, thirteen of fifteen done."""
    matter = desk.in_hand(day=today() - 5 * DAY, due=today() + 20 * DAY, measure=VILLAGES)
    act = on(today() - 2 * DAY, desk.reporter)
    return report_progress(act, matter=matter, words="十三个村", measure_done=13)


def send(client: Client, matter: Matter, verb: str, **given: Any) -> Any:
    return client.post(f"/matters/mine/{matter.pk}/answer", {"verb": verb, **given})


def send_late(client: Client, user: Any, matter: Matter, verb: str, **given: Any) -> Any:
    """Send an answer as the script does."""
    given = {"verb": verb, "person": user.pk, **given}
    return client.post(
        f"/matters/mine/{matter.pk}/answer", given, headers={"accept": "application/json"}
    )


def steps(matter: Matter, verb: str) -> int:
    return MatterEvent.objects.filter(matter=matter, verb=verb).count()


def test_a_unit_sees_what_it_owes_and_nobody_else_does(desk: Desk) -> None:
    desk.assigned(title="待签收的事", day=today() - 3 * DAY, due=today() + 30 * DAY)
    desk.in_hand(title="逾期的事", day=today() - 20 * DAY, due=today() - 7 * DAY)
    desk.reported(title="已复命的事", day=today() - 2 * DAY, due=today() + 30 * DAY)
    text = words(assert_sound(english(desk.reporter).get("/matters/mine/")))
    assert "2 matters are yours to answer, 1 is overdue." in text
    assert text.index("逾期的事") < text.index("待签收的事"), "the nearest due day first"
    assert "已复命的事" not in text
    for other in (desk.office, desk.leader, desk.supporter, desk.stranger, desk.outsider):
        assert "Nothing waits for you." in words(text_of(english(other).get("/matters/mine/")))


def test_the_list_costs_the_same_however_long_it_is(desk: Desk) -> None:
    client = signed_in(desk.reporter)

    def cost() -> int:
        with CaptureQueriesContext(connection) as held:
            assert client.get("/matters/mine/").status_code == 200
        return len(held)

    desk.in_hand(day=today(), due=today() + 20 * DAY)
    client.get("/matters/mine/")
    one = cost()
    for number in range(6):
        desk.in_hand(title=f"第{number}件", day=today(), due=today() + 20 * DAY)
    assert cost() == one


def test_one_matter_says_what_is_to_be_done_and_why_it_came_back(desk: Desk) -> None:
    matter = counted(desk)
    done = report_completion(
        on(today() - DAY, desk.reporter), matter=matter, words="都办了", measure_done=15
    )
    return_for_rework(on(today(), desk.office), matter=done, words="南塘村未达标")
    page = assert_sound(english(desk.reporter).get(f"/matters/mine/{matter.pk}/"))
    text = words(page)
    assert "Mine to answer 1 / 1" in text
    assert "南塘村未达标" in text
    assert 'value="report_completion" id="do-report_completion" checked' in page
    assert "已达标的村 (of 15 个, last 15)" in text
    assert_closed(signed_in(desk.stranger), f"/matters/mine/{matter.pk}/")
    assert "<form" not in text_of(english(desk.leader).get(f"/matters/mine/{matter.pk}/"))


def test_signing_progress_and_completion_need_no_typing(desk: Desk) -> None:
    matter = desk.assigned(day=today() - DAY, due=today() + 20 * DAY, measure=VILLAGES)
    client = english(desk.reporter)
    assert send(client, matter, "sign_for", responsible_person="罗小满").status_code == 302
    assert send(client, matter, "report_progress", measure_done=13).status_code == 302
    matter.refresh_from_db()
    assert (matter.responsible_person, matter.measure_done) == ("罗小满", 13)
    assert matter.latest_words == "已达标的村: 13 个, before 0 个."
    answer = client.post(
        f"/matters/mine/{matter.pk}/answer",
        {"verb": "report_completion", "measure_done": 15},
        follow=True,
    )
    assert "report completion, sent." in words(text_of(answer))
    matter.refresh_from_db()
    assert matter.state == "reported"


def test_a_number_that_has_not_moved_asks_for_words(desk: Desk) -> None:
    matter = counted(desk)
    client = english(desk.reporter)
    still = send(client, matter, "report_progress", measure_done=13)
    assert still.status_code == 422
    short = send(client, matter, "report_completion", measure_done=14, words="差一个村")
    assert short.status_code == 422
    page = text_of(short)
    assert "14 of 15 个 are done" in page
    assert 'value="14"' in page, "the number stands as it was sent"
    assert "差一个村" in page
    plain = desk.in_hand(title="不计数的事", day=today(), due=today() + 20 * DAY)
    assert send(client, plain, "report_completion").status_code == 422


def test_it_is_refused_and_extended_with_reasons(desk: Desk) -> None:
    client = english(desk.reporter)
    matter = desk.assigned(day=today() - DAY, due=today() + 20 * DAY)
    assert send(client, matter, "refuse").status_code == 422
    assert send(client, matter, "refuse", words="不归我局").status_code == 302
    matter.refresh_from_db()
    assert matter.state == "refused"
    other = counted(desk)
    form = text_of(client.get(f"/matters/mine/{other.pk}/?do=ask_extension"))
    assert 'name="due"' in form
    later = (today() + 40 * DAY).isoformat()
    assert send(client, other, "ask_extension", due=later, words="征地").status_code == 302
    other.refresh_from_db()
    assert other.asked_due is not None
    late = desk.in_hand(title="逾期的事", day=today() - 20 * DAY, due=today() - 7 * DAY)
    text = words(text_of(client.get(f"/matters/mine/{late.pk}/")))
    assert "An extension is asked for before the due day only." in text


def test_an_answer_that_arrives_twice_is_done_once(desk: Desk) -> None:
    matter = counted(desk)
    client = english(desk.reporter)
    operation = str(uuid.uuid4())
    given = {"measure_done": 14, "operation_id": operation}
    for _ in range(2):
        answer = send_late(client, desk.reporter, matter, "report_progress", **given)
        assert (answer.status_code, answer.json()) == (200, {"next": "/matters/mine/"})
    assert steps(matter, "report_progress") == 2, "thirteen, and fourteen once"
    again = send_late(
        client, desk.reporter, matter, "report_progress", measure_done=15,
        operation_id=str(uuid.uuid4()),
    )  # fmt: skip
    assert again.status_code == 200
    assert steps(matter, "report_progress") == 3, "another operation is another answer"


def test_what_arrived_is_told_as_done_even_when_the_matter_has_gone(desk: Desk) -> None:
    matter = counted(desk)
    client = english(desk.reporter)
    given = {"words": "在办", "operation_id": str(uuid.uuid4())}
    assert send_late(client, desk.reporter, matter, "report_progress", **given).status_code == 200
    transfer(on(today(), desk.office), matter=matter, lead_unit=desk.helper, words="改由镇里办")
    assert send_late(client, desk.reporter, matter, "report_progress", **given).status_code == 200
    fresh = {"words": "在办", "operation_id": str(uuid.uuid4())}
    gone = send_late(client, desk.reporter, matter, "report_progress", **fresh)
    assert gone.status_code in (403, 404)
    assert gone.json()["error"]


def test_a_late_answer_says_why_it_is_not_taken_and_goes_out_under_no_other_name(
    desk: Desk,
) -> None:
    matter = counted(desk)
    client = english(desk.reporter)
    short = send_late(client, desk.reporter, matter, "report_completion", measure_done=14)
    assert short.status_code == 422
    assert "14 of 15 个 are done" in short.json()["error"]
    other = send_late(client, desk.supporter, matter, "report_progress", words="在办")
    assert other.status_code == 409
    assert steps(matter, "report_progress") == 1
    refused = send_late(english(desk.supporter), desk.supporter, matter, "report_completion",
                        measure_done=15)  # fmt: skip
    assert refused.status_code == 403
    assert send_late(client, desk.reporter, matter, "close_out").status_code == 404
