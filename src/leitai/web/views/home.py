"""The first page of each role: what waits for me, in a sentence, then in lists."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from leitai.apps.audit.selectors import entries_for
from leitai.apps.benchmarks.selectors.headlines import headline_of
from leitai.apps.benchmarks.selectors.pairs import waiting_for
from leitai.apps.goals.selectors import PaceLine, pace, quarters, year_targets
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.selectors import Gap, late_values
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Restatement, Scheme, Standing
from leitai.apps.standings.selectors import Board, BoardRow, board, visible_schemes
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.standings.selectors.restatements import restatements_to_settle
from leitai.apps.standings.selectors.steps import next_steps
from leitai.apps.standings.selectors.unit import unit_page
from leitai.apps.units.models import Unit
from leitai.engine.rounding import half_up
from leitai.web.audit_words import describe
from leitai.web.context import counted, home_area
from leitai.web.decisions import decisions
from leitai.web.home_matters import HomeMatters, home_matters
from leitai.web.sentences import Figure, Segment, listed, sentence
from leitai.web.sentences.home import decisions_sentence, office_sentence

LEADING = {"principal_leader", "leader_in_charge", "supervision_office", "analyst"}
REPORTING = {"reporting_unit", "approver"}
#: Roles whose first page says how they stand to their benchmark.
COMPARING = {
    "principal_leader", "leader_in_charge", "assessment_office", "reporting_unit", "analyst",
}  # fmt: skip


#: Lines of a panel; the sentence counts all, the whole list has a page of its own.
SHOWN = 8
#: A target this far below what was due calls for a leader (rules of practice: ten points behind).
BEHIND_BY = 90.0


@dataclass(frozen=True)
class Deviation:
    """A part of a score beside the group's median: points and difference."""

    name: str
    value: float | None
    difference: float | None


@dataclass(frozen=True)
class Portrait:
    """A unit at the head or the tail of a board and why: its parts against the group's median."""

    row: BoardRow
    url: str
    deviations: tuple[Deviation, ...]
    words: str


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the page of the person's leading role."""
    user: Any = request.user
    role = user.leading_role
    area = home_area(user)
    scheme = (
        visible_schemes(user).filter(area=area, monitor=False).order_by("position").first()
        if area
        else None
    )
    standing = find_standing(user, scheme, None) if scheme else None
    context: dict[str, Any] = {
        "role": role,
        "published": standing.published_at if standing else None,
        "area": area,
        "now": timezone.localtime(),
        "scheme": scheme,
        "standing": standing,
        "period_name": period_name(standing.round.period) if standing else "",
    }
    context |= _benchmark(user, role, area)
    matters = home_matters(user, role, timezone.localdate())
    context["matters"] = matters
    if matters is not None:
        counted(request)["matters"] = matters.waiting
    if role == "assessment_office":
        return render(request, "home/office.html", _office(user, area, scheme, standing, context))
    if role in REPORTING:
        context |= _unit(user, area, scheme, standing)
        return render(request, "home/unit.html", _with_matters(context, matters))
    if role in ("auditor", "administrator"):
        return render(request, "home/keeper.html", context | _keeper(user))
    context |= _leader(user, area, scheme, standing)
    page = "supervision" if role == "supervision_office" else "leader"
    return render(request, f"home/{page}.html", _with_matters(context, matters))


def _with_matters(context: dict[str, Any], matters: HomeMatters | None) -> dict[str, Any]:
    """Let the page's sentence begin with the matters, where there are any."""
    said = (*matters.sentence, *context["sentence"]) if matters else context["sentence"]
    return context | {"sentence": said}


def _benchmark(user: Any, role: str, area: Unit | None) -> dict[str, Any]:
    """Return how the reader's own unit, or else the area, stands to its benchmark."""
    if role not in COMPARING:
        return {}
    own = [unit for held, unit in user.held if held in REPORTING] if role in REPORTING else []
    found = headline_of(user, own or ([area.pk] if area else []), timezone.localdate().year)
    return {
        "benchmark_unit": found[0] if found else None,
        "benchmark_line": found[1] if found else None,
        "benchmark_waiting": waiting_for(user) if role == "assessment_office" else [],
    }


def board_url(page: Board) -> str:
    """Return the address of a board."""
    return reverse("board_group", args=[page.scheme.slug, page.period.code, page.group])


def unit_url(page: Board, unit_id: int) -> str:
    """Return the address of a unit's page on a board."""
    return f"{reverse('unit', args=[unit_id])}?scheme={page.scheme.slug}&period={page.period.code}"


def portrait(page: Board, row: BoardRow) -> Portrait:
    """Return a unit with the deviation of its parts from the group's median, and the words."""
    deviations = []
    for index, part in enumerate(row.parts):
        others = [
            r.parts[index].score
            for r in page.rows
            if len(r.parts) > index and r.parts[index].score is not None
        ]
        middle = median(s for s in others if s is not None) if others else None
        difference = (
            half_up(part.score - middle, page.decimals)
            if part.score is not None and middle is not None
            else None
        )
        deviations.append(Deviation(part.name, part.score, difference))
    known = sorted((d for d in deviations if d.difference), key=lambda d: -(d.difference or 0))
    ahead = [d.name for d in known if (d.difference or 0) > 0][:2]
    behind = [d.name for d in reversed(known) if (d.difference or 0) < 0][:2]
    if row.rank == 1 and ahead:
        words = _("The lead comes mainly from %(parts)s.") % {"parts": listed(ahead)}
    elif behind:
        words = _("Behind mainly in %(parts)s.") % {"parts": listed(behind)}
    else:
        words = ""
    return Portrait(row, unit_url(page, row.unit_id), tuple(deviations), words)


def _ranked(page: Board | None) -> list[BoardRow]:
    return [r for r in page.rows if r.rank is not None] if page else []


def _late(user: Any, area: Unit | None, period: Period | None) -> list[Gap]:
    return late_values(user, area, period, timezone.localdate()) if area and period else []


def _leader(
    user: Any, area: Unit | None, scheme: Scheme | None, standing: Standing | None
) -> dict[str, Any]:
    page = board(user, standing) if standing else None
    ranked = _ranked(page)
    period = standing.round.period if standing else None
    late = _late(user, area, period)
    of = year_targets(user, area, period.year) if area and period else None
    lines: list[PaceLine] = pace(user, area, period, of=of) if area and period else []
    behind = sorted(
        (line for line in lines if line.ratio is not None and line.ratio < BEHIND_BY),
        key=lambda line: line.ratio or 0,
    )
    said: list[Segment] = []
    if behind:
        pattern = ngettext(
            "{count} target is ten points or more behind its pace",
            "{count} targets are ten points or more behind their pace",
            len(behind),
        )
        said += sentence(pattern, count=Figure(str(len(behind)), reverse("targets") + "?behind=1"))
    else:
        said += sentence(_("No target is ten points behind its pace"))
    units_late = len({gap.reporter for gap in late})
    if units_late:
        pattern = ngettext(
            ", {count} office reports late", ", {count} offices report late", units_late
        )
        said += sentence(pattern, count=Figure(str(units_late), "#late"))
    said += sentence(_(". "))
    mine = decisions(user)
    portraits: list[Portrait] = []
    if page and len(ranked) > 1:
        first, last = ranked[0], ranked[-1]
        said += sentence(
            _("On the board of {period}, {first} is first and {last} last."),
            period=Figure(period_name(page.period), board_url(page)),
            first=Figure(named(first), unit_url(page, first.unit_id)),
            last=Figure(named(last), unit_url(page, last.unit_id)),
        )
        portraits = [portrait(page, first), portrait(page, last)]
    return {
        "page": page,
        "sentence": (*said, *decisions_sentence(mine)),
        "decisions": mine,
        "portraits": portraits,
        "late": late[:6],
        "late_count": len(late),
        "behind": behind[:6],
        "behind_count": len(behind),
        "targets_count": len(lines),
        "quarters": quarters(user, area, period.year, period, limit=6, of=of)
        if area and period
        else [],
        "restatements": _open_restatements(user, scheme)[:5],
    }


def _open_restatements(user: Any, scheme: Scheme | None) -> list[Restatement]:
    """Return the later revisions that wait; they are inputs and show to who reads all inputs."""
    if scheme is None:
        return []
    return list(
        restatements_to_settle(user)
        .filter(standing__round__scheme=scheme)
        .select_related(
            "standing__round__period", "standing__round__scheme", "batch__upload", "record__unit"
        )
        .defer("difference", "standing__snapshot")
    )


def _office(
    user: Any,
    area: Unit | None,
    scheme: Scheme | None,
    standing: Standing | None,
    context: dict[str, Any],
) -> dict[str, Any]:
    page = board(user, standing) if standing else None
    period = standing.round.period if standing else None
    late = _late(user, area, period)
    waiting = list(
        Upload.objects.visible_to(user)
        .filter(state=Upload.State.STAGED)
        .select_related("source", "uploaded_by")
    )
    drafts = [
        draft
        for draft in Standing.objects.filter(round__scheme__area=area, state=Standing.State.DRAFT)
        .select_related("round__scheme__area", "round__period")
        .defer("snapshot")
        if user.has_perm("standings.view_draft", draft.round.scheme)
    ]
    restatements = _open_restatements(user, scheme)
    mine = decisions(user)
    return context | {
        "page": page,
        "sentence": office_sentence(
            uploads=len(waiting),
            late=len(late),
            drafts=len(drafts),
            restatements=len(restatements),
            proposals=len(context["benchmark_waiting"]),
            decisions=mine,
        ),
        "decisions": mine,
        "waiting": waiting[:SHOWN],
        "drafts": [(d, period_name(d.round.period)) for d in drafts[:SHOWN]],
        "late": late[:12],
        "late_count": len(late),
        "restatements": restatements[:SHOWN],
        "portraits": [portrait(page, r) for r in (_ranked(page)[:1] + _ranked(page)[-1:])]
        if page and len(_ranked(page)) > 1
        else [],
    }


def _unit(
    user: Any, area: Unit | None, scheme: Scheme | None, standing: Standing | None
) -> dict[str, Any]:
    period = standing.round.period if standing else None
    own = [unit for role, unit in user.held if role in REPORTING]
    page = steps = None
    if standing is not None:
        for unit_id in own:
            page = unit_page(user, standing, unit_id)
            if page is not None:
                if page.board.audience.compares and page.working is not None:
                    steps = next_steps(standing, page.board.group, unit_id)
                break
    late = [gap for gap in _late(user, area, period) if gap.reporter_id in own or not own]
    waiting = list(
        Upload.objects.visible_to(user)
        .filter(state__in=[Upload.State.STAGED, Upload.State.RECEIVED])
        .select_related("source", "uploaded_by")[:8]
    )
    said: list[Segment] = []
    if late:
        pattern = ngettext("{count} figure is owed", "{count} figures are owed", len(late))
        said += sentence(pattern, count=Figure(str(len(late)), "#late"))
    else:
        said += sentence(_("No figure is owed"))
    if page is not None and page.row.rank is not None:
        row = page.row
        said += sentence(
            _("; {unit} stands at place {rank} of {size}. "),
            unit=named(row),
            rank=Figure(str(row.rank), unit_url(page.board, row.unit_id)),
            size=str(len(page.board.rows)),
        )
        if row.above is not None and row.above.distance is not None:
            said += sentence(
                _("{points} points to {above}."),
                points=Figure(f"{row.above.distance:.{page.board.decimals}f}"),
                above=Figure(named(row.above), unit_url(page.board, row.above.unit_id)),
            )
    else:
        said += sentence(_(". "))
    return {
        "page": page,
        "steps": [step for step in steps or () if step.reason is None],
        "sentence": tuple(said),
        "late": late[:12],
        "late_count": len(late),
        "waiting": waiting,
        "unit_link": unit_url(page.board, page.row.unit_id) if page else "",
        "may_accept": user.has_perm("indicators.accept_upload"),
    }


def _keeper(user: Any) -> dict[str, Any]:
    entries = entries_for(user)
    today = entries.filter(at__date=timezone.localdate()).count()
    said = sentence(_("No change was recorded today."))
    if today:
        pattern = ngettext(
            "{count} change was recorded today.", "{count} changes were recorded today.", today
        )
        said = sentence(pattern, count=Figure(str(today), reverse("audit")))
    return {
        "sentence": said,
        "lines": [describe(entry) for entry in entries[:12]],
    }
