"""The board as a workbook in which the formulas are live and users' text is never a formula."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.board_sheet import Board
from leitai.apps.publishing.content import content_for
from leitai.apps.publishing.figures import Figures, target_sheet, value_sheet
from leitai.apps.publishing.items import Items
from leitai.apps.publishing.provenance import origins_of
from leitai.apps.publishing.rules_sheet import about_sheet, rules_sheet
from leitai.apps.standings.models import Standing
from leitai.workbooks.writing import SheetOut, Text, write_csv, write_workbook


def board_sheets(user: Any, standing: Standing, group: str) -> list[SheetOut]:
    """Return the sheets of a group's board, cut down to what the reader may see.

    Raises:
        KeyError: when the scheme has no such group.
    """
    content = content_for(user, standing, group)
    figures = Figures(content, _("Indicator values"), _("Targets"))
    figures.collect()
    items = Items(content, figures, _("Score details"))
    items.lay_out()
    period = period_name(standing.round.period, cumulative=standing.round.period.kind == "month")
    board = Board(content, items, _("Board"), period)
    sheets = [board.sheet(), items.sheet()]
    workings = [row.working for row in content.rows if row.inputs_open and row.working is not None]
    if figures.lines.get(figures.value_sheet):
        sheets.append(value_sheet(figures, origins_of(user, workings)))
    if figures.lines.get(figures.target_sheet):
        sheets.append(target_sheet(figures))
    return [
        *sheets,
        rules_sheet(content, _("Rules")),
        about_sheet(content, _("About the file")),
    ]


def board_workbook(user: Any, standing: Standing, group: str) -> bytes:
    """Return the board of a group as an .xlsx file.

    Raises:
        KeyError: when the scheme has no such group.
    """
    stream = io.BytesIO()
    write_workbook(
        stream,
        board_sheets(user, standing, group),
        title=str(standing.round.scheme.name),
        author=str(standing.round.scheme.area.name),
    )
    return stream.getvalue()


def board_csv(user: Any, standing: Standing, group: str) -> bytes:
    """Return the first sheet of the board as CSV, figures in full.

    Raises:
        KeyError: when the scheme has no such group.
    """
    board = board_sheets(user, standing, group)[0]
    header = [
        [Text(cell.text.replace("\n", " ")) if isinstance(cell, Text) else cell for cell in row]
        for row in board.header
    ]
    stream = io.BytesIO()
    write_csv(stream, replace(board, header=header))
    return stream.getvalue()
