"""``leitai verify`` passes what is sound and names the first bad entry."""

from __future__ import annotations

import pytest
from django.db import connection

from leitai.apps.audit.models import Entry, Head, Link
from leitai.apps.audit.services import export_head, seal

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


def test_verifying_changes_nothing(leitai, people):
    seal()
    before = (Entry.objects.count(), Link.objects.count())
    leitai("verify")
    assert (Entry.objects.count(), Link.objects.count()) == before


def test_a_head_that_is_none_is_refused(leitai):
    assert leitai("verify", "--head", "12").exit_code == 2
