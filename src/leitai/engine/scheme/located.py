"""A scheme file as plain values that remember their line and column."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from leitai.engine.scheme.problems import NO_HINT, Path, Problem, SchemeError, Words

#: A file with more values than this (or aliases that unfold to more) is refused.
MAX_VALUES = 200_000
MAX_DEPTH = 60


@dataclass
class Located:
    """A value with its place. ``value`` is a dict or list of ``Located``, or a scalar."""

    value: Any
    line: int = 0
    column: int = 0
    key_places: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)

    def get(self, key: str) -> Located | None:
        """The value under a key, or None (also when this is no mapping)."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found if isinstance(found, Located) else None

    def items(self) -> Iterator[tuple[str, Located]]:
        """Keys and values of a mapping; nothing for anything else."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def elements(self) -> list[Located]:
        """Elements of a list; nothing for anything else."""
        return self.value if isinstance(self.value, list) else []

    def text(self, key: str) -> str | None:
        """The string under a key, or None."""
        found = self.get(key)
        return found.value if found is not None and isinstance(found.value, str) else None

    def place_of(self, key: str) -> tuple[int, int]:
        """Where a key is written; the mapping's own place when it is absent."""
        return self.key_places.get(key, (self.line, self.column))


def render_path(root: Located, path: Path) -> str:
    """``("groups", 0, "tree")`` → ``groups[towns].tree``: list elements by their id."""
    text = ""
    here: Located | None = root
    for part in path:
        if isinstance(part, int):
            elements = here.elements() if here is not None else []
            here = elements[part] if part < len(elements) else None
            name = (here.text("id") or here.text("name")) if here is not None else None
            text += f"[{name if name else part + 1}]"
        else:
            here = here.get(part) if here is not None else None
            text += f".{part}" if text else part
    return text


def from_plain(value: Any) -> Located:
    """Wrap plain Python values (from JSON, a form, a database), which have no lines."""
    if isinstance(value, Mapping):
        return Located({_key(key): from_plain(each) for key, each in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return Located([from_plain(each) for each in value])
    return Located(value)


def _key(key: Any) -> str:
    """A key as text. Other YAML readers take a bare ``on`` and ``off`` for booleans."""
    if isinstance(key, bool):
        return "on" if key else "off"
    return str(key)


def from_yaml_text(text: str) -> tuple[Located, list[Problem]]:
    """Parse YAML. Duplicate keys are reported; text that is no YAML raises ``SchemeError``.

    The C parser reads some twenty times as fast; what it refuses is left to the other one, whose
    words and places stand in the messages.
    """
    if hasattr(yaml, "CSafeLoader"):
        try:
            return _parsed(text, yaml.CSafeLoader)
        except SchemeError:
            pass
    return _parsed(text, yaml.SafeLoader)


def _parsed(text: str, make: Any) -> tuple[Located, list[Problem]]:
    try:
        loader = make(text)
    except yaml.YAMLError as error:
        raise SchemeError((_syntax_problem(error),)) from error
    try:
        node = loader.get_single_node()
        if node is None:
            empty = Words("文件是空的。", "The file is empty.")
            hint = Words("第一行写 leitai: scheme/1。", "Begin with the line leitai: scheme/1.")
            raise SchemeError((Problem(1, 1, "", empty, hint),))
        builder = _Builder(loader)
        located = builder.build(node, (), 0)
        return located, [
            Problem(line, column, render_path(located, path), message, NO_HINT)
            for line, column, path, message in builder.problems
        ]
    except yaml.YAMLError as error:
        raise SchemeError((_syntax_problem(error),)) from error
    finally:
        loader.dispose()


class _Builder:
    """Turns composed YAML nodes into ``Located`` values."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader
        self._count = 0
        self.problems: list[tuple[int, int, Path, Words]] = []

    def build(self, node: yaml.Node, path: Path, depth: int) -> Located:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self._count += 1
        if self._count > MAX_VALUES or depth > MAX_DEPTH:
            large = Words(
                f"文件太大或嵌套太深（上限 {MAX_VALUES} 个值、{MAX_DEPTH} 层）。",
                f"The file is too large or too deep (at most {MAX_VALUES} values, "
                f"{MAX_DEPTH} levels).",
            )
            raise SchemeError((Problem(line, column, "", large, NO_HINT),))
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.startswith(
            "tag:yaml.org,2002:python"
        ):
            message = Words(
                f"不支持 YAML 标签 {node.tag}，删去它。", f"Remove the YAML tag {node.tag}."
            )
            self.problems.append((line, column, path, message))
            return Located(None, line, column)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            elements = [
                self.build(each, (*path, index), depth + 1) for index, each in enumerate(node.value)
            ]
            return Located(elements, line, column)
        return Located(self._scalar(node), line, column)

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            value = self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            # An impossible date such as 2026-02-30 stays text; the shape check then names it.
            return str(node.value)
        if value is None or isinstance(value, str | bool | int | float | datetime.date):
            return value
        return str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> Located:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        written = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        self._loader.flatten_mapping(node)
        values: dict[str, Located] = {}
        places: dict[str, tuple[int, int]] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in values and written.count(key) > 1:
                message = Words(
                    f"“{key}” 写了两次（另一次在第{places[key][0]}行）。",
                    f'"{key}" is written twice (the other is in line {places[key][0]}).',
                )
                self.problems.append((*place, (*path, key), message))
                continue
            places[key] = place
            values[key] = self.build(value_node, (*path, key), depth + 1)
        return Located(values, line, column, places)


def _syntax_problem(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    detail = str(getattr(error, "problem", None) or error)
    message = Words(
        f"不是合格的 YAML：{detail}。",
        f"This is not valid YAML: {detail}.",
    )
    hint = Words(
        "查缩进是否对齐（用空格，不用制表符）、冒号后是否有空格、引号和括号是否成对。",
        "Check that the indentation lines up (spaces, no tabs), that a space follows each colon, "
        "and that quotes and brackets are paired.",
    )
    return Problem(line, column, "", message, hint)
