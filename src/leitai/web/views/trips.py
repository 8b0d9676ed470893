"""Study trips: the list, one trip, planning, reporting, and closing measures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.benchmarks.models import StudyTrip, TripMeasure
from leitai.apps.benchmarks.selectors.learning import (
    keeping_units,
    measure_for,
    overdue,
    trip_for,
    trips_for,
)
from leitai.apps.benchmarks.services import (
    add_measure,
    cancel_trip,
    close_measure,
    plan_trip,
    report_trip,
)
from leitai.apps.benchmarks.services.trips import NewMeasure
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids
from leitai.web.acts import act_from
from leitai.web.benchmark_tables import measures_table, trips_table
from leitai.web.matter_desk import desk_area
from leitai.web.sentences.learning import trips_sentence
from leitai.web.tables import table_file
from leitai.web.views.practices import area_text

KEEP = "benchmarks.keep_trips"
#: Measures that a report offers room for; more are added afterwards.
ROOM = 3


def day(required: bool = True, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class PlanForm(forms.Form):
    """A trip as it is planned."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Who goes"))
    title = forms.CharField(max_length=120, label=gettext_lazy("Title"))
    host_name = forms.CharField(max_length=80, label=gettext_lazy("Whom they visit"))
    begins = day(label=gettext_lazy("First day"))
    ends = day(label=gettext_lazy("Last day"))
    led_by = forms.CharField(max_length=40, label=gettext_lazy("Led by"))
    people = forms.IntegerField(
        min_value=1, max_value=500, initial=1, label=gettext_lazy("How many go")
    )
    questions = forms.CharField(
        max_length=2000, widget=area_text(3), label=gettext_lazy("What they want to know")
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [unit.pk for unit in keeping_units(user, KEEP)]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]


class MeasureForm(forms.Form):
    """What is to be done, who does it, by when."""

    text = forms.CharField(max_length=300, label=gettext_lazy("Measure to take"))
    owner = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Responsible unit"))
    person = forms.CharField(max_length=40, label=gettext_lazy("Person in charge"))
    due = day(label=gettext_lazy("Due on"))

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=subtree_ids([unit.pk])
        )

    def measure(self) -> NewMeasure:
        """The measure that the form describes."""
        given = self.cleaned_data
        return NewMeasure(given["text"], given["owner"], given["person"], given["due"])


class ReportForm(forms.Form):
    """What a trip brought."""

    findings = forms.CharField(
        max_length=4000, widget=area_text(4), label=gettext_lazy("What was found")
    )
    none_because = forms.CharField(
        max_length=300, required=False, label=gettext_lazy("Why no measure follows, if none does")
    )


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the trips that the reader may open, with the measures that are due."""
    return _list(request, None)


def _list(request: HttpRequest, form: PlanForm | None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    trips = trips_for(request.user)
    rows = [(trip, trip.awaits_report(today), _counts(trip, today)) for trip in trips]
    late = overdue(trips, today)
    if file := table_file(
        request, lambda: trips_table(rows), overdue=lambda: measures_table(None, late)
    ):
        return file
    may = bool(keeping_units(request.user, KEEP))
    if may and form is None:
        form = PlanForm(request.user)
    return render(
        request,
        "benchmarks/trips.html",
        {
            "trips": rows,
            "late": late,
            "form": form if may else None,
            "sentence": trips_sentence(trips, today),
        },
        status=status,
    )


def _counts(trip: StudyTrip, today: dt.date) -> dict[str, int]:
    lights = [measure.light(today) for measure in trip.seen]  # type: ignore[attr-defined]
    return {
        "all": len(lights),
        "done": lights.count("green") + lights.count("grey"),
        "late": lights.count("red"),
    }


@require_POST
@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a trip."""
    if not keeping_units(request.user, KEEP):
        raise Http404
    form = PlanForm(request.user, request.POST)
    if form.is_valid():
        try:
            trip = plan_trip(act_from(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
    if not form.is_valid():
        return _list(request, form, 422)
    messages.success(request, _("The trip is planned."))
    return HttpResponseRedirect(reverse("benchmark_trip", args=[trip.pk]))


def _trip(request: HttpRequest, pk: int) -> StudyTrip:
    trip = trip_for(request.user, pk)
    if trip is None:
        raise Http404
    return trip


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a trip with what it brought and its measures."""
    trip = _trip(request, pk)
    seen: list[TripMeasure] = trip.seen  # type: ignore[attr-defined]
    if file := table_file(request, lambda: measures_table(trip, seen)):
        return file
    return _show(request, trip)


def _show(
    request: HttpRequest,
    trip: StudyTrip,
    report_form: ReportForm | None = None,
    rooms: list[MeasureForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    keeps = request.user.has_perm(KEEP, trip.unit)
    planned = keeps and trip.state == StudyTrip.State.PLANNED
    reported = keeps and trip.state == StudyTrip.State.REPORTED
    if rooms is None:
        rooms = _rooms(trip, None, ROOM if planned else 1)
    return render(
        request,
        "benchmarks/trip.html",
        {
            "trip": trip,
            "awaits": trip.awaits_report(today),
            "measures": [
                (measure, measure.light(today), request.user.has_perm(KEEP, measure.unit))
                for measure in trip.seen  # type: ignore[attr-defined]
            ],
            "planned": planned,
            "reported": reported,
            "keeps": keeps,
            "registers": desk_area(request) is not None,
            "report_form": report_form or ReportForm(),
            "rooms": rooms,
        },
        status=status,
    )


def _rooms(trip: StudyTrip, data: Any, count: int) -> list[MeasureForm]:
    """Forms of measures, numbered; those left empty do not count."""
    return [
        MeasureForm(
            trip.unit, data, prefix=f"m{at}", empty_permitted=True, use_required_attribute=False
        )
        for at in range(count)
    ]


@require_POST
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report what a trip brought, with its measures."""
    trip = _trip(request, pk)
    form = ReportForm(request.POST)
    rooms = _rooms(trip, request.POST, ROOM)
    good = all([form.is_valid(), *(room.is_valid() for room in rooms)])
    if good:
        given = form.cleaned_data
        try:
            report_trip(
                act_from(request),
                trip=trip,
                findings=given["findings"],
                none_because=given["none_because"],
                measures=[room.measure() for room in rooms if room.has_changed()],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
            good = False
    if not good:
        return _show(request, trip, form, rooms, 422)
    messages.success(request, _("The trip is reported."))
    return HttpResponseRedirect(reverse("benchmark_trip", args=[pk]))


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a measure to a reported trip."""
    trip = _trip(request, pk)
    (room,) = rooms = _rooms(trip, request.POST, 1)
    room.empty_permitted = False
    if room.is_valid():
        try:
            add_measure(act_from(request), trip=trip, measure=room.measure())
        except RefusedError as error:
            room.add_error(None, str(error))
    if not room.is_valid():
        return _show(request, trip, rooms=rooms, status=422)
    messages.success(request, _("The measure is added."))
    return HttpResponseRedirect(reverse("benchmark_trip", args=[pk]))


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a measure as done or dropped."""
    measure = measure_for(request.user, pk)
    if measure is None:
        raise Http404
    done = request.POST.get("outcome") != "dropped"
    try:
        close_measure(
            act_from(request),
            measure=measure,
            done=done,
            result=request.POST.get("result", "")[:300],
        )
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The measure is closed."))
    return HttpResponseRedirect(reverse("benchmark_trip", args=[measure.trip_id]))


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a planned trip off."""
    trip = _trip(request, pk)
    try:
        cancel_trip(act_from(request), trip=trip, reason=request.POST.get("reason", "")[:300])
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The trip is called off."))
    return HttpResponseRedirect(reverse("benchmark_trip", args=[pk]))
