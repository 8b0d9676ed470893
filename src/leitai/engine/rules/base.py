"""What a scoring rule is, and the bench at which it works."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from leitai.engine.phrases import Label, Phrase, phrase, spoken
from leitai.engine.ranking import rank
from leitai.engine.rounding import half_up_array
from leitai.engine.rules import statistics
from leitai.engine.rules.terms import (
    ZERO,
    Comparison,
    Const,
    Expr,
    Floats,
    Term,
    Var,
    choose,
    compare,
    term,
)
from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import (
    Choice,
    Either,
    InputRef,
    Nullable,
    Number,
)

Column = str | float


@dataclass(frozen=True)
class Fault:
    """Parameters that contradict each other: the key, the message, what to write instead."""

    key: str
    message: Words
    hint: Words


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A scoring rule with its parameters. Subclasses are frozen and hold no state.

    ``kind`` is what a scheme writes; ``name_zh`` and ``name_en`` are what people read;
    ``needs_marks`` is false for rules whose parameters are marks already.
    """

    kind: ClassVar[str] = ""
    name_zh: ClassVar[str] = ""
    name_en: ClassVar[str] = ""
    needs_marks: ClassVar[bool] = True

    def score(self, bench: Bench) -> Term:
        """Marks of all units. Anything unusual is declared to the bench."""
        raise NotImplementedError

    def faults(self) -> Iterator[Fault]:
        """Contradictions between the parameters."""
        return iter(())

    def most(self, full: float) -> float | None:
        """The most marks that the rule can give, or None where it is not bounded."""
        return full


def columns_of(value: Any) -> tuple[str, ...]:
    """Ids of all columns that a rule (or one of its parts) names, in order, without repeats."""
    return tuple(dict.fromkeys(_columns(value)))


def _columns(value: Any) -> Iterator[str]:
    for each in dataclasses.fields(value):
        shape = each.metadata.get("shape")
        yield from _columns_in(getattr(value, each.name), shape)


def _columns_in(value: Any, shape: Any) -> Iterator[str]:
    if isinstance(shape, Nullable):
        shape = shape.inner
    if value is None:
        return
    if isinstance(value, tuple):
        for each in value:
            yield from _columns_in(each, getattr(shape, "inner", None))
    elif dataclasses.is_dataclass(value):
        yield from _columns(value)
    elif isinstance(value, str) and (
        isinstance(shape, InputRef)
        or (isinstance(shape, Either) and isinstance(shape.text, InputRef))
    ):
        yield value


@dataclass
class GroupFact:
    """A figure of the whole group that a rule used (the smallest value, a rank)."""

    name: str
    label: Label
    values: Floats
    who: str = ""


@dataclass
class StepRecord:
    """A named intermediate value."""

    name: str
    label: Label
    expr: Expr


@dataclass
class Refusal:
    """Units for which the scheme refuses to score, and why."""

    units: NDArray[np.bool_]
    message: Words
    hint: Words


@dataclass
class Bench:
    """Columns of one group laid out for one item, and the record of what the rule did with them.

    ``applies`` marks the units whose values count in statistics of the group. ``missing`` grows
    with every input that is read: a rule need not look for nan.
    """

    size: int
    full: Term
    fetch: Callable[[str], Floats]
    label: Callable[[str], str]
    applies: NDArray[np.bool_]
    units: Sequence[str] = ()
    inputs: dict[str, Var] = field(default_factory=dict)
    facts: list[GroupFact] = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[tuple[NDArray[np.bool_], Label]] = field(default_factory=list)
    reserved: frozenset[str] = frozenset()
    prefix: str = ""
    part_of: Bench | None = None

    def __post_init__(self) -> None:
        self.missing: NDArray[np.bool_] = np.zeros(self.size, dtype=np.bool_)

    # -- reading --------------------------------------------------------------------------------

    def input(self, column: str, *, optional: bool = False) -> Term:
        """A column. Units without a value are missing for the rule, unless ``optional``."""
        top = self.top
        if column not in top.inputs:
            top.inputs[column] = Var(column, top.label(column), top.fetch(column))
        var = top.inputs[column]
        if not optional:
            self.mark_missing(np.isnan(var.values))
        return Term(var.values, var)

    def column_or_number(self, given: Column, label: Label) -> Term:
        """A column by its id, or a number under a label."""
        return self.input(given) if isinstance(given, str) else term(given, label)

    @property
    def top(self) -> Bench:
        """The bench of the whole item (for a part of a rule, otherwise itself)."""
        return self if self.part_of is None else self.part_of.top

    def part(self, prefix: str, full: Term, among: NDArray[np.bool_] | None = None) -> Bench:
        """A bench for a rule inside this rule; what it records belongs to this item.

        ``among`` narrows the units that count in statistics of the group.
        """
        applies = self.applies if among is None else self.applies & among
        return Bench(
            self.size,
            full,
            self.fetch,
            self.label,
            applies,
            self.units,
            self.inputs,
            self.facts,
            self.steps,
            self.refusals,
            self.notes,
            self.reserved,
            f"{self.prefix}{prefix}_",
            self,
        )

    def not_positive(self, value: Term) -> NDArray[np.bool_]:
        """Applicable units whose value is zero or negative."""
        with np.errstate(invalid="ignore"):
            return self.applies & (self._spread(value.values) <= 0)

    # -- recording ------------------------------------------------------------------------------

    def mark_missing(self, units: NDArray[np.bool_]) -> None:
        """These units have no score from this rule; the item's policy for missing decides."""
        self.missing |= units
        if self.part_of is not None:
            self.part_of.mark_missing(units)

    def step(self, name: str, label: Label, value: Term) -> Term:
        """Name an intermediate value, so that the working shows it on a line of its own."""
        unique = self._unique(name)
        self.steps.append(StepRecord(unique, label, value.expr))
        values = self._spread(value.values)
        return Term(values, Var(unique, label, values))

    def note(self, units: NDArray[np.bool_], remark: Label) -> None:
        """A remark for these units."""
        self.notes.append((np.broadcast_to(units, (self.size,)), remark))

    def refuse(self, units: NDArray[np.bool_], message: Words, hint: Words) -> None:
        """Stop the scoring if any of these units is scored by this item."""
        self.refusals.append(Refusal(np.broadcast_to(units, (self.size,)), message, hint))

    def whole(self, value: Term, label: Label) -> Term:
        """The value cut to a whole number, binary noise aside (2.9999999999999996 is 3)."""
        spread = self._spread(value.values)
        near = half_up_array(np.where(np.isfinite(spread), spread, np.nan), 9)
        return self.fact("whole", label, np.trunc(near) + 0.0)

    # -- the group ------------------------------------------------------------------------------

    def live(self, value: Term) -> NDArray[np.bool_]:
        """Units that count in a statistic of this value."""
        spread = self._spread(value.values)
        with np.errstate(invalid="ignore"):
            return self.applies & np.isfinite(spread)

    def group(self, statistic: statistics.Statistic, value: Term, label: Label) -> Term:
        """A statistic over the group: min, max, mean, median, sd or sample_sd. Nan if none."""
        live = self.live(value)
        spread = self._spread(value.values)
        number, place = statistics.of(statistic, spread, live)
        who = self.units[place] if place is not None and self.units else ""
        return self.fact(f"group_{statistic}", label, np.full(self.size, number), who)

    def place(self, value: Term, label: Label, *, reverse: bool, ties: str = "same") -> Term:
        """Rank in the group, 1 the best; ``average`` gives ties the mean of their places."""
        spread = np.where(self.live(value), self._spread(value.values), np.nan)
        direction = "lower_is_better" if reverse else "higher_is_better"
        ranks = rank(spread, direction=direction).astype(np.float64)
        if ties == "average":
            ranks += (statistics.same_count(spread) - 1) / 2
        ranks[ranks < 1] = np.nan
        return self.fact("place", label, ranks)

    def count(self, value: Term, label: Label) -> Term:
        """How many units have this value."""
        number = float(np.count_nonzero(self.live(value)))
        return self.fact("group_count", label, np.full(self.size, number))

    def each(self, value: Term) -> list[float]:
        """The value of every unit."""
        listed: list[float] = self._spread(value.values).tolist()
        return listed

    def equal(self, a: Term, b: Term) -> NDArray[np.bool_]:
        """Where two terms are the same."""
        return np.broadcast_to(compare(a, "==", b), (self.size,))

    def logarithm(self, value: Term) -> Term:
        """Natural logarithm by the C library (see ``terms.power``); nan where there is none."""
        logs = [math.log(x) if x > 0 else math.nan for x in self._spread(value.values).tolist()]
        name = value.expr.label if isinstance(value.expr, Var | Const) else ""
        label = phrase("logarithm", name=name)
        return self.fact("log", label, np.array(logs, dtype=np.float64))

    def fact(self, name: str, label: Label, values: Floats, who: str = "") -> Term:
        """A figure that the formula language cannot derive from the unit's own inputs."""
        unique = self._unique(name)
        self.facts.append(GroupFact(unique, label, values, who))
        return Term(values, Var(unique, label, values))

    def _unique(self, name: str) -> str:
        wanted = f"{self.prefix}{name}"
        taken = {each.name for each in self.facts} | {each.name for each in self.steps}
        taken |= self.reserved
        number, unique = 2, wanted
        while unique in taken:
            unique, number = f"{wanted}_{number}", number + 1
        return unique

    def _spread(self, values: Floats | float) -> Floats:
        array = np.asarray(values, dtype=np.float64)
        return array if array.ndim else np.full(self.size, float(array))


# -- bases ------------------------------------------------------------------------------------

BASE_POLICIES = Choice(
    {"refuse": "拒绝计分", "full": "给满分", "zero": "给零分", "missing": "按缺报处理"}
)
INPUT_OR_NUMBER = Either(Number(), InputRef())

BasePolicy = Literal["refuse", "full", "zero", "missing"]


def guard_base(
    bench: Bench, base: Term, score: Term, policies: tuple[str, str], what: Phrase
) -> Term:
    """The score with an explicit answer for a zero and a negative base of a ratio.

    ``policies`` are those of the parameters ``zero_base`` and ``negative_base``; ``what`` names the
    base in messages.
    """
    score = _guarded(bench, base, "<", policies[1], score, "negative_base", what)
    return _guarded(bench, base, "==", policies[0], score, "zero_base", what)


def _guarded(
    bench: Bench,
    base: Term,
    sign: Comparison,
    policy: str,
    score: Term,
    key: str,
    what: Phrase,
) -> Term:
    zero = term(0.0)
    struck = bench.applies & np.broadcast_to(compare(base, sign, zero), (bench.size,))
    if not struck.any():
        return score
    if policy == "refuse":
        bench.refuse(
            struck,
            spoken(phrase("base_zero" if sign == "==" else "base_negative", what=what)),
            Words(
                f"在计分方法里写明 {key}: full（给满分）、zero（给零分）或 missing（按缺报处理）。",
                f"Say in the rule {key}: full, zero or missing.",
            ),
        )
        return score
    if policy == "missing":
        code = "base_zero_missing" if sign == "==" else "base_negative_missing"
        bench.mark_missing(struck)
        bench.note(struck, phrase(code, what=what))
        return score
    given = bench.full if policy == "full" else ZERO
    return choose(base, sign, zero, given, score, guard=True)
