"""The name of what a number measures, from the words beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leitai.documents.cues import DOWN, LEVEL, UP, cue_before
from leitai.documents.quantities import Quantity
from leitai.documents.units import COUNTERS

# What a clause begins with and no name contains.
LEAD = re.compile(
    r"^(?:(?:到|截至|截止|至)?(?:20|19)\d\d年(?:底|末|初)?(?:\d{1,2}月(?:底|末)?)?,?|(?:到|力争)?\"?十[一二三四五]五\"?(?:期)?末|今年(?:以来)?|去年|明年|上年|全年|年内|年底前?|目前|当前|其中,?|"
    r"同时,?|此外,?|以及|并|和|与|及|预计|力争|确保|争取|努力|实现了?|使|让|推动|我[省市区县镇乡村州旗]|我们|在|对(?!外)|为(?!民)|首先|切实|扎实|仅|只是|首个|只|比上年|同比|累计|圆满|妥善|大力|积极|深入|有力|有效|全面(?!建|推)|成功|稳步|加快|有序|切实|超额|顺利|率先|共|已|将|要|则|而|但|"
    r"年均|每(?:年|周|月|季度)|平均|一年来|五年来|\"|'|——|—|[,、:; ])+"
)
_TAIL = re.compile(
    r"(?:(?:20|19)\d\d年的?|的|了|着|,|、|:|\"|'|由|从|在|于|(?<!占)比|较|按|以|把|将|对|被|这|那|等)+$"
)
_COUNT_STOP = re.compile(
    r"[,。;:!?、\n\t()]|以上|以下|左右|,|(?:达到|增长|完成|实现|总投资|投资|并|和|与|及|以及|开展|推进|建设运营|惠及|占|为|较|比|要(?!素)|将|持续|着力|中(?!心|小|国|药|学|央|级|高|型)|是|等|全部|均|都|已|到|(?<![收投])入(?!境|户|库|园|学率)|落户|通过|拔地|新增|投产|开工|入选|对口|参加|获|进入|实行|安装)"
)
_VERB_TAIL = re.compile(
    r"(?:启动|实施|新建|续建|改造|建成|培育|引进|引入|招引|签约|新签约|开工|选定|新增|打造|推进|完成|创建|争创|整治|举办|投放|培训|发放|"
    r"改扩建|利用|拿出|新培育|新引进|落地|建立|设立|组建|认定|组织|开展|解决|办理|创办|落实|争取|获批|获评|获得|拥有|入选|新认定|竣工|投产|建|增|辖|有)$"
)
_SILENT = frozenset(("利用", "拿出", "有", "拥有", "建", "增", "辖"))
_BARE = frozenset(("总投资", "投资", "年度投资", "总量", "总额", "总产值", "总数"))
YEAR_TAIL = re.compile(r"(?:20|19)\d\d年的?$")
_PART_OF = re.compile(r"占([^,]{2,14}?)(?:的?比重)?$")
_NO_NOUN = re.compile(r"以上|以下|以内|左右|上下|余|多|和|与|及|的|、|等")
_GROWTH_TAIL = re.compile(r"(?:增速|降幅|增幅)$")
_JOINT = re.compile(r"[和与及、等在]$|等[\u4e00-\u9fff]{2,8}和$")
_AREA = ("亩", "平方米", "平方公里", "公顷")
_RATIO = re.compile(r"率|比重|占比|比例|贡献|覆盖|份额|增速|增幅|涨幅|降幅|指数|满意度")


class Name:
    """A metric: its words, the span of the literal part in the even text, how it was found."""

    __slots__ = ("cues", "end", "origin", "start", "text")

    def __init__(self, text: str, start: int, end: int, origin: str, cues: tuple[str, ...]) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.origin = origin
        self.cues = cues


def split_cues(left: str) -> tuple[str, tuple[str, ...]]:
    """The words before a number without the cues at their end, and those, nearest first."""
    cues: list[str] = []
    end = len(left)
    while end and (cue := cue_before(left, end)):
        cues.append(cue)
        end -= len(cue)
    return left[:end], tuple(cues)


def name_of(text: str, clause: int, quantity: Quantity, stop: int, before: Name | None) -> Name:
    """Name what ``quantity`` measures; the clause begins at ``clause`` and ends at ``stop``.

    ``before`` is the name of the number before it in the sentence, which an elided one inherits.
    """
    left = text[max(clause, quantity.start - 40) : quantity.start]
    opened = left.rfind("(")
    if opened >= 0 and ")" not in left[opened:]:
        left = left[opened + 1 :]
    begin = quantity.start - len(left)
    head, cues = split_cues(YEAR_TAIL.sub("", left))
    lead = LEAD.match(head)
    offset = lead.end() if lead else 0
    trimmed = _TAIL.sub("", head[offset:])
    if "(" in trimmed or ")" in trimmed:
        trimmed = re.sub(r"\([^)]*\)|^[^(]*\)", "", trimmed)
    start = begin + offset
    end = start + len(trimmed)
    right = text[quantity.end : min(stop, quantity.end + 24)]
    after = _right_noun(right)
    found = _Parts(
        quantity,
        cues,
        trimmed,
        start,
        end,
        after,
        quantity.end + (right.index(after) if after else 0),
    )
    return _special(found, text, before) or _from_right(found, right) or _from_left(found, before)


@dataclass(slots=True)
class _Parts:
    """What stands around a number: words before it without cues, and the noun after it."""

    quantity: Quantity
    cues: tuple[str, ...]
    head: str
    start: int
    end: int
    after: str
    at: int

    @property
    def counts(self) -> bool:
        unit = self.quantity.unit
        return unit in COUNTERS or unit.lstrip("十百千万亿") in COUNTERS

    def right(self, text: str) -> Name:
        return Name(text, self.at, self.at + len(self.after), "right", self.cues)

    def left(self, text: str, origin: str = "left") -> Name:
        return Name(text, self.start, self.end, origin, self.cues)


def _special(parts: _Parts, text: str, before: Name | None) -> Name | None:
    """Ranks, frequencies, ratios and what is implied have names of their own making."""
    quantity = parts.quantity
    if quantity.form == "frequency":
        words = text[quantity.start : quantity.end]
        thing = parts.after if words.startswith("每") else words[words.rindex("一") + 1 :]
        thing = re.sub(r"^(?:组织|召开|开展|举办|安排)", "", thing).replace('"', "")
        return (
            parts.right(thing + "频次")
            if words.startswith("每")
            else Name(thing + "频次", quantity.end - len(thing), quantity.end, "left", parts.cues)
        )
    held = _PART_OF.match(parts.head)
    if held and before is not None and quantity.unit == "%":
        stem = re.sub(r"(?:增速|降幅)$", "", before.text)
        return parts.left(f"{stem}占{held.group(1)}比重", "composed")
    if quantity.form == "rank":
        head = re.sub(r"^(?:由|从)(?:全[国省市区县])?(?:第\d+[位名])?", "", parts.head)
        head = re.sub(r"在[^,]{2,24}中", "", head)
        head = re.sub(r"(?:位?居|位?列|排名?)?(?:全[国省市区县])$", "", head)
        scope = re.match(r"(?:全[国省市区县]|世界)", text[quantity.start : quantity.start + 2])
        area = scope.group() if scope else ""
        if head in _BARE and before is not None:
            return parts.left(re.sub(r"增速$", "", before.text) + head + area + "排名", "composed")
        if not head or head.endswith(("两项指标", "均")):
            return (
                Name(before.text + area + "排名", before.start, before.end, "inherited", parts.cues)
                if before
                else None
            )
        ending = "" if head.endswith(("排名", "位次", "名次")) else "排名"
        return parts.left(head + area + ending)
    if quantity.form == "implied" and quantity.unit == "%":
        head = re.sub(r"^(?:扎实|全面)?(?:开展|实现|推进)", "", parts.head)
        if head:
            return parts.left(head + "覆盖率")
        return parts.right(parts.after + "覆盖率") if parts.after else None
    if quantity.unit == "倍" and quantity.form in ("fraction", "number") and parts.after:
        return parts.right(re.sub(r"^的", "", parts.after) + "之比")
    if (
        quantity.form == "fraction"
        and before is not None
        and re.match(r"只?(?:相当于|仅为|是|占)", parts.head)
    ):
        return parts.left(before.text + "之比", "composed")
    if quantity.form == "fraction" and parts.head:
        return parts.left(parts.head + "之比")
    return None


def _from_right(parts: _Parts, right: str) -> Name | None:
    """48个城市更新项目: the noun that a counter, an area or 的 leads to."""
    quantity, after = parts.quantity, parts.after
    verb = _VERB_TAIL.search(parts.head)
    area = quantity.unit.lstrip("十百千万亿") in _AREA
    led = right.startswith("的") and (quantity.unit == "%" or not parts.cues or len(parts.head) < 2)
    if not after or not (parts.counts or area or led):
        return None
    if not (verb or len(parts.head) < 3 or quantity.han or led or _JOINT.search(parts.head)):
        return None
    action = verb.group() if verb and verb.group() not in _SILENT else ""
    suffix = "数" if parts.counts else "面积" if area else "占比" if quantity.unit == "%" else ""
    if after.endswith(("数", "面积", "占比")):
        suffix = ""
    return parts.right(action + after.replace('"', "") + suffix)


def _from_left(parts: _Parts, before: Name | None) -> Name:
    quantity, head = parts.quantity, parts.head
    if not head:
        if before is not None:
            return Name(
                _inherit(before.text, quantity, parts.cues),
                before.start,
                before.end,
                "inherited",
                parts.cues,
            )
        return parts.right(parts.after) if parts.after else parts.left("", "none")
    if head in _BARE and before is not None and before.origin != "none":
        stem = re.sub(r"^新增|(?:数|总投资|占比|增速)$", "", before.text)
        return parts.left(stem + head, "composed")
    return parts.left(with_measure(head.strip('"'), quantity, parts.cues, parts.counts))


def _right_noun(right: str) -> str:
    words = right[1:] if right.startswith("的") else right
    words = words.removeprefix('"')
    if not words or not ("\u4e00" <= words[0] <= "\u9fff") or _NO_NOUN.match(words):
        return ""
    match = _COUNT_STOP.search(words)
    noun = words[: match.start()] if match else words
    return noun[:16].rstrip('的了"')


def with_measure(head: str, quantity: Quantity, cues: tuple[str, ...], counts: bool) -> str:
    """The name with what the verb adds to it: 增速, 降幅, 数."""
    nearest = next((cue for cue in cues if cue in UP or cue in DOWN or cue in LEVEL), "")
    if nearest in UP or nearest in DOWN:
        if quantity.unit in ("%", "‰") and not head.endswith(("增速", "增幅", "降幅", "涨幅")):
            return head + ("增速" if nearest in UP else "降幅")
        if quantity.unit.endswith("百分点"):
            return head + (
                "提高幅度" if nearest in UP else "收窄幅度" if nearest == "收窄" else "下降幅度"
            )
    if (
        counts
        and nearest not in UP
        and nearest not in DOWN
        and not head.endswith(("数", "量", "次数", "人次"))
    ):
        return head + "数"
    return head


def _inherit(name: str, quantity: Quantity, cues: tuple[str, ...]) -> str:
    stem = _GROWTH_TAIL.sub("", name)
    if (
        quantity.unit == "%"
        and any(cue in UP or cue in DOWN for cue in cues)
        and not _RATIO.search(stem[-3:])
    ):
        return with_measure(stem, quantity, cues, False)
    return name
