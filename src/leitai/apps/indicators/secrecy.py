"""Secrecy marks: a file that bears one does not belong here and is not kept.

The mark of an official paper stands at its head: 绝密, 机密 or 秘密, with ★ and a term where there
is one (GB/T 9704—2012, 7.2.2). Words such as 保密工作 in a title are no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from leitai.workbooks.model import WorkbookReading

_STARRED = re.compile(r"(绝密|机密|秘密)[★☆]")
_ALONE = re.compile(r"(?:密级[:：]?)?(绝密|机密|秘密)(?:[★☆]?\d+(?:年|个月|月))?")
#: Two characters of a mark stand apart on paper: 机　密★3年.
_APART = re.compile(r"\s+")


def secrecy_mark(lines: Iterable[str]) -> str:
    """Return the mark that one of the lines bears, empty when none does."""
    for line in lines:
        text = _APART.sub("", line)
        starred = _STARRED.search(text)
        if starred is not None:
            return starred.group(1)
        alone = _ALONE.fullmatch(text)
        if alone is not None:
            return alone.group(1)
    return ""


def mark_of(reading: WorkbookReading) -> str:
    """Return the secrecy mark at the head or foot of a workbook's tables, empty without one."""
    return secrecy_mark(
        line
        for table in reading.tables
        for line in (table.title, *table.preamble, *table.footnotes)
    )
