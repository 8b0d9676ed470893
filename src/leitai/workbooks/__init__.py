"""Workbooks in and out: finding the table in a badly behaved sheet, and writing safe ones.

    >>> from leitai.workbooks import read_tables
    >>> for table in read_tables("10月招商引资情况表.xlsx"):   # doctest: +SKIP
    ...     for row, column, cell in table.figures():
    ...         print(cell.address, row.label, column.name, cell.raw, cell.number)

Nothing is coerced, dropped or filled in silence: what was not read, what is doubtful and what was
written differently stands in ``problems`` and ``rewrites`` of each table, with its address.
"""

from leitai.workbooks.addresses import column_index, column_letter, parse_address, range_address
from leitai.workbooks.forms import SheetForm, form_from_dict, layout_from_dict
from leitai.workbooks.limits import Limits, WorkbookError
from leitai.workbooks.model import (
    ROW_ROLE_NAMES,
    Cell,
    Column,
    ColumnUse,
    Layout,
    Problem,
    Proposal,
    Rewrite,
    Row,
    SheetReading,
    SheetTable,
    WorkbookReading,
)
from leitai.workbooks.names import Alternative, Candidate, Match, match_names
from leitai.workbooks.numbers import MISSING_REASONS, NumberReading, read_number
from leitai.workbooks.periods import PeriodText, find_period, read_period
from leitai.workbooks.reading import read_tables, read_workbook
from leitai.workbooks.texts import clean_text
from leitai.workbooks.units import Unit, convert, find_unit, find_unit_slips, parse_unit
from leitai.workbooks.windows import (
    GridCell,
    GridRow,
    SheetGrid,
    SheetWindow,
    open_sheet_window,
    read_sheet,
    sheet_form,
)
from leitai.workbooks.writing import (
    ColumnOut,
    Formula,
    Link,
    Missing,
    Number,
    SheetOut,
    Text,
    write_csv,
    write_workbook,
)

__all__ = [
    "MISSING_REASONS",
    "ROW_ROLE_NAMES",
    "Alternative",
    "Candidate",
    "Cell",
    "Column",
    "ColumnOut",
    "ColumnUse",
    "Formula",
    "GridCell",
    "GridRow",
    "Layout",
    "Limits",
    "Link",
    "Match",
    "Missing",
    "Number",
    "NumberReading",
    "PeriodText",
    "Problem",
    "Proposal",
    "Rewrite",
    "Row",
    "SheetForm",
    "SheetGrid",
    "SheetOut",
    "SheetReading",
    "SheetTable",
    "SheetWindow",
    "Text",
    "Unit",
    "WorkbookError",
    "WorkbookReading",
    "clean_text",
    "column_index",
    "column_letter",
    "convert",
    "find_period",
    "find_unit",
    "find_unit_slips",
    "form_from_dict",
    "layout_from_dict",
    "match_names",
    "open_sheet_window",
    "parse_address",
    "parse_unit",
    "range_address",
    "read_number",
    "read_period",
    "read_sheet",
    "read_tables",
    "read_workbook",
    "sheet_form",
    "write_csv",
    "write_workbook",
]
