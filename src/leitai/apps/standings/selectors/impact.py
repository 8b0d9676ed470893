"""What an upload would do to published boards, before it is accepted (收下前看影响)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from leitai.apps.indicators.models import Series, StagedCell, Upload
from leitai.apps.language import reader_language
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import shift_period, year_ago
from leitai.apps.standings.comparison import compare_with
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.scoring import Scored, rules_of, score_group
from leitai.apps.standings.selectors.audience import Audience, audience_of, visible_schemes
from leitai.apps.standings.tables import from_snapshot
from leitai.engine import Scheme as Rules
from leitai.engine import ScoreError
from leitai.engine.rounding import half_up
from leitai.engine.scheme.general import InputSpec

#: Boards that are scored anew for one page; older ones are only counted.
LOOKED_AT = 4
#: Values above which a file is a history rather than a correction; nothing is scored in advance.
MOST_CELLS = 5000

#: (series, unit, period) → number, missing reason, qualifier
Staged = Mapping[tuple[int, int, int], tuple[float | None, str, str]]


@dataclass(frozen=True)
class Move:
    """A unit whose rank would differ."""

    unit: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class BoardImpact:
    """What would happen to one published board.

    Attributes:
        moves: units whose rank would differ, as far as the reader may see ranks.
        touched: how many units' scores the reader sees change.
        largest: largest change of a total that the reader may see, in points.
        problem: why the board could not be scored with the new values; empty otherwise.
    """

    standing: Standing
    moves: tuple[Move, ...]
    touched: int
    largest: float | None
    decimals: int
    problem: str = ""


@dataclass(frozen=True)
class Impact:
    """Boards that would change, newest first; ``more`` further ones were not computed."""

    boards: tuple[BoardImpact, ...]
    more: int


def preview_impact(upload: Upload, user: Any) -> Impact:
    """Apply an upload's staged values to the published boards that they touch and score them anew.

    Only values of series for which the upload's source counts can move a board. Planned figures
    are taken as they stood; targets by last year's shape follow when the restatement is computed.
    """
    staged = _staged(upload)
    if (
        not staged
        or len(staged) > MOST_CELLS
        or not user.has_perm("indicators.view_upload", upload)
    ):
        return Impact((), 0)
    periods = Period.objects.in_bulk({period for _s, _u, period in staged})
    standings = _candidates(upload, user, periods.values(), {unit for _s, unit, _p in staged})
    named = _series_by_scope(upload)
    found: list[BoardImpact] = []
    for at, standing in enumerate(standings):
        if len(found) >= LOOKED_AT:
            return Impact(tuple(found), len(standings) - at)
        impact = _on_board(user, standing, staged, named)
        if impact is not None:
            found.append(impact)
    return Impact(tuple(found), 0)


def _staged(upload: Upload) -> dict[tuple[int, int, int], tuple[float | None, str, str]]:
    states = (StagedCell.State.READ, StagedCell.State.CHANGED, StagedCell.State.MISSING)
    rows = (
        upload.cells.filter(
            state__in=states,
            series__authority=upload.source_id,
            unit__isnull=False,
            period__isnull=False,
        )
        .order_by("id")
        .values_list("series_id", "unit_id", "period_id", "value", "missing", "qualifier")
    )[: MOST_CELLS + 1]
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in rows}


def _candidates(
    upload: Upload, user: Any, periods: Iterable[Period], units: set[int]
) -> list[Standing]:
    """Published boards of the periods spoken of, of the period after, and a year later."""
    near = Q(pk__in=[])
    for period in periods:
        following = shift_period(period, 1)
        later = Q(round__period__year=period.year + 1, round__period__number=period.number)
        near |= Q(round__period__kind=period.kind) & (
            Q(round__period=period) | Q(round__period=following) | later
        )
        if following.year != period.year:
            # What stood at the beginning of a year is the last value of the year before.
            near |= Q(round__period__kind=period.kind, round__period__year=following.year)
    with_unit = Place.objects.filter(unit_id__in=sorted(units)[:900]).values("standing_id")
    return list(
        Standing.objects.filter(
            near,
            state=Standing.State.PUBLISHED,
            round__scheme__in=visible_schemes(user).filter(area=upload.area_id, monitor=False),
            id__in=with_unit,
        )
        .defer("snapshot")
        .select_related("round__scheme__area", "round__period", "version")
        .order_by("-round__period__start", "round__scheme__position")
    )


def _series_by_scope(upload: Upload) -> list[Series]:
    return list(
        Series.objects.filter(indicator__area=upload.area_id).select_related("indicator", "extent")
    )


def _series_of(spec: InputSpec, named: list[Series]) -> int | None:
    """Return the series that an input names, as the table of a board finds it."""
    fitting = [
        series.pk
        for series in named
        if series.indicator.code == (spec.indicator or spec.id)
        and spec.flow in (None, series.flow)
        and spec.price in (None, series.price)
        and (
            spec.extent is None or (series.extent is not None and series.extent.name == spec.extent)
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


def _taken(take: str, period: Period) -> Period | None:
    """Return the period whose value an input takes; None for targets."""
    if take == "value":
        return period
    if take == "year_ago":
        return year_ago(period)
    if take == "previous_period":
        return shift_period(period, -1)
    if take == "year_start":
        return shift_period(period, -period.number)
    return None


def _on_board(
    user: Any, standing: Standing, staged: Staged, named: list[Series]
) -> BoardImpact | None:
    rules = rules_of(standing.version)
    # Which column takes which (series, period): only these cells of the snapshot can change.
    taken: dict[str, tuple[int, int]] = {}
    touched_series = {series for series, _unit, _period in staged}
    for spec in rules.inputs:
        series = _series_of(spec, named)
        period = _taken(spec.take, standing.round.period)
        if series in touched_series and series is not None and period is not None:
            taken[spec.id] = (series, period.pk)
    if not any((s, p) in set(taken.values()) for s, _u, p in staged):
        return None
    snapshot, changed = _with_staged(standing.snapshot, taken, staged)
    if not changed:
        return None
    audience = audience_of(user, standing)
    try:
        scored = [
            score_group(rules, from_snapshot(snapshot, group), ranges=False) for group in changed
        ]
    except ScoreError as error:
        return BoardImpact(standing, (), 0, None, _decimals(rules), error.text(reader_language()))
    return _told(standing, rules, audience, scored)


def _with_staged(
    snapshot: Mapping[str, Any], taken: Mapping[str, tuple[int, int]], staged: Staged
) -> tuple[dict[str, Any], list[str]]:
    """Return the snapshot with the staged values in place, and the groups that it changed."""
    groups: dict[str, Any] = {}
    changed: list[str] = []
    for group, stored in snapshot["groups"].items():
        columns = dict(stored["columns"])
        hit = False
        for column, (series, period) in taken.items():
            if column not in columns:
                continue
            rows = list(columns[column])
            for at, (_key, unit) in enumerate(stored["units"]):
                new = staged.get((series, unit, period))
                if new is None or [new[0], new[1]] == [rows[at][0], rows[at][2]]:
                    continue
                rows[at] = [new[0], new[2], new[1], rows[at][3]]
                hit = True
            columns[column] = rows
        groups[group] = {**stored, "columns": columns}
        if hit:
            changed.append(group)
    return {"groups": groups}, changed


def _decimals(rules: Rules) -> int:
    return 4 if rules.rounding.total is None else rules.rounding.total


def _told(
    standing: Standing, rules: Rules, audience: Audience, scored: list[Scored]
) -> BoardImpact | None:
    rows = [row for row in compare_with(standing, scored) if row["changed"]]
    if not rows:
        return BoardImpact(standing, (), 0, 0.0, _decimals(rules))
    moves = tuple(
        Move(row["name"], row["rank"][0], row["rank"][1])
        for row in rows
        if row["rank"][0] != row["rank"][1] and audience.sees("ranks", row["unit"])
    )
    sizes = [
        abs(row["score"][1] - row["score"][0])
        for row in rows
        if None not in row["score"] and audience.sees("scores", row["unit"])
    ]
    decimals = _decimals(rules)
    largest = half_up(max(sizes), decimals) if sizes else None
    return BoardImpact(standing, moves, len(sizes), largest, decimals)
