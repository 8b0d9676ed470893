"""The groups of a scheme side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from leitai.engine.scheme.editing import readable
from leitai.web.lookups import ranked_version_or_404
from leitai.web.scheme_columns import Cell, Row, side_by_side
from leitai.web.scheme_editor import groups_in
from leitai.web.sentences.segments import Figure, Segment, sentence

#: What the page can be narrowed to.
SHOWN = ("all", "shared", "differs")


@require_GET
@login_required
def show(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show the groups of a version side by side: each item with its marks and rule."""
    scheme, version = ranked_version_or_404(request, slug, number)
    groups = groups_in(readable(version.text))
    rows = side_by_side(groups)
    shown = request.GET.get("show", "all")
    here = reverse("scheme_version", args=[scheme.slug, version.number])
    return render(
        request,
        "schemes/groups.html",
        {
            "scheme": scheme,
            "version": version,
            "groups": [
                (str(each.get("name") or each.get("id")), _address(here, each)) for each in groups
            ],
            "rows": [
                (row, [_cell(row, at, _address(here, group)) for at, group in enumerate(groups)])
                for row in rows
                if _is_shown(row, shown)
            ],
            "sentence": _sentence(rows, len(groups)),
            "shown": shown,
        },
    )


def _address(here: str, group: Mapping[str, Any]) -> str:
    return f"{here}?{urlencode({'group': str(group.get('id') or '')})}"


def _cell(row: Row, at: int, address: str) -> tuple[Cell | None, str]:
    cell = row.cells.get(at)
    return cell, f"{address}&{urlencode({'item': cell.item})}" if cell is not None else ""


def _is_shown(row: Row, shown: str) -> bool:
    if shown == "differs":
        return row.differs
    return len(row.cells) > 1 if shown == "shared" else True


def _sentence(rows: list[Row], groups: int) -> tuple[Segment, ...]:
    shared = sum(len(row.cells) > 1 for row in rows)
    differs = sum(row.differs for row in rows)
    said = sentence(
        ngettext(
            "{groups} group with {items} headings and items; ",
            "{groups} groups with {items} headings and items; ",
            groups,
        ),
        groups=str(groups),
        items=Figure(str(len(rows)), "?show=all"),
    )
    if not shared:
        return said + sentence(
            ngettext("no two groups have one in common.", "no two have one in common.", 2)
        )
    return said + sentence(
        ngettext(
            "{shared} stands in more than one group, ",
            "{shared} stand in more than one group, ",
            shared,
        )
        + ngettext(
            "{differs} of them with different marks.",
            "{differs} of them with different marks.",
            differs,
        ),
        shared=Figure(str(shared), "?show=shared"),
        differs=Figure(str(differs), "?show=differs"),
    )
