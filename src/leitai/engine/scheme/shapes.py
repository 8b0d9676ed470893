"""Shapes: one declaration of a key reads it, checks it, writes it, and describes it in JSON Schema.

Every part of a scheme is a frozen dataclass whose fields carry a shape and their meaning in
Chinese and English (``field(metadata=said(Number(...), "封顶", "cap"))``). Reader, JSON Schema and
reference pages all come from these declarations, so they cannot disagree.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from leitai.engine.scheme.located import Located, render_path
from leitai.engine.scheme.problems import NO_HINT, Path, Problem, Words


class _Invalid:
    """What a shape returns after it has reported a problem."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()
ID_PATTERN: Final = r"^[^\W\d]\w*$"


def said(shape: Shape, zh: str, en: str, key: str | None = None) -> dict[str, Any]:
    """Field metadata: its shape, its meaning in both languages, its key where Python forbids it."""
    return {"shape": shape, "zh": zh, "en": en, "key": key}


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    options = {each.lower().replace("-", "_"): each for each in known}
    found = difflib.get_close_matches(word.lower().replace("-", "_"), options, n=1, cutoff=0.6)
    return options[found[0]] if found else None


@dataclass
class Reading:
    """The state of one reading: problems so far, and what ids may be named."""

    root: Located
    inputs: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(
        self, at: Located | tuple[int, int], path: Path, message: Words, hint: Words = NO_HINT
    ) -> Any:
        """Record a problem and hand back ``INVALID``."""
        line, column = (at.line, at.column) if isinstance(at, Located) else at
        where = render_path(self.root, path)
        self.problems.append(Problem(line, column, where, message, hint))
        return INVALID


def shown(value: Any) -> str:
    """A wrong value as the message shows it."""
    if isinstance(value, dict):
        return "（一组键值）"
    if isinstance(value, list):
        return "（一个列表）"
    if value is None:
        return "（空）"
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def shown_en(value: Any) -> str:
    """``shown`` in English."""
    if isinstance(value, dict):
        return "(a mapping)"
    if isinstance(value, list):
        return "(a list)"
    if value is None:
        return "(nothing)"
    text = str(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


class Shape:
    """How one value is written. ``read`` reports every problem and returns ``INVALID`` on any."""

    zh = "值"
    en = "a value"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """The plain value for ``to_dict``."""
        return value

    def wrong_kind(self, at: Located, path: Path, reading: Reading) -> Any:
        """The standard complaint: this should have been something else."""
        return reading.wrong(
            at,
            path,
            Words(
                f"这里应写{self.zh}，却写了{shown(at.value)}。",
                f"This should be {self.en}, but it is {shown_en(at.value)}.",
            ),
        )


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
    """One of a few words; each has its Chinese meaning."""

    options: Mapping[str, str]

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


@dataclass(frozen=True)
class Nullable(Shape):
    """The shape, or null."""

    inner: Shape
    null_zh: str = "不限"
    null_en: str = "no limit"

    @property
    def zh(self) -> str:  # type: ignore[override]
        return f"{self.inner.zh}，或 null（{self.null_zh}）"

    @property
    def en(self) -> str:  # type: ignore[override]
        return f"{self.inner.en}, or null ({self.null_en})"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if at.value is None:
            return None
        if isinstance(self.inner, Number) and not self.inner.accepts(at.value):
            return self.wrong_kind(at, path, reading)
        return self.inner.read(at, path, reading)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.inner.schema(), {"type": "null"}]}

    def write(self, value: Any) -> Any:
        return None if value is None else self.inner.write(value)


@dataclass(frozen=True)
class Either(Shape):
    """A number or a text shape, told apart by the YAML type."""

    number: Number
    text: Shape

    @property
    def zh(self) -> str:  # type: ignore[override]
        return f"{self.number.zh}，或{self.text.zh}"

    @property
    def en(self) -> str:  # type: ignore[override]
        return f"{self.number.en}, or {self.text.en}"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if isinstance(at.value, str):
            return self.text.read(at, path, reading)
        if isinstance(at.value, bool) or not isinstance(at.value, int | float):
            return self.wrong_kind(at, path, reading)
        return self.number.read(at, path, reading)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.number.schema(), self.text.schema()]}

    def write(self, value: Any) -> Any:
        return self.text.write(value) if isinstance(value, str) else self.number.write(value)


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of one shape, read into a tuple."""

    inner: Shape
    at_least: int = 0

    @property
    def zh(self) -> str:  # type: ignore[override]
        few = f"，至少 {self.at_least} 个" if self.at_least else ""
        return f"列表（每个是{self.inner.zh}{few}）"

    @property
    def en(self) -> str:  # type: ignore[override]
        few = f", {self.at_least} or more" if self.at_least else ""
        return f"a list (each {self.inner.en}{few})"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if not at.is_list or len(at.elements()) < self.at_least:
            return self.wrong_kind(at, path, reading)
        values = [
            self.inner.read(each, (*path, index), reading)
            for index, each in enumerate(at.elements())
        ]
        return INVALID if any(value is INVALID for value in values) else tuple(values)

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "array", "items": self.inner.schema()}
        return {**schema, "minItems": self.at_least} if self.at_least else schema

    def write(self, value: Any) -> Any:
        return [self.inner.write(each) for each in value]


@dataclass(frozen=True)
class MapOf(Shape):
    """A mapping from free names (units) to one shape, read into a tuple of pairs."""

    inner: Shape

    @property
    def zh(self) -> str:  # type: ignore[override]
        return f"一组“名称: {self.inner.zh}”"

    @property
    def en(self) -> str:  # type: ignore[override]
        return f'a mapping "name: {self.inner.en}"'

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if not at.is_mapping:
            return self.wrong_kind(at, path, reading)
        values = {key: self.inner.read(each, (*path, key), reading) for key, each in at.items()}
        bad = any(value is INVALID for value in values.values())
        return INVALID if bad else tuple(values.items())

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.inner.schema()}

    def write(self, value: Any) -> Any:
        return {key: self.inner.write(each) for key, each in value}


@dataclass(frozen=True)
class Fields(Shape):
    """A mapping with fixed keys, read into a frozen dataclass.

    ``shorthand`` names the field that a bare scalar stands for: ``missing: refuse`` is
    ``missing: {policy: refuse}``. ``definition`` names the entry in the schema's ``$defs``.
    ``extra`` are keys that belong to the surroundings (``kind`` of a rule).
    """

    of: type[Any]
    shorthand: str | None = None
    definition: str | None = None
    extra: tuple[str, ...] = ()

    @property
    def zh(self) -> str:  # type: ignore[override]
        return "一组键值（" + "、".join(self.shapes()) + "）"

    @property
    def en(self) -> str:  # type: ignore[override]
        return "a mapping (" + ", ".join(self.shapes()) + ")"

    def shapes(self) -> dict[str, dataclasses.Field[Any]]:
        """The fields by the key under which they are written."""
        return {
            each.metadata.get("key") or each.name: each
            for each in dataclasses.fields(self.of)
            if "shape" in each.metadata
        }

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if self.shorthand is not None and not at.is_mapping and not at.is_list:
            at = Located(
                {self.shorthand: at},
                at.line,
                at.column,
                {self.shorthand: (at.line, at.column)},
            )
        if not at.is_mapping:
            return self.wrong_kind(at, path, reading)
        known = self.shapes()
        meant = self._misspelt(at, path, reading, known)
        values: dict[str, Any] = {}
        good = True
        for key, each in known.items():
            found = at.get(key)
            if found is not None:
                value = each.metadata["shape"].read(found, (*path, key), reading)
                good = good and value is not INVALID
                values[each.name] = value
            elif required(each):
                good = False
                if key not in meant:
                    zh, en = each.metadata["zh"], each.metadata["en"]
                    reading.wrong(
                        at,
                        path,
                        Words(f"缺少 {key}（{zh}）。", f"{key} ({en}) is missing."),
                        Words(
                            f"补上 {key}: {each.metadata['shape'].zh}。",
                            f"Add {key}: {each.metadata['shape'].en}.",
                        ),
                    )
        return self.of(**values) if good and not meant else INVALID

    def _misspelt(
        self,
        at: Located,
        path: Path,
        reading: Reading,
        known: Mapping[str, dataclasses.Field[Any]],
    ) -> set[str]:
        """Report unknown keys; return the keys that were probably meant (with "" for none)."""
        meant: set[str] = set()
        absent = [key for key in known if at.get(key) is None]
        for key, _ in at.items():
            if key in known or key in self.extra:
                continue
            by_meaning = {each.metadata["zh"]: name for name, each in known.items()}
            guess = by_meaning.get(key) or closest(key, absent) or closest(key, known)
            meant.add(guess or "")
            if guess:
                zh, en = known[guess].metadata["zh"], known[guess].metadata["en"]
                hint = Words(f"是不是 {guess}（{zh}）？", f"Did you mean {guess} ({en})?")
            else:
                names = [*self.extra, *known]
                hint = Words(f"可用的键：{'、'.join(names)}。", f"Known keys: {', '.join(names)}.")
            reading.wrong(
                at.place_of(key),
                (*path, key),
                Words(f"不认识的键 “{key}”。", f'Unknown key "{key}".'),
                hint,
            )
        return meant

    def schema(self) -> dict[str, Any]:
        if self.definition:
            return {"$ref": f"#/$defs/{self.definition}"}
        return self.full_schema()

    def full_schema(self, **extra: Any) -> dict[str, Any]:
        """The object schema itself; ``extra`` properties are put first and are required."""
        properties: dict[str, Any] = {
            key: {"description": f"{each.metadata['zh']} / {each.metadata['en']}"}
            | each.metadata["shape"].schema()
            for key, each in self.shapes().items()
        }
        needed = [key for key, each in self.shapes().items() if required(each)]
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {**extra, **properties},
            "additionalProperties": False,
        }
        if [*extra, *needed]:
            schema["required"] = [*extra, *needed]
        if self.shorthand is None:
            return schema
        short = self.shapes()[self.shorthand].metadata["shape"].schema()
        return {"anyOf": [short, schema]}

    def write(self, value: Any) -> Any:
        written: dict[str, Any] = {}
        for key, each in self.shapes().items():
            here = getattr(value, each.name)
            if not required(each) and here == default_of(each):
                continue
            written[key] = each.metadata["shape"].write(here)
        return written


@dataclass(frozen=True)
class Kinds(Shape):
    """A mapping whose ``kind`` says which dataclass reads the rest.

    ``classes`` is called late, because rules contain rules. Each class has ``kind``, ``name_zh``
    and ``name_en``.
    """

    classes: Callable[[], Mapping[str, type[Any]]]
    definition: str
    zh = "计分方法（kind: …）"
    en = "a scoring rule (kind: …)"

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        if not at.is_mapping:
            return self.wrong_kind(at, path, reading)
        classes = self.classes()
        kind = at.get("kind")
        if kind is None:
            names = [f"{key}（{each.name_zh}）" for key, each in classes.items()]
            return reading.wrong(
                at,
                path,
                Words("缺少 kind（计分方法）。", "kind (the scoring rule) is missing."),
                Words(f"可用：{'、'.join(names)}。", f"Known kinds: {', '.join(classes)}."),
            )
        if not isinstance(kind.value, str) or kind.value not in classes:
            return self._unknown(kind, (*path, "kind"), reading, classes)
        rule = Fields(classes[kind.value], extra=("kind",)).read(at, path, reading)
        if rule is INVALID:
            return rule
        faults = list(rule.faults())
        for each in faults:
            place = at.place_of(each.key)
            reading.wrong(place, (*path, each.key), each.message, each.hint)
        return INVALID if faults else rule

    def _unknown(
        self, kind: Located, path: Path, reading: Reading, classes: Mapping[str, type[Any]]
    ) -> Any:
        by_name = {each.name_zh: key for key, each in classes.items()}
        text = str(kind.value)
        meant = by_name.get(text) or closest(text, classes)
        if meant is None and (near := closest(text, by_name)):
            meant = by_name[near]
        if meant:
            title = classes[meant]
            hint = Words(
                f"是不是 {meant}（{title.name_zh}）？",
                f"Did you mean {meant} ({title.name_en})?",
            )
        else:
            names = [f"{key}（{each.name_zh}）" for key, each in classes.items()]
            hint = Words(f"可用：{'、'.join(names)}。", f"Known kinds: {', '.join(classes)}.")
        return reading.wrong(
            kind,
            path,
            Words(
                f"没有叫{shown(kind.value)}的计分方法。",
                f"There is no scoring rule {shown_en(kind.value)}.",
            ),
            hint,
        )

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.definition}"}

    def write(self, value: Any) -> Any:
        return {"kind": value.kind, **Fields(type(value)).write(value)}


def required(each: dataclasses.Field[Any]) -> bool:
    """Whether a field has no default."""
    return each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING


def default_of(each: dataclasses.Field[Any]) -> Any:
    """The default value of an optional field."""
    if each.default_factory is not dataclasses.MISSING:
        return each.default_factory()
    return each.default
