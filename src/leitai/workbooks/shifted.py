"""Rows whose cells slid to the right, so that every figure stands under another heading."""

from __future__ import annotations

from leitai.workbooks.addresses import address
from leitai.workbooks.cuts import Cut
from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Problem
from leitai.workbooks.shapes import class_of

#: Fewer rows than this cannot tell what the usual width is; more than a fiftieth is no slip.
LEAST_ROWS, MOST_SHARE = 6, 50


def find_shifted(grid: Grid, cut: Cut) -> list[int]:
    """Body rows that go on beyond the last heading while all others end there.

    One cell too many in a row (a comma too many in a CSV, cells pushed right in Excel) puts every
    figure behind it under the wrong heading, and all of them look like figures. Such a row has a
    figure without a heading and an empty cell before it.
    """
    heads = [*cut.header, *cut.unit_rows]
    named = [
        column
        for column in range(cut.left, cut.right + 1)
        if any(not grid.is_blank(row, column) for row in heads)
    ]
    for top, left, _bottom, right in grid.marks.merges:
        if top in heads and grid.has_text(top, left):
            named.append(min(right, cut.right))
    if len(named) < 4 or len(cut.body) < LEAST_ROWS or max(named) >= cut.right:
        return []
    edge = max(named)
    beyond = [
        row
        for row in cut.body
        if any(not grid.is_blank(row, column) for column in range(edge + 1, cut.right + 1))
    ]
    if not beyond or len(beyond) > max(1, len(cut.body) // MOST_SHARE):
        return []
    return [
        row
        for row in beyond
        if class_of(grid.values[row][edge + 1]) in ("n", "y")
        and not grid.is_blank(row, edge)
        and any(grid.is_blank(row, column) for column in range(named[0], edge))
    ]


def shifted_problems(grid: Grid, cut: Cut) -> list[Problem]:
    """One problem for each row that was left unread because it slid."""
    problems: list[Problem] = []
    for row in cut.shifted:
        last = max(c for c in range(grid.width) if not grid.is_blank(row, c))
        raw = grid.text(row, last)
        name = next(
            (grid.text(row, c) for c in range(cut.left, last) if not grid.is_blank(row, c)), ""
        )
        where = address(row, last)
        problems.append(
            Problem(
                "unreadable",
                "shifted_row",
                grid.name,
                where,
                raw,
                f"第{row + 1}行 {name} 比表头多出一格（{where}“{raw}”），像是从某一格起整行右移了。"
                "这一行没有读。请改正后再传。",
                f"Row {row + 1} ({name}) has one cell more than the header ({where} “{raw}”); its "
                "cells seem to have slid to the right. The row was not read. Correct it and upload "
                "again.",
            )
        )
    return problems
