"""What the reader hands over: frozen records of tables, rows, cells, doubts and rewritings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from leitai.workbooks.periods import PeriodText

CellKind = Literal["number", "missing", "text", "unreadable", "empty"]
ColumnRole = Literal["label", "number", "text", "index"]
LabelKind = Literal["", "name", "code", "period", "indicator"]
RowRole = Literal[
    "blank", "preamble", "header", "units", "numbering", "data", "section", "total", "footnote",
    "unread", "outside",
]  # fmt: skip
Severity = Literal["unreadable", "doubtful", "notice"]
Orientation = Literal["units_down", "periods_down", "indicators_down"]

ROW_ROLE_NAMES: dict[RowRole, str] = {
    "blank": "",
    "preamble": "前言",
    "header": "表头",
    "units": "单位",
    "numbering": "列号",
    "data": "数据",
    "section": "分组",
    "total": "合计",
    "footnote": "脚注",
    "unread": "未读",
    "outside": "表外",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One answer offered to a person for a doubtful cell.

    ``key`` is stable ("store", "keep", "refuse"); ``number`` is what would be stored in the
    column's unit, ``None`` when the cell would not be taken.
    """

    key: str
    label: str
    label_en: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person has to know, or to settle, with its place and its reason.

    ``severity``: "unreadable" (nothing was read), "doubtful" (read, but a person must settle it),
    "notice" (read, no answer needed). ``kind`` is a stable word for programs.
    """

    severity: Severity
    kind: str
    sheet: str
    address: str
    raw: str
    message: str
    message_en: str
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A writing that was changed while reading (full width to half width and so on).

    ``address`` is a cell, or a range when ``count`` cells share the same plain rewriting.
    """

    sheet: str
    address: str
    raw: str
    reading: str
    reason: str
    reason_en: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: where it stands, what was written, what was read.

    ``raw`` is the text as the spreadsheet program shows it; ``stored`` the stored value when it
    differs from that (0.1264 behind "12.6%"). ``number`` is in the unit of the column; for
    percentages 12.6, not 0.126. ``missing_reason`` is a key of ``numbers.MISSING_REASONS``.
    A ``doubtful`` cell has a problem with the same address and waits for a person.
    """

    sheet: str
    address: str
    raw: str
    number: float | None
    text: str
    kind: CellKind
    missing_reason: str = ""
    percent: bool = False
    rewritten: str = ""
    note: str = ""
    stored: str = ""
    qualifier: str = "exact"
    factor: int = 1
    doubtful: bool = False

    @property
    def exact(self) -> Decimal | None:
        """The number in its shortest decimal form, free of binary noise."""
        return None if self.number is None else Decimal(repr(self.number))

    @property
    def settled(self) -> bool:
        """Whether the cell may be taken over without asking anybody."""
        return self.kind in ("number", "missing", "empty", "text") and not self.doubtful


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, in which unit it counts and where that was found.

    ``index`` is 0-based in the sheet. ``path`` holds the header texts from top to bottom as they
    were written; ``name`` the cleaned lowest one that is no period. ``unit_place`` is "" or one of
    "header", "unit_row", "preamble", "title", "cells", "layout" (a person said so).
    ``period_place`` is "header", "title", "sheet", "layout" or "".
    """

    index: int
    letter: str
    name: str
    path: tuple[str, ...]
    unit: str
    unit_place: str
    role: ColumnRole
    period: PeriodText | None = None
    period_place: str = ""
    label_kind: LabelKind = ""
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of figures: ``number`` as the sheet counts (from 1) and one cell a column.

    ``label`` is the cleaned text of the most specific label, ``label_raw`` as written,
    ``label_cell`` its address. ``labels`` has every label of the row by column letter; a label
    that a vertical merge lends to the row is in ``lent``. ``unit`` is set where units stand in
    the rows (indicators down the rows).
    """

    number: int
    label: str
    label_cell: str
    cells: tuple[Cell, ...]
    label_raw: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    lent: tuple[str, ...] = ()
    code: str = ""
    period: PeriodText | None = None
    unit: str = ""
    section: str = ""
    level: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column is for. ``index`` is 0-based in the sheet.

    ``name``, ``unit`` and ``period`` ("2026年10月", "累计", "上年同期") are what a person says;
    empty where the sheet speaks for itself.
    """

    index: int
    role: ColumnRole
    label_kind: LabelKind = ""
    name: str = ""
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table was cut out of its sheet; a person may correct it and read again.

    Rows are numbers as the sheet shows them, both ends included; columns are 0-based, both ends
    included. ``header`` is ``None`` for a table without header. ``rows`` gives the use of rows that
    is not plain from where they stand: unit rows and column numbers in the header; in the body
    totals, headings of groups, repeated headers ("header") and rows to leave out ("outside").
    ``uses`` says what columns are for, ``orientation`` what goes down the rows; where they say
    nothing the reader judges by itself.
    """

    sheet: str
    header: tuple[int, int] | None
    body: tuple[int, int]
    columns: tuple[int, int]
    preamble: tuple[int, int] | None = None
    footnotes: tuple[int, int] | None = None
    fingerprint: str = ""
    rows: tuple[tuple[int, RowRole], ...] = ()
    uses: tuple[ColumnUse, ...] = ()
    orientation: Orientation | None = None


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table found in a sheet. ``fingerprint`` of its layout is the same for the same form.

    ``about`` is the unit that all figures are about, where a line above says so (地区：广州).
    """

    sheet: str
    range: str
    title: str
    preamble: tuple[str, ...]
    footnotes: tuple[str, ...]
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    problems: tuple[Problem, ...]
    rewrites: tuple[Rewrite, ...]
    layout: Layout
    orientation: Orientation = "units_down"
    period: PeriodText | None = None
    period_place: str = ""
    row_roles: tuple[tuple[int, RowRole], ...] = ()
    subject: str = ""
    reporting_unit: str = ""
    about: str = ""

    @property
    def number_columns(self) -> tuple[Column, ...]:
        """The columns that hold figures."""
        return tuple(column for column in self.columns if column.role == "number")

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """The problems that a person must settle before the table can be taken over."""
        return tuple(problem for problem in self.problems if problem.severity != "notice")

    def column(self, key: str) -> Column:
        """The column with this letter, full name or name; ``KeyError`` when there is none."""
        for attribute in ("letter", "full_name", "name"):
            for column in self.columns:
                if getattr(column, attribute) == key:
                    return column
        raise KeyError(key)

    def cell(self, label: str, key: str) -> Cell:
        """The cell in the first row called ``label`` and the column ``key``."""
        wanted = self.column(key)
        position = self.columns.index(wanted)
        for row in (*self.rows, *self.totals):
            if label in (row.label, row.label_raw, row.code):
                return row.cells[position]
        raise KeyError(label)

    def figures(self) -> Iterator[tuple[Row, Column, Cell]]:
        """Every data cell of the number columns, row by row."""
        numbered = [(i, c) for i, c in enumerate(self.columns) if c.role == "number"]
        for row in self.rows:
            for position, column in numbered:
                yield row, column, row.cells[position]

    def counts(self) -> dict[str, int]:
        """How many figures were read, missing, unreadable, doubtful or rewritten."""
        result = {"number": 0, "missing": 0, "empty": 0, "unreadable": 0, "doubtful": 0, "text": 0}
        for _row, _column, cell in self.figures():
            result["doubtful" if cell.doubtful else cell.kind] += 1
        result["rewritten"] = sum(rewrite.count for rewrite in self.rewrites)
        return result

    def unit_of(self, row: Row, column: Column) -> str:
        """The unit of a figure: that of its column, or of its row where units go down the rows."""
        return row.unit or column.unit


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet of a file: its tables, or why it has none (``state``).

    ``state``: "read", "empty", "hidden" (not read), "no_table". ``form`` is the key of the
    remembered form that the sheet was read by, ``near`` that of one it is much like but not quite.
    """

    name: str
    state: str
    range: str
    tables: tuple[SheetTable, ...]
    message: str
    message_en: str
    problems: tuple[Problem, ...] = ()
    form: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """A whole file: its kind, whether it was encrypted, and its sheets in order."""

    source: str
    kind: str
    encrypted: bool
    sheets: tuple[SheetReading, ...]
    notices: tuple[Problem, ...] = field(default=())

    @property
    def tables(self) -> tuple[SheetTable, ...]:
        """All tables of all sheets, in order."""
        return tuple(table for sheet in self.sheets for table in sheet.tables)
