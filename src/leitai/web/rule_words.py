"""A scoring rule for reading: its parameters and its formula in words, and the curve it draws."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from leitai.apps.language import bracketed, chinese, listed, reader_language
from leitai.engine import rule_name, say
from leitai.engine.phrases import phrase
from leitai.engine.rules import Rule
from leitai.engine.rules.base import Bench, columns_of
from leitai.engine.rules.terms import Term, settled, term
from leitai.engine.scheme.shapes import Choice, Nullable, Number
from leitai.engine.written import Teller

_EQUALS = {"zh": " ＝ ", "en": " = "}
#: Points of a sampled curve.
SAMPLES = 241
#: Parameters of rates that a scheme writes as a factor and people read in percent.
RATES = {"cap", "floor", "zero_below"}
RATE_RULES = {"completion", "ratio_parts"}


def parameters_of(rule: Any, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a rule as name and value in words.

    Args:
        rule: a rule or a part of one.
        names: column id → name.
    """
    return tuple(_parameters(rule, names, getattr(rule, "kind", "")))


def value_words(
    value: Any, shape: Any, names: Mapping[str, str], *, field: str = "", kind: str = ""
) -> str:
    """Return one value of a scheme in words, as its shape and its field want it read.

    Args:
        names: column id → name.
        field: name of the field, ``kind``: kind of the rule that has it; rates are said in percent.
    """
    return _value(value, shape, names, rate=field in RATES and kind in RATE_RULES)


def _parameters(part: Any, names: Mapping[str, str], kind: str) -> Iterator[tuple[str, str]]:
    for each in dataclasses.fields(part):
        shape = each.metadata.get("shape")
        if shape is None:
            continue
        value = getattr(part, each.name)
        if value == () or (value is None and not isinstance(shape, Nullable)):
            continue
        rate = each.name in RATES and kind in RATE_RULES
        label = each.metadata[reader_language()]
        yield label, _value(value, shape, names, rate=rate)


def _value(value: Any, shape: Any, names: Mapping[str, str], *, rate: bool = False) -> str:
    if isinstance(shape, Nullable):
        if value is None:
            return shape.null_zh if chinese() else shape.null_en
        shape = shape.inner
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        inner = getattr(shape, "inner", None)
        return listed(_value(each, inner, names, rate=rate) for each in value)
    if isinstance(value, Rule):
        inside = ", ".join(f"{name} {text}" for name, text in parameters_of(value, names)[:2])
        name = rule_name(value.kind, reader_language())
        return bracketed(name, inside) if inside else name
    if dataclasses.is_dataclass(value):
        comma = "，" if chinese() else ", "
        return comma.join(f"{name} {text}" for name, text in parameters_of(value, names))
    if isinstance(value, int | float):
        if rate or (isinstance(shape, Number) and shape.share):
            return f"{value * 100:g}%"
        return f"{value:g}"
    if isinstance(shape, Choice):
        return shape.meaning(value, reader_language())
    return names.get(str(value), str(value))


@dataclass(frozen=True)
class Curve:
    """Marks over the figure that a rule reads: sampled points, and what the axis shows."""

    points: tuple[tuple[float, float], ...]
    axis: str
    in_percent: bool


@dataclass(frozen=True)
class RuleReading:
    """A rule's formula in words, line by line; its curve where one figure decides it."""

    lines: tuple[str, ...]
    curve: Curve | None


#: Column id → the figures of the group's units, in one order; nan where missing.
Figures = Mapping[str, Sequence[float]]


def read_rule(
    rule: Rule, full: float, names: Mapping[str, str], figures: Figures | None = None
) -> RuleReading:
    """Let the rule itself say what it does, on sampled figures.

    Args:
        full: full marks of the item.
        figures: what the units of the group really had; a rule that looks at the whole group is
            shown on these only.
    """
    columns = columns_of(rule)
    pair = _actual_and_target(rule)
    try:
        lines = _lines(rule, full, names, columns, pair)
        curve = _curve(rule, full, names, columns, pair, figures or {})
    except (ArithmeticError, AttributeError, KeyError, ValueError):
        # A rule that cannot be run on invented figures is still shown by its parameters.
        return RuleReading((), None)
    return RuleReading(lines, curve)


def _actual_and_target(rule: Rule) -> tuple[str, str] | None:
    """Return the two columns of a rule that compares an actual figure with a target or a base."""
    actual = getattr(rule, "actual", None)
    for name in ("target", "base"):
        target = getattr(rule, name, None)
        if isinstance(actual, str) and isinstance(target, str) and actual != target:
            return actual, target
    return None


def _bench(size: int, full: float, names: Mapping[str, str], fetch: Callable[[str], Any]) -> Bench:
    return Bench(
        size,
        term(full, phrase("full_marks")),
        fetch,
        lambda column: names.get(column, column),
        np.ones(size, dtype=np.bool_),
        [str(at) for at in range(size)],
    )


def _lines(
    rule: Rule,
    full: float,
    names: Mapping[str, str],
    columns: tuple[str, ...],
    pair: tuple[str, str] | None,
) -> tuple[str, ...]:
    """Words of the steps and the result, for a unit in the ordinary case: a little above half."""
    spread = np.linspace(10.0, 110.0, 11)

    def fetch(column: str) -> Any:
        return np.full(11, 100.0) if pair and column == pair[1] else spread

    bench = _bench(11, full, names, fetch)
    marks = rule.score(bench)
    unit, lang = 8, reader_language()
    labels = {
        **names,
        **{fact.name: fact.label for fact in bench.facts},
        **{step.name: step.label for step in bench.steps},
    }
    teller = Teller(lang, labels, {})
    lines = [
        f"{say(step.label, lang)}{_EQUALS[lang]}{teller.words(settled(step.expr, unit))}"
        for step in bench.steps
    ]
    return (
        *lines,
        f"{say(phrase('score'), lang)}{_EQUALS[lang]}{teller.words(settled(marks.expr, unit))}",
    )


def _curve(
    rule: Rule,
    full: float,
    names: Mapping[str, str],
    columns: tuple[str, ...],
    pair: tuple[str, str] | None,
    figures: Figures,
) -> Curve | None:
    if pair is not None and set(columns) == set(pair):
        top = 100 * max(1.2, (getattr(rule, "cap", None) or 1.0) + 0.2)
        sweep = np.linspace(0.0, top, SAMPLES)

        def fetch(column: str) -> Any:
            assert pair is not None
            return sweep if column == pair[0] else np.full(SAMPLES, 100.0)

        return _sampled(rule, _bench(SAMPLES, full, names, fetch), sweep, _("rate"), percent=True)
    if len(columns) != 1:
        return None
    known = np.array(sorted(x for x in figures.get(columns[0], ()) if x == x), dtype=np.float64)
    if known.size < 2 or known[0] == known[-1]:
        return None
    air = (known[-1] - known[0]) * 0.12
    # What cannot be negative is not drawn below zero.
    low = max(0.0, known[0] - air) if known[0] >= 0 else known[0] - air
    sweep = np.linspace(low, known[-1] + air, SAMPLES)
    bench = _bench(SAMPLES, full, names, lambda _column: sweep)
    curve = _sampled(rule, bench, sweep, names.get(columns[0], columns[0]))
    if curve is not None and not bench.facts:
        return curve
    # Ends, means or ranks of the group decide: only what the units really had can be drawn.
    bench = _bench(known.size, full, names, lambda _column: known)
    return _sampled(rule, bench, known, names.get(columns[0], columns[0]))


def _sampled(
    rule: Rule, bench: Bench, sweep: Any, axis: str, *, percent: bool = False
) -> Curve | None:
    marks: Term = rule.score(bench)
    values = np.broadcast_to(np.asarray(marks.values, dtype=np.float64), (bench.size,))
    points = tuple(
        (round(float(x), 6), round(float(y), 6))
        for x, y in zip(sweep, values, strict=True)
        if np.isfinite(y)
    )
    return Curve(points, axis, percent) if len(points) > 1 else None
