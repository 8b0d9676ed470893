"""What the engine says about a score, as codes with values; the words follow the reader.

A stored working holds no sentence of the engine, only its code and the values in it. Names that
people wrote (columns, items, units) stand beside the codes as plain text and stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leitai.engine.phrase_book import PHRASES
from leitai.engine.rounding import plain
from leitai.engine.scheme.problems import Words

__all__ = ["Label", "Phrase", "english", "from_json", "phrase", "say", "spoken", "to_json"]


@dataclass(frozen=True)
class Phrase:
    """A sentence of the phrase book by its code, and the values that stand in it.

    Values are numbers, texts that people wrote, or phrases again.
    """

    code: str
    values: tuple[tuple[str, Phrase | str | float], ...] = ()


Label = Phrase | str
"""A phrase of the engine, or a text that a person wrote."""


def phrase(code: str, **values: Phrase | str | float) -> Phrase:
    """A phrase of the book.

    Raises
    ------
    KeyError
        The book has no such code.
    """
    if code not in PHRASES:
        raise KeyError(code)
    return Phrase(code, tuple(values.items()))


def english(lang: str) -> bool:
    """Whether a language code asks for English; anything else is answered in Chinese."""
    return lang.lower().startswith("en")


def say(label: Label | float, lang: str = "zh") -> str:
    """A label in a language; what a person wrote stays as it is."""
    if isinstance(label, str):
        return label
    if not isinstance(label, Phrase):
        return plain(label)
    template = PHRASES[label.code][english(lang)]
    return template.format(**{name: say(value, lang) for name, value in label.values})


def spoken(label: Label) -> Words:
    """A label in both languages at once, for messages that are not kept."""
    return Words(say(label, "zh"), say(label, "en"))


def to_json(label: Label) -> Any:
    """A text as it is, a phrase as ``{"say": code, …values}``."""
    if isinstance(label, str):
        return label
    values = {
        name: to_json(value) if isinstance(value, Phrase | str) else value
        for name, value in label.values
    }
    return {"say": label.code, **values}


def from_json(data: Any) -> Label:
    """The inverse of ``to_json``."""
    if not isinstance(data, Mapping):
        return str(data)
    values = ((name, value) for name, value in data.items() if name != "say")
    return Phrase(
        data["say"],
        tuple(
            (name, from_json(value) if isinstance(value, Mapping) else value)
            for name, value in values
        ),
    )
