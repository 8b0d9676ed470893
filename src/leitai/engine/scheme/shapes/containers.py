"""Shapes made of shapes: lists, mappings, dataclasses, rules by kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from leitai.engine.scheme.located import Located
from leitai.engine.scheme.problems import Path, Words
from leitai.engine.scheme.shapes.base import INVALID, Reading, Shape, closest, shown, shown_en
from leitai.engine.scheme.shapes.scalars import Number


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
