"""Why a figure is missing, as readers of files note it, in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_ENGLISH: Final[Mapping[str, str]] = {
    "未填": "empty",
    "无数据": "no data",
    "缺报": "not reported",
    "未报": "not reported",
    "暂缺": "not yet there",
    "待定": "to be decided",
    "不适用": "not applicable",
}
_MARKED: Final = re.compile(r"(?P<words>[^（]+)（(?P<mark>[^）]*)）\Z")


def gap(reason: str, lang: str) -> str:
    """A reason in a language: 未填（—） is empty (—). What a person wrote stays as it is."""
    if not lang.lower().startswith("en"):
        return reason
    marked = _MARKED.match(reason)
    if marked is not None and marked["words"] in _ENGLISH:
        return f"{_ENGLISH[marked['words']]} ({marked['mark']})"
    return _ENGLISH.get(reason, reason)
