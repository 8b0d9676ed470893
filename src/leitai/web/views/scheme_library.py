"""Ready schemes from practice, and what national rules forbid to judge by."""

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

from leitai.apps.language import chinese
from leitai.apps.standings.models import Scheme
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.services import draft_from_library
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import unit_roots
from leitai.engine import score
from leitai.engine.library import ReadyScheme, library, ready_scheme
from leitai.engine.result import GroupResult
from leitai.engine.scheme.bans import BANS
from leitai.web.acts import act_from
from leitai.web.list_tables import bans_table
from leitai.web.tables import table_file

#: What a ready scheme can be taken as: name in the address → content type, ending.
FILES = {"scheme": ("application/yaml", "yaml"), "example": ("text/csv", "csv")}


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the ready schemes with their sources, and offer them as the start of a draft."""
    language = "zh" if chinese() else "en"
    return render(
        request,
        "schemes/library.html",
        {
            "entries": [_entry(each, language) for each in library()],
            "targets": _targets(request),
            "areas": [(unit.pk, unit.name) for unit in _areas(request)],
        },
    )


def _entry(each: ReadyScheme, language: str) -> dict[str, Any]:
    rules = each.scheme
    result = score(rules, each.table())
    return {
        "name": each.name,
        "title": each.title(language),
        "summary": each.summary(language),
        "source": each.source(language),
        "items": _worths(result.groups[0]),
        "groups": [
            (
                group.name,
                [(p.unit, p.rank, p.score, p.grade) for p in group.standings[:5]],
            )
            for group in result.groups
        ],
        "decimals": 4 if rules.rounding.total is None else rules.rounding.total,
    }


def _worths(group: GroupResult) -> list[tuple[str, float | None, float | None]]:
    """Items with their marks, or with their share of the total where the scheme has weights."""
    shares = {"total": 1.0}
    by_marks = any(item.marks is not None for item in group.run.group.items())
    found: list[tuple[str, float | None, float | None]] = []
    for node in group.nodes:
        if node.parent in shares and node.share is not None:
            shares[node.id] = shares[node.parent] * node.share
            if node.kind == "item":
                marks = node.full_marks if by_marks else None
                found.append((str(node.name), marks, shares[node.id]))
    return found


def _targets(request: HttpRequest) -> list[tuple[str, str]]:
    """Schemes to which the reader may add a draft."""
    return [
        (scheme.slug, scheme.name)
        for scheme in visible_schemes(request.user).filter(monitor=False)
        if request.user.has_perm("standings.write_scheme", scheme.area)
    ]


def _areas(request: HttpRequest) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=unit_roots(request.user, "assessment_office")))


def _ready_or_404(name: str) -> ReadyScheme:
    try:
        return ready_scheme(name)
    except KeyError:
        raise Http404 from None


@require_GET
@login_required
def file(request: HttpRequest, name: str, what: str) -> HttpResponse:
    """Give a ready scheme's file or its example table."""
    each = _ready_or_404(name)
    if what not in FILES:
        raise Http404
    kind, ending = FILES[what]
    content = each.text if what == "scheme" else "\ufeff" + each.data
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{each.name}.{ending}"'
    return response


@require_POST
@login_required
def start(request: HttpRequest, name: str) -> HttpResponse:
    """Begin a draft with a ready scheme: of a scheme that is there, or of a new one."""
    each = _ready_or_404(name)
    scheme, area = _target(request)
    try:
        version = draft_from_library(act_from(request), name=each.name, scheme=scheme, area=area)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("scheme_library"))
    messages.success(
        request, _("A draft was begun; now name your indicators and units in its columns.")
    )
    return HttpResponseRedirect(
        reverse("scheme_version", args=[version.scheme.slug, version.number])
    )


def _target(request: HttpRequest) -> tuple[Scheme | None, Unit | None]:
    """The scheme or the area that was chosen, among those the reader may write for.

    Raises:
        PermissionDenied: when the reader may write for none.
    """
    areas, targets = _areas(request), _targets(request)
    if not areas and not targets:
        raise PermissionDenied
    wanted = request.POST.get("target", "")
    if wanted in {slug for slug, _name in targets}:
        return Scheme.objects.get(slug=wanted), None
    area = next((unit for unit in areas if wanted == f"new:{unit.pk}"), None)
    if area is None:
        raise Http404
    return None, area


@require_GET
@login_required
def bans(request: HttpRequest) -> HttpResponse:
    """Show what national rules forbid to judge by, with the basis of each."""
    language = "zh" if chinese() else "en"
    rows = [(ban.kind, ban.name(language), ban.rule(language), ban.basis) for ban in BANS]
    if file := table_file(request, lambda: bans_table(rows)):
        return file
    return render(request, "schemes/bans.html", {"rows": rows})
