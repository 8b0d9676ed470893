"""Counting what callers ask, over all processes of a site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.db.models import Case, F, Value, When

from leitai.apps.units.models import CallerCount

#: Milliseconds that a count waits for another write on SQLite, where one writes at a time.
PATIENCE = 500


def count_request(caller: str, window: int) -> int:
    """Count one request of a caller in a window of time; return how many there were in it so far.

    The database adds, so requests at the same moment in several processes are all counted. On
    SQLite a count that does not get its turn in :data:`PATIENCE` is left out and 0 returned: who
    only reads does not wait for the end of somebody's import.
    """
    rows = CallerCount.objects.filter(caller=caller)
    one_more = Case(When(window=window, then=F("count") + 1), default=Value(1))
    try:
        with _short_patience():
            if not rows.update(count=one_more, window=window):
                first = CallerCount(caller=caller, window=window, count=0)
                CallerCount.objects.bulk_create([first], ignore_conflicts=True)
                rows.update(count=one_more, window=window)
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
        return 0
    return rows.values_list("count", flat=True).get()


@contextmanager
def _short_patience() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
