"""Any order of steps, by anybody, on any day: the room agrees with a plain model of it.

The model is a dictionary of states with the rules written out once more, as an official would say
them. After every step the row, the time line, the record of changes and the lists must agree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from leitai.apps.audit.models import Entry
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import services
from leitai.apps.matters.models import Matter, MatterEvent
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import counts_for, matters_for
from tests.apps.matters.world import ALL_CHECKS, START, Desk, make_desk, on
from tests.people import make_district, make_people

WHO = ("office", "second", "leader", "reporter", "supporter", "stranger", "outsider")
OFFICE = frozenset({"office", "second"})
LEADERS = OFFICE | {"leader"}
LEAD = frozenset({"reporter"})
HANDLERS = LEAD | {"supporter"}
RUNNING = {"assigned", "refused", "in_hand"}
LISTED = RUNNING | {"registered", "reported", "verified", "suspended"}


@dataclass
class Plain:
    """A matter as a clerk would keep it in a book."""

    state: str = "registered"
    due: dt.date | None = None
    asked: dt.date | None = None
    extensions: int = 0
    before: str = ""
    urged: dt.date | None = None
    steps: list[str] = field(default_factory=lambda: ["register"])
    led: bool = False


#: Verb → who, from which states, to which state ("" stays, "back" returns).
BOOK: dict[str, tuple[frozenset[str], set[str], str]] = {
    "assign": (OFFICE, {"registered", "refused"}, "assigned"),
    "sign_for": (LEAD, {"assigned"}, "in_hand"),
    "refuse": (LEAD, {"assigned"}, "refused"),
    "report_progress": (HANDLERS, {"in_hand"}, ""),
    "urge": (LEADERS, RUNNING, ""),
    "ask_extension": (LEAD, {"assigned", "in_hand"}, ""),
    "grant_extension": (OFFICE, {"assigned", "in_hand"}, ""),
    "deny_extension": (OFFICE, {"assigned", "in_hand", "suspended"}, ""),
    "suspend": (OFFICE, RUNNING | {"registered"}, "suspended"),
    "resume": (OFFICE, {"suspended"}, "back"),
    "report_completion": (LEAD, {"in_hand"}, "reported"),
    "verify": (OFFICE, {"reported"}, "verified"),
    "return_for_rework": (OFFICE, {"reported", "verified"}, "in_hand"),
    "close_out": (OFFICE, {"verified"}, "closed"),
    "recheck": (OFFICE, {"closed"}, ""),
    "reopen": (OFFICE, {"closed"}, "assigned"),
    "withdraw": (OFFICE, LISTED, "withdrawn"),
    "restore": (OFFICE, {"withdrawn"}, "registered"),
    "instruct": (LEADERS, LISTED, ""),
}


class MatterMachine(RuleBasedStateMachine):
    """Registers matters and takes steps with them, on days that only go forward."""

    matters = Bundle("matters")

    def __init__(self) -> None:
        super().__init__()
        self.kept = transaction.atomic()
        self.kept.__enter__()

    def teardown(self) -> None:
        """Take back what the example wrote."""
        transaction.set_rollback(True)
        self.kept.__exit__(None, None, None)

    @initialize()
    def set_up(self) -> None:
        district = make_district()
        self.desk: Desk = make_desk(district, make_people(district))
        self.book: dict[int, Plain] = {}
        self.day = START

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.day += dt.timedelta(days=days)

    @rule(target=matters)
    def register(self) -> int:
        matter = self.desk.registered(day=self.day)
        self.book[matter.pk] = Plain()
        return matter.pk

    @rule(
        pk=matters,
        verb=st.sampled_from(sorted(BOOK)),
        who=st.sampled_from(WHO),
        ahead=st.integers(1, 40),
        twice=st.booleans(),
    )
    def somebody_takes_a_step(self, pk: int, verb: str, who: str, ahead: int, twice: bool) -> None:
        self.take(pk, verb, who, ahead, twice)

    @rule(pk=matters, verb=st.sampled_from(sorted(BOOK)), ahead=st.integers(1, 40))
    def the_right_person_takes_a_step(self, pk: int, verb: str, ahead: int) -> None:
        self.take(pk, verb, sorted(BOOK[verb][0])[0], ahead, False)

    @rule(pk=matters)
    def the_next_step_on_the_way(self, pk: int) -> None:
        state = self.book[pk].state
        verb = {
            "registered": "assign", "assigned": "sign_for", "in_hand": "report_completion",
            "reported": "verify", "verified": "close_out", "suspended": "resume",
            "refused": "assign", "closed": "recheck", "withdrawn": "restore",
        }[state]  # fmt: skip
        self.take(pk, verb, sorted(BOOK[verb][0])[0], 20, False)

    def take(self, pk: int, verb: str, who: str, ahead: int, twice: bool) -> None:
        plain = self.book[pk]
        later = self.day + dt.timedelta(days=ahead)
        allowed = self.allowed(plain, verb, who, later)
        act = on(self.day, getattr(self.desk, who))
        stale = Matter.objects.get(pk=pk)
        try:
            self.call(act, verb, stale, later)
        except (RefusedError, PermissionDenied):
            assert not allowed, (verb, who, plain)
            return
        assert allowed, (verb, who, plain)
        if twice:
            retry = on(self.day, act.actor, operation_id=act.operation_id)
            self.call(retry, verb, stale, later)
        self.note(plain, verb, later)

    def allowed(self, plain: Plain, verb: str, who: str, later: dt.date) -> bool:
        persons, states, _to = BOOK[verb]
        if persons <= HANDLERS and not plain.led:
            return False
        if who not in persons or plain.state not in states:
            return False
        if verb == "urge":
            return plain.urged != self.day
        if verb == "ask_extension":
            return (
                plain.asked is None
                and plain.due is not None
                and self.day < plain.due < later
                and plain.extensions < 2
            )
        if verb == "grant_extension":
            return plain.asked is not None and plain.asked > self.day
        if verb == "deny_extension":
            return plain.asked is not None
        return verb != "suspend" or plain.asked is None

    def call(self, act: Any, verb: str, matter: Matter, later: dt.date) -> None:
        given: dict[str, Any] = {"matter": matter}
        if verb == "assign":
            given |= {"lead_unit": self.desk.lead, "supporting": [self.desk.helper], "due": later}
        elif verb == "verify":
            given |= {"checks": ALL_CHECKS}
        elif verb not in ("sign_for", "close_out", "grant_extension"):
            given |= {"words": "话"}
        if verb in ("ask_extension", "reopen"):
            given |= {"due": later}
        if verb == "suspend":
            given |= {"until": later}
        getattr(services, verb)(act, **given)

    def note(self, plain: Plain, verb: str, later: dt.date) -> None:
        to = BOOK[verb][2]
        if verb == "instruct" and plain.state in ("reported", "verified"):
            verb, to = "continue", "in_hand"
        if verb == "assign":
            plain.due, plain.led, plain.asked = later, True, None
        elif verb == "ask_extension":
            plain.asked = later
        elif verb == "grant_extension":
            plain.due, plain.asked = plain.asked, None
            plain.extensions += 1
        elif verb in ("deny_extension", "refuse", "report_completion", "withdraw"):
            plain.asked = None
        elif verb == "urge":
            plain.urged = self.day
        elif verb == "suspend":
            plain.before = plain.state
        elif verb == "reopen":
            plain.due, plain.extensions, plain.asked = later, 0, None
        plain.steps.append(verb)
        if to == "back":
            plain.state = plain.before
            # The due day moves by what stood still; the calendar's own tests count that.
            plain.due = None
        elif to:
            plain.state = to

    @invariant()
    def the_rows_are_as_the_book_has_them(self) -> None:
        for pk, plain in getattr(self, "book", {}).items():
            matter = Matter.objects.get(pk=pk)
            if plain.due is None and plain.led:
                plain.due = matter.due
            assert matter.state == plain.state
            assert (matter.due, matter.asked_due) == (plain.due, plain.asked)
            assert matter.extensions == plain.extensions
            steps = MatterEvent.objects.filter(matter=matter).values_list("verb", "place")
            assert [verb for verb, _place in steps] == plain.steps
            assert [place for _verb, place in steps] == list(range(1, len(plain.steps) + 1))
            entries = Entry.objects.filter(
                subject_type="matters.matter", subject_id=str(pk), verb__startswith="matter."
            )
            assert entries.count() == len(plain.steps)

    @invariant()
    def lists_show_what_is_open_to_each(self) -> None:
        if not hasattr(self, "desk"):
            return
        listed = {pk for pk, plain in self.book.items() if plain.state in LISTED}
        theirs = {pk for pk in listed if self.book[pk].led}
        for who, wanted in (
            ("office", listed), ("leader", listed), ("reporter", theirs), ("supporter", theirs),
            ("stranger", set()), ("outsider", set()),
        ):  # fmt: skip
            user = getattr(self.desk, who)
            assert {m.pk for m in matters_for(user, Filter(), self.day)} == wanted, who
            assert counts_for(user, self.day).all == len(wanted)


@pytest.mark.django_db
def test_any_order_of_steps_agrees_with_the_book() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        MatterMachine,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            phases=[Phase.explicit, Phase.generate],  # an example of a failure is short anyway
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
