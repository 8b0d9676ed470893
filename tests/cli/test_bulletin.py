"""Official documents from the command line: drafts, issuing, and checking what was issued."""

from __future__ import annotations

import docx
import pytest

from leitai.apps.publishing.models import BulletinDraft
from tests.apps.publishing.issued import set_targets
from tests.apps.standings.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(district, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return make_world(district)


@pytest.fixture(autouse=True)
def _targets(district):
    set_targets(district)


def test_a_draft_is_written_and_nothing_kept(leitai, people, tmp_path):
    from leitai.apps.publishing.models import Bulletin

    out = tmp_path / "责任书.docx"
    ran = leitai(
        "bulletin", "letter", "白沙镇", "2026", "--as", "assessment_office", "-o", str(out)
    )
    assert ran.exit_code == 0, ran.output
    assert docx.Document(str(out)).paragraphs[0].text == "送审稿"
    assert not Bulletin.objects.exists()


def test_what_is_issued_is_kept_listed_and_checked(leitai, people, tmp_path):
    from leitai.apps.publishing.models import Bulletin

    out = tmp_path / "成绩单.docx"
    ran = leitai(
        "bulletin", "card", "白沙镇", "2026-03", "--as", "assessment_office", "-o", str(out),
        "--issue",
    )  # fmt: skip
    assert ran.exit_code == 0, ran.output
    made = Bulletin.objects.get()
    assert out.read_bytes() == bytes(made.file)
    assert made.title in leitai("bulletin", "list", "--as", "assessment_office").output
    assert leitai("bulletin", "verify").exit_code == 0
    Bulletin.objects.update(file=bytes(made.file) + b"x")
    checked = leitai("bulletin", "verify")
    assert checked.exit_code == 1
    assert made.title in checked.output


def test_a_bulletin_is_sent_by_one_and_signed_by_another(leitai, people, tmp_path, world):
    from leitai.apps.publishing.models import Bulletin

    out = tmp_path / "通报.docx"
    board = ("bulletin", "board", world.scheme.slug, world.played.period.code, "towns", "--as")
    ran = leitai(*board, "assessment_office", "-o", str(out), "--send")
    assert ran.exit_code == 0, ran.output
    assert docx.Document(str(out)).paragraphs[0].text == "送审稿"
    assert not Bulletin.objects.exists()
    number = BulletinDraft.objects.get().pk
    for person, code in (("assessment_office", 1), ("town", 1), ("leader_in_charge", 0)):
        ran = leitai("bulletin", "sign", str(number), "--as", person, "-o", str(out))
        assert bool(ran.exit_code) == bool(code), (person, ran.output)
    assert out.read_bytes() == bytes(Bulletin.objects.get().file)


@pytest.mark.parametrize("person", ["town", "principal_leader", "nobody-at-all"])
def test_who_may_not_issue_gets_no_draft(leitai, people, tmp_path, person):
    out = tmp_path / "x.docx"
    assert leitai("bulletin", "letter", "白沙镇", "2026", "--as", person, "-o", str(out)).exit_code
    assert not out.exists()
