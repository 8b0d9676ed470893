"""Documents on their way out: letters, report cards and bulletins of boards, drafted and issued."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.composing import (
    SupervisionPeriod,
    Wording,
    card,
    letter_lines,
    supervised,
)
from leitai.apps.publishing.models import Bulletin, BulletinKind
from leitai.apps.publishing.selectors import (
    bulletins_for,
    changes_since,
    letters_of,
    letters_of_year,
    months_of,
)
from leitai.apps.publishing.services import (
    permission_for,
)
from leitai.apps.units.models import Unit
from leitai.bulletins import to_docx
from leitai.web.acts import act_from
from leitai.web.bulletin_subjects import (
    Subject,
    WordingForm,
    board_subject,
    card_subject,
    letter_subject,
    making,
    month_or_404,
    posted_subject,
    spans,
    supervision_subject,
    year_or_404,
)
from leitai.web.bulletin_tables import card_table, letters_table
from leitai.web.context import home_area
from leitai.web.sentences.bulletins import (
    card_sentence,
    letter_sentence,
    letters_sentence,
    supervision_sentence,
)
from leitai.web.tables import table_file
from leitai.web.views.bulletins import word_file


@require_POST
@login_required
def draft(request: HttpRequest) -> HttpResponse:
    """Give out a draft as Word, marked as one; nothing is kept."""
    subject = posted_subject(request)
    form = subject.form(request.POST)
    if not form.is_valid():
        return _told(request, subject, form)
    try:
        made = subject.draft(form.wording()).marked()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(subject.address)
    return word_file(to_docx(made), f"draft-{subject.kind}", made.title)


@require_POST
@login_required
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a letter or card: from here on it is kept as it is."""
    subject = posted_subject(request)
    if subject.issue is None:
        raise Http404
    form = subject.form(request.POST)
    if not form.is_valid():
        return _told(request, subject, form)
    try:
        made = subject.issue(act_from(request), form.wording())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(subject.address)
    messages.success(request, _("Issued and kept; the record of changes has its digest."))
    return HttpResponseRedirect(reverse("bulletin", args=[made.pk]))


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a bulletin as a draft, which another person signs."""
    subject = posted_subject(request)
    if subject.keep is None:
        raise Http404
    form = subject.form(request.POST)
    if not form.is_valid():
        return _told(request, subject, form)
    try:
        kept = subject.keep(act_from(request), form.wording())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(subject.address)
    return HttpResponseRedirect(reverse("bulletin_kept", args=[kept.pk]))


def _told(request: HttpRequest, subject: Subject, form: WordingForm) -> HttpResponse:
    for field, errors in form.errors.items():
        label = form.fields[field].label if field in form.fields else field
        messages.error(request, f"{label}: {' '.join(str(each) for each in errors)}")
    return HttpResponseRedirect(subject.address)


@require_GET
@login_required
def letters(request: HttpRequest, year: int) -> HttpResponse:
    """List the units with targets of a year: who has a letter, and whose targets changed since."""
    area = home_area(request.user)
    if area is None:
        raise Http404
    rows = letters_of_year(request.user, area, year_or_404(year))
    if file := table_file(request, lambda: letters_table(rows, area, year)):
        return file
    return render(
        request,
        "bulletins/letters.html",
        {
            "area": area,
            "year": year,
            "rows": rows,
            "sentence": letters_sentence(year, rows),
        },
    )


@require_GET
@login_required
def letter(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Show what a unit answers for in a year beside its letter, and let the office issue one."""
    subject = letter_subject(request, pk, year)
    unit = subject.unit
    lines = letter_lines(request.user, unit, year)
    issued = letters_of(request.user, unit, year)
    counting = next((each for each in issued if each.withdrawn_at is None), None)
    changed = changes_since(request.user, counting) if counting is not None else ()
    return render(
        request,
        "bulletins/letter.html",
        {
            "unit": unit,
            "year": year,
            "lines": lines,
            "issued": issued,
            "counting": counting,
            "changed": changed,
            "months": [
                (period_name(month), reverse("bulletin_card", args=[unit.pk, month.code]))
                for month in months_of(request.user, unit, year)
            ],
            "moved": {change.line.key for change in changed},
            "sentence": letter_sentence(unit, year, lines, counting, changed),
        }
        | (making(request, subject) if lines else {}),
    )


@require_GET
@login_required
def show_card(request: HttpRequest, pk: int, period: str) -> HttpResponse:
    """Show what came of a unit's letter by a month, and let the office issue the report card."""
    subject = card_subject(request, pk, period)
    unit, month = subject.unit, month_or_404(period)
    oversees = request.user.has_perm("standings.view_inputs", unit)
    found = card(request.user, unit, month, ranks=oversees)
    if not any(line.value is not None for line in found.lines):
        # Whether others work on a month of which the unit has nothing must not show.
        raise Http404
    when = period_name(month, cumulative=True)
    if file := table_file(request, lambda: card_table(found, when)):
        return file
    return render(
        request,
        "bulletins/card.html",
        {
            "unit": unit,
            "card": found,
            "period": month,
            "when": when,
            **_months(request.user, unit, month),
            "ranked": any(line.rank is not None for line in found.lines),
            "sentence": card_sentence(found, named(unit) + " " + when),
            "issued": bulletins_for(
                request.user, kind=BulletinKind.CARD, unit=unit.pk, year=month.year
            ),
        }
        | making(request, subject),
    )


def _months(user: Any, unit: Unit, period: Period) -> dict[str, Any]:
    """Return the switch between the months of the year of which there are figures."""
    codes = [month.code for month in months_of(user, unit, period.year)]

    def address(code: str) -> str:
        return reverse("bulletin_card", args=[unit.pk, code])

    at = codes.index(period.code) if period.code in codes else 0
    return {
        "periods": [(code, code, address(code)) for code in reversed(codes)],
        "earlier": address(codes[at - 1]) if at > 0 else "",
        "later": address(codes[at + 1]) if at + 1 < len(codes) else "",
        "period_short": period_name(period),
    }


@require_GET
@login_required
def board(request: HttpRequest, slug: str, period: str, group: str) -> HttpResponse:
    """Prepare the bulletin of a board: its preview, the office's words, issuing."""
    subject = board_subject(request, slug, period, group)
    if not request.user.has_perm(permission_for(subject.kind), subject.unit):
        raise Http404
    try:
        found = subject.draft(Wording())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("board_group", args=[slug, period, group]))
    standing = found.standing
    assert standing is not None
    return render(
        request,
        "bulletins/board.html",
        {
            "draft": found,
            "standing": standing,
            "group": group,
            "to_all": found.audience == Bulletin.Audience.AREA,
            "issued": bulletins_for(request.user).filter(
                standing__round=standing.round, group=group
            ),
        }
        | making(request, subject, found),
    )


@require_GET
@login_required
def supervision(request: HttpRequest) -> HttpResponse:
    """Prepare the bulletin of supervision for matters due from a day to a day."""
    subject = supervision_subject(request, request.GET)
    if not request.user.has_perm(permission_for(subject.kind), subject.unit):
        raise Http404
    days = tuple(dt.date.fromisoformat(subject.named[key]) for key in ("from", "to"))
    period = SupervisionPeriod(subject.unit, *days)
    offered = [
        (one.code, period_name(one), (one.start, one.end) == days)
        for one in spans(timezone.localdate())
    ]
    context: dict[str, Any] = {
        "period": period,
        "spans": offered,
        "free": not any(chosen for _code, _name, chosen in offered),
        "issued": bulletins_for(request.user, kind=BulletinKind.SUPERVISION, unit=subject.unit.pk)[
            :12
        ],
    }
    try:
        found = supervised(request.user, period, timezone.localdate())
    except ValidationError as error:
        context["why_not"] = " ".join(error.messages)
    else:
        context["sentence"] = supervision_sentence(found)
        context |= making(request, subject)
    return render(request, "bulletins/supervision.html", context)
