"""What a document on its way out is about, and the form by which the office adds its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from leitai.apps.audit.services import Act
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.publishing.composing import (
    Draft,
    SupervisionPeriod,
    Wording,
    card_draft,
    letter_draft,
    standing_draft,
    supervision_draft,
)
from leitai.apps.publishing.models import Bulletin, BulletinDraft, BulletinKind
from leitai.apps.publishing.selectors import (
    last_wording,
)
from leitai.apps.publishing.services import (
    issue_card,
    issue_letter,
    keep_draft,
    permission_for,
)
from leitai.apps.units.models import Unit
from leitai.web.context import home_area
from leitai.web.documents import shown
from leitai.web.lookups import scheme_or_404, standing_or_404

MOST_DEMANDS = 1000


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a field of several, empty ones left out."""
    return tuple(line for each in text.splitlines() if (line := each.strip()))


class WordingForm(forms.Form):
    """What the office says on a document; everything may stay as proposed or empty."""

    title = forms.CharField(max_length=120, required=False, label=gettext_lazy("Title"))
    mark = forms.CharField(max_length=40, required=False, label=gettext_lazy("Issuing mark"))
    document_number = forms.CharField(
        max_length=40,
        required=False,
        label=gettext_lazy("Document number"),
        help_text=gettext_lazy("with the year in 〔 〕; empty where there is none"),
    )
    issuer = forms.CharField(max_length=40, required=False, label=gettext_lazy("Issuing body"))
    addressee = forms.CharField(max_length=120, required=False, label=gettext_lazy("Addressee"))
    demands = forms.CharField(
        max_length=MOST_DEMANDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("What is demanded"),
        help_text=gettext_lazy("one paragraph a line"),
    )
    copies_to = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Copies to"),
        help_text=gettext_lazy("parted by commas"),
    )

    def wording(self) -> Wording:
        """Return the words, checked."""
        given = dict(self.cleaned_data)
        copies = given.pop("copies_to", "").replace("，", ",").split(",")
        return Wording(
            demands=lines_of(given.pop("demands", "")),
            copies_to=tuple(each.strip() for each in copies if each.strip()),
            **given,
        )


class LetterForm(WordingForm):
    """A letter has no head, addressee or colophon."""

    mark = document_number = addressee = copies_to = None  # type: ignore[assignment]


class SupervisionForm(WordingForm):
    """A bulletin of supervision names people: its maker says who reads it."""

    to_all = forms.BooleanField(required=False, label=gettext_lazy("Open to all units of the area"))

    def wording(self) -> Wording:
        """Return the words, without who reads them."""
        self.cleaned_data.pop("to_all", None)
        return super().wording()


FORMS = {BulletinKind.LETTER: LetterForm, BulletinKind.SUPERVISION: SupervisionForm}


@dataclass(frozen=True)
class Subject:
    """What a document is about, as the address or the form names it.

    A letter or card is issued by its maker; a bulletin is kept as a draft that another one signs.
    """

    kind: str
    unit: Unit
    named: dict[str, str]
    draft: Callable[[Wording], Draft]
    address: str
    issue: Callable[[Act, Wording], Bulletin] | None = None
    keep: Callable[[Act, Wording], BulletinDraft] | None = None

    @property
    def signed_by_another(self) -> bool:
        """Whether it is kept as a draft first (a template would call ``keep`` to look at it)."""
        return self.keep is not None

    @property
    def form(self) -> type[WordingForm]:
        return FORMS.get(BulletinKind(self.kind), WordingForm)


def unit_or_404(request: HttpRequest, pk: Any) -> Unit:
    """Return a unit whose documents the reader may open."""
    text = str(pk)
    unit = Unit.objects.filter(pk=text).first() if _is_id(text) else None
    if unit is None or not request.user.has_perm("publishing.view", unit):
        raise Http404
    return unit


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def year_or_404(year: int) -> int:
    """Return a year that can be one."""
    if not 1949 <= year <= 2999:
        raise Http404
    return year


def letter_subject(request: HttpRequest, unit_id: Any, year: int) -> Subject:
    """Return the letter of a unit for a year."""
    unit, year = unit_or_404(request, unit_id), year_or_404(year)
    return Subject(
        BulletinKind.LETTER,
        unit,
        {"unit": str(unit.pk), "year": str(year)},
        lambda words: letter_draft(request.user, unit, year, words, timezone.localdate()),
        reverse("bulletin_letter", args=[unit.pk, year]),
        issue=lambda act, words: issue_letter(act, unit=unit, year=year, wording=words),
    )


def month_or_404(code: str) -> Period:
    """Return the month with this code."""
    period = period_by_code(code)
    if period is None or period.kind != PeriodKind.MONTH:
        raise Http404
    return period


def card_subject(request: HttpRequest, unit_id: Any, code: str) -> Subject:
    """Return the report card of a unit for a month."""
    unit, period = unit_or_404(request, unit_id), month_or_404(code)
    return Subject(
        BulletinKind.CARD,
        unit,
        {"unit": str(unit.pk), "period": code},
        lambda words: card_draft(request.user, unit, period, words, timezone.localdate()),
        reverse("bulletin_card", args=[unit.pk, code]),
        issue=lambda act, words: issue_card(act, unit=unit, period=period, wording=words),
    )


def board_subject(request: HttpRequest, slug: str, code: str, group: str) -> Subject:
    """Return the bulletin of one group of a published board."""
    scheme = scheme_or_404(request, slug)
    standing = standing_or_404(request, scheme, code)

    def draft(words: Wording) -> Draft:
        try:
            return standing_draft(request.user, standing, group, words, timezone.localdate())
        except KeyError as error:
            raise Http404 from error

    return Subject(
        BulletinKind.STANDING,
        scheme.area,
        {"scheme": slug, "period": code, "group": group},
        draft,
        reverse("bulletin_board", args=[slug, code, group]),
        keep=lambda act, words: keep_draft(act, topic=(standing, group), wording=words),
    )


def supervision_subject(request: HttpRequest, given: Mapping[str, str]) -> Subject:
    """Return the bulletin of supervision of the reader's area, by default of the last month."""
    area = home_area(request.user)
    if area is None:
        raise Http404
    today = timezone.localdate()
    start, end = asked_days(given, today)
    period = SupervisionPeriod(area, start, end)
    to_all = bool(given.get("to_all"))
    return Subject(
        BulletinKind.SUPERVISION,
        area,
        {"from": start.isoformat(), "to": end.isoformat()},
        lambda words: supervision_draft(request.user, period, words, today, to_all=to_all),
        f"{reverse('bulletin_supervision')}?from={start.isoformat()}&to={end.isoformat()}",
        keep=lambda act, words: keep_draft(act, topic=period, wording=words, to_all=to_all),
    )


def asked_days(given: Mapping[str, str], today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days that a bulletin of supervision shall speak of.

    A month or quarter by its code (``span``), or free days (``from``, ``to``); by default the month
    that ended last.

    Raises:
        Http404: for what is no period and no day.
    """
    if code := given.get("span", ""):
        found = period_by_code(code)
        if found is None:
            raise Http404
        return found.start, found.end
    ended = today.replace(day=1) - dt.timedelta(days=1)
    return (
        _day_or(given.get("from", ""), ended.replace(day=1)), _day_or(given.get("to", ""), ended),
    )  # fmt: skip


def spans(today: dt.date) -> list[Period]:
    """Return the quarters and months of the last year that may be chosen, the newest first."""
    return list(
        Period.objects.filter(
            kind__in=[PeriodKind.MONTH, PeriodKind.QUARTER], start__lte=today,
            end__gt=today - dt.timedelta(days=400),
        ).order_by("-kind", "-start")
    )  # fmt: skip


def _day_or(text: str, otherwise: dt.date) -> dt.date:
    if not text:
        return otherwise
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def posted_subject(request: HttpRequest) -> Subject:
    """Return what a posted form is about.

    Raises:
        Http404: for what is not there or not open.
        PermissionDenied: for what is open but not the reader's to issue.
    """
    given = request.POST
    kind = given.get("kind", "")
    if kind == BulletinKind.LETTER:
        year = given.get("year", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise Http404
        found = letter_subject(request, given.get("unit", ""), int(year))
    elif kind == BulletinKind.CARD:
        found = card_subject(request, given.get("unit", ""), given.get("period", ""))
    elif kind == BulletinKind.STANDING:
        found = board_subject(
            request, given.get("scheme", ""), given.get("period", ""), given.get("group", "")
        )
    elif kind == BulletinKind.SUPERVISION:
        found = supervision_subject(request, given)
    else:
        raise Http404
    if not request.user.has_perm(permission_for(kind), found.unit):
        raise PermissionDenied
    return found


def making(request: HttpRequest, subject: Subject, found: Draft | None = None) -> dict[str, Any]:
    """Return the form and the preview for whoever may issue."""
    if not request.user.has_perm(permission_for(subject.kind), subject.unit):
        return {}
    found = found or subject.draft(Wording())
    last = last_wording(request.user, subject.kind, subject.unit)
    document = found.document
    initial = {
        "title": document.title,
        "mark": last.mark or (document.head.mark if document.head else ""),
        "issuer": last.issuer or found.issuer or getattr(document.signature, "issuer", ""),
        "addressee": last.addressee,
        "copies_to": ", ".join(last.copies_to),
    }
    return {
        "form": subject.form(initial=initial),
        "subject": subject,
        "shown": shown(document),
    }
