"""Rules made of rules: level + growth + per head, and a threshold part beside a contest part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from leitai.engine.phrases import Phrase, phrase
from leitai.engine.rules.base import Bench, Fault, Rule
from leitai.engine.rules.terms import ZERO, Comparison, Term, choose, compare, term
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import Fields, InputRef, Kinds, ListOf, Number, Text, said


def _rules() -> Mapping[str, type[Any]]:
    from leitai.engine.rules import RULES

    return RULES


_RULE = Kinds(_rules, "rule")


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of the marks and the rule that gives it."""

    share: float = field(
        metadata=said(Number(above=0, maximum=1, share=True), "占满分的几成", "share of the marks")
    )
    rule: Rule = field(metadata=said(_RULE, "计分方法", "scoring rule"))


_SHARE = Fields(Share)


@dataclass(frozen=True, kw_only=True)
class LevelGrowth(Rule):
    """总量＋增速＋人均: ``w × (α·S_level + β·S_growth + γ·S_per_head)``; the shares make 1."""

    kind: ClassVar[str] = "level_growth"
    name_zh: ClassVar[str] = "总量＋增速＋人均"
    name_en: ClassVar[str] = "level, growth and per head"

    level: Share | None = field(default=None, metadata=said(_SHARE, "总量", "level"))
    growth: Share | None = field(default=None, metadata=said(_SHARE, "增速", "growth"))
    per_head: Share | None = field(default=None, metadata=said(_SHARE, "人均", "per head"))

    def _parts(self) -> list[tuple[str, Phrase, Share]]:
        named = (
            ("level", phrase("level_marks"), self.level),
            ("growth", phrase("growth_marks"), self.growth),
            ("per_head", phrase("per_head_marks"), self.per_head),
        )
        return [(name, label, part) for name, label, part in named if part is not None]

    def most(self, full: float) -> float | None:
        return _most(part.rule.most(full * part.share) for _, _, part in self._parts())

    def score(self, bench: Bench) -> Term:
        total: Term | None = None
        for name, label, part in self._parts():
            share = bench.step(
                f"{name}_full",
                phrase("full_marks_of", name=label),
                bench.full * term(part.share, phrase("share_of", name=label)),
            )
            marks = bench.step(name, label, part.rule.score(bench.part(name, share)))
            total = marks if total is None else total + marks
        assert total is not None
        return total

    def faults(self) -> Iterator[Fault]:
        total = sum(part.share for _, _, part in self._parts())
        if abs(total - 1) > 1e-9:
            yield Fault(
                "kind",
                Words(
                    f"总量、增速、人均的占比合计 {total:g}，应为 1。",
                    f"The shares of level, growth and per head add up to {total:g}, not 1.",
                ),
                Words(
                    f"还剩 {1 - total:g}。" if total < 1 else f"多出 {total - 1:g}。",
                    f"{1 - total:g} is left." if total < 1 else f"{total - 1:g} too much.",
                ),
            )


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part with marks of its own."""

    name: str = field(metadata=said(Text(), "名称", "name"))
    marks: float = field(metadata=said(Number(minimum=0), "分值", "marks"))
    rule: Rule = field(metadata=said(_RULE, "计分方法", "scoring rule"))


@dataclass(frozen=True, kw_only=True)
class Parts(Rule):
    """分块计分: several rules side by side in one item, their marks added.

    Example: GDP growth of 8 % → 4 marks, above that a further rank score up to 6.
    """

    kind: ClassVar[str] = "parts"
    name_zh: ClassVar[str] = "分块计分"
    name_en: ClassVar[str] = "parts"
    needs_marks: ClassVar[bool] = False

    parts: tuple[Part, ...] = field(
        metadata=said(ListOf(Fields(Part), at_least=1), "各块", "parts")
    )

    def most(self, full: float) -> float | None:
        return _most(each.rule.most(each.marks) for each in self.parts)

    def score(self, bench: Bench) -> Term:
        total: Term | None = None
        for number, part in enumerate(self.parts, 1):
            inner = bench.part(
                f"part{number}", term(part.marks, phrase("marks_of", name=part.name))
            )
            marks = bench.step(f"part{number}", part.name, part.rule.score(inner))
            total = marks if total is None else total + marks
        assert total is not None
        return total


@dataclass(frozen=True, kw_only=True)
class Contest(Rule):
    """达标后再比: the inner rule scores only the units that meet the condition, among themselves.

    The others get 0. Used for the contest part beside a threshold part.
    """

    kind: ClassVar[str] = "contest"
    name_zh: ClassVar[str] = "达标后比拼"
    name_en: ClassVar[str] = "contest among those above a mark"

    value: str = field(metadata=said(InputRef(), "资格看哪一列", "column that decides"))
    above: float | None = field(default=None, metadata=said(Number(), "高于", "above"))
    at_least: float | None = field(default=None, metadata=said(Number(), "不低于", "at least"))
    rule: Rule = field(metadata=said(_RULE, "计分方法", "scoring rule"))

    def most(self, full: float) -> float | None:
        return self.rule.most(full)

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        sign: Comparison = ">" if self.above is not None else ">="
        bound = term(
            self.above if self.above is not None else self.at_least or 0.0, phrase("eligible")
        )
        eligible = np.broadcast_to(compare(value, sign, bound), (bench.size,))
        inner = bench.part("contest", bench.full, among=eligible)
        return choose(value, sign, bound, self.rule.score(inner), ZERO)

    def faults(self) -> Iterator[Fault]:
        if (self.above is None) == (self.at_least is None):
            yield Fault(
                "value",
                Words("写 above（高于）或 at_least（不低于）之一。", "Write above or at_least."),
                Words("两种写法选一种。", "Choose one of the two."),
            )


def _most(parts: Iterable[float | None]) -> float | None:
    total = 0.0
    for each in parts:
        if each is None:
            return None
        total += each
    return total
