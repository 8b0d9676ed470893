"""Traits of units that no figure tells: terrain, and changes of territory, with their sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.benchmarks.models import TerritoryChange, UnitTerrain
from leitai.apps.benchmarks.selectors.naming import resolve_units
from leitai.apps.benchmarks.selectors.pairs import open_units
from leitai.apps.benchmarks.selectors.traits import (
    areas_defined_by,
    changes_for,
    terrain_code,
    terrains_for,
)
from leitai.apps.benchmarks.services import note_territory, set_terrain, withdraw_territory
from leitai.apps.benchmarks.services.traits import NewTerrain, NewTerritory
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.sentences.traits import traits_sentence
from leitai.web.tables import table_file
from leitai.web.trait_tables import terrains_table, territory_table
from leitai.web.views.benchmark_choices import told

#: Lines of one form.
MOST = 500
Row = TypeVar("Row")


def _areas(request: HttpRequest) -> list[Unit]:
    """Return the areas whose fields and ladders the reader knows, each once."""
    found = {field.area_id: field.area for _unit, field in open_units(request.user)}
    found |= {area.pk: area for area in areas_defined_by(request.user)}
    return list(found.values())


def _chosen(areas: Sequence[Unit], asked: str) -> Unit | None:
    return next((one for one in areas if str(one.pk) == asked), areas[0] if areas else None)


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List what is held of terrain and territory, with who entered it and where it is told."""
    area = _chosen(_areas(request), request.GET.get("area", ""))
    terrains = terrains_for(area) if area is not None else []
    changes = changes_for(area) if area is not None else []
    if area is not None and (
        file := table_file(
            request,
            lambda: terrains_table(area, terrains),
            territory=lambda: territory_table(area, changes),
        )
    ):
        return file
    return render(
        request,
        "benchmarks/traits.html",
        {
            "area": area,
            "terrains": terrains,
            "changes": changes,
            "classes": [str(word.label) for word in UnitTerrain.Terrain],
            "sentence": traits_sentence(area, terrains, changes) if area is not None else (),
            "may_define": area is not None and request.user.has_perm("benchmarks.define", area),
        },
    )


def _defined(request: HttpRequest) -> Unit:
    """Return the area for which the reader enters traits."""
    areas = areas_defined_by(request.user)
    area = _chosen(areas, request.POST.get("area", ""))
    if area is None:
        raise Http404
    return area


def _rows(area: Unit, text: str, least: int, make: Callable[[Unit, list[str]], Row]) -> list[Row]:
    """Return a row for each line: a unit, then words.

    Raises:
        RefusedError: naming the line that lacks a word or whose unit is not known for certain.
    """
    lines = [line.replace("，", " ").replace(",", " ").split() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > MOST:
        raise RefusedError(_("A list has at most %(most)d units.") % {"most": MOST})
    short = next((line for line in lines if len(line) < least), None)
    if short is not None:
        raise RefusedError(
            _("“%(text)s” lacks a word; see the example.") % {"text": " ".join(short)[:40]}
        )
    found = resolve_units(area, " ".join(line[0] for line in lines))
    if found.doubts:
        raise RefusedError(
            _("Say which unit is meant: %(names)s.") % {"names": found.doubts[0].text}
        )
    return [make(found.by_word[line[0]], line[1:]) for line in lines]


@require_POST
@login_required
def terrain(request: HttpRequest) -> HttpResponse:
    """Enter terrain classes."""
    area = _defined(request)
    back = reverse("benchmark_traits") + f"?area={area.pk}"

    def act() -> tuple[str, str]:
        source = request.POST.get("source", "")[:200]

        def row(unit: Unit, words: list[str]) -> NewTerrain:
            return NewTerrain(unit, terrain_code(words[0]) or words[0], source)

        rows = _rows(area, request.POST.get("lines", "")[:20_000], 2, row)
        set_terrain(act_from(request), area=area, rows=rows)
        return _("Terrain is entered."), back

    return told(request, act, back)


@require_POST
@login_required
def territory(request: HttpRequest) -> HttpResponse:
    """Note changes of territory."""
    area = _defined(request)
    back = reverse("benchmark_traits") + f"?area={area.pk}"

    def act() -> tuple[str, str]:
        def row(unit: Unit, words: list[str]) -> NewTerritory:
            years = [word.removesuffix("年") for word in words[:2]]
            if not all(year.isascii() and year.isdigit() and len(year) == 4 for year in years):
                raise RefusedError(_("“%(text)s” is no year.") % {"text": " ".join(words[:2])[:20]})
            return NewTerritory(unit, int(years[0]), int(years[1]), " ".join(words[2:])[:300])

        rows = _rows(area, request.POST.get("lines", "")[:20_000], 4, row)
        note_territory(act_from(request), area=area, rows=rows)
        return _("The changes of territory are noted."), back

    return told(request, act, back)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a noted change of territory back."""
    areas = _areas(request)
    change = TerritoryChange.objects.filter(pk=pk, area__in=areas).select_related("area").first()
    if change is None:
        raise Http404
    if not request.user.has_perm("benchmarks.define", change.area):
        raise PermissionDenied
    back = reverse("benchmark_traits") + f"?area={change.area_id}"

    def act() -> tuple[str, str]:
        reason = request.POST.get("reason", "")[:300]
        withdraw_territory(act_from(request), change=change, reason=reason)
        return _("Taken back."), back

    return told(request, act, back)
