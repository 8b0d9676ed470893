"""Lights: turning days equal the conditions day by day; published sets say what they say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.matters.lights import (
    SEVERITY,
    Condition,
    Light,
    LightRule,
    Term,
    Turns,
    When,
    light_on,
    time_progress,
    turning_days,
)
from leitai.apps.matters.rule_sets import (
    Category,
    Ladder,
    read_kinds,
    read_ladder,
    shipped,
)
from leitai.apps.periods.calendar import Calendar
from tests.apps.periods.test_calendar import KNOWN

DAYS = st.dates(dt.date(2025, 6, 1), dt.date(2026, 11, 30))
RULES = {slug: LightRule.from_dict(row) for (of, slug), row in shipped().items() if of == "lights"}
READERS: dict[Category, Any] = {
    Category.KINDS: read_kinds, Category.LIGHTS: LightRule.from_dict, Category.LADDER: read_ladder
}  # fmt: skip
conditions = st.builds(
    Condition,
    light=st.sampled_from([Light.BLUE, Light.YELLOW, Light.ORANGE, Light.RED]),
    when=st.sampled_from(list(When)),
    days=st.integers(0, 12),
    share=st.sampled_from([0.0, 0.2, 0.5]),
    points=st.sampled_from([0.0, 10.0, 20.0, 33.0]),
    min_term=st.sampled_from([0, 5, 10]),
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def holds(condition: Condition, term: Term, day: dt.date, calendar: Calendar) -> bool:
    span = max(calendar.working_days_between(term.start, term.due), 0)
    if condition.when == When.LATE:
        return calendar.working_days_between(term.due, day) > condition.days
    if condition.when == When.NEAR:
        left = calendar.working_days_between(day, term.due)
        return day >= term.start and left <= max(condition.days, int(condition.share * span))
    if span == 0 or span < condition.min_term:
        return False
    passed = min(calendar.working_days_between(term.start, day), span)
    return passed * 100 > (term.progress + condition.points) * span


def light_by_definition(rule: LightRule, term: Term, day: dt.date, calendar: Calendar) -> Light:
    """The light as the conditions define it, day by day; what the turning days must equal."""
    found = {c.light for c in rule.conditions if holds(c, term, day, calendar)}
    return next((light for light in SEVERITY if light in found), Light.GREEN)


@given(
    st.lists(conditions, max_size=5),
    DAYS,
    st.integers(0, 90),
    st.integers(0, 100),
    st.integers(-5, 140),
)
def test_turning_days_say_what_the_conditions_say_day_by_day(
    found: list[Condition], start: dt.date, span: int, progress: int, later: int
) -> None:
    rule = LightRule(tuple(found))
    term = Term(start, start + dt.timedelta(days=span), progress)
    on = start + dt.timedelta(days=later)
    turns = turning_days(rule, term, KNOWN)
    assert light_on(turns, on) == light_by_definition(rule, term, on, KNOWN)


@given(DAYS, st.integers(0, 90), DAYS)
def test_overdue_begins_on_the_first_working_day_after_the_due_day(
    start: dt.date, span: int, on: dt.date
) -> None:
    due = start + dt.timedelta(days=span)
    first = turning_days(RULES["five_lights"], Term(start, due), KNOWN).overdue_from
    assert first is not None
    assert (first <= on) == (KNOWN.working_days_between(due, on) >= 1)


@given(st.integers(0, 100), st.integers(0, 100), DAYS)
def test_more_progress_never_makes_a_light_worse(less: int, more: int, on: dt.date) -> None:
    less, more = sorted((less, more))
    order = [Light.GREEN, Light.BLUE, Light.YELLOW, Light.ORANGE, Light.RED]
    for rule in RULES.values():
        lights = [
            light_on(turning_days(rule, Term(day("2026-01-05"), day("2026-06-30"), p), KNOWN), on)
            for p in (less, more)
        ]
        assert order.index(lights[1]) <= order.index(lights[0])


def test_the_water_works_of_the_picture() -> None:
    """Assigned on 29 September, due on 13 November, 72 % done: five working days overdue."""
    term = Term(day("2026-09-29"), day("2026-11-13"), 72)
    turns = turning_days(RULES["five_lights"], term, KNOWN)
    assert turns.overdue_from == turns.red_from == day("2026-11-16")
    assert light_on(turns, day("2026-11-20")) == Light.RED
    assert light_on(turns, day("2026-11-20"), suspended=True) == Light.GREY
    assert light_on(turns, day("2026-11-10")) == Light.BLUE
    assert light_on(turns, day("2026-11-09")) == Light.GREEN
    slow = Term(term.start, term.due, 30)
    assert light_on(turning_days(RULES["five_lights"], slow, KNOWN), day("2026-11-09")) == (
        Light.YELLOW
    )
    assert round(time_progress(term, day("2026-11-20"), KNOWN)) == 100


def test_a_matter_without_a_due_day_never_turns() -> None:
    assert turning_days(RULES["five_lights"], None, KNOWN) == Turns()
    assert light_on(Turns(), day("2026-11-20")) == Light.GREEN


def test_all_shipped_sets_can_be_read_and_say_where_they_are_from() -> None:
    assert {of for of, _slug in shipped()} == set(Category)
    for (category, _slug), row in shipped().items():
        READERS[Category(category)](row)
        assert row["source"]
        assert row["name"]
        assert row["name_en"]


def ladder(slug: str) -> Ladder:
    return read_ladder(shipped()["ladder", slug])


@pytest.mark.parametrize(
    ("slug", "colours"),
    [
        ("sanming", ["blue", "orange", "red"]),
        ("suqian", ["blue", "yellow", "red"]),
        ("guangyuan", ["yellow", "red"]),
        ("huinong", ["yellow", "orange", "red"]),
    ],
)
def test_ladders_as_published(slug: str, colours: list[str]) -> None:
    found = ladder(slug)
    assert [level.level for level in found.levels] == colours
    assert [level.place for level in found.levels] == list(range(1, len(colours) + 1))
    assert found.place_of("red") == len(colours)
    assert found.place_of("purple") == 0
    assert found.at(0) is None


def test_marks_as_published() -> None:
    assert [level.marks for level in ladder("huinong").levels] == [-2, -4, 0]
    yellow, red = ladder("guangyuan").levels
    assert (yellow.marks, yellow.marks_from, red.marks) == (-1, 2, -2)


def test_default_terms_as_published() -> None:
    """30 days for a document, 20 for minutes, 15 for a comment, 5 for an urgent one or media."""
    kinds = read_kinds(shipped()["kinds", "county"])
    terms = {kind.code: (kind.deadline.count, kind.deadline.number) for kind in kinds.kinds}
    assert terms["document"] == ("calendar_days", 30)
    assert terms["minutes"] == ("calendar_days", 20)
    assert terms["comment"] == ("calendar_days", 15)
    assert terms["comment_urgent"] == terms["media"] == ("calendar_days", 5)
    assert terms["key_project"] == ("day_of_month", 5)
    jinan = read_kinds(shipped()["kinds", "jinan"])
    assert {k.code: k.deadline.number for k in jinan.kinds}["comment"] == 7


@pytest.mark.parametrize(
    "data",
    [
        {"conditions": [{"light": "purple", "when": "late"}]},
        {"conditions": [{"light": "grey", "when": "late"}]},
        {"conditions": [{"light": "red", "when": "never"}]},
        {"conditions": [{"light": "red", "when": "late", "hours": 3}]},
    ],
)
def test_rules_that_are_none_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        LightRule.from_dict(data)
