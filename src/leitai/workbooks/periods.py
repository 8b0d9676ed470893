"""Reading reporting periods out of labels, headers, sheet names and titles."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from leitai.workbooks.texts import half_width, squeeze

PeriodKind = Literal["month", "quarter", "half", "year"]
Flow = Literal["current", "year_to_date", "stock"]
Relative = Literal["", "this", "previous", "year_ago", "year_start", "growth", "growth_previous"]

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class PeriodText:
    """A period as somebody wrote it.

    ``year`` and ``number`` are ``None`` when the text leaves them open ("10月", "本月"); ``kind``
    too for texts that only say how ("同比"). ``flow`` is ``None`` when the text does not say
    whether the figure is of the period alone, from the year's beginning or of a date.
    ``relative`` marks "上年同期" (year_ago), "上月" (previous), "年初" (year_start), "本月" (this),
    "同比" (growth) and "环比" (growth_previous).
    """

    year: int | None
    kind: PeriodKind | None
    number: int | None
    flow: Flow | None
    raw: str
    relative: Relative = ""

    @property
    def is_complete(self) -> bool:
        """Whether the period names one stretch of the calendar."""
        if self.year is None or self.kind is None or self.relative not in ("", "this"):
            return False
        return self.kind == "year" or self.number is not None

    @property
    def key(self) -> str:
        """The period in one word: 2024-10, 2024Q3, 2024H1, 2024; "" when it is not complete."""
        if not self.is_complete:
            return ""
        if self.kind == "month":
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}" + {"quarter": f"Q{self.number}", "half": f"H{self.number}"}.get(
            self.kind or "", ""
        )

    def filled(self, other: PeriodText | None) -> PeriodText:
        """This period with what it leaves open taken from ``other`` (a title, a sheet name)."""
        if other is None:
            return self
        year = self.year if self.year is not None else other.year
        if self.kind is None:
            return replace(self, year=year, kind=other.kind, number=other.number,
                           flow=self.flow or other.flow)  # fmt: skip
        number = self.number
        if number is None and self.kind == other.kind:
            number = other.number
        return replace(self, year=year, number=number)


_HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_HAN_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HAN_NUMBERS |= {"十": 10, "十一": 11, "十二": 12, "两": 2, "首": 1}
_N = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}(?=年)|[一二][〇零○一二三四五六七八九]{3}(?=年))"
_YEAR_PART = (
    rf"(?:{_YEAR}(?:年度?|[-./](?=[0-9]{{1,2}}月?)|(?=[上下]半年|第?[一二三四1-4]季|前|[Qq]|1?H)))?"
)
_RELATIVE = (
    r"(?P<relative>上年同期|去年同期|同期|上年末|上年底|去年末|上年|去年|上一?月|上季度?|上期|年初|期初"
    r"|本年度?|今年|本月|当月|本季度?|当季|本期|当期|本年累计)?"
)
_DASH = r"[-—–―~～至到]+"
_BODY = "|".join(
    (
        rf"(?P<from>{_N})月?(?:份)?{_DASH}(?P<to>{_N}|本)月(?:份)?",
        rf"前(?P<months>{_N})个?月",
        r"前(?P<quarters>[一二两三四1-4])个?季度?",
        r"(?P<half>上半年|下半年|[Hh][12])",
        r"第?(?P<quarter>[一二三四1-4])季度?|[Qq](?P<q>[1-4])|(?P<qq>[1-4])[Qq]",
        rf"(?P<month>{_N})月(?:份|度)?(?:(?P<day>[0-9]{{1,2}})[日号])?",
        r"(?P<whole>全年|年度|年)",
    )
)
_TAIL = (
    r"(?P<end>末|底|止)?(?P<ytd>累计(?:数|值|完成)?)?"
    r"(?P<own>当月|当期|当季|本月|本期)?(?:数|值|实绩|完成)?"
)
_PERIOD = rf"(?:截至|截止|至)?{_YEAR_PART}{_RELATIVE}(?:{_BODY})?{_TAIL}"
_WHOLE = re.compile(_PERIOD)
_INSIDE = re.compile(
    rf"(?P<stop>截至|截止到?)?{_YEAR}(?:年度?|[-./](?=[0-9]{{1,2}}月)"
    rf"|(?=[上下]半年|第?[一二三四1-4]季|前|[Qq][1-4]))(?:{_BODY})?"
    r"(?P<end>末|底)?(?P<ytd>累计)?"
)
_MONTH_ONLY = re.compile(
    rf"(?P<from>1|一)(?:月份?)?{_DASH}(?P<to>{_N})月|(?P<half>上半年)|前(?P<quarters>[二两三])季度"
    rf"|(?P<quarter>[一二三四])季度|(?<![0-9])(?P<month>{_N})月份?"
)
_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?:[-./](?P<month>1[0-2]|0?[1-9])(?:[-./](?P<day>[0-3]?[0-9]))?"
    r"(?: 00:00:00)?|(?P<compact>0[1-9]|1[0-2])|[-/ ]?[Qq](?P<q>[1-4])|[-/ ]?[Hh](?P<h>[12]))?"
)
_GROWTH = re.compile(
    r"[比较]?(?P<yoy>同比|比上年(?:同期|同月)?|较上年(?:同期)?|比去年(?:同期)?|同期增[长减幅]|增速|增幅|增长率|增长)"
    r"(?P<what>±|\+-|增[长减幅速]?|升降|增减|增长率|±增减)*(?P<unit>[(%].*|[±%/ ]*)"
)
_CHAIN = re.compile(
    r"(?P<mom>环比|比上月|比上季|较上月|比上期)(?:增[长减幅速]?|±|升降)*(?:[(%].*|[±% ]*)"
)
_RELATIVES: dict[str, tuple[Relative, PeriodKind | None, Flow | None]] = {
    "上年同期": ("year_ago", None, None),
    "去年同期": ("year_ago", None, None),
    "同期": ("year_ago", None, None),
    "上年末": ("year_ago", "year", "stock"),
    "上年底": ("year_ago", "year", "stock"),
    "去年末": ("year_ago", "year", "stock"),
    "上年": ("year_ago", "year", None),
    "去年": ("year_ago", "year", None),
    "上月": ("previous", "month", "current"),
    "上一月": ("previous", "month", "current"),
    "上季": ("previous", "quarter", "current"),
    "上季度": ("previous", "quarter", "current"),
    "上期": ("previous", None, None),
    "年初": ("year_start", "year", "stock"),
    "期初": ("year_start", None, "stock"),
    "本年": ("this", "year", None),
    "本年度": ("this", "year", None),
    "今年": ("this", "year", None),
    "本年累计": ("this", "year", "year_to_date"),
    "本月": ("this", "month", "current"),
    "当月": ("this", "month", "current"),
    "本季": ("this", "quarter", "current"),
    "本季度": ("this", "quarter", "current"),
    "当季": ("this", "quarter", "current"),
    "本期": ("this", None, None),
    "当期": ("this", None, None),
}


def _number(text: str) -> int:
    return _HAN_NUMBERS[text] if text in _HAN_NUMBERS else int(text)


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii():
        text = "".join(_HAN_DIGITS[c] for c in text)
    return int(text) if len(text) == 4 else 2000 + int(text)


def _from_match(match: re.Match[str], raw: str) -> PeriodText | None:
    """The period of a match of one of the patterns above, ``None`` when it says nothing."""
    groups = match.groupdict()
    get = groups.get
    year = _year(get("year"))
    flow: Flow | None = "stock" if get("end") else None
    if get("ytd"):
        flow = "year_to_date"
    relative: Relative = ""
    kind: PeriodKind | None = None
    number: int | None = None
    word = get("relative")
    if word:
        relative, kind, own = _RELATIVES[word]
        flow = flow or own
        if word == "本月" and get("ytd"):
            flow = "year_to_date"
    if get("own"):
        flow = "current"
    if get("from"):
        first, last = _number(groups["from"]), get("to")
        if last == "本":
            return (
                PeriodText(year, "month", None, "year_to_date", raw, "this") if first == 1 else None
            )
        end = _number(last or "0")
        if first == 1 and end > 1:
            return PeriodText(year, "month", end, "year_to_date", raw, relative)
        if first % 3 == 1 and end == first + 2:
            return PeriodText(year, "quarter", end // 3, "current", raw, relative)
        if (first, end) == (7, 12):
            return PeriodText(year, "half", 2, "current", raw, relative)
        return None
    if get("months"):
        return PeriodText(year, "month", _number(groups["months"]), "year_to_date", raw, relative)
    if get("quarters"):
        return PeriodText(
            year, "quarter", _number(groups["quarters"]), "year_to_date", raw, relative
        )
    if get("half"):
        kind, number = "half", 1 if groups["half"][0] == "上" or groups["half"].endswith("1") else 2
    quarter = get("quarter") or get("q") or get("qq")
    if quarter:
        kind, number = "quarter", _number(quarter)
    if get("month"):
        kind, number = "month", _number(groups["month"])
        if get("day") and not get("end"):
            flow = flow or "stock"
    if get("whole") or (year is not None and kind is None):
        kind = "year"
        if get("whole") == "全年":
            flow = flow or "current"
    if kind is None and not relative:
        if get("ytd"):
            return PeriodText(year, None, None, "year_to_date", raw)
        return None
    return PeriodText(year, kind, number, flow, raw, relative)


@lru_cache(maxsize=16384)
def read_period(text: str) -> PeriodText | None:
    """The period that the whole text is, or ``None``.

    Understands 2020Q1, 2018年, 2024年1-10月, 2024年10月, 2024-10, 202410, 2023年上半年, 一季度,
    前三季度, 1—10月累计, 2022年末, 本月, 上年同期, 同比 and their like.
    """
    if len(text) > 40:
        return None
    plain = squeeze(text)
    if not plain:
        return None
    if plain in ("年末", "年底"):
        return PeriodText(None, "year", None, "stock", text)
    if plain[-1:] in ")" and plain.startswith("("):
        plain = plain[1:-1]
    numeric = _NUMERIC.fullmatch(half_width(text).strip())
    if numeric:
        return _read_numeric(numeric, text)
    growth = _GROWTH.fullmatch(plain)
    if growth:
        return PeriodText(None, None, None, None, text, "growth")
    if _CHAIN.fullmatch(plain):
        return PeriodText(None, None, None, None, text, "growth_previous")
    match = _WHOLE.fullmatch(plain)
    if match is None or (match["whole"] == "年" and not match["year"]):
        return None
    return _from_match(match, text)


def _read_numeric(match: re.Match[str], raw: str) -> PeriodText:
    """2024-10, 2024.10.31, 202410, 2024Q3, 2024H1 or a bare year."""
    year = int(match["year"])
    month = match["month"] or match["compact"]
    if month:
        flow: Flow | None = "stock" if match["day"] and match["day"] not in ("1", "01") else None
        return PeriodText(year, "month", int(month), flow, raw)
    if match["q"]:
        return PeriodText(year, "quarter", int(match["q"]), None, raw)
    if match["h"]:
        return PeriodText(year, "half", int(match["h"]), None, raw)
    return PeriodText(year, "year", None, None, raw)


@lru_cache(maxsize=4096)
def find_period(text: str) -> PeriodText | None:
    """The first period inside a longer text such as a title; whole periods count too."""
    whole = read_period(text)
    if whole is not None:
        return whole
    plain = squeeze(text)
    match = _INSIDE.search(plain)
    if match:
        found = _from_match(match, match[0])
        if found is not None:
            if match["stop"]:
                return replace(found, flow="stock" if found.flow is None else found.flow)
            if found.flow is None and plain[match.end() : match.end() + 2] == "累计":
                return replace(found, flow="year_to_date")
            return found
    bare = re.search(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", plain)
    rest = _MONTH_ONLY.search(plain)
    if rest:
        found = _from_match(rest, rest[0])
        if found is not None:
            return replace(found, year=int(bare[1])) if bare else found
    dated = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}[-./](?:1[0-2]|0?[1-9])(?![0-9])", plain)
    if dated:
        return read_period(dated[0])
    return None


def period_of_date(value: datetime.date, raw: str, *, has_day: bool) -> PeriodText:
    """The period of a cell that Excel stored as a date, by what its number format shows."""
    flow: Flow | None = "stock" if has_day else None
    return PeriodText(value.year, "month", value.month, flow, raw)
