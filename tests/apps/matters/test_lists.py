"""Lists: who sees what, lights counted by the database as by the rules, and few queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.apps.matters import services
from leitai.apps.matters.life import State
from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import counts_for, matters_for, row_light, rows_of
from leitai.apps.matters.selectors.page import actions_of, matter_for, page_of
from leitai.apps.matters.services import Source
from leitai.apps.periods.services import NewDay, import_calendar
from tests.apps.matters.world import START, Desk, on
from tests.people import People

TODAY = dt.date(2026, 11, 20)
EVERYBODY = ("office", "leader", "reporter", "supporter", "stranger", "outsider")


def numbers(user: Any, wanted: Filter | None = None, day: dt.date = TODAY) -> list[str]:
    return [matter.number for matter in matters_for(user, wanted or Filter(), day)]


def a_bit_of_everything(desk: Desk) -> list[Matter]:
    """Matters due on many days, in many states."""
    found = [
        desk.in_hand(due=dt.date(2026, 11, day), title=f"{day}日到期")
        for day in (6, 13, 19, 20, 23, 25, 27, 30)
    ]
    found.append(desk.reported(due=dt.date(2026, 11, 13), day=dt.date(2026, 11, 12)))
    found.append(desk.reported(due=dt.date(2026, 11, 10), day=dt.date(2026, 11, 10)))
    late = desk.in_hand(due=dt.date(2026, 11, 6), title="迟报")
    services.report_completion(on("2026-11-17", desk.reporter), matter=late, words="迟了")
    slow = desk.in_hand(due=dt.date(2026, 12, 18), title="滞后")
    services.report_progress(on("2026-11-19", desk.reporter), matter=slow, words="慢", progress=5)
    still = desk.in_hand(due=dt.date(2026, 11, 13), title="暂停")
    services.suspend(
        on("2026-11-10", desk.office), matter=still, until=dt.date(2026, 11, 30), words="等"
    )
    return [*found, late, slow, still, desk.registered("没交办")]


def test_the_database_counts_lights_as_the_rules_see_them(desk: Desk) -> None:
    a_bit_of_everything(desk)
    for day in (dt.date(2026, 11, 5), dt.date(2026, 11, 18), TODAY, dt.date(2026, 12, 24)):
        counted = counts_for(desk.office, day)
        rows = list(matters_for(desk.office, Filter(), day))
        seen = Counter(str(row_light(row, day)) for row in rows)
        assert counted.lights == {str(light): seen[light] for light in Light}
        assert counted.all == len(rows)
        listed = rows_of(rows, day)
        assert counted.overdue == sum(row.overdue for row in listed)
        for light in Light:
            assert len(numbers(desk.office, Filter(light=str(light)), day)) == seen[light]


def test_a_report_in_time_is_not_overdue_while_it_waits(desk: Desk) -> None:
    matter = desk.reported(due=dt.date(2026, 11, 13), day=dt.date(2026, 11, 12))
    row = rows_of([Matter.objects.get(pk=matter.pk)], TODAY)[0]
    assert (row.overdue, row.days, row.waits_for) == (False, 1, "office")
    services.return_for_rework(on(TODAY, desk.office), matter=matter, words="不全")
    row = rows_of([Matter.objects.get(pk=matter.pk)], TODAY)[0]
    assert (row.overdue, row.days, row.waits_for) == (True, -5, "lead")


def test_parties_see_their_matters_and_nobody_elses(desk: Desk) -> None:
    mine = desk.assigned()
    other = desk.registered("别家的事")
    services.assign(on(START, desk.office), matter=other, lead_unit=desk.area)
    seen = {who: numbers(getattr(desk, who)) for who in EVERYBODY}
    assert seen == {
        "office": [mine.number, other.number],
        "leader": [mine.number, other.number],
        "reporter": [mine.number],
        "supporter": [mine.number],
        "stranger": [],
        "outsider": [],
    }


def test_a_contact_sees_the_matter_wherever_she_sits(desk: Desk) -> None:
    matter = desk.registered(contact=desk.stranger)
    assert numbers(desk.stranger) == [matter.number]
    assert desk.stranger.has_perm("matters.instruct", matter)
    assert not desk.stranger.has_perm("matters.manage", matter)


def test_a_draft_is_nowhere_but_with_the_office(desk: Desk) -> None:
    draft = services.draft_matter(
        on(START, desk.office), area=desk.area, title="未定", kind="document",
        contact=desk.stranger,
    )  # fmt: skip
    everything = Filter(states=tuple(State))
    for who in EVERYBODY:
        there = draft in matters_for(getattr(desk, who), everything, TODAY)
        assert there == (who == "office"), who
        assert (matter_for(getattr(desk, who), draft.pk) is not None) == (who == "office")
        assert counts_for(getattr(desk, who), TODAY).all == 0


def test_filters(desk: Desk) -> None:
    paper = desk.registered("甲", source=Source("paper", "区发〔2026〕3号"), kind="minutes")
    services.choose_rules(on(START, desk.office), area=desk.area, category="ladder", slug="suqian")
    services.escalate(on(START, desk.leader), matter=paper, level="yellow", words="要紧")
    returned = desk.reported(title="乙")
    services.return_for_rework(on(START, desk.second), matter=returned, words="退")
    part = desk.assigned(parent=returned, title="丙")
    closed = desk.closed(title="丁")
    ask = {
        "kind": Filter(kind="minutes"),
        "source": Filter(source_kind="paper"),
        "ticket": Filter(ticket_level="yellow"),
        "text": Filter(text="3号"),
    }
    for name, wanted in ask.items():
        assert numbers(desk.office, wanted) == [paper.number], name
    assert numbers(desk.office, Filter(returned=True)) == [returned.number]
    assert numbers(desk.office, Filter(parent=returned.pk)) == [part.number]
    assert numbers(desk.office, Filter(states=("closed",))) == [closed.number]
    assert len(numbers(desk.office, Filter(ended=True))) == 4
    assert set(numbers(desk.office, Filter(unit=desk.helper.pk))) == {
        returned.number, part.number,
    }  # fmt: skip
    assert numbers(desk.office, Filter(waiting=True)) == [paper.number]
    assert set(numbers(desk.reporter, Filter(waiting=True))) == {returned.number, part.number}
    assert numbers(desk.supporter, Filter(waiting=True)) == []
    assert paper.number not in numbers(desk.office, Filter(assigned_by_me=True))
    assert len(numbers(desk.office, Filter(due_from=TODAY))) == 2


def test_an_extension_asked_for_waits_for_the_office(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 12, 1))
    services.ask_extension(
        on(TODAY, desk.reporter), matter=matter, due=dt.date(2026, 12, 20), words="等资金"
    )
    assert numbers(desk.office, Filter(waiting=True)) == [matter.number]
    assert rows_of(list(matters_for(desk.office, Filter(), TODAY)), TODAY)[0].waits_for == "office"


def test_lists_counts_and_pages_ask_a_fixed_number_of_queries(desk: Desk) -> None:
    def ask() -> list[int]:
        counts = []
        office = type(desk.office).objects.get(pk=desk.office.pk)
        matter = Matter.objects.order_by("pk")[0]
        for look in (
            lambda: rows_of(list(matters_for(office, Filter(), TODAY)[:50]), TODAY),
            lambda: counts_for(office, TODAY),
            lambda: page_of(office, matter_for(office, matter.pk), TODAY),  # type: ignore[arg-type]
        ):
            with CaptureQueriesContext(connection) as queries:
                look()
            counts.append(len(queries))
        return counts

    desk.in_hand()
    few = ask()
    a_bit_of_everything(desk)
    assert ask() == few
    rows, counts, page = few
    assert rows <= 8
    assert counts == 2
    assert page <= 22


def test_closing_out_stays_in_sight_and_says_why_it_is_blocked(desk: Desk) -> None:
    matter = desk.in_hand()
    whys = {one.verb: one.why for one in actions_of(desk.office, matter, TODAY)}
    assert "accepted completion report" in whys["close_out"]
    assert whys["urge"] == ""
    assert "sign_for" not in whys
    lead = {one.verb for one in actions_of(desk.reporter, matter, TODAY)}
    assert lead == {"report_progress", "ask_extension", "report_completion"}
    assert {one.verb for one in actions_of(desk.supporter, matter, TODAY)} == {"report_progress"}
    assert actions_of(desk.stranger, matter, TODAY) == ()


def test_the_page_leaves_out_relatives_that_the_reader_may_not_see(desk: Desk) -> None:
    parent = desk.registered("总的")
    part = desk.assigned(parent=parent, title="分的")
    other = desk.registered("另一分", parent=parent)
    office = page_of(desk.office, matter_for(desk.office, parent.pk), TODAY)  # type: ignore[arg-type]
    assert {row.id for row in office.parts} == {part.pk, other.pk}
    page = page_of(desk.reporter, matter_for(desk.reporter, part.pk), TODAY)  # type: ignore[arg-type]
    assert page.parent is None
    assert page.term == 22
    assert [event.verb for event in page.events] == ["register", "assign"]


def test_another_calendar_moves_the_turning_days(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 11, 20))
    assert matter.overdue_from == dt.date(2026, 11, 23)
    import_calendar(
        on(START, desk.office),
        area=desk.area,
        year=2026,
        days=[NewDay(dt.date(2026, 11, 23), "holiday", "停班")],
        source="区府办通知",
    )
    matter.refresh_from_db()
    assert matter.overdue_from == dt.date(2026, 11, 24)


def test_another_light_rule_moves_the_turning_days(desk: Desk, people: People) -> None:
    matter = desk.in_hand(due=dt.date(2026, 11, 20))
    assert matter.red_from == dt.date(2026, 11, 23)
    choice = services.choose_rules(
        on(START, desk.office), area=desk.area, category="lights", slug="five_lights_grace"
    )
    matter.refresh_from_db()
    assert (matter.yellow_from, matter.red_from) == (dt.date(2026, 11, 6), dt.date(2026, 11, 26))
    assert choice.number == 1
    assert (
        services.choose_rules(
            on(START, desk.office), area=desk.area, category="lights", slug="suqian"
        ).number
        == 2
    )


@pytest.mark.parametrize(
    ("category", "given", "words"),
    [
        ("lamps", {}, "no category"),
        ("lights", {"slug": "unknown"}, "The sets are"),
        ("lights", {"content": {"conditions": [{"light": "pink"}]}}, "no set of rules"),
        ("kinds", {"content": {"kinds": []}}, "no set of rules"),
    ],
)
def test_choices_that_are_none_are_refused(
    desk: Desk, category: str, given: dict[str, Any], words: str
) -> None:
    from leitai.apps.indicators.services import RefusedError

    with pytest.raises(RefusedError, match=words):
        services.choose_rules(on(START, desk.office), area=desk.area, category=category, **given)
