"""完成率计分 and its family: completion, completion of parts, all or nothing, base level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from leitai.engine.phrases import phrase
from leitai.engine.rules.base import (
    BASE_POLICIES,
    INPUT_OR_NUMBER,
    Bench,
    Column,
    Fault,
    Rule,
    guard_base,
)
from leitai.engine.rules.terms import ZERO, Term, choose, clip, greatest, least, term
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import (
    Choice,
    Fields,
    Flag,
    InputRef,
    ListOf,
    Nullable,
    Number,
    Text,
    said,
)

_CAP = Nullable(Number(minimum=0), "不封顶", "uncapped")
_FLOOR = Nullable(Number(), "不保底", "no floor")
REVERSES = Choice(
    {
        "target_over_actual": "逆向：目标 ÷ 实际",
        "two_minus_ratio": "逆向：2 － 实际 ÷ 目标",
        "two_minus_base": "逆向：2 － 实际 ÷ 基期值",
    }
)


@dataclass(frozen=True, kw_only=True)
class Completion(Rule):
    """满分 × 完成率, where the rate is actual ÷ target within floor and cap.

    Source: county and township plans (得分＝基本分值×目标完成率); reverse forms t/a, 2 − a/t and
    (2 − value/base) are three different declared rules, never guessed.
    """

    kind: ClassVar[str] = "completion"
    name_zh: ClassVar[str] = "完成率计分"
    name_en: ClassVar[str] = "completion rate"

    actual: str = field(metadata=said(InputRef(), "实际", "actual"))
    target: Column = field(metadata=said(INPUT_OR_NUMBER, "目标（或基期值）", "target (or base)"))
    cap: float | None = field(default=1.0, metadata=said(_CAP, "完成率封顶", "cap of the rate"))
    floor: float | None = field(
        default=0.0, metadata=said(_FLOOR, "完成率保底", "floor of the rate")
    )
    zero_below: float | None = field(
        default=None,
        metadata=said(
            Nullable(Number(minimum=0), "不设", "none"), "起算线，低于此完成率得零分", "zero below"
        ),
    )
    reverse: str | None = field(
        default=None, metadata=said(Nullable(REVERSES, "正向", "forward"), "逆向", "reverse form")
    )
    zero_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "分母为零时", "when the base is zero")
    )
    negative_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "分母为负时", "when the base is negative")
    )

    def most(self, full: float) -> float | None:
        return None if self.cap is None else self.cap * full

    def score(self, bench: Bench) -> Term:
        actual = bench.input(self.actual)
        target = bench.column_or_number(self.target, phrase("target"))
        if self.reverse == "target_over_actual":
            base, ratio, what = actual, target / actual, phrase("actual_figure")
        else:
            base, ratio, what = target, actual / target, phrase("target_figure")
            if self.reverse is not None:
                ratio = 2.0 - ratio
            if self.reverse == "two_minus_base":
                what = phrase("base_figure")
        rate = bench.step("rate", phrase("rate"), ratio)
        marks = bench.full * clip(rate, self.floor, self.cap)
        if self.zero_below is not None:
            marks = choose(rate, "<", term(self.zero_below, phrase("start_line")), ZERO, marks)
        return guard_base(bench, base, marks, (self.zero_base, self.negative_base), what)

    def faults(self) -> Iterator[Fault]:
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            yield Fault(
                "floor",
                Words("保底高于封顶。", "The floor is above the cap."),
                Words(f"floor 最多写 {self.cap:g}。", f"Write a floor of at most {self.cap:g}."),
            )


@dataclass(frozen=True, kw_only=True)
class RatioPart:
    """One sub-ratio with its weight and its own cap."""

    actual: str = field(metadata=said(InputRef(), "实际", "actual"))
    target: Column = field(metadata=said(INPUT_OR_NUMBER, "目标", "target"))
    weight: float = field(metadata=said(Number(above=0, share=True), "权重", "weight"))
    cap: float | None = field(default=1.0, metadata=said(_CAP, "本项封顶", "cap of this ratio"))
    name: str | None = field(default=None, metadata=said(Text(), "名称", "name"))


@dataclass(frozen=True, kw_only=True)
class RatioParts(Rule):
    """满分 × Σ 权重 × 分项完成率, every sub-ratio with its own cap.

    Example: [(28/27)×50% + (177.7/54)×50%]×0.5 with both ratios capped at 1 gives 0.50.
    """

    kind: ClassVar[str] = "ratio_parts"
    name_zh: ClassVar[str] = "分项完成率计分"
    name_en: ClassVar[str] = "weighted completion rates"

    parts: tuple[RatioPart, ...] = field(
        metadata=said(ListOf(Fields(RatioPart), at_least=1), "分项", "sub-ratios")
    )
    floor: float | None = field(
        default=0.0, metadata=said(_FLOOR, "各分项完成率保底", "floor of each ratio")
    )
    cap: float | None = field(
        default=None, metadata=said(_CAP, "合计封顶", "cap of the weighted rate")
    )
    zero_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "分母为零时", "when a base is zero")
    )
    negative_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "分母为负时", "when a base is negative")
    )

    def most(self, full: float) -> float | None:
        caps = [each.cap for each in self.parts]
        if self.cap is not None:
            return self.cap * full
        if any(cap is None for cap in caps):
            return None
        return full * sum((each.cap or 0.0) * each.weight for each in self.parts)

    def score(self, bench: Bench) -> Term:
        rate: Term | None = None
        for number, part in enumerate(self.parts, 1):
            one = bench.part(f"part{number}", term(1.0))
            marks = Completion(
                actual=part.actual,
                target=part.target,
                cap=part.cap,
                floor=self.floor,
                zero_base=self.zero_base,
                negative_base=self.negative_base,
            ).score(one)
            name = part.name or phrase("part", number=number)
            reached = one.step("share", phrase("rate_of", name=name), marks)
            share = reached * term(part.weight, phrase("weight_of", name=name))
            rate = share if rate is None else rate + share
        assert rate is not None
        return bench.full * clip(bench.step("rate", phrase("weighted_rate"), rate), None, self.cap)

    def faults(self) -> Iterator[Fault]:
        total = sum(each.weight for each in self.parts)
        if abs(total - 1) > 1e-9:
            left = 1 - total
            yield Fault(
                "parts",
                Words(
                    f"各分项权重合计 {total:g}，"
                    + (f"还剩 {left:g}。" if left > 0 else f"多出 {-left:g}。"),
                    f"The weights add up to {total:g}, {abs(left):g} "
                    + ("is left." if left > 0 else "too much."),
                ),
                Words("权重合计应为 1。", "The weights must add up to 1."),
            )


@dataclass(frozen=True, kw_only=True)
class AllOrNothing(Rule):
    """目标完成计分法: met → full marks, not met → 0."""

    kind: ClassVar[str] = "all_or_nothing"
    name_zh: ClassVar[str] = "达标计分"
    name_en: ClassVar[str] = "all or nothing"

    actual: str = field(metadata=said(InputRef(), "实际", "actual"))
    target: Column = field(metadata=said(INPUT_OR_NUMBER, "目标", "target"))
    reverse: bool = field(
        default=False, metadata=said(Flag(), "逆向（不高于目标为达标）", "reverse")
    )

    def score(self, bench: Bench) -> Term:
        actual = bench.input(self.actual)
        target = bench.column_or_number(self.target, phrase("target"))
        return choose(actual, "<=" if self.reverse else ">=", target, bench.full, ZERO)


@dataclass(frozen=True, kw_only=True)
class BaseLevel(Rule):
    """与基期持平得满分的一部分, every step above it adds marks up to a bonus limit.

    Source: a development zone's plan: same as base year → 80 % of the marks; each +5 % adds 1;
    bonus at most 50 % of the marks.
    """

    kind: ClassVar[str] = "base_level"
    name_zh: ClassVar[str] = "基期水平计分"
    name_en: ClassVar[str] = "base level"

    actual: str = field(metadata=said(InputRef(), "实际", "actual"))
    base: Column = field(metadata=said(INPUT_OR_NUMBER, "基期值", "base figure"))
    base_share: float = field(
        default=0.8,
        metadata=said(Number(minimum=0, share=True), "持平得满分的几成", "share of marks at base"),
    )
    step: float = field(
        default=0.05, metadata=said(Number(above=0, share=True), "每增长多少", "growth per step")
    )
    per_step: float = field(
        default=1.0, metadata=said(Number(minimum=0), "每步加几分", "marks per step")
    )
    bonus_limit: float | None = field(
        default=0.5,
        metadata=said(
            Nullable(Number(minimum=0, share=True)),
            "最多加满分的几成",
            "most that is added, as a share of the marks",
        ),
    )
    count: str = field(
        default="proportional",
        metadata=said(
            Choice({"proportional": "按比例", "whole": "满一步算一步"}), "不足一步", "part steps"
        ),
    )
    below: str = field(
        default="same_rate",
        metadata=said(
            Choice(
                {
                    "same_rate": "按同样的步幅扣",
                    "ratio": "按实际 ÷ 基期值折算",
                    "zero": "得零分",
                }
            ),
            "低于基期",
            "below the base",
        ),
    )
    zero_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "基期为零时", "when the base is zero")
    )
    negative_base: str = field(
        default="refuse", metadata=said(BASE_POLICIES, "基期为负时", "when the base is negative")
    )

    def most(self, full: float) -> float | None:
        if self.bonus_limit is None:
            return None
        return full * self.base_share + full * self.bonus_limit

    def score(self, bench: Bench) -> Term:
        actual = bench.input(self.actual)
        base = bench.column_or_number(self.base, phrase("base_figure"))
        level = bench.step("base_marks", phrase("base_marks"), bench.full * self.base_share)
        steps = bench.step("steps", phrase("growth_steps"), (actual / base - 1.0) / self.step)
        if self.count == "whole":
            steps = bench.whole(steps, phrase("whole_steps"))
        added = steps * self.per_step
        if self.bonus_limit is not None:
            added = least(added, bench.full * self.bonus_limit)
        above = level + added
        if self.below == "ratio":
            low: Term = level * (actual / base)
        elif self.below == "zero":
            low = ZERO
        else:
            low = level + steps * self.per_step
        marks = choose(actual, ">=", base, above, greatest(low, 0.0))
        what = phrase("base_figure")
        return guard_base(bench, base, marks, (self.zero_base, self.negative_base), what)
