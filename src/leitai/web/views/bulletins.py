"""Issued documents: the list, one of them, its file, withdrawing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.audit.selectors import short_hash
from leitai.apps.publishing.models import Bulletin, BulletinKind
from leitai.apps.publishing.selectors import (
    bulletin_for,
    bulletins_for,
    changes_since,
    drafts_for,
    verify_bulletin,
)
from leitai.apps.publishing.services import permission_for, withdraw_bulletin
from leitai.bulletins import from_dict
from leitai.web.acts import act_from
from leitai.web.bulletin_tables import bulletins_table
from leitai.web.context import home_area
from leitai.web.documents import shown
from leitai.web.sentences.bulletins import bulletins_sentence
from leitai.web.tables import table_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Documents on one page.
PAGE = 40


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List what was issued in a year and is open to the reader, by kind."""
    kind = request.GET.get("kind", "")
    if kind and kind not in BulletinKind.values:
        raise Http404
    years = sorted(
        set(bulletins_for(request.user).order_by().values_list("year", flat=True).distinct()),
        reverse=True,
    )
    year = _year(request.GET.get("year", ""), years)
    every = bulletins_for(request.user, year=year)
    rows = every.filter(kind=kind) if kind else every
    if file := table_file(request, lambda: bulletins_table(rows, year)):
        return file
    counted = dict(every.order_by().values_list("kind").annotate(n=Count("pk")))
    withdrawn = every.filter(withdrawn_at__isnull=False).count()
    labels = {code: str(label) for code, label in BulletinKind.choices}
    counts = {code: counted[code] for code in BulletinKind.values if code in counted}
    area = home_area(request.user)
    return render(
        request,
        "bulletins/index.html",
        {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "kind": kind,
            "kinds": [(code, labels[code], n) for code, n in counts.items()],
            "total": sum(counts.values()),
            "year": year,
            "years": years,
            "sentence": bulletins_sentence(year, counts, labels, withdrawn),
            "may_supervise": area is not None
            and request.user.has_perm("publishing.issue_supervision", area),
            "drafts": drafts_for(request.user),
            "letters": area is not None and request.user.has_perm("publishing.view", area),
        },
    )


def _year(text: str, years: list[int]) -> int:
    """Return the year asked for; else the newest with a document, else this one."""
    if text:
        if not (text.isascii() and text.isdigit()) or int(text) not in years:
            raise Http404
        return int(text)
    return years[0] if years else timezone.localdate().year


def bulletin_or_404(request: HttpRequest, pk: int, *, file: bool = False) -> Bulletin:
    """Return one that is open to the reader."""
    found = bulletin_for(request.user, pk, file=file)
    if found is None:
        raise Http404
    return found


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document as it was issued, whether it is sound, and what changed since."""
    bulletin = bulletin_or_404(request, pk, file=True)
    standing = bulletin.standing
    changed = (
        changes_since(request.user, bulletin)
        if bulletin.kind == BulletinKind.LETTER and bulletin.withdrawn_at is None
        else ()
    )
    may_withdraw = request.user.has_perm(permission_for(bulletin.kind), bulletin)
    return render(
        request,
        "bulletins/show.html",
        {
            "bulletin": bulletin,
            "shown": shown(from_dict(bulletin.content)),
            "soundness": verify_bulletin(bulletin),
            "chain": short_hash(bulletin.chain_hash),
            "changed": changed,
            "board": _board_address(bulletin),
            "restated": standing is not None and standing.state == "superseded",
            "answered_by": _answered_by(request.user, bulletin),
            "may_withdraw": may_withdraw and bulletin.withdrawn_at is None,
        },
    )


def _board_address(bulletin: Bulletin) -> str:
    if bulletin.standing is None or bulletin.period is None:
        return ""
    slug = bulletin.standing.round.scheme.slug
    return reverse("board_group", args=[slug, bulletin.period.code, bulletin.group])


def _answered_by(user: Any, bulletin: Bulletin) -> list[Bulletin]:
    if bulletin.kind != BulletinKind.LETTER:
        return []
    return list(bulletins_for(user).filter(Q(answers=bulletin)))


@require_GET
@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out the Word file as it was issued."""
    bulletin = bulletin_or_404(request, pk, file=True)
    return word_file(bytes(bulletin.file), f"bulletin-{pk}", bulletin.title)


def word_file(content: bytes, plain: str, title: str) -> HttpResponse:
    """Return a Word file to keep; old browsers read the plain name, others the Chinese one."""
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.docx\"; filename*=UTF-8''{quote(title)}.docx"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a document with a reason."""
    bulletin = bulletin_or_404(request, pk)
    if not request.user.has_perm(permission_for(bulletin.kind), bulletin):
        raise PermissionDenied
    try:
        withdraw_bulletin(
            act_from(request), bulletin=bulletin, reason=request.POST.get("reason", "")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Withdrawn; it is kept and says so."))
    return HttpResponseRedirect(reverse("bulletin", args=[pk]))
