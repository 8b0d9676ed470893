"""Rules that place a unit between two ends: efficacy, min–max, goalposts, five grades, distance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from leitai.engine.rules.base import BASE_POLICIES, Bench, Column, Fault, Rule, guard_base
from leitai.engine.rules.terms import Term, absolute, choose, clip, greatest, power, term
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import (
    Choice,
    Either,
    Flag,
    InputRef,
    ListOf,
    Nullable,
    Number,
    said,
)

END = Either(Number(), InputRef())
DEGENERATE = Choice(
    {
        "full": "都给最高分",
        "middle": "都给最高与最低的中间值",
        "lowest": "都给最低分",
        "missing": "按缺报处理",
        "refuse": "拒绝计分",
    }
)
_REVERSE = said(Flag(), "逆向（越低越好）", "reverse (lower is better)")


def ends(
    bench: Bench, value: Term, low: Column | None, high: Column | None, *, reverse: bool
) -> tuple[Term, Term]:
    """The value worth least and the value worth most; the group's own ends where none is given."""
    worst = (
        bench.group("max" if reverse else "min", value, "组内最大值" if reverse else "组内最小值")
        if low is None
        else bench.column_or_number(low, "不允许值")
    )
    best = (
        bench.group("min" if reverse else "max", value, "组内最小值" if reverse else "组内最大值")
        if high is None
        else bench.column_or_number(high, "满意值")
    )
    return worst, best


def degenerate(
    bench: Bench, worst: Term, best: Term, policy: str, marks: Term, low: Term, high: Term
) -> Term:
    """An explicit answer for two ends that are equal, where the share would be 0 ÷ 0."""
    same = bench.applies & bench.equal(worst, best)
    if not same.any():
        return marks
    if policy == "refuse":
        bench.refuse(
            same,
            Words("两端的值相同，分不出高低。", "Both ends are equal: no unit can be told apart."),
            Words(
                "写明 degenerate: full（都给最高分）、middle、lowest 或 missing。",
                "Say degenerate: full, middle, lowest or missing.",
            ),
        )
        return marks
    if policy == "missing":
        bench.mark_missing(same)
        bench.note(same, "两端的值相同，按缺报处理。")
        return marks
    bench.note(same, "两端的值相同，按方案统一给分。")
    given = {"full": high, "lowest": low}.get(policy, (low + high) / 2.0)
    return choose(best, "==", worst, given, marks, guard=True)


@dataclass(frozen=True, kw_only=True)
class Efficacy(Rule):
    """功效系数法: the worst value gets ``base`` (60), the best ``top`` (100), of 100.

    ``d = c + (x − x_s) ÷ (x_h − x_s) × (100 − c)``; the exponential form
    ``d = c × (100 ÷ c) ^ ((x − x_s) ÷ (x_h − x_s))`` has the same two ends. ``low`` (x_s) and
    ``high`` (x_h) are the group's own ends unless given. Source: Gao'an 2021: 120, 95, 80, 60 give
    100, 83.33, 73.33, 60.
    """

    kind: ClassVar[str] = "efficacy"
    name_zh: ClassVar[str] = "功效系数法"
    name_en: ClassVar[str] = "efficacy coefficient"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    base: float = field(
        default=60.0,
        metadata=said(Number(minimum=0), "最低分（百分制）", "marks of the worst, of 100"),
    )
    top: float = field(
        default=100.0,
        metadata=said(Number(above=0), "最高分（百分制）", "marks of the best, of 100"),
    )
    low: Column | None = field(
        default=None,
        metadata=said(Nullable(END, "组内最差值", "the group's worst"), "不允许值", "low"),
    )
    high: Column | None = field(
        default=None,
        metadata=said(Nullable(END, "组内最优值", "the group's best"), "满意值", "high"),
    )
    reverse: bool = field(default=False, metadata=_REVERSE)
    form: str = field(
        default="linear",
        metadata=said(Choice({"linear": "线性", "exponential": "指数"}), "形式", "form"),
    )
    clip: bool = field(
        default=True,
        metadata=said(Flag(), "超出两端时按端点计", "values beyond the ends count as the ends"),
    )
    degenerate: str = field(
        default="full", metadata=said(DEGENERATE, "两端相同时", "when both ends are equal")
    )

    def most(self, full: float) -> float | None:
        return full * self.top / 100 if self.clip or self.high is None else None

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        worst, best = ends(bench, value, self.low, self.high, reverse=self.reverse)
        share = bench.step("share", "功效比", (value - worst) / (best - worst))
        if self.clip and not (self.low is None and self.high is None):
            share = clip(share, 0.0, 1.0)
        if self.form == "exponential":
            grade = self.base * power(self.top / self.base, share)
        else:
            grade = share * (self.top - self.base) + self.base
        low, high = term(self.base), term(self.top)
        grade = degenerate(bench, worst, best, self.degenerate, grade, low, high)
        return bench.step("efficacy", "功效分", grade) / 100.0 * bench.full

    def faults(self) -> Iterator[Fault]:
        if self.base >= self.top:
            yield Fault(
                "base",
                Words("最低分不低于最高分。", "The lowest marks are not below the highest."),
                Words(f"base 应小于 {self.top:g}。", f"base must be below {self.top:g}."),
            )
        elif self.form == "exponential" and self.base == 0:
            yield Fault(
                "base",
                Words("指数形式的最低分不能是 0。", "The exponential form needs a base above 0."),
                Words("通常写 60。", "60 is usual."),
            )


@dataclass(frozen=True, kw_only=True)
class MinMax(Rule):
    """极差标准化: (x − min) ÷ (max − min) of the full marks, over the group's own ends."""

    kind: ClassVar[str] = "min_max"
    name_zh: ClassVar[str] = "极差标准化"
    name_en: ClassVar[str] = "min–max"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    lowest: float = field(
        default=0.0,
        metadata=said(
            Number(minimum=0, maximum=1, share=True), "最低得满分的几成", "share of the worst"
        ),
    )
    reverse: bool = field(default=False, metadata=_REVERSE)
    degenerate: str = field(
        default="full", metadata=said(DEGENERATE, "两端相同时", "when both ends are equal")
    )

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        worst, best = ends(bench, value, None, None, reverse=self.reverse)
        share = (value - worst) / (best - worst)
        if self.lowest:
            share = share * (1 - self.lowest) + self.lowest
        low, high = term(self.lowest), term(1.0)
        share = degenerate(bench, worst, best, self.degenerate, share, low, high)
        return bench.step("share", "标准化值", share) * bench.full


@dataclass(frozen=True, kw_only=True)
class Goalposts(Rule):
    """门柱法: (x − low) ÷ (high − low) between two fixed posts, as human development indices do."""

    kind: ClassVar[str] = "goalposts"
    name_zh: ClassVar[str] = "门柱标准化"
    name_en: ClassVar[str] = "goalposts"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    low: Column = field(metadata=said(END, "得零分的值", "value worth nothing"))
    high: Column = field(metadata=said(END, "得满分的值", "value worth full marks"))
    log: bool = field(
        default=False, metadata=said(Flag(), "取对数后再算", "on logarithms (income)")
    )
    clip: bool = field(
        default=True,
        metadata=said(Flag(), "超出两端时按端点计", "beyond the posts counts as the post"),
    )
    degenerate: str = field(
        default="refuse", metadata=said(DEGENERATE, "两端相同时", "when both ends are equal")
    )

    def most(self, full: float) -> float | None:
        return full if self.clip else None

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        low = bench.column_or_number(self.low, "零分值")
        high = bench.column_or_number(self.high, "满分值")
        if self.log:
            bad = bench.not_positive(value) | bench.not_positive(low) | bench.not_positive(high)
            if bad.any():
                bench.refuse(
                    bad,
                    Words("零或负数不能取对数。", "Zero and negative numbers have no logarithm."),
                    Words("删去 log，或改用正数的指标。", "Remove log, or use a positive column."),
                )
            value, low, high = (bench.logarithm(each) for each in (value, low, high))
        share = (value - low) / (high - low)
        share = degenerate(bench, low, high, self.degenerate, share, term(0.0), term(1.0))
        share = bench.step("share", "标准化值", share)
        return (clip(share, 0.0, 1.0) if self.clip else share) * bench.full


@dataclass(frozen=True, kw_only=True)
class FiveGrade(Rule):
    """财政部五档功效系数: the grade reached gives a base, the way to the next grade adds to it.

    Score = base + (actual − this grade's value) ÷ (next value − this value) × (next base − base),
    with base = full marks × coefficient (1.0, 0.8, 0.6, 0.4, 0.2; below all 0).
    """

    kind: ClassVar[str] = "five_grade"
    name_zh: ClassVar[str] = "五档功效系数法"
    name_en: ClassVar[str] = "graded efficacy coefficient"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    standards: tuple[Column, ...] = field(
        metadata=said(ListOf(END, at_least=2), "标准值，由优到差", "standard values, best first")
    )
    coefficients: tuple[float, ...] = field(
        default=(1.0, 0.8, 0.6, 0.4, 0.2),
        metadata=said(
            ListOf(Number(minimum=0, maximum=1, share=True)), "标准系数，由优到差", "coefficients"
        ),
    )
    reverse: bool = field(default=False, metadata=_REVERSE)
    below: float = field(
        default=0.0,
        metadata=said(
            Number(minimum=0, maximum=1, share=True), "差于最低档的系数", "coefficient below all"
        ),
    )

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        sign = "<=" if self.reverse else ">="
        bounds = [
            bench.column_or_number(each, f"第{number}档标准值")
            for number, each in enumerate(self.standards, 1)
        ]
        bases = [
            bench.full * term(each, f"第{number}档系数")
            for number, each in enumerate(self.coefficients, 1)
        ]
        marks = bench.full * self.below
        for place in range(len(bounds) - 1, -1, -1):
            here = bases[place]
            if place:
                way = (value - bounds[place]) / (bounds[place - 1] - bounds[place])
                here = here + way * (bases[place - 1] - bases[place])
            marks = choose(value, "<=" if sign == "<=" else ">=", bounds[place], here, marks)
        return marks

    def faults(self) -> Iterator[Fault]:
        if len(self.standards) != len(self.coefficients):
            yield Fault(
                "standards",
                Words(
                    f"标准值有 {len(self.standards)} 个，系数有 {len(self.coefficients)} 个。",
                    f"{len(self.standards)} standards but {len(self.coefficients)} coefficients.",
                ),
                Words("两者个数应相同。", "There must be as many of one as of the other."),
            )
        fixed = [each for each in self.standards if isinstance(each, float)]
        ordered = sorted(set(fixed), reverse=not self.reverse)
        if fixed != ordered:
            yield Fault(
                "standards",
                Words(
                    "标准值应由优到差，不重复。", "Standards must go from best to worst, each once."
                ),
                Words(
                    f"顺序应为 {'、'.join(f'{each:g}' for each in ordered)}。",
                    f"Write them as {', '.join(f'{each:g}' for each in ordered)}.",
                ),
            )


@dataclass(frozen=True, kw_only=True)
class RatioToFirst(Rule):
    """按实绩赋分: own ÷ best × full marks; reverse best ÷ own (the lowest is best)."""

    kind: ClassVar[str] = "ratio_to_first"
    name_zh: ClassVar[str] = "与第一名之比计分"
    name_en: ClassVar[str] = "ratio to the first"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    reverse: bool = field(default=False, metadata=_REVERSE)
    floor: float | None = field(
        default=0.0, metadata=said(Nullable(Number()), "比值保底", "floor of the ratio")
    )
    zero_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "分母为零时", "when the base is zero")
    )
    negative_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "分母为负时", "when the base is negative")
    )

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        if self.reverse:
            best = bench.group("min", value, "组内最小值")
            base, ratio, what = value, best / value, Words("实际值", "The actual figure")
        else:
            best = bench.group("max", value, "组内最大值")
            base, ratio, what = best, value / best, Words("第一名的值", "The best figure")
        marks = bench.full * clip(bench.step("ratio", "与第一名之比", ratio), self.floor, None)
        return guard_base(bench, base, marks, (self.zero_base, self.negative_base), what)


@dataclass(frozen=True, kw_only=True)
class Distance(Rule):
    """适度指标: full marks on the aim, falling in a straight line to nothing at ``span`` away.

    ``aim`` is a number or a column; without it ``aim_of`` the group. ``span`` is a number
    or a column; without it the farthest unit of the group gets nothing.
    """

    kind: ClassVar[str] = "distance"
    name_zh: ClassVar[str] = "距离计分"
    name_en: ClassVar[str] = "distance to an aim"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    aim: Column | None = field(
        default=None,
        metadata=said(Nullable(END, "用 aim_of", "use aim_of"), "目标点", "aim"),
    )
    aim_of: str = field(
        default="max",
        metadata=said(
            Choice(
                {
                    "max": "组内最大值",
                    "min": "组内最小值",
                    "mean": "组内平均值",
                    "median": "组内中位数",
                }
            ),
            "没写 aim 时以什么为目标点",
            "aim where none is given",
        ),
    )
    span: Column | None = field(
        default=None,
        metadata=said(
            Nullable(END, "组内最远的距离", "the farthest of the group"), "得零分的距离", "span"
        ),
    )
    one_sided: str = field(
        default="both",
        metadata=said(
            Choice({"both": "两边都算距离", "below": "只算低于的", "above": "只算高于的"}),
            "哪边算距离",
            "which side counts",
        ),
    )
    degenerate: str = field(
        default="full", metadata=said(DEGENERATE, "距离都为零时", "when the span is zero")
    )

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        if self.aim is not None:
            aim = bench.column_or_number(self.aim, "目标点")
        elif self.aim_of == "max":
            aim = bench.group("max", value, "组内最大值")
        elif self.aim_of == "min":
            aim = bench.group("min", value, "组内最小值")
        elif self.aim_of == "mean":
            aim = bench.group("mean", value, "组内平均值")
        else:
            aim = bench.group("median", value, "组内中位数")
        if self.one_sided == "both":
            away = absolute(value - aim)
        else:
            away = greatest(aim - value if self.one_sided == "below" else value - aim, 0.0)
        away = bench.step("distance", "距离", away)
        span = (
            bench.group("max", away, "组内最远距离")
            if self.span is None
            else bench.column_or_number(self.span, "得零分的距离")
        )
        share = clip(1.0 - away / span, 0.0, None)
        share = degenerate(bench, span, term(0.0), self.degenerate, share, term(0.0), term(1.0))
        return bench.full * share


@dataclass(frozen=True, kw_only=True)
class ZScore(Rule):
    """标准分: ``centre + scale × (x − mean) ÷ sd`` of 100, within bounds, times the full marks."""

    kind: ClassVar[str] = "z_score"
    name_zh: ClassVar[str] = "标准分法"
    name_en: ClassVar[str] = "z-score"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    centre: float = field(
        default=60.0, metadata=said(Number(), "平均水平得分（百分制）", "marks of the mean, of 100")
    )
    scale: float = field(
        default=10.0, metadata=said(Number(above=0), "一个标准差几分", "marks per deviation")
    )
    low: float | None = field(
        default=0.0, metadata=said(Nullable(Number()), "最低分（百分制）", "lowest, of 100")
    )
    high: float | None = field(
        default=100.0, metadata=said(Nullable(Number()), "最高分（百分制）", "highest, of 100")
    )
    deviation: str = field(
        default="sd",
        metadata=said(
            Choice({"sd": "总体标准差（除以 n）", "sample_sd": "样本标准差（除以 n－1）"}),
            "标准差",
            "standard deviation",
        ),
    )
    reverse: bool = field(default=False, metadata=_REVERSE)
    degenerate: str = field(
        default="centre",
        metadata=said(
            Choice(
                {
                    "centre": "都给平均水平得分",
                    "full": "都给最高分",
                    "missing": "按缺报处理",
                    "refuse": "拒绝计分",
                }
            ),
            "标准差为零时",
            "when the deviation is zero",
        ),
    )

    def most(self, full: float) -> float | None:
        return None if self.high is None else full * self.high / 100

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        mean = bench.group("mean", value, "组内平均值")
        spread = bench.group("sd" if self.deviation == "sd" else "sample_sd", value, "标准差")
        away = mean - value if self.reverse else value - mean
        score = bench.step("z", "标准分", away / spread) * self.scale + self.centre
        score = clip(score, self.low, self.high)
        top = term(100.0 if self.high is None else self.high)
        policy = "lowest" if self.degenerate == "centre" else self.degenerate
        score = degenerate(bench, spread, term(0.0), policy, score, term(self.centre), top)
        return score / 100.0 * bench.full

    def faults(self) -> Iterator[Fault]:
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if not low <= self.centre <= high:
            yield Fault(
                "centre",
                Words("平均水平得分不在最低与最高之间。", "The centre lies outside the bounds."),
                Words(f"应在 {low:g} 与 {high:g} 之间。", f"Between {low:g} and {high:g}."),
            )
