"""Web pages as plain text; nothing is fetched and no script is run."""

from __future__ import annotations

import re

from lxml import etree, html

from leitai.documents.archives import Element, local
from leitai.documents.builder import TextBuilder
from leitai.documents.encodings import decode
from leitai.documents.limits import Limits, corrupt
from leitai.documents.model import Noise, Reading, Span, Table

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.I)
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg",
     "select", "option", "button", "input", "textarea", "canvas", "audio", "video")
)  # fmt: skip
_CHROME = frozenset(("nav", "footer", "aside", "header", "form"))
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
     "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "address", "hr", "body",
     "caption", "center", "td", "th", "tr", "tbody", "thead")
)  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEP = 240


def read_html(data: bytes, limits: Limits) -> Reading:
    """Read a page of HTML; its encoding from a mark, its meta element or its bytes."""
    declared = _CHARSET.search(data[:4096])
    text, encoding = decode(data, declared.group(1).decode("ascii") if declared else "")
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_without_declaration(text), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError) as error:
        raise corrupt("网页", "the page") from error
    if root is None:
        raise corrupt("网页", "the page")
    if any("depth" in each.message.lower() for each in parser.error_log):
        # The parser drops what lies deeper without a word; a part that is lost must be told.
        raise corrupt("层次太深", "nested too deep")
    reader = _Reader(TextBuilder(limits))
    reader.walk(root, 0)
    reader.flush()
    title = root.find(".//title")
    builder = reader.builder
    return Reading(
        "html", encoding, builder.text, tuple(builder.blocks), tuple(builder.tables),
        tuple(builder.noise), title=_SPACES.sub(" ", title.text or "").strip() if title is not None else "",
    )  # fmt: skip


def _without_declaration(text: str) -> str:
    """lxml refuses a str that declares its own encoding."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""), count=1)


class _Reader:
    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self._line: list[str] = []
        self._blocks = 0

    def walk(self, element: Element, depth: int) -> None:
        name = local(element)
        if depth > _DEEP:
            raise corrupt("层次太深", "nested too deep")
        if name in _SKIPPED or not name or _hidden(element):
            return
        if name == "table" and _is_data(element):
            self.flush()
            self._table(element)
            return
        block = name in _BLOCKS or name == "table"
        if block:
            self.flush()
        start = len(self.builder)
        if name == "br":
            self.flush()
        self._line.append(element.text or "")
        for each in element:
            self.walk(each, depth + 1)
            self._line.append(each.tail or "")
        if block or name in _CHROME:
            self.flush()
        if name in _CHROME and len(self.builder) > start:
            self.builder.noise.append(Noise(start, len(self.builder) - 1, "chrome"))

    def flush(self) -> None:
        """End the line that was being collected."""
        text = _SPACES.sub(" ", "".join(self._line)).strip()
        self._line = []
        if text:
            self._blocks += 1
            self.builder.block("paragraph", text, f"paragraph {self._blocks}")

    def _table(self, table: Element) -> None:
        number = len(self.builder.tables) + 1
        rows: list[tuple[Span, ...]] = []
        hanging: dict[int, tuple[int, Span]] = {}
        for at, row in enumerate((e for e in table.iter() if local(e) == "tr"), 1):
            cells: list[Span] = []
            found = [cell for cell in row if local(cell) in ("td", "th")]
            for index, cell in enumerate(found):
                self._take_hanging(cells, hanging)
                text = _SPACES.sub(" ", "".join(cell.itertext())).strip()
                end = "\n" if index == len(found) - 1 else "\t"
                place = f"table {number} row {at} column {len(cells) + 1}"
                span = self.builder.block("cell", text, place, end=end)
                down, across = _count(cell, "rowspan"), _count(cell, "colspan")
                for _ in range(across):
                    if down > 1:
                        hanging[len(cells)] = (down - 1, span)
                    cells.append(span)
            self._take_hanging(cells, hanging)
            if cells:
                rows.append(tuple(cells))
        self.builder.tables.append(Table(tuple(rows)))

    @staticmethod
    def _take_hanging(cells: list[Span], hanging: dict[int, tuple[int, Span]]) -> None:
        while len(cells) in hanging:
            left, span = hanging.pop(len(cells))
            if left > 1:
                hanging[len(cells)] = (left - 1, span)
            cells.append(span)


def _count(cell: Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return (
        min(int(value), 200)
        if value.isascii() and value.isdigit() and len(value) < 5 and int(value)
        else 1
    )


def _hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _is_data(table: Element) -> bool:
    """A table of figures or tasks and not one that lays out the page."""
    if any(local(each) == "table" for each in table.iterdescendants()):
        return False
    rows = [sum(local(c) in ("td", "th") for c in r) for r in table.iter() if local(r) == "tr"]
    return len(rows) >= 2 and max(rows) >= 2
