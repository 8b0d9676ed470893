"""The desk: open matters in the order in which they want a hand, and the counts beside them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from leitai.apps.matters.life import OPEN, State
from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import Matter
from leitai.apps.matters.policies import ANSWERS_FOR
from leitai.apps.matters.selectors.lists import (
    LEAD_NEXT,
    judged,
    light_expression,
    overdue_on,
    waiting_for,
)
from leitai.apps.matters.selectors.sight import seen_by
from leitai.apps.units.models import Ancestry
from leitai.apps.units.selectors import unit_roots


class Pile(IntEnum):
    """Where a matter lies on a person's desk; what waits for them lies on top."""

    VERIFY = 1
    EXTENSION = 2
    CLOSE = 3
    ASSIGN = 4
    SIGN = 5
    REDO = 6
    OVERDUE = 7
    BEHIND = 8
    NEAR = 9
    ON_TRACK = 10
    ANSWERED = 11
    PAUSED = 12


def _below(roots: frozenset[int]) -> QuerySet[Ancestry, int]:
    return Ancestry.objects.filter(ancestor_id__in=roots).values_list("descendant_id", flat=True)


def pile_expression(user: Any, day: dt.date) -> Case:
    """Return the pile of an open row for a person.

    States stand before units in each condition: most rows are told apart by them alone.
    """
    whens: list[When] = []
    office = unit_roots(user, "supervision_office")
    if office:
        here = Q(area_id__in=_below(office))
        whens += [
            When(Q(state=State.REPORTED) & here, then=Pile.VERIFY),
            When(Q(asked_due__isnull=False, state__in=LEAD_NEXT) & here, then=Pile.EXTENSION),
            When(Q(state=State.VERIFIED) & here, then=Pile.CLOSE),
            When(Q(state__in=(State.REGISTERED, State.REFUSED)) & here, then=Pile.ASSIGN),
        ]
    own = unit_roots(user, *ANSWERS_FOR)
    if own:
        mine = Q(lead_unit_id__in=_below(own))
        whens += [
            When(Q(state=State.ASSIGNED) & mine, then=Pile.SIGN),
            When(Q(state=State.IN_HAND, returns__gt=0) & mine, then=Pile.REDO),
        ]
    on = judged(day)
    behind = Q(red_from__lte=on) | Q(orange_from__lte=on) | Q(yellow_from__lte=on)
    whens += [
        When(state=State.SUSPENDED, then=Pile.PAUSED),
        When(state__in=(State.REPORTED, State.VERIFIED), then=Pile.ANSWERED),
        When(overdue_on(day), then=Pile.OVERDUE),
        When(behind, then=Pile.BEHIND),
        When(blue_from__lte=on, then=Pile.NEAR),
    ]
    return Case(*whens, default=Value(int(Pile.ON_TRACK)), output_field=IntegerField())


def in_piles(matters: QuerySet[Matter], user: Any, day: dt.date) -> QuerySet[Matter]:
    """Return open matters with their ``pile``, in its order, the nearest due day first."""
    piled = matters.annotate(pile=pile_expression(user, day))
    return piled.order_by("pile", F("due").asc(nulls_last=True), "pk")


def wide(page: QuerySet[Matter]) -> list[Matter]:
    """Return the rows of a page in its order, with all their columns.

    Sorting a long list by ids alone and reading the few wide rows after it takes half the time.
    """
    annotated = "pile" in page.query.annotations
    names = ("pk", "pile") if annotated else ("pk",)
    ids = list(page.values_list(*names))
    held = Matter.objects.select_related("area", "lead_unit").in_bulk([row[0] for row in ids])
    found = [held[row[0]] for row in ids]
    for matter, row in zip(found, ids, strict=True):
        if annotated:
            matter.pile = row[1]  # type: ignore[attr-defined]
    return found


def pile_sizes(matters: QuerySet[Matter]) -> dict[int, int]:
    """Return how many rows of :func:`in_piles` lie in each pile, in one query."""
    rows: QuerySet[Any, Any] = matters.order_by().values_list("pile")  # type: ignore[misc]
    return dict(rows.annotate(n=Count("pk")))


@dataclass(frozen=True)
class DeskCounts:
    """The figures beside the desk: all open matters, by light, and what the tabs count.

    ``week`` is today and the Sunday after it: the days of ``due_this_week``. ``piles`` has for
    each of the tabs ``all``, ``waiting`` and ``assigned`` how many lie in each pile.
    """

    all: int
    desk: int
    assigned_by_me: int
    drafts: int
    returned: int
    due_this_week: int
    week: tuple[dt.date, dt.date]
    lights: dict[str, int]
    piles: dict[str, dict[int, int]]

    @property
    def overdue(self) -> int:
        return self.lights["overdue"]


def desk_counts(user: Any, day: dt.date) -> DeskCounts:
    """Count what a person may see, in one query."""
    open_ = ~Q(state=State.DRAFT)
    sunday = day + dt.timedelta(days=6 - day.weekday())
    rows = (
        seen_by(user)
        .filter(state__in=OPEN | {State.DRAFT})
        .annotate(light=light_expression(day), pile=pile_expression(user, day))
        .order_by()
    )
    # By light and pile in rows, not in columns: they are then computed once a row.
    groups: QuerySet[Any, Any] = rows.values("light", "pile")
    found = groups.annotate(
        all=Count("pk", filter=open_),
        overdue=Count("pk", filter=overdue_on(day)),
        desk=Count("pk", filter=open_ & waiting_for(user, day)),
        mine=Count("pk", filter=open_ & Q(assigned_by=user)),
        drafts=Count("pk", filter=Q(state=State.DRAFT)),
        returned=Count("pk", filter=open_ & Q(returns__gt=0)),
        week=Count("pk", filter=open_ & Q(due__range=(day, sunday))),
    )
    lights: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    piles: dict[str, Counter[int]] = {tab: Counter() for tab in ("all", "waiting", "assigned")}
    for group in found:
        lights[group.pop("light")] += group["all"]
        pile = group.pop("pile")
        counts.update(group)
        piles["all"][pile] += group["all"]
        piles["waiting"][pile] += group["desk"]
        piles["assigned"][pile] += group["mine"]
    return DeskCounts(
        counts["all"], counts["desk"], counts["mine"], counts["drafts"], counts["returned"],
        counts["week"], (day, sunday),
        {**{str(light): lights[str(light)] for light in Light}, "overdue": counts["overdue"]},
        {tab: {pile: n for pile, n in sizes.items() if n} for tab, sizes in piles.items()},
    )  # fmt: skip


def counted_together(parts: Iterable[tuple[int, QuerySet[Matter]]]) -> dict[int, int]:
    """Return the sizes of several lists by their keys, in one query."""
    rows = [
        matters.order_by()
        .annotate(key=Value(str(key), output_field=CharField()))
        .values_list("key")
        .annotate(n=Count("pk"))
        for key, matters in parts
    ]
    if not rows:
        return {}
    return {int(key): n for key, n in rows[0].union(*rows[1:], all=True)}


def on_my_desk(user: Any) -> QuerySet[Matter]:
    """Return what lies on a person's desk today; empty for who has none."""
    if not (unit_roots(user, "supervision_office") or unit_roots(user, *ANSWERS_FOR)):
        return Matter.objects.none()
    return seen_by(user).open().filter(waiting_for(user, timezone.localdate()))


def owed_by(user: Any) -> QuerySet[Matter]:
    """Return what the units of a person lead and owe an answer to, the nearest due day first."""
    own = unit_roots(user, *ANSWERS_FOR)
    if not own:
        return Matter.objects.none()
    owed = Matter.objects.filter(lead_unit_id__in=_below(own), state__in=LEAD_NEXT)
    return owed.select_related("area", "lead_unit").order_by("due", "pk")
