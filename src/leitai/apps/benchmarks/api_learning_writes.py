"""Writing practice cards and study trips over HTTP: on the router that reads them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from leitai.apps.benchmarks.api_learning import (
    PracticeOut,
    TripOut,
    practice_out,
    router,
    trip_out,
)
from leitai.apps.benchmarks.models import Practice, StudyTrip
from leitai.apps.benchmarks.selectors.learning import (
    keeping_units,
    measure_for,
    practice_for,
    trip_for,
)
from leitai.apps.benchmarks.services import (
    add_measure,
    cancel_trip,
    close_measure,
    decide_practice,
    note_practice,
    plan_trip,
    report_trip,
    revise_practice,
    withdraw_practice,
)
from leitai.apps.benchmarks.services.trips import NewMeasure
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit
from leitai.apps.units.selectors import subtree_ids

__all__ = ["router"]

KEEP_CARDS, KEEP_TRIPS = "benchmarks.keep_practices", "benchmarks.keep_trips"


class PracticeIn(Schema):
    """A card; ``figures`` are lines as the source prints them."""

    unit_id: int
    title: str
    source_name: str
    done_there: str
    source_text: str
    topic: str = ""
    figures: list[str] = []
    adaptation: str = ""
    responsible_id: int | None = None
    responsible_person: str = ""
    trip_id: int | None = None


class PracticeChangeIn(Schema):
    """What is given is changed; the words before stay in the record."""

    reason: str
    title: str | None = None
    topic: str | None = None
    adaptation: str | None = None
    figures: list[str] | None = None
    responsible_id: int | None = None
    responsible_person: str | None = None


class DecisionIn(Schema):
    adopt: bool
    decision: str


class ReasonIn(Schema):
    reason: str


class TripIn(Schema):
    """A trip as it is planned, with the questions that it shall answer."""

    unit_id: int
    title: str
    host_name: str
    begins: dt.date
    ends: dt.date
    led_by: str
    questions: str
    people: int = 1


class MeasureIn(Schema):
    text: str
    unit_id: int
    person: str
    due: dt.date


class ReportIn(Schema):
    """What a trip brought: measures, or why none follows."""

    findings: str
    measures: list[MeasureIn] = []
    none_because: str = ""


class ClosingIn(Schema):
    """``done`` with its result, or dropped with the reason."""

    done: bool
    result: str


def _keeper(request: HttpRequest, pk: int, permission: str) -> Unit:
    """Return a unit for which the person keeps cards or trips.

    Raises:
        Http404: for any other.
    """
    unit = next((one for one in keeping_units(request.user, permission) if one.pk == pk), None)
    if unit is None:
        raise Http404
    return unit


def _below(unit: Unit, pk: int) -> Unit:
    found = Unit.objects.filter(pk__in=subtree_ids([unit.pk])).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _card(request: HttpRequest, pk: int, permission: str) -> Practice:
    card = practice_for(request.user, pk)
    if card is None or not request.user.has_perm(permission, card.unit):
        raise Http404
    return card


def _trip(request: HttpRequest, pk: int) -> StudyTrip:
    trip = trip_for(request.user, pk)
    if trip is None or not request.user.has_perm(KEEP_TRIPS, trip.unit):
        raise Http404
    return trip


def _measure(trip: StudyTrip, body: MeasureIn) -> NewMeasure:
    return NewMeasure(body.text[:300], _below(trip.unit, body.unit_id), body.person[:40], body.due)


def _shown(request: HttpRequest, trip: StudyTrip) -> TripOut:
    found = trip_for(request.user, trip.pk)
    assert found is not None
    return trip_out(found)


@router.post("/practices", response=PracticeOut, summary="Note a practice")
def note(request: HttpRequest, body: PracticeIn) -> PracticeOut:
    """Note a practice of another place on a card."""
    need_scope(request, Scope.UPLOAD)
    unit = _keeper(request, body.unit_id, KEEP_CARDS)
    trip = None
    if body.trip_id is not None:
        trip = trip_for(request.user, body.trip_id)
        if trip is None:
            raise Http404
    card = note_practice(
        act_of(request), unit=unit, title=body.title[:120], source_name=body.source_name[:80],
        done_there=body.done_there[:2000], source_text=body.source_text[:300],
        topic=body.topic[:40], figures=body.figures[:20], adaptation=body.adaptation[:2000],
        responsible=_below(unit, body.responsible_id) if body.responsible_id else None,
        responsible_person=body.responsible_person[:40], trip=trip,
    )  # fmt: skip
    return practice_out(card)


@router.post("/practices/{int:practice_id}/revise", response=PracticeOut, summary="Correct a card")
def revise(request: HttpRequest, practice_id: int, body: PracticeChangeIn) -> PracticeOut:
    """Correct a card, or say how it is adapted and who does it."""
    need_scope(request, Scope.UPLOAD)
    card = _card(request, practice_id, KEEP_CARDS)
    limits = {"title": 120, "topic": 40, "adaptation": 2000, "responsible_person": 40}
    changes: dict[str, Any] = {
        name: getattr(body, name)[:limit]
        for name, limit in limits.items()
        if getattr(body, name) is not None
    }
    if body.figures is not None:
        changes["figures"] = [line.strip() for line in body.figures[:20] if line.strip()]
    if body.responsible_id is not None:
        changes["responsible"] = _below(card.unit, body.responsible_id)
    revise_practice(act_of(request), practice=card, reason=body.reason[:300], changes=changes)
    return practice_out(_card(request, practice_id, KEEP_CARDS))


@router.post("/practices/{int:practice_id}/decide", response=PracticeOut, summary="Adopt it or not")
def decide(request: HttpRequest, practice_id: int, body: DecisionIn) -> PracticeOut:
    """Adopt a practice, or decide not to, with the reason."""
    need_scope(request, Scope.COMPUTE)
    card = _card(request, practice_id, "benchmarks.decide_practice")
    return practice_out(
        decide_practice(
            act_of(request), practice=card, adopt=body.adopt, decision=body.decision[:300]
        )
    )


@router.post(
    "/practices/{int:practice_id}/withdraw", response=PracticeOut, summary="Withdraw a card"
)
def withdraw(request: HttpRequest, practice_id: int, body: ReasonIn) -> PracticeOut:
    """Take a card off the list, with a reason."""
    need_scope(request, Scope.UPLOAD)
    card = _card(request, practice_id, KEEP_CARDS)
    return practice_out(withdraw_practice(act_of(request), practice=card, reason=body.reason[:300]))


@router.post("/trips", response=TripOut, summary="Plan a trip")
def plan(request: HttpRequest, body: TripIn) -> TripOut:
    """Plan a trip with the questions that it shall answer."""
    need_scope(request, Scope.UPLOAD)
    trip = plan_trip(
        act_of(request), unit=_keeper(request, body.unit_id, KEEP_TRIPS), title=body.title[:120],
        host_name=body.host_name[:80], begins=body.begins, ends=body.ends, led_by=body.led_by[:40],
        questions=body.questions[:2000], people=body.people,
    )  # fmt: skip
    return _shown(request, trip)


@router.post("/trips/{int:trip_id}/report", response=TripOut, summary="Report a trip")
def report(request: HttpRequest, trip_id: int, body: ReportIn) -> TripOut:
    """Report what a trip brought, with its measures, or why none follows."""
    need_scope(request, Scope.UPLOAD)
    trip = _trip(request, trip_id)
    report_trip(
        act_of(request), trip=trip, findings=body.findings[:4000],
        measures=[_measure(trip, each) for each in body.measures[:50]],
        none_because=body.none_because[:300],
    )  # fmt: skip
    return _shown(request, trip)


@router.post("/trips/{int:trip_id}/measures", response=TripOut, summary="Add a measure")
def add(request: HttpRequest, trip_id: int, body: MeasureIn) -> TripOut:
    """Add a measure to a trip that was reported."""
    need_scope(request, Scope.UPLOAD)
    trip = _trip(request, trip_id)
    add_measure(act_of(request), trip=trip, measure=_measure(trip, body))
    return _shown(request, trip)


@router.post("/trips/{int:trip_id}/cancel", response=TripOut, summary="Call a trip off")
def cancel(request: HttpRequest, trip_id: int, body: ReasonIn) -> TripOut:
    """Call a planned trip off, with a reason."""
    need_scope(request, Scope.UPLOAD)
    trip = _trip(request, trip_id)
    cancel_trip(act_of(request), trip=trip, reason=body.reason[:300])
    return _shown(request, trip)


@router.post("/trips/measures/{int:measure_id}/close", response=TripOut, summary="Close a measure")
def close(request: HttpRequest, measure_id: int, body: ClosingIn) -> TripOut:
    """Close a measure as done, with what came of it, or as dropped, with the reason."""
    need_scope(request, Scope.UPLOAD)
    measure = measure_for(request.user, measure_id)
    if measure is None:
        raise Http404
    keeper = measure.unit if body.done else measure.trip.unit
    if not request.user.has_perm(KEEP_TRIPS, keeper):
        raise Http404
    close_measure(act_of(request), measure=measure, done=body.done, result=body.result[:300])
    return _shown(request, measure.trip)
