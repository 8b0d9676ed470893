"""How a figure came about, written down for one unit: an expression that any language can tell.

An expression knows names, numbers and operations, no words. It is written in the formula language
for a checking program, and in words or in figures for a reader, by one writer, so that the three
cannot differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from leitai.engine.phrases import Label, english, from_json, say, to_json
from leitai.engine.rounding import half_up, plain

__all__ = ["Applied", "AsGiven", "Name", "Number", "Teller", "Written", "in_formula", "written"]

FUNCTIONS: Final = ("min", "max", "abs")
_STRENGTH: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
_FORMULA_SIGNS: Final = {"+": " + ", "-": " - ", "*": " * ", "/": " / ", "^": " ^ "}
_SIGNS: Final = (
    {"+": " ＋ ", "-": " － ", "*": " × ", "/": " ÷ ", "^": " 的幂 "},
    {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ ", "^": " ^ "},
)
_FIGURE_SIGNS: Final = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ ", "^": " ^ "}
_CALLS: Final = (
    {"min": "最小值", "max": "最大值", "abs": "绝对值"},
    {"min": "min", "max": "max", "abs": "abs"},
)
_BRACKETS: Final = (("（", "）", "，"), ("(", ")", ", "))
_RELATIONS: Final = (
    {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "==": "＝", "!=": "≠"},
    {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "=", "!=": "≠"},
)
_MISSING: Final = ("缺", "missing")


@dataclass(frozen=True)
class Number:
    """A number of the scheme, and what it is (full marks), if it has a name."""

    value: float
    label: Label = ""


@dataclass(frozen=True)
class Name:
    """An input, a figure of the group, a step or a child, by its id."""

    id: str


@dataclass(frozen=True)
class Applied:
    """A sign between two expressions, or ``min``, ``max``, ``abs`` of some."""

    sign: str
    args: tuple[Written, ...]


@dataclass(frozen=True)
class AsGiven:
    """A formula as the author of the scheme wrote it."""

    formula: str


Written = Number | Name | Applied | AsGiven


def written(data: Any) -> Written:
    """The inverse of ``as_json``."""
    if isinstance(data, str):
        return Name(data)
    if isinstance(data, list | tuple):
        return Applied(data[0], tuple(written(each) for each in data[1:]))
    if isinstance(data, Mapping):
        if "formula" in data:
            return AsGiven(data["formula"])
        return Number(float(data["number"]), from_json(data["label"]))
    return Number(float(data))


def as_json(expr: Written) -> Any:
    """Plain values: ``"name"``, ``2.5``, ``{"number": 20, "label": …}``, ``["*", a, b]``."""
    if isinstance(expr, Name):
        return expr.id
    if isinstance(expr, Applied):
        return [expr.sign, *(as_json(each) for each in expr.args)]
    if isinstance(expr, AsGiven):
        return {"formula": expr.formula}
    if expr.label == "":
        return expr.value
    return {"number": expr.value, "label": to_json(expr.label)}


def literal(value: float) -> str:
    """A number as the formula language reads it, exact to the last bit."""
    text = plain(value)
    return f"({text})" if text.startswith("-") else text


def in_formula(expr: Written) -> str:
    """The expression in the formula language."""
    return _FormulaWriter().write(expr)


class _Writer:
    """Writes an expression with as few brackets as its meaning needs."""

    signs: Mapping[str, str] = _FORMULA_SIGNS
    brackets: tuple[str, str, str] = ("(", ")", ", ")

    def number(self, expr: Number) -> str:
        raise NotImplementedError

    def name(self, expr: Name) -> str:
        raise NotImplementedError

    def call(self, function: str) -> str:
        return function

    def write(self, expr: Written) -> str:
        if isinstance(expr, Number):
            return self.number(expr)
        if isinstance(expr, Name):
            return self.name(expr)
        if isinstance(expr, AsGiven):
            return expr.formula
        opening, closing, comma = self.brackets
        if expr.sign in FUNCTIONS:
            args = comma.join(self.write(each) for each in expr.args)
            return f"{self.call(expr.sign)}{opening}{args}{closing}"
        strength = _STRENGTH[expr.sign]
        left, right = expr.args
        return (
            self._bracketed(left, strength, right=False)
            + self.signs[expr.sign]
            + self._bracketed(right, strength, right=True)
        )

    def _bracketed(self, expr: Written, strength: int, *, right: bool) -> str:
        text = self.write(expr)
        if not isinstance(expr, Applied) or expr.sign in FUNCTIONS:
            return text
        inner = _STRENGTH[expr.sign]
        # The same strength on the right is bracketed always: floating sums do not regroup.
        if inner > strength or (inner == strength and not right and strength < 3):
            return text
        return f"{self.brackets[0]}{text}{self.brackets[1]}"


class _FormulaWriter(_Writer):
    def number(self, expr: Number) -> str:
        return literal(expr.value)

    def name(self, expr: Name) -> str:
        return expr.id


@dataclass(frozen=True)
class Teller:
    """Tells expressions to a reader: what each name is called, what it is worth, which language.

    ``steps`` are intermediate results; a simple one (one sign between two leaves) can be told by
    what it consists of.
    """

    lang: str
    labels: Mapping[str, Label]
    numbers: Mapping[str, float]
    steps: Mapping[str, Written] = field(default_factory=dict)

    def words(self, expr: Written) -> str:
        """The expression in words."""
        return _WordsWriter(self).write(expr)

    def figures(self, expr: Written) -> str:
        """The words with the figures put in."""
        return _FiguresWriter(self).write(expr)

    def condition(self, left: Written, relation: str, right: Written) -> str:
        """A comparison in words."""
        writer = _WordsWriter(self)
        shown = _RELATIONS[english(self.lang)][relation]
        return f"{writer.write(left)} {shown} {writer.write(right)}"

    def opened(self, expr: Written) -> Written:
        """The expression with its simple steps written out."""
        if isinstance(expr, Name):
            inner = self.steps.get(expr.id)
            if not isinstance(inner, Applied) or inner.sign in FUNCTIONS:
                return expr
            return expr if any(isinstance(each, Applied) for each in inner.args) else inner
        if isinstance(expr, Applied):
            return Applied(expr.sign, tuple(self.opened(each) for each in expr.args))
        return expr

    def figure(self, value: float) -> str:
        """A number as a person writes it: at most six decimals, negatives in brackets."""
        if math.isnan(value):
            return _MISSING[english(self.lang)]
        text = plain(half_up(value, 6)) if abs(value) >= 1e-3 or value == 0 else plain(value)
        opening, closing, _ = _BRACKETS[english(self.lang)]
        return f"{opening}{text}{closing}" if text.startswith("-") else text


class _WordsWriter(_Writer):
    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.brackets = _BRACKETS[english(teller.lang)]
        self.signs = _SIGNS[english(teller.lang)]

    def number(self, expr: Number) -> str:
        return say(expr.label, self.teller.lang) or self.teller.figure(expr.value)

    def name(self, expr: Name) -> str:
        return say(self.teller.labels.get(expr.id, expr.id), self.teller.lang)

    def call(self, function: str) -> str:
        return _CALLS[english(self.teller.lang)][function]


class _FiguresWriter(_WordsWriter):
    def __init__(self, teller: Teller) -> None:
        super().__init__(teller)
        self.signs = _FIGURE_SIGNS

    def number(self, expr: Number) -> str:
        return self.teller.figure(expr.value)

    def name(self, expr: Name) -> str:
        return self.teller.figure(self.teller.numbers.get(expr.id, math.nan))
