"""Cutting a formula into tokens. Full-width signs, × ÷ and ≥ ≤ ≠ are read as the usual ones."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from leitai.engine.formula.errors import FormulaError

__all__ = ["MAX_LENGTH", "Token", "tokens"]

MAX_LENGTH: Final = 4000
"""Longest formula in characters."""

_SIGNS: Final = str.maketrans(
    {
        "（": "(", "）": ")", "，": ",", "＋": "+", "－": "-", "−": "-", "–": "-", "＊": "*",
        "×": "*", "·": "*", "／": "/", "÷": "/", "＾": "^", "＜": "<", "＞": ">", "＝": "=",
        "≤": "≤", "≥": "≥", "≠": "≠", "％": "%", "．": ".", "【": "[", "】": "]", "［": "[",
        "］": "]", "　": " ",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)  # fmt: skip
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
      | (?P<quoted>\[[^\[\]\n]{1,200}\])
      | (?P<compare><=|>=|<>|!=|==|[<>=≤≥≠])
      | (?P<sign>[-+*/^(),%])
    """,
    re.VERBOSE,
)
_COMPARISONS: Final = {
    "=": "=", "==": "=", "<>": "!=", "!=": "!=", "≠": "!=", "<": "<", ">": ">", "<=": "<=",
    "≤": "<=", ">=": ">=", "≥": ">=",
}  # fmt: skip
_UNITS: Final = re.compile(r"[万亿千百]*(元|亩|人|户|个|家|吨|公里|平方公里|%)?")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is number, name, compare, sign or end; ``text`` is normalised."""

    kind: str
    text: str
    position: int
    length: int
    number: float = 0.0


def tokens(text: str) -> list[Token]:
    """Tokens of a formula, closed by one of kind ``end``; ``FormulaError`` for anything else."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            MAX_LENGTH,
            f"公式太长（{len(text)} 个字符，最多 {MAX_LENGTH} 个）",
            f"the formula is too long ({len(text)} characters, at most {MAX_LENGTH})",
            "请拆成几个派生指标",
            "Split it into several derived indicators",
        )
    plain = text.translate(_SIGNS)
    found: list[Token] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            raise _unknown(text, at)
        kind, part = str(match.lastgroup), match.group()
        length = len(part)
        if kind == "number":
            found.append(_number(plain, part, at))
        elif kind == "quoted":
            name = text[at + 1 : at + length - 1].strip()
            if not name:
                raise FormulaError(at, "方括号里没有名称", "there is no name in the brackets")
            found.append(Token("name", name, at, length))
        elif kind == "compare":
            found.append(Token(kind, _COMPARISONS[part], at, length))
        elif kind != "space":
            found.append(Token(kind, part, at, length))
        at += length
    found.append(Token("end", "", len(plain), 1))
    return found


def _number(plain: str, part: str, at: int) -> Token:
    end = at + len(part)
    follower = plain[end : end + 1]
    if follower.isalpha() or follower == "_":
        unit = _UNITS.match(plain, end)
        if unit is not None and unit.group():
            raise FormulaError(
                end,
                f"数字后面不能写单位“{unit.group()}”",
                f"a number cannot carry the unit {unit.group()!r}",
                "只写数字，例如 12万 写成 120000",
                "Write the figure only: 120000 for 12万",
                length=len(unit.group()),
            )
        raise FormulaError(
            end,
            f"数字 {part} 与后面的名称之间缺少运算符",
            f"there is no operator between {part} and the name after it",
            f"要相乘请写 {part} * …；以数字开头的名称请放进方括号",
            f"Write {part} * … to multiply; put a name that begins with a digit in brackets",
        )
    if follower == ".":
        raise FormulaError(
            end, "数字里的小数点不对", "the decimal point is misplaced", "例如 1.5", "Write 1.5"
        )
    value = float(part)
    if not math.isfinite(value):
        raise FormulaError(at, "数字太大", "the number is too large", length=len(part))
    return Token("number", part, at, len(part), value)


def _unknown(text: str, at: int) -> FormulaError:
    char = text[at]
    hints = {
        "[": (
            "方括号没有成对，或里面没有名称",
            "Brackets must enclose one name: [地区生产总值(亿元)]",
        ),
        "]": ("多了一个右方括号", "There is a closing bracket too many"),
        "“": ("名称请放进方括号，例如 [规上工业 产值]", "Put names in brackets: [规上工业 产值]"),
        '"': ("名称请放进方括号，例如 [规上工业 产值]", "Put names in brackets: [规上工业 产值]"),
        "&": ("同时成立请写 and(甲, 乙)", "Write and(a, b)"),
        "|": ("任一成立请写 or(甲, 乙)", "Write or(a, b)"),
        "!": ("不成立请写 not(甲)，不等于写 !=", "Write not(a), or != for unequal"),
        ";": ("参数之间用逗号", "Separate arguments by commas"),
        "；": ("参数之间用逗号", "Separate arguments by commas"),
        "、": ("参数之间用逗号", "Separate arguments by commas"),
        "{": ("只用圆括号", "Use round brackets only"),
        "}": ("只用圆括号", "Use round brackets only"),
        ".": ("小数写成 0.5；分级名称写成 甲.乙", "Write 0.5 for a decimal, a.b for a dotted name"),
    }
    zh, en = hints.get(char, ("", ""))
    return FormulaError(
        at, f"不认识的符号“{char}”", f"the sign {char!r} is not part of the language", zh, en
    )
