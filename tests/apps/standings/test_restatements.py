"""Late revisions: noted for the boards that really change, with the whole table, once."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch
from leitai.apps.standings.models import Restatement
from leitai.apps.standings.selectors import trial
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    note_restatements,
    open_round,
    publish_standing,
)
from leitai.apps.standings.services.restatements import touched_standings
from leitai.apps.standings.verification import verify_standings
from tests import factories
from tests.apps.standings.world import World, make_world, rules_text, scores, store_one
from tests.people import District

pytestmark = pytest.mark.django_db


def correct(world: World, town: str = "白沙镇", number: float = 9.90) -> Batch:
    """A later figure of a town for the published month."""
    return store_one(world.district, world.district.funds, town, world.played.period, number)


def rows_of(restatement: Restatement) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in restatement.difference}


def test_the_whole_table_is_kept_before_and_after(world: World) -> None:
    (found,) = note_restatements(correct(world))
    rows = rows_of(found)
    assert set(rows) == {town.name for town in world.district.towns}
    changed = rows.pop("白沙镇")
    # 60 × 9.90 ÷ 29.70 = 20.00 instead of 19.31
    assert changed["score"] == [49.31, 50.0]
    assert changed["rank"] == [3, 3]
    assert changed["items"] == [["i_funds", 19.31, 20.0]]
    assert not any(row["changed"] for row in rows.values())


def test_ranks_that_move_because_of_another_are_changed_too(world: World) -> None:
    (found,) = note_restatements(correct(world, "青石镇", 8.70))
    rows = rows_of(found)
    assert rows["青石镇"]["rank"] == [4, 3]
    assert rows["白沙镇"]["rank"] == [3, 4]
    assert rows["白沙镇"]["score"] == [49.31, 49.31]
    assert rows["白沙镇"]["changed"]


def test_the_published_standing_itself_does_not_change(world: World) -> None:
    before = scores(world.standing)
    note_restatements(correct(world))
    assert scores(world.again()) == before
    assert [r.state for r in verify_standings()] == ["sound"]


def test_a_revision_that_changes_no_score_is_not_noted(world: World) -> None:
    batch = correct(world, "云溪街道", 11.2401)  # 17.4716 % of the target's 60 marks still: 17.47
    assert touched_standings(batch)
    assert note_restatements(batch) == []
    assert not Restatement.objects.exists()


def test_values_that_a_standing_saw_do_not_restate_it(world: World) -> None:
    seen = Batch.objects.get()
    assert seen.sequence is not None
    assert seen.sequence <= world.standing.watermark
    assert touched_standings(seen) == []


def test_what_was_accepted_after_the_computation_restates_even_if_published_later(
    district: District,
) -> None:
    """The watermark is read when the draft is computed, not when it is published."""
    world = make_world(district)
    draft = compute_standing(Act(), played=world.played)
    batch = correct(world)
    publish_standing(Act(), standing=draft)
    (found,) = note_restatements(batch)
    assert found.standing_id == draft.pk
    assert batch.sequence == draft.watermark + 1


def test_months_and_units_that_a_board_does_not_use_are_left_alone(world: World) -> None:
    other_month = store_one(
        world.district, world.district.funds, "白沙镇", factories.month(2024, 10), 3.0
    )
    assert touched_standings(other_month) == []
    bureau = store_one(world.district, world.district.funds, "区招商局", world.played.period, 3.0)
    assert touched_standings(bureau) == []
    near = store_one(world.district, world.district.funds, "白沙镇", factories.month(2026, 9), 3.0)
    assert note_restatements(near) == []


def test_the_same_batch_is_noted_once(world: World) -> None:
    batch = correct(world)
    assert note_restatements(batch)[0].pk == note_restatements(batch)[0].pk
    assert Restatement.objects.count() == 1


def test_acceptance_alone_brings_the_restatement_about(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        correct(world)
    assert Restatement.objects.get().standing_id == world.standing.pk


def test_drafts_and_superseded_boards_are_not_restated(world: World) -> None:
    publish_standing(Act(), standing=compute_standing(Act(), played=world.played))
    compute_standing(Act(), played=world.played)
    found = note_restatements(correct(world))
    assert [r.standing.state for r in found] == ["published"]


def test_the_next_publication_of_the_round_settles_it_and_no_other(world: World) -> None:
    (found,) = note_restatements(correct(world))
    november = open_round(Act(), scheme=world.scheme, period=factories.month(2026, 11))
    publish_standing(Act(), standing=compute_standing(Act(), played=november))
    draft = compute_standing(Act(), played=world.played)
    assert Restatement.objects.get(pk=found.pk).settled_by_id is None
    publish_standing(Act(), standing=draft)
    assert Restatement.objects.get(pk=found.pk).settled_by_id == draft.pk
    told = Entry.objects.filter(verb="standing.publish").order_by("-id").first()
    assert told is not None
    assert told.detail["settled"] == 1
    assert scores(draft)["白沙镇"] == (3, 50.0)


def test_a_draft_computed_before_the_revision_does_not_settle_it(world: World) -> None:
    draft = compute_standing(Act(), played=world.played)
    (found,) = note_restatements(correct(world))
    publish_standing(Act(), standing=draft)
    assert Restatement.objects.get(pk=found.pk).settled_by_id is None


def test_a_trial_uses_the_values_that_the_board_saw(world: World) -> None:
    """Later figures do not slip into a trial; only the rules differ."""
    correct(world, "龙湾镇", 21.86)
    same = trial(world.again(), world.version)
    assert same.changed == ()
    text = rules_text(version="1.1", marks=120)
    other = trial(world.again(), add_version(Act(), scheme=world.scheme, text=text))
    rows = {row.name: row for row in other.rows}
    assert rows["龙湾镇"].score == (45.07, 66.81)  # 23.33 + 120 × 7.92 ÷ 21.86
    assert rows["松桥街道"].score == (55.8, 74.94)
    assert [part.id for part in rows["松桥街道"].parts] == ["i_funds"]
    assert {row.name for row in other.moved} == {
        name for name, row in rows.items() if row.rank[0] != row.rank[1]
    }
