"""The board: places as published, distances, zones, changes of rank, and parts end to end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.apps.standings.selectors import Board, BoardRow, board, board_periods
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    open_round,
    publish_standing,
    publish_version,
)
from leitai.apps.units.services import assign_role
from leitai.engine.rounding import half_up
from tests import factories
from tests.apps.standings.world import (
    FIGURES,
    World,
    make_scheme,
    make_world,
    rules_text,
    store_month,
    store_one,
)
from tests.people import District, People

pytestmark = pytest.mark.django_db

TOWNS = list(factories.TOWNS)

#: The same two items in a composite index: 40 and 60 parts in 100, each 0 to 100.
WEIGHTED = """\
    combine: arithmetic
    tree:
      - id: attraction
        name: 招商
        weight: 40
        combine: arithmetic
        items:
          - {id: i_projects, name: 签约项目, weight: 100,
             rule: {kind: goalposts, value: projects, low: 0, high: 15}}
      - id: delivery
        name: 到位
        weight: 60
        combine: arithmetic
        items:
          - {id: i_funds, name: 到位资金, weight: 100,
             rule: {kind: goalposts, value: funds, low: 0, high: 15}}
"""


def weighted(slug: str = "towns", policy: str = "zero_and_show") -> str:
    text = rules_text(slug=slug)
    text = text[: text.index("    tree:")] + WEIGHTED
    return text.replace("policy: zero_and_show", f"policy: {policy}")


def publish(district: District, world: World, number: int, figures: Any) -> Standing:
    """Store a month of 2026 and publish its board."""
    period = factories.month(2026, number)
    store_month(district, period, figures)
    played = open_round(Act(), scheme=world.scheme, period=period)
    return publish_standing(Act(), standing=compute_standing(Act(), played=played))


def seen(user: Any, standing: Standing, group: str | None = None) -> Board:
    page = board(user, standing, group)
    assert page is not None
    return page


def row_of(page: Board, name: str) -> BoardRow:
    return next(row for row in page.rows if row.name == name)


def test_order_ranks_scores_and_distances_as_a_clerk_computes_them(
    world: World, people: People
) -> None:
    page = seen(people["analyst"], world.again())
    found = [
        (
            row.rank,
            row.name,
            row.score,
            row.above.distance if row.above else None,
            row.below.distance if row.below else None,
        )
        for row in page.rows
    ]
    # e.g. 松桥街道: 40 × 11 ÷ 12 = 36.67 and 60 × 10.89 ÷ 34.15 = 19.13.
    assert found == [
        (1, "云溪街道", 57.47, None, 1.67),
        (2, "松桥街道", 55.8, 1.67, 6.49),
        (3, "白沙镇", 49.31, 6.49, 0.08),
        (4, "青石镇", 49.23, 0.08, 1.85),
        (5, "安平镇", 47.38, 1.85, 2.31),
        (6, "龙湾镇", 45.07, 2.31, None),
    ]
    assert [row.above.name for row in page.rows[1:] if row.above] == TOWNS[:-1]
    assert [[part.score for part in row.parts] for row in page.rows[:2]] == [
        [40.0, 17.47],
        [36.67, 19.13],
    ]
    assert page.full_marks == 100


def test_zones_begin_where_the_scheme_says_with_the_distance_across(
    district: District, world: World, people: People
) -> None:
    page = seen(people["analyst"], world.again())
    assert [row.zone for row in page.rows] == ["leading"] * 2 + ["middle"] * 2 + ["lagging"] * 2
    assert page.steps_between() == {
        district.town("白沙镇").pk: ("middle", 6.49),
        district.town("安平镇").pk: ("lagging", 1.85),
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cents=st.lists(st.integers(0, 10000), min_size=6, max_size=6),
)
def test_distances_between_neighbours_sum_to_the_spread(
    world: World, people: People, cents: list[int]
) -> None:
    ordered = sorted(cents, reverse=True)
    for place, score in zip(world.standing.places.order_by("rank", "pk"), ordered, strict=True):
        rank = ordered.index(score) + 1
        Place.objects.filter(pk=place.pk).update(score=score / 100, rank=rank)
    page = seen(people["analyst"], world.again())
    down = [row.below.distance for row in page.rows[:-1] if row.below]
    up = [row.above.distance for row in page.rows[1:] if row.above]
    assert down == up
    assert len(down) == 5
    assert all(distance is not None and distance >= 0 for distance in down)
    assert half_up(sum(d or 0 for d in down), 2) == (ordered[0] - ordered[-1]) / 100


def test_distances_are_rounded_half_up(world: World, people: People) -> None:
    Place.objects.filter(standing=world.standing, rank=1).update(score=2.675)
    Place.objects.filter(standing=world.standing, rank=2).update(score=0)
    page = seen(people["analyst"], world.again())
    assert page.rows[0].below is not None
    assert page.rows[0].below.distance == 2.68


def test_a_change_of_rank_is_told_against_the_last_published_round(
    district: District, world: World, people: People
) -> None:
    later = publish(district, world, 11, [FIGURES[1], FIGURES[0], *FIGURES[2:]])
    page = seen(people["analyst"], later)
    first, second, third = page.rows[:3]
    assert (first.name, first.before, first.change) == ("松桥街道", 2, 1)
    assert (second.name, second.before, second.change) == ("云溪街道", 1, -1)
    assert (third.before, third.change) == (3, 0)
    # October was the first round: nobody stood anywhere before.
    assert {row.change for row in seen(people["analyst"], world.again()).rows} == {None}
    # What is superseded, and what is a draft, is not the last published round.
    store_one(district, district.projects, "龙湾镇", factories.month(2026, 11), 50.0)
    played = open_round(Act(), scheme=world.scheme, period=later.round.period)
    compute_standing(Act(), played=played)
    december = publish(district, world, 12, FIGURES)
    assert row_of(seen(people["analyst"], december), "龙湾镇").before == 6
    again = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    assert row_of(seen(people["analyst"], again), "龙湾镇").rank == 1
    fresh = publish_standing(
        Act(),
        standing=compute_standing(
            Act(), played=open_round(Act(), scheme=world.scheme, period=december.round.period)
        ),
    )
    moved = row_of(seen(people["analyst"], fresh), "龙湾镇")
    assert (moved.before, moved.change) == (1, -5)


def test_equal_scores_share_a_rank_and_stand_in_customary_order(
    district: District, people: People
) -> None:
    figures = [FIGURES[1], FIGURES[0], FIGURES[0], *FIGURES[3:]]
    october = factories.month(2026, 10)
    store_month(district, october, figures)
    version = make_scheme(district)
    played = open_round(Act(), scheme=version.scheme, period=october)
    page = seen(
        people["analyst"], publish_standing(Act(), standing=compute_standing(Act(), played=played))
    )
    assert [(row.rank, row.name) for row in page.rows[:3]] == [
        (1, "松桥街道"),
        (1, "白沙镇"),
        (3, "云溪街道"),
    ]
    assert page.rows[0].below is not None
    assert page.rows[0].below.distance == 0.0


def test_weighted_parts_add_up_to_the_total(district: District, people: People) -> None:
    world = make_world(district, weighted())
    page = seen(people["analyst"], world.again())
    assert [(part.name, part.marks) for part in page.parts] == [("招商", 40.0), ("到位", 60.0)]
    first = page.rows[0]
    # 12 of 15 projects is 80, by 0.4; 11.24 of 15 is 74.93, by 0.6.
    assert [part.score for part in first.parts] == [32.0, 44.96]
    assert first.score == 76.96
    for row in page.rows:
        assert sum(part.score or 0 for part in row.parts) == pytest.approx(row.score, abs=0.011)
        assert all((part.score or 0) <= part.marks for part in row.parts)


def test_weighted_parts_add_up_when_a_missing_one_leaves_its_weight_to_the_others(
    district: District, people: People
) -> None:
    world = make_world(district, weighted(policy="exclude_and_reweight"))
    november = factories.month(2026, 11)
    for town in district.towns:
        factories.store(district.projects, town, november, 12.0)
        if town.name != "青石镇":
            factories.store(district.funds, town, november, 6.0)
    played = open_round(Act(), scheme=world.scheme, period=november)
    page = seen(
        people["analyst"], publish_standing(Act(), standing=compute_standing(Act(), played=played))
    )
    first = page.rows[0]
    assert (first.name, first.score) == ("青石镇", 80.0)
    assert [part.score for part in first.parts] == [80.0, 0.0]
    assert row_of(page, "白沙镇").score == 56.0
    assert page.facts["missing"] == 1


def test_a_rank_says_between_which_places_it_could_lie(district: District, people: People) -> None:
    world = make_world(district)
    # 青石镇 signs more, 白沙镇 delivers more: 33.33 + 15.87 against 30 + 19.31.
    november = publish(district, world, 11, [*FIGURES[:3], (10, 26.84, 7.10), *FIGURES[4:]])
    page = seen(people["analyst"], november)
    for row in page.rows:
        assert row.rank_low is not None
        assert row.rank_high is not None
        assert 1 <= row.rank_low <= (row.rank or 0) <= row.rank_high <= 6
    assert [row.score for row in page.rows[2:4]] == [49.31, 49.2]
    assert [(row.rank_low, row.rank_high) for row in page.rows[2:4]] == [(3, 4), (3, 4)]
    # In October 白沙镇 was ahead in both parts or level: no weight could change that.
    firm = seen(people["analyst"], world.again()).rows[2:4]
    assert [(row.rank_low, row.rank_high) for row in firm] == [(3, 3), (4, 4)]


def test_a_board_is_of_one_group_and_an_unknown_group_has_none(
    district: District, people: People
) -> None:
    text = rules_text()
    group = text[text.index("  - id: towns") :]
    streets = group.replace("[township, subdistrict]", "[subdistrict]")
    towns = group.replace("id: towns", "id: rural").replace("[township, subdistrict]", "[township]")
    text = text[: text.index("  - id: towns")] + streets + towns.replace("乡镇（街道）", "镇")
    world = make_world(district, text)
    page = seen(people["analyst"], world.again())
    assert page.groups == (("towns", "乡镇（街道）"), ("rural", "镇"))
    assert [row.name for row in page.rows] == TOWNS[:2]
    other = seen(people["analyst"], world.again(), "rural")
    assert [(row.rank, row.name) for row in other.rows] == list(enumerate(TOWNS[2:], start=1))
    assert other.facts["units"] == 4
    assert board(people["analyst"], world.again(), "nowhere") is None


@pytest.mark.parametrize("ranks", ["own", "none"])
def test_the_order_of_rows_tells_no_closed_rank(
    district: District, people: People, ranks: str
) -> None:
    october = factories.month(2026, 10)
    store_month(district, october, FIGURES[::-1])
    text = rules_text(release=f"ranks: {ranks}, scores: own, inputs: own")
    version = make_scheme(district, text)
    played = open_round(Act(), scheme=version.scheme, period=october)
    standing = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    names = [row.name for row in seen(people["town"], standing).rows]
    rest = [name for name in TOWNS if name != "白沙镇"]
    assert names == (["白沙镇", *rest] if ranks == "own" else TOWNS)
    assert [row.name for row in seen(people["analyst"], standing).rows] == TOWNS[::-1]


@pytest.mark.parametrize("then", ["none", "own", "all"])
def test_a_change_shows_only_to_who_saw_the_rank_before(
    district: District, people: People, then: str
) -> None:
    september, october = factories.month(2026, 9), factories.month(2026, 10)
    store_month(district, september, FIGURES[::-1])
    store_month(district, october, FIGURES)
    first = make_scheme(
        district, rules_text(release=f"ranks: {then}, scores: {then}, inputs: {then}")
    )
    publish_round(first.scheme, september)
    second = add_version(
        Act(), scheme=first.scheme, text=rules_text(version="1.1", effective="2026-10-01")
    )
    publish_version(Act(), version=second)
    standing = publish_round(first.scheme, october)
    page = seen(people["town"], standing)
    assert all(row.rank is not None for row in page.rows)
    told = {row.name for row in page.rows if row.before is not None or row.change is not None}
    assert told == {"none": set(), "own": {"白沙镇"}, "all": set(TOWNS)}[then]
    assert page.explains_change is (then == "all")
    assert {row.name for row in seen(people["analyst"], standing).rows if row.change} == set(TOWNS)


def publish_round(scheme: Scheme, period: Period) -> Standing:
    played = open_round(Act(), scheme=scheme, period=period)
    return publish_standing(Act(), standing=compute_standing(Act(), played=played))


def test_who_answers_for_two_towns_gets_no_neighbours_that_are_none(
    district: District, people: People
) -> None:
    world = make_world(district, rules_text(release="ranks: own, scores: own, inputs: own"))
    reader = people["town"]
    assign_role(Act(), user=reader, role="reporting_unit", unit=district.town("龙湾镇"))
    reader = type(reader).objects.get(pk=reader.pk)
    page = seen(reader, world.again())
    assert [(row.rank, row.name) for row in page.rows[:2]] == [(3, "白沙镇"), (6, "龙湾镇")]
    assert all(row.above is None and row.below is None for row in page.rows)
    assign_role(Act(), user=reader, role="reporting_unit", unit=district.town("青石镇"))
    reader = type(reader).objects.get(pk=reader.pk)
    page = seen(reader, world.again())
    assert page.rows[1].above is not None
    assert (page.rows[1].above.name, page.rows[1].above.distance) == ("白沙镇", 0.08)
    assert page.rows[2].above is None


def test_periods_of_a_unit_are_those_on_whose_board_it_stands(
    district: District, world: World, people: People
) -> None:
    new = factories.make_unit("新桥镇", "township", district.area, position=20)
    publish(district, world, 11, FIGURES)
    codes = [p.code for p in board_periods(people["analyst"], world.scheme)]
    assert codes == ["2026-11", "2026-10"]
    assert [p.code for p in board_periods(people["analyst"], world.scheme, new.pk)] == ["2026-11"]
    newest = find_standing(people["analyst"], world.scheme, None)
    assert newest is not None
    assert newest.round.period.code == "2026-11"
