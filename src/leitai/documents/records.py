"""A document as plain data: what ``leitai read --json`` prints, one object a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from leitai.documents.model import SCHEMA_VERSION, Document


def to_dict(document: Document, *, text: bool = False) -> dict[str, Any]:
    """Everything found, with offsets; ``text`` adds the plain text and its blocks."""
    record: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "source": document.source,
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "kind": document.kind,
        "encoding": document.encoding,
        "characters": len(document.text),
        "parts": [asdict(each) for each in document.parts],
        "missing_parts": [asdict(each) for each in document.missing_parts],
        "noise": [asdict(each) for each in document.noise],
        "outline": [asdict(each) for each in document.outline],
        "targets": [asdict(each) for each in document.targets],
        "tasks": [asdict(each) for each in document.tasks],
        "programmes": [asdict(each) for each in document.programmes],
        "comparisons": [asdict(each) for each in document.comparisons],
        "problems": list(document.problems),
    }
    if text:
        record["text"] = document.text
        record["blocks"] = [asdict(each) for each in document.blocks]
    return record
