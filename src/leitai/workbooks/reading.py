"""From a file to tables: ``read_tables`` and ``read_workbook``."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from leitai.workbooks.addresses import range_address
from leitai.workbooks.cells import ColumnReading, read_figures, read_words
from leitai.workbooks.checks import check_hidden, check_labels, check_mixed_percents, check_totals
from leitai.workbooks.columns import build_columns, read_heading
from leitai.workbooks.cutting import Cut, body_role, cut_from_layout, find_cuts
from leitai.workbooks.formats import parse_format
from leitai.workbooks.grid import Grid, cell_key
from leitai.workbooks.limits import Limits
from leitai.workbooks.model import (
    Cell,
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
from leitai.workbooks.periods import PeriodText, period_of_date, read_period
from leitai.workbooks.texts import SPACES, clean_text, squeeze
from leitai.workbooks.units import find_unit, parse_unit, strip_unit

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
) -> WorkbookReading:
    """A file with all its sheets, those skipped too, each with the reason."""
    opened = open_workbook(source, limits=limits, password=password)
    return read_opened(opened, layouts)


def read_opened(opened: OpenedWorkbook, layouts: Layouts | None = None) -> WorkbookReading:
    """The tables of a file that is already open as grids."""
    grids = {grid.name: grid for grid in opened.grids}
    sheets: list[SheetReading] = []
    for name in opened.order:
        if name in grids:
            sheets.append(_read_sheet(grids[name], (layouts or {}).get(name)))
        else:
            sheets.append(
                SheetReading(name, "hidden", "", (), "隐藏的表，没有读", "hidden sheet, not read")
            )
    return WorkbookReading(opened.source, opened.kind, opened.encrypted, tuple(sheets))


def _read_sheet(grid: Grid, layouts: Sequence[Layout] | None) -> SheetReading:
    if grid.height == 0 or grid.width == 0:
        return SheetReading(grid.name, "empty", "", (), "空表，跳过", "empty sheet, skipped")
    extent = range_address(0, 0, grid.height - 1, grid.width - 1)
    cuts = [cut_from_layout(grid, layout) for layout in layouts] if layouts else find_cuts(grid)
    tables = tuple(read_table(grid, cut) for cut in cuts if cut.body or cut.header)
    if not tables:
        return SheetReading(
            grid.name, "no_table", extent, (), "只有文字，没有找到表", "only text, no table found"
        )
    return SheetReading(
        grid.name,
        "read",
        extent,
        tables,
        f"{extent}，{len(tables)} 张表",
        f"{extent}, {len(tables)} tables",
    )


def read_table(grid: Grid, cut: Cut) -> SheetTable:
    """Read one table that was cut out of a sheet."""
    heading, preamble = read_heading(grid, cut)
    labels_guess = list(range(cut.left, cut.right + 1))
    roles: dict[int, RowRole] = {
        row: body_role(grid, cut, row, labels_guess[:2]) for row in cut.body
    }
    columns = build_columns(grid, cut, [r for r in cut.body if roles[r] == "data"], heading)
    labels = [column.index for column in columns if column.role == "label"]
    roles = {row: body_role(grid, cut, row, labels) for row in cut.body}
    used = [row for row in cut.body if roles[row] in ("data", "total")]
    namer = _RowNamer(grid, columns, cut)
    names = [namer.label(row)[0] for row in used]
    totals = [roles[row] == "total" for row in used]
    readings: list[ColumnReading] = []
    for column in columns:
        if column.role == "number":
            readings.append(read_figures(grid, column, used, names, totals))
        else:
            readings.append(read_words(grid, column, used))
    columns = [reading.column for reading in readings]
    rows, total_rows = _rows(grid, cut, namer, readings, roles, used)
    orientation = _orientation(columns, rows)
    if orientation == "indicators_down":
        rows, total_rows = _row_units(columns, rows), _row_units(columns, total_rows)
    problems: list[Problem] = [p for reading in readings for p in reading.problems]
    problems += _structure_problems(grid, cut, columns)
    problems += check_mixed_percents(grid.name, columns, readings, names)
    problems += check_labels(grid.name, columns, rows)
    problems += check_totals(grid.name, columns, rows, total_rows)
    problems += check_hidden(grid, cut, used)
    rewrites: list[Rewrite] = [r for reading in readings for r in reading.rewrites]
    layout = _layout(grid, cut, columns)
    last = max([*cut.body, *cut.header, *cut.footnotes, *cut.unit_rows, *cut.quiet])
    first = min([*cut.preamble, *cut.header, *cut.unit_rows, *cut.quiet, *cut.body])
    return SheetTable(
        sheet=grid.name,
        range=range_address(first, cut.left, last, cut.right),
        title=heading.title or heading.subject,
        preamble=preamble,
        footnotes=tuple(_line(grid, cut, row) for row in cut.footnotes),
        header_rows=tuple(row + 1 for row in sorted([*cut.header, *cut.unit_rows, *cut.quiet])),
        columns=tuple(columns),
        rows=tuple(rows),
        totals=tuple(total_rows),
        problems=tuple(_in_order(problems)),
        rewrites=tuple(rewrites),
        layout=layout,
        orientation=orientation,
        period=heading.period,
        period_place=heading.period_place,
        row_roles=tuple(sorted(_row_roles(cut, roles).items())),
        subject=heading.subject,
        reporting_unit=heading.reporting_unit,
    )


def _line(grid: Grid, cut: Cut, row: int) -> str:
    texts = (grid.text(row, column).strip(SPACES) for column in range(cut.left, cut.right + 1))
    return "  ".join(text for text in texts if text)


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    rank = {"unreadable": 0, "doubtful": 0, "notice": 1}
    return sorted(problems, key=lambda problem: rank[problem.severity])


def _row_roles(cut: Cut, roles: Mapping[int, RowRole]) -> dict[int, RowRole]:
    """Roles by row number as the sheet counts."""
    result: dict[int, RowRole] = {row + 1: "preamble" for row in cut.preamble}
    result |= {
        row + 1: "header" for row in (*cut.header, *cut.unit_rows, *cut.quiet, *cut.repeated)
    }
    result |= {row + 1: role for row, role in roles.items()}
    result |= {row + 1: "footnote" for row in cut.footnotes}
    return result


class _RowNamer:
    """Finds the label of a row: the most specific label column, merges from above included."""

    def __init__(self, grid: Grid, columns: Sequence[Column], cut: Cut) -> None:
        self.grid = grid
        self.labels = [c for c in columns if c.role == "label" and c.label_kind != "code"]
        self.codes = [c for c in columns if c.role == "label" and c.label_kind == "code"]
        self.index = [c for c in columns if c.role in ("index", "text")]
        self.lent: dict[tuple[int, int], tuple[int, int]] = {}
        span = {c.index for c in self.labels + self.codes}
        top_of_body = cut.body[0] if cut.body else 0
        for top, left, bottom, right in grid.marks.merges:
            if bottom < top_of_body or top < top_of_body:
                continue
            for row in range(top, min(bottom, grid.height - 1) + 1):
                for column in range(left, min(right, grid.width - 1) + 1):
                    if column in span and (row, column) != (top, left):
                        self.lent[row, column] = (top, left)
        self.main = self._main_column(cut)

    def _main_column(self, cut: Cut) -> Column | None:
        """The label column with most different texts; Chinese before Latin, left before right."""
        named = [c for c in self.labels if c.label_kind in ("name", "indicator")]
        pool = named or self.labels or self.codes
        if not pool:
            return None
        sample = cut.body[:400]

        def rank(column: Column) -> tuple[int, int, int]:
            texts = {squeeze(self.grid.text(row, column.index)) for row in sample}
            texts.discard("")
            han = sum(not text.isascii() for text in texts)
            return (len(texts) if han * 2 >= len(texts) else 0, len(texts), -column.index)

        best = max(pool, key=rank)
        periods = [c for c in self.labels if c.label_kind == "period"]
        if periods and best.label_kind == "name" and rank(best)[1] <= 1:
            return periods[0]
        return best

    def text(self, row: int, column: Column) -> tuple[str, bool]:
        """(raw text, whether a merge lends it) of a label cell."""
        place = self.lent.get((row, column.index))
        if place is not None and self.grid.is_blank(row, column.index):
            return self.grid.text(*place), True
        return self.grid.text(row, column.index), False

    def label(self, row: int) -> tuple[str, str, str]:
        """(cleaned label, raw label, letter of its column) of a row."""
        order = ([self.main] if self.main else []) + [c for c in self.labels if c is not self.main]
        for column in [*order, *self.codes, *self.index]:
            raw, lent = self.text(row, column)
            text = clean_text(raw)
            if text and not (lent and column is not self.main and self.main is not None):
                return text, raw, column.letter
        return "", "", (self.main.letter if self.main else "")


def _rows(
    grid: Grid,
    cut: Cut,
    namer: _RowNamer,
    readings: Sequence[ColumnReading],
    roles: Mapping[int, RowRole],
    used: Sequence[int],
) -> tuple[list[Row], list[Row]]:
    """Data rows and total rows, in the order of the sheet."""
    data: list[Row] = []
    totals: list[Row] = []
    section = ""
    by_row: dict[int, tuple[Cell, ...]] = dict(
        zip(used, zip(*(reading.cells for reading in readings), strict=True), strict=True)
    )
    period_column = next((c for c in namer.labels if c.label_kind == "period"), None)
    hidden = grid.marks.hidden_rows
    for row in cut.body:
        if roles[row] == "section":
            section = clean_text(_line(grid, cut, row))
            continue
        label, raw, letter = namer.label(row)
        code = next((c for c in (clean_text(namer.text(row, k)[0]) for k in namer.codes) if c), "")
        pairs: list[tuple[str, str]] = []
        lent: list[str] = []
        for column in (*namer.labels, *namer.codes):
            text, borrowed = namer.text(row, column)
            pairs.append((column.letter, clean_text(text)))
            if borrowed:
                lent.append(column.letter)
        made = Row(
            row + 1, label, f"{letter}{row + 1}" if letter else "", by_row[row],
            raw, tuple(pairs), tuple(lent), code, _row_period(grid, row, period_column),
            section=section, level=_level(raw), hidden=row in hidden,
        )  # fmt: skip
        (totals if roles[row] == "total" else data).append(made)
    return data, totals


def _level(raw: str) -> int:
    """Depth of a label by the spaces before it; a wide space counts as two."""
    lead = raw[: len(raw) - len(raw.lstrip(SPACES))]
    return (len(lead) + lead.count("\u3000")) // 2


def _row_period(grid: Grid, row: int, column: Column | None) -> PeriodText | None:
    if column is None:
        return None
    value = grid.values[row][column.index]
    raw = grid.text(row, column.index)
    found = read_period(raw)
    if found is None and isinstance(value, datetime.date):
        code = grid.marks.formats.get(cell_key(row, column.index), "")
        has_day = parse_format(code).has_day if code else value.day != 1
        return period_of_date(value, raw, has_day=has_day and value.day != 1)
    return found


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


def _row_units(columns: Sequence[Column], rows: Sequence[Row]) -> list[Row]:
    """Rows of a table with indicators down the rows, each with its own unit."""
    unit_at = next(
        (
            position
            for position, column in enumerate(columns)
            if column.role == "text" and squeeze(column.name).endswith("单位")
        ),
        None,
    )
    result: list[Row] = []
    for row in rows:
        unit = find_unit(row.label_raw)
        if unit_at is not None and not unit:
            known = parse_unit(row.cells[unit_at].text)
            unit = known.symbol if known else ""
        if unit:
            row = replace(row, unit=unit, label=clean_text(strip_unit(row.label)))
        result.append(row)
    return result


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


def _layout(grid: Grid, cut: Cut, columns: Sequence[Column]) -> Layout:
    """Where the table stands, with a fingerprint of its form (not of its figures or rows)."""

    def span(rows: Sequence[int]) -> tuple[int, int] | None:
        return (min(rows) + 1, max(rows) + 1) if rows else None

    heads = [*cut.header, *cut.unit_rows, *cut.quiet]
    form = [
        "|".join([c.letter, c.role, *(_without_period(text) for text in c.path)]) for c in columns
    ]
    digest = hashlib.sha256("\n".join(form).encode()).hexdigest()[:16]
    body = span(cut.body) or (cut.top + 1, cut.top)
    return Layout(grid.name, span(heads), body, (cut.left, cut.right), span(cut.preamble),
                  span(cut.footnotes), digest)  # fmt: skip


def _without_period(text: str) -> str:
    """A header text for the fingerprint; any period is "period", so next month's is the same."""
    period = read_period(text)
    return squeeze(text) if period is None or period.relative else "period"
