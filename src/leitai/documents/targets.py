"""Numbers as targets and results: metric, comparator, horizon, scope and kind put together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from leitai.documents.cues import DOWN
from leitai.documents.flat import Flat
from leitai.documents.horizons import Horizon, horizon_of
from leitai.documents.kinds import comparator_of, kind_of
from leitai.documents.metrics import LEAD, YEAR_TAIL, Name, name_of, split_cues, with_measure
from leitai.documents.model import Heading, Part, Target
from leitai.documents.quantities import DateMention, Quantity
from leitai.documents.sections import Sections
from leitai.documents.units import COUNTERS, to_base

_BOUND = re.compile(r"[。!?\n\t;]|\([^()\n]{0,30}\)|[,:、]")
_SCOPE = re.compile(
    r"(?:^|[,:])(?:与|和)?(?P<place>[\u4e00-\u9fff]{2,4}(?:镇|乡|县|市|街道)|[X×*]{1,3}(?:镇|县|区|市|高新区|经开区)|昆山|武昌|新加坡)"
    r"(?=则?(?:以|在|的|实现|完成|成为|,)|[\u4e00-\u9fff]*(?:排名|增长|实现|达))"
)
# A sentence is read this far back from a number.
_REACH = 300
_OWN = re.compile(r"^(?:我们|我[省市区县镇]|全[省市区县镇国])")


def _between(words: str) -> str:
    """What two numbers have between them besides cues and years."""
    return split_cues(YEAR_TAIL.sub("", words))[0].strip(" (")


class _Bounds:
    """Where clauses and sentences begin and end."""

    def __init__(self, text: str) -> None:
        self.clauses = [0]
        self.sentences = [0]
        self.lines = [-1]
        for match in _BOUND.finditer(text):
            mark = match.group()
            if len(mark) > 1:
                continue
            if mark in "。!?\n\t;":
                self.sentences.append(match.end())
            self.clauses.append(match.end())
            if mark == "\n":
                self.lines.append(match.start())
        self.sentences.append(len(text) + 1)
        self.clauses.append(len(text) + 1)

    def clause(self, at: int) -> tuple[int, int]:
        index = bisect_right(self.clauses, at) - 1
        return self.clauses[index], self.clauses[index + 1] - 1

    def line(self, at: int) -> int:
        """The line break before a place, -1 on the first line."""
        return self.lines[bisect_right(self.lines, at - 1) - 1]

    def sentence(self, at: int) -> tuple[int, int]:
        index = bisect_right(self.sentences, at) - 1
        return self.sentences[index], self.sentences[index + 1] - 1


def find_targets(
    flat: Flat,
    quantities: Sequence[Quantity],
    dates: Sequence[DateMention],
    parts: Sequence[Part],
    headings: Sequence[Heading],
) -> list[Target]:
    """Every quantity with what it measures; set phrases and noise are out already."""
    text = flat.text
    bounds = _Bounds(text)
    sections = Sections(parts, headings)
    starts = [each.start for each in dates]
    names = _distributed(text, quantities, bounds)
    made: list[Target] = []
    before: Name | None = None
    last_sentence = last_line = -1
    held: Horizon | None = None
    for index, quantity in enumerate(quantities):
        begin, stop = bounds.sentence(quantity.start)
        clause, clause_end = bounds.clause(quantity.start)
        floor = (
            quantities[index - 1].end if index and quantities[index - 1].start >= begin else begin
        )
        while clause - 1 > floor and text[clause - 1] == "、":
            earlier = bounds.clause(clause - 1)[0]
            if earlier < floor:
                break
            clause = earlier
        clause = max(
            clause, floor if text[floor : floor + 1] in ("、", ",", "和", "及") else clause
        )
        if index and clause < floor and not _between(text[floor : quantity.start]):
            # 从47.6%提升至73.4%: nothing but cues between two numbers, so one name for both.
            clause = floor
        line = bounds.line(quantity.start)
        if line != last_line:
            if text[line - 1 : line] not in (";", ","):
                held = None
            last_line = line
        if begin != last_sentence:
            before, last_sentence = None, begin
        raw = flat.raw(quantity.start)
        section = sections.at(raw)
        about = sections.year(section.part)
        horizon = horizon_of(text, begin, stop, quantity.start, dates, starts, section, about, held)
        if horizon.origin == "phrase" and horizon.year:
            held = horizon
        name = names.get(index) or name_of(text, clause, quantity, clause_end, before)
        left = text[clause : quantity.start]
        right = text[quantity.end : min(clause_end, quantity.end + 24)]
        whole = text[max(begin, quantity.start - _REACH) : quantity.start]
        comparator, cue = comparator_of(quantity, name.cues, right, left)
        phrase_year = horizon.year if horizon.origin in ("phrase", "inherited", "section") else 0
        kind, reasons = kind_of(
            quantity, name.cues, comparator, left, right, whole, section, phrase_year, about[0]
        )
        if name.origin in ("inherited", "composed", "distributed"):
            reasons.append(f"metric_{name.origin}")
        if name.origin == "none":
            reasons.append("metric_missing")
        if kind in ("threshold", "count") and horizon.origin not in ("phrase",):
            horizon = horizon if kind == "count" else Horizon("", 0, "")
        made.append(
            _target(
                flat,
                quantity,
                name,
                comparator,
                cue,
                kind,
                horizon,
                whole,
                section.part,
                begin,
                stop,
                reasons,
            )
        )
        if kind not in ("threshold",) and name.text:
            before = name
    return made


def _target(
    flat: Flat, quantity: Quantity, name: Name, comparator: str, cue: str, kind: str, horizon: Horizon,
    sentence: str, part: int, begin: int, stop: int, reasons: list[str],
) -> Target:  # fmt: skip
    masked = quantity.form == "masked"
    base, unit_base = (None, "")
    if quantity.value is not None and quantity.unit:
        base, unit_base = to_base(quantity.value, quantity.unit)
        if name.cues and name.cues[0] in DOWN:
            base = -base
            reasons.append("decrease")
    if masked:
        reasons.append("masked")
    literal = name.end > name.start and name.origin in ("left", "right")
    scope = _SCOPE.search(sentence)
    place = scope.group("place") if scope and not _OWN.match(scope.group("place")) else ""
    return Target(
        name.text,
        flat.raw(name.start) if literal else -1,
        flat.raw_end(name.end) if literal else -1,
        quantity.value,
        quantity.low,
        quantity.high if quantity.form == "range" else None,
        quantity.unit,
        base,
        unit_base,
        comparator,
        cue,
        kind,
        horizon.text,
        horizon.origin,
        flat.raw(horizon.start) if horizon.start >= 0 else -1,
        flat.raw_end(horizon.end) if horizon.start >= 0 else -1,
        place,
        masked,
        part,
        flat.raw(quantity.start),
        flat.raw_end(quantity.end),
        flat.raw(begin) if begin < len(flat.text) else begin,
        flat.raw_end(min(stop, len(flat.text))),
        tuple(reasons),
    )


_EACH = re.compile(r"分别")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:%|[万亿元个家人项])")
_JOINED = re.compile(r"[、,]|和|与|及")


def _distributed(text: str, quantities: Sequence[Quantity], bounds: _Bounds) -> dict[int, Name]:
    """甲、乙和丙分别增长 1%、2% 和 3%: each number with its own noun."""
    found: dict[int, Name] = {}
    starts = [each.start for each in quantities]
    held: tuple[int, list[tuple[str, int, int]]] | None = None
    for match in _EACH.finditer(text):
        begin, stop = bounds.sentence(match.start())
        first = bisect_left(starts, match.end())
        run: list[int] = []
        for index in range(first, len(quantities)):
            quantity = quantities[index]
            if quantity.start >= stop or len(run) > 12:
                break
            gap_from = quantities[run[-1]].end if run else match.end()
            gap = text[gap_from : quantity.start]
            if run and not re.fullmatch(r"(?:以上|左右|以内)?(?:[、,和与及]|以及)?", gap):
                break
            if not run and len(gap) > 8:
                break
            run.append(index)
        if len(run) < 2:
            continue
        nouns = _nouns(text, begin, match.start(), len(run))
        _, cues = split_cues(text[match.start() : quantities[run[0]].start])
        if not nouns and held and held[0] == begin and len(held[1]) == len(run):
            nouns = held[1]
        if not nouns:
            continue
        held = (begin, nouns)
        for index, (noun, start, end) in zip(run, nouns, strict=True):
            quantity = quantities[index]
            counts = quantity.unit.lstrip("十百千万亿") in COUNTERS
            found[index] = Name(
                with_measure(noun, quantity, cues, counts), start, end, "distributed", cues
            )
    return found


def _nouns(text: str, begin: int, end: int, count: int) -> list[tuple[str, int, int]]:
    """The last ``count`` nouns of a list, each with what the last of them adds to all.

    A single noun (城乡居民收入) is the name of all; none at all gives an empty list.
    """
    begin = max(begin, end - _REACH)
    clause = max(max(text.rfind(mark, begin, end - 1) for mark in ",:;") + 1, begin)
    whole, _ = split_cues(text[clause:end])
    if not whole.strip("同比预计"):
        return []
    left, _ = split_cues(text[begin:end].rstrip(","))
    pieces: list[tuple[int, int]] = []
    at = 0
    for joint in _JOINED.finditer(left):
        pieces.append((at, joint.start()))
        at = joint.end()
    pieces.append((at, len(left)))
    pieces = [(a, b) for a, b in pieces if left[a:b].strip()]
    if len(pieces) < count or _FIGURE.search(left, pieces[-count][0]):
        lead = LEAD.match(whole)
        at = clause + (lead.end() if lead else 0)
        name = text[at : clause + len(whole)]
        return [(name, at, at + len(name))] * count
    kept = pieces[-count:]
    names: list[tuple[str, int, int]] = []
    for a, b in kept:
        words = left[a:b]
        lead = LEAD.match(words)
        a += lead.end() if lead else 0
        names.append((left[a:b], begin + a, begin + b))
    last = names[-1][0]
    # 城镇和农村居民人均可支配收入: what follows the last modifier belongs to all.
    if count >= 2 and len(last) - len(names[0][0]) >= 3 and len(names[0][0]) <= 4:
        tail = last[len(names[0][0]) :] if not last.startswith(names[0][0]) else ""
        names = [(name + tail if len(name) <= 4 else name, a, b) for name, a, b in names[:-1]] + [
            names[-1]
        ]
    return names
