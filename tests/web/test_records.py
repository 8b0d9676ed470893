"""Pages of bonus, penalty and veto records."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.apps.audit.models import Entry
from leitai.apps.indicators.storage import stored_file
from leitai.apps.standings.models import Record
from leitai.apps.units.models import User
from tests.web.scenes import assert_sound
from tests.web.world import Site

pytestmark = pytest.mark.django_db


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def english(site: Site, reader: str) -> Any:
    """A browser of the reader, whose pages speak English."""
    User.objects.filter(pk=site.user(reader).pk).update(language="en")
    site.clients.pop(reader, None)
    return site.client(reader)


def form(site: Site, **more: Any) -> dict[str, Any]:
    return {
        "scheme": "towns", "unit": "白沙镇", "period": "2026-10", "place": "b|province",
        "matter": "新的事项", "reference": "省委办〔2026〕3号",
    } | more  # fmt: skip


def test_the_list_begins_with_what_waits(site: Site) -> None:
    page = plain(assert_sound(english(site, "assessment_office").get("/records/")))
    assert "1 record waits for the second signature and counts nothing yet; 2 are signed" in page
    assert "waiting事项" in page
    assert "own事项" not in page
    town = plain(assert_sound(english(site, "town").get("/records/")))
    assert "own事项" in town
    assert "waiting事项" not in town
    assert "sibling事项" not in town


def test_a_record_is_entered_by_one_and_signed_by_another(site: Site) -> None:
    office, leader = english(site, "assessment_office"), english(site, "leader_in_charge")
    shown = plain(assert_sound(office.get("/records/new")))
    assert "bonus · 上级表彰 · 省级表彰 (+2 marks each)" in shown
    assert "penalty · 通报批评 (−0.5 marks each)" in shown
    file = SimpleUploadedFile("决定.pdf", b"%PDF-1.4")
    answer = office.post("/records/enter", form(site, file=file))
    record = Record.objects.get(matter="新的事项")
    assert answer["Location"] == f"/records/{record.pk}/"
    own = assert_sound(office.get(f"/records/{record.pk}/"))
    assert re.search(r'aria-disabled="true" title="Who enters a record does not sign it', own)
    refused = office.post(f"/records/{record.pk}/sign")
    assert refused.status_code == 422
    assert "Who enters a record does not sign it" in refused.content.decode()
    assert leader.post(f"/records/{record.pk}/sign").status_code == 302
    page = plain(assert_sound(leader.get(f"/records/{record.pk}/")))
    assert "It counts +2 from Oct 2026 on" in page
    evidence = leader.get(f"/records/{record.pk}/evidence")
    assert b"".join(evidence.streaming_content) == b"%PDF-1.4"
    assert "attachment" in evidence["Content-Disposition"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(site: Site) -> None:
    office = english(site, "assessment_office")
    before = Record.objects.count()
    for wrong, words in (
        ({"unit": "无此镇"}, "has no unit “无此镇”"),
        ({"place": ""}, "has no such item"),
        ({"reference": ""}, "Attach the evidence"),
        ({"period": "2031-01"}, "Choose the period"),
    ):
        answer = office.post("/records/enter", form(site, **wrong))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "新的事项" in page
    assert Record.objects.count() == before


def test_a_record_is_withdrawn_with_a_reason(site: Site) -> None:
    office = english(site, "assessment_office")
    pk = site.records["own"].pk
    assert office.post(f"/records/{pk}/withdraw", {"reason": " "}).status_code == 422
    assert office.post(f"/records/{pk}/withdraw", {"reason": "认定有误"}).status_code == 302
    page = plain(assert_sound(english(site, "town").get(f"/records/{pk}/")))
    assert "Withdrawn: 认定有误" in page


def test_the_drawer_of_a_bonus_opens_to_the_record(site: Site) -> None:
    office = english(site, "assessment_office")
    office.post("/boards/towns/2026-10/compute")
    place = Record.objects.get(pk=site.records["own"].pk).unit.places.order_by("-id")[0]
    page = plain(assert_sound(office.get(f"/trace/score/{place.pk}/b/")))
    assert "own事项" in page
    assert re.search(r"entered by supervision_office on \S+ *, *signed by leader_in_charge", page)


def test_the_list_asks_the_same_number_of_questions_for_more_rows(site: Site) -> None:
    client = english(site, "assessment_office")
    client.get("/records/?show=all")
    with CaptureQueriesContext(connection) as few:
        client.get("/records/?show=waiting")
    with CaptureQueriesContext(connection) as more:
        client.get("/records/?show=all")
    assert len(few) == len(more)


def test_evidence_with_a_secrecy_mark_in_its_text_leaves_nothing_but_the_fact(site: Site) -> None:
    office = english(site, "assessment_office")
    content = "机密★3年\n关于表彰的决定".encode()
    file = SimpleUploadedFile("表彰决定.txt", content)
    answer = office.post("/records/enter", form(site, file=file))
    assert answer.status_code == 422
    assert "bears the secrecy mark 机密" in plain(answer.content.decode())
    assert not Record.objects.filter(matter="新的事项").exists()
    assert not stored_file(hashlib.sha256(content).hexdigest()).exists()
    entry = Entry.objects.get(verb="record.refuse_secret")
    assert entry.detail["mark"] == "机密"
    assert "表彰决定" not in json.dumps(entry.detail, ensure_ascii=False)


def test_evidence_that_cannot_be_read_is_left_to_the_signer(site: Site) -> None:
    office = english(site, "assessment_office")
    file = SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff\x00")
    office.post("/records/enter", form(site, file=file))
    record = Record.objects.get(matter="新的事项")
    words = "open it and look before signing"
    assert words in plain(office.get(f"/records/{record.pk}/").content.decode())
    Record.objects.filter(pk=record.pk).update(file_name="决定.docx")
    assert words not in plain(office.get(f"/records/{record.pk}/").content.decode())
