"""What the pages of practice cards and study trips say first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.benchmarks.models import Practice, StudyTrip
from leitai.apps.benchmarks.selectors.learning import overdue
from leitai.web.sentences.segments import Figure, Segment, listed, sentence


def practices_sentence(cards: Sequence[Practice]) -> tuple[Segment, ...]:
    """Say how many practices are noted, adopted and not, and how many wait for a decision."""
    if not cards:
        return ()
    by = {state: sum(card.state == state for card in cards) for state in Practice.State.values}
    address = reverse("benchmark_practices")
    return sentence(
        ngettext(
            "{count} practice of others: {adopted} adopted, {declined} not adopted, "
            "{noted} not decided yet.",
            "{count} practices of others: {adopted} adopted, {declined} not adopted, "
            "{noted} not decided yet.",
            len(cards),
        ),
        count=str(len(cards)),
        adopted=Figure(str(by["adopted"]), f"{address}?state=adopted"),
        declined=Figure(str(by["declined"]), f"{address}?state=declined"),
        noted=Figure(str(by["noted"]), f"{address}?state=noted"),
    )


def trips_sentence(trips: Sequence[StudyTrip], today: dt.date) -> tuple[Segment, ...]:
    """Say how many trips there are, which lack a report, and which measures are overdue."""
    if not trips:
        return ()
    said = [
        *sentence(
            ngettext("{count} study trip. ", "{count} study trips. ", len(trips)),
            count=str(len(trips)),
        )
    ]
    silent = [trip for trip in trips if trip.awaits_report(today)]
    if silent:
        said += sentence(
            _("Back without a report: {names}. "), names=listed(trip.title for trip in silent)
        )
    late = overdue(list(trips), today)
    if late:
        said += sentence(
            ngettext(
                "{count} measure is overdue, the oldest since {day}.",
                "{count} measures are overdue, the oldest since {day}.",
                len(late),
            ),
            count=Figure(str(len(late)), "#measures", alarm=True),
            day=late[0].due.isoformat(),
        )
    elif any(trip.seen for trip in trips):  # type: ignore[attr-defined]
        said += sentence(_("No measure is overdue."))
    return tuple(said)
