"""Entering what an office knows of units: terrain, and changes of territory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.models import TerritoryChange, UnitTerrain
from leitai.apps.benchmarks.selectors.traits import named_in
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit

#: What the note of one change lists; the rest is counted.
LISTED = 50


@dataclass(frozen=True)
class NewTerrain:
    """The terrain class of a unit with where it is said."""

    unit: Unit
    terrain: str
    source: str


@dataclass(frozen=True)
class NewTerritory:
    """A change of a unit's territory between the figures of two years."""

    unit: Unit
    since_year: int
    by_year: int
    reason: str


@verb("benchmark.set_terrain")
def set_terrain(act: Act, *, area: Unit, rows: Sequence[NewTerrain]) -> Unit:
    """Enter terrain classes; one that says otherwise than before ends the one before.

    What was said already is left alone. Returns the area.

    Raises:
        RefusedError: without any row, for an unknown class, without a source, or for a unit that
            stands in no field and on no ladder of the area. Nothing is entered then.
    """
    act.require("benchmarks.define", area)
    if not rows:
        raise RefusedError(_("Name at least one unit."))
    _check_named(area, [row.unit for row in rows])
    _one_at_a_time(area)
    for row in rows:
        if row.terrain not in UnitTerrain.Terrain.values:
            raise RefusedError(
                _("%(unit)s: “%(word)s” is no class of terrain; it is plain, hills or mountains.")
                % {"unit": row.unit, "word": row.terrain}
            )
        if not row.source.strip():
            raise RefusedError(_("%(unit)s: say where this is told.") % {"unit": row.unit})
    standing = {
        one.unit_id: one
        for one in UnitTerrain.objects.select_for_update().filter(
            area=area, unit__in=[row.unit for row in rows], ended_at__isnull=True
        )
    }
    fresh = {
        row.unit.pk: row
        for row in rows
        if (old := standing.get(row.unit.pk)) is None
        or (old.terrain, old.source) != (row.terrain, row.source.strip())
    }
    ended = [standing[pk].pk for pk in fresh if pk in standing]
    UnitTerrain.objects.filter(pk__in=ended).update(ended_at=act.at)
    made = UnitTerrain.objects.bulk_create(
        UnitTerrain(
            area=area, unit=row.unit, terrain=row.terrain, source=row.source.strip(),
            entered_by=act.actor, entered_at=act.at,
        )
        for row in fresh.values()
    )  # fmt: skip
    act.note(
        area=str(area),
        count=len(made),
        rows=[
            [str(one.unit), standing[one.unit_id].terrain if one.unit_id in standing else "",
             one.terrain, one.source]
            for one in made[:LISTED]
        ],
    )  # fmt: skip
    return area


@verb("benchmark.note_territory")
def note_territory(act: Act, *, area: Unit, rows: Sequence[NewTerritory]) -> Unit:
    """Note that units changed their territory; what is noted already is left alone.

    Returns the area.

    Raises:
        RefusedError: without any row, for years that do not follow each other, without what tells
            of it, or for a unit that the area does not look at. Nothing is entered then.
    """
    act.require("benchmarks.define", area)
    if not rows:
        raise RefusedError(_("Name at least one unit."))
    _check_named(area, [row.unit for row in rows])
    _one_at_a_time(area)
    for row in rows:
        if not 1949 <= row.since_year < row.by_year <= 2200:
            raise RefusedError(
                _("%(unit)s: the year before the change must come first, not %(a)d and %(b)d.")
                % {"unit": row.unit, "a": row.since_year, "b": row.by_year}
            )
        if not row.reason.strip():
            raise RefusedError(_("%(unit)s: say where this is told.") % {"unit": row.unit})
    known = set(
        TerritoryChange.objects.filter(area=area, withdrawn_at__isnull=True).values_list(
            "unit_id", "since_year", "by_year"
        )
    )
    fresh = {
        key: row for row in rows if (key := (row.unit.pk, row.since_year, row.by_year)) not in known
    }
    made = TerritoryChange.objects.bulk_create(
        TerritoryChange(
            area=area, unit=row.unit, since_year=row.since_year, by_year=row.by_year,
            reason=row.reason.strip(), entered_by=act.actor, entered_at=act.at,
        )
        for row in fresh.values()
    )  # fmt: skip
    act.note(
        area=str(area),
        count=len(made),
        rows=[[str(one.unit), one.since_year, one.by_year, one.reason] for one in made[:LISTED]],
    )
    return area


@verb("benchmark.withdraw_territory")
def withdraw_territory(act: Act, *, change: TerritoryChange, reason: str) -> TerritoryChange:
    """Take a noted change of territory back, with a reason; it stays in the record."""
    act.require("benchmarks.define", change.area)
    change = (
        TerritoryChange.objects.select_for_update(of=("self",))
        .select_related("unit", "area")
        .get(pk=change.pk)
    )
    if change.withdrawn_at is not None:
        raise RefusedError(_("It was taken off already."))
    if not reason.strip():
        raise RefusedError(_("Give the reason for taking it off."))
    change.withdrawn_at, change.withdrawn_because = act.at, reason.strip()
    change.save(update_fields=["withdrawn_at", "withdrawn_because"])
    act.note(unit=str(change.unit), text=str(change), reason=reason)
    return change


def _one_at_a_time(area: Unit) -> None:
    """Of two who enter traits of an area at once, the second waits and sees what the first said."""
    Unit.objects.select_for_update().get(pk=area.pk)


def _check_named(area: Unit, units: Sequence[Unit]) -> None:
    known = named_in(area, [unit.pk for unit in units])
    for unit in units:
        if unit.pk not in known:
            raise RefusedError(
                _("%(unit)s stands in no field of comparison and on no ladder of %(area)s.")
                % {"unit": unit, "area": area}
            )
