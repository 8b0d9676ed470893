"""The life of a matter as one table: state × verb → state, who may, what must be given, guards.

Pure. Services ask :func:`refusal` under the matter's lock and then take the step; pages ask
:func:`open_verbs` for the buttons to show. Nothing else knows which verb follows which.

    draft → registered → assigned → in_hand → reported → verified → closed
    立项草稿  已立项      已交办      办理中    已复命      已核验      已销号

beside it refused (拒收), suspended (暂停), withdrawn (撤销) and merged (并案).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class State(StrEnum):
    """Where a matter stands."""

    DRAFT = "draft"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    REFUSED = "refused"
    IN_HAND = "in_hand"
    REPORTED = "reported"
    VERIFIED = "verified"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


#: Where the way ends. A closed matter may be opened again by a recheck, a withdrawn one by mistake.
TERMINAL: Final = frozenset({State.CLOSED, State.WITHDRAWN, State.MERGED})
#: On the list: known to others than who drafts, and not at an end.
OPEN: Final = frozenset(State) - TERMINAL - {State.DRAFT}
#: A unit has it and its term runs.
RUNNING: Final = frozenset({State.ASSIGNED, State.REFUSED, State.IN_HAND})
#: Its term stands still: the lead unit has reported, the office has the next word.
ANSWERED: Final = frozenset({State.REPORTED, State.VERIFIED})


class Party(StrEnum):
    """Who may take a step; each is a permission ``matters.<party>`` on the matter."""

    #: The supervision office of the area.
    OFFICE = "manage"
    #: Who reports or approves for the lead unit.
    LEAD = "answer"
    #: Who reports or approves for the lead unit or a supporting one.
    HANDLERS = "contribute"
    #: Leaders over the area, and the supervision office.
    LEADERS = "instruct"


@dataclass(frozen=True)
class Facts:
    """What the guards look at, read under the matter's lock.

    Attributes:
        resume_to: the state before the suspension.
        due: None where no day is set.
        asked_due: the day of an extension asked for and not decided.
        extensions, extension_limit: granted so far, and at most.
        open_parts: parts that are not at an end.
        parent_open: False for a part whose parent is at an end.
        reporter_id: who made the last completion report.
        accepted: a completion report is accepted.
        evidence_asked, evidence_given: whether the report must bring evidence, and whether it has.
        urged_on: the day of the last urging.
        ticket: place of the ticket in force on its ladder, 1 is the lowest; 0 without one.
        duplicate_target: merging: the other matter is open, of the same area, and not this one.
    """

    state: State
    resume_to: State | None = None
    due: dt.date | None = None
    asked_due: dt.date | None = None
    extensions: int = 0
    extension_limit: int = 0
    open_parts: int = 0
    parent_open: bool = True
    reporter_id: int | None = None
    accepted: bool = False
    evidence_asked: bool = False
    evidence_given: bool = False
    urged_on: dt.date | None = None
    ticket: int = 0


@dataclass(frozen=True)
class Given:
    """What somebody brings to a step: the day, who (None: a rule), and what was filled in."""

    day: dt.date
    actor_id: int | None = None
    values: Mapping[str, Any] | None = None

    def get(self, name: str) -> Any:
        return (self.values or {}).get(name)


#: A guard returns the code of its refusal, or an empty text.
Guard = Callable[[Facts, Given], str]


def _before_due(facts: Facts, given: Given) -> str:
    if facts.due is None:
        return "no_due_day"
    return "" if given.day < facts.due else "extension_too_late"


def _within_limit(facts: Facts, given: Given) -> str:
    return "" if facts.extensions < facts.extension_limit else "extension_limit"


def _nothing_asked(facts: Facts, given: Given) -> str:
    return "extension_pending" if facts.asked_due is not None else ""


def _something_asked(facts: Facts, given: Given) -> str:
    return "" if facts.asked_due is not None else "no_extension_asked"


def _later_than_due(facts: Facts, given: Given) -> str:
    new = given.get("due")
    late = new is not None and facts.due is not None and new > facts.due and new > given.day
    return "" if late else "new_day_not_later"


def _in_future(facts: Facts, given: Given) -> str:
    new = given.get("until")
    return "" if new is not None and new > given.day else "day_not_in_future"


def _due_not_past(facts: Facts, given: Given) -> str:
    new = given.get("due")
    return "" if new is None or new >= given.day else "due_in_past"


def _parts_ended(facts: Facts, given: Given) -> str:
    return "open_parts" if facts.open_parts else ""


def _parent_open(facts: Facts, given: Given) -> str:
    return "" if facts.parent_open else "parent_ended"


def _second_party(facts: Facts, given: Given) -> str:
    if given.actor_id is None:
        return "person_needed"
    return "own_report" if given.actor_id == facts.reporter_id else ""


def _accepted(facts: Facts, given: Given) -> str:
    return "" if facts.accepted else "no_accepted_report"


def _evidence(facts: Facts, given: Given) -> str:
    return "evidence_asked" if facts.evidence_asked and not facts.evidence_given else ""


def _not_urged_today(facts: Facts, given: Given) -> str:
    return "urged_today" if facts.urged_on == given.day else ""


def _higher(facts: Facts, given: Given) -> str:
    return "" if (given.get("ticket") or 0) > facts.ticket else "ticket_not_higher"


@dataclass(frozen=True)
class Step:
    """One row of the table.

    Attributes:
        frm: states in which the verb is open.
        to: state after it; None leaves the state as it is, ``BACK`` returns to the one before the
            suspension.
        who: parties that may.
        needs: names of what must be given and not be empty.
        guards: what must hold beside.
        by_rule: a rule of the house may take it too.
    """

    frm: frozenset[State]
    to: State | str | None
    who: Party
    needs: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    by_rule: bool = False


#: Back to the state before the suspension.
BACK: Final = "back"
S = State
#: States from which a matter may be suspended, and so return to.
SUSPENDABLE: Final = frozenset({S.REGISTERED, S.ASSIGNED, S.REFUSED, S.IN_HAND})

STEPS: Final[Mapping[str, Step]] = {
    "revise": Step(frozenset({S.DRAFT}), None, Party.OFFICE),
    "register": Step(frozenset({S.DRAFT}), S.REGISTERED, Party.OFFICE, ("title",), (_parent_open,)),
    "assign": Step(
        frozenset({S.REGISTERED, S.REFUSED}),
        S.ASSIGNED,
        Party.OFFICE,
        ("lead_unit", "due"),
        (_due_not_past,),
    ),
    "transfer": Step(
        frozenset({S.ASSIGNED, S.REFUSED, S.IN_HAND}),
        S.ASSIGNED,
        Party.OFFICE,
        ("lead_unit", "words"),
        (_due_not_past,),
    ),
    "sign_for": Step(frozenset({S.ASSIGNED}), S.IN_HAND, Party.LEAD),
    "refuse": Step(frozenset({S.ASSIGNED}), S.REFUSED, Party.LEAD, ("words",)),
    "report_progress": Step(frozenset({S.IN_HAND}), None, Party.HANDLERS, ("words",)),
    "urge": Step(RUNNING, None, Party.LEADERS, ("words",), (_not_urged_today,), by_rule=True),
    "escalate": Step(
        RUNNING | {S.REGISTERED}, None, Party.LEADERS, ("ticket", "words"), (_higher,), by_rule=True
    ),
    "ask_extension": Step(
        frozenset({S.ASSIGNED, S.IN_HAND}),
        None,
        Party.LEAD,
        ("due", "words"),
        (_nothing_asked, _before_due, _within_limit, _later_than_due),
    ),
    "grant_extension": Step(
        frozenset({S.ASSIGNED, S.IN_HAND}),
        None,
        Party.OFFICE,
        ("due",),
        (_something_asked, _later_than_due),
    ),
    "deny_extension": Step(
        frozenset({S.ASSIGNED, S.IN_HAND, S.SUSPENDED}),
        None,
        Party.OFFICE,
        ("words",),
        (_something_asked,),
    ),
    "suspend": Step(
        SUSPENDABLE, S.SUSPENDED, Party.OFFICE, ("until", "words"), (_in_future, _nothing_asked)
    ),
    "resume": Step(frozenset({S.SUSPENDED}), BACK, Party.OFFICE, ("words",), by_rule=True),
    "report_completion": Step(
        frozenset({S.IN_HAND}),
        S.REPORTED,
        Party.LEAD,
        ("words",),
        (_evidence,),
    ),
    "verify": Step(
        frozenset({S.REPORTED}), S.VERIFIED, Party.OFFICE, ("checks",), (_second_party,)
    ),
    "return_for_rework": Step(ANSWERED, S.IN_HAND, Party.OFFICE, ("words",), (_second_party,)),
    "close_out": Step(
        frozenset({S.VERIFIED}), S.CLOSED, Party.OFFICE, (), (_accepted, _parts_ended)
    ),
    "recheck": Step(frozenset({S.CLOSED}), None, Party.OFFICE, ("words",), (_second_party,)),
    "reopen": Step(
        frozenset({S.CLOSED}),
        S.ASSIGNED,
        Party.OFFICE,
        ("words", "due"),
        (_parent_open, _due_not_past),
    ),
    "restore": Step(
        frozenset({S.WITHDRAWN}), S.REGISTERED, Party.OFFICE, ("words",), (_parent_open,)
    ),
    "withdraw": Step(OPEN | {S.DRAFT}, S.WITHDRAWN, Party.OFFICE, ("words",), (_parts_ended,)),
    "merge": Step(OPEN - {S.VERIFIED}, S.MERGED, Party.OFFICE, ("into", "words"), (_parts_ended,)),
    "instruct": Step(OPEN - ANSWERED, None, Party.LEADERS, ("words",)),
    # A leader's new word on a matter that was reported: it goes on (审核 → 续办).
    "continue": Step(ANSWERED, S.IN_HAND, Party.LEADERS, ("words",)),
    # What it came from is gone (the rank has left the zone): the lead unit may report.
    "want_report": Step(
        RUNNING | {S.REGISTERED, S.SUSPENDED}, None, Party.OFFICE, ("words",), by_rule=True
    ),
    "rule_reminds": Step(frozenset({S.SUSPENDED}), None, Party.OFFICE, ("words",), by_rule=True),
}

#: Verbs that only rules take: no person is offered them.
RULES_ONLY: Final = frozenset({"rule_reminds"})


def refusal(facts: Facts, verb: str, given: Given) -> str:
    """Return why the step cannot be taken, as a code; an empty text when it can.

    ``wrong_state``, ``needs_<name>`` for what was not given, or what a guard says.

    Raises:
        KeyError: for a verb that is none.
    """
    step = STEPS[verb]
    if facts.state not in step.frm:
        return "wrong_state"
    for name in step.needs:
        if not given.get(name):
            return f"needs_{name}"
    for guard in step.guards:
        code = guard(facts, given)
        if code:
            return code
    return ""


def blocked(facts: Facts, verb: str, day: dt.date, actor_id: int | None) -> str:
    """Return what stands against a step whatever is filled in; for buttons that say why.

    It is :func:`refusal` with everything given that can be given.
    """
    step = STEPS[verb]
    later = {"due": dt.date.max, "until": dt.date.max, "ticket": 1_000}
    values = {name: later.get(name, True) for name in (*step.needs, *later)}
    return refusal(facts, verb, Given(day, actor_id, values))


def state_after(facts: Facts, verb: str) -> State:
    """Return where the step leads from here."""
    to = STEPS[verb].to
    if to is None:
        return facts.state
    if to == BACK:
        return facts.resume_to or State.REGISTERED
    return State(to)


def open_verbs(state: State) -> tuple[str, ...]:
    """Return the verbs that the table opens to people in a state, in the order of the table."""
    return tuple(
        verb for verb, step in STEPS.items() if state in step.frm and verb not in RULES_ONLY
    )


def edges() -> frozenset[tuple[State, str, State]]:
    """Return every step of the table as (from, verb, to); going back has one for each state."""
    found: set[tuple[State, str, State]] = set()
    for verb, step in STEPS.items():
        for start in step.frm:
            if step.to is None:
                ends: frozenset[State] = frozenset({start})
            elif step.to == BACK:
                ends = SUSPENDABLE
            else:
                ends = frozenset({State(step.to)})
            found |= {(start, verb, end) for end in ends}
    return frozenset(found)
