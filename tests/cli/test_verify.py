"""``leitai verify`` passes what is sound and names the first bad entry."""

from __future__ import annotations

import pytest
from django.db import connection

from leitai.apps.audit.models import Entry, Head, Link
from leitai.apps.audit.services import export_head, seal
from leitai.apps.standings import verification
from tests.apps.standings.world import make_world

pytestmark = pytest.mark.django_db


def tamper(statement: str, *parameters: object) -> None:
    """Change the record as somebody with the database in hand would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_sound_chain(leitai, people):
    head = seal()
    assert head is not None
    result = leitai("verify")
    assert result.exit_code == 0, result.output
    assert f"{head.height}:{head.hash}" in result.output


def test_a_changed_entry_is_named(leitai, people):
    seal()
    bad = Entry.objects.order_by("id")[2]
    tamper("update audit_entry set subject_label = %s where id = %s", "other", bad.pk)
    result = leitai("verify", "--lang", "en")
    assert result.exit_code == 1
    assert f"Entry {bad.pk}" in result.output


def test_an_end_that_was_cut_off_shows_against_a_head_kept_outside(leitai, people):
    head = export_head("test")
    assert head is not None
    outside = f"{head.height}:{head.hash}"
    tamper(f"delete from {Head._meta.db_table}")
    tamper(f"delete from {Link._meta.db_table} where height = %s", head.height)
    assert leitai("verify").exit_code == 0
    result = leitai("verify", "--head", outside)
    assert result.exit_code == 1


@pytest.fixture
def published(district, django_capture_on_commit_callbacks):
    """A published October board, sealed as after a real commit."""
    with django_capture_on_commit_callbacks(execute=True):
        return make_world(district).standing


def test_published_standings_are_recomputed(leitai, published):
    seal()
    result = leitai("verify", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "1 sound" in result.output


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update standings_place set score = 99.99 where standing_id = %s and rank = 1", "places"),
        ("update standings_place set rank = 6 where standing_id = %s and rank = 1", "places"),
        (
            "update standings_schemeversion set text = 'leitai: scheme/1' where id = "
            "(select version_id from standings_standing where id = %s)",
            "scheme version",
        ),
    ],
)
def test_a_changed_standing_is_named(leitai, published, statement, told):
    seal()
    tamper(statement, published.pk)
    result = leitai("verify", "--lang", "en")
    assert result.exit_code == 1
    assert "Tampered" in result.output
    assert told in result.output
    assert "Audit chain sound" in result.output


def test_a_changed_engine_is_no_tampering(leitai, published, monkeypatch):
    seal()
    other_numbers = "0" * 64
    monkeypatch.setattr(verification, "ENGINE_VERSION", "next")
    monkeypatch.setattr(verification, "result_digest", lambda groups: other_numbers)
    result = leitai("verify", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "1 differ by a changed engine, 0 tampered" in result.output


def test_verifying_changes_nothing(leitai, people):
    seal()
    before = (Entry.objects.count(), Link.objects.count())
    leitai("verify")
    assert (Entry.objects.count(), Link.objects.count()) == before


def test_a_head_that_is_none_is_refused(leitai):
    assert leitai("verify", "--head", "12").exit_code == 2
