"""Columns of a table: names, units and periods, from their header paths and from the cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from leitai.workbooks.addresses import column_letter
from leitai.workbooks.column_roles import UNIT_COLUMN, ColumnFacts, column_facts, column_role
from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.header_paths import header_paths
from leitai.workbooks.headings import Heading
from leitai.workbooks.model import Column, ColumnUse
from leitai.workbooks.periods import PeriodText, find_period, read_period
from leitai.workbooks.texts import chinese_part, clean_text, squeeze
from leitai.workbooks.units import find_unit, is_ratio_name, parse_unit, strip_unit

_GENERIC = re.compile(r"^(?:其中|#|＃|\*)\s*[:：]?\s*")


def build_columns(grid: Grid, cut: Cut, body: Sequence[int], heading: Heading) -> list[Column]:
    """The columns of a table."""
    span = range(cut.left, cut.right + 1)
    facts = [column_facts(grid, column, body) for column in span]
    figures = {
        column
        for column, fact in zip(span, facts, strict=True)
        if fact.filled == 0
        or (fact.figures + fact.counts["m"] + fact.counts["x"]) * 2 > fact.filled
    }
    paths = header_paths(grid, cut, figures)
    columns: list[Column] = []
    settled = bool(cut.uses)
    seen_figures = False
    for offset, (column, fact, path) in enumerate(zip(span, facts, paths, strict=True)):
        use = cut.uses.get(column)
        unit, place = _own_unit(grid, cut, column, path)
        if use is not None:
            path = _said_path(path, use)
        name, full = column_name(path, figures=column in figures)
        if use is not None:
            role, kind = use.role, use.label_kind
            if use.unit:
                unit, place = use.unit, "layout"
        else:
            role, kind = column_role(name, fact, offset, unit)
            if role == "label" and (
                (kind in ("name", "indicator") and seen_figures)
                or _holds_units(name, fact)
                or (not name and cut.header and any(c.role == "label" for c in columns))
            ):
                role, kind = "text", ""
        seen_figures = seen_figures or role == "number"
        if role != "number":
            unit, place = "", ""
        elif not unit:
            unit, place = _shared_unit(name or full, heading)
        period, period_place = column_period(path, heading) if role == "number" else (None, "")
        if use is not None and use.period and period is not None:
            period_place = "layout"
        columns.append(
            Column(column, column_letter(column), name or column_letter(column), path, unit, place,
                   role, period, period_place, kind, full or column_letter(column))
        )  # fmt: skip
    if columns and not settled and not any(column.role == "label" for column in columns):
        columns = _choose_label(columns, facts)
    return _unique_names(columns)


def _holds_units(name: str, fact: ColumnFacts) -> bool:
    """Whether a column says in which unit the row counts (计量单位: 次, 人, 万元)."""
    units = fact.filled and fact.units * 10 >= fact.filled * 6
    return bool(units and UNIT_COLUMN.fullmatch(squeeze(name)))


def _said_path(path: tuple[str, ...], use: ColumnUse) -> tuple[str, ...]:
    """The header path with what a person said of the column's name and period."""
    named = (use.name,) if use.name else path
    return (use.period, *named) if use.period else named


def _choose_label(columns: list[Column], facts: list[ColumnFacts]) -> list[Column]:
    """When nothing was taken for a label, the first column of words (or of years) is one."""
    for position, (column, fact) in enumerate(zip(columns, facts, strict=True)):
        if column.role == "text" and fact.counts["t"]:
            columns[position] = replace(column, role="label", label_kind="name")
            return columns
    for position, (column, fact) in enumerate(zip(columns, facts, strict=True)):
        if fact.counts["y"] and fact.counts["y"] * 2 > fact.filled and position == 0:
            columns[0] = replace(
                column, role="label", label_kind="period", unit="", unit_place="", period=None
            )
            return columns
    return columns


def _own_unit(grid: Grid, cut: Cut, column: int, path: Sequence[str]) -> tuple[str, str]:
    """The unit that a column's header or the unit row gives it."""
    for row in cut.unit_rows:
        unit = parse_unit(grid.text(row, column))
        if unit is not None:
            return unit.symbol, "unit_row"
    for text in reversed(path):
        symbol = find_unit(text)
        if symbol:
            return symbol, "header"
    for text in reversed(path):
        whole = parse_unit(text)
        if whole is not None and len(path) > 1:
            return whole.symbol, "header"
    return "", ""


def _shared_unit(name: str, heading: Heading) -> tuple[str, str]:
    """The unit that the lines above the table give to a column without one of its own."""
    ratio = is_ratio_name(name)
    if heading.units:
        plain = [unit for unit in heading.units if unit not in ("%", "‰")]
        if ratio:
            return (
                ("%", "preamble")
                if ("%" in heading.units and "同比" in name)
                or ("增" in name and "%" in heading.units)
                else ("", "")
            )
        return (plain[0], "preamble") if len(plain) == 1 else ("", "")
    if ratio:
        return "", ""
    if heading.subject_unit:
        return heading.subject_unit, "preamble"
    if heading.title_unit:
        return heading.title_unit, "title"
    return "", ""


def column_name(path: Sequence[str], *, figures: bool = True) -> tuple[str, str]:
    """(name, full name) from a header path: cleaned, without units, the lowest non-period last.

    Over words a part such as 村 or 户 is a heading; over figures it says what they count.
    """
    parts: list[str] = []
    for text in path:
        part = clean_text(strip_unit(chinese_part(text)))
        part = _GENERIC.sub("", part).strip("：:") or part
        if figures and parse_unit(part) is not None and parts:
            continue
        if part and (not parts or parts[-1] != part):
            parts.append(part)
    naming = [part for part in parts if _absolute_period(part) is None]
    name = (naming or parts or [""])[-1]
    return name, " › ".join(parts)


def _absolute_period(text: str) -> PeriodText | None:
    period = read_period(text)
    return period if period is not None and period.kind is not None else None


def column_period(path: Sequence[str], heading: Heading) -> tuple[PeriodText | None, str]:
    """The period of a column: from its header, completed from title or sheet name."""
    found: PeriodText | None = None
    for text in reversed(path):
        period = read_period(chinese_part(text).strip())
        if period is None and re.search(r"(?:19|20)[0-9]{2}年", squeeze(text)):
            period = find_period(text)
        if period is not None:
            found = period if found is None else found.filled(period)
    if found is None:
        return heading.period, heading.period_place
    complete = found.filled(heading.period)
    return complete, "header"


def _unique_names(columns: list[Column]) -> list[Column]:
    """Names that several columns share become their full names, unless only periods differ."""
    often = Counter(column.name for column in columns)
    result: list[Column] = []
    for column in columns:
        if often[column.name] > 1 and len(column.path) > 1:
            parts = column.full_name.split(" › ")
            naming = [part for part in parts if _absolute_period(part) is None]
            column = replace(column, name=" ".join(naming) or column.name)
        result.append(column)
    return result
