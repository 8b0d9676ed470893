"""The reader's language, as the engine and the other pure packages name it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import get_language


def chinese() -> bool:
    """Tell whether the reader's language is Chinese."""
    return (get_language() or "zh").startswith("zh")


def reader_language() -> str:
    """Return ``zh`` or ``en``, for whatever speaks these two by itself."""
    return "zh" if chinese() else "en"


class Named(Protocol):
    """Whatever has a name, and perhaps one in English."""

    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...


def named(thing: Named) -> str:
    """Return the name for the reader: English where the reader's language and the thing have it."""
    return str(thing.name if chinese() else thing.name_en or thing.name)


def listed(parts: Iterable[str]) -> str:
    """Return clauses in one line, divided as the language does."""
    return ("；" if chinese() else "; ").join(parts)


def titled(title: str, text: str) -> str:
    """Return a text behind its title: 名称：文字, or title: text."""
    return f"{title}：{text}" if chinese() else f"{title}: {text}"


def bracketed(text: str, inside: str) -> str:
    """Return a text with something in brackets behind it."""
    return f"{text}（{inside}）" if chinese() else f"{text} ({inside})".strip()
