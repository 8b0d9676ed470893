"""Units and division codes: what the list would add under a unit, and whose code has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.models.unit import UnitKind
from leitai.divisions import Change, Division, Entry, Level, history, register, stem
from leitai.divisions.register import GROUP_NAMES, shorten

#: Units that one act may enter; a province with its villages is more and goes city by city.
MOST_AT_ONCE = 20_000

_COUNTY_ENDINGS = (
    ("自治县", UnitKind.AUTONOMOUS_COUNTY),
    ("林区", UnitKind.COUNTY),
    ("特区", UnitKind.COUNTY),
    ("旗", UnitKind.BANNER),
    ("县", UnitKind.COUNTY),
    ("市", UnitKind.COUNTY_CITY),
    ("区", UnitKind.DISTRICT),
)


def kind_of(entry: Entry) -> str:
    """The kind of unit that a place of the list is.

    Digits 7 to 9 of a code tell subdistricts (001-099), towns (100-399) and zones or farms under
    town governments (400-599); digits 10 to 12 communities (001-199, 400-499) and villages.
    """
    if entry.level == "province":
        return UnitKind.PROVINCE
    if entry.level == "prefecture":
        return UnitKind.PREFECTURE
    if entry.level == "county":
        if entry.code[4:6] >= "70" and entry.code[4:6] < "80":
            return UnitKind.DEVELOPMENT_ZONE
        return next((k for ending, k in _COUNTY_ENDINGS if entry.name.endswith(ending)), "county")
    first = entry.code[-3]
    if entry.level == "township":
        if first == "0" or entry.name.endswith(("街道", "街道办事处")):
            return UnitKind.SUBDISTRICT
        plain_town = entry.name.endswith(("镇", "乡", "苏木"))
        return UnitKind.DEVELOPMENT_ZONE if first in "45" and not plain_town else UnitKind.TOWNSHIP
    return UnitKind.COMMUNITY if first in "014" else UnitKind.VILLAGE


def unit_code(entry: Entry) -> str:
    """The code as units carry it: six digits down to counties, twelve below."""
    return entry.division_code if len(entry.code) <= 6 else entry.code.ljust(12, "0")


def place_of(name: str, code: str) -> Division | None:
    """The place, as it is called last, that a unit is by its code; None where its name disagrees.

    Codes of towns and villages, and codes of no real place, have none.
    """
    if len(code) not in (6, 9, 12) or code[6:].strip("0"):
        return None
    codes = history()
    for division in reversed(codes.all_coded(code[:6])):
        line = codes.line(division)
        if stem(name) in {stem(one.name) for one in line}:
            return line[-1]
    return None


@dataclass(frozen=True)
class Planned:
    """What entering a place of the list would do under ``under``.

    ``rows`` are for ``register_units``: fields of units and their parent, which is a unit or the
    position of a row before. ``present`` counts places that are on record already.
    """

    entry: Entry
    under: Unit | None
    rows: tuple[dict[str, Any], ...]
    present: int
    counts: dict[str, int]

    @property
    def too_many(self) -> bool:
        return len(self.rows) > MOST_AT_ONCE


def plan_from_list(under: Unit | None, code: str, down_to: Level) -> Planned:
    """Work out which units of the list are missing under ``under``, the place itself included.

    A unit on record under an earlier code or name of the same place counts as present.

    Raises:
        UnknownCodeError: the list has no such code.
    """
    entry = register().entry(code)
    if entry.code == entry.parent + "00":  # a city without counties, listed once more as one
        entry = register().entry(entry.parent)
    known = _known(under)
    rows: list[dict[str, Any]] = []
    at: dict[str, int | Unit | None] = {}
    present = 0
    counts: dict[str, int] = {}
    top: int | Unit | None = under
    for place in (entry, *register().below(entry.code, down_to)):
        parent = at.get(place.parent, top) if place is not entry else top
        if place.name in GROUP_NAMES or place.code == place.parent + "00":
            at[place.code] = parent
            continue
        found = known.get(shorten(place.code))
        if found is not None:
            present += 1
            at[place.code] = found
            continue
        fields = {
            "name": place.name,
            "kind": kind_of(place),
            "division_code": unit_code(place),
            "position": len(rows) + 1,
        }
        if parent is not None:
            fields["parent"] = parent
        at[place.code] = len(rows)
        counts[place.level] = counts.get(place.level, 0) + 1
        rows.append(fields)
    return Planned(entry, under, tuple(rows), present, counts)


def _known(under: Unit | None) -> dict[str, Unit]:
    """Code as the list has it → unit on record below, for the places of today."""
    if under is None:
        return {}
    below = Ancestry.objects.filter(ancestor=under).values("descendant_id")
    found: dict[str, Unit] = {}
    for unit in Unit.objects.filter(pk__in=below).exclude(division_code=""):
        found.setdefault(shorten(unit.division_code), unit)
        place = place_of(unit.name, unit.division_code)
        if place is not None:
            found.setdefault(shorten(place.code), unit)
    return found


@dataclass(frozen=True)
class Changed:
    """A unit whose code or name is no longer in force, and what the history says of it."""

    unit: Unit
    change: Change
    now: Division | None
    heirs: tuple[Unit, ...]


def changed_units(units: Iterable[Unit]) -> list[Changed]:
    """Return the units whose place goes on under another code or name, or was merged or split.

    ``heirs`` are units among the given ones that the place went into.
    """
    given = [unit for unit in units if len(unit.division_code) >= 6]
    places = {unit.pk: place_of(unit.name, unit.division_code) for unit in given}
    by_place: dict[Division, Unit] = {}
    for unit in given:
        place = places[unit.pk]
        if place is not None:
            by_place.setdefault(place, unit)
    codes = history()
    found = []
    for unit in given:
        place = places[unit.pk]
        if place is None or unit.valid_to is not None:
            continue
        last = codes.changes.get(place)
        if last is not None:
            heirs = [by_place.get(codes.line(heir)[-1]) for heir in last.heirs]
            found.append(Changed(unit, last, None, tuple(h for h in heirs if h is not None)))
        elif (place.code, place.name) != (unit.division_code[:6], unit.name):
            before = [d for d in codes.line(place) if d in codes.changes]
            own = [d for d in before if d.code == unit.division_code[:6]]
            if own and own[-1].name == unit.name:
                found.append(Changed(unit, codes.changes[own[-1]], place, ()))
    return found


def names_over_time(unit: Unit) -> tuple[Division, ...]:
    """All codes and names of a unit's place over the years, oldest first; empty for others."""
    place = place_of(unit.name, unit.division_code)
    return history().line(place) if place is not None else ()
