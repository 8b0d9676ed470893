"""A problem of a draft leads to the field that mends it, wherever the form keeps that field."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from leitai.apps.standings.models import SchemeVersion
from leitai.engine.scheme.editing import readable
from tests.web.scenes import assert_sound, text_of
from tests.web.test_scheme_drafts import HERE, ITEM, draft, edit, office, published

pytestmark = pytest.mark.django_db
__all__ = ["draft", "office", "published"]  # fixtures

GROUP = ["groups", "towns"]
UNITS = {"do": "set", "at": [*ITEM, "not_applicable"], "value": {"units": ["白沙镇", "白沙乡"]}}
ZONES = {"do": "set", "at": ["zones"], "value": {"leading": 2, "lagging": "no"}}
GATE = {
    "do": "insert",
    "at": [*GROUP, "gates"],
    "value": {"id": "g", "name": "门槛", "applies_to": ["i"], "all": [{"input": "funds"}]},
}


def leads(page: str, words: str) -> str:
    """Return the address of the link before some words of the list of problems."""
    listed = re.finditer(r'<li><a href="([^"]+)"[^>]*>[^<]*</a>([^<]*)', page)
    return html.unescape(next(each[1] for each in listed if words in each[2]))


def focused(page: str) -> str:
    """Return the id of the one element that takes the focus."""
    [tag] = re.findall(r"<(?:input|select|textarea|fieldset)[^>]* autofocus[^>]*>", page)
    found = re.search(r' id="([^"]+)"', tag)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("operation", "words", "field"),
    [
        (UNITS, "白沙乡", "f-groups-towns-i_funds-not_applicable-units"),
        (GATE, "没有叫", "f-groups-towns-gates-0-applies_to"),
        (GATE, "条件没有写界限", "f-groups-towns-gates-0-all-in"),
        (ZONES, "no", "f-zones-lagging"),
    ],
)  # fmt: skip
def test_the_link_of_a_problem_opens_and_focuses_its_field(
    draft: SchemeVersion, office: Client, operation: Any, words: str, field: str
) -> None:
    way = leads(text_of(edit(office, operation)), words)
    page = assert_sound(office.get(way))
    assert focused(page) == field
    before = page[: page.index(" autofocus")]
    folded = re.findall(r"<details([^>]*)>|</details>", before)
    assert not folded or folded[-1] == "" or " open" in folded[-1], "the fold around it is open"
    assert words in page[page.index(" autofocus") :], "what is wrong stands at the field"


def test_an_item_that_sounds_forbidden_is_settled_on_the_page(
    draft: SchemeVersion, office: Client
) -> None:
    page = text_of(edit(office, {"do": "set", "at": [*ITEM, "name"], "value": "媒体报道"}))
    assert "“媒体报道”像是媒体报道、新闻稿件" in page
    assert "kind: result" not in page
    assert 'action="/schemes/attraction/2.0/submit"' not in page
    kind = [*ITEM, "kind"]
    assert focused(text_of(office.get(leads(page, "像是")))) == "f-groups-towns-i_funds-kind"
    page = text_of(edit(office, {"at": kind}, 2, raw="result"))
    assert "像是" not in page
    assert 'action="/schemes/attraction/2.0/submit"' in page


def test_the_reason_and_basis_of_an_item_switched_off_are_written_on_the_page(
    draft: SchemeVersion, office: Client
) -> None:
    edit(office, {"do": "set", "at": [*ITEM, "off"], "value": "本年不用"})
    edit(office, {"at": [*ITEM, "off", "reason"]}, 2, raw="减负规定不得以此计分")
    page = text_of(edit(office, {"at": [*ITEM, "off", "basis"]}, 3, raw="《若干规定》"))
    assert 'value="减负规定不得以此计分"' in page
    group = readable(SchemeVersion.objects.get(number="2.0").text)["groups"][0]
    [item] = [each for node in group["tree"] for each in node["items"] if each["id"] == "i_funds"]
    assert item["off"] == {"reason": "减负规定不得以此计分", "basis": "《若干规定》"}


def test_vetoes_and_gates_are_added_each_under_an_id_of_its_own(
    draft: SchemeVersion, office: Client
) -> None:
    for revision in (1, 2):
        page = text_of(office.get(f"{HERE}?item="))
        add = re.search(r'value="([^"]+)" data-op id="f-groups-towns-vetoes-add"', page)
        assert add is not None
        edit(office, json.loads(html.unescape(add[1])), revision, item="")
    vetoes = readable(SchemeVersion.objects.get(number="2.0").text)["groups"][0]["vetoes"]
    assert len({each["id"] for each in vetoes}) == len(vetoes) == 3
    page = text_of(
        edit(office, {"at": [*GROUP, "vetoes", 2, "legal_basis"]}, 3, item="", raw="《安全生产法》")
    )
    assert 'value="《安全生产法》"' in page
    assert "总分记零" in page
