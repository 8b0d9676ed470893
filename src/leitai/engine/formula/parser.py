"""Recursive descent over the tokens, with limits on depth and size for hostile input.

::

    comparison := sum [compare sum]
    sum        := product (("+" | "-") product)*
    product    := signed (("*" | "/") signed)*
    signed     := ("-" | "+") signed | power
    power      := atom ["^" ["-" | "+"] atom]
    atom       := number ["%"] | name | function "(" comparison ("," comparison)* ")"
                | "(" comparison ")"
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from leitai.engine.formula.catalogue import (
    FUNCTIONS,
    PERCENT_FUNCTIONS,
    Function,
    find_function,
)
from leitai.engine.formula.errors import FormulaError
from leitai.engine.formula.lexer import Token, tokens
from leitai.engine.formula.nodes import Call, Chain, Compare, Name, Negative, Node, Number, Power

__all__ = ["MAX_DEPTH", "MAX_NODES", "parse_tree"]

MAX_DEPTH: Final = 40
"""Deepest nesting of parentheses, functions and signs."""
MAX_NODES: Final = 1000
"""Most numbers, names and operations."""


def parse_tree(text: str) -> Node:
    """The tree of a formula, or :class:`FormulaError`."""
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.at = 0
        self.depth = 0
        self.nodes = 0
        self.bare_power: Node | None = None  # the last power, unless parentheses enclose it

    # -- small steps ----------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self, kind: str, *texts: str) -> Token | None:
        token = self.token
        if token.kind == kind and (not texts or token.text in texts):
            self.at += 1
            return token
        return None

    def counted(self, position: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise FormulaError(
                position,
                f"公式太大（超过 {MAX_NODES} 项）",
                f"the formula is too big (more than {MAX_NODES} parts)",
                "请拆成几个派生指标",
                "Split it into several derived indicators",
            )

    def deeper(self, position: int) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(
                position,
                f"嵌套太深（超过 {MAX_DEPTH} 层）",
                f"the nesting is too deep (more than {MAX_DEPTH} levels)",
                "请拆成几个派生指标",
                "Split it into several derived indicators",
            )

    # -- grammar --------------------------------------------------------------------------------

    def whole(self) -> Node:
        if self.token.kind == "end":
            raise FormulaError(0, "公式是空的", "the formula is empty")
        node = self.comparison()
        if self.token.kind != "end":
            raise self.unexpected()
        return node

    def comparison(self) -> Node:
        left = self.sum()
        sign = self.take("compare")
        if sign is None:
            return left
        self.counted(sign.position)
        right = self.sum()
        again = self.take("compare")
        if again is not None:
            raise FormulaError(
                again.position,
                "不能连写两个比较",
                "two comparisons cannot be chained",
                "请写 and(甲 < 乙, 乙 < 丙)",
                "Write and(a < b, b < c)",
                length=again.length,
            )
        _refuse_percent_mixture(left, right, sign.position)
        return Compare(sign.position, sign.text, left, right)

    def sum(self) -> Node:
        return self.chain(("+", "-"), self.product)

    def product(self) -> Node:
        return self.chain(("*", "/"), self.signed)

    def chain(self, signs: tuple[str, str], operand: Callable[[], Node]) -> Node:
        first = operand()
        rest: list[tuple[str, int, Node]] = []
        while (sign := self.take("sign", *signs)) is not None:
            self.counted(sign.position)
            following = operand()
            if "+" in signs:
                _refuse_percent_mixture(first, following, sign.position)
            rest.append((sign.text, sign.position, following))
        return Chain(first.position, first, tuple(rest)) if rest else first

    def signed(self) -> Node:
        sign = self.take("sign", "-", "+")
        if sign is None:
            return self.power()
        self.counted(sign.position)
        self.deeper(sign.position)
        operand = self.signed()
        self.depth -= 1
        if operand is self.bare_power and sign.text == "-":
            raise FormulaError(
                sign.position,
                "负号与乘方的先后不明确",
                "it is not clear whether the sign or the power comes first",
                "请写 -(a ^ b) 或 (-a) ^ b",
                "Write -(a ^ b) or (-a) ^ b",
            )
        return Negative(sign.position, operand) if sign.text == "-" else operand

    def power(self) -> Node:
        base = self.atom()
        sign = self.take("sign", "^")
        if sign is None:
            return base
        self.counted(sign.position)
        minus = self.take("sign", "-", "+")
        exponent = self.atom()
        if minus is not None and minus.text == "-":
            self.counted(minus.position)
            exponent = Negative(minus.position, exponent)
        again = self.take("sign", "^")
        if again is not None:
            raise FormulaError(
                again.position,
                "连续乘方的先后不明确",
                "the order of two powers in a row is not clear",
                "请加括号，例如 (a ^ b) ^ c",
                "Add parentheses: (a ^ b) ^ c",
            )
        self.bare_power = Power(sign.position, base, exponent)
        return self.bare_power

    def atom(self) -> Node:
        if (number := self.take("number")) is not None:
            self.counted(number.position)
            percent = self.take("sign", "%")
            value = number.number
            if percent is not None:
                # Through the decimal text, so that 8% is the float nearest to 0.08.
                value = _hundredth(number)
            return Number(number.position, value, percent is not None)
        if (name := self.take("name")) is not None:
            self.counted(name.position)
            if self.token.kind == "sign" and self.token.text == "(":
                return self.call(name)
            return self.followed(Name(name.position, name.text))
        if (opening := self.take("sign", "(")) is not None:
            self.deeper(opening.position)
            node = self.comparison()
            self.close(opening)
            self.depth -= 1
            self.bare_power = None
            return self.followed(node)
        raise self.unexpected()

    def call(self, name: Token) -> Node:
        function = find_function(name.text)
        if function is None:
            raise _unknown_function(name)
        opening = self.take("sign", "(")
        assert opening is not None
        self.deeper(opening.position)
        arguments: list[Node] = []
        if not (self.token.kind == "sign" and self.token.text == ")"):
            arguments.append(self.comparison())
            while self.take("sign", ",") is not None:
                arguments.append(self.comparison())
        self.close(opening)
        self.depth -= 1
        self.bare_power = None
        _check_arguments(function, arguments, name)
        return self.followed(Call(name.position, function.name, tuple(arguments)))

    def close(self, opening: Token) -> None:
        if self.take("sign", ")") is None:
            if self.token.kind == "end":
                raise FormulaError(
                    opening.position,
                    "这个左括号没有对应的右括号",
                    "this bracket is never closed",
                    "请在末尾或相应位置补上“)”",
                    "Add the closing bracket",
                )
            raise self.unexpected()

    def followed(self, node: Node) -> Node:
        """Refuse a percent sign after anything but a number."""
        if self.token.kind == "sign" and self.token.text == "%":
            raise FormulaError(
                self.token.position,
                "百分号只能跟在数字后面",
                "a percent sign can only follow a number",
                "请写 … / 100",
                "Write … / 100",
            )
        return node

    def unexpected(self) -> FormulaError:
        """Why the present token cannot stand here, and what is probably meant."""
        token = self.token
        before = self.tokens[self.at - 1] if self.at else None
        operand_before = before is not None and (
            before.kind in ("number", "name") or before.text in (")", "%")
        )
        at, length = token.position, token.length
        if token.kind == "end":
            return FormulaError(
                at,
                "公式到这里没有写完",
                "the formula ends too early",
                "请补上后面的数、名称或括号",
                "Add the number, name or bracket that is due here",
            )
        shown = token.text
        if token.kind == "name" and shown.lower() in ("and", "or") and operand_before:
            return FormulaError(
                at,
                f"“{shown}”要写成函数",
                f"{shown!r} is written as a function",
                f"请写 {shown.lower()}(甲, 乙)",
                f"Write {shown.lower()}(a, b)",
                length=length,
            )
        if operand_before and (token.kind in ("number", "name") or shown == "("):
            return FormulaError(
                at,
                f"“{shown}”前面缺少运算符",
                f"there is no operator before {shown!r}",
                "要相乘请写 *；千位不要用空格或逗号分开",
                "Write * to multiply; do not part thousands by spaces or commas",
                length=length,
            )
        if shown == ",":
            return FormulaError(
                at,
                "逗号只能用在函数的参数之间",
                "a comma can only stand between the arguments of a function",
                "数字请连写，例如 1000",
                "Write figures without thousands separators: 1000",
            )
        if shown == ")":
            return FormulaError(
                at, "多了一个右括号，或括号里缺少内容", "a bracket too many, or nothing inside it"
            )
        if shown == "*" and before is not None and before.text == "*":
            return FormulaError(
                at, "乘方不写 **", "a power is not written **", "请写 a ^ b", "Write a ^ b"
            )
        return FormulaError(
            at,
            f"这里不该是“{shown}”",
            f"{shown!r} cannot stand here",
            "这里应是数、名称、函数或左括号",
            "A number, a name, a function or an opening bracket is due here",
            length=length,
        )


def _hundredth(number: Token) -> float:
    try:
        return float(Decimal(number.text) / 100)
    except ArithmeticError:  # an exponent beyond what decimals can hold
        return number.number / 100


def _unknown_function(name: Token) -> FormulaError:
    near = difflib.get_close_matches(name.text.lower()[:40], FUNCTIONS, n=1)
    known = "、".join(FUNCTIONS)
    return FormulaError(
        name.position,
        f"没有“{name.text}”这个函数",
        f"there is no function {name.text!r}",
        f"是不是 {FUNCTIONS[near[0]].usage}？" if near else f"可用的有：{known}",
        f"Did you mean {FUNCTIONS[near[0]].usage}?"
        if near
        else f"Known are: {', '.join(FUNCTIONS)}",
        length=name.length,
    )


def _check_arguments(function: Function, arguments: list[Node], name: Token) -> None:
    count = len(arguments)
    if not function.least <= count <= function.most:
        hint_zh = f"写法：{function.usage}，{function.zh}"
        hint_en = f"Usage: {function.usage}, {function.en}"
        if count == 1 and f"group_{function.name}" in FUNCTIONS:
            group = FUNCTIONS[f"group_{function.name}"]
            hint_zh = f"{hint_zh}；对全组各单位请写 {group.usage}"
            hint_en = f"{hint_en}; over the units of the group write {group.usage}"
        raise FormulaError(
            name.position,
            f"{name.text} 的参数有 {count} 个，个数不对",
            f"{name.text} got {count} arguments",
            hint_zh,
            hint_en,
            length=name.length,
        )
    if function.name in ("ytd", "current"):
        inner = arguments[0]
        while isinstance(inner, Call) and inner.function in ("year_ago", "previous"):
            inner = inner.arguments[0]
        if not isinstance(inner, Name):
            raise FormulaError(
                arguments[0].position,
                f"{name.text} 只能用于一个指标，不能用于算式",
                f"{name.text} takes one indicator, not an expression",
                f"请分别累计，例如 {function.name}(甲) / {function.name}(乙)",
                f"Add up each by itself: {function.name}(a) / {function.name}(b)",
            )
    elif function.name == "round" and count == 2:
        digits = arguments[1]
        sign = -1 if isinstance(digits, Negative) else 1
        literal = digits.operand if isinstance(digits, Negative) else digits
        if (
            not isinstance(literal, Number)
            or literal.percent
            or literal.value != int(literal.value)
            or abs(literal.value) > 15
        ):
            raise FormulaError(
                digits.position,
                "小数位数要写成 -15 到 15 之间的整数",
                "the decimals must be written as a whole number between -15 and 15",
                f"例如 round(x, {2 * sign})",
                f"Write round(x, {2 * sign})",
            )


def _counts_percent(node: Node) -> bool:
    if isinstance(node, Negative):
        return _counts_percent(node.operand)
    if isinstance(node, Call):
        if node.function in ("abs", "round", "max", "min", "clip", "year_ago", "previous"):
            return _counts_percent(node.arguments[0])
        return node.function in PERCENT_FUNCTIONS
    if isinstance(node, Chain):
        return node.rest[0][0] in "+-" and _counts_percent(node.first)
    return False


def _is_percent(node: Node) -> bool:
    if isinstance(node, Negative):
        return _is_percent(node.operand)
    return isinstance(node, Number) and node.percent


def _refuse_percent_mixture(left: Node, right: Node, position: int) -> None:
    """growth(…) > 8% would compare 3.13 with 0.08: never what is meant, so it is refused."""
    for one, other in ((left, right), (right, left)):
        if _is_percent(one) and _counts_percent(other):
            raise FormulaError(
                position,
                "增速、占比等函数的结果已经以 % 为单位，不能再与带百分号的数比较或相加",
                "growth, share and the like already count in percent",
                "请去掉百分号，例如 growth(x, year_ago(x)) >= 8",
                "Drop the percent sign: growth(x, year_ago(x)) >= 8",
            )
