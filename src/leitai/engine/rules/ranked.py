"""Rules on places: ladders, percentile, points for places gained or lost."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from leitai.engine.phrases import phrase
from leitai.engine.rules.base import Bench, Fault, Rule
from leitai.engine.rules.terms import Term, choose, clip, greatest, term
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import Choice, Flag, InputRef, ListOf, Nullable, Number, said

_REVERSE = said(Flag(), "逆向（越低越好）", "reverse (lower is better)")
_TIES = Choice({"same": "并列取前面的名次", "average": "并列取名次平均"})


@dataclass(frozen=True, kw_only=True)
class RankLadder(Rule):
    """排位赋分: marks by place, in steps of the full marks, by a list, or linear between two ends.

    ``step``: the first gets everything, each place less that share (5 % → 100, 95, 90 …).
    ``list``: places 1, 2, 3 … → 60, 57, 54, 51, 48; places beyond get ``beyond``.
    ``linear``: ``high − (r − 1) ÷ (n − 1) × (high − low)``; a unit alone gets ``high``.
    """

    kind: ClassVar[str] = "rank_ladder"
    name_zh: ClassVar[str] = "排位赋分"
    name_en: ClassVar[str] = "rank ladder"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    form: str = field(
        metadata=said(
            Choice({"step": "每低一名减满分的几成", "list": "逐名给分", "linear": "首尾之间均分"}),
            "形式",
            "form",
        )
    )
    step: float | None = field(
        default=None,
        metadata=said(
            Number(above=0, maximum=1, share=True), "每低一名减满分的几成", "share per place"
        ),
    )
    marks: tuple[float, ...] = field(
        default=(), metadata=said(ListOf(Number()), "逐名给分", "marks by place", key="list")
    )
    beyond: float = field(
        default=0.0, metadata=said(Number(), "名单以后各名得分", "marks beyond the list")
    )
    high: float | None = field(
        default=None,
        metadata=said(Nullable(Number(), "满分", "full marks"), "第一名得分", "marks of the first"),
    )
    low: float | None = field(
        default=None, metadata=said(Number(), "末名得分", "marks of the last")
    )
    floor: float = field(default=0.0, metadata=said(Number(), "最低分", "fewest marks"))
    reverse: bool = field(default=False, metadata=_REVERSE)
    ties: str = field(default="same", metadata=said(_TIES, "并列", "ties"))

    def most(self, full: float) -> float | None:
        if self.form == "list":
            return max((*self.marks, self.beyond), default=0.0)
        return full if self.form == "step" or self.high is None else self.high

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        place = bench.place(value, phrase("place"), reverse=self.reverse, ties=self.ties)
        if self.form == "step":
            assert self.step is not None
            down = (place - 1.0) * term(self.step, phrase("per_place"))
            return greatest(bench.full * (1.0 - down), self.floor)
        if self.form == "list":
            given = [list_marks(each, self.marks, self.beyond) for each in bench.each(place)]
            return bench.fact("list_marks", phrase("list_marks"), np.array(given, dtype=np.float64))
        assert self.low is not None
        high = bench.full if self.high is None else term(self.high, phrase("first_marks"))
        last = bench.count(value, phrase("unit_count"))
        fall = (place - 1.0) / (last - 1.0) * (high - term(self.low, phrase("last_marks")))
        return choose(last, "<=", 1.0, high, high - fall, guard=True)

    def faults(self) -> Iterator[Fault]:
        needed = {"step": self.step is None, "list": not self.marks, "linear": self.low is None}
        keys = {"step": "step: 0.05", "list": "list: [60, 57, 54]", "linear": "low: 0"}
        if needed[self.form]:
            example = keys[self.form]
            yield Fault(
                "form",
                Words(
                    f"form: {self.form} 还要写 {example.split(':')[0]}。",
                    f"form: {self.form} also needs {example.split(':')[0]}.",
                ),
                Words(f"例如 {example}。", f"For example {example}."),
            )
        if any(a < b for a, b in zip(self.marks, self.marks[1:], strict=False)):
            yield Fault(
                "list",
                Words(
                    "名单里后一名的分比前一名高。", "A later place gets more than an earlier one."
                ),
                Words("由高到低写。", "Write them from high to low."),
            )


@dataclass(frozen=True, kw_only=True)
class Percentile(Rule):
    """百分位计分: the share of the other units that stand behind. A unit alone gets full marks."""

    kind: ClassVar[str] = "percentile"
    name_zh: ClassVar[str] = "百分位计分"
    name_en: ClassVar[str] = "percentile"

    value: str = field(metadata=said(InputRef(), "指标", "column"))
    reverse: bool = field(default=False, metadata=_REVERSE)
    ties: str = field(default="same", metadata=said(_TIES, "并列", "ties"))

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        place = bench.place(value, phrase("place"), reverse=self.reverse, ties=self.ties)
        count = bench.count(value, phrase("unit_count"))
        share = (count - place) / (count - 1.0)
        share = choose(count, "<=", 1.0, 1.0, share, guard=True)
        return bench.full * share


@dataclass(frozen=True, kw_only=True)
class RankChange(Rule):
    """进位、退位计分: marks for each place gained, off for each place lost, within bounds."""

    kind: ClassVar[str] = "rank_change"
    name_zh: ClassVar[str] = "进退位计分"
    name_en: ClassVar[str] = "places gained or lost"
    needs_marks: ClassVar[bool] = False

    before: str = field(metadata=said(InputRef(), "上期名次", "place before"))
    now: str | None = field(default=None, metadata=said(InputRef(), "本期名次", "place now"))
    value: str | None = field(
        default=None, metadata=said(InputRef(), "按此列现排本期名次", "column ranked now")
    )
    reverse: bool = field(default=False, metadata=_REVERSE)
    per_gain: float = field(metadata=said(Number(minimum=0), "每进一位加几分", "per place gained"))
    per_loss: float = field(
        default=0.0, metadata=said(Number(minimum=0), "每退一位扣几分", "per place lost")
    )
    most_gain: float | None = field(
        default=None, metadata=said(Nullable(Number(minimum=0)), "最多加几分", "most marks")
    )
    most_loss: float | None = field(
        default=None, metadata=said(Nullable(Number(minimum=0)), "最多扣几分", "most marks off")
    )

    def most(self, full: float) -> float | None:
        return self.most_gain

    def score(self, bench: Bench) -> Term:
        before = bench.input(self.before)
        if self.now is not None:
            now = bench.input(self.now)
        else:
            assert self.value is not None
            now = bench.place(bench.input(self.value), phrase("place_now"), reverse=self.reverse)
        change = bench.step("change", phrase("change"), before - now)
        marks = choose(
            change,
            ">=",
            0.0,
            change * term(self.per_gain, phrase("per_gain")),
            change * term(self.per_loss, phrase("per_loss")),
        )
        low = None if self.most_loss is None else -self.most_loss
        return clip(marks, low, self.most_gain)

    def faults(self) -> Iterator[Fault]:
        if (self.now is None) == (self.value is None):
            yield Fault(
                "now",
                Words(
                    "now（现成的本期名次）和 value（现排名次）要写一个，只写一个。",
                    "Write either now (a place) or value (a column to rank).",
                ),
                Words("两种写法选一种。", "Choose one of the two."),
            )


def list_marks(place: float, marks: tuple[float, ...], beyond: float) -> float:
    """Marks at a place of a list; a place between two (averaged ties) lies between their marks."""
    if math.isnan(place):
        return math.nan
    low = math.floor(place)
    here = marks[low - 1] if low <= len(marks) else beyond
    if place == low:
        return here
    after = marks[low] if low < len(marks) else beyond
    return here + (after - here) * (place - low)
