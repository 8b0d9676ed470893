"""What is wrong with a scheme file, in words a clerk can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


class Words(str):
    """A Chinese sentence that knows its English twin: ``str(w)`` or ``w("zh")``, ``w("en")``."""

    en: str

    def __new__(cls, zh: str, en: str) -> Words:
        words = super().__new__(cls, zh)
        words.en = en
        return words

    def __call__(self, lang: str = "zh") -> str:
        return self.en if lang.lower().startswith("en") else str(self)


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place.

    ``line`` and ``column`` count from 1 (0 when the scheme did not come from a file). ``path`` is
    written with ids, such as ``groups[towns].tree[economy].items[i_fai].rule.cap``. ``message`` and
    ``hint`` (what to write instead, may be empty) are Chinese text; called with ``"en"`` they
    give the English twin. ``keys`` is the same path as keys and places, for whoever looks it up.
    """

    line: int
    column: int
    path: str
    message: Words
    hint: Words
    keys: Path = ()

    def line_text(self, lang: str = "zh") -> str:
        """The whole problem as one printable line."""
        english = lang.lower().startswith("en")
        if not self.line:
            place = ""
        elif english:
            place = f"line {self.line}, column {self.column}, "
        else:
            place = f"第{self.line}行第{self.column}列，"
        hint = self.hint(lang)
        where = self.path or ("the file" if english else "文件")
        colon, gap = (": ", " ") if english else ("：", "")
        return f"{place}{where}{colon}{self.message(lang)}{gap if hint else ''}{hint}"

    def to_dict(self) -> dict[str, Any]:
        """JSON form with both languages."""
        return {
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "message": str(self.message),
            "message_en": self.message.en,
            "hint": str(self.hint),
            "hint_en": self.hint.en,
        }


NO_HINT = Words("", "")


class SchemeError(ValueError):
    """A scheme file that cannot be used; ``problems`` lists everything wrong, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.line_text() for problem in problems))

    def text(self, lang: str = "zh") -> str:
        """All problems, one a line."""
        return "\n".join(problem.line_text(lang) for problem in self.problems)
