"""Who is told of what happened: once each, nobody of their own doing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from leitai.apps.audit.models import Counter
from leitai.apps.audit.services import Act, seal
from leitai.apps.benchmarks.services import confirm_pair, propose_pair
from leitai.apps.goals.services import (
    add_goal,
    delegate,
    end_responsibility,
    form_task_force,
    join_task_force,
    name_responsible,
    set_contact_leader,
)
from leitai.apps.matters.services import (
    ask_extension,
    choose_rules,
    deny_extension,
    escalate,
    return_for_rework,
    urge,
)
from leitai.apps.notices.gathering import CHAIN, DAYS, forget_old, gather
from leitai.apps.notices.models import Notice
from leitai.apps.notices.selectors import KEPT
from leitai.apps.standings.services import compute_standing, publish_standing
from tests.apps.benchmarks.world import make_town_field, this_year
from tests.apps.matters.world import START, Desk, on
from tests.apps.notices.world import TUESDAY, at, kinds
from tests.apps.standings.world import make_world
from tests.people import District, People

pytestmark = pytest.mark.django_db

DUE = dt.date(2026, 11, 20)


def name(matter: object) -> str:
    return str(matter)


def test_those_who_answer_for_the_units_are_told_of_an_assignment(desk: Desk) -> None:
    matter = desk.assigned(DUE)
    gather(at(TUESDAY, 11))
    for person in (desk.reporter, desk.supporter):
        assert kinds(person) == {name(matter): ("matter_assigned",)}
    for person in (desk.office, desk.stranger, desk.outsider):
        assert kinds(person) == {}


def test_gathering_again_tells_nobody_twice(desk: Desk) -> None:
    desk.assigned(DUE)
    gather(at(TUESDAY, 11))
    before = set(Notice.objects.values_list("pk", flat=True))
    assert before
    assert gather(at(TUESDAY, 12)) == 0
    # Even from the beginning of the chain.
    Counter.objects.filter(name__in=(CHAIN, DAYS)).delete()
    gather(at(TUESDAY, 12))
    assert set(Notice.objects.values_list("pk", flat=True)) == before


def test_several_things_that_happen_to_one_matter_are_one_line(desk: Desk) -> None:
    matter = desk.in_hand(DUE)
    gather(at(TUESDAY, 11))
    urge(on("2026-11-04", desk.office), matter=matter, words="请抓紧")
    gather(at("2026-11-04", 11))
    assert kinds(desk.reporter) == {name(matter): ("matter_urged", "matter_assigned")}


def test_an_extension_asked_waits_for_the_office_until_it_is_decided(desk: Desk) -> None:
    matter = desk.in_hand(DUE)
    ask_extension(
        on("2026-11-04", desk.reporter), matter=matter, due=dt.date(2026, 11, 27), words="材料未到"
    )
    gather(at("2026-11-04", 11))
    assert kinds(desk.office) == {name(matter): ("matter_extension_asked",)}
    deny_extension(on("2026-11-05", desk.office), matter=matter, words="不能再拖")
    gather(at("2026-11-05", 11))
    assert kinds(desk.second, at("2026-11-05")) == {}
    told = kinds(desk.reporter, at("2026-11-05"))[name(matter)]
    assert told[0] == "matter_extension_denied"


def test_a_completion_report_waits_for_the_office_and_a_return_for_the_unit(desk: Desk) -> None:
    matter = desk.reported(DUE)
    gather(at(TUESDAY, 11))
    assert kinds(desk.office) == {name(matter): ("matter_reported",)}
    return_for_rework(on("2026-11-04", desk.office), matter=matter, words="附件不全")
    gather(at("2026-11-04", 11))
    assert kinds(desk.second) == {}
    assert kinds(desk.reporter)[name(matter)][0] == "matter_returned"


def test_an_urging_by_a_person_and_a_red_ticket_are_urgent(desk: Desk) -> None:
    choose_rules(on(START, desk.office), area=desk.area, category="ladder", slug="suqian")
    matter = desk.in_hand(DUE, contact=desk.leader)
    urge(on("2026-11-04", None), matter=matter, words="还剩3个工作日", rule="urge_before")
    urge(on("2026-11-05", desk.office), matter=matter, words="请抓紧")
    escalate(on("2026-11-05", desk.office), matter=matter, level="yellow", words="进度落后")
    escalate(on("2026-11-06", desk.office), matter=matter, level="red", words="仍无进展")
    gather(at("2026-11-06", 11))
    found = Notice.objects.filter(person=desk.reporter).values_list("kind", "urgent", "at")
    assert [(kind, urgent) for kind, urgent, _at in found.order_by("at", "kind")] == [
        ("matter_assigned", False),
        ("matter_urged", False),
        ("matter_escalated", False),
        ("matter_urged", True),
        ("matter_escalated", True),
    ]
    assert Notice.objects.filter(person=desk.leader, kind="matter_escalated").count() == 2


def test_what_falls_due_is_told_the_working_day_before_and_on_the_day(desk: Desk) -> None:
    """The matter is due on a Monday: told on Friday, not on Saturday, and on Monday."""
    matter = desk.in_hand(dt.date(2026, 11, 16))
    expected = {"2026-11-12": 0, "2026-11-13": 1, "2026-11-14": 1, "2026-11-16": 2}
    for day, count in expected.items():
        gather(at(day, 1))
        gather(at(day, 23))
        found = Notice.objects.filter(person=desk.reporter, kind="matter_due")
        assert found.count() == count, day
    assert kinds(desk.reporter, at("2026-11-16"))[name(matter)][0] == "matter_due"


def test_what_became_overdue_during_a_standstill_is_told_once(desk: Desk) -> None:
    desk.in_hand(dt.date(2026, 11, 10))
    gather(at("2026-11-09"))
    gather(at("2026-11-19"))
    gather(at("2026-11-20"))
    found = Notice.objects.filter(person=desk.reporter, kind="matter_overdue")
    assert [one.at for one in found] == [at("2026-11-19", 0)]
    assert found.get().urgent


def test_what_waits_is_told_of_until_it_waits_no_more(district: District, people: People) -> None:
    make_town_field(district.area, district.funds)
    town, other = district.town("白沙镇"), district.town("青石镇")
    pair = propose_pair(
        Act(actor=people["town"]), unit=town, benchmark=other, year=this_year(), reason="条件相近"
    )
    gather()
    office = people["assessment_office"]
    now = dt.datetime.now(dt.UTC)
    assert list(kinds(office, now).values()) == [("benchmark_to_confirm",)]
    assert kinds(people["administrator"], now) == {}
    confirm_pair(Act(actor=office), pair=pair)
    gather()
    assert kinds(office, now) == {}
    assert list(kinds(people["town"], now).values()) == [("benchmark_confirmed",)]


def test_who_is_named_or_stands_in_is_told(district: District, people: People) -> None:
    office, leader, town = (
        people[role] for role in ("assessment_office", "principal_leader", "town")
    )
    unit = district.town("白沙镇")
    today = timezone.localdate()
    node = add_goal(
        Act(actor=office),
        area=district.area,
        kind="direction",
        name="强产争先",
        first_year=2026,
        last_year=2028,
    )
    name_responsible(Act(actor=office), thing=node, role="lead_unit", who=unit)
    row = name_responsible(Act(actor=office), thing=node, role="responsible_leader", who=leader)
    set_contact_leader(Act(actor=office), unit=unit, leader=leader)
    force = form_task_force(Act(actor=office), area=district.area, name="链式招商专班", head=leader)
    join_task_force(Act(actor=office), task_force=force, person=town, duty="项目洽谈")
    given = delegate(
        Act(actor=leader), area=district.area, person=leader, to=town, valid_from=today,
        valid_to=today + dt.timedelta(days=9), reason="参加党校培训",
    )  # fmt: skip
    gather()
    now = dt.datetime.now(dt.UTC)
    assert kinds(town, now) == {
        "强产争先": ("responsibility_named",),
        "链式招商专班": ("task_force_joined",),
        str(given): ("delegation_given",),
    }
    # The leader gave the delegation, and is told of it no more than of any own doing.
    assert kinds(leader, now) == {
        "强产争先": ("responsibility_named",),
        "链式招商专班": ("task_force_headed",),
        "白沙镇": ("contact_named",),
    }
    assert kinds(people["reporting_unit"], now) == {}
    end_responsibility(Act(actor=office), responsibility=row, reason="分工调整")
    assert "强产争先" not in kinds(leader, now)


def test_who_stands_on_a_board_is_told_when_it_is_published(
    district: District, people: People
) -> None:
    world = make_world(district)
    draft = compute_standing(Act(), played=world.played)
    gather()
    now = dt.datetime.now(dt.UTC)
    town, leader, office = (
        people[role] for role in ("town", "principal_leader", "assessment_office")
    )
    assert [list(kinds(one, now).values()) for one in (town, office)] == [
        [("board_published",)], [],
    ]  # fmt: skip
    publish_standing(Act(actor=office), standing=draft)
    gather()
    # The board of before is superseded and told no more.
    rows = Notice.objects.filter(kind="board_published", subject_id=draft.pk)
    assert {row.person for row in rows} == {town, leader, people["leader_in_charge"]}
    assert list(kinds(town, now).values()) == [("board_published",)]
    assert kinds(office, now) == {}
    assert kinds(people.outsider, now) == {}


def test_a_change_that_was_committed_late_is_not_passed_over(desk: Desk) -> None:
    """Gathering follows the order of sealing, not the numbers of entries."""
    matter = desk.in_hand(DUE)
    gather(at(TUESDAY, 11))
    height = Counter.objects.get(name=CHAIN).value
    urge(on("2026-11-04", desk.office), matter=matter, words="请抓紧")
    link = seal(lately=True)
    assert link is not None
    assert link.height > height
    gather(at("2026-11-04", 11))
    assert Notice.objects.filter(person=desk.reporter, kind="matter_urged").count() == 1


def test_old_news_is_not_told_and_old_notices_are_forgotten(desk: Desk) -> None:
    desk.assigned(DUE)
    gather(at("2026-12-20"))
    assert not Notice.objects.filter(kind="matter_assigned").exists()
    Counter.objects.filter(name=CHAIN).delete()
    gather(at(START))
    kept = Notice.objects.count()
    assert kept
    forget_old(at(START) + dt.timedelta(days=KEPT - 1))
    assert Notice.objects.count() == kept
    forget_old(at(START) + dt.timedelta(days=KEPT + 1))
    assert not Notice.objects.filter(kind="matter_assigned").exists()
