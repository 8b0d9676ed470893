"""The battle map (挂图作战): a tile for each unit, counted from what a reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from leitai.apps.goals.selectors.mine import contacts_for
from leitai.apps.language import named
from leitai.apps.matters.lights import SEVERITY, Light
from leitai.apps.matters.models import MapImage, Matter, TilePlace
from leitai.apps.matters.selectors.lists import light_expression, overdue_on
from leitai.apps.matters.selectors.sight import seen_by
from leitai.apps.units.models import Unit, UnitKind
from leitai.apps.units.selectors import valid_on

#: Tiles of a row before the office has laid them.
ACROSS = 6
#: The two grids: places, and departments.
PLACES, DEPARTMENTS = "places", "departments"
KINDS = (PLACES, DEPARTMENTS)


def kind_of(unit: Unit) -> str:
    """Return on which grid a unit's tile lies."""
    return DEPARTMENTS if unit.kind == UnitKind.COUNTY_DEPARTMENT else PLACES


def mapped_units(area: Unit) -> list[Unit]:
    """Return the units right under an area, in its order."""
    units = Unit.objects.filter(above__ancestor=area, above__depth=1)
    return list(valid_on(units, timezone.localdate()).order_by("position", "pk"))


@dataclass(frozen=True)
class Next:
    """The open matter of a unit that is due next."""

    id: int
    title: str
    due: dt.date
    person: str


@dataclass(frozen=True)
class Tile:
    """A unit on the map.

    Attributes:
        light: of the worst open matter; empty without one.
        counts: open matters by light; ``open`` is their sum, ``overdue`` those past their day.
        owner: the leader who keeps contact with the unit, else who is in charge of what is next.
        row, column: its cell, from 1.
        x, y: its place on the map image in percent; None without one.
    """

    unit_id: int
    name: str
    kind: str
    light: str
    counts: Mapping[str, int]
    open: int
    overdue: int
    owner: str
    next: Next | None
    row: int
    column: int
    x: float | None
    y: float | None


@dataclass(frozen=True)
class BattleMap:
    """An area's map for a reader: the tiles of a grid, and the image in place of it."""

    tiles: tuple[Tile, ...]
    image: MapImage | None


def battle_map(user: Any, area: Unit, kind: str, day: dt.date) -> BattleMap:
    """Return the tiles of a grid; what the reader may not see is counted nowhere.

    A department without a matter that the reader sees has no tile. The number of queries does not
    depend on the number of units or matters.
    """
    image = MapImage.objects.visible_to(user).filter(area=area).in_force().first()
    units = [unit for unit in mapped_units(area) if kind_of(unit) == kind]
    counts = _counts(user, area, day)
    if kind == DEPARTMENTS:
        units = [unit for unit in units if unit.pk in counts]
    coming = _next(user, area, day)
    owners = {one.unit_id: str(one.leader) for one in reversed(contacts_for(user, area, day))}
    spots = {spot.unit_id: (spot.x, spot.y) for spot in image.spots.all()} if image else {}
    cells = _cells(area, units)
    tiles = []
    for unit in units:
        lights, overdue = counts.get(unit.pk, ({}, 0))
        ahead = coming.get(unit.pk)
        x, y = spots.get(unit.pk, (None, None))
        row, column = cells[unit.pk]
        tiles.append(
            Tile(
                unit.pk, named(unit), kind, _worst(lights), lights, sum(lights.values()), overdue,
                owners.get(unit.pk) or (ahead.person if ahead else ""), ahead, row, column, x, y,
            )
        )  # fmt: skip
    tiles.sort(key=lambda tile: (tile.row, tile.column))
    return BattleMap(tuple(tiles), image)


def _worst(lights: Mapping[str, int]) -> str:
    order = (*SEVERITY, Light.GREEN, Light.GREY)
    return next((str(light) for light in order if lights.get(str(light))), "")


Counts = dict[int, tuple[dict[str, int], int]]


def _counts(user: Any, area: Unit, day: dt.date) -> Counts:
    """Return by lead unit: open matters by light, and how many are overdue."""
    rows = (
        seen_by(user)
        .open()
        .filter(area=area, lead_unit__isnull=False)
        .annotate(light=light_expression(day))
        .order_by()
        .values_list("lead_unit_id", "light")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=overdue_on(day)),
        )
    )
    found: Counts = {}
    for unit, light, n, late in rows:
        lights, overdue = found.get(unit, ({}, 0))
        found[unit] = ({**lights, light: n}, overdue + late)
    return found


def _next(user: Any, area: Unit, day: dt.date) -> dict[int, Next]:
    """Return the matter that is due next of each unit; two queries."""
    ahead = seen_by(user).open().filter(area=area, lead_unit__isnull=False, due__gte=day)
    place = Window(RowNumber(), partition_by=F("lead_unit_id"), order_by=[F("due"), F("pk")])
    first = ahead.order_by().annotate(place=place).filter(place=1).values_list("pk", flat=True)
    rows: QuerySet[Any, Any] = Matter.objects.filter(pk__in=list(first)).values_list(
        "lead_unit_id", "pk", "title", "due", "responsible_person"
    )
    return {unit: Next(*told) for unit, *told in rows.order_by()}


def _cells(area: Unit, units: Sequence[Unit]) -> dict[int, tuple[int, int]]:
    """Return the cell of each unit: where the office laid it, the others behind, row by row."""
    laid = {
        place.unit_id: (place.row, place.column)
        for place in TilePlace.objects.filter(area=area, unit__in=[unit.pk for unit in units])
    }
    first = max((row for row, _column in laid.values()), default=0) + 1
    across = max([ACROSS, *(column for _row, column in laid.values())])
    loose = [unit.pk for unit in units if unit.pk not in laid]
    behind = {pk: (first + at // across, 1 + at % across) for at, pk in enumerate(loose)}
    return laid | behind
