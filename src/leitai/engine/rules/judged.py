"""Values that are scores already: a direct score, and the marks of several judges."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from leitai.engine.phrases import phrase
from leitai.engine.rules.base import Bench, Fault, Rule
from leitai.engine.rules.terms import Term, clip, term
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import (
    Fields,
    InputRef,
    ListOf,
    Nullable,
    Number,
    Text,
    said,
)

_OF = said(
    Nullable(Number(above=0), "就是得分", "already marks"), "满分制（如 100）", "scale of the value"
)


@dataclass(frozen=True, kw_only=True)
class Direct(Rule):
    """直接计分: the value is the score; with ``of`` it is converted to the full marks first."""

    kind: ClassVar[str] = "direct"
    name_zh: ClassVar[str] = "直接计分"
    name_en: ClassVar[str] = "direct score"
    needs_marks: ClassVar[bool] = False

    value: str = field(metadata=said(InputRef(), "得分列", "column of scores"))
    of: float | None = field(default=None, metadata=_OF)
    floor: float | None = field(
        default=None, metadata=said(Nullable(Number()), "最低分", "fewest marks")
    )
    cap: float | None = field(
        default=None, metadata=said(Nullable(Number()), "最高分", "most marks")
    )

    def most(self, full: float) -> float | None:
        return self.cap

    def score(self, bench: Bench) -> Term:
        value = bench.input(self.value)
        marks = value if self.of is None else value / term(self.of, phrase("scale")) * bench.full
        return clip(marks, self.floor, self.cap)


@dataclass(frozen=True, kw_only=True)
class JudgeClass:
    """Judges of one class; the class has a weight, its judges count alike."""

    name: str = field(metadata=said(Text(), "评委类别", "class"))
    judges: tuple[str, ...] = field(
        metadata=said(ListOf(InputRef(), at_least=1), "评委打分列", "columns of marks")
    )
    weight: float = field(default=1.0, metadata=said(Number(above=0, share=True), "权重", "weight"))


@dataclass(frozen=True, kw_only=True)
class Judged(Rule):
    """评委评分: trimmed mean in each class of judges, classes weighted.

    A judge who gave no mark (own unit, absent) does not count for that unit. The highest and the
    lowest are dropped where at least ``trim_from`` judges gave marks.
    """

    kind: ClassVar[str] = "judged"
    name_zh: ClassVar[str] = "评委评分"
    name_en: ClassVar[str] = "judges"

    classes: tuple[JudgeClass, ...] = field(
        metadata=said(ListOf(Fields(JudgeClass), at_least=1), "评委类别", "classes of judges")
    )
    of: float = field(
        default=100.0, metadata=said(Number(above=0), "满分制（如 100）", "scale of the marks")
    )
    trim: int = field(
        default=1,
        metadata=said(Number(minimum=0, whole=True), "去掉几个最高和最低", "dropped at each end"),
    )
    trim_from: int = field(
        default=5,
        metadata=said(Number(minimum=1, whole=True), "几名评委起才去", "from how many judges"),
    )

    def score(self, bench: Bench) -> Term:
        total: Term | None = None
        weights = sum(each.weight for each in self.classes)
        for number, each in enumerate(self.classes, 1):
            columns = [bench.input(column, optional=True) for column in each.judges]
            marks = np.vstack([bench.each(column) for column in columns])
            given = np.sum(~np.isnan(marks), axis=0)
            bench.mark_missing(given == 0)
            mean = bench.fact(
                f"judges{number}", phrase("judges_mean", name=each.name), self._means(marks)
            )
            dropped = (given >= self.trim_from) & (self.trim > 0)
            bench.note(dropped, phrase("trimmed", name=each.name, number=self.trim))
            part = mean * term(each.weight / weights, phrase("weight_of", name=each.name))
            total = part if total is None else total + part
        assert total is not None
        return total / term(self.of, phrase("scale")) * bench.full

    def _means(
        self, marks: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Trimmed mean down each column (judges × units)."""
        means = np.full(marks.shape[1], np.nan)
        for unit in range(marks.shape[1]):
            given = sorted(x for x in marks[:, unit].tolist() if x == x)
            if len(given) >= self.trim_from and self.trim:
                given = given[self.trim : len(given) - self.trim]
            if given:
                means[unit] = math.fsum(given) / len(given)
        return means

    def faults(self) -> Iterator[Fault]:
        if self.trim and self.trim_from <= 2 * self.trim:
            yield Fault(
                "trim",
                Words(
                    f"{self.trim_from} 名评委去掉两头各 {self.trim} 个就没有了。",
                    f"Dropping {self.trim} at each end leaves nothing of {self.trim_from} judges.",
                ),
                Words(
                    f"trim_from 至少写 {2 * self.trim + 1}。",
                    f"trim_from must be at least {2 * self.trim + 1}.",
                ),
            )
