"""Bulletins under four eyes: who drafts does not sign, and what was seen is what is issued."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.publishing.composing import Wording
from leitai.apps.publishing.composing.kept import kept_draft, seen_digest
from leitai.apps.publishing.models import Bulletin, BulletinDraft
from leitai.apps.publishing.selectors import draft_for, drafts_for, drafts_to_sign, verify_bulletin
from leitai.apps.publishing.services import (
    drop_draft,
    edit_draft,
    keep_draft,
    return_draft,
    sign_draft,
    submit_draft,
)
from leitai.apps.units.models import Unit
from tests.apps.publishing.issued import text_of
from tests.apps.standings.world import World, make_world
from tests.people import District, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(district: District, django_capture_on_commit_callbacks: object) -> World:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        return make_world(district)


@pytest.fixture
def draft(world: World, people: People) -> BulletinDraft:
    return keep_draft(
        Act(actor=people["assessment_office"]), topic=(world.standing, "towns"),
        wording=Wording(issuer="考核办", demands=("限期整改。",)),
    )  # fmt: skip


def seen(draft: BulletinDraft, act: Act) -> str:
    return seen_digest(kept_draft(act.actor, draft, act.at.date()))


def test_one_drafts_and_another_signs(draft: BulletinDraft, people: People) -> None:
    office, leader = people["assessment_office"], people["leader_in_charge"]
    assert draft_for(leader, draft.pk) is None
    assert list(drafts_for(office)) == [draft]
    sent = submit_draft(Act(actor=office), draft=draft)
    assert list(drafts_to_sign(leader)) == [draft]
    assert not drafts_to_sign(office).exists()
    own = Act(actor=office)
    with pytest.raises(ValidationError, match="second person signs"):
        sign_draft(own, draft=sent, seen=seen(sent, own))
    with pytest.raises(PermissionDenied):
        sign_draft(Act(actor=people["analyst"]), draft=sent, seen="")
    act = Act(actor=leader, operation_id=uuid.uuid4())
    made = sign_draft(act, draft=sent, seen=seen(sent, act))
    assert sign_draft(act, draft=sent, seen=seen(sent, act)) == made
    assert Bulletin.objects.count() == 1
    assert made.issued_by == leader
    assert "限期整改。" in text_of(made)
    assert made.chain_hash in text_of(made)
    assert verify_bulletin(made).sound
    entry = Entry.objects.get(verb="bulletin.issue_signed")
    assert entry.detail["drafted_by"] == str(office)
    assert entry.detail["file_sha256"] == made.file_sha256
    row = BulletinDraft.objects.get()
    assert (row.state, row.bulletin) == ("issued", made)


def test_what_changed_since_it_was_seen_is_not_signed(
    draft: BulletinDraft, world: World, people: People
) -> None:
    submit_draft(Act(actor=people["assessment_office"]), draft=draft)
    act = Act(actor=people["leader_in_charge"])
    before = seen(draft, act)
    # A town's new name is one of the things that a draft takes from the store at each look.
    Unit.objects.filter(name="白沙镇").update(name="白沙街道")
    with pytest.raises(ValidationError, match="changed since you looked"):
        sign_draft(act, draft=draft, seen=before)
    assert not Bulletin.objects.exists()
    act = Act(actor=people["leader_in_charge"])
    assert "白沙街道" in str(sign_draft(act, draft=draft, seen=seen(draft, act)).content)


def test_words_alone_are_edited_and_only_as_last_seen(draft: BulletinDraft, people: People) -> None:
    office, leader = people["assessment_office"], people["leader_in_charge"]
    edited = edit_draft(Act(actor=office), draft=draft, revision=1, wording=Wording(title="新题目"))
    assert (edited.title, edited.revision) == ("新题目", 2)
    with pytest.raises(ValidationError, match="edited this meanwhile"):
        edit_draft(Act(actor=office), draft=draft, revision=1, wording=Wording())
    submit_draft(Act(actor=office), draft=draft)
    with pytest.raises(ValidationError, match="not a draft any more"):
        edit_draft(Act(actor=office), draft=draft, revision=2, wording=Wording())
    with pytest.raises(ValidationError, match="reason"):
        return_draft(Act(actor=leader), draft=draft, decision=" ")
    return_draft(Act(actor=leader), draft=draft, decision="措辞再改")
    again = edit_draft(Act(actor=office), draft=draft, revision=2, wording=Wording())
    assert again.state == "draft"
    drop_draft(Act(actor=office), draft=draft, reason="不发了")
    with pytest.raises(ValidationError, match="not a draft any more"):
        submit_draft(Act(actor=office), draft=draft)
    assert not drafts_for(office).exists()


def test_drafts_are_not_there_for_others(draft: BulletinDraft, people: People) -> None:
    submit_draft(Act(actor=people["assessment_office"]), draft=draft)
    for role in ("town", "supervision_office", "analyst", "auditor", "reporting_unit"):
        assert not drafts_for(people[role]).exists(), role
    assert not drafts_for(people.outsider).exists()
    assert not drafts_to_sign(people.outsider).exists()
