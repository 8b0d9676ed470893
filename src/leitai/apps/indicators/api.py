"""Indicators, values and uploads over HTTP: what the pages show, no more and no less."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import DataSource, Indicator, Question, Series, Upload
from leitai.apps.indicators.selectors.indicators import indicators_for
from leitai.apps.indicators.selectors.trace import revision_trail
from leitai.apps.indicators.selectors.uploads import question_list, uploads_for
from leitai.apps.indicators.selectors.values import Value, values_for, visible_units
from leitai.apps.indicators.services import (
    RefusedError,
    accept_upload,
    answer_question,
    discard_upload,
    obstacle_to_acceptance,
    receive_upload,
)
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.access import need_scope
from leitai.apps.units.paging import PageInfo, cut
from leitai.apps.units.selectors import area_of

router = Router(tags=["indicators"])

#: Scope of a token that may bring workbooks in and decide about them.
WRITE = "uploads"


class SeriesOut(Schema):
    """A series with its scope and the source that counts."""

    id: int
    scope: list[str]
    flow: str
    price: str
    source: str


class IndicatorOut(Schema):
    """An indicator with its series."""

    id: int
    code: str
    name: str
    theme: str
    measure: str
    decimals: int
    direction: str
    formula: str
    series: list[SeriesOut]


class IndicatorPageOut(Schema):
    page: PageInfo
    items: list[IndicatorOut]


class ValueOut(Schema):
    """A value as it counts."""

    series_id: int
    unit_id: int
    period: str
    number: float | None
    missing: str
    qualifier: str
    status: str
    revision_id: int


class ValuePageOut(Schema):
    page: PageInfo
    items: list[ValueOut]


class SayingOut(Schema):
    """One revision of a value: who, when, why, and the cell."""

    revision_id: int
    number: float | None
    missing: str
    accepted_at: dt.datetime
    source: str
    actor: str
    checker: str
    reason: str
    file: str
    sheet: str
    address: str
    raw: str
    raw_measure: str


class TrailOut(Schema):
    indicator: str
    scope: list[str]
    unit: str
    period: str
    measure: str
    revisions: list[SayingOut]


class UploadOut(Schema):
    """An upload and what keeps it from being accepted."""

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
    obstacle: str
    questions: list[QuestionOut]


class AnswerIn(Schema):
    answer: dict[str, Any]
    remember: bool = True


class AcceptIn(Schema):
    reason: str = ""
    edition: int | None = None


class DiscardIn(Schema):
    reason: str = ""


def _act(request: HttpRequest) -> Act:
    """Return the act of a request under the client's operation id.

    Raises:
        HttpError: 422 for an ``Idempotency-Key`` that is no UUID.
    """
    key = request.headers.get("Idempotency-Key")
    if not key:
        return Act(actor=request.user)
    try:
        return Act(actor=request.user, operation_id=uuid.UUID(key))
    except ValueError:
        raise HttpError(422, "Idempotency-Key must be a UUID.") from None


def _indicator_out(indicator: Indicator) -> IndicatorOut:
    return IndicatorOut(
        id=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        theme=indicator.theme,
        measure=indicator.measure,
        decimals=indicator.decimals,
        direction=indicator.direction,
        formula=indicator.formula,
        series=[
            SeriesOut(
                id=row.pk,
                scope=list(row.scope),
                flow=row.flow,
                price=row.price,
                source=row.authority.name,
            )
            for row in indicator.series.all()
        ],
    )


@router.get("/indicators", response=IndicatorPageOut, summary="Indicators with their series")
def list_indicators(
    request: HttpRequest, q: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the indicators of the person's areas and those of published sources."""
    rows = indicators_for(request.user).prefetch_related("series__extent", "series__authority")
    if q:
        rows = rows.filter(name__icontains=q)
    return cut(rows.order_by("position", "pk"), limit, offset, _indicator_out)


@router.get("/values", response=ValuePageOut, summary="Values of a series in a period")
def list_values(
    request: HttpRequest, series: int, period: str, limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the values that count and that the person may see."""
    row = Series.objects.filter(
        pk=series, indicator__in=indicators_for(request.user).values("pk")
    ).first()
    when = period_by_code(period)
    if row is None or when is None:
        raise Http404
    found = values_for(request.user, [row], None, [when])
    values = [found[key] for key in sorted(found)]
    return cut(values, limit, offset, lambda value: _value_out(value, when))


def _value_out(value: Value, period: Period) -> ValueOut:
    return ValueOut(
        series_id=value.series_id,
        unit_id=value.unit_id,
        period=period.code,
        number=value.number,
        missing=value.missing,
        qualifier=value.qualifier,
        status=value.status,
        revision_id=value.revision_id,
    )


@router.get("/values/{revision}", response=TrailOut, summary="How a value came about")
def show_value(request: HttpRequest, revision: int) -> TrailOut:
    """Return the revisions of a value, old to new, each with its cell."""
    trail = revision_trail(request.user, revision)
    if trail is None:
        raise Http404
    return TrailOut(
        indicator=trail.indicator,
        scope=list(trail.scope),
        unit=trail.unit,
        period=trail.period_code,
        measure=trail.measure,
        revisions=[SayingOut.from_orm(saying) for saying in trail.sayings],
    )


def _upload_fields(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.pk,
        "name": upload.name,
        "source": upload.source.name,
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


@router.get("/uploads", response=UploadPageOut, summary="Uploads, newest first")
def list_uploads(
    request: HttpRequest, state: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List the uploads of the person's units and areas."""
    rows = uploads_for(request.user)
    if state:
        rows = rows.filter(state=state)
    return cut(rows, limit, offset, lambda upload: UploadOut(**_upload_fields(upload)))


@router.post("/uploads", response={201: UploadDetailOut}, summary="Bring a workbook in")
def create_upload(
    request: HttpRequest,
    file: File[UploadedFile],
    source: Form[str],
    period: Form[str] = "",
) -> tuple[int, dict[str, Any]]:
    """Upload a workbook of a source; it is read in the background and then waits."""
    need_scope(request, WRITE)
    found = DataSource.objects.filter(code=source).select_related("unit").first()
    if found is None or found.unit is None or found.unit_id not in visible_units(request.user):
        raise Http404
    upload = _refusing(
        receive_upload,
        _act(request),
        area=area_of(found.unit),
        source=found,
        name=file.name or "",
        content=file.read(),
        period=period_by_code(period) if period else None,
    )
    return 201, _detail(request, upload)


@router.get("/uploads/{pk}", response=UploadDetailOut, summary="An upload and its questions")
def show_upload(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return an upload with what it asks and what keeps it from being accepted."""
    return _detail(request, _upload(request, pk))


def _detail(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    upload.refresh_from_db()
    return {
        **_upload_fields(upload),
        "obstacle": obstacle_to_acceptance(upload),
        "questions": question_list(upload, request.user),
    }


@router.post(
    "/uploads/{pk}/questions/{question}", response=UploadDetailOut, summary="Answer a question"
)
def answer(request: HttpRequest, pk: int, question: int, body: AnswerIn) -> dict[str, Any]:
    """Decide a question of a staged upload."""
    need_scope(request, WRITE)
    upload = _upload(request, pk)
    found = Question.objects.filter(upload=upload, pk=question).first()
    if found is None:
        raise Http404
    _refusing(
        answer_question,
        _act(request),
        question=found,
        answer=body.answer,
        remember=body.remember,
    )
    return _detail(request, upload)


@router.post("/uploads/{pk}/accept", response=UploadDetailOut, summary="Accept an upload")
def accept(request: HttpRequest, pk: int, body: AcceptIn) -> dict[str, Any]:
    """Make all settled cells of an upload values, or none of them."""
    need_scope(request, WRITE)
    upload = _upload(request, pk)
    _refusing(accept_upload, _act(request), upload=upload, reason=body.reason, seen=body.edition)
    return _detail(request, upload)


@router.post("/uploads/{pk}/discard", response=UploadDetailOut, summary="Throw an upload away")
def discard(request: HttpRequest, pk: int, body: DiscardIn) -> dict[str, Any]:
    """Throw an upload away as a whole."""
    need_scope(request, WRITE)
    upload = _upload(request, pk)
    _refusing(discard_upload, _act(request), upload=upload, reason=body.reason)
    return _detail(request, upload)


def _refusing(service: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a service; its refusal becomes an answer with the same words.

    Raises:
        HttpError: 409 with the service's message.
    """
    try:
        return service(*args, **kwargs)
    except RefusedError as error:
        raise HttpError(409, str(error)) from error
