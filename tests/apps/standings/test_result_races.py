"""Two people publish or compute at once, on real connections: one result, one entry, no error page.

A negative control takes the look at the stored row away and asserts that both then publish.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.standings.models import Round, Standing
from leitai.apps.standings.services import compute_standing, publish_standing, results
from tests.apps.standings.world import World, make_world
from tests.people import make_district
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db(transaction=True)


def publish_together(world: World) -> list[Any]:
    """Let two people who both see the draft press the button."""
    draft = compute_standing(Act(), played=world.played)
    barrier = threading.Barrier(2, timeout=30)

    def publish() -> Standing:
        seen = Standing.objects.select_related("round__scheme__area", "version").get(pk=draft.pk)
        barrier.wait()
        return publish_standing(Act(), standing=seen)

    return run_together(publish, publish)


def publications() -> int:
    return Entry.objects.filter(verb="standing.publish").count()


def test_of_two_publications_one_is_refused() -> None:
    needs_shared_database()
    world = make_world(make_district())
    outcomes = publish_together(world)
    assert sorted(type(one).__name__ for one in outcomes) == ["Standing", "ValidationError"]
    assert publications() == 2  # the first board and this one
    states = Standing.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["superseded", "published"]


def test_without_the_look_both_publish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: both go through, and the record tells of two publications."""
    needs_shared_database()
    world = make_world(make_district())
    monkeypatch.setattr(results, "as_stored", lambda standing: standing)
    outcomes = publish_together(world)
    assert [type(one).__name__ for one in outcomes] == ["Standing", "Standing"]
    assert publications() == 3


def test_the_database_itself_allows_one_published_result_a_round() -> None:
    world = make_world(make_district())
    publish_standing(Act(), standing=compute_standing(Act(), played=world.played))
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(pk=world.standing.pk).update(state=Standing.State.PUBLISHED)
    draft = compute_standing(Act(), played=world.played)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(pk=world.standing.pk).update(state=draft.state)


def test_two_computations_leave_one_draft() -> None:
    needs_shared_database()
    world = make_world(make_district())
    outcomes = run_together(
        lambda: compute_standing(Act(), played=Round.objects.get(pk=world.played.pk)),
        lambda: compute_standing(Act(), played=Round.objects.get(pk=world.played.pk)),
    )
    assert [type(one).__name__ for one in outcomes] == ["Standing", "Standing"]
    assert Standing.objects.filter(state=Standing.State.DRAFT).count() == 1


def test_a_draft_replaced_meanwhile_is_not_published() -> None:
    world = make_world(make_district())
    seen = compute_standing(Act(), played=world.played)
    compute_standing(Act(), played=world.played)
    with pytest.raises(ValidationError, match="Only a draft"):
        publish_standing(Act(), standing=seen)
    assert publications() == 1
