"""Comparator and kind of a number: floor, stretch, plan, ceiling, result, count, share, rank."""

from __future__ import annotations

import re

from leitai.documents import cues as words
from leitai.documents.metrics import LEAD
from leitai.documents.quantities import Quantity
from leitai.documents.sections import Section
from leitai.documents.units import COUNTERS

_THRESHOLD = re.compile(r"以上的?(?=[\u4e00-\u9fff])(?!,|为|占|增|达|的?目标)")
_OVER_NOUN = re.compile(
    r"(?:的)?(?:[\u4e00-\u9fff\"]{0,10})(?:项目|企业|投资的|产业|园区|集群|合同)"
)
_CUT = re.compile(r"(?:压缩|压减|减少|下降|降低|缩短|提高|增长|增加|提升)$")
_OWNED = re.compile(r"^(?:目前,?)?(?:我[省市区县镇])?(?:拥有|现有|共有|下辖)|内现有")
_US = re.compile(r"我们|我[省市区县镇]|相当于|是其")
_SHARE = re.compile(
    r"占(?!比|地|用|道)(?:到|全[国省市区县])?[\u4e00-\u9fff×X]{0,14}?(?<!比重)(?:达到?|超过?|为|近)?$"
)
_MUSTER = re.compile(r"[、和与及\"]$|等$|的$")


def comparator_of(
    quantity: Quantity, found: tuple[str, ...], right: str, clause: str
) -> tuple[str, str]:
    """The comparator and the word that decided it."""
    if quantity.form == "threshold":
        over = next((cue for cue in found[:2] if cue in words.GREATER), "")
        return (">", over) if over else (">=", "以上")
    after = words.AFTER.match(right)
    ceiling = words.CEILING.search(clause)
    near = set(found[:3])
    if after is not None:
        if after.group("at_least"):
            return ">=", _both(found, "以上")
        if after.group("at_most"):
            return "<=", _both(found, after.group())
    for group, sign in (
        (words.GREATER_EQUAL, ">="), (words.LESS_EQUAL, "<="), (words.GREATER, ">"), (words.LESS, "<"),
    ):  # fmt: skip
        hit = near & group
        if hit:
            cue = min(hit, key=found.index)
            if quantity.form == "rank" and sign == ">":
                return "<=", cue
            return sign, cue
    if after is not None and after.group("about"):
        return ("<=" if ceiling else "≈"), after.group()
    if near & words.ABOUT:
        return "≈", next(cue for cue in found if cue in words.ABOUT)
    if quantity.form == "implied" and quantity.value == 0:
        return ">", "突破"
    if quantity.more:
        return ">", "余/多"
    if quantity.form == "rank" and (
        quantity.high is not None or re.search(r"争创|争进|进入|跻身|冲刺|力争", clause)
    ):
        return "<=", next(
            (cue for cue in found if cue in ("争创", "进入", "跻身", "争进", "冲刺")), ""
        )
    return "=", found[0] if found else ""


def _both(found: tuple[str, ...], after: str) -> str:
    lead = next(
        (cue for cue in found if cue in ("达到", "达", "确保", "力争", "保持在", "实现", "完成")),
        "",
    )
    return f"{lead}…{after}" if lead else after


def kind_of(
    quantity: Quantity,
    found: tuple[str, ...],
    comparator: str,
    left: str,
    right: str,
    sentence: str,
    section: Section,
    year: int,
    about: int,
) -> tuple[str, list[str]]:
    """The kind, and reasons where section and sentence disagree.

    ``left`` is the clause before the number and ``sentence`` the sentence up to it; ``year`` is that
    of the horizon where a phrase names one, ``about`` the year of the part.
    """
    if quantity.form == "threshold":
        return "threshold", []
    unit = quantity.unit.lstrip("十百千万亿")
    money = quantity.unit.endswith("元") or (unit == "" and quantity.unit[-1:] in "亿万")
    if money and (
        _THRESHOLD.match(right)
        or (found[:1] and found[0] in words.GREATER and _OVER_NOUN.match(right))
    ):
        return "threshold", []
    if quantity.form == "rank" or (
        quantity.unit == "位" and re.search(r"排名|位次|名次|前移|后移|后退|上升|跃升|第", left)
    ):
        return "rank", []
    if (
        (quantity.form == "fraction" and not _CUT.search(left))
        or (quantity.unit == "倍" and _US.search(sentence + right))
        or (_SHARE.search(left[-18:]) and "比重" not in left[-10:] and not words.LEVEL & set(found))
    ):
        return "share", []
    if quantity.form == "frequency":
        return "target_plan", []
    if quantity.unit == "%" and right.startswith("的") and len(left) < 4 and not found:
        return "share", []
    tense, reasons = _tense(sentence, left, section, year, about, found)
    if tense == "" and right.startswith("前的"):
        return "share", reasons
    counts = unit in COUNTERS
    if (
        quantity.han
        and counts
        and not quantity.more
        and (quantity.value or 0) < 100
        and not words.STRETCH.search(left[-6:])
    ):
        return "count", []
    if counts and left.strip() == "(":
        return "count", reasons
    if (counts or quantity.unit.endswith("亩")) and (
        words.STOCK.search(left[-4:])
        or _OWNED.search(left)
        or "有" in found[:2]
        or (_MUSTER.search(left[-1:]) and tense != "past")
    ):
        return "count", reasons
    if (
        counts
        and not left.strip()
        and "\u4e00" <= right[:1] <= "\u9fff"
        and not words.IMPERATIVE.search(left)
    ):
        return "count", reasons
    if tense == "past" and "tense_from_verb" in reasons and comparator in (">=", "<="):
        tense = ""
    if tense == "past":
        return "result", reasons
    if tense == "" and comparator in (">=", "<="):
        return _future(comparator, left, sentence), reasons
    if tense == "":
        reasons = [*reasons, "tense_unknown"]
        first = LEAD.sub("", left)
        orders = words.IMPERATIVE.match(first) or words.IMPERATIVE.match(LEAD.sub("", sentence))
        if not orders or not about or comparator == ">":
            return "result", reasons
    return _future(comparator, left, sentence), reasons


def _future(comparator: str, left: str, sentence: str) -> str:
    near = left[-24:]
    if words.CEILING.search(near) or comparator in ("<=", "<"):
        return "target_ceiling"
    stretch = list(words.STRETCH.finditer(near))
    floor = list(words.FLOOR.finditer(near))
    if stretch and (not floor or stretch[-1].start() > floor[-1].start()):
        return "target_stretch"
    if floor or comparator in (">=", ">"):
        return "target_floor"
    lead = sentence[: len(sentence) - len(left)]
    if words.STRETCH.search(lead[-40:]):
        return "target_stretch"
    return "target_plan"


def _tense(
    sentence: str, left: str, section: Section, year: int, about: int, found: tuple[str, ...]
) -> tuple[str, list[str]]:
    """``past``, ``future`` or empty, by year, cue, section and verb, in this order."""
    ahead, behind = words.FUTURE.search(sentence), words.PAST.search(sentence)
    near_ahead, near_behind = words.FUTURE.search(left), words.PAST.search(left)
    said = ""
    if bool(near_ahead) != bool(near_behind):
        said = "future" if near_ahead else "past"
    elif bool(ahead) != bool(behind):
        said = "future" if ahead else "past"
    if year and about and year != about:
        return ("past" if year < about else "future"), []
    if section.tense:
        if said and said != section.tense:
            # A result in a plan's section or a promise in a review: shown, and the cue decides.
            strong = (
                words.STRETCH.search(left) or words.FLOOR.search(left)
                if said == "future"
                else near_behind
            )
            return (said if strong else section.tense), ["section_against_cue"]
        return section.tense, []
    if said:
        return said, []
    if any(
        cue in ("达到", "达", "为", "增长", "下降", "位居") for cue in found
    ) and not words.IMPERATIVE.match(left):
        return "past", ["tense_from_verb"]
    return "", []
