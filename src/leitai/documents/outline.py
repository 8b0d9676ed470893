"""The outline of a text: what is a heading, in which part, on which level."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from leitai.documents.flat import Flat
from leitai.documents.markers import RANKS, Mark, find_marks
from leitai.documents.model import Heading, Part
from leitai.documents.parts import Line, PartStart, find_parts, lines_of, year_of

_END = re.compile(r"[。;:!?\n]| (?=[^ ])")
# How far is looked for text behind a title on its line.
_NEAR = 80
_LINE_END = re.compile("\n")
_LONG = 60
_MOTTO = 16
# The day a speech was held stands in brackets or behind a dash under its title.
_DATELINE = re.compile(r"^[-—(]*(20\d\d|19\d\d)年\d{1,2}月\d{1,2}日", re.M)
_HEAD = 200
_FIRST = re.compile(r"[^。!?;:\n]{5,34}。(?=[^\n]{25})")


@dataclass(slots=True)
class _Found:
    """A heading in the even text."""

    start: int
    end: int
    marker: str
    title: str
    kind: str
    number: int | None
    level: int = 0
    form: str = "line"
    reasons: list[str] = field(default_factory=list)


def find_outline(
    flat: Flat, date: tuple[int, int, int] | None, named: str = ""
) -> tuple[list[Part], list[Heading]]:
    """Parts and headings of a text; ``date`` and ``named`` are what the file says of itself.

    A part's year comes from its title, else the file's title, else the date of the page.
    """
    lines = lines_of(flat.text)
    starts = find_parts(lines)
    marks = find_marks(flat.text)
    parts: list[Part] = []
    headings: list[Heading] = []
    inherited = year_of(named)
    for index, begin in enumerate(starts):
        stop = starts[index + 1].at if index + 1 < len(starts) else len(flat.text)
        parts.append(_part(flat, begin, stop, inherited, date))
        if index == 0:
            inherited = year_of(begin.title) or inherited
        inside = [m for m in marks if begin.end <= m.start < stop]
        own = [line for line in lines if begin.end <= line.start < stop]
        found = _title(begin, flat.text)
        found += _levels(_numbered(flat.text, inside, stop))
        found += _unnumbered(own, found)
        _below_mottos(flat.text, found)
        found.sort(key=lambda each: (each.start, each.level))
        headings += [
            Heading(
                index, each.level, each.marker, each.title, flat.raw(each.start),
                flat.raw_end(each.end), each.form, tuple(each.reasons),
            )
            for each in found
        ]  # fmt: skip
    return parts, headings


def _part(
    flat: Flat, begin: PartStart, stop: int, inherited: int, date: tuple[int, int, int] | None
) -> Part:
    year, origin = year_of(begin.title), "title"
    if not year and inherited:
        year, origin = inherited, "title"
    if not year and (line := _DATELINE.search(flat.text, begin.at, min(stop, begin.at + _HEAD))):
        year, origin = int(line.group(1)), "date"
    if not year and date is not None:
        year, origin = date[0], "date"
    text = flat.text[begin.at : stop].rstrip()
    start = flat.raw(begin.at)
    end = max(flat.raw_end(begin.at + len(text)), start)
    return Part(begin.title, start, end, year, origin if year else "")


def _title(begin: PartStart, text: str) -> list[_Found]:
    if begin.end <= begin.at:
        return []
    marker = "" if begin.title else text[begin.at : begin.end]
    return [_Found(begin.at, begin.end, marker, begin.title, "title", None, 0, begin.form)]


def _numbered(text: str, marks: Sequence[Mark], stop: int) -> list[_Found]:
    found: list[_Found] = []
    last: dict[str, int] = {}
    for mark in marks:
        expected = last.get(mark.kind, 0) + 1
        number = mark.number
        reasons: list[str] = []
        if number is None:
            if expected == 1:
                continue
            number = expected
            reasons.append("marker_masked")
        elif number not in (1, expected):
            if not mark.first_on_line:
                continue
            reasons.append("out_of_sequence")
        begin = mark.end
        while begin < stop and text[begin] in " ,、:":
            begin += 1
        title, end = _title_text(text, begin, stop)
        if not title:
            continue
        last[mark.kind] = number
        for kind, rank in RANKS.items():
            if rank > RANKS.get(mark.kind, 9):
                last.pop(kind, None)
        if mark.kind in RANKS:
            last.pop("list", None)
            last.pop("nth", None)
        line_end = _LINE_END.search(text, end, min(stop, end + _NEAR))
        rest = text[end : line_end.start() if line_end else end + _NEAR].strip("。;:! ")
        form = "inline" if not mark.first_on_line else ("runin" if rest else "line")
        found.append(
            _Found(
                mark.start,
                end,
                text[mark.start : mark.end],
                title,
                mark.kind,
                number,
                0,
                form,
                reasons,
            )
        )
    return found


def _title_text(text: str, begin: int, stop: int) -> tuple[str, int]:
    """The words after a marker up to the stop that ends them."""
    stop = min(stop, begin + 4 * _LONG)
    match = _END.search(text, begin, stop)
    end = match.start() if match else stop
    # A question or a cry belongs to the title, a full stop does not.
    if match and match.group() in "?!":
        end += 1
    if end - begin > _LONG:
        comma = text.find(",", begin + 4, begin + _LONG)
        end = comma if comma > 0 else begin + _LONG
    return text[begin:end].strip(), end


def _levels(found: list[_Found]) -> list[_Found]:
    """Give levels by the order in which marker classes come up within the part."""
    stack: list[str] = []
    first: list[_Found] = []
    for each in found:
        rank = RANKS.get(each.kind)
        if each.kind in stack:
            del stack[stack.index(each.kind) + 1 :]
        else:
            while stack and rank is not None and RANKS.get(stack[-1], 9) > rank:
                stack.pop()
            if rank is not None and not stack and first and (each.number or 0) > 1:
                # 第二个问题 after 第五: what came before stood under the first, which is missing.
                for earlier in first:
                    earlier.level += 1
                    earlier.reasons.append("level_from_missing_parent")
                first = []
            stack.append(each.kind)
        each.level = len(stack)
        if first is not None and each.level >= 1 and (stack[0] != each.kind or rank is None):
            first.append(each)
        elif rank is not None:
            first = []
    return found


def _below_mottos(text: str, found: Sequence[_Found]) -> None:
    """A list inside a paragraph that opens with a motto stands under that motto."""
    mottos = sorted(
        each.start for each in found if each.kind == "unnumbered" and each.form == "runin"
    )
    for each in found:
        if each.form == "inline" and each.kind != "title":
            line = text.rfind("\n", 0, each.start) + 1
            at = bisect_left(mottos, line)
            if at < len(mottos) and mottos[at] < each.start:
                each.level += 1


def _unnumbered(lines: Sequence[Line], found: Sequence[_Found]) -> list[_Found]:
    """Headings without a number: short lines, and runs of paragraphs that open with a motto."""
    taken = {each.start for each in found}
    numbered = sorted(
        (each.start, each.level) for each in found if each.form != "inline" or each.kind == "title"
    )
    titles = {each.title for each in found if each.kind == "title"}
    made: list[_Found] = []
    run: list[_Found] = []
    section = -1
    position = 0
    for index, line in enumerate(lines):
        while position < len(numbered) and numbered[position][0] <= line.start:
            position += 1
        level = numbered[position - 1][1] + 1 if position else 1
        if line.start in taken:
            run = _close(run, made)
            section = position
            continue
        if section != position:
            run = _close(run, made)
            section = position
        following = lines[index + 1] if index + 1 < len(lines) else None
        if line.text in titles:
            continue
        if (
            _is_heading_line(line, following)
            and following is not None
            and following.start not in taken
        ):
            made.append(
                _Found(line.start, line.end, "", line.text, "unnumbered", None, level, "line")
            )
            continue
        match = _FIRST.match(line.text)
        if match and not _plain_sentence(match.group()):
            end = line.start + match.end() - 1
            run.append(
                _Found(line.start, end, "", match.group()[:-1], "unnumbered", None, level, "runin")
            )
        elif len(line.text) > 60 and len(run) == 1:
            run = []
    _close(run, made)
    return made


def _close(run: list[_Found], made: list[_Found]) -> list[_Found]:
    """Keep the mottos of a run that are built alike; one alone is only a sentence."""
    short = [each for each in run if len(each.title) <= _MOTTO and "," not in each.title]
    openings = Counter(each.title[0] for each in run)
    for each in run:
        alike = openings[each.title[0]] >= 2 and each.title.count(",") <= 1
        if alike or (len(short) >= 2 and each in short):
            made.append(each)
    return []


def _is_heading_line(line: Line, following: Line | None) -> bool:
    text = line.text
    return (
        following is not None
        and 4 <= len(text) <= 30
        and text[-1] not in "。;:!?,、…)》]"
        and "\t" not in text
        and not re.match(r"[-—(\d]|各位|同志们|来源|作者|附件|[^\u4e00-\u9fff\"]*$", text)
        and not re.search(r"[。;:!?]", text)
        and len(following.text) > 40
    )


def _plain_sentence(sentence: str) -> bool:
    """An opening sentence that only begins to tell: it names a time, itself or its hearers."""
    return bool(
        re.match(
            r"(?:当前|目前|今年|去年|近年|一年来|同志们|各位|总之|同时|下面|这次|此外|我们|\d|习近平)",
            sentence,
        )
    )
