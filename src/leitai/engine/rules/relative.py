"""Rules that place a unit between two ends: efficacy, min–max, goalposts, five grades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from leitai.engine.phrases import phrase
from leitai.engine.rules.base import Bench, Column, Fault, Rule
from leitai.engine.rules.statistics import Statistic
from leitai.engine.rules.terms import Term, choose, clip, power, term
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
REVERSE = said(Flag(), "逆向（越低越好）", "reverse (lower is better)")


def ends(
    bench: Bench, value: Term, low: Column | None, high: Column | None, *, reverse: bool
) -> tuple[Term, Term]:
    """The value worth least and the value worth most; the group's own ends where none is given."""
    lower: Statistic = "max" if reverse else "min"
    upper: Statistic = "min" if reverse else "max"
    worst = (
        bench.group(lower, value, phrase(f"group_{lower}"))
        if low is None
        else bench.column_or_number(low, phrase("worst_allowed"))
    )
    best = (
        bench.group(upper, value, phrase(f"group_{upper}"))
        if high is None
        else bench.column_or_number(high, phrase("best_wanted"))
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
        bench.note(same, phrase("ends_equal_missing"))
        return marks
    bench.note(same, phrase("ends_equal"))
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
    reverse: bool = field(default=False, metadata=REVERSE)
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
        share = bench.step("share", phrase("efficacy_share"), (value - worst) / (best - worst))
        if self.clip and not (self.low is None and self.high is None):
            share = clip(share, 0.0, 1.0)
        if self.form == "exponential":
            grade = self.base * power(self.top / self.base, share)
        else:
            grade = share * (self.top - self.base) + self.base
        low, high = term(self.base), term(self.top)
        grade = degenerate(bench, worst, best, self.degenerate, grade, low, high)
        return bench.step("efficacy", phrase("efficacy"), grade) / 100.0 * bench.full

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
    reverse: bool = field(default=False, metadata=REVERSE)
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
        return bench.step("share", phrase("normalised"), share) * bench.full


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
        low = bench.column_or_number(self.low, phrase("zero_post"))
        high = bench.column_or_number(self.high, phrase("full_post"))
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
        share = bench.step("share", phrase("normalised"), share)
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
    reverse: bool = field(default=False, metadata=REVERSE)
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
            bench.column_or_number(each, phrase("grade_standard", number=number))
            for number, each in enumerate(self.standards, 1)
        ]
        bases = [
            bench.full * term(each, phrase("grade_coefficient", number=number))
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
