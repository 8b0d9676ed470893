"""One call for many matters: each its own short transaction, each answer told."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from leitai.apps.audit.services import Act
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.models import Matter
from leitai.apps.matters.services.overseeing import assign, urge
from leitai.apps.units.models import Unit


@dataclass(frozen=True)
class Outcome:
    """What became of one matter: done, or why not."""

    matter_id: int
    number: str
    title: str
    done: bool
    reason: str = ""


def each(
    act: Act, matters: Iterable[Matter], name: str, take: Callable[[Act, Matter], Matter]
) -> list[Outcome]:
    """Take a step on every matter under an operation id of its own.

    The ids follow from the call's, so a retry of the call does nothing twice and finishes what
    was left; a matter that refuses changes nothing for the others.
    """
    outcomes = []
    for matter in matters:
        own = Act(
            actor=act.actor,
            at=act.at,
            operation_id=uuid.uuid5(act.operation_id, f"{name} {matter.pk}"),
        )
        reason = ""
        try:
            take(own, matter)
        except (RefusedError, PermissionDenied) as error:
            reason = str(error)
        outcomes.append(Outcome(matter.pk, matter.number, matter.title, not reason, reason))
    return outcomes


def urge_many(act: Act, *, matters: Iterable[Matter], words: str) -> list[Outcome]:
    """Urge many matters with the same words."""
    return each(act, matters, "urge", lambda own, one: urge(own, matter=one, words=words))


def assign_many(
    act: Act,
    *,
    matters: Iterable[Matter],
    lead_unit: Unit,
    supporting: Sequence[Unit] = (),
    responsible_person: str = "",
    due: dt.date | None = None,
    words: str = "",
) -> list[Outcome]:
    """Give many matters to one lead unit; without a day each gets its kind's term."""
    return each(
        act,
        matters,
        "assign",
        lambda own, one: assign(
            own,
            matter=one,
            lead_unit=lead_unit,
            supporting=supporting,
            responsible_person=responsible_person,
            due=due,
            words=words,
        ),
    )
