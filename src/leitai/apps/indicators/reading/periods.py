"""Periods as tables say them, and the rows of the calendar that they mean."""

from __future__ import annotations

from functools import lru_cache

from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period
from leitai.workbooks.periods import PeriodText, find_period, read_period


@lru_cache(maxsize=1024)
def pack(period: PeriodText | None) -> str:
    """Write down what a table says of a period, however open, in at most 40 characters."""
    if period is None:
        return ""
    parts = (period.year, period.kind, period.number, period.flow, period.relative)
    return "/".join("" if part is None else str(part) for part in parts)


@lru_cache(maxsize=1024)
def unpack(text: str) -> PeriodText | None:
    """Read back what :func:`pack` wrote."""
    if not text:
        return None
    year, kind, number, flow, relative = text.split("/")
    return PeriodText(
        int(year) if year else None,
        kind or None,  # type: ignore[arg-type]
        int(number) if number else None,
        flow or None,  # type: ignore[arg-type]
        "",
        relative,  # type: ignore[arg-type]
    )


def said_by(period: Period) -> PeriodText:
    """A stored period in the reader's form."""
    return PeriodText(period.year, period.kind, period.number, None, period.code)  # type: ignore[arg-type]


def complete(*said: PeriodText | None) -> PeriodText | None:
    """The first period with what it leaves open taken from the later ones; None when none."""
    found: PeriodText | None = None
    for period in said:
        if period is not None:
            found = period if found is None else found.filled(period)
    return found if found is not None and found.is_complete else None


class Calendar:
    """Rows of periods by code, each looked up once."""

    def __init__(self) -> None:
        self._rows: dict[str, Period] = {}

    def row(self, period: PeriodText) -> Period:
        """Return the row of a complete period."""
        found = self._rows.get(period.key)
        if found is None:
            assert period.year is not None
            assert period.kind is not None
            number = 1 if period.kind == "year" else (period.number or 1)
            found = ensure_period(period.kind, period.year, number)
            self._rows[period.key] = found
        return found

    def by_code(self, code: str) -> Period | None:
        """Return the row of a period written as an address (2026-10), or None if it is none."""
        period = read_period(code)
        return self.row(period) if period is not None and period.is_complete else None


def in_file_name(name: str) -> PeriodText | None:
    """The period in a file's name without its ending, if any."""
    return find_period(name.rsplit(".", 1)[0])
