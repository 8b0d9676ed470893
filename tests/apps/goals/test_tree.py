"""The goal tree: where goals may stand, moving, closing, phases, and pace rolled up."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.goals.models import GoalNode, Phase
from leitai.apps.goals.selectors.goal_years import years_of
from leitai.apps.goals.selectors.tree import Roll, goal_tree
from leitai.apps.goals.services import (
    NewPhase,
    add_goal,
    change_goal,
    close_goal,
    move_goal,
    name_responsible,
    reopen_goal,
    set_phases,
    set_target,
)
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 15)


def add(district: District, kind: str, name: str, parent: GoalNode | None = None, **more: Any):  # type: ignore[no-untyped-def]
    more.setdefault("first_year", 2026)
    more.setdefault("last_year", 2028)
    return add_goal(Act(), area=district.area, kind=kind, name=name, parent=parent, **more)


@pytest.fixture
def investment(district: District) -> Series:
    indicator = factories.make_indicator(
        district.area, "fai", "固定资产投资", "亿元", direction="higher_is_better"
    )
    return factories.make_series(indicator, district.source, "year_to_date")


@pytest.fixture
def root(district: District) -> GoalNode:
    return add(district, "direction", "强产争先")


def names(district: District, parent: GoalNode | None = None) -> list[str]:
    rows = GoalNode.objects.filter(area=district.area, parent=parent)
    return [node.name for node in rows]


def test_only_the_office_writes_the_tree_and_a_repeat_does_nothing_twice(
    district: District, people: People
) -> None:
    fields = {"area": district.area, "kind": "direction", "name": "强城", "first_year": 2026,
              "last_year": 2028}  # fmt: skip
    for role in ("principal_leader", "reporting_unit", "town", "analyst"):
        with pytest.raises(PermissionDenied):
            add_goal(Act(actor=people[role]), **fields)
    key = uuid.uuid4()
    for _again in range(2):
        add_goal(Act(actor=people["assessment_office"], operation_id=key), **fields)
    assert names(district) == ["强城"]
    entry = Entry.objects.get(verb="goal.add")
    assert (entry.detail["years"], entry.unit_id) == ("2026–2028", district.area.pk)


def test_each_kind_has_its_place(district: District, root: GoalNode, investment: Series) -> None:
    programme = add(district, "programme", "链式招商", root)
    task = add(district, "task", "谋划会", programme, due=dt.date(2026, 5, 1))
    standing = {"series": investment, "unit": district.area}
    for kind, parent, more, said in (
        ("direction", root, {}, "has no place under"),
        ("target", None, standing, "has no place under"),
        ("programme", programme, {}, "has no place under"),
        ("task", task, {}, "has no place under"),
        ("target", programme, {}, "names one series and unit"),
        ("programme", root, standing, "names one series and unit"),
        ("programme", root, {"first_year": 2025}, "runs from 2026 to 2028"),
        ("programme", root, {"last_year": 2025}, "no years in order"),
        ("programme", root, {"name": "链式招商"}, "already"),
        ("task", root, {"due": dt.date(2029, 1, 1)}, "outside the goal's years"),
        ("target", root, standing | {"unit": district.town("临江镇")}, "does not belong"),
        ("dream", None, {}, "Unknown kind"),
    ):
        with pytest.raises(RefusedError, match=said):
            add(district, kind, str(more.pop("name", "新")), parent, **more)
    assert GoalNode.objects.count() == 3


def test_goals_move_up_and_down_and_elsewhere_but_never_under_themselves(
    district: District, root: GoalNode
) -> None:
    first, second, third = (add(district, "programme", name, root) for name in "甲乙丙")
    move_goal(Act(), node=third, step="up")
    assert names(district, root) == ["甲", "丙", "乙"]
    move_goal(Act(), node=first, step="down")
    assert names(district, root) == ["丙", "甲", "乙"]
    with pytest.raises(RefusedError, match="at the end"):
        move_goal(Act(), node=second, step="down")
    move_goal(Act(), node=first, parent=None)
    assert names(district) == ["强产争先", "甲"]
    assert [n.position for n in GoalNode.objects.filter(parent=root)] == [1, 2]
    task = add(district, "task", "任务", second)
    with pytest.raises(RefusedError, match="under itself"):
        move_goal(Act(), node=root, parent=task)


def test_a_change_has_a_reason_and_keeps_the_words_before(
    district: District, root: GoalNode
) -> None:
    add(district, "programme", "链式招商", root, first_year=2026, last_year=2027)
    with pytest.raises(RefusedError, match="reason"):
        change_goal(Act(), node=root, reason="", changes={"name": "强产"})
    with pytest.raises(RefusedError, match="under it runs"):
        change_goal(Act(), node=root, reason="缩短", changes={"last_year": 2026})
    with pytest.raises(RefusedError, match="Nothing was changed"):
        change_goal(Act(), node=root, reason="无", changes={"name": "强产争先"})
    change_goal(Act(), node=root, reason="改名", changes={"name": "强产"})
    detail = Entry.objects.get(verb="goal.change").detail
    assert (detail["old"], detail["new"]) == ({"name": "强产争先"}, {"name": "强产"})


def test_nothing_open_stays_under_a_closed_goal(district: District, root: GoalNode) -> None:
    child = add(district, "programme", "链式招商", root)
    with pytest.raises(RefusedError, match="not closed yet"):
        close_goal(Act(), node=root, state="reached", closing="完成")
    with pytest.raises(RefusedError, match="as reached or as dropped"):
        close_goal(Act(), node=child, state="open", closing="完成")
    close_goal(Act(), node=child, state="dropped", closing="并入其他专项")
    close_goal(Act(), node=root, state="reached", closing="完成")
    with pytest.raises(RefusedError, match="is closed"):
        add(district, "programme", "新", root)
    with pytest.raises(RefusedError, match="is closed"):
        reopen_goal(Act(), node=child, reason="恢复")
    reopen_goal(Act(), node=root, reason="未达标")
    assert GoalNode.objects.get(pk=root.pk).state == "open"


def test_phases_cover_years_without_overlap(district: District) -> None:
    phases = [
        NewPhase("开局", 2026, 2026),
        NewPhase("攻坚", 2027, 2027),
        NewPhase("冲刺", 2028, 2028),
    ]
    set_phases(Act(), area=district.area, phases=phases)
    with pytest.raises(RefusedError, match="overlap"):
        set_phases(Act(), area=district.area, phases=[*phases, NewPhase("再", 2027, 2029)])
    assert [str(phase) for phase in Phase.objects.all()] == ["开局", "攻坚", "冲刺"]


def test_pace_is_rolled_up_from_what_the_reader_sees(
    district: District, people: People, root: GoalNode, investment: Series
) -> None:
    programme = add(district, "programme", "投资", root)
    add(district, "target", "区投资", programme, series=investment, unit=district.area)
    town = district.town("白沙镇")
    add(district, "target", "白沙投资", programme, series=investment, unit=town)
    add(district, "task", "逾期任务", root, due=dt.date(2026, 5, 1))
    done = add(district, "task", "完成任务", root, due=dt.date(2026, 5, 1))
    close_goal(Act(), node=done, state="reached", closing="完成")
    name_responsible(Act(), thing=root, role="lead_unit", who=district.bureau,
                     valid_from=dt.date(2026, 1, 1))  # fmt: skip
    may = factories.month(2026, 5)
    for unit, reached in ((district.area, 50.0), (town, 4.0)):
        set_target(
            Act(),
            series=investment,
            unit=unit,
            year=2026,
            floor=120.0 if unit == district.area else 12.0,
        )
        factories.store(investment, unit, may, reached)
    office = people["assessment_office"]
    tree = goal_tree(office, district.area, 2026, 2026, may, TODAY)
    told = {row.node.name: (row.depth, row.roll, row.pace) for row in tree.rows}
    assert told["强产争先"] == (0, Roll(4, 2, 2), "")
    assert told["投资"] == (1, Roll(2, 1, 1), "")
    assert told["区投资"][2] == "kept"
    assert told["白沙投资"][2] == "behind"
    assert tree.rows[0].roll.words == "2 of 4 on pace; 2 behind"
    assert tree.rows[1].parts.lead_units[0].through == "强产争先"
    assert tree.years == (2026, 2027, 2028)
    # The town sees the same goals, and figures of its own target only.
    own = goal_tree(people["town"], district.area, 2026, 2026, may, TODAY)
    assert [row.node.name for row in own.rows] == [row.node.name for row in tree.rows]
    assert own.roll == Roll(4, 1, 2)
    assert goal_tree(people.outsider, district.area, 2026, 2026, may, TODAY).rows == ()
    assert goal_tree(office, district.area, 2031, 2031, None, TODAY).rows == ()


def test_a_goal_of_several_years_is_told_year_by_year(
    district: District, people: People, root: GoalNode, investment: Series
) -> None:
    above = add(district, "direction", "强城争优", first_year=2025)
    programme = add(district, "programme", "投资", above, first_year=2025)
    node = add(district, "target", "区投资", programme, series=investment, unit=district.area,
               first_year=2025)  # fmt: skip
    phases = [NewPhase("开局", 2025, 2025), NewPhase("攻坚", 2026, 2027)]
    set_phases(Act(), area=district.area, phases=phases)
    for year, floor in ((2025, 80.0), (2026, 120.0), (2028, 160.0)):
        set_target(Act(), series=investment, unit=district.area, year=year, floor=floor,
                   stretch=floor * 1.25)  # fmt: skip
    factories.store(investment, district.area, factories.month(2025, 12), 95.0)
    may = factories.month(2026, 5)
    factories.store(investment, district.area, may, 50.0)
    told = years_of(people["assessment_office"], node, may)
    assert [(one.year, one.phase and one.phase.name) for one in told] == [
        (2025, "开局"), (2026, "攻坚"), (2027, "攻坚"), (2028, None),
    ]  # fmt: skip
    assert [one.target and (one.target.floor, one.target.stretch) for one in told] == [
        (80.0, 100.0), (120.0, 150.0), None, (160.0, 200.0),
    ]  # fmt: skip
    assert [one.line and one.line.of_floor for one in told] == [
        118.75, pytest.approx(50 / 1.2), None, None,
    ]  # fmt: skip
    assert [one.target for one in years_of(people["town"], node, may)] == [None] * 4
    assert years_of(people["assessment_office"], root, may) == []


def test_the_number_of_queries_does_not_grow_with_the_tree(
    district: District, people: People, root: GoalNode, investment: Series,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(12):
        programme = add(district, "programme", f"专项{number}", root)
        for town in district.towns[:3]:
            add(district, "target", f"{town}", programme, series=investment, unit=town)
    user = people["assessment_office"]
    assert user.held
    with django_assert_max_num_queries(16):
        tree = goal_tree(user, district.area, 2026, 2026, factories.month(2026, 5), TODAY)
    assert len(tree.rows) == 49
