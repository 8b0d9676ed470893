"""Terrain, changes of territory, and settled contradictions over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.benchmarks.models import Settlement, StatedComparison, TerritoryChange
from leitai.apps.benchmarks.selectors.pairs import open_units
from leitai.apps.benchmarks.selectors.settlements import settlement_for
from leitai.apps.benchmarks.selectors.traits import (
    areas_defined_by,
    changes_for,
    terrains_for,
    units_of_interest,
)
from leitai.apps.benchmarks.services import (
    answer_comparison,
    ask_comparison,
    note_territory,
    set_terrain,
    settle_comparison,
    withdraw_territory,
)
from leitai.apps.benchmarks.services.traits import NewTerrain, NewTerritory
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit

router = Router(tags=["benchmarks"])
#: Rows of one request.
MOST = 500


class TerrainOut(Schema):
    """The terrain class of a unit (plain, hills, mountains); units not listed are unknown."""

    area_id: int
    unit_id: int
    unit: str
    terrain: str
    source: str


class TerritoryOut(Schema):
    """A change of territory between the figures of two years."""

    id: int
    area_id: int
    unit_id: int
    unit: str
    since_year: int
    by_year: int
    reason: str


class TraitsOut(Schema):
    terrain: list[TerrainOut]
    territory: list[TerritoryOut]


class TerrainIn(Schema):
    unit_id: int
    terrain: str
    source: str


class TerrainsIn(Schema):
    area_id: int
    rows: list[TerrainIn]


class TerritoryIn(Schema):
    unit_id: int
    since_year: int
    by_year: int
    reason: str


class TerritoriesIn(Schema):
    area_id: int
    rows: list[TerritoryIn]


class ReasonIn(Schema):
    reason: str


class SettlementIn(Schema):
    """``word`` is stored, stated or asked; asked needs ``asked_id``, the unit."""

    word: str
    reason: str
    asked_id: int | None = None


class AnswerIn(Schema):
    answer: str


class SettlementOut(Schema):
    """The office's word on a stated comparison; ``answer`` is that of the unit asked."""

    id: int
    comparison_id: int
    word: str
    reason: str
    asked_id: int | None
    answer: str


def _areas(request: HttpRequest) -> list[Unit]:
    found = {field.area_id: field.area for _unit, field in open_units(request.user)}
    found |= {area.pk: area for area in areas_defined_by(request.user)}
    return list(found.values())


def _area(request: HttpRequest, pk: int) -> Unit:
    area = next((one for one in areas_defined_by(request.user) if one.pk == pk), None)
    if area is None:
        raise Http404
    return area


def _units(area: Unit, ids: list[int]) -> dict[int, Unit]:
    units: dict[int, Unit] = units_of_interest(area).in_bulk(ids)
    if len(ids) > MOST or len(units) < len(set(ids)):
        raise Http404
    return units


def _traits(areas: list[Unit]) -> dict[str, Any]:
    return {
        "terrain": [
            {
                "area_id": area.pk, "unit_id": one.unit_id, "unit": one.unit.name,
                "terrain": one.terrain, "source": one.source,
            }
            for area in areas
            for one in terrains_for(area)
        ],
        "territory": [
            {
                "id": one.pk, "area_id": area.pk, "unit_id": one.unit_id, "unit": one.unit.name,
                "since_year": one.since_year, "by_year": one.by_year, "reason": one.reason,
            }
            for area in areas
            for one in changes_for(area)
        ],
    }  # fmt: skip


@router.get("/benchmarks/traits", response=TraitsOut, summary="Terrain and changes of territory")
def list_traits(request: HttpRequest) -> dict[str, Any]:
    """Give what the offices of the person's areas hold of units beside figures."""
    return _traits(_areas(request))


@router.post("/benchmarks/traits/terrain", response=TraitsOut, summary="Enter terrain")
def enter_terrain(request: HttpRequest, body: TerrainsIn) -> dict[str, Any]:
    """Enter terrain classes; all rows or none."""
    need_scope(request, Scope.COMPUTE)
    area = _area(request, body.area_id)
    units = _units(area, [row.unit_id for row in body.rows])
    rows = [NewTerrain(units[row.unit_id], row.terrain, row.source[:200]) for row in body.rows]
    set_terrain(act_of(request), area=area, rows=rows)
    return _traits([area])


@router.post("/benchmarks/traits/territory", response=TraitsOut, summary="Note territory changes")
def enter_territory(request: HttpRequest, body: TerritoriesIn) -> dict[str, Any]:
    """Note changes of territory; all rows or none."""
    need_scope(request, Scope.COMPUTE)
    area = _area(request, body.area_id)
    units = _units(area, [row.unit_id for row in body.rows])
    rows = [
        NewTerritory(units[row.unit_id], row.since_year, row.by_year, row.reason[:300])
        for row in body.rows
    ]
    note_territory(act_of(request), area=area, rows=rows)
    return _traits([area])


@router.post(
    "/benchmarks/territory/{int:pk}/withdraw", response=TraitsOut, summary="Take a change back"
)
def take_back(request: HttpRequest, pk: int, body: ReasonIn) -> dict[str, Any]:
    """Take a noted change of territory back, with a reason."""
    need_scope(request, Scope.COMPUTE)
    change = (
        TerritoryChange.objects.filter(pk=pk, area__in=areas_defined_by(request.user))
        .select_related("area")
        .first()
    )
    if change is None:
        raise Http404
    withdraw_territory(act_of(request), change=change, reason=body.reason[:300])
    return _traits([change.area])


@router.post(
    "/benchmarks/comparisons/{int:pk}/settle", response=SettlementOut, summary="Settle, or ask"
)
def settle(request: HttpRequest, pk: int, body: SettlementIn) -> SettlementOut:
    """Say which figure stands where a stated comparison is contradicted, or ask a unit."""
    need_scope(request, Scope.COMPUTE)
    rows = StatedComparison.objects.visible_to(request.user).select_related("unit")
    stated = rows.filter(pk=pk).first()
    if stated is None or not request.user.has_perm("benchmarks.confirm", stated.unit):
        raise Http404
    if body.word == Settlement.Word.ASKED:
        asked = Unit.objects.filter(pk=body.asked_id or 0, above__ancestor=stated.unit).first()
        if asked is None:
            raise Http404
        done = ask_comparison(
            act_of(request), stated=stated, asked=asked, question=body.reason[:500]
        )
    else:
        done = settle_comparison(
            act_of(request), stated=stated, stands=body.word, reason=body.reason[:500]
        )
    return _settlement_out(done)


@router.post(
    "/benchmarks/settlements/{int:pk}/answer", response=SettlementOut, summary="Answer a question"
)
def answer(request: HttpRequest, pk: int, body: AnswerIn) -> SettlementOut:
    """Answer the office's question on a contradiction."""
    need_scope(request, Scope.UPLOAD)
    found = settlement_for(request.user, pk)
    if found is None or found.asked is None:
        raise Http404
    if not request.user.has_perm("benchmarks.state_comparison", found.asked):
        raise Http404
    return _settlement_out(
        answer_comparison(act_of(request), settlement=found, answer=body.answer[:500])
    )


def _settlement_out(one: Settlement) -> SettlementOut:
    return SettlementOut(
        id=one.pk, comparison_id=one.stated_id, word=one.word, reason=one.reason,
        asked_id=one.asked_id, answer=one.answer,
    )  # fmt: skip
