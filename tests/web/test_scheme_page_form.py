"""Writing a draft without script: the page is a form, and its answers are whole pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from leitai.apps.standings.models import DraftRevision, SchemeVersion, Standing
from leitai.engine.scheme.editing import readable
from tests.people import District, People
from tests.web.scenes import assert_sound, publish_board, signed_in, text_of

pytestmark = pytest.mark.django_db

HERE = "/schemes/attraction/2.0/"


class FormReader(HTMLParser):
    """What a browser without script would send of the form ``draft-form``, and its buttons."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sent: dict[str, list[str]] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self.select: str | None = None
        self.first: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = given.get("form") == "draft-form" and "disabled" not in given
        if tag == "option" and self.select is not None:
            if self.first is None or "selected" in given:
                self.first = given.get("value", "")
        elif not ours or not given.get("name"):
            return
        elif tag == "select":
            self.select, self.first = given["name"], None
        elif tag == "textarea":
            self.area = given["name"]
            self.sent.setdefault(self.area, []).append("")
        elif tag == "input":
            self.sent.setdefault(given["name"], []).append(given.get("value", ""))
        elif tag == "button":
            self.buttons[given.get("id") or given["name"]] = (given["name"], given["value"])

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.sent[self.area][-1] += data.replace("\n", "\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select is not None:
            if self.first is not None:
                self.sent.setdefault(self.select, []).append(self.first)
            self.select = None
        elif tag == "textarea":
            self.area = None


@pytest.fixture
def published(district: District) -> Standing:
    return publish_board(district)


@pytest.fixture
def office(published: Standing, people: People) -> Client:
    return signed_in(people["assessment_office"])


@pytest.fixture
def draft(published: Standing, office: Client) -> SchemeVersion:
    office.post(
        "/schemes/attraction/draft",
        {"source": "attraction:1.0", "number": "2.0", "day": "2026-11-01"},
    )
    return SchemeVersion.objects.get(number="2.0")


def page(client: Client, item: str = "i_funds") -> FormReader:
    found = FormReader()
    found.feed(assert_sound(client.get(f"{HERE}?group=towns&item={item}")))
    return found


def send(client: Client, form: FormReader, button: str = "", **typed: str) -> Any:
    """Send the form as it stands, with what was typed by the last part of its address."""
    data: dict[str, Any] = {name: list(values) for name, values in form.sent.items()}
    for name, text in typed.items():
        fields = [each for each in data if each.startswith("at:") and "i_funds" in each]
        names = [each for each in fields if json.loads(each[3:])[-1] == name]
        names = names or [name]
        data[names[0]][0] = text
    if button:
        name, value = form.buttons[button]
        data[name] = value
    return client.post(f"{HERE}edit", data | {"page": "1"})


def plain(draft: SchemeVersion) -> Any:
    draft.refresh_from_db()
    return readable(draft.text)["groups"][0]


def item(draft: SchemeVersion, name: str) -> Any:
    def walk(listed: Any) -> Any:
        for each in listed:
            yield each
            yield from walk(each.get("items", ()))

    return next(each for each in walk(plain(draft)["tree"]) if each["id"] == name)


@pytest.mark.parametrize("chosen", ["", "i_funds", "i_projects"])
def test_a_page_sent_as_it_stands_changes_nothing(
    draft: SchemeVersion, office: Client, chosen: str
) -> None:
    answer = send(office, page(office, chosen))
    assert answer.status_code == 302
    assert DraftRevision.objects.filter(version=draft).count() == 1


def test_everything_typed_is_one_saved_state(draft: SchemeVersion, office: Client) -> None:
    form = page(office)
    at = 'at:["groups", "towns", "@", "i_projects", "marks"]'
    form.sent[at][0] = "45"
    answer = send(office, form, marks="55", high="24", name="到位资金（省外）")
    assert answer["Location"] == f"{HERE}?group=towns&item=i_funds"
    found = item(draft, "i_funds")
    assert (found["marks"], found["rule"]["high"], found["name"]) == (55, 24, "到位资金（省外）")
    assert item(draft, "i_projects")["marks"] == 45
    assert draft.revision == 2


def test_what_is_no_value_comes_back_with_everything_else_typed(
    draft: SchemeVersion, office: Client
) -> None:
    answer = send(office, page(office), marks="六十", name="到位资金（省外）")
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "<!doctype html>" in shown
    assert "没有保存" in shown
    assert "“六十”不是数" in shown
    assert 'value="六十"' in shown
    assert 'value="到位资金（省外）"' in shown
    assert DraftRevision.objects.filter(version=draft).count() == 1


def test_a_rule_is_chosen_and_an_item_added_moved_and_removed(
    draft: SchemeVersion, office: Client
) -> None:
    send(office, page(office), "kind-efficacy")
    assert item(draft, "i_funds")["rule"]["kind"] == "efficacy"
    answer = send(office, page(office), "add-item")
    assert "item=item_1" in answer["Location"]
    form = page(office, "item_1")
    assert "move-up" in form.buttons
    before = [each["id"] for each in plain(draft)["tree"]]
    send(office, form, "move-up")
    after = [each["id"] for each in plain(draft)["tree"]]
    assert after != before or "item_1" not in after
    send(office, page(office, "item_1"), "remove-item")
    assert "item_1" not in draft_text(draft)


def draft_text(draft: SchemeVersion) -> str:
    draft.refresh_from_db()
    return draft.text


def test_what_was_typed_is_saved_with_the_button_that_is_pressed(
    draft: SchemeVersion, office: Client
) -> None:
    send(office, page(office), "add-node", marks="55")
    assert item(draft, "i_funds")["marks"] == 55
    assert item(draft, "node_1")["items"] == []


def test_a_group_and_a_coefficient_are_added(draft: SchemeVersion, office: Client) -> None:
    answer = send(office, page(office, ""), "add-the-group")
    assert answer.status_code == 422
    assert "写明新组叫什么" in text_of(answer)
    send(office, page(office, ""), "add-the-group", group_name="园区", group_like="towns")
    draft.refresh_from_db()
    assert [each["name"] for each in readable(draft.text)["groups"]][-1] == "园区"
    form = page(office)
    put = next(name for name in form.buttons if name.endswith("difficulty-put"))
    new = next(name for name in form.sent if name.startswith("new:") and "difficulty" in name)
    unit = form.sent[new][0]
    send(office, form, put)
    assert item(draft, "i_funds")["difficulty"] == {unit: 1}


def test_an_indicator_is_found_and_chosen(draft: SchemeVersion, office: Client) -> None:
    form = page(office)
    answer = send(office, form, "find", q="到位")
    assert "q=%E5%88%B0%E4%BD%8D" in answer["Location"]
    shown = text_of(office.get(answer["Location"]))
    assert "choose_figure" in shown
    assert "到位资金" in shown


def test_a_later_state_is_a_conflict_with_the_newest_page(
    draft: SchemeVersion, office: Client
) -> None:
    mine, theirs = page(office), page(office)
    send(office, theirs, marks="55")
    answer = send(office, mine, marks="50")
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "没有保存" in shown
    assert "assessment_office" in shown
    assert item(draft, "i_funds")["marks"] == 55


def test_a_field_that_the_page_does_not_have_is_refused(
    draft: SchemeVersion, office: Client
) -> None:
    form = page(office)
    form.sent['at:["groups", "towns", "@", "i_projects", "id"]'] = ["x"]
    assert send(office, form).status_code == 422
    assert DraftRevision.objects.filter(version=draft).count() == 1


def test_what_holds_where_a_part_is_left_out_is_said_in_words(
    draft: SchemeVersion, office: Client
) -> None:
    form = page(office, "")
    button = next(name for name in form.buttons if name.endswith("members-remove"))
    send(office, form, button)
    whole = assert_sound(office.get(f"{HERE}?group=towns"))
    assert "数据里的全部单位" in whole
    assert not re.search(r"[A-Z]\w+\([a-z_]+=", whole)
