"""The reader's language, as the engine and the other pure packages name it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language


def chinese() -> bool:
    """Tell whether the reader's language is Chinese."""
    return (get_language() or "zh").startswith("zh")


def reader_language() -> str:
    """Return ``zh`` or ``en``, for whatever speaks these two by itself."""
    return "zh" if chinese() else "en"


def listed(parts: Iterable[str]) -> str:
    """Return clauses in one line, divided as the language does."""
    return ("；" if chinese() else "; ").join(parts)


def titled(title: str, text: str) -> str:
    """Return a text behind its title: 名称：文字, or title: text."""
    return f"{title}：{text}" if chinese() else f"{title}: {text}"


def bracketed(text: str, inside: str) -> str:
    """Return a text with something in brackets behind it."""
    return f"{text}（{inside}）" if chinese() else f"{text} ({inside})".strip()
