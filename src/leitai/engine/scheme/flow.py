"""Plain values written as YAML: on one line, or a text over several lines as a block."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

_PLAIN: Final = re.compile(r"[^\W_][\w（）《》“”‘’·、，。；％%+./＋－×÷ -]*", re.UNICODE)
_WORD: Final = re.compile(r"[^\W\d]\w*")
#: What YAML takes for a line break or refuses to read, written as an escape.
_ESCAPED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_RESOLVER: Final[Any] = yaml.SafeLoader("")


def flow(value: Any) -> str:
    """Return a value as YAML on one line, fit for any place of a file.

    Raises:
        ValueError: for what a scheme file cannot hold (not a number, lone surrogates).
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    raise ValueError(f"{type(value).__name__} cannot be written")


def key(name: Any) -> str:
    """Return a key as YAML; words stay bare, ``on`` too, because the reader takes keys as text."""
    text = str(name)
    return text if _WORD.fullmatch(text) else _text(text)


def block(text: str, indent: int) -> str | None:
    """Return a text of several lines as a literal block, None where only quotes can hold it."""
    body = text.rstrip("\n")
    lines = body.split("\n")
    if (
        len(text) - len(body) > 1
        or not lines[0].strip()
        or lines[0][:1] in (" ", "\t")
        or _ESCAPED.search(text)
        or any(ord(each) < 32 and each != "\n" for each in text)
    ):
        return None
    head = "|" if text.endswith("\n") else "|-"
    pad = " " * indent
    return "\n".join([head, *(pad + line if line else "" for line in lines)])


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ValueError("not a number")
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    text = repr(value)
    if "e" in text and "." not in text:
        text = text.replace("e", ".0e")  # YAML 1.1 reads 1e-05 as a word
    return text if "e-" in text or "e+" in text or "e" not in text else text.replace("e", "e+")


def _text(text: str) -> str:
    if (
        _PLAIN.fullmatch(text)
        and not text.endswith((" ", "-"))
        and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    ):
        return text
    text.encode()  # lone surrogates are no text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
