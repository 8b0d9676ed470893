"""By when, or for when: from the phrase, the section, the title or the date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.documents.quantities import DateMention
from leitai.documents.sections import Section

_RELATIVE = re.compile(
    r"今年|本年|明年|去年|(?<![比较])上年(?!同期|度?增)|每年|逐年|全年|年度|今后一个时期|今后三年|近年来|过去一年|一年来|(?:三|五)年来"
)
_REACH = 300
_SHIFT = {"今年": 0, "本年": 0, "明年": 1, "去年": -1, "上年": -1, "过去一年": -1}


@dataclass(frozen=True, slots=True)
class Horizon:
    """The words of a horizon, the year it comes to (0: none), its origin and span if literal."""

    text: str
    year: int
    origin: str
    start: int = -1
    end: int = -1


def horizon_of(
    text: str,
    sentence: int,
    stop: int,
    place: int,
    dates: Sequence[DateMention],
    starts: Sequence[int],
    section: Section,
    year: tuple[int, str],
    held: Horizon | None,
) -> Horizon:
    """The horizon of a number at ``place`` of a sentence from ``sentence`` to ``stop``.

    ``held`` is what the paragraph named last; a sentence of figures without a year of its own goes
    on with it.
    """
    last = bisect_left(starts, place) - 1
    named = None
    if last >= 0 and dates[last].start >= sentence and dates[last].year:
        named = dates[last]
    relative = next(
        iter(deque(_RELATIVE.finditer(text, max(sentence, place - _REACH), place), maxlen=1)), None
    )
    if named is not None and (
        relative is None or relative.start() < named.start or relative.group() in ("全年", "年度")
    ):
        words = text[named.start : named.end].replace('"', "")
        spoken = f"{words}({named.year}年)" if "五" in words else f"{named.year}年"
        return Horizon(spoken, named.year, "phrase", named.start, named.end)
    base = section.year or year[0]
    origin = "section" if section.year else year[1]
    if relative is not None:
        words, span = relative.group(), relative.span()
        if words in _SHIFT:
            whole = year[0]
            at = whole + _SHIFT[words] if whole else 0
            return Horizon(f"{at}年" if at else words, at, "phrase", *span)
        if words in ("全年", "年度"):
            return Horizon(f"{base}年({words})" if base else words, base, "phrase", *span)
        return Horizon(words, 0, "phrase", *span)
    later = dates[last + 1] if last + 1 < len(dates) else None
    if later is not None and later.year and later.end <= stop and text[later.start].isdigit():
        return Horizon(f"{later.year}年", later.year, "phrase", later.start, later.end)
    if held is not None:
        return Horizon(held.text, held.year, "inherited", held.start, held.end)
    if section.year:
        return Horizon(f"{section.year}年", section.year, "section")
    if base:
        if section.tense == "past" and section.looks_back:
            # A plan for a year looks back on the year before it.
            return Horizon(f"{base - 1}年", base - 1, origin)
        return Horizon(f"{base}年", base, origin)
    return Horizon("", 0, "")
