"""Numeric shorthands (三新三强, 一突破两攻坚三提升, 1+3+N) at their first mention."""

from __future__ import annotations

import re

from leitai.documents.expansions import count_of, expand, list_before
from leitai.documents.flat import Flat
from leitai.documents.model import Named, Programme

_N = "[一二两三四五六七八九十双多N]"
_QUOTED = re.compile(
    rf"\"(?P<term>(?:[X*×]{{0,4}}\d+(?:\+[\dN]+)+|[X*×]{{1,4}}\d{{3,4}}|"
    rf"{_N}(?:个|大|项)?[\u4e00-\u9fff]{{1,7}}(?:[、]?{_N}(?:个|大|项)?[\u4e00-\u9fff]{{1,4}}){{0,4}}|"
    rf"[\u4e00-\u9fff]{{1,2}}{_N}(?:[\u4e00-\u9fff]{{1,2}}{_N}){{0,3}}(?:[\u4e00-\u9fff]{{1,2}})?|[\u4e00-\u9fff]十[\u4e00-\u9fff]百|十个一|[一二三四五六七八九]个一))\""
)
_CHANGE = re.compile(rf"\"(?P<a>{_N}[\u4e00-\u9fff])\"变\"(?P<b>{_N}[\u4e00-\u9fff])\"")
_INNER = re.compile(rf"(?P<n>{_N})个\"(?P<what>[\u4e00-\u9fff]{{1,3}})\"")
# Without quotes only behind a list whose length the number confirms.
_BARE = re.compile(
    r"(?P<term>(?P<n>[二两三四五六七八九十])(?:大|个|项)?(?P<what>[\u4e00-\u9fff]{1,6}?)|一[\u4e00-\u9fff][二两三四五六][\u4e00-\u9fff])(?=融合|模式|工作体系|协同|[,。;、]|$)"
)
_NONE = re.compile(
    r"十[一二三四五六七]五|^一[^一二两三四五六七八九十]+$|一带一路|^一(?:号|盘|股|线|流|体|把|次|网|站|门|枚|扇|刀|地|码|张|件|条)|^(?:九牛|三顾|百日|千万)|[的了得着]|^第|^一[二三]线|^三农$|^双碳$|^两会$|^多|^万|^双创$|店小二|小六子|^五一$|^周[一二三四五六]|三顾茅庐|拨千斤|^三线|方面$"
)
# More shorthands than this are no speech; their members are not looked for.
_MANY = 400
#: Formulas of national documents; their members stand in no local text.
FORMULAS = frozenset(
    (
        "两个确立",
        "两个维护",
        "四个意识",
        "四个自信",
        "四个全面",
        "三会一课",
        "四大家",
        "两个毫不动摇",
        "三严三实",
        "两委",
    )
)


def find_programmes(flat: Flat) -> list[Programme]:
    """Every shorthand with its members where the text gives them; none is a valid answer."""
    text = flat.text
    first: dict[str, tuple[int, int]] = {}
    mentions: dict[str, list[tuple[int, int]]] = {}
    for match in _QUOTED.finditer(text):
        bare = (
            match.group("term").lstrip("X*×") if "+" in match.group("term") else match.group("term")
        )
        if (
            text[match.end() : match.end() + 2] != '变"'
            and text[match.start() - 2 : match.start()] != '"变'
        ):
            _take(first, mentions, bare, match.end("term") - len(bare), match.end("term"))
    for match in _CHANGE.finditer(text):
        _take(first, mentions, match.group("a") + "变" + match.group("b"), *match.span())
    for match in _INNER.finditer(text):
        _take(first, mentions, f"{match.group('n')}个{match.group('what')}", *match.span())
    found: dict[str, Programme] = {}
    for term, (start, end) in first.items():
        count = count_of(term)
        members, how = (
            ([], "national_formula")
            if term in FORMULAS
            else expand(text, term, mentions[term], count, found)
        )
        found[term] = _programme(flat, term, start, end, count, members, how, len(mentions[term]))
    for match in re.finditer(r"[、+\"](?=[^、+\"\n]{0,14}[二两三四五六七八九十])", text):
        bare = _bare(text, match.end())
        if bare is not None and bare[0] not in found:
            term, start, end, members = bare
            found[term] = _programme(
                flat, term, start, end, len(members), members, "list_then_count", 1
            )
    return sorted(found.values(), key=lambda each: each.start)


def _take(
    first: dict[str, tuple[int, int]],
    mentions: dict[str, list[tuple[int, int]]],
    term: str,
    start: int,
    end: int,
) -> None:
    if _NONE.search(term) or (
        len(term) > 3 and not re.search(r"[\dN二两三四五六七八九十双]|一.+[一二两三]", term)
    ):
        return
    first.setdefault(term, (start, end))
    mentions.setdefault(term, []).append((start, end))


def _programme(
    flat: Flat,
    term: str,
    start: int,
    end: int,
    count: int,
    members: list[tuple[int, int]],
    how: str,
    mentions: int,
) -> Programme:
    named = tuple(Named(flat.text[a:b], flat.raw(a), flat.raw_end(b)) for a, b in members)
    reasons = []
    if named and count and len(named) != count:
        reasons.append("count_differs")
    return Programme(
        term, flat.raw(start), flat.raw_end(end), count, named, how, mentions, tuple(reasons)
    )


def _bare(text: str, at: int) -> tuple[str, int, int, list[tuple[int, int]]] | None:
    stop = re.compile(r"[,。;:、\n\"]").search(text, at)
    end = stop.start() if stop else len(text)
    for match in re.finditer(
        r"(?:一[\u4e00-\u9fff])?[二两三四五六七八九十](?:大|个|项)?[\u4e00-\u9fff]{1,6}",
        text[at:end],
    ):
        start = at + match.start()
        term = re.sub(
            r"(?:融合.*|模式.*|联动.*|机制.*|协同.*|工作.*|的.*|等.*)$", "", match.group()
        )
        if len(term) < 2 or _NONE.search(term):
            continue
        count = count_of(term)
        near = text[max(0, start - 140) : start]
        if near.count("、") + near.count("+") + near.count('""') < count - 1:
            continue
        members = list_before(text, start, count, strict=True)
        counted = (
            re.match(r"[二两三四五六七八九十][大个项]", term) or text[start - 1 : start] == '"'
        )
        key = term[-1]
        if (
            members
            and term[:2] != "两会"
            and (counted or all(key in text[a:b] for a, b in members))
        ):
            return term, start, start + len(term), members
    return None
