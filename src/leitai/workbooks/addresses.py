"""Cell addresses as spreadsheets write them: A1, AB12, A1:F17. Rows and columns count from 0."""

from __future__ import annotations

import re
from functools import lru_cache

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=16384)
def column_letter(index: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=16384)
def column_index(letters: str) -> int:
    """The 0-based column of letters: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """The address of a cell given by 0-based row and column."""
    return f"{column_letter(column)}{row + 1}"


def parse_address(text: str) -> tuple[int, int]:
    """0-based (row, column) of an address such as "D14"; ``ValueError`` when it is none."""
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a cell address: {text!r}")
    return int(match[2]) - 1, column_index(match[1])


def range_address(top: int, left: int, bottom: int, right: int) -> str:
    """A rectangle of 0-based rows and columns, both ends included, as "A1:F17"."""
    if (top, left) == (bottom, right):
        return address(top, left)
    return f"{address(top, left)}:{address(bottom, right)}"
