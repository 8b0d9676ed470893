"""Planning trips to learn, reporting them, and closing the measures that they end in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.models import StudyTrip, TripMeasure
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under

State = StudyTrip.State


@dataclass(frozen=True)
class NewMeasure:
    """What is to be done, by which unit and person, by which day."""

    text: str
    unit: Unit
    person: str
    due: dt.date


@verb("benchmark.plan_trip")
def plan_trip(
    act: Act,
    *,
    unit: Unit,
    title: str,
    host_name: str,
    begins: dt.date,
    ends: dt.date,
    led_by: str,
    questions: str,
    people: int = 1,
    host: Unit | None = None,
) -> StudyTrip:
    """Plan a trip with the questions that it shall answer.

    Raises:
        RefusedError: when something that a plan needs is missing, or it ends before it begins.
    """
    act.require("benchmarks.keep_trips", unit)
    if not all(text.strip() for text in (title, host_name, led_by, questions)):
        raise RefusedError(
            _("A trip needs a title, whom they visit, who leads, and what they want to know.")
        )
    if ends < begins:
        raise RefusedError(_("The trip ends before it begins."))
    if people < 1:
        raise RefusedError(_("Somebody must go."))
    trip = StudyTrip.objects.create(
        unit=unit, title=title.strip(), host=host, host_name=host_name.strip(), begins=begins,
        ends=ends, led_by=led_by.strip(), people=people, questions=questions.strip(),
        planned_by=act.actor, planned_at=act.at,
    )  # fmt: skip
    act.note(unit=str(unit), name=trip.title, host=trip.host_name, begins=begins.isoformat())
    return trip


@verb("benchmark.report_trip")
def report_trip(
    act: Act,
    *,
    trip: StudyTrip,
    findings: str,
    measures: Sequence[NewMeasure] = (),
    none_because: str = "",
) -> StudyTrip:
    """Report what a trip brought, with its measures, or why none follow.

    Raises:
        RefusedError: before the trip begins, without findings, and with neither measures nor a
            reason why there are none.
    """
    act.require("benchmarks.keep_trips", trip.unit)
    trip = _planned(trip)
    if act.at.date() < trip.begins:
        raise RefusedError(_("The trip has not begun yet."))
    if not findings.strip():
        raise RefusedError(_("Say what was found."))
    if not measures and not none_because.strip():
        raise RefusedError(_("Name at least one measure with its owner, or say why none follows."))
    trip.findings, trip.none_because = findings.strip(), none_because.strip()
    trip.state, trip.reported_by, trip.reported_at = State.REPORTED, act.actor, act.at
    trip.save(update_fields=["findings", "none_because", "state", "reported_by", "reported_at"])
    for measure in measures:
        _add(trip, measure)
    act.note(name=trip.title, measures=len(measures), reason=none_because)
    return trip


@verb("benchmark.add_measure")
def add_measure(act: Act, *, trip: StudyTrip, measure: NewMeasure) -> TripMeasure:
    """Add a measure to a trip that was reported."""
    act.require("benchmarks.keep_trips", trip.unit)
    trip = StudyTrip.objects.select_for_update(of=("self",)).select_related("unit").get(pk=trip.pk)
    if trip.state != State.REPORTED:
        raise RefusedError(_("Report the trip first."))
    made = _add(trip, measure)
    act.note(name=trip.title, text=made.text, unit=str(made.unit), due=made.due.isoformat())
    return made


@verb("benchmark.close_measure")
def close_measure(act: Act, *, measure: TripMeasure, done: bool, result: str) -> TripMeasure:
    """Close a measure as done, with its result, or as dropped, with the reason.

    Dropping is for those who keep the trip; the owner reports what is done.
    """
    act.require("benchmarks.keep_trips", measure.unit if done else measure.trip.unit)
    measure = (
        TripMeasure.objects.select_for_update(of=("self",))
        .select_related("unit", "trip__unit")
        .get(pk=measure.pk)
    )
    if measure.state != TripMeasure.State.OPEN:
        raise RefusedError(_("“%(text)s” is closed already.") % {"text": measure})
    if not result.strip():
        raise RefusedError(_("Say what came of it."))
    measure.state = TripMeasure.State.DONE if done else TripMeasure.State.DROPPED
    measure.result, measure.closed_by, measure.closed_at = result.strip(), act.actor, act.at
    measure.save(update_fields=["state", "result", "closed_by", "closed_at"])
    act.note(name=measure.trip.title, text=measure.text, new=measure.state, reason=result)
    return measure


@verb("benchmark.cancel_trip")
def cancel_trip(act: Act, *, trip: StudyTrip, reason: str) -> StudyTrip:
    """Call a planned trip off."""
    act.require("benchmarks.keep_trips", trip.unit)
    trip = _planned(trip)
    if not reason.strip():
        raise RefusedError(_("Give the reason for calling it off."))
    trip.state, trip.none_because = State.CANCELLED, reason.strip()
    trip.save(update_fields=["state", "none_because"])
    act.note(name=trip.title, reason=reason)
    return trip


def _planned(trip: StudyTrip) -> StudyTrip:
    found = StudyTrip.objects.select_for_update(of=("self",)).select_related("unit").get(pk=trip.pk)
    if found.state != State.PLANNED:
        raise RefusedError(
            _("The trip “%(name)s” is not planned any more: %(state)s.")
            % {"name": found, "state": found.get_state_display()}
        )
    return found


def _add(trip: StudyTrip, measure: NewMeasure) -> TripMeasure:
    if not measure.text.strip() or not measure.person.strip():
        raise RefusedError(_("A measure says what is done and who does it."))
    if not is_under(measure.unit.pk, {trip.unit_id}):
        raise RefusedError(
            _("%(owner)s does not belong to %(unit)s.") % {"owner": measure.unit, "unit": trip.unit}
        )
    if measure.due < trip.begins:
        raise RefusedError(_("A measure cannot be due before the trip."))
    return TripMeasure.objects.create(
        trip=trip, text=measure.text.strip(), unit=measure.unit, person=measure.person.strip(),
        due=measure.due,
    )  # fmt: skip
