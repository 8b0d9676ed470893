"""Names of units in a draft: a misspelt one is said at once, at its place, with the near ones."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.unit_names import unknown_units
from tests.people import District
from tests.web.scenes import text_of
from tests.web.test_scheme_drafts import HERE, ITEM, draft, edit, office, published

pytestmark = pytest.mark.django_db
__all__ = ["draft", "office", "published"]  # fixtures


TOWNS = ["groups", "towns"]
EXEMPT = {"do": "set", "at": [*ITEM, "not_applicable"], "value": {"units": ["青石乡", "白沙镇"]}}
LISTED = {"do": "set", "at": [*TOWNS, "members"], "value": {"units": ["白沙镇", "龙弯镇"]}}
HARD = {"do": "set", "at": [*TOWNS, "difficulty"], "value": {"安平镇": 1.05, "安平": 1.1}}


@pytest.mark.parametrize(
    ("operation", "wrong", "near", "place"),
    [
        (EXEMPT, "青石乡", "青石镇", "不适用"),
        (LISTED, "龙弯镇", "龙湾镇", "成员"),
        (HARD, "安平", "安平镇", "难度系数"),
    ],
)
def test_a_name_that_nobody_bears_is_said_at_its_place(
    draft: SchemeVersion, office: Client, operation: Any, wrong: str, near: str, place: str
) -> None:
    page = text_of(edit(office, operation))
    assert f"没有叫“{wrong}”的单位。" in page
    assert near in page.split(f"没有叫“{wrong}”的单位。")[1][:80]
    assert "没有叫“白沙镇”" not in page
    assert place in page.split(f"没有叫“{wrong}”的单位。")[0][-1500:]
    assert 'action="/schemes/attraction/2.0/submit"' not in page, "it cannot be sent for approval"
    with translation.override("en"):
        refused = office.post(f"{HERE}submit", {"revision": 2}, follow=True)
    assert "open" in text_of(refused) or "未决" in text_of(refused) or "处问题" in text_of(refused)
    assert SchemeVersion.objects.get(number="2.0").state == "draft"


def test_a_list_that_allows_for_absent_units_may_name_them(district: District) -> None:
    """A list for the whole country names counties that an area need not have."""
    text = "groups: [{id: a, members: {absent: leave_out, units: [无此县]}, tree: []}]"
    assert unknown_units(district.area, text) == ()
    strict = text.replace("absent: leave_out, ", "")
    [problem] = unknown_units(district.area, strict)
    assert problem.path == "groups[a].members.units[0]"
    assert problem.message.en == "No unit is called “无此县”."


def test_the_names_of_a_draft_cost_one_query_more(
    draft: SchemeVersion, district: District, django_assert_max_num_queries: Any
) -> None:
    text = "groups: [{id: a, difficulty: {白沙镇: 1.1, 白沙: 1.2}, tree: []}]"
    with django_assert_max_num_queries(2):
        [problem] = unknown_units(district.area, text)
    assert problem.keys == ("groups", 0, "difficulty", "白沙")
