"""Registering in one go: the matter, its parts, and at once the unit that gets it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from leitai.apps.audit.services import Act
from leitai.apps.matters.models import Matter
from leitai.apps.matters.services.overseeing import assign
from leitai.apps.matters.services.registering import register_draft, register_matter
from leitai.apps.units.models import Unit


@dataclass(frozen=True)
class Assignment:
    """To whom a matter goes; without a day, the term of its kind counts."""

    lead_unit: Unit
    supporting: Sequence[Unit] = ()
    responsible_person: str = ""
    due: dt.date | None = None
    words: str = ""


def derived(act: Act, step: str) -> Act:
    """Return the act of a further step: its operation id follows from the first one's."""
    return Act(actor=act.actor, at=act.at, operation_id=uuid.uuid5(act.operation_id, step))


def open_matter(
    act: Act,
    *,
    assignment: Assignment | None = None,
    parts: Sequence[str] = (),
    draft: Matter | None = None,
    **registered: Any,
) -> Matter:
    """Register a matter (or a draft), with parts by their titles, and assign all of them.

    Parts are of the same kind and source. All of it happens or none; sent again under the same
    operation id, nothing happens twice.

    Raises:
        RefusedError: as :func:`register_matter` and :func:`assign`.
    """
    with transaction.atomic():
        if draft is not None:
            matter = register_draft(act, matter=draft)
        else:
            matter = register_matter(act, **registered)
        opened = [matter]
        for place, title in enumerate(parts, start=1):
            opened.append(
                register_matter(
                    derived(act, f"part {place}"),
                    **{**registered, "title": title, "parent": matter, "measure": None},
                )
            )
        if assignment is not None:
            for one in opened:
                assign(
                    derived(act, f"assign {one.pk}"),
                    matter=one,
                    lead_unit=assignment.lead_unit,
                    supporting=assignment.supporting,
                    responsible_person=assignment.responsible_person,
                    due=assignment.due,
                    words=assignment.words,
                )
    return matter
