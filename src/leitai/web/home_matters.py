"""What the first pages show of matters: the office's week, a leader's red ones, a unit's debts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.desk import DeskCounts, desk_counts, wide
from leitai.apps.matters.selectors.lists import (
    MatterRow,
    light_expression,
    overdue_on,
    rows_of,
    waiting_for,
)
from leitai.apps.matters.selectors.morning import Since, changes_since, last_working_day
from leitai.apps.matters.selectors.rules import rules_for, rules_kept
from leitai.apps.matters.selectors.sight import seen_by
from leitai.web.context import home_area
from leitai.web.matter_query import scopes_of
from leitai.web.sentences import Segment
from leitai.web.sentences.matters import desk_sentence

#: Rows of a panel; the whole list has a page of its own.
SHOWN = 6
#: Days within which a leader sees what falls due.
SOON = 7
LEADERS = ("principal_leader", "leader_in_charge")


@dataclass(frozen=True)
class Panel:
    """A panel of a first page: which list it is, its size, its first rows, and the whole list."""

    kind: str
    count: int
    rows: tuple[MatterRow, ...]
    url: str


@dataclass(frozen=True)
class HomeMatters:
    """What a first page shows of matters; ``waiting`` counts what the reader's desk holds."""

    panels: tuple[Panel, ...]
    sentence: tuple[Segment, ...]
    may_urge: bool
    since: Since | None = None
    waiting: int = 0


def home_matters(user: Any, role: str, day: dt.date) -> HomeMatters | None:
    """Return what a role's first page shows of matters; None for a role that handles none.

    A query for the counts, one for each panel, and the rules of the area once.
    """
    if role == "supervision_office":
        kinds: Sequence[str] = ("overdue", "week", "returned")
    elif role in LEADERS:
        kinds = ("red", "soon")
    elif role in ("reporting_unit", "approver"):
        kinds = ("mine",)
    else:
        return None
    counts = desk_counts(user, day)
    if not counts.all:
        return HomeMatters((), (), False, waiting=counts.desk)
    with rules_kept():
        found = [_panel(user, kind, counts, day) for kind in kinds]
        panels = tuple(one for one in found if one.count or one.kind == "red")
        since = _since(user, day) if role in LEADERS else None
    sentence = desk_sentence(counts, scopes_of(user))
    return HomeMatters(panels, sentence, role == "supervision_office", since, counts.desk)


def _since(user: Any, day: dt.date) -> Since | None:
    """Return what changed since the last working day of the area."""
    area = home_area(user)
    if area is None:
        return None
    start = last_working_day(rules_for(area.pk).calendar, day)
    return changes_since(user, start, day, SHOWN)


def _count(kind: str, counts: DeskCounts) -> int | None:
    """Return how long a panel's list is where the desk has counted it."""
    return {
        "overdue": counts.overdue,
        "week": counts.due_this_week,
        "returned": counts.returned,
        "red": counts.lights[str(Light.RED)],
        "mine": counts.desk,
    }.get(kind)


def _panel(user: Any, kind: str, counts: DeskCounts, day: dt.date) -> Panel:
    first, last = counts.week
    ahead = day + dt.timedelta(days=SOON)
    rows = seen_by(user).open().alias(light=light_expression(day))
    which, query = {
        "overdue": (overdue_on(day), "scope=all&overdue=1"),
        "week": (Q(due__range=(first, last)), f"scope=all&due_from={first}&due_to={last}"),
        "soon": (Q(due__range=(day, ahead)), f"scope=all&due_from={day}&due_to={ahead}"),
        "returned": (Q(returns__gt=0), "scope=all&returned=1"),
        "red": (Q(light=str(Light.RED)), "scope=all&light=red"),
        "mine": (waiting_for(user, day), "scope=waiting"),
    }[kind]
    size = _count(kind, counts)
    if size is None:
        size = rows.filter(which).count()
    found = _first(rows.filter(which)) if size else []
    url = f"{reverse('matters')}?{query}"
    return Panel(kind, size, tuple(rows_of(found, day)), url)


def _first(rows: QuerySet[Matter]) -> list[Matter]:
    return wide(rows.order_by(F("due").asc(nulls_last=True), "pk")[:SHOWN])
