"""Many matters at once: each its own outcome, and a retry does nothing twice."""

from __future__ import annotations

import datetime as dt

from leitai.apps.audit.models import Entry
from leitai.apps.matters.models import MatterEvent
from leitai.apps.matters.services import Outcome, assign_many, urge, urge_many
from tests.apps.matters.world import START, Desk, on


def test_each_has_its_own_outcome_and_a_retry_does_nothing_twice(desk: Desk) -> None:
    fresh, done = desk.in_hand(title="甲"), desk.in_hand(title="乙")
    waiting = desk.registered("丙")
    urge(on("2026-11-10", desk.leader), matter=done, words="已催")
    act = on("2026-11-10", desk.office)
    outcomes = urge_many(act, matters=[fresh, done, waiting], words="抓紧")
    assert [(one.number, one.done) for one in outcomes] == [
        (fresh.number, True),
        (done.number, False),
        (waiting.number, False),
    ]
    assert "today already" in outcomes[1].reason
    assert "registered" in outcomes[2].reason
    again = on("2026-11-10", desk.office, operation_id=act.operation_id)
    assert urge_many(again, matters=[fresh, done, waiting], words="抓紧") == outcomes
    assert MatterEvent.objects.filter(verb="urge").count() == 2
    assert Entry.objects.filter(verb="matter.urge").count() == 2


def test_assigned_in_one_go_each_with_its_kinds_term(desk: Desk) -> None:
    short = desk.registered("急件", kind="comment_urgent")
    long = desk.registered("文件")
    outcomes = assign_many(
        on(START, desk.office), matters=[short, long], lead_unit=desk.lead,
        supporting=[desk.helper],
    )  # fmt: skip
    assert all(one.done for one in outcomes)
    short.refresh_from_db()
    long.refresh_from_db()
    assert (short.due, long.due) == (dt.date(2026, 11, 9), dt.date(2026, 12, 3))


def test_who_may_not_is_told_so_for_each(desk: Desk) -> None:
    matter = desk.in_hand()
    assert urge_many(on(START, desk.reporter), matters=[matter], words="x") == [
        Outcome(matter.pk, matter.number, matter.title, False, "This page is not open to you.")
    ]
