"""The record of changes, readable: who did what, when, with which values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.audit.models import Entry
from leitai.apps.audit.selectors import chain_head, entries_for, short_hash, unsealed_for
from leitai.apps.audit.verification import verify_chain
from leitai.apps.background import put_off
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import pieces
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.checks import ANCESTRY, CHAIN, COLUMNS, DOCUMENTS, last_checks
from leitai.apps.publishing.tasks import check_everything
from leitai.apps.standings.models import Standing
from leitai.apps.standings.services.results import KEPT_WORKINGS
from leitai.apps.standings.verification import verify_standings, watched_standings
from leitai.apps.units.models import Unit
from leitai.web.audit_words import Line, describe
from leitai.web.days import day_said
from leitai.web.page_tables import audit_table
from leitai.web.tables import MOST_ROWS, table_file

#: Published boards that the page of verification computes again by itself.
NEWEST = 6
PAGE = 50
#: Changes that one entry spells out on the page.
CHANGES = 6

#: What each of the other checks holds against what.
CHECK_NAMES = {
    CHAIN: _("the record of changes, entry by entry"),
    ANCESTRY: _("who stands under whom, against the dated links"),
    COLUMNS: _("values in columns, against their revisions"),
    DOCUMENTS: _("issued documents, against the digests in the record"),
}
#: Part of the verb before the dot → what it is about, for the filter.
ROOMS = {
    "upload": _("uploads"),
    "values": _("values"),
    "target": _("targets"),
    "standing": _("boards"),
    "scheme": _("rules"),
    "indicator": _("indicators"),
    "unit": _("units"),
    "user": _("people"),
    "token": _("tokens"),
    "notice": _("notices"),
}


@dataclass(frozen=True)
class Changed:
    """An old and a new figure with the names of what they belong to."""

    name: str
    before: float | None
    after: float | None


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the entries that the reader may see, newest first; filter by person, matter, day."""
    entries = entries_for(request.user)
    who = _text(request, "who", 80)
    what = _text(request, "what", 120)
    room = request.GET.get("room", "")
    days = _days(request)
    if who:
        entries = entries.filter(actor_name__icontains=who)
    if what:
        entries = entries.filter(
            Q(subject_label__icontains=what)
            | Q(detail__subject_en__icontains=what)
            | Q(detail__file__icontains=what)
        )
    if room in ROOMS:
        entries = entries.filter(verb__startswith=f"{room}.")
    if days.since:
        entries = entries.filter(at__date__gte=days.since)
    if days.until:
        entries = entries.filter(at__date__lte=days.until)
    if days.problem:
        # Entries of all days would look like the answer to what was asked.
        entries = entries.none()
    if file := table_file(request, lambda: audit_table(_lines(entries[: MOST_ROWS + 1]))):
        return file
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    lines = [describe(entry) for entry in page.object_list]
    head = chain_head()
    return render(
        request,
        "audit/index.html",
        {
            "page": page,
            "lines": list(zip(lines, _changes(lines), strict=True)),
            "who": who,
            "what": what,
            "room": room,
            "rooms": [("", _("everything")), *ROOMS.items()],
            "days": days,
            "filtered": bool(who or what or room or days.typed),
            "head": head,
            "head_short": short_hash(head.hash) if head else "",
            "reads_all": request.user.has_perm("audit.read_all"),
        },
    )


def _lines(entries: Iterable[Entry]) -> Iterator[tuple[Line, tuple[Changed, ...]]]:
    """Entries in words with their changed figures, in pieces, for a file."""
    for piece in pieces(entries, PAGE):
        lines = [describe(entry) for entry in piece]
        yield from zip(lines, _changes(lines), strict=True)


def _text(request: HttpRequest, name: str, length: int) -> str:
    # A zero byte is no text to a database.
    return request.GET.get(name, "").replace("\x00", "").strip()[:length]


@dataclass(frozen=True)
class Days:
    """The days asked for, as typed and as understood; ``problem`` says what cannot be meant."""

    typed: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None
    problem: str


def _days(request: HttpRequest) -> Days:
    today = timezone.localdate()
    texts = _text(request, "since", 30), _text(request, "until", 30)
    since, until = (day_said(text, today) for text in texts)
    problem = ""
    for text, day in zip(texts, (since, until), strict=True):
        if text and day is None:
            problem = gettext(
                "“%(text)s” is no day. Write 2026-11-22, 2026/11/22, or month and day: 11月22日."
            ) % {"text": text}
            break
    if since and until and since > until:
        problem = gettext("The first day, %(since)s, is after the last, %(until)s.") % {
            "since": since,
            "until": until,
        }
    # What was understood is written back in one form.
    typed = [
        day.isoformat() if day else text for text, day in zip(texts, (since, until), strict=True)
    ]
    return Days(tuple(typed) if any(typed) else (), since, until, problem)


def _changes(lines: Iterable[Line]) -> list[tuple[Changed, ...]]:
    """Return the figures that each entry changed, with names looked up once for the page."""
    told = [_told(line.entry) for line in lines]
    every = [change for changes in told for change in changes]
    series = _names(Series.objects.select_related("indicator", "extent"), every, "series")
    units = _names(Unit.objects.all(), every, "unit")
    periods = {
        row.pk: period_name(row) for row in Period.objects.filter(pk__in=_ids(every, "period"))
    }

    def name(change: Mapping[str, Any]) -> str:
        when = periods.get(change.get("period", 0)) or change.get("year", "")
        parts = (units.get(change.get("unit", 0)), series.get(change.get("series", 0)), when)
        return " ".join(str(part) for part in parts if part)

    return [
        tuple(Changed(name(c), c.get("old"), c.get("new")) for c in changes) for changes in told
    ]


def _ids(changes: Sequence[Mapping[str, Any]], key: str) -> list[int]:
    return [change[key] for change in changes if isinstance(change.get(key), int)]


def _told(entry: Entry) -> Sequence[Mapping[str, Any]]:
    changes = entry.detail.get("changes")
    if not isinstance(changes, list):
        return []
    return [change for change in changes if isinstance(change, dict)][:CHANGES]


def _names(rows: Any, changes: Sequence[Mapping[str, Any]], key: str) -> dict[int, str]:
    wanted = _ids(changes, key)
    return {row.pk: str(row) for row in rows.filter(pk__in=wanted)} if wanted else {}


@require_GET
@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """Check the chain and the reader's published standings now, and say what was found.

    The chain is one for the whole site, the standings are those of the reader's area. Computing
    every board again takes long, so the page does the newest few, or the one asked for by
    ``?standing=``; ``?all=1`` and ``leitai verify`` do them all.
    """
    if not request.user.has_perm("audit.read_all"):
        raise Http404
    chain = verify_chain()
    everything = watched_standings(request.user)
    chosen = _chosen(request, everything)
    standings = list(verify_standings(chosen))
    bad = [report for report in standings if report.state != "sound"]
    return render(
        request,
        "audit/verify.html",
        {
            "chain": chain,
            "checks": [(CHECK_NAMES[name], row) for name, row in last_checks()],
            "asked": request.GET.get("asked") == "1",
            "unsealed": unsealed_for(request.user),
            "head_short": short_hash(chain.head),
            "standings": standings,
            "bad": bad,
            "tampered": sum(report.state == "tampered" for report in standings),
            "engine_changed": sum(report.state == "engine_changed" for report in standings),
            "sound": len(standings) - len(bad),
            "unchecked": everything.count() - len(standings),
        },
    )


@require_POST
@login_required
def check(request: HttpRequest) -> HttpResponse:
    """Let all checks run in the background; the page says when they last ran."""
    if not request.user.has_perm("audit.read_all"):
        raise Http404
    with transaction.atomic():
        put_off(check_everything)
    return HttpResponseRedirect(reverse("audit_verify") + "?asked=1")


def _chosen(request: HttpRequest, published: QuerySet[Standing]) -> list[int]:
    """Return the ids of the standings to check."""
    if request.GET.get("all") == "1":
        return list(published.values_list("pk", flat=True))
    asked = request.GET.get("standing", "")
    if asked.isdigit():
        return list(published.filter(pk=int(asked)).values_list("pk", flat=True))
    small = published.annotate(size=Count("places")).filter(size__lte=KEPT_WORKINGS)
    return list(small.order_by("-published_at").values_list("pk", flat=True)[:NEWEST])
