"""Rules that compare with one figure of the group: the first, an aim, the mean."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from leitai.engine.phrases import phrase
from leitai.engine.rules.base import BASE_POLICIES, Bench, Column, Fault, Rule, guard_base
from leitai.engine.rules.relative import DEGENERATE, END, REVERSE, degenerate
from leitai.engine.rules.terms import Term, absolute, clip, greatest, term
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import (
    Choice,
    InputRef,
    Nullable,
    Number,
    said,
)


@dataclass(frozen=True, kw_only=True)
class RatioToFirst(Rule):
    """按实绩赋分: own ÷ best × full marks; reverse best ÷ own (the lowest is best)."""

    kind: ClassVar[str] = "ratio_to_first"
    name_zh: ClassVar[str] = "与第一名之比计分"
    name_en: ClassVar[str] = "ratio to the first"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    reverse: bool = field(default=False, metadata=REVERSE)
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
            best = bench.group("min", value, phrase("group_min"))
            base, ratio, what = value, best / value, phrase("actual_figure")
        else:
            best = bench.group("max", value, phrase("group_max"))
            base, ratio, what = best, value / best, phrase("best_figure")
        marks = bench.full * clip(
            bench.step("ratio", phrase("ratio_to_first"), ratio), self.floor, None
        )
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
        metadata=said(Nullable(END, "不写，取下一项", "use aim_of"), "目标点", "aim"),
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
            "没写目标点时，以什么为目标点",
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
            aim = bench.column_or_number(self.aim, phrase("aim"))
        elif self.aim_of == "max":
            aim = bench.group("max", value, phrase("group_max"))
        elif self.aim_of == "min":
            aim = bench.group("min", value, phrase("group_min"))
        elif self.aim_of == "mean":
            aim = bench.group("mean", value, phrase("group_mean"))
        else:
            aim = bench.group("median", value, phrase("group_median"))
        if self.one_sided == "both":
            away = absolute(value - aim)
        else:
            away = greatest(aim - value if self.one_sided == "below" else value - aim, 0.0)
        away = bench.step("distance", phrase("distance"), away)
        span = (
            bench.group("max", away, phrase("farthest"))
            if self.span is None
            else bench.column_or_number(self.span, phrase("span"))
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
    reverse: bool = field(default=False, metadata=REVERSE)
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
        mean = bench.group("mean", value, phrase("group_mean"))
        spread = bench.group(
            "sd" if self.deviation == "sd" else "sample_sd", value, phrase("deviation")
        )
        away = mean - value if self.reverse else value - mean
        score = bench.step("z", phrase("z_score"), away / spread) * self.scale + self.centre
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
