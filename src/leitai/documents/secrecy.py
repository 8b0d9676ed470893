"""Secrecy marks (GB/T 9704—2012, 7.2.2): a document that bears one is refused unread."""

from __future__ import annotations

import re

from leitai.documents.limits import DocumentError

# 秘密★1年, 机 密 ★, 绝密★长期: grade and star, spaces between them as printers set them.
_STARRED = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆✩✭⭐]")
# The grade alone on a line of the head, with or without a term.
_ALONE = re.compile(
    r"^[\s\u3000]*(?:密级[:：]?)?[\s\u3000]*(?:绝\s*密|机\s*密|秘\s*密)"
    r"[\s\u3000]*(?:[（(]?\s*(?:[0-9一二三五十]+\s*年|长期)\s*[)）]?)?[\s\u3000]*$",
    re.M,
)
_HEAD = 400


def check_secrecy(text: str) -> None:
    """Raise ``DocumentError`` with the code ``secret`` where the text bears a secrecy mark.

    The star form counts anywhere, since covers and headers land in odd places of a plain text; the
    bare word only alone on a line near the beginning, since prose speaks of 国家秘密. Nothing of
    the text goes into the message.
    """
    if _STARRED.search(text) or _ALONE.search(text[:_HEAD]):
        raise DocumentError(
            "secret",
            "文件带有密级标志，本系统不得接收涉密文件，内容没有保存。请按保密规定处理。",
            "The document bears a secrecy mark. It is refused and nothing of it is kept.",
        )
