"""PDF with text, through pdfium; a scan is told and refused."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2
import pypdfium2.raw as pdfium

from leitai.documents.builder import TextBuilder
from leitai.documents.limits import DocumentError, Limits, bomb, corrupt
from leitai.documents.model import Noise, Reading

# Under this many characters a page counts as a picture, if a picture is on it.
_BARE = 20
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－]\s*)?(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[-—–－])?(?:\s*[/／]\s*\d{1,4})?\s*$"
)


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """Read a PDF's text page by page; lines of one paragraph are joined later, by their width."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(
                "password",
                "PDF 加了打开密码。请去掉密码后再传。",
                "The PDF has an opening password. Remove it and upload again.",
            ) from error
        raise corrupt("PDF", "PDF") from error
    try:
        if len(document) > limits.max_pages:
            raise bomb(
                f"PDF 有 {len(document):,} 页，上限 {limits.max_pages:,} 页，不收。",
                f"The PDF has {len(document):,} pages, the limit is {limits.max_pages:,}.",
            )
        return _read(document, limits)
    except pypdfium2.PdfiumError as error:
        raise corrupt("PDF", "PDF") from error
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, limits: Limits) -> Reading:
    pages: list[list[str]] = []
    pictures = 0
    for page in document:
        textpage = page.get_textpage()
        text = (
            textpage.get_text_bounded()
            .replace("\r\n", "\n")
            .replace("\ufffe", "")
            .replace("\x00", "")
        )
        textpage.close()
        bare = len(text.strip()) < _BARE
        if bare and any(True for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
            pictures += 1
        pages.append([line.rstrip() for line in text.split("\n")])
        page.close()
    if pictures and pictures * 2 >= len(pages):
        raise scan(pictures)
    builder = TextBuilder(limits)
    running = _running_lines(pages)
    for number, lines in enumerate(pages, 1):
        for at, line in enumerate(lines):
            if not line.strip():
                continue
            span = builder.block("line", line, f"page {number} line {at + 1}")
            edge = at < 2 or at >= len(lines) - 2
            if edge and (line.strip() in running or _PAGE_NUMBER.match(line)):
                builder.noise.append(Noise(span.start, span.end, "page_furniture"))
    problems = (f"pages_without_text:{pictures}",) if pictures else ()
    return Reading(
        "pdf", "", builder.text, tuple(builder.blocks), (), tuple(builder.noise), problems=problems
    )


def scan(pages: int) -> DocumentError:
    """The error for pictures of pages."""
    return DocumentError(
        "scan",
        f"这是扫描件：有 {pages} 页只有图片，没有文字。请上传 Word 原稿或带文字的 PDF，"
        "或先用 OCR 软件识别并校对后再传。",
        f"This is a scan: {pages} pages hold a picture and no text. Upload the Word original or a "
        "PDF with text, or run OCR, proofread it, and upload the result.",
    )


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Lines that stand at the edge of most pages: running heads and feet."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for lines in pages:
        filled = [line.strip() for line in lines if line.strip()]
        seen.update({*filled[:2], *filled[-2:]})
    return {line for line, count in seen.items() if count * 2 > len(pages) and len(line) < 60}
