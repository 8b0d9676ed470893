"""Accepting: all or nothing, once, with a reason for changes, and a record of old and new."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act, OperationConflictError
from leitai.apps.indicators.events import values_accepted
from leitai.apps.indicators.models import Batch, Revision, Upload
from leitai.apps.indicators.selectors import current_values, diff, value_history
from leitai.apps.indicators.services import (
    KnownFileError,
    RefusedError,
    StaleError,
    accept_upload,
    answer_question,
    batches,
    discard_upload,
    enter_value,
    receive_upload,
)
from leitai.apps.indicators.storage import stored_file
from tests import factories
from tests.apps.indicators.conftest import Uploading, cell
from tests.people import District, People

pytestmark = pytest.mark.django_db


def numbers(district: District, period: Any = None) -> dict[str, float | None]:
    """Funds in place of all towns as they count."""
    when = period or factories.month(2026, 10)
    found = current_values([district.funds], district.towns, [when])
    return {
        town.name: value.number
        for town in district.towns
        if (value := found.get((district.funds.pk, town.pk, when.pk))) is not None
    }


def test_accepted_cells_become_values_with_their_cell(
    district: District, people: People, upload_form: Uploading
) -> None:
    upload = upload_form(actor=people["reporting_unit"])
    batch = accept_upload(Act(actor=people["approver"]), upload=upload)
    assert batch.revisions.count() == 18
    assert numbers(district)["白沙镇"] == 9.56
    (saying,) = value_history(
        people["assessment_office"], district.funds, district.town("白沙镇"),
        factories.month(2026, 10),
    )  # fmt: skip
    assert (saying.sheet, saying.address, saying.raw) == ("招商引资", "D6", "95600")
    assert (saying.raw_measure, saying.measure_place) == ("万元", "preamble")
    assert (saying.actor, saying.checker) == ("reporting_unit", "approver")
    assert Upload.objects.get(pk=upload.pk).state == "accepted"


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(figures=st.lists(st.integers(20_000, 200_000), min_size=6, max_size=6))
def test_accepted_values_equal_the_staged_ones(
    district: District, upload_form: Uploading, figures: list[int]
) -> None:
    upload = upload_form(**{f"D{4 + i}": figure for i, figure in enumerate(figures)})
    staged = {
        (c.series_id, c.unit_id, c.period_id): c.value
        for c in upload.cells.filter(state__in=["read", "changed", "same", "missing"])
    }
    accept_upload(Act(), upload=upload, reason="drawn by the test")
    now = current_values(
        [district.projects, district.signed, district.funds],
        district.towns,
        [factories.month(2026, 10)],
    )
    assert {key: value.number for key, value in now.items()} == staged
    assert staged[
        district.funds.pk, district.town("白沙镇").pk, factories.month(2026, 10).pk
    ] == float(f"{figures[2]}e-4")


def test_open_questions_are_in_the_way(upload_form: Uploading) -> None:
    upload = upload_form(A7="青石 镇")
    with pytest.raises(RefusedError, match=r"1 questions are open.*A7 “青石 镇”"):
        accept_upload(Act(), upload=upload)
    assert not Revision.objects.exists()


def test_changed_values_need_a_reason_and_keep_both(
    district: District, people: People, upload_form: Uploading
) -> None:
    accept_upload(Act(), upload=upload_form())
    upload = upload_form(actor=people["reporting_unit"], D6=94800)
    (change,) = diff(upload, people["assessment_office"])
    assert (change.unit, change.indicator, change.before, change.after) == (
        "白沙镇", "到位资金", 9.56, 9.48,
    )  # fmt: skip
    with pytest.raises(RefusedError, match="Give the reason"):
        accept_upload(Act(), upload=upload)
    batch = accept_upload(Act(actor=people["approver"]), upload=upload, reason="核对银行回单后更正")
    # The other 17 cells say nothing new and are not said again.
    assert batch.revisions.count() == 1
    history = value_history(
        people["assessment_office"], district.funds, district.town("白沙镇"),
        factories.month(2026, 10),
    )  # fmt: skip
    assert [(s.number, s.reason) for s in history] == [(9.56, ""), (9.48, "核对银行回单后更正")]
    entry = Entry.objects.get(verb="upload.accept", subject_id=str(batch.pk))
    (told,) = entry.detail["changes"]
    assert (told["old"], told["new"], told["cell"]) == (9.56, 9.48, "招商引资 D6")
    assert entry.detail["sha256"] == upload.sha256


def test_the_digest_of_the_record_covers_every_value(upload_form: Uploading) -> None:
    batch = accept_upload(Act(), upload=upload_form())
    rows = list(
        batch.revisions.values_list(
            "series_id", "unit_id", "period_id", "number", "missing", "qualifier"
        )
    )
    entry = Entry.objects.get(verb="upload.accept")
    assert batches.digest_of(rows) == entry.detail["digest"]
    altered = [(*rows[0][:3], 1.0, *rows[0][4:]), *rows[1:]]
    assert batches.digest_of(altered) != entry.detail["digest"]


def test_a_lost_answer_accepts_once(upload_form: Uploading) -> None:
    upload = upload_form()
    operation = uuid.uuid4()
    first = accept_upload(Act(operation_id=operation), upload=upload)
    again = accept_upload(Act(operation_id=operation), upload=upload)
    assert again == first
    assert Batch.objects.count() == 1
    with pytest.raises(RefusedError, match="decided already"):
        accept_upload(Act(), upload=upload)
    with pytest.raises(OperationConflictError):
        discard_upload(Act(operation_id=operation), upload=upload)


def test_a_lost_answer_of_an_upload_makes_one(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    act = {"operation_id": uuid.uuid4()}
    made = []
    for _attempt in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            made.append(
                receive_upload(
                    Act(**act), area=district.area, source=district.source, name="a.csv",
                    content="乡镇,到位资金（万元）\n白沙镇,5\n".encode(),
                )
            )  # fmt: skip
    assert made[0] == made[1]
    assert Upload.objects.count() == 1


def test_a_death_between_the_pieces_leaves_nothing_that_counts(
    district: District, upload_form: Uploading, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = upload_form()
    monkeypatch.setattr(batches, "PIECE", 5)
    held = batches.hold
    pieces = []

    def dies_at_the_third(*args: Any) -> Batch:
        pieces.append(args)
        if len(pieces) == 3:
            raise KeyboardInterrupt
        return held(*args)

    monkeypatch.setattr(batches, "hold", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        accept_upload(Act(), upload=upload)
    assert Revision.objects.count() == 10
    assert numbers(district) == {}
    assert Upload.objects.get(pk=upload.pk).state == "staged"
    monkeypatch.setattr(batches, "hold", held)
    batch = accept_upload(Act(), upload=upload)
    assert (Batch.objects.count(), batch.revisions.count()) == (1, 18)
    assert len(numbers(district)) == 6


def test_a_taken_over_claim_stops_the_earlier_writer(
    upload_form: Uploading, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = upload_form()
    monkeypatch.setattr(batches, "PIECE", 5)
    versions = batches._versions
    interrupted = []

    def overtaken(rows: Any) -> Any:
        if not interrupted:
            interrupted.append(True)
            accept_upload(Act(), upload=upload)
        return versions(rows)

    monkeypatch.setattr(batches, "_versions", overtaken)
    with pytest.raises(batches.TakenOverError):
        accept_upload(Act(), upload=upload)
    assert Batch.objects.get().revisions.count() == 18


def test_a_value_changed_while_the_upload_waited_is_shown_before_it_is_overwritten(
    district: District, people: People, upload_form: Uploading
) -> None:
    upload = upload_form()
    assert cell(upload, "D6").state == "read"
    factories.store(district.funds, district.town("白沙镇"), factories.month(2026, 10), 9.1)
    with pytest.raises(StaleError, match="look"):
        accept_upload(Act(), upload=upload, reason="monthly report")
    assert numbers(district) == {"白沙镇": 9.1}
    assert (cell(upload, "D6").state, cell(upload, "D6").before) == ("changed", 9.1)
    shown = Upload.objects.get(pk=upload.pk).edition
    with pytest.raises(StaleError):
        accept_upload(Act(), upload=upload, reason="monthly report", seen=shown - 1)
    accept_upload(Act(), upload=upload, reason="monthly report", seen=shown)
    assert numbers(district)["白沙镇"] == 9.56


def test_a_page_older_than_an_answer_is_refused(upload_form: Uploading) -> None:
    upload = upload_form(A7="青石 镇")
    shown = upload.edition
    question = upload.questions.get()
    answer_question(Act(), question=question, answer={"leave_out": True}, remember=False)
    with pytest.raises(StaleError):
        accept_upload(Act(), upload=upload, seen=shown)


def test_discarding_keeps_nothing_and_is_final(district: District, upload_form: Uploading) -> None:
    upload = upload_form()
    discard_upload(Act(), upload=upload)
    assert numbers(district) == {}
    assert upload.cells.count() == 0
    with pytest.raises(RefusedError, match="decided already"):
        accept_upload(Act(), upload=upload)


def test_the_very_same_file_is_not_accepted_twice(upload_form: Uploading) -> None:
    upload = upload_form()
    accept_upload(Act(), upload=upload)
    content = stored_file(upload.sha256).read_bytes()
    with pytest.raises(KnownFileError) as refused:
        receive_upload(
            Act(), area=upload.area, source=upload.source, name="again.xlsx", content=content
        )
    assert refused.value.upload_id == upload.pk


@pytest.mark.parametrize("size", [0, 101])
def test_empty_and_oversized_files_are_refused_and_not_kept(
    district: District, settings: Any, size: int
) -> None:
    settings.LEITAI_MAX_UPLOAD_BYTES = 100
    with pytest.raises(RefusedError):
        receive_upload(
            Act(), area=district.area, source=district.source, name="x.csv", content=b"x" * size
        )
    assert not Upload.objects.exists()
    assert not list(settings.MEDIA_ROOT.glob("uploads/*/*"))


def test_acceptance_is_announced_once_within_its_transaction(upload_form: Uploading) -> None:
    """What a later room puts off upon it is there exactly if the acceptance is."""
    heard: list[tuple[int, bool]] = []

    def listen(sender: Any, batch_id: int, **_kwargs: Any) -> None:
        heard.append((batch_id, connection.in_atomic_block))

    values_accepted.connect(listen)
    try:
        batch = accept_upload(Act(), upload=upload_form())
    finally:
        values_accepted.disconnect(listen)
    assert heard == [(batch.pk, True)]


MAY_ACCEPT = {"assessment_office", "approver"}
MAY_UPLOAD = MAY_ACCEPT | {"supervision_office", "reporting_unit", "administrator"}
ROLES = (
    "principal_leader", "leader_in_charge", "assessment_office", "supervision_office", "approver",
    "reporting_unit", "analyst", "auditor", "administrator", "town",
)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_may_accept(people: People, upload_form: Uploading, role: str) -> None:
    upload = upload_form()
    if role in MAY_ACCEPT:
        assert accept_upload(Act(actor=people[role]), upload=upload).checker == people[role]
    else:
        with pytest.raises(PermissionDenied):
            accept_upload(Act(actor=people[role]), upload=upload)
        assert not Batch.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_upload(people: People, upload_form: Uploading, role: str) -> None:
    if role in MAY_UPLOAD:
        assert upload_form(actor=people[role]).uploaded_by == people[role]
    else:
        with pytest.raises(PermissionDenied):
            upload_form(actor=people[role])


def test_people_of_another_district_may_nothing(
    district: District, people: People, upload_form: Uploading
) -> None:
    upload = upload_form()
    for person in (people.outsider, people.nobody):
        for service in (accept_upload, discard_upload):
            with pytest.raises(PermissionDenied):
                service(Act(actor=person), upload=upload)
        assert not Upload.objects.visible_to(person).exists()


def test_a_typed_correction_counts_at_once_and_keeps_the_reason(
    district: District, people: People
) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    factories.store(district.funds, town, when, 9.56)
    office = people["assessment_office"]

    def enter(number: float, reason: str) -> Batch:
        return enter_value(
            Act(actor=office), series=district.funds, unit=town, period=when, number=number,
            reason=reason,
        )  # fmt: skip

    with pytest.raises(RefusedError, match="reason"):
        enter(9.48, " ")
    with pytest.raises(RefusedError, match="like this already"):
        enter(9.56, "none")
    batch = enter(9.48, "电话核对")
    assert numbers(district) == {"白沙镇": 9.48}
    entry = Entry.objects.get(verb="values.enter", subject_id=str(batch.pk))
    assert entry.detail["changes"][0]["old"] == 9.56
    assert entry.detail["reason"] == "电话核对"


def test_a_typed_value_of_another_areas_unit_is_refused(district: District) -> None:
    with pytest.raises(RefusedError, match="not a unit of"):
        enter_value(
            Act(), series=district.funds, unit=district.town("临江镇"),
            period=factories.month(2026, 10), number=1.0, reason="no",
        )  # fmt: skip
