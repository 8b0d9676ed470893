"""Official documents out of plain data: in goes what to say, out comes Word by GB/T 9704—2012.

    >>> from datetime import date
    >>> from leitai.bulletins import Document, Paragraph, Signature, to_docx
    >>> letter = Document("关于10月招商引资排名的通报", (Paragraph("现将有关情况通报如下。"),),
    ...                   signature=Signature("云溪区考核办", date(2026, 11, 5)))
    >>> to_docx(letter)[:2]
    b'PK'

The same document gives the same bytes. Text is only ever text: it never becomes a field, a link or
mark-up, whatever it says.
"""

from leitai.bulletins.model import (
    Block,
    Colophon,
    Column,
    Document,
    Heading,
    Paragraph,
    Proof,
    RedHead,
    Signature,
    SignedBy,
    Table,
    from_dict,
    to_dict,
)
from leitai.bulletins.packing import RENDERER
from leitai.bulletins.word import to_docx
from leitai.bulletins.wording import (
    addressee_line,
    balanced,
    clean,
    copies_line,
    marker,
    markers,
    official_date,
)

__all__ = [
    "RENDERER",
    "Block",
    "Colophon",
    "Column",
    "Document",
    "Heading",
    "Paragraph",
    "Proof",
    "RedHead",
    "Signature",
    "SignedBy",
    "Table",
    "addressee_line",
    "balanced",
    "clean",
    "copies_line",
    "from_dict",
    "marker",
    "markers",
    "official_date",
    "to_dict",
    "to_docx",
]
