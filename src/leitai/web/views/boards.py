"""Boards: the list, one board, the meeting-room screen, computing and publishing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.audit.selectors import short_hash
from leitai.apps.language import named
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Place, Scheme, SchemeVersion, Standing
from leitai.apps.standings.monitors import monitor_page
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import board, board_periods, visible_schemes
from leitai.apps.standings.selectors.audience import visible_standings
from leitai.apps.standings.selectors.board import Board, BoardRow, find_standing
from leitai.apps.standings.selectors.unit import explain_fall
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from leitai.web.acts import act_from
from leitai.web.list_tables import boards_table
from leitai.web.lookups import period_or_404, scheme_or_404, standing_or_404
from leitai.web.page_tables import monitor_table
from leitai.web.sentences import board_sentence, listed
from leitai.web.sentences.board import monitor_sentence, worst_faller
from leitai.web.tables import table_file


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the boards open to the reader, each with its newest period and its head and tail."""
    entries = []
    for scheme in visible_schemes(request.user):
        standing = find_standing(request.user, scheme, None)
        page = board(request.user, standing) if standing else None
        orders = page is not None and page.audience.orders
        ranked = [row for row in page.rows if row.rank is not None] if page and orders else []
        entries.append(
            {
                "scheme": scheme,
                "page": page,
                "url": reverse("board", args=[scheme.slug]),
                "period": period_name(standing.round.period) if standing else "",
                "units": len(page.rows) if page else 0,
                "first": _named(page, ranked[0]) if page and ranked else None,
                "last": _named(page, ranked[-1]) if page and ranked else None,
            }
        )
    if file := table_file(request, lambda: boards_table(entries)):
        return file
    return render(request, "boards/index.html", {"entries": entries})


def _named(page: Board, row: BoardRow) -> tuple[str, str]:
    query = f"?scheme={page.scheme.slug}&period={page.period.code}"
    return named(row), reverse("unit", args=[row.unit_id]) + query


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
    if faller is not None and page.explains_change:
        reason = explain_fall(page.standing, page.group, faller.unit_id)
        if reason:
            reasons[faller.unit_id] = reason

    may_publish = request.user.has_perm("standings.publish", scheme)
    asked = "?draft=1" if page.draft else ""

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
            (gid, name, reverse("board_group", args=[scheme.slug, page.period.code, gid]) + asked)
            for gid, name in page.groups
        ],
        "bands": page.steps_between(),
        "foot_note": foot_note(page),
        "seal": short_hash(page.standing.seal_hash),
        "reads_audit": request.user.has_perm("audit.read_all", scheme),
        "restatements": _restatements(page) if _reads_restatements(request, page) else [],
        "flag": _flag(page),
        "may_compute": request.user.has_perm("standings.compute", scheme),
        "may_publish": page.draft and may_publish,
        "may_bulletin": not page.draft and request.user.has_perm("publishing.issue", scheme),
        "asked": asked,
        "draft_waits": not page.draft and may_publish and _draft_waits(page),
    }


def _draft_waits(page: Board) -> bool:
    drafts = page.standing.round.standings.filter(state=Standing.State.DRAFT)
    return drafts.exists()


def foot_note(page: Board) -> str:
    """Say how the interval was found and how ties stand, from the scheme itself."""
    rules = rules_of(page.standing.version)
    tree = {node.id: node.name for node in rules.group(page.group).walk()}
    then = [tree[node] for node in rules.ranking.then if node in tree]
    said = []
    if any(row.rank_low is not None for row in page.rows):
        said.append(
            _("Rank interval: each weight moved by ±10%, 1,000 draws, 95% of the ranks found.")
        )
    if then:
        said.append(_("Ties are parted by %(items)s.") % {"items": listed(then)})
    elif rules.ranking.ties == "same":
        said.append(_("Equal scores share a rank, the next rank is left out."))
    else:
        said.append(_("Equal scores share a rank, no rank is left out."))
    return " ".join(said)


@dataclass(frozen=True)
class Touched:
    """A later revision that touches a board, with the rows whose rank it would change."""

    cause: str
    moved: tuple[dict[str, Any], ...]


def _reads_restatements(request: HttpRequest, page: Board) -> bool:
    """Later revisions are others' inputs: they show to those who read all inputs."""
    return not page.draft and request.user.has_perm("standings.view_inputs", page.scheme)


def _restatements(page: Board) -> list[Touched]:
    found = (
        page.standing.restatements.filter(settled_by__isnull=True)
        .select_related("batch__upload", "record__unit")
        .order_by("-id")[:3]
    )
    return [
        Touched(
            one.cause,
            tuple(
                row
                for row in one.difference
                if row["group"] == page.group and row["rank"][0] != row["rank"][1]
            ),
        )
        for one in found
    ]


def _flag(page: Board) -> str:
    """Say who holds the first place and for how many rounds running (流动红旗)."""
    holders = [row for row in page.rows if row.rank == 1]
    if not holders or page.draft:
        return ""
    earlier = Place.objects.filter(
        standing__round__scheme=page.scheme,
        standing__state=Standing.State.PUBLISHED,
        standing__round__period__start__lte=page.period.start,
        group=page.group,
        rank=1,
    ).order_by("-standing__round__period__start")
    found = list(earlier.values_list("standing_id", "unit_id", "standing__version_id")[:120])
    versions = SchemeVersion.objects.in_bulk({version for _standing, _unit, version in found})
    held: dict[int, set[int]] = {}
    for standing, unit, version in found:
        # A round that did not open the first place to this reader ends what can be told.
        then = page.audience.under(rules_of(versions[version]).release)
        held.setdefault(standing, set())
        if then.sees("ranks", unit):
            held[standing].add(unit)
    said = []
    for row in holders:
        led = [row.unit_id in units for units in held.values()]
        running = led.index(False) if False in led else len(led)
        if running > 1:
            pattern = _("Red flag: %(unit)s, round %(n)d in a row")
        else:
            pattern = _("Red flag: %(unit)s")
        said.append(pattern % {"unit": named(row), "n": running})
    return _("; ").join(said)


def _monitor(request: HttpRequest, scheme: Scheme, code: str | None) -> HttpResponse:
    page = monitor_page(
        scheme, period_or_404(code) if code else None, request.GET.get("series") or None
    )
    if page is None:
        raise Http404
    if file := table_file(request, lambda: monitor_table(page, scheme.name)):
        return file
    codes = [p.code for p in page.periods]
    at = codes.index(page.period.code) if page.period.code in codes else 0
    query = f"?series={page.input['id']}"

    def address(code: str) -> str:
        return reverse("board_period", args=[scheme.slug, code]) + query

    return render(
        request,
        "boards/monitor.html",
        {
            "scheme": scheme,
            "page": page,
            "sentence": monitor_sentence(page),
            "period_short": period_name(page.period),
            "periods": [(p.code, period_name(p), address(p.code)) for p in page.periods],
            "earlier": address(codes[at + 1]) if at + 1 < len(codes) else "",
            "later": address(codes[at - 1]) if at > 0 else "",
            "inputs": [
                (
                    one["id"],
                    one["name"],
                    reverse("board_period", args=[scheme.slug, page.period.code])
                    + f"?series={one['id']}",
                )
                for one in page.file.inputs
            ],
        },
    )


@require_GET
@login_required
def show(
    request: HttpRequest, slug: str, period: str | None = None, group: str | None = None
) -> HttpResponse:
    """Show a board; without a period the newest one."""
    scheme = scheme_or_404(request, slug)
    if scheme.monitor:
        return _monitor(request, scheme, period)
    standing = standing_or_404(request, scheme, period)
    page = board(request.user, standing, group)
    if page is None:
        return _without_group(request, scheme, standing, str(group))
    return render(request, "boards/board.html", board_context(request, scheme, page))


def _without_group(
    request: HttpRequest, scheme: Scheme, standing: Standing, group: str
) -> HttpResponse:
    """Lead to a group that the period's rules have, saying that they lack the one asked for.

    A group that no open board of the scheme has is not found.
    """
    versions = SchemeVersion.objects.filter(
        pk__in=visible_standings(request.user, scheme).values("version")
    )
    known = {each.id: each.name for one in versions for each in rules_of(one).groups}
    page = board(request.user, standing)
    if group not in known or page is None:
        raise Http404
    messages.info(
        request,
        _("The rules of %(period)s have no group “%(group)s”; this is “%(shown)s”.")
        % {
            "period": period_name(standing.round.period),
            "group": known[group],
            "shown": page.group_name,
        },
    )
    return redirect("board_group", scheme.slug, page.period.code, page.group)


@require_GET
@login_required
def screen(request: HttpRequest, slug: str, period: str, group: str) -> HttpResponse:
    """Show a board full screen for a meeting room."""
    scheme, _standing, page = _board_or_404(request, slug, period, group)
    context = board_context(request, scheme, page)
    for way in ("earlier", "later"):
        # The arrows stay on the screen.
        context[way] = f"{context[way]}screen/" if context[way] else ""
    return render(request, "boards/screen.html", context)


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
        try:
            publish_standing(act_from(request), standing=draft)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Published and sealed."))
    return HttpResponseRedirect(reverse("board_period", args=[slug, period]))
