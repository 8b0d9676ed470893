"""Thresholds, slopes per point, shortfalls and events: marks given or taken step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from leitai.engine.phrases import phrase
from leitai.engine.rules.base import INPUT_OR_NUMBER, Bench, Column, Fault, Rule
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


@dataclass(frozen=True, kw_only=True)
class Level:
    """From this value on, these marks (or this share of the full marks)."""

    at: Column = field(metadata=said(INPUT_OR_NUMBER, "达到", "from this value on"))
    marks: float | None = field(default=None, metadata=said(Number(), "得分", "marks"))
    share: float | None = field(
        default=None, metadata=said(Number(share=True), "得满分的几成", "share of full marks")
    )


@dataclass(frozen=True, kw_only=True)
class Threshold(Rule):
    """分档计分: the best level reached gives the marks; below all of them, ``otherwise``."""

    kind: ClassVar[str] = "threshold"
    name_zh: ClassVar[str] = "分档计分"
    name_en: ClassVar[str] = "thresholds"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    levels: tuple[Level, ...] = field(
        metadata=said(ListOf(Fields(Level), at_least=1), "档次，由低到高", "levels, worst first")
    )
    otherwise: float = field(
        default=0.0, metadata=said(Number(), "都没达到时得分", "marks below all levels")
    )
    reverse: bool = field(
        default=False, metadata=said(Flag(), "逆向（不高于为达到）", "reverse (at most)")
    )

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        marks = term(self.otherwise)
        for number, level in enumerate(self.levels, 1):
            bound = bench.column_or_number(level.at, phrase("level", number=number))
            if level.marks is not None:
                given = term(level.marks, phrase("level_marks_at", number=number))
            else:
                given = bench.full * term(1.0 if level.share is None else level.share)
            marks = choose(value, "<=" if self.reverse else ">=", bound, given, marks)
        return marks

    def faults(self) -> Iterator[Fault]:
        fixed = [each.at for each in self.levels if isinstance(each.at, float)]
        ordered = sorted(fixed, reverse=self.reverse)
        if fixed != ordered or len(set(fixed)) != len(fixed):
            words = "由低到高" if not self.reverse else "由高到低"
            yield Fault(
                "levels",
                Words(f"各档应{words}，不重复。", "Levels must go from worst to best, each once."),
                Words(
                    f"顺序应为 {'、'.join(f'{each:g}' for each in dict.fromkeys(ordered))}。",
                    f"Write them as {', '.join(f'{each:g}' for each in dict.fromkeys(ordered))}.",
                ),
            )
        if any(each.marks is not None and each.share is not None for each in self.levels):
            yield Fault(
                "levels",
                Words("一档只写 marks 或 share 之一。", "A level has marks or share, not both."),
                Words("删去其中一个。", "Remove one of them."),
            )


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Between two rates, so many marks for each percentage point."""

    per_point: float = field(metadata=said(Number(), "每个百分点几分", "marks per point"))
    start: float | None = field(
        default=None, metadata=said(Number(), "从（%）", "from, in percent", key="from")
    )
    end: float | None = field(
        default=None, metadata=said(Number(), "到（%）", "to, in percent", key="to")
    )


@dataclass(frozen=True, kw_only=True)
class Slope(Rule):
    """超欠百分点计分: marks rise and fall by the point around a pivot, segment by segment.

    Source: key projects of a city, 2020: each point below 100 % −0.1; 100–130 % +0.2 per point;
    above 130 % +0.1 per point; at most ±10.
    """

    kind: ClassVar[str] = "slope"
    name_zh: ClassVar[str] = "超欠百分点计分"
    name_en: ClassVar[str] = "marks per percentage point"

    value: str | None = field(
        default=None, metadata=said(InputRef(), "完成率或增速（%）", "rate in percent")
    )
    actual: str | None = field(default=None, metadata=said(InputRef(), "实际", "actual"))
    target: Column | None = field(default=None, metadata=said(INPUT_OR_NUMBER, "目标", "target"))
    pivot: float = field(default=100.0, metadata=said(Number(), "基准（%）", "pivot, in percent"))
    begin: str = field(
        default="full",
        metadata=said(Choice({"full": "满分", "zero": "零分"}), "基准处得分", "marks at the pivot"),
    )
    segments: tuple[Segment, ...] = field(
        metadata=said(ListOf(Fields(Segment), at_least=1), "各段", "segments")
    )
    bound: float | None = field(
        default=None, metadata=said(Nullable(Number(minimum=0)), "最多加减", "at most ±")
    )
    floor: float | None = field(
        default=None, metadata=said(Nullable(Number()), "最低分", "fewest marks")
    )
    count: str = field(
        default="proportional",
        metadata=said(
            Choice({"proportional": "按比例", "whole": "满一个点算一个点"}),
            "不足一个百分点",
            "part points",
        ),
    )
    zero_base: str = field(
        default="refuse",
        metadata=said(
            Choice({"refuse": "拒绝计分", "missing": "按缺报处理"}),
            "目标为零或负时",
            "when the target is zero or negative",
        ),
    )

    def most(self, full: float) -> float | None:
        start = full if self.begin == "full" else 0.0
        rising = any(each.per_point > 0 and each.end is None for each in self.segments)
        return start + self.bound if self.bound is not None else (None if rising else start)

    def score(self, bench: Bench) -> Term:
        change: Term | None = None
        rate = self._rate(bench)
        for number, segment in enumerate(self.segments, 1):
            points = bench.step(
                f"points{number}",
                phrase("segment_points", number=number),
                self._points(rate, segment),
            )
            if self.count == "whole":
                points = bench.whole(points, phrase("segment_whole", number=number))
            part = points * segment.per_point
            change = part if change is None else change + part
        assert change is not None
        if self.bound is not None:
            change = clip(change, -self.bound, self.bound)
        marks = (bench.full if self.begin == "full" else term(0.0)) + change
        return marks if self.floor is None else greatest(marks, self.floor)

    def _rate(self, bench: Bench) -> Term:
        if self.value is not None:
            return bench.input(self.value)
        assert self.actual is not None
        assert self.target is not None
        actual = bench.input(self.actual)
        target = bench.column_or_number(self.target, phrase("target"))
        bad = bench.not_positive(target)
        if self.zero_base == "missing":
            bench.mark_missing(bad)
            bench.note(bad, phrase("target_not_positive"))
        elif bad.any():
            bench.refuse(
                bad,
                Words("目标值不是正数，不能作分母。", "The target is not positive."),
                Words("写明 zero_base: missing（按缺报处理）。", "Say zero_base: missing."),
            )
        return bench.step("rate", phrase("rate_percent"), actual / target * 100.0)

    def _points(self, rate: Term, segment: Segment) -> Term:
        """Points of the rate inside a segment, negative below the pivot."""
        if segment.start is not None and segment.start >= self.pivot:
            upper = rate if segment.end is None else least(rate, segment.end)
            return greatest(upper - segment.start, 0.0)
        assert segment.end is not None
        lower = rate if segment.start is None else greatest(rate, segment.start)
        return least(lower - segment.end, 0.0)

    def faults(self) -> Iterator[Fault]:
        if (self.value is None) == (self.actual is None or self.target is None):
            yield Fault(
                "value",
                Words(
                    "写 value（现成的百分数），或写 actual 和 target。",
                    "Write value (a percentage), or actual and target.",
                ),
                Words("两种写法选一种。", "Choose one of the two."),
            )
        for each in self.segments:
            above = each.start is not None and each.start >= self.pivot
            below = each.end is not None and each.end <= self.pivot
            if not (above or below):
                yield Fault(
                    "segments",
                    Words(
                        f"有一段跨过基准 {self.pivot:g}%，看不出从哪边起算。",
                        f"A segment crosses the pivot of {self.pivot:g}%.",
                    ),
                    Words(
                        f"在基准处断开：一段 to: {self.pivot:g}，另一段 from: {self.pivot:g}。",
                        f"Split it: one with to: {self.pivot:g}, one with from: {self.pivot:g}.",
                    ),
                )
                return


@dataclass(frozen=True, kw_only=True)
class Need:
    """A count and how many there should be."""

    actual: str = field(metadata=said(InputRef(), "实有", "actual count"))
    need: Column = field(metadata=said(INPUT_OR_NUMBER, "应有", "how many there should be"))


@dataclass(frozen=True, kw_only=True)
class Shortfall(Rule):
    """缺项扣分: full marks less so much for each one missing.

    Example: 3–10, 10–20 and ≥ 20 亿元 projects not below 7, 4 and 1; each missing one −0.1.
    """

    kind: ClassVar[str] = "shortfall"
    name_zh: ClassVar[str] = "缺项扣分"
    name_en: ClassVar[str] = "deduction for each one missing"

    counts: tuple[Need, ...] = field(
        metadata=said(ListOf(Fields(Need), at_least=1), "各项应有数", "counts")
    )
    per_missing: float = field(
        metadata=said(Number(minimum=0), "每缺一个扣几分", "marks off for each")
    )
    floor: float = field(default=0.0, metadata=said(Number(), "最低分", "fewest marks"))

    def score(self, bench: Bench) -> Term:
        short: Term | None = None
        for number, each in enumerate(self.counts, 1):
            actual = bench.input(each.actual)
            need = bench.column_or_number(each.need, phrase("needed", number=number))
            one = greatest(need - actual, 0.0)
            short = one if short is None else short + one
        assert short is not None
        missing = bench.step("short", phrase("short"), short)
        return greatest(
            bench.full - missing * term(self.per_missing, phrase("per_missing")), self.floor
        )


@dataclass(frozen=True, kw_only=True)
class Event:
    """How many times something happened, and the marks for each time."""

    input: str = field(metadata=said(InputRef(), "次数", "count"))
    points: float = field(
        metadata=said(Number(), "每次几分（可为负）", "marks each, may be negative")
    )
    cap: float | None = field(
        default=None,
        metadata=said(Nullable(Number(minimum=0)), "本类事项最多加减", "at most ± for this kind"),
    )
    name: str | None = field(default=None, metadata=said(Text(), "名称", "name"))


@dataclass(frozen=True, kw_only=True)
class Events(Rule):
    """按次计分: so many marks for each event, added to zero or taken from the full marks."""

    kind: ClassVar[str] = "events"
    name_zh: ClassVar[str] = "按次加减分"
    name_en: ClassVar[str] = "marks per event"
    needs_marks: ClassVar[bool] = False

    events: tuple[Event, ...] = field(
        metadata=said(ListOf(Fields(Event), at_least=1), "事项", "events")
    )
    begin: str = field(
        default="zero",
        metadata=said(
            Choice({"zero": "零分起加", "full": "满分起扣（points 写负数）"}),
            "从几分起",
            "start from",
        ),
    )
    floor: float | None = field(
        default=0.0, metadata=said(Nullable(Number()), "最低分", "fewest marks")
    )
    cap: float | None = field(
        default=None, metadata=said(Nullable(Number()), "最高分", "most marks")
    )

    def most(self, full: float) -> float | None:
        if self.cap is not None:
            return self.cap
        gains = any(each.points > 0 for each in self.events)
        return None if gains else (full if self.begin == "full" else 0.0)

    def score(self, bench: Bench) -> Term:
        marks = bench.full if self.begin == "full" else None
        for each in self.events:
            part = bench.input(each.input) * term(each.points, phrase("per_event"))
            if each.cap is not None:
                part = clip(part, -each.cap, each.cap)
            marks = part if marks is None else marks + part
        assert marks is not None
        return clip(marks, self.floor, self.cap)


@dataclass(frozen=True, kw_only=True)
class AwardLevel:
    """A level at which the matter may have been recognised."""

    input: str = field(metadata=said(InputRef(), "列（非零为有）", "column, non-zero counts"))
    points: float = field(metadata=said(Number(), "分值", "marks"))
    name: str | None = field(default=None, metadata=said(Text(), "名称", "name"))


@dataclass(frozen=True, kw_only=True)
class HighestLevel(Rule):
    """就高不重复: one matter recognised at several levels counts once, at the level worth most."""

    kind: ClassVar[str] = "highest_level"
    name_zh: ClassVar[str] = "就高不重复计分"
    name_en: ClassVar[str] = "highest level once"
    needs_marks: ClassVar[bool] = False

    levels: tuple[AwardLevel, ...] = field(
        metadata=said(ListOf(Fields(AwardLevel), at_least=1), "级别", "levels")
    )

    def most(self, full: float) -> float | None:
        return max(0.0, *(each.points for each in self.levels))

    def score(self, bench: Bench) -> Term:
        marks = ZERO
        for each in sorted(self.levels, key=lambda level: level.points):
            got = bench.input(each.input)
            marks = choose(
                got, ">", term(0.0), term(each.points, each.name or phrase("marks")), marks
            )
        return marks
