"""The office's side of the battle map: laying the tiles, bringing a map, placing units on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import named
from leitai.apps.matters.models import COLUMNS, ROWS, MapImage, TilePlace
from leitai.apps.matters.selectors.battle_map import KINDS, kind_of, mapped_units
from leitai.apps.matters.services import (
    Point,
    arrange_tiles,
    bring_map,
    place_spots,
    withdraw_map,
)
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.matter_tiles import OF_NAMES
from leitai.web.views.matter_map import area_or_404

#: Pixels across at which the image is shown to click on; what a click says is counted in these.
SHOWN = 960


def _office_area(request: HttpRequest) -> Unit:
    area = area_or_404(request)
    if not request.user.has_perm("matters.arrange_map", area):
        raise PermissionDenied(_("This page is not open to you."))
    return area


def _image(request: HttpRequest, pk: int) -> MapImage:
    found = MapImage.objects.visible_to(request.user).in_force().filter(pk=pk).first()
    if found is None:
        raise Http404
    if not request.user.has_perm("matters.arrange_map", found):
        raise PermissionDenied(_("This page is not open to you."))
    return found


@require_GET
@login_required
def arrange(request: HttpRequest) -> HttpResponse:
    """Show the cells of the tiles and the map with its places, to be changed."""
    return _page(request, _office_area(request))


def _page(
    request: HttpRequest,
    area: Unit,
    typed: dict[str, str] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    units = mapped_units(area)
    cells = {place.unit_id: place for place in TilePlace.objects.filter(area=area)}
    image = MapImage.objects.filter(area=area).in_force().first()
    spots = {spot.unit_id: spot for spot in image.spots.all()} if image else {}

    def line(unit: Unit) -> dict[str, Any]:
        cell, spot = cells.get(unit.pk), spots.get(unit.pk)
        held = {
            "row": cell.row if cell else "", "column": cell.column if cell else "",
            "x": f"{spot.x:g}" if spot else "", "y": f"{spot.y:g}" if spot else "",
        }  # fmt: skip
        if typed is not None:
            held |= {key: typed.get(f"{key}-{unit.pk}", held[key]) for key in held}
        return {"unit": unit, "name": named(unit), **held}

    loose = next((unit.pk for unit in units if unit.pk not in spots), None)
    context = {
        "area": area,
        "grids": [
            (str(OF_NAMES[kind]), [line(unit) for unit in units if kind_of(unit) == kind])
            for kind in KINDS
        ],
        "rows": ROWS,
        "columns": COLUMNS,
        "image": image,
        "shown": (SHOWN, round(SHOWN * image.height / image.width)) if image else None,
        "spots": [
            (named(unit), spots[unit.pk].x, spots[unit.pk].y) for unit in units if unit.pk in spots
        ],
        "lines": [line(unit) for unit in units],
        "next_unit": loose,
        "error": error,
    }
    return render(request, "matters/map_arrange.html", context, status=status)


def _answer(
    request: HttpRequest, area: Unit, write: Callable[[], object], done: str
) -> HttpResponse:
    """Run a write; what is refused stands on the page beside what was typed."""
    try:
        write()
    except RefusedError as error:
        typed = {key: str(value) for key, value in request.POST.items()}
        return _page(request, area, typed, str(error), 422)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("matter_map_arrange"))


@require_POST
@login_required
def lay(request: HttpRequest) -> HttpResponse:
    """Lay the tiles into the rows and columns that were typed."""
    area = _office_area(request)

    def write() -> None:
        cells = {
            unit.pk: pair
            for unit in mapped_units(area)
            if (pair := _pair(request, unit, "row", "column", int)) is not None
        }
        arrange_tiles(act_from(request), area=area, cells=cells)

    return _answer(request, area, write, _("The tiles are laid."))


@require_POST
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Take a map image with its approval number."""
    area = _office_area(request)
    file = request.FILES.get("file")

    def write() -> None:
        if file is None:
            raise RefusedError(_("Choose the image of the map."))
        bring_map(
            act_from(request), area=area, name=str(file.name), content=file.read(),
            approval=request.POST.get("approval", ""),
        )  # fmt: skip

    return _answer(request, area, write, _("The map stands in place of the grid."))


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the map image out of use."""
    image = _image(request, pk)
    reason = request.POST.get("reason", "")
    return _answer(
        request,
        image.area,
        lambda: withdraw_map(act_from(request), image=image, reason=reason),
        _("The map is out of use."),
    )


@require_POST
@login_required
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Place units on the map: by a click on it, or all by typed percents."""
    image = _image(request, pk)

    def write() -> None:
        clicked = "at.x" in request.POST
        points = _clicked(request, image) if clicked else _typed(request, image)
        place_spots(act_from(request), image=image, points=points)

    return _answer(request, image.area, write, _("The places on the map are kept."))


def _clicked(request: HttpRequest, image: MapImage) -> dict[int, Point | None]:
    """Return the place of a click, which the browser tells in pixels of the shown image."""
    unit = request.POST.get("unit", "")
    x, y = request.POST.get("at.x", ""), request.POST.get("at.y", "")
    if not (unit.isdecimal() and x.isdecimal() and y.isdecimal() and len(unit) < 18):
        raise RefusedError(_("Choose a unit, then click its place on the map."))
    height = SHOWN * image.height / image.width
    return {int(unit): Point(int(x[:6]) * 100 / SHOWN, int(y[:6]) * 100 / height)}


def _typed(request: HttpRequest, image: MapImage) -> dict[int, Point | None]:
    points: dict[int, Point | None] = {}
    for unit in mapped_units(image.area):
        pair = _pair(request, unit, "x", "y", float)
        points[unit.pk] = Point(*pair) if pair is not None else None
    return points


def _pair(request: HttpRequest, unit: Unit, first: str, second: str, number: type[Any]) -> Any:
    """Return two typed numbers of a unit; None where both fields are empty.

    Raises:
        RefusedError: for one of them alone, or what is no number.
    """
    texts = [request.POST.get(f"{name}-{unit.pk}", "").strip() for name in (first, second)]
    if not any(texts):
        return None
    try:
        pair = tuple(number(text) for text in texts)
    except ValueError:
        pair = (math.nan,)
    if not all(math.isfinite(one) for one in pair):
        raise RefusedError(
            _("%(unit)s: “%(text)s” is no pair of numbers.")
            % {"unit": named(unit), "text": " ".join(texts)[:40]}
        )
    return pair
