"""A text made even for the grammars: half width, unwrapped, without noise; offsets lead back.

Officials paste from everywhere: full-width digits, line breaks inside sentences, spaces around
numbers. All that is evened out once, so that no rule needs to know of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leitai.documents.model import Noise

# Same length: width, quotes, dashes; Chinese stops keep their kind (。 、 stay).
_EVEN: dict[int, int] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_EVEN.update({ord(a): ord(b) for a, b in zip("“”„‟「」『』＂〝〞", '"' * 11, strict=True)})
_EVEN.update({ord(a): ord(b) for a, b in zip("‘’｀", "'''", strict=True)})
_EVEN.update({ord(a): ord(" ") for a in "\u3000\xa0\u2002\u2003\u2009"})
_EVEN.update({ord("〔"): ord("("), ord("〕"): ord(")"), ord("﹪"): ord("%"), ord("﹣"): ord("-")})
_EVEN.update({ord("−"): ord("-"), ord("‰"): ord("‰"), ord("＊"): ord("*"), ord("✕"): ord("×")})
_EVEN.update({ord("Ｘ"): ord("X"), ord("╳"): ord("×"), ord("\r"): ord(" ")})

# Spaces that carry nothing: around digits, beside Chinese stops.
_HAN = "\u3007\u3400-\u9fff"
_SPACE = re.compile(
    rf" (?:(?<=[{_HAN}] ) *(?=[0-9](?![0-9]?[.、](?![0-9])))|(?<=[0-9%] ) *(?=[{_HAN}%])|"
    r"(?<=[.,、;:] ) *(?=[0-9])|(?<=以 ) *(?=[上下内])|(?<=[0-9] ) *(?=[.,][0-9]))"
)
_STOP = re.compile(r"[。!?;:.…]\"?\)?$")
_MARKER = re.compile(
    r" *(?:[一二三四五六七八九十]+[、,.是要]|\([一二三四五六七八九十\d]+\)|\d+(?:\.(?!\d)|[、)])|第[一二三四五六七八九十]+[,、章条节部]"
    r"|——|[•·●■◆]|[①-⑳])"
)
# Filled lines differ by this much: no stop begins a line, no number is torn.
_SLACK = 4
_UNIT = re.compile(r"^[万亿千百十个项家%‰元亩吨米户人次倍余多公平]")
_BOUND = re.compile(r"以上|以内|左右|以下")
_OPEN_NUMBER = re.compile(r"(?:\d[.,]?|[第达超近约])$")


@dataclass(frozen=True, slots=True)
class Flat:
    """``text`` is the even text; ``raw(i)`` the offset in the original of its character ``i``."""

    text: str
    _cuts: tuple[int, ...]  # even offsets from which a shift holds
    _shifts: tuple[int, ...]
    _origins: tuple[int, ...] = (0,)  # the original offsets of the cuts

    def raw(self, at: int) -> int:
        if len(self._shifts) == 1:
            return at
        return at + self._shifts[bisect_right(self._cuts, at) - 1]

    def raw_end(self, at: int) -> int:
        """The offset behind the character before ``at``: spans never take in what follows them."""
        return self.raw(at - 1) + 1 if at else 0

    def even(self, at: int) -> int:
        """The even offset of an original one that was kept."""
        index = bisect_right(self._origins, at) - 1
        return at - self._shifts[index]


def flatten(text: str, noise: Sequence[Noise] = ()) -> Flat:
    """Even out a text."""
    even = text.translate(_EVEN)
    holes: list[tuple[int, int, str]] = []
    alone_at: set[int] = set()
    for each in noise:
        # What breaks lines or stands on a line of its own ends a sentence; the rest vanishes.
        alone = (each.start == 0 or even[each.start - 1] == "\n") and (
            each.end == len(even) or even[each.end] == "\n"
        )
        if alone:
            alone_at.add(each.start)
        breaks = each.reason == "escape" and "nbsp" not in text[each.start : each.end]
        holes.append((each.start, each.end, "\n" if breaks and not alone else ""))
    holes += [(m.start(), m.end(), "") for m in _SPACE.finditer(even)]
    holes += [(a, b, "") for a, b in _wraps(even, frozenset(alone_at))]
    if not holes:
        return Flat(even, (0,), (0,))
    holes.sort()
    pieces: list[str] = []
    cuts, shifts = [0], [0]
    done = length = 0
    for start, end, instead in holes:
        if start < done:
            continue
        pieces += [even[done:start], instead]
        length += start - done + len(instead)
        cuts.append(length)
        shifts.append(end - length)
        done = end
    pieces.append(even[done:])
    origins = tuple(cut + shift for cut, shift in zip(cuts, shifts, strict=True))
    return Flat("".join(pieces), tuple(cuts), tuple(shifts), origins)


def _width(line: str) -> int:
    return len(line) + sum(character > "\u2e7f" for character in line)


def _wraps(text: str, skipped: frozenset[int]) -> list[tuple[int, int]]:
    """The line breaks that only wrap a sentence: those of lines filled to a common width.

    Lines that begin at ``skipped`` are page furniture; a sentence runs on over them.
    """
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        if at not in skipped:
            lines.append((at, line))
        at += len(line) + 1
    if len(lines) < 2:
        return []
    measure, full = _filled(text, [line for _, line in lines])
    found: list[tuple[int, int]] = []
    for (start, line), (next_start, after) in pairwise(lines):
        bare = line.rstrip()
        if bare and after.strip():
            marked = _MARKER.match(after) is not None
            wrapped = full and abs(measure(bare) - full) <= _SLACK and not marked
            wrapped = wrapped and (not _STOP.search(bare) or after[:1] in '。,;:!?、)"')
            opened = not marked and _OPEN_NUMBER.search(bare)
            bounded = _BOUND.match(after) and bare[-1] in "%万亿个元家项人亩户"
            split = opened and (_UNIT.match(after) or after[:1].isdigit())
            if wrapped or split or bounded or after[:1] in "。,;、)":
                lead = len(after) - len(after.lstrip(" "))
                found.append((start + len(bare), next_start + lead))
    return found


def _filled(text: str, lines: list[str]) -> tuple[Callable[[str], int], int]:
    """How wide the lines of a wrapped text are, in columns or in characters; 0 where none is."""
    short = [line.rstrip() for line in lines if 0 < len(line) <= 120]
    if len(short) < 4 or sum(map(len, short)) * 5 < len(text) * 4:
        return len, 0
    running = [line for line in short if not _STOP.search(line)]
    if len(running) < 3:
        return len, 0
    best: tuple[float, Callable[[str], int], int] = (0.0, len, 0)
    for measure in (_width, len):
        widths = sorted(measure(line) for line in running)
        widest = widths[int(len(widths) * 0.9)]
        near = [abs(width - widest) for width in widths if abs(width - widest) <= _SLACK]
        if len(near) * 4 >= len(widths) * 3 and len(near) * 5 >= len(short) * 2 and widest >= 16:
            # The measure that the lines fill more evenly is the one they were wrapped by.
            best = max(
                best, (len(near) - sum(near) / (_SLACK + 1), measure, widest), key=lambda b: b[0]
            )
    return best[1], best[2]
