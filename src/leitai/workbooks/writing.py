"""Writing workbooks and CSV: typed cells, so that a person's text can never become a formula."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from leitai.workbooks.limits import WorkbookError
from leitai.workbooks.numbers import show_number

MAX_TEXT = 32767
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHEET_ILLEGAL = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Text:
    """Text of a person or a program; written as a string whatever it begins with."""

    text: str
    bold: bool = False
    align: str = ""
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with its number format ("0.00", "#,##0", "0.0%"); ``None`` writes a blank."""

    number: float | int | Decimal | None
    format: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours with the value it has now, so that readers that do not calculate show it.

    The formula text must come from the program; put users' text in a ``Text`` cell and refer to
    that cell.
    """

    formula: str
    value: float | int | str | None = None
    format: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that does not exist, shown as a dash with the reason as a comment."""

    reason: str = ""
    mark: str = "—"


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the same workbook, such as ``internal:'明细'!A1``; other addresses are text."""

    target: str
    text: str


OutCell = Text | Number | Formula | Missing | Link | str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """Width of a column in characters; ``None`` fits it to its contents."""

    width: float | None = None
    format: str = ""


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One sheet to write.

    ``header`` rows get the rule above and below of a three-line table, ``rows`` the rule below
    the last. ``merges`` are (first row, first column, last row, last column), 0-based and counted
    from the first header row. ``freeze_columns`` stay in sight with the header.
    """

    name: str
    header: Sequence[Sequence[OutCell]]
    rows: Sequence[Sequence[OutCell]]
    title: str = ""
    notes: Sequence[str] = ()
    footnotes: Sequence[str] = ()
    columns: Sequence[ColumnOut] = ()
    merges: Sequence[tuple[int, int, int, int]] = ()
    freeze_columns: int = 1
    total_rows: int = 0
    landscape: bool = True


def clean_cell_text(text: str) -> str:
    """Text that XML allows, cut to what a cell holds."""
    return _ILLEGAL.sub("", text)[:MAX_TEXT]


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet program could take a text for a formula or a command."""
    stripped = text.lstrip(" \u00a0\u3000\u200b\ufeff")
    return text.startswith(_DANGEROUS) or stripped.startswith(_DANGEROUS)


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel allows: 31 characters, no brackets or slashes, not used yet."""
    base = _SHEET_ILLEGAL.sub("_", _ILLEGAL.sub("", name)).strip("'").strip()[:31] or "表"
    if base.casefold() == "history":
        base = "History_"
    candidate, number = base, 2
    while candidate.casefold() in taken:
        tail = f"_{number}"
        candidate, number = base[: 31 - len(tail)] + tail, number + 1
    taken.add(candidate.casefold())
    return candidate


def display_width(text: str) -> float:
    """Width of a text in characters of the default font; Chinese characters count double."""
    longest = 0.0
    for line in text.split("\n"):
        width = 0.0
        for character in line:
            width += 2.1 if unicodedata.east_asian_width(character) in "WFA" else 1.0
        longest = max(longest, width)
    return longest


class _Formats:
    """xlsxwriter formats by their properties, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        properties = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"} | properties
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]


@dataclass(slots=True)
class _Place:
    row: int
    column: int
    border: dict[str, Any] = field(default_factory=dict)


def write_workbook(
    target: str | os.PathLike[str] | IO[bytes],
    sheets: Sequence[SheetOut],
    *,
    title: str = "",
    author: str = "",
) -> None:
    """Write an .xlsx file to a path or a binary stream.

    The same sheets give the same bytes apart from nothing: no clock is read. Raises
    ``WorkbookError`` for no sheets or more rows than a sheet holds.
    """
    if not sheets:
        raise WorkbookError("empty", "没有可写的表。", "There is no sheet to write.")
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
        "nan_inf_to_errors": False,
    }
    destination: Any = target if hasattr(target, "write") else os.fspath(target)
    book = xlsxwriter.Workbook(destination, options)
    # A fixed date keeps the bytes the same from run to run.
    import datetime

    book.set_properties(
        {"title": title, "author": author, "created": datetime.datetime(2000, 1, 1)}
    )
    book.set_calc_mode("auto")
    formats = _Formats(book)
    taken: set[str] = set()
    for sheet in sheets:
        if len(sheet.rows) + len(sheet.header) > 1_048_000:
            raise WorkbookError(
                "too_big", "行数超过 Excel 一张表的上限。", "Too many rows for one sheet."
            )
        _write_sheet(book.add_worksheet(sheet_name(sheet.name, taken)), sheet, formats)
    book.close()


def _write_sheet(page: Any, sheet: SheetOut, formats: _Formats) -> None:
    width = max([len(row) for row in [*sheet.header, *sheet.rows]] or [1])
    row = 0
    if sheet.title:
        style = formats.get(bold=True, font_size=16, align="center")
        if width > 1:
            page.merge_range(row, 0, row, width - 1, "", style)
        page.write_string(row, 0, clean_cell_text(sheet.title), style)
        page.set_row(row, 28)
        row += 1
    for note in sheet.notes:
        page.write_string(row, 0, clean_cell_text(note), formats.get(font_color="#555555"))
        row += 1
    top = row
    head_last = top + len(sheet.header) - 1
    merged = {
        (top + r1, c1): (top + r2, c2) for r1, c1, r2, c2 in sheet.merges if (r1, c1) != (r2, c2)
    }
    for offset, cells in enumerate(sheet.header):
        border = {"bold": True, "align": "center", "text_wrap": True}
        border |= {"top": 2} if offset == 0 else {}
        border |= {"bottom": 1} if top + offset == head_last else {}
        for column in range(width):
            cell = cells[column] if column < len(cells) else None
            _write_cell(page, _Place(top + offset, column, border), cell, formats, merged)
    row = head_last + 1
    last = row + len(sheet.rows) - 1
    first_total = last - sheet.total_rows + 1
    for offset, cells in enumerate(sheet.rows):
        at = row + offset
        border = {"bottom": 2} if at == last else {}
        if sheet.total_rows and at >= first_total:
            border |= {"bold": True} | ({"top": 1} if at == first_total else {})
        for column in range(width):
            cell = cells[column] if column < len(cells) else None
            form = sheet.columns[column].format if column < len(sheet.columns) else ""
            _write_cell(page, _Place(at, column, border), cell, formats, merged, form)
    row = last + 1
    for note in sheet.footnotes:
        page.write_string(row, 0, clean_cell_text(note), formats.get(font_size=10))
        row += 1
    _set_up(page, sheet, top, head_last, width)


def _write_cell(
    page: Any,
    place: _Place,
    cell: OutCell,
    formats: _Formats,
    merged: dict[tuple[int, int], tuple[int, int]],
    column_format: str = "",
) -> None:
    row, column, style = place.row, place.column, place.border
    end = merged.get((row, column))
    if end is not None:
        page.merge_range(row, column, end[0], end[1], "", formats.get(**style))
    if isinstance(cell, Decimal | int | float) and not isinstance(cell, bool):
        cell = Number(cell)
    elif isinstance(cell, str):
        cell = Text(cell)
    if cell is None or (isinstance(cell, Number) and cell.number is None):
        if end is None:
            page.write_blank(row, column, None, formats.get(**style))
    elif isinstance(cell, Text):
        extra: dict[str, Any] = {"num_format": "@"} if is_dangerous(cell.text) else {}
        extra |= {"bold": True} if cell.bold else {}
        extra |= {"align": cell.align} if cell.align else {}
        extra |= {"text_wrap": True} if cell.wrap or "\n" in cell.text else {}
        if is_dangerous(cell.text):
            # quotePrefix keeps it text even after somebody edits the cell and presses Enter.
            extra["quote_prefix"] = True
        page.write_string(row, column, clean_cell_text(cell.text), formats.get(**(style | extra)))
    elif isinstance(cell, Number):
        assert cell.number is not None
        number = float(cell.number)
        form = cell.format or column_format
        extra = ({"num_format": form} if form else {}) | ({"bold": True} if cell.bold else {})
        if number != number or number in (float("inf"), float("-inf")):
            page.write_string(row, column, "—", formats.get(**(style | {"align": "right"})))
        else:
            page.write_number(row, column, number, formats.get(**(style | extra)))
    elif isinstance(cell, Formula):
        form = cell.format or column_format
        extra = ({"num_format": form} if form else {}) | ({"bold": True} if cell.bold else {})
        text = cell.formula if cell.formula.startswith("=") else "=" + cell.formula
        value = cell.value if cell.value is not None else ""
        page.write_formula(row, column, text, formats.get(**(style | extra)), value)
    elif isinstance(cell, Missing):
        page.write_string(row, column, cell.mark, formats.get(**(style | {"align": "right"})))
        if cell.reason:
            page.write_comment(row, column, clean_cell_text(cell.reason), {"author": ""})
    elif isinstance(cell, Link):
        look = formats.get(**(style | {"font_color": "#2b3a8c", "underline": 1}))
        if cell.target.startswith("internal:"):
            page.write_url(row, column, cell.target, look, clean_cell_text(cell.text))
        else:
            page.write_string(row, column, clean_cell_text(cell.text), formats.get(**style))


def _set_up(page: Any, sheet: SheetOut, top: int, head_last: int, width: int) -> None:
    """Frozen panes, column widths, and A4 printing with the header on every page."""
    page.freeze_panes(head_last + 1, min(sheet.freeze_columns, width))
    for column in range(width):
        given = sheet.columns[column].width if column < len(sheet.columns) else None
        page.set_column(column, column, given if given is not None else _fit(sheet, column))
    if sheet.landscape:
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.center_horizontally()
    if sheet.header:
        page.repeat_rows(top, head_last)
    page.set_footer("&C第 &P 页，共 &N 页")
    page.hide_gridlines(2)


def _fit(sheet: SheetOut, column: int) -> float:
    """A width that shows headers and the first thousand cells, between 6 and 48 characters."""
    widest = 4.0
    spread = {(r, c) for r, c, _r2, c2 in sheet.merges if c2 > c}
    for offset, cells in enumerate(sheet.header):
        if column < len(cells) and (offset, column) not in spread:
            widest = max(widest, display_width(shown_text(cells[column])))
    for cells in sheet.rows[:1000]:
        if column < len(cells):
            widest = max(widest, display_width(shown_text(cells[column])))
    return min(max(widest + 2, 6), 48)


def shown_text(cell: OutCell) -> str:
    """Roughly what a cell shows; for widths and for CSV."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Text | Link):
        return cell.text
    if isinstance(cell, Missing):
        return cell.mark
    if isinstance(cell, Formula):
        value = cell.value
        if value is None or isinstance(value, str):
            return value or ""
        return _formatted(value, cell.format)
    if isinstance(cell, Number):
        return "" if cell.number is None else _formatted(cell.number, cell.format)
    return show_number(Decimal(str(cell)))


def _formatted(number: float | Decimal, form: str) -> str:
    from leitai.workbooks.formats import show

    return show(float(number), form)


def csv_cell(cell: OutCell) -> str:
    """The text of a cell in CSV: numbers plain, dangerous text with an apostrophe before it."""
    if isinstance(cell, Number):
        number: float | Decimal | None = cell.number
    elif isinstance(cell, Formula) and not isinstance(cell.value, str):
        number = cell.value
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        number = cell
    else:
        text = _ILLEGAL.sub("", shown_text(cell))
        if isinstance(cell, Missing):
            return text
        return "'" + text if is_dangerous(text) else text
    if number is None:
        return ""
    if isinstance(number, Decimal):
        return format(number, "f")
    if number != number or number in (float("inf"), float("-inf")):
        return ""
    if isinstance(number, float):
        # A whole number needs no point: 708829, never 708829.0.
        return format(Decimal(repr(number + 0.0)), "f").removesuffix(".0")
    return str(number)


def write_csv(target: str | os.PathLike[str] | IO[bytes], sheet: SheetOut) -> None:
    """Write header and rows as CSV in UTF-8 with a byte order mark, as Excel opens it rightly.

    Figures are written in full without separators; text that a spreadsheet program could take for
    a formula gets an apostrophe before it.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for cells in (*sheet.header, *sheet.rows):
        writer.writerow([csv_cell(cell) for cell in cells])
    data = b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")
    if hasattr(target, "write"):
        target.write(data)
    else:
        with open(target, "wb") as stream:
            stream.write(data)
