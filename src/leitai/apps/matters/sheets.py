"""A sheet of new matters: finding its columns, and the text of each cell with its address. Pure.

The columns stand in any order under any of their usual headings, in the first row that names the
title and one more; lines above it are passed over. A cell that spans several rows holds for each.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from leitai.workbooks import Limits, WorkbookError
from leitai.workbooks.addresses import address
from leitai.workbooks.grid import Grid
from leitai.workbooks.opening import open_workbook

#: Field → how its column may be headed; the first is the one of the template.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("标题", "事项", "事项名称", "督办事项", "工作任务", "任务", "title", "matter"),
    "kind": ("种类", "事项种类", "类别", "类型", "kind"),
    "source": ("来源", "来源类别", "source"),
    "source_name": ("文号", "文件", "依据", "来源文件", "文件或会议", "document"),
    "source_words": ("原话", "具体内容", "内容", "工作要求", "sentence", "words"),
    "lead": ("牵头单位", "责任单位", "主办单位", "承办单位", "lead unit", "lead"),
    "support": ("配合单位", "协办单位", "协同单位", "supporting units", "supporting"),
    "person": ("责任人", "具体责任人", "person in charge", "person"),
    "due": ("期限", "办结时限", "完成时限", "完成时间", "办结日期", "due day", "due"),
    "contact": ("联系领导", "责任领导", "分管领导", "contact leader", "contact"),
    "total": ("数量", "目标数", "how many", "total"),
    "counted_in": ("计数单位", "单位", "counted in"),
}
#: Rows of one sheet; more is better brought in pieces that somebody can look through.
MOST_ROWS: Final = 500
LIMITS: Final = Limits(max_bytes=5 * 1024 * 1024, max_cells=200_000)
_FIELD_OF: Final = {heading: field for field, headings in HEADINGS.items() for heading in headings}


@dataclass(frozen=True)
class SheetRow:
    """A row: sheet, its number as the program shows it, and (address, text) by field."""

    sheet: str
    row: int
    cells: dict[str, tuple[str, str]]


def read_rows(content: bytes) -> list[SheetRow]:
    """Return the rows of all sheets of a file that are headed as a list of matters.

    Raises:
        WorkbookError: for what cannot be opened, and where no sheet has such headings.
    """
    book = open_workbook(content, limits=LIMITS)
    rows = [row for grid in book.grids for row in _rows(grid)]
    if not rows:
        raise WorkbookError(
            "no_matters",
            "没有找到事项：表头里要有“标题”和“牵头单位”等列，下面一行一件。可以下载模板对照。",
            "No matters found: a heading row with “标题” (title) and another column is wanted, "
            "one matter a row below. See the template.",
        )
    if len(rows) > MOST_ROWS:
        raise WorkbookError(
            "too_many",
            f"文件有 {len(rows)} 行，一次最多 {MOST_ROWS} 行，请分成几份。",
            f"The file has {len(rows)} rows, at most {MOST_ROWS} at once; bring it in pieces.",
        )
    return rows


def _rows(grid: Grid) -> Iterator[SheetRow]:
    lent = _lent(grid)
    head, columns = _heading(grid)
    for row in range(head + 1, grid.height) if columns else ():
        cells = {}
        for field, column in columns.items():
            at = lent.get((row, column), (row, column))
            text = _text(grid, *at)
            if text:
                cells[field] = (address(row, column), text)
        # Cells that span rows do not make a row by themselves.
        if any((row, column) not in lent and _text(grid, row, column)
               for column in columns.values()):  # fmt: skip
            yield SheetRow(grid.name, row + 1, cells)


def _heading(grid: Grid) -> tuple[int, dict[str, int]]:
    for row in range(grid.height):
        columns: dict[str, int] = {}
        for column in range(grid.width):
            field = _FIELD_OF.get(_plain(_text(grid, row, column)))
            if field is not None:
                columns.setdefault(field, column)
        if "title" in columns and len(columns) > 1:
            return row, columns
    return grid.height, {}


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).lower()
    return " ".join(text.split("(")[0].replace("*", "").split())


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid.values[row][column]
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return " ".join(grid.text(row, column).split())


def _lent(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Return from where a cell inside a span over rows has its text."""
    return {
        (row, left): (top, left)
        for top, left, bottom, _right in grid.marks.merges
        for row in range(top + 1, min(bottom, grid.height - 1) + 1)
    }
