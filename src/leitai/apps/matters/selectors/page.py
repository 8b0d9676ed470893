"""One matter with everything on its page: facts, time line, parts, and what may be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from leitai.apps.language import named
from leitai.apps.matters import life
from leitai.apps.matters.life import Facts, State
from leitai.apps.matters.lights import Turns
from leitai.apps.matters.models import Evidence, Matter, MatterEvent, Party
from leitai.apps.matters.selectors.lists import MatterRow, row_of, rows_of, turns_on_row
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.selectors.sight import seen_by
from leitai.apps.matters.wording import VERBS, refusal_words


@dataclass(frozen=True)
class FileRow:
    """A file of a step."""

    id: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class EventRow:
    """A step in the time line; ``by`` is the person, or empty with the name of a rule."""

    place: int
    at: dt.datetime
    verb: str
    name: str
    by: str
    rule: str
    unit: str
    words: str
    state: str
    detail: dict[str, Any]
    files: tuple[FileRow, ...] = ()


@dataclass(frozen=True)
class Action:
    """A verb open to the reader; ``why`` says what stands against it now, empty when nothing."""

    verb: str
    name: str
    why: str


@dataclass(frozen=True)
class MatterPage:
    """A matter as its page shows it.

    Attributes:
        term: working days from assignment to due day.
        turns: the turning days of its light.
        checks: code and name of what is asked before the report is accepted.
        tickets: level and name of the ladder, lowest first.
    """

    row: MatterRow
    source_words: str
    source_room: str
    source_key: str
    registered_by: str
    registered_on: dt.date | None
    assigned_by: str
    assigned_on: dt.date | None
    first_due: dt.date | None
    term: int | None
    turns: Turns
    supporting: tuple[tuple[int, str], ...]
    contact: str
    extensions: int
    extension_limit: int
    evidence_asked: bool
    reported_by: str
    accepted_on: dt.date | None
    rechecked_on: dt.date | None
    parent: MatterRow | None
    merged_into: MatterRow | None
    parts: tuple[MatterRow, ...]
    events: tuple[EventRow, ...]
    actions: tuple[Action, ...]
    checks: tuple[tuple[str, str], ...] = ()
    tickets: tuple[tuple[str, str], ...] = field(default=())


def matter_for(user: Any, pk: int) -> Matter | None:
    """Return a matter that the person may see, or None."""
    return (
        seen_by(user)
        .select_related(
            "area", "lead_unit", "registered_by", "assigned_by", "contact", "reported_by"
        )
        .filter(pk=pk)
        .first()
    )


def page_of(user: Any, matter: Matter, day: dt.date) -> MatterPage:
    """Return the page of a matter for a person; relatives that they may not see are left out."""
    rules = rules_for(matter.area_id)
    seen = seen_by(user).select_related("area", "lead_unit")
    relatives = [pk for pk in (matter.parent_id, matter.merged_into_id) if pk is not None]
    near = {one.pk: one for one in seen.filter(pk__in=relatives)}
    parts = list(seen.filter(parent=matter).order_by("due", "pk"))
    supporting = matter.parties.filter(part=Party.Part.SUPPORTING).select_related("unit")
    term = None
    if matter.due is not None and matter.assigned_on is not None:
        term = rules.calendar.working_days_between(matter.assigned_on, matter.due)

    def relative(pk: int | None) -> MatterRow | None:
        return row_of(near[pk], rules, day) if pk in near else None

    return MatterPage(
        row=row_of(matter, rules, day),
        source_words=matter.source_words,
        source_room=matter.source_room,
        source_key=matter.source_key,
        registered_by=_name(matter.registered_by),
        registered_on=matter.registered_on,
        assigned_by=_name(matter.assigned_by),
        assigned_on=matter.assigned_on,
        first_due=matter.first_due,
        term=term,
        turns=turns_on_row(matter),
        supporting=tuple((party.unit_id, named(party.unit)) for party in supporting),
        contact=_name(matter.contact),
        extensions=matter.extensions,
        extension_limit=matter.extension_limit,
        evidence_asked=matter.evidence_asked,
        reported_by=_name(matter.reported_by),
        accepted_on=matter.accepted_on,
        rechecked_on=matter.rechecked_on,
        parent=relative(matter.parent_id),
        merged_into=relative(matter.merged_into_id),
        parts=tuple(rows_of(parts, day)),
        events=time_line(matter),
        actions=actions_of(user, matter, day),
        checks=tuple((one.code, named(one)) for one in rules.kinds.checks),
        tickets=tuple((str(one.level), named(one)) for one in rules.ladder.levels),
    )


#: What of a page is not told to programs as it stands.
_TOLD_OTHERWISE = frozenset({"row", "turns", "supporting", "parent", "merged_into", "parts"})


def page_values(page: MatterPage) -> dict[str, Any]:
    """Return a page as plain values: what the API and the command line answer with."""
    own = {name: value for name, value in vars(page).items() if name not in _TOLD_OTHERWISE}
    return {
        **vars(page.row),
        **own,
        "supporting": [{"id": pk, "name": name} for pk, name in page.supporting],
        "parent_id": page.parent.id if page.parent else None,
        "merged_into_id": page.merged_into.id if page.merged_into else None,
        "parts": [vars(part) for part in page.parts],
        "events": [
            {**vars(event), "files": [vars(file) for file in event.files]} for event in page.events
        ],
        "actions": [vars(action) for action in page.actions],
    }


def _name(person: Any) -> str:
    return str(person) if person is not None else ""


def time_line(matter: Matter) -> tuple[EventRow, ...]:
    """Return the steps of a matter, first to last, with their files; two queries."""
    files: dict[int, list[FileRow]] = {}
    for one in Evidence.objects.filter(event__matter=matter):
        files.setdefault(one.event_id, []).append(FileRow(one.pk, one.name, one.size, one.sha256))
    events = (
        MatterEvent.objects.filter(matter=matter).select_related("actor", "unit").order_by("place")
    )
    return tuple(
        EventRow(
            event.place,
            event.at,
            event.verb,
            str(VERBS.get(event.verb, event.verb)),
            _name(event.actor),
            event.rule,
            named(event.unit) if event.unit is not None else "",
            event.words,
            event.state,
            event.detail,
            tuple(files.get(event.pk, ())),
        )
        for event in events
    )


def facts_seen(matter: Matter) -> Facts:
    """Read what the guards look at, without any lock: for showing, not for deciding."""
    parent_open = matter.parent_id is None or not matter.parent.ended  # type: ignore[union-attr]
    return Facts(
        state=State(matter.state),
        due=matter.due,
        asked_due=matter.asked_due,
        extensions=matter.extensions,
        extension_limit=matter.extension_limit,
        open_parts=matter.parts.exclude(state__in=[*life.TERMINAL, State.DRAFT]).count(),
        parent_open=parent_open,
        reporter_id=matter.reported_by_id,
        accepted=matter.accepted_on is not None,
        evidence_asked=matter.evidence_asked,
        evidence_given=True,
        urged_on=matter.urged_on,
        ticket=matter.ticket,
    )


def actions_of(user: Any, matter: Matter, day: dt.date) -> tuple[Action, ...]:
    """Return what a person may do; closing out stays in sight while blocked, and says why."""
    facts = facts_seen(matter)
    held: dict[str, bool] = {}
    found = []
    verbs = life.open_verbs(facts.state)
    if facts.state in life.OPEN and "close_out" not in verbs:
        verbs = (*verbs, "close_out")
    for verb in verbs:
        party = life.STEPS[verb].who
        if party not in held:
            held[party] = user.has_perm(f"matters.{party}", matter)
        if not held[party]:
            continue
        if verb == "close_out" and facts.state != State.VERIFIED:
            code = "no_accepted_report"
        else:
            code = life.blocked(facts, verb, day, user.pk)
        why = (
            refusal_words(
                code,
                state=facts.state,
                extensions=facts.extensions,
                open_parts=facts.open_parts,
            )
            if code
            else ""
        )
        found.append(Action(verb, str(VERBS[verb]), why))
    return tuple(found)
