"""``leitai verify`` passes what is sound and names the first bad entry."""

from __future__ import annotations

import pytest
from django.db import connection

from leitai.apps.audit.models import Entry, Head, Link
from leitai.apps.audit.services import export_head, seal
from leitai.apps.indicators.models import PackedColumn
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


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update indicators_packedcolumn set numbers = %s where id = %s",
         "for 云溪街道"),
        ("delete from indicators_packedcolumn where id <> %s and id = %s", "is missing"),
        ("update indicators_packedcolumn set numbers = substr(numbers, 1, 9) "
         "where id <> %s and id = %s", "is broken"),
    ],
)  # fmt: skip
def test_columns_are_held_against_the_revisions(leitai, published, statement, told):
    """The first figure that pages over thousands of units would show wrongly is named."""
    seal()
    result = leitai("verify", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "Values in columns are those of the revisions:" in result.output
    column = PackedColumn.objects.order_by("batch__sequence", "series_id")[0]
    changed = bytearray(column.numbers)
    changed[6] ^= 1
    first = bytes(changed) if "set numbers = %s" in statement else 0
    tamper(statement, first, column.pk)
    result = leitai("verify", "--lang", "en")
    assert result.exit_code == 1
    line = next(each for each in result.output.splitlines() if "Values in columns" in each)
    assert any(words in line for words in told.split("|")), line


def test_a_wrong_table_of_units_is_named_and_put_right(leitai, district):
    town = district.town("白沙镇")
    tamper("delete from units_ancestry where descendant_id = %s and depth = 1", town.pk)
    result = leitai("verify", "--lang", "en")
    assert result.exit_code == 1
    assert "differs from the links, first at 白沙镇" in result.output
    assert "Put 1 units right." in leitai("unit", "repair", "--lang", "en").output
    assert leitai("verify").exit_code == 0
    assert "Nothing is wrong" in leitai("unit", "repair", "--lang", "en").output
