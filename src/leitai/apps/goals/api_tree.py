"""The goal tree over HTTP: reading it, and writing goals and phases."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from leitai.apps.goals.api_shapes import (
    IdOut,
    Name,
    PartsOut,
    ReasonIn,
    Text,
    Words,
    Year,
    areas_for,
    node_for,
    parts_out,
    series_for,
    unit_for,
)
from leitai.apps.goals.models import CompoundTarget, Phase
from leitai.apps.goals.selectors.tree import TreeRow, goal_tree
from leitai.apps.goals.services import (
    NewPhase,
    add_goal,
    change_goal,
    close_goal,
    move_goal,
    reopen_goal,
    set_phases,
)
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.language import named
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit

router = Router(tags=["goals"])


class GoalOut(Schema):
    """A goal in the order of its tree; ``kept`` and ``behind`` count the ``leaves`` below it."""

    node_id: int
    parent_id: int | None
    depth: int
    kind: str
    name: str
    first_year: int
    last_year: int
    state: str
    due: dt.date | None
    leaves: int
    kept: int
    behind: int
    parts: PartsOut


class GoalPageOut(Schema):
    page: PageInfo
    items: list[GoalOut]


class GoalIn(Schema):
    """A goal to be added; a target goal names ``series`` and ``unit``, or a ``compound`` target."""

    area: int
    kind: str
    name: Name
    first_year: Year
    last_year: Year
    name_en: Name = ""
    parent: int | None = None
    series: int | None = None
    unit: int | None = None
    compound: int | None = None
    due: dt.date | None = None
    sentence: Words = ""
    implements: Text = ""


class ClosedIn(Schema):
    state: Literal["reached", "dropped"]
    closing: Text


class GoalChangeIn(ReasonIn):
    """What is given is changed; the words before stay in the record."""

    name: Name | None = None
    name_en: Name | None = None
    first_year: Year | None = None
    last_year: Year | None = None
    sentence: Words | None = None
    implements: Text | None = None
    due: dt.date | None = None


class MoveIn(Schema):
    """One place up or down, or under another goal (``parent``; none is the root)."""

    step: Literal["up", "down"] | None = None
    parent: int | None = None


class PhaseShape(Schema):
    """A phase of an area's years."""

    name: Annotated[str, Field(max_length=20)]
    first_year: Year
    last_year: Year
    name_en: Annotated[str, Field(max_length=40)] = ""


class PhasesIn(Schema):
    phases: list[PhaseShape]


class PhasesOut(Schema):
    area_id: int
    phases: list[PhaseShape]


@router.get("/goals", response=GoalPageOut, summary="The goal tree of a year")
def list_goals(
    request: HttpRequest, year: int = 0, period: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the goals of a year (this one if none is named) in the order of their trees.

    ``period`` is the month whose figures tell the pace.
    """
    today = timezone.localdate()
    month = period_by_code(period) if period else None
    wanted = year or (month.year if month is not None else today.year)
    rows = [
        row
        for area in areas_for(request)
        for row in goal_tree(request.user, area, wanted, wanted, month, today).rows
    ]
    return cut(rows, limit, offset, _goal_out)


@router.post("/goals", response={201: IdOut}, summary="Add a goal")
def add(request: HttpRequest, data: GoalIn) -> Status[IdOut]:
    """Add a goal as the last one under its parent; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    area = unit_for(request, data.area)
    given = data.dict()
    given["area"] = area
    given["parent"] = node_for(request, data.parent) if data.parent is not None else None
    given["unit"] = unit_for(request, data.unit) if data.unit is not None else None
    given["series"] = series_for(area, data.series) if data.series is not None else None
    given["compound"] = _compound(request, data.compound) if data.compound is not None else None
    return Status(201, IdOut(id=add_goal(act_of(request), **given).pk))


def _compound(request: HttpRequest, pk: int) -> CompoundTarget:
    found = CompoundTarget.objects.filter(pk=pk, withdrawn_at=None).first()
    if found is None or found.unit_id not in visible_units(request.user):
        raise Http404
    return found


@router.post("/goals/{int:node_id}/change", response=IdOut, summary="Change a goal")
def change(request: HttpRequest, node_id: int, data: GoalChangeIn) -> IdOut:
    """Change name, years, words or due day of an open goal; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    node = node_for(request, node_id)
    changes = data.dict(exclude_unset=True, exclude={"reason"})
    # Only the due day can be taken away; a null anywhere else changes nothing.
    changes = {key: new for key, new in changes.items() if new is not None or key == "due"}
    return IdOut(id=change_goal(act_of(request), node=node, reason=data.reason, changes=changes).pk)


@router.post("/goals/{int:node_id}/move", response=IdOut, summary="Move a goal")
def move(request: HttpRequest, node_id: int, data: MoveIn) -> IdOut:
    """Move a goal among its siblings or under another one; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    node = node_for(request, node_id)
    parent = node_for(request, data.parent) if data.parent is not None else None
    return IdOut(id=move_goal(act_of(request), node=node, step=data.step, parent=parent).pk)


@router.post("/goals/{int:node_id}/reopen", response=IdOut, summary="Open a goal again")
def reopen(request: HttpRequest, node_id: int, data: ReasonIn) -> IdOut:
    """Open a closed goal again, with the reason; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    node = node_for(request, node_id)
    return IdOut(id=reopen_goal(act_of(request), node=node, reason=data.reason).pk)


@router.get("/goals/phases/{int:area_id}", response=PhasesOut, summary="The phases of an area")
def get_phases(request: HttpRequest, area_id: int) -> PhasesOut:
    """List the phases in which an area divides its years."""
    return _phases_out(next((a for a in areas_for(request) if a.pk == area_id), None))


@router.post("/goals/phases/{int:area_id}", response=PhasesOut, summary="Set the phases")
def write_phases(request: HttpRequest, area_id: int, data: PhasesIn) -> PhasesOut:
    """Divide an area's years in phases, in place of those there are; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    area = unit_for(request, area_id)
    phases = [NewPhase(one.name, one.first_year, one.last_year, one.name_en) for one in data.phases]
    set_phases(act_of(request), area=area, phases=phases)
    return _phases_out(area)


def _phases_out(area: Unit | None) -> PhasesOut:
    if area is None:
        raise Http404
    return PhasesOut(
        area_id=area.pk,
        phases=[
            PhaseShape(
                name=one.name, first_year=one.first_year, last_year=one.last_year,
                name_en=one.name_en,
            )
            for one in Phase.objects.filter(area=area)
        ],
    )  # fmt: skip


@router.post("/goals/{int:node_id}/close", response=IdOut, summary="Close a goal")
def close(request: HttpRequest, node_id: int, data: ClosedIn) -> IdOut:
    """Close a goal as reached or dropped, with the reason; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    node = node_for(request, node_id)
    return IdOut(
        id=close_goal(act_of(request), node=node, state=data.state, closing=data.closing).pk
    )


def _goal_out(row: TreeRow) -> GoalOut:
    node = row.node
    return GoalOut(
        node_id=node.pk,
        parent_id=node.parent_id,
        depth=row.depth,
        kind=node.kind,
        name=named(node),
        first_year=node.first_year,
        last_year=node.last_year,
        state=node.state,
        due=node.due,
        leaves=row.roll.of,
        kept=row.roll.kept,
        behind=row.roll.behind,
        parts=parts_out(row.parts),
    )
