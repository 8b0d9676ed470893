"""The page of an upload: what was read, what is asked, what would change, what keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from leitai.apps.indicators.models import Series, Upload
from leitai.apps.indicators.selectors.upload_sheets import SheetRead, sheets_read
from leitai.apps.indicators.selectors.uploads import (
    LISTED,
    Asked,
    Change,
    State,
    diff,
    may_view,
    question_list,
)
from leitai.apps.indicators.wording import (
    either,
    warning_words,
)


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
        sheets=sheets_read(upload, by_sheet),
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
