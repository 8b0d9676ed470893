"""Responsibility letters and the report cards that answer them: kept as issued, never changed."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet

from leitai.apps.audit.digests import digest
from leitai.apps.audit.models import Entry, Head
from leitai.apps.audit.services import Act, seal
from leitai.apps.goals.selectors import report_lines
from leitai.apps.goals.services import set_target
from leitai.apps.goals.services.pace_rules import set_pace_rule
from leitai.apps.publishing.composing import Wording, card, kept_lines
from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.selectors import (
    bulletins_for,
    changes_since,
    last_wording,
    verify_bulletin,
)
from leitai.apps.publishing.services import issue_card, issue_letter, withdraw_bulletin
from leitai.engine.rounding import format_number
from tests import factories
from tests.apps.publishing.issued import issue, rows_of, set_targets, text_of
from tests.people import District, People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _targets(district: District) -> None:
    set_targets(district)


def lower(district: District, floor: float = 9.0) -> None:
    set_target(
        Act(), series=district.funds, unit=district.town("白沙镇"), year=2026, floor=floor,
        stretch=16.0, reason="项目延期",
    )  # fmt: skip


def test_a_letter_prints_what_the_unit_promised(district: District) -> None:
    letter = issue(district)
    assert letter.title == "白沙镇2026年度目标责任书"
    assert rows_of(letter)[1][:5] == ["1", "到位资金（当期）", "亿元", "12.0000", "16.0000"]
    assert "到位资金：“到位资金不低于上年。”" in text_of(letter)


def test_a_letter_stays_as_it_was_when_the_target_changes_and_says_so(district: District) -> None:
    letter = issue(district)
    before = bytes(letter.file)
    assert changes_since(None, letter) == ()
    lower(district)
    kept = Bulletin.objects.get(pk=letter.pk)
    assert bytes(kept.file) == before
    assert kept_lines(kept)[0].floor == 12.0
    (change,) = changes_since(None, kept)
    assert change.then is not None
    assert change.now is not None
    assert (change.then.floor, change.now.floor) == (12.0, 9.0)


def test_a_target_that_came_later_is_a_change_too(district: District) -> None:
    letter = issue(district)
    set_target(Act(), series=district.signed, unit=district.town("白沙镇"), year=2026, floor=1.0)
    (change,) = changes_since(None, letter)
    assert change.then is None
    assert change.line.indicator == "签约总额"


def test_paper_and_chain_prove_each_other(district: District, people: People) -> None:
    letter = issue(district, actor=people["assessment_office"])
    text = text_of(letter)
    assert f"本件内容校验值：{letter.content_sha256}" in text
    assert f"签发时审计链第{letter.chain_height}环：{letter.chain_hash}" in text
    head = Head.objects.get(height=letter.chain_height)
    assert head.hash == letter.chain_hash
    entry = Entry.objects.get(verb="bulletin.issue_letter")
    assert entry.detail["file_sha256"] == letter.file_sha256
    assert entry.detail["content_sha256"] == letter.content_sha256
    assert entry.actor == people["assessment_office"]
    link = seal()
    assert link is not None
    assert link.height > letter.chain_height


def test_issuing_again_after_a_lost_answer_issues_once(district: District) -> None:
    operation = uuid.uuid4()
    unit = district.town("白沙镇")
    first, second = (
        issue_letter(Act(operation_id=operation), unit=unit, year=2026, wording=Wording())
        for _again in range(2)
    )
    assert first == second
    assert Bulletin.objects.count() == 1


def test_a_second_letter_counts_on_and_the_first_is_kept(district: District) -> None:
    first = issue(district)
    lower(district)
    second = issue(district)
    assert (first.number, second.number) == (1, 2)
    assert kept_lines(first)[0].floor == 12.0
    assert kept_lines(second)[0].floor == 9.0
    assert issue(district, "青石镇").number == 1


@pytest.mark.parametrize("role", ["town", "supervision_office", "principal_leader", "outsider"])
def test_the_assessment_office_of_the_area_issues(
    district: District, people: People, role: str
) -> None:
    actor = people.outsider if role == "outsider" else people[role]
    with pytest.raises(PermissionDenied):
        issue(district, actor=actor)
    assert not Bulletin.objects.exists()


def test_nothing_is_signed_without_a_target(district: District) -> None:
    with pytest.raises(ValidationError, match="no target for 2026"):
        issue(district, "龙湾镇")


def test_a_card_answers_the_letter_line_by_line(district: District, people: People) -> None:
    issue(district)
    lower(district)
    office = people["assessment_office"]
    march = factories.month(2026, 3)
    found = issue_card(
        Act(actor=office), unit=district.town("白沙镇"), period=march, wording=Wording()
    )
    (told,) = report_lines(district.town("白沙镇"), 2026, march)
    head, row = rows_of(found)
    line = dict(zip(head, row, strict=True))
    assert told.value is not None
    assert line["实绩"] == format_number(told.value, 4)
    # Of the letter's floor and stretch, not of what they were lowered to since.
    assert (line["保底"], line["冲刺"]) == ("12.0000", "16.0000")
    assert line["占保底%"] == format_number(told.value / 12 * 100, 1)
    assert line["占冲刺%"] == format_number(told.value / 16 * 100, 1)
    assert "现为保底9.0000亿元" in text_of(found)
    assert found.answers == Bulletin.objects.get(kind="responsibility_letter")


def test_rates_of_a_card_are_those_of_the_goals_room(district: District) -> None:
    march = factories.month(2026, 3)
    for name in ("白沙镇", "青石镇", "安平镇"):
        unit = district.town(name)
        (line,) = card(None, unit, march, ranks=True).lines
        (told,) = report_lines(unit, 2026, march)
        assert (line.of_floor, line.of_stretch) == (told.of_floor, told.of_stretch)
        assert (line.due, line.outcome) == (told.due_floor, told.outcome)


def test_quarters_of_a_card_are_by_the_thresholds_of_the_area(district: District) -> None:
    def first_quarter() -> list[str]:
        units = [district.town(name) for name in ("青石镇", "白沙镇", "安平镇")]
        march = factories.month(2026, 3)
        strips = [card(None, unit, march, ranks=False).lines[0].quarters for unit in units]
        assert all(strip[1:] == ("", "", "") for strip in strips)
        return [strip[0] for strip in strips]

    assert first_quarter() == ["red", "red", "red"]
    for steady_percent, last in ((140.0, "steady"), (160.0, "short")):
        set_pace_rule(
            Act(), area=district.area, from_year=2026, red_of="stretch", red_percent=200.0,
            steady_of="floor", steady_percent=steady_percent, every_quarter="steady", reason="试",
        )  # fmt: skip
        assert first_quarter() == ["red", "red", last]


def test_ranks_are_by_the_part_of_the_floor_that_was_reached(district: District) -> None:
    march = factories.month(2026, 3)
    ranks = {
        name: card(None, district.town(name), march, ranks=True).lines[0].rank
        for name in ("白沙镇", "青石镇", "安平镇")
    }
    assert ranks == {"青石镇": 1, "白沙镇": 2, "安平镇": 3}
    (line,) = card(None, district.town("白沙镇"), march, ranks=False).lines
    assert (line.rank, line.size) == (None, 0)


def test_a_card_needs_a_figure(district: District) -> None:
    with pytest.raises(ValidationError, match="figure"):
        issue_card(
            Act(), unit=district.town("白沙镇"), period=factories.month(2026, 5), wording=Wording()
        )


def test_a_unit_reads_its_own_and_an_outsider_nothing(district: District, people: People) -> None:
    mine, other = issue(district), issue(district, "青石镇")
    assert list(bulletins_for(people["town"])) == [mine]
    assert set(bulletins_for(people["principal_leader"])) == {mine, other}
    assert not bulletins_for(people.outsider).exists()
    assert not bulletins_for(people.nobody).exists()


def test_what_a_reader_may_not_see_changes_nothing_that_they_see(
    district: District, people: People
) -> None:
    def seen() -> list[tuple[int, int, str]]:
        rows = bulletins_for(people["town"])
        return [(row.pk, row.number, row.title) for row in rows]

    issue(district)
    before = seen()
    issue(district, "青石镇")
    issue(district, "安平镇")
    assert seen() == before


def test_a_withdrawn_letter_is_kept_and_the_next_answers(
    district: District, people: People
) -> None:
    letter = issue(district)
    office = people["assessment_office"]
    with pytest.raises(ValidationError, match="reason"):
        withdraw_bulletin(Act(actor=office), bulletin=letter, reason=" ")
    with pytest.raises(PermissionDenied):
        withdraw_bulletin(Act(actor=people["town"]), bulletin=letter, reason="有误")
    gone = withdraw_bulletin(Act(actor=office), bulletin=letter, reason="有误")
    assert gone.withdrawn_reason == "有误"
    with pytest.raises(ValidationError, match="already"):
        withdraw_bulletin(Act(actor=office), bulletin=letter, reason="再撤")
    assert card(None, letter.unit, factories.month(2026, 3), ranks=False).letter is None
    assert issue(district).number == 2


def test_the_words_of_the_last_one_begin_the_next(district: District, people: People) -> None:
    office = people["assessment_office"]
    issue_card(
        Act(actor=office), unit=district.town("白沙镇"), period=factories.month(2026, 3),
        wording=Wording(issuer="云溪区考核办", copies_to=("区委书记",), addressee="白沙镇"),
    )  # fmt: skip
    found = last_wording(office, "report_card", district.town("白沙镇"))
    assert (found.issuer, found.copies_to, found.addressee) == (
        "云溪区考核办",
        ("区委书记",),
        "白沙镇",
    )
    assert last_wording(people.outsider, "report_card", district.town("白沙镇")) == Wording()


def test_a_document_that_was_tampered_with_is_told(district: District) -> None:
    letter = issue(district)
    assert verify_bulletin(letter).sound

    def fault(**fields: object) -> str:
        kept = {name: getattr(letter, name) for name in fields}
        Bulletin.objects.filter(pk=letter.pk).update(**fields)
        found = verify_bulletin(Bulletin.objects.get(pk=letter.pk)).fault
        Bulletin.objects.filter(pk=letter.pk).update(**kept)
        return found

    forged = bytes(letter.file) + b"x"
    assert fault(file=forged) == "file"
    # Whoever changes the digest beside the file too does not get round the record of changes.
    assert fault(file=forged, file_sha256=hashlib.sha256(forged).hexdigest()) == "file"
    content = {**letter.content, "title": "另一件"}
    assert fault(content=content) == "content"
    plain = {**content, "proofs": []}
    assert fault(content=content, content_sha256=digest(plain)) == "content"
    assert verify_bulletin(Bulletin.objects.get(pk=letter.pk)).sound
    entry = Entry.objects.get(verb="bulletin.issue_letter")
    detail = {**entry.detail, "file_sha256": "0" * 64}
    QuerySet(Entry).filter(pk=entry.pk).update(detail=detail)
    assert verify_bulletin(letter).fault == "entry"


def test_the_database_keeps_a_number_once(district: District) -> None:
    letter = issue(district)
    letter.pk = None
    with pytest.raises(IntegrityError):
        letter.save()
