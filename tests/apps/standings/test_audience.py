"""Law 9: a published standing gives each reader exactly what its scheme releases."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import Scheme
from leitai.apps.standings.selectors import (
    audience_of,
    board,
    board_periods,
    score_trace,
    unit_page,
    visible_schemes,
)
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from tests import factories
from tests.apps.standings.world import World, make_world, rules_text, store_month
from tests.people import District, People

pytestmark = pytest.mark.django_db

OVERSEERS = (
    "principal_leader", "leader_in_charge", "assessment_office", "supervision_office",
    "analyst", "auditor", "administrator",
)  # fmt: skip
#: The person "town" answers for 白沙镇.
MINE, SIBLING = "白沙镇", "青石镇"


def released(district: District, ranks: str, scores: str, inputs: str) -> World:
    text = rules_text(release=f"ranks: {ranks}, scores: {scores}, inputs: {inputs}")
    return make_world(district, text)


@pytest.mark.parametrize("ranks", ["all", "own", "none"])
@pytest.mark.parametrize("scores", ["all", "own", "none"])
@pytest.mark.parametrize("inputs", ["all", "own", "none"])
def test_a_unit_sees_exactly_what_is_released(
    district: District, people: People, ranks: str, scores: str, inputs: str
) -> None:
    world = released(district, ranks, scores, inputs)
    reader = people["town"]
    page = board(reader, world.again())
    assert page is not None
    for row in page.rows:
        mine = row.name == MINE
        assert row.mine is mine
        rank_open = ranks == "all" or (ranks == "own" and mine)
        score_open = scores == "all" or (scores == "own" and mine)
        input_open = inputs == "all" or (inputs == "own" and mine)
        assert (row.rank is not None) is rank_open
        assert bool(row.zone) is rank_open
        assert (row.rank_low is not None) is rank_open
        assert (row.score is not None) is score_open
        assert bool(row.parts) is score_open
        place = world.standing.places.get(unit__name=row.name)
        stops = score_trace(reader, place, "i_funds")
        assert bool(stops) is score_open
        if stops:
            assert (stops[-1].kind != "closed") is input_open
        card = unit_page(reader, world.again(), row.unit_id)
        assert card is not None
        assert bool(card.parts) is (input_open and rank_open and score_open)
        for _period, rank, score, _size in card.history:
            assert (rank is not None) <= rank_open
            assert (score is not None) <= score_open


def test_distances_are_told_only_between_open_scores(district: District, people: People) -> None:
    world = released(district, "all", "own", "own")
    page = board(people["town"], world.again())
    assert page is not None
    for row in page.rows:
        for other in (row.above, row.below):
            assert other is None or other.distance is None


def test_what_moved_a_unit_is_told_only_where_all_scores_are_open(
    district: District, people: People
) -> None:
    """The change of an item is set against the group's median: that is the others' scores."""
    world = released(district, "all", "own", "own")
    later = factories.month(2026, 11)
    store_month(district, later, [(5, 30.0, 3.0), *[(9, 30.0, 9.0)] * 5])
    played = open_round(Act(), scheme=world.scheme, period=later)
    standing = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    card = unit_page(people["town"], standing, district.town(MINE).pk)
    assert card is not None
    assert card.changes == ()
    seen = unit_page(people["analyst"], standing, district.town(MINE).pk)
    assert seen is not None
    assert seen.changes != ()


@pytest.mark.parametrize("role", OVERSEERS)
def test_overseers_see_everything(district: District, people: People, role: str) -> None:
    world = released(district, "none", "none", "none")
    page = board(people[role], world.again())
    assert page is not None
    assert [row.rank for row in page.rows] == [1, 2, 3, 4, 5, 6]
    assert all(row.score is not None for row in page.rows)
    assert audience_of(people[role], world.again()).everything


def test_people_of_another_district_and_without_a_role_find_nothing(
    world: World, people: People
) -> None:
    for person in (people.outsider, people.nobody):
        assert not visible_schemes(person).exists()


def test_a_public_board_is_open_to_all_who_sign_in(world: World, people: People) -> None:
    Scheme.objects.filter(pk=world.scheme.pk).update(public=True)
    for person in (people.outsider, people.nobody):
        page = board(person, world.again())
        assert visible_schemes(person).exists()
        assert page is not None
        assert all(row.score is not None for row in page.rows)


def roles_but(*left_out: str) -> list[Any]:
    every = (*OVERSEERS, "approver", "reporting_unit", "town")
    return [role for role in every if role not in left_out]


@pytest.mark.parametrize("role", roles_but("assessment_office", "administrator"))
def test_drafts_do_not_exist_for_others(world: World, people: People, role: str) -> None:
    before = board_periods(people[role], world.scheme)
    for period in (world.played.period, factories.month(2026, 11)):
        compute_standing(Act(), played=open_round(Act(), scheme=world.scheme, period=period))
    assert board_periods(people[role], world.scheme) == before
    found = find_standing(people[role], world.scheme, None)
    assert found is not None
    assert found.pk == world.standing.pk


@pytest.mark.parametrize("role", ["assessment_office", "administrator"])
def test_the_office_sees_drafts_where_nothing_is_published(
    world: World, people: People, role: str
) -> None:
    november = open_round(Act(), scheme=world.scheme, period=factories.month(2026, 11))
    draft = compute_standing(Act(), played=november)
    found = find_standing(people[role], world.scheme, None)
    assert found is not None
    assert found.pk == draft.pk
    compute_standing(Act(), played=world.played)
    kept = find_standing(people[role], world.scheme, world.played.period)
    assert kept is not None
    assert kept.pk == world.standing.pk
