"""Practice cards and study trips over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from leitai.apps.benchmarks.models import Practice, StudyTrip, TripMeasure
from leitai.apps.benchmarks.selectors.learning import (
    practice_for,
    practices_for,
    trip_for,
    trips_for,
)
from leitai.apps.paging import PageInfo, cut

router = Router(tags=["learning"])


class PracticeOut(Schema):
    """A practice of another place and what was made of it."""

    id: int
    unit_id: int
    unit: str
    title: str
    topic: str
    source: str
    done_there: str
    figures: list[str]
    adaptation: str
    responsible: str | None
    responsible_person: str
    source_text: str
    state: str
    decision: str


class PracticesOut(Schema):
    page: PageInfo
    items: list[PracticeOut]


class MeasureOut(Schema):
    """A measure of a trip; ``light`` is red when overdue, yellow within a week of its day."""

    id: int
    text: str
    unit_id: int
    unit: str
    person: str
    due: dt.date
    state: str
    light: str
    result: str


class TripOut(Schema):
    """A study trip with the measures that are open to the person."""

    id: int
    unit_id: int
    unit: str
    title: str
    host: str
    begins: dt.date
    ends: dt.date
    led_by: str
    people: int
    questions: str
    findings: str
    none_because: str
    state: str
    awaits_report: bool
    measures: list[MeasureOut]


class TripsOut(Schema):
    page: PageInfo
    items: list[TripOut]


@router.get("/practices", response=PracticesOut, summary="Practice cards")
def list_practices(
    request: HttpRequest, state: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the cards that the person may open, the newest first; withdrawn ones only if asked."""
    if state and state not in Practice.State.values:
        raise Http404
    return cut(practices_for(request.user, state=state), limit, offset, practice_out)


@router.get("/practices/{int:practice_id}", response=PracticeOut, summary="A practice card")
def get_practice(request: HttpRequest, practice_id: int) -> PracticeOut:
    """Give one card."""
    card = practice_for(request.user, practice_id)
    if card is None:
        raise Http404
    return practice_out(card)


@router.get("/trips", response=TripsOut, summary="Study trips")
def list_trips(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the trips that the person may open with their measures."""
    return cut(trips_for(request.user), limit, offset, trip_out)


@router.get("/trips/{int:trip_id}", response=TripOut, summary="A study trip")
def get_trip(request: HttpRequest, trip_id: int) -> TripOut:
    """Give one trip."""
    trip = trip_for(request.user, trip_id)
    if trip is None:
        raise Http404
    return trip_out(trip)


def practice_out(card: Practice) -> PracticeOut:
    return PracticeOut(
        id=card.pk,
        unit_id=card.unit_id,
        unit=card.unit.name,
        title=card.title,
        topic=card.topic,
        source=card.source_name,
        done_there=card.done_there,
        figures=list(card.figures),
        adaptation=card.adaptation,
        responsible=card.responsible.name if card.responsible else None,
        responsible_person=card.responsible_person,
        source_text=card.source_text,
        state=card.state,
        decision=card.decision,
    )


def trip_out(trip: StudyTrip) -> TripOut:
    today = timezone.localdate()
    return TripOut(
        id=trip.pk,
        unit_id=trip.unit_id,
        unit=trip.unit.name,
        title=trip.title,
        host=trip.host_name,
        begins=trip.begins,
        ends=trip.ends,
        led_by=trip.led_by,
        people=trip.people,
        questions=trip.questions,
        findings=trip.findings,
        none_because=trip.none_because,
        state=trip.state,
        awaits_report=trip.awaits_report(today),
        measures=[_measure_out(each, today) for each in trip.seen],  # type: ignore[attr-defined]
    )


def _measure_out(measure: TripMeasure, today: dt.date) -> MeasureOut:
    return MeasureOut(
        id=measure.pk,
        text=measure.text,
        unit_id=measure.unit_id,
        unit=measure.unit.name,
        person=measure.person,
        due=measure.due,
        state=measure.state,
        light=measure.light(today),
        result=measure.result,
    )
