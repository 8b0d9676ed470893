"""Matching the unit names of a sheet with the units on record, without ever deciding a doubt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from leitai.workbooks.texts import SPACES, squeeze, strip_spaces

MatchKind = Literal["exact", "code", "alias", "spaces", "suffix", "near", "none"]

SUFFIXES = (
    "回族自治县", "满族自治县", "自治县", "自治旗", "自治州", "自治区", "民族乡", "回族乡",
    "满族乡", "苗族乡",
    "街道办事处", "居民委员会", "村民委员会", "经济技术开发区", "高新技术产业开发区",
    "经济开发区", "高新区",
    "开发区", "示范区", "新区", "街道办", "街道", "办事处", "社区", "居委会", "村委会", "林区",
    "特区",
    "矿区", "地区", "农场", "林场", "园区", "苏木", "省", "市", "县", "区", "旗", "盟", "镇",
    "乡", "村", "州",
    "局", "办", "委", "股份有限公司", "有限责任公司", "有限公司", "公司",
)  # fmt: skip
TAKEN_PENALTY = 10.0
_SPACE_INSIDE = re.compile(f"[{SPACES}]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit on record: an opaque ``key``, its name, code and other names."""

    key: str
    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """A unit that a doubtful name may mean; ``score`` 0 to 100, for ordering only."""

    key: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What one written name means.

    ``key`` is set for "exact", "code" and "alias" only. For "spaces", "suffix" and "near" it is
    ``None`` and ``alternatives`` has what to offer, best first: a person decides.
    """

    raw: str
    kind: MatchKind
    key: str | None
    alternatives: tuple[Alternative, ...] = ()
    message: str = ""
    message_en: str = ""

    @property
    def settled(self) -> bool:
        """Whether the name may be used without asking."""
        return self.key is not None


class _Index:
    """Lookup tables over the candidates, built once for a list of names."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.by_key = {candidate.key: candidate for candidate in candidates}
        self.order = {candidate.key: place for place, candidate in enumerate(candidates)}
        self.taken: set[str] = set()
        self.names: dict[str, list[str]] = defaultdict(list)
        self.codes: dict[str, list[str]] = defaultdict(list)
        self.aliases: dict[str, list[str]] = defaultdict(list)
        self.squeezed: dict[str, list[str]] = defaultdict(list)
        self.stems: dict[str, list[str]] = defaultdict(list)
        self.choices: list[str] = []
        self.choice_keys: list[str] = []
        for candidate in candidates:
            key = candidate.key
            _add(self.names, candidate.name, key)
            if candidate.code:
                _add(self.codes, candidate.code, key)
            for alias in candidate.aliases:
                _add(self.aliases, alias, key)
            for name in (candidate.name, *candidate.aliases):
                plain = squeeze(name)
                _add(self.squeezed, plain, key)
                for stem in stems(plain):
                    _add(self.stems, stem, key)
                self.choices.append(plain)
                self.choice_keys.append(key)

    def alternatives(self, scored: Iterable[tuple[str, float]]) -> tuple[Alternative, ...]:
        best: dict[str, float] = {}
        for key, score in scored:
            if key in self.taken:
                # Another row of the same sheet already has this unit by its full name.
                score -= TAKEN_PENALTY
            best[key] = max(score, best.get(key, 0.0))
        ordered = sorted(best.items(), key=lambda item: (-item[1], self.order[item[0]]))
        return tuple(
            Alternative(key, self.by_key[key].name, round(score, 1)) for key, score in ordered
        )


def _add(table: dict[str, list[str]], text: str, key: str) -> None:
    if text and key not in table[text]:
        table[text].append(key)


def stems(name: str) -> tuple[str, ...]:
    """The name, and the name without its ending (南浦镇 → 南浦), two characters or more."""
    found = [name]
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            found.append(name[: -len(suffix)])
            break
    return tuple(found)


def match_names(
    names: Sequence[str],
    candidates: Sequence[Candidate],
    *,
    codes: Sequence[str] | None = None,
    cutoff: float = 60.0,
    limit: int = 5,
) -> list[Match]:
    """Match each of ``names``; ``codes`` may give the code written beside each name.

    Settled are: the exact name, the exact code, and a remembered alias, each if only one unit has
    it. Everything else is a doubt with alternatives. A code and a name that mean different units
    are a doubt too.
    """
    index = _Index(candidates)
    for raw in names:
        same = index.names.get(strip_spaces(raw), [])
        if len(same) == 1:
            index.taken.add(same[0])
    cache: dict[tuple[str, str], Match] = {}
    result = []
    for position, raw in enumerate(names):
        code = strip_spaces(codes[position]) if codes is not None else ""
        found = cache.get((raw, code))
        if found is None:
            found = cache[raw, code] = _match(raw, code, index, cutoff, limit)
        result.append(found)
    return result


def _match(raw: str, code: str, index: _Index, cutoff: float, limit: int) -> Match:
    text = strip_spaces(raw)
    named = index.names.get(text, [])
    coded = index.codes.get(code, []) if code else []
    if len(coded) == 1:
        others = [key for key in named if key != coded[0]]
        if named and others and coded[0] not in named:
            return Match(
                raw,
                "near",
                None,
                index.alternatives([(coded[0], 100.0), *((k, 99.0) for k in others)]),
                f"“{raw}”和代码 {code} 不是同一个单位。",
                f"“{raw}” and code {code} are different units.",
            )
        return Match(raw, "exact" if named else "code", coded[0])
    if len(named) == 1:
        return Match(raw, "exact", named[0])
    if len(named) > 1:
        return _several(raw, named, index)
    coded = index.codes.get(squeeze(text), [])
    if len(coded) == 1:
        return Match(raw, "code", coded[0])
    aliased = index.aliases.get(text, [])
    if len(aliased) == 1:
        return Match(raw, "alias", aliased[0])
    if len(aliased) > 1:
        return _several(raw, aliased, index)
    return _doubt(raw, text, index, cutoff, limit)


def _several(raw: str, keys: Sequence[str], index: _Index) -> Match:
    return Match(
        raw, "near", None, index.alternatives((key, 100.0) for key in keys),
        f"有 {len(keys)} 个单位都叫“{strip_spaces(raw)}”。",
        f"{len(keys)} units are called “{strip_spaces(raw)}”.",
    )  # fmt: skip


def _doubt(raw: str, text: str, index: _Index, cutoff: float, limit: int) -> Match:
    plain = squeeze(text)
    if not plain:
        return Match(raw, "none", None, (), "名称是空的。", "The name is blank.")
    spaced = index.squeezed.get(plain, [])
    if spaced:
        found = index.alternatives((key, 98.0) for key in spaced)
        why = "名称中有空格" if _SPACE_INSIDE.search(text) else "名称有全角字符"
        why_en = "has spaces inside" if _SPACE_INSIDE.search(text) else "has full-width characters"
        return Match(raw, "spaces", None, found, f"{why}，像“{found[0].name}”。",
                     f"The name {why_en}, probably “{found[0].name}”.")  # fmt: skip
    stemmed: list[tuple[str, float]] = []
    for rank, stem in enumerate(stems(plain)):
        stemmed += [(key, 95.0 - rank) for key in index.stems.get(stem, [])]
    if stemmed:
        found = index.alternatives(stemmed)[:limit]
        also = "，也可能是" + "、".join(a.name for a in found[1:3]) if len(found) > 1 else ""
        also_en = ", or " + ", ".join(a.name for a in found[1:3]) if len(found) > 1 else ""
        return Match(raw, "suffix", None, found, f"像“{found[0].name}”{also}。",
                     f"Probably “{found[0].name}”{also_en}.")  # fmt: skip
    near = _near(plain, index, cutoff, limit)
    if near:
        return Match(raw, "near", None, near, f"没有这个单位，像“{near[0].name}”。",
                     f"No such unit, probably “{near[0].name}”.")  # fmt: skip
    return Match(raw, "none", None, (), f"没有叫“{text}”的单位。", f"No unit is called “{text}”.")


def _near(plain: str, index: _Index, cutoff: float, limit: int) -> tuple[Alternative, ...]:
    """Near misses: edit distance for one wrong character, partial ratio for longer writings."""
    scored: list[tuple[str, float]] = []
    for _choice, score, position in process.extract(
        plain, index.choices, scorer=DamerauLevenshtein.normalized_similarity,
        limit=limit * 3, score_cutoff=cutoff / 100,
    ):  # fmt: skip
        scored.append((index.choice_keys[position], 100.0 * score))
    # "云溪区白沙镇人民政府" contains 白沙镇; a ratio over the whole would miss it.
    for _choice, score, position in process.extract(
        plain, index.choices, scorer=fuzz.partial_ratio, limit=limit * 3, score_cutoff=90
    ):
        choice = index.choices[position]
        if len(choice) >= 3 and len(plain) > len(choice):
            scored.append((index.choice_keys[position], score * 0.85))
    return index.alternatives(scored)[:limit]
