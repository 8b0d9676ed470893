"""Rank alerts: a fall opens one matter for the unit, and a recovery asks for its report."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import TestCase

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.models import Matter
from leitai.apps.matters.services import withdraw
from leitai.apps.standings.models import Standing
from leitai.apps.standings.services import (
    compute_standing,
    open_round,
    publish_standing,
    raise_rank_alerts,
    set_rank_alerts,
)
from tests import factories
from tests.apps.standings.world import FIGURES, World, make_world, rules_text, store_month
from tests.people import District, People

#: 白沙镇, third in October, signs one project in November and eight in December.
FALL = (*FIGURES[:2], (1, *FIGURES[2][1:]), *FIGURES[3:])
RISE = FIGURES


def publish(world: World, number: int, figures: tuple[tuple[int, float, float], ...]) -> Standing:
    """Store a month and publish its board, with everything that follows the commit."""
    month = factories.month(2026, number)
    store_month(world.district, month, figures)
    played = open_round(Act(), scheme=world.scheme, period=month)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return publish_standing(Act(), standing=compute_standing(Act(), played=played))


@pytest.fixture
def world(district: District) -> World:
    made = make_world(district)
    set_rank_alerts(Act(), scheme=made.scheme, on=True, reason="试行")
    return made


def test_a_fall_opens_one_matter_and_a_recovery_asks_for_the_report(world: World) -> None:
    fallen = publish(world, 11, FALL)
    matter = Matter.objects.get()
    assert matter.lead_unit == world.district.town("白沙镇")
    assert (matter.state, matter.source_kind, matter.kind) == (
        "assigned", "rank_alert", "rank_alert",
    )  # fmt: skip
    assert matter.title == "“签约项目”落入后位区"
    assert matter.source_words == "签约项目：第6名，共6个，上期第3名。"
    assert raise_rank_alerts(Standing.objects.get(pk=fallen.pk)) == []
    publish(world, 12, RISE)
    matter.refresh_from_db()
    assert matter.report_wanted_on is not None
    assert matter.latest_verb == "want_report"
    # Its recovery pushed the next one down, which is that town's own fall.
    assert Matter.objects.exclude(pk=matter.pk).get().lead_unit == world.district.town("安平镇")


def test_staying_in_the_zone_opens_nothing_more(world: World) -> None:
    publish(world, 11, FALL)
    publish(world, 12, FALL)
    matter = Matter.objects.get()
    assert matter.report_wanted_on is None
    withdraw(Act(), matter=matter, words="并入专项")
    publish(world, 12, FALL)
    assert Matter.objects.count() == 1


def test_off_unless_the_office_asks_for_it(district: District, people: People) -> None:
    made = make_world(district)
    publish(made, 11, FALL)
    assert not Matter.objects.exists()
    with pytest.raises(PermissionDenied):
        set_rank_alerts(Act(actor=people["town"]), scheme=made.scheme, on=True, reason="试行")


def test_where_ranks_are_kept_from_units_nothing_is_opened(district: District) -> None:
    made = make_world(district, rules_text(release="ranks: none, scores: none, inputs: none"))
    set_rank_alerts(Act(), scheme=made.scheme, on=True, reason="试行")
    publish(made, 11, FALL)
    assert not Matter.objects.exists()


def test_switching_takes_a_reason_that_stands_in_the_record(
    district: District, people: People
) -> None:
    made = make_world(district)
    act = Act(actor=people["assessment_office"])
    with pytest.raises(RefusedError):
        set_rank_alerts(act, scheme=made.scheme, on=True, reason=" ")
    made.scheme.refresh_from_db()
    assert not made.scheme.rank_alerts
    set_rank_alerts(act, scheme=made.scheme, on=True, reason="试行一年")
    detail = Entry.objects.filter(verb="scheme.set_rank_alerts").latest("id").detail
    assert (detail["old"], detail["new"], detail["reason"]) == (False, True, "试行一年")
