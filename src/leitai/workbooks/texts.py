"""Cleaning of names and headers; the raw text is always kept beside the cleaned one."""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SPACES = " \t\r\n\f\v\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"

_HAN = re.compile(f"[{HAN}]")
_SPACES = re.compile(f"[{SPACES}]+")
_INNER = re.compile(f"(?<=[{HAN}（）()、·])[{SPACES}]+(?=[{HAN}（）()、·])")
_EDGES = re.compile(f"^[{SPACES}]+|[{SPACES}]+$")
# Full-width letters, digits and signs to half width; brackets, commas and colons of Chinese
# running text stay as they are, because names contain them on purpose.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
for _keep in "，：；！？（）":
    _WIDTH.pop(ord(_keep), None)
_WIDTH_ALL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def has_han(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return _HAN.search(text) is not None


def half_width(text: str) -> str:
    """Every full-width ASCII character as its half-width twin, the wide space as a space."""
    return text.translate(_WIDTH_ALL)


def strip_spaces(text: str) -> str:
    """The text without spaces of any kind at its ends."""
    return _EDGES.sub("", text)


def squeeze(text: str) -> str:
    """The text without any space at all, half width, for comparison only."""
    return _SPACES.sub("", text.translate(_WIDTH_ALL))


def clean_text(text: str) -> str:
    """A name as one would say it: no line ends, no spaces between Chinese characters.

    "青石 镇" and "北　京" become 青石镇 and 北京; "Inner  Mongolia" becomes "Inner Mongolia".
    """
    if text.isalnum():
        return text if text.isascii() else text.translate(_WIDTH)
    text = unicodedata.normalize("NFC", text).translate(_WIDTH)
    text = _SPACES.sub(" ", text).strip()
    return _INNER.sub("", text) if " " in text else text


def chinese_part(text: str) -> str:
    """The Chinese lines of a bilingual text; the whole text when it has none.

    Yearbooks print "地 区\\nRegion": lines without a Chinese character that follow one with it
    are its translation. A line that holds only a unit in brackets is kept.
    """
    if not has_han(text):
        return text
    lines = [line for line in re.split(r"[\r\n]+", text) if strip_spaces(line)]
    kept: list[str] = []
    for line in lines:
        if has_han(line) or not re.search(r"[A-Za-z]{2}", line):
            kept.append(line)
    joined = "".join(strip_spaces(line) for line in kept)
    # "年份Year" on one line: drop a purely Latin tail of words after the Chinese.
    return re.sub(rf"(?<=[{HAN}）)])\s*[A-Z][A-Za-z ,.'&/-]{{2,}}$", "", joined) or joined
