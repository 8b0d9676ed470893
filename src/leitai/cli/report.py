"""Tables that a command prints, or writes as Excel, CSV or JSON: the same figures everywhere."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leitai.cli.site import say, stop
from leitai.cli.words import both
from leitai.engine.rounding import format_number
from leitai.workbooks import Number, SheetOut, write_csv, write_workbook
from leitai.workbooks.writing import OutCell, sheet_name

#: Columns of a page that is no terminal: a pipe or a file, where nothing should be cut.
_FILE_WIDTH = 200


@dataclass(frozen=True)
class Figure:
    """A number with the decimals in which it is shown, None for all of them."""

    number: float | None
    decimals: int | None = None
    sign: bool = False

    def text(self) -> str:
        """As it is printed; a dash for none."""
        return format_number(self.number, self.decimals, sign=self.sign)

    def cell(self) -> Number:
        """As Excel holds it: the figure as printed, with its number format."""
        if self.number is None:
            return Number(None)
        form = "General"
        if self.decimals is not None:
            form = "0" + ("." + "0" * self.decimals if self.decimals > 0 else "")
            if self.sign:
                form = f"+{form};-{form};{form}"
        return Number(float(format_number(self.number, self.decimals)), form)


Cell = Figure | str


@dataclass(frozen=True)
class Sheet:
    """One table: its title, headings, rows and the sentences under it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """All tables of a command, and the same as plain values for JSON."""

    sheets: Sequence[Sheet]
    values: dict[str, Any]


def show_report(report: Report, out: str, form: str) -> None:
    """Print the tables, or JSON or CSV where that alone is asked; write the file if one is named.

    CSV takes the first table and those with the same headings, each row under its table's title;
    the others go to Excel and JSON.
    """
    if out == form == "json":
        sys.stdout.write(_json(report))
    elif out == form == "csv":
        sys.stdout.buffer.write(_csv(report))
    else:
        _print(report)
    if not form or out == form:
        return
    path = Path(out)
    try:
        if form == "json":
            path.write_text(_json(report), "utf-8")
        elif form == "csv":
            path.write_bytes(_csv(report))
        else:
            _excel(report, path)
    except OSError as error:
        raise stop(
            f"写不了 {path}：{error.strerror}", f"Cannot write {path}: {error.strerror}"
        ) from None
    say(f"已写入 {path}。", f"Wrote {path}.")


def _json(report: Report) -> str:
    return json.dumps(report.values, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _out(sheet: Sheet, name: str) -> SheetOut:
    rows = [[c.cell() if isinstance(c, Figure) else c for c in row] for row in sheet.rows]
    return SheetOut(name, [list(sheet.headings)], rows, title=sheet.title, footnotes=sheet.notes)


def _csv(report: Report) -> bytes:
    stream = io.BytesIO()
    first = report.sheets[0]
    alike = [each for each in report.sheets if list(each.headings) == list(first.headings)]
    several = len(alike) > 1
    rows = [
        [*([sheet.title] if several else []), *(_plain(cell) for cell in row)]
        for sheet in alike
        for row in sheet.rows
    ]
    headings = [*([both("表", "table")] if several else []), *first.headings]
    write_csv(stream, SheetOut("", [headings], rows))
    return stream.getvalue()


def _plain(cell: Cell) -> OutCell:
    return cell.number if isinstance(cell, Figure) else cell


def _excel(report: Report, path: Path) -> None:
    taken: set[str] = set()
    sheets = [_out(each, sheet_name(each.title, taken)) for each in report.sheets]
    write_workbook(path, sheets, title=report.sheets[0].title)


def _print(report: Report) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=_FILE_WIDTH)
    for sheet in report.sheets:
        table = Table(title=sheet.title, title_justify="left", box=None)
        for place, heading in enumerate(sheet.headings):
            numeric = any(isinstance(row[place], Figure) for row in sheet.rows)
            table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
        for row in sheet.rows:
            table.add_row(*(c.text() if isinstance(c, Figure) else c for c in row))
        console.print(table)
        for note in sheet.notes:
            console.print(note, highlight=False)
        console.print()
