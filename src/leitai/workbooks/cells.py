"""Reading the cells of one column: figures, doubts, rewritings, and the unit the cells agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from leitai.workbooks.drafts import Draft, read_draft, settle_unit
from leitai.workbooks.grid import COLUMN_SPAN, Grid
from leitai.workbooks.model import Cell, Column, Problem, Proposal, Rewrite, Severity
from leitai.workbooks.numbers import (
    REWRITE_REASONS,
    NumberReading,
    read_number,
    show_number,
)
from leitai.workbooks.texts import clean_text
from leitai.workbooks.units import convert, find_unit_slips, parse_unit

_REFUSE = Proposal("refuse", "不收此格", "Leave this cell out")


@dataclass(slots=True)
class ColumnReading:
    """The cells of a column, the column with the unit its cells settled, and what to report."""

    column: Column
    cells: list[Cell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rewrites: list[Rewrite] = field(default_factory=list)


def read_words(grid: Grid, column: Column, rows: Sequence[int]) -> ColumnReading:
    """A column of labels or texts: everything is text, nothing is judged."""
    result = ColumnReading(column)
    letter, index, sheet = column.letter, column.index, grid.name
    append = result.cells.append
    errors = grid.marks.errors
    for row in rows:
        raw = grid.text(row, index)
        if errors and row * COLUMN_SPAN + index in errors:
            append(Cell(sheet, f"{letter}{row + 1}", raw, None, "", "unreadable", note=raw))
            result.problems.append(_error_problem(grid, column, row, raw))
            continue
        text = clean_text(raw) if raw else ""
        append(Cell(sheet, f"{letter}{row + 1}", raw, None, text, "text" if text else "empty"))
    return result


def _error_problem(grid: Grid, column: Column, row: int, raw: str) -> Problem:
    address = f"{column.letter}{row + 1}"
    reading = read_number(raw)
    reason, reason_en = reading.reason or raw, reading.reason_en or raw
    return Problem("unreadable", "excel_error", grid.name, address, raw,
                   f"“{grid.name}”表 {address} 是错误值 {reason}。请改正公式后再传。",
                   f"{address} of sheet “{grid.name}” is the error {reason_en}.")  # fmt: skip


def read_figures(
    grid: Grid, column: Column, rows: Sequence[int], labels: Sequence[str], totals: Sequence[bool]
) -> ColumnReading:
    """A column of figures. ``labels`` names the rows in messages; ``totals`` marks total rows."""
    drafts = [read_draft(grid, column, row) for row in rows]
    column = settle_unit(column, drafts, totals)
    reader = _FigureReader(grid, column, labels)
    for position, draft in enumerate(drafts):
        reader.read(position, draft)
    reader.text_numbers(drafts)
    reader.find_slips(totals)
    return reader.result


class _FigureReader:
    """Turns drafts into cells, knowing the unit of the column."""

    def __init__(self, grid: Grid, column: Column, labels: Sequence[str]) -> None:
        self.grid = grid
        self.sheet = grid.name
        self.column = column
        self.labels = labels
        self.result = ColumnReading(column)

    def where(self, position: int, row: int) -> str:
        """The place as messages begin: 第14行 双塘镇“当月投资”."""
        label = self.labels[position]
        return f"第{row + 1}行 {label}“{self.column.name}”".replace("行 “", "行“")

    def problem(
        self, severity: Severity, kind: str, row: int, raw: str, zh: str, en: str,
        proposals: tuple[Proposal, ...] = (),
    ) -> None:  # fmt: skip
        self.result.problems.append(
            Problem(
                severity, kind, self.sheet, f"{self.column.letter}{row + 1}", raw, zh, en, proposals
            )
        )

    def read(self, position: int, draft: Draft) -> None:
        address = f"{self.column.letter}{draft.row + 1}"
        append = self.result.cells.append
        if draft.plain is not None:
            append(
                Cell(
                    self.sheet,
                    address,
                    draft.raw,
                    draft.plain,
                    draft.raw,
                    "number",
                    stored=draft.stored,
                )
            )
            return
        reading = draft.reading
        if draft.problem or reading is None:
            append(self.spoiled(position, draft, address))
        elif reading.is_plain and reading.number is not None:
            number = float(reading.number)
            append(Cell(self.sheet, address, draft.raw, number, draft.raw, "number"))
        elif reading.kind == "number":
            append(self.number(position, draft, reading, address))
        elif reading.kind == "missing":
            append(
                Cell(
                    self.sheet,
                    address,
                    draft.raw,
                    None,
                    clean_text(draft.raw),
                    "missing",
                    reading.missing_reason,
                )
            )
        elif reading.kind == "empty":
            append(Cell(self.sheet, address, draft.raw, None, "", "empty", "blank"))
        else:
            append(self.unreadable(position, draft, reading, address))

    def spoiled(self, position: int, draft: Draft, address: str) -> Cell:
        """An error, a date, a truth value or an uncalculated formula where a figure should be."""
        where = self.where(position, draft.row)
        raw = draft.raw
        if draft.problem == "error" and draft.reading is not None:
            zh = f"“{self.sheet}”表 {address} {where}是错误值 {draft.reading.reason or raw}。"
            en = f"{address} of sheet “{self.sheet}” is the error {draft.reading.reason_en or raw}."
            self.problem("unreadable", "excel_error", draft.row, raw, zh, en)
            return Cell(
                self.sheet, address, raw, None, raw, "unreadable", note=draft.reading.reason
            )
        words = {
            "uncalculated": ("有公式，但没有存下结果。请在 Excel 里打开、保存后再传。",
                             "has a formula without a stored result; open and save it in Excel"),
            "date": (f"的“{raw}”是日期，不是数字。多半是 Excel 自动改的。",
                     f"“{raw}” is a date, not a number, probably changed by Excel"),
            "time": (f"的“{raw}”是时间，不是数字。", f"“{raw}” is a time, not a number"),
            "bool": (f"的“{raw}”是逻辑值，不是数字。", f"“{raw}” is a truth value, not a number"),
        }[draft.problem or "time"]  # fmt: skip
        self.problem(
            "unreadable", draft.problem, draft.row, raw, where + words[0], f"{address}: {words[1]}."
        )
        return Cell(self.sheet, address, raw, None, raw, "unreadable", note=words[0])

    def unreadable(self, position: int, draft: Draft, reading: NumberReading, address: str) -> Cell:
        reason = reading.reason or "不是数字"
        reason_en = reading.reason_en or "is no number"
        proposals: tuple[Proposal, ...] = ()
        ask = ask_en = ""
        if reading.proposal is not None:
            shown = show_number(reading.proposal)
            ask, ask_en = f"是否为 {shown}？", f" Is it {shown}?"
            proposals = (
                Proposal("store", f"是 {shown}", f"It is {shown}", float(reading.proposal)),
                _REFUSE,
            )
        where = self.where(position, draft.row)
        self.problem(
            "unreadable", "not_a_number", draft.row, draft.raw,
            f"{where}的“{draft.raw.strip()}”{reason}。{ask}",
            f"{address}: “{draft.raw.strip()}” {reason_en}.{ask_en}", proposals,
        )  # fmt: skip
        return Cell(
            self.sheet, address, draft.raw, None, clean_text(draft.raw), "unreadable", note=reason
        )

    def number(self, position: int, draft: Draft, reading: NumberReading, address: str) -> Cell:
        number, doubt = self.in_column_unit(reading)
        where = self.where(position, draft.row)
        doubtful = False
        if reading.doubtful:
            doubtful = True
            shown = show_number(number)
            self.problem(
                "doubtful", "separators", draft.row, draft.raw,
                f"{where}的“{draft.raw.strip()}”{reading.reason}。是否为 {shown}？",
                f"{address}: “{draft.raw.strip()}” {reading.reason_en}. Is it {shown}?",
                (Proposal("store", f"是 {shown}", f"It is {shown}", float(number)), _REFUSE),
            )  # fmt: skip
        elif doubt:
            doubtful = True
            self.problem(
                "doubtful",
                "cell_unit",
                draft.row,
                draft.raw,
                f"{where}的“{draft.raw.strip()}”{doubt[0]}。",
                f"{address}: {doubt[1]}.",
                (
                    Proposal(
                        "keep",
                        f"存 {show_number(number)}",
                        f"Store {show_number(number)}",
                        float(number),
                    ),
                    _REFUSE,
                ),
            )
        codes = reading.rewrites
        rewritten = "、".join(REWRITE_REASONS[code][0] for code in codes)
        if codes:
            self.result.rewrites.append(
                Rewrite(self.sheet, address, draft.raw, show_number(number), rewritten,
                        ", ".join(REWRITE_REASONS[code][1] for code in codes))
            )  # fmt: skip
        return Cell(
            self.sheet, address, draft.raw, float(number), draft.raw.strip(), "number",
            percent=reading.percent, rewritten=rewritten, note=reading.note, stored=draft.stored,
            qualifier=reading.qualifier, factor=reading.factor, doubtful=doubtful,
        )  # fmt: skip

    def in_column_unit(self, reading: NumberReading) -> tuple[Decimal, tuple[str, str] | None]:
        """The number in the column's unit, and the doubt when units do not go together."""
        value = reading.value
        assert value is not None
        assert reading.number is not None
        unit = self.column.unit
        if reading.percent or reading.permille:
            mark = "%" if reading.percent else "‰"
            if unit in ("", mark, "百分点", "个百分点"):
                return reading.number, None if unit else self.mixed(mark)
            if unit in ("%", "‰"):
                return convert(reading.number, mark, unit), None
            return reading.number, (
                f"带 {mark}，同列单位是{unit}",
                f"has {mark}, its column is in {unit}",
            )
        if reading.factor == 1 and not reading.unit:
            return reading.number, None
        known = parse_unit(unit) if unit else None
        if known is None:
            return value, None
        own = parse_unit(reading.unit) if reading.unit else None
        if not reading.unit:
            return value / known.factor, None
        if own is None or (own.base, own.dimension) != (known.base, known.dimension):
            return value, (
                f"单位是{reading.unit}，同列是{unit}",
                f"is in {reading.unit}, its column in {unit}",
            )
        return value * own.factor / known.factor, None

    def mixed(self, mark: str) -> tuple[str, str] | None:
        """A percent in a column without a unit whose other cells are plain figures."""
        return f"带 {mark}，同列别的格没有", f"has {mark}, other cells of its column have none"

    def text_numbers(self, drafts: Sequence[Draft]) -> None:
        """One note for all plain numbers of the column that were stored as text."""
        rows = [
            d.row
            for d in drafts
            if d.stored_text and d.reading is not None and not d.reading.rewrites
        ]
        if not rows:
            return
        first, last, letter = min(rows), max(rows), self.column.letter
        span = (
            f"{letter}{first + 1}" if first == last else f"{letter}{first + 1}:{letter}{last + 1}"
        )
        zh, en = REWRITE_REASONS["stored_as_text"]
        example = next(d for d in drafts if d.row == first)
        reading = example.reading.number if example.reading else None
        shown = show_number(reading) if reading is not None else ""
        self.result.rewrites.append(
            Rewrite(self.sheet, span, example.raw, shown, zh, en, len(rows))
        )

    def find_slips(self, totals: Sequence[bool]) -> None:
        """Mark figures that look to be in another unit than the column."""
        cells = self.result.cells
        places = [
            i
            for i, cell in enumerate(cells)
            if cell.number is not None and not totals[i] and not cell.doubtful
        ]
        unit = self.column.unit
        slips = find_unit_slips([cells[i].number or 0.0 for i in places], unit)
        for slip in slips:
            cell = cells[places[slip.position]]
            assert cell.exact is not None
            stored = cell.exact * slip.factor
            shown, raw = show_number(stored), cell.raw.strip()
            low, high = show_number(slip.low), show_number(slip.high)
            in_unit, in_unit_en = (f"（{unit}）", f" ({unit})") if unit else ("", "")
            if slip.unit:
                like, like_en = f"像是{slip.unit}", f"it looks like {slip.unit}"
                store, store_en = f"是{slip.unit}，存 {shown}", f"It is {slip.unit}, store {shown}"
            else:
                times = show_number(slip.factor if slip.factor > 1 else 1 / slip.factor)
                like, like_en = f"像是差了 {times} 倍", f"it looks to be off {times} times"
                store, store_en = f"存 {shown}", f"Store {shown}"
            keep = f"就是{unit}" if unit else "就是这个数"
            keep_en = f"It is {unit}" if unit else "The figure is right"
            self.result.problems.append(
                Problem(
                    "doubtful",
                    "unit_slip",
                    self.sheet,
                    cell.address,
                    cell.raw,
                    f"“{self.sheet}”表 {cell.address} 是 {raw}，"
                    f"同列为 {low} 至 {high}{in_unit}，{like}。",
                    f"{cell.address} of sheet “{self.sheet}” is {raw}, "
                    f"its column {low} to {high}{in_unit_en}; {like_en}.",
                    (
                        Proposal("store", store, store_en, float(stored)),
                        Proposal("keep", keep, keep_en, cell.number),
                        _REFUSE,
                    ),
                )
            )
            cells[places[slip.position]] = replace(cell, doubtful=True)
