"""Uploads over HTTP: bring a workbook in, answer what it asks, accept it or throw it away."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from leitai.apps.indicators.models import DataSource, Question, Upload
from leitai.apps.indicators.selectors.layouts import layouts_for, remembered_layouts, tables_read
from leitai.apps.indicators.selectors.uploads import question_list, uploads_for
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.indicators.services import (
    accept_upload,
    answer_question,
    correct_reading,
    discard_upload,
    forget_layout,
    obstacle_to_acceptance,
    receive_upload,
    reopen_question,
)
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope
from leitai.apps.units.selectors import area_of
from leitai.workbooks import layout_from_dict
from leitai.workbooks.model import ColumnRole, LabelKind, Orientation, RowRole

router = Router(tags=["uploads"])


class SourceOut(Schema):
    """A source in whose name workbooks come in."""

    code: str
    name: str
    unit_id: int | None


class SourcePageOut(Schema):
    page: PageInfo
    items: list[SourceOut]


class UploadOut(Schema):
    """An upload as lists show it; ``edition`` grows with every answer."""

    id: int
    name: str
    source: str
    state: str
    trouble: str
    uploaded_at: dt.datetime
    edition: int


class UploadPageOut(Schema):
    page: PageInfo
    items: list[UploadOut]


class OfferOut(Schema):
    words: str
    answer: dict[str, Any]


class QuestionOut(Schema):
    id: int
    kind: str
    sheet: str
    address: str
    text: str
    reason: str
    offers: list[OfferOut]
    answer: dict[str, Any] | None


class UploadDetailOut(UploadOut):
    """An upload with what it asks and what keeps it from being accepted."""

    counts: dict[str, int]
    obstacle: str
    questions: list[QuestionOut]


class AnswerIn(Schema):
    """One of the question's offers; null takes an answer back."""

    answer: dict[str, Any] | None
    remember: bool = True


class AcceptIn(Schema):
    """``edition`` as last shown: the acceptance is refused when there is a newer one."""

    reason: str = ""
    edition: int | None = None


class DiscardIn(Schema):
    reason: str = ""


class ColumnUseIn(Schema):
    """What a column holds; ``index`` counts from 0. ``role``: label, number, text or index."""

    index: int
    role: ColumnRole
    label_kind: LabelKind = ""
    name: str = ""
    unit: str = ""
    period: str = ""


class LayoutIn(Schema):
    """Where a table stands; rows count from 1 and columns from 0, both ends included.

    ``rows`` gives the use of rows that is not plain from where they stand: totals, headings of
    groups, repeated headers, unit rows, rows to leave out ("outside").
    """

    header: tuple[int, int] | None = None
    body: tuple[int, int]
    columns: tuple[int, int]
    preamble: tuple[int, int] | None = None
    footnotes: tuple[int, int] | None = None
    rows: list[tuple[int, RowRole]] = []
    uses: list[ColumnUseIn] = []
    orientation: Orientation | None = None


class SheetLayoutsIn(Schema):
    """The tables of a sheet; an empty list has it read afresh, without what is remembered."""

    sheet: str
    tables: list[LayoutIn]
    remember: bool = True


class SheetLayoutsOut(Schema):
    """A sheet as it was read; ``form`` names the remembered layout that it was read by."""

    sheet: str
    form: str
    tables: list[LayoutIn]


class RememberedOut(Schema):
    """A layout that files of the source are read by."""

    id: int
    sheet: str
    key: str
    made_by: str
    made_at: dt.datetime
    applied: bool


class LayoutsOut(Schema):
    sheets: list[SheetLayoutsOut]
    remembered: list[RememberedOut]


def _upload_fields(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.pk,
        "name": upload.name,
        "source": upload.source.code,
        "state": upload.state,
        "trouble": upload.trouble,
        "uploaded_at": upload.uploaded_at,
        "edition": upload.edition,
    }


def _upload(request: HttpRequest, pk: int) -> Upload:
    found = uploads_for(request.user).filter(pk=pk).first()
    if found is None or not request.user.has_perm("indicators.view_upload", found):
        raise Http404
    return found


def _detail(request: HttpRequest, pk: int) -> dict[str, Any]:
    upload = Upload.objects.select_related("source").get(pk=pk)
    counts: dict[str, int] = {}
    for state in upload.cells.values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return {
        **_upload_fields(upload),
        "counts": counts,
        "obstacle": obstacle_to_acceptance(upload),
        "questions": question_list(upload, request.user),
    }


def _month(code: str) -> Period:
    """Return the month of a code such as 2026-10; whether others have used it makes no difference.

    Raises:
        HttpError: 422 for anything else.
    """
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", code)
    if found is None:
        raise HttpError(422, _("Write the month as in 2026-10."))
    return ensure_period(PeriodKind.MONTH, int(found[1]), int(found[2]))


@router.get("/sources", response=SourcePageOut, summary="Sources of one's own units")
def list_sources(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List the sources in whose name the person may look at uploads."""
    rows = DataSource.objects.filter(unit_id__in=visible_units(request.user)).order_by("name", "pk")
    return cut(rows, limit, offset, SourceOut.from_orm)


@router.get("/uploads", response=UploadPageOut, summary="Uploads, newest first")
def list_uploads(
    request: HttpRequest, state: str = "", source: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the uploads of the person's units and areas."""
    rows = uploads_for(request.user)
    if state:
        rows = rows.filter(state=state)
    if source:
        rows = rows.filter(source__code=source)
    return cut(rows, limit, offset, lambda upload: UploadOut(**_upload_fields(upload)))


@router.post("/uploads", response={201: UploadDetailOut}, summary="Bring a workbook in")
def create_upload(
    request: HttpRequest,
    file: File[UploadedFile],
    source: Form[str],
    period: Form[str] = "",
) -> Status[dict[str, Any]]:
    """Upload a workbook of a source; it is read in the background and then waits."""
    need_scope(request, Scope.UPLOAD)
    found = DataSource.objects.filter(code=source).select_related("unit").first()
    if found is None or found.unit is None or found.unit_id not in visible_units(request.user):
        raise Http404
    when = _month(period) if period else None
    upload = receive_upload(
        act_of(request),
        area=area_of(found.unit),
        source=found,
        name=file.name or "",
        content=file.read(),
        period=when,
    )
    return Status(201, _detail(request, upload.pk))


@router.get("/uploads/{int:pk}", response=UploadDetailOut, summary="An upload and its questions")
def show_upload(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return an upload with what it asks and what keeps it from being accepted."""
    return _detail(request, _upload(request, pk).pk)


@router.post(
    "/uploads/{int:pk}/questions/{int:question}",
    response=UploadDetailOut,
    summary="Answer a question, or take the answer back",
)
def answer(request: HttpRequest, pk: int, question: int, body: AnswerIn) -> dict[str, Any]:
    """Decide a question of a staged upload."""
    need_scope(request, Scope.UPLOAD)
    upload = _upload(request, pk)
    found = Question.objects.filter(upload=upload, pk=question).first()
    if found is None:
        raise Http404
    act = act_of(request)
    if body.answer is None:
        reopen_question(act, question=found)
    else:
        answer_question(act, question=found, answer=body.answer, remember=body.remember)
    return _detail(request, upload.pk)


@router.get("/uploads/{int:pk}/layouts", response=LayoutsOut, summary="How an upload was read")
def show_layouts(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return where the tables of an upload's sheets stand, and what is remembered of its source."""
    upload = _upload(request, pk)
    return {
        "sheets": [
            {
                "sheet": sheet["name"],
                "form": sheet.get("form", ""),
                "tables": [
                    asdict(table.layout) for table in tables_read(upload.reading, sheet["name"])
                ],
            }
            for sheet in upload.reading.get("sheets", [])
        ],
        "remembered": [asdict(one) for one in remembered_layouts(upload, request.user)],
    }


@router.post("/uploads/{int:pk}/layouts", response=UploadDetailOut, summary="Correct the reading")
def correct(request: HttpRequest, pk: int, body: SheetLayoutsIn) -> dict[str, Any]:
    """Say where the tables of a sheet stand; the upload is read again by it."""
    need_scope(request, Scope.UPLOAD)
    upload = _upload(request, pk)
    layouts = [
        layout_from_dict({"sheet": body.sheet, **table.model_dump()}) for table in body.tables
    ]
    correct_reading(
        act_of(request), upload=upload, sheet=body.sheet, layouts=layouts, remember=body.remember
    )
    return _detail(request, upload.pk)


@router.post(
    "/uploads/{int:pk}/layouts/{int:layout}/forget",
    response=LayoutsOut,
    summary="Forget a layout of the upload's source",
)
def forget(request: HttpRequest, pk: int, layout: int) -> dict[str, Any]:
    """Read files of the source no longer by a remembered layout."""
    need_scope(request, Scope.UPLOAD)
    upload = _upload(request, pk)
    found = layouts_for(upload).filter(pk=layout).first()
    if found is None:
        raise Http404
    forget_layout(act_of(request), layout=found)
    return show_layouts(request, pk)


@router.post("/uploads/{int:pk}/accept", response=UploadDetailOut, summary="Accept an upload")
def accept(request: HttpRequest, pk: int, body: AcceptIn) -> dict[str, Any]:
    """Make all settled cells of an upload values, or none of them."""
    need_scope(request, Scope.UPLOAD)
    upload = _upload(request, pk)
    accept_upload(act_of(request), upload=upload, reason=body.reason, seen=body.edition)
    return _detail(request, upload.pk)


@router.post("/uploads/{int:pk}/discard", response=UploadDetailOut, summary="Throw an upload away")
def discard(request: HttpRequest, pk: int, body: DiscardIn) -> dict[str, Any]:
    """Throw an upload away as a whole."""
    need_scope(request, Scope.UPLOAD)
    upload = _upload(request, pk)
    discard_upload(act_of(request), upload=upload, reason=body.reason)
    return _detail(request, upload.pk)
