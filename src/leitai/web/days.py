"""Days as people type them: 2026-11-22, 2026/11/22, 2026年11月22日, 11月22日."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_WHOLE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_CLOSE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_IN_YEAR = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")


def day_said(text: str, today: dt.date) -> dt.date | None:
    """Return the day that a text means, None where it means none.

    Full-width digits are digits. Without a year it is the last such day up to ``today``: what is
    looked for lies behind us.

    >>> day_said("11月22日", dt.date(2026, 11, 22))
    datetime.date(2026, 11, 22)
    >>> day_said("12/31", dt.date(2026, 11, 22))
    datetime.date(2025, 12, 31)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _WHOLE.fullmatch(plain) or _CLOSE.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _IN_YEAR.fullmatch(plain):
        month, number = int(found[1]), int(found[2])
        # Eight years hold every day that there is, the 29th of February among them.
        days = (_day(today.year - back, month, number) for back in range(9))
        return next((day for day in days if day is not None and day <= today), None)
    return None


def _day(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None
