"""What an office holds of units beside figures, as files: terrain, and changes of territory."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from leitai.apps.benchmarks.models import TerritoryChange, UnitTerrain
from leitai.apps.language import named
from leitai.apps.units.models import Unit
from leitai.web.tables import Column, PageTable


def terrains_table(area: Unit, terrains: Iterable[UnitTerrain]) -> PageTable:
    """The terrain of units, with where it is told and who entered it."""
    return PageTable(
        _("Terrain") + f" {named(area)}",
        f"terrain-{area.pk}",
        [
            Column(_("Unit")),
            Column(_("Division code")),
            Column(_("Terrain")),
            Column(_("Source")),
            Column(_("Entered")),
            Column(_("Entered on")),
        ],
        (
            [
                named(one.unit),
                one.unit.division_code,
                str(one.get_terrain_display()),
                one.source,
                str(one.entered_by) if one.entered_by else "",
                one.entered_at,
            ]
            for one in terrains
        ),
    )


def territory_table(area: Unit, changes: Iterable[TerritoryChange]) -> PageTable:
    """Changes of territory, with the years whose figures they part and what tells of them."""
    return PageTable(
        _("Changes of territory") + f" {named(area)}",
        f"territory-{area.pk}",
        [
            Column(_("Unit")),
            Column(_("Division code")),
            Column(_("Between the figures of")),
            Column(_("What tells of it")),
            Column(_("Entered")),
            Column(_("Entered on")),
        ],
        (
            [
                named(one.unit),
                one.unit.division_code,
                f"{one.since_year}–{one.by_year}",
                one.reason,
                str(one.entered_by) if one.entered_by else "",
                one.entered_at,
            ]
            for one in changes
        ),
    )
