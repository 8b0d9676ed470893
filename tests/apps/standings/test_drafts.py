"""Drafts of rules: saved states, nobody overwritten, four eyes, publication from a free day."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.standings.models import DraftRevision, SchemeVersion
from leitai.apps.standings.selectors.versions import undo_target, visible_versions
from leitai.apps.standings.services import (
    DraftMovedError,
    approve_version,
    compute_standing,
    discard_draft,
    edit_draft,
    open_round,
    publish_standing,
    publish_version,
    replace_draft,
    restore_draft,
    return_version,
    start_draft,
    submit_version,
    withdraw_version,
)
from leitai.apps.standings.services.drafts import next_number
from leitai.apps.standings.verification import verify_standings
from leitai.apps.units.models import Role
from tests import factories
from tests.apps.standings.world import World, make_world, store_month
from tests.people import People, make_district
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db


def set_marks(item: str, marks: float) -> dict[str, Any]:
    return {"do": "set", "at": ["groups", "towns", "@", item, "marks"], "value": marks}


@pytest.fixture
def second(world: World) -> Any:
    return factories.make_user("second", Role.ASSESSMENT_OFFICE, world.district.area)


def begin(world: World, actor: Any = None) -> SchemeVersion:
    return start_draft(
        Act(actor=actor),
        scheme=world.scheme,
        text=world.version.text,
        number="1.1",
        valid_from=dt.date(2026, 11, 1),
        base=world.version,
    )


def test_a_copy_differs_only_in_its_head(world: World, people: People) -> None:
    draft = begin(world, people["assessment_office"])
    assert (draft.number, draft.valid_from, draft.base) == (
        "1.1",
        dt.date(2026, 11, 1),
        world.version,
    )
    old, new = world.version.text.splitlines(), draft.text.splitlines()
    assert [line for line in new if line not in old] == ['version: "1.1"', "effective: 2026-11-01"]
    entry = Entry.objects.get(verb="scheme.start_draft")
    assert entry.detail["base"] == "1.0"


def test_an_edit_is_saved_once_with_its_entry(world: World, people: People) -> None:
    office = people["assessment_office"]
    draft = begin(world, office)
    act = Act(actor=office)
    first = edit_draft(act, version=draft, revision=1, operations=[set_marks("i_funds", 55)])
    again = edit_draft(
        Act(actor=office, operation_id=act.operation_id),
        version=draft,
        revision=1,
        operations=[set_marks("i_funds", 55)],
    )
    assert first == again
    draft.refresh_from_db()
    assert draft.revision == 2
    assert "marks: 55" in draft.text
    entry = Entry.objects.get(verb="scheme.edit_draft")
    assert entry.detail["operations"] == [set_marks("i_funds", 55)]
    assert entry.detail["sha256"] == draft.sha256


def test_who_saw_an_older_state_is_told_who_saved_and_changes_nothing(
    world: World, people: People, second: Any
) -> None:
    draft = begin(world, people["assessment_office"])
    edit_draft(Act(actor=second), version=draft, revision=1, operations=[set_marks("i_funds", 55)])
    for attempt in (
        lambda: edit_draft(Act(), version=draft, revision=1, operations=[set_marks("i_funds", 1)]),
        lambda: replace_draft(Act(), version=draft, revision=1, text=draft.text),
        lambda: restore_draft(Act(), version=draft, revision=1, to=1),
        lambda: submit_version(Act(), version=draft, revision=1),
        lambda: discard_draft(Act(), version=draft, revision=1),
    ):
        with pytest.raises(DraftMovedError) as caught:
            attempt()
        assert caught.value.current == 2
        assert "second" in caught.value.messages[0]
    assert DraftRevision.objects.filter(version=draft).count() == 2


def test_a_wrong_operation_changes_nothing(world: World) -> None:
    draft = begin(world)
    with pytest.raises(ValidationError, match="no longer in the scheme"):
        edit_draft(
            Act(),
            version=draft,
            revision=1,
            operations=[set_marks("i_funds", 5), set_marks("nobody", 1)],
        )
    draft.refresh_from_db()
    assert draft.revision == 1
    assert draft.text == begin_text(world)


def begin_text(world: World) -> str:
    return DraftRevision.objects.get(version__number="1.1", number=1).text


@settings(max_examples=15)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_undo_goes_back_through_every_state(choices: list[int]) -> None:
    """Numbers of states alone: 0 undoes, everything else edits."""
    states: list[DraftRevision] = [DraftRevision(number=1)]
    texts = {1: "t1"}
    stack = ["t1"]
    for choice in choices:
        number = len(states) + 1
        if choice == 0:
            to = undo_target(states)
            assert (to is None) == (len(stack) == 1)
            if to is None:
                continue
            stack.pop()
            texts[number] = texts[to]
            states.append(DraftRevision(number=number, restores=to))
        else:
            texts[number] = f"t{number}"
            stack.append(texts[number])
            states.append(DraftRevision(number=number))
        assert texts[number] == stack[-1]


def test_undo_restores_the_same_bytes(world: World) -> None:
    draft = begin(world)
    before = draft.text
    edit_draft(Act(), version=draft, revision=1, operations=[set_marks("i_funds", 55)])
    edit_draft(
        Act(),
        version=draft,
        revision=2,
        operations=[{"do": "remove", "at": ["groups", "towns", "@", "i_projects"]}],
    )
    restore_draft(Act(), version=draft, revision=3, to=1)
    draft.refresh_from_db()
    assert draft.text == before
    assert draft.revision == 4


def test_an_incomplete_file_is_a_draft_and_says_what_is_open(world: World) -> None:
    draft = start_draft(Act(), scheme=world.scheme, text="leitai: scheme/1\nname: 半成品\n")
    assert draft.number == "1.1"
    with pytest.raises(ValidationError, match="problems are open"):
        submit_version(Act(), version=draft, revision=1)
    with pytest.raises(ValidationError, match="not valid YAML"):
        start_draft(Act(), scheme=world.scheme, text="- [")


def test_a_number_is_taken_once(world: World) -> None:
    begin(world)
    with pytest.raises(ValidationError, match=r"Version 1\.1 exists"):
        begin(world)
    draft = SchemeVersion.objects.get(number="1.1")
    rename = {"do": "set", "at": ["version"], "value": "1.0"}
    with pytest.raises(ValidationError, match=r"Version 1\.0 exists"):
        edit_draft(Act(), version=draft, revision=1, operations=[rename])
    discard_draft(Act(), version=draft, revision=1)
    assert begin(world).number == "1.1"


def test_numbers_count_on() -> None:
    assert next_number([]) == "1.0"
    assert next_number(["3.2", "3.10", "2.0-draft"]) == "3.11"
    assert next_number(["4"]) == "4.1"


def test_the_author_never_approves(world: World, people: People, second: Any) -> None:
    office, leader = people["assessment_office"], people["leader_in_charge"]
    draft = begin(world, office)
    edit_draft(
        Act(actor=second),
        version=draft,
        revision=1,
        operations=[{"do": "set", "at": ["name"], "value": "新擂台"}],
    )
    submit_version(Act(actor=office), version=draft, revision=2)
    for writer in (office, second):
        with pytest.raises(ValidationError, match="four eyes"):
            approve_version(Act(actor=writer), version=draft)
        with pytest.raises(ValidationError, match="four eyes"):
            return_version(Act(actor=writer), version=draft, reason="不行")
    with pytest.raises(ValidationError):
        edit_draft(Act(actor=office), version=draft, revision=2, operations=[])
    with pytest.raises(ValidationError):
        publish_version(Act(actor=office), version=draft)
    approve_version(Act(actor=leader), version=draft)
    published = publish_version(Act(actor=office), version=draft)
    assert published.state == "published"
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == [
        "scheme.submit_version",
        "scheme.approve_version",
        "scheme.publish_version",
    ]


def test_returned_rules_are_a_draft_with_the_reason(world: World, people: People) -> None:
    draft = begin(world, people["assessment_office"])
    submit_version(Act(actor=people["assessment_office"]), version=draft, revision=1)
    with pytest.raises(ValidationError):
        return_version(Act(actor=people["principal_leader"]), version=draft, reason="  ")
    return_version(Act(actor=people["principal_leader"]), version=draft, reason="起算线过高")
    draft.refresh_from_db()
    assert (draft.state, draft.return_reason) == ("draft", "起算线过高")
    submit_version(Act(actor=people["assessment_office"]), version=draft, revision=1)
    withdraw_version(Act(actor=people["assessment_office"]), version=draft)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_no_rules_for_a_period_already_published(world: World, people: People) -> None:
    draft = begin(world, people["assessment_office"])
    early = {"do": "set", "at": ["effective"], "value": "2026-10-01"}
    edit_draft(Act(), version=draft, revision=1, operations=[early])
    with pytest.raises(ValidationError, match="2026-11-01"):
        submit_version(Act(), version=draft, revision=2)
    free = {"do": "set", "at": ["effective"], "value": "2026-11-01"}
    edit_draft(Act(), version=draft, revision=2, operations=[free])
    submit_version(Act(), version=draft, revision=3)
    approve_version(Act(), version=draft)
    # A board of November appears between approval and publication.
    november = factories.month(2026, 11)
    store_month(world.district, november)
    played = open_round(Act(), scheme=world.scheme, period=november)
    publish_standing(Act(), standing=compute_standing(Act(), played=played))
    with pytest.raises(ValidationError, match="2026-12-01"):
        publish_version(Act(actor=people["assessment_office"]), version=draft)


def test_who_may(world: World, people: People) -> None:
    draft = begin(world)
    for role in ("analyst", "supervision_office", "reporting_unit", "administrator"):
        act = Act(actor=people[role])
        with pytest.raises(PermissionDenied):
            edit_draft(act, version=draft, revision=1, operations=[])
        with pytest.raises(PermissionDenied):
            submit_version(act, version=draft, revision=1)
        with pytest.raises(PermissionDenied):
            approve_version(act, version=draft)
    with pytest.raises(PermissionDenied):
        edit_draft(Act(actor=people["principal_leader"]), version=draft, revision=1, operations=[])


def test_a_leader_sees_rules_from_the_moment_they_wait(world: World, people: People) -> None:
    draft = begin(world)

    def numbers(role: str) -> list[str]:
        return [one.number for one in visible_versions(people[role], world.scheme)]

    assert numbers("assessment_office") == ["1.1", "1.0"]
    assert numbers("principal_leader") == ["1.0"]
    submit_version(Act(), version=draft, revision=1)
    assert numbers("principal_leader") == ["1.1", "1.0"]
    assert numbers("town") == ["1.0"]
    assert numbers("supervision_office") == ["1.0"]


def test_a_result_by_an_edited_version_is_sound(world: World) -> None:
    draft = begin(world)
    edit_draft(
        Act(), version=draft, revision=1, operations=[{"do": "set", "at": ["name"], "value": "乙"}]
    )
    submit_version(Act(), version=draft, revision=2)
    approve_version(Act(), version=draft)
    version = publish_version(Act(), version=draft)
    publish_standing(Act(), standing=compute_standing(Act(), played=world.played, version=version))
    assert [one.state for one in verify_standings()] == ["sound"] * len(list(verify_standings()))


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_is_kept_and_one_is_told() -> None:
    needs_shared_database()
    world = make_world(make_district())
    draft = begin(world)
    barrier = threading.Barrier(2, timeout=30)

    def edit(marks: int) -> DraftRevision:
        barrier.wait()
        return edit_draft(
            Act(operation_id=uuid.uuid4()),
            version=draft,
            revision=1,
            operations=[set_marks("i_funds", marks)],
        )

    outcomes = run_together(lambda: edit(51), lambda: edit(52))
    assert sorted(type(one).__name__ for one in outcomes) == ["DraftMovedError", "DraftRevision"]
    assert DraftRevision.objects.filter(version=draft).count() == 2
