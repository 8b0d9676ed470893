"""Records of bonus, penalty and veto: two persons, evidence, and what they count."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.storage import stored_file
from leitai.apps.periods.services import ensure_period
from leitai.apps.standings.models import Place, Record, Restatement, Standing
from leitai.apps.standings.selectors.trace import score_trace
from leitai.apps.standings.selectors.trial import trial_on
from leitai.apps.standings.services import (
    compute_standing,
    enter_record,
    open_round,
    publish_standing,
    sign_record,
    withdraw_record,
)
from leitai.apps.standings.verification import verify_standing
from tests import factories
from tests.apps.standings.world import (
    ALL,
    World,
    make_world,
    rules_text,
    store_month,
    with_records,
)
from tests.people import District, People

pytestmark = pytest.mark.django_db


def text_with_records(release: str = ALL, version: str = "1.0") -> str:
    """The small scheme with a bonus of two levels, a penalty of the month, and a veto."""
    return with_records(rules_text(release=release, version=version))


@pytest.fixture
def world(district: District, django_capture_on_commit_callbacks: Any) -> World:
    with django_capture_on_commit_callbacks(execute=True):
        return make_world(district, text_with_records())


def enter(world: World, people: People, **given: Any) -> Record:
    """Enter a city's commendation of 白沙镇, unless told otherwise."""
    data: dict[str, Any] = {
        "unit": world.district.town(given.pop("town", "白沙镇")),
        "period": world.played.period,
        "item": "b",
        "column": "city",
        "matter": "和美乡村建设",
        "reference": "市委办〔2026〕1号",
    } | given
    by = data.pop("by", people["supervision_office"])
    return enter_record(Act(actor=by), scheme=world.scheme, **data)


def sign(record: Record, people: People, by: str = "leader_in_charge") -> Record:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return sign_record(Act(actor=people[by]), record=record)


def place(standing: Standing, town: str = "白沙镇") -> Place:
    return Place.objects.select_related("standing__round__scheme__area", "standing__version").get(
        standing=standing, unit__name=town
    )


def computed(world: World) -> Standing:
    return compute_standing(Act(), played=world.played)


def test_a_record_counts_from_the_second_signature_on(world: World, people: People) -> None:
    before = place(world.standing)
    record = enter(world, people)
    assert place(computed(world)).score == before.score
    sign(record, people)
    after = place(computed(world))
    assert after.score == pytest.approx((before.score or 0) + 1)
    assert after.items["b"][0] == 1
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw_record(Act(actor=people["assessment_office"]), record=record, reason="重复录入")
    assert place(computed(world)).score == before.score


def test_nobody_signs_what_they_entered(world: World, people: People) -> None:
    record = enter(world, people, by=people["assessment_office"])
    with pytest.raises(ValidationError):
        sign(record, people, "assessment_office")
    assert Record.objects.get().state == Record.State.ENTERED
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(
            state="signed", signed_by=record.entered_by, signed_at=record.entered_at, sequence=9
        )


def test_who_may_not_is_refused_and_nothing_changes(world: World, people: People) -> None:
    for role in ("principal_leader", "analyst", "town", "leader_in_charge"):
        with pytest.raises(PermissionDenied):
            enter(world, people, by=people[role])
    record = enter(world, people)
    for role in ("supervision_office", "principal_leader", "town"):
        with pytest.raises(PermissionDenied):
            sign(record, people, role)
    with pytest.raises(PermissionDenied):
        withdraw_record(Act(actor=people["supervision_office"]), record=record, reason="x")
    assert Record.objects.get().state == Record.State.ENTERED


def test_evidence_is_needed_and_kept_under_its_digest(
    world: World, people: People, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(ValidationError):
        enter(world, people, reference=" ")
    record = enter(world, people, reference="", file_name="C:\\a\\决定.pdf", content=b"%PDF-1.4")
    assert record.file_name == "决定.pdf"
    assert stored_file(record.file_sha256).read_bytes() == b"%PDF-1.4"
    with pytest.raises(ValidationError, match="机密"):
        enter(world, people, file_name="机密★3年 通报.pdf", content=b"x")
    settings.LEITAI_MAX_UPLOAD_BYTES = 3
    with pytest.raises(ValidationError):
        enter(world, people, file_name="大.pdf", content=b"four")
    assert Record.objects.count() == 1


def test_an_item_of_another_group_or_none_is_refused(world: World, people: People) -> None:
    for wrong in (
        {"item": "i_funds", "column": "funds"},
        {"item": "b", "column": "blamed"},
        {"unit": world.district.bureau},
        {"matter": "  "},
        {"period": factories.month(2019, 1)},
        {"period": ensure_period("year", 2026, 1)},
    ):
        with pytest.raises(ValidationError):
            enter(world, people, **wrong)
    assert not Record.objects.exists()


def test_a_veto_has_its_legal_basis_and_its_effect(world: World, people: People) -> None:
    record = enter(world, people, item="v", column="accident", matter="较大事故")
    assert record.legal_basis == "某条例第三条"
    sign(record, people)
    assert place(computed(world)).score == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(legal_basis="")


def test_the_same_matter_counts_once_at_the_highest_level(world: World, people: People) -> None:
    for column in ("city", "province"):
        sign(enter(world, people, column=column), people)
    sign(enter(world, people, matter="别的事项"), people)
    found = place(computed(world))
    assert found.items["b"][0] == 3  # 2 of the province and 1 of the other matter, not 4
    snapshot = found.standing.snapshot["groups"]["towns"]["columns"]
    at = [key for key, _unit in found.standing.snapshot["groups"]["towns"]["units"]].index("白沙镇")
    city = snapshot["city"][at]
    assert city[0] == 1
    assert city[3][0] == "records"
    assert len(city[3][1].split(",")) == 2
    assert city[3][2]["say"] == "signed_records_once"


def test_every_record_counts_where_the_scheme_says_so(district: District, people: People) -> None:
    text = text_with_records().replace("      cap: 3\n", "      cap: 9\n      same_matter: each\n")
    world = make_world(district, text)
    for column in ("city", "province"):
        sign(enter(world, people, column=column), people)
    assert place(computed(world)).items["b"][0] == 3


def test_of_the_year_or_of_the_month(world: World, people: People) -> None:
    september = factories.month(2026, 9)
    sign(enter(world, people, period=september), people)
    sign(enter(world, people, period=september, item="p", column="blamed", matter="违建"), people)
    found = place(computed(world))
    assert (found.items["b"][0], found.items["p"][0]) == (1, 0)
    store_month(world.district, september)
    played = open_round(Act(), scheme=world.scheme, period=september)
    earlier = place(compute_standing(Act(), played=played))
    assert (earlier.items["b"][0], earlier.items["p"][0]) == (1, 0.5)


def test_a_later_record_touches_the_published_board(world: World, people: People) -> None:
    record = enter(world, people)
    assert not Restatement.objects.exists()
    sign(record, people)
    (found,) = Restatement.objects.all()
    assert (found.record, found.batch, found.standing) == (record, None, world.standing)
    rows = {row["name"]: row for row in found.difference}
    assert rows["白沙镇"]["items"] == [["bonus", 0.0, 1.0], ["b", 0.0, 1.0]]
    assert "和美乡村建设" in found.cause
    published = publish_standing(Act(), standing=computed(world))
    assert Restatement.objects.get().settled_by == published


def test_the_published_board_stays_sound_when_a_record_is_withdrawn(
    world: World, people: People
) -> None:
    record = sign(enter(world, people), people)
    published = publish_standing(Act(), standing=computed(world))
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw_record(Act(actor=people["assessment_office"]), record=record, reason="更正")
    assert verify_standing(Standing.objects.get(pk=published.pk)).state == "sound"
    assert Restatement.objects.filter(standing=published, record=record).count() == 1


def test_the_trace_opens_down_to_the_record_and_both_persons(world: World, people: People) -> None:
    record = sign(enter(world, people), people)
    found = place(computed(world))
    stops = score_trace(people["assessment_office"], found, "b")
    last = [stop for stop in stops if stop.kind == "records"]
    assert [stop.source.name for stop in last if stop.source] == ["市级表彰", "省级表彰"]
    (line,) = last[0].records
    assert (line.id, line.entered_by, line.signed_by) == (
        record.pk, "supervision_office", "leader_in_charge",
    )  # fmt: skip
    assert (line.matter, line.reference, line.open) == ("和美乡村建设", "市委办〔2026〕1号", True)
    assert last[1].records == ()


def test_a_trial_counts_the_records_that_the_board_saw(world: World, people: People) -> None:
    sign(enter(world, people), people)
    outcome = trial_on(world.scheme, world.version, world.played.period)
    assert outcome.changed == ()


def test_who_may_know_of_a_record(world: World, people: People) -> None:
    def known(reader: Any) -> int:
        return Record.objects.visible_to(reader).count()

    record = enter(world, people)
    recorders = ("assessment_office", "supervision_office", "leader_in_charge")
    overseers = ("principal_leader", "analyst", "auditor", "administrator")
    assert [known(people[role]) for role in recorders] == [1, 1, 1]
    assert not any(known(people[role]) for role in (*overseers, "town", "reporting_unit"))
    sign(record, people)
    assert all(known(people[role]) == 1 for role in (*recorders, *overseers, "town"))
    assert not any(known(user) for user in (people["approver"], people.outsider, people.nobody))


def test_the_record_of_changes_tells_all_three_and_a_repeat_does_nothing(
    world: World, people: People
) -> None:
    act = Act(actor=people["supervision_office"], operation_id=uuid.uuid4())
    given: dict[str, Any] = {
        "scheme": world.scheme, "unit": world.district.town("白沙镇"),
        "period": world.played.period, "item": "b", "column": "city", "matter": "一事",
        "reference": "某号",
    }  # fmt: skip
    first = enter_record(act, **given)
    again = Act(actor=people["supervision_office"], operation_id=act.operation_id)
    assert enter_record(again, **given) == first
    sign(first, people)
    with pytest.raises(ValidationError):
        sign(first, people)
    office = Act(actor=people["assessment_office"])
    with pytest.raises(ValidationError):
        withdraw_record(office, record=first, reason=" ")
    withdraw_record(Act(actor=people["assessment_office"]), record=first, reason="录错单位")
    with pytest.raises(ValidationError):
        withdraw_record(Act(actor=people["assessment_office"]), record=first, reason="再")
    told = Entry.objects.filter(verb__startswith="record.").order_by("id")
    assert [(entry.verb, str(entry.actor)) for entry in told] == [
        ("record.enter", "supervision_office"),
        ("record.sign", "leader_in_charge"),
        ("record.withdraw", "assessment_office"),
    ]
    assert told[2].detail["reason"] == "录错单位"
