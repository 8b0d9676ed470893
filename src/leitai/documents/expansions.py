"""Where a text says what a shorthand stands for: the count of members must agree."""

from __future__ import annotations

import re
from collections.abc import Mapping

from leitai.documents.model import Named, Programme
from leitai.documents.numerals import DIGITS

Members = list[tuple[int, int]]
_CUE = re.compile(
    r"(?:,|:|。)?[^。\n]{0,14}?(?:具体来说(?:,)?就是|归结起来就是要?|就是要?|分别是|分别为|即|也就是|包括|具体为|具体是|:)(?:打造|坚持|实施|推进|要)?"
)
_VERBS = re.compile(
    r"^(?:要|打造|坚持|实施|推进|实现|以|按照|立足|贯彻|构建|着力|突出|聚焦)(?=[\u4e00-\u9fff]{3})"
)
_SO_CALLED = re.compile(r"所谓\"([^\"\n]{2,12})\"")
_QUOTED_LIST = re.compile(r"(?:\"[^\"\n]{1,16}\"(?:、|和|与)?)+$")
_QUOTED_ITEM = re.compile(r"\"([^\"]+)\"")
_OPENED = re.compile(r"(?:[\u4e00-\u9fff]{0,3}\"?)\(")
_REACH = 160
_MENTIONS = 8
# How far an enumeration of paragraphs may run on.
_SECTION = 900
_TAIL = re.compile(r"(?:这?[一二三四五六七八九十两]个?(?:方面|大|项).*|等.*|为.*|的.*)$")


def count_of(term: str) -> int:
    """What the numerals of a term add up to; 0 where one of them is open (N, 多)."""
    if changed := re.search(r"变([一二两三四五六七八九])", term):
        return DIGITS[changed.group(1)]
    if "+" in term or re.search(r"[N多\dX×*]", term):
        parts = re.findall(r"\d+|N", term)
        return 0 if "N" in parts or not parts or "+" not in term else sum(map(int, parts))
    numbers = [
        2 if c == "双" else 10 if c == "十" else DIGITS[c]
        for c in term
        if c in DIGITS or c in "双十"
    ]
    if re.match(r"[一二两三四五六七八九十双]", term):
        return sum(numbers)
    return len(numbers) if len(numbers) >= 2 else sum(numbers)


def expand(
    text: str, term: str, where: Members, count: int, known: Mapping[str, Programme]
) -> tuple[Members, str]:
    """The members of a term and how they were found: brackets, cue, list, definitions, parts.

    ``where`` are the mentions of the term; only the first few are looked at.
    """
    if count < 2 or count > 12:
        return [], "none_in_text"
    mentions = [where[0], *_again(text, term, where[0][1])]
    end = where[0][1]
    for a, b in mentions:
        if found := _parenthesis(text, b, count):
            return found, "parenthesis"
        if found := list_before(text, a - 1 if text[a - 1 : a] == '"' else a, count):
            return found, "list_then_term"
        if found := _packed(text, a - 1, term, count):
            return found, "unpunctuated_list"
    for _, b in mentions[:4]:
        if found := _after_cue(text, b, count):
            return found, "cue"
    if found := _defined(text, term, end, count):
        return found, "definitions"
    if found := _enumerated(text, term, mentions[0][1], count):
        return found, "enumeration"
    if count > 2 and (found := _sharing(text, term, mentions[0][1], count)):
        return found, "list_elsewhere"
    parts = re.findall(
        r"[一二两三四五六七八九十][\u4e00-\u9fff]{1,3}?(?=[一二两三四五六七八九十]|$)", term
    )
    if len(parts) >= 2 and "".join(parts) == term:
        for part in parts:
            if part not in known and (
                inner := _defined(text, part, end, count_of(part)) or _first_cue(text, part)
            ):
                known = {**known, part: _stub(part, inner)}
        if all(part in known and known[part].members for part in parts):
            return [(m.start, m.end) for part in parts for m in known[part].members], "composition"
    return [], "none_in_text"


def _first_cue(text: str, part: str) -> Members:
    count = count_of(part)
    for match in re.finditer(re.escape(f'"{part}"'), text):
        if found := _after_cue(text, match.end() - 1, count):
            return found
    return []


def _stub(term: str, members: Members) -> Programme:
    return Programme(term, 0, 0, len(members), tuple(Named("", a, b) for a, b in members))


def _again(text: str, term: str, end: int) -> Members:
    """The next mentions of a term, in quotes or not."""
    found: Members = []
    at = text.find(term, end)
    while at >= 0 and len(found) < _MENTIONS:
        found.append((at, at + len(term)))
        at = text.find(term, at + len(term))
    return found


def _parenthesis(text: str, end: int, count: int) -> Members:
    at = end + 1 if text[end : end + 1] == '"' else end
    opened = _OPENED.match(text, at)
    close = text.find(")", opened.end(), opened.end() + 120) if opened else -1
    if opened is None or close < 0:
        return []
    return _exactly(_items(text, opened.end(), close, "、,;"), count)


def list_before(text: str, end: int, count: int, *, strict: bool = False) -> Members:
    """A list of ``count`` items that ends where the term begins.

    ``strict`` asks for clean edges on both sides, for terms that stand in no quotes.
    """
    if count < 2:
        return []
    stop = end - 1 if text[end - 1 : end] == '"' else end
    floor = max(text.rfind(mark, max(0, end - 140), stop) for mark in "。;:,\n")
    if stop < end:
        # One quotation around the whole list, or each item in its own.
        begin = max(floor, 0)
        if text.count('"', begin, end) <= 2 * count + 2:
            each = _QUOTED_LIST.search(text, begin, end)
            if each and each.group().count('"') == 2 * count:
                return [m.span(1) for m in _QUOTED_ITEM.finditer(text, each.start(), end)][:count]
        floor = max(floor, text.rfind('"', begin, stop))
    tail = re.compile(r"等$").search(text, floor + 1, stop)
    stop = tail.start() if tail else stop
    items = _items(text, floor + 1, stop, "、+和与")
    if len(items) != count:
        return []
    first_start, first_end = items[0]
    words = text[first_start:first_end]
    rest = [b - a for a, b in items[1:]]
    # The first item has the verb of its sentence before it: cut to the length of the others.
    if len(words) > max(rest) and len(set(rest)) == 1:
        first_start = first_end - rest[0]
    elif len(words) > max(rest):
        cut = re.match(
            r"(?:.*(?:统筹推进|推进|建设|实施|坚持|加快|打造|发展|围绕|聚焦|以|建立))", words
        )
        first_start += cut.end() if cut and cut.end() < len(words) else 0
    if strict and any(b - a > 16 for a, b in items):
        return []
    return [(first_start, first_end), *items[1:]]


def _packed(text: str, end: int, term: str, count: int) -> Members:
    """生态生产生活“三生融合”: words of two characters that share the term's character."""
    shared = term[1:2]
    begin = end - 2 * count
    if begin < 0 or not shared:
        return []
    pieces = [(begin + 2 * i, begin + 2 * i + 2) for i in range(count)]
    return pieces if all(shared in text[a:b] for a, b in pieces) else []


def _after_cue(text: str, end: int, count: int) -> Members:
    at = end + 1 if text[end : end + 1] == '"' else end
    match = _CUE.match(text, at)
    while match is not None:
        stop = re.compile(r"[。;\n]").search(text, match.end())
        limit = min(stop.start() if stop else len(text), match.end() + _REACH)
        comma = text.find(",", match.end(), limit)
        for edge in (comma, limit):
            if edge > 0 and (found := _exactly(_items(text, match.end(), edge, "、"), count)):
                return found
        break
    return []


def _defined(text: str, term: str, end: int, count: int) -> Members:
    """所谓“构建新产业”，就是 …: as many definitions as the term counts; or 精一，就是 …"""
    key = re.sub(r"[一二两三四五六七八九十双个大项]", "", term)
    if len(key) == 1 and "所谓" in text:
        spoken = [m.span(1) for m in _SO_CALLED.finditer(text) if key in m.group(1)]
        if len(spoken) >= count:
            return spoken[:count]
    pieces = [term[i : i + 2] for i in range(0, len(term), 2)]
    if len(term) == 2 * count and all(f"{p}," in text or f'"{p}"方面' in text for p in pieces):
        spans: Members = []
        for piece in pieces:
            match = re.search(
                rf"(?<=[。;\n]){re.escape(piece)},(?:就是|即)?[^,。]+|\"{re.escape(piece)}\"方面",
                text,
            )
            if match is None:
                return []
            spans.append(match.span())
        return spans
    halves = re.findall(r"[\u4e00-\u9fff]十|[\u4e00-\u9fff]百", term)
    if "".join(halves) == term and len(halves) == 2:
        found = [re.search(rf"\"{half}\"方面", text) for half in halves]
        return [m.span() for m in found if m] if all(found) else []
    return []


def _sharing(text: str, term: str, end: int, count: int) -> Members:
    """A list of the right length elsewhere, each item with the term's character: 盘活存量、扩大增量、强化变量."""
    key = re.sub(r"[一二两三四五六七八九十双个大项变]", "", term)
    key = key[:1] if key and len(set(key)) == 1 else key
    if len(key) != 1 or not re.match(r"[一二两三四五六七八九十]", term):
        return []
    item = rf"[^、,。;:\"\n()]{{0,9}}{key}[^、,。;:\"\n()]{{0,9}}"
    pattern = re.compile(rf"(?<=[,。;:以\"、\n的]){item}(?:、{item}){{{count - 1}}}(?![、])")
    found = pattern.search(text, end) or pattern.search(text)
    if found is None:
        return []
    items = _items(text, found.start(), found.end(), "、")
    lengths = [b - a for a, b in items]
    if len(items) != count or max(lengths) - min(lengths[:-1] or lengths) > 6:
        return []
    last = _TAIL.sub("", text[items[-1][0] : items[-1][1]])
    lead = re.compile(r"以|又是|既是|是").match(text, items[0][0])
    begin = lead.end() if lead else items[0][0]
    return [(begin, items[0][1]), *items[1:-1], (items[-1][0], items[-1][0] + len(last))]


def _enumerated(text: str, term: str, end: int, count: int) -> Members:
    """三个指数: as many different quoted words that end in 指数; 三个“点”: 这个关键点 and the rest."""
    match = re.match(r"[二两三四五六七八九十]个([\u4e00-\u9fff]{1,3})$", term)
    if match is None:
        return []
    key = match.group(1)
    for pattern in (rf"\"([^\"\n]{{1,6}}{key})\"", rf"这个([\u4e00-\u9fff]{{1,4}}{key})"):
        spans: dict[str, tuple[int, int]] = {}
        for each in re.compile(pattern).finditer(text, end, end + _SECTION):
            if each.group(1) != term and len(spans) < count:
                spans.setdefault(each.group(1), each.span(1))
        if len(spans) == count:
            return list(spans.values())
    return []


def _items(text: str, begin: int, end: int, joints: str) -> Members:
    items: Members = []
    at = begin
    for joint in [*re.finditer(f"[{joints}]", text[begin:end]), None]:
        stop = begin + joint.start() if joint else end
        while at < stop and text[at] in " \"'":
            at += 1
        close = stop
        while close > at and text[close - 1] in " \"'":
            close -= 1
        if close > at:
            items.append((at, close))
        at = begin + joint.end() if joint else end
    if items:
        last = _TAIL.sub("", text[items[-1][0] : items[-1][1]])
        if last:
            items[-1] = (items[-1][0], items[-1][0] + len(last))
        verb = _VERBS.match(text[items[0][0] : items[0][1]])
        others = [b - a for a, b in items[1:]]
        if verb and others and items[0][1] - items[0][0] > max(others):
            items[0] = (items[0][0] + verb.end(), items[0][1])
    return items


def _exactly(items: Members, count: int) -> Members:
    return items if len(items) == count and all(b - a <= 20 for a, b in items) else []
