"""Files to take away."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.publishing import board_csv
from leitai.apps.publishing import board_workbook as workbook_of
from leitai.apps.publishing.benchmarks import pair_workbook
from leitai.apps.publishing.ladders import ladder_workbook
from leitai.apps.publishing.store import export_zip, exporting_area
from leitai.web.acts import act_from
from leitai.web.lookups import scheme_or_404, standing_or_404
from leitai.web.views.benchmarks import page_or_404
from leitai.web.views.ladders import ladder_or_404, view_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@login_required
def board_workbook(request: HttpRequest, slug: str, period: str, group: str) -> HttpResponse:
    """Give out a board as a workbook with live formulas, or as CSV with ``?format=csv``."""
    scheme = scheme_or_404(request, slug)
    standing = standing_or_404(request, scheme, period)
    as_csv = request.GET.get("format") == "csv"
    try:
        content = (board_csv if as_csv else workbook_of)(request.user, standing, group)
    except KeyError as error:
        raise Http404 from error
    ending = "csv" if as_csv else "xlsx"
    name = f"{scheme.name}-{group}-{period}.{ending}"
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if as_csv else XLSX)
    # Old browsers read the plain name, the others the encoded Chinese one.
    response["Content-Disposition"] = (
        f"attachment; filename=\"{slug}-{group}-{period}.{ending}\"; filename*=UTF-8''{quote(name)}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@login_required
def benchmark_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out a pair as a workbook in which every ratio, gap and growth is a live formula."""
    page = page_or_404(request, pk)
    if page.benchmark is None or page.period is None or not page.lines:
        raise Http404
    response = HttpResponse(pair_workbook(page), content_type=XLSX)
    name = f"{page.unit.name}-{page.benchmark.name}-{page.period.code}.xlsx"
    response["Content-Disposition"] = (
        f'attachment; filename="benchmark-{page.unit.pk}-{page.period.code}.xlsx"; '
        f"filename*=UTF-8''{quote(name)}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@login_required
def ladder_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out a ladder of a year as a workbook: rungs, movers, the year before."""
    ladder = ladder_or_404(request, pk)
    view = view_or_404(request, ladder)
    if view.now is None:
        raise Http404
    response = HttpResponse(ladder_workbook(view), content_type=XLSX)
    name = quote(f"{ladder.name}-{view.now.year}.xlsx")
    response["Content-Disposition"] = (
        f"attachment; filename=\"ladder-{pk}-{view.now.year}.xlsx\"; filename*=UTF-8''{name}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def store(request: HttpRequest) -> HttpResponseBase:
    """Send what the reader may see of the store as Parquet files in one zip."""
    area = exporting_area(request.user)
    if area is None:
        raise Http404
    try:
        content = export_zip(act_from(request), area=area)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("indicators"))
    response = FileResponse(content, as_attachment=True, filename="leitai-store.zip")
    response["Cache-Control"] = "private, no-store"
    return response
