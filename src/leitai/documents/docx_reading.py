"""Word documents as plain text: paragraphs, tables, made numbers, boxes, notes.

Tracked changes are read as accepted: insertions stay, deletions go, and a paragraph whose mark was
deleted runs on into the next. Hidden text and field codes are left out, fields' results are kept.
"""

from __future__ import annotations

from leitai.documents.archives import Archive, Element, attribute, child, children, local
from leitai.documents.builder import TextBuilder
from leitai.documents.docx_numbering import Numbering
from leitai.documents.limits import Limits, corrupt
from leitai.documents.model import Reading, Span, Table
from leitai.documents.secrecy import check_secrecy

_GONE = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "rPr", "pPr")
)
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_DEEP = 60


def read_docx(data: bytes, limits: Limits) -> Reading:
    """Read a .docx (or .docm, whose macros are not looked at)."""
    archive = Archive(data, limits)
    name = _main_part(archive)
    folder = name.rpartition("/")[0] + "/"
    body = child(archive.xml(name), "body")
    if body is None:
        raise corrupt("没有正文", "no body")
    numbering = Numbering(
        _part(archive, folder + "numbering.xml"), _part(archive, folder + "styles.xml")
    )
    for header in sorted(
        n for n in archive.names if n.startswith((folder + "header", folder + "footer"))
    ):
        if header.endswith(".xml"):
            check_secrecy(
                "\n".join(
                    _own_text(each) for each in archive.xml(header).iter() if local(each) == "p"
                )
            )
    reader = _Reader(TextBuilder(limits), numbering)
    reader.read(body)
    for kind in ("footnote", "endnote"):
        reader.notes(kind, _part(archive, f"{folder}{kind}s.xml"))
    builder = reader.builder
    return Reading("docx", "", builder.text, tuple(builder.blocks), tuple(builder.tables))


def _main_part(archive: Archive) -> str:
    if "word/document.xml" in archive.names:
        return "word/document.xml"
    if "_rels/.rels" in archive.names:
        for each in children(archive.xml("_rels/.rels"), "Relationship"):
            target = attribute(each, "Target").lstrip("/")
            if attribute(each, "Type").endswith("/officeDocument") and target in archive.names:
                return target
    raise corrupt("没有正文部件", "no main part")


def _part(archive: Archive, name: str) -> Element | None:
    return archive.xml(name) if name in archive.names else None


def _own_text(paragraph: Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter() if local(each) == "t")


class _Reader:
    def __init__(self, builder: TextBuilder, numbering: Numbering) -> None:
        self.builder = builder
        self.numbering = numbering
        self.paragraphs = 0
        self.boxes: list[Element] = []
        self.asked: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._carried = ""

    def read(self, body: Element) -> None:
        self._children(body, 0)
        if self._carried:
            self._put("paragraph", "", "")

    def _children(self, parent: Element, depth: int) -> None:
        if depth > _DEEP:
            raise corrupt("层次太深", "nested too deep")
        for each in parent:
            name = local(each)
            if name == "p":
                self.paragraphs += 1
                self._paragraph(each)
            elif name == "tbl":
                self._table(each, depth)
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                self._children(each, depth + 1)

    def _paragraph(self, paragraph: Element) -> None:
        properties = child(paragraph, "pPr")
        text = self._text(paragraph)
        label = self.numbering.label(properties) if text.strip() else ""
        if child(properties, "rPr", "del") is not None:
            self._carried += label + text
            return
        self._put("paragraph", label, text)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            for each in box.iter():
                if local(each) == "p" and (inner := self._text(each)).strip():
                    self.builder.block("textbox", inner, f"textbox at paragraph {self.paragraphs}")

    def _put(self, kind: str, label: str, text: str) -> None:
        whole, self._carried = self._carried + label + text, ""
        if whole.strip():
            self.builder.block(kind, whole, f"paragraph {self.paragraphs}", made=len(label))

    def _text(self, element: Element) -> str:
        pieces: list[str] = []
        self._collect(element, pieces, 0)
        return "".join(pieces)

    def _collect(self, element: Element, pieces: list[str], depth: int) -> None:
        if depth > _DEEP:
            raise corrupt("层次太深", "nested too deep")
        for each in element:
            name = local(each)
            if name == "t":
                pieces.append(each.text or "")
            elif name == "txbxContent":
                self.boxes.append(each)
            elif name == "tab":
                pieces.append("\t")
            elif name in ("br", "cr"):
                pieces.append("\n" if attribute(each, "type") != "page" else "")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "sym":
                pieces.append(_symbol(attribute(each, "char")))
            elif name in _NOTES:
                kind = _NOTES[name]
                identity = attribute(each, "id")
                if identity not in self.asked[kind]:
                    self.asked[kind].append(identity)
                pieces.append(f"［{self.asked[kind].index(identity) + 1}］")
            elif name == "r" and child(each, "rPr", "vanish") is not None:
                continue
            elif name and name not in _GONE:
                self._collect(each, pieces, depth + 1)

    def _table(self, table: Element, depth: int) -> None:
        number = len(self.builder.tables) + 1
        rows: list[tuple[Span, ...]] = []
        above: dict[int, Span] = {}
        self.builder.tables.append(Table(()))
        lines = [row for row in _rows(table) if child(row, "trPr", "del") is None]
        for at, row in enumerate(lines, 1):
            cells: list[Span] = []
            column = 0
            found = list(_cells(row))
            for index, cell in enumerate(found):
                properties = child(cell, "tcPr")
                grid = child(properties, "gridSpan")
                width = attribute(grid, "val") if grid is not None else "1"
                merge = child(properties, "vMerge")
                goes_on = merge is not None and attribute(merge, "val") in ("", "continue")
                text = "" if goes_on else self._cell_text(cell, depth)
                end = "\n" if index == len(found) - 1 else "\t"
                place = f"table {number} row {at} column {column + 1}"
                span = self.builder.block("cell", text, place, end=end)
                if goes_on:
                    span = above.get(column, span)
                step = int(width) if width.isdigit() and 0 < int(width) < 200 else 1
                for covered in range(column, column + step):
                    above[covered] = span
                    cells.append(span)
                column += step
            rows.append(tuple(cells))
        self.builder.tables[number - 1] = Table(tuple(rows))

    def _cell_text(self, cell: Element, depth: int) -> str:
        if depth > _DEEP:
            raise corrupt("层次太深", "nested too deep")
        texts: list[str] = []
        for each in cell.iter():
            if local(each) == "p" and (text := self._text(each)).strip():
                label = self.numbering.label(child(each, "pPr"))
                texts.append(label + text.replace("\t", " "))
        return "\n".join(texts)

    def notes(self, kind: str, root: Element | None) -> None:
        """Append the notes that the text refers to, in the order of their references."""
        if root is None:
            return
        found = {attribute(each, "id"): each for each in children(root, kind)}
        for number, identity in enumerate(self.asked[kind], 1):
            if identity in found:
                text = "\n".join(
                    t
                    for p in found[identity].iter()
                    if local(p) == "p" and (t := self._text(p).strip())
                )
                mark = f"［{number}］"
                self.builder.block("footnote", mark + text, f"{kind} {number}", made=len(mark))


def _rows(table: Element) -> list[Element]:
    rows: list[Element] = []
    for each in table:
        if local(each) == "tr":
            rows.append(each)
        elif local(each) in ("sdt", "ins", "customXml"):
            rows += [row for row in each.iter() if local(row) == "tr"]
    return rows


def _cells(row: Element) -> list[Element]:
    cells: list[Element] = []
    for each in row:
        if local(each) == "tc":
            cells.append(each)
        elif local(each) in ("sdt", "customXml"):
            cells += [cell for cell in each.iter() if local(cell) == "tc"]
    return cells


def _symbol(code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    # Symbol fonts map their glyphs into the private area; what they show is not known here.
    return "" if 0xE000 <= point <= 0xF8FF or not 0 < point < 0x110000 else chr(point)
