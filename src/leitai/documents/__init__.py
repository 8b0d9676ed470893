"""Documents in: what officials really write, read with the place of everything in it.

    >>> from leitai.documents import read
    >>> found = read("2026年工作要点.docx")   # doctest: +SKIP
    >>> for heading in found.outline:         # doctest: +SKIP
    ...     print(heading.level, heading.marker, heading.title)

Nothing is cut: what is not the writer's text stays in ``text`` and is named in ``noise``. Every
span counts code points of ``Document.text``, which for a .txt file is the file.
"""

from leitai.documents.copies import Copy, find_duplicates
from leitai.documents.limits import DocumentError, Limits
from leitai.documents.model import (
    SCHEMA_VERSION,
    Block,
    Comparison,
    Document,
    Heading,
    Missing,
    Named,
    Noise,
    Part,
    Programme,
    Reading,
    Span,
    Table,
    Target,
    Task,
)
from leitai.documents.opening import read_plain
from leitai.documents.reading import read, understand
from leitai.documents.records import to_dict

__all__ = [
    "SCHEMA_VERSION",
    "Block",
    "Comparison",
    "Copy",
    "Document",
    "DocumentError",
    "Heading",
    "Limits",
    "Missing",
    "Named",
    "Noise",
    "Part",
    "Programme",
    "Reading",
    "Span",
    "Table",
    "Target",
    "Task",
    "find_duplicates",
    "read",
    "read_plain",
    "to_dict",
    "understand",
]
