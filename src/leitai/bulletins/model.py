"""What an official document consists of, in the order in which a reader meets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class RedHead:
    """The red head (红头): the issuing mark, the document number, and for a paper with issues
    (简报) its editor and date on one line above the red line.
    """

    mark: str
    number: str = ""
    editor: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; its marker (一、（一）1.（1）) follows from its place."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"a heading has a level from 1 to 4, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text, its first line two characters in; ``lead`` opens it in 楷体."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its share of the width, how its cells stand."""

    name: str
    share: float = 1.0
    align: Align = "center"


@dataclass(frozen=True)
class Table:
    """A three-line table; ``unit`` stands above it at the right, ``note`` below at the left."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    unit: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for at, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {at} has {len(row)} cells for {len(self.columns)} columns")


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Signature:
    """Issuing body and date; with a seal the date leaves room for it and the body is centred."""

    issuer: str
    date: dt.date
    sealed: bool = True


@dataclass(frozen=True)
class SignedBy:
    """Places where parties sign (责任书): what each place is called, side by side."""

    parties: tuple[tuple[str, ...], ...]
    date: dt.date | None = None


@dataclass(frozen=True)
class Colophon:
    """The colophon (版记) at the foot of the last page."""

    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: dt.date | None = None


@dataclass(frozen=True)
class Proof:
    """One line by which a reader can check the paper: what it is, and its digest."""

    name: str
    value: str


@dataclass(frozen=True)
class Document:
    """An official document; everything but the title may be absent."""

    title: str
    blocks: tuple[Block, ...] = ()
    head: RedHead | None = None
    addressee: str = ""
    signature: Signature | SignedBy | None = None
    colophon: Colophon | None = None
    proofs: tuple[Proof, ...] = ()
    draft: bool = False


_BLOCKS: dict[str, type[Block]] = {"heading": Heading, "paragraph": Paragraph, "table": Table}


def to_dict(document: Document) -> dict[str, Any]:
    """Return a document as plain data that JSON can hold; :func:`from_dict` reads it back."""
    kinds = {kind: name for name, kind in _BLOCKS.items()}
    plain = asdict(document)
    for block, told in zip(document.blocks, plain["blocks"], strict=True):
        told["block"] = kinds[type(block)]
    if document.signature is not None:
        plain["signature"]["by"] = (
            "issuer" if isinstance(document.signature, Signature) else "parties"
        )
    return _plain(plain)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def from_dict(plain: Mapping[str, Any]) -> Document:
    """Return the document that :func:`to_dict` wrote.

    Raises:
        KeyError, TypeError, ValueError: for data of another shape.
    """
    head, signature, colophon = plain["head"], plain["signature"], plain["colophon"]
    return Document(
        title=plain["title"],
        blocks=tuple(_block(told) for told in plain["blocks"]),
        head=RedHead(**{**head, "date": _date(head["date"])}) if head else None,
        addressee=plain["addressee"],
        signature=_signature(signature) if signature else None,
        colophon=Colophon(
            tuple(colophon["copies_to"]), colophon["printed_by"], _date(colophon["printed_on"])
        )
        if colophon
        else None,
        proofs=tuple(Proof(**told) for told in plain["proofs"]),
        draft=plain["draft"],
    )


def _block(told: Mapping[str, Any]) -> Block:
    fields = {key: value for key, value in told.items() if key != "block"}
    if told["block"] == "table":
        fields["columns"] = tuple(Column(**each) for each in fields["columns"])
        fields["rows"] = tuple(tuple(row) for row in fields["rows"])
    return _BLOCKS[told["block"]](**fields)


def _signature(told: Mapping[str, Any]) -> Signature | SignedBy:
    if told["by"] == "issuer":
        return Signature(told["issuer"], dt.date.fromisoformat(told["date"]), told["sealed"])
    return SignedBy(tuple(tuple(party) for party in told["parties"]), _date(told["date"]))


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
