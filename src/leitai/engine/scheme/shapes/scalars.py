"""Shapes of single values: texts, ids, numbers, shares, dates, choices, columns."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from leitai.engine.scheme.located import Located
from leitai.engine.scheme.problems import NO_HINT, Path, Words
from leitai.engine.scheme.shapes.base import ID_PATTERN, Reading, Shape, closest, shown, shown_en


@dataclass(frozen=True)
class Text(Shape):
    """A non-empty line of text, or any text when ``empty``."""

    empty: bool = False
    zh = "文字"
    en = "text"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        value = at.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)  # version: 3.2 is read as a number by YAML
        if not isinstance(value, str) or (not self.empty and not value.strip()):
            return self.wrong_kind(at, path, reading)
        return value.strip() if not self.empty else value

    def schema(self) -> dict[str, Any]:
        text: dict[str, Any] = {"type": ["string", "number"]}
        return text if self.empty else {**text, "pattern": r"\S"}


@dataclass(frozen=True)
class Identifier(Shape):
    """An id: letters (Chinese too), digits and _, not beginning with a digit."""

    zh = "id（字母、汉字、数字和下划线，不以数字开头）"
    en = "an id (letters, digits and _, not beginning with a digit)"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if not isinstance(at.value, str) or not re.match(ID_PATTERN, at.value):
            return self.wrong_kind(at, path, reading)
        return at.value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": ID_PATTERN}


@dataclass(frozen=True)
class Slug(Shape):
    """The id of a scheme or group: like an id, hyphens allowed."""

    zh = "id（字母、数字、- 和 _）"
    en = "an id (letters, digits, - and _)"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if not isinstance(at.value, str) or not re.match(r"^\w[\w-]*$", at.value):
            return self.wrong_kind(at, path, reading)
        return at.value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\w[\w-]*$"}


@dataclass(frozen=True)
class Number(Shape):
    """A finite number within bounds; ``share`` also takes "1/3" and "25%"."""

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    share: bool = False
    whole: bool = False

    @property
    def zh(self) -> str:  # type: ignore[override]
        kind = "整数" if self.whole else "数"
        bounds = []
        if self.above is not None:
            bounds.append(f"大于 {self.above:g}")
        if self.minimum is not None:
            bounds.append(f"不小于 {self.minimum:g}")
        if self.maximum is not None:
            bounds.append(f"不大于 {self.maximum:g}")
        text = "、".join(bounds) + " 的" + kind if bounds else kind
        return text + "（可写 1/3 或 25%）" if self.share else text

    @property
    def en(self) -> str:  # type: ignore[override]
        bounds = []
        if self.above is not None:
            bounds.append(f"above {self.above:g}")
        if self.minimum is not None:
            bounds.append(f"at least {self.minimum:g}")
        if self.maximum is not None:
            bounds.append(f"at most {self.maximum:g}")
        text = "a whole number" if self.whole else "a number"
        text = f"{text} {', '.join(bounds)}" if bounds else text
        return text + ' ("1/3" and "25%" may be written)' if self.share else text

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        number = self.number(at.value)
        if number is None or not self._fits(number):
            return self.wrong_kind(at, path, reading)
        return int(number) if self.whole else number

    def accepts(self, value: Any) -> bool:
        """Whether ``read`` would take this value."""
        number = self.number(value)
        return number is not None and self._fits(number)

    def number(self, value: Any) -> float | None:
        """The value as a number, whatever its bounds; None if it is none."""
        if isinstance(value, bool):
            return None
        if isinstance(value, str) and self.share:
            return _share(value)
        if not isinstance(value, int | float):
            return None
        try:
            return float(value)
        except OverflowError:
            return None

    def _fits(self, number: float) -> bool:
        if not math.isfinite(number) or (self.whole and number != int(number)):
            return False
        return not (
            (self.minimum is not None and number < self.minimum)
            or (self.maximum is not None and number > self.maximum)
            or (self.above is not None and number <= self.above)
        )

    def schema(self) -> dict[str, Any]:
        number: dict[str, Any] = {"type": "integer" if self.whole else "number"}
        if self.minimum is not None:
            number["minimum"] = self.minimum
        if self.maximum is not None:
            number["maximum"] = self.maximum
        if self.above is not None:
            number["exclusiveMinimum"] = self.above
        if not self.share:
            return number
        return {"anyOf": [number, {"type": "string", "pattern": _SHARE_PATTERN}]}

    def write(self, value: Any) -> Any:
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            return int(value)
        return value


_SHARE_PATTERN: Final = r"^\s*\d+(\.\d+)?\s*(/\s*\d+(\.\d+)?|%)\s*$"


def _share(text: str) -> float | None:
    """``"1/3"`` or ``"25%"`` as the nearest float."""
    if not re.match(_SHARE_PATTERN, text):
        return None
    if text.strip().endswith("%"):
        return float(Fraction(text.strip()[:-1].strip()) / 100)
    top, bottom = (Fraction(part.strip()) for part in text.split("/"))
    return float(top / bottom) if bottom else None


@dataclass(frozen=True)
class Share(Shape):
    """Places of a group: a whole number is a count, otherwise a share (0.25, "1/3", "25%").

    Kept as written, because 1/3 of 12 must be 4 exactly.
    """

    zh = "个数（整数），或占比（0.25、1/3、25%）"
    en = "a count (whole number), or a share (0.25, 1/3, 25%)"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        value = at.value
        if isinstance(value, str):
            number = _share(value)
            good = number is not None and 0 <= number <= 1
            return value.strip() if good else self.wrong_kind(at, path, reading)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if isinstance(value, float) and 0 <= value <= 1:
            return value
        return self.wrong_kind(at, path, reading)

    def schema(self) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": _SHARE_PATTERN},
            ]
        }


@dataclass(frozen=True)
class Flag(Shape):
    """true or false."""

    zh = "true 或 false"
    en = "true or false"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        return at.value if isinstance(at.value, bool) else self.wrong_kind(at, path, reading)

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Date(Shape):
    """A calendar date such as 2026-01-01."""

    zh = "日期，如 2026-01-01"
    en = "a date such as 2026-01-01"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        value = at.value
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        return self.wrong_kind(at, path, reading)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    def write(self, value: Any) -> Any:
        return value.isoformat()


@dataclass(frozen=True)
class Choice(Shape):
    """One of a few words; each has its meaning, Chinese alone where the word itself says it."""

    options: Mapping[str, str]

    def meaning(self, value: str, lang: str = "zh") -> str:
        """What a value means in a language."""
        text = self.options.get(value, value)
        if not lang.lower().startswith("en"):
            return text
        return text.en if isinstance(text, Words) else value.replace("_", " ")

    @property
    def zh(self) -> str:  # type: ignore[override]
        return "、".join(f"{key}（{text}）" for key, text in self.options.items()) + "之一"

    @property
    def en(self) -> str:  # type: ignore[override]
        return "one of " + ", ".join(self.options)

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if isinstance(at.value, str) and at.value in self.options:
            return at.value
        if not isinstance(at.value, str):
            return self.wrong_kind(at, path, reading)
        by_meaning = {text: key for key, text in self.options.items()}
        meant = by_meaning.get(at.value) or closest(at.value, self.options)
        hint = Words(f"是不是 {meant}？", f"Did you mean {meant}?") if meant else NO_HINT
        return reading.wrong(
            at,
            path,
            Words(
                f"这里应写{self.zh}，却写了{shown(at.value)}。",
                f"This should be {self.en}, but it is {shown_en(at.value)}.",
            ),
            hint,
        )

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.options)}


@dataclass(frozen=True)
class InputRef(Shape):
    """The id of an input or derived column."""

    zh = "指标列的 id"
    en = "the id of an input or derived column"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        name = at.value
        if not isinstance(name, str):
            return self.wrong_kind(at, path, reading)
        if name in reading.inputs:
            return name
        by_name = {text: key for key, text in reading.inputs.items()}
        meant = by_name.get(name) or closest(name, reading.inputs)
        if meant is None:
            close_name = closest(name, by_name)
            meant = by_name[close_name] if close_name else None
        if meant:
            title = reading.inputs[meant]
            hint = Words(f"是不是 {meant}（{title}）？", f"Did you mean {meant} ({title})?")
        else:
            hint = Words(
                "先在 inputs 或 derived 里登记这一列，再引用它的 id。",
                "Declare the column in inputs or derived first, then use its id.",
            )
        return reading.wrong(
            at,
            path,
            Words(
                f"inputs 和 derived 里没有 “{name}”。",
                f'There is no "{name}" in inputs or derived.',
            ),
            hint,
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": ID_PATTERN}
