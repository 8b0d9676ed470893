"""The page on which an office writes its own rules of matters, and their versions."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from leitai.apps.matters.models import RuleChoice
from leitai.apps.matters.selectors.rules import rules_for
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People
from tests.web.scenes import assert_sound, english, words

pytestmark = pytest.mark.django_db
INPUT = re.compile(r'<input[^>]*name="([^"]+)"[^>]*>')
VALUE = re.compile(r'value="([^"]*)"')
SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.S)
CHOSEN = re.compile(r'<option value="([^"]*)" selected')


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    return make_desk(district, people)


def filled(page: str) -> dict[str, str]:
    """Return what the form of a page sends as it stands."""
    form = page.split('action="/matters/rules/', 1)[1].split("</form>", 1)[0]
    sent: dict[str, str] = {}
    for found in INPUT.finditer(form):
        ticked = 'type="checkbox"' in found[0]
        if ticked and " checked" not in found[0]:
            continue
        value = VALUE.search(found[0])
        sent[found[1]] = unescape(value[1]) if value else "on" if ticked else ""
    for name, options in SELECT.findall(form):
        chosen = CHOSEN.search(options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_an_own_set_begins_from_a_ready_one_and_its_difference_is_told(desk: Desk) -> None:
    client = english(desk.office)
    page = assert_sound(client.get("/matters/rules/kinds/edit/"))
    sent = filled(page) | {"name": "云溪期限", "reason": "常委会议定"}
    new = int(sent["kinds-INITIAL_FORMS"])
    sent |= {
        "kinds-0-number": "12", "kinds-0-count": "working_days", "kinds-0-evidence": "50",
        f"kinds-{new}-name": "巡察整改", f"kinds-{new}-count": "calendar_days",
        f"kinds-{new}-number": "60", f"kinds-{new}-urge_before": "10, 3",
        "checks-5-DELETE": "on",
    }  # fmt: skip
    answer = client.post("/matters/rules/kinds/save", sent, follow=True)
    assert answer.status_code == 200, words(answer.content.decode())
    shown = words(assert_sound(answer))
    assert "Version 1 is kept." in shown
    assert "official document: Term 30 days → 12 working days" in shown
    assert "official document: Drawn for evidence — → 50%" in shown
    assert "added: 巡察整改" in shown
    assert "left out (before closing out): the form is right" in shown
    kinds = rules_for(desk.area.pk).kinds
    assert kinds.kinds[-1].urge_before == (10, 3)
    assert len(kinds.checks) == 5
    assert "巡察整改" in words(assert_sound(client.get("/matters/rules/")))


def test_the_form_grows_by_rows_and_keeps_what_was_typed(desk: Desk) -> None:
    client = english(desk.office)
    sent = filled(client.get("/matters/rules/kinds/edit/").content.decode())
    before = int(sent["kinds-TOTAL_FORMS"])
    sent |= {f"kinds-{before - 1}-name": "巡察整改", "more": "kinds"}
    again = filled(assert_sound(client.post("/matters/rules/kinds/save", sent)))
    assert int(again["kinds-TOTAL_FORMS"]) == before + 2
    assert again[f"kinds-{before - 1}-name"] == "巡察整改"
    assert again[f"kinds-{before + 1}-name"] == ""
    assert not RuleChoice.objects.exists()
    assert client.post("/matters/rules/kinds/save", sent | {"more": "levels"}).status_code == 404


def test_faults_stand_at_their_fields_and_nothing_is_kept(desk: Desk) -> None:
    client = english(desk.office)
    sent = filled(client.get("/matters/rules/kinds/edit/").content.decode())
    for changes, told in (
        ({"kinds-0-number": "0"}, "“0” is no number from 1 to 366"),
        ({"kinds-0-urge_before": "soon"}, "Write numbers of days"),
        ({"kinds-0-evidence": "130"}, "is no number from 0 to 1"),
        ({"reason": ""}, "This field is required"),
    ):
        given = sent | {"name": "x", "reason": "y"} | changes
        answer = client.post("/matters/rules/kinds/save", given)
        assert answer.status_code == 422
        assert told in words(assert_sound(answer))
    assert not RuleChoice.objects.exists()


@pytest.mark.parametrize("category", ["lights", "ladder"])
def test_what_is_sent_as_it_stands_changes_nothing(desk: Desk, category: str) -> None:
    client = english(desk.office)
    ready = {"lights": "suqian", "ladder": "huinong"}[category]
    page = assert_sound(client.get(f"/matters/rules/{category}/edit/?from={ready}"))
    sent = filled(page) | {"reason": "照搬"}
    assert client.post(f"/matters/rules/{category}/save", sent).status_code == 302
    made = RuleChoice.objects.get()
    rules_for(desk.area.pk)
    client.post("/matters/rules/choose", {"category": category, "slug": ready})
    shown = words(assert_sound(client.get(f"/matters/rules/{category}/versions/")))
    assert "v2" in shown
    assert "the same as the version before" in shown, made.content


def test_programs_write_a_set_and_read_its_versions(desk: Desk) -> None:
    client = english(desk.office)
    content = {"conditions": [{"light": "red", "when": "late", "days": 2}]}
    data = {"area": desk.area.pk, "category": "lights", "content": content, "reason": "试行"}

    def post(**changes: Any) -> Any:
        sent = json.dumps(data | changes)
        return client.post("/api/v1/matters/rules", sent, "application/json")

    wrong = {"conditions": [{"light": "pink", "when": "late"}]}
    refused = post(content=wrong)
    assert refused.status_code == 409
    assert "conditions[1].light" in refused.json()["detail"]
    assert post().status_code == 200
    (version,) = client.get(f"/api/v1/matters/rules/{desk.area.pk}/lights").json()
    assert (version["number"], version["reason"], version["content"]) == (1, "试行", content)
    assert client.get(f"/api/v1/matters/rules/{desk.area.pk}/lamps").status_code == 404
