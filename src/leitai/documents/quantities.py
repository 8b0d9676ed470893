"""Every number of a text that measures something, and every date; a mask is never a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leitai.documents.numerals import DIGITS, chinese_value, plain_number
from leitai.documents.units import HAN_COUNTERS, MASKED_UNIT, UNIT

# Every run is bounded: what is longer is no number, and a page of digits must not cost an hour.
_NUM = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?(?![\d])|\d{1,15}(?:\.\d{1,8})?"
_CN = "[零〇一二两三四五六七八九十百千万亿]"
_MASK = "[*×X○□■●_\ufffd]"
_SCALE = "[十百千万亿]"
_DASH = "(?:-|—|－|–|~|～|至|到)"
_SET = (
    r"两个(?:确立|维护|毫不动摇|一百年|百年|结合|大局|覆盖|先行区?)|四个(?:意识|自信|全面|服务|定位|伟大|革命|着力)|三个(?:代表|务必)"
    r"|八项规定|一国两制|五位一体|三会一课|三重一大|两会|四大家|两弹一星|一把手|十四届|万众一心|千方百计|一二三产|一、二、三产"
    r"|三大攻坚战|百年未有|一个中心|百日|千年|百姓|万家|万物|千万工程|第[一二三]产业"
)
SCAN = re.compile(
    # One look at the first character turns most of a text away.
    rf"(?=[0-9零〇一二两三四五六七八九十百千万亿第位居列排全世同首前每半翻过*×X○□■●_\ufffd\"-])(?:"
    rf"(?P<date>(?:19|20)\d\d{_DASH}(?:(?:19|20)?\d\d)年(?!来)|(?:19|20)\d\d年(?:底|末|初|前|以前|之前)?(?:\d{{1,2}}月(?:底|末|份)?(?:\d{{1,2}}日)?)?"
    rf"|二[〇○零][一二三四五六七八九〇○零]{{2}}年|(?<!\d)\d{{1,2}}月(?:\d{{1,2}}日|底|末|份|中旬|上旬|下旬)?(?:{_DASH}\d{{1,2}}(?:月(?:\d{{1,2}}日)?|日))?|(?<![\d.])\d{{1,2}}日"
    rf"|\d{{1,2}}[时点]\d{{0,2}}分?|(?:19|20)\d\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?!\d|%)|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:世纪|年代|周年)"
    rf"|\"?十[一二三四五六七]五\"?(?:期末|末|时期|期间|规划)?|[一二三四五六七八九十]{{1,2}}月(?:份|底|末)|20\d\d(?=年?[—-]20\d\d))"
    rf"|(?P<set>{_SET})"
    rf"|(?P<mask>(?<![A-Za-z+*×X\d])[\d.]{{0,9}}{_MASK}{{1,9}}[\d.]{{0,6}}{_MASK}{{0,6}}\d{{0,6}})(?P<mask_scale>{_SCALE}{{0,2}})(?P<mask_more>余|多)?(?P<mask_scale2>[万亿]?)(?P<mask_unit>{MASKED_UNIT})(?![A-Za-z])"
    rf"|第(?P<nth>\d{{1,5}}|{_CN}{{1,6}})(?P<nth_unit>位|名)"
    rf"|(?<![\d./A-Za-z])(?P<over>\d{{1,2}})/(?P<under>\d{{1,3}})(?![\d/%页.])"
    rf"|(?P<share_of>百|千|万|[一二三四五六七八九十]{{1,3}})分之(?P<share>{_CN}{{1,8}}(?:点[零一二三四五六七八九]+)?)"
    rf"|(?<![A-Za-z\d.+*×X○□■●_:\ufffd])(?P<minus>(?<![\d%\u4e00-\u9fff)])-)?(?P<num>{_NUM})(?![\d*×X○□■●_\ufffd])"
    rf"(?:(?P<low_scale>{_SCALE}{{0,2}})(?P<low_unit>%|个百分点|‰)?{_DASH}(?P<high>{_NUM})(?![\d*×X○□■●_\ufffd]))?"
    rf"(?P<scale>{_SCALE}{{0,3}})(?P<more>余|多|来)?(?P<scale2>[万亿]?)(?P<unit>{UNIT})(?P<more2>多|余)?"
    rf"|(?P<lone>(?<![零〇一二两三四五六七八九十百千万亿数几\d])(?:[十百千]?亿(?:元)?|千万元|百万元)(?=以上|级|项目|企业|产业|园区|投资|村(?!民)|镇|工程|俱乐部)(?:以上)?)"
    rf"|(?<![零〇一二两三四五六七八九十百千万亿第几数\d])(?P<han>{_CN}{{1,12}})(?P<han_more>余|多)?(?P<han_unit>{HAN_COUNTERS})(?P<han_more2>多|余)?"
    rf"|(?P<strong>(?:\d{{1,3}}|{_CN}{{1,3}})强)(?!化|大|度|势|调|制|力|烈|劲|村|国|省|市|县富|链|基|弱|产|城)"
    rf"|(?P<first>(?:(?:位居|位列|居|列|排名|排)?(?:全国|全省|全市|全区|全县|世界|同类|全镇)(?:(?:县|区|市|城市|地级市|高新区)?)(?:排名)?(?:第[一二三四五六七八九十]{{1,2}}|首位|首强|榜首|前[一二三四五六七八九十]{{1,2}}(?!列|茅|沿|位数)|前\d{{1,2}}))|(?:排名|位居|位列|位次居|居)第[一二三四五六七八九十]{{1,2}})(?:位|名)?"
    rf"|(?P<zero>\"?零\"?的?突破)|(?P<whole>全覆盖)|(?P<half>一半|半数|过半)(?!月|年|路|天)"
    rf"|(?P<double>翻(?:(?P<times>[一两二三])?番))"
    rf"|(?P<every>(?:一|半)?(?:年|季|月|周|季度|半年|日)一(?:调度|比武|评议|通报|督查|考核|会商|研判|总结|排名|晾晒|观摩|点评|拉练|例会|评比|督办|调研|报告|分析|公示|约谈|主题)|每(?:个)?(?:季度|月|周|半年|季|旬)(?=[\u4e00-\u9fff\"]{{2}})(?!人均|增加|增长|以来))"
    rf")"
)
_LED = re.compile(r"(?:位居|位列|居|列)(?=全|世|同)")
# 一个 is a number only where one of them is made: 争创一个, not 每一个.
_ONES = frozenset(("个", "家", "所", "座", "条", "处", "项"))
_MADE = re.compile(r"(?:创|建|增|引进|培育|打造|选定|签约|开工|落户)$")
# A bare 百 or 千 is a number after these, or with these.
_NEARLY = frozenset("近超上过逾破约达")
_HUNDREDS = frozenset(("个", "项", "家", "件", "名", "天"))
# Counters that more often belong to a name: 3号线, 318国道, 5路.
_NUMBERED = frozenset(("线", "路", "团", "港", "车", "船", "区", "股"))
_NAMED = _NUMBERED | frozenset(("站", "园", "校", "企", "院", "馆", "店", "集", "岛", "桥"))


@dataclass(slots=True)
class Quantity:
    """A number with its unit in the even text.

    ``form`` is ``number``, ``range``, ``fraction``, ``share``, ``rank``, ``threshold``,
    ``frequency``, ``implied`` (全覆盖, 零的突破, 翻番) or ``masked``, whose ``value`` is None.
    ``more`` tells 余 or 多 behind the number.
    """

    start: int
    end: int
    form: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    more: bool = False
    han: bool = False


@dataclass(slots=True)
class DateMention:
    """A date or period named in the even text; ``year`` is 0 where it names none."""

    start: int
    end: int
    year: int


def scan(text: str) -> tuple[list[Quantity], list[DateMention]]:
    """All quantities and dates, in order, without overlaps."""
    quantities: list[Quantity] = []
    dates: list[DateMention] = []
    for match in SCAN.finditer(text):
        kind = match.lastgroup
        if match.group("date") is not None:
            dates.append(DateMention(match.start(), match.end(), _year(match.group())))
        elif match.group("num") is not None:
            if (found := _number(match, text)) is not None:
                quantities.append(found)
        elif match.group("han") is not None:
            if (found := _han(match, text)) is not None:
                quantities.append(found)
        elif kind != "set" and (found := _other(match, text)) is not None:
            quantities.append(found)
    return quantities, dates


def _year(text: str) -> int:
    digits = re.findall(r"(?:19|20)\d\d", text)
    if digits:
        tail = re.search(r"(\d\d)年$", text)
        return (
            int(digits[-1]) if len(digits) > 1 or not tail else int(digits[0][:2] + tail.group(1))
        )
    plan = re.search(r"十([一二三四五六七])五", text)
    if plan:
        return 2010 + 5 * (DIGITS[plan.group(1)] - 1)
    if text.startswith("二"):
        return int("".join(str(DIGITS.get("〇" if c == "○" else c, 0)) for c in text[:4]))
    return 0


def _number(match: re.Match[str], text: str) -> Quantity | None:
    unit = match.group("unit")
    more = bool(match.group("more") or match.group("more2"))
    scale = (match.group("scale") or "") + (match.group("scale2") or "")
    start, end = match.span()
    value = plain_number(match.group("num"))
    after = text[end : end + 1]
    if value is None or text[start - 1 : start] == "第":
        return None
    if unit == "条" and text[start - 1 : start] == after == '"':
        return None
    if unit == "年" and ((not scale and value >= 1000) or after in ("级", "代", "度")):
        return None
    if unit in _NAMED and not scale and not more and (unit in _NUMBERED or _is_han(after)):
        return None
    if (unit == "分" and after == "之") or (unit == "度" and after == "的"):
        return None
    if unit in ("亿", "万") and not scale:
        scale, unit = unit, ""
    if match.group("minus"):
        value = -value
    high = match.group("high")
    if high is None:
        return Quantity(start, end, "number", value, scale + unit, more=more)
    top = plain_number(high)
    if top is None or (top <= value and not match.group("low_scale")):
        # 2-1 and the like: no range, and which of the two is meant is not to be guessed.
        return None
    return Quantity(start, end, "range", None, scale + unit, value, top, more)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _han(match: re.Match[str], text: str) -> Quantity | None:
    number, unit = match.group("han"), match.group("han_unit")
    more = bool(match.group("han_more") or match.group("han_more2"))
    start, end = match.span()
    scale = ""
    if len(number) > 1 and number[-1] in "万亿":
        number, scale = number[:-1], number[-1]
    value = chinese_value(number)
    if value is None or (len(number) > 1 and all(c in "一二三四五六七八九" for c in number)):
        return None
    if not (more or scale) and _figure_of_speech(number, unit, text[max(0, start - 3) : start]):
        return None
    if unit == "星级":
        return Quantity(start, end, "rank", value, unit, han=True)
    # 七大计划 and 四方面 count things: their 大 is no unit.
    unit = scale + unit.replace("大", "个")
    return Quantity(start, end, "number", value, unit, more=more, han=True)


def _figure_of_speech(number: str, unit: str, before: str) -> bool:
    """每一个, 千家万户, 党的二十大, 百年: numerals that measure nothing."""
    if number == "一":
        return not (unit in _ONES and _MADE.search(before))
    if number in ("百", "千", "万", "亿") and before[-1:] not in _NEARLY:
        return number != "百" or unit not in _HUNDREDS
    if unit == "大" and number in ("十八", "十九", "二十", "二十一"):
        return True
    return unit == "年" and before.endswith(
        ("一九", "二零", "这", "过去", "过去的", "未来", "今后", "关键", "近", "时隔", "个")
    )


def _other(match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.span()
    group = match.group
    if group("mask") is not None:
        if text[start - 1 : start] == "第" or (
            group("mask_unit") in "余多" and text[end : end + 1] not in "条个户人亩项家"
        ):
            return None
        unit = group("mask_scale") + group("mask_scale2") + group("mask_unit")
        more = bool(group("mask_more"))
        if unit in ("余", "多"):
            unit, more, end = text[end], True, end + 1
        return Quantity(start, end, "masked", None, unit, more=more)
    if group("nth") is not None:
        if re.search(r"(?:作为|放在|摆在)$", text[max(0, start - 2) : start]):
            return None
        value = (
            plain_number(group("nth")) if group("nth").isdigit() else chinese_value(group("nth"))
        )
        return Quantity(start, end, "rank", value, group("nth_unit"))
    if group("under") is not None:
        over, under = int(group("over")), int(group("under"))
        return Quantity(start, end, "fraction", over / under, "倍") if 0 < over < under else None
    if group("share") is not None:
        return _share(match)
    if group("lone") is not None:
        words = group("lone").removesuffix("以上")
        unit = words.lstrip("十百千")
        head = words[: len(words) - len(unit)]
        return Quantity(start, end, "threshold", chinese_value(head) if head else 1.0, unit)
    if group("strong") is not None:
        words = group("strong")[:-1]
        value = plain_number(words) if words.isdigit() else chinese_value(words)
        if value is None or value < 5 or re.match(r"[县区市镇]?第\d", text[end : end + 3]):
            return None
        return Quantity(start, end, "rank", value, "名")
    if group("first") is not None:
        return _first(match, text)
    return _implied(match)


def _share(match: re.Match[str]) -> Quantity | None:
    whole, _, decimals = match.group("share").partition("点")
    value = chinese_value(whole)
    if value is None:
        return None
    if decimals:
        value = float(f"{int(value)}." + "".join(str(DIGITS[c]) for c in decimals))
    if match.group("share_of") == "百":
        return Quantity(match.start(), match.end(), "number", value, "%", han=True)
    of = chinese_value(match.group("share_of"))
    return (
        Quantity(match.start(), match.end(), "fraction", value / of, "倍", han=True) if of else None
    )


def _first(match: re.Match[str], text: str) -> Quantity | None:
    words = match.group("first")
    start = match.start()
    if led := _LED.match(words):
        start += led.end()
    if text[match.end() : match.end() + 1] in tuple(
        "个家次批座条例部款艘步时线产责大梯方"
    ) or re.search(r"(?:作为|放在|摆在)$", text[max(0, start - 2) : start]):
        return None
    tail = re.search(r"(?:第|前)([一二三四五六七八九十]+|\d+)$", words)
    value = 1.0
    if tail:
        number = tail.group(1)
        value = (plain_number(number) if number.isdigit() else chinese_value(number)) or 1.0
    return Quantity(start, match.end(), "rank", value, "位", high=value if "前" in words else None)


def _implied(match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if match.group("zero") is not None:
        return Quantity(start, end, "implied", 0.0, "个")
    if match.group("whole") is not None:
        return Quantity(start, end, "implied", 100.0, "%")
    if match.group("half") is not None:
        return Quantity(start, end, "fraction", 0.5, "倍")
    if match.group("double") is not None:
        times = DIGITS.get(match.group("times") or "一", 1)
        return Quantity(start, end, "implied", float(2**times), "倍")
    if match.group("every") is not None:
        words = match.group("every")
        period = next(
            p for p in ("半年", "季度", "季", "月", "周", "旬", "日", "年") if p in words[:4]
        )
        return Quantity(start, end, "frequency", 1.0, f"次/{period.removesuffix('度')}")
    return None
