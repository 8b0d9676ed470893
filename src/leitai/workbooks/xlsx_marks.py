"""A pass over the parts of an .xlsx file for what the value reader does not tell.

That reader gives errors as blanks and percents as bare fractions. This pass finds error cells,
number formats, formulas without a stored result, hidden rows and columns, merges, and the last
used cell, so that a sheet of A1:XFD1048576 is refused before memory is taken for it.
"""

from __future__ import annotations

import posixpath
import zipfile

from leitai.workbooks.addresses import column_index
from leitai.workbooks.archives import check_members, parse_member, xml_parser
from leitai.workbooks.formats import BUILT_IN, parse_format
from leitai.workbooks.grid import COLUMN_SPAN, SheetMarks
from leitai.workbooks.limits import Limits, WorkbookError, check_cells, corrupt


def scan_xlsx(archive: zipfile.ZipFile, limits: Limits) -> dict[str, SheetMarks]:
    """The marks of every worksheet by sheet name. Raises ``WorkbookError`` above the limits."""
    names = set(archive.namelist())
    done: set[str] = set()
    workbook = _workbook_path(archive, names)
    sheets: list[tuple[str, str]] = []

    def sheet_start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            sheets.append((attributes.get("name", ""), relation))

    parse_member(archive, workbook, xml_parser(sheet_start))
    done.add(workbook)
    if len(sheets) > limits.max_sheets:
        raise WorkbookError(
            "too_many_sheets",
            f"文件有 {len(sheets)} 张工作表，上限是 {limits.max_sheets} 张。",
            f"The file has {len(sheets)} sheets, the limit is {limits.max_sheets}.",
        )
    folder = posixpath.dirname(workbook)
    relations = _relations(archive, names, folder, posixpath.basename(workbook))
    formats = _cell_formats(archive, names, folder)
    marks: dict[str, SheetMarks] = {}
    total = 0
    for name, relation in sheets:
        part = relations.get(relation, "")
        if part not in names or "chartsheet" in part:
            continue
        marks[name] = found = _scan_sheet(archive, part, formats)
        done.add(part)
        cells = (found.bottom + 1) * (found.right + 1)
        total += cells
        check_cells(cells, name, limits)
    check_cells(total, "、".join(list(marks)[:3]), limits)
    check_members(archive, done)
    return marks


def _workbook_path(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Where the main part is; the usual place unless the package says otherwise."""
    found: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and attributes.get("Type", "").endswith(
            "/officeDocument"
        ):
            found.append(attributes.get("Target", "").lstrip("/"))

    if "_rels/.rels" in names:
        parse_member(archive, "_rels/.rels", xml_parser(start))
    for candidate in [*found, "xl/workbook.xml"]:
        if candidate in names:
            return candidate
    raise corrupt("没有工作簿部件")


def _relations(archive: zipfile.ZipFile, names: set[str], folder: str, base: str) -> dict[str, str]:
    """Part names by relation id. External targets are never followed."""
    result: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            result[attributes.get("Id", "")] = posixpath.normpath(path)

    part = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
    if part in names:
        parse_member(archive, part, xml_parser(start))
    return result


def _cell_formats(archive: zipfile.ZipFile, names: set[str], folder: str) -> dict[str, str]:
    """Format codes by style index (as text, as the sheet writes it); general ones are left out."""
    part = posixpath.join(folder, "styles.xml")
    if part not in names:
        return {}
    custom: dict[str, str] = {}
    identifiers: list[str] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            inside[0] = True
        elif local == "cellStyles":
            inside[0] = False
        elif local == "xf" and inside[0]:
            identifiers.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "cellXfs":
            inside[0] = False

    parse_member(archive, part, xml_parser(start, end))
    result: dict[str, str] = {}
    for index, identifier in enumerate(identifiers):
        code = custom.get(identifier)
        if code is None:
            code = BUILT_IN.get(int(identifier), "") if identifier.isdigit() else ""
        if code and parse_format(code).kind != "general":
            result[str(index)] = code
    return result


class _SheetScan:
    """Handlers for one worksheet part; kept lean, they run once for every cell."""

    def __init__(self, formats: dict[str, str]) -> None:
        self.marks = SheetMarks(merges_known=True)
        self.formats = formats
        self.row = -1
        self.column = -1
        self.kind = ""
        self.formula = False
        self.has_value = False
        self.error_text: list[str] = []
        self.parser = xml_parser(self.start)
        self.parser.EndElementHandler = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            self.start_cell(attributes)
        elif tag == "v":
            if self.formula or self.kind == "e":
                self.parser.CharacterDataHandler = self.text
            else:
                self.has_value = True
        elif tag == "row":
            self.finish()
            number = attributes.get("r")
            self.row = int(number) - 1 if number else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.marks.hidden_rows.add(self.row)
        elif tag == "f":
            self.formula = True
        elif tag == "is":
            self.has_value = True
        else:
            self.start_other(tag, attributes)

    def start_cell(self, attributes: dict[str, str]) -> None:
        if self.column >= 0:
            self.finish()
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            self.column = column_index(letters)
            self.row = int(reference[len(letters) :]) - 1
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        style = attributes.get("s")
        if style is not None and style in self.formats and self.kind in ("", "n", "d"):
            self.marks.formats[self.row * COLUMN_SPAN + self.column] = self.formats[style]

    def start_other(self, local: str, attributes: dict[str, str]) -> None:
        if local == "mergeCell":
            self.merge(attributes.get("ref", ""))
        elif local == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self.marks.hidden_columns.update(range(first - 1, min(last, first + 255)))
        elif local in ("mergeCells", "sheetFormatPr", "pageMargins"):
            self.finish()
            self.column = -1

    def merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        try:
            corners = [
                (int(part[len(part.rstrip("0123456789")) :]) - 1,
                 column_index(part.rstrip("0123456789")))
                for part in (first, last or first)
            ]  # fmt: skip
        except ValueError:
            return
        (top, left), (bottom, right) = corners
        self.marks.merges.append((top, left, bottom, right))

    def text(self, data: str) -> None:
        if data.strip():
            self.has_value = True
            if self.kind == "e":
                self.error_text.append(data)

    def finish(self) -> None:
        """Close the cell before the next one begins."""
        if self.column < 0:
            return
        if self.has_value or self.formula:
            self.marks.reach(self.row, self.column)
            if self.formula or self.kind == "e":
                self.parser.CharacterDataHandler = None
                key = self.row * COLUMN_SPAN + self.column
                if self.kind == "e":
                    self.marks.errors[key] = "".join(self.error_text).strip() or "#N/A"
                    self.error_text.clear()
                elif not self.has_value and self.kind != "str":
                    self.marks.uncalculated.add(key)
        self.formula = self.has_value = False


def _scan_sheet(archive: zipfile.ZipFile, part: str, formats: dict[str, str]) -> SheetMarks:
    scan = _SheetScan(formats)
    try:
        parse_member(archive, part, scan.parser)
        scan.finish()
    except (ValueError, OverflowError) as error:
        raise corrupt(part) from error
    scan.parser.StartElementHandler = None
    return scan.marks
