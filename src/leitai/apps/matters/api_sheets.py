"""Many matters from a sheet, over HTTP."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.language import named
from leitai.apps.matters.api_shapes import area_seen, today
from leitai.apps.matters.api_steps import units_of
from leitai.apps.matters.models import MatterSheet
from leitai.apps.matters.selectors.sheets import RowRead, read_sheet, registered_before
from leitai.apps.matters.services import answer_sheet, bring_sheet, register_sheet
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["matters"])


class SheetIn(Schema):
    """A file; ``content`` is Base64."""

    area: int
    name: str
    content: str


class AnswersIn(Schema):
    """The units that names mean: the name as written, and the unit's id."""

    answers: dict[str, int]


class RegisterSheetIn(Schema):
    """``again`` where the same content was put on the list before and is meant once more."""

    again: bool = False


class FaultOut(Schema):
    """A cell that is wrong; ``unit`` is the name of a unit in doubt."""

    field: str
    address: str
    written: str
    words: str
    unit: str


class SheetRowOut(Schema):
    """A row as it was understood."""

    sheet: str
    row: int
    title: str
    kind: str
    source: str
    source_name: str
    source_words: str
    lead: str
    support: list[str]
    person: str
    due: dt.date | None
    due_by_term: bool
    contact: str
    total: float | None
    counted_in: str
    notice: str
    faults: list[FaultOut]


class OfferOut(Schema):
    id: int
    name: str


class DoubtOut(Schema):
    """A name of no unit on record, and units that are near."""

    written: str
    offers: list[OfferOut]


class SheetOut(Schema):
    id: int
    name: str
    sha256: str
    registered_at: dt.datetime | None
    registered_before: bool
    rows: list[SheetRowOut]
    doubts: list[DoubtOut]


def sheet_values(sheet: MatterSheet) -> dict[str, Any]:
    """Return a sheet as it is read today."""
    read = read_sheet(sheet, today())
    return {
        "id": sheet.pk,
        "name": sheet.name,
        "sha256": sheet.sha256,
        "registered_at": sheet.registered_at,
        "registered_before": registered_before(sheet) is not None,
        "rows": [_row(row) for row in read.rows],
        "doubts": [
            {
                "written": one.written,
                "offers": [{"id": unit.pk, "name": named(unit)} for unit in one.offers],
            }
            for one in read.doubts
        ],
    }


def _row(row: RowRead) -> dict[str, Any]:
    return {
        **vars(row),
        "lead": named(row.lead) if row.lead is not None else "",
        "support": [named(unit) for unit in row.support],
        "contact": str(row.contact or ""),
        "faults": [vars(fault) for fault in row.faults],
    }


def _sheet(request: HttpRequest, sheet_id: int) -> MatterSheet:
    found = MatterSheet.objects.visible_to(request.user).select_related("area")
    sheet = found.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    return sheet


@router.post("/matter-sheets", response=SheetOut, summary="Bring a sheet of new matters")
def bring(request: HttpRequest, data: SheetIn) -> dict[str, Any]:
    """Read a file with one matter a row; nothing is registered yet."""
    need_scope(request, Scope.MATTERS)
    area, act = area_seen(request, data.area), act_of(request)
    act.require("matters.manage", area)
    try:
        content = base64.b64decode(data.content, validate=True)
    except binascii.Error:
        raise HttpError(422, _("The file is not Base64.")) from None
    return sheet_values(bring_sheet(act, area=area, name=data.name, content=content))


@router.get("/matter-sheets/{int:sheet_id}", response=SheetOut, summary="A sheet as it is read")
def show(request: HttpRequest, sheet_id: int) -> dict[str, Any]:
    """Return each row as it is understood, and what keeps the sheet from being registered."""
    return sheet_values(_sheet(request, sheet_id))


@router.post("/matter-sheets/{int:sheet_id}/answers", response=SheetOut, summary="Settle names")
def answer(request: HttpRequest, sheet_id: int, data: AnswersIn) -> dict[str, Any]:
    """Say which units names in doubt mean; later sheets of the area are read by it too."""
    need_scope(request, Scope.MATTERS)
    sheet = _sheet(request, sheet_id)
    units = units_of(request, list(data.answers.values()))
    answers = dict(zip(data.answers, units, strict=True))
    return sheet_values(answer_sheet(act_of(request), sheet=sheet, answers=answers))


@router.post(
    "/matter-sheets/{int:sheet_id}/register", response=SheetOut, summary="Register all of a sheet"
)
def register(request: HttpRequest, sheet_id: int, data: RegisterSheetIn) -> dict[str, Any]:
    """Put all matters of a sheet on the list, or none and say what is wrong with which cell."""
    need_scope(request, Scope.MATTERS)
    sheet = _sheet(request, sheet_id)
    return sheet_values(register_sheet(act_of(request), sheet=sheet, again=data.again))
