"""A list of matters spread out: over the columns of a board, or over the days of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from leitai.apps.matters.life import OPEN, TERMINAL, State
from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.lists import MatterRow, light_expression, rows_of

#: Columns that stand on a board even while nothing lies in them.
ALWAYS: dict[str, tuple[str, ...]] = {
    "state": (
        State.REGISTERED, State.ASSIGNED, State.IN_HAND, State.REPORTED, State.VERIFIED,
    ),
    "light": (Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN),
}  # fmt: skip
#: Every column, in its order.
ORDER: dict[str, tuple[str, ...]] = {
    "state": (
        State.DRAFT, State.REGISTERED, State.REFUSED, State.ASSIGNED, State.IN_HAND,
        State.REPORTED, State.VERIFIED, State.SUSPENDED, State.CLOSED, State.WITHDRAWN,
        State.MERGED,
    ),
    "light": (
        Light.RED, Light.ORANGE, Light.YELLOW, Light.BLUE, Light.GREEN, Light.GREY,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of the board: a state or a light, how many lie in it, and the first of them."""

    key: str
    count: int
    rows: tuple[MatterRow, ...]


def columns_of(matters: QuerySet[Matter], by: str, day: dt.date, most: int) -> tuple[Column, ...]:
    """Spread matters over columns by ``state`` or ``light``, at most so many rows in each.

    Three queries by light; by state two, and one for each column that holds something. Lights are
    told of what is open; by state, what is at an end has its columns where it is asked for.
    """
    if by == "light":
        matters = matters.filter(state__in=OPEN).annotate(light=light_expression(day))
    counts = dict(matters.order_by().values_list(by).annotate(n=Count("pk")))
    ids = _first_by_light(matters, most) if by == "light" else {}
    for key in ORDER[by] if by == "state" else ():
        if key in counts:
            ids[key] = list(matters.filter(state=key).values_list("pk", flat=True)[:most])
    found = Matter.objects.select_related("area", "lead_unit").in_bulk(
        [pk for held in ids.values() for pk in held]
    )
    held = {key: [found[pk] for pk in ids[key]] for key in ORDER[by] if key in ids}
    rows = iter(rows_of([one for found in held.values() for one in found], day))
    placed = {key: tuple(next(rows) for _one in found) for key, found in held.items()}
    running = not counts or any(key not in TERMINAL | {State.DRAFT} for key in counts)
    return tuple(
        Column(str(key), counts.get(str(key), 0), placed.get(key, ()))
        for key in ORDER[by]
        if key in placed or (running and key in ALWAYS[by])
    )


def _first_by_light(matters: QuerySet[Matter], most: int) -> dict[str, list[int]]:
    """Return the ids of the first matters of each light, in one pass over all of them."""
    place = Window(
        RowNumber(),
        partition_by=[F("light")],
        order_by=[F("due").asc(nulls_last=True), F("pk").asc()],
    )
    first = matters.order_by().annotate(place=place).filter(place__lte=most)
    ids: dict[str, list[int]] = {}
    for light, _place, pk in sorted(first.values_list("light", "place", "pk")):
        ids.setdefault(light, []).append(pk)
    return ids


@dataclass(frozen=True)
class DueDay:
    """What is due on a day: how many, and the first of them."""

    count: int
    rows: tuple[MatterRow, ...]


def due_days(
    matters: QuerySet[Matter], first: dt.date, last: dt.date, day: dt.date, most: int
) -> dict[dt.date, DueDay]:
    """Return what is due on each day of a span, at most so many rows a day; two queries."""
    within = matters.filter(due__range=(first, last))
    counts = dict(within.order_by().values_list("due").annotate(n=Count("pk")))
    placed = within.annotate(
        place=Window(RowNumber(), partition_by=[F("due")], order_by=F("pk").asc())
    ).filter(place__lte=most)
    rows: dict[dt.date, list[MatterRow]] = {}
    for row in rows_of(_of(placed), day):
        if row.due is not None:
            rows.setdefault(row.due, []).append(row)
    return {due: DueDay(n, tuple(rows.get(due, ()))) for due, n in counts.items()}


def _of(matters: QuerySet[Matter]) -> Sequence[Matter]:
    return list(matters.order_by("due", "pk"))
