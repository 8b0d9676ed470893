"""Units of measure: finding them in headers, exact conversion, and slips of a factor in one cell.

Factors are ``Decimal`` so that 万元 to 元 is a shift of the decimal point, never a float product.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from statistics import median

from leitai.workbooks.texts import half_width, squeeze

_D = Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: ``factor`` base units make one of it; ``dimension`` what it measures.

    Units "per" something (元/人) keep their text and convert to nothing but themselves.
    """

    symbol: str
    base: str
    factor: Decimal
    dimension: str


def _scaled(base: str, dimension: str, prefixes: str = "万 亿") -> dict[str, Unit]:
    powers = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7}
    powers |= {"亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12}
    return {
        prefix + base: Unit(prefix + base, base, _D(10) ** powers[prefix], dimension)
        for prefix in ["", *prefixes.split()]
    }


_UNITS: dict[str, Unit] = {}
for _money in ("元", "美元", "港元", "欧元", "日元"):
    _UNITS |= _scaled(_money, "money:" + _money, "百 千 万 十万 百万 千万 亿 十亿 百亿 千亿 万亿")
for _people in (
    "人",
    "人次",
    "户",
    "户次",
    "个",
    "家",
    "件",
    "项",
    "次",
    "名",
    "台",
    "辆",
    "套",
    "所",
    "张",
):
    _UNITS |= _scaled(_people, "count:" + _people, "百 千 万 百万 亿")
for _count in [
    "床",
    "只",
    "头",
    "株",
    "棵",
    "册",
    "部",
    "条",
    "处",
    "座",
    "栋",
    "间",
    "幢",
    "村",
    "镇",
    "乡",
    "街道",
    "社区",
    "岁",
    "天",
    "日",
    "小时",
    "分",
    "分钟",
    "秒",
    "年",
    "月",
    "期",
    "批",
    "场",
    "位",
    "宗",
    "起",
    "例",
    "门",
    "艘",
    "架",
    "眼",
    "口",
    "块",
    "枚",
    "片",
    "件次",
    "辆次",
    "架次",
    "班次",
    "车次",
    "例次",
    "篇",
    "幅",
    "本",
    "支",
    "队",
    "单位",
    "机构",
    "企业",
    "张床",
    "组",
    "对",
    "级",
    "度",
    "倍",
    "标准箱",
    "TEU",
    "尾",
    "羽",
    "箱",
    "瓶",
    "盒",
    "袋",
    "桶",
    "匹",
    "步",
    "名次",
    "位次",
    "代码",
    "担",
]:
    _UNITS |= _scaled(_count, "count:" + _count, "千 万 亿")
_UNITS |= _scaled("吨", "mass", "千 万 百万 亿")
_UNITS |= {
    "千克": Unit("千克", "吨", _D("0.001"), "mass"),
    "公斤": Unit("公斤", "吨", _D("0.001"), "mass"),
    "克": Unit("克", "吨", _D("0.000001"), "mass"),
    "kg": Unit("kg", "吨", _D("0.001"), "mass"),
    "t": Unit("t", "吨", _D(1), "mass"),
    "吨标准煤": Unit("吨标准煤", "吨标准煤", _D(1), "energy"),
    "万吨标准煤": Unit("万吨标准煤", "吨标准煤", _D(10000), "energy"),
}
for _area, _mu in (
    ("亩", "1"), ("公顷", "15"), ("平方公里", "1500"), ("平方千米", "1500"),
    ("平方米", "0.0015"), ("㎡", "0.0015"), ("km²", "1500"), ("m²", "0.0015"),
):  # fmt: skip
    for _prefix, _power in (("", "1"), ("千", "1000"), ("万", "10000"), ("亿", "100000000")):
        _UNITS[_prefix + _area] = Unit(_prefix + _area, "亩", _D(_mu) * _D(_power), "area")
_LENGTHS = {
    "米": "1",
    "公里": "1000",
    "千米": "1000",
    "km": "1000",
    "厘米": "0.01",
    "毫米": "0.001",
}
for _length, _metres in _LENGTHS.items():
    for _prefix, _power in (("", "1"), ("万", "10000"), ("亿", "100000000")):
        _UNITS[_prefix + _length] = Unit(
            _prefix + _length, "米", _D(_metres) * _D(_power), "length"
        )
_MORE = {"立方米": "volume", "千瓦时": "energy_kwh", "千瓦": "power", "升": "litre"}
for _base, _dimension in _MORE.items():
    _UNITS |= _scaled(_base, _dimension, "千 万 百万 亿")
_UNITS |= {
    "度电": Unit("度电", "千瓦时", _D(1), "energy_kwh"),
    "千伏安": Unit("千伏安", "千伏安", _D(1), "power_va"),
    "%": Unit("%", "%", _D(1), "ratio"),
    "‰": Unit("‰", "%", _D("0.1"), "ratio"),
    "百分点": Unit("百分点", "%", _D(1), "points"),
    "个百分点": Unit("个百分点", "%", _D(1), "points"),
    "℃": Unit("℃", "℃", _D(1), "temperature"),
    "吨公里": Unit("吨公里", "吨公里", _D(1), "transport"),
    "万吨公里": Unit("万吨公里", "吨公里", _D(10000), "transport"),
    "亿吨公里": Unit("亿吨公里", "吨公里", _D(10) ** 8, "transport"),
    "人公里": Unit("人公里", "人公里", _D(1), "transport"),
    "万人公里": Unit("万人公里", "人公里", _D(10000), "transport"),
    "亿人公里": Unit("亿人公里", "人公里", _D(10) ** 8, "transport"),
    "微克/立方米": Unit("微克/立方米", "微克/立方米", _D(1), "per"),
}
_ALIASES = {
    "百分比": "%", "百分数": "%", "％": "%", "±%": "%", "+-%": "%", "人民币元": "元",
    "元人民币": "元",
    "圆": "元", "万圆": "万元", "亿元人民币": "亿元", "万元人民币": "万元", "RMB": "元",
    "CNY": "元",
    "USD": "美元", "万美金": "万美元", "美金": "美元", "Ha": "公顷", "ha": "公顷", "hm²": "公顷",
    "km2": "km²", "m2": "m²", "平米": "平方米", "立方": "立方米", "度": "度", "kWh": "千瓦时",
    "KWH": "千瓦时",
    "kW": "千瓦", "万千瓦小时": "万千瓦时", "千瓦小时": "千瓦时", "亿千瓦小时": "亿千瓦时",
    "个数": "个",
    "人数": "人", "户数": "户", "百分率": "%", "公分": "厘米", "张床位": "张", "床位": "床",
}  # fmt: skip
_PER = re.compile(r"(?P<top>[^/]{1,8})/(?P<bottom>[^/]{1,8})")
_BRACKET = re.compile(
    r"[（(\[［【]\s*(?:单位[:：]?)?\s*([^（()）\[\]［］【】]{1,14}?)\s*[)）\]］】]"
)
_TRAIL = re.compile(r"(?:±|\+-)?\s*([%‰％])\s*$")
_DECLARED = re.compile(r"(?:计量)?单\s*位\s*[:：]\s*(.+)$", re.S)
_GROWTH_NAME = re.compile(
    r"同比|环比|增[长速幅减]|升降|±|比重|占比|份额|贡献率|率$|率[(（]|比上年|比去年|较上年|拉动|指数|名次|位次|排名|得分|总分"
)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit | None:
    """The unit that the whole text is ("万元", "元/人", "％"), or ``None``."""
    symbol = squeeze(text)
    symbol = _ALIASES.get(symbol, symbol)
    if symbol in _UNITS:
        return _UNITS[symbol]
    per = _PER.fullmatch(symbol)
    if per and parse_unit(per["top"]) and _is_bottom(per["bottom"]):
        return Unit(symbol, symbol, _D(1), "per")
    joint = re.fullmatch(r"(.{1,6}?)[、,;](.{1,6})", symbol)
    if joint is None and symbol.endswith("人民币"):
        return parse_unit(symbol.removesuffix("人民币"))
    return None


def _is_bottom(text: str) -> bool:
    """Whether a text may stand below the line of a "per" unit (人, 万人, 百户, 10万人 …)."""
    return (
        parse_unit(re.sub(r"^[0-9百千万十亿]+", "", text)) is not None
        or parse_unit(text) is not None
    )


@lru_cache(maxsize=4096)
def find_unit(header: str) -> str:
    """The unit named in a header: "到位资金（万元）", "同比±%", "增速%"; "" when there is none."""
    for inside in _BRACKET.findall(header):
        unit = parse_unit(inside)
        if unit is not None:
            return unit.symbol
        # "(亿元，现价)" names the unit and more.
        for part in re.split(r"[,，、;；\s]", inside):
            unit = parse_unit(part) if part else None
            if unit is not None:
                return unit.symbol
    trail = _TRAIL.search(header)
    if trail:
        return half_width(trail[1])
    declared = _DECLARED.search(header)
    if declared:
        unit = parse_unit(declared[1])
        return unit.symbol if unit else ""
    return ""


def strip_unit(header: str) -> str:
    """The header without its unit: "到位资金（万元）" is 到位资金, "同比±%" is 同比."""

    def drop(match: re.Match[str]) -> str:
        return "" if parse_unit(match[1]) is not None else match[0]

    text = _BRACKET.sub(drop, header)
    trimmed = _TRAIL.sub("", text)
    return trimmed if trimmed.strip() else text


@lru_cache(maxsize=1024)
def declared_units(text: str) -> tuple[str, ...]:
    """The units of a line such as "单位：万元、%"; empty when the line declares none."""
    match = _DECLARED.search(text.strip())
    if match is None:
        return ()
    whole = parse_unit(match[1])
    if whole is not None:
        return (whole.symbol,)
    first = re.split(r"\s{2,}|[\r\n]", match[1].strip())[0]
    found = [parse_unit(part) for part in re.split(r"[、,，;；/及和\s]+", first) if part]
    if not found or any(unit is None for unit in found):
        single = parse_unit(first)
        return (single.symbol,) if single else ()
    return tuple(unit.symbol for unit in found if unit is not None)


def is_ratio_name(name: str) -> bool:
    """Whether a column of this name is not in the sheet's 万元 (同比, 占比, 名次)."""
    return _GROWTH_NAME.search(name) is not None


def convert(number: Decimal, source: str, target: str) -> Decimal:
    """``number`` of unit ``source`` in unit ``target``, exact wherever a decimal can be.

    Raises ``ValueError`` when the units measure different things.
    """
    if source == target:
        return number
    first, second = parse_unit(source), parse_unit(target)
    if (
        first is None
        or second is None
        or first.base != second.base
        or first.dimension != second.dimension
    ):
        raise ValueError(f"{source} cannot be converted to {target}")
    return number * first.factor / second.factor


def unit_of_factor(unit: str, factor: Decimal) -> str:
    """The unit of ``factor`` times ``unit`` (万元 by 10,000 is 亿元), "" when none is usual."""
    known = parse_unit(unit)
    if known is None:
        return ""
    wanted = known.factor * factor
    for candidate in _UNITS.values():
        if (
            candidate.base == known.base
            and candidate.dimension == known.dimension
            and candidate.factor == wanted
            and candidate.symbol[:1] not in "十百"
        ):
            return candidate.symbol
    return ""


# Towns of one district differ by ten or twenty times; countries by millions, and mean nothing.
MAX_SPREAD = 60


@dataclass(frozen=True, slots=True)
class UnitSlip:
    """A figure that looks to be in another unit than its column.

    ``position`` indexes the figures given; ``factor`` brings the figure to the column's unit;
    ``low`` and ``high`` bound the others; ``unit`` is the unit it seems to be in, "" if unnamed.
    """

    position: int
    factor: Decimal
    low: Decimal
    high: Decimal
    unit: str


def find_unit_slips(
    figures: Sequence[Decimal | float], unit: str, *, least: int = 4
) -> list[UnitSlip]:
    """Figures that fit their column only after a shift by 10,000 or 100,000,000.

    The column must be tight for that to mean anything: at least ``least`` other figures, together
    at least 80 % of all non-zero ones, within a factor of 100 of the median and ``MAX_SPREAD``
    between the smallest and the largest. A figure is named when it lies outside, and its shifted
    value inside the others' range widened to a half and to twice.
    """
    known = parse_unit(unit)
    if known is not None and known.dimension in ("ratio", "points", "temperature"):
        return []
    sizes = [(position, abs(float(value))) for position, value in enumerate(figures) if value]
    if len(sizes) <= least:
        return []
    middle = median(size for _position, size in sizes)
    low_bound, high_bound = middle / 100, middle * 100
    inside = [size for _p, size in sizes if low_bound <= size <= high_bound]
    if len(inside) == len(sizes) or len(inside) < max(least, 0.8 * len(sizes)):
        return []
    low, high = min(inside), max(inside)
    if high > low * MAX_SPREAD or (len(sizes) - len(inside)) * 5 > len(sizes):
        return []
    slips: list[UnitSlip] = []
    for position, size in sizes:
        if low_bound <= size <= high_bound:
            continue
        for power in (4, 8, -4, -8):
            if low / 2 <= size * 10.0**power <= high * 2:
                factor = _D(10) ** power
                ends = (_D(repr(low)), _D(repr(high)))
                slips.append(UnitSlip(position, factor, *ends, unit_of_factor(unit, factor)))
                break
    return slips
