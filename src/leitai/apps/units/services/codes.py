"""Entering units from the list of division codes, and following changes of codes."""

from __future__ import annotations

import contextlib
import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.units.models import Succession, Unit, UnitAlias
from leitai.apps.units.places import (
    MOST_AT_ONCE,
    changed_units,
    kind_of,
    plan_from_list,
)
from leitai.apps.units.selectors import area_of, descendants
from leitai.apps.units.services.units import register_unit, register_units, spell
from leitai.divisions import LEVELS, UnknownCodeError, register

_KINDS = {"merged": Succession.Kind.MERGED, "split": Succession.Kind.SPLIT}


@verb("unit.enter_from_list")
def enter_from_list(act: Act, *, under: Unit | None, code: str, down_to: str) -> Unit:
    """Enter a place of the list with everything below it down to a level; what is there stays.

    Without ``under`` the place becomes an area of its own. Doing it again adds only what is new.
    Returns ``under``, or the new area.

    Raises:
        ValidationError: no such code or level, nothing to add, or too much at once.
    """
    if down_to not in LEVELS:
        raise ValidationError(_("“%(text)s” is no level of division codes.") % {"text": down_to})
    act.require("units.manage", under)
    try:
        planned = plan_from_list(under, code, down_to)
    except UnknownCodeError:
        raise ValidationError(
            _("The list of division codes has no code “%(code)s”.") % {"code": code}
        ) from None
    if planned.too_many:
        raise ValidationError(
            _("%(count)d units are too many at once (at most %(most)d); choose fewer levels.")
            % {"count": len(planned.rows), "most": MOST_AT_ONCE}
        )
    if not planned.rows:
        raise ValidationError(
            _("All of %(name)s is on record already.") % {"name": planned.entry.name}
        )
    act.note(
        code=planned.entry.code,
        place=planned.entry.name,
        count=len(planned.rows),
        present=planned.present,
    )
    rows = list(planned.rows)
    root = under
    if root is None:
        root = register_unit(act.within(), **rows.pop(0))
        for row in rows:
            row["parent"] = root if row["parent"] == 0 else row["parent"] - 1
    if rows:
        note = f"{planned.entry.code} {planned.entry.name} → {down_to}"
        register_units(act.within(), root=root, rows=rows, note=note)
    return root


@verb("unit.follow_code")
def follow_code(act: Act, *, unit: Unit) -> Unit:
    """Give a unit the code and name that its place has now, or end it where it was merged or split.

    The unit stays the same, so its values of all years stand in one line; the earlier name is
    remembered as a spelling. A merged or divided one ends with the year, with links to those heirs
    that are on record.

    Raises:
        ValidationError: its code has not changed.
    """
    act.require("units.manage", unit)
    area = area_of(unit)
    among = [area, *descendants(area)]
    found = next((one for one in changed_units(among) if one.unit.pk == unit.pk), None)
    if found is None:
        raise ValidationError(_("The code of %(name)s is still in force.") % {"name": unit.name})
    before = {"name": unit.name, "division_code": unit.division_code}
    if found.now is None:
        on = dt.date(found.change.year, 12, 31)
        unit.valid_to = on
        unit.save(update_fields=["valid_to"])
        for heir in found.heirs:
            Succession.objects.get_or_create(
                old=unit, new=heir, defaults={"kind": _KINDS[found.change.kind], "on": on}
            )
        act.note(before=before, valid_to=on.isoformat(), heirs=[heir.pk for heir in found.heirs])
        return unit
    UnitAlias.objects.get_or_create(within=area, text=unit.name, defaults={"unit": unit})
    unit.name, unit.division_code = found.now.name, found.now.code
    with contextlib.suppress(UnknownCodeError):  # changed after the list
        unit.kind = kind_of(register().entry(found.now.code))
    unit.pinyin, unit.initials = spell(unit.name)
    unit.save(update_fields=["name", "division_code", "kind", "pinyin", "initials"])
    act.note(before=before, name=unit.name, division_code=unit.division_code)
    return unit
