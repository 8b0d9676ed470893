"""An official document as a page shows it: what Word numbers and places is said in words."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.bulletins import (
    Document,
    Heading,
    Paragraph,
    Signature,
    SignedBy,
    addressee_line,
    copies_line,
    markers,
    official_date,
)


@dataclass(frozen=True)
class ShownTable:
    """A table with its cells beside whether they stand at the right."""

    caption: str
    unit: str
    note: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True)
class ShownBlock:
    """A heading with its level, a paragraph with its lead, or a table."""

    text: str = ""
    level: int = 0
    lead: str = ""
    table: ShownTable | None = None


@dataclass(frozen=True)
class Shown:
    """A document in the order of the page."""

    mark: str
    number: str
    title: str
    addressee: str
    blocks: tuple[ShownBlock, ...]
    signature: tuple[str, ...]
    parties: tuple[tuple[str, ...], ...]
    copies: str


def shown(document: Document) -> Shown:
    """Return a document for a page."""
    blocks = []
    for block, marker in zip(document.blocks, markers(document.blocks), strict=True):
        if isinstance(block, Heading):
            blocks.append(ShownBlock(marker + block.text, level=block.level))
        elif isinstance(block, Paragraph):
            blocks.append(ShownBlock(block.text, lead=block.lead))
        else:
            right = [column.align != "left" for column in block.columns]
            heads = tuple(
                (column.name, at) for column, at in zip(block.columns, right, strict=True)
            )
            rows = tuple(tuple(zip(row, right, strict=True)) for row in block.rows)
            table = ShownTable(block.caption, block.unit, block.note, heads, rows)
            blocks.append(ShownBlock(table=table))
    signed = document.signature
    return Shown(
        mark=document.head.mark if document.head else "",
        number=document.head.number if document.head else "",
        title=document.title,
        addressee=addressee_line(document.addressee),
        blocks=tuple(blocks),
        signature=(signed.issuer, official_date(signed.date))
        if isinstance(signed, Signature)
        else (),
        parties=signed.parties if isinstance(signed, SignedBy) else (),
        copies=copies_line(document.colophon.copies_to) if document.colophon else "",
    )
