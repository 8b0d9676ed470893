"""What the pages of uploads show: what was read, what is asked, what would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from leitai.apps.indicators.models import Question, Series, StagedCell, Upload
from leitai.apps.indicators.reading.periods import unpack
from leitai.apps.indicators.storage import sheet_grid
from leitai.apps.indicators.wording import (
    Names,
    either,
    offer_words,
    warning_words,
    why_asked,
    why_skipped,
)
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.apps.units.models import Unit
from leitai.workbooks import SheetGrid

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


@dataclass(frozen=True)
class ColumnRead:
    """A column with what was made of it; ``skipped`` says in words why it was left out."""

    letter: str
    name: str
    role: str
    unit: str
    series: str
    skipped: str


@dataclass(frozen=True)
class TableRead:
    """A table of a sheet: where it lies, what its rows are, what its columns mean."""

    position: int
    range: str
    title: str
    orientation: str
    period: str
    rows: tuple[tuple[int, str], ...]
    columns: tuple[ColumnRead, ...]
    unrelated: bool


@dataclass(frozen=True)
class SheetRead:
    """A sheet of the file; ``words`` says what was found, or why it was not read."""

    name: str
    state: str
    range: str
    words: str
    tables: tuple[TableRead, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Rewritten:
    """A writing changed while reading, with the raw text."""

    sheet: str
    address: str
    raw: str
    reading: str
    reason: str
    count: int


@dataclass(frozen=True)
class UploadPage:
    """All that the page of an upload shows; ``obstacle`` says why it cannot be accepted yet.

    ``recalled`` tells that a remembered layout was applied, ``layout_changes`` what kept one from
    being applied."""

    upload: Upload
    state: str
    state_name: str
    trouble: str
    sheets: tuple[SheetRead, ...]
    counts: dict[str, int]
    questions: tuple[Asked, ...]
    open_questions: int
    changes: tuple[Change, ...]
    changed: int
    warnings: tuple[str, ...]
    notices: tuple[str, ...]
    rewrites: tuple[Rewritten, ...]
    obstacle: str
    needs_reason: bool
    may_decide: bool
    may_accept: bool
    same_layout: bool
    recalled: bool
    layout_changes: tuple[str, ...]
    counts_for: tuple[str, ...]
    kept_beside: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    """A staged cell for marking the sheet's grid."""

    address: str
    row: int
    column: int
    state: str
    raw: str
    rewritten: str
    value: float | None
    before: float | None
    measure: str


def uploads_for(user: Any) -> QuerySet[Upload]:
    """Return the uploads that the user may look at, newest first."""
    return (
        Upload.objects.visible_to(user)
        .select_related("area", "source", "uploaded_by", "period")
        .order_by("-id")
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
    waiting = _waiting(upload)
    return [_asked(question, names, waiting) for question in questions]


def _waiting(upload: Upload) -> dict[tuple[str, str], int]:
    """Return how many staged cells hang on each label and heading."""
    found: dict[tuple[str, str], int] = {}
    for field in ("label", "heading", "table"):
        rows = upload.cells.order_by().values_list(field).annotate(n=Count("pk"))
        found.update({(field, str(text)): n for text, n in rows})
    return found


def _asked(question: Question, names: Names, waiting: dict[tuple[str, str], int]) -> Asked:
    answer = question.answer
    offers = tuple(
        Offer(offer_words(question, option, names), option["answer"], option["answer"] == answer)
        for option in question.options
    )
    field = {"unit": "label", "column": "heading", "period": "table"}.get(question.kind, "")
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
        cells=waiting.get((field, question.key), 1),
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


def upload_page(upload: Upload, user: Any) -> UploadPage | None:
    """Return what the page of an upload shows, or None if the user may not look at it."""
    from leitai.apps.indicators.services.acceptance import obstacle_to_acceptance

    if not may_view(user, upload):
        return None
    reading: dict[str, Any] = upload.reading
    by_sheet: dict[str, dict[str, int]] = {}
    total: dict[str, int] = dict.fromkeys(State.values, 0) | {"rewritten": 0}
    rows = upload.cells.order_by().values_list("sheet", "state").annotate(n=Count("pk"))
    for sheet, state, count in rows:
        by_sheet.setdefault(sheet, {})[state] = count
        total[state] += count
    for rewrite in reading.get("rewrites", []):
        at = by_sheet.setdefault(rewrite["sheet"], {})
        at["rewritten"] = at.get("rewritten", 0) + rewrite["count"]
        total["rewritten"] += rewrite["count"]
    questions = tuple(question_list(upload, user))
    staged = upload.state == Upload.State.STAGED
    authority = _authorities(upload)
    return UploadPage(
        upload=upload,
        state=upload.state,
        state_name=str(upload.get_state_display()),
        trouble=either({"zh": upload.trouble, "en": reading.get("trouble_en", "")}),
        sheets=_sheets(upload, by_sheet),
        counts=total,
        questions=questions,
        open_questions=sum(not question.answered for question in questions),
        changes=tuple(diff(upload, user)),
        changed=total[State.CHANGED],
        warnings=tuple(warning_words(warning) for warning in reading.get("warnings", [])),
        notices=tuple(
            either(notice)
            for notice in reading.get("notices", [])
            if notice["kind"] != "layout_changed"
        ),
        rewrites=tuple(
            Rewritten(r["sheet"], r["address"], r["raw"], r["reading"], either(r), r["count"])
            for r in reading.get("rewrites", [])[:LISTED]
        ),
        obstacle=obstacle_to_acceptance(upload) if staged else "",
        needs_reason=staged and total[State.CHANGED] > 0,
        may_decide=staged and bool(user.has_perm("indicators.decide_upload", upload)),
        may_accept=staged and bool(user.has_perm("indicators.accept_upload", upload)),
        same_layout=_same_layout(upload),
        recalled=any(sheet.get("form") for sheet in reading.get("sheets", [])),
        layout_changes=tuple(
            either(notice)
            for notice in reading.get("notices", [])
            if notice["kind"] == "layout_changed"
        ),
        counts_for=authority[0],
        kept_beside=authority[1],
    )


def _authorities(upload: Upload) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Series of this upload that count from its source, and those that are only kept beside."""
    rows = (
        Series.objects.filter(
            pk__in=upload.cells.filter(series__isnull=False).order_by().values("series_id")
        )
        .select_related("indicator", "extent")
        .order_by("indicator__position", "pk")
    )
    mine: list[str] = []
    beside: list[str] = []
    for row in rows:
        (mine if row.authority_id == upload.source_id else beside).append(str(row))
    return tuple(mine), tuple(beside)


def _same_layout(upload: Upload) -> bool:
    """Tell whether every table has the form of one that was accepted from this source before."""
    forms = {table["fingerprint"] for table in upload.reading.get("tables", [])}
    if not forms:
        return False
    last = (
        Upload.objects.filter(source=upload.source_id, state=Upload.State.ACCEPTED)
        .exclude(pk=upload.pk)
        .order_by("-id")[:12]
    )
    known = {
        table.get("fingerprint") for before in last for table in before.reading.get("tables", [])
    }
    return forms <= known


def _sheets(upload: Upload, by_sheet: dict[str, dict[str, int]]) -> tuple[SheetRead, ...]:
    reading: dict[str, Any] = upload.reading
    meant = _meanings(upload)
    tables = reading.get("tables", [])
    return tuple(
        SheetRead(
            name=sheet["name"],
            state=sheet["state"],
            range=sheet["range"],
            words=either(sheet),
            tables=tuple(_table(place, tables[place], meant) for place in sheet["tables"]),
            counts=by_sheet.get(sheet["name"], {}),
        )
        for sheet in reading.get("sheets", [])
    )


def _meanings(upload: Upload) -> dict[str, str]:
    """Return heading → series name, by matching or by an answer."""
    meant: dict[str, int] = {
        text: meaning["series"] for text, meaning in upload.reading.get("headings", {}).items()
    }
    answered = upload.questions.filter(kind=Question.Kind.COLUMN).exclude(answer__isnull=True)
    for key, answer in answered.values_list("key", "answer"):
        if answer and answer.get("series"):
            meant[key] = answer["series"]
    rows = Series.objects.filter(pk__in=set(meant.values())).select_related("indicator", "extent")
    names = {row.pk: str(row) for row in rows}
    return {text: names.get(series, "") for text, series in meant.items()}


def _table(position: int, table: dict[str, Any], meant: dict[str, str]) -> TableRead:
    said = unpack(table.get("period", ""))
    return TableRead(
        position=position,
        range=table["range"],
        title=table["title"],
        orientation=table["orientation"],
        period=_said_period(said.key) if said is not None else "",
        rows=tuple((number, role) for number, role in table["rows"]),
        columns=tuple(
            ColumnRead(
                letter=column["letter"],
                name=column["name"],
                role=column["role"],
                unit=column["unit"],
                series=meant.get(column["heading"], ""),
                skipped=why_skipped(column["skipped"]),
            )
            for column in table["columns"]
        ),
        unrelated=table["unrelated"],
    )


def _said_period(code: str) -> str:
    row = Period.objects.filter(code=code).first() if code else None
    return period_name(row) if row is not None else code


@dataclass(frozen=True)
class MarkedSheet:
    """A sheet of an upload as it stands, with its staged cells and questions by address."""

    grid: SheetGrid
    cells: dict[str, Marked]
    asked: dict[str, int]


def sheet_page(upload: Upload, user: Any, sheet: str) -> MarkedSheet | None:
    """Return a sheet with its marks, or None without the right or when there is no such sheet.

    ``asked`` gives the question at an address, for jumping between the two.
    """
    if not may_view(user, upload):
        return None
    grid = sheet_grid(upload, sheet)
    if grid is None:
        return None
    questions = upload.questions.filter(sheet=sheet).values_list("address", "pk")
    return MarkedSheet(grid, marked_cells(upload, user, sheet), dict(questions))


def marked_cells(upload: Upload, user: Any, sheet: str) -> dict[str, Marked]:
    """Return the staged cells of a sheet by address, for marking the grid; empty without right."""
    if not may_view(user, upload):
        return {}
    rows = upload.cells.filter(sheet=sheet).values_list(
        "address", "row", "column", "state", "raw", "rewritten", "value", "before", "measure"
    )
    return {row[0]: Marked(*row) for row in rows}
