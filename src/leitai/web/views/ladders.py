"""Ladders: the list of them, and one with its places, distances, movers and goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.benchmarks.models import NamedLadder
from leitai.apps.benchmarks.selectors.ladders import (
    LadderView,
    ladder_for,
    ladder_view,
    ladders_for,
)
from leitai.apps.benchmarks.selectors.traits import areas_defined_by
from leitai.apps.benchmarks.services import set_rank_goal
from leitai.apps.indicators.services import RefusedError
from leitai.web.acts import act_from
from leitai.web.bench_shapes import Line, experience_line
from leitai.web.benchmark_tables import ladder_table, ladders_table
from leitai.web.ladder_shapes import slope
from leitai.web.sentences.ladders import (
    climb_pins,
    climb_words,
    ladder_sentence,
    ladders_sentence,
)
from leitai.web.tables import table_file

#: Rungs on one page.
PAGE = 100


class GoalForm(forms.Form):
    """A place that a unit wants by a year."""

    place = forms.IntegerField(min_value=1, label=gettext_lazy("Wished-for place"))
    by_year = forms.IntegerField(min_value=1990, max_value=2200, label=gettext_lazy("By the year"))
    reason = forms.CharField(max_length=300, label=gettext_lazy("Reason"))


def ladder_or_404(request: HttpRequest, pk: int) -> NamedLadder:
    """Return a ladder open to the reader."""
    ladder = ladder_for(request.user, pk)
    if ladder is None:
        raise Http404
    return ladder


def view_or_404(request: HttpRequest, ladder: NamedLadder, focus: str = "") -> LadderView:
    """Return the ladder as the address asks for it: year, unit, wished-for place, years."""
    found = ladder_view(
        request.user,
        ladder,
        year=_number(request, "year", 1990, 2200),
        focus=focus or request.GET.get("unit", "").strip()[:80],
        wished=_number(request, "place", 1, 100_000),
        years=_number(request, "years", 1, 50),
    )
    if found is None:
        raise Http404
    return found


def _number(request: HttpRequest, name: str, low: int, high: int) -> int | None:
    """Return a whole number of the address, None where it is absent.

    Raises:
        Http404: for anything else.
    """
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise Http404
    return int(text)


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the ladders that the reader may open."""
    ladders = ladders_for(request.user)
    if file := table_file(request, lambda: ladders_table(ladders)):
        return file
    return render(
        request,
        "benchmarks/ladders.html",
        {
            "ladders": ladders,
            "sentence": ladders_sentence(ladders),
            "may_define": bool(areas_defined_by(request.user)),
        },
    )


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a ladder of a year."""
    return _show(request, ladder_or_404(request, pk), None)


def _show(
    request: HttpRequest,
    ladder: NamedLadder,
    form: GoalForm | None,
    status: int = 200,
    focus: str = "",
) -> HttpResponse:
    view = view_or_404(request, ladder, focus)
    if view.now and (file := table_file(request, lambda: ladder_table(ladder, view))):
        return file
    rungs = [rung for rung in view.now.listed.rungs if rung.place] if view.now else []
    page = Paginator(rungs, PAGE).get_page(request.GET.get("page"))
    seen = view.focus
    may = seen is not None and request.user.has_perm("benchmarks.propose", seen.unit)
    if may and form is None and seen is not None and view.now is not None:
        form = GoalForm(initial={"place": seen.wished, "by_year": view.now.year + seen.years})
    asked = request.GET.get("unit", "").strip()[:80]
    context: dict[str, Any] = {
        "ladder": ladder,
        "view": view,
        "page": page,
        "picture": slope(view),
        "sentence": ladder_sentence(view),
        "movers": _movers(view),
        "form": form if may else None,
        "asked": asked,
        "may_define": request.user.has_perm("benchmarks.define", ladder.area),
        "follower": _follower(ladder),
        "unknown": bool(asked) and seen is None,
        "own": str(seen.unit.pk) if seen else "",
        "climb_words": climb_words(view),
        "line": _line(view),
        "known": seen.growths.experience if seen else None,
        **_switch(request, view),
    }
    return render(request, "benchmarks/ladder.html", context, status=status)


def _follower(ladder: NamedLadder) -> int | None:
    """The version that took this one's place."""
    if ladder.ended_at is None:
        return None
    return NamedLadder.objects.filter(supersedes=ladder).values_list("pk", flat=True).first()


def _line(view: LadderView) -> Line | None:
    """The growth needed on one axis with the growth that all had."""
    pins = climb_pins(view)
    if view.focus is None or view.focus.growths.experience is None or not pins:
        return None
    return experience_line(view.focus.growths.experience, pins)


def _movers(view: LadderView) -> list[tuple[str, list[Any]]]:
    words = (
        ("entered", _("Came onto the ladder")),
        ("up", _("Up a zone")),
        ("down", _("Down a zone")),
        ("left", _("Fell off the ladder")),
        ("changed", _("Territory changed: no movers")),
    )
    return [
        (word, [(view.units[move.unit], move) for move in view.movers(kind)])
        for kind, word in words
        if view.movers(kind)
    ]


def _switch(request: HttpRequest, view: LadderView) -> dict[str, object]:
    kept = {key: request.GET[key] for key in ("unit", "place", "years") if request.GET.get(key)}

    def address(year: int) -> str:
        return "?" + urlencode({"year": str(year), **kept})

    at = view.years.index(view.now.year) if view.now else 0
    return {
        "periods": [(str(year), str(year), address(year)) for year in view.years],
        "earlier": address(view.years[at + 1]) if at + 1 < len(view.years) else "",
        "later": address(view.years[at - 1]) if view.now and at else "",
    }


@require_POST
@login_required
def set_goal(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Set the place that a unit of the ladder wants."""
    ladder = ladder_or_404(request, pk)
    view = ladder_view(request.user, ladder, focus=str(unit))
    if view is None or view.focus is None or view.focus.unit.pk != unit:
        raise Http404
    subject = view.focus.unit
    if not request.user.has_perm("benchmarks.view", subject):
        raise Http404
    form = GoalForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            set_rank_goal(act_from(request), ladder=ladder, unit=subject, **given)
        except RefusedError as error:
            form.add_error(None, str(error))
    if not form.is_valid():
        return _show(request, ladder, form, 422, str(unit))
    messages.success(request, _("The wished-for place is set."))
    return HttpResponseRedirect(f"{reverse('benchmark_ladder', args=[pk])}?unit={unit}")
