"""A spreadsheet in small: computes the formulas that the house writes, from the file alone.

It knows what the exports use and nothing else; an unknown function fails the test. The cached
results in the file are never read.
"""

from __future__ import annotations

import io
import math
import statistics
from typing import Any

import openpyxl
from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

from leitai.engine.rounding import half_up


class NotAvailable(Exception):
    """#N/A."""


class Workbook:
    """The sheets of a file with every formula computed when asked for."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.known: dict[tuple[str, int, int], Any] = {}

    def sheet_names(self) -> list[str]:
        return list(self.book.sheetnames)

    def raw(self, sheet: str, row: int, column: int) -> Any:
        return self.book[sheet].cell(row, column).value

    def value(self, sheet: str, row: int, column: int) -> Any:
        """The value of a cell, 1-based."""
        key = (sheet, row, column)
        if key not in self.known:
            cell = self.book[sheet].cell(row, column)
            value = cell.value
            if cell.data_type == "f":
                value = _Parser(self, sheet, str(value)).result()
            self.known[key] = value
        return self.known[key]

    def change(self, sheet: str, row: int, column: int, value: float) -> None:
        """Type a number into a cell, as a person would."""
        self.book[sheet].cell(row, column).value = value
        self.known.clear()

    def area(self, sheet: str, reference: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(reference.replace("$", ""))
        assert None not in (left, top, right, bottom)
        return [
            self.value(sheet, row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]


class Area(list[Any]):
    """The values of a range."""


_PRECEDENCE = {"^": 5, "*": 4, "/": 4, "+": 3, "-": 3}
_COMPARE = ("=", "<>", "<", ">", "<=", ">=")


class _Parser:
    """Recursive descent over openpyxl's tokens."""

    def __init__(self, book: Workbook, home: str, text: str) -> None:
        self.book, self.home = book, home
        self.tokens = [t for t in Tokenizer(text).items if t.type != "WHITE-SPACE"]
        self.at = 0

    def result(self) -> Any:
        value = self.compare()
        assert self.at == len(self.tokens), "the whole formula is read"
        return _single(value)

    def peek(self) -> str:
        return str(self.tokens[self.at].value) if self.at < len(self.tokens) else ""

    def compare(self) -> Any:
        value = self.binary(3)
        while self.peek() in _COMPARE:
            sign = self.take()
            value = _spread(lambda a, b, s=sign: _relation(s, a, b), value, self.binary(3))
        return value

    def take(self) -> str:
        self.at += 1
        return str(self.tokens[self.at - 1].value)

    def binary(self, level: int) -> Any:
        value = self.unary() if level > 5 else self.binary(level + 1)
        while _PRECEDENCE.get(self.peek()) == level and self.is_infix():
            sign = self.take()
            right = self.unary() if level >= 5 else self.binary(level + 1)
            value = _spread(lambda a, b, s=sign: _arithmetic(s, a, b), value, right)
        return value

    def is_infix(self) -> bool:
        return str(self.tokens[self.at].type) == "OPERATOR-INFIX"

    def unary(self) -> Any:
        if self.tokens[self.at].type == "OPERATOR-PREFIX":
            assert self.take() == "-"
            return -_number(self.unary())
        return self.atom()

    def atom(self) -> Any:
        token = self.tokens[self.at]
        if token.type == "FUNC":
            return self.call()
        if token.type == "PAREN":
            self.at += 1
            value = self.compare()
            assert self.take() == ")"
            return value
        self.at += 1
        assert token.type == "OPERAND", token.type
        if token.subtype == "NUMBER":
            return float(token.value)
        if token.subtype == "TEXT":
            return str(token.value)[1:-1].replace('""', '"')
        assert token.subtype == "RANGE", token.value
        sheet, _mark, reference = token.value.rpartition("!")
        sheet = sheet.strip("'").replace("''", "'") or self.home
        if ":" in reference:
            return Area(self.book.area(sheet, reference))
        return self.book.area(sheet, reference)[0]

    def call(self) -> Any:
        name = self.take()[:-1]
        start, arguments = self.at, []
        if name == "IF":
            return self.choice()
        while self.peek() != ")":
            arguments.append(self.compare())
            if self.peek() == ",":
                self.take()
        self.take()
        assert start <= self.at
        return FUNCTIONS[name](*arguments)

    def choice(self) -> Any:
        """IF computes only the branch that it takes."""
        holds = self.compare()
        assert self.take() == ","
        values = []
        for branch in (holds, not holds):
            if branch:
                values.append(self.compare())
            else:
                self.skip()
            assert self.take() in (",", ")")
        return values[0]

    def skip(self) -> None:
        depth = 0
        while depth or self.peek() not in (",", ")"):
            token = self.tokens[self.at]
            depth += {"OPEN": 1, "CLOSE": -1}.get(str(token.subtype), 0)
            self.at += 1


def _single(value: Any) -> Any:
    assert not isinstance(value, Area), "a range where one value is needed"
    return value


def _spread(work: Any, a: Any, b: Any) -> Any:
    if isinstance(a, Area) or isinstance(b, Area):
        size = len(a) if isinstance(a, Area) else len(b)
        left = a if isinstance(a, Area) else [a] * size
        right = b if isinstance(b, Area) else [b] * size
        return Area(work(x, y) for x, y in zip(left, right, strict=True))
    return work(a, b)


def _number(value: Any) -> float:
    assert value is None or isinstance(value, bool | int | float), f"text in a sum: {value!r}"
    return float(value or 0)


def _relation(sign: str, a: Any, b: Any) -> bool:
    x, y = _number(a), _number(b)
    return {"=": x == y, "<>": x != y, "<": x < y, ">": x > y, "<=": x <= y, ">=": x >= y}[sign]


def _arithmetic(sign: str, a: Any, b: Any) -> float:
    x, y = _number(a), _number(b)
    if sign == "+":
        return x + y
    if sign == "-":
        return x - y
    if sign == "*":
        return x * y
    return x / y if sign == "/" else math.pow(x, y)


def _numbers(*arguments: Any) -> list[float]:
    found = []
    for each in arguments:
        cells = each if isinstance(each, Area) else [each]
        found += [float(x) for x in cells if isinstance(x, int | float)]
    return found


def _round(value: Any, decimals: Any) -> float:
    return half_up(float(f"{_number(value):.15g}"), int(decimals))


def _rank(value: Any, area: Any, order: Any) -> float:
    numbers = _numbers(area)
    assert value in numbers
    return 1.0 + sum(x < value if order else x > value for x in numbers)


def _countif(area: Any, wanted: Any) -> Any:
    if isinstance(wanted, Area):
        return Area(float(sum(x == w for x in area)) for w in wanted)
    return float(sum(x == wanted for x in area))


def _na() -> Any:
    raise NotAvailable


FUNCTIONS: dict[str, Any] = {
    "SUM": lambda *a: math.fsum(_numbers(*a)),
    "MIN": lambda *a: min(_numbers(*a)),
    "MAX": lambda *a: max(_numbers(*a)),
    "ABS": lambda a: abs(_number(a)),
    "AVERAGE": lambda *a: statistics.fmean(_numbers(*a)),
    "MEDIAN": lambda *a: statistics.median(_numbers(*a)),
    "STDEVP": lambda *a: statistics.pstdev(_numbers(*a)),
    "STDEV": lambda *a: statistics.stdev(_numbers(*a)),
    "COUNT": lambda *a: float(len(_numbers(*a))),
    "ROUND": _round,
    "RANK": _rank,
    "COUNTIF": _countif,
    "SUMPRODUCT": lambda a: math.fsum(float(x) for x in a),
    "AND": lambda *a: all(bool(x) for x in a),
    "NA": _na,
}


def formulas(book: Workbook, sheet: str) -> int:
    """How many cells of a sheet are formulas."""
    return sum(cell.data_type == "f" for row in book.book[sheet].iter_rows() for cell in row)
