"""Uploads: bringing a workbook in, deciding what is doubtful, accepting or throwing it away."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.models import Batch, DataSource, Question, Upload
from leitai.apps.indicators.selectors import diff, sheet_page, upload_page, uploads_for
from leitai.apps.indicators.selectors.upload_page import UploadPage
from leitai.apps.indicators.selectors.upload_sheets import MarkedSheet
from leitai.apps.indicators.selectors.uploads import Asked
from leitai.apps.indicators.services import (
    KnownFileError,
    RefusedError,
    accept_upload,
    answer_question,
    discard_upload,
    leave_out_open,
    receive_upload,
    reopen_question,
)
from leitai.apps.indicators.storage import window_at
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind, period_code
from leitai.apps.periods.selectors import period_name
from leitai.apps.periods.services import ensure_period
from leitai.apps.standings.selectors.impact import preview_impact
from leitai.apps.standings.selectors.restatements import search_state
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import area_of, subtree_ids, unit_roots
from leitai.web.acts import act_from
from leitai.web.list_tables import accepted_table, changes_table
from leitai.web.page_tables import uploads_table
from leitai.web.sentences.uploads import (
    counts_of,
    impact_words,
    list_sentence,
    marks_of,
    said_of,
    state_kind,
)
from leitai.web.tables import MOST_ROWS, PageTable, table_file
from leitai.web.uploads import Outcome, alternatives, outcome_of, typed_answer

PAGE = 25
#: Questions on the page at once, and how many of a kind may be left out with one click.
ASKED, MANY = 20, 8
#: Months that the upload form offers where a table does not say its own.
MONTHS_OFFERED = 15
ACCEPTED_KINDS = ".xlsx,.xls,.ods,.csv"
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


def upload_or_404(request: HttpRequest, pk: int) -> Upload:
    upload = uploads_for(request.user).filter(pk=pk).first()
    if upload is None or not request.user.has_perm("indicators.view_upload", upload):
        raise Http404
    return upload


#: Roles that bring workbooks in for every unit of their area, and for sources of the whole house.
FOR_ALL_UNITS = ("assessment_office", "supervision_office", "administrator")


def own_sources(user: Any) -> QuerySet[DataSource]:
    """Return the sources for which a user may bring workbooks in."""
    everywhere = tuple(unit_roots(user, *FOR_ALL_UNITS))
    below = subtree_ids((*everywhere, *unit_roots(user, "reporting_unit", "approver")))
    named = Q(unit__in=below)
    if everywhere:
        # A source of the whole house is for those who answer for a whole area.
        named |= Q(unit__isnull=True, series__indicator__area__in=subtree_ids(everywhere))
    return (
        DataSource.objects.filter(named)
        .select_related("unit")
        .distinct()
        .order_by("unit__position", "name")
    )


def _area_of_source(user: Any, source: DataSource) -> Unit:
    """Return the area to which a source's figures belong."""
    if source.unit is not None:
        return area_of(source.unit)
    roots = tuple(unit_roots(user, *FOR_ALL_UNITS))
    owner = (
        Unit.objects.filter(indicators__series__authority=source, id__in=subtree_ids(roots))
        .distinct()
        .first()
    )
    if owner is None:
        raise PermissionDenied
    return owner


def _months() -> list[tuple[str, str]]:
    today = timezone.localdate()
    index = today.year * 12 + today.month - 1
    found = []
    for step in range(MONTHS_OFFERED):
        year, month = divmod(index - step, 12)
        period = Period(kind=PeriodKind.MONTH, year=year, number=month + 1, start=today, end=today)
        found.append((period_code(PeriodKind.MONTH, year, month + 1), period_name(period)))
    return found


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the uploads that the reader may see: what waits first, then what was decided."""
    return _list(request)


def _list(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    found = uploads_for(request.user)
    waiting = found.filter(state__in=[Upload.State.STAGED, Upload.State.RECEIVED]).count()
    every = found.count()
    shown = request.GET.get("show", "waiting" if waiting else "all")
    if shown == "waiting":
        found = found.filter(state__in=[Upload.State.STAGED, Upload.State.RECEIVED])
    rows = found.defer("reading").annotate(
        asks=Count("questions", filter=Q(questions__answer__isnull=True))
    )
    if file := table_file(request, lambda: uploads_table(rows)):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    sources = list(own_sources(request.user))
    chosen = request.POST.get("source", "")
    return render(
        request,
        "uploads/index.html",
        {
            "page": page,
            "rows": [(upload, state_kind(upload.state)) for upload in page.object_list],
            "waiting": waiting,
            "every": every,
            "shown": shown,
            "sentence": list_sentence(waiting, page.object_list),
            "sources": [(str(source.pk), source.name) for source in sources],
            "source": chosen or (str(sources[0].pk) if len(sources) == 1 else ""),
            "months": [("", _("As the table says")), *_months()],
            "month": request.POST.get("period", ""),
            "accepted_kinds": ACCEPTED_KINDS,
            "manages": request.user.has_perm("units.manage"),
            "max_bytes": settings.LEITAI_MAX_UPLOAD_BYTES,
            "max_mb": settings.LEITAI_MAX_UPLOAD_BYTES // 1048576,
            "problem": problem,
            "tab": "uploads",
        },
        status=status,
    )


@require_POST
@login_required
def receive(request: HttpRequest) -> HttpResponse:
    """Take a workbook in; what is wrong with it is said on the list."""
    file = request.FILES.get("file")
    source = own_sources(request.user).filter(pk=_number(request.POST.get("source"))).first()
    if source is None:
        if not own_sources(request.user).exists():
            raise PermissionDenied
        return _list(request, _("Choose whose table this is, then upload."), 422)
    if file is None:
        return _list(request, _("Choose a file, then upload."), 422)
    code = request.POST.get("period", "")
    period = None
    if code:
        if code not in dict(_months()):
            return _list(request, _("Choose a month from the list."), 422)
        period = ensure_period(PeriodKind.MONTH, int(code[:4]), int(code[5:]))
    try:
        upload = receive_upload(
            act_from(request),
            area=_area_of_source(request.user, source),
            source=source,
            name=file.name or "",
            content=file.read(),
            period=period,
        )
    except KnownFileError as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(reverse("upload", args=[error.upload_id]))
    except RefusedError as error:
        return _list(request, str(error), 422)
    return HttpResponseRedirect(reverse("upload", args=[upload.pk]))


def _plain(text: str) -> str:
    # A zero byte is no text to a database.
    return text.replace("\x00", "").strip()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 18 else 0


@dataclass(frozen=True)
class Panes:
    """What the panes of an upload's page show together."""

    page: UploadPage
    sheet: str
    marked: MarkedSheet | None


def _panes(request: HttpRequest, upload: Upload, sheet: str = "", near: str = "") -> Panes:
    page = upload_page(upload, request.user)
    if page is None:
        raise Http404
    names = [one.name for one in page.sheets]
    asked = [one.sheet for one in page.questions if not one.answered]
    first = next((one.name for one in page.sheets if one.tables), names[0] if names else "")
    shown = sheet if sheet in names else (asked[0] if asked and asked[0] in names else first)
    open_here = (q.address for q in page.questions if not q.answered and q.sheet == shown)
    top, left = window_at(near or next(open_here, "A1"))
    if request.GET.get("from") or request.GET.get("left"):
        top, left = _number(request.GET.get("from")) or 1, _number(request.GET.get("left")) or 1
    marked = sheet_page(upload, request.user, shown, top, left) if shown else None
    return Panes(page, shown, marked)


def _context(
    request: HttpRequest, upload: Upload, sheet: str = "", near: str = "", beside: int = 0
) -> dict[str, Any]:
    """Return what the page of an upload shows.

    Args:
        near: a cell that the window of the sheet shows.
        beside: a question that the page of questions shows, or what is open after it.
    """
    panes = _panes(request, upload, sheet, near)
    page = panes.page
    here = next((one for one in page.sheets if one.name == panes.sheet), None)
    asked = sorted(page.questions, key=lambda q: q.sheet != panes.sheet)
    number = _number(request.GET.get("q")) or _page_with(asked, beside)
    turned = Paginator(asked, ASKED).get_page(number)
    questions = turned.object_list
    place = next((n for n, one in enumerate(page.sheets) if one.name == panes.sheet), 0)
    impact = (
        preview_impact(upload, request.user)
        if page.state == Upload.State.STAGED and page.changed
        else None
    )
    return {
        "upload": upload,
        "page": page,
        "sheet": panes.sheet,
        "cell_url": f"?at={place}!",
        "ask_url": f"?{urlencode({'sheet': panes.sheet})}&ask=",
        "here": here,
        "marked": panes.marked,
        "marks": marks_of(panes.marked, page, panes.sheet),
        "counts": counts_of(page, panes.sheet),
        "rewrites": [one for one in page.rewrites if one.sheet == panes.sheet][:8],
        "questions": questions,
        "turned": turned,
        "many": _many(page),
        "away": {
            q.id
            for q in questions
            if panes.marked
            and q.sheet == panes.sheet
            and ADDRESS.fullmatch(q.address)
            and not panes.marked.grid.shows(q.address)
        },
        "values": {q.id: [json.dumps(o.answer) for o in q.offers] for q in questions},
        "alternatives": alternatives(upload, page) if page.may_decide else None,
        "impact": impact_words(impact) if impact is not None else (),
        "state_kind": state_kind(page.state),
        "may_discard": page.may_decide or _may_discard(request, upload),
    }


def _page_with(asked: Sequence[Asked], beside: int) -> int:
    """Return the page of a question if it is open, else that of the next one that is."""
    at = next((n for n, one in enumerate(asked) if one.id == beside), 0)
    waits = [n for n, one in enumerate(asked) if not one.answered]
    return next((n for n in waits if n >= at), waits[0] if waits else at) // ASKED + 1


def _many(page: UploadPage) -> list[tuple[str, str, int, int]]:
    """Kinds of question that may be left out together: kind, name, how many are open, the first."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in page.questions:
        if not one.answered and one.kind in (Question.Kind.UNIT, Question.Kind.COLUMN):
            found.setdefault((one.kind, one.kind_name), []).append(one.id)
    return [(*key, len(ids), ids[0]) for key, ids in found.items() if len(ids) >= MANY]


def _may_discard(request: HttpRequest, upload: Upload) -> bool:
    open_states = (Upload.State.UNREADABLE, Upload.State.RECEIVED)
    return upload.state in open_states and request.user.has_perm("indicators.decide_upload", upload)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an upload: its sheets, one sheet as read, and what is asked and would change."""
    upload = upload_or_404(request, pk)
    if request.GET.get("at"):
        return _cell(request, upload)
    if file := table_file(request, lambda: _table(request, upload)):
        return file
    if upload.state == Upload.State.STAGED:
        near = request.GET.get("near", "").upper()
        near = near if ADDRESS.fullmatch(near) else ""
        beside = _number(request.GET.get("ask"))
        context = _context(request, upload, request.GET.get("sheet", ""), near, beside)
        return render(request, "uploads/upload.html", context)
    page = upload_page(upload, request.user)
    if page is None:
        raise Http404
    outcome: Outcome | None = None
    if upload.state == Upload.State.ACCEPTED:
        outcome = outcome_of(upload, request.user)
    return render(
        request,
        "uploads/decided.html",
        {
            "upload": upload,
            "page": page,
            "outcome": outcome,
            "may_discard": _may_discard(request, upload),
            "state_kind": state_kind(upload.state),
            "tab": "uploads",
        },
    )


def _table(request: HttpRequest, upload: Upload) -> PageTable:
    """What an upload would change, or the values that it brought.

    Raises:
        Http404: where it has neither.
    """
    if upload.state == Upload.State.ACCEPTED:
        return accepted_table(upload, request.user)
    if upload.state != Upload.State.STAGED:
        raise Http404
    return changes_table(upload, diff(upload, request.user, limit=MOST_ROWS + 1))


def _cell(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Say what one cell was read as."""
    place, _mark, at = _plain(request.GET.get("at", "")).upper()[:24].rpartition("!")
    sheet = _plain(request.GET.get("sheet", ""))
    sheets = [str(one["name"]) for one in upload.reading.get("sheets", [])]
    if place:  # a sheet by its place, so that the many links of a window stay short
        sheet = dict(enumerate(sheets)).get(_number(place), "")
    cell = (
        upload.cells.filter(sheet=sheet, address=at)
        .select_related("unit", "series__indicator", "series__extent", "period")
        .first()
    )
    words = said_of(upload, sheet, at, cell)
    return render(request, "uploads/_cell.html", {"words": words, "at": at})


@require_GET
@login_required
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell whether the reading, or after acceptance the search for boards that the values touch, is
    done; the page asks until it is, then loads itself anew."""
    upload = upload_or_404(request, pk)
    if upload.state == Upload.State.RECEIVED:
        return render(request, "uploads/_reading.html", {"upload": upload})
    batch = Batch.objects.filter(upload=upload, state=Batch.State.ACCEPTED).first()
    if batch is not None and search_state(batch) == "looking":
        return render(request, "uploads/_looking.html", {"upload": upload})
    response = HttpResponse(status=200)
    response["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide a question, take a decision back, or leave out all open ones of a kind."""
    upload = upload_or_404(request, pk)
    if not request.user.has_perm("indicators.decide_upload", upload):
        raise PermissionDenied
    problem = ""
    kind = request.POST.get("leave_out", "")
    question = Question.objects.filter(
        upload=upload, pk=_number(request.POST.get("question"))
    ).first()
    try:
        if kind:
            leave_out_open(act_from(request), upload=upload, kind=kind)
        elif question is None:
            raise Http404
        elif request.POST.get("reopen"):
            reopen_question(act_from(request), question=question)
        else:
            answer_question(
                act_from(request),
                question=question,
                answer=_answer_in(request, upload, question),
                remember=request.POST.get("remember", "yes") == "yes",
            )
    except RefusedError as error:
        problem = str(error)
    if not getattr(request, "htmx", False):
        if problem:
            messages.error(request, problem)
        back = reverse("upload", args=[upload.pk])
        if question is not None:
            shown = {"sheet": request.POST.get("sheet", ""), "ask": question.pk}
            back += f"?{urlencode(shown)}#question-{question.pk}"
        return HttpResponseRedirect(back)
    upload = upload_or_404(request, pk)
    if upload.state != Upload.State.STAGED:
        response = HttpResponse(status=200)
        response["HX-Refresh"] = "true"
        return response
    sheet = request.POST.get("sheet", "")
    near = question.address if question is not None and question.sheet == sheet else ""
    context = _context(request, upload, sheet, near, question.pk if question is not None else 0)
    context |= {"problem": problem, "swap": True}
    return render(request, "uploads/_swapped.html", context, status=422 if problem else 200)


def _answer_in(request: HttpRequest, upload: Upload, question: Question) -> dict[str, Any]:
    """Return the answer of a button, or the one typed into the field beside the buttons."""
    given = request.POST.get("answer", "")
    if not given:
        return typed_answer(upload, question, _plain(request.POST.get("typed", "")))
    try:
        found = json.loads(given)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise RefusedError(_("The answer could not be read. Load the page again and choose."))
    return found


@require_POST
@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an upload as a whole."""
    upload = upload_or_404(request, pk)
    if not request.user.has_perm("indicators.accept_upload", upload):
        raise PermissionDenied
    seen = request.POST.get("seen", "")
    try:
        batch = accept_upload(
            act_from(request),
            upload=upload,
            reason=_plain(request.POST.get("reason", ""))[:300],
            seen=int(seen) if seen.isdigit() else None,
        )
    except RefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("upload", args=[upload.pk]))
    count = batch.revisions.count()
    messages.success(request, _("Accepted as a whole: %(count)d values.") % {"count": count})
    return HttpResponseRedirect(reverse("upload", args=[upload.pk]))


@require_POST
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away as a whole."""
    upload = upload_or_404(request, pk)
    if not request.user.has_perm("indicators.decide_upload", upload):
        raise PermissionDenied
    try:
        discard_upload(
            act_from(request), upload=upload, reason=_plain(request.POST.get("reason", ""))[:300]
        )
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("“%(name)s” was thrown away; nothing of it counts.") % {"name": upload.name}
        )
    return HttpResponseRedirect(reverse("uploads"))
