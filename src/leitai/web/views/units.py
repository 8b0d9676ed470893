"""The unit page and report card."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from leitai.apps.benchmarks.selectors.pairs import open_unit
from leitai.apps.language import reader_language
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme, Standing
from leitai.apps.standings.selectors import (
    Neighbour,
    UnitPage,
    board_periods,
    unit_page,
    visible_schemes,
)
from leitai.apps.standings.selectors.audience import visible_standings
from leitai.apps.standings.selectors.steps import next_steps
from leitai.apps.units.models import Unit
from leitai.engine.steps import RankStep
from leitai.web.lookups import period_or_404
from leitai.web.page_tables import steps_table, unit_table
from leitai.web.sentences.unit import unit_sentence
from leitai.web.tables import table_file


def _pick(request: HttpRequest, unit: Unit) -> tuple[Scheme, Standing] | None:
    """Return the scheme and standing asked for, or the newest that the unit stands on."""
    schemes = visible_schemes(request.user)
    slug = request.GET.get("scheme")
    if slug:
        schemes = schemes.filter(slug=slug)
    code = request.GET.get("period")
    period = period_or_404(code) if code else None
    for scheme in schemes:
        standings = visible_standings(request.user, scheme).filter(places__unit=unit)
        if period is not None:
            standings = standings.filter(round__period=period)
        standing = (
            standings.select_related("round__scheme__area", "round__period", "version")
            .defer("snapshot")
            .order_by("-round__period__start", "-state", "-number")
            .first()
        )
        if standing is not None:
            return scheme, standing
    return None


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit's place, items, neighbours, next steps and trend on one standing."""
    unit = Unit.objects.filter(pk=pk).first()
    picked = _pick(request, unit) if unit else None
    if unit is None or picked is None:
        raise Http404
    scheme, standing = picked
    page = unit_page(request.user, standing, unit.pk)
    if page is None:
        raise Http404
    when = period_name(standing.round.period, cumulative=standing.round.period.kind == "month")
    periods = board_periods(request.user, scheme, unit.pk)
    codes = [p.code for p in periods]
    at = codes.index(standing.round.period.code) if standing.round.period.code in codes else 0

    def address(code: str) -> str:
        return f"{reverse('unit', args=[pk])}?scheme={scheme.slug}&period={code}"

    audience = page.board.audience
    may_step = audience.everything or (page.row.mine and audience.compares)
    found = next_steps(standing, page.board.group, unit.pk) if may_step and page.working else None
    steps = [(step, _reason(step)) for step in sorted(found or (), key=_useful)[:8]]
    if file := table_file(
        request,
        lambda: unit_table(page, unit, scheme, when),
        steps=lambda: steps_table(steps, unit, when),
    ):
        return file
    return render(
        request,
        "units/unit.html",
        {
            "unit": unit,
            "scheme": scheme,
            "standing": standing,
            "page": page,
            "steps": steps,
            "sentence": unit_sentence(page),
            "period_name": when,
            "period_short": period_name(standing.round.period),
            "changes": page.changes[:4] + page.changes[4:][-4:],
            "above_score": _score_of(page, page.row.above),
            "below_score": _score_of(page, page.row.below),
            "lead": sum(row.zone == "leading" for row in page.board.rows),
            "lag": sum(row.zone == "lagging" for row in page.board.rows),
            "history_chart": _history_chart(page),
            "history_words": _("Ranks of the last rounds: %(ranks)s")
            % {"ranks": " ".join(str(rank or "—") for _c, rank, _s, _n in page.history)},
            "periods": [(p.code, period_name(p), address(p.code)) for p in periods],
            "compares": open_unit(request.user, pk) is not None,
            "earlier": address(codes[at + 1]) if at + 1 < len(codes) else "",
            "later": address(codes[at - 1]) if at > 0 else "",
        },
    )


def _useful(step: RankStep) -> tuple[bool, float]:
    return step.reason is not None, -step.gain


def _reason(step: RankStep) -> str:
    return step.reason(reader_language()) if step.reason else ""


def _score_of(page: UnitPage, other: Neighbour | None) -> float | None:
    """Return a neighbour's score, where the reader sees it."""
    if other is None:
        return None
    return next((row.score for row in page.board.rows if row.unit_id == other.unit_id), None)


def _history_chart(page: UnitPage) -> dict[str, object]:
    """Return the ranks of the last rounds as the chart takes them."""
    rows = page.board.rows
    return {
        "kind": "rank",
        "periods": [code[2:] for code, _rank, _score, _size in page.history],
        "ranks": [rank for _code, rank, _score, _size in page.history],
        "size": max([len(rows), *(size for _c, _r, _s, size in page.history)]),
        "leading": sum(row.zone == "leading" for row in rows),
        "lagging": sum(row.zone == "lagging" for row in rows),
        "zone": _("leading zone"),
        "rankWord": _("rank "),
    }
