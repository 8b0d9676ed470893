"""Schemes: the rules as a readable tree, their versions, and trial runs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.standings.monitors import read_monitor
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.standings.selectors.versions import visible_versions, waiting_for_approval
from leitai.apps.standings.selectors.words import column_names
from leitai.apps.standings.services import set_rank_alerts
from leitai.engine import Scheme as Rules
from leitai.engine import SchemeError
from leitai.engine.scheme.model import Group
from leitai.web.acts import act_from
from leitai.web.lookups import scheme_or_404, version_or_404
from leitai.web.page_tables import schemes_table
from leitai.web.scheme_editor import editor_context
from leitai.web.scheme_stages import areas_of_writer, begin_offers, stage_of
from leitai.web.scheme_tree import find_item, general_facts, item_page, tree_rows
from leitai.web.sentences.schemes import grade_lines, veto_lines
from leitai.web.tables import table_file


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the schemes open to the reader with their versions."""
    schemes = visible_schemes(request.user).prefetch_related("versions")
    entries = []
    for scheme in schemes:
        versions = visible_versions(request.user, scheme)
        if versions:
            entries.append({"scheme": scheme, "versions": versions, "newest": versions[0]})
    if file := table_file(request, lambda: schemes_table(entries)):
        return file
    return render(
        request,
        "schemes/index.html",
        {
            "entries": entries,
            "waiting": waiting_for_approval(request.user),
            "areas": areas_of_writer(request.user),
        },
    )


def complete_rules(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send whoever asks for results of a draft with open problems back to its page."""

    @functools.wraps(view)
    def run(request: HttpRequest, slug: str, number: str) -> HttpResponse:
        try:
            return view(request, slug, number)
        except SchemeError as error:
            count = len(error.problems)
            words = ngettext(
                "%(n)s problem is open in the draft; settle it before a trial.",
                "%(n)s problems are open in the draft; settle them before a trial.",
                count,
            )
            messages.warning(request, words % {"n": count})
            return HttpResponseRedirect(reverse("scheme_version", args=[slug, number]))

    return run


@require_GET
@login_required
def show(request: HttpRequest, slug: str, number: str | None = None) -> HttpResponse:
    """Show one version: groups, tree, marks, rules by their Chinese names, reasons."""
    scheme, version, versions = version_or_404(request, slug, number)
    if version.state == SchemeVersion.State.DRAFT and not scheme.monitor:
        return render(request, "schemes/editor.html", editor_context(request, scheme, version))
    shared = {
        "scheme": scheme,
        "version": version,
        "versions": versions,
        "here": reverse("scheme_version", args=[scheme.slug, version.number]),
        "stage": stage_of(request.user, version),
        "begin": begin_offers(request.user, scheme, versions, version),
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
        "vetoes": veto_lines(group, rules.column_names() | column_names(rules, scheme.area_id)),
        "grades": grade_lines(group),
        "gates": group.gates,
        "standing_period": period_name(standing.round.period) if standing is not None else "",
        "trial_period": published.round.period.code if published is not None else "",
        "trial_period_name": period_name(published.round.period) if published is not None else "",
        "may_alert": request.user.has_perm("standings.publish_scheme", scheme.area),
        "may_try": request.user.has_perm("standings.view_inputs", scheme),
    }


@require_POST
@login_required
def alerts(request: HttpRequest, slug: str) -> HttpResponse:
    """Switch on or off that items which fall into the lagging zone open matters."""
    scheme = scheme_or_404(request, slug)
    on = request.POST.get("on") == "1"
    try:
        set_rank_alerts(
            act_from(request), scheme=scheme, on=on, reason=request.POST.get("reason", "")
        )
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("From the next board on, items that fall into the lagging zone open matters.")
            if on
            else _("Items that fall into the lagging zone open no matters any more."),
        )
    return HttpResponseRedirect(reverse("scheme", args=[slug]))


@require_GET
@login_required
def text(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Give the scheme file itself, as published."""
    scheme, version, _versions = version_or_404(request, slug, number)
    response = HttpResponse(version.text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{scheme.slug}-{version.number}.yaml"'
    return response
