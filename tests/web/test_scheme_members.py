"""A list of members that allows for absent units: written, tried, compared, published, scored."""

from __future__ import annotations

import pytest
from django.test import Client

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.services import compute_standing, open_round
from tests import factories
from tests.people import District, People
from tests.web.scenes import assert_sound, signed_in, store_october, text_of
from tests.web.test_scheme_drafts import HERE, draft, edit, office, published

pytestmark = pytest.mark.django_db
__all__ = ["draft", "office", "published"]  # fixtures

AT = ["groups", "towns", "members"]


def test_a_list_with_an_absent_unit_goes_from_the_page_to_the_board(
    draft: SchemeVersion, office: Client, district: District, people: People
) -> None:
    edit(office, {"at": [*AT, "kinds"]}, item="", raw="")
    page = text_of(edit(office, {"at": [*AT, "units"]}, 2, item="", raw="白沙镇、青石镇、无此镇"))
    assert "没有叫“无此镇”的单位" in page
    page = text_of(edit(office, {"at": [*AT, "absent"]}, 3, item="", raw="leave_out"))
    assert "没有叫“无此镇”的单位" not in page
    told = "方案名单里有、数据里没有，未列入：无此镇。"
    assert told in assert_sound(office.get(f"{HERE}trial/?period=2026-10"))
    compared = assert_sound(office.get(f"{HERE}compare/?with=1.0"))
    assert "街道" in compared
    assert "township" not in compared.split("<main")[1]

    office.post(f"{HERE}submit", {"revision": 4})
    signed_in(people["principal_leader"]).post(f"{HERE}decide", {"decision": "approve"})
    office.post(f"{HERE}publish")
    assert SchemeVersion.objects.get(number="2.0").state == "published"
    november = factories.month(2026, 11)
    store_october(district, november)
    played = open_round(Act(), scheme=draft.scheme, period=november)
    compute_standing(Act(), played=played)
    board = assert_sound(office.get("/boards/attraction/2026-11/?draft=1"))
    assert told in board
    assert "白沙镇" in board
    assert "安平镇" not in board.split("<main")[1]
    assert told not in assert_sound(office.get("/boards/attraction/2026-10/"))
