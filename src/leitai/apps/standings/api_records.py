"""Records of bonus, penalty and veto over HTTP."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.standings.api import scheme_of
from leitai.apps.standings.models import Record
from leitai.apps.standings.selectors.records import records_for
from leitai.apps.standings.services import enter_record, sign_record, withdraw_record
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit

router = Router(tags=["records"])


class RecordOut(Schema):
    """A record; it counts while its state is ``signed``."""

    id: int
    scheme: str
    part: str
    item: str
    item_name: str
    column: str
    unit: int
    unit_name: str
    period: str
    matter: str
    reference: str
    legal_basis: str
    file_name: str
    file_sha256: str
    state: str
    entered_by: str
    entered_at: str
    signed_by: str
    signed_at: str
    withdrawn_by: str
    withdrawn_reason: str


class RecordPageOut(Schema):
    page: PageInfo
    items: list[RecordOut]


class RecordIn(Schema):
    """``content`` is the evidence in Base64; without it ``reference`` names a document."""

    scheme: str
    unit: int
    period: str
    item: str
    column: str
    matter: str
    reference: str = ""
    legal_basis: str = ""
    file_name: str = ""
    content: str = ""


class WithdrawIn(Schema):
    reason: str


def _out(record: Record) -> RecordOut:
    return RecordOut(
        id=record.pk,
        scheme=record.scheme.slug,
        part=record.part,
        item=record.item,
        item_name=record.item_name,
        column=record.column,
        unit=record.unit_id,
        unit_name=record.unit.name,
        period=record.period.code,
        matter=record.matter,
        reference=record.reference,
        legal_basis=record.legal_basis,
        file_name=record.file_name,
        file_sha256=record.file_sha256,
        state=record.state,
        entered_by=str(record.entered_by),
        entered_at=record.entered_at.isoformat(),
        signed_by=str(record.signed_by) if record.signed_by is not None else "",
        signed_at=record.signed_at.isoformat() if record.signed_at is not None else "",
        withdrawn_by=str(record.withdrawn_by) if record.withdrawn_by is not None else "",
        withdrawn_reason=record.withdrawn_reason,
    )


def _record(request: HttpRequest, pk: int) -> Record:
    record = records_for(request.user).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


@router.get("/records", response=RecordPageOut, summary="Records of bonus, penalty and veto")
def list_records(
    request: HttpRequest,
    scheme: str = "",
    state: str = "",
    unit: int | None = None,
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List the records that the person may know of, newest first."""
    rows = records_for(request.user)
    if scheme:
        rows = rows.filter(scheme__slug=scheme)
    if state:
        rows = rows.filter(state=state)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    return cut(rows, limit, offset, _out)


@router.get("/records/{int:record_id}", response=RecordOut, summary="A record")
def show_record(request: HttpRequest, record_id: int) -> RecordOut:
    """Return one record."""
    return _out(_record(request, record_id))


@router.post("/records", response=RecordOut, summary="Enter a record")
def enter(request: HttpRequest, data: RecordIn) -> RecordOut:
    """Enter a record; it counts once another person has signed it."""
    need_scope(request, Scope.RECORD)
    scheme = scheme_of(request, data.scheme)
    if not request.user.has_perm("standings.enter_record", scheme):
        raise PermissionDenied
    period = period_by_code(data.period)
    unit = Unit.objects.filter(pk=data.unit, above__ancestor=scheme.area).distinct().first()
    if period is None or unit is None:
        raise HttpError(422, _("There is no such unit or period."))
    try:
        content = base64.b64decode(data.content, validate=True)
    except binascii.Error:
        raise HttpError(422, _("The evidence is not Base64.")) from None
    try:
        record = enter_record(
            act_of(request),
            scheme=scheme,
            unit=unit,
            period=period,
            item=data.item,
            column=data.column,
            matter=data.matter,
            reference=data.reference,
            legal_basis=data.legal_basis,
            file_name=data.file_name,
            content=content,
        )
    except ValidationError as error:
        raise HttpError(422, " ".join(error.messages)) from error
    return _out(record)


@router.post("/records/{int:record_id}/sign", response=RecordOut, summary="Sign a record")
def sign(request: HttpRequest, record_id: int) -> RecordOut:
    """Sign a record that somebody else entered."""
    need_scope(request, Scope.RECORD)
    record = _record(request, record_id)
    try:
        return _out(sign_record(act_of(request), record=record))
    except ValidationError as error:
        raise HttpError(422, " ".join(error.messages)) from error


@router.post("/records/{int:record_id}/withdraw", response=RecordOut, summary="Withdraw a record")
def withdraw(request: HttpRequest, record_id: int, data: WithdrawIn) -> RecordOut:
    """Withdraw a record with a reason."""
    need_scope(request, Scope.RECORD)
    record = _record(request, record_id)
    try:
        return _out(withdraw_record(act_of(request), record=record, reason=data.reason))
    except ValidationError as error:
        raise HttpError(422, " ".join(error.messages)) from error
