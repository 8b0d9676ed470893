"""A trial run (试算): rules on the values of a past period, beside other rules or a result."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from leitai.apps.indicators.models import Batch, Revision
from leitai.apps.indicators.selectors.values import watermark
from leitai.apps.language import reader_language
from leitai.apps.periods.models import Period
from leitai.apps.standings.in_force import version_in_force
from leitai.apps.standings.models import Scheme, SchemeVersion, Standing
from leitai.apps.standings.scoring import Scored, rules_of, score_group, score_round
from leitai.apps.standings.tables import find_series, from_snapshot
from leitai.engine import Result, ScoreError
from leitai.engine.attribution import UnitChange, split_change
from leitai.engine.result import GroupResult

#: Decimals of a split where the scheme rounds its totals nowhere.
DECIMALS = 4


@dataclass(frozen=True)
class Side:
    """What stands on one side of a trial: a version of the rules, and the result if published."""

    version: SchemeVersion
    standing: Standing | None


@dataclass(frozen=True)
class Part:
    """An item's share in the change of a total; its own score before and after where it has one."""

    id: str
    change: float
    before: float | None
    after: float | None


@dataclass(frozen=True)
class TrialRow:
    """A unit before and after. ``parts`` add up to the change of the total, largest first."""

    group: str
    unit: int
    name: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]
    parts: tuple[Part, ...]

    @property
    def change(self) -> float | None:
        before, after = self.score
        return None if before is None or after is None else after - before

    @property
    def moved(self) -> bool:
        return self.rank[0] != self.rank[1]

    @property
    def up(self) -> int | None:
        """Places gained."""
        before, after = self.rank
        return before - after if before and after else None

    @property
    def changed(self) -> bool:
        """Whether anything differs; an item may give and another take the same."""
        return self.moved or self.score[0] != self.score[1] or bool(self.parts)


@dataclass(frozen=True)
class Trial:
    """The outcome of a trial.

    ``before`` is None where nothing stands to compare with: no result is published for the period
    and no other rules are in force. ``rows`` are then without a first half.
    """

    scheme: Scheme
    period: Period
    before: Side | None
    after: Side
    decimals: int
    rows: tuple[TrialRow, ...]
    groups: tuple[GroupResult, ...]

    @property
    def moved(self) -> tuple[TrialRow, ...]:
        """Rows whose rank differs."""
        return tuple(row for row in self.rows if row.moved) if self.before else ()

    @property
    def changed(self) -> tuple[TrialRow, ...]:
        """Rows where anything differs."""
        return tuple(row for row in self.rows if row.changed) if self.before else ()


def published_result(scheme: Scheme, period: Period) -> Standing | None:
    """Return the result that is published for a period, or None."""
    return (
        Standing.objects.filter(
            round__scheme=scheme, round__period=period, state=Standing.State.PUBLISHED
        )
        .select_related("round__scheme__area", "round__period", "version")
        .first()
    )


def seen_for(scheme: Scheme, period: Period) -> int:
    """Return up to which change values count in a trial: as the published result saw them."""
    standing = published_result(scheme, period)
    return standing.watermark if standing is not None else watermark()


def trial_periods(scheme: Scheme, version: SchemeVersion, most: int = 60) -> list[Period]:
    """Return the periods for which an input of the rules has a value, newest first."""
    specs = [spec for spec in rules_of(version).inputs if spec.take == "value"]
    try:
        series = sorted({each.pk for each in find_series(scheme.area, specs).values()})
    except ValidationError:
        return []
    some = Revision.objects.filter(
        series_id__in=series, period_id=OuterRef("pk"), batch__state=Batch.State.ACCEPTED
    )
    periods = Period.objects.filter(Exists(some), kind=scheme.period_kind)
    return list(periods.order_by("-start")[:most])


def trial(standing: Standing, version: SchemeVersion) -> Trial:
    """Run a version of the rules on exactly the values that a published standing saw.

    Raises:
        ValidationError: when a rule or a series is missing, or the values cannot be scored.
    """
    played = standing.round
    before = Side(standing.version, standing)
    return _run(played.scheme, played.period, before, version, standing.watermark)


def trial_on(scheme: Scheme, version: SchemeVersion, period: Period) -> Trial:
    """Run a version on any period: beside the published result, or else the rules in force.

    Raises:
        ValidationError: when a rule or a series is missing, or the values cannot be scored.
    """
    standing = published_result(scheme, period)
    if standing is not None:
        return trial(standing, version)
    bound = version_in_force(scheme, period)
    before = None if bound is None or bound.pk == version.pk else Side(bound, None)
    return _run(scheme, period, before, version, watermark())


def compare_on(scheme: Scheme, old: SchemeVersion, new: SchemeVersion, period: Period) -> Trial:
    """Run two versions on the same values of a period; a published result stands for its rules.

    Raises:
        ValidationError: when a rule or a series is missing, or the values cannot be scored.
    """
    standing = published_result(scheme, period)
    seen = watermark() if standing is None else standing.watermark
    if standing is not None and standing.version_id != old.pk:
        standing = None
    return _run(scheme, period, Side(old, standing), new, seen)


def _run(
    scheme: Scheme, period: Period, before: Side | None, version: SchemeVersion, seen: int
) -> Trial:
    rules = rules_of(version)
    try:
        new = _fresh(scheme, version, period, seen)
        if before is None:
            old = []
        elif before.standing is not None:
            old = _as_stored(before.standing)
        else:
            old = _fresh(scheme, before.version, period, seen)
    except ScoreError as error:
        raise ValidationError(error.text(reader_language())) from error
    total = rules.rounding.total
    decimals = DECIMALS if total is None else total
    rows = _rows(old, new, decimals)
    groups = tuple(part.result.groups[0] for part in new)
    return Trial(scheme, period, before, Side(version, None), decimals, rows, groups)


def _fresh(scheme: Scheme, version: SchemeVersion, period: Period, seen: int) -> list[Scored]:
    return score_round(scheme, rules_of(version), period, upto=seen, ranges=False)


def _as_stored(standing: Standing) -> list[Scored]:
    """Score what a published standing kept, for the parts of its totals."""
    rules = rules_of(standing.version)
    return [
        score_group(rules, from_snapshot(standing.snapshot, group), ranges=False)
        for group in standing.snapshot["groups"]
    ]


def _rows(old: list[Scored], new: list[Scored], decimals: int) -> tuple[TrialRow, ...]:
    before, after = _whole(old), _whole(new)
    if before is None and after is None:
        return ()
    was, now = _items(old), _items(new)
    home = {
        key: (part.table.group, unit)
        for part in (*old, *new)
        for key, unit in part.table.unit_ids.items()
    }
    rows = []
    for change in _changes(before, after, decimals):
        group, unit = home[change.unit]
        parts = tuple(
            Part(
                name,
                amount,
                was.get((change.unit, name)),
                now.get((change.unit, name)),
            )
            for name, amount in change.parts
        )
        rows.append(TrialRow(group, unit, change.unit, change.score, change.rank, parts))
    return tuple(rows)


def _changes(before: Result | None, after: Result | None, decimals: int) -> tuple[UnitChange, ...]:
    empty = before or after
    assert empty is not None
    nothing = Result(empty.scheme, ())
    return split_change(before or nothing, after or nothing, decimals)


def _whole(scored: list[Scored]) -> Result | None:
    if not scored:
        return None
    groups = tuple(part.result.groups[0] for part in scored)
    return Result(scored[0].result.scheme, groups)


def _items(scored: list[Scored]) -> dict[tuple[str, str], float | None]:
    return {
        (row.key, node): marks[0]
        for part in scored
        for row in part.places
        for node, marks in row.items.items()
    }
