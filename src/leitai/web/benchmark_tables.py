"""The tables of benchmarks as files: choices, gaps, suggestions, ladders, practices and trips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leitai.apps.benchmarks.models import (
    BenchmarkItem,
    BenchmarkPair,
    NamedLadder,
    Practice,
    Settlement,
    StudyTrip,
    TripMeasure,
)
from leitai.apps.benchmarks.selectors.gaps import Line
from leitai.apps.benchmarks.selectors.headlines import Headline
from leitai.apps.benchmarks.selectors.ladders import LadderView
from leitai.apps.benchmarks.selectors.page import Candidate, PairPage
from leitai.apps.benchmarks.selectors.pairs import Choice
from leitai.apps.benchmarks.selectors.suggested import SuggestionsPage
from leitai.apps.language import named
from leitai.apps.periods.selectors import period_name
from leitai.apps.units.models import Unit
from leitai.web.tables import Column, PageTable, Value


def choices_table(year: int, choices: Iterable[Choice], known: Mapping[int, Headline]) -> PageTable:
    """Who measures itself against whom in a year."""

    def row(one: Choice) -> list[Value]:
        main = one.main or one.waiting or one.returned
        line = known.get(one.unit.pk)
        reason = one.main.reason if one.main else one.returned.decision if one.returned else ""
        return [
            named(one.unit),
            named(main.benchmark) if main else "",
            str(main.get_state_display()) if main else "",
            named(line.item) if line else "",
            "; ".join(f"{share.name} {share.percent:.2f}%".strip() for share in line.shares)
            if line
            else "",
            _(", ").join(named(pair.benchmark) for pair in one.references),
            reason,
        ]

    return PageTable(
        _("Benchmarks") + f" {year}",
        f"benchmarks-{year}",
        [
            Column(_("Unit")),
            Column(_("Main benchmark")),
            Column(_("State")),
            Column(_("Indicator")),
            Column(_("Of the benchmark")),
            Column(_("References")),
            Column(_("Reason")),
        ],
        (row(one) for one in choices),
    )


def waiting_table(year: int, waiting: Iterable[BenchmarkPair]) -> PageTable:
    """Proposals that wait for the reader's decision."""
    return PageTable(
        _("Waiting for your decision") + f" {year}",
        f"benchmarks-waiting-{year}",
        [
            Column(_("Unit")),
            Column(_("Proposed benchmark")),
            Column(_("Reason")),
            Column(_("By")),
            Column(_("Proposed on")),
        ],
        (
            [
                named(pair.unit),
                named(pair.benchmark),
                pair.reason,
                str(pair.proposed_by) if pair.proposed_by else "",
                pair.proposed_at,
            ]
            for pair in waiting
        ),
    )


def questions_table(questions: Iterable[Settlement]) -> PageTable:
    """Questions of the office on stated comparisons that wait for the reader's units."""
    return PageTable(
        _("Questions to answer"),
        "benchmark-questions",
        [
            Column(_("Unit asked")),
            Column(_("The sentence")),
            Column(_("Question")),
            Column(_("By")),
            Column(_("Asked on")),
        ],
        (
            [
                named(one.asked) if one.asked else "",
                one.stated.quote,
                one.reason,
                str(one.made_by) if one.made_by else "",
                one.made_at,
            ]
            for one in questions
        ),
    )


def places_table(page: PairPage) -> PageTable:
    """The unit among its benchmark and references by the leading indicator."""
    lead = page.frame.lead
    return PageTable(
        _("Places among benchmark and references"),
        f"benchmark-places-{page.unit.pk}",
        [
            Column(_("Place"), "number"),
            Column(_("Unit")),
            Column(named(lead) if lead else "", "number", lead.measure if lead else ""),
        ],
        ([one.place or None, named(one.unit), one.figure.number] for one in page.places),
    )


def candidates_table(page: PairPage, reasons: Callable[[Candidate], str]) -> PageTable:
    """Whom a unit that has no benchmark yet could choose."""
    return _candidates(page.unit, page.frame.lead, page.candidates, reasons)


def pair_table(page: PairPage, reasons: Callable[[Candidate], str]) -> PageTable:
    """The gaps, or whom to choose where there is nothing to compare yet."""
    if page.benchmark is not None and page.period is not None and page.lines:
        return gaps_table(page)
    return candidates_table(page, reasons)


def gaps_table(page: PairPage) -> PageTable:
    """The gap table of a pair; the workbook of the same page has it with formulas."""
    assert page.benchmark is not None
    assert page.period is not None
    own, theirs = named(page.unit), named(page.benchmark)
    return PageTable(
        f"{own}-{theirs} {period_name(page.period)}",
        f"gaps-{page.unit.pk}",
        [
            Column(_("Indicator")),
            Column(_("Measure")),
            Column(_("Scope")),
            Column(own, "number"),
            Column(theirs, "number"),
            Column(_("Gap"), "number"),
            Column(_("Ratio"), "number", "%", 2),
            Column(_("Verdict")),
        ],
        (
            [
                named(line.item),
                line.item.measure,
                " ".join(line.own.scope),
                line.own.number,
                line.theirs.number,
                line.row.difference,
                line.percent,
                _verdict(line),
            ]
            for line in page.lines
        ),
    )


def _verdict(line: Line) -> str:
    return {
        "leading": _("ahead"),
        "lagging": _("lags"),
        "level": _("level"),
        "open": _("too inexact to tell"),
    }.get(line.verdict, _("no figure to compare"))


def suggestions_table(page: SuggestionsPage, reasons: Callable[[Candidate], str]) -> PageTable:
    """Whom a unit could measure itself against, with the reasons in words."""
    return _candidates(page.unit, page.frame.lead, page.candidates, reasons)


def _candidates(
    unit: Unit,
    lead: BenchmarkItem | None,
    candidates: Sequence[Candidate],
    reasons: Callable[[Candidate], str],
) -> PageTable:
    return PageTable(
        _("Whom %(unit)s could measure itself against") % {"unit": named(unit)},
        f"suggestions-{unit.pk}",
        [
            Column(_("Area")),
            Column(_("Place on the map")),
            Column(_("Distance")),
            Column(named(lead) if lead else "", "number", lead.measure if lead else ""),
            Column(_("Of own"), "number", "%", 0),
            Column(_("Place"), "number"),
            Column(_("Reasons")),
        ],
        (
            [
                named(one.unit),
                one.place,
                _tier(one.tier),
                one.figure.number,
                one.percent,
                one.rank or None,
                reasons(one),
            ]
            for one in candidates
        ),
    )


def _tier(tier: str) -> str:
    return {
        "near": pgettext("distance", "near"),
        "middle": pgettext("distance", "middle"),
        "far": pgettext("distance", "far"),
    }.get(tier, "")


def ladders_table(ladders: Iterable[NamedLadder]) -> PageTable:
    """The ladders that the reader may open."""
    return PageTable(
        _("Ladders"),
        "ladders",
        [
            Column(_("Ladder")),
            Column(_("Indicator")),
            Column(_("Measure")),
            Column(_("Scope")),
            Column(_("Who stands on it")),
            Column(_("Source")),
        ],
        (
            [
                one.name,
                one.series.indicator.name,
                one.measure,
                " ".join(one.series.scope),
                one.pool.name,
                one.source_note,
            ]
            for one in ladders
        ),
    )


def ladder_table(ladder: NamedLadder, view: LadderView) -> PageTable:
    """The rungs of a ladder in a year; the workbook of the page has movers and years besides."""
    assert view.now is not None
    rungs = [rung for rung in view.now.listed.rungs if rung.place]

    def moved(unit: str) -> Value:
        move = view.moves.get(unit)
        return move.places if move is not None else None

    return PageTable(
        f"{ladder.name} {view.now.year}",
        f"ladder-{ladder.pk}-{view.now.year}",
        [
            Column(_("Rank"), "number"),
            Column(_("Unit")),
            Column(_("Division code")),
            Column(ladder.series.indicator.name, "number", ladder.measure),
            Column(_("To the one above"), "number"),
            Column(_("Zone"), "number"),
            Column(
                _("Since %(year)s") % {"year": view.before.year} if view.before else "—", "number"
            ),
        ],
        (
            [
                rung.place,
                view.units[rung.unit].name,
                view.units[rung.unit].division_code,
                rung.value,
                rung.distance_above,
                rung.zone,
                moved(rung.unit),
            ]
            for rung in rungs
        ),
        [" ".join(ladder.series.scope), ladder.source_note],
    )


def practices_table(cards: Iterable[Practice]) -> PageTable:
    """Cards of what others do."""
    return PageTable(
        _("Practices of others"),
        "practices",
        [
            Column(_("Practice")),
            Column(_("Unit")),
            Column(_("Topic")),
            Column(_("Whose practice")),
            Column(_("Figures")),
            Column(_("Who does it")),
            Column(_("Person in charge")),
            Column(_("State")),
        ],
        (
            [
                card.title,
                card.unit.name,
                card.topic,
                card.source_name,
                "; ".join(card.figures),
                card.responsible.name if card.responsible else "",
                card.responsible_person,
                str(card.get_state_display()),
            ]
            for card in cards
        ),
    )


def trips_table(trips: Iterable[tuple[StudyTrip, bool, dict[str, int]]]) -> PageTable:
    """Study trips with how many of their measures are closed."""
    return PageTable(
        _("Study trips"),
        "trips",
        [
            Column(_("Trip")),
            Column(_("Unit")),
            Column(_("Whom they visit")),
            Column(_("When")),
            Column(_("Last day")),
            Column(_("Led by")),
            Column(_("How many go"), "number"),
            Column(_("Measures"), "number"),
            Column(_("Closed"), "number"),
            Column(_("Overdue"), "number"),
            Column(_("State")),
        ],
        (
            [
                trip.title,
                trip.unit.name,
                trip.host_name,
                trip.begins,
                trip.ends,
                trip.led_by,
                trip.people,
                counts["all"],
                counts["done"],
                counts["late"],
                _("no report") if awaits else str(trip.get_state_display()),
            ]
            for trip, awaits, counts in trips
        ),
    )


def measures_table(trip: StudyTrip | None, measures: Iterable[TripMeasure]) -> PageTable:
    """The measures that a trip ended in, or without one those of all trips that are overdue."""
    return PageTable(
        trip.title if trip is not None else _("Overdue measures"),
        f"trip-{trip.pk}" if trip is not None else "overdue-measures",
        [
            Column(_("Measure to take")),
            Column(_("Responsible unit")),
            Column(_("Person in charge")),
            Column(_("Due on")),
            Column(_("State")),
            Column(_("What came of it")),
        ],
        (
            [
                measure.text,
                measure.unit.name,
                measure.person,
                measure.due,
                str(measure.get_state_display()),
                measure.result,
            ]
            for measure in measures
        ),
    )
