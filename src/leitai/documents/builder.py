"""Collecting plain text block by block, each with its place."""

from __future__ import annotations

from leitai.documents.limits import Limits, check_chars
from leitai.documents.model import Block, Noise, Span, Table


class TextBuilder:
    """Text that grows; every addition returns its span."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pieces: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.noise: list[Noise] = []

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def raw(self, text: str) -> Span:
        """Append text that belongs to no block (separators)."""
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        check_chars(self._length, self._limits)
        return Span(start, self._length)

    def block(self, kind: str, text: str, place: str, *, made: int = 0, end: str = "\n") -> Span:
        """Append a block and its separator; the span leaves the separator out."""
        span = self.raw(text)
        self.blocks.append(Block(kind, span.start, span.end, place, made))
        self.raw(end)
        return span
