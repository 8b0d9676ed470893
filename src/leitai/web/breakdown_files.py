"""A breakdown's sheet read back: parts by unit from an Excel or CSV file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from leitai.apps.goals.models import TargetProposal
from leitai.apps.goals.selectors.proposals import spread_over
from leitai.apps.goals.services import Part
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import chinese
from leitai.apps.units.models import Unit
from leitai.workbooks import Cell, Limits, SheetTable, WorkbookError, read_tables

#: A sheet of parts is small; whatever is larger is another file.
LIMITS = Limits(max_bytes=2 * 1024 * 1024, max_cells=50_000, max_uncompressed=64 * 1024 * 1024)
#: Headings of the two columns, in the languages in which the page gives the sheet out.
FLOOR = ("保底", "floor")
STRETCH = ("冲刺", "stretch")


def parts_from_file(proposal: TargetProposal, content: bytes) -> tuple[Part, ...]:
    """Return the parts that a file gives, one for each unit of the draft.

    Units are found by name; those that the file does not name keep no part. Totals are left aside;
    the spread over the months stays as it is.

    Raises:
        RefusedError: for a file that cannot be read, without the two columns, a name that is no
            unit of the draft, or a cell that is no number, with sheet, cell and text.
    """
    try:
        tables = read_tables(content, limits=LIMITS)
    except WorkbookError as error:
        raise RefusedError(error.message if chinese() else error.message_en) from error
    table, floor, stretch = _table(tables)
    lines = list(proposal.lines.select_related("unit"))
    units = {line.unit.name: line.unit for line in lines}
    spread = {line.unit_id: (line.shape, tuple(line.shares)) for line in lines}
    found: dict[int, Part] = {}
    for row in table.rows:
        unit = units.get(row.label)
        if unit is None:
            raise RefusedError(
                _("%(place)s: “%(text)s” is no unit of this breakdown. Nothing was stored.")
                % {"place": f"{table.sheet}!{row.label_cell}", "text": row.label_raw or row.label}
            )
        if unit.pk in found:
            raise RefusedError(_("A unit stands there twice. Nothing was stored."))
        found[unit.pk] = Part(
            unit.pk,
            _number(row.cells[floor]),
            _number(row.cells[stretch]) if stretch is not None else None,
        )
    return tuple(
        spread_over(found.get(unit.pk, Part(unit.pk, None)), spread)
        for unit in _ordered(units.values())
    )


def _ordered(units: object) -> list[Unit]:
    return sorted(units, key=lambda unit: (unit.position, unit.pk))  # type: ignore[call-overload, no-any-return]


def _table(tables: Sequence[SheetTable]) -> tuple[SheetTable, int, int | None]:
    """Return the first table with a column of floors, and the places of its two columns."""
    for table in tables:
        floor = _column(table, FLOOR)
        if floor is not None:
            return table, floor, _column(table, STRETCH)
    raise RefusedError(
        _("The file has no column “Floor”. Fill in the sheet that this page gives out.")
    )


def _column(table: SheetTable, words: Sequence[str]) -> int | None:
    for at, column in enumerate(table.columns):
        heading = (column.full_name or column.name).lower()
        if any(heading.startswith(word) for word in words):
            return at
    return None


def _number(cell: Cell) -> float | None:
    if cell.kind in ("empty", "missing"):
        return None
    if cell.kind != "number" or cell.number is None or cell.doubtful:
        raise RefusedError(
            _("%(place)s: “%(text)s” is not a number. Nothing was stored.")
            % {"place": f"{cell.sheet}!{cell.address}", "text": cell.raw}
        )
    return cell.number
