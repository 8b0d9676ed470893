"""What the pages of matters say first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.matters.selectors.desk import DeskCounts, owed_by
from leitai.apps.matters.selectors.lists import overdue_on
from leitai.apps.matters.selectors.statistics import Statistics
from leitai.web.sentences.segments import Figure, Said, joined, sentence


def _counted(pattern: str, count: int, query: str, *, alarm: bool = False) -> Said:
    url = f"{reverse('matters')}?{query}"
    return sentence(pattern, count=Figure(str(count), url, alarm=alarm))


def desk_sentence(counts: DeskCounts, scopes: Sequence[str]) -> Said:
    """Say what is on the desk, what is overdue and what comes this week; or that all is quiet."""
    parts: list[Said] = []
    overdue = counts.overdue
    if "waiting" in scopes and counts.desk:
        parts.append(
            _counted(
                ngettext("{count} matter is yours to do", "{count} matters are yours to do",
                         counts.desk),
                counts.desk, "scope=waiting",
            )
        )  # fmt: skip
    if overdue:
        parts.append(
            _counted(
                ngettext("{count} is overdue", "{count} are overdue", overdue),
                overdue, "scope=all&overdue=1", alarm=True,
            )
        )  # fmt: skip
    elif counts.all:
        parts.append(sentence(_("nothing is overdue")))
    behind = counts.lights["yellow"] + counts.lights["orange"]
    if behind:
        parts.append(
            _counted(
                ngettext("{count} is behind", "{count} are behind", behind),
                behind, "scope=all&light=yellow",
            )
        )  # fmt: skip
    if counts.due_this_week:
        pattern = ngettext(
            "{count} is due this week", "{count} are due this week", counts.due_this_week
        )
        first, last = counts.week
        query = f"scope=all&due_from={first}&due_to={last}"
        parts.append(_counted(pattern, counts.due_this_week, query))
    return joined(parts)


def statistics_sentence(whole: Statistics, start: dt.date, end: dt.date) -> Said:
    """Say how the matters due in a span went."""
    if not whole.due:
        return sentence(_("No matter was due in these days."))
    span = f"scope=all&due_from={start}&due_to={end}&counted="
    parts = [
        _counted(
            ngettext("{count} matter was due", "{count} matters were due", whole.due),
            whole.due, span + "due",
        ),
        _counted(
            ngettext("{count} is closed out", "{count} are closed out", whole.closed),
            whole.closed, span + "closed",
        ),
        _counted(
            ngettext("{count} of them on time", "{count} of them on time", whole.on_time),
            whole.on_time, span + "on_time",
        ),
        _counted(
            ngettext("{count} was overdue", "{count} were overdue", whole.overdue),
            whole.overdue, span + "overdue",
        ),
        _counted(
            ngettext("{count} was returned", "{count} were returned", whole.returned),
            whole.returned, span + "returned",
        ),
    ]  # fmt: skip
    said = joined(parts)
    if whole.mean_days is not None:
        said += sentence(_("{days} days each in the mean."), days=f"{whole.mean_days:.1f}")
    return said


def owed_sentence(user: Any, owed: int, day: dt.date) -> Said:
    """Say what the reader's units owe and how much of it is overdue; nothing when none is."""
    if not owed:
        return ()
    here = reverse("matters_mine")
    parts = [
        sentence(
            ngettext("{count} matter is yours to answer", "{count} matters are yours to answer",
                     owed),
            count=Figure(str(owed), here),
        )
    ]  # fmt: skip
    overdue = owed_by(user).filter(overdue_on(day)).count()
    if overdue:
        parts.append(
            sentence(
                ngettext("{count} is overdue", "{count} are overdue", overdue),
                count=Figure(
                    str(overdue), f"{reverse('matters')}?scope=waiting&overdue=1", alarm=True
                ),
            )
        )
    else:
        parts.append(sentence(_("nothing is overdue")))
    return joined(parts)
