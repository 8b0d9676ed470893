"""Tasks out of task tables: the header says which column is the task, who, and until when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leitai.documents.model import Named, Span, Table, Task
from leitai.documents.task_words import leading_verb, split_units

_COLUMNS = (
    ("lead", re.compile(r"牵头(?:单位|部门|领导)?|主办单位|主责单位")),
    ("support", re.compile(r"配合(?:单位|部门)|协办单位|协同单位|参与单位")),
    ("responsible", re.compile(r"责任(?:单位|部门|主体)|承办单位|实施单位|落实单位|负责单位|责任科室")),
    ("deadline", re.compile(r"(?:完成|办结|整改|落实)?(?:时限|时间|期限)|时间节点|进度安排")),
    ("task", re.compile(r"(?:重点|工作|主要|目标|具体|年度)?(?:任务|事项|工作|措施|举措|项目)(?:内容|名称|分解)?$|^(?:工作|任务)?内容$")),
)  # fmt: skip
_SERIAL = re.compile(r"序号|编号|^\d+$")


def tabbed_tables(text: str) -> list[Table]:
    """Runs of two and more lines with the same number of tabs, as pasted tables come."""
    tables: list[Table] = []
    rows: list[tuple[Span, ...]] = []
    width = at = 0
    for line in [*text.split("\n"), ""]:
        cells = line.split("\t")
        if len(cells) < 2 or (rows and len(cells) != width):
            if len(rows) >= 2:
                tables.append(Table(tuple(rows)))
            rows = []
        if len(cells) >= 2:
            width, begin, spans = len(cells), at, []
            for cell in cells:
                spans.append(Span(begin, begin + len(cell)))
                begin += len(cell) + 1
            rows.append(tuple(spans))
        at += len(line) + 1
    return tables


def table_tasks(text: str, tables: Sequence[Table]) -> list[Task]:
    """The tasks of every table that has a column of tasks and one of units or dates."""
    found: list[Task] = []
    for table in tables:
        roles, first = _header(text, table)
        if "task" not in roles or len(roles) < 2:
            continue
        for row in table.rows[first:]:
            made = _row(text, row, roles)
            if made is not None:
                found.append(made)
    return found


def _header(text: str, table: Table) -> tuple[dict[str, int], int]:
    for index, row in enumerate(table.rows[:4]):
        roles: dict[str, int] = {}
        for column, cell in enumerate(row):
            words = re.sub(r"\s|[(（].*?[)）]", "", text[cell.start : cell.end])
            if not words or len(words) > 12 or _SERIAL.search(words):
                continue
            for role, pattern in _COLUMNS:
                if role not in roles and pattern.search(words):
                    roles[role] = column
                    break
        if "task" in roles and len(roles) >= 2:
            return roles, index + 1
    return {}, 0


def _row(text: str, row: tuple[Span, ...], roles: dict[str, int]) -> Task | None:
    def cell(role: str) -> Span | None:
        column = roles.get(role)
        if column is None or column >= len(row):
            return None
        span = row[column]
        return span if text[span.start : span.end].strip() else None

    task = cell("task")
    if task is None or len(set(row)) == 1:
        return None
    words = text[task.start : task.end].strip()
    verb, rest = leading_verb(words)
    units = {
        role: split_units(text, found) if (found := cell(role)) else ()
        for role in ("lead", "responsible", "support")
    }
    when = cell("deadline")
    lead = units["lead"]
    return Task(
        verb,
        re.split(r"[,，。;；\n]", rest)[0].strip(),
        lead[0] if lead else None,
        units["responsible"],
        (*lead[1:], *units["support"]),
        Named(text[when.start : when.end].strip(), when.start, when.end) if when else None,
        "table",
        0,
        task.start,
        task.end,
        () if verb else ("verb_missing",),
    )
