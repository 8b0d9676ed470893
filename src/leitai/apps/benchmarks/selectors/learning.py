"""Practice cards and study trips, as far as a reader may know of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch, Q

from leitai.apps.benchmarks.models import Practice, StudyTrip, TripMeasure
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


def practices_for(user: Any, *, state: str = "") -> list[Practice]:
    """Return the cards that the user may open, the newest first; withdrawn ones only if asked."""
    rows = Practice.objects.visible_to(user).select_related(
        "unit", "source_unit", "responsible", "entered_by", "decided_by"
    )
    rows = rows.filter(state=state) if state else rows.exclude(state=Practice.State.WITHDRAWN)
    return list(rows)


def practice_for(user: Any, pk: int) -> Practice | None:
    """Return a card that the user may open, or None."""
    return (
        Practice.objects.visible_to(user)
        .filter(pk=pk)
        .select_related("unit", "source_unit", "responsible", "entered_by", "decided_by")
        .first()
    )


def _seen_measures(user: Any) -> Any:
    """Measures of the trips of the user's units, and those of the user's units on other trips."""
    mine = subtree_ids(list(unit_roots(user)))
    return TripMeasure.objects.filter(Q(trip__unit__in=mine) | Q(unit__in=mine)).select_related(
        "unit", "closed_by"
    )


def trips_for(user: Any) -> list[StudyTrip]:
    """Return the trips that the user may open with the measures open to them. Two queries."""
    return list(
        StudyTrip.objects.visible_to(user)
        .select_related("unit", "host", "planned_by", "reported_by")
        .prefetch_related(Prefetch("measures", queryset=_seen_measures(user), to_attr="seen"))
    )


def trip_for(user: Any, pk: int) -> StudyTrip | None:
    """Return a trip that the user may open with its measures and cards open to them, or None."""
    cards = Practice.objects.visible_to(user).exclude(state=Practice.State.WITHDRAWN)
    return (
        StudyTrip.objects.visible_to(user)
        .filter(pk=pk)
        .select_related("unit", "host", "planned_by", "reported_by")
        .prefetch_related(
            Prefetch("measures", queryset=_seen_measures(user), to_attr="seen"),
            Prefetch("practices", queryset=cards, to_attr="cards"),
        )
        .first()
    )


def measure_for(user: Any, pk: int) -> TripMeasure | None:
    """Return a measure that the user may open, or None."""
    found: TripMeasure | None = (
        _seen_measures(user).select_related("trip__unit", "unit").filter(pk=pk).first()
    )
    return found


def keeping_units(user: Any, permission: str) -> list[Unit]:
    """Return the units for which the user keeps cards or trips, in customary order."""
    units = Unit.objects.filter(pk__in=unit_roots(user))
    return [unit for unit in units if user.has_perm(permission, unit)]


def overdue(trips: list[StudyTrip], today: dt.date) -> list[TripMeasure]:
    """Return the open measures whose day has passed, the oldest first."""
    late = [
        measure
        for trip in trips
        for measure in trip.seen  # type: ignore[attr-defined]
        if measure.state == TripMeasure.State.OPEN and measure.due < today
    ]
    return sorted(late, key=lambda measure: (measure.due, measure.pk))
