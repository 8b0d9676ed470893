"""The chain of changes: the first entry that was altered, removed or moved is named."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction

from leitai.apps.audit import services
from leitai.apps.audit.models import Entry, Head, Link
from leitai.apps.audit.models.entry import AppendOnlyError
from leitai.apps.audit.selectors import entries_for
from leitai.apps.audit.services import Act, OperationConflictError, export_head, seal
from leitai.apps.audit.verification import verify_chain
from leitai.apps.goals.services import set_target
from leitai.apps.units.models import Unit
from leitai.apps.units.services import register_unit, register_user
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(db: None) -> list[Entry]:
    """Six changes, sealed."""
    for number in range(6):
        factories.make_unit(f"单位{number}", "village")
    seal()
    return list(Entry.objects.order_by("id"))


def sql(statement: str, *values: object) -> None:
    """Tamper behind the models' back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_chain_is_whole(sealed: list[Entry]) -> None:
    report = verify_chain()
    assert (report.fault, report.height, report.unsealed) == (None, 6, 0)
    assert report.head == Link.objects.get(height=6).hash


def test_sealing_twice_adds_nothing_and_new_entries_follow(sealed: list[Entry]) -> None:
    first = seal()
    assert first is not None
    assert first.height == 6
    factories.make_unit("又一个", "village")
    assert verify_chain().unsealed == 1
    last = seal()
    assert last is not None
    assert last.height == 7
    assert Link.objects.get(height=7).previous == first.hash


def test_the_frequent_sealing_finds_stragglers_near_the_head_and_the_full_one_all(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        factories.make_unit(f"单位{number}", "village")
    numbers = list(Entry.objects.order_by("id").values_list("id", flat=True))
    seal()
    # Two changes that committed after later ones were sealed: one just before the head, one long.
    sql("DELETE FROM audit_link WHERE entry_id IN (%s, %s)", numbers[0], numbers[4])
    monkeypatch.setattr(services, "LATELY", 3)
    seal(lately=True)
    chained = set(Link.objects.values_list("entry_id", flat=True))
    assert set(numbers) - chained == {numbers[0]}
    seal()
    assert set(Link.objects.values_list("entry_id", flat=True)) == set(numbers)


@pytest.mark.parametrize("column", ["verb", "actor_name", "subject_label", "subject_id"])
def test_a_changed_entry_is_named(sealed: list[Entry], column: str) -> None:
    sql(f"UPDATE audit_entry SET {column} = 'forged' WHERE id = %s", sealed[2].pk)
    report = verify_chain()
    assert report.entry_id == sealed[2].pk
    assert "changed" in (report.fault or "")


def test_changed_detail_is_named_also_when_the_digest_is_changed_with_it(
    sealed: list[Entry],
) -> None:
    from leitai.apps.audit.digests import digest
    from leitai.apps.audit.services import entry_content

    forged = Entry.objects.get(pk=sealed[3].pk)
    forged.detail = {"name": "forged"}
    sql(
        "UPDATE audit_entry SET detail = %s, digest = %s WHERE id = %s",
        '{"name": "forged"}', digest(entry_content(forged)), forged.pk,
    )  # fmt: skip
    assert verify_chain().entry_id == sealed[3].pk


def test_a_deleted_entry_is_named(sealed: list[Entry]) -> None:
    sql("DELETE FROM audit_entry WHERE id = %s", sealed[1].pk)
    report = verify_chain()
    assert report.entry_id == sealed[1].pk
    assert "deleted" in (report.fault or "")


def test_a_deleted_entry_with_its_link_is_named(sealed: list[Entry]) -> None:
    sql("DELETE FROM audit_entry WHERE id = %s", sealed[1].pk)
    sql("DELETE FROM audit_link WHERE entry_id = %s", sealed[1].pk)
    report = verify_chain()
    assert report.height == 1
    assert "Link 2" in (report.fault or "")


def test_reordered_links_are_named(sealed: list[Entry]) -> None:
    second, third = Link.objects.get(height=2), Link.objects.get(height=3)
    sql("UPDATE audit_link SET entry_id = -1 WHERE height = 2")
    for link, other in ((third, second), (second, third)):
        sql(
            "UPDATE audit_link SET entry_id = %s, entry_digest = %s WHERE height = %s",
            other.entry_id, other.entry_digest, link.height,
        )  # fmt: skip
    report = verify_chain()
    assert report.height == 1
    assert report.entry_id == sealed[2].pk


def test_a_chain_written_anew_differs_from_the_exported_head(sealed: list[Entry]) -> None:
    head = export_head("bulletin 10")
    assert head is not None
    sql("UPDATE audit_entry SET actor_name = 'forged' WHERE id = %s", sealed[2].pk)
    from leitai.apps.audit.digests import digest
    from leitai.apps.audit.services import entry_content

    forged = Entry.objects.get(pk=sealed[2].pk)
    sql(
        "UPDATE audit_entry SET digest = %s WHERE id = %s", digest(entry_content(forged)), forged.pk
    )
    Link.objects.all()._raw_delete(Link.objects.db)
    seal()
    assert "differs from the head" in (verify_chain().fault or "")
    sql("DELETE FROM audit_head")
    assert verify_chain().fault is None
    # The head that was printed stands outside the database.
    assert "differs from the head" in (verify_chain((head.height, head.hash)).fault or "")


def test_a_cut_tail_is_found_by_the_exported_head(sealed: list[Entry]) -> None:
    export_head("bulletin 10")
    for link in Link.objects.filter(height__gt=4):
        sql("DELETE FROM audit_entry WHERE id = %s", link.entry_id)
    sql("DELETE FROM audit_link WHERE height > 4")
    report = verify_chain()
    assert report.height == 4
    assert "cut off" in (report.fault or "")


def test_personal_data_can_be_erased_but_not_changed(db: None) -> None:
    act = Act()
    act.note_personal(phone="13800000000")
    register_unit(act, name="甲村", kind="village")
    seal()
    entry = Entry.objects.get()
    sql("UPDATE audit_entry SET personal = %s WHERE id = %s", '{"phone": "1"}', entry.pk)
    assert "personal data" in (verify_chain().fault or "")
    sql("UPDATE audit_entry SET personal = NULL WHERE id = %s", entry.pk)
    assert verify_chain().fault is None


def test_records_refuse_every_way_of_changing_them(sealed: list[Entry]) -> None:
    with pytest.raises(AppendOnlyError):
        sealed[0].save()
    with pytest.raises(AppendOnlyError):
        sealed[0].delete()
    with pytest.raises(AppendOnlyError):
        Entry.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        Link.objects.update(hash="0")
    with pytest.raises(AppendOnlyError):
        Head.objects.all().delete()


def test_a_refused_change_leaves_no_entry_and_an_entry_stands_with_its_change(db: None) -> None:
    class Undo(Exception):
        pass

    def change_and_undo() -> None:
        with transaction.atomic():
            factories.make_unit("甲村", "village")
            raise Undo

    with pytest.raises(Undo):
        change_and_undo()
    assert (Unit.objects.count(), Entry.objects.count()) == (0, 0)


def test_an_operation_id_works_once_and_for_one_thing(district: District, people: People) -> None:
    operation = uuid.uuid4()
    made = [
        register_unit(Act(operation_id=operation), name="甲村", kind="village") for _n in range(2)
    ]
    assert made[0] == made[1]
    assert Unit.objects.filter(name="甲村").count() == 1
    office = people["assessment_office"]
    with pytest.raises(OperationConflictError):
        register_unit(
            Act(actor=office, operation_id=operation), name="乙村", kind="village",
            parent=district.area,
        )  # fmt: skip


def test_entries_are_read_by_those_who_watch_and_their_authors(
    district: District, people: People
) -> None:
    office, auditor, town = people["assessment_office"], people["auditor"], people["town"]
    register_unit(Act(actor=office), name="甲村", kind="village", parent=district.area)
    mine = set(entries_for(auditor))
    assert mine == set(entries_for(office))
    assert Entry.objects.latest("id") in mine
    assert entries_for(town).count() == 0


def test_offices_read_the_record_of_their_own_area_only(district: District, people: People) -> None:
    here, there = people["assessment_office"], people.outsider
    before = set(entries_for(there))
    set_target(
        Act(actor=here), series=district.funds, unit=district.town("白沙镇"), year=2026, floor=12
    )
    assert Entry.objects.latest("id") in entries_for(here)
    assert set(entries_for(there)) == before
    register_unit(Act(actor=there), name="丙村", kind="village", parent=district.other_area)
    assert set(entries_for(there)) - before == {Entry.objects.latest("id")}
    assert Entry.objects.latest("id") not in entries_for(here)
    assert here.has_perm("audit.read_all", district.area)
    assert not here.has_perm("audit.read_all", district.other_area)


def test_what_belongs_to_no_area_is_for_administrators(district: District, people: People) -> None:
    register_user(Act(), username="yunwei", password="x", display_name="运维")
    made = Entry.objects.latest("id")
    assert made.unit_id is None
    assert made in entries_for(people["administrator"])
    assert made not in entries_for(people["assessment_office"])


def test_moving_an_entry_to_another_area_breaks_the_chain(sealed: list[Entry]) -> None:
    sql("UPDATE audit_entry SET unit_id = 0 WHERE id = %s", sealed[2].pk)
    assert verify_chain().entry_id == sealed[2].pk
