"""A document as a Word file."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

from docx import Document as open_document
from docx.document import Document as Word

from leitai.bulletins.body import Body
from leitai.bulletins.model import Document, Heading, Paragraph, Signature, SignedBy, Table
from leitai.bulletins.packing import RENDERER, repack
from leitai.bulletins.template import template
from leitai.bulletins.wording import clean, markers

#: The moment in the file's properties where the document has no date of its own.
_NO_DAY: Final = dt.date(2000, 1, 1)


def to_docx(document: Document) -> bytes:
    """Return the document as a .docx file; the same document gives the same bytes."""
    word = open_document(io.BytesIO(template()))
    body = Body(word)
    if document.draft:
        body.draft()
    if document.head is not None:
        body.head(document.head)
    body.title(document.title, below_head=document.head is not None)
    if document.addressee:
        body.addressee(document.addressee)
    for block, marker in zip(document.blocks, markers(document.blocks), strict=True):
        if isinstance(block, Heading):
            body.heading(block, marker)
        elif isinstance(block, Paragraph):
            body.paragraph(block)
        elif isinstance(block, Table):
            body.table(block)
    if isinstance(document.signature, Signature):
        body.signature(document.signature)
    elif isinstance(document.signature, SignedBy):
        body.parties(document.signature)
    if document.proofs:
        body.proofs(document.proofs)
    if document.colophon is not None:
        body.colophon(document.colophon)
    _properties(word, document)
    stream = io.BytesIO()
    word.save(stream)
    return repack(stream.getvalue())


def _properties(word: Word, document: Document) -> None:
    """Say what the file is; its moment is the document's day, not that of writing."""
    day = _day(document)
    moment = dt.datetime(day.year, day.month, day.day)
    properties: Any = word.core_properties
    properties.title = clean(document.title)[:250]
    issuer = document.signature.issuer if isinstance(document.signature, Signature) else ""
    properties.author = clean(issuer)[:250]
    properties.last_modified_by = ""
    properties.comments = f"leitai.bulletins {RENDERER}"
    properties.keywords = ""
    properties.created = properties.modified = moment
    properties.revision = 1
    properties.language = "zh-CN"


def _day(document: Document) -> dt.date:
    given = document.signature.date if document.signature is not None else None
    head = document.head.date if document.head is not None else None
    return given or head or _NO_DAY
