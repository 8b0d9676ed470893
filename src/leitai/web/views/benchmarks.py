"""Benchmarks: who measures itself against whom, and the page of a pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.selectors.figures import Figure
from leitai.apps.benchmarks.selectors.gaps import Line
from leitai.apps.benchmarks.selectors.headlines import headlines
from leitai.apps.benchmarks.selectors.page import Candidate, PairPage, pair_page
from leitai.apps.benchmarks.selectors.pairs import choices, open_unit, open_units, waiting_for
from leitai.apps.benchmarks.selectors.settlements import questions_for
from leitai.apps.language import named
from leitai.apps.periods.selectors import period_name
from leitai.apps.units.models import Unit
from leitai.engine.scheme.problems import Words
from leitai.engine.suggestion import TraitDistance
from leitai.web import benchmark_tables as tables
from leitai.web.bench_shapes import experience_line, fall, ratio_bar
from leitai.web.gap_tables import pair_file
from leitai.web.sentences import listed
from leitai.web.sentences.benchmarks import index_sentence, pair_sentence
from leitai.web.sentences.catching import catching_words, wanted_pins
from leitai.web.sentences.course import course_words
from leitai.web.tables import table_file
from leitai.web.templatetags.figures import figure


def year_of(request: HttpRequest) -> int:
    """Return the year asked for, this year by default.

    Raises:
        Http404: for what is no year.
    """
    asked = request.GET.get("year", "")
    if not asked:
        return timezone.localdate().year
    if not (asked.isdecimal() and 1990 <= int(asked) <= 2200):
        raise Http404
    return int(asked)


def number_of(request: HttpRequest, name: str) -> int | None:
    """Return a whole number from the query, None when absent.

    Raises:
        Http404: for what is no number.
    """
    asked = request.GET.get(name, "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return int(asked)


def unit_or_404(request: HttpRequest, pk: int) -> tuple[Unit, BenchmarkField]:
    """Return a unit whose benchmarks are open to the reader, with its field.

    Raises:
        Http404: when they are not.
    """
    found = open_unit(request.user, pk)
    if found is None:
        raise Http404
    return found


def said(words: Words) -> str:
    """Return the engine's words in the reader's language."""
    return words(get_language() or "zh")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the units open to the reader with what they chose, and what waits for the reader."""
    year = year_of(request)
    found = choices(request.user, year, open_units(request.user))
    waiting = [pair for pair in waiting_for(request.user) if pair.year == year]
    questions = questions_for(request.user)
    known = headlines(request.user, found)
    if file := table_file(
        request,
        lambda: tables.choices_table(year, found, known),
        waiting=lambda: tables.waiting_table(year, waiting),
        questions=lambda: tables.questions_table(questions),
    ):
        return file
    return render(
        request,
        "benchmarks/index.html",
        {
            "year": year,
            "choices": [(one, known.get(one.unit.pk)) for one in found],
            "waiting": waiting,
            "questions": questions,
            "sentence": index_sentence(year, found, waiting),
            "years": [(year - 1, f"?year={year - 1}"), (year + 1, f"?year={year + 1}")],
        },
    )


def page_or_404(request: HttpRequest, pk: int) -> PairPage:
    """Return the page of a pair as the query asks for it.

    Raises:
        Http404: for a unit, period or extent that is not there for the reader.
    """
    unit, field = unit_or_404(request, pk)
    page = pair_page(
        request.user,
        unit,
        field,
        year_of(request),
        against=number_of(request, "against"),
        period=request.GET.get("period", ""),
        extent=number_of(request, "scope"),
    )
    if page is None:
        raise Http404
    return page


def query_of(page: PairPage, **other: int | str) -> str:
    """Return the query that shows this page again, with some of it otherwise."""
    shown: dict[str, int | str] = {"year": page.choice.year}
    if page.benchmark is not None:
        shown["against"] = page.benchmark.pk
    if page.period is not None:
        shown["period"] = page.period.code
    if page.extent:
        shown["scope"] = page.extent
    return urlencode({key: value for key, value in (shown | other).items() if value != ""})


def drawn_lines(page: PairPage) -> list[dict[str, Any]]:
    """Return the judged lines with their bars."""
    return [
        {"line": line, "bar": ratio_bar(line.percent, ahead=line.verdict == "leading")}
        for line in page.lines
        if line.judged
    ]


def sizes_of(page: PairPage) -> list[Line]:
    """Return the lines that are for reference only."""
    return [line for line in page.lines if not line.judged]


def _named(page: PairPage, verdict: str) -> str:
    """Return the lines with a verdict in words, the farthest ahead or behind first."""
    found = sorted(
        (line for line in page.lines if line.judged and line.verdict == verdict),
        key=lambda line: -abs((line.percent or 100.0) - 100.0),
    )
    return listed(f"{named(line.item)} {figure(line.percent, 2)}%" for line in found)


def reasons_of(candidate: Candidate, *, short: bool = False) -> str:
    """Return why a unit is suggested, in the reader's language.

    ``short`` leaves of the traits the most alike and the least alike one.
    """
    one = candidate.suggestion
    if one is None:
        return ""
    reasons = [said(reason) for reason in one.reasons]
    if short and one.traits:
        nearest = min(one.traits, key=lambda trait: trait.distance)
        farthest = max(one.traits, key=lambda trait: trait.distance)
        told = [nearest] if nearest.alike else []
        told += [farthest] if not farthest.alike else []
        reasons = [_trait_words(trait) for trait in told] + reasons[-1:]
    stop = "；" if (get_language() or "zh").startswith("zh") else "; "
    return stop.join(reason.rstrip("。.") for reason in reasons)


def _trait_side(side: float | str, decimals: int) -> str:
    """Return a figure, or a word such as 丘陵 in the reader's language."""
    if isinstance(side, str):
        return said(side) if isinstance(side, Words) else side
    return figure(side, decimals)


def _trait_words(distance: TraitDistance) -> str:
    trait = distance.trait
    figures = {
        "name": said(trait.name) if isinstance(trait.name, Words) else trait.name,
        "own": _trait_side(distance.own, trait.decimals or 0),
        "theirs": _trait_side(distance.candidate, trait.decimals or 0),
        "unit": trait.unit,
    }
    if distance.alike:
        return _("alike in %(name)s (%(own)s and %(theirs)s %(unit)s)") % figures
    return _("unlike in %(name)s (%(own)s and %(theirs)s %(unit)s)") % figures


def pair_context(request: HttpRequest, page: PairPage) -> dict[str, Any]:
    """Return what the page of a pair, its briefing and its parts share."""
    here = reverse("benchmark", args=[page.unit.pk])
    moving = request.GET.get("moving") == "1"
    caught = page.catching
    line = None
    if caught is not None and caught.experience is not None:
        line = experience_line(caught.experience, wanted_pins(page, caught, moving))
    return {
        "page": page,
        "unit": page.unit,
        "benchmark": page.benchmark,
        "sentence": pair_sentence(page),
        "period_name": period_name(page.period) if page.period else "",
        "lines": drawn_lines(page),
        "sizes": sizes_of(page),
        "leading": _named(page, "leading"),
        "lagging": _named(page, "lagging"),
        "fall": fall(page.split, named(page.unit), named(page.benchmark))
        if page.split is not None and page.benchmark is not None
        else (),
        "line": line,
        "catching_words": catching_words(page, caught, moving) if caught is not None else (),
        "course_words": course_words(page),
        "moving": moving,
        "query": query_of(page),
        "scopes": [
            (pk, name or _("whole unit"), f"{here}?{query_of(page, scope=pk)}")
            for pk, name in page.frame.extents
        ],
        "movings": [
            (0, _("benchmark stands"), f"{here}?{query_of(page)}"),
            (1, _("benchmark grows on"), f"{here}?{query_of(page, moving=1)}"),
        ],
        "now": 1 if moving else 0,
        "periods": [
            (p.code, period_name(p), f"{here}?{query_of(page, period=p.code)}")
            for p in page.periods
        ],
        "differs": [one for one in page.stated if one.agrees is False and not one.settled],
        "settled": [one for one in page.stated if one.agrees is False and one.settled],
        "agrees": [one for one in page.stated if one.agrees is True],
        "unchecked": [one for one in page.stated if one.agrees is None],
        "candidates": [(one, reasons_of(one, short=True)) for one in page.candidates],
    }


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit beside its benchmark: gaps, where they lie, and whether they can be closed."""
    page = page_or_404(request, pk)
    if file := pair_file(request, page, reasons_of):
        return file
    user = request.user
    waiting = page.choice.waiting
    return render(
        request,
        "benchmarks/pair.html",
        pair_context(request, page)
        | {
            "may_propose": user.has_perm("benchmarks.propose", page.unit),
            "item_options": [
                (item.code, f"{named(item)}（{item.measure}）")
                for item in page.frame.items
                if item.role != BenchmarkItem.Role.INTENSITY
            ],
            "scope_options": [
                (str(pk or ""), name or _("whole unit")) for pk, name in page.frame.extents
            ],
            "may_settle": user.has_perm("benchmarks.confirm", page.unit),
            "answers": _answerable(user, page),
            "askable": _askable(page) if user.has_perm("benchmarks.confirm", page.unit) else (),
            "may_state": user.has_perm("benchmarks.state_comparison", page.unit),
            "may_decide": waiting is not None
            and user.has_perm("benchmarks.confirm", page.unit)
            and waiting.proposed_by_id != user.pk,
        },
    )


def _answerable(user: Any, page: PairPage) -> frozenset[int]:
    """Return the comparisons on which the reader may answer the office's question."""
    return frozenset(
        one.stated.pk
        for one in page.stated
        if one.settlement is not None
        and one.settlement.waits
        and user.has_perm("benchmarks.state_comparison", one.settlement.asked)
    )


def _askable(page: PairPage) -> list[tuple[str, str]]:
    """Return the units to which a contradiction may be handed, where there is one."""
    if all(one.agrees is not False for one in page.stated):
        return []
    units = Unit.objects.filter(above__ancestor=page.unit)
    return [(str(unit.pk), named(unit)) for unit in units.order_by("above__depth", "position")]


@require_GET
@login_required
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the pair as one sheet of A4 to be printed."""
    page = page_or_404(request, pk)
    if page.benchmark is None or page.period is None:
        raise Http404
    return render(
        request,
        "benchmarks/briefing.html",
        pair_context(request, page) | {"printed_at": timezone.localtime()},
    )


@dataclass(frozen=True)
class Side:
    """One side of a ratio: whose figure, and the two figures behind an intensity."""

    name: str
    figure: Figure
    decimals: int
    inputs: tuple[Part, ...]


@dataclass(frozen=True)
class Part:
    """A figure behind an intensity with the item that it is of."""

    item: BenchmarkItem
    figure: Figure
    decimals: int


@dataclass(frozen=True)
class Found:
    """A line of the gap table with both its sides."""

    line: Line
    sides: tuple[Side, ...]


@require_GET
@login_required
def trace_line(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Show how a ratio came about: the division, and the way on to both values."""
    page = page_or_404(request, pk)
    line = next((one for one in page.lines if one.item.code == item), None)
    if line is None or line.percent is None or page.benchmark is None or page.period is None:
        raise Http404
    found = Found(
        line,
        (
            Side(
                named(page.unit), line.own, line.item.decimals, _parts(page, line, line.own, False)
            ),
            Side(
                named(page.benchmark),
                line.theirs,
                line.their_decimals,
                _parts(page, line, line.theirs, True),
            ),
        ),
    )
    return render(
        request,
        "trace/benchmark.html" if request.htmx else "trace/page.html",  # type: ignore[attr-defined]
        {
            "page": page,
            "found": found,
            "title": named(line.item),
            "body": "trace/benchmark.html",
            "period_name": period_name(page.period),
            "query": query_of(page),
        },
    )


def _parts(page: PairPage, line: Line, figure: Figure, theirs: bool) -> tuple[Part, ...]:
    ids = [line.item.numerator_id, line.item.denominator_id]
    items = [page.frame.item(pk) for pk in ids if pk is not None]
    return tuple(
        Part(
            item,
            each,
            item.their_decimals if theirs and item.their_decimals is not None else item.decimals,
        )
        for item, each in zip(items, figure.inputs, strict=False)
    )
