"""Rules, to be read: the tree with its marks, its reasons, its file, and trial runs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme, SchemeVersion, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import board_periods, visible_schemes
from leitai.apps.standings.selectors import trial as run_trial
from leitai.apps.standings.selectors.board import find_standing
from leitai.web.lookups import period_or_404, scheme_or_404


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the schemes open to the reader with their versions."""
    schemes = visible_schemes(request.user).prefetch_related("versions")
    entries = [
        {"scheme": scheme, "versions": _visible_versions(request, scheme)} for scheme in schemes
    ]
    return render(request, "schemes/index.html", {"entries": entries})


def _visible_versions(request: HttpRequest, scheme: Scheme) -> list[SchemeVersion]:
    drafts = request.user.has_perm("standings.view_draft", scheme)
    return [
        version
        for version in scheme.versions.all()
        if drafts or version.state == SchemeVersion.State.PUBLISHED
    ]


def _version_or_404(
    request: HttpRequest, slug: str, number: str | None
) -> tuple[Scheme, SchemeVersion, list[SchemeVersion]]:
    scheme = scheme_or_404(request, slug)
    versions = _visible_versions(request, scheme)
    chosen = next((v for v in versions if number is None or v.number == number), None)
    if chosen is None:
        raise Http404
    return scheme, chosen, versions


@require_GET
@login_required
def show(request: HttpRequest, slug: str, number: str | None = None) -> HttpResponse:
    """Show one version: groups, tree, marks, rules by their Chinese names, reasons."""
    scheme, version, versions = _version_or_404(request, slug, number)
    rules = rules_of(version)
    group_id = request.GET.get("group", rules.groups[0].id)
    group = next((g for g in rules.groups if g.id == group_id), None)
    if group is None:
        raise Http404
    periods = board_periods(request.user, scheme)
    return render(
        request,
        "schemes/scheme.html",
        {
            "scheme": scheme,
            "version": version,
            "versions": versions,
            "rules": rules,
            "group": group,
            "inputs": {spec.id: spec for spec in rules.inputs},
            "periods": [(p.code, period_name(p)) for p in periods],
        },
    )


@require_GET
@login_required
def text(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Give the scheme file itself, as published."""
    scheme, version, _versions = _version_or_404(request, slug, number)
    response = HttpResponse(version.text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{scheme.slug}-{version.number}.yaml"'
    return response


@require_GET
@login_required
def trial(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Run this version on a past period's values, beside the published result."""
    scheme, version, versions = _version_or_404(request, slug, number)
    if not request.user.has_perm("standings.view_inputs", scheme):
        raise Http404
    code = request.GET.get("period")
    standing = find_standing(request.user, scheme, period_or_404(code) if code else None)
    if standing is None or standing.state != Standing.State.PUBLISHED:
        raise Http404
    outcome, problem = None, ""
    try:
        outcome = run_trial(standing, version)
    except ValidationError as error:
        problem = " ".join(error.messages)
    rules = rules_of(version)
    return render(
        request,
        "schemes/trial.html",
        {
            "scheme": scheme,
            "version": version,
            "versions": versions,
            "standing": standing,
            "trial": outcome,
            "problem": problem,
            "groups": [
                (g.id, g.name, [r for r in outcome.rows if r["group"] == g.id] if outcome else [])
                for g in rules.groups
            ],
            "item_names": {item.id: item.name for group in rules.groups for item in group.items()},
            "period_name": period_name(standing.round.period),
            "periods": [(p.code, period_name(p)) for p in board_periods(request.user, scheme)],
        },
    )
