"""Choosing a benchmark: who proposes, who confirms, and that nothing is overwritten."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import BenchmarkPair
from leitai.apps.benchmarks.selectors.pairs import choice_of, open_units, waiting_for
from leitai.apps.benchmarks.services import (
    confirm_pair,
    end_reference,
    propose_pair,
    return_pair,
    set_reference,
    withdraw_pair,
)
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit, User
from tests import factories
from tests.apps.benchmarks.world import Field
from tests.people import People

pytestmark = pytest.mark.django_db
State = BenchmarkPair.State


def propose(
    field: Field, actor: User | None, name: str = "博罗县", **more: object
) -> BenchmarkPair:
    fields = {"year": 2026, "reason": "人均相近，两年可及", **more}
    return propose_pair(Act(actor=actor), unit=field.unit, benchmark=field.county(name), **fields)


def test_proposed_by_the_leader_and_confirmed_by_the_office(field: Field, people: People) -> None:
    pair = propose(field, people["principal_leader"])
    assert pair.state == State.PROPOSED
    done = confirm_pair(
        Act(actor=people["assessment_office"]), pair=pair, decision="同意，口径以不含临空为准"
    )
    assert (done.state, done.decided_by) == (State.CONFIRMED, people["assessment_office"])
    entries = Entry.objects.filter(subject_type="benchmarks.benchmarkpair").order_by("id")
    assert [entry.verb for entry in entries] == ["benchmark.propose", "benchmark.confirm"]
    assert entries[1].detail["decision"] == "同意，口径以不含临空为准"
    assert entries[1].detail["new"] == "博罗县"


def test_nobody_confirms_what_they_proposed_themselves(field: Field, people: People) -> None:
    pair = propose(field, people["assessment_office"])
    with pytest.raises(RefusedError):
        confirm_pair(Act(actor=people["assessment_office"]), pair=pair)
    pair.refresh_from_db()
    assert pair.state == State.PROPOSED
    second = factories.make_user("second", "assessment_office", field.unit)
    assert confirm_pair(Act(actor=second), pair=pair).state == State.CONFIRMED


@pytest.mark.parametrize("role", ["supervision_office", "analyst", "auditor", "administrator"])
def test_others_do_not_propose(field: Field, people: People, role: str) -> None:
    with pytest.raises(PermissionDenied):
        propose(field, people[role])
    assert not BenchmarkPair.objects.exists()


@pytest.mark.parametrize("role", ["principal_leader", "supervision_office", "analyst", "town"])
def test_only_the_office_confirms(field: Field, people: People, role: str) -> None:
    pair = propose(field, None)
    for verb in (confirm_pair, return_pair):
        with pytest.raises(PermissionDenied):
            verb(Act(actor=people[role]), pair=pair, decision="好")
    with pytest.raises(PermissionDenied):
        confirm_pair(Act(actor=people.outsider), pair=pair)


def test_another_choice_supersedes_and_keeps_the_first(field: Field, people: People) -> None:
    office = Act(actor=people["assessment_office"])
    first = confirm_pair(office.within(), pair=propose(field, people["principal_leader"]))
    second = propose(field, people["principal_leader"], "龙海区", reason="产业更像")
    assert second.supersedes == first
    first.refresh_from_db()
    assert first.state == State.CONFIRMED, "a proposal changes nothing yet"
    confirm_pair(office.within(), pair=second)
    first.refresh_from_db()
    assert (first.state, first.reason) == (State.SUPERSEDED, "人均相近，两年可及")
    choice = choice_of(people["auditor"], field.unit, field.field, 2026)
    assert choice.main is not None
    assert choice.main.benchmark.name == "龙海区"
    assert [pair.benchmark.name for pair in choice.earlier] == ["博罗县"]


def test_one_confirmed_main_benchmark_a_year_stands_in_the_database(field: Field) -> None:
    confirm_pair(Act(), pair=propose(field, None))
    with pytest.raises(IntegrityError), transaction.atomic():
        BenchmarkPair.objects.create(
            field=field.field, unit=field.unit, benchmark=field.county("龙海区"), year=2026,
            role="main", state="confirmed", reason="另选", proposed_at=Act().at,
        )  # fmt: skip
    other = confirm_pair(Act(), pair=propose(field, None, "龙海区", year=2027))
    assert other.state == State.CONFIRMED


def test_returned_with_a_reason_and_proposed_again(field: Field, people: People) -> None:
    office = people["assessment_office"]
    pair = propose(field, people["principal_leader"], "昆山市", reason="全国第一")
    with pytest.raises(RefusedError):
        return_pair(Act(actor=office), pair=pair, decision=" ")
    return_pair(Act(actor=office), pair=pair, decision="总量8倍以上，够不着")
    leader = choice_of(people["principal_leader"], field.unit, field.field, 2026)
    assert leader.returned is not None
    assert leader.returned.decision == "总量8倍以上，够不着"
    propose(field, people["principal_leader"])
    assert choice_of(office, field.unit, field.field, 2026).returned is None
    with pytest.raises(RefusedError):
        confirm_pair(Act(actor=office), pair=pair)


def test_a_new_proposal_replaces_the_one_that_waits(field: Field, people: People) -> None:
    first = propose(field, people["principal_leader"], "龙海区")
    second = propose(field, people["leader_in_charge"])
    first.refresh_from_db()
    assert first.state == State.WITHDRAWN
    assert waiting_for(people["assessment_office"]) == [second]
    with pytest.raises(RefusedError):
        withdraw_pair(Act(actor=people["leader_in_charge"]), pair=second, reason="")
    withdraw_pair(Act(actor=people["leader_in_charge"]), pair=second, reason="再议")
    assert waiting_for(people["assessment_office"]) == []


def test_a_repeated_operation_proposes_once(field: Field, people: People) -> None:
    operation = uuid.uuid4()
    for _time in range(2):
        propose_pair(
            Act(actor=people["principal_leader"], operation_id=operation),
            unit=field.unit, benchmark=field.county("博罗县"), year=2026, reason="可及",
        )  # fmt: skip
    assert BenchmarkPair.objects.count() == 1
    assert Entry.objects.filter(verb="benchmark.propose").count() == 1


def test_references_near_middle_far_stand_beside_the_main(field: Field, people: People) -> None:
    confirm_pair(Act(), pair=propose(field, None))
    leader = people["principal_leader"]
    for name, distance in (("昆山市", "far"), ("龙海区", "middle")):
        set_reference(
            Act(actor=leader), unit=field.unit, benchmark=field.county(name), year=2026,
            distance=distance, reason="作参照",
        )  # fmt: skip
    choice = choice_of(leader, field.unit, field.field, 2026)
    assert [(p.benchmark.name, p.distance) for p in choice.references] == [
        ("龙海区", "middle"),
        ("昆山市", "far"),
    ]
    for name in ("龙海区", "博罗县"):
        with pytest.raises(RefusedError):
            set_reference(
                Act(actor=leader), unit=field.unit, benchmark=field.county(name), year=2026,
                distance="near", reason="再设",
            )  # fmt: skip
    end_reference(Act(actor=leader), pair=choice.references[1], reason="太远")
    again = choice_of(leader, field.unit, field.field, 2026)
    assert [p.benchmark.name for p in again.references] == ["龙海区"]
    assert [p.decision for p in again.earlier] == ["太远"]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("博罗县", {"reason": "  "}),
        ("云溪区", {}),
        ("白沙镇", {}),
        ("博罗县", {"year": 20026}),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_leaves_no_trace(
    field: Field, people: People, name: str, fields: dict[str, object]
) -> None:
    with pytest.raises(RefusedError):
        propose_pair(
            Act(actor=people["principal_leader"]),
            unit=field.unit,
            benchmark=Unit.objects.get(name=name),
            **{"year": 2026, "reason": "可及", **fields},
        )
    assert not BenchmarkPair.objects.exists()
    assert not Entry.objects.filter(verb="benchmark.propose").exists()


def test_a_unit_without_a_field_chooses_nothing(field: Field, people: People) -> None:
    with pytest.raises(RefusedError):
        propose_pair(
            Act(actor=people["town"]), unit=field.district.town("白沙镇"),
            benchmark=field.county("博罗县"), year=2026, reason="想学",
        )  # fmt: skip


def test_a_proposal_exists_for_those_concerned_alone(field: Field, people: People) -> None:
    """A town below sees the confirmed benchmark of its district and no trace of proposals."""
    before = choice_of(people["town"], field.unit, field.field, 2026)
    pair = propose(field, people["principal_leader"])
    assert choice_of(people["town"], field.unit, field.field, 2026) == before
    assert choice_of(people["analyst"], field.unit, field.field, 2026).waiting == pair
    return_pair(Act(actor=people["assessment_office"]), pair=pair, decision="再议")
    assert choice_of(people["town"], field.unit, field.field, 2026) == before
    confirm_pair(Act(), pair=propose(field, people["principal_leader"]))
    seen = choice_of(people["town"], field.unit, field.field, 2026)
    assert seen.main is not None
    assert seen.earlier == []
    for stranger in (people.outsider, people.nobody):
        assert open_units(stranger) == []
        assert choice_of(stranger, field.unit, field.field, 2026).main is None
