"""Who answers for what over HTTP: the matrix, the lines, naming, ending, standing in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from leitai.apps.goals.api_shapes import (
    IdOut,
    NamedIn,
    PartsOut,
    ReasonIn,
    areas_for,
    node_for,
    parts_out,
    person_for,
    target_for,
    unit_for,
    who_for,
)
from leitai.apps.goals.models import Delegation, Responsibility
from leitai.apps.goals.selectors import ReportLine, report_lines, responsibility_lines
from leitai.apps.goals.selectors.mine import Answer, MatrixRow, delegations_for, matrix, mine
from leitai.apps.goals.selectors.tree import goal_tree
from leitai.apps.goals.services import (
    TargetOf,
    delegate,
    end_delegation,
    end_responsibility,
    name_responsible,
)
from leitai.apps.language import named
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, User
from leitai.apps.units.selectors import area_of

router = Router(tags=["goals"])


class AnswerOut(Schema):
    """One thing the person answers for: a goal with the targets below it, or a unit's target.

    ``by`` is whoever is named, ``instead_of`` the person stood in for.
    """

    role: str
    thing: str
    by: str
    instead_of: str
    through_unit: bool
    node_id: int | None
    target_id: int | None
    leaves: int
    kept: int
    behind: int


class AnswerPageOut(Schema):
    page: PageInfo
    items: list[AnswerOut]


class DelegationIn(ReasonIn):
    """Who stands in (``to``, a user name) for whom, from a day to a day.

    Without ``person`` for the caller; ``area`` where the caller's roles lie in several.
    """

    to: str
    valid_from: dt.date
    valid_to: dt.date
    person: str = ""
    area: int | None = None


class DelegationOut(Schema):
    id: int
    person: str
    delegate: str
    valid_from: dt.date
    valid_to: dt.date
    reason: str


class DelegationPageOut(Schema):
    page: PageInfo
    items: list[DelegationOut]


class MatrixRowOut(Schema):
    target_id: int
    unit_id: int
    unit: str
    indicator: str
    year: int
    parts: PartsOut


class MatrixPageOut(Schema):
    page: PageInfo
    items: list[MatrixRowOut]


class LineOut(Schema):
    """A line of a unit's responsibility letter, with what was reached by a month if one is named.

    Rates are in percent; ``outcome`` is stretch, floor, short, or empty while it cannot be told.
    """

    number: int
    target_id: int | None
    indicator: str
    scope: list[str]
    measure: str
    floor: float | None
    stretch: float | None
    sentence: str
    responsible_leader: str
    lead_unit: str
    person: str
    conditions: list[str]
    value: float | None
    revision_id: int | None
    of_floor: float | None
    of_stretch: float | None
    outcome: str


class LinePageOut(Schema):
    page: PageInfo
    items: list[LineOut]


@router.post(
    "/goals/{int:node_id}/responsibilities", response={201: IdOut}, summary="Name who answers"
)
def name_for_goal(request: HttpRequest, node_id: int, data: NamedIn) -> Status[IdOut]:
    """Name who answers for a goal; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    node = node_for(request, node_id)
    row = name_responsible(
        act_of(request), thing=node, role=data.role, who=who_for(request, node.area, data),
        valid_from=data.valid_from,
    )  # fmt: skip
    return Status(201, IdOut(id=row.pk))


@router.post(
    "/targets/{int:target_id}/responsibilities",
    response={201: IdOut},
    summary="Name who answers for a target",
)
def name_for_target(request: HttpRequest, target_id: int, data: NamedIn) -> Status[IdOut]:
    """Name who answers for a unit's target, whichever revision counts; needs the scope ``goals``.

    A unit names the responsible person of its own targets, the office everybody.
    """
    need_scope(request, Scope.GOALS)
    target = target_for(request, target_id)
    row = name_responsible(
        act_of(request), thing=TargetOf(target.series, target.unit, target.year), role=data.role,
        who=who_for(request, area_of(target.unit), data), valid_from=data.valid_from,
    )  # fmt: skip
    return Status(201, IdOut(id=row.pk))


@router.post(
    "/responsibilities/{int:responsibility_id}/end", response=IdOut, summary="End a responsibility"
)
def end(request: HttpRequest, responsibility_id: int, data: ReasonIn) -> IdOut:
    """End somebody's part as of today, with the reason; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    row = (
        Responsibility.objects.visible_to(request.user)
        .filter(pk=responsibility_id)
        .select_related("node__area", "unit")
        .first()
    )
    if row is None:
        raise Http404
    return IdOut(id=end_responsibility(act_of(request), responsibility=row, reason=data.reason).pk)


@router.get("/responsibilities/mine", response=AnswerPageOut, summary="What I answer for")
def list_mine(
    request: HttpRequest, period: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List what the person answers for this year: in person, standing in, through their units.

    ``period`` is the month whose figures tell the pace.
    """
    today = timezone.localdate()
    month = period_by_code(period) if period else None
    year = month.year if month is not None else today.year
    rows: list[tuple[Answer, bool]] = []
    for area in areas_for(request):
        tree = goal_tree(request.user, area, year, year, month, today)
        found = mine(request.user, tree, month, today)
        rows += [(one, False) for one in found.answers]
        rows += [(one, True) for one in found.of_units]
    return cut(rows, limit, offset, _answer_out)


@router.get("/delegations", response=DelegationPageOut, summary="Who stands in for whom")
def list_delegations(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the delegations of today and later that the person may see."""
    today = timezone.localdate()
    rows = [
        row for area in areas_for(request) for row in delegations_for(request.user, area, today)
    ]
    return cut(rows, limit, offset, _delegation_out)


@router.post("/delegations", response={201: DelegationOut}, summary="Let somebody stand in")
def give(request: HttpRequest, data: DelegationIn) -> Status[DelegationOut]:
    """Let somebody stand in for the person, or for another one; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    areas = areas_for(request)
    area = next((a for a in areas if data.area in (None, a.pk)), None)
    if area is None:
        raise Http404
    user: Any = request.user
    person: User = person_for(area, data.person) if data.person else user
    row = delegate(
        act_of(request), area=area, person=person, to=person_for(area, data.to),
        valid_from=data.valid_from, valid_to=data.valid_to, reason=data.reason,
    )  # fmt: skip
    return Status(201, _delegation_out(row))


@router.post(
    "/delegations/{int:delegation_id}/end", response=DelegationOut, summary="Take a delegation back"
)
def take_back(request: HttpRequest, delegation_id: int) -> DelegationOut:
    """End a delegation as of today; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    row = Delegation.objects.visible_to(request.user).filter(pk=delegation_id).first()
    if row is None:
        raise Http404
    return _delegation_out(end_delegation(act_of(request), delegation=row))


@router.get(
    "/responsibilities/{int:year}", response=MatrixPageOut, summary="The responsibility matrix"
)
def list_matrix(
    request: HttpRequest, year: int, limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List who answers for each target of a year that the person may see."""
    if not 1949 <= year < 2200:
        raise Http404
    today = timezone.localdate()
    rows = [row for area in areas_for(request) for row in matrix(request.user, area, year, today)]
    return cut(rows, limit, offset, _matrix_out)


@router.get(
    "/responsibilities/{int:year}/units/{int:pk}",
    response=LinePageOut,
    summary="A unit's lines: what it promised and what came of it",
)
def list_lines(
    request: HttpRequest, year: int, pk: int, period: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the lines of a unit's responsibility letter; with a month also what was reached."""
    unit = unit_for(request, pk)
    if not 1949 <= year < 2200:
        raise Http404
    month = period_by_code(period) if period else None
    if period and (month is None or month.year != year):
        raise Http404
    if month is None:
        lines = [
            _line_out(line, None) for line in responsibility_lines(unit, year, user=request.user)
        ]
    else:
        lines = [
            _line_out(one.line, one) for one in report_lines(unit, year, month, user=request.user)
        ]
    return cut(lines, limit, offset, lambda line: line)


def _matrix_out(row: MatrixRow) -> MatrixRowOut:
    return MatrixRowOut(
        target_id=row.target_id,
        unit_id=row.unit.pk,
        unit=named(row.unit),
        indicator=named(row.series.indicator),
        year=row.year,
        parts=parts_out(row.parts),
    )


def _line_out(line: Any, report: ReportLine | None) -> LineOut:
    return LineOut(
        number=line.number,
        target_id=line.target_id,
        indicator=line.indicator,
        scope=list(line.scope),
        measure=line.measure,
        floor=line.floor,
        stretch=line.stretch,
        sentence=line.sentence,
        responsible_leader=line.responsible_leader,
        lead_unit=line.lead_unit,
        person=line.person,
        conditions=list(line.conditions),
        value=report.value if report is not None else None,
        revision_id=report.revision_id if report is not None else None,
        of_floor=report.of_floor if report is not None else None,
        of_stretch=report.of_stretch if report is not None else None,
        outcome=report.outcome if report is not None else "",
    )


def _answer_out(row: tuple[Answer, bool]) -> AnswerOut:
    one, through_unit = row
    roll = one.roll
    return AnswerOut(
        role=one.role,
        thing=one.thing,
        by=one.by,
        instead_of=one.instead_of,
        through_unit=through_unit,
        node_id=one.row.node.pk if one.row is not None else None,
        target_id=one.line.target.target_id if one.line is not None else None,
        leaves=roll.of,
        kept=roll.kept,
        behind=roll.behind,
    )


def _delegation_out(row: Delegation) -> DelegationOut:
    return DelegationOut(
        id=row.pk,
        person=str(row.person),
        delegate=str(row.delegate),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        reason=row.reason,
    )
