"""What every draft has: the words that its maker adds, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from leitai.apps.periods.models import Period
from leitai.apps.publishing.models import Bulletin
from leitai.apps.standings.models import Standing
from leitai.apps.units.models import Unit
from leitai.bulletins import (
    Block,
    Colophon,
    Document,
    Heading,
    Paragraph,
    Proof,
    RedHead,
    Signature,
)
from leitai.bulletins.wording import clean


@dataclass(frozen=True)
class Wording:
    """What its maker says on a document; what is empty is left out or has its usual words.

    ``demands`` are paragraphs of a last section, one each; ``copies_to`` whom copies go to.
    """

    title: str = ""
    mark: str = ""
    document_number: str = ""
    issuer: str = ""
    addressee: str = ""
    demands: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A document that could be issued, with the figures it prints."""

    kind: str
    unit: Unit
    year: int
    document: Document
    facts: dict[str, Any]
    audience: str = Bulletin.Audience.OVERSEERS
    period: Period | None = None
    standing: Standing | None = None
    group: str = ""
    answers: Bulletin | None = None
    #: The body that issues it unless its maker names another.
    issuer: str = ""
    #: Lines of proof besides the digest of the content and the head of the chain.
    proofs: tuple[Proof, ...] = field(default=())

    def marked(self) -> Document:
        """The document with the mark of what is not issued yet."""
        return replace(self.document, draft=True)


def dressed(
    wording: Wording, *, title: str, issuer: str, blocks: Iterable[Block], day: dt.date
) -> Document:
    """Return a bulletin with head, addressee, demands, signature and colophon as worded."""
    signed = clean(wording.issuer) or issuer
    demands: list[Block] = []
    if wording.demands:
        demands = [Heading("工作要求"), *(Paragraph(text) for text in wording.demands)]
    mark = clean(wording.mark) or f"{signed}文件"
    return Document(
        clean(wording.title) or title,
        (*blocks, *demands),
        head=RedHead(mark, clean(wording.document_number)),
        addressee=clean(wording.addressee),
        signature=Signature(signed, day),
        colophon=Colophon(wording.copies_to, signed, day),
    )
