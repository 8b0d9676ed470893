"""Components say in words what they show, escape what they are given and need no inline style."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import RequestFactory
from django_cotton import render_component

pytestmark = pytest.mark.usefixtures("_english")


def shown(name: str, **attributes: Any) -> str:
    return str(render_component(RequestFactory().get("/"), name, attributes))


def words(html: str) -> str:
    class Text(HTMLParser):
        text = ""

        def handle_data(self, data: str) -> None:
            self.text += data

    reader = Text()
    reader.feed(html)
    return " ".join(reader.text.split())


@pytest.mark.parametrize(
    ("value", "said"), [(2, "up 2"), (-1, "down 1"), (0, "same place"), (None, "—")]
)
def test_a_change_of_rank_has_its_word(value: int | None, said: str) -> None:
    html = shown("change", value=value)
    assert words(html) == said
    assert ("<svg" in html) == bool(value)


@pytest.mark.parametrize("kind", ["green", "blue", "yellow", "red", "grey"])
def test_no_light_comes_without_its_word_and_its_shape(kind: str) -> None:
    html = shown("light", kind=kind)
    assert words(html)
    assert "<svg" in html


def test_a_stacked_score_says_its_parts() -> None:
    parts = [{"name": "Economy", "marks": 30, "score": 25.66}]
    html = shown("stack-bar", parts=parts, full=100)
    assert 'aria-label="Economy 25.66"' in html
    assert 'width="25.660%"' in html


def test_a_number_leads_down_and_is_escaped() -> None:
    html = shown("number", url="/trace/score/1/total/", value="<b>1</b>", label="Total")
    assert "data-trace" in html
    assert "<b>1</b>" not in html
    assert "<a" not in shown("number", value="14.21")


def test_chart_data_cannot_leave_its_element() -> None:
    data = {"kind": "bar", "names": ["</template><script>alert(1)</script>"], "values": [1]}
    html = shown("chart", data=data, label="finding", slot="")
    inner = re.search(r"<template data-json>(.*?)</template>", html, re.S)
    assert inner is not None
    assert json.loads(inner.group(1)) == data
    assert "<script" not in html  # pieces of pages that come later lose their scripts


def test_two_forms_on_a_page_have_operation_ids_of_their_own() -> None:
    found = [
        re.findall(r'name="operation_id" value="([0-9a-f-]{36})"', shown("post", url="/x"))
        for _time in range(2)
    ]
    assert len(found[0]) == len(found[1]) == 1
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("rank-strip", {"rank": 6, "size": 12}),
        ("interval", {"low": 2, "high": 4, "size": 12}),
        ("pace", {"actual": 75, "floor": 80, "stretch": 100}),
        ("deviation-bars", {"rows": [{"name": "a", "value": 1.0, "difference": -2.0}]}),
        ("spark", {"values": [1, 2, 3], "label": "line"}),
    ],
)
def test_figures_have_a_text_and_no_inline_style(name: str, attributes: dict[str, Any]) -> None:
    html = shown(name, **attributes)
    assert "style=" not in html
    assert "aria-label=" in html or words(html)
