"""What the headings above a place say: years, and whether they look back or ahead."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.documents.model import Heading, Part

_PAST = re.compile(
    r"回顾|总结|一年来|五年来|(?<![见求创出])成效|成绩|工作情况|完成情况|亮点|过去|成就|取得|进展情况|基本情况|开展情况|存在(?:的)?问题"
)
_FUTURE = re.compile(
    r"目标|安排|计划|谋划|打算|任务|主要工作|举措|思路|部署|总体要求|重点工作|措施|工作要点|下一步|今后|未来|展望|主攻方向|保障措施|行动方案|努力方向|办法|细则|规则|方案|要点|清单|分解表"
)
_YEAR = re.compile(r"(20\d\d|19\d\d)年")


@dataclass(frozen=True, slots=True)
class Section:
    """``tense`` is ``past``, ``future`` or empty; ``year`` 0 where no heading names one."""

    start: int
    part: int
    tense: str
    year: int
    title: str = ""
    #: A heading without a year looks back, in a part that does not.
    looks_back: bool = False


class Sections:
    """Looks up the section of a place of the original text."""

    def __init__(self, parts: Sequence[Part], headings: Sequence[Heading]) -> None:
        self.parts = parts
        self._years = _years(parts, headings)
        self._list: list[Section] = []
        for index, part in enumerate(parts):
            tense = _tense(part.title)
            self._list.append(Section(part.start, index, tense, 0))
            stack: list[tuple[int, Section]] = []
            for heading in (h for h in headings if h.part == index and h.level > 0):
                while stack and stack[-1][0] >= heading.level:
                    stack.pop()
                above = stack[-1][1] if stack else Section(part.start, index, tense, 0)
                named = _YEAR.search(heading.title)
                made = Section(
                    heading.start, index, _tense(heading.title) or above.tense,
                    int(named.group(1)) if named else above.year, heading.title,
                    tense != "past" and not named and not above.year,
                )  # fmt: skip
                stack.append((heading.level, made))
                self._list.append(made)
        self._list.sort(key=lambda each: each.start)
        self._starts = [each.start for each in self._list]

    def at(self, place: int) -> Section:
        found = bisect_right(self._starts, place) - 1
        return self._list[max(found, 0)] if self._list else Section(0, 0, "", 0)

    def year(self, part: int) -> tuple[int, str]:
        """The year that a part is about, and where that is said."""
        return self._years[part] if part < len(self._years) else (0, "")


def _tense(title: str) -> str:
    past, future = _PAST.search(title), _FUTURE.search(title)
    if past and future:
        return ""
    return "past" if past else "future" if future else ""


def _years(parts: Sequence[Part], headings: Sequence[Heading]) -> list[tuple[int, str]]:
    """A part without a year in title or date is about the latest year of its main headings."""
    found: list[tuple[int, str]] = []
    for index, part in enumerate(parts):
        if part.year and part.year_origin == "title":
            found.append((part.year, "title"))
            continue
        named = [
            int(match.group(1))
            for heading in headings
            if heading.part == index and heading.level == 1
            for match in _YEAR.finditer(heading.title)
        ]
        if named:
            found.append((max(named), "section"))
        else:
            found.append((part.year, part.year_origin))
    return found
