"""The desk's list as a board of cards, or as a month with the working days in it."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext, pgettext_lazy

from leitai.apps.matters.life import State
from leitai.apps.matters.selectors.lists import MatterRow
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.selectors.spread import DueDay, columns_of, due_days
from leitai.apps.periods.selectors.calendars import calendar_for
from leitai.web.context import home_area
from leitai.web.matter_query import COLUMNS, VIEWS, Asked, asked_matters
from leitai.web.matter_words import STATE_NAMES, WEEKDAYS

#: Cards of a column, matters of a day; what is more opens as a list.
CARDS, A_DAY = 12, 3
ONE_DAY = dt.timedelta(days=1)
LIGHT_NAMES = {
    "red": pgettext_lazy("light", "overdue"),
    "orange": pgettext_lazy("light", "late"),
    "yellow": pgettext_lazy("light", "behind"),
    "blue": pgettext_lazy("light", "due soon"),
    "green": pgettext_lazy("light", "on track"),
    "grey": pgettext_lazy("light", "paused"),
}
VIEW_NAMES = {
    "list": pgettext_lazy("view", "List"),
    "board": pgettext_lazy("view", "Board"),
    "calendar": pgettext_lazy("view", "Calendar"),
}
COLUMN_NAMES = {
    "state": pgettext_lazy("columns", "by state"),
    "light": pgettext_lazy("columns", "by light"),
}


def ways(wanted: Asked) -> list[tuple[str, str, str]]:
    """Return the ways to see the same list: key, name, address."""
    return [
        (view, str(VIEW_NAMES[view]), _desk(wanted.address(view=view, by="", month="")))
        for view in VIEWS
    ]


def _desk(query: str) -> str:
    return f"{reverse('matters')}?{query}" if query else reverse("matters")


@dataclass(frozen=True)
class CardColumn:
    """A column of cards; ``light`` is its light where it stands for one."""

    name: str
    light: str
    count: int
    rows: tuple[MatterRow, ...]
    more: int
    url: str


def board_context(request: HttpRequest, wanted: Asked) -> dict[str, Any]:
    """Return the cards in their columns, and the choice of columns."""
    day = timezone.localdate()
    matters = asked_matters(request.user, wanted, day)
    columns = [
        CardColumn(
            str(STATE_NAMES[State(one.key)] if wanted.by == "state" else LIGHT_NAMES[one.key]),
            one.key if wanted.by == "light" else "",
            one.count,
            one.rows,
            one.count - len(one.rows),
            _desk(wanted.address(view="", by="", **{wanted.by: one.key})),
        )
        for one in columns_of(matters, wanted.by, day, CARDS)
    ]
    return {
        "columns": columns,
        "column_choices": [
            (by, str(COLUMN_NAMES[by]), _desk(wanted.address(by=by))) for by in COLUMNS
        ],
        "total": sum(one.count for one in columns),
    }


@dataclass(frozen=True)
class DayCell:
    """A day of the month grid: whether offices are open, and what is due on it.

    ``exchanged`` is true for a day that differs from the plain week, ``name`` its festival.
    """

    day: dt.date
    weekday: str
    in_month: bool
    today: bool
    working: bool
    exchanged: bool
    name: str
    count: int
    rows: tuple[MatterRow, ...]
    more: int
    url: str


def calendar_context(request: HttpRequest, wanted: Asked) -> dict[str, Any]:
    """Return a month, Monday first, with what is due on its days."""
    today = timezone.localdate()
    month = _month(wanted.month, today)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    first, last = weeks[0][0], weeks[-1][-1]
    matters = asked_matters(request.user, wanted, today)
    due = due_days(matters, first, last, today, A_DAY)
    area = home_area(request.user)
    days_of = rules_for(area.pk).calendar if area is not None else calendar_for(None)
    names = dict(days_of.days_named(first, last))
    cells = []
    for day in (day for week in weeks for day in week):
        held = due.get(day, DueDay(0, ()))
        text = day.isoformat()
        cells.append(
            DayCell(
                day, str(WEEKDAYS[day.weekday()]), day.month == month.month, day == today,
                days_of.is_working_day(day), day in names, names.get(day, ""),
                held.count, held.rows, held.count - len(held.rows),
                _desk(wanted.address(view="", month="", due_from=text, due_to=text)),
            )
        )  # fmt: skip
    before, after = month - ONE_DAY, last_of(month) + ONE_DAY
    return {
        "month": date_format(month, pgettext("format of a month", "F Y")),
        "cells": cells,
        "weekdays": [str(name) for name in WEEKDAYS],
        "earlier": _desk(wanted.address(month=f"{before:%Y-%m}")),
        "later": _desk(wanted.address(month=f"{after:%Y-%m}")),
        "this_month": _desk(wanted.address(month="")),
        "shows_today": first <= today <= last,
        "total": sum(cell.count for cell in cells if cell.in_month),
        "undated": matters.filter(due__isnull=True).count(),
        "all_url": _desk(wanted.address(view="", month="")),
        "provisional": month.year not in days_of.announced,
    }


def _month(text: str, today: dt.date) -> dt.date:
    """Return the first day of the month asked for.

    Raises:
        Http404: for a year without a month before or after it.
    """
    month = dt.date.fromisoformat(f"{text}-01") if text else today.replace(day=1)
    if not 1900 <= month.year <= 2999:
        raise Http404
    return month


def last_of(month: dt.date) -> dt.date:
    """Return the last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def spread_context(request: HttpRequest, wanted: Asked) -> dict[str, Any]:
    """Return what the board or the calendar shows, with the files of the same list."""
    found = (board_context if wanted.view == "board" else calendar_context)(request, wanted)
    files = {
        ending: _desk(wanted.address(view="", by="", month="", format=ending))
        for ending in ("xlsx", "csv")
    }
    return found | {"page": None, "files": files}
