"""The table of a matter's life, looked at as a graph and row by row."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

import pytest

from leitai.apps.matters import life
from leitai.apps.matters.life import OPEN, STEPS, TERMINAL, Facts, Given, Party, State, refusal
from leitai.apps.matters.wording import REFUSALS, VERBS

TODAY = dt.date(2026, 11, 20)
SOON = TODAY + dt.timedelta(1)
EDGES = life.edges()


def reachable(start: State) -> set[State]:
    seen, queue = {start}, [start]
    while queue:
        here = queue.pop()
        for a, _verb, b in EDGES:
            if a == here and b not in seen:
                seen.add(b)
                queue.append(b)
    return seen


@pytest.mark.parametrize("state", [state for state in State if state not in TERMINAL])
def test_from_every_open_state_an_end_can_be_reached(state: State) -> None:
    assert reachable(state) & TERMINAL
    # The good end too: from everywhere it can still be done and closed out.
    assert State.CLOSED in reachable(state)


@pytest.mark.parametrize("state", [state for state in State if state not in TERMINAL])
def test_every_open_state_has_a_way_out_for_a_person(state: State) -> None:
    ways = {verb for a, verb, b in EDGES if a == state and b != state}
    assert ways - life.RULES_ONLY
    # The office always has one; a unit is never the only one who can move a matter.
    assert any(STEPS[verb].who == Party.OFFICE for verb in ways)


def test_every_state_can_be_reached() -> None:
    assert reachable(State.DRAFT) == set(State)


def test_nothing_is_closed_but_through_an_accepted_report() -> None:
    into = {(a, verb) for a, verb, b in EDGES if b == State.CLOSED and a != State.CLOSED}
    assert into == {(State.VERIFIED, "close_out")}
    assert {(a, verb) for a, verb, b in EDGES if b == State.VERIFIED and a != b} == {
        (State.REPORTED, "verify")
    }
    assert {(a, verb) for a, verb, b in EDGES if b == State.REPORTED and a != b} == {
        (State.IN_HAND, "report_completion")
    }
    facts = Facts(State.VERIFIED, accepted=False)
    assert refusal(facts, "close_out", Given(TODAY, 1)) == "no_accepted_report"


def test_a_merged_matter_stays_merged_and_ends_are_ends() -> None:
    assert not life.open_verbs(State.MERGED)
    assert set(life.open_verbs(State.CLOSED)) == {"recheck", "reopen"}
    assert set(life.open_verbs(State.WITHDRAWN)) == {"restore"}


def test_every_verb_and_every_refusal_has_words() -> None:
    assert STEPS.keys() <= VERBS.keys()
    needs = {f"needs_{name}" for step in STEPS.values() for name in step.needs}
    assert needs <= REFUSALS.keys()
    codes = set()
    for guard in {guard for step in STEPS.values() for guard in step.guards}:
        codes |= {value for value in guard.__code__.co_consts if isinstance(value, str) and value}
    assert codes - {"due", "until", "ticket"} <= REFUSALS.keys()


GIVEN = {
    "title": "题", "lead_unit": 1, "due": dt.date(2026, 12, 1), "until": dt.date(2026, 12, 1),
    "words": "话", "ticket": 1, "checks": {"facts": True}, "into": 2,
}  # fmt: skip


@pytest.mark.parametrize("verb", STEPS)
def test_a_verb_is_refused_in_every_other_state_and_without_what_it_needs(verb: str) -> None:
    step = STEPS[verb]
    for state in State:
        code = refusal(Facts(state), verb, Given(TODAY, 1, GIVEN))
        assert (code == "wrong_state") == (state not in step.frm), state
    for name in step.needs:
        some = {key: value for key, value in GIVEN.items() if key != name}
        state = next(iter(step.frm))
        assert refusal(Facts(state), verb, Given(TODAY, 1, some)) == f"needs_{name}"


def given(actor: int | None = 1, day: dt.date = TODAY, **values: object) -> Given:
    return Given(day, actor, {**GIVEN, **values})


ASK = Facts(State.IN_HAND, due=SOON, extension_limit=1)
DUE = Facts(State.IN_HAND, due=TODAY)
HERS = Facts(State.REPORTED, reporter_id=1)
DRAWN = Facts(State.IN_HAND, evidence_asked=True)


@pytest.mark.parametrize(
    ("facts", "verb", "how", "code"),
    [
        (ASK, "ask_extension", given(), ""),
        (replace(ASK, due=TODAY), "ask_extension", given(), "extension_too_late"),
        (replace(ASK, due=None), "ask_extension", given(), "no_due_day"),
        (replace(ASK, extensions=1), "ask_extension", given(), "extension_limit"),
        (replace(ASK, asked_due=SOON), "ask_extension", given(), "extension_pending"),
        (ASK, "ask_extension", given(due=SOON), "new_day_not_later"),
        (DUE, "grant_extension", given(), "no_extension_asked"),
        (replace(DUE, asked_due=SOON), "grant_extension", given(), ""),
        (replace(DUE, asked_due=SOON), "grant_extension", given(due=TODAY), "new_day_not_later"),
        (DUE, "deny_extension", given(), "no_extension_asked"),
        (HERS, "verify", given(1), "own_report"),
        (HERS, "verify", given(None), "person_needed"),
        (HERS, "verify", given(2), ""),
        (HERS, "return_for_rework", given(1), "own_report"),
        (Facts(State.VERIFIED, accepted=True, open_parts=1), "close_out", given(), "open_parts"),
        (Facts(State.VERIFIED, accepted=True), "close_out", given(), ""),
        (DRAWN, "report_completion", given(), "evidence_asked"),
        (replace(DRAWN, evidence_given=True), "report_completion", given(), ""),
        (Facts(State.IN_HAND, urged_on=TODAY), "urge", given(), "urged_today"),
        (Facts(State.IN_HAND, urged_on=TODAY - dt.timedelta(1)), "urge", given(), ""),
        (Facts(State.IN_HAND, ticket=2), "escalate", given(ticket=2), "ticket_not_higher"),
        (Facts(State.IN_HAND, ticket=1), "escalate", given(ticket=3), ""),
        (Facts(State.IN_HAND), "suspend", given(until=TODAY), "day_not_in_future"),
        (replace(DUE, asked_due=SOON), "suspend", given(), "extension_pending"),
        (Facts(State.IN_HAND, open_parts=2), "withdraw", given(), "open_parts"),
        (Facts(State.IN_HAND, open_parts=2), "merge", given(), "open_parts"),
        (Facts(State.CLOSED, parent_open=False), "reopen", given(), "parent_ended"),
        (Facts(State.CLOSED), "reopen", given(due=TODAY - dt.timedelta(1)), "due_in_past"),
        (Facts(State.WITHDRAWN, parent_open=False), "restore", given(), "parent_ended"),
        (Facts(State.DRAFT, parent_open=False), "register", given(), "parent_ended"),
        (Facts(State.REGISTERED), "assign", given(due=TODAY - dt.timedelta(1)), "due_in_past"),
    ],
)
def test_guards(facts: Facts, verb: str, how: Given, code: str) -> None:
    assert refusal(facts, verb, how) == code


def test_a_suspended_matter_returns_to_where_it_was() -> None:
    for before in life.SUSPENDABLE:
        assert life.state_after(Facts(State.SUSPENDED, resume_to=before), "resume") == before


def test_what_is_blocked_is_told_without_being_filled_in() -> None:
    by_state: dict[State, list[str]] = defaultdict(list)
    for state in OPEN:
        for verb in life.open_verbs(state):
            if life.blocked(Facts(state, due=TODAY, accepted=True), verb, TODAY, 1):
                by_state[state].append(verb)
    assert by_state[State.IN_HAND] == ["ask_extension", "grant_extension", "deny_extension"]
    assert by_state[State.REPORTED] == []
