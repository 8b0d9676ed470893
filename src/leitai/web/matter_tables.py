"""Lists of matters as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leitai.apps.matters.selectors.lists import MatterRow, rows_of
from leitai.apps.matters.selectors.statistics import Statistics
from leitai.web.matter_query import Asked, asked_matters
from leitai.web.matter_tiles import TileFace
from leitai.web.matter_words import STATE_NAMES, light_words
from leitai.web.tables import Column, PageTable, Value

#: Rows read at a time.
PIECE = 1_000


def matters_table(user: Any, wanted: Asked) -> PageTable:
    """The list that the address asks for, a line for each matter."""
    day = timezone.localdate()

    def rows() -> Iterator[list[Value]]:
        found = iter(asked_matters(user, wanted, day).iterator(PIECE))
        while piece := list(islice(found, PIECE)):
            yield from (list_line(row) for row in rows_of(piece, day))

    return list_table(rows(), day)


def list_table(rows: Iterable[Sequence[Value]], day: dt.date) -> PageTable:
    """A list judged on a day, of lines as :func:`list_line` makes them."""
    return PageTable(
        _("Matters"),
        "matters",
        [
            Column(_("Number")),
            Column(_("Title")),
            Column(_("Light")),
            Column(_("State")),
            Column(_("Ticket")),
            Column(_("Kind")),
            Column(_("Source")),
            Column(_("Lead unit")),
            Column(_("Person in charge")),
            Column(_("Due")),
            Column(_("Working days left"), "number"),
            Column(_("Progress"), "number", "%", 0),
            Column(_("Expected"), "number", "%", 0),
            Column(_("Times returned"), "number"),
            Column(_("Times urged"), "number"),
            Column(_("Closed out on")),
            Column(_("Last words")),
        ],
        rows,
        [_("lights as of %(day)s") % {"day": day.isoformat()}],
    )


def list_line(row: MatterRow) -> list[Value]:
    """Return a row of the list as the line of a table."""
    return [
        row.number,
        row.title,
        light_words(row)[1],
        str(STATE_NAMES[row.state]),  # type: ignore[index]
        row.ticket_level,
        row.kind_name,
        row.source_name,
        row.lead_unit,
        row.responsible_person,
        row.due,
        row.days,
        row.progress,
        row.expected,
        row.returns,
        row.urges,
        row.closed_on,
        row.latest_words,
    ]


def statistics_table(
    groups: Sequence[Statistics], by: str, start: dt.date, end: dt.date
) -> PageTable:
    """How matters went, a line for each group."""
    return PageTable(
        _("How matters went"),
        "matter-statistics",
        [
            Column(_("Group")),
            Column(pgettext("statistics", "Due"), "number"),
            Column(pgettext("statistics", "Closed out"), "number"),
            Column(pgettext("statistics", "On time"), "number"),
            Column(pgettext("statistics", "Overdue"), "number"),
            Column(pgettext("statistics", "Returned"), "number"),
            Column(_("On-time rate"), "number", "%", 1),
            Column(_("Mean days"), "number", "", 1),
        ],
        (
            [
                one.name, one.due, one.closed, one.on_time, one.overdue, one.returned,
                one.on_time_rate, one.mean_days,
            ]
            for one in groups
        ),
        [f"{by} {start} – {end}"],
    )  # fmt: skip


def tiles_table(faces: Sequence[TileFace], of: str) -> PageTable:
    """The battle map as a table, a line for each tile."""
    return PageTable(
        _("Battle map"),
        "battle-map",
        [
            Column(of),
            Column(_("Light")),
            Column(pgettext("map", "Open"), "number"),
            Column(_("By light")),
            Column(pgettext("map", "Owner")),
            Column(pgettext("map", "Next")),
            Column(_("Due")),
            Column(pgettext("map", "Row"), "number"),
            Column(pgettext("map", "Column"), "number"),
        ],
        (
            [
                face.name, face.words, face.total,
                "; ".join(f"{part.name} {part.count}" for part in face.parts), face.owner,
                face.next, face.next_day, face.row, face.column,
            ]
            for face in faces
        ),
        [_("lights as of %(day)s") % {"day": timezone.localdate().isoformat()}],
    )  # fmt: skip
