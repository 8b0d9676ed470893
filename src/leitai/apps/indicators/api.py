"""Indicators and values over HTTP: what the pages show, no more and no less."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.indicators.models import Indicator, Series
from leitai.apps.indicators.selectors.indicators import indicators_for
from leitai.apps.indicators.selectors.trace import revision_trail
from leitai.apps.indicators.selectors.values import Value, open_series, values_for, visible_units
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.models import Period

router = Router(tags=["indicators"])


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
    area_id: int
    code: str
    name: str
    name_en: str
    theme: str
    measure: str
    decimals: int
    direction: str
    formula: str
    series: list[SeriesOut]


class DefinitionOut(Schema):
    """What an indicator means from a day on."""

    number: int
    text: str
    scope_note: str
    valid_from: dt.date


class IndicatorDetailOut(IndicatorOut):
    """An indicator with all its definitions, the newest first."""

    aliases: list[str]
    responsible: str
    due_day: int
    actionable: bool
    definitions: list[DefinitionOut]


class IndicatorPageOut(Schema):
    page: PageInfo
    items: list[IndicatorOut]


class ValueOut(Schema):
    """A value as it counts; ``revision_id`` opens how it came about."""

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
    qualifier: str
    status: str
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
    """A value with its revisions, old to new; computed ones name formula and inputs."""

    indicator: str
    scope: list[str]
    unit: str
    period: str
    measure: str
    formula: str
    inputs: list[int]
    revisions: list[SayingOut]


def _indicator_fields(indicator: Indicator) -> dict[str, Any]:
    return {
        "id": indicator.pk,
        "area_id": indicator.area_id,
        "code": indicator.code,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "theme": indicator.theme,
        "measure": indicator.measure,
        "decimals": indicator.decimals,
        "direction": indicator.direction,
        "formula": indicator.formula,
        "series": [
            {
                "id": row.pk,
                "scope": list(row.scope),
                "flow": row.flow,
                "price": row.price,
                "source": row.authority.name,
            }
            for row in indicator.series.all()
        ],
    }


def _indicators(request: HttpRequest) -> QuerySet[Indicator]:
    return indicators_for(request.user).prefetch_related("series__extent", "series__authority")


@router.get("/indicators", response=IndicatorPageOut, summary="Indicators with their series")
def list_indicators(
    request: HttpRequest,
    q: str = "",
    theme: str = "",
    code: str = "",
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List the indicators of the person's areas and those of published sources."""
    rows = _indicators(request)
    if q:
        low = q.lower()
        rows = rows.filter(
            Q(name__icontains=q) | Q(pinyin__startswith=low) | Q(initials__startswith=low)
        )
    if theme:
        rows = rows.filter(theme=theme)
    if code:
        rows = rows.filter(code=code)
    return cut(
        rows.order_by("position", "pk"),
        limit,
        offset,
        lambda i: IndicatorOut(**_indicator_fields(i)),
    )


@router.get("/indicators/{int:pk}", response=IndicatorDetailOut, summary="An indicator")
def show_indicator(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return an indicator with its series, their scope, and its dated definitions."""
    found = _indicators(request).prefetch_related("versions").filter(pk=pk).first()
    if found is None:
        raise Http404
    return {
        **_indicator_fields(found),
        "aliases": list(found.aliases),
        "responsible": str(found.responsible or ""),
        "due_day": found.due_day,
        "actionable": found.actionable,
        "definitions": [DefinitionOut.from_orm(one) for one in found.versions.all()],
    }


@router.get("/values", response=ValuePageOut, summary="Values that count")
def list_values(
    request: HttpRequest,
    series: int | None = None,
    indicator: int | None = None,
    unit: int | None = None,
    period: str = "",
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List the values that count and that the person may see.

    Name a series or an indicator, and a period or a unit, or all of them. What is not open leaves
    no trace: it is neither listed nor counted.
    """
    if (series is None and indicator is None) or (unit is None and not period):
        words = _("Name a series or an indicator, and a period or a unit.")
        raise HttpError(422, words)
    rows = Series.objects.filter(indicator__in=indicators_for(request.user).values("pk"))
    if series is not None:
        rows = rows.filter(pk=series)
    if indicator is not None:
        rows = rows.filter(indicator_id=indicator)
    wanted = list(rows)
    if not wanted:
        raise Http404
    periods = Period.objects.filter(code=period) if period else Period.objects.all()
    codes = {row.pk: row.code for row in periods}
    if unit is not None and unit not in visible_units(request.user):
        opened = open_series(request.user, [row.pk for row in wanted])
        wanted = [row for row in wanted if row.pk in opened]
    found = values_for(request.user, wanted, None if unit is None else [unit], codes)
    order = {row.pk: at for at, row in enumerate(periods.order_by("start", "pk"))}
    values = sorted(found.values(), key=lambda v: (v.series_id, order[v.period_id], v.unit_id))
    return cut(values, limit, offset, lambda value: _value_out(value, codes))


def _value_out(value: Value, codes: dict[int, str]) -> ValueOut:
    return ValueOut(
        series_id=value.series_id,
        unit_id=value.unit_id,
        period=codes[value.period_id],
        number=value.number,
        missing=value.missing,
        qualifier=value.qualifier,
        status=value.status,
        revision_id=value.revision_id,
    )


@router.get("/values/{int:revision}", response=TrailOut, summary="How a value came about")
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
        formula=trail.formula,
        inputs=[one.revision_id for one in trail.inputs],
        revisions=[SayingOut.from_orm(saying) for saying in trail.sayings],
    )
