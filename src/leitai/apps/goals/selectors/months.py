"""The months of a proposal: each unit's own spread, summed and held against the area's plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leitai.apps.goals.models import MonthShape, ProposalLine, Target, TargetProposal
from leitai.apps.goals.selectors.planned import level
from leitai.apps.goals.selectors.targets import TargetNow, last_year
from leitai.apps.indicators.models import Series
from leitai.apps.periods.models import PeriodKind
from leitai.apps.periods.selectors import months_of
from leitai.apps.units.models import Unit

#: Level by the end of each month, January to December; None where it cannot be told.
Levels = tuple[float | None, ...]


@dataclass(frozen=True)
class MonthRow:
    """A unit's floor spread over the months.

    ``own_history`` tells whether the unit has figures of every month of the year before, so that
    its own shape of that year can be taken.
    """

    unit: Unit
    shape: str
    shares: tuple[float, ...]
    levels: Levels
    own_history: bool

    @property
    def shape_name(self) -> str:
        return str(MonthShape(self.shape).label)

    @property
    def percents(self) -> str:
        """The twelve shares as typed."""
        return " ".join(f"{share * 100:g}" for share in self.shares)


@dataclass(frozen=True)
class MonthPlan:
    """The months of a proposal.

    ``beside`` is the plan they are held against: of a breakdown the area's, of an adjustment the
    target's as it counts now. ``off`` is their difference month by month.
    """

    rows: tuple[MonthRow, ...]
    sums: Levels
    beside: Levels
    decimals: int

    @property
    def off(self) -> Levels:
        return tuple(
            None if one is None or other is None else round(one - other, self.decimals) + 0.0
            for one, other in zip(self.sums, self.beside, strict=True)
        )

    @property
    def falls(self) -> tuple[int, ...]:
        """The months in which the units together plan less than the area."""
        return tuple(at for at, off in enumerate(self.off, start=1) if off is not None and off < 0)


def with_history(series: Series, units: Iterable[Unit], year: int) -> frozenset[int]:
    """Return the units that have a figure for every month of the year before. Two queries."""
    found = last_year([(series.pk, unit.pk) for unit in units], year)
    return frozenset(
        unit
        for (_series, unit), figures in found.items()
        if all(figures.get((PeriodKind.MONTH.value, n)) is not None for n in range(1, 13))
    )


def month_plan(proposal: TargetProposal, lines: Sequence[ProposalLine]) -> MonthPlan | None:
    """Return the months of a proposal; None for a ratio, which is the same all year.

    The lines come with their unit and ``before``. Three queries, whatever their number.
    """
    whole = proposal.whole if proposal.whole is not None else lines[0].before if lines else None
    if whole is None or whole.shape == MonthShape.WHOLE:
        return None
    taking = [line for line in lines if line.floor is not None]
    units = {line.unit_id for line in taking} | {whole.unit_id}
    before = last_year([(proposal.series_id, unit) for unit in units], proposal.year)
    months = months_of(proposal.year)

    def levels(target: ProposalLine | Target) -> Levels:
        figures = before.get((proposal.series_id, target.unit_id), {})
        now = _now(proposal, target, figures)
        return tuple(level(now, month) for month in months)

    rows = []
    for line in taking:
        figures = before.get((proposal.series_id, line.unit_id), {})
        rows.append(
            MonthRow(
                line.unit, line.shape, tuple(line.shares), levels(line),
                all(figures.get((PeriodKind.MONTH.value, n)) is not None for n in range(1, 13)),
            )
        )  # fmt: skip
    return MonthPlan(
        tuple(rows),
        tuple(_sum([row.levels[at] for row in rows]) for at in range(len(months))),
        levels(whole),
        proposal.series.indicator.decimals,
    )


def shares_to_begin_with(row: MonthRow | None) -> tuple[float, ...]:
    """Return twelve shares from which somebody spreads a part by hand: as it is spread now.

    Evenly where that cannot be told or does not rise.
    """
    even = tuple(round(n / 12, 4) if n < 12 else 1.0 for n in range(1, 13))
    if row is None or len(row.levels) != len(even):
        return even
    told = [one for one in row.levels if one is not None]
    if len(told) != len(even) or told[-1] <= 0:
        return even
    found = (*(round(one / told[-1], 4) for one in told[:-1]), 1.0)
    rises = all(b >= a for a, b in pairwise((0.0, *found)))
    return found if rises else even


def _sum(levels: Sequence[float | None]) -> float | None:
    told = [one for one in levels if one is not None]
    return sum(told) if told and len(told) == len(levels) else None


def _now(
    proposal: TargetProposal,
    target: ProposalLine | Target,
    before: dict[tuple[str, int], float | None],
) -> TargetNow:
    """Return a line as if it counted already."""
    indicator = proposal.series.indicator
    assert target.floor is not None
    return TargetNow(
        target_id=0, series_id=proposal.series_id, unit_id=target.unit_id, year=proposal.year,
        revision=0, floor=target.floor, stretch=target.stretch, shape=target.shape,
        shares=tuple(target.shares), sequence=0, indicator=indicator.name,
        measure=indicator.measure, decimals=indicator.decimals, flow=proposal.series.flow,
        before=before,
    )  # fmt: skip
