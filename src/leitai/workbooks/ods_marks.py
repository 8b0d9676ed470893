"""A pass over content.xml of an OpenDocument sheet for what the value reader does not tell:
display texts, percents, errors, merges, hidden rows, and the last used cell."""

from __future__ import annotations

import re
import zipfile

from leitai.workbooks.archives import check_members, parse_member, xml_parser
from leitai.workbooks.grid import SheetMarks, cell_key
from leitai.workbooks.limits import Limits, WorkbookError, check_cells, corrupt
from leitai.workbooks.numbers import EXCEL_ERRORS

_ERROR = re.compile(r"#[A-Z/0!?_]+[!?A]?|Err:5[0-9]{2}")
_MAX_EXPAND = 200_000


class _ContentScan:
    """Handlers over content.xml; repeats of empty cells advance without being expanded."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: dict[str, SheetMarks] = {}
        self.marks = SheetMarks()
        self.row = self.column = 0
        self.row_repeat = self.repeat = 1
        self.depth_ignored = 0
        self.cell: dict[str, str] | None = None
        self.texts: list[str] = []
        self.parser = xml_parser(self.start, self.end)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "annotation":
            self.depth_ignored += 1
        elif local in ("table-cell", "covered-table-cell"):
            self.cell = {name.rpartition(":")[2]: value for name, value in attributes.items()}
            self.repeat = int(self.cell.get("number-columns-repeated", "1"))
            self.texts = []
            self.parser.CharacterDataHandler = self.text
        elif local == "table-row":
            plain = {name.rpartition(":")[2]: value for name, value in attributes.items()}
            self.row_repeat = int(plain.get("number-rows-repeated", "1"))
            self.column = 0
            if plain.get("visibility") in ("collapse", "filter") and self.row_repeat < _MAX_EXPAND:
                self.marks.hidden_rows.update(range(self.row, self.row + self.row_repeat))
        elif local == "table" and tag.startswith("table:"):
            if len(self.sheets) >= self.limits.max_sheets:
                raise WorkbookError(
                    "too_many_sheets",
                    f"文件的工作表多于 {self.limits.max_sheets} 张，不收。",
                    f"The file has more than {self.limits.max_sheets} sheets.",
                )
            self.marks = self.sheets[attributes.get("table:name", "")] = SheetMarks(
                merges_known=True
            )
            self.row = self.column = 0

    def text(self, data: str) -> None:
        if not self.depth_ignored:
            self.texts.append(data)

    def end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local == "annotation":
            self.depth_ignored -= 1
        elif local in ("table-cell", "covered-table-cell"):
            if self.cell is not None:
                self.end_cell(self.cell)
            self.cell = None
            self.parser.CharacterDataHandler = None
        elif local == "table-row":
            self.row += self.row_repeat

    def end_cell(self, cell: dict[str, str]) -> None:
        kind = cell.get("value-type", "")
        shown = "".join(self.texts).strip()
        used = bool(kind or shown)
        across, down = (
            int(cell.get("number-columns-spanned", "1")),
            int(cell.get("number-rows-spanned", "1")),
        )
        if across > 1 or down > 1:
            self.marks.merges.append(
                (self.row, self.column, self.row + down - 1, self.column + across - 1)
            )
        if used:
            bottom, right = self.row + self.row_repeat - 1, self.column + self.repeat - 1
            self.marks.reach(bottom, right)
            check_cells((self.marks.bottom + 1) * (self.marks.right + 1), "", self.limits)
            error = kind in ("string", "error", "") or _ERROR.fullmatch(shown)
            if (kind in ("float", "percentage", "date", "currency", "time") and shown) or error:
                self.note(kind, shown)
        self.column += self.repeat

    def note(self, kind: str, shown: str) -> None:
        """Record what a used cell shows, for every repetition of it."""
        is_error = shown in EXCEL_ERRORS or _ERROR.fullmatch(shown) is not None
        if not is_error and kind in ("string", "error", ""):
            return
        for row in range(self.row, self.row + self.row_repeat):
            for column in range(self.column, self.column + self.repeat):
                key = cell_key(row, column)
                if is_error:
                    self.marks.errors[key] = shown
                    continue
                self.marks.shown[key] = shown
                if kind == "percentage":
                    self.marks.percents.add(key)


def scan_ods(archive: zipfile.ZipFile, limits: Limits) -> dict[str, SheetMarks]:
    """The marks of every sheet by name. Raises ``WorkbookError`` above the limits."""
    if "content.xml" not in archive.namelist():
        raise corrupt("没有 content.xml")
    scan = _ContentScan(limits)
    try:
        parse_member(archive, "content.xml", scan.parser)
    except (ValueError, OverflowError) as error:
        raise corrupt("content.xml") from error
    check_cells(sum((m.bottom + 1) * (m.right + 1) for m in scan.sheets.values()), "", limits)
    check_members(archive, {"content.xml"})
    return scan.sheets
