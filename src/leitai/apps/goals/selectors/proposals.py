"""Breakdowns and changes of targets on their way, and what a breakdown would start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from leitai.apps.goals.models import MonthShape, Target, TargetProposal
from leitai.apps.goals.policies import APPROVING
from leitai.apps.goals.selectors.compounds import TOGETHER
from leitai.apps.goals.selectors.feasibility import Feasibility, feasibility, yearly_figures
from leitai.apps.goals.selectors.months import MonthPlan, MonthRow, month_plan, with_history
from leitai.apps.goals.services.proposals import Part
from leitai.apps.units.models import ParentLink, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.engine.apportion import adds_up, apportion

Basis = TargetProposal.Basis
#: A unit's spread over the months: shape, and the twelve shares of the shape by hand.
Spread = tuple[str, tuple[float, ...]]


@dataclass(frozen=True)
class LineShown:
    """A unit's line of a proposal. ``share`` is its percent of the area's target, ``last_share`` of
    all units' figures of last year."""

    unit: Unit
    floor: float | None
    stretch: float | None
    before_floor: float | None
    before_stretch: float | None
    last: float | None
    last_share: float | None
    share: float | None
    feasible: Feasibility | None
    shape: str
    shares: tuple[float, ...]
    months: MonthRow | None


@dataclass(frozen=True)
class Breakdown:
    """A proposal with its lines; ``left_*`` is what is left to give, None where sums mean nothing.

    ``months`` is how the parts spread over the year, None for ratios.
    """

    proposal: TargetProposal
    lines: tuple[LineShown, ...]
    floor_sum: float
    stretch_sum: float
    left_floor: float | None
    left_stretch: float | None
    months: MonthPlan | None

    @property
    def warned(self) -> tuple[LineShown, ...]:
        """The lines that ask for more growth than any unit ever had."""
        return tuple(
            line for line in self.lines if line.feasible is not None and line.feasible.beyond_all
        )


def proposals_for(user: Any, area: Unit, *, open_only: bool = False) -> list[TargetProposal]:
    """Return the proposals of an area that the user may see, the newest first. One query."""
    rows = (
        TargetProposal.objects.visible_to(user)
        .filter(unit__above__ancestor=area)
        .select_related("unit", "series__indicator", "made_by", "submitted_by", "decided_by")
    )
    if open_only:
        rows = rows.filter(state__in=["draft", "submitted", "returned"])
    return list(rows)


def proposals_to_approve(user: Any) -> QuerySet[TargetProposal]:
    """Return proposals that wait for this person's approval: never those sent by the same."""
    roots = tuple(unit_roots(user, *APPROVING))
    if not roots:
        return TargetProposal.objects.none()
    return (
        TargetProposal.objects.visible_to(user)
        .filter(unit__in=subtree_ids(roots), state=TargetProposal.State.SUBMITTED)
        .exclude(submitted_by=user)
    )


def proposal_for(user: Any, pk: int) -> TargetProposal | None:
    """Return a proposal that the user may see, or None."""
    return (
        TargetProposal.objects.visible_to(user)
        .filter(pk=pk)
        .select_related(
            "unit", "series__indicator", "series__extent", "whole", "made_by", "submitted_by",
            "decided_by",
        )
        .first()
    )  # fmt: skip


def breakdown(user: Any, proposal: TargetProposal) -> Breakdown:
    """Return a proposal with its lines beside last year's figures and what they ask for."""
    lines = list(proposal.lines.select_related("unit", "before").order_by("unit__position", "pk"))
    floors = {line.unit_id: line.floor for line in lines if line.floor is not None}
    last = yearly_figures(user, proposal.series, proposal.year).get(proposal.year - 1, {})
    total = sum(last.get(line.unit_id, 0.0) for line in lines)
    feasible = feasibility(user, proposal.series, proposal.year, floors)
    whole = proposal.whole
    stretches = [line.stretch for line in lines if line.stretch is not None]
    sums = whole is not None and whole.shape != MonthShape.WHOLE
    months = month_plan(proposal, lines)
    spread = {row.unit.pk: row for row in months.rows} if months is not None else {}
    return Breakdown(
        proposal,
        tuple(
            LineShown(
                unit=line.unit,
                floor=line.floor,
                stretch=line.stretch,
                before_floor=line.before.floor if line.before is not None else None,
                before_stretch=line.before.stretch if line.before is not None else None,
                last=last.get(line.unit_id),
                last_share=_percent(last.get(line.unit_id), total),
                share=_percent(line.floor, whole.floor) if whole is not None else None,
                feasible=feasible.get(line.unit_id),
                shape=line.shape,
                shares=tuple(line.shares),
                months=spread.get(line.unit_id),
            )
            for line in lines
        ),
        floor_sum=sum(floors.values()),
        stretch_sum=sum(stretches),
        left_floor=adds_up(list(floors.values()), whole.floor)
        if sums and whole is not None
        else None,
        left_stretch=adds_up(stretches, whole.stretch)
        if sums and whole is not None and whole.stretch is not None
        else None,
        months=months,
    )


def _percent(part: float | None, whole: float) -> float | None:
    return part * 100 / whole if part is not None and whole > 0 else None


def takers(whole: Target) -> list[Unit]:
    """Return the units that an area's target is broken down over at first.

    Those below the area with a target of the series this year or last; where there are none, the
    towns and subdistricts right below it.
    """
    below = Unit.objects.filter(above__ancestor=whole.unit_id).exclude(pk=whole.unit_id)
    held = Target.objects.filter(
        series=whole.series_id, year__in=[whole.year, whole.year - 1]
    ).values("unit_id")
    found = list(below.filter(pk__in=held).distinct())
    if found:
        return found
    children = ParentLink.objects.filter(
        Q(parent=whole.unit_id), relation=ParentLink.Relation.TERRITORIAL, valid_to=None
    ).values("child_id")
    return list(Unit.objects.filter(pk__in=children, kind__in=TOGETHER[0], valid_to=None))


def proposed_parts(
    user: Any,
    whole: Target,
    basis: str,
    units: Sequence[Unit],
    decimals: int,
    spread: Mapping[int, Spread] | None = None,
) -> tuple[Part, ...]:
    """Return a proposal for each unit's part of an area's target.

    Evenly, or by the units' shares in last year's figures; units without a figure of last year get
    nothing then and are filled in by hand. Parts add up to the target to the last digit. A target
    that stays the same all year (a ratio) is proposed to each unit as it is. ``spread`` says how
    each unit's part spreads over the months, evenly if it does not.
    """
    return tuple(
        replace(part, shape=MonthShape.WHOLE)
        if whole.shape == MonthShape.WHOLE
        else spread_over(part, spread)
        for part in _amounts(user, whole, basis, units, decimals)
    )


def spread_over(part: Part, spread: Mapping[int, Spread] | None) -> Part:
    """Return a part with the spread over the months that is told for its unit."""
    shape, shares = (spread or {}).get(part.unit_id, (MonthShape.EVEN.value, ()))
    return replace(part, shape=shape, shares=shares)


def spread_like(
    whole: Target, units: Sequence[Unit], shape: str, shares: Sequence[float] = ()
) -> dict[int, Spread]:
    """Return one spread for all units: a unit takes its own last year's shape where it has one.

    Units without figures for every month of last year spread their part evenly instead.
    """
    own = with_history(whole.series, units, whole.year) if shape == MonthShape.LAST_YEAR else set()
    return {
        unit.pk: (MonthShape.EVEN.value, ())
        if shape == MonthShape.LAST_YEAR and unit.pk not in own
        else (shape, tuple(shares))
        for unit in units
    }


def _amounts(
    user: Any, whole: Target, basis: str, units: Sequence[Unit], decimals: int
) -> tuple[Part, ...]:
    if whole.shape == MonthShape.WHOLE:
        return tuple(Part(unit.pk, whole.floor, whole.stretch) for unit in units)
    if basis == Basis.BY_HAND or not units:
        return tuple(Part(unit.pk, None) for unit in units)
    weights = [1.0] * len(units)
    if basis == Basis.LAST_YEAR:
        last = yearly_figures(user, whole.series, whole.year).get(whole.year - 1, {})
        weights = [max(0.0, last.get(unit.pk, 0.0)) for unit in units]
        if not any(weights):
            return tuple(Part(unit.pk, None) for unit in units)
    floors = apportion(whole.floor, weights, decimals)
    stretches = (
        apportion(whole.stretch, weights, decimals)
        if whole.stretch is not None
        else [None] * len(units)
    )
    return tuple(
        Part(unit.pk, floor, stretch) if weight > 0 else Part(unit.pk, None)
        for unit, floor, stretch, weight in zip(units, floors, stretches, weights, strict=True)
    )
