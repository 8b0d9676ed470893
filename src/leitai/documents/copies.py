"""Passages that stand twice, within a document and across a folder.

Compared is what is written, not how: stops, quotes, spaces and widths do not count. Set phrases are
left out, by a list of national formulas and by how many documents of the folder use a passage.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.documents.flat import flatten
from leitai.documents.model import Document

#: A passage counts from this many characters of the original on.
LEAST = 60
# Seeds of this many written characters; two seeds on one diagonal less than _GAP apart join.
_SEED = 16
_GAP = 8
_WRITTEN = re.compile(r"[\u3400-\u9fffA-Za-z0-9%.]")
#: A passage that more than this many documents share is a set phrase of the folder.
_COMMON = 4
_FORMULAS = re.compile(
    "习近平新时代中国特色社会主义思想|党的[一二三四五六七八九十]+大(?:和[一二三四五六七八九十、届中]+全会)?精神|以习近平同志为核心的党中央|"
    "两个确立的决定性意义|增强四个意识|坚定四个自信|做到两个维护|完整准确全面贯彻新发展理念|政治判断力政治领悟力政治执行力|"
    "统筹推进五位一体总体布局|协调推进四个全面战略布局|全面建设社会主义现代化国家|更加紧密地?团结在|深刻领悟|坚决|贯彻落实|深入学习|"
    "各位代表现在我代表.{2,12}政府向大会(?:报告|作)(?:政府)?工作(?:报告)?请予?审[议查]?并?请.{2,20}提出(?:宝贵)?意见|"
    "中华民族伟大复兴|人民对美好生活的向往|构建新发展格局|以中国式现代化"
)
#: A passage that is formulas for more than this share says nothing of copying.
_FORMULAIC = 0.8


@dataclass(frozen=True, slots=True)
class Copy:
    """Two spans of the same words; ``first`` and ``second`` are indexes of documents."""

    first: int
    start: int
    end: int
    second: int
    other_start: int
    other_end: int
    written: int


@dataclass(slots=True)
class _Stream:
    """The written characters of a text and where each stands."""

    text: str
    places: array[int]


def find_duplicates(documents: Sequence[Document], *, least: int = LEAST) -> list[Copy]:
    """Every passage of ``least`` characters and more that stands twice, longest first.

    A passage found in more than a handful of the documents is left out as a set phrase.
    """
    streams = [_stream(document) for document in documents]
    seeds: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, stream in enumerate(streams):
        for at in range(len(stream.text) - _SEED + 1):
            seeds[stream.text[at : at + _SEED]].append((index, at))
    diagonals: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for places in seeds.values():
        if len(places) < 2 or len({index for index, _ in places}) > _COMMON:
            continue
        for a in range(min(len(places), 12)):
            for b in range(a + 1, min(len(places), 12)):
                (one, at), (two, other) = places[a], places[b]
                if one != two or other - at >= _SEED:
                    diagonals[(one, two, other - at)].append(at)
    found = [copy for pair in _runs(diagonals) if (copy := _copy(streams, pair, least)) is not None]
    found.sort(key=lambda each: (-each.written, each.first, each.start))
    return _without_inner(found)


def _stream(document: Document) -> _Stream:
    flat = flatten(document.text, document.noise)
    kept: list[str] = []
    places = array("l")
    for match in _WRITTEN.finditer(flat.text):
        kept.append(match.group())
        places.append(flat.raw(match.start()))
    return _Stream("".join(kept), places)


def _runs(
    diagonals: dict[tuple[int, int, int], list[int]],
) -> list[tuple[int, int, int, int, int, int]]:
    """(document, from, to, document, from, to) in written characters, joined over small edits."""
    by_pair: dict[tuple[int, int], list[tuple[int, int, int, int]]] = defaultdict(list)
    for (one, two, shift), starts in diagonals.items():
        starts.sort()
        begin = last = starts[0]
        for at in [*starts[1:], -1]:
            if at < 0 or at > last + _GAP + _SEED:
                by_pair[(one, two)].append(
                    (begin, last + _SEED, begin + shift, last + _SEED + shift)
                )
                begin = at
            last = at
    runs: list[tuple[int, int, int, int, int, int]] = []
    for (one, two), pieces in by_pair.items():
        pieces.sort()
        held = pieces[0]
        for piece in pieces[1:]:
            near = 0 <= piece[0] - held[1] <= _GAP and 0 <= piece[2] - held[3] <= _GAP
            if near:
                held = (held[0], piece[1], held[2], piece[3])
            else:
                runs.append((one, held[0], held[1], two, held[2], held[3]))
                held = piece
        runs.append((one, held[0], held[1], two, held[2], held[3]))
    return runs


def _copy(
    streams: Sequence[_Stream], run: tuple[int, int, int, int, int, int], least: int
) -> Copy | None:
    one, begin, end, two, other, other_end = run
    a, b = streams[one], streams[two]
    start, stop = a.places[begin], a.places[end - 1] + 1
    if stop - start < least or end - begin < least * 2 // 3:
        return None
    words = a.text[begin:end]
    formulas = sum(len(match.group()) for match in _FORMULAS.finditer(words))
    if formulas > _FORMULAIC * len(words):
        return None
    return Copy(one, start, stop, two, b.places[other], b.places[other_end - 1] + 1, end - begin)


def _without_inner(found: list[Copy]) -> list[Copy]:
    """Without those that lie inside a longer one on both sides."""
    kept: list[Copy] = []
    for each in found:
        inside = any(
            longer.first == each.first
            and longer.second == each.second
            and longer.start <= each.start
            and each.end <= longer.end
            and longer.other_start <= each.other_start
            and each.other_end <= longer.other_end
            for longer in kept
        )
        if not inside:
            kept.append(each)
    return kept
