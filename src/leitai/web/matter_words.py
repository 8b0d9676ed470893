"""Matters in words: lights with their measure, the last thing heard, and a time line that tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from leitai.apps.language import bracketed, titled
from leitai.apps.matters.life import State
from leitai.apps.matters.lights import Light
from leitai.apps.matters.models.matter import STATES, Matter
from leitai.apps.matters.selectors.lists import MatterRow
from leitai.apps.matters.selectors.page import EventRow, FileRow, MatterPage
from leitai.apps.matters.wording import VERBS
from leitai.web.sentences import listed

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
STATE_NAMES = dict(STATES)


def day_words(day: dt.date | None, today: dt.date | None = None) -> str:
    """Return a day as people write it: the year only when it is not this one."""
    if day is None:
        return ""
    this_year = (today or timezone.localdate()).year
    return _written(day, day.year == this_year, get_language() or "")


@lru_cache(maxsize=4096)
def _written(day: dt.date, this_year: bool, _language: str) -> str:
    """Write a day in a language; a long list names the same few days again and again."""
    if this_year:
        return date_format(day, pgettext("format of a day of this year", "j M"))
    return date_format(day, pgettext("format of a day of another year", "j M Y"))


def weekday_words(day: dt.date | None) -> str:
    """Return a day with its weekday in brackets."""
    if day is None:
        return ""
    return bracketed(day_words(day), str(WEEKDAYS[day.weekday()]))


def working_days(number: int) -> str:
    """Return a number of working days in words."""
    return ngettext("%(n)d working day", "%(n)d working days", number) % {"n": number}


def light_words(row: MatterRow) -> tuple[str, str]:
    """Return the colour of a row's light and its word, with its measure where there is one."""
    if row.state in (State.CLOSED, State.WITHDRAWN, State.MERGED, State.DRAFT):
        return ("green" if row.state == State.CLOSED else "grey"), _state(row.state)
    if row.light == Light.GREY:
        return "grey", pgettext("light", "paused")
    if row.overdue and row.days is not None:
        number = max(-row.days, 0)
        if not number:
            return row.light, pgettext("light", "overdue")
        return row.light, (
            ngettext("%(n)d working day overdue", "%(n)d working days overdue", number)
            % {"n": number}
        )
    if row.reported_on is not None:
        return "green", pgettext("light", "reported in time")
    if row.light == Light.BLUE and row.days is not None:
        return "blue", _left(row.days)
    if row.light in (Light.YELLOW, Light.ORANGE, Light.RED):
        return row.light, pgettext("light", "behind")
    if row.state in (State.REGISTERED, State.REFUSED):
        return "green", _state(row.state)
    return "green", pgettext("light", "on track")


def _left(days: int) -> str:
    if days <= 0:
        return pgettext("light", "due today")
    return ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}


def _state(state: str) -> str:
    return str(STATE_NAMES.get(State(state), state))


def due_words(row: MatterRow) -> str:
    """Return by when a row is to be done, or until when it rests."""
    if row.closed_on is not None:
        return _("closed out %(day)s") % {"day": day_words(row.closed_on)}
    if row.suspended_until is not None:
        return _("paused until %(day)s") % {"day": day_words(row.suspended_until)}
    if row.due is None:
        return pgettext("matter", "no due day yet")
    return _("due %(day)s") % {"day": day_words(row.due)}


def pace_words(row: MatterRow) -> str:
    """Return how far a row has come, and how far time asks it to be."""
    if row.expected is None:
        return _("progress %(n)d%%") % {"n": row.progress}
    return _("progress %(n)d%%, %(expected)d%% expected by now") % {
        "n": row.progress,
        "expected": row.expected,
    }


def last_words(row: MatterRow) -> str:
    """Return the last thing heard of a row: what happened, when, and in what words."""
    if row.asked_due is not None:
        head = _("asks for an extension until %(day)s") % {"day": day_words(row.asked_due)}
        return titled(head, row.latest_words) if row.latest_words else head
    if row.latest_verb == "return_for_rework":
        head = ngettext(
            "returned %(n)d time, to be reported again",
            "returned %(n)d times, to be reported again",
            row.returns,
        ) % {"n": row.returns}
        return titled(head, row.latest_words) if row.latest_words else head
    if row.latest_on is None:
        return ""
    head = f"{VERBS.get(row.latest_verb, '')} {day_words(row.latest_on)}".strip()
    return titled(head, row.latest_words) if row.latest_words else head


@dataclass(frozen=True)
class Told:
    """A stop of the time line as it is told; ``alarm`` marks what turned red."""

    place: int
    day: str
    moment: str
    title: str
    by: str
    unit: str
    facts: tuple[str, ...]
    words: str
    files: tuple[FileRow, ...] = ()
    alarm: bool = False


def told(page: MatterPage, today: dt.date) -> tuple[Told, ...]:
    """Return the time line of a matter, with the day on which it became overdue in its place."""
    stops = [(event.at, _told_event(event, page)) for event in page.events]
    since = page.turns.overdue_from
    if page.row.overdue and since is not None and since <= today:
        at = timezone.make_aware(dt.datetime.combine(since, dt.time()))
        stop = Told(
            0, day_words(since), "", pgettext("time line", "overdue"),
            _("by the calendar"), "",
            (_("due %(day)s, not reported by then") % {"day": day_words(page.row.due)},), "",
            alarm=True,
        )  # fmt: skip
        stops.append((at, stop))
    return tuple(stop for _at, stop in sorted(stops, key=lambda pair: pair[0]))


def _told_event(event: EventRow, page: MatterPage) -> Told:
    at = timezone.localtime(event.at)
    return Told(
        event.place,
        day_words(at.date()),
        at.strftime("%H:%M"),
        _title(event),
        event.by or (pgettext("time line", "rule") if event.rule else ""),
        event.unit,
        tuple(_facts(event, page)),
        event.words,
        event.files,
        alarm=event.verb == "escalate" and event.detail.get("level") == Light.RED,
    )


def _title(event: EventRow) -> str:
    detail = event.detail
    if event.verb == "report_progress" and detail.get("progress") is not None:
        return _("progress %(n)d%%") % {"n": detail["progress"]}
    if event.verb in ("urge", "return_for_rework") and detail.get("count"):
        return pgettext("time line", "%(what)s, time %(n)d") % {
            "what": event.name,
            "n": detail["count"],
        }
    if event.verb == "escalate" and detail.get("name"):
        return titled(event.name, str(detail["name"]))
    return event.name


def _facts(event: EventRow, page: MatterPage) -> list[str]:
    """Return what a step settled, as short sentences."""
    detail = event.detail
    found: list[str] = []
    if detail.get("lead_unit") and event.verb in ("assign", "transfer"):
        found.append(_("lead unit %(unit)s") % {"unit": detail["lead_unit"]})
        if detail.get("supporting"):
            found.append(_("supporting %(units)s") % {"units": listed(detail["supporting"])})
    if detail.get("due") and event.verb in ("assign", "transfer", "grant_extension", "reopen"):
        found.append(_("due %(day)s") % {"day": _iso(detail["due"])})
    if event.verb == "ask_extension" and detail.get("asked"):
        found.append(_("until %(day)s") % {"day": _iso(detail["asked"])})
    if event.verb == "suspend" and detail.get("until"):
        found.append(_("until %(day)s") % {"day": _iso(detail["until"])})
    if detail.get("measure_done") is not None:
        measure = page.row.measure_unit
        found.append(f"{detail['measure_done']:g} / {detail.get('measure_total') or 0:g} {measure}")
    if event.verb == "sign_for" and detail.get("responsible_person"):
        found.append(_("done by %(person)s") % {"person": detail["responsible_person"]})
    if event.verb == "escalate" and detail.get("consequence"):
        found.append(str(detail["consequence"]))
    if event.verb == "escalate" and detail.get("goes_to"):
        found.append(_("goes to %(who)s too") % {"who": detail["goes_to"]})
    if event.verb == "merge" and detail.get("into"):
        found.append(_("into %(number)s") % {"number": detail["into"]})
    return found


def _iso(text: Any) -> str:
    try:
        return day_words(dt.date.fromisoformat(str(text)))
    except ValueError:
        return str(text)


def source_words(matter: Matter) -> str:
    """Return where a matter comes from: the kind of source and its name."""
    kind = str(matter.get_source_kind_display())
    return titled(kind, matter.source_name) if matter.source_name else kind
