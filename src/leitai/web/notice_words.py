"""Notices as pages show them: where each subject opens, lines by day, and the sentence above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.language import listed
from leitai.apps.notices.models import Delivery
from leitai.apps.notices.selectors import Line
from leitai.web.sentences.segments import Figure, Said, joined, sentence
from leitai.web.tables import Column, PageTable

#: Code of a subject → the page on which it is dealt with.
PAGES: dict[str, Callable[[Any], str]] = {
    "matter": lambda one: reverse("matter", args=[one.pk]),
    "record": lambda one: reverse("scheme_record", args=[one.pk]),
    "version": lambda one: reverse("scheme_version", args=[one.scheme.slug, one.number]),
    "restatement": lambda one: reverse(
        "board_period", args=[one.standing.round.scheme.slug, one.standing.round.period.code]
    ),
    "upload": lambda one: reverse("upload", args=[one.pk]),
    "benchmark": lambda one: reverse("benchmark", args=[one.unit_id]),
    "proposal": lambda one: reverse("target_proposal", args=[one.pk]),
    "board": lambda one: reverse(
        "board_period", args=[one.round.scheme.slug, one.round.period.code]
    ),
    "responsibility": lambda one: (
        reverse("goal", args=[one.node_id]) if one.node_id else reverse("goal_mine")
    ),
    "delegation": lambda one: reverse("goal_mine"),
    "task_force": lambda one: reverse("goal_teams"),
    "task_force_member": lambda one: reverse("goal_teams"),
    "contact_leader": lambda one: reverse("goal_teams"),
}


def page_of(line: Line) -> str:
    """Return the address at which the subject of a line opens."""
    return PAGES[line.subject.code](line.thing)


@dataclass(frozen=True)
class Day:
    """The lines of one day."""

    day: dt.date
    lines: tuple[Line, ...]


def by_day(lines: Iterable[Line]) -> list[Day]:
    """Return lines, which come the newest first, under their days."""
    days: dict[dt.date, list[Line]] = {}
    for line in lines:
        days.setdefault(timezone.localtime(line.at).date(), []).append(line)
    return [Day(day, tuple(found)) for day, found in days.items()]


def what_of(line: Line) -> str:
    """Return what happened to the subject of a line, the newest first."""
    return listed([line.words, *line.also])


def notices_sentence(unread: int, urgent: int) -> Said:
    """Say how much is new and how much of it presses."""
    if not unread:
        return sentence(_("You have read everything."))
    pattern = ngettext("{count} notice is new", "{count} notices are new", unread)
    address = reverse("notices") + "?show=unread"
    parts = [sentence(pattern, count=Figure(str(unread), address))]
    if urgent:
        pattern = ngettext("{count} of them is urgent", "{count} of them are urgent", urgent)
        parts.append(sentence(pattern, count=Figure(str(urgent), address, alarm=True)))
    return joined(parts)


def notices_table(lines: Sequence[Line]) -> PageTable:
    """The lines as a file."""
    return PageTable(
        _("Notices"),
        "notices",
        [
            Column(_("When")), Column(_("About")), Column(_("Subject")), Column(_("What happened")),
            Column(_("What matters now")), Column(_("State")),
        ],
        (
            [
                line.at, str(line.subject.heading), line.name, what_of(line), line.facts,
                _("new") if line.unread else _("read"),
            ]
            for line in lines
        ),
    )  # fmt: skip


def failures_table(rows: Iterable[Delivery]) -> PageTable:
    """What could not be sent, as a file."""
    return PageTable(
        _("Notices that could not be sent"),
        "failures",
        [
            Column(_("Person")), Column(_("Way")), Column(_("Day")), Column(_("Tries"), "number"),
            Column(_("Why")),
        ],
        (
            [str(one.person), str(one.get_channel_display()), one.day, one.tries, one.trouble]
            for one in rows
        ),
    )  # fmt: skip
