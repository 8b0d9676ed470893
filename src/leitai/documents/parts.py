"""Several texts in one file: titles, salutations and bare numbers that part them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TITLE_END = re.compile(
    r"(?:讲话|致辞|发言|发言稿|报告|要点|方案|计划|总结|意见|通知|通报|规则|办法|细则|汇报|提纲|安排|台账|清单|分解表|任务表|公报|纪要|汇编)"
    r"(?:稿|提要|材料)?(?:\([^)]{1,12}\))?$"
)
_SALUTATION = re.compile(
    r"(?:各位[\u4e00-\u9fff、]{2,14}[、,])?(?:同志们|各位(?:代表|领导|同志|委员|来宾))\s*[:,、!]"
)
_BARE = re.compile(r"^\((?P<n>[一二三四五六七八九十]{1,3})\)$")
_COLLECTION = re.compile(r"^\((\d{1,2}|[一二三四五六七八九十]+)篇\)$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?")
_STOPS = "。;:!?,、…"
_DATELINE = re.compile(r"^[-—(]|^\(?\d{4}年\d{1,2}月|^(?:来源|作者|时间|日期)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the even text without the spaces at its ends."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PartStart:
    """Where a part begins: its title (perhaps empty) and the span of what names it."""

    at: int
    title: str
    end: int
    form: str


def lines_of(text: str) -> list[Line]:
    """The lines with anything in them."""
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            start = at + raw.index(bare[0])
            lines.append(Line(start, start + len(bare), bare))
        at += len(raw) + 1
    return lines


def find_parts(lines: list[Line]) -> list[PartStart]:
    """The beginnings of all parts, at least one; the first one may have an empty title."""
    starts: list[PartStart] = []
    if not lines:
        return [PartStart(0, "", 0, "line")]
    bare = [line for line in lines if _BARE.match(line.text)]
    bare = bare if len(bare) >= 2 else []
    collection = any(_COLLECTION.match(line.text) for line in lines[:4])
    head = _head(lines)
    if head is not None:
        starts.append(head)
    for index, line in enumerate(lines):
        if head is not None and line.start <= head.at:
            continue
        if line in bare:
            starts.append(PartStart(line.start, "", line.end, "line"))
            continue
        after = lines[index + 1] if index + 1 < len(lines) else None
        inline = _inline_title(line)
        if inline is not None and index > 0:
            starts.append(inline)
        elif (
            not bare
            and 6 <= len(line.text) <= 45
            and line.text[-1] not in _STOPS
            and not _DATELINE.match(line.text)
            and not _COLLECTION.match(line.text)
            and after is not None
            and index > 0
            and not _same(line.text, starts)
        ):
            opens = _SALUTATION.match(after.text) is not None and _TITLE_END.search(line.text)
            gathered = (
                collection
                and len(after.text) > 60
                and not re.match(r"[一二三四五六七八九十]+[、是]|\(", line.text)
            )
            if opens or gathered:
                starts.append(PartStart(line.start, line.text, line.end, "line"))
    if not starts or starts[0].at > lines[0].start:
        starts.insert(0, PartStart(lines[0].start, "", lines[0].start, "line"))
    return starts


def _head(lines: list[Line]) -> PartStart | None:
    """The title of the whole, among the first lines."""
    for index, line in enumerate(lines[:6]):
        text = line.text
        if _DATELINE.match(text) or _COLLECTION.match(text):
            continue
        if len(text) > 60:
            return None
        following = lines[index + 1 :]
        if (
            text[-1] in _STOPS
            or not following
            or re.match(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]\)", text)
        ):
            return None
        return PartStart(line.start, text, line.end, "line")
    return None


def _inline_title(line: Line) -> PartStart | None:
    """A title and a salutation on one line: 党委书记在大会上的讲话 同志们："""
    match = _SALUTATION.search(line.text, 0, 80)
    if match is None or match.start() < 6:
        return None
    title = line.text[: match.start()].rstrip()
    if any(stop in title for stop in "。;:!?") or not _TITLE_END.search(title):
        return None
    return PartStart(line.start, title, line.start + len(title), "inline")


def _same(text: str, starts: list[PartStart]) -> bool:
    """The page's title repeated over the text."""
    return bool(starts) and text == starts[-1].title


def year_of(text: str) -> int:
    """The first year named in a title, or 0."""
    match = _YEAR.search(text)
    return int(match.group(1)) if match else 0
