"""Uploads that a person may see, their questions, and the values that differ from the stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from leitai.apps.indicators.models import Question, Series, StagedCell, Upload
from leitai.apps.indicators.policies import DECIDING
from leitai.apps.indicators.wording import (
    Names,
    offer_words,
    why_asked,
)
from leitai.apps.language import named
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots

State = StagedCell.State

#: Changed cells, cells of one state and rewritings listed on a page.
LISTED = 200


@dataclass(frozen=True)
class Offer:
    """A button under a question: its words and the answer that it sends."""

    words: str
    answer: dict[str, Any]
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it, with how many cells wait for it."""

    id: int
    kind: str
    kind_name: str
    sheet: str
    address: str
    text: str
    reason: str
    offers: tuple[Offer, ...]
    answered: bool
    answer: dict[str, Any] | None
    answer_words: str
    answered_by: str
    answered_at: dt.datetime | None
    cells: int


@dataclass(frozen=True)
class Change:
    """A value that differs from what is stored: before → after, in the indicator's measure."""

    cell_id: int
    sheet: str
    address: str
    unit_id: int
    unit: str
    indicator: str
    scope: tuple[str, ...]
    period: str
    before: float | None
    before_missing: str
    after: float | None
    after_missing: str
    measure: str
    decimals: int


def uploads_for(user: Any) -> QuerySet[Upload]:
    """Return the uploads that the user may look at, newest first."""
    return (
        Upload.objects.visible_to(user)
        .select_related("area", "source", "uploaded_by", "period")
        .order_by("-id")
    )


def uploads_to_decide(user: Any) -> QuerySet[Upload]:
    """Return the staged uploads that wait for this person's decision."""
    roots = tuple(unit_roots(user, *DECIDING))
    if not roots:
        return Upload.objects.none()
    below = subtree_ids(roots)
    return Upload.objects.filter(
        Q(source__unit__in=below) | Q(source__unit__isnull=True, area__in=below),
        state=Upload.State.STAGED,
    )


def may_view(user: Any, upload: Upload) -> bool:
    """Tell whether the user may look at an upload."""
    return bool(user.has_perm("indicators.view_upload", upload))


def _names(questions: Iterable[Question]) -> Names:
    units: set[int] = set()
    series: set[int] = set()
    for question in questions:
        offered = [option["answer"] for option in question.options]
        for answer in [*offered, question.answer or {}]:
            if answer.get("unit"):
                units.add(answer["unit"])
            if answer.get("series"):
                series.add(answer["series"])
    rows = Series.objects.filter(pk__in=series).select_related("indicator", "extent")
    return Names(
        dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")),
        {row.pk: str(row) for row in rows},
    )


def question_list(upload: Upload, user: Any, *, only_open: bool = False) -> list[Asked]:
    """Return the questions of an upload in the order of its cells; empty without the right."""
    if not may_view(user, upload):
        return []
    rows = Question.objects.filter(upload=upload).select_related("answered_by")
    if only_open:
        rows = rows.filter(answer__isnull=True)
    questions = list(rows)
    names = _names(questions)
    waiting = upload.reading.get("waiting", {})
    return [_asked(question, names, waiting) for question in questions]


def _asked(question: Question, names: Names, waiting: dict[str, dict[str, int]]) -> Asked:
    answer = question.answer
    offers = tuple(
        Offer(offer_words(question, option, names), option["answer"], option["answer"] == answer)
        for option in question.options
    )
    return Asked(
        id=question.pk,
        kind=question.kind,
        kind_name=str(question.get_kind_display()),
        sheet=question.sheet,
        address=question.address,
        text=question.text,
        reason=why_asked(question),
        offers=offers,
        answered=answer is not None,
        answer=answer,
        answer_words=offer_words(question, {"answer": answer}, names) if answer else "",
        answered_by=str(question.answered_by) if question.answered_by else "",
        answered_at=question.answered_at,
        cells=waiting.get(question.kind, {}).get(question.key, 1),
    )


def diff(upload: Upload, user: Any, *, limit: int | None = LISTED) -> list[Change]:
    """Return the values that differ from what is stored, before → after; empty without the right.

    Only values of units that the upload itself names appear, so nothing is shown that the file
    does not say.
    """
    if not may_view(user, upload):
        return []
    rows = (
        upload.cells.filter(state=State.CHANGED)
        .select_related("unit", "series__indicator", "series__extent", "period")
        .order_by("id")
    )
    if limit is not None:
        rows = rows[:limit]
    return [_change(cell) for cell in rows]


def _change(cell: StagedCell) -> Change:
    assert cell.unit is not None
    assert cell.series is not None
    assert cell.period is not None
    indicator = cell.series.indicator
    return Change(
        cell_id=cell.pk,
        sheet=cell.sheet,
        address=cell.address,
        unit_id=cell.unit.pk,
        unit=named(cell.unit),
        indicator=named(indicator),
        scope=cell.series.scope,
        period=cell.period.code,
        before=cell.before,
        before_missing=cell.before_missing,
        after=cell.value,
        after_missing=cell.missing,
        measure=indicator.measure,
        decimals=indicator.decimals,
    )
