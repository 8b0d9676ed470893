"""Taking a step: lock, policy, guards, new state, event. Every verb of the room passes here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import life
from leitai.apps.matters.life import TERMINAL, Facts, Given, State
from leitai.apps.matters.models import Matter, MatterEvent, Party
from leitai.apps.matters.policies import ANSWERS_FOR
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services.turning import turn
from leitai.apps.matters.text import write_text
from leitai.apps.matters.wording import refusal_words
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under, unit_roots

#: A change of one of these moves the turning days.
TURNED_BY = frozenset({"due", "progress", "assigned_on"})
#: Words kept on the row for lists.
LATEST = 200


def day_of(act: Act) -> dt.date:
    """Return the day on which an act happens, where the site stands."""
    return timezone.localdate(act.at)


def actor_id(act: Act) -> int | None:
    """Return the number of the acting person; None for a rule or the system."""
    return None if act.actor is None else act.actor.pk


def as_stored(matter: Matter) -> Matter:
    """Return the matter as it is now, its row locked until the transaction ends."""
    return (
        Matter.objects.select_for_update(of=("self",))
        .select_related("area", "lead_unit")
        .get(pk=matter.pk)
    )


def facts_of(matter: Matter, *, evidence_given: bool = False) -> Facts:
    """Read what the guards look at; a query for the parts, one for the parent of a part."""
    open_parts = matter.parts.exclude(state__in=[*TERMINAL, State.DRAFT]).count()
    parent_open = True
    if matter.parent_id is not None:
        # The parent's lock keeps it from closing while a part of it begins again.
        parent = Matter.objects.select_for_update().get(pk=matter.parent_id)
        parent_open = not parent.ended
    return Facts(
        state=State(matter.state),
        resume_to=State(matter.resume_to) if matter.resume_to else None,
        due=matter.due,
        asked_due=matter.asked_due,
        extensions=matter.extensions,
        extension_limit=matter.extension_limit,
        open_parts=open_parts,
        parent_open=parent_open,
        reporter_id=matter.reported_by_id,
        accepted=matter.accepted_on is not None,
        evidence_asked=matter.evidence_asked,
        evidence_given=evidence_given,
        urged_on=matter.urged_on,
        ticket=matter.ticket,
    )


def begin(
    act: Act, matter: Matter, verb: str, *, evidence_given: bool = False, **given: Any
) -> Matter:
    """Lock the matter, ask the policy, then the table of its life.

    Raises:
        PermissionDenied: for who may not.
        RefusedError: with the words of what stands against it.
    """
    step = life.STEPS[verb]
    found = as_stored(matter)
    act.unit_id = found.area_id
    act.require(f"matters.{step.who}", found)
    facts = facts_of(found, evidence_given=evidence_given)
    code = life.refusal(facts, verb, Given(day_of(act), actor_id(act), given))
    if code:
        raise RefusedError(
            refusal_words(
                code,
                state=facts.state,
                extensions=facts.extensions,
                open_parts=facts.open_parts,
            )
        )
    return found


def finish(
    act: Act,
    matter: Matter,
    verb: str,
    *,
    words: str = "",
    rule: str = "",
    detail: Mapping[str, Any] | None = None,
    **changes: Any,
) -> MatterEvent:
    """Write the new state and the changed fields, and add the step to the time line."""
    before = State(matter.state)
    facts = Facts(before, State(matter.resume_to) if matter.resume_to else None)
    after = life.state_after(facts, verb)
    told: dict[str, Any] = dict(detail or {})
    for name, new in changes.items():
        old = getattr(matter, name)
        if old != new and name in ("due", "lead_unit", "progress", "title", "kind"):
            told.setdefault(f"{name}_before", _plain(old))
            told.setdefault(name, _plain(new))
        setattr(matter, name, new)
    matter.state = after
    matter.version += 1
    words = words.strip()
    matter.latest_words, matter.latest_on = words[:LATEST], day_of(act)
    matter.latest_verb = verb
    if TURNED_BY & changes.keys():
        turn(matter, rules_for(matter.area_id))
    matter.save()
    return add_event(act, matter, verb, words=words, rule=rule, detail=told)


def add_event(
    act: Act,
    matter: Matter,
    verb: str,
    *,
    words: str = "",
    rule: str = "",
    detail: Mapping[str, Any] | None = None,
) -> MatterEvent:
    """Add a step to the time line, and what it was to the audit entry."""
    event = MatterEvent.objects.create(
        matter=matter,
        place=matter.version,
        at=act.at,
        actor=act.actor,
        rule=rule,
        unit=unit_acting(act, matter, verb),
        verb=verb,
        words=words[:2000],
        state=matter.state,
        detail=dict(detail or {}),
    )
    write_text(matter)
    act.note(
        **{
            **dict(detail or {}),
            "number": matter.number,
            "title": matter.title,
            "state": matter.state,
            "words": words[:500],
            **({"rule": rule} if rule else {}),
        }
    )
    return event


def unit_acting(act: Act, matter: Matter, verb: str) -> Unit | None:
    """Return the party for which the person acts, where the step is one of a party's."""
    step = life.STEPS.get(verb)
    if act.actor is None or step is None:
        return None
    if step.who not in (life.Party.LEAD, life.Party.HANDLERS):
        return None
    roots = unit_roots(act.actor, *ANSWERS_FOR)
    parties = Party.objects.filter(matter=matter).select_related("unit").order_by("part", "id")
    return next((party.unit for party in parties if is_under(party.unit_id, roots)), None)


def within_area(matter_area: Unit, *units: Unit | None) -> None:
    """Refuse units that are not of the area.

    Raises:
        RefusedError: naming the unit.
    """
    for unit in units:
        if unit is not None and not is_under(unit.pk, {matter_area.pk}):
            raise RefusedError(
                _("%(unit)s is not a unit of %(area)s.") % {"unit": unit, "area": matter_area}
            )


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Unit) else value
