"""The battle map: tiles or the office's own map, its screen for a meeting room, its image."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from leitai.apps.indicators.storage import stored_file
from leitai.apps.matters.models import MapImage
from leitai.apps.matters.selectors.battle_map import battle_map
from leitai.apps.units.models import Unit
from leitai.web.context import home_area
from leitai.web.matter_tables import tiles_table
from leitai.web.matter_tiles import (
    OF,
    OF_NAMES,
    PROGRAMMES,
    TileFace,
    grid_kind,
    map_sentence,
    programme_faces,
    unit_face,
)
from leitai.web.tables import table_file

IMAGE = "image"
#: Units across the drawing of a map image; its height follows from its proportions.
WIDE = 1000


def area_or_404(request: HttpRequest) -> Unit:
    """Return the area whose map a person sees."""
    area = home_area(request.user)
    if area is None:
        raise Http404
    return area


@require_GET
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Show the map of an area; without a choice its image where there is one."""
    area = area_or_404(request)
    context = map_context(request, area)
    if file := table_file(request, lambda: tiles_table(context["faces"], context["of_name"])):
        return file
    context["may_arrange"] = request.user.has_perm("matters.arrange_map", area)
    return render(request, "matters/map.html", context)


@require_GET
@login_required
def screen(request: HttpRequest) -> HttpResponse:
    """Show the map full screen for a meeting room; the arrows turn to the other tiles."""
    return render(request, "matters/map_screen.html", map_context(request, area_or_404(request)))


def map_context(request: HttpRequest, area: Unit) -> dict[str, Any]:
    """Return what the page and its screen share."""
    today = timezone.localdate()
    asked = request.GET.get("of", "")
    if asked not in ("", IMAGE, *OF):
        raise Http404
    page = battle_map(request.user, area, grid_kind(asked), today)
    of = asked or (IMAGE if page.image is not None else OF[0])
    if of == IMAGE and page.image is None:
        raise Http404
    units = [unit_face(tile, today) for tile in page.tiles]
    faces = programme_faces(request.user, area, today) if of == PROGRAMMES else units
    offered = [IMAGE, *OF] if page.image is not None else list(OF)
    names = {**OF_NAMES, IMAGE: pgettext("map", "Map")}
    at = offered.index(of)
    return {
        "area": area,
        "of": of,
        "of_name": str(names[of]),
        "choices": [(one, str(names[one]), f"{reverse('matter_map')}?of={one}") for one in offered],
        "faces": faces,
        "loose": [face for face in faces if face.x is None] if of == IMAGE else [],
        "image": page.image if of == IMAGE else None,
        "drawing": drawing(page.image, faces) if of == IMAGE and page.image else None,
        "sentence": map_sentence(of, faces),
        "today": today,
        "earlier": _screen(offered[at - 1]) if at else "",
        "later": _screen(offered[at + 1]) if at + 1 < len(offered) else "",
    }


def _screen(of: str) -> str:
    return f"{reverse('matter_map_screen')}?of={of}"


def drawing(image: MapImage, faces: list[TileFace]) -> dict[str, Any]:
    """Return a map image as a drawing of a thousand units across, with its tiles in place."""
    height = round(WIDE * image.height / image.width)
    return {
        "width": WIDE,
        "height": height,
        "url": reverse("matter_map_image", args=[image.pk]),
        "spots": [
            (face, round(face.x * WIDE / 100, 1), round(face.y * height / 100, 1))
            for face in faces
            if face.x is not None and face.y is not None
        ],
    }


@require_GET
@login_required
def image(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a map image to whoever sees the map."""
    found = MapImage.objects.visible_to(request.user).in_force().filter(pk=pk).first()
    if found is None:
        raise Http404
    response = FileResponse(
        stored_file(found.sha256).open("rb"), content_type=f"image/{found.kind}"
    )
    response["Cache-Control"] = "private, max-age=3600"
    return response
