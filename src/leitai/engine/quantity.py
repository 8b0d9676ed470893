"""Numbers that a source states inexactly: 超 5, 约 2.5, ≥ 80, 不足 3.

A :class:`Quantity` is the stated number and how the true value lies to it. Behind it stands a
:class:`Span`, the set of values that the true value can take. Arithmetic works on spans and reads
the qualifier of the result off them, so a result is called "more than" only when that is proved:
the quotient of two lower bounds is bounded on neither side and comes out as "about".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from leitai.engine.rounding import format_number, half_up

__all__ = ["QUALIFIERS", "Missing", "Outcome", "Quantity", "Span", "parse_quantity"]

Qualifier = Literal["exact", "about", "more_than", "at_least", "less_than", "at_most"]
QUALIFIERS: Final[tuple[Qualifier, ...]] = (
    "exact",
    "about",
    "more_than",
    "at_least",
    "less_than",
    "at_most",
)
_MARKS_ZH: Final = {
    "about": "约",
    "more_than": "超",
    "at_least": "≥",
    "less_than": "不足",
    "at_most": "≤",
}
_MARKS_EN: Final = {
    "about": "about ",
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "less than ",
    "at_most": "at most ",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that does not exist, and why: a stable ``code`` and the reason in two languages."""

    code: str
    zh: str
    en: str

    @property
    def number(self) -> None:
        """Always ``None``: lets callers ask a result for its number without a type check."""
        return

    def text(self, decimals: int | None = None, *, language: str = "zh") -> str:
        """The reason, in words."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Span:
    """Interval of possible true values; an open end is not possible. Ends may be infinite."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def of(cls, number: float, qualifier: str) -> Span:
        """Span of a stated number; ``ValueError`` for an unknown qualifier."""
        match qualifier:
            case "exact":
                return cls(number, number)
            case "about":
                return EVERYTHING
            case "more_than":
                return cls(number, math.inf, True, True)
            case "at_least":
                return cls(number, math.inf, False, True)
            case "less_than":
                return cls(-math.inf, number, True, True)
            case "at_most":
                return cls(-math.inf, number, True, False)
        raise ValueError(f"unknown qualifier {qualifier!r}; known are {', '.join(QUALIFIERS)}")

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low == self.high

    def qualifier(self, number: float) -> Qualifier:
        """How the true value lies to ``number``: read off whichever end of the span it is."""
        if self.low == number == self.high:
            return "exact"
        if self.low == number:
            return "more_than" if self.low_open else "at_least"
        if self.high == number:
            return "less_than" if self.high_open else "at_most"
        return "about"

    def __neg__(self) -> Span:
        return Span(-self.high, -self.low, self.high_open, self.low_open)

    def __add__(self, other: Span) -> Span:
        return _tidy(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: Span) -> Span:
        return self + -other

    def __mul__(self, other: Span) -> Span:
        return _corners(self, other, _times)

    def __truediv__(self, other: Span) -> Span:
        """Quotient. A divisor that can be zero inside its span leaves the quotient unbounded."""
        if other.low < 0 < other.high or other.low == other.high == 0:
            return EVERYTHING
        # A zero end cannot be the divisor's true value (the quotient would not exist): open it.
        divisor = Span(
            other.low,
            other.high,
            other.low_open or other.low == 0,
            other.high_open or other.high == 0,
        )
        negative = divisor.high <= 0

        def quotient(a: float, b: float) -> float:
            if a == 0:
                return 0.0
            if b == 0:
                return -math.copysign(math.inf, a) if negative else math.copysign(math.inf, a)
            if math.isinf(b):
                return math.copysign(math.inf, a) * math.copysign(1, b) if math.isinf(a) else 0.0
            return _finite_or_signed(a, b)

        return _corners(self, divisor, quotient)

    def monotone(self, function: Callable[[float], float], *, keeps_openness: bool = True) -> Span:
        """Image under a non-decreasing function; a merely non-decreasing one closes the ends."""
        low = function(self.low) if math.isfinite(self.low) else self.low
        high = function(self.high) if math.isfinite(self.high) else self.high
        if keeps_openness:
            return _tidy(low, high, self.low_open, self.high_open)
        return _tidy(low, high, False, False)

    def hull(self, other: Span) -> Span:
        """Smallest span that holds both."""
        low, low_open = _lower(self, other)
        high, high_open = _upper(self, other)
        return _tidy(low, high, low_open, high_open)

    def maximum(self, other: Span) -> Span:
        """Possible values of the larger of two independent values."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_open = _upper(self, other)
        return _tidy(low, high, low_open, high_open)

    def minimum(self, other: Span) -> Span:
        """Possible values of the smaller of two independent values."""
        return -((-self).maximum(-other))

    def absolute(self) -> Span:
        """Possible values of the size without sign."""
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        high, high_open = _upper(self, -self)
        return _tidy(0.0, high, False, high_open)

    def below(self, other: Span) -> bool | None:
        """Whether this value is smaller: True, False, or None when the spans leave it open."""
        if self.high < other.low or (self.high == other.low and (self.high_open or other.low_open)):
            return True
        if self.low >= other.high:
            return False
        return None


EVERYTHING: Final = Span(-math.inf, math.inf, True, True)


def _finite_or_signed(a: float, b: float) -> float:
    try:
        return a / b
    except OverflowError:  # pragma: no cover - float division gives inf, kept for other numbers
        return math.copysign(math.inf, a) * math.copysign(1, b)


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _tidy(low: float, high: float, low_open: bool, high_open: bool) -> Span:
    """A span without nan: an end that cannot be computed is unbounded."""
    if math.isnan(low):
        low = -math.inf
    if math.isnan(high):
        high = math.inf
    return Span(low, high, low_open or math.isinf(low), high_open or math.isinf(high))


def _lower(a: Span, b: Span) -> tuple[float, bool]:
    return min((a.low, a.low_open), (b.low, b.low_open))


def _upper(a: Span, b: Span) -> tuple[float, bool]:
    high, closed = max((a.high, not a.high_open), (b.high, not b.high_open))
    return high, not closed


def _corners(a: Span, b: Span, function: Callable[[float, float], float]) -> Span:
    """Image of two spans under a function that is monotone in each argument on its span."""
    ends: list[tuple[float, bool]] = []
    for x, x_open in ((a.low, a.low_open), (a.high, a.high_open)):
        for y, y_open in ((b.low, b.low_open), (b.high, b.high_open)):
            # A factor that really can be zero makes the product zero whatever the other is.
            reached = (x == 0 and not x_open) or (y == 0 and not y_open and function is _times)
            ends.append((function(x, y), (x_open or y_open) and not reached))
    low, low_open = min(ends)
    high = max(value for value, _ in ends)
    high_open = all(is_open for value, is_open in ends if value == high)
    return _tidy(low, high, low_open, high_open)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A finite number with a qualifier that says how the true value lies to it.

    ``more_than`` and ``less_than`` exclude the number, ``at_least`` and ``at_most`` include it,
    ``about`` says nothing. Arithmetic with ``+ - * /`` takes quantities and plain numbers; a
    division by zero raises ``ZeroDivisionError``, an overflow ``OverflowError``.

    Two quantities are equal when number and qualifier are.

    Examples
    --------
    >>> Quantity(5, "more_than") / Quantity(2, "more_than")
    Quantity(number=2.5, qualifier='about')
    >>> Quantity(5, "more_than") / 0.5
    Quantity(number=10.0, qualifier='more_than')
    """

    number: float
    qualifier: str = "exact"
    _span: Span | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        number = float(self.number)
        if not math.isfinite(number):
            raise ValueError(f"a quantity needs a finite number, not {self.number!r}")
        object.__setattr__(self, "number", number)
        if self.qualifier not in QUALIFIERS:
            raise ValueError(
                f"unknown qualifier {self.qualifier!r}; known are {', '.join(QUALIFIERS)}"
            )

    @classmethod
    def from_span(cls, number: float, span: Span) -> Quantity:
        """The quantity whose true value lies in ``span``; its qualifier is read off the span."""
        return cls(number, span.qualifier(number), span)

    @property
    def span(self) -> Span:
        """Values that the true value can take; finer than the qualifier after arithmetic."""
        return Span.of(self.number, self.qualifier) if self._span is None else self._span

    @property
    def exact(self) -> bool:
        """Whether the number is the true value."""
        return self.qualifier == "exact"

    def __add__(self, other: Quantity | float) -> Quantity:
        b = _quantity(other)
        return _result(self.number + b.number, self.span + b.span)

    def __radd__(self, other: float) -> Quantity:
        return _quantity(other) + self

    def __sub__(self, other: Quantity | float) -> Quantity:
        b = _quantity(other)
        return _result(self.number - b.number, self.span - b.span)

    def __rsub__(self, other: float) -> Quantity:
        return _quantity(other) - self

    def __mul__(self, other: Quantity | float) -> Quantity:
        b = _quantity(other)
        return _result(self.number * b.number, self.span * b.span)

    def __rmul__(self, other: float) -> Quantity:
        return _quantity(other) * self

    def __truediv__(self, other: Quantity | float) -> Quantity:
        b = _quantity(other)
        return _result(self.number / b.number, self.span / b.span)

    def __rtruediv__(self, other: float) -> Quantity:
        return _quantity(other) / self

    def __neg__(self) -> Quantity:
        return _result(-self.number, -self.span)

    def rounded(self, decimals: int | None) -> Quantity:
        """Rounded half up. Rounding keeps order but not strictness: 超 2.456 becomes ≥ 2.46."""
        if decimals is None:
            return self
        span = self.span.monotone(lambda x: half_up(x, decimals), keeps_openness=False)
        return Quantity.from_span(half_up(self.number, decimals), span)

    def text(self, decimals: int | None = None, *, language: str = "zh") -> str:
        """The number with its qualifier in words or signs: ``约2.5``, ``≥80``, ``about 2.5``."""
        marks = _MARKS_ZH if language == "zh" else _MARKS_EN
        return marks.get(self.qualifier, "") + format_number(self.number, decimals)

    def __str__(self) -> str:
        return self.text()


Outcome = Quantity | Missing
"""What a single formula gives: a quantity, or the reason why there is none."""


def _quantity(x: Quantity | float) -> Quantity:
    return x if isinstance(x, Quantity) else Quantity(x)


def _result(number: float, span: Span) -> Quantity:
    if not math.isfinite(number):
        raise OverflowError("the result is too large for a number")
    return Quantity.from_span(number + 0.0, span)


_PREFIXES: Final[tuple[tuple[str, Qualifier], ...]] = (
    ("不低于", "at_least"), ("不少于", "at_least"), ("至少", "at_least"), ("达到", "at_least"),
    ("≥", "at_least"), (">=", "at_least"), ("at least", "at_least"),
    ("不超过", "at_most"), ("不高于", "at_most"), ("不多于", "at_most"), ("至多", "at_most"),
    ("≤", "at_most"), ("<=", "at_most"), ("at most", "at_most"),
    ("超过", "more_than"), ("突破", "more_than"), ("超", "more_than"), ("逾", "more_than"),
    ("破", "more_than"), ("高于", "more_than"), ("大于", "more_than"), ("多于", "more_than"),
    (">", "more_than"), ("more than", "more_than"), ("over", "more_than"),
    ("不足", "less_than"), ("不到", "less_than"), ("低于", "less_than"), ("少于", "less_than"),
    ("小于", "less_than"), ("<", "less_than"), ("less than", "less_than"),
    ("大约", "about"), ("约", "about"), ("近", "about"), ("≈", "about"), ("~", "about"),
    ("about", "about"),
)  # fmt: skip
_SUFFIXES: Final[tuple[tuple[str, Qualifier], ...]] = (
    ("及以上", "at_least"), ("以上", "at_least"), ("+", "at_least"), ("余", "more_than"),
    ("及以下", "at_most"), ("以内", "at_most"), ("以下", "at_most"), ("左右", "about"),
    ("上下", "about"),
)  # fmt: skip
_PLAIN: Final = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?\Z", re.ASCII
)
_DIGITS: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?\Z")
_WIDE: Final = str.maketrans("０１２３４５６７８９．，＋－−–％＞＜～　", "0123456789.,+---%><~ ")


def parse_quantity(text: str) -> Quantity:
    """Read one printed number with its qualifier: ``1,234.5``, ``超5``, ``约 2.5``, ``80以上``.

    Full-width digits and signs are read as the usual ones. Anything else (units, two points, wrong
    grouping, Excel's ``1.2E+11`` that has lost digits) raises ``ValueError`` with what is wrong.
    """
    rest = text.strip()
    if _DIGITS.match(rest):  # by far the most cells
        return Quantity(float(rest))
    rest = rest.translate(_WIDE).strip()
    qualifier: Qualifier = "exact"
    lowered = rest.lower()
    for mark, meaning in _PREFIXES:
        if lowered.startswith(mark):
            qualifier, rest = meaning, rest[len(mark) :].strip()
            break
    else:
        for mark, meaning in _SUFFIXES:
            if rest.endswith(mark):
                qualifier, rest = meaning, rest[: -len(mark)].strip()
                break
    if not _PLAIN.match(rest):
        raise ValueError(f"not a plain number: {text!r}")
    number = float(rest.replace(",", ""))
    if not math.isfinite(number):
        raise ValueError(f"too large for a number: {text!r}")
    return Quantity(number, qualifier)
