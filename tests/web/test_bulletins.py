"""Pages of letters, report cards and bulletins: what they say, give out and keep."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leitai.apps.audit.services import Act
from leitai.apps.goals.services import set_target
from leitai.apps.publishing.models import Bulletin
from tests import factories
from tests.apps.publishing.issued import issue, set_targets
from tests.people import District, People
from tests.web.scenes import assert_sound, english, publish_board, signed_in, words

pytestmark = pytest.mark.django_db
TOWN = "白沙镇"


@pytest.fixture(autouse=True)
def _targets(district: District) -> None:
    set_targets(district)


@pytest.fixture
def office(people: People) -> Client:
    return english(people["assessment_office"])


def form(**more: Any) -> dict[str, Any]:
    return {"operation_id": str(uuid.uuid4()), **more}


def letter_form(district: District, **more: Any) -> dict[str, Any]:
    return form(kind="responsibility_letter", unit=district.town(TOWN).pk, year="2026", **more)


def test_a_letter_is_previewed_drafted_and_issued(district: District, office: Client) -> None:
    address = f"/bulletins/letters/{district.town(TOWN).pk}/2026/"
    page = words(assert_sound(office.get(address)))
    assert "answers for 1 targets of 2026" in page or "answers for 1 target of 2026" in page
    assert "No letter is issued yet." in page
    assert "白沙镇2026年度目标责任书" in page
    draft = office.post("/bulletins/draft", letter_form(district, demands="按月报送。\n不得漏报。"))
    assert draft["Content-Type"].endswith("wordprocessingml.document")
    told = [each.text for each in docx.Document(io.BytesIO(draft.content)).paragraphs]
    assert told[0] == "送审稿"
    assert {"按月报送。", "不得漏报。"} <= set(told)
    assert not Bulletin.objects.exists()
    answer = office.post("/bulletins/issue", letter_form(district))
    made = Bulletin.objects.get()
    assert answer["Location"] == f"/bulletins/{made.pk}/"
    assert "The letter was issued on" in words(assert_sound(office.get(address)))


def test_a_letter_sent_twice_is_issued_once(district: District, office: Client) -> None:
    sent = letter_form(district)
    first, second = (office.post("/bulletins/issue", sent) for _again in range(2))
    assert first["Location"] == second["Location"]
    assert Bulletin.objects.count() == 1


def test_the_file_is_the_one_that_was_issued(district: District, people: People) -> None:
    made = issue(district)
    answer = signed_in(people["town"]).get(f"/bulletins/{made.pk}/file.docx")
    assert answer.content == bytes(made.file)
    assert "%E8%B4%A3%E4%BB%BB%E4%B9%A6.docx" in answer["Content-Disposition"]


def test_a_document_shows_its_digests_and_what_changed_since(
    district: District, office: Client
) -> None:
    made = issue(district)
    page = words(assert_sound(office.get(f"/bulletins/{made.pk}/")))
    assert made.content_sha256 in page
    assert made.chain_hash in page
    assert "file and content fit their digests in the record of changes" in page
    assert "otherwise now" not in page
    set_target(
        Act(), series=district.funds, unit=district.town(TOWN), year=2026, floor=9.0, stretch=16.0,
        reason="项目延期",
    )  # fmt: skip
    page = words(assert_sound(office.get(f"/bulletins/{made.pk}/")))
    assert "1 line is otherwise now." in page
    assert "floor 12.0000" in page
    assert "floor 9.0000" in page
    assert "1 changed since" in words(assert_sound(office.get("/bulletins/letters/2026/")))


def test_a_document_that_was_tampered_with_says_so(district: District, office: Client) -> None:
    made = issue(district)
    Bulletin.objects.filter(pk=made.pk).update(file=bytes(made.file) + b"x")
    assert "This is not what was issued." in words(
        assert_sound(office.get(f"/bulletins/{made.pk}/"))
    )


def test_withdrawing_needs_a_reason_and_shows(district: District, office: Client) -> None:
    made = issue(district)
    address = f"/bulletins/{made.pk}/"
    office.post(f"{address}withdraw", form(reason=""))
    assert "Withdrawn." not in words(assert_sound(office.get(address)))
    office.post(f"{address}withdraw", form(reason="数字有误"))
    assert "数字有误" in words(assert_sound(office.get(address)))
    assert "withdrawn" in words(assert_sound(office.get("/bulletins/")))


def test_a_card_opens_to_its_values_and_tells_ranks_to_overseers_alone(
    district: District, people: People, office: Client
) -> None:
    address = f"/bulletins/cards/{district.town(TOWN).pk}/2026-03/"
    page = assert_sound(office.get(address))
    assert re.search(r'href="/trace/value/\d+/"', page)
    assert re.search(r"<td[^>]*>2<span class=\"lt-u\">/3", page)
    own = assert_sound(english(people["town"]).get(address))
    assert 'lt-u">/3' not in own
    assert "formaction" not in own
    assert office.get(address.replace("03", "05")).status_code == 404


def test_the_bulletin_of_a_board_is_offered_to_the_office_alone(
    district: District, people: People, office: Client
) -> None:
    publish_board(district)
    offered = "/bulletins/boards/attraction/2026-10/towns/"
    assert offered in office.get("/boards/attraction/2026-10/towns/").content.decode()
    assert "位次" in office.get(offered).content.decode() or office.get(offered).status_code == 200
    leader = signed_in(people["principal_leader"])
    assert offered not in leader.get("/boards/attraction/2026-10/towns/").content.decode()
    assert leader.get(offered).status_code == 404
    sent = form(kind="standing", scheme="attraction", period="2026-10", group="towns")
    assert office.post("/bulletins/issue", sent).status_code == 404
    assert not Bulletin.objects.exists()


def test_a_bulletin_is_drafted_on_one_page_and_signed_on_another(
    district: District, people: People, office: Client
) -> None:
    publish_board(district)
    sent = form(
        kind="standing", scheme="attraction", period="2026-10", group="towns", demands="按月报送。"
    )
    offered = assert_sound(office.get("/bulletins/boards/attraction/2026-10/towns/"))
    assert 'action="/bulletins/drafts/keep"' in offered
    assert "/bulletins/issue" not in offered
    here = office.post("/bulletins/drafts/keep", sent)["Location"]
    page = words(assert_sound(office.get(here)))
    assert "figures cannot be edited" in page
    assert "按月报送。" in page
    leader = english(people["leader_in_charge"])
    assert leader.get(here).status_code == 404
    typed = form(title="招商通报", demands="按旬报送。", revision="1", action="submit")
    office.post(f"{here}edit", typed)
    late = office.post(f"{here}edit", form(revision="1", title="另一题"), follow=True)
    assert "not a draft any more" in words(late.content.decode())
    assert "second person signs" in words(assert_sound(office.get(here)))
    assert 'name="seen"' not in office.get(here).content.decode()
    assert "招商通报" in words(assert_sound(leader.get("/bulletins/")))
    page = assert_sound(leader.get(here))
    (seen,) = re.findall(r'name="seen" value="(\w{64})"', page)
    stale = leader.post(f"{here}decide", form(outcome="sign", seen="0" * 64), follow=True)
    assert "changed since you looked" in words(stale.content.decode())
    answer = leader.post(f"{here}decide", form(outcome="sign", seen=seen))
    made = Bulletin.objects.get()
    assert (made.title, made.issued_by) == ("招商通报", people["leader_in_charge"])
    assert "按旬报送。" in words(assert_sound(office.get(answer["Location"])))
    assert "The document as it was issued" in words(assert_sound(office.get(here)))


def test_the_list_says_how_many_of_which_kind(district: District, office: Client) -> None:
    assert "Nothing was issued yet" in words(assert_sound(office.get("/bulletins/")))
    issue(district)
    issue(district, "青石镇")
    page = words(assert_sound(office.get("/bulletins/")))
    assert "2 documents of 2026 are open to you: responsibility letter 2 ." in page
    assert office.get("/bulletins/?kind=nonsense").status_code == 404
    assert office.get("/bulletins/?year=1999").status_code == 404


def test_lists_ask_the_same_number_of_questions_for_more_documents(
    district: District, office: Client
) -> None:
    def questions(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        return len(asked)

    issue(district)
    office.get("/bulletins/")
    few = {address: questions(address) for address in ("/bulletins/", "/bulletins/letters/2026/")}
    for name in ("青石镇", "安平镇", TOWN):
        issue(district, name)
    assert {address: questions(address) for address in few} == few


def test_programs_issue_within_their_scope(district: District, people: People) -> None:
    from leitai.apps.units.services import issue_token

    person, town = people["assessment_office"], district.town(TOWN)
    client = Client()
    address = f"/api/v1/letters/{town.pk}/2026"
    for scopes, status in ((["read"], 403), (["read", "upload"], 403), (["read", "issue"], 200)):
        token = issue_token(Act(actor=person), name="公文", scopes=scopes)
        headers = {"Authorization": f"Bearer {token.secret}"}
        answer = client.post(address, {}, content_type="application/json", headers=headers)
        assert answer.status_code == status, scopes
    made = Bulletin.objects.get()
    assert answer.json()["file_sha256"] == made.file_sha256
    file = client.get(f"/api/v1/bulletins/{made.pk}/file", headers=headers)
    assert file.content == bytes(made.file)
    month = factories.month(2026, 3).code
    (line,) = client.get(f"/api/v1/cards/{town.pk}/{month}", headers=headers).json()
    assert (line["value"], line["floor"], line["rank"]) == (3.5, 12.0, 2)
