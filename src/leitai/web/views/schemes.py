"""Schemes: the rules as a readable tree, their versions, and trial runs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme, SchemeVersion, Standing
from leitai.apps.standings.monitors import read_monitor
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import board_periods, visible_schemes
from leitai.apps.standings.selectors import trial as run_trial
from leitai.apps.standings.selectors.board import find_standing
from leitai.engine import Scheme as Rules
from leitai.engine import ScoreError
from leitai.engine.scheme.model import Group
from leitai.web.lookups import period_or_404, scheme_or_404
from leitai.web.scheme_tree import find_item, general_facts, item_page, tree_rows
from leitai.web.sentences.schemes import grade_lines, trial_sentence, veto_lines


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the schemes open to the reader with their versions."""
    schemes = visible_schemes(request.user).prefetch_related("versions")
    entries = []
    for scheme in schemes:
        versions = _visible_versions(request, scheme)
        if versions:
            entries.append({"scheme": scheme, "versions": versions, "newest": versions[0]})
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
    shared = {
        "scheme": scheme,
        "version": version,
        "versions": versions,
        "here": reverse("scheme_version", args=[scheme.slug, version.number]),
    }
    if scheme.monitor:
        file = read_monitor(version.text)
        return render(request, "schemes/monitor.html", shared | {"file": file})
    rules = rules_of(version)
    group_id = request.GET.get("group", rules.groups[0].id)
    group = next((g for g in rules.groups if g.id == group_id), None)
    if group is None:
        raise Http404
    context = shared | _tree_context(request, scheme, version, rules, group)
    return render(request, "schemes/scheme.html", context)


def _tree_context(
    request: HttpRequest, scheme: Scheme, version: SchemeVersion, rules: Rules, group: Group
) -> dict[str, Any]:
    item_id = request.GET.get("item", "")
    chosen = find_item(group, item_id) if item_id else None
    if item_id and chosen is None:
        raise Http404
    newest = find_standing(request.user, scheme, None)
    published = newest if newest is not None and newest.state == "published" else None
    # What the units got is shown only with the rules by which they got it.
    standing = published if published is not None and published.version_id == version.pk else None
    here = reverse("scheme_version", args=[scheme.slug, version.number])
    return {
        "rules": rules,
        "group": group,
        "groups": [(g.id, g.name, f"{here}?group={g.id}") for g in rules.groups],
        "rows": tree_rows(group),
        "item": item_page(request.user, scheme, rules, group, chosen, standing) if chosen else None,
        "item_id": item_id,
        "facts": general_facts(rules),
        "vetoes": veto_lines(group, rules.column_names()),
        "grades": grade_lines(group),
        "gates": group.gates,
        "standing_period": period_name(standing.round.period) if standing is not None else "",
        "trial_period": published.round.period.code if published is not None else "",
        "trial_period_name": period_name(published.round.period) if published is not None else "",
        "may_try": request.user.has_perm("standings.view_inputs", scheme),
    }


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
    if scheme.monitor or not request.user.has_perm("standings.view_inputs", scheme):
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
    except ScoreError as error:
        problem = str(error)
    rules = rules_of(version)
    names = {item.id: item.name for group in rules.groups for item in group.items()}
    names |= {extra.id: extra.name for group in rules.groups for extra in group.extras()}
    here = reverse("scheme_trial", args=[scheme.slug, version.number])
    rows = list(outcome.rows) if outcome is not None else []
    return render(
        request,
        "schemes/trial.html",
        {
            "scheme": scheme,
            "version": version,
            "versions": [
                (v.number, f"v{v.number}", _trial_url(scheme, v, standing)) for v in versions
            ],
            "standing": standing,
            "trial": outcome,
            "problem": problem,
            "sentence": trial_sentence(outcome) if outcome is not None else (),
            "groups": [
                (
                    group.name,
                    [_shown(row, names) for row in rows if row["group"] == group.id],
                    sum(1 for row in rows if row["group"] == group.id and not row["changed"]),
                )
                for group in rules.groups
            ],
            "period_name": period_name(standing.round.period),
            "periods": [
                (p.code, period_name(p), f"{here}?period={p.code}")
                for p in board_periods(request.user, scheme)[:24]
            ],
            "here": here,
        },
    )


def _trial_url(scheme: Scheme, version: SchemeVersion, standing: Standing) -> str:
    here = reverse("scheme_trial", args=[scheme.slug, version.number])
    return f"{here}?period={standing.round.period.code}"


def _shown(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    before, after = row["score"]
    rank_before, rank_after = row["rank"]
    return {
        "name": row["name"],
        "before": before,
        "after": after,
        "difference": after - before if before is not None and after is not None else None,
        "rank_before": rank_before,
        "rank_after": rank_after,
        "up": rank_before - rank_after if rank_before and rank_after else None,
        "items": [(names.get(item, item), old, new) for item, old, new in row["items"]],
        "changed": row["changed"],
        "unit": row["unit"],
    }
