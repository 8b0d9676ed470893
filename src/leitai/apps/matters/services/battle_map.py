"""Keeping the battle map: where tiles lie, the map image, and the places of units on it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.services import RefusedError
from leitai.apps.indicators.storage import keep_content
from leitai.apps.language import named
from leitai.apps.matters.map_images import ImageError, approval_number, read_picture
from leitai.apps.matters.models import COLUMNS, ROWS, MapImage, MapSpot, TilePlace
from leitai.apps.matters.selectors.battle_map import kind_of, mapped_units
from leitai.apps.units.models import Unit

Cell = tuple[int, int]


@dataclass(frozen=True)
class Point:
    """A place on a map image, percent from the left and from the top."""

    x: float
    y: float


@verb("map.arrange")
def arrange_tiles(act: Act, *, area: Unit, cells: Mapping[int, Cell]) -> Unit:
    """Lay the tiles of units into rows and columns; units that are not named lie nowhere.

    Raises:
        RefusedError: for a unit of elsewhere, a cell off the grid, or one taken by two tiles.
    """
    act.require("matters.arrange_map", area)
    units = _units(area, list(cells))
    taken: dict[tuple[str, Cell], Unit] = {}
    for pk, (row, column) in cells.items():
        unit = units[pk]
        if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
            raise RefusedError(
                _("%(unit)s: row %(row)s, column %(column)s lies off the grid of %(rows)d by "
                  "%(columns)d.")
                % {"unit": named(unit), "row": row, "column": column, "rows": ROWS,
                   "columns": COLUMNS}
            )  # fmt: skip
        other = taken.setdefault((kind_of(unit), (row, column)), unit)
        if other != unit:
            raise RefusedError(
                _("%(unit)s and %(other)s both lie in row %(row)d, column %(column)d.")
                % {"unit": named(other), "other": named(unit), "row": row, "column": column}
            )
    Unit.objects.select_for_update().get(pk=area.pk)
    old = {
        place.unit_id: (place.row, place.column) for place in TilePlace.objects.filter(area=area)
    }
    changed = {pk for pk in {*old, *cells} if old.get(pk) != cells.get(pk)}
    names = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=changed)}
    act.note(
        area=area.name,
        tiles=len(cells),
        changed={names[pk]: [old.get(pk), cells.get(pk)] for pk in sorted(changed)},
    )
    TilePlace.objects.filter(area=area, unit_id__in=changed).delete()
    TilePlace.objects.bulk_create(
        TilePlace(area=area, unit_id=pk, row=cells[pk][0], column=cells[pk][1])
        for pk in sorted(changed)
        if pk in cells
    )
    return area


def _units(area: Unit, wanted: Sequence[int]) -> dict[int, Unit]:
    """Return units of the area by their ids.

    Raises:
        RefusedError: for an id that is no unit of the map.
    """
    found = {unit.pk: unit for unit in mapped_units(area) if unit.pk in set(wanted)}
    strange = [pk for pk in wanted if pk not in found]
    if strange:
        raise RefusedError(
            _("Number %(id)d is no unit on the map of %(area)s.")
            % {"id": strange[0], "area": named(area)}
        )
    return found


def _wrong(error: ImageError) -> str:
    """Say what is wrong with a file."""
    return {
        "kind": _("The file is no PNG or JPEG image."),
        "broken": _("The image is broken: it cannot be read to its end."),
        "large": _("The image is too large: at most 8 MB and 12,000 pixels a side."),
    }[str(error)]


@verb("map.bring")
def bring_map(act: Act, *, area: Unit, name: str, content: bytes, approval: str) -> MapImage:
    """Take an approved map of the office in place of the grid; the one before stays on record.

    Places of units go along to the new image when it has the same proportions.

    Raises:
        RefusedError: without an approval number, or when the file is no such image.
    """
    act.require("matters.arrange_map", area)
    number = approval_number(approval)
    if not number:
        raise RefusedError(
            _("A map is shown only with its approval number, such as 浙S（2026）12号.")
            if not approval.strip()
            else _("“%(text)s” is no approval number, such as 浙S（2026）12号.")
            % {"text": approval.strip()[:40]}
        )
    try:
        picture = read_picture(content)
    except ImageError as error:
        raise RefusedError(_wrong(error)) from error
    before = MapImage.objects.filter(area=area).in_force().first()
    sha256 = hashlib.sha256(picture.content).hexdigest()
    keep_content(sha256, picture.content)
    image = MapImage.objects.create(
        area=area, name=name[-200:], approval_number=number, sha256=sha256, kind=picture.kind,
        width=picture.width, height=picture.height, brought_by=act.actor, brought_at=act.at,
    )  # fmt: skip
    if before is not None and before.width * picture.height == before.height * picture.width:
        MapSpot.objects.bulk_create(
            MapSpot(image=image, unit_id=spot.unit_id, x=spot.x, y=spot.y)
            for spot in before.spots.all()
        )
    act.note(
        area=area.name, file=image.name, sha256=sha256, approval_number=number,
        before=before.approval_number if before else None,
    )  # fmt: skip
    return image


@verb("map.withdraw")
def withdraw_map(act: Act, *, image: MapImage, reason: str) -> MapImage:
    """Take a map out of use; the one before it, or the grid, stands again.

    Raises:
        RefusedError: without a reason, or for a map that is out of use already.
    """
    act.require("matters.arrange_map", image)
    if not reason.strip():
        raise RefusedError(_("Say why."))
    image = MapImage.objects.select_for_update().get(pk=image.pk)
    if image.withdrawn:
        raise RefusedError(_("This map is out of use already."))
    act.note(file=image.name, approval_number=image.approval_number, reason=reason.strip()[:300])
    image.withdrawn = True
    image.save(update_fields=["withdrawn"])
    return image


@verb("map.place")
def place_spots(act: Act, *, image: MapImage, points: Mapping[int, Point | None]) -> MapImage:
    """Say where units lie on a map; None takes a unit off it, others stay where they are.

    Raises:
        RefusedError: for a unit of elsewhere, a place off the map, or a map out of use.
    """
    act.require("matters.arrange_map", image)
    if image.withdrawn:
        raise RefusedError(_("This map is out of use already."))
    units = _units(image.area, list(points))
    for pk, point in points.items():
        if point is not None and not (0 <= point.x <= 100 and 0 <= point.y <= 100):
            raise RefusedError(
                _("%(unit)s: %(x)s%% across and %(y)s%% down lies off the map.")
                % {"unit": named(units[pk]), "x": f"{point.x:g}", "y": f"{point.y:g}"}
            )
    old = {spot.unit_id: spot for spot in image.spots.select_for_update()}
    moved: dict[str, list[list[float] | None]] = {}
    for pk, point in points.items():
        spot, new = old.get(pk), [round(point.x, 1), round(point.y, 1)] if point else None
        was = [spot.x, spot.y] if spot is not None else None
        if was == new:
            continue
        moved[units[pk].name] = [was, new]
        if new is None:
            MapSpot.objects.filter(image=image, unit_id=pk).delete()
        else:
            MapSpot.objects.update_or_create(
                image=image, unit_id=pk, defaults={"x": new[0], "y": new[1]}
            )
    act.note(file=image.name, moved=moved)
    return image
