"""The page of a pair: everything that is said of a unit beside its benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkPair
from leitai.apps.benchmarks.selectors.catching import Catching, catching
from leitai.apps.benchmarks.selectors.course import Point, course
from leitai.apps.benchmarks.selectors.fields import candidate_units
from leitai.apps.benchmarks.selectors.figures import (
    Crowd,
    Figure,
    Frame,
    crowd,
    frame,
    lead_history,
    own_figures,
    place_of,
    their_figures,
)
from leitai.apps.benchmarks.selectors.gaps import (
    Line,
    Reading,
    SetPlace,
    gap_lines,
    places_in_set,
    readings,
    split_of,
)
from leitai.apps.benchmarks.selectors.pairs import Choice, choice_of
from leitai.apps.benchmarks.selectors.stated import Checked, checked, stated_for
from leitai.apps.benchmarks.selectors.suggestions import (
    asked_for,
    suggestions,
    terrain_known,
    unit_of,
)
from leitai.apps.benchmarks.selectors.weighed import Weighed, weighed
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.engine.gap_parts import AmountGap
from leitai.engine.gaps import place_among
from leitai.engine.suggestion import Suggestion


@dataclass(frozen=True)
class Candidate:
    """A unit that is, or could be, a benchmark or reference."""

    unit: Unit
    place: str
    tier: str
    figure: Figure
    percent: float | None
    rank: int
    suggestion: Suggestion | None
    pair: BenchmarkPair | None

    @property
    def role(self) -> str:
        """``main``, ``reference``, or nothing for one that is only suggested."""
        return self.pair.role if self.pair is not None else ""


@dataclass(frozen=True)
class PairPage:
    """A unit beside its benchmark in one period and extent, as a reader may see it."""

    unit: Unit
    field: BenchmarkField
    frame: Frame
    choice: Choice
    pair: BenchmarkPair | None
    benchmark: Unit | None
    periods: tuple[Period, ...]
    period: Period | None
    extent: int
    own: Mapping[int, Mapping[int, Figure]]
    theirs: Mapping[int, Figure]
    lines: tuple[Line, ...]
    readings: tuple[Reading, ...]
    split: AmountGap | None
    catching: Catching | None
    candidates: tuple[Candidate, ...]
    places: tuple[SetPlace, ...]
    stated: tuple[Checked, ...]
    weighed: Weighed | None
    ranked: int
    course: tuple[Point, ...] = ()

    @property
    def extent_name(self) -> str:
        return dict(self.frame.extents).get(self.extent, "")

    @property
    def reading(self) -> Reading | None:
        """The leading item under the extent shown."""
        return next((one for one in self.readings if one.extent == self.extent), None)

    @property
    def from_boards(self) -> bool:
        """Whether the reader has a figure of the benchmark from a published board alone."""
        return any(figure.shown is not None for figure in self.theirs.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the benchmark's figures, once each."""
        return tuple(dict.fromkeys(f.source for f in self.theirs.values() if f.source))


def pair_page(
    user: Any,
    unit: Unit,
    field: BenchmarkField,
    year: int,
    *,
    against: int | None = None,
    period: str = "",
    extent: int | None = None,
) -> PairPage | None:
    """Return the page of a unit and its benchmark, or None for an unknown one.

    Without ``against`` the main benchmark counts, else the one proposed, else the first reference.
    """
    base = frame(field, unit)
    choice = choice_of(user, unit, field, year)
    pair, benchmark = _whom(choice, field, against)
    if against is not None and benchmark is None:
        return None
    seen = visible_units(user)
    history = lead_history(user, base, benchmark, seen=seen)
    periods = history.periods
    shown = next((one for one in periods if one.code == period), None)
    if period and shown is None:
        return None
    shown = shown or (periods[0] if periods else None)
    chosen = _extent(base, extent)
    if chosen is None:
        return None
    stated = tuple(checked(user, base, stated_for(user, unit), history.calendar, seen=seen))
    if shown is None:
        return PairPage(
            unit, field, base, choice, pair, benchmark, (), None, chosen, {}, {}, (), (), None,
            None, (), (), stated, weighed(user, unit, benchmark) if benchmark else None, 0,
        )  # fmt: skip
    own = own_figures(user, base, shown, seen=seen)
    if extent is None:
        chosen = _first_with_figures(base, own, chosen)
    everyone = crowd(user, base, shown)
    mine = own.get(chosen, {})
    candidates, figures = _candidates(
        user, base, choice, benchmark, pair, shown, mine, everyone, seen
    )
    theirs: Mapping[int, Figure] = figures[benchmark.pk] if benchmark is not None else {}
    caught = None
    if benchmark is not None:
        them = (benchmark.pk, theirs)
        caught = catching(user, base, chosen, own, them, everyone, shown, history)
    return PairPage(
        unit=unit,
        field=field,
        frame=base,
        choice=choice,
        pair=pair,
        benchmark=benchmark,
        periods=periods,
        period=shown,
        extent=chosen,
        own=own,
        theirs=theirs,
        lines=tuple(gap_lines(base, mine, theirs, everyone)) if benchmark else (),
        readings=tuple(readings(base, own, theirs)),
        split=split_of(base, mine, theirs),
        catching=caught,
        candidates=candidates,
        places=tuple(_set_places(base, unit, mine, candidates)),
        stated=stated,
        weighed=weighed(user, unit, benchmark) if benchmark else None,
        ranked=len(everyone.of(base.lead)) if base.lead else 0,
        course=course(base, chosen, benchmark.pk, history, pair, caught) if benchmark else (),
    )


def _whom(
    choice: Choice, field: BenchmarkField, against: int | None
) -> tuple[BenchmarkPair | None, Unit | None]:
    """Return the pair and the unit on the page."""
    known = [pair for pair in (choice.main, choice.waiting, *choice.references) if pair]
    if against is None:
        return (known[0], known[0].benchmark) if known else (None, None)
    pair = next((one for one in known if one.benchmark_id == against), None)
    if pair is not None:
        return pair, pair.benchmark
    return None, candidate_units(field).filter(pk=against).first()


def _extent(base: Frame, asked: int | None) -> int | None:
    known = [pk for pk, _name in base.extents]
    if asked is not None:
        return asked if asked in known else None
    return known[0] if known else 0


def _first_with_figures(
    base: Frame, own: Mapping[int, Mapping[int, Figure]], otherwise: int
) -> int:
    """Return the first extent in which the leading item has a figure."""
    lead = base.lead
    for extent, _name in base.extents:
        figure = own.get(extent, {}).get(lead.pk) if lead else None
        if figure is not None and figure.number is not None:
            return extent
    return otherwise


def _candidates(
    user: Any,
    base: Frame,
    choice: Choice,
    benchmark: Unit | None,
    pair: BenchmarkPair | None,
    period: Period,
    own: Mapping[int, Figure],
    everyone: Crowd,
    seen: frozenset[int],
) -> tuple[tuple[Candidate, ...], Mapping[int, Mapping[int, Figure]]]:
    """Return candidates and the figures of them all.

    They are the chosen ones, then the most alike suggestion of each distance not chosen yet.
    """
    terrain = terrain_known(base, everyone)
    asked = asked_for(base, (), None, terrain)
    chosen: dict[int, BenchmarkPair | None] = {}
    if benchmark is not None:
        chosen[benchmark.pk] = pair
    for one in filter(None, (choice.main, choice.waiting, *choice.references)):
        chosen.setdefault(one.benchmark_id, one)
    found = suggestions(base, own, everyone, asked, terrain)
    further: list[int] = []
    if found is not None:
        for tier in (found.near, found.middle, found.far):
            fresh = [unit_of(one) for one in tier if unit_of(one) not in chosen]
            further += fresh[:1]
    by_unit = {unit_of(one): one for one in found.all} if found is not None else {}
    ids = [*chosen, *further]
    units = Unit.objects.in_bulk(ids)
    figures = their_figures(user, base, ids, period, seen=seen)
    return described(base, own, everyone, units, figures, chosen, by_unit), figures


def described(
    base: Frame,
    own: Mapping[int, Figure],
    everyone: Crowd,
    units: Mapping[int, Unit],
    figures: Mapping[int, Mapping[int, Figure]],
    chosen: Mapping[int, BenchmarkPair | None],
    known: Mapping[int, Suggestion],
) -> tuple[Candidate, ...]:
    """Return candidates with distance, place and reasons, near ones first, then by size."""
    lead = base.lead
    if lead is None:
        return ()
    numbers = list(everyone.of(lead).values())
    mine = own.get(lead.pk, Figure(None)).number
    found = []
    for pk, unit in units.items():
        figure = figures.get(pk, {}).get(lead.pk, Figure(None))
        one = known.get(pk)
        pair = chosen.get(pk)
        tier = one.tier if one else (pair.distance if pair else "")
        percent = figure.number / mine * 100 if figure.number is not None and mine else None
        found.append(
            Candidate(
                unit,
                place_of(unit),
                tier,
                figure,
                percent,
                place_among(numbers, figure.number),
                one,
                pair,
            )
        )
    order = {"near": 0, "middle": 1, "far": 2}
    return tuple(
        sorted(found, key=lambda c: (order.get(c.tier, -1), c.figure.number or 0.0, c.unit.pk))
    )


def _set_places(
    base: Frame, unit: Unit, own: Mapping[int, Figure], candidates: tuple[Candidate, ...]
) -> list[SetPlace]:
    """Return the places among the unit, its main benchmark and its references."""
    lead = base.lead
    members = [one for one in candidates if one.pair is not None]
    if lead is None or not members:
        return []
    return places_in_set(base, unit, own, [(one.unit, {lead.pk: one.figure}) for one in members])
