"""Practice cards: the list, one card, noting, correcting and deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.benchmarks.models import Practice, StudyTrip
from leitai.apps.benchmarks.selectors.learning import (
    keeping_units,
    practice_for,
    practices_for,
    trip_for,
    trips_for,
)
from leitai.apps.benchmarks.services import (
    decide_practice,
    note_practice,
    revise_practice,
    withdraw_practice,
)
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids
from leitai.web.acts import act_from
from leitai.web.benchmark_tables import practices_table
from leitai.web.sentences.learning import practices_sentence
from leitai.web.tables import table_file

KEEP = "benchmarks.keep_practices"


def area_text(rows: int) -> forms.Textarea:
    """Return a field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class ReviseForm(forms.Form):
    """What a card says about adapting it; the words of the source stay as they were noted."""

    adaptation = forms.CharField(
        max_length=2000, required=False, widget=area_text(3), label=gettext_lazy("How we adapt it")
    )
    responsible = forms.ModelChoiceField(
        Unit.objects.none(), required=False, label=gettext_lazy("Who does it")
    )
    responsible_person = forms.CharField(
        max_length=40, required=False, label=gettext_lazy("Person in charge")
    )
    reason = forms.CharField(max_length=300, label=gettext_lazy("Reason for the change"))

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=subtree_ids([unit.pk])
        )


class NoteForm(forms.Form):
    """A new card."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("For which unit"))
    title = forms.CharField(max_length=120, label=gettext_lazy("Title"))
    topic = forms.CharField(max_length=40, required=False, label=gettext_lazy("Topic"))
    source_name = forms.CharField(max_length=80, label=gettext_lazy("Whose practice"))
    done_there = forms.CharField(
        max_length=2000, widget=area_text(4), label=gettext_lazy("What they did")
    )
    figures = forms.CharField(
        max_length=1000,
        required=False,
        widget=area_text(3),
        label=gettext_lazy("Figures"),
        help_text=gettext_lazy("one a line, as the source prints them"),
    )
    adaptation = forms.CharField(
        max_length=2000, required=False, widget=area_text(3), label=gettext_lazy("How we adapt it")
    )
    source_text = forms.CharField(max_length=300, label=gettext_lazy("Where it is told"))
    trip = forms.ModelChoiceField(
        StudyTrip.objects.none(), required=False, label=gettext_lazy("Seen on the trip")
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [unit.pk for unit in keeping_units(user, KEEP)]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]
        seen = [trip.pk for trip in trips_for(user) if trip.unit_id in units]
        self.fields["trip"].queryset = StudyTrip.objects.filter(pk__in=seen)  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """Adopting a practice or not."""

    adopt = forms.ChoiceField(
        choices=(("yes", gettext_lazy("adopt it")), ("no", gettext_lazy("do not adopt it"))),
        label=gettext_lazy("Adopt it or not"),
    )
    decision = forms.CharField(max_length=300, label=gettext_lazy("Reason"))


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the cards that the reader may open."""
    return _list(request, None)


def _list(request: HttpRequest, form: NoteForm | None, status: int = 200) -> HttpResponse:
    state = request.GET.get("state", "")
    if state and state not in Practice.State.values:
        raise Http404
    every = practices_for(request.user)
    cards = practices_for(request.user, state=state) if state else every
    if file := table_file(request, lambda: practices_table(cards)):
        return file
    may = bool(keeping_units(request.user, KEEP))
    if may and form is None:
        form = NoteForm(request.user)
    return render(
        request,
        "benchmarks/practices.html",
        {
            "cards": cards,
            "state": state,
            "states": Practice.State.choices,
            "form": form if may else None,
            "sentence": practices_sentence(every),
        },
        status=status,
    )


@require_POST
@login_required
def note(request: HttpRequest) -> HttpResponse:
    """Note a practice on a card."""
    if not keeping_units(request.user, KEEP):
        raise Http404
    form = NoteForm(request.user, request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["figures"] = given["figures"].splitlines()
        try:
            card = note_practice(act_from(request), **given)
        except RefusedError as error:
            form.add_error(None, str(error))
    if not form.is_valid():
        return _list(request, form, 422)
    messages.success(request, _("The card is noted."))
    return HttpResponseRedirect(reverse("benchmark_practice", args=[card.pk]))


def _card(request: HttpRequest, pk: int) -> Practice:
    card = practice_for(request.user, pk)
    if card is None:
        raise Http404
    return card


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a card."""
    return _show(request, _card(request, pk))


def _show(
    request: HttpRequest,
    card: Practice,
    revise: ReviseForm | None = None,
    decide: DecideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    open_ = card.state != Practice.State.WITHDRAWN
    keeps = open_ and request.user.has_perm(KEEP, card.unit)
    decides = open_ and request.user.has_perm("benchmarks.decide_practice", card.unit)
    if keeps and revise is None:
        revise = ReviseForm(
            card.unit,
            initial={
                "adaptation": card.adaptation,
                "responsible": card.responsible_id,
                "responsible_person": card.responsible_person,
            },
        )
    return render(
        request,
        "benchmarks/practice.html",
        {
            "card": card,
            # A card may be open where the trip is not: then nothing tells of the trip.
            "trip": trip_for(request.user, card.trip_id) if card.trip_id else None,
            "revise": revise if keeps else None,
            "decide": (decide or DecideForm()) if decides else None,
        },
        status=status,
    )


@require_POST
@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a practice is adapted and who does it."""
    card = _card(request, pk)
    form = ReviseForm(card.unit, request.POST)
    if form.is_valid():
        try:
            given = dict(form.cleaned_data)
            reason = given.pop("reason")
            revise_practice(act_from(request), practice=card, reason=reason, changes=given)
        except RefusedError as error:
            form.add_error(None, str(error))
    if not form.is_valid():
        return _show(request, card, revise=form, status=422)
    messages.success(request, _("The card is changed; what it said before stays in the record."))
    return HttpResponseRedirect(reverse("benchmark_practice", args=[pk]))


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt a practice, or decide not to."""
    card = _card(request, pk)
    form = DecideForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            decide_practice(
                act_from(request),
                practice=card,
                adopt=given["adopt"] == "yes",
                decision=given["decision"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
    if not form.is_valid():
        return _show(request, card, decide=form, status=422)
    messages.success(request, _("The decision is recorded."))
    return HttpResponseRedirect(reverse("benchmark_practice", args=[pk]))


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a card off the list."""
    card = _card(request, pk)
    try:
        withdraw_practice(
            act_from(request), practice=card, reason=request.POST.get("reason", "")[:300]
        )
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The card is withdrawn."))
    return HttpResponseRedirect(reverse("benchmark_practice", args=[pk]))
