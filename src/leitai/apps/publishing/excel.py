"""From the engine's formula language to formulas of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leitai.engine.formula import FormulaError, parse
from leitai.engine.formula.nodes import Call, Chain, Compare, Name, Negative, Node, Number, Power
from leitai.engine.rounding import plain
from leitai.workbooks.addresses import column_letter

#: Longest formula that Excel takes.
MAX_FORMULA = 8192

_COMPARE, _ADD, _MULTIPLY, _POWER, _ATOM = range(5)
_OPERATORS = {"!=": "<>"}
_DIRECT = {
    "max": "MAX",
    "min": "MIN",
    "sum": "SUM",
    "mean": "AVERAGE",
    "abs": "ABS",
    "round": "ROUND",
    "if": "IF",
    "and": "AND",
    "or": "OR",
    "not": "NOT",
    "sqrt": "SQRT",
    "exp": "EXP",
    "ln": "LN",
}
#: Functions that are arithmetic: {0}, {1} … are the arguments, bracketed where they need it.
_WRITTEN_OUT = {
    "growth": "({0}-{1})*100/{1}",
    "share": "{0}*100/{1}",
    "share_change": "({0}*100/{1}-{2}*100/{3})",
    "contribution": "({0}-{1})*100/({2}-{3})",
    "pull": "({0}-{1})*100/{2}",
    "per": "{0}/{1}",
}


class UnwritableError(Exception):
    """A formula that a spreadsheet cannot say; the message tells what stands in the way."""


@dataclass(frozen=True)
class CellRef:
    """A cell of the workbook that is being written; row and column count from 0."""

    sheet: str
    row: int
    column: int

    def at(self, home: str, *, fixed: bool = False) -> str:
        """The reference as a formula on the sheet ``home`` writes it."""
        mark = "$" if fixed else ""
        text = f"{mark}{column_letter(self.column)}{mark}{self.row + 1}"
        return text if self.sheet == home else f"{quoted(self.sheet)}!{text}"


@dataclass(frozen=True)
class Written:
    """An expression that stands for a name: its text and how strongly it holds together."""

    text: str
    strength: int = _ATOM


#: What a name of a formula stands for: a cell, or an expression written in its place.
Meaning = CellRef | Written


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def range_of(first: CellRef, last: CellRef, home: str) -> str:
    """The range between two cells of one sheet, fixed against copying."""
    start, end = first.at(home, fixed=True), last.at(last.sheet, fixed=True)
    return f"{start}:{end}"


def literal(value: float) -> str:
    """A number as a formula writes it; negative ones in brackets."""
    text = plain(value)
    return f"({text})" if text.startswith("-") else text


def to_excel(expression: str, meaning: Callable[[str], Meaning], home: str) -> Written:
    """Write an expression of the formula language as it stands on the sheet ``home``.

    Raises:
        UnwritableError: for a function over time, or a name whose meaning raises it.
    """
    try:
        tree = parse(expression).tree
    except FormulaError as error:
        raise UnwritableError(error.text()) from error
    return _Writer(meaning, home).write(tree)


class _Writer:
    def __init__(self, meaning: Callable[[str], Meaning], home: str) -> None:
        self.meaning = meaning
        self.home = home

    def write(self, node: Node) -> Written:
        match node:
            case Number():
                return Written(literal(node.value))
            case Name():
                found = self.meaning(node.name)
                return Written(found.at(self.home)) if isinstance(found, CellRef) else found
            case Negative():
                # A spreadsheet binds the sign more strongly than the power, so it is bracketed.
                return Written(f"(-{self.held(node.operand, _POWER)})")
            case Power():
                base, exponent = self.held(node.base, _ATOM), self.held(node.exponent, _ATOM)
                return Written(f"{base}^{exponent}", _POWER)
            case Compare():
                sign = _OPERATORS.get(node.operator, node.operator)
                left, right = self.held(node.left, _ADD), self.held(node.right, _ADD)
                return Written(f"{left}{sign}{right}", _COMPARE)
            case Chain():
                return self.chain(node)
            case Call():
                return self.call(node)

    def held(self, node: Node, strength: int) -> str:
        return bracketed(self.write(node), strength)

    def chain(self, node: Chain) -> Written:
        strength = _ADD if node.rest[0][0] in "+-" else _MULTIPLY
        summed, count = self.row_sum(node) if strength == _ADD else ("", 0)
        rest = node.rest[count - 1 :] if count else node.rest
        text = summed or self.held(node.first, strength)
        for operator, _position, operand in rest:
            text += operator + self.held(operand, strength + 1)
        return Written(text, strength if rest else _ATOM)

    def row_sum(self, node: Chain) -> tuple[str, int]:
        """SUM over the leading summands that stand side by side in a row, and how many they are."""
        cells: list[CellRef] = []
        for operator, operand in (("+", node.first), *((o, n) for o, _p, n in node.rest)):
            cell = self.meaning(operand.name) if isinstance(operand, Name) else None
            if operator != "+" or not isinstance(cell, CellRef):
                break
            if cells and (cell.sheet, cell.row, cell.column) != (
                cells[-1].sheet,
                cells[-1].row,
                cells[-1].column + 1,
            ):
                break
            cells.append(cell)
        if len(cells) < 2:
            return "", 0
        return f"SUM({cells[0].at(self.home)}:{cells[-1].at(cells[-1].sheet)})", len(cells)

    def call(self, node: Call) -> Written:
        if node.function in _DIRECT:
            arguments = [self.write(each).text for each in node.arguments]
            if node.function == "round" and len(arguments) == 1:
                arguments.append("0")
            return Written(f"{_DIRECT[node.function]}({','.join(arguments)})")
        if node.function == "clip":
            value, low, high = (self.write(each).text for each in node.arguments)
            return Written(f"MIN(MAX({value},{low}),{high})")
        if node.function in _WRITTEN_OUT:
            held = [self.held(each, _ATOM) for each in node.arguments]
            return Written(_WRITTEN_OUT[node.function].format(*held), _MULTIPLY)
        raise UnwritableError(node.function)


def bracketed(written: Written, strength: int) -> str:
    """The text, in brackets where it holds together less strongly than is needed."""
    return written.text if written.strength >= strength else f"({written.text})"


def rounded(written: Written, decimals: int | None) -> str:
    """The whole formula of a cell, rounded half up where the scheme rounds."""
    if decimals is None:
        return f"={written.text}"
    return f"=ROUND({written.text},{decimals})"
