"""How matters went over a period (办结率、按时办结率、逾期率、退回率、平均办理天数).

The base is the matters whose due day falls into the period: registered, and neither suspended,
withdrawn nor merged. Of them are counted

    closed     closed out by now
    on_time    closed out, and reported before they were overdue
    overdue    past the due day without a report, or reported after it
    returned   returned for rework at least once

and the mean number of calendar days from assignment to the accepted completion report of those
closed out. Each count has the condition of its list here, so a figure and the list that it opens
never disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, FloatField, Func, Q, QuerySet, Sum

from leitai.apps.language import named
from leitai.apps.matters.life import State
from leitai.apps.matters.models import Matter, SourceKind
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import judged, matters_for
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.selectors.sight import seen_by
from leitai.apps.units.models import Unit

#: What matters are counted by, and the column of it; besides, by the month of the due day.
GROUPINGS: Mapping[str, str] = {
    "unit": "lead_unit_id",
    "kind": "kind",
    "source": "source_kind",
}
MONTH = "month"
#: States of what was to be done; named one by one, an index by state and due day finds them.
COUNTING = tuple(
    state
    for state in State
    if state not in (State.DRAFT, State.SUSPENDED, State.WITHDRAWN, State.MERGED)
)
COUNTED = ("due", "closed", "on_time", "overdue", "returned")


@dataclass(frozen=True)
class Statistics:
    """The figures of a period for all matters or one group of them; rates in percent.

    ``key`` is the group's unit, kind or source, empty for all. A rate without a base is None.
    """

    key: str
    name: str
    due: int
    closed: int
    on_time: int
    overdue: int
    returned: int
    mean_days: float | None

    def rate(self, what: str) -> float | None:
        """Return a count in percent of what was due."""
        return getattr(self, what) / self.due * 100 if self.due else None

    def figures(self) -> dict[str, Any]:
        """Return counts and rates by name: what the API and the command line answer with."""
        rates = ("closing_rate", "on_time_rate", "overdue_rate", "return_rate")
        return {**vars(self), **{name: getattr(self, name) for name in rates}}

    @property
    def closing_rate(self) -> float | None:
        return self.rate("closed")

    @property
    def on_time_rate(self) -> float | None:
        return self.rate("on_time")

    @property
    def overdue_rate(self) -> float | None:
        return self.rate("overdue")

    @property
    def return_rate(self) -> float | None:
        return self.rate("returned")


def counted(what: str, day: dt.date) -> Q:
    """Return the condition of a count among the matters that were due.

    Raises:
        KeyError: for no such count.
    """
    accepted = Q(state=State.CLOSED)
    return {
        "due": Q(),
        "closed": accepted,
        "on_time": accepted & Q(reported_on__lt=F("overdue_from")),
        "overdue": Q(overdue_from__lte=judged(day)),
        "returned": Q(returns__gt=0),
    }[what]


def due_in(matters: QuerySet[Matter], start: dt.date, end: dt.date) -> QuerySet[Matter]:
    """Keep the base of a period: what was to be done in it."""
    return matters.filter(due__range=(start, end), state__in=COUNTING)


def counted_list(
    user: Any, what: str, start: dt.date, end: dt.date, day: dt.date, wanted: Filter
) -> QuerySet[Matter]:
    """Return the matters behind a count, within a filter (of a unit, kind, source …)."""
    seen = matters_for(user, wanted, day, everything=True)
    return due_in(seen, start, end).filter(counted(what, day))


def statistics_for(
    user: Any, start: dt.date, end: dt.date, day: dt.date, area: int | None = None
) -> Statistics:
    """Return the figures of all matters that the person may see, in one query."""
    return made(_due(user, start, end, area).aggregate(**_figures(day)))


def statistics_by(
    user: Any,
    by: str,
    start: dt.date,
    end: dt.date,
    day: dt.date,
    area: int | None = None,
) -> tuple[Statistics, list[Statistics]]:
    """Return the figures of all matters, and by unit, kind or source (the most due first) or month.

    One query, and one or two for the names: the figures of all are the sums of the groups.

    Raises:
        KeyError: for another grouping.
    """
    rows = grouped(_due(user, start, end, area), by, day)
    names = _names(by, [row["key"] for row in rows], area)
    groups = [made(row, names.get(row["key"], str(row["key"]))) for row in rows]
    return made(_together(rows)), groups


def _due(user: Any, start: dt.date, end: dt.date, area: int | None) -> QuerySet[Matter]:
    seen = seen_by(user)
    if area is not None:
        seen = seen.filter(area_id=area)
    return due_in(seen, start, end).order_by()


def grouped(matters: QuerySet[Matter], by: str, day: dt.date) -> list[dict[str, Any]]:
    """Count given matters by a grouping: rows with ``key`` and the figures."""
    key = MonthOf("due") if by == MONTH else F(GROUPINGS[by])
    rows = matters.order_by().values(key=key).annotate(**_figures(day))
    return [dict(row) for row in rows.order_by(*([] if by == MONTH else ["-due"]), "key")]


class MonthOf(Func):
    """The month of a day, as 2026-10.

    Django's own functions of dates are Python on SQLite, called once a row.
    """

    output_field = CharField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 7)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="to_char(%(expressions)s, 'YYYY-MM')")


class DayNumber(Func):
    """A day as a number, so that a difference is counted in days; see :class:`MonthOf`."""

    output_field = FloatField()
    arity = 1
    function = "julianday"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '2000-01-01')")


def _figures(day: dt.date) -> dict[str, Any]:
    figures: dict[str, Any] = {what: Count("pk", filter=counted(what, day)) for what in COUNTED}
    days = DayNumber("accepted_on") - DayNumber("assigned_on")
    closed = counted("closed", day)
    # What is closed out has the day of its accepted report; the table sees to that.
    dated = Count("assigned_on", filter=closed)
    return {**figures, "days": Sum(days, filter=closed), "dated": dated}


def _together(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures of several groups as one row."""
    held = list(rows)
    return {name: sum(row[name] or 0 for row in held) for name in (*COUNTED, "days", "dated")}


def made(row: Mapping[str, Any], name: str = "") -> Statistics:
    """Return a counted row as figures."""
    return Statistics(
        str(row.get("key", "")),
        name,
        row["due"],
        row["closed"],
        row["on_time"],
        row["overdue"],
        row["returned"],
        row["days"] / row["dated"] if row["dated"] else None,
    )


def _names(by: str, keys: Iterable[Any], area: int | None) -> dict[Any, str]:
    if by == "unit":
        return {unit.pk: named(unit) for unit in Unit.objects.filter(pk__in=list(keys))}
    if by == "source":
        return {kind.value: str(kind.label) for kind in SourceKind}
    if by == MONTH or area is None:
        return {}
    return {kind.code: named(kind) for kind in rules_for(area).kinds.kinds}
