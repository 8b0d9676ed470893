"""The battle map over HTTP: its tiles, where they lie, the map image and the places on it."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.indicators.storage import stored_file
from leitai.apps.matters.api_shapes import area_seen
from leitai.apps.matters.models import MapImage
from leitai.apps.matters.selectors.battle_map import KINDS, battle_map
from leitai.apps.matters.services import (
    Point,
    arrange_tiles,
    bring_map,
    place_spots,
    withdraw_map,
)
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["matters"])


class NextOut(Schema):
    """The open matter of a unit that is due next."""

    id: int
    title: str
    due: dt.date
    person: str


class TileOut(Schema):
    """A unit on the map, counted from what the person may see.

    ``light`` is of the worst open matter, empty without one; ``x`` and ``y`` are percents on the
    map image.
    """

    unit_id: int
    name: str
    kind: str
    light: str
    counts: dict[str, int]
    open: int
    overdue: int
    owner: str
    next: NextOut | None
    row: int
    column: int
    x: float | None
    y: float | None


class ImageOut(Schema):
    """A map image; its content has an address of its own."""

    id: int
    name: str
    approval_number: str
    kind: str
    width: int
    height: int
    withdrawn: bool


class MapOut(Schema):
    """The tiles of a grid, and the image that stands in place of it."""

    tiles: list[TileOut]
    image: ImageOut | None


class CellIn(Schema):
    """Where a unit's tile lies, counted from 1."""

    unit: int
    row: int
    column: int


class CellsIn(Schema):
    """The cells of all tiles; a unit that is not named lies behind the others."""

    cells: list[CellIn]


class LaidOut(Schema):
    """How many tiles are laid."""

    tiles: int


class ImageIn(Schema):
    """A PNG or JPEG image in Base64, and its approval number (审图号)."""

    name: str
    content: str
    approval_number: str


class SpotIn(Schema):
    """Where a unit lies on the image, percent from the left and from the top; both empty: off."""

    unit: int
    x: float | None = None
    y: float | None = None


class SpotsIn(Schema):
    """Units to place; others stay where they are."""

    spots: list[SpotIn]


class WithdrawIn(Schema):
    """Why an image goes out of use."""

    reason: str


@router.get("/matters/map/{int:area}", response=MapOut, summary="The battle map")
def show_map(request: HttpRequest, area: int, kind: str = KINDS[0]) -> Any:
    """Return the tiles of ``places`` or ``departments`` as they stand today."""
    if kind not in KINDS:
        raise HttpError(422, _("The grids are: %(grids)s.") % {"grids": ", ".join(KINDS)})
    return battle_map(request.user, area_seen(request, area), kind, timezone.localdate())


@router.post("/matters/map/{int:area}/cells", response=LaidOut, summary="Lay the tiles")
def lay_tiles(request: HttpRequest, area: int, data: CellsIn) -> dict[str, int]:
    """Say where the tiles of the battle map lie."""
    need_scope(request, Scope.MATTERS)
    cells = {one.unit: (one.row, one.column) for one in data.cells}
    arrange_tiles(act_of(request), area=area_seen(request, area), cells=cells)
    return {"tiles": len(cells)}


@router.post("/matters/map/{int:area}/images", response=ImageOut, summary="Bring a map image")
def bring_image(request: HttpRequest, area: int, data: ImageIn) -> MapImage:
    """Take an approved map in place of the grid; without an approval number it is refused."""
    need_scope(request, Scope.MATTERS)
    try:
        content = base64.b64decode(data.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise HttpError(422, _("The content is no Base64.")) from error
    return bring_map(
        act_of(request), area=area_seen(request, area), name=data.name, content=content,
        approval=data.approval_number,
    )  # fmt: skip


def _seen(request: HttpRequest, pk: int) -> MapImage:
    found = MapImage.objects.visible_to(request.user).in_force().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@router.get("/matters/map/images/{int:image_id}", summary="The content of a map image")
def show_image(request: HttpRequest, image_id: int) -> FileResponse:
    """Return the image; who shows it prints its approval number beneath."""
    image = _seen(request, image_id)
    return FileResponse(stored_file(image.sha256).open("rb"), content_type=f"image/{image.kind}")


@router.post(
    "/matters/map/images/{int:image_id}/spots", response=ImageOut, summary="Place units on a map"
)
def place_units(request: HttpRequest, image_id: int, data: SpotsIn) -> MapImage:
    """Say where units lie on a map image."""
    need_scope(request, Scope.MATTERS)
    points = {
        one.unit: Point(one.x, one.y) if one.x is not None and one.y is not None else None
        for one in data.spots
    }
    return place_spots(act_of(request), image=_seen(request, image_id), points=points)


@router.post(
    "/matters/map/images/{int:image_id}/withdraw", response=ImageOut,
    summary="Take a map image out of use",
)  # fmt: skip
def withdraw_image(request: HttpRequest, image_id: int, data: WithdrawIn) -> MapImage:
    """Take an image out of use; the one before it, or the grid, stands again."""
    need_scope(request, Scope.MATTERS)
    return withdraw_map(act_of(request), image=_seen(request, image_id), reason=data.reason)
