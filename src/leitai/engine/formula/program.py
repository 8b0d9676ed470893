"""A parsed formula and its evaluation."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from leitai.engine.formula.errors import FormulaError
from leitai.engine.formula.functions import FUNCTION_TABLE
from leitai.engine.formula.nodes import (
    NOW,
    Call,
    Chain,
    Compare,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Shift,
)
from leitai.engine.formula.operators import BINARY, compare, negative, power
from leitai.engine.formula.parser import parse_tree
from leitai.engine.formula.values import Values
from leitai.engine.quantity import Missing, Outcome, Quantity

__all__ = ["Formula", "Resolver", "parse"]

_GROUP_FUNCTIONS: Final = frozenset({"rank", "group_sum", "group_mean", "group_max", "group_min"})


class Resolver(Protocol):
    """Looks names up. What stands behind a name and a shift is the caller's business."""

    def resolve(self, name: str, shift: Shift) -> object:
        """Figures of ``name`` seen through ``shift``.

        A number, a Quantity, None or Missing for all units, or one a unit: a float64 array with nan
        for missing, a list of such items, or Values. ``KeyError`` if there is no such name.
        """


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula ready to be computed; make one with :func:`parse`."""

    text: str
    tree: Node = field(compare=False, repr=False)
    references: tuple[tuple[str, Shift], ...] = field(compare=False, repr=False)
    """Every name with the shift through which it is seen, in reading order, without repetition."""
    over_group: bool = field(compare=False, repr=False)
    """Whether a result depends on the other units of the group (rank, group_sum, …)."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order in which they first appear."""
        return tuple(dict.fromkeys(name for name, _ in self.references))

    def evaluate(self, resolver: Resolver | Mapping[str, object] | None = None) -> Values:
        """Results for the units; a formula without names gives one value for all of them.

        Missing inputs and operations that do not exist (a division by zero, growth on a negative
        base) give a missing result with its reason, never nan without one and never infinity.

        Raises
        ------
        FormulaError
            A name is unknown, or its figures are not numbers or of another length.
        """
        return _Evaluation(self.text, resolver).value(self.tree, NOW)

    def value(self, resolver: Resolver | Mapping[str, object] | None = None) -> Outcome:
        """The single result of a formula over single values."""
        return self.evaluate(resolver).outcome()

    def number(self, resolver: Resolver | Mapping[str, object] | None = None) -> float:
        """The single result as a plain number, nan when missing."""
        found = self.value(resolver)
        return found.number if isinstance(found, Quantity) else math.nan


def parse(text: str) -> Formula:
    """Read a formula; :class:`FormulaError` says where and how it is wrong, and nothing else is
    ever raised for a text."""
    if not isinstance(text, str):
        raise TypeError(f"a formula is a text, not {type(text).__name__}")
    tree = parse_tree(text)
    references = tuple(dict.fromkeys(_references(tree, NOW)))
    return Formula(text, tree, references, _over_group(tree))


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Negative():
            return (node.operand,)
        case Power():
            return (node.base, node.exponent)
        case Chain():
            return (node.first, *(operand for _, _, operand in node.rest))
        case Compare():
            return (node.left, node.right)
        case Call():
            return node.arguments
    return ()


def _references(node: Node, shift: Shift) -> Iterator[tuple[str, Shift]]:
    if isinstance(node, Name):
        yield node.name, shift
    inner = _shifted(node.function, shift) if isinstance(node, Call) else shift
    for child in _children(node):
        yield from _references(child, inner)


def _over_group(node: Node) -> bool:
    if isinstance(node, Call) and node.function in _GROUP_FUNCTIONS:
        return True
    return any(_over_group(child) for child in _children(node))


def _shifted(function: str, shift: Shift) -> Shift:
    match function:
        case "year_ago":
            return Shift(shift.years + 1, shift.periods, shift.flow)
        case "previous":
            return Shift(shift.years, shift.periods + 1, shift.flow)
        case "ytd":
            return Shift(shift.years, shift.periods, "year_to_date")
        case "current":
            return Shift(shift.years, shift.periods, "current")
    return shift


class _Evaluation:
    """One evaluation: looks every reference up once and checks that lengths agree."""

    def __init__(self, text: str, resolver: Resolver | Mapping[str, object] | None) -> None:
        self.text = text
        self.resolver = resolver
        self.looked_up: dict[tuple[str, Shift], Values] = {}
        self.units: tuple[int, str] | None = None

    def value(self, node: Node, shift: Shift) -> Values:
        match node:
            case Number():
                return Values.of(node.value)
            case Name():
                return self.name(node, shift)
            case Negative():
                return negative(self.value(node.operand, shift))
            case Power():
                return power(self.value(node.base, shift), self.value(node.exponent, shift))
            case Compare():
                left = self.value(node.left, shift)
                return compare(node.operator, left, self.value(node.right, shift))
            case Chain():
                result = self.value(node.first, shift)
                for operator, _, operand in node.rest:
                    result = BINARY[operator](result, self.value(operand, shift))
                return result
            case Call():
                return self.call(node, shift)

    def call(self, node: Call, shift: Shift) -> Values:
        function = FUNCTION_TABLE.get(node.function)
        if function is None:
            return self.value(node.arguments[0], _shifted(node.function, shift))
        return function(*(self.value(argument, shift) for argument in node.arguments))

    def name(self, node: Name, shift: Shift) -> Values:
        key = (node.name, shift)
        found = self.looked_up.get(key)
        if found is None:
            found = self.looked_up[key] = self.look_up(node, shift)
        return found

    def look_up(self, node: Name, shift: Shift) -> Values:
        reason = Missing("no_value", f"“{node.name}”没有数值", f"{node.name!r} has no value")
        try:
            found = Values.of(self.resolve(node.name, shift), reason=reason)
        except KeyError:
            raise self.unknown(node, shift) from None
        except (TypeError, ValueError) as error:
            raise FormulaError(
                node.position,
                f"“{node.name}”的数据不是可用的数值（{error}）",
                f"the figures of {node.name!r} are not usable numbers ({error})",
                length=len(node.name),
            ) from None
        if len(found) != 1:
            if self.units is not None and self.units[0] != len(found):
                raise FormulaError(
                    node.position,
                    f"“{node.name}”有 {len(found)} 个值，而“{self.units[1]}”有 {self.units[0]} 个",
                    f"{node.name!r} has {len(found)} values, {self.units[1]!r} has {self.units[0]}",
                    length=len(node.name),
                )
            self.units = (len(found), node.name)
        return found

    def resolve(self, name: str, shift: Shift) -> object:
        if self.resolver is None:
            raise KeyError(name)
        if isinstance(self.resolver, Mapping):
            if shift:
                raise KeyError(name)
            return self.resolver[name]
        return self.resolver.resolve(name, shift)

    def unknown(self, node: Name, shift: Shift) -> FormulaError:
        known = [str(name) for name in getattr(self.resolver, "names", ())]
        if isinstance(self.resolver, Mapping):
            known = [str(name) for name in self.resolver]
        if shift and node.name in known:
            return FormulaError(
                node.position,
                f"“{node.name}”没有{_shift_zh(shift)}的数据",
                f"there are no figures of {node.name!r} for {_shift_en(shift)}",
                length=len(node.name),
            )
        near = difflib.get_close_matches(node.name[:60], known, n=1)
        return FormulaError(
            node.position,
            f"没有“{node.name}”这个指标",
            f"there is no indicator {node.name!r}",
            f"是不是“{near[0]}”？" if near else "",
            f"Did you mean {near[0]!r}?" if near else "",
            length=len(node.name),
        )


def _shift_zh(shift: Shift) -> str:
    parts = [
        f"前 {shift.years} 年同期" if shift.years else "",
        f"前 {shift.periods} 期" if shift.periods else "",
        {"year_to_date": "累计", "current": "当期"}.get(shift.flow, ""),
    ]
    return "、".join(part for part in parts if part)


def _shift_en(shift: Shift) -> str:
    parts = [
        f"{shift.years} year(s) ago" if shift.years else "",
        f"{shift.periods} period(s) ago" if shift.periods else "",
        {"year_to_date": "year to date", "current": "the current period"}.get(shift.flow, ""),
    ]
    return ", ".join(part for part in parts if part)
