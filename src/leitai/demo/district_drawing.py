"""Drawing one form sheet of 云溪区, and noting which cell holds which value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from leitai.demo.district_forms import FormColumn, FormSheet, Writing
from leitai.demo.district_model import DemoUnit

_FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
MARKS = {"not_reported": "未报", "by_nature": "—", "below_unit": "…"}


@dataclass(frozen=True)
class CellContent:
    """What a figure cell is to show: a number in the sheet's measure, or a missing mark."""

    number: float | None
    decimals: int
    missing: str = ""


@dataclass(frozen=True)
class DrawnCell:
    """A figure cell as it was written."""

    unit: str
    column: FormColumn
    letter: str
    address: str
    number: float | None
    text: str


@dataclass(frozen=True)
class Heads:
    """The lines above the table: title, reporting department, measure."""

    title: str
    sender: str
    measure: str
    month: int


class SheetPen:
    """Writes a form sheet row by row into a workbook."""

    def __init__(self, book: Workbook, sheet: FormSheet) -> None:
        self._book = book
        self._sheet = sheet
        self._paper: Worksheet = book.add_worksheet(sheet.name)
        self._formats: dict[str, Format] = {}
        self._first = 1 if sheet.index_column else 0
        self._cells: list[DrawnCell] = []

    def draw(
        self,
        heads: Heads,
        groups: Sequence[tuple[str, Sequence[DemoUnit]]],
        content: Callable[[FormColumn, DemoUnit], CellContent | str],
        unit_labels: Mapping[str, str],
    ) -> tuple[DrawnCell, ...]:
        """Write the whole sheet.

        ``groups`` are units with the name of their subtotal; ``content`` gives each cell;
        ``unit_labels`` replaces the name of some units by another writing.
        """
        row = self._write_heads(heads)
        row = self._write_header(row, heads)
        if self._sheet.totals == "above":
            row = self._write_rows_with_subtotals(row, groups, content, unit_labels)
        else:
            for _name, units in groups:
                row = self._write_units(row, units, content, unit_labels)
        if self._sheet.totals == "below":
            everyone = [unit for _name, units in groups for unit in units]
            row = self._write_total(row, "合计", everyone, content)
        if self._sheet.footnote:
            self._paper.write_string(row, 0, self._sheet.footnote)
        self._paper.set_column(self._first, self._first, 18)
        self._paper.set_column(self._first + 1, self._width - 1, 16)
        return tuple(self._cells)

    @property
    def _width(self) -> int:
        return self._first + 1 + len(self._sheet.columns)

    def _format(self, name: str, **properties: object) -> Format:
        if name not in self._formats:
            self._formats[name] = self._book.add_format(dict(properties))
        return self._formats[name]

    def _write_heads(self, heads: Heads) -> int:
        bold = self._format("title", bold=True, align="center", font_size=14)
        self._paper.merge_range(0, 0, 0, self._width - 1, heads.title, bold)
        self._paper.write_string(1, 0, f"填报单位：{heads.sender}")
        if self._sheet.unit_place != "header":
            self._paper.write_string(1, self._width - 1, f"单位：{heads.measure}")
        return 2

    def _write_header(self, row: int, heads: Heads) -> int:
        head = self._format("head", bold=True, align="center", valign="vcenter", border=1)
        depth = max(len(column.heading) for column in self._sheet.columns)
        leading = ["序号", self._sheet.label] if self._sheet.index_column else [self._sheet.label]
        for place, text in enumerate(leading):
            self._merge(row, place, row + depth - 1, place, text, head)
        texts = [
            tuple(part.format(m=heads.month) for part in column.heading)
            for column in self._sheet.columns
        ]
        for level in range(depth):
            place = 0
            while place < len(texts):
                heading = texts[place]
                if level >= len(heading):
                    place += 1
                    continue
                last_level = level == len(heading) - 1
                span = place
                # Neighbours under the same upper heads share one merged head.
                while (
                    not last_level
                    and span + 1 < len(texts)
                    and texts[span + 1][: level + 1] == heading[: level + 1]
                ):
                    span += 1
                bottom = row + depth - 1 if last_level else row + level
                left = self._first + 1
                self._merge(row + level, left + place, bottom, left + span, heading[level], head)
                place = span + 1
        row += depth
        if self._sheet.unit_place == "row":
            for place in range(len(texts)):
                self._paper.write_string(row, self._first + 1 + place, heads.measure, head)
            row += 1
        return row

    def _merge(self, top: int, left: int, bottom: int, right: int, text: str, look: Format) -> None:
        if (top, left) == (bottom, right):
            self._paper.write_string(top, left, text, look)
        else:
            self._paper.merge_range(top, left, bottom, right, text, look)

    def _write_rows_with_subtotals(
        self,
        row: int,
        groups: Sequence[tuple[str, Sequence[DemoUnit]]],
        content: Callable[[FormColumn, DemoUnit], CellContent | str],
        unit_labels: Mapping[str, str],
    ) -> int:
        everyone = [unit for _name, units in groups for unit in units]
        row = self._write_total(row, "合计", everyone, content)
        for name, units in groups:
            row = self._write_total(row, f"{name}小计", units, content)
            row = self._write_units(row, units, content, unit_labels)
        return row

    def _write_units(
        self,
        row: int,
        units: Sequence[DemoUnit],
        content: Callable[[FormColumn, DemoUnit], CellContent | str],
        unit_labels: Mapping[str, str],
    ) -> int:
        for number, unit in enumerate(units, start=1):
            if self._sheet.index_column:
                self._paper.write_number(row, 0, number)
            self._paper.write_string(row, self._first, unit_labels.get(unit.name, unit.name))
            for place, column in enumerate(self._sheet.columns, start=self._first + 1):
                cell = content(column, unit)
                text = (
                    self._write_text(row, place, cell)
                    if isinstance(cell, str)
                    else self._write_figure(row, place, column.writing, cell, unit)
                )
                number_in_cell = None if isinstance(cell, str) else cell.number
                self._cells.append(
                    DrawnCell(
                        unit.name,
                        column,
                        xl_col_to_name(place),
                        xl_rowcol_to_cell(row, place),
                        number_in_cell,
                        text,
                    )
                )
            row += 1
        return row

    def _write_total(
        self,
        row: int,
        name: str,
        units: Sequence[DemoUnit],
        content: Callable[[FormColumn, DemoUnit], CellContent | str],
    ) -> int:
        self._paper.write_string(row, self._first, name)
        for place, column in enumerate(self._sheet.columns, start=self._first + 1):
            cells = [content(column, unit) for unit in units]
            figures = [cell for cell in cells if isinstance(cell, CellContent)]
            if column.kind in ("growth", "remark") or not figures:
                continue
            known = [figure.number for figure in figures if figure.number is not None]
            total = CellContent(round(sum(known), 4), figures[0].decimals)
            self._write_figure(row, place, column.writing, total, None)
        return row + 1

    def _write_text(self, row: int, place: int, text: str) -> str:
        if text:
            self._paper.write_string(row, place, text)
        return text

    def _write_figure(
        self, row: int, place: int, writing: Writing, cell: CellContent, unit: DemoUnit | None
    ) -> str:
        if cell.number is None:
            return self._write_text(row, place, MARKS.get(cell.missing, ""))
        text = shown(cell.number, cell.decimals, writing)
        if unit is not None and unit.name == self._sheet.full_width_row:
            return self._write_text(row, place, text.translate(_FULL_WIDTH))
        if writing != "number":
            return self._write_text(row, place, text)
        pattern = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
        look = self._format(pattern, num_format=pattern)
        self._paper.write_number(row, place, cell.number, look)
        return text


def shown(number: float, decimals: int, writing: Writing) -> str:
    """The text a cell shows for a number: "142,108", "97.2%", "190"."""
    if writing == "percent":
        return f"{number:.{decimals}f}%"
    if writing == "text":
        return f"{number:.{decimals}f}"
    return f"{number:,.{decimals}f}"
