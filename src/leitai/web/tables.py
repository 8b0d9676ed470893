"""A page's table as a file: declared once, given out as Excel and CSV by the page's own address.

A view builds a :class:`PageTable` from the rows that it shows, under the reader's own sight and the
page's own filters, and returns :func:`table_file` where the address asks for ``?format=xlsx`` or
``csv``. So a file holds nothing that the page would not show, needs no permission of its own,
and text that people wrote is never a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.workbooks.writing import (
    ColumnOut,
    Number,
    OutCell,
    SheetOut,
    Text,
    write_csv,
    write_workbook,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
#: Rows of one file; a longer list asks for a narrower filter in its last row.
MOST_ROWS = 20_000

Value = str | float | int | dt.date | dt.datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, what it holds, its unit of measure, and decimals where rows share them.

    Figures go into the file in full; decimals only say how Excel shows them.
    """

    title: str
    kind: Literal["text", "number"] = "text"
    measure: str = ""
    decimals: int | None = None

    @property
    def heading(self) -> str:
        return f"{self.title}（{self.measure}）" if self.measure else self.title

    @property
    def format(self) -> str:
        if self.kind != "number" or self.decimals is None:
            return ""
        return "#,##0" + ("." + "0" * self.decimals if self.decimals else "")


@dataclass(frozen=True)
class PageTable:
    """A table of a page.

    ``name`` names the file and its sheet, ``slug`` the file for programs that read no Chinese;
    ``notes`` say scope, filter and source above the table in Excel.
    """

    name: str
    slug: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = ()

    def sheet(self) -> SheetOut:
        """The table with typed cells."""
        rows: list[list[OutCell]] = []
        footnotes = []
        for values in self.rows:
            if len(rows) == MOST_ROWS:
                footnotes.append(_("The list goes on; narrow the filter to see the rest."))
                break
            rows.append([_cell(value) for value in values])
        return SheetOut(
            self.name,
            [[Text(column.heading, bold=True) for column in self.columns]],
            rows,
            title=self.name,
            notes=[note for note in self.notes if note],
            footnotes=footnotes,
            columns=[ColumnOut(format=column.format) for column in self.columns],
        )


def _cell(value: Value) -> OutCell:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return Text(timezone.localtime(value).strftime("%Y-%m-%d %H:%M"))
    if isinstance(value, dt.date):
        return Text(value.isoformat())
    if isinstance(value, str):
        return Text(value)
    return Number(value)


def wanted_format(request: HttpRequest) -> str:
    """Return ``xlsx`` or ``csv`` where the address asks for a file, else an empty text.

    Raises:
        Http404: for any other format.
    """
    wanted = request.GET.get("format", "") if request.method == "GET" else ""
    if wanted not in ("", "xlsx", "csv"):
        raise Http404
    return wanted


def table_file(
    request: HttpRequest, make: Callable[[], PageTable], **others: Callable[[], PageTable]
) -> HttpResponse | None:
    """Return the page's table as the file that the address asks for, or None for the page.

    ``others`` are further tables of the page, by the name that the address gives (``?table=``).

    Raises:
        Http404: for a format or a table that the page does not have.
    """
    wanted = wanted_format(request)
    if not wanted:
        return None
    name = request.GET.get("table", "")
    if name and name not in others:
        raise Http404
    return file_of((others[name] if name else make)(), wanted)


def file_of(table: PageTable, ending: str) -> HttpResponse:
    """Return a table as an .xlsx or .csv file to keep."""
    stream = io.BytesIO()
    if ending == "csv":
        sheet = table.sheet()
        told: list[Sequence[OutCell]] = [[Text(note)] for note in sheet.footnotes]
        write_csv(stream, replace(sheet, rows=[*sheet.rows, *told]))
    else:
        write_workbook(stream, [table.sheet()], title=table.name)
    name = f"{table.name}.{ending}".replace("/", "_")
    response = HttpResponse(stream.getvalue(), content_type=CSV if ending == "csv" else XLSX)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{table.slug}.{ending}\"; filename*=UTF-8''{quote(name)}"
    )
    response["Cache-Control"] = "private, no-store"
    return response
