"""Boards: the list, one board, the meeting-room screen, computing and publishing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme, Standing
from leitai.apps.standings.selectors import board, board_periods, visible_schemes
from leitai.apps.standings.selectors.board import Board, find_standing
from leitai.apps.standings.selectors.unit import explain_fall
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from leitai.web.acts import act_from
from leitai.web.lookups import period_or_404, scheme_or_404, standing_or_404
from leitai.web.sentences import board_sentence
from leitai.web.sentences.board import worst_faller


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the boards open to the reader, each with its newest period and its head and tail."""
    entries = []
    for scheme in visible_schemes(request.user):
        standing = find_standing(request.user, scheme, None)
        page = board(request.user, standing) if standing else None
        entries.append(
            {
                "scheme": scheme,
                "page": page,
                "period": period_name(standing.round.period) if standing else "",
            }
        )
    return render(request, "boards/index.html", {"entries": entries})


def _board_or_404(
    request: HttpRequest, slug: str, period: str | None, group: str | None
) -> tuple[Scheme, Standing, Board]:
    scheme = scheme_or_404(request, slug)
    standing = standing_or_404(request, scheme, period)
    page = board(request.user, standing, group)
    if page is None:
        raise Http404
    return scheme, standing, page


def board_context(request: HttpRequest, scheme: Scheme, page: Board) -> dict[str, Any]:
    """Return what the board page and its screen share."""
    periods = board_periods(request.user, scheme)
    codes = [p.code for p in periods]
    at = codes.index(page.period.code) if page.period.code in codes else 0
    faller = worst_faller(page)
    reasons = {}
    if faller is not None:
        reason = explain_fall(page.standing, page.group, faller.unit_id)
        if reason:
            reasons[faller.unit_id] = reason

    def address(code: str) -> str:
        return reverse("board_group", args=[scheme.slug, code, page.group])

    return {
        "scheme": scheme,
        "page": page,
        "sentence": board_sentence(page, reasons),
        "period_name": period_name(page.period, cumulative=page.period.kind == "month"),
        "period_short": period_name(page.period),
        "periods": [(p.code, period_name(p), address(p.code)) for p in periods],
        "earlier": address(codes[at + 1]) if at + 1 < len(codes) else "",
        "later": address(codes[at - 1]) if at > 0 else "",
        "groups": [
            (gid, name, reverse("board_group", args=[scheme.slug, page.period.code, gid]))
            for gid, name in page.groups
        ],
        "may_compute": request.user.has_perm("standings.compute", scheme),
        "may_publish": page.draft and request.user.has_perm("standings.publish", scheme),
    }


@require_GET
@login_required
def show(
    request: HttpRequest, slug: str, period: str | None = None, group: str | None = None
) -> HttpResponse:
    """Show a board; without a period the newest one."""
    scheme, _standing, page = _board_or_404(request, slug, period, group)
    template = "boards/monitor.html" if scheme.monitor else "boards/board.html"
    return render(request, template, board_context(request, scheme, page))


@require_GET
@login_required
def screen(request: HttpRequest, slug: str, period: str, group: str) -> HttpResponse:
    """Show a board full screen for a meeting room."""
    scheme, _standing, page = _board_or_404(request, slug, period, group)
    return render(request, "boards/screen.html", board_context(request, scheme, page))


@require_POST
@login_required
def compute(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """Compute the round's draft from the values accepted so far."""
    scheme = scheme_or_404(request, slug)
    if not request.user.has_perm("standings.compute", scheme):
        raise PermissionDenied
    act = act_from(request)
    try:
        played = open_round(act.within(), scheme=scheme, period=period_or_404(period))
        compute_standing(act, played=played)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Computed anew; the draft is open to the office only."))
    return HttpResponseRedirect(reverse("board_period", args=[slug, period]) + "?draft=1")


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """Publish the round's draft."""
    scheme = scheme_or_404(request, slug)
    if not request.user.has_perm("standings.publish", scheme):
        raise PermissionDenied
    draft = Standing.objects.filter(
        round__scheme=scheme,
        round__period=period_or_404(period),
        state=Standing.State.DRAFT,
    ).first()
    if draft is None:
        messages.error(request, _("There is no draft to publish; compute one first."))
    else:
        publish_standing(act_from(request), standing=draft)
        messages.success(request, _("Published and sealed."))
    return HttpResponseRedirect(reverse("board_period", args=[slug, period]))
