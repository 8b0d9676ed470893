"""Trying what is typed without script and without saving: the curve and who moves."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from leitai.apps.standings.models import SchemeVersion
from tests.web.scenes import assert_sound
from tests.web.test_scheme_drafts import HERE, ITEM, draft, office, published

pytestmark = pytest.mark.django_db
__all__ = ["draft", "office", "published"]  # fixtures


def press(client: Client, field: str, typed: str) -> HttpResponse:
    """Send the page as a browser without script does, with one field typed anew."""
    data: dict[str, Any] = {
        "page": "1", "try": "1", "revision": 1, "group": "towns", "item": "i_funds",
    }  # fmt: skip
    at = json.dumps([*ITEM, *field.split(".")], ensure_ascii=False)
    return client.post(f"{HERE}edit", data | {f"at:{at}": typed})


def points(page: str) -> str:
    """The table of points beside the curve."""
    return re.findall(r'id="scheme-curve">.*?</table>', page, re.S)[0]


def test_the_page_offers_to_try(draft: SchemeVersion, office: Client) -> None:
    page = assert_sound(office.get(f"{HERE}?item=i_funds"))
    [button] = re.findall(r"<noscript>(<button[^>]*name=\"try\"[^>]*>)", page)
    assert 'form="draft-form"' in button


def test_what_is_typed_is_shown_and_not_saved(draft: SchemeVersion, office: Client) -> None:
    stored = assert_sound(office.get(f"{HERE}?item=i_funds"))
    tried = assert_sound(press(office, "rule.high", "24"))
    assert "没有保存" in tried
    assert 'value="24"' in tried, "the field keeps what was typed"
    assert points(tried) != points(stored)
    assert "只改" in tried, "who moves by this change alone"
    draft.refresh_from_db()
    assert draft.revision == 1
    assert points(assert_sound(office.get(f"{HERE}?item=i_funds"))) == points(stored)


def test_nonsense_is_refused_in_its_field(draft: SchemeVersion, office: Client) -> None:
    answer = press(office, "marks", "很多")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in assert_sound(answer)
    draft.refresh_from_db()
    assert draft.revision == 1
