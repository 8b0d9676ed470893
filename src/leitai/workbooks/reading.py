"""From a file to tables: ``read_tables`` and ``read_workbook``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leitai.workbooks.addresses import range_address
from leitai.workbooks.cells import ColumnReading, read_figures, read_words
from leitai.workbooks.checks import (
    check_hidden,
    check_labels,
    check_mixed_percents,
    check_periods,
    check_totals,
)
from leitai.workbooks.columns import build_columns
from leitai.workbooks.cuts import Cut, body_role
from leitai.workbooks.cutting import find_cuts
from leitai.workbooks.forms import SheetForm
from leitai.workbooks.grid import Grid
from leitai.workbooks.headings import Heading, read_heading
from leitai.workbooks.layouts import cut_from_layout, layout_of
from leitai.workbooks.limits import Limits
from leitai.workbooks.model import (
    Column,
    Layout,
    Orientation,
    Problem,
    Rewrite,
    Row,
    RowRole,
    SheetReading,
    SheetTable,
    WorkbookReading,
)
from leitai.workbooks.opening import OpenedWorkbook, Source, open_workbook
from leitai.workbooks.recalling import Recalled, recall
from leitai.workbooks.rows import RowNamer, build_rows, row_text, row_units
from leitai.workbooks.shifted import shifted_problems
from leitai.workbooks.units import find_unit

Layouts = Mapping[str, Sequence[Layout]]


def read_tables(
    source: Source,
    *,
    limits: Limits | None = None,
    password: str | None = None,
    layouts: Layouts | None = None,
) -> list[SheetTable]:
    """All tables of a file, sheet by sheet. Raises ``WorkbookError`` for a file not readable.

    ``source`` is a path, a binary stream or bytes. ``layouts`` gives, by sheet name, where tables
    stand, when a person has corrected what was found.
    """
    reading = read_workbook(source, limits=limits, password=password, layouts=layouts)
    return list(reading.tables)


def read_workbook(
    source: Source,
    *,
    limits: Limits | None = None,
    password: str | None = None,
    layouts: Layouts | None = None,
    forms: Sequence[SheetForm] = (),
    name: str = "",
) -> WorkbookReading:
    """A file with all its sheets, those skipped too, each with the reason.

    ``layouts`` gives, by sheet name, where tables stand; an empty list has the sheet read afresh.
    ``forms`` are what was remembered of earlier files: a sheet that has the headers of one is read
    in the same way; a sheet that is only much like one is read afresh, and what moved is told.
    ``name`` is what people call the file, where it is kept under another; a CSV's sheet bears it.
    """
    opened = open_workbook(source, limits=limits, password=password, name=name)
    return read_opened(opened, layouts, forms)


def read_opened(
    opened: OpenedWorkbook, layouts: Layouts | None = None, forms: Sequence[SheetForm] = ()
) -> WorkbookReading:
    """The tables of a file that is already open as grids."""
    grids = {grid.name: grid for grid in opened.grids}
    sheets: list[SheetReading] = []
    for name in opened.order:
        if name in grids:
            sheets.append(_read_sheet(grids[name], (layouts or {}).get(name), forms))
        else:
            sheets.append(
                SheetReading(name, "hidden", "", (), "隐藏的表，没有读", "hidden sheet, not read")
            )
    return WorkbookReading(opened.source, opened.kind, opened.encrypted, tuple(sheets))


def _read_sheet(
    grid: Grid, layouts: Sequence[Layout] | None, forms: Sequence[SheetForm]
) -> SheetReading:
    if grid.height == 0 or grid.width == 0:
        return SheetReading(grid.name, "empty", "", (), "空表，跳过", "empty sheet, skipped")
    extent = range_address(0, 0, grid.height - 1, grid.width - 1)
    known = recall(grid, forms) if layouts is None else Recalled()
    chosen = layouts or known.layouts
    cuts = [cut_from_layout(grid, layout) for layout in chosen] if chosen else find_cuts(grid)
    tables = tuple(read_table(grid, cut) for cut in cuts if cut.body or cut.header)
    if not tables:
        return SheetReading(
            grid.name, "no_table", extent, (), "只有文字，没有找到表", "only text, no table found",
            known.problems, known.form, known.near,
        )  # fmt: skip
    return SheetReading(
        grid.name,
        "read",
        extent,
        tables,
        f"{extent}，{len(tables)} 张表",
        f"{extent}, {len(tables)} tables",
        known.problems,
        known.form,
        known.near,
    )


def read_table(grid: Grid, cut: Cut) -> SheetTable:
    """Read one table that was cut out of a sheet."""
    heading, preamble = read_heading(grid, cut)
    columns, roles = _columns_and_roles(grid, cut, heading)
    used = [row for row in cut.body if roles[row] in ("data", "total")]
    namer = RowNamer(grid, columns, cut)
    names = [namer.label(row)[0] for row in used]
    totals = [roles[row] == "total" for row in used]
    readings: list[ColumnReading] = []
    for column in columns:
        if column.role == "number":
            readings.append(read_figures(grid, column, used, names, totals))
        else:
            readings.append(read_words(grid, column, used))
    columns = [reading.column for reading in readings]
    rows, total_rows = build_rows(grid, cut, namer, readings, roles, used)
    orientation = cut.orientation or _orientation(columns, rows)
    if orientation == "indicators_down":
        rows, total_rows = row_units(columns, rows), row_units(columns, total_rows)
    problems: list[Problem] = [p for reading in readings for p in reading.problems]
    problems += _structure_problems(grid, cut, columns)
    problems += check_mixed_percents(grid.name, columns, readings, names)
    problems += check_labels(grid.name, columns, rows, orientation)
    problems += check_periods(grid.name, columns, rows)
    problems += shifted_problems(grid, cut)
    problems += check_totals(grid.name, columns, rows, total_rows)
    problems += check_hidden(grid, cut, used)
    rewrites: list[Rewrite] = [r for reading in readings for r in reading.rewrites]
    first = min([cut.top, *cut.preamble])
    return SheetTable(
        sheet=grid.name,
        range=range_address(first, cut.left, cut.last, cut.right),
        title=heading.title or heading.subject or heading.number,
        preamble=preamble,
        footnotes=tuple(row_text(grid, cut, row) for row in cut.footnotes),
        header_rows=tuple(row + 1 for row in sorted([*cut.header, *cut.unit_rows, *cut.quiet])),
        columns=tuple(columns),
        rows=tuple(rows),
        totals=tuple(total_rows),
        problems=tuple(_in_order(problems)),
        rewrites=tuple(rewrites),
        layout=layout_of(grid, cut, columns, orientation),
        orientation=orientation,
        period=heading.period,
        period_place=heading.period_place,
        row_roles=tuple(sorted(_row_roles(cut, roles).items())),
        subject=heading.subject,
        reporting_unit=heading.reporting_unit,
        about=heading.about,
    )


def _columns_and_roles(
    grid: Grid, cut: Cut, heading: Heading
) -> tuple[list[Column], dict[int, RowRole]]:
    """The columns, and what each body row is: first by a guess at the labels, then by them."""
    guess = [cut.left, cut.left + 1]
    roles: dict[int, RowRole] = {row: body_role(grid, cut, row, guess) for row in cut.body}
    columns = build_columns(grid, cut, [r for r in cut.body if roles[r] == "data"], heading)
    labels = [c.index for c in columns if c.role == "label" and c.label_kind != "code"]
    return columns, {row: body_role(grid, cut, row, labels) for row in cut.body}


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    rank = {"unreadable": 0, "doubtful": 0, "notice": 1}
    return sorted(problems, key=lambda problem: rank[problem.severity])


def _row_roles(cut: Cut, roles: Mapping[int, RowRole]) -> dict[int, RowRole]:
    """Roles by row number as the sheet counts."""
    groups: tuple[tuple[Sequence[int], RowRole], ...] = (
        (cut.preamble, "preamble"),
        (cut.header, "header"),
        (cut.repeated, "header"),
        (cut.unit_rows, "units"),
        (cut.quiet, "numbering"),
    )
    result: dict[int, RowRole] = {row + 1: role for rows, role in groups for row in rows}
    result |= {row + 1: role for row, role in roles.items()}
    result |= {row + 1: "unread" for row in cut.shifted}
    result |= {row + 1: "footnote" for row in cut.footnotes}
    return result


def _orientation(columns: Sequence[Column], rows: Sequence[Row]) -> Orientation:
    """What goes down the rows: units, periods or indicators."""
    labels = [c for c in columns if c.role == "label"]
    names = [c for c in labels if c.label_kind in ("name", "indicator")]
    if not names and any(c.label_kind == "period" for c in labels):
        return "periods_down"
    if any(c.label_kind == "indicator" for c in names):
        return "indicators_down"
    figures = [c for c in columns if c.role == "number"]
    with_unit = sum(bool(find_unit(row.label_raw)) for row in rows)
    if rows and with_unit * 2 > len(rows) and figures:
        return "indicators_down"
    return "units_down"


def _structure_problems(grid: Grid, cut: Cut, columns: Sequence[Column]) -> list[Problem]:
    problems: list[Problem] = []
    first = range_address(cut.top, cut.left, cut.top, cut.left)
    if not cut.header:
        problems.append(
            Problem("notice", "no_header", grid.name, first, "",
                    f"“{grid.name}”表没有找到表头，列用字母称呼。请定表头在第几行。",
                    f"No header found in sheet “{grid.name}”; columns go by their letters.")
        )  # fmt: skip
    if cut.body and not any(column.role == "label" for column in columns):
        problems.append(
            Problem("notice", "no_label", grid.name, first, "",
                    f"“{grid.name}”表没有找到单位名称一列。请定哪一列是名称。",
                    f"No column of names found in sheet “{grid.name}”.")
        )  # fmt: skip
    return problems
