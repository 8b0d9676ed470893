"""The markers of an outline: 一、 （一） 1. （1） ① 一是 第一， 第一部分, masked or mistyped too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leitai.documents.numerals import chinese_value

# Classes with a rank stand under each other in this order; those without are lists that stand
# under whatever they follow.
RANKS = {"part": 0, "han": 1, "paren_han": 2, "digit": 3, "paren_digit": 4, "circle": 5}

_N = "[一二三四五六七八九十]{1,3}"
_MASK = r"[*×X○□_]{1,3}"
MARKER = re.compile(
    rf"(?:(?<=[\n\t。;:!? \")])|\A)(?:"
    rf"(?P<part>第(?P<part_n>{_N}|\d{{1,2}})(?:个(?:问题|方面|部分)|部分|[章节篇])(?=[,、: \n]|[^的,。]{{2,40}}(?:\n|$)))"
    rf"|(?P<list>(?P<list_n>{_N})(?:要是|是要|是|要)(?=[^\n的否,]))"
    rf"|(?P<nth>第(?P<nth_n>{_N})(?=[,、: ])(?!、第))"
    rf"|(?P<han>(?P<han_n>{_N})[、.](?=[^\n])|(?P<han_m>{_MASK})、)"
    rf"|(?P<paren_han>\((?P<paren_han_n>{_N})\)[、.]?|\((?P<paren_han_m>{_MASK})\))"
    rf"|(?P<digit>(?P<digit_n>\d{{1,2}})(?:[.、](?!\d)|\.(?=\d{{4}}年))|(?P<digit_m>{_MASK})\.(?!\d))"
    rf"|(?P<paren_digit>\((?P<paren_digit_n>\d{{1,2}})\)|(?P<paren_digit_h>\d{{1,2}})\)(?=[\u4e00-\u9fff]))"
    rf"|(?P<circle>(?P<circle_n>[①-⑳]))"
    rf")"
)
_COUNTED = re.compile(rf"{_N}、|[个项条件类种章节]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible marker in the even text; ``number`` is None where it is masked."""

    kind: str
    number: int | None
    start: int
    end: int
    first_on_line: bool


def find_marks(text: str) -> list[Mark]:
    """Every marker that what precedes and follows it allows."""
    marks: list[Mark] = []
    for match in MARKER.finditer(text):
        kind = next(k for k in (*RANKS, "list", "nth") if match.group(k) is not None)
        number = _number(match, kind)
        start, end = match.span()
        edge = start
        while edge and text[edge - 1] == " ":
            edge -= 1
        first = edge == 0 or text[edge - 1] in "\n\t"
        if number is None and not first:
            continue
        if kind == "han" and (_COUNTED.match(text, end) or (not first and text[start - 1] in ':"')):
            continue
        if text[start - 1 : start] == ")" and not first and kind != "paren_han":
            continue
        marks.append(Mark(kind, number, start, end, first))
    return marks


def _number(match: re.Match[str], kind: str) -> int | None:
    text = match.group(f"{kind}_n")
    if text is None and kind == "paren_digit":
        text = match.group("paren_digit_h")
    if text is None:
        return None
    if kind == "circle":
        return ord(text) - 0x2460 + 1
    if text.isdigit():
        return int(text)
    value = chinese_value(text)
    return None if value is None else int(value)
