"""Entering units, hanging them under others, and what else they are called."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pypinyin import Style, lazy_pinyin

from leitai.apps.audit.services import Act, verb
from leitai.apps.units.models import Ancestry, ParentLink, Succession, Unit, UnitAlias
from leitai.apps.units.verification import AncestryFault, ancestry_faults


def spell(name: str) -> tuple[str, str]:
    """Return the pinyin of a name, whole and as initials, lower case without blanks."""
    whole = "".join(lazy_pinyin(name)).lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return whole[:200], initials[:80]


@verb("unit.register")
def register_unit(
    act: Act,
    *,
    name: str,
    kind: str,
    parent: Unit | None = None,
    division_code: str = "",
    name_en: str = "",
    position: int = 0,
    fictional: bool = False,
    attributes: dict[str, Any] | None = None,
    valid_from: dt.date | None = None,
) -> Unit:
    """Enter a unit and hang it under its territorial parent."""
    act.require("units.manage", parent)
    pinyin, initials = spell(name)
    unit = Unit.objects.create(
        name=name,
        kind=kind,
        division_code=division_code,
        name_en=name_en,
        position=position,
        pinyin=pinyin,
        initials=initials,
        fictional=fictional,
        attributes=attributes or {},
        valid_from=valid_from,
    )
    if parent is not None:
        ParentLink.objects.create(child=unit, parent=parent, valid_from=valid_from)
    _hang(unit, parent)
    act.note(
        name=name, kind=kind, division_code=division_code, parent=parent.pk if parent else None
    )
    return unit


def _hang(unit: Unit, parent: Unit | None) -> None:
    rows = [Ancestry(ancestor=unit, descendant=unit, depth=0)]
    if parent is not None:
        rows += [
            Ancestry(ancestor_id=ancestor, descendant=unit, depth=depth + 1)
            for ancestor, depth in Ancestry.objects.filter(descendant=parent).values_list(
                "ancestor_id", "depth"
            )
        ]
    Ancestry.objects.bulk_create(rows)


@verb("unit.register_many")
def register_units(act: Act, *, root: Unit, rows: Iterable[dict[str, Any]], note: str = "") -> Unit:
    """Enter many units under ``root`` in one change, for imports of division codes.

    Each row holds the fields of :class:`Unit` and ``parent``: a Unit, or the position in ``rows``
    of a row before it. Returns the root.
    """
    act.require("units.manage", root)
    rows = list(rows)
    units = []
    for row in rows:
        pinyin, initials = spell(row["name"])
        fields = {key: value for key, value in row.items() if key != "parent"}
        units.append(Unit(pinyin=pinyin, initials=initials, **fields))
    Unit.objects.bulk_create(units, batch_size=500)
    above: dict[int, list[tuple[int, int]]] = defaultdict(list)
    links, closure = [], []
    for unit, row in zip(units, rows, strict=True):
        parent = row.get("parent", root)
        parent = units[parent] if isinstance(parent, int) else parent
        links.append(ParentLink(child=unit, parent=parent))
        if parent.pk not in above:
            above[parent.pk] = list(
                Ancestry.objects.filter(descendant=parent).values_list("ancestor_id", "depth")
            )
        chain = [(unit.pk, 0)] + [(a, depth + 1) for a, depth in above[parent.pk]]
        above[unit.pk] = chain
        closure += [Ancestry(ancestor_id=a, descendant=unit, depth=d) for a, d in chain]
    ParentLink.objects.bulk_create(links, batch_size=500)
    Ancestry.objects.bulk_create(closure, batch_size=500)
    act.note(count=len(units), note=note)
    return root


def repair_ancestry(act: Act) -> int:
    """Write the closure table anew for units that differ from their links; return how many."""
    faults = tuple(ancestry_faults())
    if faults:
        _hang_anew(act, unit=Unit.objects.get(pk=faults[0].unit_id), faults=faults)
    return len(faults)


@verb("unit.repair_ancestry")
def _hang_anew(act: Act, *, unit: Unit, faults: Sequence[AncestryFault]) -> Unit:
    act.require("units.manage", unit)
    for start in range(0, len(faults), 500):
        piece = faults[start : start + 500]
        Ancestry.objects.filter(descendant__in=[fault.unit_id for fault in piece]).delete()
        Ancestry.objects.bulk_create(
            [
                Ancestry(ancestor_id=ancestor, descendant_id=fault.unit_id, depth=depth)
                for fault in piece
                for ancestor, depth in sorted(fault.expected)
            ],
            batch_size=500,
        )
    act.note(count=len(faults))
    return unit


@verb("unit.remember_alias")
def remember_alias(act: Act, *, unit: Unit, within: Unit, text: str) -> UnitAlias:
    """Remember that ``text`` means ``unit`` in tables of the area ``within``."""
    act.require("indicators.decide_upload", within)
    alias, created = UnitAlias.objects.get_or_create(
        within=within, text=text, defaults={"unit": unit}
    )
    if not created and alias.unit_id != unit.pk:
        act.note(before=alias.unit_id)
        alias.unit = unit
        alias.save(update_fields=["unit"])
    act.note(text=text, unit=unit.pk)
    return alias


@verb("unit.record_succession")
def record_succession(act: Act, *, old: Unit, new: Unit, kind: str, on: dt.date) -> Succession:
    """Record that a unit went on as another on a day."""
    act.require("units.manage", old)
    succession = Succession.objects.create(old=old, new=new, kind=kind, on=on)
    act.note(old=old.pk, new=new.pk, kind=kind, on=on.isoformat())
    return succession
