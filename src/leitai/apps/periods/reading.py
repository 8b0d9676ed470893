"""Reading the holiday arrangement of a year from a file: a sheet, CSV or JSON.

A sheet has one day a row: a cell with the date (2026-10-01, 2026年10月1日, 2026/10/1, or a date of
the spreadsheet), one that says whether offices are closed or open, and the festival's name. JSON
is a list of ``{"day", "kind", "name"}``. Rows without a date are headings or notes and are passed
over; a row with a date that cannot be understood is told, and nothing is read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leitai.apps.language import chinese
from leitai.apps.periods.models import CalendarDay
from leitai.apps.periods.services.calendars import NewDay
from leitai.workbooks import Limits, WorkbookError
from leitai.workbooks.opening import open_workbook

Kind = CalendarDay.Kind
#: A year has some forty such days; a file of more bytes holds something else.
LIMITS = Limits(max_bytes=2 * 1024 * 1024, max_cells=20_000)
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
WORDS = {
    Kind.HOLIDAY: ("holiday", "放假", "假日", "节假日", "休", "休息", "off"),
    Kind.WORKDAY: ("workday", "上班", "调休上班", "调休", "补班", "班", "work"),
}
KIND_OF = {word: kind for kind, words in WORDS.items() for word in words}


def read_days(content: bytes) -> list[NewDay]:
    """Return the days that a file names, in its order.

    Raises:
        ValidationError: naming sheet, row and value of what cannot be understood.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _from_json(content)
    try:
        book = open_workbook(content, limits=LIMITS)
    except WorkbookError as error:
        raise ValidationError(error.message if chinese() else error.message_en) from error
    days = []
    for grid in book.grids:
        for row in range(grid.height):
            place = _("sheet “%(sheet)s”, row %(row)d") % {"sheet": grid.name, "row": row + 1}
            cells = [
                (grid.values[row][column], grid.text(row, column).strip())
                for column in range(grid.width)
            ]
            day = _from_cells(cells, place)
            if day is not None:
                days.append(day)
    return days


def _from_cells(cells: list[tuple[Any, str]], place: str) -> NewDay | None:
    at = next((n for n, (value, text) in enumerate(cells) if _dated(value, text)), None)
    if at is None:
        return None
    day = _day(*cells[at], place)
    rest = [text for n, (_value, text) in enumerate(cells) if n != at and text]
    kind = next((KIND_OF[text.lower()] for text in rest if text.lower() in KIND_OF), None)
    if kind is None:
        raise ValidationError(
            _("%(place)s: %(day)s has no word that says whether offices are open.")
            % {"place": place, "day": day.isoformat()}
        )
    name = next((text for text in rest if text.lower() not in KIND_OF), "")
    return NewDay(day, str(kind), name)


def _dated(value: Any, text: str) -> bool:
    return isinstance(value, dt.date) or DATE.fullmatch(text) is not None


def _day(value: Any, text: str, place: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    found = DATE.fullmatch(text.strip())
    try:
        assert found is not None
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except (AssertionError, ValueError):
        raise ValidationError(
            _("%(place)s: “%(text)s” is no date.") % {"place": place, "text": text}
        ) from None


def _from_json(content: bytes) -> list[NewDay]:
    try:
        rows = json.loads(content.decode("utf-8-sig"))
        if isinstance(rows, dict):
            rows = rows["days"]
        listed = [(str(row["day"]), str(row["kind"]), str(row.get("name", ""))) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValidationError(_('JSON must be a list of {"day", "kind", "name"}.')) from error
    return [
        NewDay(_day(None, day, _("entry %(number)d") % {"number": at}), kind, name)
        for at, (day, kind, name) in enumerate(listed, start=1)
    ]
