"""The text of a file that somebody attaches, as lines, to look for secrecy marks in it.

Read are plain text, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument and PDF files. Of
any other file its bytes are searched for a mark with its star, in the encodings that offices write.
"""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import pypdfium2

from leitai.apps.indicators.secrecy import secrecy_mark
from leitai.workbooks.archives import open_archive, parse_member, xml_parser
from leitai.workbooks.delimited import decode
from leitai.workbooks.limits import Limits, WorkbookError

#: Elements of office files that are a line of their own.
HEADERS = frozenset(
    f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")
)
LINES = HEADERS | {"p", "h", "si", "is"}
#: What a header of a sheet holds beside its words: where it stands, its font and its size.
_CODES = re.compile(r'&(?:[LCRPNDTFA]|"[^"]*"|\d+)')
_ENDINGS = frozenset(
    (".txt", ".md", ".csv", ".tsv", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".pdf")
)
#: PDFium may be used by one thread of a process at a time.
_ONE_AT_A_TIME = threading.Lock()
_STARRED = tuple(
    (mark, f"{mark}{gap}★".encode(encoding))
    for mark in ("绝密", "机密", "秘密")
    for gap in ("", " ", "\u3000")
    for encoding in ("utf-8", "utf-16-le", "gb18030")
)


@dataclass(frozen=True)
class Looked:
    """What looking through a file found: the mark, and whether its text could be read at all."""

    mark: str
    read: bool


def look_for_mark(content: bytes) -> Looked:
    """Look for a secrecy mark in the text of a file."""
    lines = _lines(content)
    if lines is not None:
        return Looked(secrecy_mark(lines), read=True)
    return Looked(next((mark for mark, found in _STARRED if found in content), ""), read=False)


def is_read(name: str) -> bool:
    """Tell from a file's name whether its text is looked through."""
    return PurePath(name).suffix.lower() in _ENDINGS


def _lines(content: bytes) -> list[str] | None:
    try:
        if content.startswith(b"PK"):
            return list(_archive_lines(content))
        if content.startswith(b"%PDF"):
            return _pdf_lines(content)
        text, _encoding = decode(content)
    except (WorkbookError, zipfile.BadZipFile):
        return None
    return text.splitlines()


def _archive_lines(content: bytes) -> Iterator[str]:
    """Yield the lines of an office file: paragraphs, strings of cells, headers and footers."""
    archive = open_archive(io.BytesIO(content), Limits())
    for name in archive.namelist():
        if not name.endswith(".xml"):
            continue
        stack: list[list[str]] = []
        found: list[str] = []

        def start(tag: str, _given: dict[str, str], stack: list[list[str]] = stack) -> None:
            if tag.rpartition(":")[2] in LINES:
                stack.append([])

        def end(tag: str, stack: list[list[str]] = stack, found: list[str] = found) -> None:
            local = tag.rpartition(":")[2]
            if local in LINES:
                line = "".join(stack.pop())
                found.append(_CODES.sub("", line) if local in HEADERS else line)

        def words(text: str, stack: list[list[str]] = stack) -> None:
            if stack:
                stack[-1].append(text)

        parser = xml_parser(start, end)
        parser.CharacterDataHandler = words
        parse_member(archive, name, parser)
        yield from found


def _pdf_lines(content: bytes) -> list[str] | None:
    """Return the lines of a PDF; None for a locked or broken one, or one of pictures only."""
    try:
        with _ONE_AT_A_TIME, pypdfium2.PdfDocument(content) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError:
        return None
    text = "\n".join(pages)
    return text.splitlines() if text.strip() else None
