"""The one error that reading or computing a formula can raise."""

from __future__ import annotations

__all__ = ["FormulaError"]


class FormulaError(ValueError):
    """A formula that cannot be read or computed.

    Attributes
    ----------
    position, length
        Place of the trouble in the text, counted from 0, and how many characters it covers.
    zh, en
        What is wrong, in both languages.
    hint_zh, hint_en
        What to write instead; may be empty.
    """

    def __init__(
        self,
        position: int,
        zh: str,
        en: str,
        hint_zh: str = "",
        hint_en: str = "",
        *,
        length: int = 1,
    ) -> None:
        self.position = position
        self.length = length
        self.zh = zh
        self.en = en
        self.hint_zh = hint_zh
        self.hint_en = hint_en
        super().__init__(self.text())

    def text(self, language: str = "zh") -> str:
        """The whole message with its place, in Chinese or English."""
        if language == "zh":
            hint = f"。{self.hint_zh}" if self.hint_zh else ""
            return f"公式第 {self.position + 1} 个字符：{self.zh}{hint}"
        hint = f". {self.hint_en}" if self.hint_en else ""
        return f"Formula, character {self.position + 1}: {self.en}{hint}"
