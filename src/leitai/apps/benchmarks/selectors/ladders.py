"""Ladders as a reader sees them: places of every year, distances, goals, who moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from leitai.apps.benchmarks.measures import in_measure
from leitai.apps.benchmarks.models import NamedLadder, RankGoal
from leitai.apps.indicators.models import Batch, Revision, Series
from leitai.apps.indicators.selectors import values_for
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import descendants, subtree_ids, unit_roots
from leitai.engine.benchmark import required_growth
from leitai.engine.gaps import place_among
from leitai.engine.ladder import Climb, Ladder, Move, Rung, build_ladder, movements, to_place

#: Years to climb in where nobody asks for another number.
TERM = 2


@dataclass(frozen=True)
class YearOfLadder:
    """The ladder of one year; units are named by their keys as text.

    ``listed`` holds who stands on it, ``whole`` everybody that could and the guest beside them.
    """

    year: int
    listed: Ladder
    whole: Ladder
    revisions: dict[str, int]
    guest: str
    guest_place: int


@dataclass(frozen=True)
class Focus:
    """One unit on the ladder: its rung among all, its way since the year before, its climb."""

    unit: Unit
    rung: Rung
    listed: bool
    place: int
    before: int
    climb: Climb | None
    wished: int
    years: int
    holder_growth: float | None


@dataclass(frozen=True)
class LadderView:
    """Everything that the page of a ladder shows."""

    ladder: NamedLadder
    years: tuple[int, ...]
    now: YearOfLadder | None
    before: YearOfLadder | None
    moves: dict[str, Move]
    units: dict[str, Unit]
    goals: tuple[RankGoal, ...]
    focus: Focus | None

    def movers(self, kind: str) -> list[Move]:
        """Who moved between zones: ``up``, ``down``; onto the ladder or off: entered, left."""
        return [move for move in self.moves.values() if move.zone_kind == kind]


def ladders_for(user: Any) -> list[NamedLadder]:
    """Return the ladders in use that the user may open, in order. One query."""
    return list(
        NamedLadder.objects.visible_to(user)
        .filter(ended_at__isnull=True)
        .select_related("area", "pool", "series__indicator", "series__extent", "guest")
    )


def ladder_for(user: Any, pk: int) -> NamedLadder | None:
    """Return a ladder that the user may open, or None; one out of use can still be read."""
    return (
        NamedLadder.objects.visible_to(user)
        .filter(pk=pk)
        .select_related(
            "area",
            "pool",
            "guest",
            "series__indicator",
            "series__extent",
            "series__authority",
            "guest_series__indicator",
            "guest_series__extent",
        )
        .first()
    )


def ladder_view(
    user: Any,
    ladder: NamedLadder,
    *,
    year: int | None = None,
    focus: str = "",
    wished: int | None = None,
    years: int | None = None,
) -> LadderView | None:
    """Return the ladder of a year as the user may see it; None for a year it does not have.

    ``focus`` names a unit of the ladder by name or key; without it the guest or a unit with a
    goal is looked at. Units without an open figure leave no trace.
    """
    periods = _periods(user, ladder)
    known = tuple(period.year for period in periods)
    if year is not None and year not in known:
        return None
    units = _units(ladder)
    goals = _goals(user, ladder)
    if not periods:
        return LadderView(ladder, (), None, None, {}, units, goals, None)
    at = known.index(year) if year is not None else 0
    chosen = periods[at : at + 2]
    read = _read(user, ladder, units, chosen)
    now, before = read[0], read[1] if len(read) > 1 else None
    moves = {} if before is None else {m.unit: m for m in movements(before.listed, now.listed)}
    view = LadderView(ladder, known, now, before, moves, units, goals, None)
    found = _focus(view, focus, wished, years)
    return LadderView(ladder, known, now, before, moves, units, goals, found)


def _periods(user: Any, ladder: NamedLadder) -> list[Period]:
    """Return the years with figures open to the user, the newest first."""
    some = Revision.objects.visible_to(user).filter(
        series=ladder.series_id, period_id=OuterRef("pk"), batch__state=Batch.State.ACCEPTED
    )
    return list(Period.objects.filter(Exists(some), kind=PeriodKind.YEAR).order_by("-start"))


def _units(ladder: NamedLadder) -> dict[str, Unit]:
    """Return who may stand on the ladder, and the guest, by key."""
    found = list(ladder.members.all()) or list(descendants(ladder.pool, ladder.kinds or None))
    if ladder.guest is not None:
        found.append(ladder.guest)
    return {str(unit.pk): unit for unit in found}


def _goals(user: Any, ladder: NamedLadder) -> tuple[RankGoal, ...]:
    """Return the goals in force of units that the user stands over, in, or below."""
    seen = subtree_ids(list(unit_roots(user)))
    return tuple(
        RankGoal.objects.filter(ladder=ladder, ended_at__isnull=True, unit__in=seen).select_related(
            "unit", "set_by"
        )
    )


def _read(
    user: Any, ladder: NamedLadder, units: dict[str, Unit], periods: list[Period]
) -> list[YearOfLadder]:
    """Read the figures of the years and build their ladders."""
    guest = str(ladder.guest_id) if ladder.guest_id else ""
    ours = [unit.pk for key, unit in units.items() if key != guest]
    values = values_for(user, [ladder.series], ours, periods)
    own = {}
    if ladder.guest is not None and ladder.guest_series is not None:
        own = values_for(user, [ladder.guest_series], [ladder.guest], periods)
    found = []
    for period in periods:
        figures: dict[str, float | None] = {}
        revisions: dict[str, int] = {}
        for key in units:
            series = ladder.guest_series if key == guest else ladder.series
            assert series is not None
            value = (own if key == guest else values).get((series.pk, int(key), period.pk))
            if value is not None and value.number is not None:
                figures[key] = _shown(ladder, series, value.number)
                revisions[key] = value.revision_id
        found.append(_year(ladder, period.year, figures, revisions, guest))
    return found


def _shown(ladder: NamedLadder, series: Series, number: float) -> float:
    return in_measure(number, series.indicator.measure, ladder.measure)


def _year(
    ladder: NamedLadder,
    year: int,
    figures: dict[str, float | None],
    revisions: dict[str, int],
    guest: str,
) -> YearOfLadder:
    pool = {key: figure for key, figure in figures.items() if key != guest}
    cuts = tuple(ladder.cuts) or None
    whole = build_ladder(figures, direction=ladder.direction, cuts=())
    among = build_ladder(pool, direction=ladder.direction, cuts=())
    if ladder.top is not None:
        pool = {r.unit: r.value for r in among.rungs if 0 < r.place <= ladder.top}
    listed = build_ladder(pool, direction=ladder.direction, cuts=cuts)
    numbers = [rung.value for rung in among.rungs if rung.value is not None]
    place = place_among(numbers, figures.get(guest), direction=ladder.direction)
    return YearOfLadder(year, listed, whole, revisions, guest, place)


def place_of(year: YearOfLadder, key: str) -> int:
    """Return the place of a unit among all that could stand on the ladder, the guest not counted.

    0 where it has no figure.
    """
    if key == year.guest:
        return year.guest_place
    rung = next((each for each in year.whole.rungs if each.unit == key), None)
    if rung is None or not rung.place:
        return 0
    ahead = 0 < year.guest_place <= rung.place and any(
        each.unit == year.guest and each.place < rung.place for each in year.whole.rungs
    )
    return rung.place - (1 if ahead else 0)


def _focus(view: LadderView, asked: str, wished: int | None, years: int | None) -> Focus | None:
    """Look at the unit asked for, or at the guest, or at the first unit with a goal."""
    assert view.now is not None
    key = _key(view, asked)
    if key is None:
        return None
    rung = next((r for r in view.now.whole.rungs if r.unit == key and r.value is not None), None)
    if rung is None:
        return None
    goal = next((goal for goal in view.goals if str(goal.unit_id) == key), None)
    size = view.now.listed.ranked
    place = place_of(view.now, key)
    if years is None:
        years = max(1, goal.by_year - view.now.year) if goal is not None else TERM
    if wished is None:
        wished = goal.place if goal is not None else max(1, min(place - 1, size))
    climb = growth = None
    if size and wished <= size:
        climb, growth = _climb(view, key, wished, years)
    return Focus(
        view.units[key],
        rung,
        any(r.unit == key and r.place for r in view.now.listed.rungs),
        place,
        place_of(view.before, key) if view.before is not None else 0,
        climb,
        wished,
        years,
        growth,
    )


def _key(view: LadderView, asked: str) -> str | None:
    """Return the key of the unit asked for by key or by name; None where there is none."""
    if asked:
        if asked in view.units:
            return asked
        return next((key for key, unit in view.units.items() if unit.name == asked), None)
    if view.ladder.guest_id is not None:
        return str(view.ladder.guest_id)
    return next((str(goal.unit_id) for goal in view.goals if str(goal.unit_id) in view.units), None)


def _climb(view: LadderView, key: str, wished: int, years: int) -> tuple[Climb, float | None]:
    """Return the climb with the holder moving on as it did since the year before."""
    assert view.now is not None
    others = {
        rung.unit: rung.value
        for rung in view.now.listed.rungs
        if rung.value is not None and rung.unit != key
    }
    mine = next(rung.value for rung in view.now.whole.rungs if rung.unit == key)
    ladder = build_ladder({**others, key: mine}, direction=view.ladder.direction, cuts=())
    wished = min(wished, ladder.ranked)
    still = to_place(ladder, key, wished, years=years)
    growth = None
    if view.before is not None and still.places:
        old = next((r.value for r in view.before.whole.rungs if r.unit == still.holder), None)
        if old is not None:
            span = view.now.year - view.before.year
            growth = required_growth(old, still.holder_value, span).number
    if growth is None:
        return still, None
    return to_place(ladder, key, wished, years=years, holder_growth=growth), growth
