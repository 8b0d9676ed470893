"""Shapes: one declaration of a key reads it, checks it, writes it, and describes it in JSON Schema.

Every part of a scheme is a frozen dataclass whose fields carry a shape and their meaning in
Chinese and English (``field(metadata=said(Number(...), "封顶", "cap"))``). Reader, JSON Schema and
reference pages all come from these declarations, so they cannot disagree.
"""

from leitai.engine.scheme.shapes.base import (
    ID_PATTERN,
    INVALID,
    Reading,
    Shape,
    closest,
    said,
)
from leitai.engine.scheme.shapes.containers import (
    Either,
    Fields,
    Kinds,
    ListOf,
    MapOf,
    Nullable,
    default_of,
    required,
)
from leitai.engine.scheme.shapes.scalars import (
    Choice,
    Date,
    Flag,
    Identifier,
    InputRef,
    Number,
    Share,
    Slug,
    Text,
)

__all__ = [
    "ID_PATTERN",
    "INVALID",
    "Choice",
    "Date",
    "Either",
    "Fields",
    "Flag",
    "Identifier",
    "InputRef",
    "Kinds",
    "ListOf",
    "MapOf",
    "Nullable",
    "Number",
    "Reading",
    "Shape",
    "Share",
    "Slug",
    "Text",
    "closest",
    "default_of",
    "required",
    "said",
]
