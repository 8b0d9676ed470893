"""What a leader asks in the morning: what changed since the last working day, what was decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import MatterEvent
from leitai.apps.matters.selectors.lists import light_expression
from leitai.apps.matters.selectors.sight import seen_by
from leitai.apps.matters.wording import VERBS
from leitai.apps.periods.calendar import ONE_DAY, Calendar

#: Steps by which somebody decides; the others answer, or follow a rule.
DECIDING = (
    "instruct", "continue", "escalate", "grant_extension", "deny_extension", "return_for_rework",
    "close_out", "reopen", "suspend", "withdraw", "merge",
)  # fmt: skip


@dataclass(frozen=True)
class Decided:
    """A decision: which matter, what, by whom, in what words, when."""

    matter_id: int
    title: str
    verb: str
    name: str
    by: str
    words: str
    at: dt.datetime


@dataclass(frozen=True)
class Since:
    """What happened from the start of a day on: the counts, and the latest decisions."""

    day: dt.date
    turned_red: int
    closed: int
    decided: tuple[Decided, ...]


def last_working_day(calendar: Calendar, today: dt.date) -> dt.date:
    """Return the working day before a day."""
    day = today - ONE_DAY
    while not calendar.is_working_day(day):
        day -= ONE_DAY
    return day


def changes_since(user: Any, start: dt.date, today: dt.date, most: int) -> Since:
    """Return what changed among the matters that a person may see; three queries."""
    seen = seen_by(user)
    red = seen.open().alias(light=light_expression(today)).filter(light=str(Light.RED))
    morning = timezone.make_aware(dt.datetime.combine(start, dt.time()))
    events = (
        MatterEvent.objects.filter(
            verb__in=DECIDING, at__gte=morning, actor__isnull=False, matter__in=seen
        )
        .select_related("matter", "actor")
        .order_by("-at", "-pk")[:most]
    )
    return Since(
        start,
        red.filter(red_from__gte=start).count(),
        seen.filter(closed_on__gte=start).count(),
        tuple(
            Decided(
                event.matter_id, event.matter.title, event.verb, str(VERBS[event.verb]),
                str(event.actor), event.words, timezone.localtime(event.at),
            )
            for event in events
        ),
    )  # fmt: skip
