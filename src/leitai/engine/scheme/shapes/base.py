"""What a shape is, and the state of one reading."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
        self.problems.append(Problem(line, column, where, message, hint, path))
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
