"""Lays the tiles of the fictional district's battle map as its towns lie to one another."""

from __future__ import annotations

from leitai.apps.audit.services import Act
from leitai.apps.matters.services import arrange_tiles
from leitai.apps.units.models import Unit, User

#: Rows from north to south, columns from west to east; "" is left empty.
TOWNS = (
    ("", "望岭乡", "长岭镇", "", ""),
    ("石门镇", "安平镇", "白沙镇", "龙湾镇", ""),
    ("青石镇", "云溪街道", "松桥街道", "柳河镇", "双塘镇"),
    ("青石工业园", "云溪经开区", "松桥科创园", "南浦镇", ""),
)


def lay_tiles(area: Unit, office: User) -> None:
    """Lay the towns, subdistricts and parks; departments follow in their customary order."""
    cells = {
        name: (row, column)
        for row, names in enumerate(TOWNS, 1)
        for column, name in enumerate(names, 1)
        if name
    }
    units = Unit.objects.filter(above__ancestor=area, above__depth=1, name__in=cells)
    arrange_tiles(Act(actor=office), area=area, cells={one.pk: cells[one.name] for one in units})
