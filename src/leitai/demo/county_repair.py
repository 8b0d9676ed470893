"""Finding the division code of a printed county label, and saying what was repaired.

A label is repaired only where one reading is left: an exact name in the code table, a name
that differs in one character and whose area agrees with the earlier yearbook, or a rename in
the code history. Everything else is handed back as unmatched with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leitai.demo.counties import LabelRepair, UnmatchedRow
from leitai.demo.county_codes import CodeHistory, Division

CODE_YEAR = 2023
"""Every county carries the code in force at the end of this year."""

AREA_TOLERANCE = 0.05
"""Largest relative difference of area that still speaks for the same county."""

_BLANKS = re.compile(r"\s+")
_FOOTNOTE = re.compile(r"[0-9①②③]+$")


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


def match_2020(raw: RawCounty, history: CodeHistory) -> Matched | UnmatchedRow:
    """Match a row of the 2020 tables; its province may be two, printed on one page."""
    if raw.values["gdp"] is None:
        return _unmatched(raw, "年鉴未刊该单位数字，只有名称")
    name, repairs = _clean(raw)
    candidates = history.named(name, 2020) or history.named(name, 2019)
    provinces = raw.province.split("、")
    here = [division for division in candidates if division.province in provinces]
    if len(here) != 1:
        return _unmatched(raw, f"代码表中“{name}”在{raw.province}有 {len(here)} 个，不能确定")
    if len(provinces) > 1:
        repairs.append(
            (
                "province",
                raw.province,
                here[0].province,
                "two_provinces",
                "一页印有两省，按代码表取其一",
            )
        )
    return _follow(raw, here[0], repairs, history)


def match_2023(
    raw: RawCounty, history: CodeHistory, areas_2020: Mapping[str, float]
) -> Matched | UnmatchedRow:
    """Match a row of the 2023 panel, whose province may be wrong and name misread.

    ``areas_2020`` maps division codes to the area in km² printed for 2020, the witness in
    doubtful cases.
    """
    name, repairs = _clean(raw)
    candidates = history.named(name, CODE_YEAR)
    if not candidates:
        misread = _one_character_off(raw, name, history, areas_2020)
        if misread is None:
            return _unmatched(raw, f"代码表中没有“{name}”，也没有只差一字且面积相符的名称")
        repairs.append(
            (
                "name",
                raw.name,
                misread.name,
                "misread_name",
                "与代码表只差一字，面积与2020年年鉴相符",
            )
        )
        candidates = (misread,)
    chosen = _choose(raw, candidates, areas_2020)
    if chosen is None:
        where = "、".join(division.province for division in candidates)
        return _unmatched(raw, f"“{name}”在{where}都有，省名与面积都不能定")
    if chosen.province != raw.province:
        reason = (
            "全国只有一个同名县级单位，所印省名有误"
            if len(candidates) == 1
            else "同名单位中面积与2020年年鉴相符的只有一个"
        )
        repairs.append(("province", raw.province, chosen.province, "wrong_province", reason))
    return _follow(raw, chosen, repairs, history)


def _choose(
    raw: RawCounty, candidates: tuple[Division, ...], areas_2020: Mapping[str, float]
) -> Division | None:
    """Pick the one candidate that the printed province or the area singles out."""
    if len(candidates) == 1:
        return candidates[0]
    agreeing = [division for division in candidates if _area_agrees(raw, division.code, areas_2020)]
    if len(agreeing) == 1:
        return agreeing[0]
    here = [division for division in candidates if division.province == raw.province]
    return here[0] if len(here) == 1 and not agreeing else None


def _area_agrees(raw: RawCounty, code: str, areas_2020: Mapping[str, float]) -> bool:
    area, earlier = raw.values["area"], areas_2020.get(code)
    return area is not None and earlier is not None and abs(area / earlier - 1) <= AREA_TOLERANCE


def _one_character_off(
    raw: RawCounty, name: str, history: CodeHistory, areas_2020: Mapping[str, float]
) -> Division | None:
    near = [
        division
        for division in history.in_force(CODE_YEAR)
        if len(division.name) == len(name)
        and sum(a != b for a, b in zip(division.name, name, strict=True)) == 1
        and _area_agrees(raw, division.code, areas_2020)
    ]
    return near[0] if len(near) == 1 else None


_Repair = tuple[str, str, str, str, str]


def _clean(raw: RawCounty) -> tuple[str, list[_Repair]]:
    repairs: list[_Repair] = []
    name = _BLANKS.sub("", raw.name)
    if name != raw.name:
        repairs.append(("name", raw.name, name, "blank_in_name", "名称中排版用的空格"))
    bare = _FOOTNOTE.sub("", name)
    if bare != name:
        repairs.append(("name", name, bare, "footnote_mark", "名称后是脚注号，不是名称"))
    return bare, repairs


def _follow(
    raw: RawCounty, division: Division, repairs: list[_Repair], history: CodeHistory
) -> Matched | UnmatchedRow:
    heir = history.successor(division, CODE_YEAR)
    if heir is None:
        return _unmatched(raw, f"{division.code} {division.name} 到 {CODE_YEAR} 年已分属多个代码")
    if heir != division:
        if heir.name != division.name:
            repairs.append(
                (
                    "name",
                    division.name,
                    heir.name,
                    "renamed",
                    f"区划沿革：{division.code} 于 {division.last_year} 年改为 {heir.code}",
                )
            )
        else:
            repairs.append(
                (
                    "division_code",
                    division.code,
                    heir.code,
                    "recoded",
                    f"区划沿革：{division.last_year} 年换代码，名称未变",
                )
            )
    return Matched(
        raw, heir, tuple(LabelRepair(raw.year, heir.code, *repair) for repair in repairs)
    )


def _unmatched(raw: RawCounty, reason: str) -> UnmatchedRow:
    return UnmatchedRow(raw.year, raw.name, raw.province, reason)
