"""Ladders from stored values: places of two years, the guest, climbing, movers, who may see."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import NamedLadder, RankGoal, TerritoryChange
from leitai.apps.benchmarks.selectors.ladders import ladder_for, ladder_view, ladders_for
from leitai.apps.benchmarks.selectors.naming import resolve_units
from leitai.apps.benchmarks.services import (
    LadderSetup,
    end_ladder,
    name_ladder,
    note_territory,
    revise_ladder,
    set_rank_goal,
    withdraw_territory,
)
from leitai.apps.benchmarks.services.ladders import setup_of
from leitai.apps.benchmarks.services.traits import NewTerritory
from leitai.apps.indicators.models import DataSource
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.services import RefusedError
from leitai.apps.publishing.ladders import ladder_workbook
from leitai.apps.units.models import Unit
from leitai.demo.counties import load_scope_changes
from leitai.engine.rounding import half_up
from leitai.web.sentences.ladders import climb_words
from tests import factories
from tests.apps.benchmarks.world import Field, make_field
from tests.people import District, People

pytestmark = pytest.mark.django_db


def make(field: Field, **more: object) -> NamedLadder:
    given = {
        "name": "全国县域",
        "series": field.their_series["gdp"],
        "pool": field.counties,
        "measure": "亿元",
        **more,
    }
    return name_ladder(Act(), area=field.unit, setup=LadderSetup(**given))


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
    assert view.focus.growths.holder is not None
    assert half_up(view.focus.growths.holder, 2) == 6.32
    assert view.focus.climb is not None
    growth = view.focus.climb.required_growth.number
    assert growth is not None
    assert half_up(growth, 2) == 8.24


def test_where_less_is_better_a_climb_is_held_against_the_falls_there_were(
    field: Field, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All five grew, so none ever fell as fast as 龙海 would have to, to come down to 博罗."""
    monkeypatch.setattr("leitai.apps.benchmarks.selectors.ladder_climb.FEW", 3)
    ladder = make(field, direction=Direction.LOWER)
    view = ladder_view(people["analyst"], ladder, focus="龙海区", wished=1)
    assert view is not None
    assert view.focus is not None
    growths, climb = view.focus.growths, view.focus.climb
    assert climb is not None
    assert climb.required_growth.number is not None
    assert climb.required_growth.number < 0
    assert growths.experience is not None
    assert growths.experience.falling
    assert growths.experience.rates[-1] < 0, "the slowest growth is the nearest to a fall"
    assert growths.needed_place is not None
    assert (growths.needed_place.at_least, growths.unheard_of) == (0, True)
    with translation.override("en"):
        [first, *_rest] = climb_words(view)
    assert first[1], "a warning"
    assert "a faster fall than any of 5 units had: out of all experience" in first[0]


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


def test_a_climb_is_held_against_what_all_counties_had(district: District, people: People) -> None:
    """From place 19 up: the growth a year that it takes, and how many counties ever had it."""
    field = make_field(district, everybody=True)
    ladder = make(field, pool=Unit.objects.get(name="全国县域"))
    changed = {one.division_code for one in load_scope_changes()}
    note_territory(
        Act(),
        area=field.unit,
        rows=[
            NewTerritory(unit, 2020, 2023, "辖区调整")
            for unit in Unit.objects.filter(division_code__in=changed)
        ],
    )
    first = ladder_view(people["analyst"], ladder)
    assert first is not None
    assert first.now is not None
    nineteenth = next(r.unit for r in first.now.listed.rungs if r.place == 19)
    easy = ladder_view(people["analyst"], ladder, focus=nineteenth, wished=18, years=2)
    hard = ladder_view(people["analyst"], ladder, focus=nineteenth, wished=1, years=1)
    assert easy is not None
    assert hard is not None
    assert easy.focus is not None
    assert hard.focus is not None
    known = easy.focus.growths.experience
    assert known is not None
    # The county field reads the same history from the base figures: 2,058 counties, P99 22.46.
    assert (len(known), half_up(known.percentile(99), 2)) == (2058, 22.46)
    assert not easy.focus.growths.unheard_of
    assert hard.focus.growths.unheard_of
    place = hard.focus.growths.needed_place
    assert place is not None
    assert place.at_least == 0


def test_a_changed_territory_neither_moved_nor_grew(field: Field, people: People) -> None:
    """博罗 passes 龙海 in primary industry; were its territory another, that would be no climb."""
    ladder = make(field, series=field.their_series["primary"], top=3, cuts=[1])
    county = field.county("博罗县")
    for _twice in range(2):
        note_territory(Act(), area=field.unit, rows=[NewTerritory(county, 2020, 2022, "并入一镇")])
    change = TerritoryChange.objects.get()
    view = ladder_view(people["analyst"], ladder, focus="博罗县")
    assert view is not None
    assert view.movers("up") == []
    assert [move.unit for move in view.movers("changed")] == [str(county.pk)]
    assert view.focus is not None
    assert view.focus.growths.own is None
    with pytest.raises(RefusedError):
        withdraw_territory(Act(), change=change, reason=" ")
    withdraw_territory(Act(), change=change, reason="记错县")
    view = ladder_view(people["analyst"], ladder)
    assert view is not None
    assert len(view.movers("up")) == 1


def test_territory_is_noted_by_the_office_for_units_it_looks_at(
    field: Field, people: People
) -> None:
    county = field.county("博罗县")
    with pytest.raises(PermissionDenied):
        note_territory(
            Act(actor=people["analyst"]), area=field.unit,
            rows=[NewTerritory(county, 2020, 2023, "并")],
        )  # fmt: skip
    stranger = factories.make_unit("远县", "county", None)
    for row in (
        NewTerritory(stranger, 2020, 2023, "并"),
        NewTerritory(county, 2023, 2020, "并"),
        NewTerritory(county, 2020, 2023, " "),
    ):
        with pytest.raises(RefusedError):
            note_territory(Act(), area=field.unit, rows=[row])
    assert not TerritoryChange.objects.exists()


def test_a_new_version_takes_the_place_and_the_goals(field: Field, people: People) -> None:
    old = make(field, guest=field.unit, guest_series=field.own_series["gdp", "不含临空"])
    set_rank_goal(Act(), ladder=old, unit=field.unit, place=4, by_year=2030, reason="规划")
    office = people["assessment_office"]
    setup = setup_of(old)
    with pytest.raises(RefusedError, match=r"changed|改"):
        revise_ladder(Act(actor=office), ladder=old, setup=setup, reason="换期")
    with pytest.raises(RefusedError):
        revise_ladder(Act(actor=office), ladder=old, setup=replace(setup, top=3), reason="只看前三")
    act = Act(actor=office)
    for _twice in range(2):
        new = revise_ladder(
            Act(actor=office, operation_id=act.operation_id), ladder=old,
            setup=replace(setup, years=[2023], cuts=[2]), reason="只看2023年",
        )  # fmt: skip
    old.refresh_from_db()
    assert (old.ended_because, new.version, new.supersedes) == ("只看2023年", 2, old)
    assert NamedLadder.objects.count() == 2
    assert [goal.ladder for goal in RankGoal.objects.all()] == [new]
    view = ladder_view(office, new)
    assert view is not None
    assert (view.years, view.before) == ((2023,), None)
    entry = Entry.objects.get(verb="benchmark.revise_ladder")
    assert entry.detail["before"] == {"years": [], "cuts": []}
    with pytest.raises(RefusedError):
        revise_ladder(Act(actor=office), ladder=old, setup=replace(setup, top=5), reason="再改")
    with pytest.raises(PermissionDenied):
        revise_ladder(
            Act(actor=people["town"]), ladder=new, setup=replace(setup, top=5), reason="再改"
        )


def test_strangers_on_a_list_are_told_from_the_others(field: Field, people: People) -> None:
    """A named member that is no unit of the pool, and the guest, are marked."""
    ladder = make(
        field, pool=field.unit, members=[field.county("博罗县"), field.district.town("白沙镇")],
        guest=field.unit, guest_series=field.own_series["gdp", "不含临空"],
    )  # fmt: skip
    view = ladder_view(people["analyst"], ladder, focus="博罗县")
    assert view is not None
    assert view.strangers == {str(field.county("博罗县").pk), str(field.unit.pk)}
    assert view.focus is not None
    assert view.focus.rung.below == str(field.unit.pk)


def test_a_pasted_list_means_units_or_says_what_is_in_doubt(field: Field) -> None:
    factories.make_unit("广东省", "province", field.counties)
    factories.make_unit("博罗县", "county", field.counties, division_code="999999")
    found = resolve_units(field.unit, "昆山市、320281\n广东省博罗县 博罗县，无此县 昆山市")
    assert [unit.division_code for unit in found.units] == ["320583", "320281", "441322"]
    assert [(one.text, len(one.options)) for one in found.doubts] == [("博罗县", 2), ("无此县", 0)]
    with pytest.raises(ValueError, match="501"):
        resolve_units(field.unit, "甲 " * 501)


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
    ladder_view(people["analyst"], ladder)  # from now on the history of growth is kept
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert ladder_view(people["analyst"], ladder) is not None
