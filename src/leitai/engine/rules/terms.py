"""Terms: arithmetic over all units of a group that remembers how it was written.

A rule is written once, as arithmetic on terms. The array of a term gives the scores of all units;
its expression gives the working of one unit in words, in figures, and in the formula language, so
that what is computed and what is shown cannot differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from leitai.engine.rounding import half_up, plain

Floats = NDArray[np.float64]
Comparison = Literal[">=", ">", "<=", "<", "=="]

_SIGNS: Final = {"+": " ＋ ", "-": " － ", "*": " × ", "/": " ÷ ", "^": " 的幂 "}
_FIGURE_SIGNS: Final = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ ", "^": " ^ "}
_FORMULA_SIGNS: Final = {"+": " + ", "-": " - ", "*": " * ", "/": " / ", "^": " ^ "}
_STRENGTH: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
_CALLS: Final = {"min": "最小值", "max": "最大值", "abs": "绝对值"}
_COMPARE_ZH: Final = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "==": "＝"}
_NEGATED: Final[dict[str, Comparison]] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


class Expr:
    """How a term was written. Immutable; shared by all units."""


@dataclass(frozen=True)
class Const(Expr):
    """A number of the scheme; ``label`` is its name in words (满分), if it has one."""

    value: float
    label: str | None = None


@dataclass(frozen=True, eq=False)
class Var(Expr):
    """An input, a group fact or a step, by its name in the formula."""

    name: str
    label: str
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


def term(value: Term | float, label: str | None = None) -> Term:
    """A number as a term; terms pass through."""
    return value if isinstance(value, Term) else Term(float(value), Const(float(value), label))


#: No marks, under its name.
ZERO: Final = term(0.0, "零分")


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


def in_formula(expr: Expr, unit: int) -> str:
    """The expression in the formula language, with the branch that was taken for this unit."""
    return _Writer(unit, "formula").write(expr)


def in_words(expr: Expr, unit: int) -> str:
    """The expression in Chinese words."""
    return _Writer(unit, "words").write(expr)


def in_figures(expr: Expr, unit: int) -> str:
    """The words with the figures put in."""
    return _Writer(unit, "figures").write(expr)


def conditions(expr: Expr, unit: int) -> list[tuple[str, str, str, float]]:
    """What decided the branches: (label, formula of left − right, comparison, difference)."""
    found: list[tuple[str, str, str, float]] = []
    _collect(expr, unit, found)
    return found


def _collect(expr: Expr, unit: int, found: list[tuple[str, str, str, float]]) -> None:
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
            shown = _COMPARE_ZH.get(sign, "≠")
            label = f"{in_words(expr.left, unit)} {shown} {in_words(expr.right, unit)}"
            value = evaluate(difference, unit)
            found.append((label, in_formula(difference, unit), sign, value))
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


def figure(value: float) -> str:
    """A number as a person writes it into a working: at most six decimals, negatives bracketed."""
    if math.isnan(value):
        return "缺"
    text = plain(half_up(value, 6)) if abs(value) >= 1e-3 or value == 0 else plain(value)
    return f"（{text}）" if text.startswith("-") else text


def literal(value: float) -> str:
    """A number as the formula language reads it, exact to the last bit."""
    text = plain(value)
    return f"({text})" if text.startswith("-") else text


_Mode = Literal["words", "figures", "formula"]


class _Writer:
    """Writes an expression with as few brackets as its meaning needs."""

    def __init__(self, unit: int, mode: _Mode) -> None:
        self.unit = unit
        self.mode = mode
        self.signs = {"words": _SIGNS, "figures": _FIGURE_SIGNS, "formula": _FORMULA_SIGNS}[mode]
        self.open, self.close, self.comma = (
            ("(", ")", ", ") if mode == "formula" else ("（", "）", "，")
        )

    def leaf(self, expr: Expr) -> str:
        assert isinstance(expr, Const | Var)
        if self.mode == "formula":
            return literal(expr.value) if isinstance(expr, Const) else expr.name
        if isinstance(expr, Const):
            named = self.mode == "words" and expr.label
            return expr.label if named and expr.label else figure(expr.value)
        return expr.label if self.mode == "words" else figure(at(expr.values, self.unit))

    def write(self, expr: Expr) -> str:
        if isinstance(expr, Choice):
            return self.write(expr.then if _held(expr, self.unit) else expr.other)
        if isinstance(expr, Call):
            name = expr.name if self.mode == "formula" else _CALLS[expr.name]
            args = self.comma.join(self.write(each) for each in expr.args)
            return f"{name}{self.open}{args}{self.close}"
        if isinstance(expr, Op):
            strength = _STRENGTH[expr.sign]
            left = self._bracketed(expr.left, strength, right=False)
            right = self._bracketed(expr.right, strength, right=True)
            return f"{left}{self.signs[expr.sign]}{right}"
        return self.leaf(expr)

    def _bracketed(self, expr: Expr, strength: int, *, right: bool) -> str:
        text = self.write(expr)
        while isinstance(expr, Choice):
            expr = expr.then if _held(expr, self.unit) else expr.other
        if not isinstance(expr, Op):
            return text
        inner = _STRENGTH[expr.sign]
        # The same strength on the right is bracketed always: floating sums do not regroup.
        if inner > strength or (inner == strength and not right and strength < 3):
            return text
        return f"{self.open}{text}{self.close}"
