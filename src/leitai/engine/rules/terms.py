"""Terms: arithmetic over all units of a group that remembers how it was written.

A rule is written once, as arithmetic on terms. The array of a term gives the scores of all units;
its expression, settled for one unit, is what the working tells in words, in figures and in the
formula language, so that what is computed and what is shown cannot differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from leitai.engine.phrases import Label, phrase
from leitai.engine.written import Applied, Name, Number, Written

Floats = NDArray[np.float64]
Comparison = Literal[">=", ">", "<=", "<", "=="]

_NEGATED: Final[dict[str, Comparison]] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


class Expr:
    """How a term was written. Immutable; shared by all units."""


@dataclass(frozen=True)
class Const(Expr):
    """A number of the scheme; ``label`` is what it is called (满分), empty if nothing."""

    value: float
    label: Label = ""


@dataclass(frozen=True, eq=False)
class Var(Expr):
    """An input, a group fact, a step or a child, by its name in the formula."""

    name: str
    label: Label
    values: Floats


@dataclass(frozen=True)
class Op(Expr):
    """Two terms joined by a sign."""

    sign: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Call(Expr):
    """A function of the formula language."""

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, eq=False)
class Choice(Expr):
    """One of two terms, by a comparison; ``holds`` says for which units it held.

    A ``guard`` is a condition about the data (target is zero), left out of the words where it did
    not strike.
    """

    left: Expr
    compare: Comparison
    right: Expr
    holds: NDArray[np.bool_]
    then: Expr
    other: Expr
    guard: bool


class Term:
    """Values of all units (shape ``(n,)`` or a scalar), and the expression behind them."""

    __slots__ = ("expr", "values")

    def __init__(self, values: Floats | float, expr: Expr) -> None:
        self.values = values
        self.expr = expr

    def __add__(self, other: Term | float) -> Term:
        return _join("+", self, other)

    def __radd__(self, other: float) -> Term:
        return _join("+", other, self)

    def __sub__(self, other: Term | float) -> Term:
        return _join("-", self, other)

    def __rsub__(self, other: float) -> Term:
        return _join("-", other, self)

    def __mul__(self, other: Term | float) -> Term:
        return _join("*", self, other)

    def __rmul__(self, other: float) -> Term:
        return _join("*", other, self)

    def __truediv__(self, other: Term | float) -> Term:
        return _join("/", self, other)

    def __rtruediv__(self, other: float) -> Term:
        return _join("/", other, self)


def term(value: Term | float, label: Label = "") -> Term:
    """A number as a term; terms pass through."""
    return value if isinstance(value, Term) else Term(float(value), Const(float(value), label))


#: No marks, under its name.
ZERO: Final = term(0.0, phrase("no_marks"))


def _join(sign: str, left: Term | float, right: Term | float) -> Term:
    a, b = term(left), term(right)
    values: Floats | float
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if sign == "+":
            values = a.values + b.values
        elif sign == "-":
            values = a.values - b.values
        elif sign == "*":
            values = a.values * b.values
        else:
            values = np.divide(a.values, b.values)
    return Term(values, Op(sign, a.expr, b.expr))


def least(*terms: Term | float) -> Term:
    """The smallest, unit by unit."""
    given = [term(each) for each in terms]
    values = given[0].values
    for each in given[1:]:
        values = np.minimum(values, each.values)
    return Term(values, Call("min", tuple(each.expr for each in given)))


def greatest(*terms: Term | float) -> Term:
    """The largest, unit by unit."""
    given = [term(each) for each in terms]
    values = given[0].values
    for each in given[1:]:
        values = np.maximum(values, each.values)
    return Term(values, Call("max", tuple(each.expr for each in given)))


def clip(value: Term, low: float | None, high: float | None) -> Term:
    """Bounded below and above, where a bound is given."""
    if high is not None:
        value = least(value, high)
    return value if low is None else greatest(value, low)


def absolute(value: Term) -> Term:
    """Without its sign."""
    return Term(np.abs(value.values), Call("abs", (value.expr,)))


def power(base: Term | float, exponent: Term | float) -> Term:
    """``base ** exponent`` by the C library, element by element.

    numpy's own power differs in the last bit between processors; scores may not.
    """
    a, b = term(base), term(exponent)
    left, right = np.broadcast_arrays(a.values, b.values)
    values: Floats = np.array(
        [_power(float(x), float(y)) for x, y in zip(left.flat, right.flat, strict=True)],
        dtype=np.float64,
    ).reshape(left.shape)
    return Term(values, Op("^", a.expr, b.expr))


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except (ValueError, OverflowError):
        return math.nan


def compare(left: Term, sign: Comparison, right: Term) -> NDArray[np.bool_]:
    """Element-wise comparison; a missing value (nan) never holds."""
    a, b = np.broadcast_arrays(left.values, right.values)
    with np.errstate(invalid="ignore"):
        if sign == ">=":
            return np.asarray(a >= b)
        if sign == ">":
            return np.asarray(a > b)
        if sign == "<=":
            return np.asarray(a <= b)
        if sign == "<":
            return np.asarray(a < b)
        return np.asarray(a == b)


def choose(
    left: Term | float,
    sign: Comparison,
    right: Term | float,
    then: Term | float,
    other: Term | float,
    *,
    guard: bool = False,
) -> Term:
    """``then`` where the comparison holds, otherwise ``other``."""
    a, b, yes, no = term(left), term(right), term(then), term(other)
    holds = compare(a, sign, b)
    values: Floats = np.where(holds, yes.values, no.values)
    return Term(values, Choice(a.expr, sign, b.expr, holds, yes.expr, no.expr, guard))


def at(values: Floats | float | NDArray[np.bool_], unit: int) -> float:
    """One unit's value of an array or a scalar."""
    array = np.asarray(values)
    return float(array if array.ndim == 0 else array[unit])


def settled(expr: Expr, unit: int) -> Written:
    """The expression with the branches that were taken for this unit, and without any values."""
    if isinstance(expr, Choice):
        return settled(expr.then if _held(expr, unit) else expr.other, unit)
    if isinstance(expr, Const):
        return Number(expr.value, expr.label)
    if isinstance(expr, Var):
        return Name(expr.name)
    if isinstance(expr, Call):
        return Applied(expr.name, tuple(settled(each, unit) for each in expr.args))
    assert isinstance(expr, Op)
    return Applied(expr.sign, (settled(expr.left, unit), settled(expr.right, unit)))


def conditions(expr: Expr, unit: int) -> list[tuple[Written, str, float]]:
    """What decided the branches: (left − right, the relation to zero, the difference)."""
    found: list[tuple[Written, str, float]] = []
    _collect(expr, unit, found)
    return found


def _collect(expr: Expr, unit: int, found: list[tuple[Written, str, float]]) -> None:
    if isinstance(expr, Op):
        _collect(expr.left, unit, found)
        _collect(expr.right, unit, found)
    elif isinstance(expr, Call):
        for each in expr.args:
            _collect(each, unit, found)
    elif isinstance(expr, Choice):
        held = _held(expr, unit)
        if held or not expr.guard:
            sign = expr.compare if held else _NEGATED.get(expr.compare, "!=")
            difference = Op("-", expr.left, expr.right)
            found.append((settled(difference, unit), sign, evaluate(difference, unit)))
        _collect(expr.then if held else expr.other, unit, found)


def evaluate(expr: Expr, unit: int) -> float:
    """One unit's value of an expression, in the same order of operations as the arrays."""
    if isinstance(expr, Const):
        return expr.value
    if isinstance(expr, Var):
        return at(expr.values, unit)
    if isinstance(expr, Call):
        values = [evaluate(each, unit) for each in expr.args]
        if expr.name == "abs":
            return abs(values[0])
        return min(values) if expr.name == "min" else max(values)
    if isinstance(expr, Choice):
        return evaluate(expr.then if _held(expr, unit) else expr.other, unit)
    assert isinstance(expr, Op)
    left, right = evaluate(expr.left, unit), evaluate(expr.right, unit)
    if expr.sign == "+":
        return left + right
    if expr.sign == "-":
        return left - right
    if expr.sign == "*":
        return left * right
    if expr.sign == "/":
        return left / right if right else math.nan
    return _power(left, right)


def _held(expr: Choice, unit: int) -> bool:
    return bool(at(expr.holds, unit))
