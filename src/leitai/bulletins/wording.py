"""How official documents write dates, markers of headings, and titles of several lines."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from leitai.bulletins.model import Block, Heading

_DIGITS: Final = "零一二三四五六七八九"
#: Characters that turn the direction of text: they make a reader see what is not there.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
#: Blanks and line ends of every kind but the full-width blank.
_BLANKS: Final = re.compile(r"[^\S\u3000]+")
#: What XML 1.0 cannot hold, and halves of characters beyond the basic plane.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Words after which a line of a title may end without tearing a phrase.
_JOINTS: Final = ("关于", "的", "、", "和", "暨", "》", "）", "年度", "年", "月")


def clean(text: str) -> str:
    """Return text in one line as a file can hold it: no controls, no turned direction.

    Blanks of a full character's width stay: they hold a place open for writing.
    """
    return _BLANKS.sub(" ", _TURNING.sub("", _UNWRITABLE.sub("", text))).strip(" ")


def official_date(day: dt.date) -> str:
    """Return a date as GB/T 9704—2012 has it: full year, no leading zeros (2026年11月5日)."""
    return f"{day.year}年{day.month}月{day.day}日"


def addressee_line(text: str) -> str:
    """Return the line of the main recipients, which ends in a colon; empty without any."""
    named = clean(text).rstrip("：:")
    return f"{named}：" if named else ""


def copies_line(names: Iterable[str]) -> str:
    """Return the line that says whom copies go to; empty without any."""
    told = "，".join(name for each in names if (name := clean(each)))
    return f"抄送：{told}。" if told else ""


def chinese_number(number: int) -> str:
    """Return 1 to 99 in Chinese: 一, 十, 二十一.

    Raises:
        ValueError: for other numbers.
    """
    if not 1 <= number <= 99:
        raise ValueError(f"a heading has a number from 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def marker(level: int, number: int) -> str:
    """Return the marker of a heading: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{chinese_number(number)}、"
    if level == 2:
        return f"（{chinese_number(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


def markers(blocks: Iterable[Block]) -> list[str]:
    """Return the marker of each block by its place; empty for what is no heading."""
    counts = [0, 0, 0, 0]
    found = []
    for block in blocks:
        if not isinstance(block, Heading):
            found.append("")
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (4 - block.level)
        found.append(marker(block.level, counts[block.level - 1]))
    return found


def width(text: str) -> float:
    """Return the width of text in Chinese characters; Latin letters and digits count a half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def balanced(title: str, per_line: int = 19) -> list[str]:
    """Return a title in lines of like length, broken behind a joint of the phrase if one is near.

    A title says where its lines end by itself when it holds line breaks.
    """
    if "\n" in title:
        return [line for each in title.splitlines() if (line := clean(each))]
    left, lines = clean(title), math.ceil(width(clean(title)) / per_line)
    found = []
    while lines > 1:
        at = _break(left, width(left) / lines, per_line)
        found.append(left[:at])
        left, lines = left[at:], lines - 1
        lines = max(lines, math.ceil(width(left) / per_line))
    return [*found, left]


def _break(text: str, wanted: float, per_line: int) -> int:
    """Return where to end a line of some ``wanted`` characters; digits stay together."""
    best, least = len(text), math.inf
    for at in range(2, len(text) - 1):
        size = width(text[:at])
        if size > per_line:
            break
        if text[at - 1].isascii() and text[at].isascii():
            continue
        near = abs(size - wanted)
        cost = near if text[:at].endswith(_JOINTS) else near + 4
        if text[at] in "的、，。》）年月日" or text[at].isdigit():
            cost += 8
        if cost < least:
            best, least = at, cost
    return best
