"""Ladders from stored values: places of two years, the guest, climbing, movers, who may see."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import NamedLadder, RankGoal
from leitai.apps.benchmarks.selectors.ladders import ladder_for, ladder_view, ladders_for
from leitai.apps.benchmarks.services import end_ladder, name_ladder, set_rank_goal
from leitai.apps.indicators.models import DataSource
from leitai.apps.indicators.services import RefusedError
from leitai.apps.publishing.ladders import ladder_workbook
from leitai.apps.units.models import Unit
from leitai.engine.rounding import half_up
from tests.apps.benchmarks.world import Field
from tests.people import People

pytestmark = pytest.mark.django_db


def make(field: Field, **more: object) -> NamedLadder:
    given = {
        "area": field.unit,
        "name": "全国县域",
        "series": field.their_series["gdp"],
        "pool": field.counties,
        "measure": "亿元",
        **more,
    }
    return name_ladder(Act(), **given)


def names(units: dict[str, Unit], keys: list[str]) -> list[str]:
    return [units[key].name for key in keys]


def test_places_distances_and_movers_of_two_years(field: Field, people: People) -> None:
    """2023: 昆山 5140.60, 江阴 4960.51, 通州, 龙海, 博罗; of 2020 the order is the same."""
    ladder = make(field, top=4, cuts=[1, 3])
    view = ladder_view(people["analyst"], ladder, focus="江阴市")
    assert view is not None
    assert view.now is not None
    assert view.years == (2023, 2020)
    listed = [rung for rung in view.now.listed.rungs if rung.place]
    assert names(view.units, [r.unit for r in listed]) == ["昆山市", "江阴市", "通州区", "龙海区"]
    assert [rung.zone for rung in listed] == [1, 2, 2, 3]
    assert view.focus is not None
    assert half_up(view.focus.rung.distance_above or 0, 2) == 180.09
    assert [move.kind for move in view.moves.values()] == ["same"] * 4
    # 昆山 grew from 4276.76 to 5140.60, 6.32 % a year: level in two years takes 8.24 %.
    assert view.focus.holder_growth is not None
    assert half_up(view.focus.holder_growth, 2) == 6.32
    assert view.focus.climb is not None
    growth = view.focus.climb.required_growth.number
    assert growth is not None
    assert half_up(growth, 2) == 8.24


def test_a_unit_that_passes_another_moves_between_zones(field: Field, people: People) -> None:
    """Primary industry: 龙海 79.99 before 博罗 69.20 in 2020; in 2023 80.20 behind 94.24."""
    ladder = make(field, series=field.their_series["primary"], top=3, cuts=[1])
    view = ladder_view(people["analyst"], ladder)
    assert view is not None
    assert view.now is not None
    listed = [rung.unit for rung in view.now.listed.rungs if rung.place]
    assert names(view.units, listed) == ["博罗县", "龙海区", "通州区"]
    up = names(view.units, [move.unit for move in view.movers("up")])
    down = names(view.units, [move.unit for move in view.movers("down")])
    assert (up, down) == (["博罗县"], ["龙海区"])


def test_the_guest_is_placed_and_counts_in_nobodys_place(field: Field, people: People) -> None:
    """589.23 without 临空 stands behind all five, and the fifth stays the fifth."""
    ladder = make(field, top=5, guest=field.unit, guest_series=field.own_series["gdp", "不含临空"])
    view = ladder_view(people["town"], ladder)
    assert view is not None
    assert view.now is not None
    assert view.focus is not None
    assert (view.focus.unit, view.focus.place, view.focus.listed) == (field.unit, 6, False)
    assert view.now.listed.ranked == 5
    assert half_up(view.focus.rung.distance_above or 0, 2) == 249.66
    assert view.focus.wished == 5
    assert view.focus.climb is not None
    assert (view.focus.climb.places, half_up(view.focus.climb.distance, 2)) == (1, 249.66)


def test_a_goal_replaces_the_one_before_and_is_noted(field: Field, people: People) -> None:
    ladder = make(field, guest=field.unit, guest_series=field.own_series["gdp", "不含临空"])
    leader = people["principal_leader"]
    for place in (5, 4):
        set_rank_goal(
            Act(actor=leader),
            ladder=ladder,
            unit=field.unit,
            place=place,
            by_year=2030,
            reason="规划",
        )
    assert list(RankGoal.objects.filter(ended_at=None).values_list("place", flat=True)) == [4]
    entry = Entry.objects.filter(verb="benchmark.set_rank_goal").latest("id")
    assert (entry.detail["old"], entry.detail["new"]) == (5, 4)
    view = ladder_view(leader, ladder)
    assert view is not None
    assert view.focus is not None
    assert (view.focus.wished, view.focus.years) == (4, 7)
    for wrong in ({"place": 0}, {"by_year": 1999}, {"reason": " "}):
        with pytest.raises(RefusedError):
            set_rank_goal(
                Act(actor=leader),
                ladder=ladder,
                unit=field.unit,
                **{"place": 3, "by_year": 2030, "reason": "规划", **wrong},
            )
    with pytest.raises(PermissionDenied):
        set_rank_goal(
            Act(actor=people["analyst"]),
            ladder=ladder, unit=field.unit, place=3, by_year=2030, reason="规划",
        )  # fmt: skip


def test_goals_of_others_are_not_told(field: Field, people: People) -> None:
    ladder = make(field, guest=field.unit, guest_series=field.own_series["gdp", "不含临空"])
    set_rank_goal(Act(), ladder=ladder, unit=field.unit, place=2, by_year=2030, reason="规划")
    view = ladder_view(people["town"], ladder)
    assert view is not None
    assert view.goals == ()
    assert view.focus is not None
    assert view.focus.wished == 5


def test_figures_that_are_not_open_leave_no_trace(field: Field, people: People) -> None:
    ladder = make(field)
    DataSource.objects.filter(pk=field.their_series["gdp"].authority_id).update(public=False)
    view = ladder_view(people["town"], ladder)
    assert view is not None
    assert (view.now, view.years, view.focus) == (None, (), None)
    assert ladder_for(people.outsider, ladder.pk) is None
    assert ladders_for(people.outsider) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"kinds": ["planet"]},
        {"top": 1},
        {"direction": "none"},
        {"cuts": [3, 2]},
        {"measure": "人"},
    ],
)
def test_a_ladder_that_cannot_be_is_refused(field: Field, wrong: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        make(field, **wrong)
    assert not NamedLadder.objects.exists()


def test_a_name_is_free_again_once_the_ladder_is_out_of_use(field: Field, people: People) -> None:
    ladder = make(field)
    with pytest.raises(RefusedError):
        make(field)
    with pytest.raises(RefusedError):
        end_ladder(Act(), ladder=ladder, reason="")
    with pytest.raises(PermissionDenied):
        end_ladder(Act(actor=people["town"]), ladder=ladder, reason="不再看")
    end_ladder(Act(actor=people["assessment_office"]), ladder=ladder, reason="不再看")
    assert ladders_for(people["analyst"]) == []
    with pytest.raises(RefusedError):
        end_ladder(Act(), ladder=ladder, reason="再来")
    assert make(field).pk != ladder.pk


def test_the_workbook_subtracts_by_itself(field: Field, people: People) -> None:
    view = ladder_view(people["analyst"], make(field, top=4))
    assert view is not None
    book = openpyxl.load_workbook(io.BytesIO(ladder_workbook(view)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    at = next(i for i, row in enumerate(rows, start=1) if row[1] == "江阴市")
    assert rows[at - 1][4] == f"=ABS(D{at - 1}-D{at})"
    assert rows[at - 2][1] == "昆山市"


def test_reading_a_ladder_takes_few_queries(
    field: Field, people: People, django_assert_max_num_queries: object
) -> None:
    ladder = make(field, guest=field.unit, guest_series=field.own_series["gdp", "不含临空"])
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert ladder_view(people["analyst"], ladder) is not None
