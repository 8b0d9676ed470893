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

from django.db.models import Avg, Count, DateField, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Cast, TruncMonth

from leitai.apps.language import named
from leitai.apps.matters.life import State
from leitai.apps.matters.models import Matter, SourceKind
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import judged, matters_for
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.units.models import Unit

#: What matters are counted by, and the column of it.
GROUPINGS: Mapping[str, str] = {
    "unit": "lead_unit_id",
    "kind": "kind",
    "source": "source_kind",
}
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
    return matters.filter(due__range=(start, end)).exclude(
        state__in=[State.DRAFT, State.SUSPENDED, State.WITHDRAWN, State.MERGED]
    )


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
    seen = Matter.objects.visible_to(user)
    if area is not None:
        seen = seen.filter(area_id=area)
    row = due_in(seen, start, end).order_by().aggregate(**_figures(day))
    return made(row)


def grouped_statistics(
    user: Any,
    by: str,
    start: dt.date,
    end: dt.date,
    day: dt.date,
    area: int | None = None,
) -> list[Statistics]:
    """Return the figures by unit, kind or source, the most due first; two or three queries.

    Raises:
        KeyError: for another grouping.
    """
    seen = Matter.objects.visible_to(user)
    if area is not None:
        seen = seen.filter(area_id=area)
    rows = grouped(due_in(seen, start, end), by, day)
    names = _names(by, [row["key"] for row in rows], area)
    return [made(row, names.get(row["key"], str(row["key"]))) for row in rows]


def monthly_statistics(
    user: Any, start: dt.date, end: dt.date, day: dt.date, area: int | None = None
) -> list[Statistics]:
    """Return the figures by the month of the due day, in its order; the key is 2026-10."""
    seen = Matter.objects.visible_to(user)
    if area is not None:
        seen = seen.filter(area_id=area)
    rows = (
        due_in(seen, start, end)
        .order_by()
        .annotate(month=TruncMonth("due"))
        .values(key=F("month"))
        .annotate(**_figures(day))
        .order_by("key")
    )
    return [made({**row, "key": f"{row['key']:%Y-%m}"}, f"{row['key']:%Y-%m}") for row in rows]


def grouped(matters: QuerySet[Matter], by: str, day: dt.date) -> list[dict[str, Any]]:
    """Count given matters by a grouping: rows with ``key`` and the figures."""
    rows = (
        matters.order_by()
        .values(key=F(GROUPINGS[by]))
        .annotate(**_figures(day))
        .order_by("-due", "key")
    )
    return [dict(row) for row in rows]


def _figures(day: dt.date) -> dict[str, Any]:
    days = ExpressionWrapper(
        F("accepted_on") - Cast("assigned_on", DateField()), output_field=DurationField()
    )
    figures: dict[str, Any] = {what: Count("pk", filter=counted(what, day)) for what in COUNTED}
    return {**figures, "mean_days": Avg(days, filter=counted("closed", day))}


def made(row: Mapping[str, Any], name: str = "") -> Statistics:
    """Return a counted row as figures."""
    mean = row["mean_days"]
    return Statistics(
        str(row.get("key", "")),
        name,
        row["due"],
        row["closed"],
        row["on_time"],
        row["overdue"],
        row["returned"],
        mean / dt.timedelta(days=1) if mean is not None else None,
    )


def _names(by: str, keys: Iterable[Any], area: int | None) -> dict[Any, str]:
    if by == "unit":
        return {unit.pk: named(unit) for unit in Unit.objects.filter(pk__in=list(keys))}
    if by == "source":
        return {kind.value: str(kind.label) for kind in SourceKind}
    if area is None:
        return {}
    return {kind.code: named(kind) for kind in rules_for(area).kinds.kinds}
