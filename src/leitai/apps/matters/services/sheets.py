"""Many matters from one sheet: brought, names in doubt settled, and registered as one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import PurePath

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.secrecy import secrecy_mark
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import chinese
from leitai.apps.matters.models import MatterSheet
from leitai.apps.matters.selectors.rules import rules_kept
from leitai.apps.matters.selectors.sheets import RowRead, read_sheet, registered_before
from leitai.apps.matters.services.opening import Assignment, derived, open_matter
from leitai.apps.matters.services.registering import Measure, Source
from leitai.apps.matters.services.steps import day_of
from leitai.apps.matters.sheets import read_rows
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under
from leitai.workbooks import WorkbookError


@verb("matter.bring_sheet")
def bring_sheet(act: Act, *, area: Unit, name: str, content: bytes) -> MatterSheet:
    """Keep the rows of a file, to be looked at before anything is registered.

    Raises:
        RefusedError: for a file that cannot be opened, holds no list of matters, or bears a
            secrecy mark; nothing of it is stored then.
    """
    act.require("matters.manage", area)
    name = PurePath(name.replace("\\", "/")).name[-200:]
    try:
        rows = read_rows(content)
    except WorkbookError as error:
        raise RefusedError(error.message if chinese() else error.message_en) from error
    texts = (text for row in rows for _at, text in row.cells.values())
    mark = secrecy_mark([PurePath(name).stem, *texts])
    if mark:
        raise RefusedError(
            _("“%(name)s” bears the secrecy mark %(mark)s. Nothing of it was stored.")
            % {"name": name, "mark": mark}
        )
    sheet = MatterSheet.objects.create(
        area=area, name=name, sha256=hashlib.sha256(content).hexdigest(),
        rows=[asdict(row) for row in rows], brought_by=act.actor, brought_at=act.at,
    )  # fmt: skip
    act.note(name=name, sha256=sheet.sha256, rows=len(rows))
    return sheet


@verb("matter.answer_sheet")
def answer_sheet(act: Act, *, sheet: MatterSheet, answers: Mapping[str, Unit]) -> MatterSheet:
    """Say which units names in doubt mean; later sheets of the area are read by it too.

    Raises:
        RefusedError: for a sheet whose matters are on the list, or a unit of another area.
    """
    act.require("matters.manage", sheet.area)
    found = MatterSheet.objects.select_for_update().get(pk=sheet.pk)
    _still_waiting(found)
    for name, unit in answers.items():
        if unit.pk == found.area_id or not is_under(unit.pk, {found.area_id}):
            raise RefusedError(
                _("%(unit)s is not a unit of %(area)s.") % {"unit": unit, "area": found.area}
            )
        found.answers[name[:120]] = unit.pk
    found.save(update_fields=["answers"])
    act.note(answers={name: str(unit) for name, unit in answers.items()})
    return found


@verb("matter.register_sheet")
def register_sheet(act: Act, *, sheet: MatterSheet, again: bool = False) -> MatterSheet:
    """Put all matters of a sheet on the list and assign those that name a lead unit.

    All of them or none. ``again`` says that a content whose matters are on the list already is
    meant once more.

    Raises:
        RefusedError: naming the first cell that is wrong; for a sheet registered before.
    """
    act.require("matters.manage", sheet.area)
    found = MatterSheet.objects.select_for_update().select_related("area").get(pk=sheet.pk)
    _still_waiting(found)
    before = registered_before(found)
    if before is not None and not again:
        raise RefusedError(
            _("The matters of this very content were put on the list on %(day)s (%(name)s).")
            % {"day": f"{before.registered_at:%Y-%m-%d}", "name": before.name}
        )
    with rules_kept():
        read = read_sheet(found, day_of(act))
        if read.faults:
            row, fault = read.faults[0]
            raise RefusedError(
                _("Wrong cells: %(n)d. The first: sheet “%(sheet)s”, row %(row)d, %(words)s.")
                % {
                    "n": len(read.faults),
                    "sheet": row.sheet,
                    "row": row.row,
                    "words": fault_words(fault.address, fault.written, fault.words),
                }
            )
        numbers = [_register(act, found, place, row) for place, row in enumerate(read.rows, 1)]
    found.registered_at = act.at
    found.save(update_fields=["registered_at"])
    act.note(name=found.name, sha256=found.sha256, numbers=numbers, again=again)
    return found


def fault_words(address: str, written: str, words: str) -> str:
    """Return what is wrong with a cell: its address, what stands in it, and the reason."""
    told = f"{address} “{written}” " if written else f"{address} " if address else ""
    return told + words


def _register(act: Act, sheet: MatterSheet, place: int, row: RowRead) -> str:
    assignment = None
    if row.lead is not None:
        assignment = Assignment(row.lead, row.support, row.person, row.due)
    matter = open_matter(
        derived(act, f"row {place}"),
        assignment=assignment,
        area=sheet.area,
        title=row.title,
        kind=row.kind,
        source=Source(row.source, row.source_name, row.source_words),
        measure=Measure("", row.total, row.counted_in) if row.total is not None else None,
        contact=row.contact,
    )
    return matter.number


def _still_waiting(sheet: MatterSheet) -> None:
    if sheet.registered_at is not None:
        raise RefusedError(_("The matters of this sheet are on the list already."))
