"""A workbook with a secrecy mark is refused and not kept; talk of secrecy is no mark."""

from __future__ import annotations

import pytest

from leitai.apps.audit.models import Entry
from leitai.apps.indicators.models import Question, StagedCell, Upload
from leitai.apps.indicators.secrecy import secrecy_mark
from leitai.apps.indicators.storage import stored_file
from tests import factories
from tests.apps.indicators.conftest import Uploading


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("秘密★1年", "秘密"),
        ("机密 ★ 10年", "机密"),
        ("绝密★", "绝密"),
        ("机　密★3年", "机密"),
        ("密级： 秘 密", "秘密"),
        ("密级：机密", "机密"),
        ("绝密", "绝密"),
        ("保密工作情况表", ""),
        ("秘密文件清退情况统计", ""),
        ("云溪区2026年10月招商引资情况表", ""),
        ("", ""),
    ],
)
def test_knows_a_mark_from_talk_of_secrecy(line: str, mark: str) -> None:
    assert secrecy_mark([line]) == mark


@pytest.mark.django_db
def test_a_marked_workbook_is_refused_and_its_file_deleted(upload_rows: Uploading) -> None:
    rows = factories.investment_form(2026, 10)
    upload = upload_rows([["机密★3年"], *rows])

    assert upload.state == Upload.State.UNREADABLE
    assert "机密" in upload.trouble
    assert not stored_file(upload.sha256).exists()
    assert not StagedCell.objects.filter(upload=upload).exists()
    assert not Question.objects.filter(upload=upload).exists()
    assert Entry.objects.filter(verb="upload.refuse_secret", detail__mark="机密").count() == 1


@pytest.mark.django_db
def test_the_same_workbook_without_a_mark_is_read(upload_rows: Uploading) -> None:
    upload = upload_rows([["保密工作不在此表"], *factories.investment_form(2026, 10)])

    assert upload.state == Upload.State.STAGED
    assert stored_file(upload.sha256).exists()
