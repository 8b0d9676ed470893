"""Sheets of new matters as tables: what was read, and the template to fill in."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leitai.apps.language import chinese, named
from leitai.apps.matters.models import MatterSheet, SourceKind
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.selectors.sheets import RowRead, SheetRead
from leitai.apps.matters.services.sheets import fault_words
from leitai.apps.matters.sheets import HEADINGS
from leitai.apps.units.models import Unit
from leitai.web.matter_forms import units_of
from leitai.web.matter_rule_words import deadline_words
from leitai.web.tables import XLSX, Column, PageTable, Value
from leitai.workbooks import SheetOut, Text, write_workbook


def row_words(row: RowRead) -> list[Value]:
    """Return a row as the table shows it."""
    wrong = [fault_words(one.address, one.written, one.words) for one in row.faults]
    return [
        f"{row.sheet} {row.row}",
        row.title,
        row.kind_name,
        " ".join(part for part in (str(SourceKind(row.source).label), row.source_name) if part),
        named(row.lead) if row.lead is not None else "",
        "、".join(named(unit) for unit in row.support),
        row.person,
        row.due,
        "；".join(wrong) or row.notice,
    ]


def sheet_table(sheet: MatterSheet, read: SheetRead) -> PageTable:
    """The rows of a sheet as they were read."""
    return PageTable(
        _("Matters from a sheet"),
        "matter-sheet",
        [
            Column(_("Row")),
            Column(_("Title")),
            Column(_("Kind")),
            Column(_("Source")),
            Column(_("Lead unit")),
            Column(_("Supporting units")),
            Column(_("Person in charge")),
            Column(pgettext("matter", "Due")),
            Column(_("Wrong or worth a look")),
        ],
        [row_words(row) for row in read.rows],
        [sheet.name],
    )


def template_file(area: Unit) -> HttpResponse:
    """Return the workbook to fill in: headings, and beside them what may stand below."""
    rules = rules_for(area.pk)
    heads = [names[0] if chinese() else next(one for one in names if one.isascii())
             for names in HEADINGS.values()]  # fmt: skip
    known = [
        *((_("Kind"), named(one), deadline_words(one.deadline)) for one in rules.kinds.kinds),
        *((_("Source"), str(kind.label), "") for kind in SourceKind),
        *((_("Unit"), named(unit), "") for unit in units_of(area)),
    ]
    sheets = [
        SheetOut(_("Matters"), [[Text(head, bold=True) for head in heads]], []),
        SheetOut(
            _("What may stand in it"),
            [[Text(_("Column"), bold=True), Text(_("Word"), bold=True), Text("", bold=True)]],
            [[Text(text) for text in line] for line in known],
            footnotes=[
                _("Title and kind must be there. Days are written 2026-10-31; without one, the "
                  "term of the kind counts. Several supporting units are divided by 、."),
            ],
        ),
    ]  # fmt: skip
    stream = io.BytesIO()
    write_workbook(stream, sheets, title=_("Matters from a sheet"))
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    name = _("Matters to register") + ".xlsx"
    response["Content-Disposition"] = (
        f"attachment; filename=\"matters.xlsx\"; filename*=UTF-8''{quote(name)}"
    )
    response["Cache-Control"] = "private, no-store"
    return response
