"""What office and leaders do while a matter runs: assign, transfer, urge, raise, extend, stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.life import ANSWERED
from leitai.apps.matters.models import Matter, Party
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services.steps import as_stored, begin, day_of, finish, within_area
from leitai.apps.periods.deadlines import due_day
from leitai.apps.units.models import Unit

Part = Party.Part


@verb("matter.assign")
def assign(
    act: Act,
    *,
    matter: Matter,
    lead_unit: Unit,
    supporting: Sequence[Unit] = (),
    responsible_person: str = "",
    due: dt.date | None = None,
    words: str = "",
) -> Matter:
    """Give a matter to a lead unit and supporting ones; without a day, its kind's term counts.

    Raises:
        RefusedError: when it is not to be assigned now, a unit is not of the area, the day has
            passed, or neither a day is given nor has the kind a term.
    """
    due = due or default_due(matter, day_of(act))
    found = begin(act, matter, "assign", lead_unit=lead_unit, due=due)
    within_area(found.area, lead_unit, *supporting)
    assert due is not None
    _give(act, found, "assign", lead_unit, supporting, responsible_person, due, words)
    return found


@verb("matter.transfer")
def transfer(
    act: Act,
    *,
    matter: Matter,
    lead_unit: Unit,
    supporting: Sequence[Unit] | None = None,
    responsible_person: str = "",
    due: dt.date | None = None,
    words: str,
) -> Matter:
    """Take a matter to another lead unit, with the reason; the due day stays unless given.

    ``supporting`` None keeps the supporting units.

    Raises:
        RefusedError: as :func:`assign`, or when the unit leads it already.
    """
    found = begin(act, matter, "transfer", lead_unit=lead_unit, due=due, words=words)
    if found.lead_unit_id == lead_unit.pk:
        raise RefusedError(_("%(unit)s leads this matter already.") % {"unit": lead_unit})
    if supporting is None:
        kept = found.parties.filter(part=Part.SUPPORTING).select_related("unit")
        supporting = [party.unit for party in kept if party.unit_id != lead_unit.pk]
    within_area(found.area, lead_unit, *supporting)
    new_due = due or found.due
    assert new_due is not None
    _give(act, found, "transfer", lead_unit, supporting, responsible_person, new_due, words)
    return found


def default_due(matter: Matter, start: dt.date) -> dt.date | None:
    """Return the due day by the term of the matter's kind, assigned on ``start``."""
    rules = rules_for(matter.area_id)
    kind = rules.kinds.kind(matter.kind)
    return due_day(kind.deadline, start, rules.calendar) if kind is not None else None


def _give(
    act: Act,
    matter: Matter,
    verb: str,
    lead_unit: Unit,
    supporting: Sequence[Unit],
    responsible_person: str,
    due: dt.date,
    words: str,
) -> None:
    others = [unit for unit in dict.fromkeys(supporting) if unit.pk != lead_unit.pk]
    matter.parties.all().delete()
    Party.objects.bulk_create(
        [
            Party(matter=matter, unit=lead_unit, part=Part.LEAD),
            *(Party(matter=matter, unit=unit, part=Part.SUPPORTING) for unit in others),
        ]
    )
    changed = due != matter.due
    first: dict[str, Any] = (
        {"assigned_on": day_of(act)} if verb == "assign" or matter.assigned_on is None else {}
    )
    finish(
        act,
        matter,
        verb,
        words=words,
        detail={
            "lead_unit": str(lead_unit),
            "lead_unit_id": lead_unit.pk,
            "supporting": [str(unit) for unit in others],
            "due": due.isoformat(),
            "rules": rules_for(matter.area_id).label("kinds"),
        },
        lead_unit=lead_unit,
        responsible_person=" ".join(responsible_person.split())[:40],
        assigned_by=act.actor,
        due=due,
        first_due=due if changed or matter.first_due is None else matter.first_due,
        asked_due=None,
        **first,
    )


@verb("matter.urge")
def urge(act: Act, *, matter: Matter, words: str, rule: str = "") -> Matter:
    """Press the lead unit (催办), once a day at most.

    Raises:
        RefusedError: when nobody has it, without words, or when it was urged today already.
    """
    found = begin(act, matter, "urge", words=words)
    finish(
        act, found, "urge", words=words, rule=rule, detail={"count": found.urges + 1},
        urges=found.urges + 1, urged_on=day_of(act),
    )  # fmt: skip
    return found


@verb("matter.instruct")
def instruct(act: Act, *, matter: Matter, words: str) -> Matter:
    """Write a leader's word on a matter (批示); one that was reported goes on because of it.

    Raises:
        RefusedError: without words, or when the matter is at an end.
    """
    name = "continue" if as_stored(matter).state in ANSWERED else "instruct"
    found = begin(act, matter, name, words=words)
    cleared: dict[str, Any] = (
        {"reported_on": None, "accepted_on": None, "returns": found.returns + 1}
        if name == "continue"
        else {}
    )
    finish(act, found, name, words=words, **cleared)
    return found


@verb("matter.grant_extension")
def grant_extension(
    act: Act, *, matter: Matter, due: dt.date | None = None, words: str = ""
) -> Matter:
    """Grant what was asked, or another exact day.

    Raises:
        RefusedError: when nothing is asked, or the day is not after the due day and today.
    """
    seen = due or as_stored(matter).asked_due
    found = begin(act, matter, "grant_extension", due=seen)
    assert seen is not None
    finish(
        act, found, "grant_extension", words=words,
        detail={"asked": found.asked_due.isoformat() if found.asked_due else None},
        due=seen, asked_due=None, extensions=found.extensions + 1,
    )  # fmt: skip
    return found


@verb("matter.deny_extension")
def deny_extension(act: Act, *, matter: Matter, words: str) -> Matter:
    """Deny what was asked, with the reason; the due day stays.

    Raises:
        RefusedError: when nothing is asked, or without a reason.
    """
    found = begin(act, matter, "deny_extension", words=words)
    asked = found.asked_due.isoformat() if found.asked_due else None
    finish(act, found, "deny_extension", words=words, detail={"asked": asked}, asked_due=None)
    return found


@verb("matter.suspend")
def suspend(act: Act, *, matter: Matter, until: dt.date, words: str) -> Matter:
    """Let the term stand still until a day, with approval and reason.

    Raises:
        RefusedError: without a day after today or a reason, or while an extension is asked for.
    """
    found = begin(act, matter, "suspend", until=until, words=words)
    finish(
        act, found, "suspend", words=words, detail={"until": until.isoformat()},
        resume_to=found.state, suspended_on=day_of(act), suspended_until=until,
    )  # fmt: skip
    return found


@verb("matter.resume")
def resume(act: Act, *, matter: Matter, words: str, rule: str = "") -> Matter:
    """Let the term run again; the due day moves by the working days that it stood still.

    Raises:
        RefusedError: when it is not suspended, or without words.
    """
    found = begin(act, matter, "resume", words=words)
    due = found.due
    if found.due is not None and found.suspended_on is not None:
        calendar = rules_for(found.area_id).calendar
        stood = calendar.working_days_between(found.suspended_on, day_of(act))
        if stood > 0:
            due = calendar.add_working_days(found.due, stood)
    finish(
        act, found, "resume", words=words, rule=rule,
        suspended_on=None, suspended_until=None, resume_to="", due=due,
    )  # fmt: skip
    return found


@verb("matter.remind_suspended")
def remind_suspended(act: Act, *, matter: Matter, words: str) -> Matter:
    """Remind that a suspension ends; what the daily rule does, nobody else."""
    found = begin(act, matter, "rule_reminds", words=words)
    finish(act, found, "rule_reminds", words=words, rule="suspension_ends")
    return found


@verb("matter.want_report")
def want_report(act: Act, *, matter: Matter, words: str, rule: str = "") -> Matter:
    """Tell the lead unit that what the matter came from is gone, so that it may report.

    Raises:
        RefusedError: when it was reported already or is at an end.
    """
    found = begin(act, matter, "want_report", words=words)
    finish(act, found, "want_report", words=words, rule=rule, report_wanted_on=day_of(act))
    return found
