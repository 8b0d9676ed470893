"""A sentence as segments of plain words and linked figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Figure:
    """A figure of a sentence: its text, where it leads, and whether it calls for action."""

    text: str
    url: str = ""
    trace: bool = False
    alarm: bool = False


@dataclass(frozen=True)
class Segment:
    """A piece of a sentence: words, or a figure with its address."""

    text: str
    url: str = ""
    trace: bool = False
    alarm: bool = False


#: What a sentence is made of.
Said = tuple[Segment, ...]


def joined(parts: Sequence[Said]) -> Said:
    """Return parts of a sentence one after the other, with its commas and its full stop."""
    said: Said = ()
    for at, part in enumerate(parts):
        said += (Segment(_(", ")), *part) if at else part
    return (*said, Segment(_(". "))) if said else ()


def listed(names: Iterable[object]) -> str:
    """Return names one after the other, parted as the language parts a list."""
    return pgettext("between names", ", ").join(str(name) for name in names)


def sentence(pattern: str, **figures: Figure | str | float) -> Said:
    """Return a translated pattern with its ``{name}`` places filled.

    A pattern keeps its places in any order, so that each language says it its own way.
    """
    segments: list[Segment] = []
    at = 0
    for match in PLACE.finditer(pattern):
        if match.start() > at:
            segments.append(Segment(pattern[at : match.start()]))
        figure = figures[match.group(1)]
        if isinstance(figure, Figure):
            segments.append(Segment(figure.text, figure.url, figure.trace, figure.alarm))
        else:
            segments.append(Segment(str(figure)))
        at = match.end()
    if at < len(pattern):
        segments.append(Segment(pattern[at:]))
    return tuple(segments)
