"""Records of bonus, penalty and veto: the list, entering, the second signature, withdrawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.file_text import is_read
from leitai.apps.indicators.storage import stored_file
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_by_code, period_name
from leitai.apps.standings.in_force import version_in_force
from leitai.apps.standings.models import Record, Scheme
from leitai.apps.standings.record_inputs import slots_of
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.selectors.records import marks_of, records_for
from leitai.apps.standings.services import enter_record, sign_record, withdraw_record
from leitai.apps.standings.tables import members
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.list_tables import records_table
from leitai.web.sentences.segments import Figure, Segment, sentence
from leitai.web.tables import table_file

PAGE = 50
#: Periods offered for a new record.
OFFERED = 14
SHOWN = ("waiting", "counting", "all")


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the records that the reader may know of: what waits for a signature first."""
    found = records_for(request.user)
    counts = {
        "waiting": found.filter(state=Record.State.ENTERED).count(),
        "counting": found.filter(state=Record.State.SIGNED).count(),
        "all": found.count(),
    }
    shown = request.GET.get("show", "waiting" if counts["waiting"] else "all")
    if shown not in SHOWN:
        raise Http404
    if shown == "waiting":
        found = found.filter(state=Record.State.ENTERED)
    elif shown == "counting":
        found = found.filter(state=Record.State.SIGNED)
    names = {"waiting": _("Waiting"), "counting": _("Counting"), "all": _("All")}
    if file := table_file(request, lambda: records_table(found)):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "records/index.html",
        {
            "page": page,
            "rows": [(record, period_name(record.period)) for record in page.object_list],
            "shown": shown,
            "tabs": [(key, f"{name} {counts[key]}", f"?show={key}") for key, name in names.items()],
            "may_enter": bool(_schemes(request)),
            "sentence": _sentence(counts),
        },
    )


def _sentence(counts: dict[str, int]) -> tuple[Segment, ...]:
    if not counts["all"]:
        return ()
    waiting = counts["waiting"]
    said = sentence(
        ngettext(
            "{n} record waits for the second signature and counts nothing yet; ",
            "{n} records wait for the second signature and count nothing yet; ",
            waiting,
        ),
        n=Figure(str(waiting), "?show=waiting", alarm=waiting > 0),
    )
    return said + sentence(
        ngettext("{n} is signed and counts.", "{n} are signed and count.", counts["counting"]),
        n=Figure(str(counts["counting"]), "?show=counting"),
    )


def _schemes(request: HttpRequest) -> list[Scheme]:
    """Schemes for which the reader may enter records."""
    return [
        scheme
        for scheme in visible_schemes(request.user).filter(monitor=False)
        if request.user.has_perm("standings.enter_record", scheme)
    ]


@require_GET
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new record."""
    schemes = _schemes(request)
    return _form(request, schemes, _chosen(schemes, request.GET.get("scheme", "")))


@require_POST
@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a record, or show the form again and say what is missing."""
    schemes = _schemes(request)
    scheme = _chosen(schemes, request.POST.get("scheme", ""))
    try:
        record = _enter(request, scheme, period_by_code(request.POST.get("period", "")))
    except ValidationError as error:
        return _form(request, schemes, scheme, " ".join(error.messages))
    messages.success(request, _("Entered. It counts once a second person has signed it."))
    return HttpResponseRedirect(reverse("scheme_record", args=[record.pk]))


def _chosen(schemes: list[Scheme], slug: str) -> Scheme:
    found = next((each for each in schemes if not slug or each.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, schemes: list[Scheme], scheme: Scheme, problem: str = ""
) -> HttpResponse:
    given = request.POST if problem else request.GET
    periods = list(
        Period.objects.filter(kind=scheme.period_kind, rounds__scheme=scheme).order_by("-start")
    )[:OFFERED]
    wanted = given.get("period", "")
    newest = periods[0] if periods else None
    period = next((each for each in periods if each.code == wanted), newest)
    options = _options(scheme, period) if period is not None else []
    return render(
        request,
        "records/new.html",
        {
            "schemes": [(one.slug, one.name) for one in schemes],
            "scheme": scheme,
            "periods": [(one.code, period_name(one)) for one in periods],
            "period": period,
            "options": options,
            "units": [name for group in options for name in group.units],
            "given": given,
            "problem": problem,
            "max_mb": settings.LEITAI_MAX_UPLOAD_BYTES // 1048576,
        },
        status=422 if problem else 200,
    )


def _enter(request: HttpRequest, scheme: Scheme, period: Period | None) -> Record:
    if period is None:
        raise ValidationError(_("Choose the period in which it counts."))
    item, _sep, column = request.POST.get("place", "").partition("|")
    name = request.POST.get("unit", "").strip()
    found = list(Unit.objects.filter(above__ancestor=scheme.area, name=name).distinct()[:2])
    if len(found) != 1:
        raise ValidationError(
            _("%(area)s has no unit “%(text)s”.") % {"area": scheme.area, "text": name}
        )
    file = request.FILES.get("file")
    return enter_record(
        act_from(request),
        scheme=scheme,
        unit=found[0],
        period=period,
        item=item,
        column=column,
        matter=request.POST.get("matter", ""),
        reference=request.POST.get("reference", ""),
        legal_basis=request.POST.get("legal_basis", ""),
        file_name=(file.name or "") if file is not None else "",
        content=file.read() if file is not None else b"",
    )


@dataclass(frozen=True)
class GroupOptions:
    """What can be recorded for a group: (value, words) by item and level, and its units."""

    name: str
    places: tuple[tuple[str, str], ...]
    units: tuple[str, ...]


def _options(scheme: Scheme, period: Period) -> list[GroupOptions]:
    version = version_in_force(scheme, period)
    if version is None:
        return []
    rules = rules_of(version)
    found = []
    for group in rules.groups:
        places = tuple(
            (f"{slot.item}|{slot.column}", _place_words(slot)) for slot in slots_of(rules, group)
        )
        if places:
            units = tuple(unit.name for unit in members(scheme.area, group, period))
            found.append(GroupOptions(group.name, places, units))
    return found


def _place_words(slot: Any) -> str:
    part = Record.Part(slot.part).label
    words = f"{part} · {slot.item_name}"
    if slot.column_name != slot.item_name:
        words += f" · {slot.column_name}"
    if slot.marks is not None:
        words += _(" (%(marks)s marks each)") % {"marks": f"{slot.marks:+g}".replace("-", "−")}
    return words


def _record_or_404(request: HttpRequest, pk: int) -> Record:
    record = records_for(request.user).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a record with its evidence, both persons, and what may be done with it."""
    return _show(request, _record_or_404(request, pk))


def _show(request: HttpRequest, record: Record, problem: str = "") -> HttpResponse:
    scheme = record.scheme
    waits = record.state == Record.State.ENTERED
    own = record.entered_by_id == request.user.pk
    return render(
        request,
        "records/record.html",
        {
            "record": record,
            "period_name": period_name(record.period),
            "marks": marks_of(record),
            "may_sign": waits and request.user.has_perm("standings.sign_record", scheme),
            "own": own,
            "may_withdraw": record.state != Record.State.WITHDRAWN
            and request.user.has_perm("standings.withdraw_record", scheme),
            "problem": problem,
            "has_file": bool(record.file_sha256),
            "unread": bool(record.file_sha256) and not is_read(record.file_name),
        },
        status=422 if problem else 200,
    )


def _decide(request: HttpRequest, pk: int, permission: str) -> Record:
    record = _record_or_404(request, pk)
    act_from(request).require(permission, record.scheme)
    return record


@require_POST
@login_required
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a record that somebody else entered."""
    record = _decide(request, pk, "standings.sign_record")
    try:
        sign_record(act_from(request), record=record)
    except ValidationError as error:
        return _show(request, record, " ".join(error.messages))
    messages.success(request, _("Signed. It counts from the next computation on."))
    return HttpResponseRedirect(reverse("scheme_record", args=[pk]))


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a record with a reason."""
    record = _decide(request, pk, "standings.withdraw_record")
    try:
        withdraw_record(act_from(request), record=record, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        return _show(request, record, " ".join(error.messages))
    messages.success(request, _("Withdrawn. It no longer counts."))
    return HttpResponseRedirect(reverse("scheme_record", args=[pk]))


@require_GET
@login_required
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Give the file that proves a record, as it was attached."""
    record = _record_or_404(request, pk)
    path = stored_file(record.file_sha256) if record.file_sha256 else None
    if path is None or not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=record.file_name)
    response["Content-Type"] = "application/octet-stream"
    return response
