"""The record of changes, readable: who did what, when, with which values."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leitai.apps.audit.selectors import chain_head, entries_for, short_hash
from leitai.apps.audit.verification import verify_chain
from leitai.apps.standings.verification import verify_standings
from leitai.web.audit_words import describe

PAGE = 50


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the entries that the reader may see, newest first; filter by person, verb, words."""
    entries = entries_for(request.user)
    who = request.GET.get("who", "").strip()
    what = request.GET.get("what", "").strip()
    if who:
        entries = entries.filter(actor_name__icontains=who)
    if what:
        entries = entries.filter(subject_label__icontains=what)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    head = chain_head()
    return render(
        request,
        "audit/index.html",
        {
            "page": page,
            "lines": [describe(entry) for entry in page.object_list],
            "who": who,
            "what": what,
            "head": head,
            "head_short": short_hash(head.hash) if head else "",
            "reads_all": request.user.has_perm("audit.read_all"),
        },
    )


@require_GET
@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """Check the chain and every published standing now, and say what was found."""
    if not request.user.has_perm("audit.read_all"):
        raise Http404
    chain = verify_chain()
    standings = list(verify_standings())
    return render(
        request,
        "audit/verify.html",
        {
            "chain": chain,
            "head_short": short_hash(chain.head),
            "standings": standings,
            "bad": [report for report in standings if report.state != "sound"],
        },
    )
