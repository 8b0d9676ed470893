"""OFD (GB/T 33190—2016), the page format of Chinese offices: text objects in reading order."""

from __future__ import annotations

import posixpath

from leitai.documents.archives import Archive, Element, attribute, child, children, local
from leitai.documents.builder import TextBuilder
from leitai.documents.limits import DocumentError, Limits, bomb, corrupt
from leitai.documents.model import Reading
from leitai.documents.pdf_reading import scan

# Millimetres: text objects whose baselines differ by less stand on one line.
_LINE = 2.0


def read_ofd(data: bytes, limits: Limits) -> Reading:
    """Read the pages of every document in an OFD package."""
    archive = Archive(data, limits)
    bodies = list(children(archive.xml("OFD.xml"), "DocBody"))
    builder = TextBuilder(limits)
    pages = pictures = 0
    for body in bodies:
        root = child(body, "DocRoot")
        if root is None or not root.text:
            raise corrupt("OFD 缺 DocRoot", "OFD without DocRoot")
        name = posixpath.normpath(root.text.strip().lstrip("/"))
        folder = posixpath.dirname(name)
        listed = child(archive.xml(name), "Pages")
        for each in children(listed, "Page") if listed is not None else ():
            pages += 1
            if pages > limits.max_pages:
                raise bomb(
                    f"OFD 超过 {limits.max_pages:,} 页，不收。",
                    f"The OFD has more than {limits.max_pages:,} pages.",
                )
            place = attribute(each, "BaseLoc").lstrip("/")
            inner = posixpath.normpath(posixpath.join(folder, place))
            content = archive.xml(inner if inner in archive.names else posixpath.normpath(place))
            lines = _lines(content)
            for at, line in enumerate(lines, 1):
                builder.block("line", line, f"page {pages} line {at}")
            if not lines and any(local(o) == "ImageObject" for o in content.iter()):
                pictures += 1
    if pictures and pictures * 2 >= pages:
        raise scan(pictures)
    if not pages:
        raise DocumentError("no_text", "OFD 里没有页面。", "The OFD has no pages.")
    return Reading("ofd", "", builder.text, tuple(builder.blocks))


def _lines(content: Element) -> list[str]:
    """The text of a page, top to bottom, left to right."""
    found: list[tuple[float, float, str]] = []
    for each in content.iter():
        if local(each) != "TextObject":
            continue
        left, top = _corner(attribute(each, "Boundary"))
        for code in children(each, "TextCode"):
            if code.text and code.text.strip():
                x, y = _number(attribute(code, "X")), _number(attribute(code, "Y"))
                found.append((top + y, left + x, code.text.strip("\n")))
    found.sort()
    lines: list[list[tuple[float, str]]] = []
    last = 0.0
    for y, x, text in found:
        if not lines or y - last > _LINE:
            lines.append([])
            last = y
        lines[-1].append((x, text))
    return ["".join(text for _, text in sorted(line)) for line in lines]


def _corner(boundary: str) -> tuple[float, float]:
    parts = boundary.split()
    return (_number(parts[0]), _number(parts[1])) if len(parts) >= 2 else (0.0, 0.0)


def _number(text: str) -> float:
    try:
        return float(text) if len(text) < 20 else 0.0
    except ValueError:
        return 0.0
