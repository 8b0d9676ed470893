"""Files that could not be read: thrown away, and their bytes removed a day later."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.test import TestCase
from django.utils import timezone

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.services import discard_upload, receive_upload, sweep_files
from leitai.apps.indicators.storage import keep_content, stored_file
from leitai.apps.standings.services import enter_record
from tests.apps.indicators.conftest import Uploading
from tests.apps.standings.world import make_world, rules_text, with_records
from tests.people import District, People

pytestmark = pytest.mark.django_db

BROKEN = b"PK\x03\x04 no workbook at all"


def broken(district: District) -> Upload:
    with TestCase.captureOnCommitCallbacks(execute=True):
        upload = receive_upload(
            Act(), area=district.area, source=district.source, name="坏.xlsx", content=BROKEN
        )
    return Upload.objects.get(pk=upload.pk)


def sweep(days: float = 2) -> int:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return sweep_files(timezone.now() + dt.timedelta(days=days))


def test_the_file_goes_once_it_is_thrown_away_and_a_day_old(district: District) -> None:
    upload = broken(district)
    path = stored_file(upload.sha256)
    assert sweep() == 0
    discard_upload(Act(), upload=upload)
    assert sweep(days=0.5) == 0
    assert path.exists()
    assert sweep() == 1
    assert not path.exists()
    entry = Entry.objects.get(verb="upload.sweep")
    assert (entry.subject_id, entry.detail["sha256"]) == (str(upload.pk), upload.sha256)
    assert sweep() == 0


def test_what_was_read_keeps_its_file(district: District, upload_form: Uploading) -> None:
    upload = upload_form()
    discard_upload(Act(), upload=upload)
    assert sweep() == 0
    assert stored_file(upload.sha256).exists()


def test_the_same_bytes_elsewhere_keep_the_file(district: District) -> None:
    first, second = broken(district), broken(district)
    discard_upload(Act(), upload=first)
    assert sweep() == 0
    discard_upload(Act(), upload=second)
    assert sweep() == 1


def test_evidence_of_a_record_keeps_the_file(district: District, people: People) -> None:
    world = make_world(district, with_records(rules_text()))
    upload = broken(district)
    enter_record(
        Act(actor=people["supervision_office"]), scheme=world.scheme,
        unit=district.town("白沙镇"), period=world.played.period, item="b", column="city",
        matter="获市级表彰", file_name="坏.xlsx", content=BROKEN,
    )  # fmt: skip
    discard_upload(Act(), upload=upload)
    assert sweep() == 0
    assert stored_file(upload.sha256).exists()


def test_a_file_that_comes_in_again_is_left_a_day(district: District) -> None:
    upload = broken(district)
    path = stored_file(upload.sha256)
    old = timezone.now().timestamp() - 3 * 86400
    os.utime(path, (old, old))
    discard_upload(Act(), upload=upload)
    # Whoever brings the same bytes in has them kept before anything refers to them.
    keep_content(upload.sha256, BROKEN)
    assert sweep_files() == 0
    assert path.exists()
