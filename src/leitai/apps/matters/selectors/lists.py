"""Lists of matters: rows with their lights, filters, and the counts beside a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from leitai.apps.language import named
from leitai.apps.matters.life import OPEN, State
from leitai.apps.matters.lights import SEVERITY, Light, Term, Turns, light_on, time_progress
from leitai.apps.matters.models import Matter, Party
from leitai.apps.matters.policies import ANSWERS_FOR
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.rules import AreaRules, rules_for
from leitai.apps.matters.selectors.sight import seen_by
from leitai.apps.matters.text import INDEX
from leitai.apps.units.models import Ancestry
from leitai.apps.units.selectors import unit_roots

#: States in which the supervision office has the next word.
OFFICE_NEXT = (State.REGISTERED, State.REFUSED, State.REPORTED, State.VERIFIED)
#: States in which the lead unit has it.
LEAD_NEXT = (State.ASSIGNED, State.IN_HAND)


@dataclass(frozen=True)
class MatterRow:
    """A matter in a list, judged on a day.

    Attributes:
        days: working days left until the due day, negative when it has passed; None without one.
            A reported matter is judged by the day of its report.
        provisional: the count touches a year whose holidays are not announced.
        expected: progress that time asks for, percent.
        waits_for: ``office``, ``lead`` or nobody: who has the next word.
    """

    id: int
    number: str
    title: str
    area_id: int
    area: str
    state: str
    kind: str
    kind_name: str
    source_kind: str
    source_name: str
    lead_unit_id: int | None
    lead_unit: str
    responsible_person: str
    light: str
    due: dt.date | None
    days: int | None
    overdue: bool
    provisional: bool
    progress: int
    expected: int | None
    measure_name: str
    measure_unit: str
    measure_done: float | None
    measure_total: float | None
    ticket_level: str
    returns: int
    urges: int
    asked_due: dt.date | None
    reported_on: dt.date | None
    closed_on: dt.date | None
    suspended_until: dt.date | None
    report_wanted_on: dt.date | None
    latest_verb: str
    latest_words: str
    latest_on: dt.date | None
    waits_for: str
    version: int


def judged(day: dt.date) -> Coalesce:
    """The day by which the database judges a row: of its completion report, or the day given."""
    return Coalesce(F("reported_on"), Value(day), output_field=DateField())


def light_expression(day: dt.date) -> Case:
    """The light of a row on a day, for the database; what :func:`row_light` says in Python."""
    return Case(
        When(state=State.SUSPENDED, then=Value(str(Light.GREY))),
        *(
            When(Q(**{f"{light}_from__lte": judged(day)}), then=Value(str(light)))
            for light in SEVERITY
        ),
        default=Value(str(Light.GREEN)),
        output_field=CharField(),
    )


def turns_on_row(matter: Matter) -> Turns:
    """Return the turning days that the row keeps."""
    return Turns(
        matter.blue_from, matter.yellow_from, matter.orange_from, matter.red_from,
        matter.overdue_from,
    )  # fmt: skip


def row_light(matter: Matter, day: dt.date) -> Light:
    """Return the light of a row on a day."""
    return light_on(
        turns_on_row(matter),
        matter.judged_day(day),
        suspended=matter.state == State.SUSPENDED,
    )


def overdue_on(day: dt.date) -> Q:
    """The condition of being overdue on a day: the term runs, and its day has passed."""
    return Q(state__in=OPEN - {State.SUSPENDED}, overdue_from__lte=judged(day))


def waiting_for(user: Any, day: dt.date) -> Q:
    """The condition of waiting for a person on a day: their next word, or the office's to press.

    What is overdue waits for the unit that answers and for the office, which urges.
    """
    office = unit_roots(user, "supervision_office")
    own = unit_roots(user, *ANSWERS_FOR)
    waits = Q(pk__in=())
    if office:
        next_word = Q(state__in=OFFICE_NEXT) | Q(state__in=LEAD_NEXT, asked_due__isnull=False)
        waits |= (next_word | overdue_on(day)) & Q(area_id__in=_below(office))
    if own:
        waits |= Q(state__in=LEAD_NEXT) & Q(lead_unit_id__in=_below(own))
    return waits


def _below(roots: frozenset[int]) -> QuerySet[Ancestry, int]:
    return Ancestry.objects.filter(ancestor_id__in=roots).values_list("descendant_id", flat=True)


def matters_for(
    user: Any, wanted: Filter, day: dt.date, *, everything: bool = False
) -> QuerySet[Matter]:
    """Return the matters that a person may see and asks for, the most pressing day first.

    ``everything`` takes those at an end in, whatever the filter says.
    """
    rows = seen_by(user)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    elif not (wanted.ended or everything):
        rows = rows.filter(state__in=OPEN)
    plain = {
        "area_id": wanted.area, "kind": wanted.kind, "source_kind": wanted.source_kind,
        "lead_unit_id": wanted.lead, "parent_id": wanted.parent,
        "ticket_level": wanted.ticket_level, "due__gte": wanted.due_from,
        "due__lte": wanted.due_to, "registered_on__gte": wanted.registered_from,
        "registered_on__lte": wanted.registered_to, "closed_on__gte": wanted.closed_from,
        "closed_on__lte": wanted.closed_to,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in plain.items() if value not in (None, "")})
    if wanted.unit is not None:
        on = Party.objects.filter(unit_id=wanted.unit).values("matter_id")
        rows = rows.filter(pk__in=on)
    if wanted.returned:
        rows = rows.filter(returns__gt=0)
    if wanted.overdue:
        rows = rows.filter(overdue_on(day))
    if wanted.light:
        rows = rows.alias(light=light_expression(day)).filter(light=wanted.light)
    if wanted.waiting:
        rows = rows.filter(waiting_for(user, day))
    if wanted.assigned_by_me:
        rows = rows.filter(assigned_by=user)
    found = INDEX.found(wanted.text)
    if found is not None:
        rows = rows.filter(pk__in=found)
    return rows.select_related("area", "lead_unit").order_by(F("due").asc(nulls_last=True), "pk")


def rows_of(matters: Sequence[Matter], day: dt.date) -> list[MatterRow]:
    """Return rows judged on a day; the rules are read once for each area among them."""
    rules = {area: rules_for(area) for area in {matter.area_id for matter in matters}}
    return [row_of(matter, rules[matter.area_id], day) for matter in matters]


def row_of(matter: Matter, rules: AreaRules, day: dt.date) -> MatterRow:
    """Return one row judged on a day."""
    on = matter.judged_day(day)
    kind = rules.kinds.kind(matter.kind)
    start = matter.assigned_on or matter.registered_on
    days = expected = None
    if matter.due is not None:
        days = rules.calendar.working_days_between(on, matter.due)
        if start is not None:
            term = Term(start, matter.due)
            expected = round(time_progress(term, on, rules.calendar))
    return MatterRow(
        id=matter.pk,
        number=matter.number,
        title=matter.title,
        area_id=matter.area_id,
        area=named(matter.area),
        state=matter.state,
        kind=matter.kind,
        kind_name=named(kind) if kind is not None else matter.kind,
        source_kind=matter.source_kind,
        source_name=matter.source_name,
        lead_unit_id=matter.lead_unit_id,
        lead_unit=named(matter.lead_unit) if matter.lead_unit is not None else "",
        responsible_person=matter.responsible_person,
        light=str(row_light(matter, day)),
        due=matter.due,
        days=days,
        overdue=_overdue(matter, on),
        provisional=matter.due is not None and rules.calendar.provisional(on, matter.due),
        progress=matter.progress,
        expected=expected,
        measure_name=matter.measure_name,
        measure_unit=matter.measure_unit,
        measure_done=matter.measure_done,
        measure_total=matter.measure_total,
        ticket_level=matter.ticket_level,
        returns=matter.returns,
        urges=matter.urges,
        asked_due=matter.asked_due,
        reported_on=matter.reported_on,
        closed_on=matter.closed_on,
        suspended_until=matter.suspended_until,
        report_wanted_on=matter.report_wanted_on,
        latest_verb=matter.latest_verb,
        latest_words=matter.latest_words,
        latest_on=matter.latest_on,
        waits_for=waits_for(matter),
        version=matter.version,
    )


def _overdue(matter: Matter, on: dt.date) -> bool:
    return (
        matter.is_open
        and matter.state != State.SUSPENDED
        and matter.overdue_from is not None
        and matter.overdue_from <= on
    )


def waits_for(matter: Matter) -> str:
    """Return who has the next word: ``office``, ``lead`` or nobody."""
    if matter.state in OFFICE_NEXT:
        return "office"
    if matter.state in LEAD_NEXT:
        return "office" if matter.asked_due is not None else "lead"
    return ""


@dataclass(frozen=True)
class Counts:
    """The figures beside a list of open matters: by light, and what the tabs count."""

    lights: dict[str, int]
    all: int
    overdue: int
    waiting: int
    assigned_by_me: int
    returned: int


def counts_for(user: Any, day: dt.date, area: int | None = None) -> Counts:
    """Count the open matters that a person may see, in two queries."""
    rows = seen_by(user).open()
    if area is not None:
        rows = rows.filter(area_id=area)
    found = dict(
        rows.annotate(light=light_expression(day))
        .order_by()
        .values("light")
        .annotate(n=Count("pk"))
        .values_list("light", "n")
    )
    tabs = rows.order_by().aggregate(
        all=Count("pk"),
        overdue=Count("pk", filter=overdue_on(day)),
        waiting=Count("pk", filter=waiting_for(user, day)),
        assigned_by_me=Count("pk", filter=Q(assigned_by=user)),
        returned=Count("pk", filter=Q(returns__gt=0)),
    )
    return Counts({str(light): found.get(str(light), 0) for light in Light}, **tabs)
