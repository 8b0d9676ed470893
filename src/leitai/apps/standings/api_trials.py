"""Trial runs, what decides a ranking, and versions compared, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from leitai.apps.language import reader_language
from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.standings.api_schemes import version_of
from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.trial import (
    Trial,
    TrialRow,
    compare_on,
    trial_on,
    trial_periods,
)
from leitai.engine.redundancy import alike_pairs, influences
from leitai.engine.scheme.difference import SchemeChange, compare_schemes

router = Router(tags=["schemes"])


class PartOut(Schema):
    """What an item has in the change of a total, and its own score before and after."""

    item: str
    change: float
    before: float | None
    after: float | None


class TrialRowOut(Schema):
    """A unit before and after; the parts add up to the change of the total."""

    group: str
    unit: int
    name: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]
    change: float | None
    parts: list[PartOut]
    changed: bool


class TrialOut(Schema):
    """``published`` tells whether the left side is a published result, ``beside`` its rules."""

    scheme: str
    version: str
    period: str
    beside: str | None
    published: bool
    moved: int
    page: PageInfo
    rows: list[TrialRowOut]


class InfluenceOut(Schema):
    """An item: written share of the total, share of the spread, who moves without it."""

    item: str
    name: str
    weight: float | None
    spread: float | None
    low: float | None
    high: float | None
    different: int
    moved: int
    furthest: int


class AlikeOut(Schema):
    first: str
    second: str
    correlation: float
    units: int


class InfluencesOut(Schema):
    scheme: str
    version: str
    period: str
    group: str
    threshold: float
    items: list[InfluenceOut]
    alike: list[AlikeOut]


class ChangeOut(Schema):
    """One thing that differs between two versions; values as text."""

    part: str
    kind: str
    group: str
    id: str
    name: str
    under: str
    field: str
    label: str
    label_en: str
    before: str | None
    after: str | None


class ComparisonOut(Schema):
    scheme: str
    old: str
    new: str
    changes: list[ChangeOut]


def _tried(request: HttpRequest, slug: str, number: str, period: str) -> tuple[SchemeVersion, Any]:
    version = version_of(request, slug, number)
    if version.scheme.monitor or not request.user.has_perm("standings.view_inputs", version.scheme):
        raise Http404
    found = period_by_code(period)
    if found is None or found not in trial_periods(version.scheme, version):
        raise Http404
    return version, found


def _refuse(error: ValidationError) -> HttpError:
    return HttpError(422, " ".join(error.messages))


@router.get("/schemes/{slug:slug}/{number}/trial", response=TrialOut, summary="A trial run")
def trial(
    request: HttpRequest,
    slug: str,
    number: str,
    period: str,
    group: str = "",
    limit: int = 200,
    offset: int = 0,
) -> dict[str, Any]:
    """Run a version on a period with values, beside its published result or the rules in force.

    With a published result, the values are those that it saw.
    """
    version, found = _tried(request, slug, number, period)
    try:
        outcome = trial_on(version.scheme, version, found)
    except ValidationError as error:
        raise _refuse(error) from error
    return _trial_out(outcome, group, limit, offset)


def _trial_out(outcome: Trial, group: str, limit: int, offset: int) -> dict[str, Any]:
    rows = [row for row in outcome.rows if not group or row.group == group]
    part = cut(rows, limit, offset, _row_out)
    before = outcome.before
    return {
        "scheme": outcome.scheme.slug,
        "version": outcome.after.version.number,
        "period": outcome.period.code,
        "beside": before.version.number if before else None,
        "published": before is not None and before.standing is not None,
        "moved": sum(row.moved for row in rows) if before else 0,
        "page": part["page"],
        "rows": part["items"],
    }


def _row_out(row: TrialRow) -> dict[str, Any]:
    return {
        "group": row.group,
        "unit": row.unit,
        "name": row.name,
        "score": row.score,
        "rank": row.rank,
        "change": row.change,
        "parts": [
            {"item": part.id, "change": part.change, "before": part.before, "after": part.after}
            for part in row.parts
        ],
        "changed": row.changed,
    }


@router.get(
    "/schemes/{slug:slug}/{number}/trial/influence",
    response=InfluencesOut,
    summary="What decides a ranking, and what says the same",
)
def influence(
    request: HttpRequest,
    slug: str,
    number: str,
    period: str,
    group: str = "",
    threshold: Annotated[float, Query(ge=0, le=1)] = 0.9,
) -> dict[str, Any]:
    """For a group (the first unless named): each item's share of the spread and pairs alike."""
    version, found = _tried(request, slug, number, period)
    try:
        outcome = trial_on(version.scheme, version, found)
    except ValidationError as error:
        raise _refuse(error) from error
    chosen = next((one for one in outcome.groups if not group or one.id == group), None)
    if chosen is None:
        raise Http404
    return {
        "scheme": slug,
        "version": version.number,
        "period": period,
        "group": chosen.id,
        "threshold": threshold,
        "items": [
            {"item": each.id, **_without_id(each)} for each in influences(chosen, reader_language())
        ],
        "alike": [vars(pair) for pair in alike_pairs(chosen, threshold=threshold)],
    }


def _without_id(each: Any) -> dict[str, Any]:
    return {key: value for key, value in vars(each).items() if key != "id"}


@router.get(
    "/schemes/{slug:slug}/{number}/compare/{old}",
    response=ComparisonOut,
    summary="Two versions compared as trees",
)
def compare(request: HttpRequest, slug: str, number: str, old: str) -> dict[str, Any]:
    """Return what a version changed against another: items, marks, rules, parameters."""
    new, before = version_of(request, slug, number), version_of(request, slug, old)
    if new.scheme.monitor:
        raise Http404
    changes = compare_schemes(rules_of(before), rules_of(new))
    return {"scheme": slug, "old": old, "new": number, "changes": [_change_out(c) for c in changes]}


def _change_out(change: SchemeChange) -> dict[str, Any]:
    label = change.label
    return {
        **{key: getattr(change, key) for key in ("part", "kind", "group", "id", "name", "under")},
        "field": change.field,
        "label": str(label) if label else "",
        "label_en": label.en if label else "",
        "before": _plain(change.before, change.shape),
        "after": _plain(change.after, change.shape),
    }


def _plain(value: Any, shape: Any) -> str | None:
    """A value of a scheme as the file would write it."""
    if value is None:
        return None
    if hasattr(type(value), "name_zh"):
        return str(type(value).kind)
    if shape is not None:
        value = shape.write(value)
    if isinstance(value, tuple | list):
        return " ".join(_text(each) for each in value)
    return _text(value)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


@router.get(
    "/schemes/{slug:slug}/{number}/compare/{old}/results",
    response=TrialOut,
    summary="Two versions compared by their results",
)
def compare_results(
    request: HttpRequest,
    slug: str,
    number: str,
    old: str,
    period: str,
    group: str = "",
    limit: int = 200,
    offset: int = 0,
) -> dict[str, Any]:
    """Run two versions on the same values of a period: who moves, and through which items."""
    version, found = _tried(request, slug, number, period)
    before = version_of(request, slug, old)
    try:
        outcome = compare_on(version.scheme, before, version, found)
    except ValidationError as error:
        raise _refuse(error) from error
    return _trial_out(outcome, group, limit, offset)
