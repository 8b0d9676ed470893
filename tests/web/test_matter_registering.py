"""Registering matters: the form, drafts, parts, and many at once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from leitai.apps.matters.models import Matter
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People
from tests.web.scenes import assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """The supervision office, a lead unit and a supporting one."""
    return make_desk(district, people)


def form(desk: Desk, **changes: Any) -> dict[str, Any]:
    return {
        "title": "背街小巷改造", "kind": "document", "source_kind": "meeting",
        "source_name": "区政府第31次常务会议纪要，第4条", "source_words": "年内改造四条。",
        "lead_unit": desk.lead.pk, "supporting": [desk.helper.pk], "do": "assign",
        **changes,
    }  # fmt: skip


def test_a_matter_is_registered_and_assigned_in_one_go_by_the_term_of_its_kind(
    desk: Desk,
) -> None:
    client = english(desk.office)
    page = words(assert_sound(client.get("/matters/new/")))
    assert "official document (due " in page
    sent = form(desk, parts="松桥路\n 柳河巷 ", operation_id=str(uuid.uuid4()))
    for _again in range(2):
        assert client.post("/matters/register", sent).status_code == 302
    whole = Matter.objects.get(title="背街小巷改造")
    assert whole.state == "assigned"
    assert whole.due is not None
    assert 30 <= (whole.due - timezone.localdate()).days <= 40
    assert whole.source_words == "年内改造四条。"
    assert list(whole.parts.values_list("title", "state")) == [
        ("松桥路", "assigned"), ("柳河巷", "assigned"),
    ]  # fmt: skip


def test_a_draft_is_changed_and_then_registered(desk: Desk) -> None:
    client = english(desk.office)
    client.post("/matters/register", form(desk, do="draft"))
    draft = Matter.objects.get()
    assert (draft.state, draft.number) == ("draft", "")
    listed = words(text_of(client.get("/matters/?scope=all&state=draft")))
    assert "背街小巷改造" in listed
    client.post(f"/matters/{draft.pk}/keep", form(desk, title="改了名", do="draft"))
    client.post(f"/matters/{draft.pk}/keep", form(desk, title="改了名", do="register"))
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("改了名", "registered")
    assert client.get(f"/matters/{draft.pk}/edit/").status_code == 404


def test_what_is_wrong_is_said_and_nothing_is_registered(desk: Desk) -> None:
    client = english(desk.office)
    for changes, told in (
        ({"lead_unit": ""}, "Name the lead unit."),
        ({"due": "2020-01-01"}, "The due day has passed already."),
        ({"parts": "x" * 121}, "A title has at most 120 characters."),
        ({"title": "机密★关于某事"}, "secrecy mark"),
    ):
        answer = client.post("/matters/register", form(desk, **changes))
        assert answer.status_code == 422
        assert told in text_of(answer)
    assert not Matter.objects.exists()


def test_the_term_is_told_with_its_working_days(desk: Desk) -> None:
    client = english(desk.office)
    told = text_of(client.get("/matters/term/?kind=blocker"))
    assert "5 working days from today." in told
    far = dt.date(timezone.localdate().year + 3, 5, 1)
    assert "Provisional" in text_of(client.get(f"/matters/term/?kind=blocker&due={far}"))
    assert signed_in(desk.reporter).get("/matters/term/").status_code == 404


def test_many_are_urged_and_each_tells_what_became_of_it(desk: Desk) -> None:
    later = timezone.localdate() + dt.timedelta(days=30)
    running = desk.in_hand(title="在办", day=timezone.localdate(), due=later)
    waiting = desk.registered(title="未交办", day=timezone.localdate())
    client = english(desk.office)
    ticked = f"?ids={running.pk}&ids={waiting.pk}"
    assert "2 matters are ticked." in words(assert_sound(client.get(f"/matters/many/{ticked}")))
    sent = {"ids": [running.pk, waiting.pk], "do": "urge", "words": "抓紧"}
    text = words(text_of(client.post("/matters/many/act", sent)))
    assert "Done for 1. 1 refused" in text
    assert "The matter is registered; that is not open now." in text
    running.refresh_from_db()
    assert running.urges == 1


def test_many_are_assigned_to_one_unit(desk: Desk) -> None:
    two = [desk.registered(title=title, day=timezone.localdate()) for title in ("一", "二")]
    sent = {"ids": [one.pk for one in two], "do": "assign", "lead_unit": desk.lead.pk}
    assert signed_in(desk.leader).post("/matters/many/act", sent).status_code == 403
    english(desk.office).post("/matters/many/act", sent)
    assert set(Matter.objects.values_list("state", "lead_unit")) == {("assigned", desk.lead.pk)}
