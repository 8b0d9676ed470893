"""Why a table cannot be scored by a scheme, every reason at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.scheme.problems import NO_HINT, Words

_SHOWN = 8


@dataclass(frozen=True)
class ScoreProblem:
    """One reason: where (group, item, column), which units, what is wrong, what to do."""

    message: Words
    hint: Words = NO_HINT
    group: str = ""
    item: str = ""
    column: str = ""
    units: tuple[str, ...] = ()

    def text(self, lang: str = "zh") -> str:
        """One printable line."""
        english = lang.lower().startswith("en")
        place = " › ".join(part for part in (self.group, self.item, self.column) if part)
        few = self.units[:_SHOWN]
        more = len(self.units) - len(few)
        if english:
            who = ", ".join(few) + (f" and {more} more" if more else "")
            body = self.message.en + (f" Units: {who}." if who else "")
            tail = f" {self.hint.en}" if self.hint.en else ""
            return f"{place}: {body}{tail}" if place else f"{body}{tail}"
        who = "、".join(few) + (f"等{len(self.units)}个单位" if more else "")
        body = str(self.message) + (f"涉及：{who}。" if who else "")
        return f"{place}：{body}{self.hint}" if place else f"{body}{self.hint}"


class ScoreError(ValueError):
    """The scheme refuses to score this table; ``problems`` lists every reason."""

    def __init__(self, problems: Sequence[ScoreProblem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(problem.text() for problem in self.problems))

    def text(self, lang: str = "zh") -> str:
        """All problems, one a line."""
        return "\n".join(problem.text(lang) for problem in self.problems)
