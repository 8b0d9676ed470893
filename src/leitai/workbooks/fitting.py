"""Whether a sheet has a remembered form, where its tables then stand, and else what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leitai.workbooks.addresses import column_letter
from leitai.workbooks.forms import SheetForm, TableForm, beginning, closing_words, header_words
from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Layout
from leitai.workbooks.shapes import NOTE, class_of

#: Header rows are looked for in that many rows of a sheet.
_DEPTH = 400


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from the remembered form, in words."""

    message: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How a sheet answers to a form: ``layouts`` to read it with, or ``changes`` that forbid it.

    ``moved`` is by how many rows the first header stands lower than remembered. ``likeness`` is
    the share of header words that are there at all.
    """

    layouts: tuple[Layout, ...] = ()
    changes: tuple[Change, ...] = ()
    moved: int = 0
    likeness: float = 0.0


def words_of_sheet(grid: Grid) -> frozenset[str]:
    """All texts of a sheet as header words, to pass over forms of other sheets quickly.

    Plain figures head no column, bare years do.
    """
    return frozenset(
        header_words(grid, row, column)
        for row, values in enumerate(grid.values)
        for column, value in enumerate(values)
        if value != "" and class_of(value) != "n"
    )


def fit_form(grid: Grid, form: SheetForm) -> Fit:
    """How a sheet answers to a form."""
    starts: list[int] = []
    above = 0
    for table in form.tables:
        start = _find_start(grid, table, above)
        if start is None:
            return _differing(grid, form)
        starts.append(start)
        above = start + 1
    layouts: list[Layout] = []
    end = 0
    for place, (table, start) in enumerate(zip(form.tables, starts, strict=True)):
        limit = _limit(form.tables[place + 1 :], starts[place + 1 :], grid)
        layout = _placed(grid, table, start, end, limit)
        layouts.append(layout)
        end = (layout.footnotes or layout.body)[1]
    moved = starts[0] + 1 - _top_row(form.tables[0]) if form.tables else 0
    return Fit(tuple(layouts), (), moved, 1.0)


def _top_row(table: TableForm) -> int:
    return (table.layout.header or table.layout.body)[0]


def _limit(tables: Sequence[TableForm], starts: Sequence[int], grid: Grid) -> int:
    """0-based row before which a table must end: the preamble of the next one below it."""
    if not tables:
        return grid.height
    following = tables[0].layout
    lead = _top_row(tables[0]) - following.preamble[0] if following.preamble else 0
    return max(starts[0] - lead, 0)


def _find_start(grid: Grid, table: TableForm, above: int) -> int | None:
    """The 0-based first row of a table's header at or below ``above``, if all words are there.

    The remembered row is looked at first, for a sheet may print its header several times.
    """
    remembered = _top_row(table) - 1
    if not table.heads:
        return remembered if above <= remembered < grid.height else None
    rows = [remembered, *range(above, min(grid.height, above + _DEPTH))]
    for start in dict.fromkeys(rows):
        if start >= above and all(
            grid.has_text(start + row, column) and header_words(grid, start + row, column) == text
            for row, column, text in table.heads
        ):
            return start if _no_more_heads(grid, table, start) else None
    return None


def _no_more_heads(grid: Grid, table: TableForm, start: int) -> bool:
    """Whether the header has no words that the form does not know, beside the table included."""
    known = {(row, column) for row, column, _text in table.heads}
    left, right = table.layout.columns
    depth = max(row for row, _column, _text in table.heads)
    return all(
        (row, column) in known or not grid.has_text(start + row, column)
        for row in range(depth + 1)
        for column in range(left, min(right + 2, grid.width))
    )


def _placed(grid: Grid, table: TableForm, start: int, end: int, limit: int) -> Layout:
    """The layout moved to where the header stands, its body up to the closing line."""
    old = table.layout
    shift = start + 1 - _top_row(table)
    header = None if old.header is None else (old.header[0] + shift, old.header[1] + shift)
    first = old.body[0] + shift
    last = limit
    closed = False
    remark = NOTE.match(table.closing) is not None
    if table.closing:
        for row in range(first - 1, limit):
            text = closing_words(beginning(grid, row, old))
            if text.startswith(table.closing) or (remark and NOTE.match(text)):
                last, closed = row, True
                break
    while last >= first and not _filled(grid, last - 1, old):
        last -= 1
    marks = dict(table.marks)
    rows = [(number + shift, role) for number, role in old.rows]
    for row in range(first - 1, last):
        role = marks.get(beginning(grid, row, old))
        if role is not None:
            rows.append((row + 1, role))
    tail = (last + 1, limit) if closed and old.footnotes is not None else None
    lead = (end + 1, start) if old.preamble is not None and start > end else None
    return replace(
        old, sheet=grid.name, header=header, body=(first, max(last, first - 1)), preamble=lead,
        footnotes=tail, rows=tuple(rows),
    )  # fmt: skip


def _filled(grid: Grid, row: int, layout: Layout) -> bool:
    return any(
        grid.has_text(row, column) for column in range(layout.columns[0], layout.columns[1] + 1)
    )


def _differing(grid: Grid, form: SheetForm) -> Fit:
    """What keeps a sheet from being read by a form, where it is much like it."""
    changes: list[Change] = []
    found = total = 0
    for table in form.tables:
        if not table.heads:
            continue
        start = _nearest(grid, table)
        here = _heads_at(grid, table, start)
        found += sum(text in here.values() for _row, _column, text in table.heads)
        total += len(table.heads)
        changes += _changes(table, start, here)
    return Fit((), tuple(dict.fromkeys(changes)), 0, found / total if total else 0.0)


def _heads_at(grid: Grid, table: TableForm, start: int) -> dict[tuple[int, int], str]:
    """The words at the places of a header that begins in row ``start``, over the whole width."""
    depth = max(row for row, _column, _text in table.heads)
    return {
        (row, column): header_words(grid, start + row, column)
        for row in range(depth + 1)
        for column in range(grid.width)
        if grid.has_text(start + row, column)
    }


def _nearest(grid: Grid, table: TableForm) -> int:
    """The row from which on most words of a header are found, in whatever column."""
    wanted = [(row, text) for row, _column, text in table.heads]
    remembered = _top_row(table) - 1

    def rank(start: int) -> tuple[int, int]:
        here = {(row, text) for (row, _column), text in _heads_at(grid, table, start).items()}
        return sum(head in here for head in wanted), -abs(start - remembered)

    return max(range(min(grid.height, _DEPTH)), key=rank, default=0)


def _changes(table: TableForm, start: int, here: dict[tuple[int, int], str]) -> list[Change]:
    """Headings that moved, went or came."""
    changes: list[Change] = []
    free = dict(here)
    for row, column, text in table.heads:
        if free.get((row, column)) == text:
            del free[row, column]
    for row, column, text in table.heads:
        if here.get((row, column)) == text:
            continue
        was = column_letter(column)
        name = "时间" if text == "period" else text
        at = next((place for place, words in free.items() if words == text), None)
        if at is None:
            changes.append(Change(f"{was} 列的“{name}”没有了", f"“{name}” of column {was} is gone"))
            continue
        del free[at]
        now = column_letter(at[1])
        if now != was:
            changes.append(
                Change(f"“{name}”从 {was} 列移到 {now} 列", f"“{name}” moved from {was} to {now}")
            )
        else:
            old, new = _top_row(table) + row, start + 1 + at[0]
            changes.append(
                Change(f"“{name}”从第 {old} 行移到第 {new} 行",
                       f"“{name}” moved from row {old} to row {new}")
            )  # fmt: skip
    left, right = table.layout.columns
    for (_row, column), text in sorted(free.items(), key=lambda item: item[0][1]):
        if left <= column <= right + 1:
            letter, name = column_letter(column), "时间" if text == "period" else text
            changes.append(
                Change(f"{letter} 列多了“{name}”", f"“{name}” is new in column {letter}")
            )
    return changes
