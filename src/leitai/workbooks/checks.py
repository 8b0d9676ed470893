"""Checks over a whole table: percents among plain figures, double names, totals, hidden rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from leitai.workbooks.addresses import column_letter
from leitai.workbooks.cells import ColumnReading
from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Column, Orientation, Problem, Proposal, Row
from leitai.workbooks.numbers import show_number
from leitai.workbooks.shapes import total_kind
from leitai.workbooks.units import is_ratio_name, parse_unit


def check_mixed_percents(
    sheet: str, columns: Sequence[Column], readings: Sequence[ColumnReading], names: Sequence[str]
) -> list[Problem]:
    """In a column of percents, a lone plain figure of at most 1 may be a fraction (0.126)."""
    problems: list[Problem] = []
    for column, reading in zip(columns, readings, strict=True):
        if column.role != "number" or not any(cell.percent for cell in reading.cells):
            continue
        percents = [abs(c.number) for c in reading.cells if c.percent and c.number]
        plain = [
            (i, c) for i, c in enumerate(reading.cells)
            if c.kind == "number" and not c.percent and c.number and not c.doubtful
        ]  # fmt: skip
        if len(percents) < 3 or len(plain) > len(percents):
            continue
        usual = sorted(percents)[len(percents) // 2]
        for position, cell in plain:
            number = cell.number or 0.0
            if not abs(number) <= 1 or usual < 2:
                continue
            times = float(Decimal(repr(number)) * 100)
            shown = show_number(times)
            row = int("".join(ch for ch in cell.address if ch.isdigit()))
            reading.cells[position] = replace(cell, doubtful=True)
            problems.append(
                Problem(
                    "doubtful",
                    "percent_mix",
                    sheet,
                    cell.address,
                    cell.raw,
                    f"第{row}行 {names[position]}“{column.name}”的“{cell.raw.strip()}”没有 %，"
                    f"同列别的格是百分数。是否为 {shown}%？",
                    f"{cell.address}: “{cell.raw.strip()}” has no %, others of its column have. "
                    f"Is it {shown}%?",
                    (
                        Proposal("store", f"是 {shown}%", f"It is {shown}%", times),
                        Proposal(
                            "keep",
                            f"就是 {cell.raw.strip()}%",
                            f"It is {cell.raw.strip()}%",
                            number,
                        ),
                        Proposal("refuse", "不收此格", "Leave this cell out"),
                    ),
                )
            )
    return problems


def check_labels(
    sheet: str, columns: Sequence[Column], rows: Sequence[Row], orientation: Orientation
) -> list[Problem]:
    """Rows that cannot be told apart by all their labels together.

    Where indicators go down the rows their number (编号 129) tells them apart too.
    """
    numbered = [i for i, c in enumerate(columns) if c.role == "index"]
    if orientation != "indicators_down":
        numbered = []
    seen: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.label:
            index = tuple(row.cells[i].text for i in numbered)
            seen[row.label, row.code, row.labels, row.section, index].append(row)
    if not any(column.role == "number" for column in columns):
        return []
    problems: list[Problem] = []
    for same in seen.values():
        if len(same) > 1:
            numbers = "、".join(str(row.number) for row in same[:6])
            problems.append(
                Problem(
                    "doubtful",
                    "double_label",
                    sheet,
                    same[0].label_cell,
                    same[0].label_raw,
                    f"第 {numbers} 行都是“{same[0].label}”。请定收哪一行。",
                    f"Rows {numbers} are all “{same[0].label}”. Say which one to take.",
                    tuple(
                        Proposal(
                            f"row:{row.number}", f"收第 {row.number} 行", f"Take row {row.number}"
                        )
                        for row in same[:6]
                    ),
                )
            )
    return problems


def check_periods(sheet: str, columns: Sequence[Column], rows: Sequence[Row]) -> list[Problem]:
    """A row whose year cannot be read between two that leave room for one: 2017, 208, 2019."""
    if not any(column.label_kind == "period" for column in columns):
        return []
    problems: list[Problem] = []
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        first, last = before.period, after.period
        if row.period is not None or first is None or last is None:
            continue
        if first.kind != "year" or last.kind != "year" or first.year is None or last.year is None:
            continue
        if abs(last.year - first.year) != 2:
            continue
        meant = (first.year + last.year) // 2
        problems.append(
            Problem(
                "unreadable",
                "period_unread",
                sheet,
                row.label_cell,
                row.label_raw,
                f"第{row.number}行的“{row.label_raw.strip()}”读不出时间，"
                f"上一行是 {first.year}，下一行是 {last.year}。是否为 {meant}？",
                f"Row {row.number}: “{row.label_raw.strip()}” is no period; it stands between "
                f"{first.year} and {last.year}. Is it {meant}?",
                (Proposal("store", f"是 {meant}", f"It is {meant}", float(meant)),),
            )
        )
    return problems


def check_totals(
    sheet: str, columns: Sequence[Column], rows: Sequence[Row], totals: Sequence[Row]
) -> list[Problem]:
    """A grand total that is not the sum of its rows, when most other columns do add up.

    Tables with levels, averages or ratios do not add up at all; there nothing is said.
    """
    grand = [row for row in totals if total_kind(row.label) == "total"]
    if (
        len(grand) != 1
        or any(total_kind(row.label) == "subtotal" for row in totals)
        or len(rows) < 2
    ):
        return []
    if any(row.level for row in rows) and any(not row.level for row in rows):
        return []
    right: int = 0
    wrong: list[tuple[Column, float, Decimal, str]] = []
    for position, column in enumerate(columns):
        unit = parse_unit(column.unit)
        if column.role != "number" or is_ratio_name(column.name):
            continue
        if unit is not None and unit.dimension in ("ratio", "points", "per", "temperature"):
            continue
        cell = grand[0].cells[position]
        parts = [row.cells[position] for row in rows]
        if cell.number is None or any(part.kind == "unreadable" or part.doubtful for part in parts):
            continue
        exact = [part.exact for part in parts if part.exact is not None]
        if len(exact) < 2:
            continue
        total = sum(exact, Decimal(0))
        places = max(-int(part.as_tuple().exponent) for part in exact)
        slack = (
            Decimal(len(exact)) * Decimal(1).scaleb(-max(places, 0)) / 2
            if places > 0
            else Decimal(0)
        )
        if cell.exact is not None and abs(cell.exact - total) <= slack:
            right += 1
        else:
            wrong.append((column, cell.number, total, cell.address))
    if right == 0 or len(wrong) > right:
        return []
    return [
        Problem(
            "notice",
            "total_differs",
            sheet,
            where,
            show_number(number),
            f"“{sheet}”表 {where} {grand[0].label}“{column.name}”是 {show_number(number)}，"
            f"各行相加是 {show_number(total)}。",
            f"{where} of sheet “{sheet}” says {show_number(number)}, "
            f"its rows add up to {show_number(total)}.",
        )
        for column, number, total, where in wrong
    ]


def check_hidden(grid: Grid, cut: Cut, used: Sequence[int]) -> list[Problem]:
    """Say that hidden rows and columns were read like all others."""
    problems: list[Problem] = []
    rows = [row + 1 for row in used if row in grid.marks.hidden_rows]
    if rows:
        problems.append(
            Problem(
                "notice",
                "hidden_rows",
                grid.name,
                f"{rows[0]}:{rows[-1]}",
                "",
                f"“{grid.name}”表有 {len(rows)} 行是隐藏的（{_spans(rows)}），也读了。",
                f"Sheet “{grid.name}” has {len(rows)} hidden rows ({_spans(rows)}), "
                "which were read too.",
            )
        )
    hidden = sorted(c for c in grid.marks.hidden_columns if cut.left <= c <= cut.right)
    if hidden:
        letters = "、".join(column_letter(c) for c in hidden[:12])
        problems.append(
            Problem(
                "notice",
                "hidden_columns",
                grid.name,
                f"{column_letter(hidden[0])}:{column_letter(hidden[-1])}",
                "",
                f"“{grid.name}”表的 {letters} 列是隐藏的，也读了。",
                f"Columns {letters} of sheet “{grid.name}” are hidden; they were read too.",
            )
        )
    return problems


def _spans(rows: Sequence[int]) -> str:
    """5–7、12 for 5, 6, 7, 12; at most six spans."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    shown = "、".join(f"{a}–{b}" if b > a else str(a) for a, b in spans[:6])
    return shown + ("…" if len(spans) > 6 else "")
