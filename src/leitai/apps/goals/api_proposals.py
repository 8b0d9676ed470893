"""Breakdowns and changes of targets over HTTP: one proposes, another one approves."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from leitai.apps.goals.api_shapes import ReasonIn, ShapeIn, Text, areas_for, target_for
from leitai.apps.goals.models import TargetProposal
from leitai.apps.goals.selectors.proposals import (
    breakdown,
    proposal_for,
    proposals_for,
    proposed_parts,
    spread_like,
    takers,
)
from leitai.apps.goals.services import (
    Part,
    approve_proposal,
    begin_adjustment,
    begin_breakdown,
    edit_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from leitai.apps.language import named
from leitai.apps.paging import PageInfo, cut
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["targets"])


class PartIn(ShapeIn):
    """A unit's part with its own spread over the months; without a floor it takes no part."""

    unit_id: int
    floor: float | None = None
    stretch: float | None = None


class BreakDownIn(ShapeIn):
    """How parts are proposed at first; ``last_year`` takes each unit's own months where there are
    figures of all twelve."""

    basis: Literal["even", "last_year", "by_hand"] = "last_year"


class AdjustIn(ShapeIn):
    floor: float
    stretch: float | None = None
    reason: Text


class EditIn(Schema):
    """The parts of a draft; ``revision`` is the one that the editor has seen."""

    revision: int
    parts: list[PartIn]


class PartOut(Schema):
    unit_id: int
    unit: str
    floor: float | None
    stretch: float | None
    before: float | None
    shape: str
    shares: list[float]
    months: list[float | None]
    growth_needed: float | None
    warned: bool


class ProposalOut(Schema):
    """A breakdown or change of targets; ``left_floor`` is what is left of the area's target.

    ``months`` are the levels by the end of each month of all parts together, ``months_beside``
    those of the plan they are held against; both are empty for ratios.
    """

    proposal_id: int
    kind: str
    unit_id: int
    unit: str
    indicator: str
    year: int
    state: str
    revision: int
    reason: str
    decision: str
    parts: list[PartOut]
    left_floor: float | None
    left_stretch: float | None
    months: list[float | None]
    months_beside: list[float | None]


class ProposalPageOut(Schema):
    page: PageInfo
    items: list[ProposalOut]


class DecisionIn(Schema):
    approve: bool
    decision: Text = ""


@router.get("/target-proposals", response=ProposalPageOut, summary="Breakdowns and changes")
def list_proposals(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the breakdowns and changes of targets that the person writes or approves."""
    rows = [row for area in areas_for(request) for row in proposals_for(request.user, area)]
    return cut(rows, limit, offset, lambda row: _proposal_out(request.user, row))


def _proposal(request: HttpRequest, pk: int) -> TargetProposal:
    found = proposal_for(request.user, pk)
    if found is None:
        raise Http404
    return found


@router.get(
    "/target-proposals/{int:proposal_id}", response=ProposalOut, summary="A breakdown or change"
)
def get_proposal(request: HttpRequest, proposal_id: int) -> ProposalOut:
    """Show a proposal with its parts and what is left to give."""
    return _told(request, proposal_id)


@router.post(
    "/targets/{int:target_id}/break-down",
    response={201: ProposalOut},
    summary="Break a target down",
)
def break_down(request: HttpRequest, target_id: int, data: BreakDownIn) -> Status[ProposalOut]:
    """Begin a breakdown of a target with proposed parts; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    whole = target_for(request, target_id)
    units = takers(whole)
    parts = proposed_parts(
        request.user, whole, data.basis, units, whole.series.indicator.decimals,
        spread_like(whole, units, data.shape, data.shares),
    )  # fmt: skip
    made = begin_breakdown(act_of(request), whole=whole, parts=parts, basis=data.basis)
    return Status(201, _told(request, made.pk))


@router.post(
    "/targets/{int:target_id}/adjust", response={201: ProposalOut}, summary="Propose a change"
)
def adjust(request: HttpRequest, target_id: int, data: AdjustIn) -> Status[ProposalOut]:
    """Send another floor, stretch or spread of a target for approval; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    made = begin_adjustment(act_of(request), target=target_for(request, target_id), **data.dict())
    return Status(201, _told(request, made.pk))


@router.post(
    "/target-proposals/{int:proposal_id}/edit", response=ProposalOut, summary="Write the parts"
)
def edit(request: HttpRequest, proposal_id: int, data: EditIn) -> ProposalOut:
    """Write the parts of a draft breakdown, refused with 409 if somebody else did meanwhile; needs
    the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    parts = [
        Part(one.unit_id, one.floor, one.stretch, one.shape, tuple(one.shares))
        for one in data.parts
    ]
    edit_proposal(
        act_of(request), proposal=_proposal(request, proposal_id), revision=data.revision,
        parts=parts,
    )  # fmt: skip
    return _told(request, proposal_id)


@router.post(
    "/target-proposals/{int:proposal_id}/submit", response=ProposalOut, summary="Send for approval"
)
def submit(request: HttpRequest, proposal_id: int, data: ReasonIn) -> ProposalOut:
    """Send a breakdown whose parts add up for approval; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    submit_proposal(act_of(request), proposal=_proposal(request, proposal_id), reason=data.reason)
    return _told(request, proposal_id)


@router.post(
    "/target-proposals/{int:proposal_id}/withdraw", response=ProposalOut, summary="Take it back"
)
def withdraw(request: HttpRequest, proposal_id: int, data: ReasonIn) -> ProposalOut:
    """Take a proposal back before it is approved; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    withdraw_proposal(act_of(request), proposal=_proposal(request, proposal_id), reason=data.reason)
    return _told(request, proposal_id)


def _told(request: HttpRequest, pk: int) -> ProposalOut:
    return _proposal_out(request.user, _proposal(request, pk))


@router.post(
    "/target-proposals/{int:proposal_id}/decide", response=ProposalOut, summary="Decide on targets"
)
def decide(request: HttpRequest, proposal_id: int, data: DecisionIn) -> ProposalOut:
    """Approve a proposal of somebody else, or send it back; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    proposal = _proposal(request, proposal_id)
    verb = approve_proposal if data.approve else return_proposal
    verb(act_of(request), proposal=proposal, decision=data.decision)
    return _told(request, proposal_id)


def _proposal_out(user: Any, row: TargetProposal) -> ProposalOut:
    shown = breakdown(user, row)
    return ProposalOut(
        proposal_id=row.pk,
        kind=row.kind,
        unit_id=row.unit_id,
        unit=named(row.unit),
        indicator=named(row.series.indicator),
        year=row.year,
        state=row.state,
        revision=row.revision,
        reason=row.reason,
        decision=row.decision,
        parts=[
            PartOut(
                unit_id=line.unit.pk,
                unit=named(line.unit),
                floor=line.floor,
                stretch=line.stretch,
                before=line.before_floor,
                shape=line.shape,
                shares=list(line.shares),
                months=list(line.months.levels) if line.months is not None else [],
                growth_needed=line.feasible.needed if line.feasible is not None else None,
                warned=line.feasible is not None and line.feasible.beyond_all,
            )
            for line in shown.lines
        ],
        left_floor=shown.left_floor,
        left_stretch=shown.left_stretch,
        months=list(shown.months.sums) if shown.months is not None else [],
        months_beside=list(shown.months.beside) if shown.months is not None else [],
    )
