"""Finding the division code of a printed county label, and saying what was repaired.

:mod:`leitai.divisions` says which place a label means. What it leaves to a person is settled here
by one more witness where there is one: the area printed for the same place in the earlier yearbook.
Everything else is handed back as unmatched with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.demo.counties import LabelRepair, UnmatchedRow
from leitai.divisions import Division, History, Resolution, Resolver, Written, stem

CODE_YEAR = 2023
"""Every county carries the code in force at the end of this year."""

AREA_TOLERANCE = 0.05
"""Largest relative difference of area that still speaks for the same county."""


@dataclass(frozen=True)
class RawCounty:
    """A row as printed: labels untouched, figures in the units of our own table."""

    year: int
    name: str
    province: str
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class Matched:
    """A printed row with the division it belongs to and the repairs that led there."""

    raw: RawCounty
    division: Division
    repairs: tuple[LabelRepair, ...]


_Repair = tuple[str, str, str, str, str]


def match_table(
    raws: Sequence[RawCounty], history: History, areas: Mapping[str, float]
) -> list[Matched | UnmatchedRow]:
    """Match the rows of one table.

    ``areas`` maps division codes to the area in km² printed in an earlier yearbook, the witness
    in doubtful cases; empty where there is none.
    """
    found = Resolver(history).resolve_all(
        [Written(raw.name, province=raw.province, year=raw.year, level="county") for raw in raws]
    )
    return [
        _matched(raw, resolution, history, areas)
        for raw, resolution in zip(raws, found, strict=True)
    ]


def _matched(
    raw: RawCounty, found: Resolution, history: History, areas: Mapping[str, float]
) -> Matched | UnmatchedRow:
    if raw.values["gdp"] is None:
        return _unmatched(raw, "年鉴未刊该单位数字，只有名称")
    repairs = _cleanings(found)
    division = found.division
    if division is None:
        division = _by_area(raw, found.offers, areas)
        if division is None:
            where = "、".join(offer.full_name for offer in found.offers) or "无"
            return _unmatched(raw, f"不能确定是哪一个（可能：{where}），面积也不能定")
        if division.name != raw.name:
            reason = "与代码表只差一字，面积与2020年年鉴相符"
            repairs.append(("name", raw.name, division.name, "misread_name", reason))
        if division.province != raw.province:
            repairs.append(
                (
                    "province",
                    raw.province,
                    division.province,
                    "wrong_province",
                    "面积相符的只有一个",
                )
            )
    earlier = found.remark("earlier_name")
    named = earlier.printed if earlier else division.name
    return _follow(raw, division, named, repairs, history)


def _by_area(
    raw: RawCounty, offers: Sequence[Division], areas: Mapping[str, float]
) -> Division | None:
    """The one offered place whose area agrees with the earlier yearbook."""
    area = raw.values["area"]
    agreeing = [
        offer
        for offer in offers
        if area is not None
        and (earlier := areas.get(offer.code)) is not None
        and abs(area / earlier - 1) <= AREA_TOLERANCE
    ]
    return agreeing[0] if len(agreeing) == 1 else None


_WHY = {
    "blanks": ("name", "blank_in_name", "名称中排版用的空格"),
    "footnote_mark": ("name", "footnote_mark", "名称后是脚注号，不是名称"),
    "two_provinces": ("province", "two_provinces", "一页印有两省，按代码表取其一"),
    "wrong_province": (
        "province",
        "wrong_province",
        "全国只有一个同名县级单位，所印省名有误",
    ),
}


def _cleanings(found: Resolution) -> list[_Repair]:
    repairs: list[_Repair] = []
    for remark in found.remarks:
        if remark.kind in _WHY:
            field, kind, why = _WHY[remark.kind]
            repairs.append((field, remark.printed, remark.meant, kind, why))
    return repairs


def _follow(
    raw: RawCounty, division: Division, named: str, repairs: list[_Repair], history: History
) -> Matched | UnmatchedRow:
    way = history.follow(division, CODE_YEAR)
    heir = way.end
    if heir is None:
        # Enlarged by a neighbour under its old name: the change of territory is noted elsewhere.
        kept = [one for one in way.heirs if stem(one.name) == stem(division.name)]
        heir = history.follow(kept[0], CODE_YEAR).end if len(kept) == 1 else None
    if heir is None:
        return _unmatched(raw, f"{division.code} {division.name} 到 {CODE_YEAR} 年已分属多个代码")
    if heir.name != named:
        reason = f"区划沿革：{named}到{CODE_YEAR}年为 {heir.code} {heir.name}"
        repairs.append(("name", named, heir.name, "renamed", reason))
    elif heir.code != division.code:
        reason = f"区划沿革：{division.last_year} 年换代码，名称未变"
        repairs.append(("division_code", division.code, heir.code, "recoded", reason))
    return Matched(
        raw, heir, tuple(LabelRepair(raw.year, heir.code, *repair) for repair in repairs)
    )


def _unmatched(raw: RawCounty, reason: str) -> UnmatchedRow:
    return UnmatchedRow(raw.year, raw.name, raw.province, reason)
