"""Compound targets and the thresholds of quarters over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from leitai.apps.goals.api_shapes import (
    IdOut,
    Name,
    ReasonIn,
    Words,
    Year,
    areas_for,
    series_for,
    unit_for,
)
from leitai.apps.goals.models import CompoundTarget, PaceRule
from leitai.apps.goals.selectors.compounds import CompoundNow, compounds_for, evaluate
from leitai.apps.goals.selectors.pace_rules import rule_versions
from leitai.apps.goals.services import (
    NewCondition,
    set_compound,
    set_pace_rule,
    withdraw_compound,
)
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope
from leitai.apps.units.selectors import area_of

router = Router(tags=["targets"])


class ConditionIn(Schema):
    """A condition: a series moves (``up``, ``down``), reaches ``amount``, ranks within it, or
    stands in a ratio (``amount`` in percent) to ``divisor``."""

    kind: str
    series: int
    amount: float | None = None
    divisor: int | None = None
    start: Annotated[int, Field(ge=1, le=9999)] | None = None


class CompoundIn(Schema):
    """A target that holds when all its conditions hold."""

    unit: int
    year: Year
    name: Name
    conditions: list[ConditionIn]
    name_en: Name = ""
    sentence: Words = ""


class PaceRuleIn(ReasonIn):
    """When quarters count as red or steady, from a year on."""

    from_year: Year
    red_of: str
    red_percent: float
    steady_of: str
    steady_percent: float
    every_quarter: str


class PaceRuleOut(PaceRuleIn):
    """A version of the thresholds; the highest whose ``from_year`` has come holds."""

    version: int
    set_at: dt.datetime


class PaceRulePageOut(Schema):
    page: PageInfo
    items: list[PaceRuleOut]


class ConditionOut(Schema):
    kind: str
    wanted: str
    held: bool | None
    working: str
    revision_ids: list[int]


class CompoundOut(Schema):
    """A compound target at a month; ``held`` is null while it cannot be told."""

    target_id: int
    unit_id: int
    unit: str
    year: int
    name: str
    held: bool | None
    conditions: list[ConditionOut]


class CompoundPageOut(Schema):
    page: PageInfo
    items: list[CompoundOut]


@router.get(
    "/compound-targets/{period}", response=CompoundPageOut, summary="Compound targets of a month"
)
def list_compounds(
    request: HttpRequest, period: str, limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List compound, rank and ratio targets with each condition's working."""
    month = period_by_code(period)
    if month is None:
        return cut([], limit, offset, _compound_out)
    rows = [
        row for area in areas_for(request) for row in compounds_for(request.user, area, month.year)
    ]
    told = evaluate(request.user, rows, month)
    return cut([told[row.pk] for row in rows], limit, offset, _compound_out)


def _compound_out(one: CompoundNow) -> CompoundOut:
    return CompoundOut(
        target_id=one.target_id,
        unit_id=one.unit_id,
        unit=one.unit,
        year=one.year,
        name=one.name,
        held=one.held,
        conditions=[
            ConditionOut(
                kind=part.kind,
                wanted=part.wanted,
                held=part.held,
                working=part.words,
                revision_ids=[figure.revision_id for figure in part.figures],
            )
            for part in one.conditions
        ],
    )


@router.post("/compound-targets", response={201: IdOut}, summary="Set a compound target")
def add(request: HttpRequest, data: CompoundIn) -> Status[IdOut]:
    """Set a compound, rank or ratio target of a unit; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    unit = unit_for(request, data.unit)
    area = area_of(unit)
    conditions = [
        NewCondition(
            one.kind, series_for(area, one.series), one.amount,
            series_for(area, one.divisor) if one.divisor is not None else None, one.start,
        )
        for one in data.conditions
    ]  # fmt: skip
    row = set_compound(
        act_of(request), unit=unit, year=data.year, name=data.name, conditions=conditions,
        name_en=data.name_en, sentence=data.sentence,
    )  # fmt: skip
    return Status(201, IdOut(id=row.pk))


@router.post(
    "/compound-targets/{int:compound_id}/withdraw",
    response=IdOut,
    summary="Withdraw a compound target",
)
def withdraw(request: HttpRequest, compound_id: int, data: ReasonIn) -> IdOut:
    """Withdraw a compound target, with the reason; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    row = CompoundTarget.objects.filter(pk=compound_id).select_related("unit").first()
    if row is None or row.unit_id not in visible_units(request.user):
        raise Http404
    return IdOut(id=withdraw_compound(act_of(request), target=row, reason=data.reason).pk)


@router.get(
    "/pace-rules/{int:area_id}", response=PaceRulePageOut, summary="Thresholds of the quarters"
)
def list_pace_rules(
    request: HttpRequest, area_id: int, limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the versions of an area's thresholds, the newest first."""
    area = next((one for one in areas_for(request) if one.pk == area_id), None)
    if area is None:
        raise Http404
    return cut(rule_versions(area), limit, offset, _rule_out)


@router.post("/pace-rules/{int:area_id}", response={201: PaceRuleOut}, summary="Set the thresholds")
def write_pace_rule(request: HttpRequest, area_id: int, data: PaceRuleIn) -> Status[PaceRuleOut]:
    """Set the next version of an area's thresholds; needs the scope ``goals``."""
    need_scope(request, Scope.GOALS)
    area = unit_for(request, area_id)
    return Status(201, _rule_out(set_pace_rule(act_of(request), area=area, **data.dict())))


def _rule_out(row: PaceRule) -> PaceRuleOut:
    return PaceRuleOut(
        version=row.version,
        from_year=row.from_year,
        red_of=row.red_of,
        red_percent=row.red_percent,
        steady_of=row.steady_of,
        steady_percent=row.steady_percent,
        every_quarter=row.every_quarter,
        reason=row.reason,
        set_at=row.set_at,
    )
