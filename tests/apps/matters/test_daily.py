"""What rules do by themselves: urging, tickets, suspensions; once a day, whatever happens."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from leitai.apps.audit.models import Entry
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import services
from leitai.apps.matters.models import Matter, MatterEvent
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services import keep_rules
from leitai.apps.matters.services.daily import Done
from leitai.apps.matters.services.tickets import raise_by_rule
from tests.apps.matters.world import START, Desk, on


def at(day: str, hour: int = 8) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour)))


def run(day: str) -> Done:
    return keep_rules(at(day))


def choose(desk: Desk, slug: str) -> None:
    services.choose_rules(on(START, desk.office), area=desk.area, category="ladder", slug=slug)


def test_urged_three_working_days_before_due_and_once(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 11, 17))
    assert run("2026-11-11") == Done()
    assert run("2026-11-12").urged == 1  # Friday, Monday and Tuesday are left
    assert run("2026-11-12").urged == 0
    event = MatterEvent.objects.filter(matter=matter).last()
    assert event is not None
    assert (event.verb, event.rule, event.actor) == ("urge", "urge_before", None)
    assert "还有3个工作日" in event.words
    assert run("2026-11-13") == Done()
    assert Entry.objects.filter(verb="matter.urge").count() == 1


def test_nothing_is_sent_on_days_off(desk: Desk) -> None:
    desk.in_hand(due=dt.date(2026, 11, 17))
    choose(desk, "yellow_first")
    desk.in_hand(due=dt.date(2026, 11, 13))
    assert run("2026-11-14") == run("2026-11-15") == Done()


def test_who_was_urged_by_a_person_today_is_left_alone(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 11, 17))
    services.urge(on("2026-11-12", desk.office), matter=matter, words="抓紧")
    assert run("2026-11-12").urged == 0


def test_without_a_ladder_no_rule_issues_tickets(desk: Desk) -> None:
    desk.in_hand(due=dt.date(2026, 11, 6))
    assert run("2026-11-20").raised == 0


@pytest.mark.parametrize(
    ("slug", "days", "levels"),
    [
        # Due on Friday 13 November, assigned on the 3rd, nothing reported.
        ("yellow_first", ["2026-11-16", "2026-11-20", "2026-11-23"], ["yellow", "yellow", "red"]),
        # 3 working days left: blue; from the due day on: red.
        ("suqian", ["2026-11-09", "2026-11-10", "2026-11-16"], ["", "blue", "red"]),
        ("guangyuan", ["2026-11-13", "2026-11-16", "2026-11-30"], ["", "yellow", "red"]),
        (
            "huinong",
            ["2026-11-16", "2026-12-11", "2026-12-14"],
            ["yellow", "yellow", "orange"],
        ),
        (
            "sanming",
            ["2026-11-16", "2026-11-27", "2026-11-30", "2026-12-14"],
            ["blue", "blue", "orange", "red"],
        ),
    ],
)
def test_ladders_climb_as_their_sets_say(
    slug: str, days: list[str], levels: list[str], desk: Desk
) -> None:
    choose(desk, slug)
    matter = desk.in_hand(due=dt.date(2026, 11, 13))
    seen = []
    for day in days:
        run(day)
        run(day)
        matter.refresh_from_db()
        seen.append(matter.ticket_level)
    assert seen == levels
    tickets = MatterEvent.objects.filter(matter=matter, verb="escalate")
    assert tickets.count() == len(set(levels) - {""})
    assert all(event.rule == "ladder" for event in tickets)
    assert all(event.detail["rules"] == f"{slug} v1" for event in tickets)


def test_an_extension_granted_before_keeps_the_ticket_away(desk: Desk) -> None:
    choose(desk, "yellow_first")
    matter = desk.in_hand(due=dt.date(2026, 11, 13))
    seen = Matter.objects.get(pk=matter.pk)
    services.ask_extension(
        on("2026-11-12", desk.reporter), matter=matter, due=dt.date(2026, 11, 27), words="等"
    )
    services.grant_extension(on("2026-11-16", desk.office), matter=matter)
    rules = rules_for(desk.area.pk)
    with pytest.raises(RefusedError, match="gone"):
        raise_by_rule(on("2026-11-16"), matter=seen, level=rules.ladder.levels[0], rules=rules)
    assert run("2026-11-16").raised == 0


def test_a_reported_matter_gets_no_ticket(desk: Desk) -> None:
    choose(desk, "yellow_first")
    desk.reported(due=dt.date(2026, 11, 13), day="2026-11-12")
    assert run("2026-11-20") == Done()


def test_a_suspension_is_reminded_once_and_ends(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 12, 31))
    services.suspend(
        on("2026-11-10", desk.office), matter=matter, until=dt.date(2026, 11, 20), words="等资金"
    )
    assert run("2026-11-16") == Done()
    assert run("2026-11-17").reminded == 1
    assert run("2026-11-18") == Done()
    assert run("2026-11-21").resumed == 1
    matter.refresh_from_db()
    assert (matter.state, matter.suspended_until) == ("in_hand", None)
    assert run("2026-11-21") == Done()


def test_the_worker_keeps_the_rules(desk: Desk) -> None:
    from leitai.server.run import jobs

    desk.in_hand(due=dt.date(2026, 11, 17))
    job = next(job for job in jobs() if job.name == "keep the rules of matters")
    job.work()
    assert job.every <= 3600
