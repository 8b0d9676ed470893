"""Benchmarks over HTTP: who measures itself against whom, the gaps, and the choices."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from leitai.apps.benchmarks.api_shapes import (
    ChoiceIn,
    GapOut,
    PairOut,
    PairPageOut,
    StatedIn,
    StatedOut,
    SuggestedOut,
    WordIn,
)
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem, BenchmarkPair
from leitai.apps.benchmarks.selectors.fields import candidate_units
from leitai.apps.benchmarks.selectors.figures import Figure, frame
from leitai.apps.benchmarks.selectors.page import Candidate, PairPage, pair_page
from leitai.apps.benchmarks.selectors.pairs import open_unit, open_units
from leitai.apps.benchmarks.selectors.stated import Checked, checked
from leitai.apps.benchmarks.selectors.suggested import suggestions_page
from leitai.apps.benchmarks.services import (
    confirm_pair,
    end_reference,
    propose_pair,
    return_pair,
    set_reference,
    state_comparison,
    withdraw_pair,
)
from leitai.apps.indicators.models import Extent
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import named
from leitai.apps.paging import cut
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit
from leitai.engine.quantity import Missing

router = Router(tags=["benchmarks"])


def _unit(request: HttpRequest, pk: int, permission: str = "") -> tuple[Unit, BenchmarkField]:
    found = open_unit(request.user, pk)
    if found is None or (permission and not request.user.has_perm(permission, found[0])):
        raise Http404
    return found


def _pair(request: HttpRequest, pk: int, permission: str) -> BenchmarkPair:
    pair = (
        BenchmarkPair.objects.visible_to(request.user)
        .select_related("unit", "benchmark", "field")
        .filter(pk=pk)
        .first()
    )
    if pair is None or not request.user.has_perm(permission, pair.unit):
        raise Http404
    return pair


def _candidate(field: BenchmarkField, pk: int) -> Unit:
    found = candidate_units(field).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@router.get("/benchmarks", response=PairPageOut, summary="Choices of benchmarks")
def list_pairs(
    request: HttpRequest,
    year: int | None = None,
    unit: int | None = None,
    state: str = "",
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List main benchmarks and references of the units that are open to the person."""
    opened = [one.pk for one, _field in open_units(request.user)]
    rows = (
        BenchmarkPair.objects.visible_to(request.user)
        .filter(unit__in=opened)
        .select_related("unit", "benchmark")
        .order_by("-year", "unit__position", "role", "id")
    )
    if year is not None:
        rows = rows.filter(year=year)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if state:
        rows = rows.filter(state=state)
    return cut(rows, limit, offset, _pair_out)


def _pair_out(row: BenchmarkPair) -> PairOut:
    return PairOut(
        id=row.pk,
        unit_id=row.unit_id,
        unit=row.unit.name,
        benchmark_id=row.benchmark_id,
        benchmark=row.benchmark.name,
        year=row.year,
        role=row.role,
        distance=row.distance,
        state=row.state,
        reason=row.reason,
        topic=row.topic,
        decision=row.decision,
        proposed_at=row.proposed_at.isoformat(),
        decided_at=row.decided_at.isoformat() if row.decided_at else None,
    )


@router.get("/benchmarks/units/{int:pk}", response=GapOut, summary="A unit beside its benchmark")
def show_gap(
    request: HttpRequest,
    pk: int,
    year: int | None = None,
    against: int | None = None,
    period: str = "",
    extent: int | None = None,
) -> dict[str, Any]:
    """Return gaps, parts, catching up, candidates and stated comparisons of a unit."""
    unit, field = _unit(request, pk)
    page = pair_page(
        request.user,
        unit,
        field,
        year or timezone.localdate().year,
        against=against,
        period=period,
        extent=extent,
    )
    if page is None:
        raise Http404
    return _gap_out(page)


def _gap_out(page: PairPage) -> dict[str, Any]:
    caught = page.catching
    still = caught.still if caught else None
    moving = caught.moving if caught else None
    known = caught.experience if caught else None
    return {
        "unit_id": page.unit.pk,
        "unit": page.unit.name,
        "benchmark_id": page.benchmark.pk if page.benchmark else None,
        "benchmark": page.benchmark.name if page.benchmark else "",
        "year": page.choice.year,
        "period": page.period.code if page.period else "",
        "extent": page.extent,
        "extents": [
            {"extent": one.extent, "name": one.name, "percent": one.percent}
            for one in page.readings
        ],
        "lines": [_line_out(line) for line in page.lines],
        "parts": [
            {
                "name": part.name,
                "own": part.own,
                "benchmark": part.benchmark,
                "gap": part.gap,
                "share": part.share,
            }
            for part in (page.split.parts if page.split else ())
        ],
        "own_growth": caught.own_growth.rate if caught and caught.own_growth else None,
        "benchmark_growth": caught.their_growth.rate if caught and caught.their_growth else None,
        "years_standing": still.years if still else None,
        "years_growing": moving.years if moving else None,
        "wanted": [
            {
                "kind": one.kind,
                "rate": one.rate,
                "years": one.years,
                "amount": one.amount,
                "extent": one.extent,
                "share_below": one.place.share_below if one.place else None,
                "out_of_experience": one.unheard_of,
            }
            for one in (caught.wanted if caught else ())
        ],
        "experience": {f"p{share}": rate for share, rate in known.marks.items()} if known else {},
        "candidates": [_candidate_out(one) for one in page.candidates],
        "stated": [_stated_out(one) for one in page.stated],
    }


def _figure_out(figure: Figure) -> dict[str, Any]:
    return {
        "number": figure.number,
        "qualifier": figure.quantity.qualifier if figure.quantity else "",
        "missing": figure.missing,
        "revision_id": figure.revision_id,
        "place_id": figure.shown.place_id if figure.shown else None,
        "scope": list(figure.scope),
        "source": figure.source,
    }


def _line_out(line: Any) -> dict[str, Any]:
    return {
        "item": line.item.code,
        "name": named(line.item),
        "role": line.item.role,
        "measure": line.item.measure,
        "own": _figure_out(line.own),
        "benchmark": _figure_out(line.theirs),
        "difference": line.row.difference,
        "percent": None if isinstance(line.row.ratio, Missing) else line.percent,
        "verdict": line.verdict,
        "own_rank": line.own_rank,
        "benchmark_rank": line.their_rank,
        "ranked": line.ranked,
    }


def _candidate_out(one: Candidate) -> dict[str, Any]:
    reasons = one.suggestion.reasons if one.suggestion else ()
    return {
        "unit_id": one.unit.pk,
        "name": one.unit.name,
        "place": one.place,
        "tier": one.tier,
        "value": one.figure.number,
        "percent": one.percent,
        "rank": one.rank,
        "role": one.role,
        "reasons": [str(reason) for reason in reasons],
    }


def _stated_out(one: Checked) -> dict[str, Any]:
    check = one.check
    return {
        "id": one.stated.pk,
        "quote": one.stated.quote,
        "place": one.stated.place,
        "other": one.stated.other.name,
        "share": one.stated.share,
        "value": one.stated.value,
        "agrees": one.agrees,
        "implied": check.implied.value if check else None,
        "stored": one.against.figure.number if one.against else None,
        "difference": check.difference if check else None,
    }


@router.get(
    "/benchmarks/units/{int:pk}/suggestions", response=SuggestedOut, summary="Explained candidates"
)
def show_suggestions(
    request: HttpRequest,
    pk: int,
    year: int | None = None,
    better: str = "",
    alike: str | None = None,
    extent: int | None = None,
) -> dict[str, Any]:
    """Return candidates near, middle and far; ``better`` and ``alike`` are item codes, by comma."""
    unit, field = _unit(request, pk)
    page = suggestions_page(
        request.user,
        unit,
        field,
        year or timezone.localdate().year,
        cares=[code for code in better.split(",") if code],
        likes=None if alike is None else [code for code in alike.split(",") if code],
        extent=extent,
    )
    if page is None:
        raise Http404
    return {
        "period": page.period.code if page.period else "",
        "considered": page.considered,
        "better": page.better,
        "candidates": [_candidate_out(one) for one in page.candidates],
    }


@router.post("/benchmarks/units/{int:pk}", response=PairOut, summary="Propose, or set a reference")
def choose(request: HttpRequest, pk: int, body: ChoiceIn) -> PairOut:
    """Propose the main benchmark of a year; with a distance, set a reference instead."""
    need_scope(request, Scope.UPLOAD)
    unit, field = _unit(request, pk, "benchmarks.propose")
    benchmark = _candidate(field, body.benchmark_id)
    act = act_of(request)
    reason, topic = body.reason[:500], body.topic[:80]
    if body.distance:
        return _pair_out(
            set_reference(
                act, unit=unit, benchmark=benchmark, year=body.year, distance=body.distance,
                reason=reason, topic=topic,
            )
        )  # fmt: skip
    return _pair_out(
        propose_pair(
            act, unit=unit, benchmark=benchmark, year=body.year, reason=reason, topic=topic
        )
    )


@router.post("/benchmarks/pairs/{int:pk}/confirm", response=PairOut, summary="Confirm a proposal")
def confirm(request: HttpRequest, pk: int, body: WordIn) -> PairOut:
    """Confirm a proposed main benchmark; the one before it is superseded."""
    need_scope(request, Scope.COMPUTE)
    pair = _pair(request, pk, "benchmarks.confirm")
    return _pair_out(confirm_pair(act_of(request), pair=pair, decision=body.reason[:500]))


@router.post("/benchmarks/pairs/{int:pk}/return", response=PairOut, summary="Return a proposal")
def give_back(request: HttpRequest, pk: int, body: WordIn) -> PairOut:
    """Return a proposed main benchmark with a reason."""
    need_scope(request, Scope.COMPUTE)
    pair = _pair(request, pk, "benchmarks.confirm")
    return _pair_out(return_pair(act_of(request), pair=pair, decision=body.reason[:500]))


@router.post("/benchmarks/pairs/{int:pk}/withdraw", response=PairOut, summary="Take back")
def withdraw(request: HttpRequest, pk: int, body: WordIn) -> PairOut:
    """Take back a proposal, or take off a reference, with a reason."""
    need_scope(request, Scope.UPLOAD)
    pair = _pair(request, pk, "benchmarks.propose")
    done = end_reference if pair.role == BenchmarkPair.Role.REFERENCE else withdraw_pair
    return _pair_out(done(act_of(request), pair=pair, reason=body.reason[:500]))


@router.post(
    "/benchmarks/units/{int:pk}/comparisons", response=StatedOut, summary="State a comparison"
)
def state(request: HttpRequest, pk: int, body: StatedIn) -> dict[str, Any]:
    """Enter a stated comparison and return it with its check."""
    need_scope(request, Scope.UPLOAD)
    unit, field = _unit(request, pk, "benchmarks.state_comparison")
    item = field.items.select_related("field__area").filter(code=body.item).first()
    period = period_by_code(body.period)
    if item is None or item.role == BenchmarkItem.Role.INTENSITY or period is None:
        raise Http404
    extent = None
    if body.extent is not None:
        extent = Extent.objects.filter(unit=unit, pk=body.extent).first()
        if extent is None:
            raise Http404
    if period.kind != field.period_kind:
        raise RefusedError(_("No figures are kept for “%(text)s”.") % {"text": period.code})
    stated = state_comparison(
        act_of(request),
        unit=unit,
        other=_candidate(field, body.other_id),
        item=item,
        period=period,
        quote=body.quote[:300],
        place=body.place[:200],
        share=body.share,
        value=body.value,
        decimals=body.decimals,
        own_value=body.own_value,
        own_decimals=body.own_decimals,
        extent=extent,
    )
    (found,) = checked(request.user, frame(field, unit), [stated])
    return _stated_out(found)
