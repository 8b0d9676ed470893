"""Computing and publishing: figures by hand, drafts, what supersedes what, and retries."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from leitai.apps.audit.digests import digest
from leitai.apps.audit.models import Entry, Head
from leitai.apps.audit.services import Act, OperationConflictError
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    keep_missing_seals,
    open_round,
    publish_standing,
    publish_version,
)
from tests import factories
from tests.apps.standings.world import World, make_world, rules_text, scores, store_one
from tests.people import District, People

pytestmark = pytest.mark.django_db

#: By hand: 40 × projects ÷ 12, plus 60 × funds ÷ signed, each rounded half up to two decimals.
BY_HAND = {
    "云溪街道": (1, 57.47),  # 40.00 + 17.47
    "松桥街道": (2, 55.80),  # 36.67 + 19.13
    "白沙镇": (3, 49.31),  # 30.00 + 19.31
    "青石镇": (4, 49.23),  # 30.00 + 19.23 (8.60 ÷ 26.84 × 60 = 19.2250)
    "安平镇": (5, 47.38),  # 26.67 + 20.71
    "龙湾镇": (6, 45.07),  # 23.33 + 21.74
}
#: Digest of the board's content by name: the same on both databases and for ever, as long as the
#: arithmetic does not change. Whoever changes it raises ENGINE_VERSION.
CONTENT_SHA256 = "2eac61e50b27ad88dcf45775a8c47647424529910a1f747ac2d800530d78518e"


def test_scores_and_ranks_are_those_by_hand(world: World) -> None:
    assert scores(world.standing) == BY_HAND
    zones = {p.unit.name: p.zone for p in world.standing.places.select_related("unit")}
    assert zones["云溪街道"] == zones["松桥街道"] == "leading"
    assert zones["安平镇"] == zones["龙湾镇"] == "lagging"
    assert zones["白沙镇"] == "middle"


def test_computing_again_gives_the_same_digests(world: World) -> None:
    draft = compute_standing(Act(), played=world.played)
    assert draft.snapshot_sha256 == world.standing.snapshot_sha256
    assert draft.result_sha256 == world.standing.result_sha256
    assert draft.pk != world.standing.pk


def test_the_result_digest_is_the_same_on_every_database(world: World) -> None:
    content = sorted(
        [p.unit.name, p.rank, p.score, p.zone, p.grade, p.parts, p.items, p.rank_low, p.rank_high]
        for p in world.standing.places.select_related("unit")
    )
    assert digest(content) == CONTENT_SHA256


def test_a_draft_replaces_the_draft_before_and_leaves_the_published_one(world: World) -> None:
    first = compute_standing(Act(), played=world.played)
    second = compute_standing(Act(), played=world.played)
    states = list(
        Standing.objects.filter(round=world.played).order_by("number").values_list("state", "pk")
    )
    assert states == [("published", world.standing.pk), ("draft", second.pk)]
    assert first.number == second.number == 2


def test_publishing_supersedes_and_moves_ranks_from_the_round_before(
    world: World, district: District
) -> None:
    store_one(district, district.funds, "龙湾镇", world.played.period, 21.86)
    draft = compute_standing(Act(), played=world.played)
    publish_standing(Act(), standing=draft)
    assert world.again().state == "superseded"
    assert scores(draft)["龙湾镇"] == (1, 83.33)
    november = factories.month(2026, 11)
    played = open_round(Act(), scheme=world.scheme, period=november)
    later = compute_standing(Act(), played=played)
    before = {p.unit.name: p.before for p in later.places.select_related("unit")}
    assert before["龙湾镇"] == 1
    assert before["云溪街道"] == 2


def test_a_published_standing_is_published_once(world: World) -> None:
    with pytest.raises(ValidationError, match="Only a draft"):
        publish_standing(Act(), standing=world.again())


def test_one_operation_id_publishes_once(world: World) -> None:
    draft = compute_standing(Act(), played=world.played)
    key = uuid.uuid4()
    first = publish_standing(Act(operation_id=key), standing=draft)
    second = publish_standing(Act(operation_id=key), standing=draft)
    assert first.pk == second.pk
    assert Entry.objects.filter(verb="standing.publish").count() == 2
    with pytest.raises(OperationConflictError):
        compute_standing(Act(operation_id=key), played=world.played)


def test_one_operation_id_computes_once(world: World) -> None:
    key = uuid.uuid4()
    first = compute_standing(Act(operation_id=key), played=world.played)
    second = compute_standing(Act(operation_id=key), played=world.played)
    assert first.pk == second.pk
    assert Place.objects.filter(standing=first).count() == 6


def test_the_seal_is_the_head_of_the_chain_and_counts_as_exported(world: World) -> None:
    sealed = world.again()
    assert sealed.seal_hash
    assert Head.objects.filter(hash=sealed.seal_hash, height=sealed.seal_height).exists()
    entry = Entry.objects.get(verb="standing.publish")
    assert entry.detail["result_sha256"] == sealed.result_sha256
    assert entry.detail["snapshot_sha256"] == sealed.snapshot_sha256


def test_a_seal_that_a_kill_kept_away_is_given_later(world: World) -> None:
    sealed = world.again()
    Standing.objects.filter(pk=sealed.pk).update(seal_height=None, seal_hash="")
    drafted = compute_standing(Act(), played=world.played)
    assert keep_missing_seals() == 1
    sealed.refresh_from_db()
    assert Head.objects.filter(hash=sealed.seal_hash, height=sealed.seal_height).exists()
    drafted.refresh_from_db()
    assert drafted.seal_height is None
    assert keep_missing_seals() == 0


def test_the_rules_in_force_at_the_end_of_the_period_bind(world: World) -> None:
    text = rules_text(version="2.0", effective="2026-11-01", marks=50)
    publish_version(Act(), version=add_version(Act(), scheme=world.scheme, text=text))
    draft = add_version(Act(), scheme=world.scheme, text=rules_text(version="3.0"))
    assert compute_standing(Act(), played=world.played).version.number == "1.0"
    november = open_round(Act(), scheme=world.scheme, period=factories.month(2026, 11))
    assert compute_standing(Act(), played=november).version.number == "2.0"
    assert draft.state == "draft"


def test_a_round_without_published_rules_says_so(district: District) -> None:
    world = make_world(district)
    early = open_round(Act(), scheme=world.scheme, period=factories.month(2019, 12))
    with pytest.raises(ValidationError, match="no published rules for 2019-12"):
        compute_standing(Act(), played=early)


def test_missing_figures_are_shown_and_not_made_up(world: World) -> None:
    empty = open_round(Act(), scheme=world.scheme, period=factories.month(2026, 9))
    draft = compute_standing(Act(), played=empty)
    assert draft.facts["towns"]["missing"] == 18
    assert {score for _rank, score in scores(draft).values()} == {0.0}


@pytest.mark.parametrize(
    "role",
    [
        "principal_leader", "leader_in_charge", "supervision_office", "approver",
        "reporting_unit", "analyst", "auditor", "administrator", "town",
    ],
)  # fmt: skip
def test_only_the_office_computes_and_publishes(world: World, people: People, role: str) -> None:
    draft = compute_standing(Act(actor=people["assessment_office"]), played=world.played)
    for person in (people[role], people.outsider, people.nobody):
        with pytest.raises(PermissionDenied):
            compute_standing(Act(actor=person), played=world.played)
        with pytest.raises(PermissionDenied):
            publish_standing(Act(actor=person), standing=draft)
    assert Standing.objects.get(pk=draft.pk).state == "draft"
    publish_standing(Act(actor=people["assessment_office"]), standing=draft)
